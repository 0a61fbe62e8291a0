//! SQL of log-in, sessions and refresh tokens.

use std::collections::BTreeMap;

use diesel::{prelude::*, sql_types::Jsonb};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AccountId, SessionId, StandInId, TenantId, UserId},
    role::Role,
    text::Lang,
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;
use serde_json::Value;

use crate::{
    db::{AuthTx, Tx, Words, exactly_one, words},
    error::Result,
    http::Bearer,
    schema::{accounts, links, log_in_failures, refresh_tokens, sessions, users},
};

/// A session with the person behind it, as each request reads it.
#[derive(Queryable)]
pub(super) struct SessionRow {
    pub user_id: UserId,
    pub name: String,
    pub role: Role,
    pub status: String,
    pub lang: Lang,
    pub kind: String,
    pub secret_hash: Vec<u8>,
    pub expires_at: jiff_diesel::Timestamp,
    pub revoked_at: Option<jiff_diesel::Timestamp>,
    pub last_seen_at: jiff_diesel::Timestamp,
    pub authn_at: jiff_diesel::Timestamp,
    pub second_factor_at: Option<jiff_diesel::Timestamp>,
    pub barred_until: Option<jiff_diesel::Timestamp>,
    pub with_code: bool,
    pub acting_under: Option<StandInId>,
    pub stand_ins: Value,
}

/// The stand-ins of the session's person and of those with whom they share one, as [`super::standing`] reads them: they come with the
/// session, so that no request has a round trip more.
fn stand_ins() -> Words<Jsonb> {
    words(
        "(select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'absent_id', s.absent_id, 'stand_in_id', s.stand_in_id,
             'from_on', s.from_on, 'to_on', s.to_on, 'ended_on', (s.ended_at at time zone 'Asia/Ho_Chi_Minh')::date,
             'name', a.name, 'role', a.role, 'status', a.status)), '[]')
           from dondoc.stand_ins m
           join dondoc.stand_ins s on s.tenant_id = m.tenant_id
             and (s.absent_id in (m.absent_id, m.stand_in_id) or s.stand_in_id in (m.absent_id, m.stand_in_id))
           join dondoc.users a on a.tenant_id = s.tenant_id and a.id = s.absent_id
          where m.tenant_id = users.tenant_id and (m.absent_id = users.id or m.stand_in_id = users.id))",
    )
}

/// The session's row, read by the request's own role inside its own transaction.
pub(super) async fn session(tx: &mut Tx, tenant: TenantId, id: SessionId) -> Result<Option<SessionRow>> {
    let row = sessions::table
        .inner_join(
            users::table.on(users::tenant_id.eq(sessions::tenant_id).and(users::id.eq(sessions::user_id))),
        )
        .filter(sessions::tenant_id.eq(tenant))
        .filter(sessions::id.eq(id))
        .select((
            sessions::user_id,
            users::name,
            users::role,
            users::status,
            users::lang,
            sessions::kind,
            sessions::secret_hash,
            sessions::expires_at,
            sessions::revoked_at,
            sessions::last_seen_at,
            sessions::authn_at,
            users::second_factor_at,
            users::barred_until,
            sessions::with_code,
            sessions::acting_under,
            stand_ins(),
        ))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

/// An account with its person.
#[derive(Queryable)]
pub(super) struct AccountRow {
    pub tenant_id: TenantId,
    pub id: AccountId,
    pub user_id: UserId,
    /// The log-in name.
    pub email: String,
    /// Where their mail goes.
    pub address: String,
    pub password_hash: Option<String>,
    pub second_factor_at: Option<jiff_diesel::Timestamp>,
    pub status: String,
    pub role: Role,
    pub name: String,
}

type Facts = (
    accounts::tenant_id,
    accounts::id,
    accounts::user_id,
    accounts::email,
    users::email,
    accounts::password_hash,
    users::second_factor_at,
    users::status,
    users::role,
    users::name,
);

const FACTS: Facts = (
    accounts::tenant_id,
    accounts::id,
    accounts::user_id,
    accounts::email,
    users::email,
    accounts::password_hash,
    users::second_factor_at,
    users::status,
    users::role,
    users::name,
);

#[diesel::dsl::auto_type]
fn with_person() -> _ {
    accounts::table.inner_join(
        users::table.on(users::tenant_id.eq(accounts::tenant_id).and(users::id.eq(accounts::user_id))),
    )
}

/// Whether an account still has this hash and second factor and its person can act, locked: whatever changes either ends
/// sessions, and waits until the one that is about to begin is there to be ended.
pub(super) async fn is_as_before(tx: &mut AuthTx, before: &AccountRow) -> Result<bool> {
    let now: Option<AccountRow> = with_person()
        .filter(accounts::tenant_id.eq(before.tenant_id))
        .filter(accounts::id.eq(before.id))
        .select(FACTS)
        .for_update()
        .first(&mut tx.conn)
        .await
        .optional()?;
    let since = |row: &AccountRow| row.second_factor_at.map(jiff_diesel::Timestamp::to_jiff);
    Ok(now.is_some_and(|now| {
        now.password_hash == before.password_hash
            && now.status == before.status
            && since(&now) == since(before)
    }))
}

pub(super) async fn account_by_email(tx: &mut AuthTx, email: &str) -> Result<Option<AccountRow>> {
    let row =
        with_person().filter(accounts::email.eq(email)).select(FACTS).first(&mut tx.conn).await.optional()?;
    Ok(row)
}

/// The account of an active person.
pub(super) async fn account_of(
    tx: &mut AuthTx,
    tenant: TenantId,
    user: UserId,
) -> Result<Option<AccountRow>> {
    let row = with_person()
        .filter(accounts::tenant_id.eq(tenant))
        .filter(accounts::user_id.eq(user))
        .filter(users::status.eq("active"))
        .select(FACTS)
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

/// An account with its active person, locked: what its second factor is asked, is asked one by one.
pub(super) async fn lock_account(
    tx: &mut AuthTx,
    (tenant, id): (TenantId, AccountId),
) -> Result<Option<AccountRow>> {
    let row = with_person()
        .filter(accounts::tenant_id.eq(tenant))
        .filter(accounts::id.eq(id))
        .filter(users::status.eq("active"))
        .select(FACTS)
        .for_update()
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn insert_session(
    tx: &mut AuthTx,
    tenant: TenantId,
    user: UserId,
    (kind, with_code): (&str, bool),
    secret_hash: &[u8],
    expires: Timestamp,
) -> Result<SessionId> {
    let id = SessionId(tx.new_id());
    diesel::insert_into(sessions::table)
        .values((
            sessions::tenant_id.eq(tenant),
            sessions::id.eq(id),
            sessions::user_id.eq(user),
            sessions::kind.eq(kind),
            sessions::with_code.eq(with_code),
            sessions::secret_hash.eq(secret_hash),
            sessions::created_at.eq(tx.now.to_diesel()),
            sessions::expires_at.eq(expires.to_diesel()),
            sessions::last_seen_at.eq(tx.now.to_diesel()),
            sessions::authn_at.eq(tx.now.to_diesel()),
        ))
        .execute(&mut tx.0.conn)
        .await?;
    Ok(id)
}

/// Notes that the person of a session has shown a code.
pub(super) async fn note_code(tx: &mut AuthTx, tenant: TenantId, id: SessionId) -> Result<()> {
    let shown = diesel::update(sessions::table.find((tenant, id))).set(sessions::with_code.eq(true));
    exactly_one(shown.execute(&mut tx.conn).await?)
}

pub(super) async fn revoke_session(tx: &mut AuthTx, tenant: TenantId, id: SessionId) -> Result<()> {
    let now = tx.now;
    diesel::update(sessions::table.find((tenant, id)))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Notes that the session was used now.
pub(super) async fn note_use(tx: &mut AuthTx, tenant: TenantId, id: SessionId) -> Result<()> {
    let now = tx.now;
    diesel::update(sessions::table.find((tenant, id)))
        .filter(sessions::last_seen_at.lt(now.to_diesel()))
        .set(sessions::last_seen_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Notes for whom it acts from now on.
pub(super) async fn act_under(
    tx: &mut AuthTx,
    (tenant, id): (TenantId, SessionId),
    stand_in: Option<StandInId>,
) -> Result<()> {
    let rows = diesel::update(sessions::table.find((tenant, id)))
        .set(sessions::acting_under.eq(stand_in))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Notes that its person has just proved who they are.
pub(super) async fn note_proof(tx: &mut AuthTx, tenant: TenantId, id: SessionId) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(sessions::table.find((tenant, id)))
        .set(sessions::authn_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Ends the session of a cookie; whoever does not have its secret ends nothing.
pub(super) async fn revoke_shown(tx: &mut AuthTx, bearer: Bearer) -> Result<()> {
    let now = tx.now;
    diesel::update(sessions::table.find((bearer.tenant, bearer.session)))
        .filter(sessions::secret_hash.eq(bearer.secret.digest()))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Ends every session of a person, `but` for one where their own act does so.
pub(super) async fn revoke_all(
    tx: &mut Tx,
    tenant: TenantId,
    user: UserId,
    but: Option<SessionId>,
) -> Result<()> {
    let now = tx.now;
    diesel::update(sessions::table)
        .filter(sessions::tenant_id.eq(tenant))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::id.nullable().is_distinct_from(but))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Ends a session of this person.
pub(super) async fn revoke_own(tx: &mut AuthTx, tenant: TenantId, user: UserId, id: SessionId) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(sessions::table.find((tenant, id)))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::revoked_at.is_null())
        .set(sessions::revoked_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// A session that goes on: id, kind, begin, last use.
pub(super) type LiveRow = (SessionId, String, jiff_diesel::Timestamp, jiff_diesel::Timestamp);

/// The sessions of a person that go on, the one last used first: kind, begin, last use.
pub(super) async fn live(tx: &mut Tx, tenant: TenantId, user: UserId) -> Result<Vec<LiveRow>> {
    let rows = sessions::table
        .filter(sessions::tenant_id.eq(tenant))
        .filter(sessions::user_id.eq(user))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(tx.now.to_diesel()))
        .order((sessions::last_seen_at.desc(), sessions::id))
        .select((sessions::id, sessions::kind, sessions::created_at, sessions::last_seen_at))
        .load(&mut tx.conn)
        .await?;
    Ok(rows)
}

/// Whose session this is, where it goes on.
pub(super) async fn owner_of_live(
    tx: &mut AuthTx,
    tenant: TenantId,
    id: SessionId,
) -> Result<Option<UserId>> {
    let one = sessions::table
        .find((tenant, id))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(tx.now.to_diesel()));
    Ok(one.select(sessions::user_id).first(&mut tx.conn).await.optional()?)
}

/// When each person of a tenant last used one of their sessions.
pub(super) async fn last_uses(tx: &mut Tx, tenant: TenantId) -> Result<BTreeMap<UserId, Timestamp>> {
    let rows: Vec<(UserId, Option<jiff_diesel::Timestamp>)> = sessions::table
        .filter(sessions::tenant_id.eq(tenant))
        .group_by(sessions::user_id)
        .select((sessions::user_id, diesel::dsl::max(sessions::last_seen_at)))
        .load(&mut tx.conn)
        .await?;
    Ok(rows.into_iter().filter_map(|(user, at)| Some((user, at?.to_jiff()))).collect())
}

pub(super) async fn insert_refresh(
    tx: &mut AuthTx,
    tenant: TenantId,
    session: SessionId,
    hash: &[u8],
    expires: Timestamp,
) -> Result<()> {
    diesel::insert_into(refresh_tokens::table)
        .values((
            refresh_tokens::tenant_id.eq(tenant),
            refresh_tokens::secret_hash.eq(hash),
            refresh_tokens::session_id.eq(session),
            refresh_tokens::issued_at.eq(tx.now.to_diesel()),
            refresh_tokens::expires_at.eq(expires.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// A refresh token with the state of its session.
#[derive(Queryable)]
pub(super) struct RefreshRow {
    pub session_id: SessionId,
    pub user_id: UserId,
    pub status: String,
    pub expires_at: jiff_diesel::Timestamp,
    pub used_at: Option<jiff_diesel::Timestamp>,
    pub sealed_successor: Option<Vec<u8>>,
    pub session_expires_at: jiff_diesel::Timestamp,
    pub revoked_at: Option<jiff_diesel::Timestamp>,
}

/// The token's row, locked, so that two refreshes at once are ordered by it.
pub(super) async fn lock_refresh(
    tx: &mut AuthTx,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<RefreshRow>> {
    let row = refresh_tokens::table
        .inner_join(
            sessions::table.on(sessions::tenant_id
                .eq(refresh_tokens::tenant_id)
                .and(sessions::id.eq(refresh_tokens::session_id))),
        )
        .inner_join(
            users::table.on(users::tenant_id.eq(sessions::tenant_id).and(users::id.eq(sessions::user_id))),
        )
        .filter(refresh_tokens::tenant_id.eq(tenant))
        .filter(refresh_tokens::secret_hash.eq(hash))
        .select((
            refresh_tokens::session_id,
            sessions::user_id,
            users::status,
            refresh_tokens::expires_at,
            refresh_tokens::used_at,
            refresh_tokens::sealed_successor,
            sessions::expires_at,
            sessions::revoked_at,
        ))
        .for_update()
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn use_refresh(tx: &mut AuthTx, tenant: TenantId, hash: &[u8], sealed: &[u8]) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(refresh_tokens::table.find((tenant, hash)))
        .filter(refresh_tokens::used_at.is_null())
        .set((refresh_tokens::used_at.eq(now.to_diesel()), refresh_tokens::sealed_successor.eq(Some(sealed))))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// Reads the failures and locks the row until the transaction ends; makes the row where there is none.
pub(super) async fn lock_failures(
    tx: &mut AuthTx,
    subject: &[u8],
    today: Date,
) -> Result<(i32, Option<Timestamp>)> {
    let none = (
        log_in_failures::subject.eq(subject),
        log_in_failures::failures.eq(0),
        log_in_failures::day.eq(today.to_diesel()),
        log_in_failures::last_at.eq(tx.now.to_diesel()),
    );
    let (n, day, at): (i32, jiff_diesel::Date, jiff_diesel::Timestamp) =
        diesel::insert_into(log_in_failures::table)
            .values(none)
            .on_conflict(log_in_failures::subject)
            .do_update()
            .set(log_in_failures::subject.eq(subject))
            .returning((log_in_failures::failures, log_in_failures::day, log_in_failures::last_at))
            .get_result(&mut tx.conn)
            .await?;
    Ok(if day.to_jiff() == today && n > 0 { (n, Some(at.to_jiff())) } else { (0, None) })
}

/// Stores the number of today's failures, the last one now.
pub(super) async fn set_failures(tx: &mut AuthTx, subject: &[u8], n: i32, today: Date) -> Result<()> {
    let now = tx.now.to_diesel();
    diesel::update(log_in_failures::table.find(subject))
        .set((
            log_in_failures::failures.eq(n),
            log_in_failures::day.eq(today.to_diesel()),
            log_in_failures::last_at.eq(now),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// Counts one failure less: the attempt that was counted as one has succeeded.
pub(super) async fn take_back_failure(tx: &mut AuthTx, subject: &[u8]) -> Result<()> {
    diesel::update(log_in_failures::table.find(subject))
        .filter(log_in_failures::failures.gt(0))
        .set(log_in_failures::failures.eq(log_in_failures::failures - 1))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

pub(super) async fn insert_link(
    tx: &mut AuthTx,
    tenant: TenantId,
    account: AccountId,
    hash: &[u8],
    expires: Timestamp,
) -> Result<()> {
    diesel::insert_into(links::table)
        .values((
            links::tenant_id.eq(tenant),
            links::secret_hash.eq(hash),
            links::account_id.eq(account),
            links::expires_at.eq(expires.to_diesel()),
        ))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// The account of a link that can still be used by somebody who is not disabled.
pub(super) async fn account_of_link(
    tx: &mut AuthTx,
    tenant: TenantId,
    hash: &[u8],
) -> Result<Option<(AccountId, UserId, String)>> {
    let now = tx.now;
    let row = links::table
        .inner_join(
            accounts::table
                .on(accounts::tenant_id.eq(links::tenant_id).and(accounts::id.eq(links::account_id))),
        )
        .inner_join(
            users::table.on(users::tenant_id.eq(accounts::tenant_id).and(users::id.eq(accounts::user_id))),
        )
        .filter(users::status.eq("active"))
        .filter(links::tenant_id.eq(tenant))
        .filter(links::secret_hash.eq(hash))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now.to_diesel()))
        .select((accounts::id, accounts::user_id, accounts::email))
        .first(&mut tx.conn)
        .await
        .optional()?;
    Ok(row)
}

/// Uses the link up; zero rows mean that somebody else just did.
pub(super) async fn use_link(tx: &mut AuthTx, tenant: TenantId, hash: &[u8]) -> Result<()> {
    let now = tx.now;
    let rows = diesel::update(links::table.find((tenant, hash)))
        .filter(links::used_at.is_null())
        .set(links::used_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// No link of a person works any more.
pub(super) async fn void_links_of(tx: &mut Tx, tenant: TenantId, user: UserId) -> Result<()> {
    let now = tx.now;
    let of = accounts::table.filter(accounts::tenant_id.eq(tenant)).filter(accounts::user_id.eq(user));
    diesel::update(links::table)
        .filter(links::tenant_id.eq(tenant))
        .filter(links::account_id.eq_any(of.select(accounts::id)))
        .filter(links::used_at.is_null())
        .set(links::used_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

/// No link of the account works any more, `but` for the one with this digest.
pub(super) async fn void_links(
    tx: &mut AuthTx,
    tenant: TenantId,
    account: AccountId,
    but: Option<&[u8]>,
) -> Result<()> {
    let now = tx.now;
    diesel::update(links::table)
        .filter(links::tenant_id.eq(tenant))
        .filter(links::account_id.eq(account))
        .filter(links::secret_hash.nullable().is_distinct_from(but))
        .filter(links::used_at.is_null())
        .set(links::used_at.eq(now.to_diesel()))
        .execute(&mut tx.conn)
        .await?;
    Ok(())
}

pub(super) async fn set_password(
    tx: &mut AuthTx,
    tenant: TenantId,
    account: AccountId,
    hash: &str,
) -> Result<()> {
    let rows = diesel::update(accounts::table.find((tenant, account)))
        .set(accounts::password_hash.eq(hash))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

pub(super) async fn set_lang(tx: &mut AuthTx, tenant: TenantId, user: UserId, lang: Lang) -> Result<()> {
    let rows = diesel::update(users::table.find((tenant, user)))
        .set(users::lang.eq(lang))
        .execute(&mut tx.conn)
        .await?;
    exactly_one(rows)
}

/// A tenant as others see it: slug, short name, names.
pub(super) async fn tenant(tx: &mut Tx, id: TenantId) -> Result<(String, String, String, String)> {
    use crate::schema::tenants as t;
    let row =
        t::table.find(id).select((t::slug, t::short, t::name_vi, t::name_en)).first(&mut tx.conn).await?;
    Ok(row)
}
