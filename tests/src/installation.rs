//! An installation that serves a world: secrets, environment, processes.

use std::os::unix::fs::PermissionsExt;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use jiff::Timestamp;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use secrecy::ExposeSecret;
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use url::Url;

use crate::database::{PREFIX, passwords};
use crate::program::server_program;
use crate::world::{TOKEN_SEED, World};

/// How long anything may take that is waited for, on a busy machine and with a pause for the relay in between.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// Folder and environment of the processes.
pub struct Installation {
    dir: TempDir,
    database: Url,
}

/// A process of ours; it dies with its value.
pub struct Process(Child);

impl Installation {
    /// Marks the world's database as simulated, so that the processes read its clock.
    pub async fn of(world: &World) -> Self {
        let dir = TempDir::new().unwrap();
        let secret = |name: &str, text: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        };
        for (role, password) in passwords().iter() {
            secret(&format!("{role}.password"), password.expose_secret());
        }
        for key in ["token.key", "sealing.key"] {
            secret(key, &TOKEN_SEED.map(|byte| format!("{byte:02x}")).concat());
        }
        let mut database = Url::parse(&world.database.admin_url()).unwrap();
        database.set_username("").unwrap();
        database.set_password(None).unwrap();
        world
            .run("insert into dondoc.settings (key, value) values ('simulated', 'true')", &[])
            .await
            .unwrap();
        Self { dir, database }
    }

    /// A worker that hands its mail to this relay.
    pub fn worker(&self, relay: std::net::SocketAddr, connections: u8) -> Process {
        self.start(&[
            "worker",
            "--ops-listen=127.0.0.1:0",
            &format!("--smtp-url=smtp://{relay}"),
            "--mail-from=dondoc@nation.example",
            &format!("--relay-connections={connections}"),
        ])
    }

    /// A server at this address.
    pub fn server(&self, listen: std::net::SocketAddr) -> Process {
        let evidence = format!("--evidence-dir={}", self.dir.path().join("evidence").display());
        self.start(&["serve", "--ops-listen=127.0.0.1:0", &format!("--listen={listen}"), &evidence])
    }

    fn start(&self, arguments: &[&str]) -> Process {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log()).unwrap();
        let mut command = Command::new(server_program());
        command
            .env_clear()
            .env("DONDOC_DATABASE_URL", self.database.as_str())
            .env("DONDOC_ROLE_PREFIX", PREFIX)
            .env("DONDOC_SECRETS_DIR", self.dir.path())
            .env("DONDOC_PUBLIC_URL", "https://nation.example")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .kill_on_drop(true);
        Process(command.spawn().unwrap())
    }

    /// What the processes said, for a test that fails.
    pub fn said(&self) -> String {
        let text = std::fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    fn log(&self) -> std::path::PathBuf {
        self.dir.path().join("log")
    }
}

impl Process {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.0.id().expect("it runs")
    }

    /// What it keeps in memory, in megabytes.
    pub fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse::<f64>().unwrap() / 1024.0
    }

    /// Its open sockets.
    pub fn sockets(&self) -> usize {
        let files = std::fs::read_dir(format!("/proc/{}/fd", self.id())).unwrap().flatten();
        let links = files.filter_map(|file| std::fs::read_link(file.path()).ok());
        links.filter(|link| link.to_string_lossy().starts_with("socket:")).count()
    }

    /// With signal 9, while it runs.
    pub async fn kill_9(mut self) {
        assert_eq!(self.0.try_wait().unwrap(), None, "it ended by itself");
        self.0.kill().await.unwrap();
    }

    /// As an operator stops it.
    pub async fn stop(mut self) -> ExitStatus {
        let id = i32::try_from(self.0.id().expect("it runs")).unwrap();
        kill(Pid::from_raw(id), Signal::SIGTERM).unwrap();
        timeout(PATIENCE, self.0.wait()).await.expect("an ordered end").unwrap()
    }
}

/// Moves the clock of the database: from now on it runs on from `at`.
pub async fn set_clock(world: &World, at: Timestamp) {
    let offset = at.as_microsecond() - Timestamp::now().as_microsecond();
    let sql = "insert into dondoc.settings (key, value) values ('clock_offset_us', $1) \
               on conflict (key) do update set value = excluded.value";
    world.run(sql, &[&offset.to_string()]).await.unwrap();
}
