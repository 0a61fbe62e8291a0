//! A session that is kept on this machine between two runs: its refresh token, in a file for its owner alone.
//!
//! The server exchanges a refresh token once and takes a second use of it for theft. So whoever exchanges it holds the lock beside
//! the file, reads the token then and not before, and has written the next one when the lock is let go: runs at the same time wait
//! for each other instead of ending each other's session. A run that dies in between leaves the token before, which the server
//! exchanges again for half a minute.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::Duration,
};

use dondoc_shared::{scrub, text::Lang};
use nix::{fcntl::OFlag, unistd::geteuid};
use secrecy::{ExposeSecret, SecretString};
use tempfile::NamedTempFile;
use tokio::time::{Instant, sleep};

use super::state;

/// The most that is read; what the server gives has some 100 letters.
const LONGEST: u64 = 1000;
/// Longer than an exchange of the token may take.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(25);

/// Where the session of one server is kept.
#[derive(Debug, Clone)]
pub struct Kept(PathBuf);

/// The same, while nobody else reads or writes it.
#[derive(Debug)]
pub struct Held<'k> {
    kept: &'k Kept,
    _lock: File,
}

/// Why a kept session cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptFault {
    /// The person has no folder for state.
    NoFolder,
    /// There is none.
    Missing,
    /// Others may read its file, which has this mode.
    Shared(PathBuf, u32),
    /// Its file belongs to somebody else.
    Foreign(PathBuf),
    /// Another run does not let go of it.
    Busy,
    /// Its file cannot be read or written.
    Io(PathBuf, String),
}

impl KeptFault {
    /// What is said about it to the person, and what is to be done.
    pub fn text(&self, lang: Lang) -> String {
        let shown = |path: &Path| scrub::one_line(&path.display().to_string());
        match self {
            Self::NoFolder => lang.verbs_no_folder().to_owned(),
            Self::Missing => lang.verbs_log_in_first().to_owned(),
            Self::Shared(path, mode) => lang.verbs_kept_shared(&shown(path), *mode),
            Self::Foreign(path) => lang.verbs_kept_foreign(&shown(path)),
            Self::Busy => lang.verbs_kept_busy().to_owned(),
            Self::Io(path, why) => lang.verbs_kept_io(&shown(path), why),
        }
    }
}

impl Kept {
    /// That of one server.
    ///
    /// # Errors
    /// The person has no folder for state.
    pub fn of(server: &str) -> Result<Self, KeptFault> {
        state::file("session", server).map(Self).ok_or(KeptFault::NoFolder)
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The token's file, if it is this person's alone, and its mode.
    fn open(&self) -> Result<(File, u32), KeptFault> {
        let options = &mut File::options();
        let options = options.read(true).custom_flags(OFlag::O_NOFOLLOW.bits() | OFlag::O_NONBLOCK.bits());
        let file = options.open(&self.0).map_err(|error| match error.kind() {
            ErrorKind::NotFound => KeptFault::Missing,
            _ => self.io(&error),
        })?;
        let facts = file.metadata().map_err(|error| self.io(&error))?;
        let mode = facts.mode() & 0o777;
        match () {
            () if facts.uid() != geteuid().as_raw() => Err(KeptFault::Foreign(self.0.clone())),
            () if mode & 0o077 != 0 => Err(KeptFault::Shared(self.0.clone(), mode)),
            () => Ok((file, mode)),
        }
    }

    /// The mode of its file, if that can be used.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn mode(&self) -> Result<u32, KeptFault> {
        self.open().map(|(_, mode)| mode)
    }

    /// Waits until nobody else reads or writes it.
    ///
    /// # Errors
    /// Somebody never lets go of it, or its folder cannot be written.
    pub async fn hold(&self) -> Result<Held<'_>, KeptFault> {
        let lock = self.lock_file().map_err(|error| self.io(&error))?;
        let until = Instant::now() + PATIENCE;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(Held { kept: self, _lock: lock }),
                Err(TryLockError::Error(error)) => return Err(self.io(&error)),
                Err(TryLockError::WouldBlock) if Instant::now() >= until => return Err(KeptFault::Busy),
                Err(TryLockError::WouldBlock) => sleep(PAUSE).await,
            }
        }
    }

    /// Of a file beside the token's, which is another one after each exchange.
    fn lock_file(&self) -> io::Result<File> {
        state::make_folder(&self.0)?;
        let mut name = self.0.clone().into_os_string();
        name.push(".lock");
        File::options().create(true).truncate(false).write(true).mode(0o600).open(name)
    }

    fn io(&self, error: &io::Error) -> KeptFault {
        KeptFault::Io(self.0.clone(), error.to_string())
    }

    #[cfg(test)]
    pub(crate) fn at(path: PathBuf) -> Self {
        Self(path)
    }
}

impl Held<'_> {
    /// The token.
    pub fn token(&self) -> Result<SecretString, KeptFault> {
        let (file, _) = self.kept.open()?;
        let mut text = String::with_capacity(512);
        file.take(LONGEST).read_to_string(&mut text).map_err(|error| self.kept.io(&error))?;
        let token = text.trim();
        // What a run that was cut off by a full disk has left.
        if token.is_empty() { Err(KeptFault::Missing) } else { Ok(token.into()) }
    }

    /// Keeps a token in the place of the one before: the whole of it, or nothing of it.
    pub fn keep(&self, token: &SecretString) -> Result<(), KeptFault> {
        let path = &self.kept.0;
        let write = || {
            // Readable by its owner alone from the first byte on.
            let mut file = NamedTempFile::new_in(path.parent().unwrap_or(path))?;
            writeln!(file, "{}", token.expose_secret())?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|refused| refused.error)
        };
        write().map(drop).map_err(|error: io::Error| self.kept.io(&error))
    }

    /// Keeps none any more.
    pub fn forget(&self) -> Result<(), KeptFault> {
        match fs::remove_file(&self.kept.0) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.kept.io(&error)),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs::Permissions, os::unix::fs::PermissionsExt};

    use tokio::task::JoinSet;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[tokio::test]
    async fn a_token_is_for_its_owner_alone_and_comes_back_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::at(folder.path().join("dondoc/session-x.example"));
        assert_eq!(kept.mode(), Err(KeptFault::Missing));
        let held = kept.hold().await.unwrap();
        for token in ["one", "two"] {
            held.keep(&token.into()).unwrap();
            assert_eq!(held.token().unwrap().expose_secret(), token);
        }
        assert_eq!((mode(kept.path()), mode(kept.path().parent().unwrap())), (0o600, 0o700));
        let names = fs::read_dir(folder.path().join("dondoc")).unwrap().count();
        assert_eq!(names, 2, "the token and the lock, nothing half written");
        held.forget().unwrap();
        held.forget().unwrap();
        assert_eq!(held.token().unwrap_err(), KeptFault::Missing);
    }

    #[tokio::test]
    async fn a_file_that_others_may_read_or_that_leads_elsewhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::at(folder.path().join("session"));
        let held = kept.hold().await.unwrap();
        held.keep(&"token".into()).unwrap();
        for open in [0o640, 0o604, 0o660] {
            fs::set_permissions(kept.path(), Permissions::from_mode(open)).unwrap();
            assert_eq!(held.token().unwrap_err(), KeptFault::Shared(kept.path().to_owned(), open));
        }
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(kept.path(), &elsewhere).unwrap();
        fs::set_permissions(&elsewhere, Permissions::from_mode(0o600)).unwrap();
        std::os::unix::fs::symlink(&elsewhere, kept.path()).unwrap();
        assert!(matches!(held.token(), Err(KeptFault::Io(..))), "{:?}", held.token());
    }

    #[tokio::test]
    async fn somebody_elses_file_is_refused() {
        // Only the superuser can give a file away.
        if geteuid().is_root() {
            let folder = tempfile::tempdir().unwrap();
            let kept = Kept::at(folder.path().join("session"));
            let held = kept.hold().await.unwrap();
            held.keep(&"token".into()).unwrap();
            std::os::unix::fs::chown(kept.path(), Some(12_345), None).unwrap();
            assert_eq!(held.token().unwrap_err(), KeptFault::Foreign(kept.path().to_owned()));
        }
    }

    #[tokio::test]
    async fn runs_at_the_same_time_wait_for_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("session");
        let kept = Kept::at(path.clone());
        kept.hold().await.unwrap().keep(&"0".into()).unwrap();
        let mut runs = JoinSet::new();
        for _ in 0..20 {
            let kept = Kept::at(path.clone());
            runs.spawn(async move {
                let held = kept.hold().await.unwrap();
                let count: u32 = held.token().unwrap().expose_secret().parse().unwrap();
                sleep(Duration::from_millis(2)).await;
                held.keep(&(count + 1).to_string().into()).unwrap();
            });
        }
        runs.join_all().await;
        assert_eq!(kept.hold().await.unwrap().token().unwrap().expose_secret(), "20");
    }
}
