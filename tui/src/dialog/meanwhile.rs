//! What somebody else does while a dialog is open: told at once, and not only when the act is refused.

use dondoc_shared::{text::Both, wire::assignment::AssignmentDetail};

use super::{Dialog, Dialogs, Stage};
use crate::{
    net::Call,
    step::{News, Step, waiting::Arrived},
};

impl Dialogs {
    /// What the dialog is about may have changed.
    pub fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let Some(dialog) = self.open.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
        let id = dialog.detail.row.id;
        if matches!(news, News::Changed(changed) if *changed == id) || matches!(news, News::Resync) {
            dialog.watched = step.ask(Call::Item(id));
        }
    }
}

impl Dialog {
    /// Takes the facts that were read because something may have changed. What was confirmed is not confirmed of the new state.
    pub(super) fn looked_again(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(Ok(detail)) = self.watched.take(arrived) else { return };
        // Whether an act that is under way can be carried out upon it, the server says.
        if self.waiting.is_some() || detail.row.version <= self.version {
            return;
        }
        if self.stage == Stage::Confirm {
            self.begin_stage(Stage::Edit, step);
        }
        self.notice = Some(Both::new(|lang| lang.tui_changed_meanwhile().to_owned()));
        self.renewed(detail, step);
    }

    /// What is said when the act is gone with the change; why, stands behind it.
    pub(super) fn say_if_gone(&mut self, detail: &AssignmentDetail) {
        self.blocked = super::kind::refusal(self.kind.act().acts(), detail);
        if self.blocked.is_some() {
            self.notice = Some(Both::new(|lang| lang.tui_changed_and_gone().to_owned()));
        }
    }
}
