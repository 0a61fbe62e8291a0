//! `with-postgres COMMAND…`: runs the command beside a throw-away PostgreSQL, whose superuser's address it
//! gets in `DONDOC_TEST_ADMIN_URL`, and ends with the command's exit code. Nothing stays behind; what a killed
//! run could not clear away goes with the next one.

use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io::IsTerminal;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};
use std::{env, process};

use anyhow::Context;
use dondoc_kernel::cluster::{Cluster, Options};
use nix::errno::Errno;
use nix::sys::signal::{Signal, kill};
use nix::sys::statvfs::{Statvfs, statvfs};
use nix::unistd::{Pid, geteuid};
use tokio::process::Command;
use tokio::signal::unix::{SignalKind, signal};

const PREFIX: &str = "dondoc-tests-";
const IN_MEMORY: &str = "/dev/shm";
/// So much a whole run writes, several times over.
const ROOM: u64 = 8 << 30;

fn main() -> ExitCode {
    serve().unwrap_or_else(|error| {
        eprintln!("with-postgres: {error:#}");
        ExitCode::FAILURE
    })
}

fn serve() -> anyhow::Result<ExitCode> {
    let command: Vec<OsString> = env::args_os().skip(1).collect();
    let (program, arguments) = command.split_first().context("usage: with-postgres COMMAND [ARGUMENT…]")?;
    let folder = folder();
    for used in [&env::temp_dir(), &folder] {
        sweep(used);
    }
    let dir = folder.join(format!("{PREFIX}{}", process::id()));
    DirBuilder::new().mode(0o711).create(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let result = run(&dir, program, arguments);
    remove(&dir);
    let status = result?;
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Where the cluster lies: in memory where there is room, unless `TMPDIR` says otherwise. A database a test is some three hundred
/// files, and a disk's file system takes longer to make and delete them than the test takes.
fn folder() -> PathBuf {
    let is_roomy = |free: Statvfs| free.blocks_available().saturating_mul(free.fragment_size()) >= ROOM;
    if env::var_os("TMPDIR").is_none() && statvfs(IN_MEMORY).is_ok_and(is_roomy) {
        return IN_MEMORY.into();
    }
    env::temp_dir()
}

fn run(dir: &Path, program: &OsString, arguments: &[OsString]) -> anyhow::Result<ExitStatus> {
    let cluster = Cluster::start(&Options { preferred: dir.to_owned(), durable: false })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let status = runtime.block_on(async {
        // Listening begins before the child is there, so that no signal falls between the two.
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        let mut child = Command::new(program)
            .args(arguments)
            .env("DONDOC_TEST_ADMIN_URL", cluster.admin_url("postgres"))
            .spawn()
            .with_context(|| format!("cannot run {}", program.display()))?;
        loop {
            let received = tokio::select! {
                status = child.wait() => return anyhow::Ok(status?),
                _ = interrupt.recv() => Signal::SIGINT,
                _ = terminate.recv() => Signal::SIGTERM,
                _ = hang_up.recv() => Signal::SIGHUP,
            };
            // A terminal interrupts the child as well, and a second interrupt means "at once" to many programs.
            let by_terminal = received == Signal::SIGINT && std::io::stdin().is_terminal();
            if let (false, Some(id)) = (by_terminal, child.id()) {
                let _ = kill(Pid::from_raw(i32::try_from(id)?), received);
            }
        }
    })?;
    cluster.stop()?;
    Ok(status)
}

/// Stops and removes what runs that were killed left in the temporary directory.
fn sweep(temporary: &Path) {
    let left_over = |path: &PathBuf| {
        let owner: i32 = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.parse().ok()?;
        let ours = fs::symlink_metadata(path).ok()?.uid() == geteuid().as_raw();
        (ours && kill(Pid::from_raw(owner), None) == Err(Errno::ESRCH)).then_some(())
    };
    for path in fs::read_dir(temporary).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if left_over(&path).is_some() {
            remove(&path);
        }
    }
}

/// Says what it could not remove, and goes on: the command's result matters more.
fn remove(dir: &Path) {
    let erased = Cluster::erase(dir).map_err(anyhow::Error::from);
    if let Err(error) = erased.and_then(|()| fs::remove_dir_all(dir).map_err(Into::into)) {
        eprintln!("with-postgres: cannot remove {}: {error}", dir.display());
    }
}
