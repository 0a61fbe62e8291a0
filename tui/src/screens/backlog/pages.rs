//! Pages of the list: the next one as the cursor nears the end, and a whole new list on demand.

use dondoc_shared::{
    text::Lang,
    wire::{Page, assignment::AssignmentRow},
};

use super::{Listed, State, list_rows, listed::whole};
use crate::{
    net::Call,
    step::{Step, toast::Tone, waiting::Arrived},
    ui::list::List,
};

/// Rows of one page.
const PAGE: u16 = 100;
/// Rows of one page on the way to the end: as many as the server gives.
const BIG_PAGE: u16 = 200;
/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 40;
/// A new list is read at most this far to find the row that the cursor is on.
const SEARCHED: usize = 1_000;

impl<L: Listed> State<L> {
    /// Asks for a page; the first one if there is no `cursor`.
    pub(super) fn ask(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        let wanted = self.wanted_or_in_force();
        let filter = whole(L::ABOUT, wanted, &step.common.known.named_in(wanted));
        let limit = if self.to_end { BIG_PAGE } else { PAGE };
        self.loading = step.ask(Call::Page { filter, with: L::QUEUE, cursor, limit });
    }

    /// Whether the list goes on behind the rows that are here.
    pub(super) fn is_more(&self) -> bool {
        self.next.is_some() && self.wanted.is_none()
    }

    /// Goes to the last row of the list, page by page.
    pub(super) fn go_to_end(&mut self, step: &mut Step<'_>) {
        self.to_end = true;
        self.go_to(self.rows.len().saturating_sub(1), step);
    }

    /// Asks for the page after the last, if the cursor is near it and it is not on its way already.
    pub(super) fn more_if_near_end(&mut self, step: &mut Step<'_>) {
        let here = self.cursor_place().unwrap_or(0);
        if !self.loading.is_open() && here.saturating_add(NEAR) >= self.rows.len() {
            let next = self.next.clone();
            if next.is_some() {
                self.ask(next, step);
            }
        }
    }

    /// A page, or why there is none.
    pub(super) fn page_arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        match self.loading.take(arrived) {
            None => {}
            Some(Ok(page)) => self.take(page, step),
            Some(Err(failure)) => {
                if self.failure.as_ref() != Some(&failure) {
                    step.fault(&failure);
                }
                if self.total.is_none() {
                    // There are no rows that another filter could stand over.
                    self.filter = self.wanted.take().unwrap_or_else(|| std::mem::take(&mut self.filter));
                }
                self.stop();
                self.failure = Some(failure);
            }
        }
    }

    fn take(&mut self, page: Page<AssignmentRow>, step: &mut Step<'_>) {
        self.failure = None;
        self.total = Some(page.total);
        self.at_least = page.at_least;
        self.today = Some(page.today);
        self.next = page.next;
        match self.incoming.take() {
            None => {
                self.append(page.items);
                if self.to_end {
                    self.list.cursor = self.rows.last().map(|row| row.id);
                    self.to_end = self.next.is_some();
                }
            }
            Some(mut rows) => {
                rows.extend(page.items);
                if let Some(wanted) = self.wanted.take() {
                    let cursor = self.sought;
                    (self.filter, self.list) = (wanted, List { cursor, top: 0 });
                }
                let found = self.list.cursor.is_none_or(|id| rows.iter().any(|row| row.id == id));
                let wanted = if self.sought.is_some() { SEARCHED } else { self.rows.len().min(SEARCHED) };
                if !found && rows.len() < wanted && self.next.is_some() {
                    self.incoming = Some(rows);
                    self.ask(self.next.clone(), step);
                    return;
                }
                self.sought = None;
                self.ask_left_out(step);
                self.begin(rows, step);
            }
        }
        // A search that goes on where it stopped knows at its end what it could not count at its beginning.
        if self.at_least && self.next.is_none() {
            self.total = i64::try_from(self.rows.len()).ok();
            self.at_least = false;
        }
        self.list.keep(self.cursor_place().unwrap_or(0), list_rows(step.size()));
        self.more_if_near_end(step);
    }

    /// A keyset page can repeat a row that moved down meanwhile; a row stands in the list once.
    fn append(&mut self, items: Vec<AssignmentRow>) {
        for row in items {
            if self.place(row.id).is_none() {
                self.places.insert(row.id, self.rows.len());
                self.rows.push(row);
            }
        }
    }

    /// The new list takes the place of the old one. The cursor stays on its row; if that has left, it goes to the next of those
    /// that stood below it and have stayed, else to what stands at its height, and the person is told.
    fn begin(&mut self, rows: Vec<AssignmentRow>, step: &mut Step<'_>) {
        let (cursor, height) = (self.list.cursor, self.cursor_place().unwrap_or(0));
        let below: Vec<_> = self.rows.iter().skip(height + 1).map(|row| row.id).collect();
        self.replace_rows(Vec::new());
        self.append(rows);
        self.moved.clear();
        self.left.clear();
        self.decided.clear();
        self.marked.clear();
        if cursor.is_none_or(|id| self.place(id).is_none()) {
            let last = self.rows.len().saturating_sub(1);
            let stayed = below.into_iter().find(|id| self.place(*id).is_some()).filter(|_| cursor.is_some());
            self.list.cursor = stayed.or_else(|| self.rows.get(height.min(last)).map(|row| row.id));
            if cursor.is_some() {
                step.say(Tone::Note, Lang::tui_cursor_row_left);
            }
        }
    }
}
