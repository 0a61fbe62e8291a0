//! The delivery log, newest first, read page by page.

use dondoc_shared::{
    id::MessageId,
    wire::mail::{MessageRow, Messages},
};

use crate::{
    keys::Command,
    net::{Call, Failure, MailCall, asked::Asked},
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
    ui::list::{Keyed, List},
};

/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 20;

/// The delivery log.
#[derive(Debug, Default)]
pub struct Log {
    /// Which part of it is asked for.
    pub asked: Asked,
    /// Messages read so far, newest first.
    pub rows: Vec<MessageRow>,
    /// Has a page come?
    pub is_read: bool,
    /// Where in the rows one is.
    pub list: List<MessageId>,
    /// Where the page after them begins.
    next: Option<String>,
    waiting: Waiting<Messages>,
    /// Why the page that was asked for last did not come.
    pub failure: Option<Failure>,
    /// Is the page that is waited for the first?
    first: bool,
    /// Is every page wanted, until the last row is here?
    to_end: bool,
}

impl Keyed for MessageRow {
    type Key = MessageId;

    fn key(&self) -> MessageId {
        self.id
    }
}

impl Log {
    /// A part of the log, of which nothing has been read.
    pub fn of(asked: Asked) -> Self {
        Self { asked, ..Self::default() }
    }

    /// The message under the cursor.
    pub fn selected(&self) -> Option<&MessageRow> {
        self.list.selected(&self.rows)
    }

    /// Whether a page is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_open()
    }

    /// Asks for a page; the first one if there is no `cursor`.
    pub fn ask(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        self.first = cursor.is_none();
        self.waiting = step.ask(Call::Mail(MailCall::Page { asked: self.asked.clone(), cursor }));
    }

    /// Moves the cursor, and asks for more near the end.
    pub fn command(&mut self, command: Command, page: usize, step: &mut Step<'_>) {
        // Whoever moves elsewhere no longer goes to the end.
        self.to_end = command == Command::Bottom;
        self.list.command(command, &self.rows, page);
        self.more_if_near_end(step);
    }

    /// How many rows were read on the way to the end; none where nobody is on it.
    pub fn read_to_end(&self) -> Option<usize> {
        self.to_end.then_some(self.rows.len())
    }

    /// Ends the way to the end. False if nobody is on it.
    pub fn stop(&mut self) -> bool {
        std::mem::take(&mut self.to_end)
    }

    /// Goes on to the end, if that is where the person goes.
    pub fn go_on(&mut self, page: usize, step: &mut Step<'_>) {
        self.to_end &= self.failure.is_none();
        if self.to_end {
            self.list.command(Command::Bottom, &self.rows, page);
            self.more_if_near_end(step);
        }
    }

    fn more_if_near_end(&mut self, step: &mut Step<'_>) {
        self.to_end &= self.next.is_some() || self.is_waiting();
        let near = self.list.place(&self.rows).saturating_add(NEAR) >= self.rows.len().saturating_sub(1);
        if !self.is_waiting() && self.next.is_some() && near {
            self.ask(self.next.clone(), step);
        }
    }

    /// Scrolls so that the cursor's row is visible.
    pub fn keep_in_view(&mut self, page: usize) {
        self.list.keep_in_view(&self.rows, page);
    }

    /// Takes a page if it is the one that is waited for, and says how that went.
    pub fn answered(&mut self, arrived: &mut Arrived) -> Option<Result<(), Failure>> {
        let outcome = self.waiting.take(arrived)?;
        self.failure = outcome.as_ref().err().cloned();
        Some(outcome.map(|page| self.take(page)))
    }

    /// The newest page replaces as much of the list as it covers, so that the rows below it and the cursor stay.
    fn take(&mut self, page: Messages) {
        self.is_read = true;
        let place = self.list.cursor.and_then(|id| self.rows.iter().position(|row| row.id == id));
        if self.first {
            let end = page.items.last().map(|row| row.id);
            let below = match (&page.next, end) {
                (Some(_), Some(end)) => self.rows.iter().filter(|row| row.id < end).cloned().collect(),
                // It is the whole list.
                _ => Vec::new(),
            };
            if below.is_empty() {
                self.next = page.next;
            }
            self.rows = page.items;
            self.rows.extend(below);
        } else {
            let end = self.rows.last().map(|row| row.id);
            self.rows.extend(page.items.into_iter().filter(|row| end.is_none_or(|end| row.id < end)));
            self.next = page.next;
        }
        // A cursor whose message is gone stays where it was in the list; one at nothing begins at the top.
        if self.list.cursor.is_none_or(|id| !self.rows.iter().any(|row| row.id == id)) {
            let at = place.unwrap_or(0).min(self.rows.len().saturating_sub(1));
            self.list.cursor = self.rows.get(at).map(|row| row.id);
        }
    }
}
