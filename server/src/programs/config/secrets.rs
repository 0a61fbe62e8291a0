//! Passwords of the database roles and the key of the access tokens: files of mode 0600 in one folder, made by
//! `dondoc-server migrate` where they are missing.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use dondoc_shared::text::Lang;
use secrecy::{ExposeSecret, SecretBox, SecretString};

use dondoc_kernel::{
    auth::Seeds,
    db::{admin::Passwords, migrations::ROLES},
    secret::random_hex,
};

/// The file with the token key: what follows from it signs.
const TOKEN_KEY: &str = "token.key";
/// The file with the one that will sign, once there is one: what it signed is accepted already.
const NEXT_KEY: &str = "token-next.key";
/// The file with the one that signed before, until it is dropped: what it signed is still accepted.
const KEY_BEFORE: &str = "token-before.key";
/// The file with the key that seals the secrets of second factors in the database; without it they are lost.
const SEALING_KEY: &str = "sealing.key";

/// What the folder holds.
#[derive(Debug)]
pub struct Secrets {
    /// Of the login roles.
    pub passwords: Passwords,
    token_seed: SecretBox<[u8; 32]>,
    other_seed: Option<SecretBox<[u8; 32]>>,
    sealing_seed: SecretBox<[u8; 32]>,
}

impl Clone for Secrets {
    fn clone(&self) -> Self {
        let seed = |seed: &SecretBox<[u8; 32]>| SecretBox::new(Box::new(*seed.expose_secret()));
        let (token_seed, other_seed) = (seed(&self.token_seed), self.other_seed.as_ref().map(seed));
        let sealing_seed = seed(&self.sealing_seed);
        Self { passwords: self.passwords.clone(), token_seed, other_seed, sealing_seed }
    }
}

/// What is wrong with a file.
#[derive(Debug)]
pub struct SecretFault {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Missing,
    Unreadable(io::Error),
    /// Others than the owner may read it.
    Exposed,
    Malformed,
}

impl SecretFault {
    /// The fault in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        let path = self.path.display().to_string();
        match &self.kind {
            Kind::Missing => lang.secret_missing(&path),
            Kind::Unreadable(cause) => lang.cannot_read(&path, &cause.to_string()),
            Kind::Exposed => lang.secret_exposed(&path),
            Kind::Malformed => lang.secret_malformed(&path),
        }
    }
}

impl Secrets {
    /// What the keys of a server follow from.
    pub fn seeds(&self) -> Seeds<'_> {
        let accepted = self.other_seed.as_ref().map(ExposeSecret::expose_secret);
        let (signs, seals) = (self.token_seed.expose_secret(), self.sealing_seed.expose_secret());
        Seeds { signs, accepted, seals }
    }

    /// Reads the folder; every fault at once.
    pub fn read(dir: &Path) -> Result<Self, Vec<SecretFault>> {
        let mut faults = Vec::new();
        let mut keep = |result: Result<SecretString, SecretFault>| {
            result.map_err(|fault| faults.push(fault)).unwrap_or_default()
        };
        let [app, national, auth, worker] =
            PASSWORDS.map(|role| keep(read_one(&password_file(dir, role), SHORTEST)));
        let seed =
            |text: SecretString| SecretBox::new(Box::new(unhex(text.expose_secret()).unwrap_or_default()));
        let [token_seed, sealing_seed] =
            [TOKEN_KEY, SEALING_KEY].map(|name| seed(keep(read_one(&dir.join(name), 64))));
        let mut other_seed = None;
        for name in [KEY_BEFORE, NEXT_KEY] {
            match read_one(&dir.join(name), 64) {
                Err(SecretFault { kind: Kind::Missing, .. }) => {}
                other => other_seed = Some(seed(keep(other))),
            }
        }
        if faults.is_empty() {
            Ok(Self {
                passwords: Passwords { by_role: [app, national, auth, worker] },
                token_seed,
                other_seed,
                sealing_seed,
            })
        } else {
            Err(faults)
        }
    }

    /// Makes the files that are missing, each readable by its owner only. Those that are there stay as they are.
    pub fn create_missing(dir: &Path) -> io::Result<()> {
        create_folder(dir)?;
        for role in ROLES.iter().skip(1) {
            create_one(&password_file(dir, role), &random_hex())?;
        }
        create_one(&dir.join(TOKEN_KEY), &random_key())?;
        create_one(&dir.join(SEALING_KEY), &random_key())
    }

    /// Takes a step of replacing the token key.
    ///
    /// # Errors
    /// The step does not follow on the one before, or a file cannot be read or written.
    pub fn replace_key(dir: &Path, step: KeyStep) -> Result<(), KeyFault> {
        let [signs, next, before] = [TOKEN_KEY, NEXT_KEY, KEY_BEFORE].map(|name| dir.join(name));
        read_one(&signs, 64).map_err(KeyFault::Secret)?;
        let is_there = |path: &Path| path.try_exists().map_err(|error| KeyFault::Io(path.to_owned(), error));
        let done = match (step, is_there(&next)?, is_there(&before)?) {
            (KeyStep::Add, false, false) => create_one(&next, &random_key()),
            // An exchange that was interrupted has kept the key before already, and is gone on with.
            (KeyStep::Exchange, true, _) => {
                read_one(&next, 64).map_err(KeyFault::Secret)?;
                let kept = match fs::hard_link(&signs, &before) {
                    Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
                    _ => Ok(()),
                };
                kept.and_then(|()| fs::rename(&next, &signs))
            }
            (KeyStep::Drop, false, true) => fs::remove_file(&before),
            (KeyStep::Cancel, true, false) => fs::remove_file(&next),
            (_, true, _) => return Err(KeyFault::Added(next)),
            (_, false, true) => return Err(KeyFault::Exchanged(before)),
            (_, false, false) => return Err(KeyFault::NotBegun(next)),
        };
        done.map_err(|error| KeyFault::Io(dir.to_owned(), error))
    }

    /// The passwords that the folder holds; none if one of their files is missing.
    pub fn passwords(dir: &Path) -> Result<Option<Passwords>, Vec<SecretFault>> {
        let (mut faults, mut found) = (Vec::new(), Vec::new());
        for role in PASSWORDS {
            match read_one(&password_file(dir, role), SHORTEST) {
                Ok(password) => found.push(password),
                Err(SecretFault { kind: Kind::Missing, .. }) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(<[SecretString; 4]>::try_from(found).ok().map(|by_role| Passwords { by_role }))
    }

    /// Gives every role a new password. The files of today are replaced only once `set` has made the database take the new
    /// ones. The token key stays: nobody is logged out.
    pub async fn rotate(
        dir: &Path,
        set: impl AsyncFnOnce(&Passwords) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        create_folder(dir)?;
        let passwords = Passwords::random();
        let fresh = |role| password_file(dir, role).with_extension("new");
        for (role, password) in passwords.iter() {
            match fs::remove_file(fresh(role)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => create_one(&fresh(role), password.expose_secret())?,
            }
        }
        let taken = set(&passwords).await;
        for (role, _) in passwords.iter() {
            if taken.is_ok() {
                fs::rename(fresh(role), password_file(dir, role))?;
            } else {
                fs::remove_file(fresh(role))?;
            }
        }
        taken
    }
}

/// A step of replacing the token key, after each of which every server is started again, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum KeyStep {
    /// Make a second key, which servers accept and do not sign with
    Add,
    /// Sign with the second key and accept the first
    Exchange,
    /// Forget the key that signed before
    Drop,
    /// Take the second key back before it signs
    Cancel,
}

/// Why a step cannot be taken.
#[derive(Debug)]
pub enum KeyFault {
    /// There is a key that does not sign yet.
    Added(PathBuf),
    /// The keys are exchanged, and the one before is still accepted.
    Exchanged(PathBuf),
    /// There is no second key.
    NotBegun(PathBuf),
    /// A key cannot be used.
    Secret(SecretFault),
    /// A file cannot be read or written.
    Io(PathBuf, io::Error),
}

impl KeyFault {
    /// The fault in the reader's language.
    pub fn message(&self, lang: Lang) -> String {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::Added(path) => lang.key_step_added(&shown(path)),
            Self::Exchanged(path) => lang.key_step_exchanged(&shown(path)),
            Self::NotBegun(path) => lang.key_step_not_begun(&shown(path)),
            Self::Secret(fault) => fault.message(lang),
            Self::Io(path, error) => lang.cannot_write(&shown(path), &error.to_string()),
        }
    }
}

fn random_key() -> String {
    format!("{}{}", random_hex(), random_hex())
}

/// The login roles, each with a file of its own.
const PASSWORDS: [&str; 4] = ["app", "national", "auth", "worker"];

/// The fewest characters of a password.
const SHORTEST: usize = 16;

fn create_folder(dir: &Path) -> io::Result<()> {
    if dir.is_dir() { Ok(()) } else { fs::DirBuilder::new().recursive(true).mode(0o700).create(dir) }
}

fn password_file(dir: &Path, role: &str) -> PathBuf {
    dir.join(format!("{role}.password"))
}

/// Writes a new file of mode 0600; one that is there stays as it is.
pub fn create_one(path: &Path, secret: &str) -> io::Result<()> {
    let file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match file {
        Ok(mut file) => writeln!(file, "{secret}"),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether the text has only letters and digits, and at least `least` of them.
pub(super) fn read_one(path: &Path, shortest: usize) -> Result<SecretString, SecretFault> {
    let fault = |kind| SecretFault { path: path.to_owned(), kind };
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => fault(Kind::Missing),
        _ => fault(Kind::Unreadable(error)),
    })?;
    let mode = fs::metadata(path).map_err(|error| fault(Kind::Unreadable(error)))?.mode();
    if mode & 0o077 != 0 {
        return Err(fault(Kind::Exposed));
    }
    let text = text.trim();
    if text.len() < shortest || !text.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(fault(Kind::Malformed));
    }
    if shortest == 64 && unhex(text).is_none() {
        return Err(fault(Kind::Malformed));
    }
    Ok(SecretString::from(text))
}

/// 64 hexadecimal digits as 32 bytes.
fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    bytes.try_into().ok().filter(|_| digits.len() == 64)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder() -> PathBuf {
        std::env::temp_dir().join(format!("dondoc-secrets-{}", random_hex()))
    }

    #[test]
    fn made_once_the_secrets_stay_and_only_their_owner_reads_them() {
        let dir = folder();
        Secrets::create_missing(&dir).unwrap();
        let first = Secrets::read(&dir).unwrap();
        Secrets::create_missing(&dir).unwrap();
        let second = Secrets::read(&dir).unwrap();
        assert_eq!(first.seeds().signs, second.seeds().signs);
        for ((role, one), (_, two)) in first.passwords.iter().zip(second.passwords.iter()) {
            assert_eq!(one.expose_secret(), two.expose_secret(), "{role}");
            assert!(!format!("{first:?}").contains(one.expose_secret()), "{role}");
        }
        fs::set_permissions(dir.join("app.password"), fs::Permissions::from_mode(0o640)).unwrap();
        fs::write(dir.join("auth.password"), "short").unwrap();
        fs::write(dir.join(TOKEN_KEY), "z".repeat(64)).unwrap();
        fs::remove_file(dir.join("worker.password")).unwrap();
        let faults = Secrets::read(&dir).unwrap_err();
        let told: Vec<String> = faults.iter().map(|fault| fault.message(Lang::En)).collect();
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(told[0].contains("chmod 600"), "{told:#?}");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_key_is_added_exchanged_and_dropped_and_no_step_is_taken_twice_or_before_its_time() {
        let dir = folder();
        Secrets::create_missing(&dir).unwrap();
        let seeds = || {
            let secrets = Secrets::read(&dir).unwrap();
            let Seeds { signs, accepted, .. } = secrets.seeds();
            (*signs, accepted.copied())
        };
        let step = |step| Secrets::replace_key(&dir, step);
        let (old, none) = seeds();
        assert_eq!(none, None);
        let refused = |steps: &[KeyStep]| {
            let before = seeds();
            for one in steps {
                assert!(step(*one).is_err(), "{one:?}");
            }
            assert_eq!(seeds(), before);
        };
        refused(&[KeyStep::Exchange, KeyStep::Drop, KeyStep::Cancel]);
        step(KeyStep::Add).unwrap();
        refused(&[KeyStep::Add, KeyStep::Drop]);
        step(KeyStep::Cancel).unwrap();
        assert_eq!(seeds(), (old, None));
        step(KeyStep::Add).unwrap();
        let (signs, new) = seeds();
        let new = new.unwrap();
        assert!(signs == old && new != old);
        // As an exchange leaves it that was interrupted in its midst.
        fs::hard_link(dir.join(TOKEN_KEY), dir.join(KEY_BEFORE)).unwrap();
        assert_eq!(seeds(), (old, Some(new)));
        refused(&[KeyStep::Add, KeyStep::Drop, KeyStep::Cancel]);
        step(KeyStep::Exchange).unwrap();
        assert_eq!(seeds(), (new, Some(old)));
        refused(&[KeyStep::Add, KeyStep::Exchange, KeyStep::Cancel]);
        step(KeyStep::Drop).unwrap();
        assert_eq!(seeds(), (new, None));
        step(KeyStep::Add).unwrap();
        fs::write(dir.join(NEXT_KEY), "short").unwrap();
        assert!(step(KeyStep::Exchange).is_err(), "what cannot be read does not sign");
        assert_eq!(Secrets::read(&dir).unwrap_err().len(), 1, "nor is it a key that is missing");
        fs::remove_dir_all(dir).unwrap();
    }

    #[test]
    fn a_key_is_64_hexadecimal_digits() {
        assert_eq!(unhex(&"0f".repeat(32)), Some([15; 32]));
        assert_eq!(unhex(&"0f".repeat(31)), None);
        assert_eq!(unhex(&"0g".repeat(32)), None);
        assert_eq!(unhex(&"0".repeat(65)), None);
    }
}
