//! The private PostgreSQL cluster behind `cargo demo` and the tests.
//!
//! `find` looks for the server's programs, `fetch` gets them where there are none, `place` for a directory and an account they can run in, `process`
//! makes, starts and stops the cluster. Everything here blocks and needs nothing but the standard library and
//! a few system calls, because it runs before there is a runtime. The server listens on a unix socket only.
//!
//! The cluster belongs to the process that started it: a lock keeps a second one out, and whatever a killed
//! one left behind is stopped and taken over at the next start.

mod error;
mod fetch;
mod find;
mod place;
mod process;

use std::fmt::Write as _;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use error::ADMIN;
pub use error::ClusterError;
pub use fetch::Fetch;
use place::Home;
use process::Postmaster;

/// Where a cluster shall be, and what a power cut may cost.
#[derive(Debug, Clone)]
pub struct Options {
    /// Used (as `<preferred>/postgres`) when the account that runs the server can reach and write it; else a
    /// directory named after it in the system's state directory, else in the temporary one.
    pub preferred: PathBuf,
    /// `true`: a committed transaction survives a power cut (the demo). `false`: as fast as it gets (tests).
    pub durable: bool,
}

/// A running cluster. Dropping it stops it; the data stays.
#[derive(Debug)]
pub struct Cluster {
    home: Home,
    password: String,
    postmaster: Postmaster,
    /// Held, not read: as long as it lives no other process of ours takes this directory.
    _lock: File,
}

impl Cluster {
    /// Starts a cluster on the data of an earlier run, or on new data. Returns when it accepts connections.
    pub fn start(options: &Options) -> Result<Self, ClusterError> {
        let home = Home::choose(&options.preferred)?;
        let binaries = find::all(&home.programs());
        if binaries.is_empty() {
            return Err(ClusterError::NoServer);
        }
        let lock = home.lock()?;
        process::stop_left_over(&home)?;
        let binaries = match home.data_version() {
            Some(wanted) => binaries
                .into_iter()
                .find(|found| found.major == wanted)
                .ok_or_else(|| ClusterError::OtherVersion { data: home.data(), wanted })?,
            None => binaries.into_iter().next().ok_or(ClusterError::NoServer)?,
        };
        let password = process::ensure_data(&home, &binaries, options.durable)?;
        let postmaster = Postmaster::start(&home, &binaries, options.durable)?;
        Ok(Self { home, password, postmaster, _lock: lock })
    }

    /// Deletes the data that `start` with the same preferred directory would use; a no-op when there is none. Server
    /// programs that were fetched stay.
    pub fn erase(preferred: &Path) -> Result<(), ClusterError> {
        let home = Home::choose(preferred)?;
        let _lock = home.lock()?;
        process::stop_left_over(&home)?;
        home.erase()
    }

    /// A connection string for the superuser.
    pub fn admin_url(&self, database: &str) -> String {
        self.url(ADMIN, &self.password, database)
    }

    /// A connection string for any role, as `tokio-postgres` reads it: the socket's directory is the host.
    pub fn url(&self, role: &str, password: &str, database: &str) -> String {
        format!(
            "postgres://{}:{}@{}:{}/{}",
            encode(role.as_bytes()),
            encode(password.as_bytes()),
            encode(self.home.socket_dir().as_os_str().as_bytes()),
            process::PORT,
            encode(database.as_bytes())
        )
    }

    /// PostgreSQL's data directory.
    pub fn data_dir(&self) -> PathBuf {
        self.home.data()
    }

    /// Ends all sessions and stops the server; `Drop` does the same but cannot say that it failed.
    pub fn stop(mut self) -> Result<(), ClusterError> {
        self.postmaster.stop()
    }
}

/// Percent-encodes everything that is not unreserved in a URL.
fn encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn a_url_carries_any_path_and_password() {
        assert_eq!(encode(b"/tmp/a b"), "%2Ftmp%2Fa%20b");
        assert_eq!(encode("p@ss:đ".as_bytes()), "p%40ss%3A%C4%91");
    }
}
