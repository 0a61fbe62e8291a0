//! How the Working Group shares its work: the assignments that are meant, and what was said of them here.

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::{
        assignment::AssignmentRow,
        handling::{Claim, Handling, Presence, Snooze},
    },
};

/// An assignment that is meant, as it was on the screen when the key was pressed.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its id.
    pub id: AssignmentId,
    /// Its code.
    pub code: String,
    /// What had been said of it, where that is known.
    pub handling: Option<Handling>,
}

impl Target {
    /// The assignment of a row.
    pub fn of(row: &AssignmentRow) -> Self {
        Self { id: row.id, code: row.code.clone(), handling: row.handling.clone() }
    }

    /// Who had claimed it.
    pub fn claim(&self) -> Option<&Claim> {
        self.handling.as_ref()?.claim.as_ref()
    }

    /// Until when it was to be left alone.
    pub fn snooze(&self) -> Option<&Snooze> {
        self.handling.as_ref()?.snooze.as_ref()
    }
}

/// The assignments in a few words: the code of one, the number of several.
pub fn named(lang: Lang, targets: &[Target]) -> String {
    match targets {
        [one] => one.code.clone(),
        several => lang.handling_items(several.len()),
    }
}

/// What was said.
#[derive(Debug, Clone)]
pub enum Said {
    /// Who has claimed them.
    Claimed(Claim),
    /// Nobody has.
    Released,
    /// Until when they are left alone.
    Snoozed(Snooze),
    /// They are no longer left alone.
    TakenUp,
    /// A note was written.
    Noted,
    /// Somebody else reads it, or nobody.
    Present(Option<Presence>),
}

/// Something that was said here of assignments.
#[derive(Debug, Clone)]
pub struct Handled {
    /// Of which.
    pub ids: Vec<AssignmentId>,
    /// What.
    pub said: Said,
}

impl Handled {
    /// Writes it into what is known of one of them, until it is read again.
    pub fn write(&self, known: &mut Option<Handling>) {
        let handling = known.get_or_insert_default();
        match &self.said {
            Said::Claimed(claim) => handling.claim = Some(claim.clone()),
            Said::Released => handling.claim = None,
            Said::Snoozed(snooze) => handling.snooze = Some(snooze.clone()),
            Said::TakenUp => handling.snooze = None,
            Said::Present(present) => handling.present.clone_from(present),
            Said::Noted => handling.notes = handling.notes.saturating_add(1),
        }
        known.take_if(|now| now.is_empty());
    }

    /// Whether lists may have to leave them out, or can have them again.
    pub fn is_about_lists(&self) -> bool {
        matches!(self.said, Said::Snoozed(_) | Said::TakenUp)
    }
}
