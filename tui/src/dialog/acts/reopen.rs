//! To return what was accepted.

use dondoc_shared::{lifecycle, text::Lang, wire::assignment::AssignmentDetail};

use super::returned;
use crate::{
    dialog::{
        act::{Act, Fault, Filled},
        form::{Field, Form},
    },
    net::Deed,
    ui::theme::Token,
};

/// See the module.
#[derive(Debug)]
pub struct Reopen;

impl Act for Reopen {
    fn acts(&self) -> &'static [lifecycle::Act] {
        &[lifecycle::Act::Reopen]
    }

    fn title(&self, lang: Lang) -> &'static str {
        lifecycle::Act::Reopen.name(lang)
    }

    fn form(&self, _: &AssignmentDetail) -> Form {
        Form { fields: vec![Field::text(), Field::date(None)] }
    }

    fn labels(&self, lang: Lang) -> Vec<&'static str> {
        vec![lang.tui_label_reason(), lang.tui_label_new_date_if_any()]
    }

    fn about(&self, lang: Lang, _: &AssignmentDetail) -> Vec<(Token, String)> {
        vec![(Token::Muted, lang.tui_tenant_will_see().to_owned())]
    }

    fn confirm(&self, lang: Lang, filled: Filled<'_>) -> Vec<(Token, String)> {
        returned::brings(lang, filled.detail, lang.tui_confirm_reopen(), filled.form.date())
    }

    fn go(&self, lang: Lang, _: Filled<'_>) -> &'static str {
        lifecycle::Act::Reopen.name(lang)
    }

    fn tells(&self) -> Option<bool> {
        Some(false)
    }

    fn deed(&self, filled: Filled<'_>) -> Result<Deed, Fault> {
        returned::with_date(filled).map(Deed::Reopen)
    }

    /// A later due date comes with what has one.
    fn uses(&self, filled: Filled<'_>, place: usize) -> bool {
        place != filled.form.date_place() || filled.detail.row.due_on.is_some()
    }
}
