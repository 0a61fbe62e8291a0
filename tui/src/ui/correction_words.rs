//! A correction of a report in words, as the list of those that wait and the box in which one is decided on say it.

use dondoc_shared::{
    text::Lang,
    wire::{
        correcting::WaitingCorrection,
        correction::{Correction, CorrectionChange},
    },
};

use super::{time::in_full, words};

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
