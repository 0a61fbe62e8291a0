//! The narrow way in beside `Auth<P>`: for callers without a session.

use std::{
    net::{IpAddr, Ipv6Addr},
    sync::Arc,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::HeaderMap};
use dondoc_shared::{
    error::ErrorCode,
    text::Lang,
    wire::session::{self as wire, Tokens},
};
use futures_util::future::LocalBoxFuture;

use super::{
    admission::unhurried,
    sessions::{self, Attempt, Begun, Kind, LogIn},
    state::State,
};
use crate::{
    clock::new_id,
    db::{Actor, Tenant, TenantTx},
    error::{Error, Result},
    http::{Bearer, Site, drafts, lang_of, request_id},
};

/// A caller without a session: log-in, links, the API's document.
pub struct Public {
    pub(super) state: Arc<State>,
    site: Arc<Site>,
    /// The caller's address.
    pub(super) from: IpAddr,
    /// Whether that may be a proxy's which nobody told us of, so that many callers share it.
    may_be_proxy: bool,
    /// The language that it is written in.
    pub lang: Lang,
    request_id: String,
}

impl Public {
    /// What the installation is called and where it is reached.
    pub fn site(&self) -> &Site {
        &self.site
    }

    pub(super) fn actor(&self) -> Actor {
        Actor { request_id: self.request_id.clone(), ..Actor::system("visitor") }
    }

    /// Begins a session of `kind` for the owner of e-mail and pass-phrase. Every failure looks and lasts the same (R88).
    ///
    /// With a second factor a code is awaited. A session comes with what the device shall keep and show as `device` the next time.
    /// The session of `before`, which the browser has until now, ends: nobody leaves one behind that they cannot see.
    pub async fn log_in(
        &self,
        kind: Kind,
        email: &str,
        phrase: &str,
        device: Option<&str>,
        before: Option<Bearer>,
    ) -> Result<LogIn> {
        let attempt = Attempt { kind, email, phrase, from: self.from, device, before, code: None };
        self.attempt(&attempt).await
    }

    /// The same for a program, which sends a code along where its person has a second factor.
    ///
    /// # Errors
    /// `second_factor_required`, `second_factor_wrong` where the pass-phrase was right.
    pub async fn log_in_of_program(&self, shown: &wire::LogIn) -> Result<(Begun, String)> {
        let wire::LogIn { email, password, device, code } = shown;
        let (device, code) = (device.as_deref(), code.as_deref());
        let (kind, from) = (Kind::Console, self.from);
        let attempt = Attempt { kind, email, phrase: password, from, device, before: None, code };
        match self.attempt(&attempt).await? {
            LogIn::Begun(begun, device) => Ok((begun, device)),
            LogIn::AwaitsCode(_) => Err(ErrorCode::SecondFactorRequired.into()),
        }
    }

    /// Goes on with a log-in in a browser that waits for a code; see [`sessions::show_code`].
    pub async fn show_code(
        &self,
        step: Bearer,
        code: &str,
        device: Option<&str>,
        before: Option<Bearer>,
    ) -> Result<(Begun, String)> {
        sessions::show_code(&self.state, step, (code, device), before, self.actor()).await
    }

    async fn attempt(&self, attempt: &Attempt<'_>) -> Result<LogIn> {
        let begun = sessions::log_in(&self.state, attempt, self.actor()).await;
        if self.may_be_proxy && matches!(begun, Err(Error::TooMany(_))) {
            static ONCE: std::sync::Once = std::sync::Once::new();
            ONCE.call_once(|| {
                tracing::warn!(
                    address = %self.from,
                    "log-ins have to wait; if many people come from this address, it is a proxy's, and \
                     DONDOC_TRUSTED_PROXIES must count it"
                );
            });
        }
        begun
    }

    /// Keeps, for the person whose session has just begun, what they typed when the one before was over.
    pub async fn keep_draft(&self, begun: &Begun, form: &str, fields: &[(String, String)]) -> Result<()> {
        let tenant = begun.bearer.tenant;
        let keep = async |tx: &mut TenantTx| drafts::keep(tx, (tenant, begun.user), form, fields).await;
        self.state.db.read(Tenant(tenant), self.actor(), keep).await
    }

    /// Exchanges a refresh token for its successor; see [`sessions::refresh`].
    pub async fn refresh(&self, presented: Bearer) -> Result<Begun> {
        sessions::refresh(&self.state.db, presented, self.actor()).await
    }

    /// The tokens of a console session that has just begun.
    pub fn tokens(&self, begun: &Begun) -> Result<Tokens> {
        sessions::tokens(self.state.keys.token.signs(), begun, new_id(begun.now))
    }

    /// Takes down that the pass-phrase of the account with this address is forgotten; see [`sessions::answer_forgotten`]. The
    /// answer is the same whether or not there is one.
    pub async fn forgotten(&self, email: &str) -> Result<()> {
        sessions::note_forgotten(&self.state, email, self.from, self.actor()).await
    }

    /// The e-mail address that a one-time link belongs to, if it can still be used.
    pub async fn look_at_link(&self, link: &str) -> Result<String> {
        sessions::look_at_link(&self.state.db, link, self.actor()).await
    }

    /// Sets the pass-phrase by a one-time link; see [`sessions::use_link`]. Returns what the device shall keep.
    pub async fn use_link(
        &self,
        link: &str,
        phrase: &str,
        device: Option<&str>,
        before: Option<Bearer>,
    ) -> Result<String> {
        let State { db, passwords, keys, .. } = &*self.state;
        let email = sessions::use_link((db, passwords), link, phrase, before, self.actor()).await?;
        Ok(keys.device.signs().mark(device, &email))
    }
}

impl FromRequest for Public {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let public = || {
            let site = Site::of(request)?;
            let (state, from) = (State::of(request)?, caller_of(request, site));
            state.admission.count_stranger(from)?;
            Ok(Self {
                state,
                from,
                may_be_proxy: site.trusted_proxies == 0 && is_nearby(from),
                site: Arc::clone(site),
                lang: lang_of(request),
                request_id: request_id(request),
            })
        };
        Box::pin(unhurried(public()))
    }
}

/// The caller's address.
pub(super) fn caller_of(request: &HttpRequest, site: &Site) -> IpAddr {
    let peer = request.peer_addr().map_or(Ipv6Addr::UNSPECIFIED.into(), |peer| peer.ip());
    caller(peer, request.headers(), site.trusted_proxies)
}

/// Client address as seen by the outermost of `proxies` trusted proxies. Addresses further left were written by the caller.
fn caller(peer: IpAddr, headers: &HeaderMap, proxies: usize) -> IpAddr {
    let peer = peer.to_canonical();
    let Some(behind) = proxies.checked_sub(1) else { return peer };
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").filter_map(|line| line.to_str().ok()).collect();
    let told = lines.join(",").rsplit(',').nth(behind).and_then(|address| address.trim().parse().ok());
    told.map_or(peer, |address: IpAddr| address.to_canonical())
}

/// Whether the address is of this machine or of this network.
fn is_nearby(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn seen(peer: &str, lines: &[&'static str], proxies: usize) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(line));
        }
        caller(peer.parse().unwrap(), &headers, proxies).to_string()
    }

    #[test]
    fn a_caller_is_whom_the_outermost_trusted_proxy_has_seen() {
        for (peer, lines, proxies, expected) in [
            ("203.0.113.9", &["198.51.100.1"][..], 0, "203.0.113.9"),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1"], 1, "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6, 198.51.100.1, 10.0.0.3"], 2, "198.51.100.1"),
            ("10.0.0.2", &["6.6.6.6", "::ffff:198.51.100.1"], 1, "198.51.100.1"),
            ("10.0.0.2", &["198.51.100.1"], 2, "10.0.0.2"),
            ("10.0.0.2", &["198.51.100.1, nobody"], 1, "10.0.0.2"),
            ("10.0.0.2", &[], 1, "10.0.0.2"),
            ("::ffff:10.0.0.2", &["198.51.100.1"], 0, "10.0.0.2"),
        ] {
            assert_eq!(seen(peer, lines, proxies), expected, "{peer} {lines:?} {proxies}");
        }
    }

    #[test]
    fn a_peer_nearby_may_be_a_proxy_that_nobody_told_us_of() {
        for peer in
            ["127.0.0.1", "::1", "10.1.2.3", "172.18.0.1", "192.168.1.1", "::ffff:10.0.0.1", "fd00::1"]
        {
            assert!(is_nearby(peer.parse::<IpAddr>().unwrap().to_canonical()), "{peer}");
        }
    }
}
