//! The acts that begin on the screen of outgoing mail, and why one cannot.

use dondoc_shared::{
    text::Lang,
    wire::mail::{MessageRow, MessageState},
};

use super::State;
use crate::{
    dialog::agree::mail::{
        budget::SetBudget, cancel::Cancel, hold::Hold as HoldMail, lift::Lift, resend::Resend,
        restore::Restore,
    },
    keys::Command,
    step::Step,
};

impl State {
    /// Begins an act on the mail under the cursor. False if `command` begins none.
    pub(super) fn act(&self, command: Command, step: &mut Step<'_>) -> bool {
        match command {
            Command::CancelMail => {
                if let Some(row) = self.message() {
                    step.agree(Cancel(row.clone()));
                }
            }
            Command::ResendMail => {
                if let Some(row) = self.message() {
                    step.agree(Resend(row.clone()));
                }
            }
            Command::HoldMail => {
                step.agree(HoldMail { tenants: step.common.known.tenants.clone() });
            }
            Command::SetBudget => {
                if let Some(head) = self.head.value.clone() {
                    step.agree(SetBudget { head, tenants: step.common.known.tenants.clone() });
                }
            }
            Command::LiftHold => {
                if let Some(hold) = self.hold.selected(self.all_holds()) {
                    step.agree(Lift(hold.clone()));
                }
            }
            Command::Restore => {
                if let Some(row) = self.address.selected(self.all_addresses()) {
                    step.agree(Restore(row.clone()));
                }
            }
            _ => return false,
        }
        true
    }

    /// Why an act cannot be begun now, in words; none if it can.
    pub(super) fn act_refused(&self, command: Command, lang: Lang) -> Option<String> {
        let message = || self.message().ok_or_else(|| lang.tui_nothing_selected().to_owned());
        let name = |row: &MessageRow| row.state.name(lang).to_owned();
        match command {
            Command::CancelMail => match message() {
                Ok(row) if row.state == MessageState::Ready => None,
                Ok(row) => Some(lang.post_cannot_cancel(&name(row))),
                Err(none) => Some(none),
            },
            Command::ResendMail => match message() {
                Ok(row) if row.state == MessageState::Dead => None,
                Ok(row) => Some(lang.post_cannot_resend(&name(row))),
                Err(none) => Some(none),
            },
            Command::SetBudget => self.head.value.is_none().then(|| self.head.blank(lang)),
            Command::LiftHold => {
                let now = self.holds.value.as_ref().map(|holds| holds.now)?;
                let is_open = self.hold.selected(self.all_holds()).is_some_and(|hold| {
                    hold.lifted_at.is_none() && hold.until.is_none_or(|until| until > now)
                });
                (!is_open).then(|| lang.post_cannot_lift().to_owned())
            }
            Command::Restore => {
                self.all_addresses().is_empty().then(|| lang.tui_nothing_selected().to_owned())
            }
            _ => None,
        }
    }
}
