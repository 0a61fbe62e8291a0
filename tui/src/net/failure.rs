//! Why there is no answer, and what that means for the person.

use std::convert::Infallible;

use dondoc_shared::{
    error::{ErrorCode, Problem},
    text::Lang,
};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server says no, and why.
    Refused(Box<Problem>),
    /// The server cannot be reached.
    Unreachable,
    /// It did not answer in time: a write may or may not have happened.
    TimedOut,
    /// Its certificate is not to be trusted.
    Certificate,
    /// It answered something else than agreed.
    Garbled,
    /// The session is over.
    SessionOver,
    /// A fault of the console.
    Internal,
}

/// What needs no taking out of an answer is never garbled.
impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl Failure {
    /// What is said about it to the person.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Refused(problem) => {
                let mut text = problem.text(lang);
                if let Some(seconds) = problem.retry_after {
                    text.push(' ');
                    text.push_str(&lang.wait_seconds(seconds));
                }
                if matches!(problem.code, ErrorCode::Internal) && !problem.request_id.is_empty() {
                    text.push(' ');
                    text.push_str(&lang.quote_request_id(&problem.request_id));
                }
                text
            }
            Self::Unreachable => lang.tui_server_unreachable().to_owned(),
            Self::TimedOut => lang.tui_server_timed_out().to_owned(),
            Self::Certificate => lang.tui_server_certificate().to_owned(),
            Self::Garbled => lang.tui_server_garbled().to_owned(),
            Self::SessionOver => ErrorCode::NotSignedIn.message(lang).to_owned(),
            Self::Internal => lang.tui_console_fault().to_owned(),
        }
    }

    /// The server's code, if it gave one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            _ => None,
        }
    }

    /// Is it certain that nothing was written? Only then may the same act get a new key.
    pub fn is_definite(&self) -> bool {
        match self {
            Self::Refused(problem) => {
                problem.status < 500 && !matches!(problem.code, ErrorCode::KeyInUse | ErrorCode::Unavailable)
            }
            Self::SessionOver => true,
            _ => false,
        }
    }

    /// May another try help without anybody doing anything?
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Refused(problem) => problem.code == ErrorCode::Unavailable,
            Self::Unreachable | Self::TimedOut => true,
            _ => false,
        }
    }
}
