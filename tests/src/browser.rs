//! A real browser without a window: Chromium, led through chromedriver.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Context;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::{Pid, geteuid};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;
use tokio::time::timeout;

/// Nothing that asks a network or a graphics card, and nothing that a first start would ask a person.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-device-scale-factor=1",
];

/// Digest of the key of the tests' own certificate for `localhost`, which no root of this machine vouches for.
const LOCALHOST: &str = "rYXhLxY1TW+4vvtE3yJHNiX/vHDZzyAQsmyi3mpvagc=";

/// A browser with a profile of its own: no cookie of another test. Use it as a [`WebDriver`].
///
/// End it with [`Browser::close`]; dropping it does the same less politely. Either way no process remains.
#[derive(Debug)]
pub struct Browser {
    // Dropped in this order: the session is ended while its driver still runs.
    driver: WebDriver,
    process: Driver,
}

impl Browser {
    /// A window of 1280 by 900 pixels.
    pub async fn start() -> anyhow::Result<Self> {
        Self::sized(1280, 900).await
    }

    pub async fn sized(width: u32, height: u32) -> anyhow::Result<Self> {
        Self::with(width, height, None).await
    }

    /// The screen of a phone, which is narrower than any window.
    pub async fn phone(width: u32) -> anyhow::Result<Self> {
        let screen = json!({"deviceMetrics": {"width": width, "height": 740, "pixelRatio": 1.0}});
        Self::with(width, 740, Some(screen)).await
    }

    async fn with(width: u32, height: u32, phone: Option<Value>) -> anyhow::Result<Self> {
        // thirtyfour's client finds its cryptography through the process; a second installation is refused.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let process = Driver::start().await?;
        let mut wishes = DesiredCapabilities::chrome();
        let program = ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| on_path(name));
        wishes.set_binary(&program.context("Chromium is not on the PATH")?.to_string_lossy())?;
        for flag in FLAGS {
            wishes.add_arg(flag)?;
        }
        wishes.add_arg(&format!("--user-data-dir={}", process.profile.path().display()))?;
        wishes.add_arg(&format!("--window-size={width},{height}"))?;
        if let Some(screen) = phone {
            wishes.add_experimental_option("mobileEmulation", screen)?;
        }
        wishes.add_arg(&format!("--ignore-certificate-errors-spki-list={LOCALHOST}"))?;
        // Chromium's sandbox refuses to start as root.
        if geteuid().is_root() {
            wishes.add_arg("--no-sandbox")?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", process.port), wishes).await?;
        Ok(Self { driver, process })
    }

    /// Where cookies and caches lie; gone with the browser.
    pub fn profile(&self) -> &Path {
        self.process.profile.path()
    }

    /// Keeps what is in the window as a PNG.
    pub async fn capture(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(self.driver.screenshot(path).await?)
    }

    pub async fn close(self) -> anyhow::Result<()> {
        // The process goes when it is dropped at the end, also when this fails.
        Ok(self.driver.clone().quit().await?)
    }
}

impl Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

/// The running chromedriver, leader of a process group with the browsers it starts.
#[derive(Debug)]
struct Driver {
    group: Pid,
    port: u16,
    profile: TempDir,
    _child: tokio::process::Child,
}

impl Driver {
    async fn start() -> anyhow::Result<Self> {
        let profile = tempfile::Builder::new().prefix("dondoc-browser-").tempdir()?;
        let mut child = Command::new(on_path("chromedriver").context("chromedriver is not on the PATH")?)
            // It picks a free port itself and says which: nobody can take it in between.
            .arg("--port=0")
            // Chromium keeps settings and caches there as well.
            .env("HOME", profile.path())
            .env("TMPDIR", profile.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        let group = Pid::from_raw(i32::try_from(child.id().context("chromedriver has ended already")?)?);
        let mut said = BufReader::new(child.stdout.take().context("chromedriver's output")?).lines();
        let mut driver = Self { group, port: 0, profile, _child: child };
        driver.port = timeout(Duration::from_secs(30), async {
            while let Some(line) = said.next_line().await? {
                if let Some((_, port)) = line.split_once("started successfully on port ") {
                    return Ok(port.trim_end_matches('.').parse()?);
                }
            }
            anyhow::bail!("chromedriver ended without naming its port")
        })
        .await??;
        // Whatever it says later must not fill a pipe that nobody reads.
        tokio::spawn(async move { while let Ok(Some(_)) = said.next_line().await {} });
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = killpg(self.group, Signal::SIGKILL);
        // Some of Chromium's helpers leave the group; all of them bear our profile's path. They must be gone
        // before the profile is removed, or they write into it again.
        for _ in 0..1000 {
            let alive = bearing(&self.profile.path().to_string_lossy());
            if alive.is_empty() {
                break;
            }
            for pid in alive {
                let _ = kill(pid, Signal::SIGKILL);
            }
            std::thread::yield_now();
        }
    }
}

/// The processes whose command line contains `mark`.
fn bearing(mark: &str) -> Vec<Pid> {
    let pid_of = |entry: fs::DirEntry| {
        let pid: i32 = entry.file_name().to_str()?.parse().ok()?;
        let command = fs::read(entry.path().join("cmdline")).ok()?;
        String::from_utf8_lossy(&command).contains(mark).then_some(Pid::from_raw(pid))
    };
    fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(pid_of).collect()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(name)).find(|program| program.is_file())
}
