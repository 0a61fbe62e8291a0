//! Typed ids. Most are UUIDv7 made by the application, so they sort by the time of their making; those of national rows that
//! stand in every key are small numbers.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// `ids! { Uuid as Uuid: … }` makes ids of the first type, kept in columns of the second.
macro_rules! ids {
    ($inner:ty as $sql:ident: $($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow))]
        #[cfg_attr(feature = "db", diesel(sql_type = diesel::sql_types::$sql))]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = <$inner as FromStr>::Err;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }

        #[cfg(feature = "db")]
        impl diesel::serialize::ToSql<diesel::sql_types::$sql, diesel::pg::Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>) -> diesel::serialize::Result {
                <$inner as diesel::serialize::ToSql<diesel::sql_types::$sql, diesel::pg::Pg>>::to_sql(&self.0, out)
            }
        }

        #[cfg(feature = "db")]
        impl diesel::deserialize::FromSql<diesel::sql_types::$sql, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                <$inner as diesel::deserialize::FromSql<diesel::sql_types::$sql, diesel::pg::Pg>>::from_sql(bytes).map(Self)
            }
        }
    )+};
}

ids! { Uuid as Uuid:
    /// A log-in: one e-mail address, in exactly one tenant.
    AccountId,
    /// A person of a tenant.
    UserId,
    /// A signed-in browser or console.
    SessionId,
    /// That somebody stands in for somebody.
    StandInId,
    /// That somebody's second factor was reported lost.
    LostFactorId,
    /// A passkey of an account.
    PasskeyId,
    /// A source document: decision, instruction, notice, ….
    DirectiveId,
    /// One duty named by a directive.
    TaskId,
    /// One tenant's own copy of a task.
    AssignmentId,
    /// A progress report on an assignment, or the report of a period.
    ReportId,
    /// What a rule found in a report that was filed.
    FindingId,
    /// A piece of evidence.
    EvidenceId,
    /// A submission to the Working Group.
    SubmissionId,
    /// A request for a later due date.
    ExtensionId,
    /// A numbered act that asks a tenant for an answer.
    UrgeId,
    /// Urges that are made together.
    PlanId,
    /// What the Working Group writes to itself about an assignment.
    NoteId,
    /// An accepted assignment that is looked at again.
    RecheckId,
    /// A step up the ladder.
    EscalationId,
    /// A line of a timeline.
    EventId,
    /// A message in the outbox.
    MessageId,
    /// An address of an office.
    ContactId,
    /// A version of a policy.
    PolicyId,
    /// An address that takes no mail.
    SuspensionId,
    /// A stop of outgoing mail.
    HoldId,
}

ids! { i32 as Integer:
    /// A tenant's number: small, ours, never re-used. The public key is the tenant's `slug`.
    TenantId,
    /// A group of bodies whose figures are added up.
    GroupId,
    /// A regime by which bodies report.
    RegimeId,
    /// What is measured.
    IndicatorId,
    /// One month, quarter, half or year of a regime.
    PeriodId,
}

impl TenantId {
    /// The tenant whose users are the Working Group (R5); it exists from the first migration and is outside every
    /// denominator of 93.
    pub const NATIONAL: TenantId = TenantId(0);

    /// Whether this is the Working Group's own tenant.
    pub fn is_national(self) -> bool {
        self == Self::NATIONAL
    }
}
