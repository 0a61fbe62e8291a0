//! To release, sign or drop a proposed step up the ladder.

use dondoc_shared::{
    error::ErrorCode,
    lifecycle,
    text::Lang,
    wire::assignment::{AssignmentDetail, EscalationDecision, ProposedStep},
};

use crate::{
    dialog::{
        act::{Act, Fault, Filled},
        form::{Field, Form},
    },
    net::Deed,
    ui::{theme::Token, words},
};

/// See the module.
#[derive(Debug)]
pub struct Escalate;

impl Act for Escalate {
    fn acts(&self) -> &'static [lifecycle::Act] {
        &[lifecycle::Act::Escalate]
    }

    fn title(&self, lang: Lang) -> &'static str {
        lifecycle::Act::Escalate.name(lang)
    }

    fn form(&self, detail: &AssignmentDetail) -> Form {
        // Somebody who cannot release the step may still drop it.
        let options = if is_release_refused(detail) { 1 } else { 2 };
        Form { fields: vec![Field::choice(options), Field::text()] }
    }

    fn labels(&self, lang: Lang) -> Vec<&'static str> {
        vec!["", lang.tui_label_remark()]
    }

    fn options(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<String> {
        let release = match proposed(detail) {
            Some(step) if step.release_refused.is_some() => None,
            Some(step) if step.signed_by.is_some() => Some(lang.tui_option_second_signature()),
            Some(step) if step.second_person => Some(lang.tui_option_first_signature()),
            _ => Some(lang.tui_option_release()),
        };
        release.into_iter().chain([lang.tui_option_drop()]).map(str::to_owned).collect()
    }

    fn about(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<(Token, String)> {
        let Some(step) = proposed(detail) else { return Vec::new() };
        let mut lines = vec![
            (Token::Text, words::step(lang, step)),
            (Token::Text, lang.tui_step_addressees(&step.addressees.join(", "))),
        ];
        if let Some(by) = &step.signed_by {
            lines.push((Token::Text, lang.tui_step_signed(by)));
        } else if step.second_person {
            lines.push((Token::Warn, lang.tui_step_two_persons().to_owned()));
        }
        if let Some(code) = step.release_refused {
            lines.push((Token::Warn, code.message(lang).to_owned()));
        }
        lines.push((Token::Muted, lang.tui_ladder_is_inferred().to_owned()));
        lines
    }

    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)> {
        let (token, text) = match is_release(filled) {
            true if self.only_signs(filled) => (Token::Warn, lang.tui_confirm_first_signature()),
            true => (Token::Warn, lang.tui_confirm_release()),
            false => (Token::Text, lang.tui_confirm_drop()),
        };
        vec![(token, text.to_owned())]
    }

    fn go(&self, lang: Lang, filled: Filled<'_>) -> &'static str {
        match is_release(filled) {
            true if self.only_signs(filled) => lang.tui_button_sign(),
            true => lang.tui_button_release(),
            false => lang.tui_button_drop(),
        }
    }

    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault> {
        let release = is_release(filled);
        let remark = if release { filled.form.text() } else { filled.required()? };
        let step = proposed(filled.detail).ok_or((ErrorCode::NothingWaiting, 0))?.id;
        Ok(Deed::Escalation(EscalationDecision { step, release, remark }))
    }

    fn preview(&self, deed: &Deed) -> Option<EscalationDecision> {
        match deed {
            Deed::Escalation(decision) if decision.release => Some(decision.clone()),
            _ => None,
        }
    }

    /// A first signature keeps no remark.
    fn remark(&self, filled: Filled<'_>) -> String {
        if self.only_signs(filled) { String::new() } else { filled.form.text() }
    }

    fn uses(&self, filled: Filled<'_>, place: usize) -> bool {
        place != filled.form.text_place() || !self.only_signs(filled)
    }

    /// The assignment's code, for the levels that need two persons.
    fn word<'f>(&self, filled: Filled<'f>) -> Option<&'f str> {
        let step = proposed(filled.detail).filter(|_| is_release(filled))?;
        step.second_person.then_some(filled.detail.row.code.as_str())
    }

    fn only_signs(&self, filled: Filled<'_>) -> bool {
        let first = |step: &ProposedStep| step.second_person && step.signed_by.is_none();
        is_release(filled) && proposed(filled.detail).is_some_and(first)
    }
}

/// The step that is proposed.
fn proposed(detail: &AssignmentDetail) -> Option<&ProposedStep> {
    detail.proposed_steps.first()
}

/// Whether the reader can neither sign nor release the step that waits.
fn is_release_refused(detail: &AssignmentDetail) -> bool {
    proposed(detail).is_some_and(|step| step.release_refused.is_some())
}

/// Whether going on signs or releases the step rather than dropping it.
fn is_release(filled: Filled<'_>) -> bool {
    filled.form.picked() == Some(0) && !is_release_refused(filled.detail)
}
