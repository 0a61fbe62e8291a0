//! Passkeys (R188): what their owner does about them, and a log-in by one, which is both factors at once.

use dondoc_shared::{error::ErrorCode, id::PasskeyId};

pub use super::factor::{Asked, OwnPasskey};
use super::{
    Auth, Fresh, Public,
    factor::{self, Passed},
    news::{self, AccessNews},
    own::{refuse_if, whose},
    perm,
    sessions::{self, Begun},
    store,
};
use crate::{
    db::{self, AuthTx, audit::Logged},
    error::{Error, Result},
    http::{Bearer, input::Checks},
    secret::Secret,
};

/// The longest name of a passkey, in characters.
pub const NAME: usize = 60;

impl Auth<Fresh<perm::Session>> {
    /// Asks this session's browser to make a passkey.
    ///
    /// # Errors
    /// `wrong_state` where there are as many as there may be, or the installation is reached by an address of numbers.
    pub async fn ask_for_new_passkey(&self) -> Result<Asked> {
        let ((tenant, user), actor) = self.oneself().await?;
        let ceremonies = self.state.ceremonies(self.site()).ok_or(ErrorCode::WrongState)?;
        let look = async |tx: &mut AuthTx| {
            tx.enter(tenant).await?;
            let account = store::account_of(tx, tenant, user).await?.ok_or(ErrorCode::NotSignedIn)?;
            let held = factor::credentials(tx, whose(&account)).await?;
            refuse_if(held.len() >= factor::PASSKEYS)?;
            let (here, names) =
                ((whose(&account), self.session()), (account.email.as_str(), account.name.as_str()));
            ceremonies.ask_for_new(here, names, held)
        };
        self.state.db.read(db::Auth, actor, look).await
    }

    /// Keeps the passkey that the browser made. Answers recovery codes where there was no second factor before.
    ///
    /// # Errors
    /// Faults of the name; `second_factor_wrong` where it is not what the browser was asked for in the last minutes, or known already;
    /// `wrong_state` where there are as many as there may be.
    pub async fn add_passkey(&self, name: &str, state: &str, answer: &str) -> Result<Vec<String>> {
        let mut checks = Checks::default();
        let name = checks.line("passkey_name", name, NAME);
        checks.finish()?;
        let present = self.session();
        let ceremonies = self.state.ceremonies(self.site()).ok_or(ErrorCode::WrongState)?;
        self.about_factor("add_passkey", async |tx, account| {
            let whose = whose(account);
            let made = ceremonies.read_new((whose, present), state, answer)?;
            let made = made.ok_or(ErrorCode::SecondFactorWrong)?;
            let codes = factor::in_force(tx, account, present).await?;
            refuse_if(factor::credentials(tx, whose).await?.len() >= factor::PASSKEYS)?;
            if !factor::keep_passkey(tx, whose, &name, &made).await? {
                return Err(ErrorCode::SecondFactorWrong.into());
            }
            Ok((codes.clone(), Some(AccessNews::PasskeyAdded { name, first: !codes.is_empty() })))
        })
        .await
    }

    /// Forgets a passkey. With the last one of a second factor without an authenticator the second factor is off.
    ///
    /// # Errors
    /// `not_found` where it is none of theirs.
    pub async fn remove_passkey(&self, id: PasskeyId) -> Result<()> {
        self.about_factor("remove_passkey", async |tx, account| {
            let left = factor::forget_passkey(tx, whose(account), id).await?;
            let off = AccessNews::SecondFactorRemoved { by: None };
            Ok(((), Some(left.map_or(off, |name| AccessNews::PasskeyRemoved { name }))))
        })
        .await
    }
}

impl Public {
    /// Asks a browser, known by a secret of its own, for a passkey; none where the installation is reached by an address of numbers.
    pub fn ask_for_passkey(&self, browser: &Secret) -> Result<Option<Asked>> {
        self.state.ceremonies(self.site()).map(|ceremonies| ceremonies.ask(browser)).transpose()
    }

    /// Begins a session in a browser for the owner of a passkey; what the browser has until now ends. Comes with what the device shall
    /// keep.
    ///
    /// # Errors
    /// `second_factor_wrong` for whatever is wrong with it.
    pub async fn log_in_with_passkey(
        &self,
        browser: &Secret,
        (state, answer): (&str, &str),
        device: Option<&str>,
        before: Option<Bearer>,
    ) -> Result<(Begun, String)> {
        let refused = || Error::Refused(ErrorCode::SecondFactorWrong);
        let ceremonies = self.state.ceremonies(self.site()).ok_or_else(refused)?;
        let answer = ceremonies.read_answer(browser, state, answer).ok_or_else(refused)?;
        let entered = self.state.db.write(db::Auth, self.actor(), async |tx| {
            let tenant = answer.tenant;
            tx.enter(tenant).await?;
            let whose = factor::whose_passkey(tx, &answer).await?.ok_or_else(refused)?;
            let account = store::lock_account(tx, whose).await?.ok_or_else(refused)?;
            let entry = |action| sessions::of_account(tenant, action, account.id);
            match factor::judge_passkey(tx, &ceremonies, answer, &account).await? {
                Passed::Right => {}
                Passed::Wrong => return Ok(Logged::new(Err(refused()), entry("passkey_refused"))),
                Passed::Copied(name) => {
                    let news = AccessNews::PasskeyCopied { name };
                    news::tell(tx, (tenant, account.user_id), &account.address, &news).await?;
                    return Ok(Logged::new(Err(refused()), entry("passkey_copied")));
                }
            }
            let key = self.state.keys.device.signs();
            Ok(sessions::let_in(tx, key, account, (before, device), "passkey").await?.map(Ok))
        });
        entered.await?
    }
}
