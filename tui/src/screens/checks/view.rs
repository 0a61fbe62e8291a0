//! The rules, those that are noisy marked by a word and a colour.

use dondoc_shared::{
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
            Column::fixed(lang.checks_column_judged(), 12, |rule: &&RuleNoise| lang.number(rule.judged)),
            Column::fixed(lang.checks_column_needless(), 20, |rule: &&RuleNoise| needless(lang, rule)),
        ];
        let rows = noise.items.iter().map(|rule| (if rule.noisy { Token::Warn } else { Token::Text }, rule));
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

/// How many of those judged were needless; of none judged there is nothing to say.
fn needless(lang: Lang, rule: &RuleNoise) -> String {
    if rule.judged == 0 {
        return String::new();
    }
    let rate = lang.rate(Rate { part: rule.needless, whole: rule.judged });
    if rule.noisy { format!("{rate} {}", lang.checks_noisy()) } else { rate }
}
