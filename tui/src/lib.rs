#![doc = include_str!("../README.md")]

pub mod app;
pub mod cli;
pub mod dialog;
pub mod keys;
pub mod net;
pub mod options;
pub mod run;
pub mod screens;
pub mod step;
pub mod term;
#[cfg(test)]
mod tests;
pub mod ui;
pub mod verbs;

use std::{io, process::ExitCode, time::Duration};

use anyhow::Context;
use clap::FromArgMatches;
use dondoc_shared::text::Lang;
use ratatui::Terminal;
use tokio::{
    runtime::Builder,
    signal::unix::{SignalKind, signal},
    sync::mpsc,
    time::{MissedTickBehavior, interval},
};

use net::{Wire, device::Device, http::Server};
use options::Options;
use run::{End, Outside, open::Openers};
use term::{Guard, backend::Frames};
use ui::glyphs::Glyphs;

/// Everything from the command line to the exit code.
///
/// # Errors
/// The console cannot start, or the terminal cannot be drawn upon; in words for the person.
pub fn start() -> anyhow::Result<ExitCode> {
    let lang = cli::usage::lang_of(std::env::args_os(), |name| std::env::var(name).ok());
    let given = cli::usage::command(lang).get_matches();
    let mut args = cli::Args::from_arg_matches(&given).unwrap_or_else(|error| error.exit());
    let asked = args.lang;
    let said = |text: &dyn Fn(Lang) -> String| cli::said_to(asked, text);
    let url = cli::server_url(&args.server).map_err(|refused| {
        anyhow::Error::msg(said(&|lang| match refused {
            cli::Refused::NotAnAddress => lang.tui_address_refused(&args.server),
            cli::Refused::PlainHttp => lang.tui_plain_http_refused(&args.server),
        }))
    })?;
    // The first caller wins; a second provider is no harm.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if let Some(verb) = args.verb.take() {
        return Ok(verbs::start(verb, &url, args.lang)?);
    }
    anyhow::ensure!(term::is_alive(), "{}", said(&|lang| lang.tui_needs_a_terminal().to_owned()));
    let variable = |name: &str| std::env::var(name).ok();
    let is_drawn = options::draws(variable("TERM").as_deref());
    anyhow::ensure!(is_drawn, "{}", said(&|lang| lang.tui_dumb_terminal().to_owned()));
    let glyphs = Glyphs { ascii: args.looks.ascii, spoken: args.looks.screen_reader };
    let options = Options {
        lang: args.lang,
        email: args.email,
        server: cli::shown(&url),
        portal: url.as_str().trim_end_matches('/').to_owned(),
        copies: !args.no_copy,
        looks: options::looks(args.looks.theme, args.looks.colours, glyphs, variable),
        reads_only: args.read_only,
        lock_after: (args.lock_after > 0).then(|| Duration::from_mins(args.lock_after.into())),
    };
    let server = Server::new(url)
        .with_context(|| said(&|lang| lang.tui_tls_unavailable().to_owned()))?
        .reading(options.reads_only);
    let wire = net::start(server, Device::of(&options.server))?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let openers = Openers::of(args.opener, |name| std::env::var_os(name));
    let end = runtime.block_on(on_terminal(wire, &options, openers))?;
    // Threads that still wait for a dead terminal or network must not keep the process.
    runtime.shutdown_background();
    Ok(match end {
        End::Left => ExitCode::SUCCESS,
        End::Signal(number) => ExitCode::from(number.saturating_add(128)),
        End::TerminalGone => ExitCode::FAILURE,
    })
}

async fn on_terminal(mut wire: Wire, options: &Options, openers: Openers) -> anyhow::Result<End> {
    let (reports, panics) = mpsc::unbounded_channel();
    term::panic::install(reports);
    let (stop, shell) = (stopped()?, term::shell::heed()?);
    let end = {
        let _guard = Guard::enter()?;
        let (copies, copied) = std::sync::mpsc::channel();
        let frames = Frames::new(io::stdout(), crossterm::terminal::size).copying(copied);
        let mut terminal = Terminal::new(frames)?;
        let inputs = term::input::start();
        run::run(
            &mut terminal,
            Outside {
                inputs,
                stop,
                shell,
                suspend: term::shell::suspend,
                openers,
                copies,
                panics,
                wire: &mut wire,
            },
            options,
        )
        .await
    };
    run::farewell(wire, options.lang.unwrap_or(Lang::Vi)).await;
    // The shell may have had it at the end of the loop, and have given it back only now.
    term::restore();
    match end {
        Ok(end) => Ok(end),
        // A terminal that can no longer be written to is one that is gone.
        Err(_) if !term::is_alive() => Ok(End::TerminalGone),
        Err(error) => Err(error.into()),
    }
}

/// Ends when a signal asks the process to stop, or within a second of the terminal's end.
fn stopped() -> io::Result<impl Future<Output = End>> {
    let mut term = signal(SignalKind::terminate())?;
    let mut hup = signal(SignalKind::hangup())?;
    let mut int = signal(SignalKind::interrupt())?;
    let mut quit = signal(SignalKind::quit())?;
    let mut check = interval(Duration::from_secs(1));
    check.set_missed_tick_behavior(MissedTickBehavior::Delay);
    Ok(async move {
        loop {
            tokio::select! {
                _ = term.recv() => return End::Signal(15),
                _ = hup.recv() => return End::Signal(1),
                _ = int.recv() => return End::Signal(2),
                _ = quit.recv() => return End::Signal(3),
                _ = check.tick() => if !term::is_alive() { return End::TerminalGone },
            }
        }
    })
}
