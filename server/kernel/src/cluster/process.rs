//! Making, starting and stopping the server itself.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

use super::error::{ADMIN, ClusterError, at};
use super::find::Binaries;
use super::place::Home;

/// Only names the socket; nothing listens on a network.
pub(super) const PORT: u16 = 5432;

/// Starting may have to replay what a killed server had not written yet.
const START_LIMIT: Duration = Duration::from_mins(2);
/// How long each kind of "please stop" is given before the next, ruder one.
const STOP_LIMIT: Duration = Duration::from_secs(15);
/// From "end all sessions and stop" over "stop at once, recover later" to "be gone".
const STOP_SIGNALS: [Signal; 3] = [Signal::SIGINT, Signal::SIGQUIT, Signal::SIGKILL];

/// For a cluster that nobody mourns: nothing is flushed, many tests connect at once.
const THROW_AWAY: [&str; 7] = [
    // Said to the check at start, which refuses such settings elsewhere.
    "dondoc.throw_away=on",
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=200",
    "max_wal_size=4GB",
];
const DURABLE: [&str; 2] = ["fsync=on", "synchronous_commit=on"];

/// The running server, our child.
#[derive(Debug)]
pub(super) struct Postmaster {
    child: Child,
    data: std::path::PathBuf,
}

impl Postmaster {
    pub fn start(home: &Home, binaries: &Binaries, durable: bool) -> Result<Self, ClusterError> {
        let log = home.file("log");
        let _ = fs::rename(&log, home.file("log.old"));
        let output = private_file(&log)?;
        // Nothing runs here now. But a killed server's process id may belong to a stranger, or to a child that nobody has
        // waited for yet, and then the lock beside its socket would count.
        for name in [".s.PGSQL.5432", ".s.PGSQL.5432.lock"] {
            let _ = fs::remove_file(home.socket_dir().join(name));
        }
        // Commas separate several directories and quotes protect them, in this one setting.
        let socket_dir = home.socket_dir().display().to_string().replace('"', "\"\"");
        let mut command = home.account.command(&binaries.postgres(), Path::new("/"));
        command.arg("-D").arg(home.data()).arg("-c").arg(format!("unix_socket_directories=\"{socket_dir}\""));
        command.arg("-c").arg("listen_addresses=").arg("-c").arg(format!("port={PORT}"));
        let settings: &[&str] = if durable { &DURABLE } else { &THROW_AWAY };
        command.args(settings.iter().flat_map(|setting| ["-c", setting]));
        // A group of its own: Ctrl-C in the terminal must not end the database before its clients have drained.
        command.process_group(0).stdin(Stdio::null());
        command.stdout(output.try_clone().map_err(at("open", &log))?).stderr(output);
        let child = command.spawn().map_err(at("run", &binaries.postgres()))?;

        let mut postmaster = Self { child, data: home.data() };
        let ready = poll(START_LIMIT, || {
            if postmaster.child.try_wait().map_err(at("watch", &postmaster.data))?.is_some() {
                return Err(ClusterError::Failed { program: "postgres", output: tail(&log) });
            }
            Ok(PidFile::read(&postmaster.data)
                .is_some_and(|file| u32::try_from(file.pid) == Ok(postmaster.child.id()) && file.ready))
        })?;
        if !ready {
            return Err(ClusterError::Failed { program: "postgres", output: tail(&log) });
        }
        Ok(postmaster)
    }

    /// Does nothing the second time: a child that was waited for is known to be gone.
    pub fn stop(&mut self) -> Result<(), ClusterError> {
        let pid = i32::try_from(self.child.id()).unwrap_or(i32::MAX);
        let mut gone = || Ok(self.child.try_wait().map_err(at("watch", &self.data))?.is_some());
        if gone()? { Ok(()) } else { end(pid, &self.data, gone) }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        // There is nobody left to tell; the next start deals with a server that outlived us.
        let _ = self.stop();
    }
}

/// Makes the data unless it is there, and returns the superuser's password.
pub(super) fn ensure_data(home: &Home, binaries: &Binaries, durable: bool) -> Result<String, ClusterError> {
    let password_file = home.file("password");
    if home.data().exists() {
        return fs::read_to_string(&password_file).map_err(at("read", &password_file));
    }
    let password = random_password()?;
    let _ = fs::remove_file(&password_file);
    private_file(&password_file)?.write_all(password.as_bytes()).map_err(at("write", &password_file))?;
    home.hand_over_file(&password_file)?;

    let new = home.new_data()?;
    let mut command = home.account.command(&binaries.initdb(), Path::new("/"));
    command.arg("--pgdata").arg(&new).arg("--pwfile").arg(&password_file).arg("--username").arg(ADMIN);
    command.args(["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]);
    // Without it initdb compares every time zone file there is with the system's.
    command.env("TZ", "UTC");
    command.arg(if durable { "--data-checksums" } else { "--no-sync" });
    // Its own group as well: an interrupt ends us, and what it leaves is cleared away at the next start.
    run("initdb", command.process_group(0))?;
    fs::rename(&new, home.data()).map_err(at("rename", &new))?;
    Ok(password)
}

/// Runs a program to its end; what it says is told only if it fails.
pub(super) fn run(program: &'static str, command: &mut Command) -> Result<(), ClusterError> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| ClusterError::Failed { program, output: error.to_string() })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(ClusterError::Failed { program, output: said })
}

/// Stops the server that a killed process of ours left running in this directory. Call with the lock held.
pub(super) fn stop_left_over(home: &Home) -> Result<(), ClusterError> {
    let data = home.data();
    let Some(file) = PidFile::read(&data) else { return Ok(()) };
    if file.is_running_in(&data) {
        return end(file.pid, &data, || Ok(PidFile::read(&data).is_none() || !is_alive(file.pid)));
    }
    if is_alive(file.pid) {
        file.disown(&data)?;
    }
    Ok(())
}

/// Asks ever more firmly until `gone`.
fn end(
    pid: i32,
    data: &Path,
    mut gone: impl FnMut() -> Result<bool, ClusterError>,
) -> Result<(), ClusterError> {
    for signal in STOP_SIGNALS {
        match kill(Pid::from_raw(pid), signal) {
            Ok(()) | Err(Errno::ESRCH) => {}
            Err(_) => break,
        }
        if poll(STOP_LIMIT, &mut gone)? {
            return Ok(());
        }
    }
    Err(ClusterError::Stubborn { pid, data: data.to_owned() })
}

/// What a server writes about itself into its data directory.
struct PidFile {
    pid: i32,
    ready: bool,
    text: String,
}

impl PidFile {
    fn read(data: &Path) -> Option<Self> {
        let text = fs::read_to_string(data.join("postmaster.pid")).ok()?;
        let pid = text.lines().next()?.trim().parse().ok().filter(|pid| *pid > 1)?;
        let ready = text.lines().nth(7).is_some_and(|status| status.trim() == "ready");
        Some(Self { pid, ready, text })
    }

    /// A server's working directory is its data directory; a stranger that got the same number later has another.
    fn is_running_in(&self, data: &Path) -> bool {
        let process = Path::new("/proc").join(self.pid.to_string());
        match fs::read_link(process.join("cwd")) {
            Ok(cwd) => cwd == data,
            // Without /proc the file is all there is to go by.
            Err(_) => !Path::new("/proc/self").exists() && is_alive(self.pid),
        }
    }

    /// A stranger bears the number of the dead server, and PostgreSQL would refuse to start. It passes over the
    /// number of its own parent, so ours is put there; the rest stays, because it leads to the shared memory by
    /// which PostgreSQL notices that parts of the dead server still live.
    fn disown(&self, data: &Path) -> Result<(), ClusterError> {
        let path = data.join("postmaster.pid");
        let rest = self.text.split_once('\n').map_or("", |(_, rest)| rest);
        let no_follow = nix::libc::O_NOFOLLOW;
        File::options()
            .write(true)
            .truncate(true)
            .custom_flags(no_follow)
            .open(&path)
            .and_then(|mut file| write!(file, "{}\n{rest}", std::process::id()))
            .map_err(at("rewrite", &path))
    }
}

fn is_alive(pid: i32) -> bool {
    kill(Pid::from_raw(pid), None) != Err(Errno::ESRCH)
}

/// 32 bytes from the operating system, in hexadecimal.
fn random_password() -> Result<String, ClusterError> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 32];
    File::open(source).and_then(|mut file| file.read_exact(&mut bytes)).map_err(at("read", source))?;
    Ok(bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

fn private_file(path: &Path) -> Result<File, ClusterError> {
    File::options().write(true).create(true).truncate(true).mode(0o600).open(path).map_err(at("create", path))
}

/// The end of the server's log, where the reason is.
fn tail(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().take(10).collect();
    lines.into_iter().rev().collect::<Vec<_>>().join("\n")
}

/// Waits until `done`, up to `limit`; `false` when the time is over.
#[expect(
    clippy::disallowed_methods,
    reason = "waits for a file and a process that announce nothing; no runtime here"
)]
fn poll(limit: Duration, mut done: impl FnMut() -> Result<bool, ClusterError>) -> Result<bool, ClusterError> {
    let deadline = Instant::now() + limit;
    loop {
        if done()? {
            return Ok(true);
        }
        if Instant::now() >= deadline {
            return Ok(false);
        }
        thread::sleep(Duration::from_millis(5));
    }
}
