//! The evidence of an assignment beside what is judged: its pieces, newest first, one of which is chosen and read.

use std::{collections::HashMap, time::Duration};

use dondoc_shared::{
    id::EvidenceId,
    wire::assignment::{AssignmentDetail, Evidence, EvidenceKind},
};

use super::{
    kinds,
    page::{self, DocLine},
    piece::{self, Content, WIDE},
    text_of::Shown,
};
use crate::{
    keys::Command,
    net::{Call, Failure, Head},
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui, body_of,
        list::{Keyed, List},
        scroll::scrolled,
    },
};

/// Lines that a piece takes in the list.
pub const LINES: usize = 2;
/// A text is asked for once the cursor has rested on its piece for this long.
const PAUSE: Duration = Duration::from_millis(150);
/// Texts that are kept.
const KEPT: usize = 16;

impl Keyed for &Evidence {
    type Key = EvidenceId;

    fn key(&self) -> EvidenceId {
        self.id
    }
}

/// The evidence while it is read.
#[derive(Debug)]
pub struct Pieces {
    /// The piece that is chosen.
    pub list: List<EvidenceId>,
    /// Is the focus in what is read?
    pub is_reading: bool,
    /// Does one step back lead to the page of the assignment?
    pub is_of_page: bool,
    /// First line shown of what is read.
    pub scroll: usize,
    is_wide: bool,
    /// The texts that were read.
    shown: HashMap<EvidenceId, Shown>,
    coming: Option<(EvidenceId, Waiting<Head>)>,
    /// The text that did not come, and why.
    failed: Option<(EvidenceId, Failure)>,
    /// When a text may be asked for.
    due: Duration,
}

/// The pieces that are there, newest first.
pub fn live(detail: &AssignmentDetail) -> Vec<&Evidence> {
    detail.evidence.iter().rev().filter(|piece| piece.removed_at.is_none()).collect()
}

/// The files that are there, oldest first.
pub fn kept_files(detail: &AssignmentDetail) -> impl Iterator<Item = &Evidence> {
    let is_kept = |piece: &&Evidence| piece.kind == EvidenceKind::File && piece.removed_at.is_none();
    detail.evidence.iter().filter(is_kept)
}

/// Rows below the line that says what it is about.
fn rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(1)
}

impl Pieces {
    /// Before a piece was chosen: the newest is.
    pub fn new(is_of_page: bool, step: &Step<'_>) -> Self {
        Self {
            list: List::default(),
            is_reading: false,
            is_of_page,
            scroll: 0,
            is_wide: step.size().0 >= WIDE,
            shown: HashMap::new(),
            coming: None,
            failed: None,
            due: step.at(),
        }
    }

    /// The piece that is chosen.
    pub fn chosen<'d>(&self, detail: &'d AssignmentDetail) -> Option<&'d Evidence> {
        self.list.selected(&live(detail)).copied()
    }

    fn content(&self, piece: &Evidence) -> Content<'_> {
        let failed = self.failed.as_ref().filter(|(id, _)| *id == piece.id);
        self.shown.get(&piece.id).map(Ok).or_else(|| failed.map(|(_, failure)| Err(failure)))
    }

    /// What is read of the chosen piece, in lines that fit the window.
    pub fn document(&self, ui: Ui, detail: &AssignmentDetail) -> Vec<DocLine> {
        let chosen = self.chosen(detail);
        chosen.map(|piece| piece::write(ui, piece, self.content(piece))).unwrap_or_default()
    }

    /// The same as text: of a text no more than that.
    pub fn text(&self, ui: Ui, detail: &AssignmentDetail) -> String {
        match self.chosen(detail).and_then(|piece| self.content(piece)) {
            Some(Ok(Shown::Text { text, .. })) => text.clone(),
            _ => page::text(&self.document(ui, detail)),
        }
    }

    /// A command; false if it is none of a list or a text.
    pub fn command(&mut self, command: Command, detail: &AssignmentDetail, step: &Step<'_>) -> bool {
        let (size, live) = (step.size(), live(detail));
        match command {
            Command::Read => self.is_reading = true,
            Command::NextPane | Command::PreviousPane => {
                self.is_reading = !self.is_reading && !live.is_empty();
            }
            Command::Up
            | Command::Down
            | Command::PageUp
            | Command::PageDown
            | Command::Top
            | Command::Bottom
                if self.is_reading =>
            {
                let length = self.document(step.common.ui(), detail).len();
                self.scroll = scrolled(self.scroll, command, length, rows(size));
            }
            command => {
                let before = self.list.place(&live);
                let is_movement = self.list.command(command, &live, rows(size) / LINES);
                if is_movement && self.list.place(&live) != before {
                    (self.scroll, self.due) = (0, step.at().saturating_add(PAUSE));
                }
                return is_movement;
            }
        }
        true
    }

    /// The window has another size.
    pub fn fit(&mut self, detail: Option<&AssignmentDetail>, size: (u16, u16)) {
        self.is_wide = size.0 >= WIDE;
        if let Some(detail) = detail {
            self.list.keep_in_view(&live(detail), rows(size) / LINES);
        }
    }

    /// Asks again for a text that did not come.
    pub fn try_again(&mut self) {
        self.failed = None;
    }

    /// The text that is on the screen, or should be, and has not been asked for. The one asked for last counts alone, so a slow one
    /// keeps nobody waiting for the next.
    fn wanted(&self, detail: &AssignmentDetail) -> Option<EvidenceId> {
        let piece = self.chosen(detail).filter(|_| self.is_wide || self.is_reading)?;
        let has = |of: Option<EvidenceId>| of == Some(piece.id);
        let is_there = self.shown.contains_key(&piece.id)
            || has(self.coming.as_ref().map(|(id, _)| *id))
            || has(self.failed.as_ref().map(|(id, _)| *id));
        (kinds::is_text(piece) && !is_there).then_some(piece.id)
    }

    /// Asks for the text that is wanted, if the cursor has rested.
    pub fn fetch(&mut self, detail: &AssignmentDetail, step: &mut Step<'_>) {
        if let Some(id) = self.wanted(detail).filter(|_| step.at() >= self.due) {
            self.coming = Some((id, step.ask(Call::EvidenceHead(detail.row.id, id))));
        }
    }

    /// When a text is to be asked for.
    pub fn wake_at(&self, detail: &AssignmentDetail, now: Duration) -> Option<Duration> {
        self.wanted(detail).map(|_| self.due.max(now.saturating_add(Duration::from_millis(1))))
    }

    /// A text, or why there is none.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        let Some((id, waiting)) = &mut self.coming else { return };
        let (id, Some(answer)) = (*id, waiting.take(arrived)) else { return };
        self.coming = None;
        match answer {
            Ok(head) => {
                if self.shown.len() >= KEPT {
                    self.shown.clear();
                }
                self.shown.insert(id, head.into());
            }
            Err(failure) => self.failed = Some((id, failure)),
        }
    }
}
