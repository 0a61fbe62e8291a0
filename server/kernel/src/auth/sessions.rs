//! Use cases of log-in: begin, refresh and end a session, prove oneself anew, ask for a one-time link and use it.

use std::{collections::BTreeMap, net::IpAddr};

use anyhow::Context;
use dondoc_shared::{
    error::ErrorCode,
    id::{AccountId, MessageId, SessionId, StandInId, TenantId, UserId},
    text::Lang,
    wire::session::Tokens,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    device::DeviceKey,
    factor::{self, Judged, Spent},
    news::{self, AccessNews},
    password::Passwords,
    rotating::Rotating,
    state::State,
    store::{self, AccountRow},
    token::TokenKey,
};
use crate::{
    db::{
        Actor, Auth, AuthTx, Db, Tx,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
    http::Bearer,
    outbox::{self, NewMessage},
    secret::{self, Secret},
};

/// A portal session ends at the latest after a working day.
const PORTAL_LIFE: SignedDuration = SignedDuration::from_hours(12);
/// A portal session that nobody uses for so long may end, and does once its last use was noted so long ago with [`NOTED`] beside it.
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// Its use is noted at most this often.
const NOTED: SignedDuration = SignedDuration::from_mins(5);
/// A console session can be refreshed this long.
const CONSOLE_LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);
/// A refresh token that is not used runs out.
const REFRESH_LIFE: SignedDuration = SignedDuration::from_hours(24 * 14);
/// An answer that got lost can be asked for again.
const REPEAT_WITHIN: SignedDuration = SignedDuration::from_secs(30);

/// An act that wants its person to have proved themselves just now takes a proof of this age.
pub const FRESH: SignedDuration = SignedDuration::from_mins(15);
/// Somebody who forgot their pass-phrase is sent a link at most once in so long.
const FORGOTTEN: SignedDuration = SignedDuration::from_mins(20);

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A browser, with a cookie.
    Portal,
    /// A program, with tokens.
    Console,
}

impl Kind {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Console => "console",
        }
    }
}

/// A session that has just begun.
pub struct Begun {
    /// Cookie or refresh token.
    pub bearer: Bearer,
    /// The person who logs in with it.
    pub user: UserId,
    /// When the session ends at the latest.
    pub expires: Timestamp,
    /// The instant of this act.
    pub now: Timestamp,
}

/// Seconds to wait after `failures` failures of strangers (R88): in a day at most 98 guesses are looked at, and the door is
/// never shut.
fn delay(failures: i32) -> i64 {
    match failures {
        ..=2 => 0,
        3..=8 => 2,
        9..=24 => 5,
        25..=49 => 10,
        _ => 1800,
    }
}

/// The same for a device that the account has logged in from before.
fn delay_of_known(failures: i32) -> i64 {
    match failures {
        ..=19 => delay(failures),
        _ => 3600,
    }
}

/// What a log-in shows.
pub struct Attempt<'a> {
    /// What the session is for.
    pub kind: Kind,
    /// The address as it was typed.
    pub email: &'a str,
    /// The pass-phrase.
    pub phrase: &'a str,
    /// The caller's network address.
    pub from: IpAddr,
    /// What an earlier log-in from this device has answered.
    pub device: Option<&'a str>,
    /// What the new session takes the place of.
    pub before: Option<Bearer>,
    /// A code of the second factor, where a program sends it along.
    pub code: Option<&'a str>,
}

/// How far a log-in has come.
pub enum LogIn {
    /// A session has begun; the text is for the device to keep.
    Begun(Begun, String),
    /// The pass-phrase was right, and a code is awaited from whoever holds this.
    AwaitsCode(Bearer),
}

/// Checks e-mail and pass-phrase and begins a session, or awaits a code of the second factor. Every failure before that looks and
/// lasts the same.
///
/// # Errors
/// `log_in_failed`; of programs `second_factor_required` and `second_factor_wrong`, where the pass-phrase was right;
/// `too_many_attempts`.
pub(super) async fn log_in(state: &State, attempt: &Attempt<'_>, actor: Actor) -> Result<LogIn> {
    let email = attempt.email.trim().to_lowercase();
    let keys = &state.keys.device;
    let known = attempt.device.and_then(|device| keys.take(|key| key.counter(device, &email).ok_or(())).ok());
    let place = match known {
        Some(_) => None,
        None => Some(state.guesses.take(attempt.from, state.db.clock().now(0)).await?),
    };
    let begun = evaluate(state, attempt, &email, known.as_deref(), actor).await;
    // Only a pass-phrase that was looked at and did not fit keeps the place.
    if let Some(place) = place
        && !matches!(begun, Err(Error::Refused(ErrorCode::LogInFailed)))
    {
        place.give_back();
    }
    Ok(match begun? {
        Entered::In(begun, names) => LogIn::Begun(begun, marks(keys.signs(), attempt.device, &names)),
        Entered::AwaitsCode(step) => LogIn::AwaitsCode(step),
    })
}

/// Under which name a device is known to have shown a code of this second factor.
fn proven(account: &AccountRow) -> Option<String> {
    let since = account.second_factor_at?.to_jiff().as_microsecond();
    Some(format!("{} {since}", account.email))
}

/// Under which names a device is known to have let somebody in: by their pass-phrase, and by a code where they have a second factor.
fn names(account: &AccountRow) -> Vec<String> {
    [Some(account.email.clone()), proven(account)].into_iter().flatten().collect()
}

/// What the device keeps once somebody of these names has logged in from it.
fn marks(key: &DeviceKey, device: Option<&str>, names: &[String]) -> String {
    let marked = |device: Option<String>, name: &String| Some(key.mark(device.as_deref(), name));
    names.iter().fold(device.map(str::to_owned), marked).unwrap_or_default()
}

/// The counter of wrong codes of a device that has shown a right one; who knows a pass-phrase alone gets none.
fn codes_of_device(
    keys: &Rotating<DeviceKey>,
    device: Option<&str>,
    account: &AccountRow,
) -> Option<Vec<u8>> {
    let (device, proven) = (device?, proven(account)?);
    keys.take(|key| key.counter(device, &proven).ok_or(())).ok()
}

/// Where a right pass-phrase leads.
enum Entered {
    /// With the names by which the device is known from now on.
    In(Begun, Vec<String>),
    AwaitsCode(Bearer),
}

async fn evaluate(
    state: &State,
    attempt: &Attempt<'_>,
    email: &str,
    known: Option<&[u8]>,
    actor: Actor,
) -> Result<Entered> {
    let by_email = secret::digest(&["email", email]);
    let (counter, gate, delay): (_, _, fn(i32) -> i64) = match known {
        Some(device) => (device, &state.known, delay_of_known),
        None => (&*by_email, &state.strangers, delay),
    };
    let _entered = gate.enter().await?;
    let account = state
        .db
        .read(Auth, actor.clone(), async |tx| {
            // An attempt counts as a failure until it has succeeded, so that guesses made at the same moment are
            // counted one by one.
            let today = tx.today();
            let (failures, last) = store::lock_failures(tx, counter, today).await?;
            refuse_guessing(tx, delay(failures), last)?;
            store::set_failures(tx, counter, failures.saturating_add(1), today).await?;
            // What no address has would not even be text to the database.
            if email.chars().any(char::is_control) {
                Ok(None)
            } else {
                store::account_by_email(tx, email).await
            }
        })
        .await?;
    let stored = account.as_ref().filter(|a| a.status == "active").and_then(|a| a.password_hash.clone());
    let fits = state.passwords.verify(attempt.phrase, stored).await?;
    state
        .db
        .write(Auth, actor, async |tx| {
            let unchanged = match &account {
                Some(account) if fits => store::is_as_before(tx, account).await?,
                _ => false,
            };
            if let Some(account) = account.filter(|_| unchanged) {
                // What strangers have failed still counts: a right pass-phrase must not give them new guesses.
                store::take_back_failure(tx, counter).await?;
                enter(tx, state, account, attempt).await
            } else {
                let whom = state.keys.device.signs().pseudonym(email);
                let detail = json!({"whom": whom, "from": attempt.from, "known_device": known.is_some()});
                let mut entry = entry(TenantId::NATIONAL, "log_in_failed", Uuid::nil(), detail);
                entry.subject_id = None;
                Ok(Logged::new(Err(ErrorCode::LogInFailed.into()), entry))
            }
        })
        .await?
}

/// What follows on a right pass-phrase: the second factor, where there is one.
async fn enter(
    tx: &mut AuthTx,
    state: &State,
    account: AccountRow,
    attempt: &Attempt<'_>,
) -> Result<Logged<Result<Entered>>> {
    let (tenant, whose) = (account.tenant_id, (account.tenant_id, account.id));
    if account.second_factor_at.is_some() {
        let awaits = of_account(tenant, "log_in_awaits_code", account.id);
        let Some(code) = attempt.code else {
            if attempt.kind == Kind::Console {
                return Ok(Logged::new(Err(ErrorCode::SecondFactorRequired.into()), awaits));
            }
            let step = factor::await_code(tx, whose).await?;
            return Ok(Logged::new(Ok(Entered::AwaitsCode(step)), awaits));
        };
        let counter = codes_of_device(&state.keys.device, attempt.device, &account);
        if let Some((refused, entry)) = judge_code(tx, state, &account, (counter.as_deref(), code)).await? {
            return Ok(Logged::new(Err(refused), entry));
        }
    }
    // A program cannot set one up: its session would be good for nothing.
    if attempt.kind == Kind::Console
        && account.second_factor_at.is_none()
        && account.role.needs_second_factor()
        && factor::required_from(tx).await? <= tx.today()
    {
        let refused = of_account(tenant, "log_in_not_enrolled", account.id);
        return Ok(Logged::new(Err(ErrorCode::EnrolmentRequired.into()), refused));
    }
    if let Some(before) = attempt.before {
        store::revoke_shown(tx, before).await?;
    }
    let names = names(&account);
    begin(tx, account, attempt.kind, "pass_phrase")
        .await
        .map(|logged| logged.map(|begun| Ok(Entered::In(begun, names))))
}

/// Judges a code and tells its owner what they should know of it; why it is refused, and the entry of that, unless it is right.
async fn judge_code(
    tx: &mut AuthTx,
    state: &State,
    account: &AccountRow,
    (counter, code): (Option<&[u8]>, &str),
) -> Result<Option<(Error, Entry)>> {
    let (tenant, user) = (account.tenant_id, account.user_id);
    let judged = state.codes().judge(tx, (tenant, account.id), counter, code).await?;
    let news = match judged {
        Judged::Right(Spent::Authenticator) | Judged::Wrong { told: false } | Judged::Unseen(_) => None,
        Judged::Right(Spent::Recovery(left)) => Some(AccessNews::RecoveryCodeUsed { left }),
        Judged::Wrong { told: true } => Some(AccessNews::CodesGuessed),
    };
    if let Some(news) = news {
        tx.enter(tenant).await?;
        news::tell(tx, (tenant, user), &account.address, &news).await?;
    }
    let refused = match judged {
        Judged::Right(_) => return Ok(None),
        Judged::Wrong { .. } => ErrorCode::SecondFactorWrong.into(),
        Judged::Unseen(seconds) => Error::TooMany(seconds),
    };
    Ok(Some((refused, of_account(tenant, "second_factor_failed", account.id))))
}

/// Goes on with a log-in that waits for a code.
///
/// # Errors
/// `not_signed_in` where none waits any more, `second_factor_wrong`, `too_many_attempts`.
pub(super) async fn show_code(
    state: &State,
    step: Bearer,
    (code, device): (&str, Option<&str>),
    before: Option<Bearer>,
    actor: Actor,
) -> Result<(Begun, String)> {
    let keys = &state.keys.device;
    state
        .db
        .write(Auth, actor, async |tx| {
            let over = || Error::Refused(ErrorCode::NotSignedIn);
            // The account first, as everywhere: whatever ends its log-ins that wait holds it.
            let whose = factor::whose_step(tx, step).await?.ok_or_else(over)?;
            let account = store::lock_account(tx, whose).await?.ok_or_else(over)?;
            let left = factor::tries_left(tx, step).await?.ok_or_else(over)?;
            let counter = codes_of_device(keys, device, &account);
            if let Some((refused, entry)) =
                judge_code(tx, state, &account, (counter.as_deref(), code)).await?
            {
                factor::count_try(tx, step).await?;
                let refused = if left > 1 { refused } else { ErrorCode::NotSignedIn.into() };
                return Ok(Logged::new(Err(refused), entry));
            }
            let begun = let_in(tx, keys.signs(), account, (before, device), "pass_phrase").await?;
            Ok(begun.map(Ok))
        })
        .await?
}

/// Begins a session in a browser for whoever has shown all that is asked of them, `by` this; the browser's own of before ends, and what
/// waits for a code. Comes with what the device shall keep.
pub(super) async fn let_in(
    tx: &mut AuthTx,
    key: &DeviceKey,
    account: AccountRow,
    (before, device): (Option<Bearer>, Option<&str>),
    by: &'static str,
) -> Result<Logged<(Begun, String)>> {
    factor::end_steps(tx, (account.tenant_id, account.id)).await?;
    if let Some(before) = before {
        store::revoke_shown(tx, before).await?;
    }
    let names = names(&account);
    let begun = begin(tx, account, Kind::Portal, by).await?;
    Ok(begun.map(|begun| (begun, marks(key, device, &names))))
}

/// What is shown of a second factor beside a pass-phrase.
#[derive(Clone, Copy)]
pub(super) enum Beside<'a> {
    /// A code, if any.
    Code(Option<&'a str>),
    /// Nothing: the session's proof is fresh, and without an authenticator it was a passkey or a recovery code.
    FreshProof,
}

/// Proves anew that whoever uses the session is its person, by their pass-phrase and what is shown beside it where they have a second
/// factor: some acts want that to be fresh (R180). Guesses are counted by session, as those of a device that is known.
pub(super) async fn prove(
    state: &State,
    (tenant, user): (TenantId, UserId),
    session: SessionId,
    (phrase, beside): (&str, Beside<'_>),
    actor: Actor,
) -> Result<()> {
    let counter = proofs_of(session);
    let _entered = state.known.enter().await?;
    let account = state
        .db
        .read(Auth, actor.clone(), async |tx| {
            let today = tx.today();
            let (failures, last) = store::lock_failures(tx, &counter, today).await?;
            refuse_guessing(tx, delay_of_known(failures), last)?;
            store::set_failures(tx, &counter, failures.saturating_add(1), today).await?;
            store::account_of(tx, tenant, user).await
        })
        .await?;
    let stored = account.as_ref().and_then(|account| account.password_hash.clone());
    let fits = state.passwords.verify(phrase, stored).await?;
    state
        .db
        .write(Auth, actor, async |tx| {
            let entry = |action| entry(tenant, action, session.0, json!({}));
            let Some(account) = account.filter(|_| fits) else {
                return Ok(Logged::new(Err(ErrorCode::LogInFailed.into()), entry("prove_failed")));
            };
            store::take_back_failure(tx, &counter).await?;
            let shown = match beside {
                _ if account.second_factor_at.is_none() => None,
                Beside::FreshProof if !factor::has_authenticator(tx, (tenant, account.id)).await? => None,
                Beside::Code(Some(code)) => Some(code),
                Beside::Code(None) | Beside::FreshProof => {
                    let awaits = entry("prove_awaits_code");
                    return Ok(Logged::new(Err(ErrorCode::SecondFactorRequired.into()), awaits));
                }
            };
            if let Some(code) = shown
                && let Some((refused, entry)) =
                    judge_code(tx, state, &account, (Some(&counter), code)).await?
            {
                return Ok(Logged::new(Err(refused), entry));
            }
            store::note_proof(tx, tenant, session).await?;
            Ok(Logged::new(Ok(()), entry("prove")))
        })
        .await?
}

/// The counter of what is guessed inside a session.
fn proofs_of(session: SessionId) -> Vec<u8> {
    secret::digest(&["proof", &session.to_string()])
}

/// Spends a code of whoever is signed in, for an act on their second factor: each wants one of its own.
pub(super) async fn spend_own_code(
    state: &State,
    (tenant, user): (TenantId, UserId),
    session: SessionId,
    code: &str,
    actor: Actor,
) -> Result<()> {
    let counter = proofs_of(session);
    state
        .db
        .write(Auth, actor, async |tx| {
            let found = store::account_of(tx, tenant, user).await?.ok_or(ErrorCode::NotSignedIn)?;
            let whose = (tenant, found.id);
            let account = store::lock_account(tx, whose).await?.ok_or(ErrorCode::NotSignedIn)?;
            if account.second_factor_at.is_none() {
                return Err(ErrorCode::WrongState.into());
            }
            Ok(match judge_code(tx, state, &account, (Some(&counter), code)).await? {
                Some((refused, entry)) => Logged::new(Err(refused), entry),
                None => Logged::new(Ok(()), of_account(tenant, "show_code", account.id)),
            })
        })
        .await?
}

fn refuse_guessing(tx: &AuthTx, wait: i64, last: Option<Timestamp>) -> Result<()> {
    let again = last.and_then(|at| at.checked_add(SignedDuration::from_secs(wait)).ok());
    match again {
        Some(at) if at > tx.now => {
            let seconds = at.duration_since(tx.now).as_secs().saturating_add(1);
            Err(Error::TooMany(u32::try_from(seconds).unwrap_or(1)))
        }
        _ => Ok(()),
    }
}

/// Begins a session of `kind` for whoever has shown who they are, `by` this.
pub(super) async fn begin(
    tx: &mut AuthTx,
    account: AccountRow,
    kind: Kind,
    by: &'static str,
) -> Result<Logged<Begun>> {
    let life = if kind == Kind::Portal { PORTAL_LIFE } else { CONSOLE_LIFE };
    let expires = tx.now.checked_add(life).context("expiry")?;
    let secret = Secret::random();
    // A console's cookie never exists: its session row keeps the digest of a secret that is thrown away.
    let kept = if kind == Kind::Portal { secret } else { Secret::random() };
    let (tenant, user) = (account.tenant_id, account.user_id);
    // Whoever has a second factor was asked for a code before.
    let of = (kind.as_str(), account.second_factor_at.is_some());
    let session = store::insert_session(tx, tenant, user, of, &kept.digest(), expires).await?;
    tx.actor.tenant = Some(tenant);
    tx.actor.user = Some(user);
    tx.actor.name = account.name;
    tx.actor.session = Some(session);
    if kind == Kind::Console {
        let expires = tx.now.checked_add(REFRESH_LIFE).context("expiry")?;
        store::insert_refresh(tx, tenant, session, &secret.digest(), expires).await?;
    }
    let begun = Begun { bearer: Bearer { tenant, session, secret }, user, expires, now: tx.now };
    Ok(Logged::new(begun, entry(tenant, "log_in", session.0, json!({"kind": kind.as_str(), "by": by}))))
}

fn entry(tenant: TenantId, action: &'static str, session: Uuid, detail: serde_json::Value) -> Entry {
    Entry { tenant, action, subject_kind: "session", subject_id: Some(session), detail }
}

pub(super) fn of_account(tenant: TenantId, action: &'static str, account: AccountId) -> Entry {
    let (subject_kind, subject_id) = ("account", Some(account.0));
    Entry { tenant, action, subject_kind, subject_id, detail: json!({}) }
}

/// Tokens for a console session.
pub fn tokens(key: &TokenKey, begun: &Begun, jti: Uuid) -> Result<Tokens> {
    let Bearer { tenant, session, .. } = begun.bearer;
    let (access_token, expires_at) = key.mint(begun.user, tenant, session, begun.now, jti.to_string())?;
    Ok(Tokens {
        access_token,
        expires_at,
        expires_in: super::token::LIFE.as_secs(),
        refresh_token: begun.bearer.text(),
        device: None,
    })
}

/// What a presented refresh token led to.
enum Turn {
    Next(Begun),
    /// Used before, by somebody else: the session is over for both.
    Stolen,
    Refused,
}

/// Exchanges a refresh token for its successor. The immediately previous token gets the same successor for 30 s; any
/// other re-use ends the session.
pub async fn refresh(db: &Db, presented: Bearer, actor: Actor) -> Result<Begun> {
    let turn = db
        .write(Auth, actor, async |tx| {
            let turn = turn(tx, presented).await?;
            let action = match turn {
                Turn::Next(_) => "refresh",
                Turn::Stolen => "refresh_reused",
                Turn::Refused => "refresh_refused",
            };
            Ok(Logged::new(turn, entry(presented.tenant, action, presented.session.0, json!({}))))
        })
        .await?;
    match turn {
        Turn::Next(begun) => Ok(begun),
        Turn::Stolen | Turn::Refused => Err(ErrorCode::NotSignedIn.into()),
    }
}

async fn turn(tx: &mut AuthTx, presented: Bearer) -> Result<Turn> {
    let hash = presented.secret.digest();
    // Of a token that never was ours no entry is made: nobody fills the trail with made-up ones.
    let row = store::lock_refresh(tx, presented.tenant, &hash).await?.ok_or(ErrorCode::NotSignedIn)?;
    let now = tx.now;
    if row.session_id != presented.session
        || row.revoked_at.is_some()
        || row.status != "active"
        || row.expires_at.to_jiff() <= now
        || row.session_expires_at.to_jiff() <= now
    {
        return Ok(Turn::Refused);
    }
    let expires = row.session_expires_at.to_jiff();
    let next = |secret| {
        Turn::Next(Begun { bearer: Bearer { secret, ..presented }, user: row.user_id, expires, now })
    };
    let Some(used_at) = row.used_at else {
        let successor = Secret::random();
        store::use_refresh(tx, presented.tenant, &hash, &presented.secret.seal(&successor)).await?;
        let expires = now.checked_add(REFRESH_LIFE).context("expiry")?;
        store::insert_refresh(tx, presented.tenant, row.session_id, &successor.digest(), expires).await?;
        return Ok(next(successor));
    };
    let successor = row.sealed_successor.as_deref().and_then(|sealed| presented.secret.unseal(sealed));
    if let Some(successor) = successor
        && now.duration_since(used_at.to_jiff()) <= REPEAT_WITHIN
        && let Some(after) = store::lock_refresh(tx, presented.tenant, &successor.digest()).await?
        && after.used_at.is_none()
    {
        return Ok(next(successor));
    }
    store::revoke_session(tx, presented.tenant, row.session_id).await?;
    Ok(Turn::Stolen)
}

/// Chooses for whom a session acts: by a stand-in that was found in force, else for its own person.
pub(super) async fn act_under(
    db: &Db,
    (tenant, session): (TenantId, SessionId),
    stand_in: Option<StandInId>,
    actor: Actor,
) -> Result<()> {
    db.write(Auth, actor, async |tx| {
        store::act_under(tx, (tenant, session), stand_in).await?;
        let action = if stand_in.is_some() { "begin_acting_for" } else { "end_acting_for" };
        Ok(Logged::new((), entry(tenant, action, session.0, json!({"stand_in": stand_in}))))
    })
    .await
}

/// Ends one's own session.
pub async fn log_out(db: &Db, tenant: TenantId, session: SessionId, actor: Actor) -> Result<()> {
    db.write(Auth, actor, async |tx| {
        store::revoke_session(tx, tenant, session).await?;
        Ok(Logged::new((), entry(tenant, "log_out", session.0, json!({}))))
    })
    .await
}

/// Whether a portal session has ended because nobody used it.
pub(super) fn is_idle(last_seen: Timestamp, now: Timestamp) -> bool {
    now.duration_since(last_seen) >= IDLE.saturating_add(NOTED)
}

/// Notes that a session is used, where that was not noted lately. In a transaction of its own: it holds whatever becomes of the
/// request, and a note that fails ends nothing.
pub(super) async fn note_use(
    db: &Db,
    (tenant, session): (TenantId, SessionId),
    last_seen: Timestamp,
    actor: Actor,
) {
    if db.clock().now(0).duration_since(last_seen) < NOTED {
        return;
    }
    let noted = db.read(Auth, actor, async |tx| store::note_use(tx, tenant, session).await).await;
    if let Err(error) = noted {
        tracing::warn!("the use of a session is not noted: {error}");
    }
}

/// Ends every session of a person.
pub async fn end_all(tx: &mut Tx, tenant: TenantId, user: UserId) -> Result<()> {
    store::revoke_all(tx, tenant, user, None).await
}

/// Takes from somebody all that lets them in: their sessions end, and no link that they were sent works again, whatever becomes of
/// them later.
pub async fn shut_out(tx: &mut Tx, tenant: TenantId, user: UserId) -> Result<()> {
    store::revoke_all(tx, tenant, user, None).await?;
    store::void_links_of(tx, tenant, user).await
}

/// When each person of a tenant last used a session, as far back as sessions are kept (R95).
pub async fn last_uses(tx: &mut Tx, tenant: TenantId) -> Result<BTreeMap<UserId, Timestamp>> {
    store::last_uses(tx, tenant).await
}

/// A one-time link to set a pass-phrase, valid for three days; those made before it are void.
pub async fn issue_link(tx: &mut AuthTx, tenant: TenantId, account: AccountId) -> Result<String> {
    store::void_links(tx, tenant, account, None).await?;
    issue(tx, tenant, account, news::LINK_LIFE).await
}

async fn issue(
    tx: &mut AuthTx,
    tenant: TenantId,
    account: AccountId,
    life: SignedDuration,
) -> Result<String> {
    let secret = Secret::random();
    let expires = tx.now.checked_add(life).context("expiry")?;
    store::insert_link(tx, tenant, account, &secret.digest(), expires).await?;
    Ok(format!("{tenant}.{}", secret.text()))
}

/// The same for an active person, to be sent to them; none for anybody else. Those made before it work until [`is_sent`]: a mail that
/// does not leave takes nothing from anybody.
pub async fn link_to_send(
    db: &Db,
    (tenant, user): (TenantId, UserId),
    life: SignedDuration,
) -> Result<Option<String>> {
    let actor = || Actor::system("worker");
    let of = async |tx: &mut AuthTx| store::account_of(tx, tenant, user).await;
    let Some(account) = db.read(Auth, actor(), of).await? else { return Ok(None) };
    let make = async |tx: &mut AuthTx| {
        let link = issue(tx, tenant, account.id, life).await?;
        Ok(Logged::new(Some(link), of_account(tenant, "issue_link", account.id)))
    };
    db.write(Auth, actor(), make).await
}

/// Notes that the mail with this link has left: of the links of its account it is the one that works.
pub async fn is_sent(db: &Db, link: &str) -> Result<()> {
    let (tenant, secret) = read_link(link)?;
    db.read(Auth, Actor::system("worker"), async |tx| {
        let digest = secret.digest();
        match store::account_of_link(tx, tenant, &digest).await? {
            Some((account, ..)) => store::void_links(tx, tenant, account, Some(&digest)).await,
            None => Ok(()),
        }
    })
    .await
}

/// What an errand of the kind `forgotten` asks for.
#[derive(Debug, Serialize, Deserialize)]
struct Forgotten {
    email: String,
}

/// Takes down whose pass-phrase is forgotten. Who that is, and whether there is anybody, is looked up afterwards, so that
/// neither the answer nor its time tells anything (R181).
pub(super) async fn note_forgotten(state: &State, email: &str, from: IpAddr, actor: Actor) -> Result<()> {
    let email = email.trim().to_lowercase();
    // Kept, whatever comes of it: it is as good as a guess.
    let _place = state.guesses.take(from, state.db.clock().now(0)).await?;
    let args = serde_json::to_value(Forgotten { email: email.clone() })
        .map_err(|error| Error::Internal(error.into()))?;
    state
        .db
        .write(Auth, actor, async |tx| {
            tx.enter(TenantId::NATIONAL).await?;
            let slot = tx.now.as_second() / FORGOTTEN.as_secs();
            // Keyed: what the database holds afterwards names nobody to whoever reads it.
            let whom = state.keys.device.signs().pseudonym(&email);
            let errand = NewMessage {
                tenant: TenantId::NATIONAL,
                kind: outbox::Kind::Forgotten,
                dedupe_key: format!("forgotten:{whom}:{slot}"),
                args,
                run_at: tx.now,
                recipient: None,
            };
            outbox::enqueue(tx, errand).await?;
            let mut entry = entry(
                TenantId::NATIONAL,
                "forget_pass_phrase",
                Uuid::nil(),
                json!({"whom": whom, "from": from}),
            );
            (entry.subject_kind, entry.subject_id) = ("account", None);
            Ok(Logged::new((), entry))
        })
        .await
}

/// Queues the link for the person whose address was given; nothing where it is nobody's, or somebody's who is disabled. An errand that
/// comes twice queues one.
pub async fn answer_forgotten(db: &Db, errand: MessageId, args: &serde_json::Value) -> Result<()> {
    let Forgotten { email } = Forgotten::deserialize(args).map_err(|error| Error::Internal(error.into()))?;
    let actor = Actor::system("worker");
    db.read(Auth, actor, async |tx| {
        let Some(person) = store::account_by_email(tx, &email).await? else { return Ok(()) };
        let (tenant, user) = (person.tenant_id, person.user_id);
        let Some(account) = store::account_of(tx, tenant, user).await? else { return Ok(()) };
        tx.enter(tenant).await?;
        news::tell_once(tx, errand.0, (tenant, user), &account.address, &AccessNews::Link { by: None }).await
    })
    .await
}

fn read_link(text: &str) -> Result<(TenantId, Secret)> {
    let (tenant, secret) = text.split_once('.').ok_or(ErrorCode::LinkInvalid)?;
    let tenant = tenant.parse().map(TenantId).map_err(|_| ErrorCode::LinkInvalid)?;
    Ok((tenant, Secret::parse(secret).ok_or(ErrorCode::LinkInvalid)?))
}

/// The e-mail address a link belongs to, if it can still be used.
pub async fn look_at_link(db: &Db, link: &str, actor: Actor) -> Result<String> {
    let (tenant, secret) = read_link(link)?;
    let found =
        db.read(Auth, actor, async |tx| store::account_of_link(tx, tenant, &secret.digest()).await).await?;
    found.map(|(.., email)| email).ok_or(ErrorCode::LinkInvalid.into())
}

/// Sets the pass-phrase, uses the link up together with all others of the account, ends all sessions of the person, and
/// forgets how often others have guessed.
///
/// The session of `before`, which the browser has until now, ends as at a log-in. Returns the e-mail address, whose owner this was.
pub async fn use_link(
    (db, passwords): (&Db, &Passwords),
    link: &str,
    phrase: &str,
    before: Option<Bearer>,
    actor: Actor,
) -> Result<String> {
    let (tenant, secret) = read_link(link)?;
    // Asked first: hashing is expensive, and not done for a link that was made up.
    let email = look_at_link(db, link, actor.clone()).await?;
    Passwords::check_strength(phrase, &[&email])?;
    let hash = passwords.hash(phrase).await?;
    db.write(Auth, actor, async |tx| {
        let digest = secret.digest();
        let found = store::account_of_link(tx, tenant, &digest).await?;
        let (account, user, email) = found.ok_or(ErrorCode::LinkInvalid)?;
        let owner = store::lock_account(tx, (tenant, account)).await?.ok_or(ErrorCode::LinkInvalid)?;
        store::use_link(tx, tenant, &digest).await.map_err(|_| ErrorCode::LinkInvalid)?;
        store::void_links(tx, tenant, account, None).await?;
        let today = tx.today();
        store::set_failures(tx, &secret::digest(&["email", &email]), 0, today).await?;
        store::set_password(tx, tenant, account, &hash).await?;
        store::revoke_all(tx, tenant, user, None).await?;
        if let Some(before) = before {
            store::revoke_shown(tx, before).await?;
        }
        factor::end_steps(tx, (tenant, account)).await?;
        tx.enter(tenant).await?;
        let restored = factor::honour_loss(tx, (tenant, account), user).await?;
        news::tell(tx, (tenant, user), &owner.address, &AccessNews::PhraseSet { by_link: true }).await?;
        let detail = json!({"second_factor_lost": restored});
        Ok(Logged::new(email, Entry { detail, ..of_account(tenant, "set_pass_phrase", account) }))
    })
    .await
}

/// Sets another pass-phrase for somebody who is signed in and gives the old one. All their other sessions end, and links to set one
/// are void.
pub(super) async fn change_phrase(
    state: &State,
    (tenant, user): (TenantId, UserId),
    session: SessionId,
    (old, new, beside): (&str, &str, Beside<'_>),
    actor: Actor,
) -> Result<()> {
    let of = async |tx: &mut AuthTx| store::account_of(tx, tenant, user).await;
    let account = state.db.read(Auth, actor.clone(), of).await?.ok_or(ErrorCode::NotSignedIn)?;
    Passwords::check_strength(new, &[&account.address])?;
    prove(state, (tenant, user), session, (old, beside), actor.clone()).await?;
    let hash = state.passwords.hash(new).await?;
    state
        .db
        .write(Auth, actor, async |tx| {
            let found = store::account_of(tx, tenant, user).await?;
            let AccountRow { id: account, address, .. } = found.ok_or(ErrorCode::NotSignedIn)?;
            store::set_password(tx, tenant, account, &hash).await?;
            factor::end_steps(tx, (tenant, account)).await?;
            // A reset that came in between has ended this session.
            if !store::live(tx, tenant, user).await?.iter().any(|(live, ..)| *live == session) {
                return Err(ErrorCode::NotSignedIn.into());
            }
            store::void_links(tx, tenant, account, None).await?;
            store::revoke_all(tx, tenant, user, Some(session)).await?;
            tx.enter(tenant).await?;
            news::tell(tx, (tenant, user), &address, &AccessNews::PhraseSet { by_link: false }).await?;
            Ok(Logged::new((), of_account(tenant, "change_pass_phrase", account)))
        })
        .await
}

/// Ends a session of one's own, or with none all but the present one.
pub(super) async fn end_own(
    db: &Db,
    (tenant, user): (TenantId, UserId),
    present: SessionId,
    one: Option<SessionId>,
    actor: Actor,
) -> Result<()> {
    db.write(Auth, actor, async |tx| {
        match one {
            Some(one) => store::revoke_own(tx, tenant, user, one).await?,
            None => store::revoke_all(tx, tenant, user, Some(present)).await?,
        }
        let action = if one.is_some() { "end_session" } else { "end_other_sessions" };
        Ok(Logged::new((), entry(tenant, action, one.unwrap_or(present).0, json!({}))))
    })
    .await
}

/// Remembers the person's language.
pub async fn choose_lang(db: &Db, tenant: TenantId, user: UserId, lang: Lang, actor: Actor) -> Result<()> {
    db.write(Auth, actor, async |tx| {
        store::set_lang(tx, tenant, user, lang).await?;
        let detail = json!({"lang": lang.as_str()});
        let entry = Entry {
            tenant,
            action: "choose_language",
            subject_kind: "user",
            subject_id: Some(user.0),
            detail,
        };
        Ok(Logged::new((), entry))
    })
    .await
}
