//! The session's tokens, in memory only unless a session is kept on this machine. They are refreshed at 80 % of their life and
//! when the server says 401, by one task at a time: a refresh token is good once, and using it twice would end the session.

use std::{sync::Arc, time::Duration};

use dondoc_shared::{
    text::Lang,
    wire::session::{DeviceAuthorization, DevicePoll, DeviceRequest, LogIn, Refresh, Tokens},
};
use nix::unistd::gethostname;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use tokio::{sync::Mutex, time::Instant};

use super::{
    device::Device,
    failure::{Failure, signed_out},
    http::{self, Server},
    kept::Kept,
};

struct Session {
    access: SecretString,
    refresh: SecretString,
    /// Grows with every refresh, so that a task with an old token knows that another has refreshed already.
    generation: u64,
    refresh_at: Instant,
}

/// The session, shared by all tasks.
#[derive(Clone)]
pub struct Auth {
    server: Server,
    device: Device,
    /// Where the session is kept between two runs, if it is.
    kept: Option<Kept>,
    session: Arc<Mutex<Option<Session>>>,
}

/// What somebody shows of themselves to log in.
#[derive(Debug, Clone)]
pub struct Shown {
    /// E-mail address.
    pub email: String,
    /// Pass-phrase.
    pub password: SecretString,
    /// A code of the second factor, once the server has asked for one.
    pub code: Option<SecretString>,
}

/// What lets this console in once somebody says so in a browser (R189).
#[derive(Debug, Clone)]
pub struct ByBrowser {
    /// Shown to the server, and to nobody else.
    pub secret: SecretString,
    /// What they type there.
    pub code: String,
    /// Where they type it.
    pub address: String,
    /// How long the code is good for.
    pub life: Duration,
    /// How long to wait before the server is asked whether they have.
    pub interval: Duration,
}

impl From<DeviceAuthorization> for ByBrowser {
    fn from(told: DeviceAuthorization) -> Self {
        let seconds = |seconds: i64| Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        Self {
            secret: told.device_code.into(),
            code: told.user_code,
            address: told.verification_uri,
            life: seconds(told.expires_in),
            // Not in a hurry, whatever the server says.
            interval: seconds(told.interval).max(Duration::from_secs(1)),
        }
    }
}

/// The longest name of this machine that is told, in characters.
const HOST: usize = 100;

/// What this machine calls itself.
fn host() -> String {
    let name = gethostname().ok().map(|name| name.to_string_lossy().trim().to_owned());
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned());
    name.chars().filter(|letter| !letter.is_control()).take(HOST).collect()
}

/// An access token and the generation it belongs to.
struct Access {
    token: SecretString,
    generation: u64,
}

impl Auth {
    /// No session yet.
    pub fn new(server: Server, device: Device) -> Self {
        Self { server, device, kept: None, session: Arc::default() }
    }

    /// The same with a session that is kept on this machine.
    #[must_use]
    pub fn keeping(self, kept: Kept) -> Self {
        Self { kept: Some(kept), ..self }
    }

    /// Begins a session, and keeps it where one is kept.
    pub async fn log_in(&self, shown: Shown, lang: Lang) -> Result<(), Failure> {
        let told = |secret: &SecretString| secret.expose_secret().to_owned();
        let (password, code) = (told(&shown.password), shown.code.as_ref().map(told));
        let device = self.device.text();
        let body = LogIn { email: shown.email, password, device, code };
        let request = http::json(self.server.request(Method::POST, &["session"], lang), &body);
        let tokens = http::body::<Tokens>(self.server.send(request).await?).await?;
        if let Some(device) = &tokens.device {
            self.device.keep(device);
        }
        self.begin(tokens, lang).await
    }

    /// Asks for a code with which somebody lets this console in from a browser.
    pub async fn ask_by_browser(&self, lang: Lang) -> Result<ByBrowser, Failure> {
        let body = DeviceRequest { host: host() };
        let request = http::json(self.server.request(Method::POST, &["session", "device"], lang), &body);
        http::body::<DeviceAuthorization>(self.server.send(request).await?).await.map(ByBrowser::from)
    }

    /// Begins a session where somebody has; the server says `device_pending` until then.
    pub async fn begin_by_browser(&self, secret: &SecretString, lang: Lang) -> Result<(), Failure> {
        let body = DevicePoll { device_code: secret.expose_secret().to_owned() };
        let request = self.server.request(Method::POST, &["session", "device", "tokens"], lang);
        let tokens = http::body::<Tokens>(self.server.send(http::json(request, &body)).await?).await?;
        self.begin(tokens, lang).await
    }

    /// Goes on with new tokens, and keeps them where a session is kept.
    async fn begin(&self, tokens: Tokens, lang: Lang) -> Result<(), Failure> {
        let session = Session::new(tokens, 0);
        if let Err(fault) = self.keep(&session.refresh).await {
            let _ = self.end(&session, lang).await;
            return Err(fault);
        }
        let before = self.session.lock().await.replace(session);
        // Nobody goes on with what it takes the place of.
        if let Some(before) = before {
            let _ = self.end(&before, lang).await;
        }
        Ok(())
    }

    async fn keep(&self, refresh: &SecretString) -> Result<(), Failure> {
        match &self.kept {
            Some(kept) => Ok(kept.hold().await?.keep(refresh)?),
            None => Ok(()),
        }
    }

    /// Goes on with the session that is kept on this machine.
    pub async fn resume(&self, lang: Lang) -> Result<(), Failure> {
        let mut held = self.session.lock().await;
        let tokens = self.exchange(&SecretString::default(), lang).await?;
        *held = Some(Session::new(tokens, 0));
        Ok(())
    }

    /// Ends the session; the tokens are forgotten whatever the server says.
    pub async fn log_out(&self, lang: Lang) -> Result<(), Failure> {
        let session = self.session.lock().await.take();
        let ended = match session {
            Some(session) => self.end(&session, lang).await,
            None => Ok(()),
        };
        if let Some(kept) = &self.kept {
            kept.hold().await?.forget()?;
        }
        ended
    }

    async fn end(&self, session: &Session, lang: Lang) -> Result<(), Failure> {
        let request = self.server.request(Method::DELETE, &["session"], lang);
        let answer = self.server.send(request.bearer_auth(session.access.expose_secret())).await?;
        http::successful(answer).await.map(drop)
    }

    /// Begins a request to the server.
    pub fn request(&self, method: Method, parts: &[&str], lang: Lang) -> RequestBuilder {
        self.server.request(method, parts, lang)
    }

    /// Sends a request with the access token; on 401 refreshes and sends it once more. Nothing was carried out by a
    /// request that was answered 401, so this is safe for writes too.
    pub async fn send(&self, request: RequestBuilder, lang: Lang) -> Result<Response, Failure> {
        let again = request.try_clone();
        let access = self.access(lang).await?;
        let response = self.server.send(request.bearer_auth(access.token.expose_secret())).await?;
        let Some(again) = again.filter(|_| response.status() == StatusCode::UNAUTHORIZED) else {
            return Ok(response);
        };
        let access = self.renewed(access.generation, lang).await?;
        self.server.send(again.bearer_auth(access.token.expose_secret())).await
    }

    /// Like [`Self::send`] for a stream: no limit on the whole of it.
    pub async fn open(&self, request: RequestBuilder, lang: Lang) -> Result<Response, Failure> {
        let again = request.try_clone();
        let access = self.access(lang).await?;
        let response = self.server.stream(request.bearer_auth(access.token.expose_secret())).await?;
        let Some(again) = again.filter(|_| response.status() == StatusCode::UNAUTHORIZED) else {
            return Ok(response);
        };
        let access = self.renewed(access.generation, lang).await?;
        self.server.stream(again.bearer_auth(access.token.expose_secret())).await
    }

    async fn access(&self, lang: Lang) -> Result<Access, Failure> {
        let mut held = self.session.lock().await;
        let session = held.as_mut().ok_or(Failure::SessionOver)?;
        if Instant::now() >= session.refresh_at {
            match self.refresh(session, lang).await {
                Ok(()) => {}
                // The old token may be good for a little longer.
                Err(failure) if failure.is_passing() => {}
                Err(failure) => {
                    *held = None;
                    return Err(failure);
                }
            }
        }
        held.as_ref().map(Session::access).ok_or(Failure::SessionOver)
    }

    async fn renewed(&self, stale: u64, lang: Lang) -> Result<Access, Failure> {
        let mut held = self.session.lock().await;
        let session = held.as_mut().ok_or(Failure::SessionOver)?;
        if session.generation == stale
            && let Err(failure) = self.refresh(session, lang).await
        {
            if !failure.is_passing() {
                *held = None;
            }
            return Err(failure);
        }
        held.as_ref().map(Session::access).ok_or(Failure::SessionOver)
    }

    /// Changes the tokens; called with the lock held, so one at a time.
    async fn refresh(&self, session: &mut Session, lang: Lang) -> Result<(), Failure> {
        match self.exchange(&session.refresh, lang).await {
            Ok(tokens) => {
                *session = Session::new(tokens, session.generation.saturating_add(1));
                Ok(())
            }
            Err(failure) if failure.is_passing() || matches!(failure, Failure::Kept(_)) => Err(failure),
            Err(_) => Err(Failure::SessionOver),
        }
    }

    /// The tokens that follow upon a refresh token: upon the one in hand, or upon the kept one, which another run may have
    /// exchanged since.
    async fn exchange(&self, in_hand: &SecretString, lang: Lang) -> Result<Tokens, Failure> {
        let (auth, in_hand) = (self.clone(), in_hand.clone());
        // A task of its own: what was exchanged is kept also where nobody waits for it any more.
        let exchanged = tokio::spawn(async move { auth.exchanged(&in_hand, lang).await }).await;
        exchanged.unwrap_or(Err(Failure::Internal))
    }

    async fn exchanged(&self, in_hand: &SecretString, lang: Lang) -> Result<Tokens, Failure> {
        let held = match &self.kept {
            Some(kept) => Some(kept.hold().await?),
            None => None,
        };
        let presented = match &held {
            Some(held) => held.token()?,
            None => in_hand.clone(),
        };
        let body = Refresh { refresh_token: presented.expose_secret().to_owned() };
        let request = http::json(self.server.request(Method::POST, &["session", "refresh"], lang), &body);
        let tokens = http::body::<Tokens>(self.server.send(request).await?).await.map_err(signed_out)?;
        if let Some(held) = &held {
            held.keep(&tokens.refresh_token.clone().into())?;
        }
        Ok(tokens)
    }
}

impl Session {
    fn new(tokens: Tokens, generation: u64) -> Self {
        // By the server's count of seconds, so that a wrong clock on this machine does no harm.
        let seconds = u64::try_from(tokens.expires_in).unwrap_or(0);
        let life = Duration::from_secs(seconds).mul_f64(0.8);
        Self {
            access: tokens.access_token.into(),
            refresh: tokens.refresh_token.into(),
            generation,
            refresh_at: Instant::now() + life,
        }
    }

    fn access(&self) -> Access {
        Access { token: self.access.clone(), generation: self.generation }
    }
}
