//! Opens files and addresses with this machine's program for them: started by itself and without a shell, its output going
//! nowhere. Files are kept for that in a folder that nobody else may enter and that goes with the console.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs::{DirBuilder, remove_dir_all},
    io::{self, ErrorKind},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
    time::Duration,
};

use tokio::{process::Command, sync::mpsc, time::timeout};

use super::files::save;
use crate::{
    app::msg::Msg,
    net::key::fresh_key,
    step::effect::{Opened, Opening},
};

/// A program that ends with an error within this time has opened nothing.
const AT_ONCE: Duration = Duration::from_secs(10);

/// What opens files and addresses.
#[derive(Debug)]
pub struct Openers {
    /// The program; none where there is no display for one.
    program: Option<OsString>,
    folder: Arc<Folder>,
}

impl Openers {
    /// The program that was `named`, else the platform's where the environment has a display.
    pub fn of(named: Option<OsString>, variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let is_set = |name: &&str| variable(name).is_some_and(|value| !value.is_empty());
        let platforms = if cfg!(target_os = "macos") {
            Some("open")
        } else {
            ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(is_set).then_some("xdg-open")
        };
        let program = named.filter(|named| !named.is_empty()).or_else(|| platforms.map(OsString::from));
        Self { program, folder: Arc::new(Folder::within(&env::temp_dir())) }
    }

    /// Opens something; what became of it is told to `done`.
    pub fn open(&self, what: Opening, done: mpsc::UnboundedSender<Msg>) {
        let Some(program) = self.program.clone() else {
            let _ = done.send(Msg::Opened(Opened::NoDisplay));
            return;
        };
        let folder = Arc::clone(&self.folder);
        tokio::spawn(async move {
            let (name, target) = match what {
                Opening::Link(address) => (address.clone(), OsString::from(address)),
                Opening::File { name, bytes } => match folder.keep(&name, &bytes).await {
                    Ok(path) => (name, path.into_os_string()),
                    Err(why) => return drop(done.send(Msg::Opened(Opened::NotKept(why)))),
                },
            };
            start(&program, &target, name, &done).await;
        });
    }
}

/// Starts the program, and waits for its end so that nothing of it is left over.
async fn start(program: &OsStr, target: &OsStr, name: String, done: &mpsc::UnboundedSender<Msg>) {
    let said = program.to_string_lossy().into_owned();
    let started = Command::new(program)
        .arg(target)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // What the keyboard does to the console, such as stopping it, is not meant for this one.
        .process_group(0)
        .spawn();
    let Ok(mut child) = started else {
        let _ = done.send(Msg::Opened(Opened::NoProgram(said)));
        return;
    };
    let _ = done.send(Msg::Opened(Opened::Started { name: name.clone(), program: said.clone() }));
    match timeout(AT_ONCE, child.wait()).await {
        Ok(Ok(status)) if !status.success() => {
            let _ = done.send(Msg::Opened(Opened::Failed { name, program: said }));
        }
        Ok(_) => {}
        Err(_) => drop(child.wait().await),
    }
}

/// A folder of this person's alone. It is made when the first file is kept, and removed with all that is in it when dropped.
#[derive(Debug)]
struct Folder(PathBuf);

impl Folder {
    /// Its name cannot be guessed, so nobody can have made it before.
    fn within(parent: &Path) -> Self {
        Self(parent.join(format!("dondoc-{}", fresh_key())))
    }

    async fn keep(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        made(DirBuilder::new().mode(0o700).create(&self.0)).map_err(|error| error.to_string())?;
        save(&self.0, name, bytes, 0o600).await
    }
}

fn made(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        outcome => outcome,
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    /// What the opener was called with, once it has written it down.
    async fn told(path: &Path) -> String {
        let told = async {
            loop {
                match fs::read_to_string(path) {
                    Ok(text) if text.ends_with('\n') => return text,
                    _ => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        };
        timeout(Duration::from_secs(10), told).await.unwrap()
    }

    /// A program that writes down what it was called with.
    fn program(folder: &Path, body: &str) -> OsString {
        let path = folder.join("opener");
        fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        path.into_os_string()
    }

    fn named(program: OsString, temporary: &Path) -> Openers {
        Openers { program: Some(program), folder: Arc::new(Folder::within(temporary)) }
    }

    #[tokio::test]
    async fn a_file_is_kept_where_nobody_else_may_look_and_goes_with_the_console() {
        let folder = tempfile::tempdir().unwrap();
        let note = folder.path().join("note");
        let body =
            format!("cat \"$1\" > /dev/null; echo \"$#:$1\" > '{}'; echo out; echo err >&2", note.display());
        let openers = named(program(folder.path(), &body), folder.path());
        let (done, mut outcomes) = mpsc::unbounded_channel();
        let hostile = "T24-01-$(touch x); y.pdf";
        openers.open(Opening::File { name: hostile.to_owned(), bytes: b"%PDF".to_vec() }, done);
        let Some(Msg::Opened(Opened::Started { name, .. })) = outcomes.recv().await else { panic!() };
        assert_eq!(name, hostile);
        let told = told(&note).await;
        let path = PathBuf::from(told.trim_end().strip_prefix("1:").unwrap());
        assert!(path.ends_with(hostile), "one argument, as it is: {told}");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        drop(openers);
        // The task that waits for the program holds the folder until the program has ended.
        assert!(outcomes.recv().await.is_none());
        assert!(!path.parent().unwrap().exists());
    }

    #[tokio::test]
    async fn an_address_is_given_to_the_program_as_one_argument_and_an_error_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let openers = named(
            program(folder.path(), "test \"$1\" = 'https://x.example/?a=1&b=$HOME' && exit 3; exit 0"),
            folder.path(),
        );
        let (done, mut outcomes) = mpsc::unbounded_channel();
        openers.open(Opening::Link("https://x.example/?a=1&b=$HOME".to_owned()), done);
        assert!(matches!(outcomes.recv().await, Some(Msg::Opened(Opened::Started { .. }))));
        assert!(matches!(outcomes.recv().await, Some(Msg::Opened(Opened::Failed { .. }))));
    }

    #[tokio::test]
    async fn where_nothing_can_be_started_it_is_said() {
        let (done, mut outcomes) = mpsc::unbounded_channel();
        let link = || Opening::Link("https://x.example/".to_owned());
        if !cfg!(target_os = "macos") {
            Openers::of(None, |_| None).open(link(), done.clone());
            assert!(matches!(outcomes.recv().await, Some(Msg::Opened(Opened::NoDisplay))));
        }
        Openers::of(Some("/nonexistent/opener".into()), |_| None).open(link(), done);
        assert!(matches!(outcomes.recv().await, Some(Msg::Opened(Opened::NoProgram(_)))));
    }

    #[test]
    fn the_program_is_the_one_that_is_named_else_the_platforms_where_there_is_a_display() {
        let of = |named: Option<&str>, display: &str| {
            Openers::of(named.map(OsString::from), |name| (name == "DISPLAY").then(|| display.into())).program
        };
        assert_eq!(of(Some("my-opener"), ""), Some("my-opener".into()));
        assert!(of(Some(""), ":0").is_some_and(|program| program == "xdg-open" || program == "open"));
        assert!(cfg!(target_os = "macos") || of(None, "").is_none());
    }
}
