//! What every page and every refusal needs to know of this installation.

use actix_web::{HttpRequest, web::Data};
use jiff::Timestamp;
use url::Url;

use crate::{clock::Clock, error::Result};

/// The installation as the people who use it see it.
pub struct Site {
    /// Where people reach the portal; decides the cookie's name and what a link in a mail begins with.
    pub public_url: Url,
    /// Whether the database bears the simulated mark.
    pub simulated: bool,
    /// How many proxies stand between people and the server, each adding to `X-Forwarded-For`.
    pub trusted_proxies: usize,
    /// The process's clock: what is answered without a transaction is dated by it.
    pub clock: Clock,
}

impl Site {
    /// The site that `request` was sent to.
    pub fn of(request: &HttpRequest) -> Result<&Data<Self>> {
        Ok(request.app_data().ok_or_else(|| anyhow::anyhow!("no site"))?)
    }

    /// The portal cookie's name: the prefix makes browsers refuse it over plain http or from another host.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-dondoc" } else { "dondoc" }
    }

    /// Name of the cookie by which a browser is known to have logged in before.
    pub fn device_cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-dondoc_device" } else { "dondoc_device" }
    }

    /// Whether the portal is reached over https.
    pub fn is_secure(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// Whether it has passkeys (R188): no browser takes an address of numbers for one.
    pub fn takes_passkeys(&self) -> bool {
        self.public_url.domain().is_some()
    }

    /// The present instant, for what is answered without a transaction.
    pub fn now(&self) -> Timestamp {
        self.clock.now(0)
    }
}
