//! The demo, run as on a fresh clone of the repository.

use std::{
    io::{BufRead, BufReader},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use dondoc_kernel::cluster::Cluster;
use dondoc_shared::text::Lang;
use dondoc_tests::{
    database::{TestDatabase, connect},
    program::server_program,
};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use reqwest::{Client, StatusCode};

/// What the demo's clock shows where its past ends.
const PAST_END: &str = "25/07/2024 08:00";

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
        let (mut process, lines) = spawn(command);
        let mut told = Vec::new();
        for line in lines {
            told.push(line);
            let after =
                |begin: &str| told.iter().find_map(|line| line.strip_prefix(begin)).map(str::to_owned);
            if let Some(url) = after("Ready: ") {
                let pass_phrase = after("Pass-phrase of every demo account: ").unwrap();
                return Self { process, url, pass_phrase, told };
            }
        }
        panic!("the demo ended with {:?}: {told:#?}", process.wait());
    }

    /// What it has told until it was interrupted at a line that has this in it.
    fn interrupted(command: &mut Command, at: &str) -> Vec<String> {
        let (mut process, mut lines) = spawn(command);
        let mut told = Vec::new();
        while !told.last().is_some_and(|line: &String| line.contains(at)) {
            let next = lines.next();
            told.push(next.unwrap_or_else(|| panic!("the demo ended with {:?}: {told:#?}", process.wait())));
        }
        assert!(stop(&mut process).success());
        told
    }

    pub async fn log_in(&self, email: &str) -> StatusCode {
        drop(rustls::crypto::ring::default_provider().install_default());
        let log_in = serde_json::json!({"email": email, "password": self.pass_phrase});
        Client::new().post(format!("{}api/v1/session", self.url)).json(&log_in).send().await.unwrap().status()
    }

    pub fn interrupt(mut self) {
        assert!(stop(&mut self.process).success());
    }
}

fn spawn(command: &mut Command) -> (Child, impl Iterator<Item = String>) {
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    (process, lines)
}

/// As Ctrl-C does.
fn stop(process: &mut Child) -> ExitStatus {
    kill(Pid::from_raw(i32::try_from(process.id()).unwrap()), Signal::SIGINT).unwrap();
    process.wait().unwrap()
}

impl Drop for Demo {
    /// Also after a failure nothing remains.
    fn drop(&mut self) {
        if let Ok(None) = self.process.try_wait() {
            stop(&mut self.process);
        }
    }
}

/// What stays and what goes when the demo is started again in the folder of one that has ended.
pub(super) async fn it_keeps_its_data_until_it_starts_over(directory: &Path, pass_phrase: &str) {
    let data = directory.join("postgres/data");
    let portal = std::net::TcpListener::bind("127.0.0.3:0").unwrap().local_addr().unwrap();
    let mut elsewhere = command(directory, &["--now"]);
    elsewhere.env("DONDOC_LISTEN", portal.to_string()).env("DONDOC_PUBLIC_URL", format!("http://{portal}"));
    let again = Demo::start(&mut elsewhere);
    assert_eq!((&*again.url, &*again.pass_phrase), (&*format!("http://{portal}/"), pass_phrase));
    assert!(!again.told.contains(&Lang::En.demo_playing().to_owned()), "{:#?}", again.told);
    assert!(!again.told.contains(&Lang::En.demo_now(PAST_END)), "{:#?}", again.told);
    assert_eq!(again.log_in("approver@bca.example").await, StatusCode::OK);
    again.interrupt();
    assert!(!data.join("postmaster.pid").exists());

    let told = Demo::interrupted(&mut command(directory, &["--fresh"]), Lang::En.demo_playing());
    assert!(!told.contains(&Lang::En.demo_cut_short().to_owned()), "{told:#?}");
    assert!(!directory.join("secrets/pass-phrase").exists());
    assert!(!data.join("postmaster.pid").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_holds_anything_real_is_refused_and_an_empty_one_taken_as_often_as_it_takes() {
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
    // Somebody has enough of waiting while the past is played, and starts it again: it is played from its beginning.
    let told = Demo::interrupted(&mut on(&empty), " %  ");
    assert!(!told.contains(&Lang::En.demo_cut_short().to_owned()), "{told:#?}");
    for is_cut_short in [true, false] {
        let demo = Demo::start(&mut on(&empty));
        let told = &demo.told;
        assert_eq!(told.contains(&Lang::En.demo_cut_short().to_owned()), is_cut_short, "{told:#?}");
        assert!(told.contains(&Lang::En.demo_now(PAST_END)), "{told:#?}");
        assert_eq!(demo.log_in("officer@lao-cai.example").await, StatusCode::OK);
        demo.interrupt();
    }
    let admin = connect(&empty.admin_url()).await.unwrap();
    for role in ["owner", "app", "national", "auth", "worker"] {
        let role = format!("dondoc_demo_{role}");
        admin.batch_execute(&format!("drop owned by {role} cascade; drop role {role}")).await.unwrap();
    }
}
