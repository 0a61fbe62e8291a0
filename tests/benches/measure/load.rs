//! A load generator that costs little: fixed bytes out, as many bytes back as the answer says, one task a connection.

use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::scene::CLIENTS;

#[derive(Clone)]
pub struct Request(Vec<u8>);

impl Request {
    pub fn get(path: &str, token: &str) -> Self {
        Self(format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes())
    }

    pub fn post(path: &str, token: &str, body: &str, version: i32) -> Self {
        Self(
            format!(
                "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIf-Match: \"{version}\"\r\n\
                 Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
            .into_bytes(),
        )
    }
}

pub struct Load {
    /// Answers a second.
    pub rate: f64,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p99: f64,
}

impl Load {
    pub async fn once(base: &str, request: &Request) -> anyhow::Result<()> {
        Connection::to(base).await?.ask(request).await
    }

    /// Repeats requests on all connections for a time; an answer other than 200 ends it.
    pub async fn run(base: &str, time: Duration, request: impl Fn(usize) -> Request) -> anyhow::Result<Self> {
        Self::of(CLIENTS, base, time, request).await
    }

    /// Repeats a request on one connection.
    pub async fn alone(base: &str, time: Duration, request: Request) -> anyhow::Result<Self> {
        Self::of(1, base, time, |_| request.clone()).await
    }

    async fn of(
        clients: usize,
        base: &str,
        time: Duration,
        request: impl Fn(usize) -> Request,
    ) -> anyhow::Result<Self> {
        let begin = Instant::now();
        let clients = (0..clients).map(|client| {
            let request = &request;
            async move {
                let mut connection = Connection::to(base).await?;
                let mut times = Vec::new();
                while begin.elapsed() < time {
                    let request = request(client);
                    let sent = Instant::now();
                    connection.ask(&request).await?;
                    times.push(sent.elapsed());
                }
                anyhow::Ok(times)
            }
        });
        let mut times: Vec<Duration> =
            futures_util::future::try_join_all(clients).await?.into_iter().flatten().collect();
        let rate = f64::from(u32::try_from(times.len())?) / begin.elapsed().as_secs_f64();
        times.sort_unstable();
        let at = |part: usize| times.get(times.len() * part / 100).map_or(0.0, |t| t.as_secs_f64() * 1e3);
        Ok(Self { rate, p50: at(50), p99: at(99) })
    }
}

struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    async fn to(base: &str) -> anyhow::Result<Self> {
        let address = base.strip_prefix("http://").context("address")?;
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    async fn ask(&mut self, request: &Request) -> anyhow::Result<()> {
        self.stream.write_all(&request.0).await?;
        self.buffer.clear();
        loop {
            let n = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(n > 0, "the server hung up");
            let Some(head) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
            let text = std::str::from_utf8(&self.buffer[..head])?;
            let length = text
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
                })
                .unwrap_or(0usize);
            if self.buffer.len() >= head + 4 + length {
                let body = String::from_utf8_lossy(&self.buffer[head + 4..]);
                ensure!(text.starts_with("HTTP/1.1 200"), "{text}\n{body}");
                return Ok(());
            }
        }
    }
}
