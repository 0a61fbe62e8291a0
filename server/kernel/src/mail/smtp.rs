//! The conversation with the relay.
//!
//! A connection of our own, used by one task at a time and dropped on any doubt, with a deadline for each step: lettre's
//! pool takes one message's reply for another's after a time-out, and its own time-out covers connecting only
//! (`server/docs/decisions/0009`). Each reply must have exactly the code that the step calls for, so a reply that is one
//! step late is noticed before anything is handed over.

use std::{net::IpAddr, sync::Mutex, time::Duration};

use anyhow::{Context, bail, ensure};
use lettre::{
    Address,
    transport::smtp::{
        Error as Smtp,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, TlsParameters},
        commands::{Data, Mail, Rcpt, Rset},
        extension::ClientId,
        response::Response,
    },
};
use tokio::{
    net::TcpStream,
    time::{Instant, timeout},
};
use url::{Host, Url};

use super::breaker::Breaker;
use super::status;

/// How long each step may take.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    /// For the TCP connection to stand.
    pub connect: Duration,
    /// Greeting and EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA: each.
    pub command: Duration,
    /// From the first byte of the message to the reply after the dot (RFC 5321 4.5.3.2.6 asks for ten minutes).
    pub dot: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(20),
            command: Duration::from_mins(1),
            dot: Duration::from_mins(10),
        }
    }
}

/// A relay: how to reach it, and whether it has earned a pause.
pub struct Relay {
    host: String,
    port: u16,
    tls: Option<TlsParameters>,
    credentials: Option<Credentials>,
    hello: ClientId,
    deadlines: Deadlines,
    breaker: Mutex<Breaker>,
}

/// Where a step failed, and what that means for the message.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What is known of the message.
    pub fate: Fate,
    /// Whether the relay itself failed, rather than one recipient or message.
    pub of_relay: bool,
    /// The code of the relay's reply, if it gave one.
    pub code: Option<u16>,
    /// What happened, for the delivery log.
    pub text: String,
    /// Whether the relay says for good that there is no such recipient.
    pub no_such_address: bool,
}

/// What a failure says of the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Not taken; try again later.
    Later,
    /// Not taken, and never will be.
    Never,
    /// The relay may have taken it: the answer was lost.
    Unknown,
}

impl Relay {
    /// Reads `smtp://[user:password@]host[:port][?tls=required|off]`. TLS is required unless the relay is on this machine
    /// or `tls=off` says otherwise; a password never travels without. `roots` are certificates (PEM) trusted beside the
    /// public ones. `pause` is how long the relay is first left alone after failures.
    pub fn new(url: &Url, roots: &[u8], deadlines: Deadlines, pause: Duration) -> anyhow::Result<Self> {
        ensure!(url.scheme() == "smtp", "a relay's URL begins with smtp://");
        let host = url.host().context("a relay's URL names a host")?;
        let mut required = !is_loopback(&host);
        for (key, value) in url.query_pairs() {
            match (&*key, &*value) {
                ("tls", "required") => required = true,
                ("tls", "off") => required = false,
                _ => bail!("a relay's URL knows only tls=required and tls=off"),
            }
        }
        let host = host.to_string().trim_matches(['[', ']']).to_owned();
        let credentials = credentials(url)?;
        ensure!(
            credentials.is_none() || required || url.host().is_some_and(|host| is_loopback(&host)),
            "a relay's password must not travel without TLS"
        );
        let tls = required.then(|| tls(&host, roots)).transpose()?;
        let port = url.port().unwrap_or(if required { 587 } else { 25 });
        let hello = ClientId::default();
        let breaker = Mutex::new(Breaker::new(pause));
        Ok(Self { host, port, tls, credentials, hello, deadlines, breaker })
    }

    /// How much longer the relay is left alone.
    pub fn wait(&self) -> Option<Duration> {
        self.breaker().wait(Instant::now())
    }

    /// Host and port, as the console names the relay.
    pub fn name(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    /// Notes a success; returns whether the relay had been left alone before.
    pub fn succeeded(&self) -> bool {
        self.breaker().succeeded()
    }

    /// Notes a failure, if it is the relay's; returns whether it is left alone from now on.
    pub fn failed(&self, failure: &Failure) -> bool {
        failure.of_relay && self.breaker().failed(Instant::now(), failure.code == Some(421))
    }

    fn breaker(&self) -> std::sync::MutexGuard<'_, Breaker> {
        // After a panic with the lock held, the breaker still holds plain numbers.
        self.breaker.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// A connection that is greeted, encrypted and signed in as this relay asks for. A failure is the relay's: no message
    /// is concerned.
    pub async fn connect(&self) -> Result<Connection, Failure> {
        let stream = within(self.deadlines.connect, TcpStream::connect((self.host.as_str(), self.port)))
            .await?
            .map_err(|error| Failure::relay(format!("cannot reach the relay: {error}")))?;
        // lettre never sets it: Nagle and delayed ACK together cost 46 ms a message.
        stream.set_nodelay(true).map_err(|error| Failure::relay(error.to_string()))?;
        let command = self.deadlines.command;
        let opening = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello);
        let mut smtp = within(command, opening).await?.map_err(|error| Failure::of(&error, true))?;
        if let Some(tls) = &self.tls {
            let encrypting = smtp.starttls(tls.clone(), &self.hello);
            within(command, encrypting).await?.map_err(|error| Failure::of(&error, true))?;
        }
        if let Some(credentials) = &self.credentials {
            let signing_in = smtp.auth(&[Mechanism::Plain, Mechanism::Login], credentials);
            let reply = within(command, signing_in).await?.map_err(|error| Failure::of(&error, true))?;
            expect(&reply, &[235])?;
        }
        Ok(Connection { smtp, deadlines: self.deadlines })
    }
}

/// A connection in use by one task. After any failure but a plain refusal of the recipient it must be dropped.
pub struct Connection {
    smtp: AsyncSmtpConnection,
    deadlines: Deadlines,
}

impl Connection {
    /// Hands over one message to one recipient, and returns the relay's answer.
    ///
    /// # Errors
    /// With [`Fate::Unknown`] once bytes of the message may have arrived without a plain refusal.
    pub async fn send(&mut self, from: &Address, to: &Address, raw: &[u8]) -> Result<String, Failure> {
        self.address(from, to).await?;
        self.hand_over(raw).await
    }

    /// MAIL and RCPT: nothing of the message yet.
    async fn address(&mut self, from: &Address, to: &Address) -> Result<(), Failure> {
        let reply = self.command(Mail::new(Some(from.clone()), vec![])).await?;
        expect(&reply, &[250])?;
        let reply = self.command(Rcpt::new(to.clone(), vec![])).await;
        // What the relay thinks of one recipient says nothing of the next, unless it says good-bye.
        let reply = reply.map_err(|failure| {
            let of_relay = failure.code.is_none_or(|code| code == 421);
            let no_such_address = failure.fate == Fate::Never && status::is_no_address(&failure.text);
            Failure { of_relay, no_such_address, ..failure }
        })?;
        expect(&reply, &[250, 251])
    }

    /// Forgets the sender and recipient of a message that was refused.
    pub async fn forget(&mut self) -> Result<(), Failure> {
        let reply = self.command(Rset).await?;
        expect(&reply, &[250])
    }

    /// DATA, the message, the dot. Only 250 after the dot means that it was taken.
    async fn hand_over(&mut self, raw: &[u8]) -> Result<String, Failure> {
        expect(&self.command(Data).await?, &[354])?;
        let doubt = |text: String| Failure { fate: Fate::Unknown, ..Failure::relay(text) };
        // lettre ends the last line itself.
        let message = self.smtp.message(raw.strip_suffix(b"\r\n").unwrap_or(raw));
        match timeout(self.deadlines.dot, message).await {
            Err(_) => Err(doubt("no reply after the message".to_owned())),
            Ok(Ok(reply)) if reply.has_code(250) => {
                Ok(format!("250 {}", reply.message().collect::<Vec<_>>().join(" ")))
            }
            Ok(Ok(reply)) => Err(doubt(format!("an unfit reply after the message: {}", reply.code()))),
            Ok(Err(error)) if error.status().is_some() => Err(Failure::of(&error, false)),
            Ok(Err(error)) => Err(doubt(describe(&error))),
        }
    }

    /// Says good-bye; the answer does not matter.
    pub async fn quit(mut self) {
        drop(timeout(Duration::from_secs(2), self.smtp.quit()).await);
    }

    async fn command(&mut self, command: impl std::fmt::Display) -> Result<Response, Failure> {
        within(self.deadlines.command, self.smtp.command(command))
            .await?
            .map_err(|error| Failure::of(&error, true))
    }
}

impl Failure {
    /// The relay is away or does not make sense; no message has been handed over.
    fn relay(text: String) -> Self {
        Self { fate: Fate::Later, of_relay: true, code: None, text, no_such_address: false }
    }

    fn of(error: &Smtp, of_relay: bool) -> Self {
        let code = error.status().map(u16::from);
        Self {
            fate: if error.is_permanent() { Fate::Never } else { Fate::Later },
            of_relay: of_relay || code == Some(421),
            code,
            text: describe(error),
            no_such_address: false,
        }
    }

    /// Whether the conversation can go on with another message.
    pub fn leaves_connection_usable(&self) -> bool {
        self.fate != Fate::Unknown && self.code.is_some_and(|code| code != 421)
    }
}

/// The error with its causes.
fn describe(error: &Smtp) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        // lettre repeats the cause in its own text.
        let words = inner.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = inner.source();
    }
    text
}

fn expect(reply: &Response, codes: &[u16]) -> Result<(), Failure> {
    if codes.iter().any(|code| reply.has_code(*code)) {
        return Ok(());
    }
    Err(Failure::relay(format!("an unfit reply: {}", reply.code())))
}

async fn within<T>(limit: Duration, step: impl Future<Output = T>) -> Result<T, Failure> {
    timeout(limit, step).await.map_err(|_| Failure::relay("the relay does not answer".to_owned()))
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            *name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

fn credentials(url: &Url) -> anyhow::Result<Option<Credentials>> {
    let decoded = |text: &str| {
        let pair = format!("x={}", text.replace('+', "%2B").replace('&', "%26"));
        url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    };
    let user = decoded(url.username()).unwrap_or_default();
    let Some(password) = url.password() else {
        ensure!(user.is_empty(), "a relay's URL names a user without a password");
        return Ok(None);
    };
    Ok(Some(Credentials::new(user, decoded(password).unwrap_or_default())))
}

/// The relay's certificate must be of its name.
fn tls(host: &str, roots: &[u8]) -> anyhow::Result<TlsParameters> {
    let mut tls = TlsParameters::builder(host.to_owned());
    if !roots.is_empty() {
        tls = tls.add_root_certificate(Certificate::from_pem(roots).context("the relay's root certificate")?);
    }
    tls.build_rustls().context("TLS of the relay")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relay(url: &str) -> anyhow::Result<Relay> {
        Relay::new(&url.parse()?, &[], Deadlines::default(), Duration::ZERO)
    }

    #[test]
    fn a_relay_elsewhere_is_spoken_to_under_tls_and_a_password_never_goes_without() {
        assert!(relay("smtp://relay.example").unwrap().tls.is_some());
        assert_eq!(relay("smtp://relay.example").unwrap().port, 587);
        assert!(relay("smtp://127.0.0.1:2525").unwrap().tls.is_none());
        assert!(relay("smtp://localhost").unwrap().tls.is_none());
        assert!(relay("smtp://[::1]:25").unwrap().tls.is_none());
        assert!(relay("smtp://127.0.0.1:2525?tls=required").unwrap().tls.is_some());
        assert!(relay("smtp://mailpit:1025?tls=off").unwrap().tls.is_none());
        assert!(relay("smtp://user:p%40ss@relay.example").unwrap().credentials.is_some());
        for bad in [
            "smtp://user:secret@relay.example?tls=off",
            "smtp://user@relay.example",
            "smtps://relay.example",
            "smtp://relay.example?tls=maybe",
            "smtp:relay",
        ] {
            assert!(relay(bad).is_err(), "{bad}");
        }
    }
}
