//! Stand-ins (R186): who acts for whom, and from when to when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    id::{StandInId, UserId},
    role::Role,
};

coded! {
    /// Where a stand-in stands on a day.
    StandInState {
        /// Its first day is still to come.
        Coming = "coming",
        /// Whoever stands in may act for the absent person.
        InForce = "in_force",
        /// Its last day is past, or it was ended.
        Over = "over",
    }
}

impl StandInState {
    /// Where it stands today, between its first and its last day and if it was ended.
    #[must_use]
    pub fn of((from_on, to_on): (Date, Date), ended: bool, today: Date) -> Self {
        if ended || to_on < today {
            Self::Over
        } else if today < from_on {
            Self::Coming
        } else {
            Self::InForce
        }
    }
}

/// One of the two people of a stand-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hand {
    /// The person.
    pub id: UserId,
    /// As it stands under what they do.
    pub name: String,
}

/// That one person stands in for another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandInRow {
    /// Finds it again.
    pub id: StandInId,
    /// Whose role it is.
    pub absent: Hand,
    /// Who acts.
    pub stand_in: Hand,
    /// The first local date.
    pub from_on: Date,
    /// The last local date.
    pub to_on: Date,
    /// The local date on which it was ended before its time.
    pub ended_on: Option<Date>,
    /// Where it stands today.
    pub state: StandInState,
    /// Name of the person who made it.
    pub by: String,
    /// Why, where an administrator made it.
    pub reason: Option<String>,
}

/// `GET /api/v1/stand-ins`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandIns {
    /// Those that are over last; otherwise by their first days.
    pub items: Vec<StandInRow>,
    /// Who could stand in: everybody else who can act and whose role can be lent, by name.
    pub choices: Vec<StandInChoice>,
}

/// Somebody who could stand in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StandInChoice {
    /// The person.
    pub id: UserId,
    /// As it stands under what they do.
    pub name: String,
    /// What they may do themselves.
    pub role: Role,
}

/// `POST /api/v1/stand-ins` and `POST /api/v1/people/{id}/stand-ins`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewStandIn {
    /// Who acts.
    pub stand_in: UserId,
    /// The first local date: today or later.
    pub from_on: Date,
    /// The last local date: at most 60 days with the first.
    pub to_on: Date,
    /// Why; an administrator must say it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub reason: String,
}

/// `PUT /api/v1/session/stand-in`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ActFor {
    /// For whom the session acts from now on; null: for its own person.
    pub stand_in: Option<StandInId>,
}

/// For whom a session acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ActingFor {
    /// The stand-in.
    pub id: StandInId,
    /// The absent person.
    pub absent: Hand,
    /// Its last local date.
    pub to_on: Date,
    /// Whether it is over: then nothing can be done before the session acts for its own person again.
    pub over: bool,
}
