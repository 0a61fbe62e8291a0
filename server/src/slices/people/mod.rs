//! The people of a body (R179): its administrator invites them, changes their roles, sends them a link, ends their sessions,
//! disables them and lets them in again; the Working Group's system administrator does so in every body.
//!
//! Everything happens as the application's role inside the body; what proves somebody (pass-phrases, links) is out of its reach.

pub mod api;
pub mod web;

use dondoc_shared::{
    error::ErrorCode,
    id::{TenantId, UserId},
    role::{Permission, Role},
    wire::{
        Written,
        people::{AccountState, HandOver, MailToMember, Member, NewMember, NewRole},
        stand_in::StandIns,
    },
};
use serde_json::{Value, json};

use crate::{
    domain::{
        assignments::hand_over::{Held, hand_over, held, open_of},
        recipients::store::{is_suspended, suspended},
        users::{self, NewRow, UserRow},
    },
    slices::{
        letters::store::log::{refuse_flood, to_member},
        lost_factors, stand_ins, suspensions,
    },
};
use dondoc_kernel::{
    auth::{
        news::{self, AccessNews},
        sessions,
    },
    db::{
        TenantTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    mail::message::is_address,
};

/// How much of somebody's mail is shown.
const MAILS: i64 = 20;

/// Everybody who has an account in the tenant.
pub async fn list(tx: &mut TenantTx) -> Result<Vec<Member>> {
    let tenant = tx.own();
    let (rows, used) = (users::all(tx, tenant).await?, sessions::last_uses(tx, tenant).await?);
    let (held, unreachable) = (held(tx, tenant).await?, suspended(tx, tenant).await?);
    let lost = lost_factors::waiting(tx, tenant).await?;
    let member = |(row, has_phrase): (UserRow, bool)| {
        let Held { open, overdue } = held.get(&row.id).copied().unwrap_or_default();
        Member {
            state: match (row.is_active(), has_phrase) {
                (false, _) => AccountState::Disabled,
                (true, false) => AccountState::Invited,
                (true, true) => AccountState::Active,
            },
            last_used_at: used.get(&row.id).copied(),
            suspended: unreachable.iter().any(|one| one.address.eq_ignore_ascii_case(&row.email)),
            second_factor: row.second_factor_at.is_some(),
            lost_factor_waits: lost.contains(&row.id),
            open,
            overdue,
            id: row.id,
            name: row.name,
            email: row.email,
            role: row.role,
            lang: row.lang,
            version: row.version,
        }
    };
    Ok(rows.into_iter().map(member).collect())
}

/// The roles that `giver` can give in a tenant: whoever is none of its people (the command line) can give each that exists there.
pub fn roles(giver: Option<Role>, tenant: TenantId) -> Vec<Role> {
    let is_given = |role: &Role| {
        let appointed = matches!(role, Role::Administrator) && giver == Some(Role::Administrator);
        role.is_national() == tenant.is_national() && !appointed
    };
    Role::ALL.iter().copied().filter(is_given).collect()
}

fn refuse_role(tx: &TenantTx, role: Role) -> Result<()> {
    if roles(tx.actor.role, tx.own()).contains(&role) { Ok(()) } else { Err(ErrorCode::RoleNotYours.into()) }
}

/// Invites somebody: they get a mail with a link by which they set their pass-phrase.
///
/// # Errors
/// `email_taken`, `role_not_yours`, `too_much_mail`, faults of fields.
pub async fn invite(tx: &mut TenantTx, input: &NewMember) -> Result<Logged<Written>> {
    let mut checks = Checks::default();
    let name = checks.line("name", &input.name, 120);
    let email = checks.line("email", &input.email, 254).to_lowercase();
    if !email.is_empty() && !is_address(&email) {
        checks.fault("email", Fault::Malformed);
    }
    checks.finish()?;
    refuse_role(tx, input.role)?;
    refuse_flood(tx, None).await?;
    let row = NewRow { tenant: tx.own(), role: input.role, name: &name, email: &email, lang: input.lang };
    let (user, _) = users::insert(tx, &row).await?;
    let by = tx.actor.name.clone();
    news::tell(tx, (row.tenant, user), &email, &AccessNews::Invited { by }).await?;
    let entry = entry(tx, "invite_user", user, json!({"role": input.role.as_str()}));
    Ok(Logged::new(Written { id: user.0, version: 1 }, entry))
}

/// Changes what somebody may do. Their sessions end, and a mail tells them.
///
/// # Errors
/// `not_oneself`, `last_administrator`, `role_not_yours`, `hand_over_required`, `wrong_state` where they are disabled.
pub async fn change_role(
    tx: &mut TenantTx,
    id: UserId,
    seen: Version,
    input: &NewRole,
) -> Result<Logged<Written>> {
    let administrators = users::active_administrators(tx).await?;
    let person = seen_by_another(tx, id, seen).await?;
    refuse_role(tx, input.role)?;
    if !person.is_active() {
        return Err(ErrorCode::WrongState.into());
    }
    let detail = json!({"role": [person.role.as_str(), input.role.as_str()]});
    if person.role == input.role {
        let entry = entry(tx, "change_role", id, detail);
        return Ok(Logged::new(Written { id: id.0, version: person.version }, entry));
    }
    refuse_last(&administrators, &person)?;
    let (detail, entries) = if input.role.may(Permission::ReportProgress) {
        (detail, vec![])
    } else {
        give_away(tx, &person, input.hand_over, detail).await?
    };
    let ended =
        if input.role.may(Permission::StandIn) { vec![] } else { stand_ins::end_all_of(tx, id).await? };
    users::set_role(tx, id, input.role).await?;
    let own = tx.own();
    sessions::end_all(tx, own, id).await?;
    let news = AccessNews::Role { by: tx.actor.name.clone(), from: person.role, to: input.role };
    users::tell(tx, &person, &news).await?;
    Ok(changed(tx, &person, "change_role", detail).and(entries).and(ended))
}

/// Disables somebody: their sessions end, their links are void, no mail goes to them, their open work goes to somebody else. What they did stays.
///
/// # Errors
/// `not_oneself`, `last_administrator`, `hand_over_required`, `wrong_state` where they are disabled.
pub async fn disable(
    tx: &mut TenantTx,
    id: UserId,
    seen: Version,
    to: Option<HandOver>,
) -> Result<Logged<Written>> {
    let administrators = users::active_administrators(tx).await?;
    let person = seen_by_another(tx, id, seen).await?;
    if !person.is_active() {
        return Err(ErrorCode::WrongState.into());
    }
    refuse_last(&administrators, &person)?;
    let (detail, entries) = give_away(tx, &person, to, json!({})).await?;
    users::set_status(tx, id, false).await?;
    let own = tx.own();
    sessions::shut_out(tx, own, id).await?;
    let ended = stand_ins::end_all_of(tx, id).await?;
    Ok(changed(tx, &person, "disable_user", detail).and(entries).and(ended))
}

/// Lets somebody in again who was disabled, with the role and the pass-phrase that they had.
///
/// # Errors
/// `wrong_state` where they are not disabled, `role_not_yours` where the caller could not give them their role.
pub async fn enable(tx: &mut TenantTx, id: UserId, seen: Version) -> Result<Logged<Written>> {
    let person = seen_by_another(tx, id, seen).await?;
    if person.is_active() {
        return Err(ErrorCode::WrongState.into());
    }
    refuse_role(tx, person.role)?;
    users::set_status(tx, id, true).await?;
    let news = AccessNews::Enabled { by: tx.actor.name.clone() };
    users::tell(tx, &person, &news).await?;
    Ok(changed(tx, &person, "enable_user", json!({})))
}

/// Sends somebody a link to set their pass-phrase, to their own address.
///
/// # Errors
/// `wrong_state` where they are disabled, `address_suspended`, `too_much_mail`.
pub async fn send_link(tx: &mut TenantTx, id: UserId) -> Result<Logged<Written>> {
    let person = users::lock(tx, id).await?;
    if !person.is_active() {
        return Err(ErrorCode::WrongState.into());
    }
    let own = tx.own();
    if is_suspended(tx, own, &person.email).await? {
        return Err(ErrorCode::AddressSuspended.into());
    }
    refuse_flood(tx, Some(id)).await?;
    let by = tx.actor.name.clone();
    let news = if users::has_phrase(tx, id).await? {
        AccessNews::Link { by: Some(by) }
    } else {
        AccessNews::Invited { by }
    };
    users::tell(tx, &person, &news).await?;
    Ok(kept(tx, &person, "send_link"))
}

/// The newest mail to somebody, without what it says.
pub async fn mail_to(tx: &mut TenantTx, id: UserId) -> Result<Vec<MailToMember>> {
    users::by_id(tx, id).await?;
    to_member(tx, id, MAILS).await
}

/// The stand-ins of somebody, and who could stand in for them.
pub async fn stand_ins_of(tx: &mut TenantTx, id: UserId) -> Result<StandIns> {
    users::by_id(tx, id).await?;
    stand_ins::of(tx, id).await
}

/// Lets somebody's address get mail again that is suspended (R77).
///
/// # Errors
/// `wrong_state` where it gets mail.
pub async fn lift_suspension(tx: &mut TenantTx, id: UserId) -> Result<Logged<Written>> {
    let person = users::lock(tx, id).await?;
    let lifted = suspensions::lift_own(tx, &person.email).await?;
    let written = Written { id: id.0, version: person.version };
    Ok(Logged::new(written, entry(tx, "lift_suspension", id, json!({"suspensions": lifted}))))
}

/// Ends all sessions of somebody, who is told by mail.
pub async fn end_sessions(tx: &mut TenantTx, id: UserId) -> Result<Logged<Written>> {
    let person = users::lock(tx, id).await?;
    let own = tx.own();
    sessions::end_all(tx, own, id).await?;
    if person.is_active() {
        let news = AccessNews::SessionsEnded { by: tx.actor.name.clone() };
        users::tell(tx, &person, &news).await?;
    }
    Ok(kept(tx, &person, "end_sessions"))
}

/// The person, locked and as the caller has seen them; never the caller.
async fn seen_by_another(tx: &mut TenantTx, id: UserId, seen: Version) -> Result<UserRow> {
    let person = users::lock(tx, id).await?;
    if person.version != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    if tx.actor.user == Some(id) {
        return Err(ErrorCode::NotOneself.into());
    }
    Ok(person)
}

/// A body keeps one administrator at least who can log in. `administrators` are locked before anybody else, by every act that takes
/// one away: so no two of these acts wait for each other.
fn refuse_last(administrators: &[UserId], person: &UserRow) -> Result<()> {
    if administrators == [person.id] { Err(ErrorCode::LastAdministrator.into()) } else { Ok(()) }
}

/// Gives the open work of whoever will do it no more to somebody who is told, or to nobody in particular.
async fn give_away(
    tx: &mut TenantTx,
    from: &UserRow,
    to: Option<HandOver>,
    detail: Value,
) -> Result<(Value, Vec<Entry>)> {
    let open = open_of(tx, from.id).await?;
    if open.is_empty() {
        return Ok((detail, vec![]));
    }
    let to = match to {
        Some(HandOver::To(to)) => {
            Some(users::lock(tx, to).await.map_err(|_| Error::field("hand_over", Fault::Unknown))?)
        }
        Some(HandOver::ToNobody) => None,
        None => return Err(ErrorCode::HandOverRequired.into()),
    };
    if let Some(to) = &to {
        let takes = to.id != from.id && to.is_active() && to.role.may(Permission::ReportProgress);
        // Whoever has never logged in may never do so.
        if !takes || !users::has_phrase(tx, to.id).await? {
            return Err(Error::field("hand_over", Fault::Unknown));
        }
    }
    let named = to.as_ref().map(|to| (to.id, to.name.as_str()));
    let (Held { open: items, overdue }, entries) = hand_over(tx, &open, &from.name, named).await?;
    if let Some(to) = &to {
        let (by, from) = (tx.actor.name.clone(), from.name.clone());
        let news = AccessNews::HandedOver { by, from, items, overdue };
        users::tell(tx, to, &news).await?;
    }
    let detail = json!({"of": detail, "handed_over": items, "to": to.map(|to| to.id)});
    Ok((detail, entries))
}

fn changed(tx: &TenantTx, person: &UserRow, action: &'static str, detail: Value) -> Logged<Written> {
    let written = Written { id: person.id.0, version: person.version.saturating_add(1) };
    Logged::new(written, entry(tx, action, person.id, detail))
}

fn kept(tx: &TenantTx, person: &UserRow, action: &'static str) -> Logged<Written> {
    let written = Written { id: person.id.0, version: person.version };
    Logged::new(written, entry(tx, action, person.id, json!({})))
}

fn entry(tx: &TenantTx, action: &'static str, id: UserId, detail: Value) -> Entry {
    Entry { tenant: tx.own(), action, subject_kind: "user", subject_id: Some(id.0), detail }
}
