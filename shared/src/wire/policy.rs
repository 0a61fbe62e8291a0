//! Policies: their versions, a draft, and what a draft would do.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::TenantRef;
use crate::{id::PolicyId, policy::PolicyBody};

/// `GET /api/v1/policies`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policies {
    /// The local date for which `in_force` holds.
    pub today: Date,
    /// Every version: the national ones first, then by tenant; the newest first.
    pub items: Vec<Policy>,
}

/// A version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    /// Finds the version again.
    pub id: PolicyId,
    /// The tenant whose own version it is; none for the national one.
    pub tenant: Option<TenantRef>,
    /// Counts from 1, for each kind and tenant.
    pub version: i32,
    /// The first local date on which it counts.
    pub from: Date,
    /// The first local date on which it counts no more, if it was withdrawn.
    pub until: Option<Date>,
    /// Whether it counts today (for a national one: where the tenant has no version of its own).
    pub in_force: bool,
    /// Why it was made.
    pub note: String,
    /// Name of the person who made it.
    pub by: String,
    /// The instant at which it was made.
    pub at: Timestamp,
    /// The rules themselves.
    pub body: PolicyBody,
}

/// A version to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPolicy {
    /// Key of the tenant that gets its own version; none for all.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub tenant: Option<String>,
    /// The first local date on which it counts: tomorrow or later.
    pub from: Date,
    /// Why it is made; kept with the version.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub note: String,
    /// The rules themselves.
    pub body: PolicyBody,
}

/// A draft to be tried on today's backlog.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Key of the tenant that would get its own version; none for all.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60))]
    pub tenant: Option<String>,
    /// What it would say.
    pub body: PolicyBody,
}

/// What the policies in force and a draft would do over the next days, if nothing else changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Simulation {
    /// The first local date: tomorrow.
    pub from: Date,
    /// What each day would bring; day by day from `from`.
    pub days: Vec<SimulatedDay>,
    /// What each tenant would get, in the order of the draft's mails, most first. Tenants that get nothing either way are left
    /// out.
    pub tenants: Vec<SimulatedTenant>,
    /// The people who would get most under the draft, at most 20.
    pub people: Vec<SimulatedPerson>,
}

/// Two figures side by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pair {
    /// Under the policies in force.
    pub now: i64,
    /// Under the draft that is tried.
    pub draft: i64,
}

/// One day of a simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulatedDay {
    /// A local date, counted from `from`.
    pub on: Date,
    /// Digests that would leave.
    pub mails: Pair,
    /// Assignments named in those digests.
    pub lines: Pair,
    /// Steps up the ladder that would be proposed.
    pub steps: Pair,
}

/// One tenant's share of a simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulatedTenant {
    /// The tenant.
    pub tenant: TenantRef,
    /// Digests over all days.
    pub mails: Pair,
    /// Assignments named in those digests.
    pub lines: Pair,
    /// The most digests on one day.
    pub most_a_day: Pair,
    /// Steps up the ladder that would be proposed.
    pub steps: Pair,
    /// Assignments that would fall silent.
    pub silent: Pair,
}

/// One person's share of a simulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimulatedPerson {
    /// Slug of the person's tenant.
    pub tenant: String,
    /// Name of the person or office.
    pub name: String,
    /// Digests over all days.
    pub mails: Pair,
    /// Assignments named in those digests.
    pub lines: Pair,
}

/// `GET /api/v1/reminders/preview`: what a day's run would queue if nothing changed until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Run {
    /// The local date of the run.
    pub on: Date,
    /// When its mail leaves by the national calendar; absent while all mail is held until a person lifts the hold.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold of all mail puts it off.
    pub held: bool,
    /// Digests and weekly reports in all.
    pub mails: i64,
    /// Assignments named in those digests.
    pub lines: i64,
    /// Every tenant with something, most digests first.
    pub tenants: Vec<TenantRun>,
}

/// One tenant's part of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantRun {
    /// The tenant.
    pub tenant: TenantRef,
    /// When its mail leaves by the tenant's own calendar; absent while a hold keeps it back until a person lifts it.
    pub leaves_at: Option<Timestamp>,
    /// Whether a hold puts it off.
    pub held: bool,
    /// Digests and weekly reports.
    pub mails: i64,
    /// Digests among them that are beyond the tenant's budget of the day and leave on a later one.
    pub over_budget: i64,
    /// Assignments named in those digests.
    pub lines: i64,
    /// The people and what each gets; only where one tenant was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRun>,
}

/// What one person would get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRun {
    /// Name of the person or office.
    pub name: String,
    /// E-mail address.
    pub address: String,
    /// Code, title, and why: rule, version, level and person in the reader's language.
    pub lines: Vec<LineRun>,
}

/// One line of a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineRun {
    /// Code of the assignment, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in the reader's language.
    pub title: String,
    /// Rule, version, level and person, in words.
    pub why: String,
}

/// `GET /api/v1/mail/messages/{id}/why`: which rule, which version, which facts made this mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Why {
    /// `digest`, `urge`, `escalation`, `decision`.
    pub kind: String,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// Sentences that tell where it comes from, in the reader's language.
    pub told: Vec<String>,
    /// For a digest: what owed each line.
    pub lines: Vec<WhyLine>,
}

/// What owed one line of a digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WhyLine {
    /// Code of the assignment, `T24-08/ha-noi`.
    pub code: String,
    /// The rule's word, such as `overdue-7`.
    pub rule: String,
    /// The local date on which it fell.
    pub slot: Date,
    /// The policy's version, and whether it is the tenant's own.
    pub policy: String,
    /// Facts when it was queued: status, due date, days overdue, level, and the person's part; and since when its reader
    /// has switched such reminders off, if it had not left by then.
    pub facts: Vec<(String, String)>,
    /// Whether version, calendar, these facts and the reader's choice still yield this reminder, asked again now.
    pub reproduced: bool,
}
