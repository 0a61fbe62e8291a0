//! How the Working Group shares its work, in words and letters.

use dondoc_shared::{
    text::Lang,
    wire::handling::{Claim, Handling, Presence, Snooze},
};
use jiff::civil::Date;

use super::time::short;

/// Who has claimed it, and since when.
pub fn claimed(lang: Lang, claim: &Claim) -> String {
    if claim.mine {
        lang.handling_mine(&short(claim.at))
    } else {
        lang.handling_held(&claim.by, &short(claim.at))
    }
}

/// Who reads it, and since when.
pub fn present(lang: Lang, present: &Presence) -> String {
    lang.handling_present(&present.by, &short(present.since))
}

/// Whether its date has come.
pub fn is_back(snooze: &Snooze, today: Option<Date>) -> bool {
    today.is_some_and(|today| !snooze.is_live(today))
}

/// Until when it is left alone or was, who said so, and why.
pub fn snoozed(lang: Lang, snooze: &Snooze, today: Option<Date>) -> String {
    let until = lang.date(snooze.until);
    if is_back(snooze, today) {
        lang.handling_back(&until, &snooze.by, &snooze.reason)
    } else {
        lang.handling_snoozed(&until, &snooze.by, &snooze.reason)
    }
}

/// All of it in one line, what matters most first.
pub fn in_a_line(lang: Lang, handling: &Handling, today: Option<Date>) -> String {
    let present = handling.present.as_ref().map(|by| self::present(lang, by));
    let claim = handling.claim.as_ref().map(|claim| claimed(lang, claim));
    let snooze = handling.snooze.as_ref().map(|snooze| snoozed(lang, snooze, today));
    let notes = (handling.notes > 0).then(|| lang.handling_notes(handling.notes));
    [present, claim, snooze, notes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// All of it in letters.
pub fn flags(lang: Lang, handling: &Handling, today: Option<Date>) -> String {
    let claim = handling
        .claim
        .as_ref()
        .map(|claim| if claim.mine { lang.handling_flag_mine() } else { lang.handling_flag_held() });
    let snooze = handling.snooze.as_ref().map(|snooze| {
        if is_back(snooze, today) { lang.handling_flag_back() } else { lang.handling_flag_snoozed() }
    });
    let notes = (handling.notes > 0).then_some("*");
    let present = handling.present.is_some().then(|| lang.handling_flag_present());
    [present, claim, snooze, notes].into_iter().flatten().collect()
}
