//! The rules, those that are noisy marked by a word and a colour.

use dondoc_shared::{
    figures::check::{LEAST_JUDGED, RuleVerdict},
    lateness::Rate,
    text::Lang,
    wire::report::{Noise, RuleNoise},
};
use ratatui::{Frame, layout::Rect};

use super::{ABOVE, State, list_rows};
use crate::ui::{
    Ui, View, below,
    list::{Column, Table},
    message, put_at, text,
    theme::Token,
    words,
};

/// Cells of what is said of a rule.
const SAID: usize = 25;
/// Cells that the name of a rule keeps before the number of judgements gets room, which what is said of a rule tells as well.
const NAME: usize = 31;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let width = usize::from(area.width).saturating_sub(2);
        let Some(noise) = &self.noise.value else {
            return message(frame, ui, area, (1, ABOVE), &self.noise.blank(lang));
        };
        let Some(newest) = periods(lang, noise) else {
            return message(frame, ui, area, (1, ABOVE), lang.checks_none());
        };
        for (row, piece) in text::wrap(&lang.checks_means(&newest), width).iter().take(ABOVE - 1).enumerate()
        {
            put_at(frame, area, 1, row, &ui.line(Token::Muted, piece.text.trim_end().to_owned()));
        }
        if noise.items.iter().all(|rule| rule.warnings == 0) {
            return message(frame, ui, area, (1, ABOVE), lang.checks_no_warning());
        }
        let columns = [
            Column::rest(lang.checks_column_rule(), |rule: &&RuleNoise| rule.rule.name(lang).to_owned()),
            Column::fixed(lang.checks_column_warnings(), 9, |rule: &&RuleNoise| lang.number(rule.warnings)),
            Column::fixed(lang.checks_column_judged(), 11, |rule: &&RuleNoise| lang.number(rule.judged))
                .if_room(1, NAME),
            Column::fixed(lang.checks_column_needless(), SAID, |rule: &&RuleNoise| said(lang, rule)),
        ];
        let rows = noise.items.iter().map(|rule| (token(rule), rule));
        let here = self.list.place(&noise.items);
        let table = Table::new(columns, usize::from(area.width), 0);
        let window = (Some(here), self.list.top, list_rows(ui.size));
        table.draw(frame, ui, below(area, ABOVE - 1), window, rows);
    }

    fn status(&self, ui: Ui) -> String {
        if self.noise.is_waiting() { ui.lang.tui_loading().to_owned() } else { String::new() }
    }
}

/// The periods that are counted; none before one was opened.
fn periods(lang: Lang, noise: &Noise) -> Option<String> {
    let name = |key: &String| key.split_once('-').map_or(key.clone(), |(_, code)| words::period(lang, code));
    let names: Vec<String> = noise.periods.iter().map(name).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Of the counts themselves, so that the screen says the same of them whichever server counted.
fn verdict(rule: &RuleNoise) -> RuleVerdict {
    RuleVerdict::of(rule.judged, rule.needless)
}

fn token(rule: &RuleNoise) -> Token {
    if verdict(rule) == RuleVerdict::Noisy { Token::Warn } else { Token::Text }
}

/// How many of those judged were needless; of too few there is no share, only how many there are.
fn said(lang: Lang, rule: &RuleNoise) -> String {
    let rate = || lang.rate(Rate { part: rule.needless, whole: rule.judged });
    match verdict(rule) {
        RuleVerdict::TooFew => lang.checks_too_few(&lang.number(rule.judged), &lang.number(LEAST_JUDGED)),
        RuleVerdict::Useful => rate(),
        RuleVerdict::Noisy => format!("{} {}", rate(), lang.checks_noisy()),
    }
}
