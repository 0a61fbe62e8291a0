//! The command line beside the screens: verbs that ask the same questions of the server, write plain lines or data, and end with
//! an exit code.

pub mod args;
mod desk;
mod doctor;
mod export;
mod find;
mod keys;
mod list;
mod log_in;
mod shell;
mod show;
pub mod stop;
#[cfg(test)]
mod tests;
mod urge;

use std::{
    future::pending,
    io::{BufWriter, Write, stdout},
    process::ExitCode,
    time::Duration,
};

use dondoc_shared::text::Lang;
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    task::spawn_blocking,
    time::timeout,
};
use url::Url;

use self::{
    args::Verb,
    desk::{Desk, aside},
    stop::{End, Stop},
};
use crate::{
    cli::shown,
    net::{Failure, client::Client, device::Device, http::Server, kept::Kept},
    term::phrase,
};

/// How long an exchange of the token may go on after a signal has ended the rest.
const GOODBYE: Duration = Duration::from_secs(3);

/// Does what is asked for, and says why where it cannot.
///
/// # Errors
/// The process cannot wait for anything.
pub fn start(verb: Verb, url: &Url, lang: Option<Lang>) -> std::io::Result<ExitCode> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut out = BufWriter::new(stdout().lock());
    let done = runtime.block_on(async {
        // What was begun is dropped with its files: nothing half written is left.
        let done = tokio::select! {
            biased;
            number = signalled() => Err(number),
            done = run(verb, url, lang, &mut out) => Ok(done),
        };
        if done.is_err() {
            phrase::give_back();
            settle(url).await;
        }
        done
    });
    runtime.shutdown_background();
    // What was said comes before why no more is.
    drop(out);
    Ok(match done {
        Err(number) => ExitCode::from(number.saturating_add(128)),
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(stop)) => {
            if !stop.said.is_empty() {
                aside(&format!("dondoc: {}\n", stop.said));
            }
            ExitCode::from(stop.end.code())
        }
    })
}

/// The number of the signal that asks for the end. Where none can be heard, none is waited for.
async fn signalled() -> u8 {
    let heard = async |kind| match signal(kind) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => pending().await,
    };
    tokio::select! {
        () = heard(SignalKind::interrupt()) => 2,
        () = heard(SignalKind::terminate()) => 15,
        () = heard(SignalKind::hangup()) => 1,
    }
}

/// Waits for an exchange of the token that is under way: the one before is good for half a minute more and no longer.
async fn settle(url: &Url) {
    if let Ok(kept) = Kept::of(&shown(url))
        && kept.mode().is_ok()
    {
        let _ = timeout(GOODBYE, kept.hold()).await;
    }
}

/// Does what is asked for. Until the account is known, whose language it is, Vietnamese stands for it.
async fn run(verb: Verb, url: &Url, asked: Option<Lang>, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = asked.unwrap_or(Lang::Vi);
    let desk = async || Desk::open(way(url, lang)?.0, asked).await;
    match verb {
        Verb::Login(given) => {
            let (client, kept) = way(url, lang)?;
            if given.browser {
                return log_in::by_browser(&client, &kept, asked, out).await;
            }
            // Elsewhere, so that Ctrl-C is heard meanwhile.
            let typed = spawn_blocking(move || log_in::ask(given, lang)).await;
            let typed = typed.map_err(|_| Stop::of(&Failure::Internal, lang))??;
            log_in::log_in(&client, &kept, typed, log_in::ask_code, asked, out).await
        }
        Verb::Logout => {
            let (client, kept) = way(url, lang)?;
            log_in::log_out(&client, &kept, lang, out).await
        }
        Verb::List(list) => list::run(&desk().await?, &list, out).await,
        Verb::Show(show) => show::run(&desk().await?, url.as_str().trim_end_matches('/'), &show, out).await,
        Verb::Export(export) => export::run(&desk().await?, &export, out).await,
        Verb::Urge(urge) => urge::run(&desk().await?, &urge, out).await,
        Verb::Undo { plan } => urge::undo(&desk().await?, plan, out).await,
        Verb::Keys { format } => keys::run(format, lang, out),
        Verb::Doctor => doctor::run(&server(url, lang)?, url, lang, out).await,
        Verb::Completions { shell } => shell::completions(shell, out, lang),
        Verb::Man { verb } => shell::man(verb.as_deref(), out, lang),
    }
}

fn server(url: &Url, lang: Lang) -> Result<Server, Stop> {
    Server::new(url.clone()).map_err(|_| Stop::new(End::Usage, lang.tui_tls_unavailable()))
}

/// The way to the server, with the session that is kept.
fn way(url: &Url, lang: Lang) -> Result<(Client, Kept), Stop> {
    let name = shown(url);
    let kept = Kept::of(&name).map_err(|fault| Stop::of(&fault.into(), lang))?;
    Ok((Client::new(server(url, lang)?, Device::of(&name), kept.clone()), kept))
}
