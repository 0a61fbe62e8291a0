//! The account that the server runs as, and a directory that this account can reach and write.
//!
//! ```text
//! <home>/            ours, 0711      lock, log, log.old
//! <home>/password    the account's, 0600; the superuser's
//! <home>/data        the account's, 0700; exists only once it is whole
//! <home>/programs    ours, 0755      server programs, where they had to be fetched
//! <home>/socket      the account's, 0700; elsewhere when that path is too long for a socket
//! ```

use std::collections::hash_map::DefaultHasher;
use std::fs::{self, DirBuilder, File, Permissions, TryLockError};
use std::hash::{Hash, Hasher};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, iter};

use nix::unistd::{User, geteuid};

use super::error::{ClusterError, at};

/// `sun_path` holds 108 bytes with the closing NUL; the file's own name and a slash take 14.
const LONGEST_SOCKET_DIR: usize = 107 - "/.s.PGSQL.5432".len();

/// The account that runs the server's programs: ours, or for root an unprivileged one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    fn choose() -> Result<Self, ClusterError> {
        if !geteuid().is_root() {
            return Ok(Self { uid: geteuid().as_raw(), gid: nix::unistd::getegid().as_raw() });
        }
        // `initdb` looks its account up by name, so a made-up number would not do.
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| User::from_name(name).ok().flatten())
            .map(|user| Self { uid: user.uid.as_raw(), gid: user.gid.as_raw() })
            .ok_or(ClusterError::NoAccount)
    }

    /// The one that owns what is there already: another may have been chosen when it was made.
    fn of(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().map(|meta| Self { uid: meta.uid(), gid: meta.gid() })
    }

    /// A command that runs as this account, in `dir`, with nothing of our environment.
    pub fn command(self, program: &Path, dir: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(dir);
        if geteuid().is_root() {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }
}

/// A directory of ours that holds one cluster.
#[derive(Debug)]
pub(super) struct Home {
    dir: PathBuf,
    socket_dir: PathBuf,
    pub account: Account,
}

impl Home {
    pub fn choose(preferred: &Path) -> Result<Self, ClusterError> {
        let account = Account::choose()?;
        let mut refused = Vec::new();
        for dir in candidates(preferred) {
            match Self::prepare(&dir, account) {
                Ok(home) => return Ok(home),
                Err(reason) => refused.push(format!("{} ({reason})", dir.display())),
            }
        }
        Err(ClusterError::NoPlace { refused: refused.join(", ") })
    }

    fn prepare(dir: &Path, account: Account) -> io::Result<Self> {
        let new = !dir.exists();
        if new {
            DirBuilder::new().recursive(true).create(dir)?;
            fs::set_permissions(dir, Permissions::from_mode(0o711))?;
        }
        let home = Self::inspect(dir, account);
        if new && home.is_err() {
            // Leaves no trace in a place that will not be used; whatever cannot go is empty.
            let _ = fs::remove_dir(dir.join("socket")).and_then(|()| fs::remove_dir(dir));
        }
        home
    }

    fn inspect(dir: &Path, account: Account) -> io::Result<Self> {
        let dir = fs::canonicalize(dir)?;
        if fs::metadata(&dir)?.uid() != geteuid().as_raw() {
            return Err(io::Error::other("belongs to another account"));
        }
        let account = Account::of(&dir.join("data")).unwrap_or(account);
        let beside = dir.join("socket");
        hand_over(&beside, account)?;
        // Whether every parent lets the account through is asked by going there as that account.
        account
            .command(Path::new("/bin/sh"), &beside)
            .args(["-c", ":"])
            .status()
            .map_err(|_| io::Error::other("the account that runs PostgreSQL cannot reach it"))?;
        let socket_dir = short_enough(beside, &dir);
        hand_over(&socket_dir, account)?;
        Ok(Self { dir, socket_dir, account })
    }

    pub fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Where server programs are put that had to be fetched.
    pub fn programs(&self) -> PathBuf {
        self.file("programs")
    }

    pub fn socket_dir(&self) -> &Path {
        &self.socket_dir
    }

    /// The major version that made the data, if there is data.
    pub fn data_version(&self) -> Option<u32> {
        fs::read_to_string(self.data().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// Keeps every other process of ours out for as long as the file stays open; a killed one frees it.
    pub fn lock(&self) -> Result<File, ClusterError> {
        let path = self.file("lock");
        let file = File::options().create(true).append(true).open(&path).map_err(at("open", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(ClusterError::InUse { home: self.dir.clone() }),
            Err(TryLockError::Error(source)) => return Err(at("lock", &path)(source)),
        }
        // Between opening and locking, `erase` of another process may have taken the file away.
        let same = |path: &Path| Some(fs::metadata(path).ok()?.ino() == file.metadata().ok()?.ino());
        if same(&path) == Some(true) { Ok(file) } else { Err(ClusterError::InUse { home: self.dir.clone() }) }
    }

    /// A new empty directory of the account's beside the data, under a name that no killed `initdb` still
    /// writes to. What such a one left is removed.
    pub fn new_data(&self) -> Result<PathBuf, ClusterError> {
        for entry in fs::read_dir(&self.dir).map_err(at("list", &self.dir))?.flatten() {
            if entry.file_name().to_string_lossy().starts_with("data.") {
                fs::remove_dir_all(entry.path()).map_err(at("remove", &entry.path()))?;
            }
        }
        let path = self.file(&format!("data.{}", std::process::id()));
        hand_over(&path, self.account).map_err(at("create", &path))?;
        Ok(path)
    }

    pub fn hand_over_file(&self, path: &Path) -> Result<(), ClusterError> {
        chown(path, Some(self.account.uid), Some(self.account.gid)).map_err(at("hand over", path))
    }

    /// Removes everything but the programs; call with the lock held.
    pub fn erase(&self) -> Result<(), ClusterError> {
        let inside =
            fs::read_dir(&self.dir).map_err(at("list", &self.dir))?.flatten().map(|entry| entry.path());
        let (inside, programs) = (inside.chain([self.socket_dir.clone()]), self.programs());
        for path in inside.filter(|path| *path != programs && path.exists()) {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(at("remove", &path))?;
        }
        // Not empty where there are programs.
        let _ = fs::remove_dir(&self.dir);
        Ok(())
    }
}

/// Makes `dir` a directory that only the account can enter.
fn hand_over(dir: &Path, account: Account) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // In a temporary directory somebody else may have been there first, with a link or a directory of his own.
    let found = fs::symlink_metadata(dir)?;
    if !found.is_dir() || ![geteuid().as_raw(), account.uid].contains(&found.uid()) {
        return Err(io::Error::other("its socket directory belongs to another account"));
    }
    chown(dir, Some(account.uid), Some(account.gid))?;
    fs::set_permissions(dir, Permissions::from_mode(0o700))
}

/// The preferred directory, then one named after it where the system keeps state, then a temporary one.
fn candidates(preferred: &Path) -> Vec<PathBuf> {
    let named = name_of(preferred);
    let state = if geteuid().is_root() {
        Some(PathBuf::from("/var/lib"))
    } else {
        absolute_var("XDG_STATE_HOME").or_else(|| absolute_var("HOME").map(|home| home.join(".local/state")))
    };
    let temporary = env::temp_dir().join(format!("dondoc-{}-{named}", geteuid()));
    iter::once(preferred.join("postgres"))
        .chain(state.map(|dir| dir.join("dondoc").join(&named)))
        .chain(iter::once(temporary))
        .collect()
}

/// `beside` when a socket fits there, else a short directory that stands for the same home at every start.
fn short_enough(beside: PathBuf, home: &Path) -> PathBuf {
    let name = format!("dondoc-{}", name_of(home));
    let run = Path::new("/run");
    let root_only = (geteuid().is_root() && run.is_dir()).then(|| run.to_owned());
    [Some(beside), root_only.or_else(|| absolute_var("XDG_RUNTIME_DIR")).map(|dir| dir.join(&name))]
        .into_iter()
        .flatten()
        .find(|dir| dir.as_os_str().len() <= LONGEST_SOCKET_DIR)
        .unwrap_or_else(|| Path::new("/tmp").join(&name))
}

/// A short name for a path. A newer standard library may hash otherwise; the cost is a fresh start.
fn name_of(path: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn absolute_var(name: &str) -> Option<PathBuf> {
    env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}
