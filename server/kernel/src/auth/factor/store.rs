//! SQL of second factors and of log-ins that wait for a code.

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{AccountId, PasskeyId, SessionId, TenantId, UserId};
use jiff::{SignedDuration, Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    db::{AuthTx, NationalTx, Tx, exactly_one},
    error::{Error, Result},
    schema::{
        accounts, log_in_steps as steps, lost_factors, passkeys, recovery_codes as codes, settings,
        spent_challenges as spent, totp, users,
    },
};

/// How long a challenge that was spent is kept.
const SPENT: SignedDuration = SignedDuration::from_hours(1);
/// Where that day is kept.
const FROM: &str = "second_factor_from";

/// Whose second factor it is.
pub(super) type Whose = (TenantId, AccountId);

/// A passkey of one's own.
#[derive(Debug, Clone)]
pub struct OwnPasskey {
    /// Finds it again, to remove it.
    pub id: PasskeyId,
    /// As its owner calls it.
    pub name: String,
    /// Since when it logs in.
    pub created_at: Timestamp,
    /// When it last did.
    pub used_at: Option<Timestamp>,
}

/// Keeps the sealed secret of an authenticator, which a session sets up, in the place of the one before.
pub(super) async fn put(
    tx: &mut AuthTx,
    (tenant, account): Whose,
    session: SessionId,
    sealed: &[u8],
) -> Result<()> {
    diesel::insert_into(totp::table)
        .values((
            totp::tenant_id.eq(tenant),
            totp::account_id.eq(account),
            totp::secret_sealed.eq(sealed),
            totp::session_id.eq(session),
        ))
        .on_conflict((totp::tenant_id, totp::account_id))
        .do_update()
        .set((totp::secret_sealed.eq(sealed), totp::last_step.eq(0), totp::session_id.eq(session)))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// The sealed secret of an authenticator that is in force: one of which a code was shown.
pub(super) async fn authenticator(tx: &mut AuthTx, whose: Whose) -> Result<Option<Vec<u8>>> {
    let shown = totp::table.find(whose).filter(totp::last_step.gt(0));
    Ok(shown.select(totp::secret_sealed).first(&mut tx.conn).await.optional()?)
}

pub(super) async fn delete_authenticator(tx: &mut AuthTx, whose: Whose) -> Result<()> {
    diesel::delete(totp::table.find(whose)).execute(&mut tx.conn).await?;
    Ok(())
}

/// Some sealed secret, and whose it is.
pub(super) async fn any(tx: &mut AuthTx) -> Result<Option<(Whose, Vec<u8>)>> {
    let row = totp::table.select(((totp::tenant_id, totp::account_id), totp::secret_sealed));
    Ok(row.first(&mut tx.conn).await.optional()?)
}

/// The same where this session sets it up.
pub(super) async fn begun(tx: &mut AuthTx, whose: Whose, session: SessionId) -> Result<Option<Vec<u8>>> {
    let own = totp::table.find(whose).filter(totp::session_id.eq(session)).filter(totp::last_step.eq(0));
    Ok(own.select(totp::secret_sealed).first(&mut tx.conn).await.optional()?)
}

/// Spends a step of an authenticator; false where it, or a later one, was spent before.
pub(super) async fn spend_step(tx: &mut AuthTx, whose: Whose, step: i64) -> Result<bool> {
    let rows = diesel::update(totp::table.find(whose))
        .filter(totp::last_step.lt(step))
        .set(totp::last_step.eq(step))
        .execute(&mut tx.conn)
        .await?;
    Ok(rows == 1)
}

/// Spends a recovery code; false where there is none with this digest.
pub(super) async fn spend_code(tx: &mut AuthTx, (tenant, account): Whose, hash: &[u8]) -> Result<bool> {
    Ok(diesel::delete(codes::table.find((tenant, account, hash))).execute(&mut tx.conn).await? == 1)
}

/// How many recovery codes are left.
pub(super) async fn codes_left(tx: &mut AuthTx, (tenant, account): Whose) -> Result<usize> {
    let of = codes::table.filter(codes::tenant_id.eq(tenant)).filter(codes::account_id.eq(account));
    let left: i64 = of.count().get_result(&mut tx.conn).await?;
    Ok(usize::try_from(left).unwrap_or(0))
}

/// Keeps these recovery codes in the place of all others.
pub(super) async fn replace_codes(tx: &mut AuthTx, whose: Whose, hashes: &[Vec<u8>]) -> Result<()> {
    let (tenant, account) = whose;
    let of = codes::table.filter(codes::tenant_id.eq(tenant)).filter(codes::account_id.eq(account));
    diesel::delete(of).execute(&mut tx.conn).await?;
    let rows: Vec<_> = hashes
        .iter()
        .map(|hash| (codes::tenant_id.eq(tenant), codes::account_id.eq(account), codes::hash.eq(hash)))
        .collect();
    diesel::insert_into(codes::table).values(rows).execute(&mut tx.conn).await?;
    Ok(())
}

/// Says since when log-ins ask for a code, or that they do not.
pub(super) async fn set_since(tx: &mut AuthTx, whose: Whose, since: Option<Timestamp>) -> Result<()> {
    let owner = accounts::table.find(whose).select(accounts::user_id).single_value();
    let rows = diesel::update(users::table)
        .filter(users::tenant_id.eq(whose.0))
        .filter(users::id.nullable().eq(owner))
        .set(users::second_factor_at.eq(since.map(ToDiesel::to_diesel)))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Forgets authenticator, passkeys and codes.
pub(super) async fn forget(tx: &mut AuthTx, whose: Whose) -> Result<()> {
    replace_codes(tx, whose, &[]).await?;
    delete_passkeys(tx, whose).await?;
    delete_authenticator(tx, whose).await
}

pub(super) async fn delete_passkeys(tx: &mut AuthTx, whose: Whose) -> Result<()> {
    diesel::delete(of_account(whose.0, whose.1)).execute(&mut tx.conn).await?;
    Ok(())
}

#[diesel::dsl::auto_type]
fn of_account(tenant: TenantId, account: AccountId) -> _ {
    passkeys::table.filter(passkeys::tenant_id.eq(tenant)).filter(passkeys::account_id.eq(account))
}

pub(super) async fn passkeys(tx: &mut AuthTx, whose: Whose) -> Result<Vec<OwnPasskey>> {
    type Row = (PasskeyId, String, jiff_diesel::Timestamp, Option<jiff_diesel::Timestamp>);
    let rows: Vec<Row> = of_account(whose.0, whose.1)
        .order((passkeys::created_at.desc(), passkeys::id))
        .select((passkeys::id, passkeys::name, passkeys::created_at, passkeys::used_at))
        .load(&mut tx.conn)
        .await?;
    let own = |(id, name, created_at, used_at): Row| {
        let used_at = used_at.map(jiff_diesel::Timestamp::to_jiff);
        OwnPasskey { id, name, created_at: created_at.to_jiff(), used_at }
    };
    Ok(rows.into_iter().map(own).collect())
}

pub(super) async fn credentials(tx: &mut AuthTx, whose: Whose) -> Result<Vec<Vec<u8>>> {
    Ok(of_account(whose.0, whose.1).select(passkeys::credential_id).load(&mut tx.conn).await?)
}

/// Keeps a passkey; false where a device of this tenant is known by the same name already.
pub(super) async fn insert_passkey(
    tx: &mut AuthTx,
    (tenant, account): Whose,
    name: &str,
    (credential, kept): (&[u8], &Value),
) -> Result<bool> {
    let (id, now) = (PasskeyId(tx.new_id()), tx.now);
    let rows = diesel::insert_into(passkeys::table)
        .values((
            passkeys::tenant_id.eq(tenant),
            passkeys::id.eq(id),
            passkeys::account_id.eq(account),
            passkeys::credential_id.eq(credential),
            passkeys::passkey.eq(kept),
            passkeys::name.eq(name),
            passkeys::created_at.eq(now.to_diesel()),
        ))
        .on_conflict_do_nothing()
        .execute(&mut tx.conn)
        .await?;
    Ok(rows == 1)
}

/// Forgets it; its name, where the account has it.
pub(super) async fn delete_passkey(tx: &mut AuthTx, whose: Whose, id: PasskeyId) -> Result<Option<String>> {
    let one = passkeys::table.find((whose.0, id)).filter(passkeys::account_id.eq(whose.1));
    Ok(diesel::delete(one).returning(passkeys::name).get_result(&mut tx.conn).await.optional()?)
}

/// Whose passkey this is in a tenant.
pub(super) async fn account_of_passkey(
    tx: &mut AuthTx,
    tenant: TenantId,
    credential: &[u8],
) -> Result<Option<AccountId>> {
    let one =
        passkeys::table.filter(passkeys::tenant_id.eq(tenant)).filter(passkeys::credential_id.eq(credential));
    Ok(one.select(passkeys::account_id).first(&mut tx.conn).await.optional()?)
}

/// A passkey of this account, made since its second factor is on: id, name, and what is kept of it. An older server, which knows of no
/// passkeys, may have turned it off and left some of before.
pub(super) async fn passkey(
    tx: &mut AuthTx,
    whose: Whose,
    since: jiff_diesel::Timestamp,
    credential: &[u8],
) -> Result<Option<(PasskeyId, String, Value)>> {
    let one = of_account(whose.0, whose.1)
        .filter(passkeys::created_at.ge(since))
        .filter(passkeys::credential_id.eq(credential));
    let kept = one.select((passkeys::id, passkeys::name, passkeys::passkey));
    Ok(kept.first(&mut tx.conn).await.optional()?)
}

/// Notes that it was used, and what its device said of it.
pub(super) async fn use_passkey(tx: &mut AuthTx, key: (TenantId, PasskeyId), kept: &Value) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(passkeys::table.find(key))
        .set((passkeys::passkey.eq(kept), passkeys::used_at.eq(now.to_diesel())))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Spends a challenge; false where it was spent before. Those of an hour ago are forgotten, which nobody takes for their age any more,
/// whatever the clock of their server.
pub(super) async fn spend_challenge(
    tx: &mut AuthTx,
    (tenant, account): Whose,
    (hash, until): (&[u8], Timestamp),
) -> Result<bool> {
    let old = until.checked_sub(SPENT).map_err(|error| Error::Internal(error.into()))?;
    let of = spent::table.filter(spent::tenant_id.eq(tenant)).filter(spent::account_id.eq(account));
    diesel::delete(of.filter(spent::expires_at.lt(old.to_diesel()))).execute(&mut tx.conn).await?;
    let rows = diesel::insert_into(spent::table)
        .values((
            spent::tenant_id.eq(tenant),
            spent::account_id.eq(account),
            spent::hash.eq(hash),
            spent::expires_at.eq(until.to_diesel()),
        ))
        .on_conflict_do_nothing()
        .execute(&mut tx.conn)
        .await?;
    Ok(rows == 1)
}

/// A log-in that waits for a code.
#[derive(Queryable)]
pub(super) struct StepRow {
    pub secret_hash: Vec<u8>,
    pub tries: i16,
}

/// Ends the log-ins of an account that have waited longest, but for the newest `but`.
pub(super) async fn end_oldest_steps(tx: &mut AuthTx, (tenant, account): Whose, but: i64) -> Result<()> {
    let of = steps::table.filter(steps::tenant_id.eq(tenant)).filter(steps::account_id.eq(account));
    let ids: Vec<Uuid> = of.order(steps::id.desc()).offset(but).select(steps::id).load(&mut tx.conn).await?;
    if !ids.is_empty() {
        let old = steps::table.filter(steps::tenant_id.eq(tenant)).filter(steps::id.eq_any(ids));
        diesel::delete(old).execute(&mut tx.conn).await?;
    }
    Ok(())
}

pub(super) async fn insert_step(
    tx: &mut AuthTx,
    (tenant, account): Whose,
    hash: &[u8],
    expires: Timestamp,
) -> Result<Uuid> {
    let id = tx.new_id();
    diesel::insert_into(steps::table)
        .values((
            steps::tenant_id.eq(tenant),
            steps::id.eq(id),
            steps::account_id.eq(account),
            steps::secret_hash.eq(hash),
            steps::expires_at.eq(expires.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(id)
}

/// Whose log-in this is.
pub(super) async fn account_of_step(
    tx: &mut AuthTx,
    tenant: TenantId,
    id: Uuid,
) -> Result<Option<AccountId>> {
    Ok(steps::table.find((tenant, id)).select(steps::account_id).first(&mut tx.conn).await.optional()?)
}

/// A log-in that waits and has not run out, locked: codes for it are looked at one by one.
pub(super) async fn lock_step(tx: &mut AuthTx, tenant: TenantId, id: Uuid) -> Result<Option<StepRow>> {
    let row = steps::table
        .find((tenant, id))
        .filter(steps::expires_at.gt(tx.now.to_diesel()))
        .select((steps::secret_hash, steps::tries))
        .for_update()
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn count_try(tx: &mut AuthTx, tenant: TenantId, id: Uuid) -> Result<()> {
    let rows = diesel::update(steps::table.find((tenant, id)))
        .set(steps::tries.eq(steps::tries + 1))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Ends every log-in of the account that waits for a code.
pub(super) async fn end_steps(tx: &mut AuthTx, (tenant, account): Whose) -> Result<()> {
    let of = steps::table.filter(steps::tenant_id.eq(tenant)).filter(steps::account_id.eq(account));
    diesel::delete(of).execute(&mut tx.conn).await?;
    Ok(())
}

/// The day from which roles that must have a second factor need it; long ago where nobody has put it off.
pub async fn required_from(tx: &mut Tx) -> Result<Date> {
    let kept: Option<String> =
        settings::table.find(FROM).select(settings::value).first(&mut tx.conn).await.optional()?;
    let from = kept.map(|day| day.parse().with_context(|| format!("setting {FROM}"))).transpose()?;
    Ok(from.unwrap_or(Date::MIN))
}

/// Puts that day elsewhere.
pub(super) async fn set_required_from(tx: &mut NationalTx, from: Date) -> Result<()> {
    let value = from.to_string();
    diesel::insert_into(settings::table)
        .values((settings::key.eq(FROM), settings::value.eq(&value)))
        .on_conflict(settings::key)
        .do_update()
        .set(settings::value.eq(&value))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Uses up a loss of this person that was confirmed after `since`; whether there was one.
pub(super) async fn use_confirmed_loss(
    tx: &mut AuthTx,
    (tenant, user): (TenantId, UserId),
    since: Timestamp,
) -> Result<bool> {
    let used = diesel::update(lost_factors::table)
        .filter(lost_factors::tenant_id.eq(tenant))
        .filter(lost_factors::user_id.eq(user))
        .filter(lost_factors::confirmed)
        .filter(lost_factors::decided_at.gt(since.to_diesel()))
        .filter(lost_factors::used_at.is_null())
        .set(lost_factors::used_at.eq(tx.now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(used > 0)
}

/// From now on until then the person decides nothing.
pub(super) async fn bar(tx: &mut AuthTx, (tenant, user): (TenantId, UserId), until: Timestamp) -> Result<()> {
    let rows = diesel::update(users::table.find((tenant, user)))
        .set(users::barred_until.eq(until.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}
