//! What somebody else does while a dialog is open: told at once, and not only when the act is refused.

use dondoc_shared::{
    text::Both,
    wire::assignment::{AssignmentDetail, Event},
};

use super::{Dialog, Dialogs, Stage};
use crate::{
    net::Call,
    step::{News, Step, waiting::Arrived},
    ui::words,
};

impl Dialogs {
    /// What the dialog is about may have changed.
    pub fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let Some(dialog) = self.open.as_mut().filter(|dialog| dialog.waiting.is_none()) else { return };
        let id = dialog.detail.row.id;
        if matches!(news, News::Resync) {
            dialog.ask_figures_again(step);
        }
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

    /// Says what changed, by whom, and when the act is gone with it; why, stands behind that.
    pub(super) fn say_what_changed(&mut self, detail: &AssignmentDetail) {
        self.blocked = super::kind::refusal(self.kind.act().acts(), detail);
        let (is_gone, done) = (self.blocked.is_some(), newest(&self.detail, detail));
        if is_gone || done.is_some() {
            self.notice = Some(Both::new(|lang| {
                let told = done.map(|event| (lang.actor(&event.by), words::event(lang, event.kind)));
                match (is_gone, told) {
                    (true, Some((by, what))) => lang.tui_done_and_gone(by, what),
                    (true, None) => lang.tui_changed_and_gone().to_owned(),
                    (false, Some((by, what))) => lang.tui_done_meanwhile(by, what),
                    (false, None) => lang.tui_changed_meanwhile().to_owned(),
                }
            }));
        }
    }
}

/// The last thing that was done between two readings of an assignment, by a person if one did any of it.
fn newest<'d>(before: &AssignmentDetail, after: &'d AssignmentDetail) -> Option<&'d Event> {
    let is_new = |event: &&Event| before.timeline.iter().all(|known| known.id != event.id);
    let is_of_person = |event: &&Event| event.by != "worker" && !event.by.starts_with("system:");
    let mut new = after.timeline.iter().filter(is_new);
    new.clone().find(is_of_person).or_else(|| new.next())
}
