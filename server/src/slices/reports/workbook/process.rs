//! Workbooks are read in a process of their own, with a limit of memory and of time: whatever a file does to its reader, it does to nobody
//! else (R157).

use std::{path::PathBuf, process::Stdio, time::Duration};

use anyhow::Context;
use dondoc_shared::{error::ErrorCode, id::SessionId};
use dondoc_workbook::read::Filled;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};

use dondoc_kernel::{
    error::{Error, Result},
    gate::{Entered, Gate, Gates},
};

/// The hidden command of this program that reads a workbook from its standard input.
pub const COMMAND: &str = "read-workbook";
/// Memory of the process, in bytes.
pub const MEMORY: u64 = 256 * 1024 * 1024;
/// How long it may take.
pub const TIME: Duration = Duration::from_secs(2);

/// The longest answer: a report has at most two hundred cells.
const MOST_ANSWERED: u64 = 4 * 1024 * 1024;
/// Processes at the same time, and workbooks that wait.
const AT_ONCE: (usize, usize) = (2, 32);
const PATIENCE: Duration = Duration::from_secs(10);

/// Reads workbooks.
pub struct Workbooks {
    program: PathBuf,
    of_session: Gates<SessionId>,
    processes: Gate,
}

impl Workbooks {
    /// `program` has the command [`COMMAND`].
    pub fn new(program: PathBuf) -> Self {
        Self { program, of_session: Gates::new((1, 1), PATIENCE), processes: Gate::new(AT_ONCE, PATIENCE) }
    }

    /// Lets a session send a workbook: one at a time, since it is held in memory.
    ///
    /// # Errors
    /// `too_many_requests` where it sends several.
    pub async fn enter(&self, session: SessionId) -> Result<Entered> {
        self.of_session.enter(session).await
    }

    /// What a workbook says.
    ///
    /// # Errors
    /// Those of [`dondoc_workbook::read::read`]; `file_too_much_inside` where the process needs more than it may have,
    /// `file_unreadable` where it fails, `too_many_requests` where too many wait.
    pub async fn read(&self, content: &[u8]) -> Result<Filled> {
        let _entered = self.processes.enter().await?;
        let mut process = Command::new(&self.program)
            .arg(COMMAND)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("the reader of workbooks")
            .map_err(Error::Unavailable)?;
        let (mut into, out) = (process.stdin.take(), process.stdout.take());
        let talk = async {
            let send = async {
                if let Some(mut into) = into.take() {
                    // One that ends early has its reasons, which its answer or its end tells.
                    drop(into.write_all(content).await);
                }
            };
            let receive = async {
                let mut answer = vec![];
                if let Some(out) = out {
                    drop(out.take(MOST_ANSWERED).read_to_end(&mut answer).await);
                }
                answer
            };
            let ((), answer) = futures_util::join!(send, receive);
            (process.wait().await, answer)
        };
        let ended = tokio::time::timeout(TIME, talk).await;
        let Ok((status, answer)) = ended else {
            // Waits for its end as well, so that nothing of it is left.
            process.kill().await.context("the reader of workbooks")?;
            return Err(ErrorCode::FileTooMuchInside.into());
        };
        match status.context("the reader of workbooks")?.code() {
            Some(0) => {
                let read: Result<Filled, ErrorCode> =
                    serde_json::from_slice(&answer).context("the answer of the reader of workbooks")?;
                Ok(read?)
            }
            // Ended by a signal: it asked for more memory or time than it may have.
            None => Err(ErrorCode::FileTooMuchInside.into()),
            Some(_) => Err(ErrorCode::FileUnreadable.into()),
        }
    }
}
