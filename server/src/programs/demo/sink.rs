//! The demo's relay: takes every message and sends none on. The last ones stay in memory and, as files, across a restart.

pub mod session;

use std::{
    collections::VecDeque,
    io,
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use mail_parser::{MessageParser, PartType};
use tokio::{fs, io::BufStream, net::TcpListener};
use tokio_util::sync::CancellationToken;

/// How many messages are kept.
const KEPT: usize = 2_000;

/// The messages caught so far.
#[derive(Debug)]
pub struct Sink {
    address: SocketAddr,
    folder: PathBuf,
    caught: Mutex<VecDeque<Caught>>,
}

/// A message as it came.
#[derive(Debug, Clone)]
struct Caught {
    number: u64,
    raw: Arc<[u8]>,
}

/// A message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Counts up from 1 over all restarts.
    pub number: u64,
    /// Address that it was sent to.
    pub to: String,
    /// The subject line.
    pub subject: String,
    /// The Date header in RFC 3339.
    pub date: String,
    /// Its plain text part.
    pub text: String,
    /// Its HTML part.
    pub html: String,
}

impl Sink {
    /// Listens on a free port of this machine until `stop`, beginning with what `folder` still holds.
    pub async fn start(folder: &Path, stop: CancellationToken) -> anyhow::Result<Arc<Self>> {
        fs::create_dir_all(folder).await?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let sink = Arc::new(Self {
            address: listener.local_addr()?,
            folder: folder.to_owned(),
            caught: Mutex::new(left_over(folder).await?),
        });
        let taking = Arc::clone(&sink);
        tokio::spawn(stop.run_until_cancelled_owned(async move { taking.accept(listener).await }));
        Ok(sink)
    }

    /// The URL that the worker is given.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.caught().len()
    }

    /// Messages, newest first, after skipping some.
    pub fn list(&self, skip: usize, limit: usize) -> Vec<Shown> {
        let page: Vec<Caught> = self.caught().iter().rev().skip(skip).take(limit).cloned().collect();
        page.iter().map(Caught::shown).collect()
    }

    /// The message with this number, if it is kept.
    pub fn show(&self, number: u64) -> Option<Shown> {
        let found = self.caught().iter().find(|caught| caught.number == number).cloned();
        found.map(|caught| caught.shown())
    }

    fn caught(&self) -> std::sync::MutexGuard<'_, VecDeque<Caught>> {
        self.caught.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn accept(self: Arc<Self>, listener: TcpListener) {
        loop {
            if let Ok((stream, _)) = listener.accept().await {
                let sink = Arc::clone(&self);
                tokio::spawn(async move {
                    let talk = async || {
                        stream.set_nodelay(true)?;
                        session::converse(&mut BufStream::new(stream), &mut Keeping(&sink)).await
                    };
                    if let Err(error) = talk().await {
                        tracing::debug!("a session with the demo's relay ended: {error}");
                    }
                });
            }
        }
    }

    async fn keep(&self, raw: Vec<u8>) -> io::Result<()> {
        let raw: Arc<[u8]> = raw.into();
        let (number, gone) = {
            let mut caught = self.caught();
            let number = caught.back().map_or(1, |last| last.number.saturating_add(1));
            caught.push_back(Caught { number, raw: Arc::clone(&raw) });
            (number, if caught.len() > KEPT { caught.pop_front() } else { None })
        };
        fs::write(self.folder.join(name(number)), &raw).await?;
        if let Some(gone) = gone {
            fs::remove_file(self.folder.join(name(gone.number))).await?;
        }
        Ok(())
    }
}

/// A conversation with the demo's relay, which takes everything.
struct Keeping<'a>(&'a Sink);

impl session::Session for Keeping<'_> {
    async fn keep(&mut self, _: String, _: Vec<String>, raw: Vec<u8>) -> io::Result<()> {
        self.0.keep(raw).await
    }
}

impl Caught {
    fn shown(&self) -> Shown {
        let mut shown = Shown { number: self.number, ..Shown::default() };
        let Some(message) = MessageParser::default().parse(&*self.raw) else { return shown };
        let to = message.to().and_then(|to| to.first()).and_then(|to| to.address());
        to.unwrap_or_default().clone_into(&mut shown.to);
        message.subject().unwrap_or_default().clone_into(&mut shown.subject);
        shown.date = message.date().map(mail_parser::DateTime::to_rfc3339).unwrap_or_default();
        for part in &message.parts {
            match &part.body {
                PartType::Text(text) => shown.text.push_str(text),
                PartType::Html(html) => shown.html.push_str(html),
                _ => {}
            }
        }
        shown
    }
}

fn name(number: u64) -> String {
    format!("{number:08}.eml")
}

async fn left_over(folder: &Path) -> anyhow::Result<VecDeque<Caught>> {
    let mut numbers = Vec::new();
    let mut entries = fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let file = entry.file_name();
        let number = file.to_str().and_then(|file| file.strip_suffix(".eml")?.parse::<u64>().ok());
        numbers.extend(number);
    }
    numbers.sort_unstable();
    let mut caught = VecDeque::new();
    for number in numbers.into_iter().rev().take(KEPT) {
        caught.push_front(Caught { number, raw: fs::read(folder.join(name(number))).await?.into() });
    }
    Ok(caught)
}
