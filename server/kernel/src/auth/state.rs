//! What the doors of a process share, and nobody else reaches.

use std::{sync::Arc, time::Duration};

use actix_web::{HttpRequest, web::Data};
use secrecy::SecretString;

use super::{
    admission::{Admission, Limits},
    factor::{Ceremonies, Desk, SealingKey},
    guesses::Guesses,
    password::Passwords,
    rotating::{Keys, Seeds},
};
use crate::{db::Db, error::Result, gate::Gate, http::Site};

/// How long a log-in waits for those before it.
const LINE: Duration = Duration::from_secs(4);

/// The database and the keys, behind [`super::Auth`], [`super::Public`] and [`super::RelayKey`]: a handler holds one of these
/// and never a [`Db`].
pub struct State {
    pub(super) db: Db,
    pub(super) passwords: Passwords,
    pub(super) keys: Keys,
    /// Under which the secrets of authenticators lie.
    pub(super) sealing: SealingKey,
    pub(super) admission: Admission,
    pub(super) guesses: Guesses,
    /// Consoles that ask to be let in, counted by themselves: they keep nobody from logging in.
    pub(super) consoles: Guesses,
    /// Log-ins from devices that nobody has logged in from before.
    pub(super) strangers: Gate,
    /// The others, so that strangers do not stand in their way.
    pub(super) known: Gate,
    /// The secret shared with the relay; without one nobody reports of mail that came back.
    pub(super) relay_key: Option<SecretString>,
}

impl State {
    /// Puts the keys together; connects to nothing yet.
    pub fn new(
        db: Db,
        seeds: Seeds<'_>,
        relay_key: Option<SecretString>,
        limits: Limits,
    ) -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, Into::into);
        Ok(Self {
            passwords: Passwords::new(cores)?,
            keys: Keys::of(seeds)?,
            sealing: SealingKey::from_seed(seeds.seals)?,
            admission: Admission::new(limits, db.connections()),
            guesses: Guesses::default(),
            consoles: Guesses::default(),
            strangers: Gate::new((cores, 50), LINE),
            known: Gate::new((cores, 50), LINE),
            relay_key,
            db,
        })
    }

    /// Where codes of second factors are judged.
    pub(super) fn codes(&self) -> Desk<'_> {
        Desk { key: &self.sealing, at: self.db.clock().now(0) }
    }

    /// What passkeys are asked for; none where the installation has none.
    pub(super) fn ceremonies(&self, site: &Site) -> Option<Ceremonies<'_>> {
        Ceremonies::of(&site.public_url, &self.sealing, self.db.clock().now(0))
    }

    pub(super) fn of(request: &HttpRequest) -> Result<Arc<Self>> {
        let state: Option<&Data<Self>> = request.app_data();
        Ok(state.ok_or_else(|| anyhow::anyhow!("no state"))?.clone().into_inner())
    }
}
