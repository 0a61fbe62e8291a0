//! The row that rules work on, and what follows from it.

use diesel::prelude::*;
use dondoc_shared::{
    id::{AssignmentId, PeriodId, SubmissionId, TaskId, TenantId, UserId},
    lateness,
    lifecycle::{Facts, Part, Status},
    wire::Precision,
};
use jiff::civil::Date;
use uuid::Uuid;

use dondoc_kernel::{db::Actor, schema::assignments};

/// An assignment as it was locked.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = assignments)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of the table")]
pub struct Loaded {
    /// The tenant that it belongs to.
    pub tenant_id: TenantId,
    /// Unique also over tenants.
    pub id: AssignmentId,
    /// The task that it belongs to.
    pub task_id: Uuid,
    /// The period whose report is owed; none for a duty.
    pub period_id: Option<PeriodId>,
    /// The tenant's part in the task.
    pub part: Part,
    /// Where it stands in the life cycle.
    pub status: Status,
    /// Whether it counts in the rates (R30): a duty, lead, of the 93, not restated by a later task.
    pub counted: bool,
    /// Due date as extended, if it has one.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub due_on: Option<Date>,
    /// How exactly it is known.
    pub due_precision: Precision,
    /// The due date first set.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub original_due_on: Option<Date>,
    /// Percent by the newest report.
    pub percent: i16,
    /// Level of the ladder.
    pub level: i16,
    /// Urges without an answer.
    pub unanswered_urges: i32,
    /// Urges that were issued about it and not withdrawn.
    pub urges: i32,
    /// Local date of the last of these.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub last_urged_on: Option<Date>,
    /// Reminders sent since level, due date or status last changed.
    pub reminders_at_level: i16,
    /// Whether the policy knows no further reminder at this level; set by the sweep, cleared when the count starts anew.
    pub silent: bool,
    /// Number of extensions granted.
    pub extension_count: i32,
    /// Whether a request for an extension waits.
    pub extension_pending: bool,
    /// The person who works on it, if there is one.
    pub assignee_id: Option<UserId>,
    /// Who proposed what waits for an approver.
    pub proposed_by: Option<UserId>,
    /// Local date of that proposal; none where nobody could stand in for anybody yet.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub proposed_on: Option<Date>,
    /// Whether an approver sent the proposal back, and nobody has reported since.
    pub sent_back: bool,
    /// The submission that waits or was accepted.
    pub submission_id: Option<SubmissionId>,
    /// The person who submitted what waits or was accepted.
    pub submitted_by: Option<UserId>,
    /// Local date of that submission.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub submitted_on: Option<Date>,
    /// When the Working Group opened it.
    #[diesel(deserialize_as = jiff_diesel::NullableTimestamp)]
    pub opened_at: Option<jiff::Timestamp>,
    /// Local date on which it was assigned.
    #[diesel(deserialize_as = jiff_diesel::Date)]
    pub assigned_on: Date,
    /// When progress was last reported.
    #[diesel(deserialize_as = jiff_diesel::NullableTimestamp)]
    pub last_report_at: Option<jiff::Timestamp>,
    /// Local date in Ha Noi of the last act of somebody of the tenant, or of the Working Group's answer to it.
    #[diesel(deserialize_as = jiff_diesel::NullableDate)]
    pub heard_on: Option<Date>,
    /// Whether the newest report names a barrier, or a tenant that is waited for.
    pub barrier_open: bool,
    /// Counts the acts on it, from 1.
    pub version: i32,
}

/// What stands beside the row, as far as the act at hand asks for it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Beside {
    /// Live pieces of evidence.
    pub evidence: i64,
    /// Whether evidence came after the proposal was sent back (R140).
    pub evidence_since: bool,
    /// Steps of the ladder waiting for a person.
    pub proposed_steps: i64,
}

impl Loaded {
    /// A new row: nobody has looked at it yet.
    pub fn assigned(
        (tenant_id, id): (TenantId, AssignmentId),
        (task, period_id, part): (TaskId, Option<PeriodId>, Part),
        counted: bool,
        (due_on, due_precision): (Option<Date>, Precision),
        assigned_on: Date,
    ) -> Self {
        Self {
            tenant_id,
            id,
            task_id: task.0,
            period_id,
            part,
            status: Status::Assigned,
            counted,
            due_on,
            due_precision,
            original_due_on: due_on,
            percent: 0,
            level: 0,
            unanswered_urges: 0,
            urges: 0,
            last_urged_on: None,
            reminders_at_level: 0,
            silent: false,
            extension_count: 0,
            extension_pending: false,
            assignee_id: None,
            proposed_by: None,
            proposed_on: None,
            sent_back: false,
            submission_id: None,
            submitted_by: None,
            submitted_on: None,
            opened_at: None,
            assigned_on,
            last_report_at: None,
            heard_on: None,
            barrier_open: false,
            version: 1,
        }
    }

    /// First local day overdue; none for a coordinating assignment, which has no lateness of its own.
    pub fn late_from(&self) -> Option<Date> {
        self.late_by(self.due_on)
    }

    /// The same against the due date first set.
    pub fn original_late_from(&self) -> Option<Date> {
        self.late_by(self.original_due_on)
    }

    fn late_by(&self, due_on: Option<Date>) -> Option<Date> {
        match self.part {
            Part::Lead => lateness::late_from(self.status, due_on, self.submitted_on),
            Part::Coordinating => None,
        }
    }

    /// The date that orders the backlog.
    pub fn urgency_on(&self) -> Date {
        lateness::urgency_on(self.late_from(), self.level, self.unanswered_urges)
    }

    /// The facts that the table of acts asks about, from the row, what stands beside it, and the actor.
    pub fn facts(&self, actor: &Actor, beside: Beside) -> Facts {
        let Beside { evidence, evidence_since, proposed_steps } = beside;
        Facts {
            evidence,
            barrier_open: self.barrier_open,
            proposed_steps,
            percent: self.percent,
            nothing_new: self.sent_back && !evidence_since,
            opened: self.opened_at.is_some(),
            proposed_by_self: actor.is_hand_of(self.proposed_by, self.proposed_on),
            submitted_by_self: actor.is_hand_of(self.submitted_by, self.submitted_on),
            extension_pending: self.extension_pending,
            open_urges: i64::from(self.unanswered_urges),
            national: self.tenant_id.is_national(),
            has_due_date: self.due_on.is_some(),
        }
    }
}
