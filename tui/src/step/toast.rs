//! Short messages in the status row, and the list of those so far.

use std::{collections::VecDeque, time::Duration};

use dondoc_shared::text::Both;
use jiff::Timestamp;

/// How long a message stays in the status row.
const SHOWN: Duration = Duration::from_secs(8);
/// How many the list keeps.
const KEPT: usize = 200;

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something was done that can still be taken back.
    Undoable,
    /// Something is to be known.
    Note,
    /// Something went wrong.
    Fault,
}

/// A message of the status row.
#[derive(Debug, Clone)]
pub struct Toast {
    /// How it is meant.
    pub tone: Tone,
    /// What it says.
    pub text: Both,
    /// When, by the server's clock, if that is known.
    pub when: Option<Timestamp>,
    /// How often it was said, one time after the other.
    pub times: usize,
    until: Duration,
}

/// The messages so far, newest last.
#[derive(Debug, Default)]
pub struct Toasts {
    all: VecDeque<Toast>,
    /// How often anything was said.
    said: u64,
}

impl Toasts {
    /// Adds a message. What was said last already is one message that was said once more.
    pub fn push(&mut self, tone: Tone, text: Both, when: Option<Timestamp>, at: Duration) {
        self.said = self.said.saturating_add(1);
        let again = self.all.back().filter(|last| last.tone == tone && last.text == text);
        let times = again.map_or(1, |last| last.times.saturating_add(1));
        if times > 1 {
            self.all.pop_back();
        }
        if self.all.len() >= KEPT {
            self.all.pop_front();
        }
        self.all.push_back(Toast { tone, text, when, times, until: at.saturating_add(SHOWN) });
    }

    /// Adds to the one in the status row that tells what was done; a message of its own where there is none.
    pub fn add(&mut self, more: &Both, when: Option<Timestamp>, at: Duration) {
        let is_done = |toast: &&mut Toast| matches!(toast.tone, Tone::Done | Tone::Undoable);
        let done = self.all.back_mut().filter(|toast| at < toast.until).filter(is_done);
        let Some(toast) = done else { return self.push(Tone::Note, more.clone(), when, at) };
        self.said = self.said.saturating_add(1);
        toast.text = Both::new(|lang| format!("{} · {}", toast.text.get(lang), more.get(lang)));
        toast.until = at.saturating_add(SHOWN);
    }

    /// The one in the status row at this time.
    pub fn shown(&self, at: Duration) -> Option<&Toast> {
        self.all.back().filter(|toast| at < toast.until)
    }

    /// When the one in the status row goes.
    pub fn ends(&self, at: Duration) -> Option<Duration> {
        self.shown(at).map(|toast| toast.until)
    }

    /// All that are kept, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = &Toast> {
        self.all.iter().rev()
    }

    /// How many are kept.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Is there none yet?
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How often anything was said so far.
    pub fn said(&self) -> u64 {
        self.said
    }

    /// Another screen is shown than when this had been `said`: what has been said there is over, but for what can still be undone.
    pub fn leave(&mut self, said: u64) {
        if self.said == said && self.all.back().is_some_and(|last| last.tone != Tone::Undoable) {
            self.dismiss();
        }
    }

    /// Ends the one in the status row: the person has acted on it.
    pub fn dismiss(&mut self) {
        if let Some(last) = self.all.back_mut() {
            last.until = Duration::ZERO;
        }
    }
}
