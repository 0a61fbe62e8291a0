use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use dondoc_kernel::cluster::{Cluster, ClusterError, Options};
use dondoc_tests::database::connect;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Set when this very binary is run as the process that holds a cluster, and gets killed.
const HELD: &str = "DONDOC_TEST_HELD_CLUSTER";
const HOLDER: &str = "harness::cluster::holds_a_cluster_until_it_is_killed";

struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("dondoc-{}", uuid::Uuid::now_v7().simple()));
        fs::DirBuilder::new().mode(0o711).create(&path).unwrap();
        Self(path)
    }

    fn start(&self) -> Result<Cluster, ClusterError> {
        Cluster::start(&Options { preferred: self.0.clone(), durable: false })
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        Cluster::erase(&self.0).unwrap();
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
#[ignore = "run by the other tests, which kill it"]
fn holds_a_cluster_until_it_is_killed() {
    let preferred = PathBuf::from(std::env::var_os(HELD).unwrap());
    let cluster = Cluster::start(&Options { preferred, durable: true }).unwrap();
    println!("held {}", cluster.admin_url("postgres"));
    std::thread::park();
}

fn hold(directory: &Path) -> (Child, String) {
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", HOLDER, "--ignored", "--nocapture"])
        .env(HELD, directory)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines().map_while(Result::ok);
    let url = lines.find_map(|line| line.split_once("held ").map(|(_, url)| url.to_owned())).unwrap();
    (holder, url)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_holder_killed_with_9_keeps_what_it_committed_and_hinders_nobody() {
    let directory = Directory::new();
    let (mut holder, url) = hold(&directory.0);
    let client = connect(&url).await.unwrap();
    client.batch_execute("create table kept (); insert into kept default values").await.unwrap();
    let second = directory.start().unwrap_err();
    assert!(matches!(second, ClusterError::InUse { .. }), "{second}");

    holder.kill().unwrap();
    holder.wait().unwrap();
    client.simple_query("select 1").await.expect("the server itself outlives its holder");

    let cluster = directory.start().unwrap();
    client.simple_query("select 1").await.expect_err("the old server is gone");
    let client = connect(&cluster.admin_url("postgres")).await.unwrap();
    let rows: i64 = client.query_one("select count(*) from kept", &[]).await.unwrap().get(0);
    assert_eq!(rows, 1);
    cluster.stop().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_together_with_its_holder_recovers() {
    let directory = Directory::new();
    let (mut holder, url) = hold(&directory.0);
    let client = connect(&url).await.unwrap();
    client.batch_execute("create table kept (); insert into kept default values").await.unwrap();
    holder.kill().unwrap();
    holder.wait().unwrap();
    let pid_file = fs::read_to_string(directory.0.join("postgres/data/postmaster.pid")).unwrap();
    kill(Pid::from_raw(pid_file.lines().next().unwrap().parse().unwrap()), Signal::SIGKILL).unwrap();

    let cluster = directory.start().unwrap();
    let client = connect(&cluster.admin_url("postgres")).await.unwrap();
    let rows: i64 = client.query_one("select count(*) from kept", &[]).await.unwrap().get(0);
    assert_eq!(rows, 1);
}

#[test]
fn a_stranger_that_bears_the_number_of_a_dead_server_is_left_alone() {
    let directory = Directory::new();
    let data = directory.start().unwrap().data_dir();
    let mut stranger = Command::new("sleep").arg("1000").spawn().unwrap();
    let stale =
        format!("{}\n{}\n0\n5432\n\n\n        0         0\nready   \n", stranger.id(), data.display());
    fs::write(data.join("postmaster.pid"), stale).unwrap();
    // As the server left it: readable by its account only, which need not be ours.
    let owner = fs::metadata(&data).map(|meta| std::os::unix::fs::MetadataExt::uid(&meta)).unwrap();
    std::os::unix::fs::chown(data.join("postmaster.pid"), Some(owner), None).unwrap();

    let started = directory.start();
    let alive = stranger.try_wait().unwrap().is_none();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
    started.unwrap();
    assert!(alive);
}

#[test]
fn a_deep_directory_gets_its_socket_elsewhere() {
    let directory = Directory::new();
    let deep = directory.0.join("a-name-of-forty-bytes-that-is-repeated-x/".repeat(3));
    let cluster = Cluster::start(&Options { preferred: deep.clone(), durable: false }).unwrap();
    assert!(cluster.data_dir().starts_with(&deep));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(connect(&cluster.admin_url("postgres"))).unwrap();
    cluster.stop().unwrap();
    Cluster::erase(&deep).unwrap();
}

#[test]
fn the_next_throw_away_cluster_clears_what_a_killed_one_left() {
    let temporary = Directory::new();
    let mut killed =
        with_postgres(&temporary.0, "echo up; read forever").stdin(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(killed.stdout.take().unwrap()).read_line(&mut said).unwrap();
    assert_eq!(said, "up\n");
    let left = temporary.0.join(format!("dondoc-tests-{}/postgres/data/postmaster.pid", killed.id()));
    let server: i32 = fs::read_to_string(&left).unwrap().lines().next().unwrap().parse().unwrap();
    // Its command goes too, because its input ends.
    killed.kill().unwrap();
    killed.wait().unwrap();

    let next = with_postgres(&temporary.0, "exit 7").status().unwrap();
    assert_eq!(next.code(), Some(7));
    assert_eq!(fs::read_dir(&temporary.0).unwrap().count(), 0);
    assert!(fs::read(format!("/proc/{server}/cmdline")).unwrap_or_default().is_empty(), "still running");
}

#[test]
fn a_throw_away_cluster_passes_signals_on() {
    let temporary = Directory::new();
    let script = "trap 'exit 9' TERM; echo up; while :; do read forever; done";
    let mut running = with_postgres(&temporary.0, script).stdin(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    BufReader::new(running.stdout.take().unwrap()).read_line(&mut said).unwrap();
    kill(Pid::from_raw(i32::try_from(running.id()).unwrap()), Signal::SIGTERM).unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(9));
    assert_eq!(fs::read_dir(&temporary.0).unwrap().count(), 0);
}

fn with_postgres(temporary: &Path, script: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_with-postgres"));
    command.args(["bash", "-c", script]).env("TMPDIR", temporary).stdin(Stdio::null()).stdout(Stdio::piped());
    command
}
