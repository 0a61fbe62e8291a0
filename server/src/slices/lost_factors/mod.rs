//! Lost second factors (R187): whoever keeps the body's people reports that somebody has lost theirs, and somebody who approves confirms
//! it. The link that its owner then gets turns it off ([`dondoc_kernel::auth`]): what proves somebody is out of reach here.
//!
//! | Module | Holds |
//! |---|---|
//! | [`api`] | JSON |
//! | [`web`] | the page of whoever confirms |
//! | `store` | SQL |

pub mod api;
mod store;
pub mod web;

use std::collections::BTreeSet;

use dondoc_shared::{
    day::in_ha_noi,
    error::ErrorCode,
    id::{LostFactorId, TenantId, UserId},
    role::Permission,
    wire::{
        Written,
        lost_factor::{LostFactorDecision, LostFactorRow, NewLostFactor},
        stand_in::Hand,
    },
};
use serde_json::{Value, json};

use self::store::Lost;
use crate::{
    domain::{
        recipients::store::is_suspended,
        users::{self, UserRow},
    },
    slices::letters::store::log::refuse_flood,
};
use dondoc_kernel::{
    auth::{news::AccessNews, sessions},
    db::{
        Actor, TenantTx, Tx,
        audit::{Entry, Logged},
    },
    error::Result,
    http::input::Checks,
};

/// Whose loss waits to be confirmed.
pub async fn waiting(tx: &mut Tx, tenant: TenantId) -> Result<BTreeSet<UserId>> {
    Ok(store::waiting(tx, tenant).await?.into_iter().map(|one| one.user).collect())
}

/// Those that the person who acts may decide on.
async fn open_to_actor(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Lost>> {
    let mut all = store::waiting(tx, tenant).await?;
    all.retain(|one| !shares_hands(&tx.actor, one));
    Ok(all)
}

/// How many the person who acts may decide on.
pub async fn count(tx: &mut Tx, tenant: TenantId) -> Result<i64> {
    Ok(i64::try_from(open_to_actor(tx, tenant).await?.len()).unwrap_or(i64::MAX))
}

/// Those that the person who acts may decide on, as they are shown.
pub async fn to_decide(tx: &mut TenantTx) -> Result<Vec<LostFactorRow>> {
    let own = tx.own();
    let mut rows = vec![];
    for one in open_to_actor(tx, own).await? {
        let person = users::by_id(tx, one.user).await?;
        rows.push(LostFactorRow {
            id: one.id,
            person: Hand { id: person.id, name: person.name },
            email: person.email,
            role: person.role,
            proof: one.proof,
            by: one.by_name,
            asked_at: one.asked_at.to_jiff(),
        });
    }
    Ok(rows)
}

/// Whether whoever acts has reported it, has lost it, or stands in for one who has (R186).
fn shares_hands(actor: &Actor, one: &Lost) -> bool {
    let since = Some(in_ha_noi(one.asked_at.to_jiff()));
    [one.by, one.user].into_iter().any(|first| actor.is_hand_of(Some(first), since))
}

/// Reports that somebody has lost their second factor. Whoever can confirm it and its owner are told by mail; the Working Group's system
/// administrator confirms it with the report.
///
/// # Errors
/// `not_oneself`, `wrong_state` where they are disabled, have none, or one waits, `nobody_to_confirm`, `address_suspended`,
/// `too_much_mail`, faults of fields.
pub async fn report(tx: &mut TenantTx, user: UserId, input: &NewLostFactor) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let proof = checks.line("proof", &input.proof, 300);
    checks.finish()?;
    let own = tx.own();
    let person = users::lock(tx, user).await?;
    if tx.actor.user == Some(user) {
        return Err(ErrorCode::NotOneself.into());
    }
    if !has_one(&person) || waiting(tx, own).await?.contains(&user) {
        return Err(ErrorCode::WrongState.into());
    }
    if is_suspended(tx, own, &person.email).await? {
        return Err(ErrorCode::AddressSuspended.into());
    }
    refuse_flood(tx, Some(user)).await?;
    let one = store::insert(tx, user, &proof).await?;
    let logged = Logged::new(
        Written { id: one.id.0, version: 1 },
        entry(tx, "report_lost_factor", one.id, json!({"user": user, "proof": proof})),
    );
    if tx.actor.tenant != Some(own) {
        let confirmed = decided(tx, &one, true, json!({"user": user})).await?;
        restore(tx, &one, &person).await?;
        return Ok(logged.and([confirmed]));
    }
    let by = tx.actor.name.clone();
    let told = AccessNews::LostFactorAsked { by: by.clone(), person: person.name.clone(), proof };
    let mut asked = false;
    for (other, has_phrase) in users::all(tx, own).await? {
        let confirms = other.is_active() && has_phrase && other.role.may(Permission::ConfirmLostFactor);
        if confirms && ![Some(user), tx.actor.user].contains(&Some(other.id)) {
            users::tell(tx, &other, &told).await?;
            asked = true;
        }
    }
    if !asked {
        return Err(ErrorCode::NobodyToConfirm.into());
    }
    users::tell(tx, &person, &AccessNews::LostFactorReported { by }).await?;
    Ok(logged)
}

/// Confirms a loss, or does not. Its owner's sessions end with it, and they get a link; administrators are told.
///
/// # Errors
/// `not_found`, `second_person_required` where whoever acts shares hands with who reported or lost it, `wrong_state` where it was decided or
/// its owner can act no more or has none, faults of fields.
pub async fn decide(
    tx: &mut TenantTx,
    id: LostFactorId,
    input: &LostFactorDecision,
) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let reason = input.reason.as_deref().unwrap_or_default();
    let reason = if input.confirmed && reason.trim().is_empty() {
        String::new()
    } else {
        checks.line("reason", reason, 300)
    };
    checks.finish()?;
    let one = store::lock(tx, id).await?;
    if shares_hands(&tx.actor, &one) {
        return Err(ErrorCode::SecondPersonRequired.into());
    }
    let person = users::lock(tx, one.user).await?;
    if one.decided_at.is_some() || (input.confirmed && !has_one(&person)) {
        return Err(ErrorCode::WrongState.into());
    }
    let reason = Some(reason).filter(|reason| !reason.is_empty());
    let detail = json!({"user": one.user, "reason": reason});
    let entry = decided(tx, &one, input.confirmed, detail).await?;
    if input.confirmed {
        restore(tx, &one, &person).await?;
    }
    let told = AccessNews::LostFactorDecided {
        by: tx.actor.name.clone(),
        person: person.name.clone(),
        confirmed: input.confirmed,
        reason,
    };
    let own = tx.own();
    for (other, _) in users::all(tx, own).await? {
        let concerns =
            other.role.may(Permission::ManagePeople) || (!input.confirmed && other.id == person.id);
        if concerns && other.is_active() && tx.actor.user != Some(other.id) {
            users::tell(tx, &other, &told).await?;
        }
    }
    Ok(Logged::new(Written { id: id.0, version: 1 }, entry))
}

/// Whether there is a second factor that its owner could have lost.
fn has_one(person: &UserRow) -> bool {
    person.is_active() && person.second_factor_at.is_some()
}

/// Ends all sessions of somebody, and sends them the link by which they get in again.
async fn restore(tx: &mut TenantTx, one: &Lost, person: &UserRow) -> Result<()> {
    let own = tx.own();
    sessions::shut_out(tx, own, person.id).await?;
    let (by, confirmed_by) = (one.by_name.clone(), tx.actor.name.clone());
    users::tell(tx, person, &AccessNews::Restored { by, confirmed_by }).await
}

async fn decided(tx: &mut TenantTx, one: &Lost, confirmed: bool, detail: Value) -> Result<Entry> {
    store::decide(tx, one.id, confirmed).await?;
    let action = if confirmed { "confirm_lost_factor" } else { "refuse_lost_factor" };
    Ok(entry(tx, action, one.id, detail))
}

fn entry(tx: &TenantTx, action: &'static str, id: LostFactorId, detail: Value) -> Entry {
    Entry { tenant: tx.own(), action, subject_kind: "lost_factor", subject_id: Some(id.0), detail }
}
