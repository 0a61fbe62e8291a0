//! What a relay says (RFC 5321, without extensions that a sender would have to use): the demo's, and that of the tests, which
//! fails on demand.

use std::io;

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream},
    net::TcpStream,
};

/// A longer line or message ends the session.
const LONGEST: u64 = 4 * 1024 * 1024;

/// A connection to a relay.
pub type Stream = BufStream<TcpStream>;

/// Where in the conversation a relay stands: before its reply to this step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Accepted by the kernel, not yet greeted; nothing is said here.
    Connect,
    /// The first words.
    Greeting,
    /// EHLO or HELO.
    Hello,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA.
    Data,
    /// After the first line of the message; nothing is said here.
    Body,
    /// After the closing dot, before the message is kept; nothing is said here.
    Dot,
    /// After the message is kept, before the reply: it has arrived, and the sender cannot know.
    Kept,
}

/// Whose relay it is: what it does with a message, and how it replies.
pub trait Session: Send {
    /// Keeps a message with its sender and recipients, the doubled dots of the protocol undone.
    fn keep(
        &mut self,
        from: String,
        to: Vec<String>,
        raw: Vec<u8>,
    ) -> impl Future<Output = io::Result<()>> + Send;

    /// Gives the right reply, or what it likes: whether the sender got the right one. An error ends the session.
    fn reply(
        &mut self,
        stream: &mut Stream,
        _step: Step,
        right: &str,
    ) -> impl Future<Output = io::Result<bool>> + Send {
        async move { say(stream, right).await.map(|()| true) }
    }
}

/// Writes a reply, if there is one.
pub async fn say(stream: &mut Stream, reply: &str) -> io::Result<()> {
    if !reply.is_empty() {
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
    stream.flush().await
}

/// Talks to a sender until it leaves.
pub async fn converse(stream: &mut Stream, session: &mut impl Session) -> io::Result<()> {
    session.reply(stream, Step::Connect, "").await?;
    session.reply(stream, Step::Greeting, "220 relay.example ESMTP").await?;
    let (mut from, mut to) = (None, Vec::new());
    loop {
        let line = String::from_utf8_lossy(&line(stream).await?).trim_end().to_owned();
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        if matches!(verb.as_str(), "MAIL" | "RSET") {
            (from, to) = (None, Vec::new());
        }
        match (verb.as_str(), &from) {
            ("EHLO", _) => {
                let offer = "250-relay.example\r\n250-8BITMIME\r\n250 SIZE 4194304";
                session.reply(stream, Step::Hello, offer).await?;
            }
            ("HELO", _) => drop(session.reply(stream, Step::Hello, "250 relay.example").await?),
            ("MAIL", _) => {
                let noted = session.reply(stream, Step::Sender, "250 2.1.0 sender noted").await?;
                from = noted.then(|| address(&line));
            }
            ("RCPT", Some(_)) => {
                if session.reply(stream, Step::Recipient, "250 2.1.5 recipient noted").await? {
                    to.push(address(&line));
                }
            }
            ("DATA", Some(by)) if !to.is_empty() => {
                if session.reply(stream, Step::Data, "354 end with a dot").await?
                    && let Some(raw) = message(stream, session).await?
                {
                    session.keep(by.clone(), std::mem::take(&mut to), raw).await?;
                    session.reply(stream, Step::Kept, "250 2.0.0 kept").await?;
                }
                (from, to) = (None, Vec::new());
            }
            ("RSET" | "NOOP", _) => say(stream, "250 2.0.0 well").await?,
            ("QUIT", _) => return say(stream, "221 2.0.0 goodbye").await,
            ("RCPT" | "DATA", _) => say(stream, "503 5.5.1 out of order").await?,
            _ => say(stream, "500 5.5.2 unknown command").await?,
        }
    }
}

/// The message up to its dot; none if the sender was told otherwise.
async fn message(stream: &mut Stream, session: &mut impl Session) -> io::Result<Option<Vec<u8>>> {
    let mut raw = Vec::new();
    loop {
        let line = line(stream).await?;
        if line == b".\r\n" {
            return Ok(session.reply(stream, Step::Dot, "").await?.then_some(raw));
        }
        let is_first = raw.is_empty();
        raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        if u64::try_from(raw.len()).is_ok_and(|length| length > LONGEST) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        if is_first && !session.reply(stream, Step::Body, "").await? {
            return Err(io::ErrorKind::ConnectionAborted.into());
        }
    }
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    stream.take(LONGEST).read_until(b'\n', &mut line).await?;
    if line.ends_with(b"\n") { Ok(line) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// What stands between the angle brackets.
fn address(line: &str) -> String {
    let rest = line.split_once('<').map_or("", |(_, rest)| rest);
    rest.split_once('>').map_or(rest, |(address, _)| address).to_owned()
}
