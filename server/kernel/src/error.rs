//! The one error type of the server and the table from code to HTTP status.
//!
//! An error carries no language: [`crate::http::problems`] renders it for the caller, as problem+json or as a page.
//! Context is added where it is known, and an error is logged once, where it is rendered.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use diesel::result::{DatabaseErrorKind, Error as Sql};
use dondoc_shared::{
    error::ErrorCode,
    figures::check::{CheckRule, Seen},
    id::TenantId,
    role::Permission,
    text::Lang,
    wire::workbook::WorkbookFault,
};
use jiff::civil::Date;

/// What use cases and handlers return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something could not be done.
#[derive(Debug)]
pub enum Error {
    /// A rule said no.
    Refused(ErrorCode),
    /// Fields of the input are wrong; all faults at once.
    Fields(Vec<FieldFault>),
    /// Cells of a report are empty or wrong; all at once.
    Figures(Vec<FieldFault>),
    /// Warnings about cells of a report that nobody has justified; all at once.
    Unjustified(Vec<FieldFault>),
    /// Cells of a workbook cannot be taken; all at once.
    Workbook(Vec<FieldFault>),
    /// The filter does not parse.
    Filter(dondoc_shared::filter::FilterError),
    /// The person's role does not hold this permission, in the Working Group or in a body.
    NotHeld(Permission, TenantId),
    /// The address is there for other methods, which these are.
    OtherMethod(String),
    /// Too many failed attempts: wait this many seconds.
    TooMany(u32),
    /// Too much at once: wait this many seconds.
    Busy(u32),
    /// A part we need is away; nothing was written.
    Unavailable(anyhow::Error),
    /// A fault of ours: logged in full, told as a number to quote.
    Internal(anyhow::Error),
}

/// A fault in one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name as sent.
    pub field: String,
    /// Why the field is refused.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Not there, or empty.
    Missing,
    /// There is no field of this name.
    Unknown,
    /// There is no such tenant.
    NoSuchTenant,
    /// An indicator that this report does not ask for.
    NotAsked,
    /// What a rule of the checks saw.
    Check(CheckRule, Seen),
    /// A cell of a workbook that cannot be taken.
    Workbook(WorkbookFault),
    /// Longer than so many characters, and by how many.
    TooLong(usize, usize),
    /// A line break where there may be none, or a character that no text of ours can have.
    Forbidden,
    /// A control or bidirectional character, and where: its line and its place in it, from 1.
    Unseen(char, usize, usize),
    /// Outside these bounds, inclusive.
    OutOfRange(i64, i64),
    /// Not of the form it should have.
    Malformed,
    /// A day that the calendar does not have.
    NoSuchDay,
    /// The same thing twice.
    Repeated,
    /// A date that must lie after this one.
    NotLater(Date),
    /// A date that must not lie after this one.
    TooLate(Date),
    /// A day of the calendar before this one, the first that can be changed.
    Past(Date),
    /// A day of another year than this.
    OtherYear(i16),
    /// A time of day outside these hours.
    OutOfHours(i8, i8),
    /// Less than two hours after the window's beginning.
    WindowShort,
}

impl FieldFault {
    /// A fault in a field.
    pub fn new(field: &str, fault: Fault) -> Self {
        Self { field: field.to_owned(), fault }
    }

    /// The fault in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        match self.fault {
            Fault::Missing => lang.field_missing(&self.field),
            Fault::Unknown => lang.field_unknown(&self.field),
            Fault::NoSuchTenant => lang.field_no_such_tenant(&self.field),
            Fault::TooLong(max, over) => lang.field_too_long(&self.field, max, over),
            Fault::NotAsked => lang.field_not_asked(&self.field),
            Fault::Check(rule, seen) => format!("“{}”: {}", self.field, seen.message(rule, lang)),
            Fault::Workbook(fault) => format!("“{}”: {}.", self.field, fault.message(lang)),
            Fault::Forbidden => lang.field_forbidden_characters(&self.field),
            Fault::Unseen(c, line, at) => lang.field_unseen_character(&self.field, c, line, at),
            Fault::OutOfRange(min, max) => lang.field_out_of_range(&self.field, min, max),
            Fault::Malformed => lang.field_malformed(&self.field),
            Fault::NoSuchDay => lang.field_no_such_day(&self.field),
            Fault::Repeated => lang.field_repeated(&self.field),
            Fault::NotLater(than) => lang.field_not_later(&self.field, &lang.date(than)),
            Fault::TooLate(last) => lang.field_too_late(&self.field, &lang.date(last)),
            Fault::Past(first) => lang.field_past(&self.field, first),
            Fault::OtherYear(year) => lang.field_other_year(&self.field, year),
            Fault::OutOfHours(from, to) => lang.field_out_of_hours(&self.field, from, to),
            Fault::WindowShort => lang.field_window_short(&self.field),
        }
    }
}

impl Error {
    /// A single field's fault.
    pub fn field(field: &str, fault: Fault) -> Self {
        Self::Fields(vec![FieldFault::new(field, fault)])
    }

    /// The stable word that clients act on.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            Self::Fields(_) => ErrorCode::InvalidInput,
            Self::Figures(_) => ErrorCode::FiguresIncomplete,
            Self::Unjustified(_) => ErrorCode::JustificationRequired,
            Self::Workbook(_) => ErrorCode::WorkbookFaulty,
            Self::Filter(_) => ErrorCode::InvalidFilter,
            Self::NotHeld(..) => ErrorCode::NotPermitted,
            Self::OtherMethod(_) => ErrorCode::MethodNotAllowed,
            Self::TooMany(_) => ErrorCode::TooManyAttempts,
            Self::Busy(_) => ErrorCode::TooManyRequests,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

/// The HTTP status of a code.
#[expect(clippy::too_many_lines, reason = "a table, with a line for each code")]
pub fn status_of(code: ErrorCode) -> StatusCode {
    use ErrorCode as C;
    match code {
        C::NotSignedIn
        | C::LogInFailed
        | C::StepUpRequired
        | C::SecondFactorRequired
        | C::SecondFactorWrong => StatusCode::UNAUTHORIZED,
        C::NotPermitted
        | C::EnrolmentRequired
        | C::ForgedRequest
        | C::RoleNotYours
        | C::NotOneself
        | C::StandInChanged
        | C::AccessRestored
        | C::NotWhileStandingIn => StatusCode::FORBIDDEN,
        C::TooManyAttempts | C::TooManyRequests | C::TooMuchMail => StatusCode::TOO_MANY_REQUESTS,
        C::NotFound | C::LinkInvalid => StatusCode::NOT_FOUND,
        C::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        // Those of consoles: RFC 8628, 3.5.
        C::InvalidFilter | C::InvalidCursor | C::DevicePending | C::DeviceSlowDown | C::DeviceRefused => {
            StatusCode::BAD_REQUEST
        }
        C::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        C::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
        C::UnsupportedType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        C::VersionRequired | C::KeyRequired => StatusCode::PRECONDITION_REQUIRED,
        C::VersionStale => StatusCode::PRECONDITION_FAILED,
        C::InvalidInput
        | C::KeyReused
        | C::PassPhraseWeak
        | C::FileTypeRefused
        | C::FileUnreadable
        | C::FileCarriesProgram
        | C::FileTooMuchInside
        | C::WorkbookForeign
        | C::WorkbookFaulty
        | C::FileEmpty
        | C::DateNotLater
        | C::ReplyByPast
        | C::SeveralTenants
        | C::UnknownTemplate
        | C::UnknownPlaceholder
        | C::TemplateNeedsOverdue
        | C::TemplateNeedsWaiting
        | C::RemarkRequired
        | C::ReasonForLowerPercent => StatusCode::UNPROCESSABLE_ENTITY,
        C::KeyInUse
        | C::EmailTaken
        | C::LastAdministrator
        | C::HandOverRequired
        | C::StandInTaken
        | C::NobodyToConfirm
        | C::WrongState
        | C::CoordinatingOnly
        | C::NotFinished
        | C::BarrierOpen
        | C::ReportFirst
        | C::FiguresInstead
        | C::FiguresUnseen
        | C::PeriodNotOpen
        | C::PeriodOver
        | C::CutOffPassed
        | C::FiguresIncomplete
        | C::JustificationRequired
        | C::NotCutOff
        | C::CorrectionWaiting
        | C::NothingCorrected
        | C::NilNotAllowed
        | C::NoCalendar
        | C::EvidenceRequired
        | C::NothingNew
        | C::NotTheAuthor
        | C::EvidenceFrozen
        | C::SecondPersonRequired
        | C::AlreadyOpened
        | C::AlreadyDrawn
        | C::NothingAccepted
        | C::NothingWaiting
        | C::NobodyToAddress
        | C::PlanStale
        | C::MailHasLeft
        | C::AddressSuspended
        | C::ExtensionPending
        | C::FileQuotaReached
        | C::NoDueDate => StatusCode::CONFLICT,
        C::Unavailable | C::EvidenceUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        C::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable(cause) | Self::Internal(cause) => write!(f, "{}: {cause:#}", self.code()),
            _ => write!(f, "{}", self.code()),
        }
    }
}

impl std::error::Error for Error {}

impl From<ErrorCode> for Error {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<anyhow::Error> for Error {
    fn from(cause: anyhow::Error) -> Self {
        Self::Internal(cause)
    }
}

/// Errors of the database by what they mean to the caller. PostgreSQL's own text never leaves the process.
impl From<Sql> for Error {
    fn from(error: Sql) -> Self {
        match error {
            Sql::NotFound => Self::Refused(ErrorCode::NotFound),
            Sql::DatabaseError(
                DatabaseErrorKind::ClosedConnection
                | DatabaseErrorKind::SerializationFailure
                | DatabaseErrorKind::ReadOnlyTransaction
                | DatabaseErrorKind::UnableToSendCommand,
                _,
            )
            | Sql::BrokenTransactionManager => Self::Unavailable(error.into()),
            Sql::DatabaseError(DatabaseErrorKind::UniqueViolation, ref info) => {
                match info.constraint_name() {
                    // Two requests with one key at the same moment: the second waits for the first and lands here.
                    Some(name) if name.starts_with("idempotency_pkey") => Self::Refused(ErrorCode::KeyInUse),
                    // Two wrote the first address of one office at the same moment.
                    Some(name) if name.starts_with("contacts_") => Self::Refused(ErrorCode::VersionStale),
                    Some("accounts_email") => Self::Refused(ErrorCode::EmailTaken),
                    // Two made the next version of one policy at the same moment.
                    Some(name) if name.starts_with("policies_kind") => Self::Refused(ErrorCode::VersionStale),
                    // Two wrote the next version of one year or window at the same moment.
                    Some(name)
                        if name.starts_with("calendar_versions_") || name.starts_with("send_windows_") =>
                    {
                        Self::Refused(ErrorCode::VersionStale)
                    }
                    // Two lanes had a digest of one reader, or a report to count, at the same moment: the second looks again.
                    Some("outbox_leaves_on" | "figure_sources_pkey") => Self::Unavailable(error.into()),
                    Some(name) if name.starts_with("extension_requests_pending") => {
                        Self::Refused(ErrorCode::ExtensionPending)
                    }
                    _ => Self::Internal(error.into()),
                }
            }
            Sql::DatabaseError(_, ref info) if is_passing(info.message()) => Self::Unavailable(error.into()),
            _ => Self::Internal(error.into()),
        }
    }
}

/// PostgreSQL says these while it starts, stops or sheds load; diesel-async gives no SQLSTATE for them.
fn is_passing(message: &str) -> bool {
    [
        "terminating connection",
        "the database system is",
        "canceling statement due to",
        "deadlock detected",
        "too many clients",
        "remaining connection slots",
        "connection closed",
    ]
    .iter()
    .any(|known| message.contains(known))
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status_of(self.code())
    }

    /// An empty answer with the right status: the middleware that knows the reader's language fills it.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
