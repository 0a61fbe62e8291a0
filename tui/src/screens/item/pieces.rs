//! The evidence of an assignment beside what is judged: its pieces, newest first, one of which is chosen and read.

use std::time::Duration;

use dondoc_shared::{
    id::EvidenceId,
    wire::assignment::{AssignmentDetail, Evidence, EvidenceKind},
};

use super::{
    kinds,
    piece::{self, Content, WIDE},
    text_of::Shown,
};
use crate::{
    keys::Command,
    net::{Call, Head},
    step::{Step, rested::Rested, waiting::Arrived},
    ui::{
        Ui, body_of,
        document::{self, DocLine},
        list::{Keyed, List},
        scroll::scrolled,
    },
};

/// Lines that a piece takes in the list.
pub const LINES: usize = 2;

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
    texts: Rested<EvidenceId, Shown, Head>,
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
            texts: Rested::default(),
        }
    }

    /// The piece that is chosen.
    pub fn chosen<'d>(&self, detail: &'d AssignmentDetail) -> Option<&'d Evidence> {
        self.list.selected(&live(detail)).copied()
    }

    fn content(&self, piece: &Evidence) -> Content<'_> {
        self.texts.of(piece.id)
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
            _ => document::text(&self.document(ui, detail)),
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
                    self.scroll = 0;
                    self.texts.moved(step);
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
        self.texts.try_again();
    }

    /// The text that is on the screen, or should be.
    fn wanted(&self, detail: &AssignmentDetail) -> Option<EvidenceId> {
        let piece = self.chosen(detail).filter(|_| self.is_wide || self.is_reading)?;
        kinds::is_text(piece).then_some(piece.id)
    }

    /// Asks for the text that is wanted, if the cursor has rested.
    pub fn fetch(&mut self, detail: &AssignmentDetail, step: &mut Step<'_>) {
        if let Some(id) = self.wanted(detail) {
            self.texts.fetch(id, Call::EvidenceHead(detail.row.id, id), step);
        }
    }

    /// When a text is to be asked for.
    pub fn wake_at(&self, detail: &AssignmentDetail, now: Duration) -> Option<Duration> {
        self.texts.wake_at(self.wanted(detail)?, now)
    }

    /// A text, or why there is none.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        self.texts.answered(arrived);
    }
}
