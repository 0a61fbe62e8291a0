//! Assignments: rows of a list (with what waits on them, in `queue`), the whole item, and (in `act` and `preview`) the inputs of
//! the acts upon it and what these would send.

mod act;
mod preview;
mod queue;

pub use self::{act::*, preview::*, queue::*};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    Cause, ExtensionReason, LeadBasis, Precision, TenantRef,
    handling::{Claim, Handling, Note, Snooze},
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
        /// Somebody of the tenant acknowledged it.
        Acknowledged = "acknowledged",
        /// A progress report was written.
        Reported = "reported",
        /// A file or link was added.
        EvidenceAdded = "evidence_added",
        /// A file or link was removed; its tombstone stays.
        EvidenceRemoved = "evidence_removed",
        /// An officer proposed it for submission.
        Proposed = "proposed",
        /// Whoever proposed it took the proposal back.
        ProposalTakenBack = "proposal_taken_back",
        /// The proposal was sent back.
        SentBack = "sent_back",
        /// An approver submitted it.
        Submitted = "submitted",
        /// The submission was taken back.
        TakenBack = "taken_back",
        /// The Working Group opened the submission.
        Opened = "opened",
        /// The Working Group accepted it.
        Accepted = "accepted",
        /// The Working Group returned it.
        Returned = "returned",
        /// It was re-opened after acceptance.
        Reopened = "reopened",
        /// The period of the report closed, and nothing was filed.
        Missed = "missed",
        /// An extension was asked for.
        ExtensionRequested = "extension_requested",
        /// The extension was granted.
        ExtensionGranted = "extension_granted",
        /// The extension was refused.
        ExtensionRefused = "extension_refused",
        /// An officer asked an approver to file a correction of the report.
        CorrectionProposed = "correction_proposed",
        /// An approver sent a proposed correction back to whoever proposed it.
        CorrectionSentBack = "correction_sent_back",
        /// An approver filed a correction; the old figures count.
        CorrectionFiled = "correction_filed",
        /// The Working Group accepted the correction: it counts.
        CorrectionAccepted = "correction_accepted",
        /// The Working Group refused the correction: the old figures count.
        CorrectionRefused = "correction_refused",
        /// The Working Group lets the body enter its figures for longer.
        ExceptionGranted = "exception_granted",
        /// It does so no more.
        ExceptionCancelled = "exception_cancelled",
        /// The tenant was urged.
        Urged = "urged",
        /// An urge was answered.
        UrgeAnswered = "urge_answered",
        /// The Working Group withdrew an urge whose mail had not left.
        UrgeWithdrawn = "urge_withdrawn",
        /// A reminder of it left; the detail names the reader, as with all mail.
        Reminded = "reminded",
        /// The mail of what was newly assigned left.
        AssignmentsMailed = "assignments_mailed",
        /// A notice left to whoever was next.
        NoticeMailed = "notice_mailed",
        /// The mail of a decision left.
        DecisionMailed = "decision_mailed",
        /// The mail of an urge left; the detail begins with its number.
        UrgeMailed = "urge_mailed",
        /// The mail of a step up the ladder left.
        EscalationMailed = "escalation_mailed",
        /// A step up the ladder was proposed.
        EscalationProposed = "escalation_proposed",
        /// A step up the ladder got its first signature and waits for the second.
        EscalationSigned = "escalation_signed",
        /// A step up the ladder was taken.
        Escalated = "escalated",
        /// A proposed step was dropped.
        EscalationDropped = "escalation_dropped",
        /// It was given to another assignee, or to nobody in particular; the detail names both.
        HandedOver = "handed_over",
        /// A coordinating assignment closed with the lead's acceptance.
        ContributionClosed = "contribution_closed",
    }
}

impl EventKind {
    /// Whether it says that mail left, which changes nothing.
    pub fn is_mail(self) -> bool {
        Self::MAIL.contains(&self)
    }

    /// The events that say that mail left.
    pub const MAIL: &'static [Self] = &[
        Self::Reminded,
        Self::AssignmentsMailed,
        Self::NoticeMailed,
        Self::DecisionMailed,
        Self::UrgeMailed,
        Self::EscalationMailed,
    ];
}

/// A row of My work or of the backlog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AssignmentRow {
    /// Finds the assignment again.
    pub id: AssignmentId,
    /// Code of task and tenant, `T24-08/ha-noi`.
    pub code: String,
    /// The tenant that it belongs to.
    pub tenant: TenantRef,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Number and symbol of the directive.
    pub directive: String,
    /// Clause of the directive.
    pub clause: String,
    /// Whether it is the report of a period, whose figures are its progress.
    #[serde(default)]
    pub report: bool,
    /// The tenant's part in the task.
    pub part: Part,
    /// Where it stands in the life cycle.
    pub status: Status,
    /// Due date as extended, if it has one.
    pub due_on: Option<Date>,
    /// Precision of the due date.
    pub due_precision: Precision,
    /// The due date first set; never changes.
    pub original_due_on: Option<Date>,
    /// The local date of the submission that was accepted; none before, and for a contribution.
    #[serde(default)]
    pub completed_on: Option<Date>,
    /// First local day on which it counts as overdue, if it can be late (R22).
    pub late_from: Option<Date>,
    /// Calendar days overdue; 0 if not.
    pub days_overdue: i32,
    /// Working days left until the due date; 0 on the day itself; none without a date or when past.
    pub working_days_left: Option<i32>,
    /// Progress, 0 to 100, by the newest report.
    pub percent: i16,
    /// Level of the ladder, 0 to 4.
    pub level: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
    /// Urges that were issued about it and not withdrawn.
    #[serde(default)]
    pub urges: i32,
    /// The local date of the last of these.
    #[serde(default)]
    pub last_urged_on: Option<Date>,
    /// Name of the person who works on it, if there is one.
    pub assignee: Option<String>,
    /// When progress was last reported.
    pub last_report_at: Option<Timestamp>,
    /// The local date in Ha Noi on which the tenant last did something about it or was answered by the Working Group; when it was
    /// assigned, where neither was.
    #[serde(default)]
    pub heard_on: Option<Date>,
    /// Whether the newest report names a barrier, or a tenant that is waited for.
    #[serde(default)]
    pub barrier_open: bool,
    /// Whether a request for an extension waits.
    pub extension_pending: bool,
    /// How the Working Group shares its work on it, if it has said so; tenants are not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// What waits on it, where that was asked for with the list; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Waits>,
    /// Sent back as `If-Match`.
    pub version: i32,
}

impl AssignmentRow {
    /// Whether it says that all is well, where it is `today` in Ha Noi: its lead owes the next step, it is not overdue, names no barrier
    /// and asks for no later due date (R172).
    pub fn is_on_track(&self, today: Date) -> bool {
        self.part == Part::Lead
            && self.status.is_with_tenant()
            && self.late_from.is_none_or(|from| from > today)
            && !self.barrier_open
            && !self.extension_pending
    }

    /// Who of the Working Group has claimed it.
    pub fn claim(&self) -> Option<&Claim> {
        self.handling.as_ref()?.claim.as_ref()
    }

    /// Until when it is left alone, or was.
    pub fn snooze(&self) -> Option<&Snooze> {
        self.handling.as_ref()?.snooze.as_ref()
    }
}

/// One assignment with all that belongs to it.
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
    /// Acts of the reader's side, and why those that are refused are. Acts of the other side are absent.
    pub acts: Vec<AllowedAct>,
    /// Other tenants of the task, lead first; at most 100.
    pub others: Vec<OtherTenant>,
    /// The tenant that it waits for, by its newest report.
    pub waiting: Option<Waiting>,
    /// Progress reports, newest first; at most 20.
    pub reports: Vec<Report>,
    /// Files and links, oldest first, removed ones as tombstones.
    pub evidence: Vec<Evidence>,
    /// Urges about it, newest first.
    pub urges: Vec<Urge>,
    /// Extension requests, newest first.
    pub extension_requests: Vec<ExtensionRequest>,
    /// Steps up the ladder that wait for a person.
    pub proposed_steps: Vec<ProposedStep>,
    /// Notes of the Working Group, newest first; at most 100. Tenants are not told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// What happened, newest first; at most 100.
    pub timeline: Vec<Event>,
}

/// The national facts of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskFacts {
    /// Code of the task, `T24-08`.
    pub code: String,
    /// The product asked for, as the source gives it (English only in the public sources).
    pub product: String,
    /// The due date in the directive's words.
    pub due_text: String,
    /// How exactly the directive gives it, and so the precision of the original due date.
    pub due_precision: Precision,
    /// The date from which the duty holds, for duties that begin rather than end.
    pub starts_on: Option<Date>,
    /// Title of the directive.
    pub directive_vi: String,
    /// Title of the directive in English.
    pub directive_en: String,
    /// The directive's date of issue.
    pub issued_on: Date,
    /// How it is known who leads.
    pub lead_basis: LeadBasis,
    /// Where the row of this task comes from, and how sure it is.
    pub source_note: String,
    /// The task that this one restates, or that restates this one.
    pub restates: Option<String>,
}

/// Count and total of extensions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtensionTotal {
    /// Requests that were granted.
    pub count: i32,
    /// Calendar days between the original and the current due date.
    pub days: i32,
}

/// An act and whether it can be done now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AllowedAct {
    /// What could be done.
    pub act: Act,
    /// Why it cannot be done now; none if it can.
    pub refused: Option<ErrorCode>,
}

/// Another tenant of the same task. Its state is known as far as the reader holds a copy of it (R84).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherTenant {
    /// The tenant.
    pub tenant: TenantRef,
    /// Its part in the task.
    pub part: Part,
    /// How far it is: a lead sees those who coordinate, and they see the lead.
    pub standing: Option<Standing>,
}

/// A progress report as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Report {
    /// Finds the report again.
    pub id: ReportId,
    /// When it was written.
    pub at: Timestamp,
    /// Name of the person who wrote it.
    pub by: String,
    /// Percent and texts.
    pub body: ReportBody,
}

/// The contents of a progress report, in the outline that the Committee's 8th meeting asked for (R11): results with figures,
/// limitations, barriers, bottlenecks and their causes. Texts have at most 4,000 characters each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// Progress, 0 to 100.
    #[cfg_attr(feature = "openapi", schema(minimum = 0, maximum = 100))]
    pub percent: i16,
    /// Results since the last report; required.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4000))]
    pub results: String,
    /// The results in figures.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub figures: String,
    /// What could not be done; required when the percent falls.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub limitations: String,
    /// What stands in the way; required with `waiting_on`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
    pub barriers: String,
    /// Why the barrier stands; required with `barriers` and with `waiting_on`.
    #[serde(default)]
    pub cause: Option<Cause>,
    /// Slug of the tenant that is waited for.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 40))]
    pub waiting_on: Option<String>,
    /// What will be done next, and by when.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000))]
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
    /// Finds the piece again.
    pub id: EvidenceId,
    /// Whether it is a file or a link.
    pub kind: EvidenceKind,
    /// File name, or the link's title.
    pub name: String,
    /// Address of the link; none for a file.
    pub url: Option<String>,
    /// Bytes of the file.
    pub size: Option<i64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// When it was added.
    pub at: Timestamp,
    /// Name of the person who added it.
    pub by: String,
    /// Whether it was part of a submission; if so, it can no longer be removed (R12).
    pub frozen: bool,
    /// When it was removed; the tombstone keeps name and hash.
    pub removed_at: Option<Timestamp>,
}

/// An urge as one of its assignments shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Urge {
    /// Finds the urge again.
    pub id: UrgeId,
    /// Its number within the year and the issuing body: `12/2024/TCT`.
    pub number: String,
    /// When it was issued.
    pub at: Timestamp,
    /// Name of the person who issued it.
    pub by: String,
    /// The text that was sent.
    pub text: String,
    /// Codes of the other assignments it is about; its answer is for all of them.
    pub others: Vec<String>,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// Calendar days past `reply_by` without an answer.
    pub days_overdue: i32,
    /// The answer, once there is one.
    pub answer: Option<UrgeAnswer>,
    /// When the work was accepted, or the urge withdrawn, before anybody had answered.
    pub lapsed_at: Option<Timestamp>,
    /// Whether it was withdrawn before its mail had left.
    pub withdrawn: bool,
}

/// The answer to an urge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeAnswer {
    /// The instant of the answer.
    pub at: Timestamp,
    /// Name of the person who answered.
    pub by: String,
    /// The answer's text.
    pub text: String,
}

coded! {
    /// The state of an extension request.
    ExtensionState {
        /// Waits for the Working Group.
        Pending = "pending",
        /// The Working Group granted it, perhaps to another date.
        Granted = "granted",
        /// The Working Group refused it.
        Refused = "refused",
        /// The work was accepted before anybody had decided.
        Lapsed = "lapsed",
    }
}

/// A request for a later due date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExtensionRequest {
    /// Finds the request again.
    pub id: ExtensionId,
    /// When it was made.
    pub at: Timestamp,
    /// Name of the person who made it.
    pub by: String,
    /// The due date then.
    pub from: Date,
    /// The due date asked for.
    pub to: Date,
    /// The coded reason.
    pub reason: ExtensionReason,
    /// The reason in words.
    pub text: String,
    /// Whether it waits, and if not, what became of it.
    pub state: ExtensionState,
    /// The due date granted, where it differs from the one asked for.
    pub granted_to: Option<Date>,
    /// The remark of the decision.
    pub remark: Option<String>,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Name of the person who decided.
    pub decided_by: Option<String>,
}

/// A step up the ladder that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProposedStep {
    /// Finds the step again, to decide on it.
    pub id: EscalationId,
    /// The level it leads to.
    pub level: i16,
    /// The local date on which it was proposed.
    pub on: Date,
    /// Calendar days overdue when it was proposed.
    pub days_overdue: i32,
    /// The people or the office that it addresses.
    pub target: LadderTarget,
    /// The version of the ladder that proposed it.
    pub policy_version: i32,
    /// Who signed first, where two must.
    pub signed_by: Option<String>,
    /// Whether it needs a second person.
    pub second_person: bool,
    /// Why the reader cannot sign or release it; none if they can. Nobody signs twice.
    #[serde(default)]
    pub release_refused: Option<ErrorCode>,
    /// Addresses it would go to; empty for those who cannot release it.
    pub addressees: Vec<String>,
}

/// A line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Orders and identifies the line.
    pub id: EventId,
    /// The instant of the event.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
    /// Who, or the system.
    pub by: String,
    /// The actor's side is the Working Group.
    pub by_working_group: bool,
    /// One line that goes with it: a remark, or facts as they are stored (a percentage, a level, `2024-08-15`), of which two
    /// have ` · ` between them.
    pub detail: String,
}
