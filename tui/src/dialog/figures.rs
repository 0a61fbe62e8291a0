//! The figures of a report in the dialog that decides on it: they are in sight before it is accepted or returned (R178).

use dondoc_shared::text::{Both, Lang};

use super::{Dialog, view::extent};
use crate::{
    keys::{Command, table::label_of},
    net::Failure,
    step::{Step, brought::Figures},
    ui::{report_words, scroll::scrolled, theme::Token},
};

impl Dialog {
    /// Whether it decides on a report, so that its figures are to be seen.
    pub fn judges_figures(&self) -> bool {
        self.kind.act().judges_figures() && self.detail.row.report
    }

    /// The figures, or why they are not here; none while they are on their way.
    fn figures(&self) -> Option<Result<Figures<'_>, &Failure>> {
        self.brought.of(self.detail.row.id)
    }

    /// Asks for the figures, as far as they are lacking.
    pub(super) fn ask_figures(&mut self, step: &mut Step<'_>) {
        if self.judges_figures() {
            self.brought.fetch(&self.detail.row, step);
        }
    }

    /// Asks once more for what did not come.
    pub(super) fn ask_figures_again(&mut self, step: &mut Step<'_>) {
        self.brought.try_again();
        self.ask_figures(step);
    }

    /// The figures may be others by now.
    pub(super) fn renew_figures(&mut self, step: &mut Step<'_>) {
        self.brought.forget();
        self.ask_figures(step);
    }

    /// Whether the figures must be waited for; then they are asked for, and that is said.
    pub(super) fn waits_for_figures(&mut self, step: &mut Step<'_>) -> bool {
        let waits = self.judges_figures() && !matches!(self.figures(), Some(Ok(_)));
        if waits {
            self.ask_figures_again(step);
            self.notice = Some(Both::new(|lang| lang.filings_figures_first().to_owned()));
        }
        waits
    }

    /// A command while the figures are read; they are left for what the dialog asks, where it was left.
    pub(super) fn reading_command(&mut self, command: Command, step: &Step<'_>) {
        match command {
            Command::ReadFigures | Command::Back | Command::Confirm => self.reading = None,
            command => {
                let (length, page) = extent(step.common.ui(), self);
                self.reading = self.reading.map(|first| scrolled(first, command, length, page));
            }
        }
    }

    /// What the dialog says of the figures above what it asks: how many they are, and which key shows them.
    pub(super) fn said_of_figures(&self, lang: Lang) -> Option<(Token, String)> {
        let key = label_of(Command::ReadFigures);
        self.judges_figures().then(|| match self.figures() {
            None => (Token::Muted, lang.filings_figures_coming().to_owned()),
            Some(Err(failure)) => (Token::Danger, lang.filings_figures_failed(&failure.text(lang), &key)),
            Some(Ok((of, found))) => {
                let sum = report_words::sum(lang, of, found);
                (Token::Accent, lang.filings_figures_brought(&sum, &key))
            }
        })
    }

    /// Each of the figures; nothing before they are here.
    pub(super) fn figure_lines(&self, lang: Lang) -> Vec<(Token, String)> {
        match self.figures() {
            Some(Ok((of, found))) if self.judges_figures() => report_words::figures(lang, of, found),
            _ => Vec::new(),
        }
    }
}
