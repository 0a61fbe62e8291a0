//! What the command line and the environment say.

use std::time::Duration;

use dondoc_shared::text::Lang;

use crate::ui::{
    glyphs::Glyphs,
    looks::Looks,
    theme::{Depth, Theme},
};

/// What the command line and the environment say.
#[derive(Debug, Clone)]
pub struct Options {
    /// The language, if one was asked for.
    pub lang: Option<Lang>,
    /// The e-mail address to begin with.
    pub email: Option<String>,
    /// The server, as the header shows it.
    pub server: String,
    /// The address of the web portal, which is the server's.
    pub portal: String,
    /// May a text be put into the clipboard of the terminal?
    pub copies: bool,
    /// How it looks.
    pub looks: Looks,
    /// Is nothing to be written?
    pub reads_only: bool,
    /// After how long without a key the console is locked; none for never.
    pub lock_after: Option<Duration>,
}

/// The theme that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The one that fits the terminal.
    Fitting,
    /// This one.
    This(Theme),
}

/// How it looks, by what was asked for and what the environment says. The terminal itself is not asked: one that does not
/// answer would keep everybody waiting for the first frame.
pub fn looks(
    wanted: Option<Wanted>,
    depth: Option<Depth>,
    glyphs: Glyphs,
    variable: impl Fn(&str) -> Option<String>,
) -> Looks {
    let has = depth.or_else(|| depth_of(&variable("TERM")?, variable("COLORTERM").as_deref()));
    // <https://no-color.org>: any value but an empty one; what was asked for by name comes first.
    let forbidden = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = match wanted {
        Some(Wanted::This(theme)) => theme,
        _ if forbidden || has.is_none() => Theme::Mono,
        _ => variable("COLORFGBG").and_then(|said| fitting(&said)).unwrap_or(Theme::Neutral),
    };
    Looks { theme, depth: has.unwrap_or(Depth::Sixteen), glyphs }
}

/// How many colours a terminal has that calls itself so; none if it has no colours.
fn depth_of(term: &str, colorterm: Option<&str>) -> Option<Depth> {
    if matches!(term, "" | "dumb" | "vt100" | "vt220") {
        return None;
    }
    let is_full = matches!(colorterm, Some("truecolor" | "24bit"))
        || ["256color", "direct", "kitty", "alacritty", "ghostty", "foot", "wezterm"]
            .iter()
            .any(|name| term.contains(name));
    Some(if is_full { Depth::Full } else { Depth::Sixteen })
}

/// Whether a terminal that calls itself so can be drawn upon: one that calls itself dumb shows every sequence as text.
pub fn draws(term: Option<&str>) -> bool {
    term != Some("dumb")
}

/// The theme for the colours that some terminals name as `text;background`, or with something between them: the sixteen by
/// number.
fn fitting(said: &str) -> Option<Theme> {
    match said.rsplit(';').next()?.trim().parse::<u8>().ok()? {
        7 | 9..16 => Some(Theme::Light),
        0..=6 | 8 => Some(Theme::Dark),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn theme(wanted: Option<Wanted>, variables: &[(&str, &str)]) -> (Theme, Depth) {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let looks = looks(wanted, None, Glyphs::default(), variable);
        (looks.theme, looks.depth)
    }

    #[test]
    fn no_color_is_mono_unless_it_is_empty_or_a_theme_is_named() {
        let term = ("TERM", "xterm-256color");
        for wanted in [None, Some(Wanted::Fitting)] {
            assert_eq!(theme(wanted, &[term, ("NO_COLOR", "1")]).0, Theme::Mono);
            assert_eq!(theme(wanted, &[term, ("NO_COLOR", "")]).0, Theme::Neutral);
        }
        let dark = Some(Wanted::This(Theme::Dark));
        assert_eq!(theme(dark, &[term, ("NO_COLOR", "1")]).0, Theme::Dark);
    }

    #[test]
    fn the_theme_fits_what_the_terminal_says_of_its_background() {
        for (said, expected) in [
            ("0;15", Theme::Light),
            ("0;default;7", Theme::Light),
            ("15;0", Theme::Dark),
            ("7;8", Theme::Dark),
            ("15;default", Theme::Neutral),
            ("", Theme::Neutral),
            ("0;99", Theme::Neutral),
        ] {
            let variables = [("TERM", "xterm-256color"), ("COLORFGBG", said)];
            assert_eq!(theme(None, &variables).0, expected, "{said:?}");
            assert_eq!(theme(Some(Wanted::Fitting), &variables).0, expected, "{said:?}");
        }
    }

    #[test]
    fn a_terminal_that_calls_itself_dumb_is_not_drawn_upon() {
        assert!(!draws(Some("dumb")));
        assert!([None, Some("linux"), Some("vt100"), Some("xterm-256color")].into_iter().all(draws));
    }

    #[test]
    fn a_terminal_has_the_colours_that_it_says_and_some_have_none() {
        for (term, colorterm, expected) in [
            ("xterm-256color", "", (Theme::Neutral, Depth::Full)),
            ("xterm", "truecolor", (Theme::Neutral, Depth::Full)),
            ("xterm-kitty", "", (Theme::Neutral, Depth::Full)),
            ("linux", "", (Theme::Neutral, Depth::Sixteen)),
            ("dumb", "truecolor", (Theme::Mono, Depth::Sixteen)),
        ] {
            assert_eq!(theme(None, &[("TERM", term), ("COLORTERM", colorterm)]), expected, "{term}");
        }
        assert_eq!(theme(None, &[]).0, Theme::Mono);
    }
}
