//! A console's log-in by browser (R189, after RFC 8628): the console asks and shows eight letters; somebody who is signed in in a browser
//! types them there, sees which machine asks, and lets it in; the console, which asks again and again, gets its tokens.

mod store;

use dondoc_shared::{
    error::ErrorCode,
    id::{SessionId, TenantId},
    role::Permission,
    wire::session::DeviceAuthorization,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{
    Auth, Fresh, Public,
    news::{self, AccessNews},
    perm,
    sessions::{self, Begun, Kind},
    store as accounts,
};
use crate::{
    clock::fill_random,
    db::{
        self, AuthTx,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
    http::input::Checks,
    mail::console_link,
    secret::{self, Secret},
};

/// How long a console waits to be let in.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// How long it waits before it asks again.
const INTERVAL: SignedDuration = SignedDuration::from_secs(5);
/// What is left of one that nobody let in goes after so long.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// So many wrong codes are looked at in a session.
const TRIES: i32 = 5;
/// The longest name of a machine, in characters.
const HOST: usize = 100;
/// Consonants alone, so that no word comes of them (RFC 8628, 6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

/// A console that asks to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// What its machine calls itself.
    pub host: String,
    /// The network address that it asks from.
    pub address: String,
    /// Since when it asks.
    pub asked_at: Timestamp,
}

/// Letters for a person to copy.
fn new_code() -> String {
    let mut code = String::with_capacity(LENGTH);
    while code.len() < LENGTH {
        let mut byte = [0u8];
        fill_random(&mut byte);
        // As many values for each letter, so that none comes more often.
        let letter = (byte[0] < 240).then(|| LETTERS.get(usize::from(byte[0] % 20))).flatten();
        code.extend(letter.map(|letter| char::from(*letter)));
    }
    code
}

/// The letters that were typed, however they were grouped.
fn typed(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase()).collect()
}

/// In two groups, as it is shown.
fn in_groups(code: &str) -> String {
    let (first, second) = code.split_at_checked(LENGTH / 2).unwrap_or((code, ""));
    format!("{first}-{second}")
}

fn entry(action: &'static str, session: Option<SessionId>, detail: Value) -> Entry {
    let (subject_kind, subject_id) = ("session", session.map(|session| session.0));
    Entry { tenant: TenantId::NATIONAL, action, subject_kind, subject_id, detail }
}

impl Public {
    /// Has a console wait for somebody who lets it in from a browser; `host` is what its machine calls itself.
    ///
    /// # Errors
    /// Faults of `host`; `too_many_attempts` where a network asks more than ten times a minute.
    pub async fn ask_by_browser(&self, host: &str) -> Result<DeviceAuthorization> {
        let mut checks = Checks::default();
        let host = checks.line("host", host, HOST);
        checks.finish()?;
        // Kept, whatever comes of it: a flood of them would fill the trail.
        let _place = self.state.consoles.take(self.from, self.state.db.clock().now(0)).await?;
        let (device, code) = (Secret::random(), new_code());
        let address = self.from.to_string();
        let ask = async |tx: &mut AuthTx| {
            tx.enter(TenantId::NATIONAL).await?;
            store::delete_old(tx, KEPT).await?;
            store::insert(tx, (&device.digest(), &code), (&host, &address), LIFE).await?;
            let detail = json!({"host": host, "from": address});
            Ok(Logged::new((), entry("console_asks", None, detail)))
        };
        self.state.db.write(db::Auth, self.actor(), ask).await?;
        Ok(DeviceAuthorization {
            device_code: device.text(),
            user_code: in_groups(&code),
            verification_uri: console_link(&self.site().public_url),
            expires_in: LIFE.as_secs(),
            interval: INTERVAL.as_secs(),
        })
    }

    /// Begins a session for a console that was let in, once.
    ///
    /// # Errors
    /// `device_pending` while nobody has decided; `device_slow_down` where it asks again within five seconds; `device_refused` where it
    /// was refused, five minutes are over, its tokens were given already, it never asked, or whoever let it in has logged out since.
    pub async fn begin_by_browser(&self, device_code: &str) -> Result<Begun> {
        let refused = || Error::Refused(ErrorCode::DeviceRefused);
        let device = Secret::parse(device_code).ok_or_else(refused)?.digest();
        let poll = async |tx: &mut AuthTx| {
            tx.enter(TenantId::NATIONAL).await?;
            let Some(found) = store::lock(tx, &device).await? else { return Err(refused()) };
            let early = found.polled_at.is_some_and(|at| tx.now.duration_since(at.to_jiff()) < INTERVAL);
            store::note_poll(tx, &device).await?;
            let soon = if early { ErrorCode::DeviceSlowDown } else { ErrorCode::DevicePending };
            if early || found.decided_at.is_none() {
                return Ok(Polled::NotYet(soon));
            }
            Ok(Polled::Decided(found.session_id, found.host, found.address))
        };
        // In a transaction of its own: when it asked last holds whatever comes of it.
        let (session, host, address) = match self.state.db.read(db::Auth, self.actor(), poll).await? {
            Polled::NotYet(code) => return Err(code.into()),
            Polled::Decided(session, host, address) => (session.ok_or_else(refused)?, host, address),
        };
        let begin = async |tx: &mut AuthTx| {
            tx.enter(TenantId::NATIONAL).await?;
            // Whoever deletes it is the only one.
            if !store::take(tx, &device).await? {
                return Err(refused());
            }
            let owner = accounts::owner_of_live(tx, TenantId::NATIONAL, session).await?;
            let account = accounts::account_of(tx, TenantId::NATIONAL, owner.ok_or_else(refused)?).await?;
            let account = account.filter(|account| account.role.may(Permission::ReadNational));
            let account = account.ok_or_else(refused)?;
            let whom = (TenantId::NATIONAL, account.user_id);
            let news = AccessNews::ConsoleConnected { host: host.clone(), address: address.clone() };
            news::tell(tx, whom, &account.address, &news).await?;
            sessions::begin(tx, account, Kind::Console, "browser").await
        };
        self.state.db.write(db::Auth, self.actor(), begin).await
    }
}

/// What a console that asks again is told.
enum Polled {
    NotYet(ErrorCode),
    /// By the session of whoever let it in; with its host and address.
    Decided(Option<SessionId>, String, String),
}

impl Auth<Fresh<perm::ReadNational>> {
    /// The console that shows this code.
    ///
    /// # Errors
    /// `not_found` where none does, or it is decided on; `too_many_attempts` after five such codes in a session.
    pub async fn asking_console(&self, code: &str) -> Result<Asking> {
        self.with_console(code, async |_, found| {
            let asked_at = found.asked_at.to_jiff();
            Ok((
                "look_at_console",
                Asking { host: found.host.clone(), address: found.address.clone(), asked_at },
            ))
        })
        .await
    }

    /// Lets the console in that shows this code, as the person who is signed in; or refuses it.
    ///
    /// # Errors
    /// As [`Self::asking_console`].
    pub async fn decide_on_console(&self, code: &str, lets_in: bool) -> Result<()> {
        let session = self.session();
        self.with_console(code, async |tx, found| {
            store::decide(tx, &found.device_hash, lets_in.then_some(session)).await?;
            Ok((if lets_in { "let_console_in" } else { "refuse_console" }, ()))
        })
        .await
    }

    async fn with_console<R>(
        &self,
        code: &str,
        act: impl AsyncFnOnce(&mut AuthTx, &store::Row) -> Result<(&'static str, R)>,
    ) -> Result<R> {
        let (_, actor) = self.oneself().await?;
        let session = self.session();
        let counter = secret::digest(&["console code", &session.to_string()]);
        let code = typed(code);
        let look = async |tx: &mut AuthTx| {
            tx.enter(TenantId::NATIONAL).await?;
            let today = tx.today();
            let (wrong, _) = accounts::lock_failures(tx, &counter, today).await?;
            if wrong >= TRIES {
                return Err(ErrorCode::TooManyAttempts.into());
            }
            let Some(found) = store::find(tx, &code).await? else {
                accounts::set_failures(tx, &counter, wrong.saturating_add(1), today).await?;
                let entry = entry("console_code_wrong", Some(session), json!({}));
                return Ok(Logged::new(Err(ErrorCode::NotFound.into()), entry));
            };
            let (action, result) = act(tx, &found).await?;
            let detail = json!({"host": found.host, "from": found.address});
            Ok(Logged::new(Ok(result), entry(action, Some(session), detail)))
        };
        self.state.db.write(db::Auth, actor, look).await?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_eight_consonants_and_is_read_however_it_is_typed() {
        for _ in 0..100 {
            let code = new_code();
            assert_eq!(code.len(), LENGTH);
            assert!(code.bytes().all(|letter| LETTERS.contains(&letter)), "{code}");
            let shown = in_groups(&code);
            assert_eq!(shown.len(), LENGTH + 1);
            for way in [shown.clone(), shown.to_lowercase(), format!(" {} ", shown.replace('-', " "))] {
                assert_eq!(typed(&way), code);
            }
        }
        assert_eq!(typed("mật khẩu 12"), "MTKHU");
    }
}
