//! The way to the server, on a thread and runtime of its own: nothing here ever waits on the screen, nor the
//! screen on anything here.
//!
//! The screen sees two channels ([`Wire`]): requests go in, replies come out, decoded, composed and scrubbed. Every
//! request carries a [`Ticket`]; whoever asked later ignores the answer to the earlier ticket.

pub mod auth;
pub mod backoff;
mod blocks;
mod calendar;
pub mod decode;
pub mod events;
pub mod http;
mod mail;
mod task;
#[cfg(test)]
mod tests;

use std::time::Duration;

use dondoc_shared::{
    error::{ErrorCode, Problem},
    id::{AssignmentId, HoldId, MessageId, PolicyId, SuspensionId},
    text::Lang,
    wire::{
        Changed, Page, Written,
        assignment::{
            AssignmentDetail, AssignmentRow, EscalationDecision, ExtensionDecision, NewUrge, Preview, Remark,
        },
        mail::{CancelMessage, MailActed, NewHold},
        national::{Overview, ToBeAssigned},
        policy::{Draft, NewPolicy, Policies, Run, Simulation},
        session::Me,
        urge::{UrgeRow, UrgeStatistics},
    },
};
use jiff::civil::Date;
use secrecy::SecretString;
use tokio::sync::mpsc;
use uuid::Uuid;

pub use calendar::{CalendarAnswer, CalendarCall};
pub use mail::{MailAnswer, MailCall};
pub use task::start;

/// Tells an answer from an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// A question to the server.
#[derive(Debug)]
pub struct Request {
    /// Comes back with the answer.
    pub ticket: Ticket,
    /// The language in which the server explains itself.
    pub lang: Lang,
    /// What is asked.
    pub call: Call,
}

/// What is asked.
#[derive(Debug)]
pub enum Call {
    /// Begin a session; answered by who one is.
    LogIn {
        /// E-mail address.
        email: String,
        /// Pass-phrase.
        password: SecretString,
    },
    /// End the session; not answered.
    LogOut,
    /// Try the event stream again now; not answered.
    RetryNow,
    /// The first page.
    Overview,
    /// A page of the backlog.
    Page {
        /// In the filter language.
        filter: String,
        /// From the page before.
        cursor: Option<String>,
        /// How many rows.
        limit: u16,
    },
    /// One assignment, whole.
    Item(AssignmentId),
    /// What a day's run would queue.
    Run {
        /// The local date; the next working day where none is given.
        on: Option<Date>,
        /// Key of the tenant whose people are wanted.
        tenant: Option<String>,
    },
    /// The tasks whose tenants are not named yet.
    ToBeAssigned,
    /// Every version of every policy.
    Policies,
    /// A page of the urges, newest first.
    Urges {
        /// From the page before.
        cursor: Option<String>,
    },
    /// What became of the urges issued in a period.
    UrgeStatistics {
        /// The first local date of issue.
        from: Date,
        /// The last local date of issue counted.
        to: Date,
    },
    /// Something of outgoing mail.
    Mail(MailCall),
    /// Something of the working calendar.
    Calendar(CalendarCall),
    /// What a draft would do; nothing is written.
    Simulate(Draft),
    /// The same as a table for a spreadsheet.
    SimulationTable(Draft),
    /// An act on something else than an assignment.
    Order {
        /// The same for every try of the same act.
        key: Uuid,
        /// The act.
        order: Order,
    },
    /// What an act would send; nothing is written.
    Preview(AssignmentId, Proposal),
    /// An act.
    Write {
        /// On which assignment.
        id: AssignmentId,
        /// The version that was on the screen.
        version: i32,
        /// The same for every try of the same act.
        key: Uuid,
        /// The act.
        deed: Deed,
    },
}

/// An act that sends mail, to be shown before it is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// An urge.
    Urge(NewUrge),
    /// A step up the ladder.
    Escalation(EscalationDecision),
}

/// An act of the Working Group, with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Begin to verify.
    Open,
    /// Accept the submission.
    Accept(Remark),
    /// Return the submission.
    Return(Remark),
    /// Return what was accepted.
    Reopen(Remark),
    /// Urge the tenant.
    Urge(NewUrge),
    /// Decide the waiting extension request.
    Extension(ExtensionDecision),
    /// Release, sign or drop the proposed step.
    Escalation(EscalationDecision),
}

/// An act on something else than an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Make a version of a policy.
    MakePolicy(NewPolicy),
    /// Withdraw a version of a policy.
    WithdrawPolicy(PolicyId),
    /// Cancel a message that waits.
    CancelMail(MessageId, CancelMessage),
    /// Send again what was given up.
    ResendMail(MessageId),
    /// Hold mail.
    HoldMail(NewHold),
    /// Lift a hold.
    LiftHold(HoldId),
    /// Let an address get mail again.
    RestoreAddress(SuspensionId),
}

/// What comes back.
#[derive(Debug)]
pub enum Reply {
    /// The answer to a request.
    Answer(Ticket, Result<Answer, Failure>),
    /// The event stream was made, lost, ...
    Link(LinkNews),
    /// Something changed.
    Changed(Changed),
    /// Changes may have been missed: what is shown must be fetched again.
    Resync,
    /// The session is over; log in again.
    SessionOver,
}

/// An answer.
#[derive(Debug)]
pub enum Answer {
    /// Signed in.
    SignedIn(Me),
    /// The first page.
    Overview(Box<Overview>),
    /// A page of the backlog.
    Page(Page<AssignmentRow>),
    /// One assignment.
    Item(Box<AssignmentDetail>),
    /// A day's run.
    Run(Box<Run>),
    /// The tasks whose tenants are not named yet.
    ToBeAssigned(ToBeAssigned),
    /// Every version of every policy.
    Policies(Policies),
    /// A page of the urges.
    Urges(Page<UrgeRow>),
    /// What became of the urges.
    UrgeStatistics(Box<UrgeStatistics>),
    /// What a draft would do.
    Simulation(Box<Simulation>),
    /// A table for a spreadsheet, as it is to be kept.
    Table(String),
    /// Something of outgoing mail.
    Mail(MailAnswer),
    /// Something of the working calendar.
    Calendar(CalendarAnswer),
    /// What would be sent.
    Preview(Box<Preview>),
    /// Written.
    Written(Written),
    /// An act on mail was carried out.
    Acted(MailActed),
}

/// News of the event stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkNews {
    /// A try begins.
    Connecting,
    /// It stands.
    Live,
    /// The server has none for this person's role.
    Absent,
    /// It is gone, or a try failed.
    Lost {
        /// How many tries in a row have failed.
        attempt: u32,
        /// When the next begins.
        retry_in: Duration,
    },
}

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

impl Failure {
    /// In words.
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

/// The screen's end of the two channels.
#[derive(Debug)]
pub struct Wire {
    /// Requests go in here; never awaited.
    pub requests: mpsc::Sender<Request>,
    /// Replies come out here.
    pub replies: mpsc::Receiver<Reply>,
}

/// How many requests may wait.
pub const REQUESTS: usize = 64;
/// How many replies may wait.
pub const REPLIES: usize = 256;
