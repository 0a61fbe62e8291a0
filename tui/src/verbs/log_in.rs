//! `login` and `logout`: a session that is kept on this machine. The pass-phrase is typed, or read from the input where that is
//! no terminal; it is never an argument and never in the environment.

use std::{
    io::{self, BufRead, IsTerminal, Read, Write, stdin},
    time::Duration,
};

use dondoc_shared::{error::ErrorCode, scrub, text::Lang, wire::session::Me};
use secrecy::{ExposeSecret, SecretString};
use tokio::{
    task::spawn_blocking,
    time::{Instant, sleep},
};

use super::{
    args::LogIn,
    desk::{admit, aside, say},
    stop::{End, Stop},
};
use crate::{
    net::{
        Failure,
        auth::Shown,
        client::Client,
        kept::{Kept, KeptFault},
    },
    term::phrase,
    ui::time::minutes,
};

/// The most that is read of a line.
const LONGEST: u64 = 4096;

/// Who logs in, and by what.
pub struct Typed {
    /// E-mail address.
    pub email: String,
    /// Pass-phrase.
    pub phrase: SecretString,
}

/// Asks for what is not given.
pub fn ask(asked: LogIn, lang: Lang) -> Result<Typed, Stop> {
    let is_typed = stdin().is_terminal();
    let usage = |said: &str| Stop::new(End::Usage, said);
    let failed = |error: io::Error| Stop::new(End::Usage, lang.verbs_output_io(&error.to_string()));
    let email = match asked.email {
        Some(email) => email,
        None if !is_typed => return Err(usage(lang.verbs_no_email())),
        None => {
            aside(lang.verbs_ask_email());
            line(&mut stdin().lock()).map_err(failed)?.expose_secret().to_owned()
        }
    };
    let email = email.trim().to_owned();
    if email.is_empty() {
        return Err(usage(lang.verbs_no_email()));
    }
    let phrase = if is_typed {
        let phrase = phrase::ask(lang.verbs_ask_phrase());
        aside("\n");
        phrase.map_err(failed)?.unwrap_or_default()
    } else {
        line(&mut stdin().lock()).map_err(failed)?
    };
    if phrase.expose_secret().is_empty() {
        return Err(usage(lang.verbs_no_phrase()));
    }
    Ok(Typed { email, phrase })
}

/// Asks for a code of the second factor, which the server wants; where no terminal is, it is the input's next line.
pub fn ask_code(lang: Lang) -> Result<SecretString, Stop> {
    let failed = |error: io::Error| Stop::new(End::Usage, lang.verbs_output_io(&error.to_string()));
    let code = if stdin().is_terminal() {
        let code = phrase::ask(lang.verbs_ask_code());
        aside("\n");
        code.map_err(failed)?.unwrap_or_default()
    } else {
        line(&mut stdin().lock()).map_err(failed)?
    };
    if code.expose_secret().trim().is_empty() {
        return Err(Stop::new(End::Refused, ErrorCode::SecondFactorRequired.message(lang)));
    }
    Ok(code)
}

/// A line without its end.
fn line(input: &mut dyn BufRead) -> io::Result<SecretString> {
    let mut text = String::with_capacity(1024);
    input.take(LONGEST).read_line(&mut text)?;
    let whole = text.trim_end_matches(['\n', '\r']).len();
    text.truncate(whole);
    Ok(text.into())
}

/// Begins a session, and keeps it in the place of the one before, which is ended.
pub async fn log_in(
    client: &Client,
    kept: &Kept,
    typed: Typed,
    ask_code: fn(Lang) -> Result<SecretString, Stop>,
    asked: Option<Lang>,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let lang = asked.unwrap_or(Lang::Vi);
    // The one before may be over, or never have been; it goes on where this log-in is refused.
    let _ = client.resume(lang).await;
    let shown = Shown { email: typed.email, password: typed.phrase, code: None };
    let me = match client.log_in(shown.clone(), lang).await {
        Err(failure) if failure.code() == Some(ErrorCode::SecondFactorRequired) => {
            // Elsewhere, so that Ctrl-C is heard meanwhile.
            let code = spawn_blocking(move || ask_code(lang)).await;
            let code = code.map_err(|_| Stop::of(&Failure::Internal, lang))??;
            client.log_in(Shown { code: Some(code), ..shown }, lang).await
        }
        first => first,
    };
    admitted(client, kept, me.map_err(|failure| Stop::of(&failure, lang))?, asked, out).await
}

/// Begins a session for whoever lets this machine in from a browser (R189), and keeps it in the place of the one before.
pub async fn by_browser(
    client: &Client,
    kept: &Kept,
    asked: Option<Lang>,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let lang = asked.unwrap_or(Lang::Vi);
    let stop = |failure: &Failure| Stop::of(failure, lang);
    let _ = client.resume(lang).await;
    let waits = client.ask_by_browser(lang).await.map_err(|failure| stop(&failure))?;
    let until = Instant::now() + waits.life;
    let told = [lang.tui_browser_open(), &waits.address, lang.tui_browser_code(), &waits.code];
    for line in told.into_iter().chain([lang.tui_browser_wait(&minutes(waits.life.as_secs())).as_str()]) {
        aside(&format!("{}\n", scrub::one_line(line)));
    }
    let mut interval = waits.interval;
    loop {
        sleep(interval).await;
        match client.begin_by_browser(&waits.secret, lang).await {
            Ok(me) => return admitted(client, kept, me, asked, out).await,
            Err(failure) => match failure.code() {
                Some(ErrorCode::DevicePending) => {}
                // RFC 8628, 3.5.
                Some(ErrorCode::DeviceSlowDown) => interval += Duration::from_secs(5),
                _ if failure.is_passing() && Instant::now() < until => {}
                _ => return Err(stop(&failure)),
            },
        }
    }
}

/// Says who is logged in; ends the session of whom the console is not for.
async fn admitted(
    client: &Client,
    kept: &Kept,
    me: Me,
    asked: Option<Lang>,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let lang = asked.unwrap_or(me.lang);
    if let Err(stop) = admit(&me, lang) {
        let _ = client.log_out(lang).await;
        return Err(stop);
    }
    let path = scrub::one_line(&kept.path().display().to_string());
    say(out, lang, &[lang.verbs_logged_in(&me.name, &path)])
}

/// Ends the kept session, and forgets it whatever the server says.
pub async fn log_out(client: &Client, kept: &Kept, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    let ended = match client.resume(lang).await {
        Ok(_) | Err(Failure::SessionOver) => client.log_out(lang).await,
        Err(failure) => Err(failure),
    };
    let failure = match ended {
        Ok(()) | Err(Failure::SessionOver) => return say(out, lang, &[lang.verbs_logged_out().to_owned()]),
        Err(failure @ Failure::Kept(KeptFault::Missing)) => return Err(Stop::of(&failure, lang)),
        Err(failure) => failure,
    };
    let forget = async { kept.hold().await?.forget() };
    forget.await.map_err(|fault| Stop::of(&fault.into(), lang))?;
    let stop = Stop::of(&failure, lang);
    Err(Stop::new(stop.end, lang.verbs_forgotten(&stop.said)))
}
