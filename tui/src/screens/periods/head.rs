//! What stands above and below the lists: the period with its dates and rates, and how many rows that leaves.

use dondoc_shared::{
    text::Lang,
    wire::{filing::FilingRates, report::PeriodRow},
};

use crate::ui::{Ui, body_of, text, theme::Token, words};

/// A body of the window of so many rows has room for the row under the cursor in full below a list.
const ROOMY: usize = 18;
/// Rows below a list, where there is room for them: a blank one, and what the row under the cursor says.
const BELOW: usize = 5;
/// Lines of a part of the head, at most.
const PART: usize = 2;

/// Rows of the body of the window.
pub fn height(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height)
}

/// Rows below a list in a window of this size.
pub fn below(size: (u16, u16)) -> usize {
    if height(size) >= ROOMY { BELOW } else { 0 }
}

/// Rows of the list of periods in a window of this size.
pub fn period_rows(size: (u16, u16)) -> usize {
    height(size).saturating_sub(1 + below(size))
}

/// Says a number of reports.
type Say = fn(Lang, &str) -> String;

/// The rates with what else is to be said of them.
pub fn rates_in_full(lang: Lang, of: Option<FilingRates>) -> String {
    let Some(rates) = of else { return lang.filings_planned_only().to_owned() };
    let [filed, on_time, verified] = [rates.filed, rates.on_time, rates.verified].map(|rate| lang.rate(rate));
    let mut parts = vec![lang.filings_rates(&filed, &on_time, &verified)];
    let counts: [(i64, Say); 5] = [
        (rates.nil, Lang::filings_nil),
        (rates.waiting, Lang::filings_waiting),
        (rates.late, Lang::filings_late),
        (rates.missing, Lang::filings_missing),
        (rates.not_yet_due, Lang::filings_not_yet_due),
    ];
    parts.extend(counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, say)| say(lang, &lang.number(n))));
    parts.join(" · ")
}

/// The lines above the reports of a period: which period it is and in which state, its dates, its rates as they were read last.
pub fn head(ui: Ui, of: &PeriodRow, rates: Option<FilingRates>) -> Vec<(Token, String)> {
    let lang = ui.lang;
    let width = usize::from(ui.size.0).saturating_sub(2);
    let parts = [
        (Token::Title, words::period_in_full(lang, of)),
        (Token::Text, words::period_dates(lang, of)),
        (Token::Text, rates_in_full(lang, rates)),
    ];
    let lines = parts
        .into_iter()
        .flat_map(|(token, part)| text::lines(&part, width, PART).into_iter().map(move |line| (token, line)));
    lines.collect()
}
