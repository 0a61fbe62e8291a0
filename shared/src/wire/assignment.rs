//! Assignments: rows of a list, the whole item, and (in `act`) the inputs of the acts upon it.

mod act;

pub use self::act::*;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Cause, ExtensionReason, LeadBasis, Precision, TenantRef,
    standing::{Standing, Waiting},
};
use crate::{
    coded::coded,
    error::ErrorCode,
    id::{AssignmentId, EscalationId, EventId, EvidenceId, ExtensionId, ReportId, UrgeId},
    ladder::LadderTarget,
    lifecycle::{Act, Part, Status},
};

coded! {
    /// What happened to an assignment; a line of its timeline.
    EventKind {
        /// The task was assigned.
        Assigned = "assigned",
        /// It was acknowledged.
        Acknowledged = "acknowledged",
        /// Progress was reported.
        Reported = "reported",
        /// Evidence was added.
        EvidenceAdded = "evidence_added",
        /// Evidence was removed.
        EvidenceRemoved = "evidence_removed",
        /// Submission was proposed.
        Proposed = "proposed",
        /// The proposal was sent back.
        SentBack = "sent_back",
        /// It was submitted.
        Submitted = "submitted",
        /// The submission was taken back.
        TakenBack = "taken_back",
        /// The Working Group opened the submission.
        Opened = "opened",
        /// It was accepted.
        Accepted = "accepted",
        /// It was returned.
        Returned = "returned",
        /// It was re-opened after acceptance.
        Reopened = "reopened",
        /// An extension was asked for.
        ExtensionRequested = "extension_requested",
        /// The extension was granted.
        ExtensionGranted = "extension_granted",
        /// The extension was refused.
        ExtensionRefused = "extension_refused",
        /// The tenant was urged.
        Urged = "urged",
        /// An urge was answered.
        UrgeAnswered = "urge_answered",
        /// Mail about it left.
        Reminded = "reminded",
        /// A step up the ladder was proposed.
        EscalationProposed = "escalation_proposed",
        /// A step up the ladder got its first signature and waits for the second.
        EscalationSigned = "escalation_signed",
        /// A step up the ladder was taken.
        Escalated = "escalated",
        /// A proposed step was dropped.
        EscalationDropped = "escalation_dropped",
        /// A coordinating assignment closed with the lead's acceptance.
        ContributionClosed = "contribution_closed",
    }
}

/// A row of My work or of the backlog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignmentRow {
    /// The assignment.
    pub id: AssignmentId,
    /// `T24-08/ha-noi`.
    pub code: String,
    /// Whose it is.
    pub tenant: TenantRef,
    /// The task's title.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Number and symbol of the directive.
    pub directive: String,
    /// Where in the directive.
    pub clause: String,
    /// Lead or coordinating.
    pub part: Part,
    /// State.
    pub status: Status,
    /// Current due date.
    pub due_on: Option<Date>,
    /// How exactly it is known.
    pub due_precision: Precision,
    /// The due date first set; never changes.
    pub original_due_on: Option<Date>,
    /// First day overdue.
    pub late_from: Option<Date>,
    /// Calendar days overdue; 0 if not.
    pub days_overdue: i32,
    /// Working days left until the due date; 0 on the day itself; none without a date or when past.
    pub working_days_left: Option<i32>,
    /// Progress.
    pub percent: i16,
    /// Level of the ladder, 0 to 4.
    pub level: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
    /// Who works on it, if named.
    pub assignee: Option<String>,
    /// When progress was last reported.
    pub last_report_at: Option<Timestamp>,
    /// Is a request for an extension waiting?
    pub extension_pending: bool,
    /// Send back as `If-Match`.
    pub version: i32,
}

/// The whole item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignmentDetail {
    /// What the list shows.
    pub row: AssignmentRow,
    /// What the task asks for, beyond its title.
    pub task: TaskFacts,
    /// The local date for which lateness was judged.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
    /// How many extensions were granted, and how many days in all.
    pub extensions: ExtensionTotal,
    /// What the reader can do, and for what they cannot, why. Acts of the other side are absent.
    pub acts: Vec<AllowedAct>,
    /// Other tenants of the task, lead first; at most 100.
    pub others: Vec<OtherTenant>,
    /// For whom it waits, by its newest report.
    pub waiting: Option<Waiting>,
    /// Progress reports, newest first; at most 20.
    pub reports: Vec<Report>,
    /// Evidence, oldest first.
    pub evidence: Vec<Evidence>,
    /// Urges, newest first.
    pub urges: Vec<Urge>,
    /// Extension requests, newest first.
    pub extension_requests: Vec<ExtensionRequest>,
    /// Steps up the ladder that wait for a person.
    pub proposed_steps: Vec<ProposedStep>,
    /// What happened, newest first; at most 100.
    pub timeline: Vec<Event>,
}

/// The national facts of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskFacts {
    /// `T24-08`.
    pub code: String,
    /// The product asked for, as the source gives it (English only in the public sources).
    pub product: String,
    /// The due date in the directive's words.
    pub due_text: String,
    /// How exactly the directive gives it: so exactly the original due date is known.
    pub due_precision: Precision,
    /// From when the duty holds, for duties that begin rather than end.
    pub starts_on: Option<Date>,
    /// Title of the directive.
    pub directive_vi: String,
    /// Title of the directive in English.
    pub directive_en: String,
    /// Date of issue.
    pub issued_on: Date,
    /// How the lead is known.
    pub lead_basis: LeadBasis,
    /// How the row is known.
    pub source_note: String,
    /// The task that this one restates, or that restates this one.
    pub restates: Option<String>,
}

/// Count and total of extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtensionTotal {
    /// Granted requests.
    pub count: i32,
    /// Calendar days between the original and the current due date.
    pub days: i32,
}

/// An act and whether it can be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllowedAct {
    /// The act.
    pub act: Act,
    /// Why it cannot be done now; none if it can.
    pub refused: Option<ErrorCode>,
}

/// Another tenant of the same task. Of its state the reader sees what it holds a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherTenant {
    /// Who.
    pub tenant: TenantRef,
    /// Lead or coordinating.
    pub part: Part,
    /// How far it is: the lead's to who coordinates, and the other way round.
    pub standing: Option<Standing>,
}

/// A progress report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Its id.
    pub id: ReportId,
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub by: String,
    /// What it says.
    pub body: ReportBody,
}

/// What a progress report says (the outline asked for at the 8th meeting: results with figures, limitations,
/// barriers, bottlenecks and their causes). Texts have at most 4,000 characters each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// 0 to 100.
    pub percent: i16,
    /// What was done.
    pub results: String,
    /// In figures.
    #[serde(default)]
    pub figures: String,
    /// What was not.
    #[serde(default)]
    pub limitations: String,
    /// What stands in the way.
    #[serde(default)]
    pub barriers: String,
    /// The barrier's cause.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// Slug of the tenant that is waited for.
    #[serde(default)]
    pub waiting_on: Option<String>,
    /// What comes next.
    #[serde(default)]
    pub next_step: String,
}

coded! {
    /// How evidence is kept.
    EvidenceKind {
        /// A file, stored by us.
        File = "file",
        /// A link to somewhere else.
        Link = "link",
    }
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// File or link.
    pub kind: EvidenceKind,
    /// File name, or the link's title.
    pub name: String,
    /// The link.
    pub url: Option<String>,
    /// Bytes of the file.
    pub size: Option<i64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was added.
    pub at: Timestamp,
    /// Who added it.
    pub by: String,
    /// Was it part of a submission? Then it can no longer be removed.
    pub frozen: bool,
    /// When it was removed; the tombstone keeps name and hash.
    pub removed_at: Option<Timestamp>,
}

/// An urge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Urge {
    /// Its id.
    pub id: UrgeId,
    /// Its number within the year and the issuing body: `12/2024/TCT`.
    pub number: String,
    /// When it was issued.
    pub at: Timestamp,
    /// Who issued it.
    pub by: String,
    /// What it says.
    pub text: String,
    /// Codes of the other assignments it is about; its answer is for all of them.
    pub others: Vec<String>,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// Calendar days past `reply_by` without an answer.
    pub days_overdue: i32,
    /// The answer.
    pub answer: Option<UrgeAnswer>,
    /// When the work was accepted, which closed the urge before anybody had answered.
    pub lapsed_at: Option<Timestamp>,
}

/// The answer to an urge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeAnswer {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
    /// What.
    pub text: String,
}

coded! {
    /// The state of an extension request.
    ExtensionState {
        /// Waits for the Working Group.
        Pending = "pending",
        /// Granted.
        Granted = "granted",
        /// Refused.
        Refused = "refused",
        /// The work was accepted before anybody had decided.
        Lapsed = "lapsed",
    }
}

/// A request for a later due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtensionRequest {
    /// Its id.
    pub id: ExtensionId,
    /// When it was made.
    pub at: Timestamp,
    /// Who made it.
    pub by: String,
    /// The due date then.
    pub from: Date,
    /// The due date asked for.
    pub to: Date,
    /// Why.
    pub reason: ExtensionReason,
    /// Why, in words.
    pub text: String,
    /// Its state.
    pub state: ExtensionState,
    /// The due date granted, where it differs from the one asked for.
    pub granted_to: Option<Date>,
    /// The remark of the decision.
    pub remark: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Who decided.
    pub decided_by: Option<String>,
}

/// A step up the ladder that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedStep {
    /// Its id.
    pub id: EscalationId,
    /// The level it leads to.
    pub level: i16,
    /// The local date on which it was proposed.
    pub on: Date,
    /// Calendar days overdue when it was proposed.
    pub days_overdue: i32,
    /// Whom it addresses.
    pub target: LadderTarget,
    /// The version of the ladder that proposed it.
    pub policy_version: i32,
    /// Who signed first, where two must.
    pub signed_by: Option<String>,
    /// Does it need a second person?
    pub second_person: bool,
    /// Why the reader cannot sign or release it; none if they can. Whoever signed first does not sign again.
    #[serde(default)]
    pub release_refused: Option<ErrorCode>,
    /// Addresses it would go to; empty for those who cannot release it.
    pub addressees: Vec<String>,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who, or the system.
    pub by: String,
    /// The actor's side is the Working Group.
    pub by_working_group: bool,
    /// One line that goes with it: a remark, a percentage, a date.
    pub detail: String,
}

/// What an urge or a step would send, before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Who gets it, with the reason; names and addresses.
    pub recipients: Vec<PreviewRecipient>,
    /// The subject in the first recipient's language.
    pub subject: String,
    /// The text part of the mail.
    pub text: String,
    /// When it will leave if sent now.
    pub leaves_at: Timestamp,
}

/// One recipient of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PreviewRecipient {
    /// Name or office.
    pub name: String,
    /// Address.
    pub address: String,
}
