//! The console's verbs: the built program beside a real server, its session kept in a folder of its own.

use std::{
    fs,
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use dondoc_shared::{lifecycle::Status, role::Role, text::Lang};
use dondoc_tests::{
    program::console_program,
    relay_world::Post,
    server::{Server, answer},
    terminal::Setup,
    world::{Person, Scene},
};
use futures_util::future::join_all;
use jiff::SignedDuration;
use nix::sys::signal::Signal;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::spawn_blocking;

const PATIENCE: Duration = Duration::from_mins(1);
const PHRASE: &str = "bốn con trâu trắng";
const EN: Lang = Lang::En;

/// Somebody at a machine with the console on it.
struct Machine {
    post: Post,
    server: Server,
    lead: Person,
    folder: TempDir,
}

impl Machine {
    async fn new() -> Self {
        let post = Post::new().await.unwrap();
        post.world.person("lao-cai", Role::Officer).await.unwrap();
        let lead = post.world.person("national", Role::Lead).await.unwrap();
        post.world.account(&lead, PHRASE).await.unwrap();
        let server = Server::of(&post.world).unwrap();
        Self { post, server, lead, folder: TempDir::new().unwrap() }
    }

    /// An assignment, so many days overdue.
    async fn owed(&self, slug: &str, code: &str, days: i64, status: Status) {
        let world = &self.post.world;
        let scene = Scene::due(Some(world.day(-days))).status(status);
        world.assignment(slug, world.task(code).await.unwrap(), &scene).await.unwrap();
    }

    /// Runs a verb with something on its input.
    async fn run_with(&self, input: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(console_program());
        command
            .args(arguments)
            .args(["--server", &self.server.base, "--lang", EN.as_str()])
            .env_clear()
            .env("HOME", self.folder.path())
            .current_dir(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let input = input.to_owned();
        spawn_blocking(move || {
            let mut child = command.spawn().unwrap();
            // Who reads nothing may have left already.
            let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
            child.wait_with_output().unwrap()
        })
        .await
        .unwrap()
    }

    async fn run(&self, arguments: &[&str]) -> Output {
        self.run_with("", arguments).await
    }

    /// The same, which must succeed; answers what it wrote.
    async fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        assert_eq!(code(&output), 0, "{arguments:?}: {}", errors(&output));
        text(&output)
    }

    async fn log_in(&self) {
        let output = self.run_with(&format!("{PHRASE}\n"), &["login", "--email", &self.lead.email]).await;
        assert_eq!(code(&output), 0, "{}", errors(&output));
    }

    /// The file of the kept session.
    fn kept(&self) -> Option<PathBuf> {
        let files = fs::read_dir(self.folder.path().join(".local/state/dondoc")).ok()?;
        let mut files = files.map(|entry| entry.unwrap().path());
        files.find(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("session-") && !name.ends_with(".lock")
        })
    }

    async fn count(&self, sql: &str) -> i64 {
        self.post.world.count(sql).await.unwrap()
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

const SESSIONS: &str = "select count(*) from dondoc.sessions where kind = 'console' and revoked_at is null";

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_kept_for_its_owner_outlives_runs_at_the_same_time_and_ends_with_log_out() {
    let machine = Machine::new().await;
    let without = machine.run(&["list"]).await;
    assert_eq!(code(&without), 3, "{}", errors(&without));
    assert!(errors(&without).contains("dondoc login"), "{}", errors(&without));
    let wrong =
        machine.run_with("không phải mật khẩu này\n", &["login", "--email", &machine.lead.email]).await;
    assert_eq!((code(&wrong), machine.kept()), (1, None), "{}", errors(&wrong));

    let before = machine.count(SESSIONS).await;
    machine.log_in().await;
    let kept = machine.kept().unwrap();
    assert_eq!((mode(&kept), mode(kept.parent().unwrap())), (0o600, 0o700));
    let first = fs::read_to_string(&kept).unwrap();
    for output in join_all((0..8).map(|_| machine.run(&["list", "--count"]))).await {
        assert_eq!((code(&output), text(&output).as_str()), (0, "1\n"), "{}", errors(&output));
    }
    assert_ne!(fs::read_to_string(&kept).unwrap(), first, "the token was exchanged");
    // By now whatever else than the last one would be theft.
    let clock = &machine.post.world.clock;
    clock.set(machine.post.world.now() + SignedDuration::from_mins(5));
    assert_eq!(machine.says(&["list", "--count"]).await, "1\n");
    assert_eq!(machine.count("select count(*) from dondoc.audit where action = 'refresh_reused'").await, 0);
    assert_eq!(machine.count(SESSIONS).await, before + 1);

    fs::set_permissions(&kept, fs::Permissions::from_mode(0o640)).unwrap();
    let shared = machine.run(&["list"]).await;
    assert_eq!(code(&shared), 2, "{}", errors(&shared));
    assert!(errors(&shared).contains("640"), "{}", errors(&shared));
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600)).unwrap();

    // A log-in in its place ends the one before, unless it is refused.
    let wrong =
        machine.run_with("không phải mật khẩu này\n", &["login", "--email", &machine.lead.email]).await;
    assert_eq!((code(&wrong), machine.says(&["list", "--count"]).await.as_str()), (1, "1\n"));
    machine.log_in().await;
    assert_eq!(machine.count(SESSIONS).await, before + 1);
    machine.says(&["logout"]).await;
    assert_eq!((machine.kept(), machine.count(SESSIONS).await), (None, before));
    assert_eq!(code(&machine.run(&["show", "T24-08/ha-noi"]).await), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_terminal_the_pass_phrase_is_asked_for_and_never_shown() -> anyhow::Result<()> {
    let machine = Machine::new().await;
    let mut setup = Setup::of(console_program()).size(100, 30).directory(machine.folder.path());
    for argument in ["login", "--server", machine.server.base.as_str(), "--lang", EN.as_str()] {
        setup = setup.arg(argument);
    }
    let terminal = setup.clone().start()?;
    terminal.wait_for_text(EN.verbs_ask_email().trim(), PATIENCE).await?;
    terminal.send(format!("{}\r", machine.lead.email))?;
    terminal.wait_for_text(EN.verbs_ask_phrase().trim(), PATIENCE).await?;
    terminal.send(format!("{PHRASE}x\x7f\r"))?;
    assert_eq!(terminal.wait_for_exit(PATIENCE).await?, 0, "{}", terminal.screen());
    let written = String::from_utf8_lossy(&terminal.written()).into_owned();
    assert!(!written.contains("trâu") && written.contains("dondoc logout"), "{written}");
    assert!(machine.kept().is_some());

    // Whoever ends it while it asks gets the terminal back as it was.
    let terminal = setup.start()?;
    terminal.wait_for_text(EN.verbs_ask_email().trim(), PATIENCE).await?;
    terminal.send(format!("{}\r", machine.lead.email))?;
    terminal.wait_for_text(EN.verbs_ask_phrase().trim(), PATIENCE).await?;
    assert_eq!(terminal.is_cooked(), Some(false));
    terminal.signal(Signal::SIGTERM)?;
    assert_eq!(terminal.wait_for_exit(PATIENCE).await?, 143, "{}", terminal.screen());
    assert_ne!(terminal.is_cooked(), Some(false));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_files_say_what_the_server_says() {
    let machine = Machine::new().await;
    for n in 0..3 {
        machine.owed("lao-cai", &format!("T24-2{n}"), 20 + n, Status::InProgress).await;
    }
    machine.owed("ha-noi", "T24-30", 2, Status::Submitted).await;
    machine.owed("ha-noi", "T24-31", 40, Status::Accepted).await;
    machine.log_in().await;

    let lines = machine.says(&["list", "--filter", "donvi:lao-cai quahan>14"]).await;
    assert_eq!(lines.lines().count(), 4, "{lines}");
    assert!(lines.lines().nth(1).unwrap().starts_with("T24-22/lao-cai "), "the most urgent first: {lines}");
    let request = machine.server.api(Method::GET, "/assignments?filter=tenant:lao-cai", Some(&machine.lead));
    let (status, page) = answer(request.header("Accept-Language", "en")).await.unwrap();
    assert!(status.is_success(), "{page}");
    let json: Value = serde_json::from_str(
        &machine.says(&["list", "--filter", "tenant:lao-cai", "--format", "json"]).await,
    )
    .unwrap();
    assert_eq!(json, page["items"], "as the API has it");
    let waits = machine.says(&["list", "submissions", "--format", "jsonl"]).await;
    let waits: Value = serde_json::from_str(&waits).unwrap();
    assert_eq!(waits["code"], json!("T24-30/ha-noi"));

    for (filter, nearest) in [("overdu>3", "overdue"), ("tenant:lao-cay", "lao-cai")] {
        let output = machine.run(&["list", "--filter", filter]).await;
        let said = errors(&output);
        assert_eq!(code(&output), 1, "{said}");
        assert!(said.contains(nearest) && said.contains(&format!("{filter}\n^")), "{said}");
    }

    let closed = machine.says(&["show", "T24-31/ha-noi"]).await;
    assert!(closed.starts_with("T24-31/ha-noi\n") && closed.contains(Status::Accepted.name(EN)), "{closed}");
    assert_eq!(code(&machine.run(&["show", "T24-99/ha-noi"]).await), 1);

    for (file, begins) in
        [("a.csv", "Code,"), ("a.json", "["), ("a.jsonl", "{"), (concat!("a.", "md"), "| Code |")]
    {
        let arguments = ["export", "--filter", "tenant:lao-cai", "--to", file];
        machine.says(&arguments).await;
        let path = machine.folder.path().join(file);
        assert!(fs::read_to_string(&path).unwrap().starts_with(begins), "{file}");
        assert_eq!(code(&machine.run(&arguments).await), 2, "{file} is there already");
        machine.says(&[&arguments[..], &["--force"]].concat()).await;
    }
    machine.says(&["export", "--to", "a.xlsx"]).await;
    let book = fs::read(machine.folder.path().join("a.xlsx")).unwrap();
    assert!(book.starts_with(b"PK"), "{:?}", &book[..8]);
}

#[tokio::test(flavor = "multi_thread")]
async fn urges_are_issued_as_they_were_confirmed_and_withdrawn_while_their_mail_is_held() {
    const URGES: &str = "select count(*) from dondoc.urges";
    let machine = Machine::new().await;
    machine.owed("ha-noi", "P24-01", 30, Status::InProgress).await;
    machine.owed("lao-cai", "P24-02", 20, Status::InProgress).await;
    machine.log_in().await;
    let urge = ["urge", "--filter", "overdue>14", "--template", "overdue", "--reply-in", "5"];
    let plan = machine.says(&urge).await;
    assert!(plan.contains(&machine.post.officer.email) && plan.contains("--confirm 2"), "{plan}");
    assert_eq!(machine.count(URGES).await, 0, "a plan issues nothing");
    let other = machine.run(&[&urge[..], &["--confirm", "3"]].concat()).await;
    assert_eq!((code(&other), machine.count(URGES).await), (4, 0), "{}", errors(&other));

    let issued = machine.says(&[&urge[..], &["--confirm", "2"]].concat()).await;
    assert_eq!(machine.count(URGES).await, 2, "{issued}");
    let undo = issued.split_once("dondoc undo ").unwrap().1.trim();
    let said = machine.says(&["undo", undo]).await;
    assert_eq!(said.trim_end(), EN.composer_withdrawn(2, 0));
    assert_eq!(machine.count("select count(*) from dondoc.urges where withdrawn_at is null").await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_what_is_well_and_what_is_not_and_no_secret() {
    let machine = Machine::new().await;
    let stranger = machine.says(&["doctor"]).await;
    assert!(stranger.contains("answered in") && stranger.contains("dondoc login"), "{stranger}");
    machine.log_in().await;
    let said = machine.says(&["doctor"]).await;
    assert!(said.contains("mode 600") && said.contains(Role::Lead.name(EN)), "{said}");
    let token = fs::read_to_string(machine.kept().unwrap()).unwrap();
    assert!(!said.contains(token.trim()), "{said}");
    let away = Command::new(console_program())
        .args(["doctor", "--lang", "en", "--server", "http://127.0.0.1:1"])
        .env_clear()
        .env("HOME", machine.folder.path())
        .output()
        .unwrap();
    assert_eq!(code(&away), 5, "{}", text(&away));
    assert!(text(&away).contains(EN.verbs_doctor_unreachable_do()), "{}", text(&away));
}
