//! Whether there is a server at all, which needs no session.

use std::time::Duration;

use dondoc_shared::{error::ErrorCode, text::Lang};
use jiff::{Timestamp, fmt::rfc2822};
use reqwest::{Method, header};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    failure::Failure,
    http::{self, Server},
};

/// What a server says of itself to a stranger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probe {
    /// How long its answer took.
    pub took: Duration,
    /// Its clock, to the second.
    pub clock: Option<Timestamp>,
}

/// Asks who one is, which a stranger is refused in the words of a problem that only our server has.
///
/// # Errors
/// Nobody answers, or somebody else does.
pub async fn probe(server: &Server, lang: Lang) -> Result<Probe, Failure> {
    let begun = Instant::now();
    let response = server.send(server.request(Method::GET, &["me"], lang)).await?;
    let took = begun.elapsed();
    let clock = response.headers().get(header::DATE).and_then(|date| date.to_str().ok());
    let clock = clock.and_then(|date| rfc2822::parse(date).ok()).map(|date| date.timestamp());
    match http::body::<Value>(response).await {
        Err(failure) if failure.code() == Some(ErrorCode::NotSignedIn) => Ok(Probe { took, clock }),
        Ok(_) | Err(Failure::SessionOver) => Err(Failure::Garbled),
        Err(failure) => Err(failure),
    }
}
