//! To decide an extension request.

use dondoc_shared::{
    error::ErrorCode,
    lifecycle,
    text::Lang,
    wire::assignment::{AssignmentDetail, ExtensionDecision, ExtensionRequest, ExtensionState},
};

use crate::{
    dialog::{
        act::{Act, Fault, Filled},
        form::{Field, Form},
    },
    net::Deed,
    ui::theme::Token,
};

/// The options, by their places.
const GRANT: usize = 0;
const OTHER_DATE: usize = 1;
const REFUSE: usize = 2;

/// See the module.
#[derive(Debug)]
pub struct Extension;

impl Act for Extension {
    fn acts(&self) -> &'static [lifecycle::Act] {
        &[lifecycle::Act::DecideExtension]
    }

    fn title(&self, lang: Lang) -> &'static str {
        lifecycle::Act::DecideExtension.name(lang)
    }

    fn form(&self, detail: &AssignmentDetail) -> Form {
        let asked = pending(detail).map(|request| request.to);
        Form { fields: vec![Field::choice(3), Field::date(asked), Field::text()] }
    }

    fn labels(&self, lang: Lang) -> Vec<&'static str> {
        vec!["", lang.tui_label_new_date(), lang.tui_label_remark()]
    }

    fn options(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<String> {
        let asked = pending(detail).map(|request| lang.date(request.to)).unwrap_or_default();
        vec![
            lang.tui_option_grant(&asked),
            lang.tui_option_grant_other().to_owned(),
            lang.tui_option_refuse().to_owned(),
        ]
    }

    fn about(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<(Token, String)> {
        let mut lines = Vec::new();
        if let Some(request) = pending(detail) {
            let (from, to) = (lang.date(request.from), lang.date(request.to));
            lines.push((Token::Text, lang.tui_extension_asked(&from, &to, request.reason.name(lang))));
            lines.push((Token::Text, format!("“{}”", request.text.trim())));
        }
        let total = detail.extensions;
        lines.push((Token::Muted, lang.tui_extension_total(total.count, total.days)));
        lines.push((Token::Muted, lang.tui_tenant_will_see().to_owned()));
        lines
    }

    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)> {
        let to = match filled.form.picked() {
            Some(GRANT) => pending(filled.detail).map(|request| request.to),
            Some(OTHER_DATE) => filled.form.date(),
            _ => return vec![(Token::Text, lang.tui_confirm_refuse().to_owned())],
        };
        let to = to.map(|date| lang.date(date)).unwrap_or_default();
        vec![(Token::Text, lang.tui_confirm_grant(&to))]
    }

    fn go(&self, lang: Lang, filled: Filled<'_>) -> &'static str {
        if filled.form.picked() == Some(REFUSE) { lang.tui_button_refuse() } else { lang.tui_button_grant() }
    }

    fn tells(&self) -> Option<bool> {
        Some(true)
    }

    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault> {
        let (form, detail) = (filled.form, filled.detail);
        let asked = pending(detail).ok_or((ErrorCode::NothingWaiting, 0))?;
        let (grant, to) = match form.picked() {
            Some(GRANT) => (true, None),
            Some(OTHER_DATE) => {
                let place = form.date_place();
                let to = form.date().ok_or((ErrorCode::InvalidInput, place))?;
                if to <= detail.today || detail.row.due_on.is_some_and(|due| to <= due) {
                    return Err((ErrorCode::DateNotLater, place));
                }
                (true, Some(to).filter(|to| *to != asked.to))
            }
            _ => (false, None),
        };
        let remark = if grant && to.is_none() { form.text() } else { filled.required()? };
        Ok(Deed::Extension(ExtensionDecision { grant, to, remark }))
    }

    /// The new date is typed only for “another date”.
    fn uses(&self, filled: Filled<'_>, place: usize) -> bool {
        place != filled.form.date_place() || filled.form.picked() == Some(OTHER_DATE)
    }
}

/// The request that waits.
fn pending(detail: &AssignmentDetail) -> Option<&ExtensionRequest> {
    detail.extension_requests.iter().find(|request| request.state == ExtensionState::Pending)
}
