//! Something that is read from the server.

use dondoc_shared::text::Lang;

use super::{
    Step,
    waiting::{Arrived, Waiting},
};
use crate::net::{Answer, Call, Failure};

/// Something that is read from the server: what was read last stays until there is something newer.
#[derive(Debug)]
pub struct Read<T> {
    /// What was read last.
    pub value: Option<T>,
    /// What is waited for.
    pub waiting: Waiting<T>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
}

impl<T> Read<T> {
    /// Asks for it.
    pub fn ask(&mut self, call: Call, step: &mut Step<'_>) {
        self.waiting = step.ask(call);
    }

    /// Whether an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_open()
    }

    /// Whether nothing has been read yet and an answer is waited for.
    pub fn is_blank(&self) -> bool {
        self.value.is_none() && self.is_waiting()
    }

    /// Whether the last read failed.
    pub fn has_failed(&self) -> bool {
        self.failure.is_some()
    }

    /// What is said while nothing has been read: that it is on its way, or why it is not.
    pub fn blank(&self, lang: Lang) -> String {
        blank(self.is_waiting(), self.failure.as_ref(), lang)
    }
}

impl<T> Read<T>
where
    T: TryFrom<Answer>,
    Failure: From<T::Error>,
{
    /// Takes the answer if it is the one that is waited for, and says how that went. None if it is another.
    pub fn take(&mut self, arrived: &mut Arrived) -> Option<Result<(), Failure>> {
        let outcome = self.waiting.take(arrived)?;
        Some(match outcome {
            Ok(value) => {
                (self.value, self.failure) = (Some(value), None);
                Ok(())
            }
            Err(failure) => {
                self.failure = Some(failure.clone());
                Err(failure)
            }
        })
    }
}

impl<T> Default for Read<T> {
    fn default() -> Self {
        Self { value: None, waiting: Waiting::default(), failure: None }
    }
}

/// What is said where nothing has been read: that it is on its way, or why it is not.
pub fn blank(is_waiting: bool, failure: Option<&Failure>, lang: Lang) -> String {
    match failure {
        _ if is_waiting => lang.tui_loading().to_owned(),
        Some(failure) => failure.text(lang),
        None => lang.tui_not_loaded().to_owned(),
    }
}
