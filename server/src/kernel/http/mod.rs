//! The edge: inputs, forms, conditions, errors and headers.

pub mod answer;
pub mod command;
pub mod cursor;
pub mod id;
pub mod idempotency;
pub mod input;
pub mod problems;
pub mod submitted;

use std::{net::IpAddr, sync::Arc};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{ACCEPT_LANGUAGE, HeaderMap},
    web::Data,
};
use dondoc_shared::text::Lang;
use secrecy::SecretString;
use std::future::Ready;

pub use self::{
    answer::Answer,
    command::Command,
    id::{EvidencePart, Id},
    input::Input,
    submitted::Submitted,
};
use crate::kernel::{
    auth::{password::Passwords, token::TokenKey},
    db::{Actor, Db},
    error::{Error, Result},
    evidence::EvidenceStore,
    mail::sink::Sink,
};

/// What the whole process shares.
pub struct State {
    /// Reached by handlers through `Auth` and `Public` only.
    pub(crate) db: Db,
    /// Pass-phrases.
    pub(crate) passwords: Passwords,
    /// Signs and verifies access tokens.
    pub(crate) token_key: TokenKey,
    /// Cancelled when the process ends: event streams close.
    pub(crate) stopping: tokio_util::sync::CancellationToken,
    /// Wakes event streams.
    pub(crate) bell: crate::kernel::events::Bell,
    /// Files of evidence.
    pub(crate) evidence: EvidenceStore,
    /// The secret shared with the relay; without one nobody reports of mail that came back.
    pub(crate) relay_key: Option<SecretString>,
    /// The demo's mail, which can be read in the browser.
    pub(crate) caught: Option<Arc<Sink>>,
    /// Where people reach the portal; decides the cookie's name and what a link in a mail begins with.
    pub public_url: url::Url,
    /// Does the database bear the simulated mark?
    pub simulated: bool,
    trusted_proxies: usize,
}

/// What a [`State`] is made from.
pub struct Settings<'a> {
    /// Folder for files of evidence.
    pub evidence: &'a std::path::Path,
    /// Where people reach the portal.
    pub public_url: url::Url,
    /// 32 secret bytes, the same for every server process.
    pub token_seed: &'a [u8; 32],
    /// Does the database bear the simulated mark?
    pub simulated: bool,
    /// How many proxies stand between people and the server, each adding to `X-Forwarded-For`.
    pub trusted_proxies: u8,
    /// The secret shared with the relay.
    pub relay_key: Option<SecretString>,
}

impl State {
    /// Puts the services together; connects to nothing yet.
    pub fn new(db: Db, settings: Settings<'_>) -> anyhow::Result<Self> {
        let cores = std::thread::available_parallelism().map_or(2, Into::into);
        Ok(Self {
            db,
            passwords: Passwords::new(cores)?,
            token_key: TokenKey::from_seed(settings.token_seed)?,
            stopping: tokio_util::sync::CancellationToken::new(),
            bell: crate::kernel::events::Bell::default(),
            evidence: EvidenceStore::in_folder(settings.evidence)?,
            relay_key: settings.relay_key,
            caught: None,
            public_url: settings.public_url,
            simulated: settings.simulated,
            trusted_proxies: settings.trusted_proxies.into(),
        })
    }

    /// With the mail that a demo catches; its pages are served.
    #[must_use]
    pub fn catching(self, sink: Arc<Sink>) -> Self {
        Self { caught: Some(sink), ..self }
    }

    /// The pools, for what runs beside the handlers: the worker of a demo, health, tests.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The portal cookie's name: the prefix makes browsers refuse it over plain http or from another host.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-dondoc" } else { "dondoc" }
    }

    /// Is the portal reached over https?
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// The request's number, made by the outermost middleware.
#[derive(Clone)]
pub struct RequestId(pub String);

/// The request's number.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// The reader's language: the cookie of the language switch, else what the browser prefers, else Vietnamese.
pub fn lang_of(request: &HttpRequest) -> Lang {
    let chosen = request.cookie(LANG_COOKIE).and_then(|c| c.value().parse().ok());
    chosen.unwrap_or_else(|| preferred(request.headers()))
}

/// The cookie of the language switch; carries a language and nothing else.
pub const LANG_COOKIE: &str = "dondoc_lang";

fn preferred(headers: &HeaderMap) -> Lang {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    header.split(',').find_map(|tag| tag.split([';', '-']).next()?.trim().parse().ok()).unwrap_or(Lang::Vi)
}

/// A caller of whom nothing is known: log-in, links, the API's document. The narrow way in beside `Auth<P>`.
pub struct Public {
    state: Arc<State>,
    /// The caller's address, unless it may be a proxy's, which many callers share.
    pub from: Option<IpAddr>,
    /// The reader's language.
    pub lang: Lang,
    request_id: String,
}

impl Public {
    /// Settings and services.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Nobody yet.
    pub fn actor(&self) -> Actor {
        Actor { request_id: self.request_id.clone(), ..Actor::system("visitor") }
    }
}

/// The address of whom the outermost of so many proxies has seen. What stands further left was written by whoever asks.
/// Without a proxy that we know of, a peer on this machine or in this network may be one all the same.
fn caller(peer: IpAddr, headers: &HeaderMap, proxies: usize) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    let Some(behind) = proxies.checked_sub(1) else { return (!is_nearby(peer)).then_some(peer) };
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect();
    let told = lines.join(",").rsplit(',').nth(behind).and_then(|address| address.trim().parse().ok());
    Some(told.map_or(peer, |address: IpAddr| address.to_canonical()))
}

fn is_nearby(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

impl FromRequest for Public {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state =
            request.app_data::<Data<State>>().ok_or_else(|| Error::Internal(anyhow::anyhow!("no state")));
        std::future::ready(state.map(|state| {
            Self {
                state: state.clone().into_inner(),
                from: request
                    .peer_addr()
                    .and_then(|peer| caller(peer.ip(), request.headers(), state.trusted_proxies)),
                lang: lang_of(request),
                request_id: request_id(request),
            }
        }))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn seen(peer: &str, lines: &[&'static str], proxies: usize) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(line));
        }
        caller(peer.parse().unwrap(), &headers, proxies).map(|address| address.to_string())
    }

    #[test]
    fn a_caller_is_whom_the_outermost_trusted_proxy_has_seen() {
        for (peer, lines, proxies, expected) in [
            ("203.0.113.9", &["198.51.100.1"][..], 0, Some("203.0.113.9")),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1"], 1, Some("198.51.100.1")),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1, 10.0.0.3"], 2, Some("198.51.100.1")),
            ("10.0.0.2", &["6.6.6.6", "::ffff:198.51.100.1"], 1, Some("198.51.100.1")),
            ("10.0.0.2", &["198.51.100.1"], 2, Some("10.0.0.2")),
            ("10.0.0.2", &["198.51.100.1, nobody"], 1, Some("10.0.0.2")),
            ("10.0.0.2", &[], 1, Some("10.0.0.2")),
        ] {
            assert_eq!(seen(peer, lines, proxies).as_deref(), expected, "{peer} {lines:?} {proxies}");
        }
    }

    #[test]
    fn a_peer_nearby_may_be_a_proxy_that_nobody_told_us_of() {
        for peer in
            ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.1", "192.168.1.1", "::ffff:10.0.0.1", "fd00::1"]
        {
            assert_eq!(seen(peer, &["198.51.100.1"], 0), None, "{peer}");
        }
    }
}
