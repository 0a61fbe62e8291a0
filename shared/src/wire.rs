//! What travels between the server and its clients.
//!
//! Clients take "today" and "now" from these answers, never from their own clock. Dates are local dates of the
//! tenant; instants are UTC. Unknown fields in requests are refused.

pub mod assignment;
pub mod calendar;
pub mod contact;
pub mod correcting;
pub mod correction;
pub mod decision;
pub mod directive;
pub mod figure;
pub mod filing;
pub mod handling;
pub mod lost_factor;
pub mod mail;
pub mod matrix;
pub mod national;
pub mod people;
pub mod plan;
pub mod policy;
pub mod recheck;
pub mod report;
pub mod session;
pub mod stand_in;
pub mod standing;
pub mod urge;
pub mod view;
pub mod workbook;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// What kind of body a tenant is.
    TenantKind {
        /// One of the 18 ministries.
        Ministry = "ministry",
        /// An agency whose head ranks with ministers, such as the State Bank.
        MinisterialAgency = "ministerial_agency",
        /// An agency of the Government below ministerial level.
        GovernmentAgency = "government_agency",
        /// A province under the central government.
        Province = "province",
        /// A city under the central government.
        City = "city",
        /// The Working Group's own tenant, of which there is one.
        National = "national",
    }
}

impl TenantKind {
    /// Whether it is a province or city, and not a ministry or agency.
    pub const fn is_locality(self) -> bool {
        matches!(self, Self::Province | Self::City)
    }
}

coded! {
    /// How exactly a due date is known; the date itself is then the last day of the period.
    Precision {
        /// A day is named.
        Day = "day",
        /// Only a month is named.
        Month = "month",
        /// Only a quarter is named.
        Quarter = "quarter",
        /// Only a year is named.
        Year = "year",
        /// There is no due date.
        None = "none",
    }
}

coded! {
    /// How a row about figures is known; shown wherever the row is.
    Known {
        /// Read in a public source.
        Verified = "verified",
        /// Follows from public sources, or is our reading of them.
        Inferred = "inferred",
        /// Found nowhere.
        Unverified = "unverified",
    }
}

coded! {
    /// How the lead of a task is known.
    LeadBasis {
        /// The document, as reported, says so.
        Stated = "stated",
        /// Another public source says so.
        PublicSource = "public_source",
        /// Another directive says so.
        OtherDirective = "other_directive",
        /// Inferred, mostly from the remit of the ministry.
        Inferred = "inferred",
        /// Known only from a public prototype.
        Prototype = "prototype",
        /// Not stated: the task has no lead assignment.
        NotStated = "not_stated",
    }
}

coded! {
    /// Why something does not move.
    Cause {
        /// Missing or conflicting institutions and rules.
        Institution = "institution",
        /// Money is missing or not released.
        Funding = "funding",
        /// Tenders and purchases.
        Procurement = "procurement",
        /// Too few people, or without the skill.
        People = "people",
        /// Infrastructure or technology.
        Technology = "technology",
        /// Data are missing, wrong or not shared.
        Data = "data",
        /// Bodies do not work together.
        Coordination = "coordination",
        /// None of these; the text says which.
        Other = "other",
    }
}

coded! {
    /// Why a later due date is asked for.
    ExtensionReason {
        /// Waiting for a legal basis.
        LegalBasis = "legal_basis",
        /// Waiting for another body.
        OtherBody = "other_body",
        /// Funding is not yet available.
        Funding = "funding",
        /// A tender or purchase is delayed.
        Procurement = "procurement",
        /// The scope of the task has changed.
        Scope = "scope",
        /// Nobody could have foreseen or prevented it.
        ForceMajeure = "force_majeure",
        /// None of these; the text says which.
        Other = "other",
    }
}

coded! {
    /// An office of a tenant that mail can be addressed to.
    ContactRole {
        /// The mailbox of the body itself, read by its clerks.
        AgencyMailbox = "agency_mailbox",
        /// The head of the focal unit.
        FocalHead = "focal_head",
        /// The head of the steering committee.
        SteeringHead = "steering_head",
        /// The Committee's standing vice-chair (national tenant only).
        ViceChair = "vice_chair",
    }
}

/// A tenant as others see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TenantRef {
    /// The key in addresses and filters: `ha-noi`.
    pub slug: String,
    /// At most four letters, for grids and filters.
    pub short: String,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Pass as `cursor` to get the page after this one; absent on the last. A page with fewer rows than were asked for has one where
    /// the search stopped before the end and goes on there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many rows the whole list has; with `at_least`, how many it has at least.
    pub total: i64,
    /// The count stopped early.
    pub at_least: bool,
    /// The local date for which lateness was judged.
    pub today: Date,
    /// When the page was read.
    pub now: Timestamp,
}

/// How many rows a list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Count {
    /// So many; with `at_least`, so many at least.
    pub total: i64,
    /// The count stopped early.
    pub at_least: bool,
}

/// An answer to a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Written {
    /// What was made: the id of the report, urge, ... or of the assignment itself.
    pub id: uuid::Uuid,
    /// The assignment's version after the write; the next `If-Match`.
    pub version: i32,
}

/// A change, as the event stream tells it: fetch the assignment to see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// The assignment that changed.
    pub assignment: crate::id::AssignmentId,
    /// The assignment's code, `T24-08/ha-noi`.
    pub code: String,
    /// What happened to it.
    pub kind: assignment::EventKind,
    /// The instant of the change.
    pub at: Timestamp,
}
