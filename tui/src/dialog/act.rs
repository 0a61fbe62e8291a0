//! What an act on an assignment is to its dialog.

use dondoc_shared::{
    error::ErrorCode,
    lifecycle,
    text::Lang,
    wire::assignment::{AssignmentDetail, EscalationDecision},
};

use super::form::Form;
use crate::{net::Deed, ui::theme::Token};

/// What is wrong with a form: the code, and the field. Of `InvalidInput` the field tells what is missing in it.
pub type Fault = (ErrorCode, usize);

/// A form as it is filled in, and the assignment that it is about.
#[derive(Debug, Clone, Copy)]
pub struct Filled<'a> {
    /// The assignment, as the dialog shows it.
    pub detail: &'a AssignmentDetail,
    /// What was typed and chosen.
    pub form: &'a Form,
}

impl Filled<'_> {
    /// The text that was typed.
    ///
    /// # Errors
    /// There is none.
    pub fn required(&self) -> Result<String, Fault> {
        self.written(ErrorCode::RemarkRequired)
    }

    /// The text that was typed, or this code.
    ///
    /// # Errors
    /// There is none.
    pub fn written(&self, code: ErrorCode) -> Result<String, Fault> {
        let text = self.form.text();
        if text.is_empty() { Err((code, self.form.text_place())) } else { Ok(text) }
    }
}

/// An act of the Working Group with a dialog: a form, then a confirmation that says what will happen.
pub trait Act {
    /// The acts of the lifecycle of which one must be allowed.
    fn acts(&self) -> &'static [lifecycle::Act];

    /// The title of the dialog.
    fn title(&self, lang: Lang) -> &'static str;

    /// The fields before anything is typed.
    fn form(&self, detail: &AssignmentDetail) -> Form;

    /// The labels of the fields, in their order.
    fn labels(&self, lang: Lang) -> Vec<&'static str>;

    /// The options of the choice.
    fn options(&self, _: Lang, _: &AssignmentDetail) -> Vec<String> {
        Vec::new()
    }

    /// What stands above the form.
    fn about(&self, lang: Lang, detail: &AssignmentDetail) -> Vec<(Token, String)>;

    /// What stands in the confirmation, before the remark.
    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)>;

    /// The act in a word or two: on its button, and in the message when it is done.
    fn go(&self, lang: Lang, filled: Filled<'_>) -> &'static str;

    /// The act that the form describes.
    ///
    /// # Errors
    /// What the server would refuse, said before it is asked.
    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault>;

    /// The mail that the act sends, to be shown before it is done; none if it sends none.
    fn preview(&self, _: &Deed) -> Option<EscalationDecision> {
        None
    }

    /// Whether the act is a decision of which people are told by mail, and if so whether it is on an extension.
    fn tells(&self) -> Option<bool> {
        None
    }

    /// Whether it judges the figures that a report brings, which must be seen before.
    fn judges_figures(&self) -> bool {
        false
    }

    /// The text that the confirmation repeats; empty if it stands there anyway.
    fn remark(&self, filled: Filled<'_>) -> String {
        filled.form.text()
    }

    /// Whether a field matters with what has been chosen so far.
    fn uses(&self, _: Filled<'_>, _: usize) -> bool {
        true
    }

    /// The word that must be typed before it can be done.
    fn word<'f>(&self, _: Filled<'f>) -> Option<&'f str> {
        None
    }

    /// Whether the act only signs, so that nothing leaves yet.
    fn only_signs(&self, _: Filled<'_>) -> bool {
        false
    }

    /// What to say before the submission is opened, which must be done first and which its tenant cannot undo; none if there is
    /// nothing to open.
    fn opens_first(&self, _: Lang, _: &AssignmentDetail) -> Option<Vec<(Token, String)>> {
        None
    }
}
