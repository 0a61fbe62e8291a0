//! To verify a submission: open it, then accept or return it.

use dondoc_shared::{
    lifecycle,
    text::Lang,
    wire::assignment::{AssignmentDetail, EventKind, Remark},
};

use super::returned;
use crate::{
    dialog::{
        act::{Act, Fault, Filled},
        form::{Field, Form},
    },
    net::Deed,
    ui::theme::Token,
};

/// The options, by their places.
pub const ACCEPT: usize = 0;
/// The other one.
pub const RETURN: usize = 1;

/// See the module.
#[derive(Debug)]
pub struct Verify;

impl Act for Verify {
    fn acts(&self) -> &'static [lifecycle::Act] {
        &[lifecycle::Act::Open, lifecycle::Act::Accept, lifecycle::Act::Return]
    }

    fn title(&self, lang: Lang) -> &'static str {
        lang.tui_dialog_verify()
    }

    fn form(&self, _: &AssignmentDetail) -> Form {
        Form { fields: vec![Field::choice(2), Field::text(), Field::date(None)] }
    }

    fn labels(&self, lang: Lang) -> Vec<&'static str> {
        vec!["", lang.tui_label_remark(), lang.tui_label_new_date_if_any()]
    }

    fn options(&self, lang: Lang, _: &AssignmentDetail) -> Vec<String> {
        vec![lang.tui_option_accept().to_owned(), lang.tui_option_return().to_owned()]
    }

    fn about(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<(Token, String)> {
        vec![submission(lang, detail), (Token::Muted, lang.tui_tenant_will_see().to_owned())]
    }

    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)> {
        match filled.form.picked() {
            Some(ACCEPT) => vec![(Token::Text, lang.tui_confirm_accept().to_owned())],
            _ => returned::brings(lang, filled.detail, lang.tui_confirm_return(), filled.form.date()),
        }
    }

    fn go(&self, lang: Lang, filled: Filled<'_>) -> &'static str {
        match filled.form.picked() {
            Some(ACCEPT) => lifecycle::Act::Accept.name(lang),
            _ => lifecycle::Act::Return.name(lang),
        }
    }

    fn tells(&self) -> Option<bool> {
        Some(false)
    }

    fn judges_figures(&self) -> bool {
        true
    }

    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault> {
        if filled.form.picked() == Some(ACCEPT) {
            return Ok(Deed::Accept(Remark { remark: filled.form.text() }));
        }
        returned::with_date(filled).map(Deed::Return)
    }

    /// A later due date comes with a return alone, of what has one.
    fn uses(&self, filled: Filled<'_>, place: usize) -> bool {
        let returns = filled.form.picked() == Some(RETURN) && filled.detail.row.due_on.is_some();
        place != filled.form.date_place() || returns
    }

    fn opens_first(&self, lang: Lang, detail: &AssignmentDetail) -> Option<Vec<(Token, String)>> {
        let last = detail
            .timeline
            .iter()
            .find(|event| matches!(event.kind, EventKind::Opened | EventKind::Submitted));
        let is_open = last.is_some_and(|event| event.kind == EventKind::Opened);
        let means = (Token::Warn, lang.tui_opening_means().to_owned());
        (!is_open).then(|| vec![submission(lang, detail), means])
    }
}

fn submission(lang: Lang, detail: &AssignmentDetail) -> (Token, String) {
    let live = detail.evidence.iter().filter(|evidence| evidence.removed_at.is_none()).count();
    (Token::Text, lang.tui_submission_summary(detail.row.percent, live))
}
