//! What people do about their own account: where they are logged in, another pass-phrase, the second factor, a fresh proof.

use dondoc_shared::{
    error::ErrorCode,
    id::{AccountId, SessionId, StandInId, TenantId, UserId},
};
use jiff::Timestamp;
use serde_json::json;

pub use super::factor::{NewAuthenticator, OwnPasskey};
use super::{
    AsPerson, Auth, Fresh, Required, Side, factor,
    news::{self, AccessNews},
    perm,
    sessions::{self, Beside},
    store::{self, AccountRow},
};
use crate::{
    db::{
        self, Actor, AuthTx,
        audit::{Entry, Logged},
    },
    error::Result,
    http::input::Checks,
};

/// A session of one's own that goes on.
#[derive(Debug, Clone)]
pub struct OwnSession {
    /// Finds it again, to end it.
    pub id: SessionId,
    /// Of a browser; else of a console or another program.
    pub portal: bool,
    /// When its person logged in.
    pub begun_at: Timestamp,
    /// Its last request, at most five minutes late.
    pub last_used_at: Timestamp,
    /// Whether the request came with it.
    pub present: bool,
}

impl<P: Required> Auth<P> {
    /// The person and themselves as an actor, for what they do about their own account.
    pub(super) async fn oneself(&self) -> Result<((TenantId, UserId), Actor)> {
        let key = self.read(async |_, person| Ok(person.key())).await?;
        Ok((key, Actor { user: Some(key.1), ..self.actor() }))
    }
}

impl<P: Required<Side = AsPerson>> Auth<P> {
    /// The person's second factor; none where a log-in asks for no code.
    pub async fn second_factor(&self) -> Result<Option<SecondFactor>> {
        let ((tenant, user), actor) = self.oneself().await?;
        let look = async |tx: &mut AuthTx| {
            let account = account(tx, tenant, user).await?;
            let Some(since) = account.second_factor_at.map(jiff_diesel::Timestamp::to_jiff) else {
                return Ok(None);
            };
            tx.enter(tenant).await?;
            let whose = whose(&account);
            Ok(Some(SecondFactor {
                since,
                codes_left: factor::codes_left(tx, whose).await?,
                authenticator: factor::has_authenticator(tx, whose).await?,
                passkeys: factor::passkeys(tx, whose).await?,
            }))
        };
        self.state.db.read(db::Auth, actor, look).await
    }
}

impl Auth<perm::Session> {
    /// The person's sessions that go on, the one last used first.
    pub async fn own_sessions(&self) -> Result<Vec<OwnSession>> {
        let present = self.session();
        self.read(async |tx, person| {
            let tx = AsPerson::tx(tx);
            let (rows, now) = (store::live(tx, person.tenant, person.id).await?, tx.now);
            let of = |(id, kind, begun_at, used_at): store::LiveRow| {
                let (begun_at, last_used_at) = (begun_at.to_jiff(), used_at.to_jiff());
                OwnSession { id, portal: kind == "portal", begun_at, last_used_at, present: id == present }
            };
            let goes_on = |one: &OwnSession| !(one.portal && sessions::is_idle(one.last_used_at, now));
            Ok(rows.into_iter().map(of).filter(goes_on).collect())
        })
        .await
    }

    /// Ends one of the person's sessions.
    ///
    /// # Errors
    /// `not_found` where it is none of theirs, or has ended.
    pub async fn end_session(&self, one: SessionId) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        sessions::end_own(&self.state.db, key, self.session(), Some(one), actor).await
    }

    /// Acts for somebody else from now on, or for oneself again.
    ///
    /// # Errors
    /// `not_found` where it is no stand-in by which the person may act for anybody today.
    pub async fn act_under(&self, stand_in: Option<StandInId>) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        let offered = self.read(async |_, person| Ok(person.stands_in_for.clone())).await?;
        if stand_in.is_some_and(|id| !offered.iter().any(|one| one.id == id && !one.over)) {
            return Err(ErrorCode::NotFound.into());
        }
        sessions::act_under(&self.state.db, (key.0, self.session()), stand_in, actor).await
    }

    /// Sets another pass-phrase.
    ///
    /// # Errors
    /// `log_in_failed` where the old one is not theirs, `second_factor_required`, `second_factor_wrong`, `too_many_attempts`,
    /// `pass_phrase_weak`.
    pub async fn change_phrase(&self, old: &str, new: &str, code: Option<&str>) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        let shown = (old, new, Beside::Code(code));
        sessions::change_phrase(&self.state, key, self.session(), shown, actor).await
    }

    /// Proves anew that whoever uses the session is its person.
    ///
    /// # Errors
    /// `log_in_failed` where the pass-phrase is not theirs, `second_factor_required`, `second_factor_wrong`, `too_many_attempts`
    /// where they have to wait.
    pub async fn prove(&self, phrase: &str, code: Option<&str>) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        sessions::prove(&self.state, key, self.session(), (phrase, Beside::Code(code)), actor).await
    }

    /// Ends the session that the request came with.
    pub async fn log_out(&self) -> Result<()> {
        // Proven inside a transaction first: a forged token must not end anybody's session.
        self.read(async |_, _| Ok(())).await?;
        sessions::log_out(&self.state.db, self.tenant(), self.session(), self.actor()).await
    }
}

/// A second factor in force.
#[derive(Debug, Clone)]
pub struct SecondFactor {
    /// Since when log-ins ask for a code.
    pub since: Timestamp,
    /// How many recovery codes are left.
    pub codes_left: usize,
    /// Whether codes of an authenticator are among it.
    pub authenticator: bool,
    /// The passkeys among it, the newest first.
    pub passkeys: Vec<OwnPasskey>,
}

impl SecondFactor {
    /// Whether one passkey more can be made.
    pub fn has_room(&self) -> bool {
        self.passkeys.len() < factor::PASSKEYS
    }
}

async fn account(tx: &mut AuthTx, tenant: TenantId, user: UserId) -> Result<AccountRow> {
    store::account_of(tx, tenant, user).await?.ok_or(ErrorCode::NotSignedIn.into())
}

impl Auth<Fresh<perm::Session>> {
    /// Sets another pass-phrase without a code, for whoever has no authenticator: they have just shown a passkey or a recovery code.
    ///
    /// # Errors
    /// As [`Auth::change_phrase`].
    pub async fn change_phrase_by_proof(&self, old: &str, new: &str) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        let shown = (old, new, Beside::FreshProof);
        sessions::change_phrase(&self.state, key, self.session(), shown, actor).await
    }

    /// Ends all of the person's sessions but this one.
    pub async fn end_others(&self) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        sessions::end_own(&self.state.db, key, self.session(), None, actor).await
    }

    /// Makes the secret of an authenticator, which is in force once [`Auth::confirm_authenticator`] has seen a code of it.
    ///
    /// # Errors
    /// `wrong_state` where one is in force.
    pub async fn begin_authenticator(&self) -> Result<NewAuthenticator> {
        self.about_factor("begin_second_factor", async |tx, account| {
            refuse_if(factor::has_authenticator(tx, whose(account)).await?)?;
            let (issuer, here) = (self.issuer(), (whose(account), self.session()));
            let made = self.state.codes().begin(tx, here, (&issuer, &account.email)).await?;
            Ok((made, None))
        })
        .await
    }

    /// The secret of an authenticator that is not yet in force, once more.
    ///
    /// # Errors
    /// `wrong_state` where none was begun in this session that is not in force.
    pub async fn begun_authenticator(&self) -> Result<NewAuthenticator> {
        let ((tenant, user), actor) = self.oneself().await?;
        let look = async |tx: &mut AuthTx| {
            let account = account(tx, tenant, user).await?;
            let here = (whose(&account), self.session());
            self.state.codes().begun(tx, here, (&self.issuer(), &account.email)).await
        };
        self.state.db.read(db::Auth, actor, look).await
    }

    /// Puts the authenticator in force whose code this is. Where there was no second factor before, all other sessions end, and the
    /// recovery codes are answered, which nobody sees again.
    ///
    /// # Errors
    /// `second_factor_wrong`, `wrong_state` where none was begun in this session that is not in force.
    pub async fn confirm_authenticator(&self, code: &str) -> Result<Vec<String>> {
        let present = self.session();
        self.about_factor("set_second_factor", async |tx, account| {
            let confirmed = self.state.codes().confirm(tx, (account, present), code).await?;
            let codes = confirmed.ok_or(ErrorCode::SecondFactorWrong)?;
            let news =
                if codes.is_empty() { AccessNews::AuthenticatorAdded } else { AccessNews::SecondFactorSet };
            Ok((codes, Some(news)))
        })
        .await
    }

    /// Recovery codes in the place of those of before, for a code where there is an authenticator.
    ///
    /// # Errors
    /// `second_factor_required`, `second_factor_wrong`, `too_many_attempts`, `wrong_state` where there is no second factor.
    pub async fn new_recovery_codes(&self, code: Option<&str>) -> Result<Vec<String>> {
        if let Some(code) = code {
            self.spend_code(code).await?;
        }
        self.about_factor("make_recovery_codes", async |tx, account| {
            refuse_if(account.second_factor_at.is_none())?;
            if code.is_none() && factor::has_authenticator(tx, whose(account)).await? {
                return Err(ErrorCode::SecondFactorRequired.into());
            }
            let codes = factor::new_codes(tx, whose(account)).await?;
            Ok((codes, Some(AccessNews::RecoveryCodesMade)))
        })
        .await
    }

    /// Forgets the authenticator, for a last code. Without passkeys the second factor is off.
    ///
    /// # Errors
    /// `second_factor_wrong`, `too_many_attempts`, `wrong_state` where there is no second factor.
    pub async fn remove_authenticator(&self, code: &str) -> Result<()> {
        self.spend_code(code).await?;
        self.about_factor("remove_second_factor", async |tx, account| {
            refuse_if(account.second_factor_at.is_none())?;
            let news = if factor::forget_authenticator(tx, whose(account)).await? {
                AccessNews::SecondFactorRemoved { by: None }
            } else {
                AccessNews::AuthenticatorRemoved
            };
            Ok(((), Some(news)))
        })
        .await
    }

    async fn spend_code(&self, code: &str) -> Result<()> {
        let (key, actor) = self.oneself().await?;
        sessions::spend_own_code(&self.state, key, self.session(), code, actor).await
    }

    /// What an authenticator calls this installation.
    fn issuer(&self) -> String {
        format!("Đôn đốc {}", self.site().public_url.host_str().unwrap_or_default())
    }

    /// An act on one's own second factor, with its entry and the mail that tells of it.
    pub(super) async fn about_factor<R>(
        &self,
        action: &'static str,
        act: impl AsyncFnOnce(&mut AuthTx, &AccountRow) -> Result<(R, Option<AccessNews>)>,
    ) -> Result<R> {
        let ((tenant, user), actor) = self.oneself().await?;
        let write = async |tx: &mut AuthTx| {
            tx.enter(tenant).await?;
            let found = account(tx, tenant, user).await?;
            let account = store::lock_account(tx, whose(&found)).await?.ok_or(ErrorCode::NotSignedIn)?;
            let (result, news) = act(tx, &account).await?;
            if let Some(news) = news {
                news::tell(tx, (tenant, user), &account.address, &news).await?;
            }
            let (subject_kind, subject_id) = ("account", Some(account.id.0));
            Ok(Logged::new(result, Entry { tenant, action, subject_kind, subject_id, detail: json!({}) }))
        };
        self.state.db.write(db::Auth, actor, write).await
    }
}

/// Turns off the second factor of somebody who has lost it (R187). Their sessions end, and a mail tells them; `reason` says in the trail
/// how it was known who asked.
///
/// # Errors
/// `not_found` where the person is disabled, `wrong_state` where there is no second factor, faults of fields.
pub async fn take_second_factor(
    tx: &mut AuthTx,
    whose: (TenantId, AccountId),
    reason: &str,
) -> Result<Logged<()>> {
    let mut checks = Checks::default();
    let reason = checks.line("reason", reason, 300);
    checks.finish()?;
    let account = store::lock_account(tx, whose).await?.ok_or(ErrorCode::NotFound)?;
    refuse_if(account.second_factor_at.is_none())?;
    let (tenant, user) = (account.tenant_id, account.user_id);
    factor::remove_lost(tx, whose, user).await?;
    store::revoke_all(tx, tenant, user, None).await?;
    tx.enter(tenant).await?;
    let by = tx.actor.name.clone();
    news::tell(tx, (tenant, user), &account.address, &AccessNews::SecondFactorRemoved { by: Some(by) })
        .await?;
    let (subject_kind, subject_id, detail) = ("account", Some(account.id.0), json!({"reason": reason}));
    Ok(Logged::new((), Entry { tenant, action: "take_second_factor", subject_kind, subject_id, detail }))
}

pub(super) fn whose(account: &AccountRow) -> factor::Whose {
    (account.tenant_id, account.id)
}

pub(super) fn refuse_if(wrong: bool) -> Result<()> {
    if wrong { Err(ErrorCode::WrongState.into()) } else { Ok(()) }
}
