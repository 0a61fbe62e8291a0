//! Why a verb ends, as an exit code and in words.

use std::io::{self, ErrorKind};

use dondoc_shared::text::Lang;

use crate::net::{Failure, kept::KeptFault};

/// The exit codes but that of success; what each means stands in [`super::args::EXIT_CODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nobody reads the output any more, which is no fault.
    PipeClosed,
    /// The filter, a rule of the work, or nothing found.
    Refused,
    /// Wrong usage, or something of this machine.
    Usage,
    /// No session.
    NotLoggedIn,
    /// The plan is not the one that was confirmed.
    PlanDiffers,
    /// No answer of the server.
    Unreachable,
}

/// Why a verb ends.
#[derive(Debug, PartialEq, Eq)]
pub struct Stop {
    /// The exit code.
    pub end: End,
    /// What is said; empty where all has been said.
    pub said: String,
}

impl Stop {
    /// With something to say.
    pub fn new(end: End, said: impl Into<String>) -> Self {
        Self { end, said: said.into() }
    }

    /// What could not be asked, and why.
    pub fn of(failure: &Failure, lang: Lang) -> Self {
        let end = match failure {
            Failure::SessionOver => return Self::new(End::NotLoggedIn, lang.verbs_session_over()),
            Failure::Kept(KeptFault::Missing) => End::NotLoggedIn,
            Failure::Kept(_) | Failure::ReadOnly | Failure::Internal => End::Usage,
            Failure::Refused(_) if !failure.is_passing() => End::Refused,
            Failure::Refused(_)
            | Failure::Unreachable
            | Failure::TimedOut
            | Failure::InDoubt
            | Failure::Certificate
            | Failure::Garbled => End::Unreachable,
        };
        Self::new(end, failure.text(lang))
    }

    /// Why the output could not be written.
    pub fn of_output(error: &io::Error, lang: Lang) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::new(End::PipeClosed, ""),
            _ => Self::new(End::Usage, lang.verbs_output_io(&error.to_string())),
        }
    }
}

impl End {
    /// Its number.
    pub const fn code(self) -> u8 {
        match self {
            Self::PipeClosed => 0,
            Self::Refused => 1,
            Self::Usage => 2,
            Self::NotLoggedIn => 3,
            Self::PlanDiffers => 4,
            Self::Unreachable => 5,
        }
    }
}
