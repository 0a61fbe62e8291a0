//! The demo, run as on a fresh clone of the repository.

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use dondoc_kernel::cluster::Cluster;
use dondoc_tests::{
    database::{TestDatabase, connect},
    program::server_program,
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reqwest::{Client, StatusCode};

/// A folder for a demo that is gone with the test.
pub(super) struct Directory(pub PathBuf);

impl Directory {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("dondoc-{}", uuid::Uuid::now_v7().simple()));
        std::fs::DirBuilder::new().mode(0o711).create(&path).unwrap();
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        Cluster::erase(&self.0).unwrap();
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

/// A demo that has printed where it is.
pub(super) struct Demo {
    pub process: Child,
    /// Ends with a slash.
    pub url: String,
    pub pass_phrase: String,
    pub told: Vec<String>,
}

pub(super) fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(server_program());
    command.args(["demo", "--lang", "en", "--dir"]).arg(dir).args(arguments);
    command
}

impl Demo {
    pub fn start(command: &mut Command) -> Self {
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut told = Vec::new();
        for line in BufReader::new(process.stdout.take().unwrap()).lines() {
            told.push(line.unwrap());
            let after =
                |begin: &str| told.iter().find_map(|line| line.strip_prefix(begin)).map(str::to_owned);
            if let Some(url) = after("Ready: ") {
                let pass_phrase = after("Pass-phrase of every demo account: ").unwrap();
                return Self { process, url, pass_phrase, told };
            }
        }
        panic!("the demo ended with {:?}: {told:#?}", process.wait());
    }

    async fn log_in(&self, email: &str) -> StatusCode {
        drop(rustls::crypto::ring::default_provider().install_default());
        let log_in = serde_json::json!({"email": email, "password": self.pass_phrase});
        Client::new().post(format!("{}api/v1/session", self.url)).json(&log_in).send().await.unwrap().status()
    }

    /// As Ctrl-C does.
    pub fn interrupt(mut self) {
        assert!(self.stop().success());
    }

    fn stop(&mut self) -> ExitStatus {
        kill(Pid::from_raw(i32::try_from(self.process.id()).unwrap()), Signal::SIGINT).unwrap();
        self.process.wait().unwrap()
    }
}

impl Drop for Demo {
    /// Also after a failure nothing remains.
    fn drop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            self.stop();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_starts_from_nothing_keeps_its_data_and_leaves_no_process() {
    let directory = Directory::new();
    let first = Demo::start(&mut command(&directory.0, &[]));
    assert!(first.told.contains(&"The demo's clock: 25/07/2024 08:00".to_owned()), "{:#?}", first.told);
    assert!(first.url.starts_with("http://localhost:"), "{}", first.url);
    assert_eq!(first.log_in("officer@ha-noi.example").await, StatusCode::OK);
    assert_eq!(first.log_in("second-lead@national.example").await, StatusCode::OK);
    let second_at_once = command(&directory.0, &[]).output().unwrap();
    assert!(!second_at_once.status.success());
    let pass_phrase = first.pass_phrase.clone();
    first.interrupt();
    let data = directory.0.join("postgres/data");
    assert!(!data.join("postmaster.pid").exists());

    let second = Demo::start(&mut command(&directory.0, &[]));
    assert_eq!(second.pass_phrase, pass_phrase);
    assert_eq!(second.log_in("approver@bca.example").await, StatusCode::OK);
    second.interrupt();

    let portal = std::net::TcpListener::bind("127.0.0.3:0").unwrap().local_addr().unwrap();
    let mut elsewhere = command(&directory.0, &["--fresh", "--now"]);
    elsewhere.env("DONDOC_LISTEN", portal.to_string()).env("DONDOC_PUBLIC_URL", format!("http://{portal}"));
    let fresh = Demo::start(&mut elsewhere);
    assert_eq!(fresh.url, format!("http://{portal}/"));
    assert_ne!(fresh.pass_phrase, pass_phrase);
    assert_eq!(fresh.log_in("approver@bca.example").await, StatusCode::OK);
    fresh.interrupt();
    assert!(!data.join("postmaster.pid").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_anything_real_is_refused_and_an_empty_one_taken() {
    let directory = Directory::new();
    let on = |database: &TestDatabase| {
        let mut command = command(&directory.0, &[]);
        command.env("DONDOC_DEMO_DATABASE_URL", database.admin_url());
        command
    };
    let real = TestDatabase::migrated().await.unwrap();
    let strange = TestDatabase::empty().await.unwrap();
    connect(&strange.admin_url()).await.unwrap().batch_execute("create table theirs ()").await.unwrap();
    for database in [&real, &strange] {
        let refused = on(database).output().unwrap();
        assert_eq!(refused.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&refused.stderr).contains("real data"), "{refused:?}");
    }
    let empty = TestDatabase::empty().await.unwrap();
    for _ in 0..2 {
        let demo = Demo::start(&mut on(&empty));
        assert_eq!(demo.log_in("officer@lao-cai.example").await, StatusCode::OK);
        demo.interrupt();
    }
    let admin = connect(&empty.admin_url()).await.unwrap();
    for role in ["owner", "app", "national", "auth", "worker"] {
        let role = format!("dondoc_demo_{role}");
        admin.batch_execute(&format!("drop owned by {role} cascade; drop role {role}")).await.unwrap();
    }
}
