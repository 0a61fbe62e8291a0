//! Why there is no answer, and what that means for the person.

use std::{convert::Infallible, time::Duration};

use dondoc_shared::{
    error::{ErrorCode, FieldError, Problem},
    text::{Both, Lang},
};

use super::kept::KeptFault;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server says no, and why.
    Refused(Box<Problem>),
    /// The server cannot be reached.
    Unreachable,
    /// It did not answer in time.
    TimedOut,
    /// It did not answer a write in time, which may or may not have happened.
    InDoubt,
    /// Its certificate is not to be trusted.
    Certificate,
    /// It answered something else than agreed.
    Garbled,
    /// The session is over.
    SessionOver,
    /// The session that is kept on this machine cannot be used.
    Kept(KeptFault),
    /// It would write, and nothing is to be written.
    ReadOnly,
    /// A fault of the console.
    Internal,
}

/// What needs no taking out of an answer is never garbled.
impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

impl From<KeptFault> for Failure {
    fn from(fault: KeptFault) -> Self {
        Self::Kept(fault)
    }
}

impl Failure {
    /// What is said about it to the person.
    pub fn text(&self, lang: Lang) -> String {
        self.text_after(lang, Duration::ZERO)
    }

    /// What a box says of an act that was not carried out. The box outlives the session, so it does not ask to sign in.
    pub fn in_a_box(&self) -> Both {
        self.in_a_box_of(|_, _| None)
    }

    /// The same of a box whose fields have these `labels`, by what the server calls them.
    pub fn in_a_box_of(&self, labels: impl Fn(Lang, &str) -> Option<&'static str>) -> Both {
        Both::new(|lang| match self {
            Self::SessionOver => lang.tui_session_was_over().to_owned(),
            failure => failure.said(lang, Duration::ZERO, |field| labels(lang, field)),
        })
    }

    /// What is still to be waited `passed` after the answer; none where another try makes sense at once.
    pub fn wait_left(&self, passed: Duration) -> Option<Duration> {
        let Self::Refused(problem) = self else { return None };
        let wait = Duration::from_secs(problem.retry_after?.into());
        wait.checked_sub(passed).filter(|left| !left.is_zero())
    }

    /// What is said about it `passed` after the answer.
    pub fn text_after(&self, lang: Lang, passed: Duration) -> String {
        self.said(lang, passed, |_| None)
    }

    fn said(&self, lang: Lang, passed: Duration, label: impl Fn(&str) -> Option<&'static str>) -> String {
        match self {
            // The server's own words tell of the wait as it was.
            Self::Refused(problem) if problem.retry_after.is_some() => {
                let mut text = problem.code.message(lang).to_owned();
                if let Some(left) = self.wait_left(passed) {
                    let seconds = u32::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
                    text.push(' ');
                    text.push_str(&lang.wait_seconds(seconds));
                }
                text
            }
            Self::Refused(problem) => {
                let mut text = problem.code.message(lang).to_owned();
                let named = |fault| named(lang, fault, &label);
                for part in problem.detail.iter().cloned().chain(problem.errors.iter().map(named)) {
                    text.push(' ');
                    text.push_str(&part);
                }
                if matches!(problem.code, ErrorCode::Internal) && !problem.request_id.is_empty() {
                    text.push(' ');
                    text.push_str(&lang.quote_request_id(&problem.request_id));
                }
                text
            }
            Self::Unreachable => lang.tui_server_unreachable().to_owned(),
            Self::TimedOut => lang.tui_server_timed_out().to_owned(),
            Self::InDoubt => lang.tui_write_in_doubt().to_owned(),
            Self::Certificate => lang.tui_server_certificate().to_owned(),
            Self::Garbled => lang.tui_server_garbled().to_owned(),
            Self::SessionOver => ErrorCode::NotSignedIn.message(lang).to_owned(),
            Self::Kept(fault) => fault.text(lang),
            Self::ReadOnly => lang.tui_read_only_refused().to_owned(),
            Self::Internal => lang.tui_console_fault().to_owned(),
        }
    }

    /// The same, of a write.
    #[must_use]
    pub fn of_write(self) -> Self {
        if self == Self::TimedOut { Self::InDoubt } else { self }
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
            Self::SessionOver | Self::Kept(_) | Self::ReadOnly => true,
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

/// A fault of a field, which the server quotes as requests name it, by the label that it has on the screen.
pub fn named(lang: Lang, fault: &FieldError, label: impl Fn(&str) -> Option<&'static str>) -> String {
    let label = label(&fault.field).or_else(|| lang.console_field_label(&fault.field));
    // What is to be written there stands in brackets behind the label.
    let label = label.map(|label| label.split(" (").next().unwrap_or(label));
    let quoted = |name: &str| format!("“{name}”");
    label.map_or_else(
        || fault.message.clone(),
        |label| fault.message.replacen(&quoted(&fault.field), &quoted(label), 1),
    )
}

/// A refusal for want of a session means that it is over.
pub(super) fn signed_out(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem) if problem.status == 401 => Failure::SessionOver,
        failure => failure,
    }
}
