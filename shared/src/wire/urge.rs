//! Urges: numbered, addressed acts about one or many assignments of a tenant, their templates and their statistics.

pub mod plan;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Precision, TenantRef, assignment::UrgeAnswer};
use crate::{
    coded::coded,
    id::{AssignmentId, UrgeId},
};

/// The most assignments of one urge.
pub const MOST_ASSIGNMENTS: usize = 50;

coded! {
    /// The role of a tenant that an urge is addressed to.
    UrgeAddressee {
        /// The assignees (without one every officer), the approvers and the agency mailbox.
        Responsible = "responsible",
        /// The head of the focal unit.
        FocalHead = "focal_head",
        /// The head of the steering committee.
        SteeringHead = "steering_head",
        /// The mailbox of the body itself.
        AgencyMailbox = "agency_mailbox",
    }
}

coded! {
    /// Where an urge stands.
    UrgeState {
        /// Waits for its answer, in time.
        Open = "open",
        /// Waits for its answer past its reply-by date.
        Overdue = "overdue",
        /// Answered by its reply-by date.
        Answered = "answered",
        /// Answered after its reply-by date.
        Late = "late",
        /// The last of its assignments was accepted before anybody had answered.
        Lapsed = "lapsed",
        /// Taken back before its mail had left.
        Withdrawn = "withdrawn",
    }
}

impl UrgeState {
    /// The state on a local date; a reply-by date is met until the end of that day. `closed` is how it was closed without an
    /// answer.
    pub fn of(reply_by: Date, answered_on: Option<Date>, closed: Option<UrgeState>, today: Date) -> Self {
        match (answered_on, closed) {
            (Some(on), _) if on <= reply_by => Self::Answered,
            (Some(_), _) => Self::Late,
            (None, Some(closed)) => closed,
            (None, None) if reply_by < today => Self::Overdue,
            (None, None) => Self::Open,
        }
    }

    /// Whether it still waits for an answer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Overdue)
    }
}

/// An assignment to urge, and the version that was seen of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UrgeTarget {
    /// The assignment.
    pub id: AssignmentId,
    /// The version that the sender has seen.
    pub version: i32,
}

/// `POST /api/v1/urges`: an urge before it is issued. The tenant will see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UrgeDraft {
    /// The assignments, 1 to 50 of one tenant. Several tenants get an urge each.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 50))]
    pub assignments: Vec<UrgeTarget>,
    /// The role addressed.
    pub addressee: UrgeAddressee,
    /// The template whose text is used; else `text` is.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub template: Option<String>,
    /// What is asked, in Vietnamese; at most 2,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub text: String,
    /// Answer due by the end of this local day; else `reply_in` says it.
    #[serde(default)]
    pub reply_by: Option<Date>,
    /// Answer due by the end of the working day that is this many after today: 1 to 60.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    pub reply_in: Option<i32>,
    /// Leave at once instead of within the next send window.
    #[serde(default)]
    pub now: bool,
}

/// An urge that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeIssued {
    /// Finds the urge again.
    pub id: UrgeId,
    /// Its number within the year and the issuing body: `12/2024/TCT`.
    pub number: String,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
}

/// A line of the list of urges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeRow {
    /// Finds the urge again.
    pub id: UrgeId,
    /// Its number within the year and the issuing body: `12/2024/TCT`.
    pub number: String,
    /// The tenant that was urged.
    pub tenant: TenantRef,
    /// The role of the tenant that it addresses.
    pub addressee: UrgeAddressee,
    /// Where it stands today.
    pub state: UrgeState,
    /// When it was issued.
    pub at: Timestamp,
    /// The local date of issue.
    pub issued_on: Date,
    /// Name of the person who issued it.
    pub by: String,
    /// Number of assignments that it is about.
    pub assignments: i64,
    /// Answer due by the end of this local day.
    pub reply_by: Date,
    /// Calendar days past `reply_by` without an answer.
    pub days_overdue: i32,
    /// The local date of the answer.
    pub answered_on: Option<Date>,
}

/// `GET /api/v1/urges/{id}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeDetail {
    /// Its line in the list.
    pub row: UrgeRow,
    /// The text that was sent, in Vietnamese.
    pub text: String,
    /// The same in English, where it was made from a template.
    pub text_en: Option<String>,
    /// The code of that template.
    pub template: Option<String>,
    /// The assignments that it is about, by code.
    pub assignments: Vec<UrgedAssignment>,
    /// The answer, which closed it for all of its assignments.
    pub answer: Option<UrgeAnswer>,
    /// When it was closed before anybody had answered: the last of its assignments was accepted, or it was withdrawn.
    pub lapsed_at: Option<Timestamp>,
}

/// An assignment that an urge is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgedAssignment {
    /// The assignment.
    pub id: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English; may be empty.
    pub title_en: String,
    /// The due date when the urge was issued.
    pub due_on: Option<Date>,
    /// Precision of that due date.
    pub due_precision: Precision,
    /// Calendar days overdue on the day of issue.
    pub days_overdue: i32,
    /// When the urge no longer asked about it: it was accepted before the answer, or the urge was withdrawn.
    pub lapsed_at: Option<Timestamp>,
}

/// What became of the urges issued in a period, by the states of today.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeCounts {
    /// All of them; the five figures below add up to it.
    pub sent: i64,
    /// Answered by the reply-by date.
    pub answered_in_time: i64,
    /// Answered after the reply-by date.
    pub answered_late: i64,
    /// Not answered, and the reply-by date has passed.
    pub never: i64,
    /// The work was accepted before anybody had answered.
    pub lapsed: i64,
    /// Not answered, reply-by date not passed.
    pub open: i64,
    /// The median of the calendar days from issue to answer, over those answered; 0 is the same day.
    pub median_days: Option<f64>,
}

/// A tenant's line of the statistics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeFigure {
    /// The tenant that was urged.
    pub tenant: TenantRef,
    /// Their outcome today.
    pub counts: UrgeCounts,
}

/// `GET /api/v1/urges/statistics`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeStatistics {
    /// The first local date of issue counted.
    pub from: Date,
    /// The last local date of issue counted.
    pub to: Date,
    /// The local date for which the states were judged.
    pub today: Date,
    /// Tenants that were urged, most often first.
    pub tenants: Vec<UrgeFigure>,
    /// All of them together.
    pub all: UrgeCounts,
}

/// A text that urges are made from. Placeholders: `{tenant}`, `{tasks}`, `{days_overdue}` (of the latest task), `{reply_by}`,
/// `{waiting}` (the bodies that wait for the one addressed).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeTemplate {
    /// The key in addresses and drafts: `overdue`.
    pub code: String,
    /// The name that people choose it by, in Vietnamese.
    pub name_vi: String,
    /// The name in English.
    pub name_en: String,
    /// The text that is sent, in Vietnamese.
    pub text_vi: String,
    /// The text for readers of English.
    pub text_en: String,
    /// Sent back as `If-Match`.
    pub version: i32,
}

/// `GET /api/v1/urge-templates`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UrgeTemplates {
    /// Every template, ordered by code.
    pub items: Vec<UrgeTemplate>,
}

/// `PUT /api/v1/urge-templates/{code}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewUrgeTemplate {
    /// Name in Vietnamese; at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name_vi: String,
    /// Name in English; at most 200 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub name_en: String,
    /// Text in Vietnamese; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text_vi: String,
    /// Text in English; at most 2,000 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000))]
    pub text_en: String,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_reply_by_date_is_met_until_the_end_of_that_day() {
        let (by, next) = (date(2024, 8, 1), date(2024, 8, 2));
        assert_eq!(UrgeState::of(by, None, None, by), UrgeState::Open);
        assert_eq!(UrgeState::of(by, None, None, next), UrgeState::Overdue);
        assert_eq!(UrgeState::of(by, Some(by), None, next), UrgeState::Answered);
        assert_eq!(UrgeState::of(by, Some(next), None, next), UrgeState::Late);
        assert_eq!(UrgeState::of(by, None, Some(UrgeState::Lapsed), next), UrgeState::Lapsed);
    }
}
