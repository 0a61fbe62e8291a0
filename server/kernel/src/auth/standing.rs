//! For whom a session acts (R186), from what its statement brings.

use dondoc_shared::{
    id::{StandInId, UserId},
    role::{Permission, Role},
    stand_in::StandIn,
    wire::stand_in::{ActingFor, Hand, StandInState},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    db::Hands,
    error::{Error, Result},
};

/// A stand-in of the person, or of somebody with whom they share one. Name, role and status are the absent person's.
#[derive(Deserialize)]
struct Row {
    id: StandInId,
    absent_id: UserId,
    stand_in_id: UserId,
    from_on: Date,
    to_on: Date,
    ended_on: Option<Date>,
    name: String,
    role: Role,
    status: String,
}

/// What the stand-ins of a person come to today.
pub(super) struct Standing {
    pub hands: Hands,
    /// For whom the session acts, with the role that is lent; none: for its own person.
    pub acting_for: Option<(ActingFor, Role)>,
    /// For whom they ever stood in, or will.
    pub stands_in_for: Vec<ActingFor>,
}

impl Row {
    /// Whether somebody acts by it today. Asked at every request: what was in force when a page was built may be over.
    fn is_in_force(&self, today: Date) -> bool {
        let state = StandInState::of((self.from_on, self.to_on), self.ended_on.is_some(), today);
        state == StandInState::InForce && self.status == "active" && self.role.may(Permission::StandIn)
    }
}

pub(super) fn read(rows: Value, under: Option<StandInId>, user: UserId, today: Date) -> Result<Standing> {
    let rows = Vec::<Row>::deserialize(rows).map_err(|error| Error::Internal(error.into()))?;
    let acting = |row: &Row| ActingFor {
        id: row.id,
        absent: Hand { id: row.absent_id, name: row.name.clone() },
        to_on: row.to_on,
        over: !row.is_in_force(today),
    };
    let own = || rows.iter().filter(|row| row.stand_in_id == user);
    let acting_for = under.and_then(|id| own().find(|row| row.id == id)).map(|row| (acting(row), row.role));
    let stands_in_for = own().map(acting).collect();
    let stand_ins = rows.iter().map(|row| StandIn {
        absent: row.absent_id,
        stand_in: row.stand_in_id,
        from_on: row.from_on,
        last_on: row.ended_on.map_or(row.to_on, |ended| ended.min(row.to_on)),
    });
    let stand_ins = stand_ins.collect();
    let whose = acting_for.as_ref().filter(|(acting, _)| !acting.over).map(|(acting, _)| acting.absent.id);
    Ok(Standing { hands: Hands { acting_for: whose, stand_ins, today }, acting_for, stands_in_for })
}
