//! The second factor (R184): an authenticator, passkeys (R188), and codes that are kept for when they are lost. What a log-in and a fresh
//! proof ask of it; its owner's acts are in [`super::own`].
//!
//! | Module | Holds |
//! |---|---|
//! | `code` | the codes themselves (pure) |
//! | `passkey` | what browsers are asked for, and what they answer (pure) |
//! | `seal` | sealing of what is read again |
//! | `store` | SQL |

mod code;
mod passkey;
mod seal;
mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::{AccountId, PasskeyId, SessionId, TenantId, UserId},
};
use jiff::{SignedDuration, Timestamp, civil::Date};
use serde_json::json;

use self::{
    code::{Authenticator, Typed},
    passkey::{Challenge, Worth},
};
pub use self::{
    passkey::Asked,
    store::{OwnPasskey, required_from},
};
pub(super) use self::{
    passkey::{Answer, Ceremonies, Made},
    seal::SealingKey,
};
use super::{
    news::LINK_LIFE,
    store::{self as accounts, AccountRow},
};
use crate::{
    db::{
        AuthTx, NationalTx,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
    http::Bearer,
    secret::{Secret, digest, hex},
};

/// How long a log-in waits for its code.
pub(super) const STEP_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// So many wrong codes end the log-in that waits for one.
const TRIES: i16 = 5;
/// So many log-ins of an account wait at most beside a new one; the oldest ends first.
const STEPS: i64 = 20;
/// So many wrong codes of an account are looked at in a day, by strangers and from each device that is known.
const MOST_A_DAY: i32 = 10;
/// At this many its owner is told.
const TOLD_AT: i32 = 5;
/// How long whoever lost it decides nothing.
const BARRED_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How many passkeys an account has at most.
pub(super) const PASSKEYS: usize = 10;
/// How many recovery codes there are.
const CODES: usize = 10;

/// Whose second factor it is.
pub(super) type Whose = (TenantId, AccountId);

/// Which of the two a code was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spent {
    Authenticator,
    /// A code that was kept for when the authenticator is lost; so many are left.
    Recovery(usize),
}

/// What became of a code.
pub(super) enum Judged {
    Right(Spent),
    /// Wrong; `told` where its owner shall hear of how many there were.
    Wrong {
        told: bool,
    },
    /// Not looked at: too many were wrong today. So many seconds are left of it.
    Unseen(u32),
}

/// What is needed to look at a code: the key under which secrets lie, and the instant of the codes, which no simulation moves.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) key: &'a SealingKey,
    pub(super) at: Timestamp,
}

fn place(purpose: &str, (tenant, account): Whose) -> [String; 3] {
    [purpose.to_owned(), tenant.to_string(), account.to_string()]
}

impl Desk<'_> {
    /// Judges a code, which is good once. Wrong ones are counted by account, or by `device` where one was shown before: others take no
    /// code from whoever sits there. A recovery code is looked at however many were wrong: nobody guesses it, and it is what is left to
    /// its owner while others guess.
    pub(super) async fn judge(
        self,
        tx: &mut AuthTx,
        whose: Whose,
        device: Option<&[u8]>,
        code: &str,
    ) -> Result<Judged> {
        let account = whose.1.to_string();
        let counter = digest(&["code", &account, &device.map(hex).unwrap_or_default()]);
        let today = tx.today();
        let (failures, _) = accounts::lock_failures(tx, &counter, today).await?;
        let typed = Typed::read(code);
        if failures >= MOST_A_DAY && !matches!(typed, Some(Typed::Recovery(_))) {
            return Ok(Judged::Unseen(until_tomorrow(tx)));
        }
        if let Some(spent) = self.spend(tx, whose, typed).await? {
            return Ok(Judged::Right(spent));
        }
        let failures = failures.saturating_add(1);
        accounts::set_failures(tx, &counter, failures, today).await?;
        Ok(Judged::Wrong { told: failures == TOLD_AT })
    }

    async fn spend(self, tx: &mut AuthTx, whose: Whose, typed: Option<Typed>) -> Result<Option<Spent>> {
        match typed {
            Some(Typed::Digits(digits)) => {
                let Some(sealed) = store::authenticator(tx, whose).await? else { return Ok(None) };
                let totp = match self.open(whose, &sealed, ("-", "-")) {
                    Ok(totp) => totp,
                    // A recovery code still helps, and the try counts.
                    Err(error) => {
                        tracing::error!("an authenticator cannot be read: {error}");
                        return Ok(None);
                    }
                };
                let is_spent = self.spend_step(tx, whose, &totp, &digits).await?;
                Ok(is_spent.then_some(Spent::Authenticator))
            }
            Some(Typed::Recovery(hash)) if store::spend_code(tx, whose, &hash).await? => {
                store::codes_left(tx, whose).await.map(Spent::Recovery).map(Some)
            }
            Some(Typed::Recovery(_)) | None => Ok(None),
        }
    }

    async fn spend_step(
        self,
        tx: &mut AuthTx,
        whose: Whose,
        totp: &Authenticator,
        digits: &str,
    ) -> Result<bool> {
        let seconds = u64::try_from(self.at.as_second()).unwrap_or(0);
        match totp.step_of(digits, seconds).and_then(|step| i64::try_from(step).ok()) {
            Some(step) => store::spend_step(tx, whose, step).await,
            None => Ok(false),
        }
    }

    /// The names of an authenticator are for whoever sets it up, and play no part in its codes.
    fn open(self, whose: Whose, sealed: &[u8], (issuer, name): (&str, &str)) -> Result<Authenticator> {
        let place = place("totp", whose);
        let secret = self.key.open(&place.each_ref().map(String::as_str), sealed)?;
        Ok(Authenticator::of(secret, issuer, name)?)
    }

    /// Makes the secret of a new authenticator, which is in force once a code of it was shown.
    pub(super) async fn begin(
        self,
        tx: &mut AuthTx,
        (whose, session): (Whose, SessionId),
        (issuer, name): (&str, &str),
    ) -> Result<NewAuthenticator> {
        let totp = Authenticator::random(issuer, name)?;
        let place = place("totp", whose);
        let sealed = self.key.seal(&place.each_ref().map(String::as_str), totp.secret().as_ref())?;
        store::put(tx, whose, session, &sealed).await?;
        NewAuthenticator::of(&totp)
    }

    /// The same once more, for whoever mistyped its code in this session: no other may see it, nor have its own shown here.
    pub(super) async fn begun(
        self,
        tx: &mut AuthTx,
        (whose, session): (Whose, SessionId),
        names: (&str, &str),
    ) -> Result<NewAuthenticator> {
        let sealed = store::begun(tx, whose, session).await?.ok_or(ErrorCode::WrongState)?;
        NewAuthenticator::of(&self.open(whose, &sealed, names)?)
    }

    /// Puts the authenticator in force whose code this is, which is spent with it. Answers what [`in_force`] does, or nothing where
    /// the code does not fit.
    pub(super) async fn confirm(
        self,
        tx: &mut AuthTx,
        (account, session): (&AccountRow, SessionId),
        code: &str,
    ) -> Result<Option<Vec<String>>> {
        let whose = (account.tenant_id, account.id);
        let sealed = store::begun(tx, whose, session).await?.ok_or(ErrorCode::WrongState)?;
        let totp = self.open(whose, &sealed, ("-", "-"))?;
        let Some(Typed::Digits(digits)) = Typed::read(code) else { return Ok(None) };
        if !self.spend_step(tx, whose, &totp, &digits).await? {
            return Ok(None);
        }
        in_force(tx, account, session).await.map(Some)
    }
}

/// Log-ins ask for a second factor from now on, one of which this session has just shown. Answers recovery codes where they did not
/// before; then all other sessions end, and a passkey that an older server has left is forgotten.
pub(super) async fn in_force(
    tx: &mut AuthTx,
    account: &AccountRow,
    session: SessionId,
) -> Result<Vec<String>> {
    if account.second_factor_at.is_some() {
        return Ok(vec![]);
    }
    let whose = (account.tenant_id, account.id);
    store::delete_passkeys(tx, whose).await?;
    store::set_since(tx, whose, Some(tx.now)).await?;
    accounts::note_code(tx, whose.0, session).await?;
    accounts::revoke_all(tx, whose.0, account.user_id, Some(session)).await?;
    store::end_steps(tx, whose).await?;
    new_codes(tx, whose).await
}

/// What somebody needs to set up their authenticator; shown once.
#[derive(Debug, Clone)]
pub struct NewAuthenticator {
    /// The address that a picture of squares holds.
    pub address: String,
    /// The secret in groups of letters, for whoever types it.
    pub secret: String,
}

impl NewAuthenticator {
    fn of(totp: &Authenticator) -> Result<Self> {
        Ok(Self { address: totp.address()?, secret: code::in_groups(&totp.secret().to_base32()) })
    }
}

/// Recovery codes in the place of all others.
pub(super) async fn new_codes(tx: &mut AuthTx, whose: Whose) -> Result<Vec<String>> {
    let (codes, hashes): (Vec<String>, Vec<Vec<u8>>) = (0..CODES).map(|_| code::recovery_code()).unzip();
    store::replace_codes(tx, whose, &hashes).await?;
    Ok(codes)
}

/// How many recovery codes are left.
pub(super) async fn codes_left(tx: &mut AuthTx, whose: Whose) -> Result<usize> {
    store::codes_left(tx, whose).await
}

/// Honours that a loss was confirmed, once its owner has set a pass-phrase by a link: the second factor is gone, and they decide nothing
/// for a day (R187). Returns whether there was one.
pub(super) async fn honour_loss(tx: &mut AuthTx, whose: Whose, user: UserId) -> Result<bool> {
    let since = tx.now.checked_sub(LINK_LIFE).map_err(|error| Error::Internal(error.into()))?;
    if !store::use_confirmed_loss(tx, (whose.0, user), since).await? {
        return Ok(false);
    }
    remove_lost(tx, whose, user).await?;
    Ok(true)
}

/// Whether an authenticator is in force.
pub(super) async fn has_authenticator(tx: &mut AuthTx, whose: Whose) -> Result<bool> {
    Ok(store::authenticator(tx, whose).await?.is_some())
}

/// The passkeys of an account, the newest first.
pub(super) async fn passkeys(tx: &mut AuthTx, whose: Whose) -> Result<Vec<OwnPasskey>> {
    store::passkeys(tx, whose).await
}

/// Under which names devices hold them.
pub(super) async fn credentials(tx: &mut AuthTx, whose: Whose) -> Result<Vec<Vec<u8>>> {
    store::credentials(tx, whose).await
}

/// The account of this tenant whose passkey the answer is of, if it is right.
pub(super) async fn whose_passkey(tx: &mut AuthTx, answer: &Answer) -> Result<Option<Whose>> {
    let account = store::account_of_passkey(tx, answer.tenant, answer.credential()).await?;
    Ok(account.map(|account| (answer.tenant, account)))
}

/// What became of a passkey.
pub(super) enum Passed {
    Right,
    Wrong,
    /// It seems to be a copy of the one that is called so.
    Copied(String),
}

/// Judges an answer of this account. Its challenge is spent, whatever comes of it.
pub(super) async fn judge_passkey(
    tx: &mut AuthTx,
    ceremonies: &Ceremonies<'_>,
    answer: Answer,
    account: &AccountRow,
) -> Result<Passed> {
    let whose = (account.tenant_id, account.id);
    let Some(since) = account.second_factor_at else { return Ok(Passed::Wrong) };
    let kept = store::passkey(tx, whose, since, answer.credential()).await?;
    let Some((id, name, kept)) = kept else { return Ok(Passed::Wrong) };
    if !spend(tx, whose, &answer.challenge).await? {
        return Ok(Passed::Wrong);
    }
    match ceremonies.judge(answer, whose, kept)? {
        Worth::Right(kept) => {
            store::use_passkey(tx, (whose.0, id), &kept).await?;
            Ok(Passed::Right)
        }
        Worth::Wrong => Ok(Passed::Wrong),
        Worth::Copied => Ok(Passed::Copied(name)),
    }
}

async fn spend(tx: &mut AuthTx, whose: Whose, challenge: &Challenge) -> Result<bool> {
    store::spend_challenge(tx, whose, (&challenge.hash, challenge.until)).await
}

/// Keeps a passkey that was made; false where it is known already, or was made once before.
pub(super) async fn keep_passkey(tx: &mut AuthTx, whose: Whose, name: &str, made: &Made) -> Result<bool> {
    let Made { credential, kept, challenge } = made;
    Ok(spend(tx, whose, challenge).await?
        && store::insert_passkey(tx, whose, name, (credential, kept)).await?)
}

/// Forgets a passkey of this account. Answers what it was called, or nothing where the second factor is off with it.
pub(super) async fn forget_passkey(tx: &mut AuthTx, whose: Whose, id: PasskeyId) -> Result<Option<String>> {
    let name = store::delete_passkey(tx, whose, id).await?.ok_or(ErrorCode::NotFound)?;
    Ok((!remove_if_empty(tx, whose).await?).then_some(name))
}

/// Forgets the authenticator; whether the second factor is off with it.
pub(super) async fn forget_authenticator(tx: &mut AuthTx, whose: Whose) -> Result<bool> {
    store::delete_authenticator(tx, whose).await?;
    remove_if_empty(tx, whose).await
}

/// Turns the second factor off once nothing is left of it but recovery codes; whether it did.
async fn remove_if_empty(tx: &mut AuthTx, whose: Whose) -> Result<bool> {
    let empty = !has_authenticator(tx, whose).await? && store::passkeys(tx, whose).await?.is_empty();
    if empty {
        remove(tx, whose).await?;
    }
    Ok(empty)
}

/// Removes a second factor that its owner has lost: they decide nothing for a day.
pub(super) async fn remove_lost(tx: &mut AuthTx, whose: Whose, user: UserId) -> Result<()> {
    remove(tx, whose).await?;
    let until = tx.now.checked_add(BARRED_FOR).map_err(|error| Error::Internal(error.into()))?;
    store::bar(tx, (whose.0, user), until).await
}

/// From now on log-ins ask for no code.
async fn remove(tx: &mut AuthTx, whose: Whose) -> Result<()> {
    tx.enter(whose.0).await?;
    store::set_since(tx, whose, None).await?;
    store::end_steps(tx, whose).await?;
    store::forget(tx, whose).await
}

/// Keeps that a pass-phrase was right, until the code comes; the bearer is for the browser alone.
pub(super) async fn await_code(tx: &mut AuthTx, whose: Whose) -> Result<Bearer> {
    let secret = Secret::random();
    let expires = tx.now.checked_add(STEP_LIFE).map_err(|error| Error::Internal(error.into()))?;
    store::end_oldest_steps(tx, whose, STEPS).await?;
    let id = store::insert_step(tx, whose, &secret.digest(), expires).await?;
    Ok(Bearer { tenant: whose.0, session: SessionId(id), secret })
}

/// The account whose log-in waits for a code.
pub(super) async fn whose_step(tx: &mut AuthTx, step: Bearer) -> Result<Option<Whose>> {
    let account = store::account_of_step(tx, step.tenant, step.session.0).await?;
    Ok(account.map(|account| (step.tenant, account)))
}

/// How many tries a log-in has that waits for a code; it is locked.
pub(super) async fn tries_left(tx: &mut AuthTx, step: Bearer) -> Result<Option<i16>> {
    let row = store::lock_step(tx, step.tenant, step.session.0).await?;
    let row = row.filter(|row| step.secret.fits(&row.secret_hash) && row.tries < TRIES);
    Ok(row.map(|row| TRIES.saturating_sub(row.tries)))
}

/// Counts a wrong code of a log-in that waits.
pub(super) async fn count_try(tx: &mut AuthTx, step: Bearer) -> Result<()> {
    store::count_try(tx, step.tenant, step.session.0).await
}

/// Ends every log-in of the account that waits for a code.
pub(super) async fn end_steps(tx: &mut AuthTx, whose: Whose) -> Result<()> {
    store::end_steps(tx, whose).await
}

/// Whether what is sealed opens under this seed, as it does not on a machine that was restored without it. True where nothing is sealed.
pub async fn opens(tx: &mut AuthTx, seals: &[u8; 32]) -> Result<bool> {
    let desk = Desk { key: &SealingKey::from_seed(seals)?, at: tx.now };
    let any = store::any(tx).await?;
    Ok(any.is_none_or(|(whose, sealed)| desk.open(whose, &sealed, ("-", "-")).is_ok()))
}

/// Has the roles that must have a second factor need it from this local date on (R185).
pub async fn require_from(tx: &mut NationalTx, from: Date) -> Result<Logged<()>> {
    store::set_required_from(tx, from).await?;
    let (tenant, action, subject_kind) = (TenantId::NATIONAL, "require_second_factor", "setting");
    let detail = json!({"from": from.to_string()});
    Ok(Logged::new((), Entry { tenant, action, subject_kind, subject_id: None, detail }))
}

/// Seconds until the local date changes, by which wrong codes are counted.
fn until_tomorrow(tx: &AuthTx) -> u32 {
    let zone = crate::clock::zone(crate::clock::DEFAULT_ZONE);
    let tomorrow = tx.today().tomorrow().and_then(|day| day.to_zoned(zone));
    let left = tomorrow.map(|day| day.timestamp().duration_since(tx.now).as_secs());
    left.ok().and_then(|seconds| u32::try_from(seconds).ok()).unwrap_or(0).max(1)
}
