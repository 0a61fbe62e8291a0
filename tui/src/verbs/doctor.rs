//! `doctor`: what a person needs when something does not work. Each line says what was looked at, how it is, and what to do where
//! it is not well; none tells a secret.

use std::{
    env,
    io::{IsTerminal, Write, stdin, stdout},
    time::Duration,
};

use dondoc_shared::{scrub, text::Lang};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::{
    desk::say,
    stop::{End, Stop},
};
use crate::{
    cli::shown,
    net::{
        Failure,
        client::Client,
        device::Device,
        http::Server,
        kept::{Kept, KeptFault},
        probe::{Probe, probe},
    },
    options::looks,
    term::measure,
    ui::{glyphs::Glyphs, text::width, theme::Theme},
};

/// Beyond this the clocks do not agree.
const APART: SignedDuration = SignedDuration::from_secs(60);
/// An answer slower than this is told of.
const SLOW: Duration = Duration::from_secs(2);
/// The smallest window in which every screen reads well.
const SIZE: (u16, u16) = (80, 24);
/// Letters with two marks each, composed and in a name that the screens show.
const SAMPLE: &str = "Đôn đốc: quá hạn, chuyển đổi số, Thừa Thiên Huế";

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Fine,
    Warning,
    Error(End),
}

/// A line.
#[derive(Debug)]
struct Line {
    what: &'static str,
    state: State,
    said: String,
    /// What to do about it.
    advice: &'static str,
}

impl Line {
    fn fine(what: &'static str, said: impl Into<String>) -> Self {
        Self { what, state: State::Fine, said: said.into(), advice: "" }
    }

    fn warning(what: &'static str, said: impl Into<String>, advice: &'static str) -> Self {
        Self { what, state: State::Warning, said: said.into(), advice }
    }

    fn error(what: &'static str, end: End, said: impl Into<String>, advice: &'static str) -> Self {
        Self { what, state: State::Error(end), said: said.into(), advice }
    }

    fn text(&self, lang: Lang) -> String {
        let state = match self.state {
            State::Fine => lang.verbs_doctor_fine(),
            State::Warning => lang.verbs_doctor_warning(),
            State::Error(_) => lang.verbs_doctor_error(),
        };
        let line = format!("[{state}] {}: {}", self.what, self.said);
        if self.advice.is_empty() { line } else { format!("{line}\n    {}", self.advice) }
    }
}

/// Looks at everything, and tells.
pub(super) async fn run(server: &Server, url: &Url, lang: Lang, out: &mut dyn Write) -> Result<(), Stop> {
    let version = format!("dondoc {}", env!("CARGO_PKG_VERSION"));
    let mut lines = vec![Line::fine(lang.verbs_doctor_version(), version)];
    let answer = probe(server, lang).await;
    match &answer {
        Ok(answer) => lines.extend(of_server(url, *answer, lang)),
        Err(failure) => lines.push(unreachable(url, failure, lang)),
    }
    lines.extend(of_session(server, url, answer.is_ok(), lang).await);
    lines.extend(of_terminal(lang));
    let worst = lines.iter().find_map(|line| match line.state {
        State::Error(end) => Some(end),
        _ => None,
    });
    let said: Vec<String> = lines.iter().map(|line| line.text(lang)).collect();
    say(out, lang, &said)?;
    worst.map_or(Ok(()), |end| Err(Stop::new(end, "")))
}

fn of_server(url: &Url, answer: Probe, lang: Lang) -> Vec<Line> {
    let what = lang.verbs_doctor_server();
    let said = lang.verbs_doctor_answered(&shown(url), answer.took.as_millis());
    let answered = if answer.took < SLOW {
        Line::fine(what, said)
    } else {
        Line::warning(what, said, lang.verbs_doctor_unreachable_do())
    };
    let way = match url.scheme() {
        "https" => lang.verbs_doctor_tls(),
        _ => lang.verbs_doctor_loopback(),
    };
    let mut lines = vec![answered, Line::fine(lang.verbs_doctor_way(), way)];
    lines.extend(answer.clock.map(|server| of_clock(here(), server, lang)));
    lines
}

fn unreachable(url: &Url, failure: &Failure, lang: Lang) -> Line {
    let advice = match failure {
        Failure::Certificate => lang.verbs_doctor_certificate_do(),
        _ => lang.verbs_doctor_unreachable_do(),
    };
    let said = lang.verbs_doctor_unreachable(&shown(url), &failure.text(lang));
    Line::error(lang.verbs_doctor_server(), End::Unreachable, said, advice)
}

#[expect(clippy::disallowed_methods, reason = "this machine's clock is what is looked at")]
fn here() -> Timestamp {
    Timestamp::now()
}

fn of_clock(here: Timestamp, server: Timestamp, lang: Lang) -> Line {
    let what = lang.verbs_doctor_clock();
    let ahead = here.duration_since(server);
    if ahead.abs() <= APART {
        return Line::fine(what, lang.verbs_doctor_clock_near());
    }
    let said = match ahead.as_secs() {
        seconds @ 1.. => lang.verbs_doctor_clock_ahead(seconds),
        seconds => lang.verbs_doctor_clock_behind(seconds.saturating_neg()),
    };
    Line::warning(what, said, lang.verbs_doctor_clock_do())
}

/// Whether one is kept, and, where the server can be asked, whose it is.
async fn of_session(server: &Server, url: &Url, can_ask: bool, lang: Lang) -> Vec<Line> {
    let what = lang.verbs_doctor_session();
    let kept = Kept::of(&shown(url)).and_then(|kept| kept.mode().map(|mode| (kept, mode)));
    let (kept, mode) = match kept {
        Ok(kept) => kept,
        Err(fault @ KeptFault::Missing) => return vec![Line::warning(what, fault.text(lang), "")],
        Err(fault) => return vec![Line::error(what, End::Usage, fault.text(lang), "")],
    };
    let path = scrub::one_line(&kept.path().display().to_string());
    let mut lines = vec![Line::fine(what, lang.verbs_doctor_kept(&path, mode))];
    if can_ask {
        let who = lang.verbs_doctor_who();
        let client = Client::new(server.clone(), Device::default(), kept);
        lines.push(match client.resume(lang).await {
            Ok(me) => Line::fine(who, lang.verbs_doctor_is(&me.name, me.role.name(lang))),
            Err(failure) => {
                let stop = Stop::of(&failure, lang);
                Line::error(who, stop.end, stop.said, "")
            }
        });
    }
    lines
}

fn of_terminal(lang: Lang) -> Vec<Line> {
    let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let term = variable("TERM");
    let what = lang.verbs_doctor_terminal();
    let is_terminal = stdin().is_terminal() && stdout().is_terminal();
    let mut lines = Vec::new();
    lines.push(if is_terminal {
        let (columns, rows) = crossterm::terminal::size().unwrap_or_default();
        let kind = scrub::one_line(term.as_deref().unwrap_or("–"));
        let said = lang.verbs_doctor_terminal_is(&kind, columns, rows);
        if columns < SIZE.0 || rows < SIZE.1 {
            Line::warning(what, said, lang.verbs_doctor_small_do())
        } else {
            Line::fine(what, said)
        }
    } else {
        Line::warning(what, lang.verbs_doctor_no_terminal(), "")
    });
    if is_terminal {
        let coloured = looks(None, None, Glyphs::default(), variable).theme != Theme::Mono;
        let colours = if coloured { lang.verbs_doctor_coloured() } else { lang.verbs_doctor_plain() };
        lines.push(Line::fine(lang.verbs_doctor_colours(), colours));
    }
    lines.push(of_locale(["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(variable), lang));
    lines.push(of_width(width(SAMPLE), is_terminal.then(|| measure(SAMPLE)).flatten(), lang));
    lines
}

fn of_locale(locale: Option<String>, lang: Lang) -> Line {
    let what = lang.verbs_doctor_letters();
    let locale = scrub::one_line(&locale.unwrap_or_else(|| "–".to_owned()));
    let lower = locale.to_ascii_lowercase();
    if lower.contains("utf-8") || lower.contains("utf8") {
        Line::fine(what, lang.verbs_doctor_utf8(&locale))
    } else {
        Line::warning(what, lang.verbs_doctor_not_utf8(&locale), lang.verbs_doctor_utf8_do())
    }
}

fn of_width(counted: usize, shown: Option<usize>, lang: Lang) -> Line {
    let what = lang.verbs_doctor_width();
    match shown {
        None => Line::fine(what, lang.verbs_doctor_counted(SAMPLE, counted)),
        Some(shown) => {
            let said = lang.verbs_doctor_measured(SAMPLE, counted, shown);
            if shown == counted {
                Line::fine(what, said)
            } else {
                Line::warning(what, said, lang.verbs_doctor_width_do())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_told_with_its_direction() {
        let server = dondoc_samples::now();
        let at = |seconds: i64| server + SignedDuration::from_secs(seconds);
        let said = |seconds| of_clock(at(seconds), server, Lang::En);
        assert!([0, 59, -60].into_iter().all(|seconds| said(seconds).state == State::Fine));
        assert!(said(61).text(Lang::En).contains("61 s ahead"), "{:?}", said(61));
        assert!(said(-7_200).text(Lang::En).contains("7200 s behind"), "{:?}", said(-7_200));
        assert!(said(61).text(Lang::En).contains("NTP"), "and what to do");
    }

    #[test]
    fn letters_that_a_terminal_draws_otherwise_and_a_locale_without_them_are_told() {
        assert_eq!(of_width(47, Some(47), Lang::Vi).state, State::Fine);
        assert_eq!(of_width(47, Some(52), Lang::Vi).state, State::Warning);
        assert_eq!(of_locale(Some("vi_VN.UTF-8".to_owned()), Lang::Vi).state, State::Fine);
        for locale in [Some("C".to_owned()), None] {
            assert_eq!(of_locale(locale, Lang::Vi).state, State::Warning);
        }
    }
}
