//! The way to the server for what asks one question after the other and has no screen to keep alive meanwhile.

use dondoc_shared::{text::Lang, wire::session::Me};
use secrecy::SecretString;

use super::{
    auth::{Auth, ByBrowser, Shown},
    device::Device,
    failure::Failure,
    http::Server,
    kept::Kept,
    task::{answered, me},
    wire::{Answer, Call},
};

/// The session that is kept on this machine, and the server that it is of.
pub struct Client(Auth);

impl Client {
    /// Nothing is asked yet.
    pub fn new(server: Server, device: Device, kept: Kept) -> Self {
        Self(Auth::new(server, device).keeping(kept))
    }

    /// Begins a session and keeps it; answers who one is.
    pub async fn log_in(&self, shown: Shown, lang: Lang) -> Result<Me, Failure> {
        self.0.log_in(shown, lang).await?;
        me(&self.0, lang).await
    }

    /// Asks for a code with which somebody lets this machine in from a browser.
    pub async fn ask_by_browser(&self, lang: Lang) -> Result<ByBrowser, Failure> {
        self.0.ask_by_browser(lang).await
    }

    /// Begins a session where somebody has, and keeps it; answers who one is.
    pub async fn begin_by_browser(&self, secret: &SecretString, lang: Lang) -> Result<Me, Failure> {
        self.0.begin_by_browser(secret, lang).await?;
        me(&self.0, lang).await
    }

    /// Goes on with the kept session; answers who one is.
    pub async fn resume(&self, lang: Lang) -> Result<Me, Failure> {
        self.0.resume(lang).await?;
        me(&self.0, lang).await
    }

    /// Ends the session, here and on the server.
    pub async fn log_out(&self, lang: Lang) -> Result<(), Failure> {
        self.0.log_out(lang).await
    }

    /// Asks one thing.
    pub async fn ask<T: TryFrom<Answer, Error = Failure>>(
        &self,
        call: Call,
        lang: Lang,
    ) -> Result<T, Failure> {
        answered(self.0.clone(), call, lang).await?.try_into()
    }
}
