//! The command line. A pass-phrase is never part of it: it is asked for.

pub mod usage;

use std::ffi::OsString;

use clap::{
    Parser,
    builder::{PossibleValuesParser, TypedValueParser},
};
use dondoc_shared::text::Lang;
use url::Url;

use crate::{
    net::http::is_loopback,
    options::Wanted,
    ui::theme::{Depth, Theme},
    verbs::args::{EXIT_CODES, Verb},
};

/// The Working Group's console: the national backlog of Dondoc, in a terminal.
///
/// Log in with the e-mail address and pass-phrase of your account; the screens keep nothing on this machine but a
/// text by which the server knows it again. Press ? on any screen for its keys, L for the other language, q to leave.
#[derive(Debug, Parser)]
#[command(name = "dondoc", version, max_term_width = 100, after_help = EXIT_CODES)]
pub struct Args {
    /// What to do instead of showing the screens.
    #[command(subcommand)]
    pub verb: Option<Verb>,

    /// The server. Plain http is accepted for this machine only
    #[arg(
        long,
        value_name = "URL",
        env = "DONDOC_SERVER",
        default_value = "http://127.0.0.1:8080",
        global = true
    )]
    pub server: String,

    /// The language; the account's own if not given
    #[arg(long, value_name = "LANG", value_parser = lang(), global = true)]
    pub lang: Option<Lang>,

    /// The e-mail address to log in with
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,

    /// The program that opens files and links of evidence; the platform's own if not given
    #[arg(long, value_name = "PROGRAM", env = "DONDOC_OPENER")]
    pub opener: Option<OsString>,

    /// Put nothing into the clipboard of the terminal
    #[arg(long)]
    pub no_copy: bool,

    /// Nothing can be written: no act is offered, and none leaves this program
    #[arg(long)]
    pub read_only: bool,

    /// Lock the console after so many minutes without a key: the session ends and the screen is covered until the pass-phrase
    /// is typed; 0 never does
    #[arg(long, value_name = "MINUTES", default_value_t = 15)]
    pub lock_after: u32,

    /// How it looks.
    #[command(flatten)]
    pub looks: Appearance,
}

/// How the console looks.
#[derive(Debug, clap::Args)]
pub struct Appearance {
    /// The colours: auto is light or dark where the terminal says so (COLORFGBG), else neutral; none at all with NO_COLOR,
    /// unless a theme is named here
    #[arg(long, value_name = "THEME", env = "DONDOC_THEME", value_parser = theme())]
    pub theme: Option<Wanted>,

    /// How many colours the terminal has; by TERM and COLORTERM if not given
    #[arg(long, value_name = "NUMBER", value_parser = colours())]
    pub colours: Option<Depth>,

    /// Draw with letters and signs of ASCII alone; the texts keep their Vietnamese letters
    #[arg(long)]
    pub ascii: bool,

    /// For whoever has the screen read aloud: one column, no borders and no pictures, the cursor always on what is in focus,
    /// and nothing that changes without a reason
    #[arg(long)]
    pub screen_reader: bool,
}

fn theme() -> impl TypedValueParser<Value = Wanted> {
    let names = ["auto"].into_iter().chain(Theme::ALL.map(Theme::name));
    PossibleValuesParser::new(names).map(|word| {
        let named = Theme::ALL.into_iter().find(|theme| theme.name() == word);
        named.map_or(Wanted::Fitting, Wanted::This)
    })
}

fn colours() -> impl TypedValueParser<Value = Depth> {
    PossibleValuesParser::new(["16", "256"]).map(|n| if n == "16" { Depth::Sixteen } else { Depth::Full })
}

fn lang() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(["vi", "en"]).map(|word| if word == "en" { Lang::En } else { Lang::Vi })
}

/// What is said to somebody whose account is not known yet: in the language that was asked for, else in both.
pub fn said_to(asked: Option<Lang>, text: &dyn Fn(Lang) -> String) -> String {
    asked.map_or_else(|| format!("{}\n{}", text(Lang::Vi), text(Lang::En)), text)
}

/// Why an address is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is no address of a server.
    NotAnAddress,
    /// Plain http to another machine would show the pass-phrase to everybody on the way.
    PlainHttp,
}

/// Reads the server's address.
///
/// # Errors
/// Why it is not accepted.
pub fn server_url(text: &str) -> Result<Url, Refused> {
    let url = Url::parse(text.trim()).map_err(|_| Refused::NotAnAddress)?;
    let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    match url.scheme() {
        _ if url.host().is_none() || !bare => Err(Refused::NotAnAddress),
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(Refused::PlainHttp),
        _ => Err(Refused::NotAnAddress),
    }
}

/// The address as the header shows it.
pub fn shown(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent_and_has_no_pass_phrase() {
        Args::command().debug_assert();
        for words in [vec!["dondoc", "--password", "x"], vec!["dondoc", "login", "--password", "x"]] {
            assert!(Args::try_parse_from(words).is_err());
        }
    }

    #[test]
    fn every_theme_has_a_name_on_the_command_line_and_what_is_not_one_is_refused() {
        let of = |words: &[&str]| Args::try_parse_from(["dondoc"].iter().chain(words));
        for theme in Theme::ALL {
            let args = of(&["--theme", theme.name()]).unwrap();
            assert_eq!(args.looks.theme, Some(Wanted::This(theme)));
        }
        assert_eq!(of(&["--theme", "auto"]).unwrap().looks.theme, Some(Wanted::Fitting));
        assert_eq!(of(&["--colours", "16"]).unwrap().looks.colours, Some(Depth::Sixteen));
        assert_eq!(of(&[]).unwrap().lock_after, 15);
        for wrong in [["--theme", "pink"], ["--colours", "8"], ["--lock-after", "-1"]] {
            assert!(of(&wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn whoever_asked_for_no_language_is_told_in_both() {
        let text = |lang: Lang| lang.tui_needs_a_terminal().to_owned();
        let both = said_to(None, &text);
        assert!(Lang::ALL.iter().all(|lang| both.contains(lang.tui_needs_a_terminal())), "{both}");
        assert_eq!(said_to(Some(Lang::En), &text), Lang::En.tui_needs_a_terminal());
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        assert!(server_url("http://127.0.0.1:8080").is_ok());
        assert!(server_url("https://dondoc.example").is_ok());
        assert_eq!(server_url("http://dondoc.example"), Err(Refused::PlainHttp));
        for wrong in
            ["", "dondoc.example", "ftp://127.0.0.1", "https://u:p@dondoc.example", "https://x.example/?a=b"]
        {
            assert_eq!(server_url(wrong), Err(Refused::NotAnAddress), "{wrong}");
        }
    }
}
