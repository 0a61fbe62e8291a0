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
    db::{admin::Passwords, migrations::ROLES},
    secret::random_hex,
};

/// The file with the token key.
const TOKEN_KEY: &str = "token.key";

/// What the folder holds.
#[derive(Debug)]
pub struct Secrets {
    /// Of the login roles.
    pub passwords: Passwords,
    token_seed: SecretBox<[u8; 32]>,
}

impl Clone for Secrets {
    fn clone(&self) -> Self {
        Self { passwords: self.passwords.clone(), token_seed: SecretBox::new(Box::new(*self.token_seed())) }
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
    /// The 32 bytes that the token key follows from.
    pub fn token_seed(&self) -> &[u8; 32] {
        self.token_seed.expose_secret()
    }

    /// Reads the folder; every fault at once.
    pub fn read(dir: &Path) -> Result<Self, Vec<SecretFault>> {
        let mut faults = Vec::new();
        let mut keep = |result: Result<SecretString, SecretFault>| {
            result.map_err(|fault| faults.push(fault)).unwrap_or_default()
        };
        let [app, national, auth, worker] =
            PASSWORDS.map(|role| keep(read_one(&password_file(dir, role), SHORTEST)));
        let seed = keep(read_one(&dir.join(TOKEN_KEY), 64));
        let seed = SecretBox::new(Box::new(unhex(seed.expose_secret()).unwrap_or_default()));
        if faults.is_empty() {
            Ok(Self { passwords: Passwords { by_role: [app, national, auth, worker] }, token_seed: seed })
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
        create_one(&dir.join(TOKEN_KEY), &format!("{}{}", random_hex(), random_hex()))
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
        assert_eq!(first.token_seed(), second.token_seed());
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
    fn a_key_is_64_hexadecimal_digits() {
        assert_eq!(unhex(&"0f".repeat(32)), Some([15; 32]));
        assert_eq!(unhex(&"0f".repeat(31)), None);
        assert_eq!(unhex(&"0g".repeat(32)), None);
        assert_eq!(unhex(&"0".repeat(65)), None);
    }
}
