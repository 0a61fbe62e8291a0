//! What travels between the server and its clients.
//!
//! Clients take "today" and "now" from these answers, never from their own clock. Dates are local dates of the
//! tenant; instants are UTC. Unknown fields in requests are refused.

pub mod assignment;
pub mod calendar;
pub mod contact;
pub mod directive;
pub mod mail;
pub mod national;
pub mod policy;
pub mod session;
pub mod standing;
pub mod urge;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// What kind of body a tenant is.
    TenantKind {
        /// A ministry.
        Ministry = "ministry",
        /// A ministerial-level agency.
        MinisterialAgency = "ministerial_agency",
        /// A government agency.
        GovernmentAgency = "government_agency",
        /// A province.
        Province = "province",
        /// A centrally-run city.
        City = "city",
        /// The Working Group.
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
        /// The day.
        Day = "day",
        /// The month.
        Month = "month",
        /// The quarter.
        Quarter = "quarter",
        /// The year.
        Year = "year",
        /// No date.
        None = "none",
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
        /// Institutions and rules.
        Institution = "institution",
        /// Funding.
        Funding = "funding",
        /// Procurement.
        Procurement = "procurement",
        /// People.
        People = "people",
        /// Infrastructure and technology.
        Technology = "technology",
        /// Data.
        Data = "data",
        /// Co-ordination between bodies.
        Coordination = "coordination",
        /// Other.
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
        /// Funding not available.
        Funding = "funding",
        /// Procurement delayed.
        Procurement = "procurement",
        /// Scope changed.
        Scope = "scope",
        /// Force majeure.
        ForceMajeure = "force_majeure",
        /// Other.
        Other = "other",
    }
}

coded! {
    /// An office of a tenant that mail can be addressed to.
    ContactRole {
        /// The agency mailbox.
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
    /// The key: `ha-noi`.
    pub slug: String,
    /// At most four letters, for grids and filters.
    pub short: String,
    /// Vietnamese name.
    pub name_vi: String,
    /// English name.
    pub name_en: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Pass as `cursor` to get the page after this one; absent on the last.
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
    /// The assignment.
    pub assignment: crate::id::AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// What happened.
    pub kind: assignment::EventKind,
    /// When.
    pub at: Timestamp,
}
