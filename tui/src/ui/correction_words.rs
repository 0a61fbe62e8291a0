//! A correction of a report in words, as the list of those that wait and the box in which one is decided on say it.

use dondoc_shared::{
    text::Lang,
    wire::{
        correcting::WaitingCorrection,
        correction::{Correction, CorrectionChange},
        report::FiledFinding,
    },
};

use super::{report_words, theme::Token, time::in_full, words};

/// Whose it is, and of which period.
pub fn of(lang: Lang, one: &WaitingCorrection) -> String {
    let body = lang.pick(&one.tenant.name_vi, &one.tenant.name_en);
    lang.corrections_of(body, &words::period(lang, &one.period.code))
}

/// Why figures are corrected.
pub fn reason(lang: Lang, of: &Correction) -> String {
    lang.corrections_because(of.reason.name(lang), &of.text)
}

/// Who filed it and when.
pub fn filed(lang: Lang, of: &Correction) -> String {
    lang.corrections_filed_by(&of.filed_name, &in_full(lang, of.at))
}

/// The cell that changes, and its old figure with the new one.
pub fn change(lang: Lang, of: &CorrectionChange) -> (String, String) {
    let cell = lang.corrections_cell(&of.indicator, lang.pick(&of.name_vi, &of.name_en));
    let [old, new] = [(&of.old_vi, &of.old_en), (&of.new_vi, &of.new_en)].map(|(vi, en)| lang.pick(vi, en));
    (cell, lang.corrections_change(old, new))
}

/// The name of a cell, and what stands below it.
pub type Cell = (String, Vec<(Token, String)>);

/// Each cell that changes, with its figures and what the checks found in them; then the others in which they found something.
pub fn cells(lang: Lang, one: &WaitingCorrection) -> Vec<Cell> {
    let changes = &one.correction.changes;
    let found = |indicator: &str| -> Vec<(Token, String)> {
        let about = one.findings.iter().filter(|found| found.indicator == indicator);
        about.flat_map(|found| report_words::finding(lang, found)).collect()
    };
    let changed = changes.iter().map(|change| {
        let (name, numbers) = self::change(lang, change);
        (name, [vec![(Token::Text, numbers)], found(&change.indicator)].concat())
    });
    let stays = |of: &&FiledFinding| changes.iter().all(|change| change.indicator != of.indicator);
    let mut others: Vec<Cell> = Vec::new();
    for of in one.findings.iter().filter(stays) {
        let name = lang.corrections_cell(&of.indicator, lang.pick(&of.name_vi, &of.name_en));
        if others.last().is_none_or(|(last, _)| *last != name) {
            others.push((name, found(&of.indicator)));
        }
    }
    changed.chain(others).collect()
}
