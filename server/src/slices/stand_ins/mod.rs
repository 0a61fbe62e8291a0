//! Stand-ins (R186): one person lends their role to another of the same body for some days, or an administrator does so for somebody
//! who is away. That whoever stands in acts with it, and for how long, is asked at every request
//! ([`dondoc_kernel::auth::Person::acting_for`]).
//!
//! | Module | Holds |
//! |---|---|
//! | [`api`] | JSON |
//! | [`web`] | the page of one's own |
//! | `store` | SQL |

pub mod api;
mod store;
pub mod web;

use dondoc_shared::{
    error::ErrorCode,
    id::{StandInId, UserId},
    role::Permission,
    stand_in::MOST_DAYS,
    wire::{
        Written,
        stand_in::{NewStandIn, StandInRow, StandInState, StandIns},
    },
};
use jiff::ToSpan;
use serde_json::{Value, json};

use crate::{
    domain::users::{self, UserRow},
    slices::letters::store::log::refuse_flood,
};
use dondoc_kernel::{
    auth::news::AccessNews,
    db::{
        TenantTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// How many days ahead somebody is asked to stand in.
const AHEAD: i32 = 366;

/// Those that concern somebody, and who could stand in for them.
pub async fn of(tx: &mut TenantTx, user: UserId) -> Result<StandIns> {
    let mut items = store::of(tx, user).await?;
    items.sort_by_key(|one| (one.state == StandInState::Over, one.from_on));
    let choices = store::choices(tx, user).await?;
    Ok(StandIns { items, choices })
}

/// Lends somebody's role. Both hear of it by mail.
///
/// # Errors
/// Faults of the fields: an administrator says why; whoever stands in can act and is no administrator. `stand_in_taken` where the absent
/// person has a stand-in on one of the days, `not_while_standing_in`, `wrong_state` where their role cannot be lent, `too_much_mail`.
pub async fn make(tx: &mut TenantTx, absent: UserId, input: &NewStandIn) -> Result<Logged<Written>> {
    if tx.actor.hands.acting_for.is_some() {
        return Err(ErrorCode::NotWhileStandingIn.into());
    }
    let by_another = tx.actor.user != Some(absent);
    let (today, from, to) = (tx.today(), input.from_on, input.to_on);
    let mut checks = Checks::default();
    if from < today {
        checks.fault("from_on", Fault::NotLater(today.saturating_sub(1.day())));
    } else if from > today.saturating_add(AHEAD.days()) {
        checks.fault("from_on", Fault::TooLate(today.saturating_add(AHEAD.days())));
    }
    let last = from.saturating_add(MOST_DAYS.saturating_sub(1).days());
    if to < from {
        checks.fault("to_on", Fault::NotLater(from.saturating_sub(1.day())));
    } else if to > last {
        checks.fault("to_on", Fault::TooLate(last));
    }
    let reason = if by_another || !input.reason.trim().is_empty() {
        checks.line("reason", &input.reason, 300)
    } else {
        String::new()
    };
    checks.finish()?;
    let (absent, stand_in) = both(tx, absent, input.stand_in).await?;
    if !absent.is_active() || !absent.role.may(Permission::StandIn) {
        return Err(ErrorCode::WrongState.into());
    }
    let stands_in =
        stand_in.is_active() && stand_in.role.may(Permission::StandIn) && stand_in.id != absent.id;
    if !stands_in || !users::has_phrase(tx, stand_in.id).await? {
        return Err(Error::field("stand_in", Fault::Unknown));
    }
    if store::meets_another(tx, absent.id, (from, to)).await? {
        return Err(ErrorCode::StandInTaken.into());
    }
    refuse_flood(tx, Some(stand_in.id)).await?;
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let id = store::insert(tx, (absent.id, stand_in.id), (from, to), reason.as_deref()).await?;
    let by = tx.actor.name.clone();
    let told = AccessNews::StandsIn { by: by.clone(), absent: absent.name.clone(), from, to, reason };
    users::tell(tx, &stand_in, &told).await?;
    let told = AccessNews::StoodInFor { by, stand_in: stand_in.name.clone(), from, to };
    users::tell(tx, &absent, &told).await?;
    let detail = json!({"absent": absent.id, "stand_in": stand_in.id, "from": from, "to": to});
    Ok(Logged::new(Written { id: id.0, version: 1 }, entry(tx, "make_stand_in", id, detail)))
}

/// Ends one before its time: of somebody, who lends or stands in, or as an administrator of anybody (`whose` is none). Whoever of the
/// two has not done it hears of it by mail.
///
/// # Errors
/// `not_found` where it is none of theirs, `wrong_state` where it is over.
pub async fn end(tx: &mut TenantTx, id: StandInId, whose: Option<UserId>) -> Result<Logged<Written>> {
    let one = store::lock(tx, id).await?;
    if whose.is_some_and(|user| one.absent.id != user && one.stand_in.id != user) {
        return Err(ErrorCode::NotFound.into());
    }
    if one.state == StandInState::Over {
        return Err(ErrorCode::WrongState.into());
    }
    let entry = end_it(tx, &one).await?;
    Ok(Logged::new(Written { id: id.0, version: 1 }, entry))
}

/// Ends all that concern somebody who can lend or stand in no more.
pub async fn end_all_of(tx: &mut TenantTx, user: UserId) -> Result<Vec<Entry>> {
    let mut entries = vec![];
    for one in store::of(tx, user).await? {
        if one.state != StandInState::Over {
            let one = store::lock(tx, one.id).await?;
            entries.push(end_it(tx, &one).await?);
        }
    }
    Ok(entries)
}

async fn end_it(tx: &mut TenantTx, one: &StandInRow) -> Result<Entry> {
    store::end(tx, one.id).await?;
    let by = tx.actor.name.clone();
    let (stand_in, absent) = (one.stand_in.name.clone(), one.absent.name.clone());
    let told = AccessNews::StandInEnded { by, stand_in, absent };
    for hand in [&one.absent, &one.stand_in] {
        let person = users::by_id(tx, hand.id).await?;
        if person.is_active() && tx.actor.user != Some(person.id) {
            users::tell(tx, &person, &told).await?;
        }
    }
    Ok(entry(tx, "end_stand_in", one.id, json!({"absent": one.absent.id, "stand_in": one.stand_in.id})))
}

/// Both people, locked in one order whoever is which: two that are made at the same moment do not wait for each other.
async fn both(tx: &mut TenantTx, absent: UserId, stand_in: UserId) -> Result<(UserRow, UserRow)> {
    let unknown = |_| Error::field("stand_in", Fault::Unknown);
    if stand_in < absent {
        let stand_in = users::lock(tx, stand_in).await.map_err(unknown)?;
        Ok((users::lock(tx, absent).await?, stand_in))
    } else {
        let absent = users::lock(tx, absent).await?;
        Ok((absent, users::lock(tx, stand_in).await.map_err(unknown)?))
    }
}

fn entry(tx: &TenantTx, action: &'static str, id: StandInId, detail: Value) -> Entry {
    Entry { tenant: tx.own(), action, subject_kind: "stand_in", subject_id: Some(id.0), detail }
}
