//! One engine that looks at what a body reports, whichever door it comes through: form, JSON, workbook or push (R131).
//!
//! A door fills a [`Form`] with what was written, as it was written, and shows the [`Finding`]s beside it. Nothing here asks the
//! database or the clock, and no rule ever changes a number.

mod finding;
mod form;
mod noise;
mod own;
mod peers;
#[cfg(test)]
mod planted;
mod read;
pub mod robust;
#[cfg(test)]
mod tests;

pub use self::{
    finding::{CellPart, CheckRule, Finding, FindingLevel, Judgement, Justification, ScopeFault, Seen},
    form::{Answer, Asked, Form, History, Item, Past, Peer, Peers, Thresholds, Written},
    noise::{LEAST_JUDGED, NOISY_PERCENT, RuleVerdict},
    peers::{Unlike, unlike},
    read::read,
};

/// An upper bound of the warnings of one cell: more of them are read by nobody.
pub const MAX_WARNINGS: usize = 3;

/// Looks at a report: errors first, then warnings, then notices, each in the order of the form; of one cell at most
/// [`MAX_WARNINGS`] warnings, those that matter most (R131).
pub fn check(form: &Form, history: &History, peers: &Peers) -> Vec<Finding> {
    let (cells, mut findings) = read::read_all(form);
    findings.extend(read::parts_and_wholes(form, &cells));
    for (item, answer, cell) in cells.of(form) {
        let past = history.get(&item.indicator).map_or(&[][..], Vec::as_slice);
        let mut warnings: Vec<_> = own::look(form, item, cell, past);
        warnings.extend(peers.get(&item.indicator).and_then(|peers| peers::look(form, item, cell, peers)));
        warnings.sort_by_key(|seen| (seen.level, seen.rule, seen.part));
        let mut kept = 0;
        findings.extend(warnings.into_iter().filter_map(|found| {
            kept += usize::from(found.level == FindingLevel::Warning);
            let shown = found.level != FindingLevel::Warning || kept <= MAX_WARNINGS;
            shown.then(|| found.of(&item.indicator, Some(answer)))
        }));
    }
    let place = |finding: &Finding| form.items.iter().position(|item| item.indicator == finding.indicator);
    // What is asked nowhere in the form stands behind what is.
    findings.sort_by_key(|finding| {
        (finding.level, place(finding).unwrap_or(usize::MAX), finding.rule, finding.answer)
    });
    findings
}

/// Whether a report with these findings can be filed.
pub fn can_be_filed(findings: &[Finding]) -> bool {
    findings.iter().all(|finding| finding.level != FindingLevel::Error)
}
