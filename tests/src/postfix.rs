//! A real Postfix on this machine's loopback, which takes mail under TLS alone and keeps it in files.
//!
//! Its master wants root, and the accounts that its package makes.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};

/// A running Postfix; it ends with its value.
pub struct Postfix {
    folder: TempDir,
    port: u16,
    starter: Child,
}

/// Each service that a message meets between the door and its file.
const SERVICES: &str = "inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
postlog unix-dgram n - n - 1 postlogd
";

impl Postfix {
    /// Starts one that shows this certificate for `localhost` and takes mail for any address of these domains.
    pub async fn start(certificate: &[u8], key: &[u8], domains: &[&str]) -> anyhow::Result<Self> {
        let folder = TempDir::new()?;
        let path = folder.path();
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
        for name in ["conf", "queue", "data", "mail"] {
            fs::create_dir(path.join(name))?;
        }
        let account =
            |name: &str| nix::unistd::User::from_name(name)?.with_context(|| format!("no account {name}"));
        let (postfix, nobody) = (account("postfix")?, account("nobody")?);
        chown(path.join("data"), Some(postfix.uid.as_raw()), None)?;
        chown(path.join("mail"), Some(nobody.uid.as_raw()), None)?;
        fs::write(path.join("conf/certificate.pem"), certificate)?;
        fs::write(path.join("conf/key.pem"), key)?;
        fs::set_permissions(path.join("conf/key.pem"), fs::Permissions::from_mode(0o600))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let at = path.display();
        let main = [
            "compatibility_level = 3.6".to_owned(),
            format!("queue_directory = {at}/queue"),
            format!("data_directory = {at}/data"),
            "command_directory = /usr/sbin".to_owned(),
            "daemon_directory = /usr/lib/postfix/sbin".to_owned(),
            "mail_owner = postfix".to_owned(),
            "setgid_group = postdrop".to_owned(),
            "inet_interfaces = 127.0.0.1".to_owned(),
            "inet_protocols = ipv4".to_owned(),
            "myhostname = localhost".to_owned(),
            "mydestination =".to_owned(),
            "alias_maps =".to_owned(),
            "local_recipient_maps =".to_owned(),
            format!("virtual_mailbox_domains = {}", domains.join(", ")),
            "virtual_mailbox_maps = static:box/".to_owned(),
            format!("virtual_mailbox_base = {at}/mail"),
            format!("virtual_uid_maps = static:{}", nobody.uid),
            format!("virtual_gid_maps = static:{}", nobody.gid),
            "smtpd_tls_security_level = encrypt".to_owned(),
            "smtpd_tls_received_header = yes".to_owned(),
            format!("smtpd_tls_cert_file = {at}/conf/certificate.pem"),
            format!("smtpd_tls_key_file = {at}/conf/key.pem"),
            "smtpd_relay_restrictions = reject_unauth_destination".to_owned(),
            format!("maillog_file_prefixes = {at}"),
            format!("maillog_file = {at}/log"),
        ];
        fs::write(path.join("conf/main.cf"), main.join("\n") + "\n")?;
        fs::write(path.join("conf/master.cf"), format!("127.0.0.1:{port} {SERVICES}"))?;
        let conf = path.join("conf");
        let checked = Command::new("/usr/sbin/postfix").arg("-c").arg(&conf).arg("check").output();
        let checked = checked.context("Postfix comes with the package postfix")?;
        ensure!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
        let starter = Command::new("/usr/sbin/postfix")
            .arg("-c")
            .arg(&conf)
            .arg("start-fg")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let running = Self { folder, port, starter };
        let end = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            ensure!(Instant::now() < end, "Postfix does not answer:\n{}", running.log());
            sleep(Duration::from_millis(20)).await;
        }
        Ok(running)
    }

    /// For a relay's URL: `localhost:port`.
    pub fn address(&self) -> String {
        format!("localhost:{}", self.port)
    }

    /// What it says of what it did.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// The messages kept so far, with the headers that Postfix added and line ends as on the wire, once `count` have come.
    pub async fn kept(&self, count: usize) -> anyhow::Result<Vec<Vec<u8>>> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let kept = files(&self.folder.path().join("mail/box/new"))?;
            if kept.len() >= count {
                return Ok(kept);
            }
            ensure!(Instant::now() < end, "{} of {count} messages:\n{}", kept.len(), self.log());
            sleep(Duration::from_millis(20)).await;
        }
    }
}

fn files(folder: &Path) -> anyhow::Result<Vec<Vec<u8>>> {
    if !folder.exists() {
        return Ok(vec![]);
    }
    let wire = |file: Vec<u8>| String::from_utf8_lossy(&file).replace('\n', "\r\n").into_bytes();
    fs::read_dir(folder)?.map(|entry| Ok(wire(fs::read(entry?.path())?))).collect()
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // The master leads a session of its own; what we started only waits for it.
        let master = fs::read_to_string(self.folder.path().join("queue/pid/master.pid"));
        if let Some(id) = master.ok().and_then(|id| id.trim().parse().ok()) {
            let _ = kill(Pid::from_raw(id), Signal::SIGTERM);
        }
        let _ = self.starter.wait();
    }
}
