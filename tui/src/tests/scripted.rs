//! The plumbing of a server of a few lines: requests in, answers out.

use std::collections::HashMap;

use dondoc_shared::error::ErrorCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::facts;
use crate::net::Failure;

/// A request: `METHOD path`, headers with names in lower case, and the body under `(body)`. None where the other side has left.
pub async fn read(stream: &mut TcpStream) -> Option<(String, HashMap<String, String>)> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    let text = String::from_utf8(bytes).unwrap();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next()?.split(' ').collect();
    let mut headers: HashMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length").map_or(0, |n| n.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    headers.insert("(body)".to_owned(), String::from_utf8(body).unwrap());
    Some((format!("{} {}", head[0], head[1]), headers))
}

/// Answers it. False where nobody reads the answer.
pub async fn write(stream: &mut TcpStream, status: u16, body: &str) -> bool {
    let head = format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all((head + body).as_bytes()).await.is_ok()
}

/// The body of a refusal.
pub fn problem(code: ErrorCode, status: u16) -> String {
    let Failure::Refused(problem) = facts::problem(code, status) else { unreachable!() };
    serde_json::to_string(&problem).unwrap()
}
