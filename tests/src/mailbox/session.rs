//! One conversation (RFC 5321, without extensions that the sender would have to use).

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Fault, Received, Shared, Step};

/// A line that is longer ends the session: a test that sends one has gone astray.
const LONGEST_LINE: u64 = 1024 * 1024;

pub(super) async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let mut number = 0;
    shared.log.send_modify(|log| {
        (number, log.sessions, log.open) = (log.sessions, log.sessions + 1, log.open + 1);
    });
    let mut session =
        Session { stream: BufReader::new(stream), shared: Arc::clone(&shared), number, drawn: None };
    // The end of the connection is one of the things that are tried here, not an error of ours.
    let _ = session.converse().await;
    drop(session);
    shared.log.send_modify(|log| log.open = log.open.saturating_sub(1));
}

struct Session {
    stream: BufReader<TcpStream>,
    shared: Arc<Shared>,
    number: usize,
    drawn: Option<(Step, Fault)>,
}

/// From MAIL to the dot.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    async fn converse(&mut self) -> io::Result<()> {
        if self.strikes(Step::Connect) == Some(Fault::Drop) {
            return self.stream.get_ref().set_zero_linger();
        }
        self.reply(Step::Greeting, "220 relay.example ESMTP").await?;
        let mut envelope = Envelope::default();
        loop {
            let line = String::from_utf8_lossy(&self.line().await?).trim_end().to_owned();
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    let offer = "250-relay.example\r\n250-8BITMIME\r\n250 SIZE 10485760";
                    self.reply(Step::Hello, offer).await?;
                }
                "HELO" => drop(self.reply(Step::Hello, "250 relay.example").await?),
                "MAIL" => {
                    envelope = Envelope::default();
                    if self.reply(Step::Sender, "250 2.1.0 sender noted").await? {
                        envelope.from = Some(address(&line));
                    }
                }
                "RCPT" if envelope.from.is_some() => {
                    if self.reply(Step::Recipient, "250 2.1.5 recipient noted").await? {
                        envelope.to.push(address(&line));
                    }
                }
                "DATA" if !envelope.to.is_empty() => self.message(std::mem::take(&mut envelope)).await?,
                "RSET" => {
                    envelope = Envelope::default();
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 nothing done").await?,
                "QUIT" => return self.say("221 2.0.0 goodbye").await,
                "RCPT" | "DATA" => self.say("503 5.5.1 out of order").await?,
                _ => self.say("500 5.5.2 unknown command").await?,
            }
        }
    }

    async fn message(&mut self, envelope: Envelope) -> io::Result<()> {
        if !self.reply(Step::Data, "354 end with a dot").await? {
            return Ok(());
        }
        let mut raw = Vec::new();
        let mut first = true;
        loop {
            let line = self.line().await?;
            if line == b".\r\n" {
                break;
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            if std::mem::take(&mut first) && self.strikes_with(Step::Body, "").await? == Some(false) {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
        if self.strikes_with(Step::Dot, "").await? == Some(false) {
            return Ok(());
        }
        let kept = self.keep(envelope, &raw);
        if self.reply(Step::Kept, "250 2.0.0 kept").await? {
            self.shared.log.send_modify(|log| {
                for order in kept {
                    log.received[order].acknowledged = true;
                }
            });
        }
        Ok(())
    }

    fn keep(&self, envelope: Envelope, raw: &[u8]) -> Vec<usize> {
        let from = envelope.from.unwrap_or_default();
        let mut kept = Vec::new();
        self.shared.log.send_modify(|log| {
            for to in envelope.to {
                let order = log.received.len();
                kept.push(order);
                let (from, raw) = (from.clone(), raw.to_vec());
                log.received.push(Received {
                    order,
                    session: self.number,
                    from,
                    to,
                    raw,
                    acknowledged: false,
                });
            }
        });
        kept
    }

    fn strikes(&mut self, step: Step) -> Option<Fault> {
        let fault = lock(&self.shared.faults).at(step, &mut self.drawn)?;
        self.shared.log.send_modify(|log| log.faults.push((step, fault)));
        Some(fault)
    }

    /// Gives the right reply unless a fault is due; whether the sender got the right one.
    async fn reply(&mut self, step: Step, right: &str) -> io::Result<bool> {
        match self.strikes_with(step, right).await? {
            Some(got_it) => Ok(got_it),
            None => self.say(right).await.map(|()| true),
        }
    }

    /// `None` when no fault is due, else whether the sender got the right reply in the end. An error ends the session.
    async fn strikes_with(&mut self, step: Step, right: &str) -> io::Result<Option<bool>> {
        let mut releases = self.shared.releases.subscribe();
        let Some(fault) = self.strikes(step) else { return Ok(None) };
        match fault {
            Fault::Drop => return Err(io::ErrorKind::ConnectionAborted.into()),
            Fault::Reply(code) => {
                self.say(&format!("{code} as the test wishes")).await?;
                if code == 421 {
                    return Err(io::ErrorKind::ConnectionAborted.into());
                }
            }
            Fault::Say(words) => self.say(words).await?,
            Fault::Silent => {
                let mut ignored = Vec::new();
                self.stream.read_to_end(&mut ignored).await?;
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            Fault::Trickle => {
                for byte in format!("{right}\r\n").bytes().filter(|_| !right.is_empty()) {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    self.stream.write_all(&[byte]).await?;
                }
                return Ok(Some(true));
            }
            Fault::Hold => {
                let _ = releases.changed().await;
                self.say(right).await?;
                return Ok(Some(true));
            }
            Fault::Garbage => self.stream.write_all(b"\0\xff\xfe?? 2 5 0\r\n\r\n").await?,
            Fault::Endless => {
                let mut line = b"250 ".to_vec();
                line.resize(1024 * 1024 + 1024, b'x');
                line.extend_from_slice(b"\r\n");
                self.stream.write_all(&line).await?;
            }
        }
        Ok(Some(false))
    }

    async fn say(&mut self, reply: &str) -> io::Result<()> {
        if reply.is_empty() {
            return Ok(());
        }
        self.stream.write_all(format!("{reply}\r\n").as_bytes()).await
    }

    async fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await?;
        if line.ends_with(b"\n") { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split_once('>').map_or(rest, |(address, _)| address).to_owned()
}

/// A session that panicked has failed the test already.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
