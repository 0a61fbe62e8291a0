//! The rows of a plan: its urges, and who is left out of them with the reason.

use dondoc_shared::{text::Both, wire::urge::plan::PlanPart};

use super::{
    Face, State,
    said::{doubts, left_out},
};
use crate::{
    step::LeftOut,
    ui::list::{Keyed, List},
};

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// An urge, by its place.
    Part(usize, &'a PlanPart),
    /// Who is left out, by the place behind the urges.
    Left(usize, &'a LeftOut),
}

impl Keyed for Row<'_> {
    type Key = usize;

    fn key(&self) -> usize {
        match self {
            Self::Part(place, _) | Self::Left(place, _) => *place,
        }
    }
}

impl State {
    /// The urges, and below them who is left out.
    pub(super) fn rows(&self) -> Vec<Row<'_>> {
        let Some(plan) = self.shown() else { return Vec::new() };
        let parts = plan.parts.iter().enumerate().map(|(place, part)| Row::Part(place, part));
        let left_out = (plan.parts.len()..).zip(&self.left_out);
        parts.chain(left_out.map(|(place, one)| Row::Left(place, one))).collect()
    }

    /// Begins to show a plan, and who is left out of it: by the screen that it comes from while it is a plan, and by the server.
    pub(super) fn show_plan(&mut self) {
        self.left_out = self.shown().map(left_out).unwrap_or_default();
        if self.face == Face::Plan {
            self.left_out.extend(self.asking.left_out.iter().cloned());
        }
        (self.list, self.scroll, self.previewed, self.preview_at) = (List::default(), 0, None, None);
    }

    /// What of the plan gives pause: who is left out, each with the reason, and the rest.
    pub(super) fn warnings(&self) -> Vec<Both> {
        let Some(plan) = self.shown() else { return Vec::new() };
        // What was issued of it has said who is not in it.
        let left_out = if self.face == Face::Plan { self.left_out.as_slice() } else { &[] };
        let counted = (!left_out.is_empty()).then(|| {
            let (items, left) = (plan.items(), left_out.len());
            Both::new(|lang| lang.composer_left_out(items, items + left, left))
        });
        let each = left_out.iter().map(|one| Both::new(|lang| one.line(lang)));
        counted.into_iter().chain(doubts(plan)).chain(each).collect()
    }
}
