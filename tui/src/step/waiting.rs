//! Questions to the server that are not answered yet: who asked, and what the answer is to be.

use std::{fmt, marker::PhantomData, time::Duration};

use crate::{
    keys::Screen,
    net::{Answer, Failure, Ticket},
};

/// Who asked. An answer goes there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asker {
    /// The log-in box.
    LogIn,
    /// The dialog about an assignment, or one on its way.
    Dialog,
    /// The box in which an act is agreed to.
    Agree,
    /// What takes assignments in hand at once.
    Claiming,
    /// What tells who reads a submission.
    Presence,
    /// What looks for an assignment by its code.
    Lookup,
    /// A screen.
    Screen(Screen),
}

/// A question that is not answered yet.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// Who asked.
    pub by: Asker,
    /// When.
    pub since: Duration,
}

/// An answer on its way to whoever asked. What is still in it afterwards is no longer wanted.
#[derive(Debug)]
pub struct Arrived {
    /// Which question it answers.
    pub ticket: Ticket,
    /// The answer, until somebody takes it.
    pub answer: Option<Result<Answer, Failure>>,
}

/// A question that is to be answered by an `A`, or none. A later question takes the place of an earlier one, whose answer is
/// then nobody's.
pub struct Waiting<A> {
    ticket: Option<Ticket>,
    answer: PhantomData<fn() -> A>,
}

impl<A> Waiting<A> {
    /// Waits for the answer to this question.
    pub fn on(ticket: Ticket) -> Self {
        Self { ticket: Some(ticket), answer: PhantomData }
    }

    /// Whether an answer is waited for.
    pub fn is_open(&self) -> bool {
        self.ticket.is_some()
    }
}

impl<A> Waiting<A>
where
    A: TryFrom<Answer>,
    Failure: From<A::Error>,
{
    /// Takes the answer if it is the one that is waited for.
    pub fn take(&mut self, arrived: &mut Arrived) -> Option<Result<A, Failure>> {
        self.ticket.take_if(|awaited| *awaited == arrived.ticket)?;
        arrived
            .answer
            .take()
            .map(|answer| answer.and_then(|answer| A::try_from(answer).map_err(Failure::from)))
    }
}

impl<A> Default for Waiting<A> {
    fn default() -> Self {
        Self { ticket: None, answer: PhantomData }
    }
}

impl<A> fmt::Debug for Waiting<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.ticket, f)
    }
}
