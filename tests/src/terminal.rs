//! A program in a real pseudo-terminal, with the screen a person would see.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context, anyhow, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use tokio::sync::watch;
use tokio::time::timeout;
use vt100::{Callbacks, Parser, Screen};

/// How to start a program; `Setup::of(program).start()` is an ordinary terminal of 80 columns and 24 rows.
#[derive(Debug, Clone)]
pub struct Setup {
    program: PathBuf,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    directory: PathBuf,
    columns: u16,
    rows: u16,
    mute: bool,
}

impl Setup {
    /// `program` must be an absolute path. It gets `TERM`, `LANG`, `PATH` and nothing else of our environment.
    pub fn of(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: Vec::new(),
            variables: Vec::new(),
            directory: std::env::temp_dir(),
            columns: 80,
            rows: 24,
            mute: false,
        }
    }

    #[must_use]
    pub fn arg(mut self, argument: impl Into<OsString>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    #[must_use]
    pub fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// The working directory, and `HOME`.
    #[must_use]
    pub fn directory(mut self, directory: impl Into<PathBuf>) -> Self {
        self.directory = directory.into();
        self
    }

    #[must_use]
    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        (self.columns, self.rows) = (columns, rows);
        self
    }

    /// A terminal that answers no query (cursor position, attributes, colours), as some do not.
    #[must_use]
    pub fn mute(mut self) -> Self {
        self.mute = true;
        self
    }

    pub fn start(self) -> anyhow::Result<Terminal> {
        Terminal::start(&self)
    }
}

/// A running program and its screen. Dropping it kills the program with all it started in its session's group.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    /// The parser, guarded; its lock is never held while waiting.
    emulator: Arc<Mutex<Emulator>>,
    keyboard: Keyboard,
    progress: watch::Receiver<Progress>,
    /// Everything that the program has written.
    written: Arc<Mutex<Vec<u8>>>,
    group: Pid,
}

type Emulator = Parser<Replies>;
type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

#[derive(Debug, Clone, Copy, Default)]
struct Progress {
    /// Bytes that the program has written.
    bytes: usize,
    /// Nothing more can come: everyone who had the terminal open has closed it.
    drained: bool,
    exit: Option<u32>,
}

impl Terminal {
    fn start(setup: &Setup) -> anyhow::Result<Self> {
        let size = PtySize { rows: setup.rows, cols: setup.columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut child = pair.slave.spawn_command(setup.command())?;
        // Ours would keep the terminal open after the program's end.
        drop(pair.slave);
        let group =
            Pid::from_raw(i32::try_from(child.process_id().context("the program has ended already")?)?);

        let mut output = pair.master.try_clone_reader()?;
        let keyboard: Keyboard = Arc::new(Mutex::new(pair.master.take_writer()?));
        let (rows, columns) = (non_zero(setup.rows)?, non_zero(setup.columns)?);
        let replies = Replies { mute: setup.mute, pending: Vec::new() };
        let emulator = Arc::new(Mutex::new(Parser::new_with_callbacks(rows, columns, 0, replies)));
        let (sender, progress) = watch::channel(Progress::default());
        let (screen, answers, seen) = (Arc::clone(&emulator), Arc::clone(&keyboard), sender.clone());
        let written: Arc<Mutex<Vec<u8>>> = Arc::default();
        let kept = Arc::clone(&written);
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            // Linux looks for output and for the last closing one after the other, so it can report the end although a
            // last line came in between, and a signal may interrupt. Asking once more gets what is left.
            let mut read = |buffer: &mut [u8]| match output.read(buffer) {
                Ok(0) | Err(_) => output.read(buffer),
                read => read,
            };
            while let Ok(read @ 1..) = read(&mut buffer) {
                lock(&kept).extend_from_slice(&buffer[..read]);
                let replies = {
                    let mut emulator = lock(&screen);
                    emulator.process(&buffer[..read]);
                    std::mem::take(&mut emulator.callbacks_mut().pending)
                };
                if !replies.is_empty() {
                    let _ = lock(&answers).write_all(&replies);
                }
                seen.send_modify(|progress| progress.bytes += read);
            }
            seen.send_modify(|progress| progress.drained = true);
        });
        thread::spawn(move || {
            let exit = child.wait().map_or(u32::MAX, |status| status.exit_code());
            sender.send_modify(|progress| progress.exit = Some(exit));
        });
        Ok(Self { master: pair.master, emulator, keyboard, progress, written, group })
    }

    /// Types: `send("đôn đốc")`, `send("\r")`, `send("\x1b[A")` for the arrow up.
    pub fn send(&self, keys: impl AsRef<[u8]>) -> anyhow::Result<()> {
        let mut keyboard = lock(&self.keyboard);
        keyboard.write_all(keys.as_ref())?;
        Ok(keyboard.flush()?)
    }

    /// The screen as soon as it shows `text`.
    pub async fn wait_for_text(&self, text: &str, patience: Duration) -> anyhow::Result<String> {
        self.wait_until(&format!("{text:?}"), patience, |screen| screen.contents().contains(text)).await
    }

    /// The screen as soon as it is as wished; `what` names the wish in the message of a test that fails.
    pub async fn wait_until(
        &self,
        what: &str,
        patience: Duration,
        wish: impl Fn(&Screen) -> bool,
    ) -> anyhow::Result<String> {
        let mut progress = self.progress.clone();
        let shown = timeout(patience, async {
            loop {
                let drained = progress.borrow_and_update().drained;
                if self.with_screen(&wish) {
                    return Ok(());
                }
                if drained {
                    bail!("the program ended");
                }
                progress.changed().await?;
            }
        });
        match shown.await.unwrap_or_else(|_| Err(anyhow!("{patience:?} are over"))) {
            Ok(()) => Ok(self.screen()),
            Err(why) => Err(why.context(format!("the screen never showed {what}, but:\n{}", self.screen()))),
        }
    }

    /// Presses the button of a dialog that listens, which `hint` tells, `stops` stops of Tab away.
    pub async fn press(
        &self,
        hint: &str,
        stops: usize,
        button: &str,
        patience: Duration,
    ) -> anyhow::Result<()> {
        self.wait_for_text(hint, patience).await?;
        self.send("\t".repeat(stops))?;
        self.wait_for_text(&format!("▸[ {button} ]"), patience).await?;
        self.send("\r")
    }

    /// The program's exit code; by then everything it wrote is on the screen.
    pub async fn wait_for_exit(&self, patience: Duration) -> anyhow::Result<u32> {
        let mut progress = self.progress.clone();
        let ended =
            timeout(patience, progress.wait_for(|progress| progress.drained && progress.exit.is_some()));
        let exit = ended.await.ok().and_then(|ended| ended.ok()?.exit);
        exit.with_context(|| format!("the program did not end within {patience:?}:\n{}", self.screen()))
    }

    /// The screen's text, without trailing blanks.
    pub fn screen(&self) -> String {
        self.with_screen(Screen::contents)
    }

    /// Cells with their attributes, the cursor, the alternate screen.
    pub fn with_screen<R>(&self, look: impl FnOnce(&Screen) -> R) -> R {
        look(lock(&self.emulator).screen())
    }

    /// Bytes the program has written so far: an idle one writes none.
    pub fn bytes(&self) -> usize {
        self.progress.borrow().bytes
    }

    /// Everything that the program has written so far, as it came.
    pub fn written(&self) -> Vec<u8> {
        lock(&self.written).clone()
    }

    /// Whether the line is as a shell leaves it: echoing, whole lines. `None` when it cannot be told.
    pub fn is_cooked(&self) -> Option<bool> {
        // The flags' type is of another release of `nix` than ours; their text is the same.
        let flags = format!("{:?}", self.master.get_termios()?.local_flags);
        Some(flags.contains("ICANON") && flags.contains("ECHO "))
    }

    pub fn resize(&self, columns: u16, rows: u16) -> anyhow::Result<()> {
        lock(&self.emulator).set_size(non_zero(rows)?, non_zero(columns)?);
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
    }

    pub fn signal(&self, signal: Signal) -> anyhow::Result<()> {
        Ok(killpg(self.group, signal)?)
    }

    /// Keeps the screen: its text in `path`, and with colours in a file of the same name ending in `.ansi`.
    pub fn capture(&self, path: &Path) -> anyhow::Result<()> {
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let (text, coloured) =
            self.with_screen(|screen| (screen.contents(), screen.contents_formatted_basic()));
        fs::write(path, text + "\n")?;
        Ok(fs::write(path.with_extension("ansi"), coloured)?)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Once waited for, the number could be a stranger's.
        if self.progress.borrow().exit.is_none() {
            let _ = killpg(self.group, Signal::SIGKILL);
        }
    }
}

impl Setup {
    fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::new(&self.program);
        command.args(&self.arguments);
        command.cwd(&self.directory);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("HOME", &self.directory);
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command
    }
}

/// What a terminal says of itself when it is asked.
struct Replies {
    mute: bool,
    pending: Vec<u8>,
}

impl Replies {
    fn say(&mut self, reply: &str) {
        if !self.mute {
            self.pending.extend_from_slice(reply.as_bytes());
        }
    }
}

impl Callbacks for Replies {
    fn unhandled_csi(
        &mut self,
        screen: &mut Screen,
        i1: Option<u8>,
        _: Option<u8>,
        parameters: &[&[u16]],
        c: char,
    ) {
        match (i1, parameters.first().and_then(|first| first.first()).copied().unwrap_or(0), c) {
            (None, 6, 'n') => {
                let (row, column) = screen.cursor_position();
                self.say(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
            (None, 5, 'n') => self.say("\x1b[0n"),
            (None, 0, 'c') => self.say("\x1b[?62;22c"),
            _ => {}
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, parameters: &[&[u8]]) {
        match parameters {
            [b"10", b"?"] => self.say("\x1b]10;rgb:eeee/eeee/eeee\x1b\\"),
            [b"11", b"?"] => self.say("\x1b]11;rgb:1111/1111/1111\x1b\\"),
            _ => {}
        }
    }
}

fn non_zero(length: u16) -> anyhow::Result<NonZeroU16> {
    NonZeroU16::new(length).context("a screen without rows or columns")
}

/// A thread that panicked while it held the lock has failed its test already.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
