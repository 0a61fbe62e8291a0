//! What was typed in boxes that were closed without acting: it stands in the next box about the same.

use std::collections::HashMap;

use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
};
use tui_input::Input;

use crate::step::Subject;

/// Drafts kept; of more the oldest is forgotten, which nobody reaches by hand.
const MOST: usize = 200;

/// What was typed in one of them.
#[derive(Debug)]
struct Draft {
    fields: Vec<Input>,
    /// The act.
    act: Both,
    /// Act and what it is about.
    named: Both,
    /// Its place among the others, the oldest first.
    turn: u64,
}

/// What was typed in boxes that were closed without acting.
#[derive(Debug, Default)]
pub struct Drafts {
    kept: HashMap<Subject, Draft>,
    turns: u64,
}

impl Drafts {
    /// What stood in the last box about this, which is gone here: it is in a box again.
    pub fn take(&mut self, subject: Option<&Subject>) -> Option<Vec<Input>> {
        self.kept.remove(subject?).map(|draft| draft.fields)
    }

    /// Keeps what was typed in a box about this: the `act`, and that with what it is about.
    pub fn keep(&mut self, subject: Subject, fields: Vec<Input>, (act, named): (Both, Both)) {
        self.turns = self.turns.saturating_add(1);
        self.kept.insert(subject, Draft { fields, act, named, turn: self.turns });
        if self.kept.len() > MOST
            && let Some(oldest) = self.kept.values().map(|draft| draft.turn).min()
        {
            self.kept.retain(|_, draft| draft.turn != oldest);
        }
    }

    /// The acts on an assignment of which something was typed and not sent.
    pub fn on(&self, id: AssignmentId) -> Vec<&Both> {
        let is_about = |subject: &Subject| subject.page.as_ref().is_some_and(|(page, _)| *page == id);
        self.in_turn().filter(|(subject, _)| is_about(subject)).map(|(_, draft)| &draft.act).collect()
    }

    /// The assignments about which something was typed and not sent, each with its code.
    pub fn pages(&self) -> impl Iterator<Item = (AssignmentId, String)> {
        self.in_turn().filter_map(|(subject, _)| subject.page.clone())
    }

    /// What was typed and not sent, each as act and what it is about, that in an `open` box first.
    pub fn unsent(&self, open: Option<Both>, lang: Lang) -> Vec<String> {
        let kept = self.in_turn().map(|(_, draft)| draft.named.get(lang).to_owned());
        open.map(|named| named.get(lang).to_owned()).into_iter().chain(kept).collect()
    }

    fn in_turn(&self) -> impl Iterator<Item = (&Subject, &Draft)> {
        let mut kept: Vec<_> = self.kept.iter().collect();
        kept.sort_by_key(|(_, draft)| draft.turn);
        kept.into_iter()
    }
}
