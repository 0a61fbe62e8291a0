//! The console's first page and its queues.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    ContactRole, Precision, TenantKind, TenantRef,
    assignment::EventKind,
    urge::{UrgeCounts, UrgeRow},
};
use crate::{id::AssignmentId, lateness::Rate, role::Role};

/// `GET /api/v1/overview`: every figure is about lead assignments of the 93, each restated duty counted once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// The local date for which lateness was judged.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
    /// Counts by official class, and of what has no deadline.
    pub classes: Classes,
    /// Completed ÷ (completed + open overdue).
    pub completion: Rate,
    /// On time ÷ all that was due, against the current due dates.
    pub on_time: Rate,
    /// On time against the original due dates.
    pub on_time_original: Rate,
    /// Open overdue by days overdue: 1-7, 8-14, 15-30, 31-60, more.
    pub ageing: [i64; 5],
    /// Tenants with overdue assignments, most first; all 93 with the rest at 0.
    pub tenants: Vec<TenantFigure>,
    /// The last twelve weeks, the oldest first, as far as they were noted.
    #[serde(default)]
    pub trend: Vec<WeekFigure>,
    /// What waits for a person of the Working Group.
    pub queues: Queues,
    /// State of the outgoing mail.
    pub mail: MailFigures,
}

/// Counts by official class (R26).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Classes {
    /// Submitted by the due date and accepted.
    pub completed_on_time: i64,
    /// Submitted after the due date and accepted.
    pub completed_late: i64,
    /// Not completed, due date not passed.
    pub open_in_time: i64,
    /// Not completed, due date passed.
    pub open_overdue: i64,
    /// Without a due date, open or completed.
    pub no_deadline: i64,
}

/// How much of one tenant's work is open and overdue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantFigure {
    /// The tenant.
    pub tenant: TenantRef,
    /// What kind of body it is.
    pub kind: TenantKind,
    /// Open lead assignments, each restated duty once.
    pub open: i64,
    /// How many of them are overdue.
    pub overdue: i64,
    /// The same by days overdue: 1-7, 8-14, 15-30, 31-60, more.
    pub ageing: [i64; 5],
}

impl TenantFigure {
    /// How much of its open work is late and how long, from 0 (nothing) to 5 (all of it for more than 60 days): each overdue
    /// assignment weighs 1 to 5 by the bar of the ageing in which it stands, and the sum is divided by all that is open, rounded up. So
    /// a small body stands beside a large one.
    pub fn heat(&self) -> u8 {
        let weighed = self.ageing.iter().zip(1i64..).map(|(n, weight)| n.saturating_mul(weight));
        let sum = weighed.fold(0i64, i64::saturating_add).max(0);
        let (open, rest) = (self.open.max(1), i64::from(sum.checked_rem(self.open.max(1)) > Some(0)));
        let heat = sum.checked_div(open).unwrap_or(0).saturating_add(rest);
        u8::try_from(heat.min(5)).unwrap_or(5)
    }
}

/// A week of all bodies, as it was noted when it had begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WeekFigure {
    /// The Monday of the week.
    pub week_of: Date,
    /// Open and overdue by then.
    pub overdue: i64,
    /// Accepted in the seven days before, and still so then.
    pub closed: i64,
}

/// What waits for a person of the Working Group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Queues {
    /// Submissions that wait to be verified.
    pub submitted: i64,
    /// Extension requests to decide.
    pub extensions: i64,
    /// Corrections of reports to accept or refuse.
    #[serde(default)]
    pub corrections: i64,
    /// Steps of the ladder to release or drop.
    pub steps: i64,
    /// Open assignments with an urge past its reply-by date and without an answer.
    pub urges_overdue: i64,
    /// Tasks of scope `subset` whose tenants are not named yet.
    pub to_be_assigned: i64,
    /// Overdue assignments of tenants that nobody can be reminded for (R45).
    pub nobody_to_remind: i64,
    /// Assignments that have had all their reminders at this level.
    pub silent: i64,
    /// Accepted assignments that were drawn to be looked at again, and one where the last month waits for its sample.
    #[serde(default)]
    pub rechecks: i64,
}

/// State of the outgoing mail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailFigures {
    /// Waiting to be sent, held for the send window included.
    pub waiting: i64,
    /// Of these, tried at least once without success.
    pub retrying: i64,
    /// Handed over, but the answer was lost.
    pub ambiguous: i64,
    /// Given up; a person must look.
    pub dead: i64,
    /// When the oldest message that may leave now became due.
    pub oldest_due: Option<Timestamp>,
}

/// `GET /api/v1/tasks/to-be-assigned`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ToBeAssigned {
    /// The tasks, the nearest due date first.
    pub items: Vec<TaskToAssign>,
    /// The Working Group's local date.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
}

/// A task whose tenants are not named yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskToAssign {
    /// Code of the task, `T24-08`.
    pub code: String,
    /// Title in Vietnamese.
    pub title_vi: String,
    /// Title in English.
    pub title_en: String,
    /// Number of the directive.
    pub directive: String,
    /// Clause of the directive, in Vietnamese.
    pub clause_vi: String,
    /// Clause of the directive, in English.
    pub clause_en: String,
    /// Due date that the directive gives.
    pub due_on: Option<Date>,
    /// Precision of the due date.
    pub due_precision: Precision,
}

/// `GET /api/v1/tenants/{slug}`: what somebody needs to know of a body before they ring it up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantPage {
    /// The body.
    pub tenant: TenantRef,
    /// What kind of body it is.
    pub kind: TenantKind,
    /// The local date for which lateness was judged.
    pub today: Date,
    /// When this was read.
    pub now: Timestamp,
    /// Counts by official class, and of what has no deadline.
    pub classes: Classes,
    /// Completed ÷ (completed + open overdue).
    pub completion: Rate,
    /// On time ÷ all that was due, against the current due dates.
    pub on_time: Rate,
    /// Open overdue by days overdue: 1-7, 8-14, 15-30, 31-60, more.
    pub ageing: [i64; 5],
    /// Submissions that wait to be verified.
    pub submitted: i64,
    /// Extension requests to decide.
    pub extensions: i64,
    /// Steps of the ladder to release or drop.
    pub steps: i64,
    /// Open assignments with an urge past its reply-by date and without an answer.
    pub urges_overdue: i64,
    /// What became of the urges issued in the last 365 days.
    pub urged: UrgeCounts,
    /// The newest urges; at most 5.
    pub urges: Vec<UrgeRow>,
    /// Its offices, each of them, with what is stored of it.
    pub offices: Vec<TenantOffice>,
    /// Its active people, by what they may do.
    pub people: Vec<TenantPerson>,
    /// What was done last about its work, newest first; at most 12.
    pub acts: Vec<TenantAct>,
}

/// An office of a body that mail can be addressed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantOffice {
    /// Which office.
    pub role: ContactRole,
    /// Its name; empty where nothing is stored.
    pub office: String,
    /// Its address; empty where none is known.
    pub address: String,
    /// Whether mail to it was proven to arrive.
    pub verified: bool,
    /// False where mail to it came back, or its reader complained.
    pub takes_mail: bool,
}

/// An active person of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantPerson {
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their e-mail address.
    pub address: String,
    /// False where mail to it came back, or they complained.
    pub takes_mail: bool,
}

/// Something that was done about an assignment of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantAct {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// Who did it.
    pub by: String,
    /// Whether they are of the Working Group.
    pub by_working_group: bool,
    /// The assignment.
    pub assignment: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heat_grows_with_share_and_age_of_what_is_overdue_and_is_never_zero_where_something_is() {
        let of = |open, ageing: [i64; 5]| {
            let tenant = TenantRef {
                slug: "bca".to_owned(),
                short: "BCA".to_owned(),
                name_vi: "Bộ Công an".to_owned(),
                name_en: "Ministry of Public Security".to_owned(),
            };
            let overdue = ageing.iter().fold(0, |sum: i64, n| sum.saturating_add(*n));
            TenantFigure { tenant, kind: TenantKind::Ministry, open, overdue, ageing }.heat()
        };
        assert_eq!(of(0, [0; 5]), 0);
        assert_eq!(of(20, [0; 5]), 0);
        assert_eq!(of(1_000, [1, 0, 0, 0, 0]), 1, "one of a thousand for a day is something");
        assert_eq!(of(20, [20, 0, 0, 0, 0]), 1);
        assert_eq!(of(20, [0, 0, 10, 0, 0]), 2);
        assert_eq!(of(20, [0, 0, 0, 20, 0]), 4);
        assert_eq!(of(20, [0, 0, 0, 0, 17]), 5);
        assert_eq!(of(4, [0, 0, 0, 0, 4]), of(400, [0, 0, 0, 0, 400]), "size of the body is no heat");
        assert_eq!(of(1, [i64::MAX; 5]), 5);
    }
}
