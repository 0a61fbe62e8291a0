//! The bar that moves while the past is played: a line that is written over and over on a terminal, a few lines elsewhere.

use std::io::{IsTerminal, Write, stdout};

use dondoc_shared::text::Lang;

use super::play::{Played, Progress};
use crate::programs::process::say;

const WIDTH: usize = 30;
/// Lines printed in all where there is no terminal.
const LINES: f64 = 5.0;

/// What has been shown.
pub(super) struct Bar {
    lang: Lang,
    terminal: bool,
    shown: f64,
}

impl Bar {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, terminal: stdout().is_terminal(), shown: 0.0 }
    }

    /// Moves on. A reader that has gone away does not stop the play.
    pub(super) fn show(&mut self, now: Progress) {
        let line = bar(now.fraction, &self.lang.date(now.day));
        if self.terminal {
            let mut out = stdout();
            drop(write!(out, "\r  {line}").and_then(|()| out.flush()));
        } else if (now.fraction * LINES).floor() > (self.shown * LINES).floor() {
            say!("  {line}");
            self.shown = now.fraction;
        }
    }

    pub(super) fn end(&self, played: &Played) {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let newline = if self.terminal { "\n" } else { "" };
        say!("{newline}  {}", self.lang.demo_played(count(played.acts), count(played.days)));
    }
}

fn bar(fraction: f64, day: &str) -> String {
    let full: String =
        (1..=WIDTH).map(|cell| if as_f64(cell) <= fraction * as_f64(WIDTH) { '█' } else { '·' }).collect();
    format!("{full} {:>3.0} %  {day}", fraction * 100.0)
}

fn as_f64(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_from_the_left_and_names_the_day() {
        assert_eq!(bar(0.0, "15/03/2022"), format!("{}   0 %  15/03/2022", "·".repeat(WIDTH)));
        let half = format!("{}{}  50 %  20/05/2023", "█".repeat(WIDTH / 2), "·".repeat(WIDTH / 2));
        assert_eq!(bar(0.5, "20/05/2023"), half);
        assert_eq!(bar(1.0, "25/07/2024"), format!("{} 100 %  25/07/2024", "█".repeat(WIDTH)));
    }
}
