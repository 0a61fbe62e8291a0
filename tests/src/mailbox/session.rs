//! One conversation, with the faults that a test wishes.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dondoc_server::programs::demo::sink::session::{self, Stream, say};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::{Fault, Received, Shared, Step};

pub(super) async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let mut number = 0;
    shared.log.send_modify(|log| {
        (number, log.sessions, log.open) = (log.sessions, log.sessions + 1, log.open + 1);
    });
    let mut session = Session { shared: Arc::clone(&shared), number, drawn: None, kept: Vec::new() };
    let mut stream = BufStream::new(stream);
    // The end of the connection is one of the things that are tried here, not an error of ours.
    let _ = session::converse(&mut stream, &mut session).await;
    drop(stream);
    shared.log.send_modify(|log| log.open = log.open.saturating_sub(1));
}

struct Session {
    shared: Arc<Shared>,
    number: usize,
    drawn: Option<(Step, Fault)>,
    /// The places in the log of the message that was kept last.
    kept: Vec<usize>,
}

impl session::Session for Session {
    async fn keep(&mut self, from: String, recipients: Vec<String>, raw: Vec<u8>) -> io::Result<()> {
        self.kept.clear();
        self.shared.log.send_modify(|log| {
            for to in recipients {
                let order = log.received.len();
                self.kept.push(order);
                let (from, raw, session) = (from.clone(), raw.clone(), self.number);
                log.received.push(Received { order, session, from, to, raw, acknowledged: false });
            }
        });
        Ok(())
    }

    async fn reply(&mut self, stream: &mut Stream, step: Step, right: &str) -> io::Result<bool> {
        // From before it is told that a fault strikes: then the test may release it.
        let releases = self.shared.releases.subscribe();
        let got_it = match self.strikes(step) {
            None => say(stream, right).await.map(|()| true)?,
            Some(Fault::Drop) if step == Step::Connect => {
                stream.get_ref().set_zero_linger()?;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Some(_) if step == Step::Connect => true,
            Some(fault) => fail(stream, fault, right, releases).await?,
        };
        if step == Step::Kept && got_it {
            self.shared.log.send_modify(|log| {
                for order in &self.kept {
                    log.received[*order].acknowledged = true;
                }
            });
        }
        Ok(got_it)
    }
}

impl Session {
    fn strikes(&mut self, step: Step) -> Option<Fault> {
        let fault = lock(&self.shared.faults).at(step, &mut self.drawn)?;
        self.shared.log.send_modify(|log| log.faults.push((step, fault)));
        Some(fault)
    }
}

/// Does what the fault says: whether the sender got the right reply in the end. An error ends the session.
async fn fail(
    stream: &mut Stream,
    fault: Fault,
    right: &str,
    mut releases: watch::Receiver<usize>,
) -> io::Result<bool> {
    match fault {
        Fault::Drop => return Err(io::ErrorKind::ConnectionAborted.into()),
        Fault::Reply(code) => {
            say(stream, &format!("{code} as the test wishes")).await?;
            if code == 421 {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
        Fault::Say(words) => say(stream, words).await?,
        Fault::Silent => {
            let mut ignored = Vec::new();
            stream.read_to_end(&mut ignored).await?;
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
        Fault::Trickle => {
            for byte in format!("{right}\r\n").bytes().filter(|_| !right.is_empty()) {
                tokio::time::sleep(Duration::from_secs(1)).await;
                stream.write_all(&[byte]).await?;
                stream.flush().await?;
            }
            return Ok(true);
        }
        Fault::Hold => {
            let _ = releases.changed().await;
            say(stream, right).await?;
            return Ok(true);
        }
        Fault::Garbage => stream.write_all(b"\0\xff\xfe?? 2 5 0\r\n\r\n").await?,
        Fault::Endless => {
            let mut line = b"250 ".to_vec();
            line.resize(1024 * 1024 + 1024, b'x');
            line.extend_from_slice(b"\r\n");
            stream.write_all(&line).await?;
        }
    }
    stream.flush().await?;
    Ok(false)
}

/// A session that panicked has failed the test already.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
