//! The contents of a report, the week it belongs to, and its readers (pure; R49).

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    role::Role,
    wire::ContactRole,
};
use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use crate::{
    domain::recipients::{Directory, Person},
    slices::triage::Figures,
};

/// What the report of a week says: codes, dates and counts as they were when it was queued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The local date of its figures.
    pub on: Date,
    /// Rates, classes and ageing, as on the console's first page.
    pub figures: Figures,
    /// Open and overdue since less than seven days.
    pub newly_overdue: i64,
    /// Accepted in the last seven days.
    pub newly_done: i64,
    /// Open and without a report for longest.
    pub longest: Vec<Longest>,
    /// Submissions that wait for the Working Group.
    pub submitted: i64,
    /// Extension requests that wait for a decision.
    pub extensions: i64,
    /// Steps of the ladder that wait for a person.
    pub steps: i64,
    /// Assignments with an urge past its reply-by date and without an answer.
    pub urges_overdue: i64,
    /// Random re-checks that wait, and one where a month waits to be drawn (R173); the Working Group's alone.
    #[serde(default)]
    pub rechecks: i64,
}

/// An open assignment without news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Longest {
    /// The item in the portal; none in a report that was queued before it had one.
    #[serde(default)]
    pub id: Option<AssignmentId>,
    /// Code of the assignment, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// Calendar days since the last report, or since it was assigned.
    pub days: i32,
}

/// The Monday of a date's ISO week.
pub(super) fn monday(date: Date) -> Date {
    let back = i32::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(Span::new().days(back)).unwrap_or(date)
}

/// `2024-W31`.
pub(super) fn week_of(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{}-W{:02}", week.year(), week.week())
}

/// Whether the report belongs to the week of this date (R49).
pub fn is_of_week(report: &Report, today: Date) -> bool {
    monday(report.on) == monday(today)
}

/// The readers of a tenant's report (R49), and whoever stands in for them.
pub fn readers(tenant: TenantId, directory: &Directory) -> Vec<Person> {
    let roles: &[Role] =
        if tenant.is_national() { &[Role::Lead, Role::NationalOfficer] } else { &[Role::Approver] };
    let takes_mail = |person: &&Person| person.takes_mail;
    let named = directory.holders(roles).chain(directory.office(ContactRole::SteeringHead));
    let mut readers: Vec<&Person> = named.filter(takes_mail).collect();
    if readers.is_empty() {
        readers.extend(directory.office(ContactRole::AgencyMailbox).filter(takes_mail));
    }
    directory.reachable(readers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_week_is_the_iso_week_also_where_the_year_turns() {
        assert_eq!(week_of(date(2024, 7, 29)), "2024-W31");
        assert_eq!(week_of(date(2024, 12, 30)), "2025-W01");
        assert_eq!(week_of(date(2027, 1, 3)), "2026-W53");
        assert_eq!(monday(date(2024, 8, 4)), date(2024, 7, 29));
    }
}
