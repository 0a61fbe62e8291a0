//! What is read of a row once the cursor has rested on it: one question at a time, of which the newest counts, and some of the answers
//! are kept.

use std::time::Duration;

use super::{
    Step,
    waiting::{Arrived, Waiting},
};
use crate::net::{Answer, Call, Failure};

/// How long the cursor must have rested.
const PAUSE: Duration = Duration::from_millis(150);
/// Answers that are kept.
const KEPT: usize = 16;

/// What is read of the rows with keys `K`: values `T`, each made from an answer `A`.
#[derive(Debug)]
pub struct Rested<K, T, A = T> {
    /// What was read, oldest first.
    kept: Vec<(K, T)>,
    coming: Option<(K, Waiting<A>)>,
    /// What did not come, and why.
    failed: Option<(K, Failure)>,
    /// When something may be asked for.
    due: Duration,
}

impl<K, T, A> Default for Rested<K, T, A> {
    fn default() -> Self {
        Self { kept: Vec::new(), coming: None, failed: None, due: Duration::ZERO }
    }
}

impl<K: PartialEq + Copy, T, A> Rested<K, T, A> {
    /// What was read of a row, or why it did not come; none before.
    pub fn of(&self, key: K) -> Option<Result<&T, &Failure>> {
        let kept = self.kept.iter().find(|(of, _)| *of == key).map(|(_, value)| Ok(value));
        let failed = self.failed.as_ref().filter(|(of, _)| *of == key);
        kept.or_else(|| failed.map(|(_, failure)| Err(failure)))
    }

    /// The cursor moved.
    pub fn moved(&mut self, step: &Step<'_>) {
        self.due = step.at().saturating_add(PAUSE);
    }

    /// Whether a row was neither read nor asked for. One that is asked for after it keeps nobody waiting.
    pub fn lacks(&self, key: K) -> bool {
        self.of(key).is_none() && self.coming.as_ref().is_none_or(|(of, _)| *of != key)
    }

    /// Asks for a row that is lacking, if the cursor has rested on it.
    pub fn fetch(&mut self, key: K, call: Call, step: &mut Step<'_>) {
        if self.lacks(key) && step.at() >= self.due {
            self.coming = Some((key, step.ask(call)));
        }
    }

    /// When a row that is lacking is to be asked for.
    pub fn wake_at(&self, key: K, now: Duration) -> Option<Duration> {
        self.lacks(key).then(|| self.due.max(now.saturating_add(Duration::from_millis(1))))
    }

    /// Keeps what is known of a row from elsewhere.
    pub fn keep(&mut self, key: K, value: T) {
        self.kept.retain(|(of, _)| *of != key);
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        self.kept.push((key, value));
    }

    /// Forgets what was read of a row, because there is something newer; what is on its way may be as old.
    pub fn drop(&mut self, key: K) {
        self.kept.retain(|(of, _)| *of != key);
        self.coming.take_if(|(of, _)| *of == key);
        self.failed.take_if(|(of, _)| *of == key);
    }

    /// Asks again for what did not come.
    pub fn try_again(&mut self) {
        self.failed = None;
    }
}

impl<K: PartialEq + Copy, T: From<A>, A> Rested<K, T, A>
where
    A: TryFrom<Answer>,
    Failure: From<A::Error>,
{
    /// Takes the answer, if it is the one that is waited for.
    pub fn answered(&mut self, arrived: &mut Arrived) {
        let Some((key, waiting)) = &mut self.coming else { return };
        let (key, Some(answer)) = (*key, waiting.take(arrived)) else { return };
        self.coming = None;
        match answer {
            Ok(answer) => self.keep(key, answer.into()),
            Err(failure) => self.failed = Some((key, failure)),
        }
    }
}
