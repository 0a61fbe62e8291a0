//! The report of a body in words, as the list of a period and its own page say it.

use dondoc_shared::{
    figures::check::FindingLevel,
    lifecycle::Status,
    period::ReportState,
    text::Lang,
    wire::{
        filing::BodyReport,
        report::{FiledFinding, PeriodRow},
    },
};
use jiff::civil::Date;

use super::{theme::Token, words};

/// Where the report stands.
pub fn state(lang: Lang, of: &BodyReport) -> &'static str {
    of.state.map_or_else(|| of.status.name(lang), |state| state.name(lang))
}

/// When it is due, as extended and as first set, and by how much it is late.
pub fn due(lang: Lang, of: &BodyReport) -> Vec<String> {
    let first = of.original_due_on.filter(|first| Some(*first) != of.due_on);
    let filed = matches!(of.state, Some(ReportState::Filed | ReportState::Verified));
    let late = match (filed, of.days_late) {
        (true, 0) => Some(lang.filings_said_in_time().to_owned()),
        (true, days) => Some(lang.filings_said_late(days)),
        (false, 0) => None,
        (false, days) => Some(lang.filings_said_overdue(days)),
    };
    let parts = [
        of.due_on.map(|due| lang.filings_said_due(&lang.date(due))),
        first.map(|first| lang.filings_said_due_first(&lang.date(first))),
        late,
    ];
    parts.into_iter().flatten().collect()
}

/// What else is known of it: when it was first filed, how far its cells are, what waits for an answer.
pub fn rest(lang: Lang, of: &BodyReport) -> Vec<String> {
    let entering = matches!(
        of.state,
        Some(ReportState::Owed | ReportState::Draft | ReportState::Proposed | ReportState::Returned)
    );
    let parts = [
        of.nil.then(|| lang.report_is_nil().to_owned()),
        of.first_filed_on.map(|on| lang.filings_said_first_filed(&lang.date(on))),
        entering.then(|| lang.filings_said_filled(of.percent)),
        (of.unanswered_urges > 0).then(|| lang.filings_said_urges(of.unanswered_urges)),
        of.extension_pending.then(|| lang.filings_said_extension().to_owned()),
    ];
    parts.into_iter().flatten().collect()
}

/// All of it in one line.
pub fn said(lang: Lang, of: &BodyReport) -> String {
    let state = state(lang, of).to_owned();
    [state].into_iter().chain(due(lang, of)).chain(rest(lang, of)).collect::<Vec<_>>().join(" · ")
}

/// Whether it is not filed.
pub fn is_owed(of: &BodyReport) -> bool {
    !matches!(of.status, Status::Submitted | Status::Accepted)
}

/// Whether it is not filed, and overdue: whom one urges together with others.
pub fn is_overdue(of: &BodyReport) -> bool {
    is_owed(of) && of.days_late > 0
}

/// The day that all of these have; of several none is named, and none where one of them is not known.
pub fn common_day(days: impl IntoIterator<Item = Option<Date>>) -> Option<Date> {
    let mut days = days.into_iter();
    let first = days.next()??;
    days.all(|day| day == Some(first)).then_some(first)
}

/// The text of an urge about reports that are due on this day and not filed, in Vietnamese.
pub fn urge(period: &PeriodRow, due_on: Option<Date>) -> String {
    let undated = || Lang::Vi.figures_urge_undated().to_owned();
    let due = due_on.map_or_else(undated, |due| Lang::Vi.date(due));
    let named = words::period(Lang::Vi, &period.code);
    Lang::Vi.filings_urge_text(&period.regime_vi, &named, &due)
}

/// What a rule had found in a cell, what its body said to it, and what the Working Group thinks of that, each as it looks.
pub fn finding(lang: Lang, finding: &FiledFinding) -> Vec<(Token, String)> {
    let message = lang.pick(&finding.message_vi, &finding.message_en);
    let token = if finding.level == FindingLevel::Warning { Token::Warn } else { Token::Muted };
    let parts = [
        Some((token, lang.filings_labelled(finding.level.name(lang), message))),
        justified(lang, finding).map(|said| (Token::Text, said)),
        judged(lang, finding).map(|said| (Token::Muted, said)),
    ];
    parts.into_iter().flatten().collect()
}

/// How many of what the checks had found are warnings, which the body had to justify.
pub fn warnings(lang: Lang, findings: &[FiledFinding]) -> String {
    let warnings = findings.iter().filter(|finding| finding.level == FindingLevel::Warning);
    lang.filings_warnings(warnings.count())
}

/// How a body justified a warning.
pub fn justified(lang: Lang, finding: &FiledFinding) -> Option<String> {
    let reason = finding.justification?;
    Some(lang.filings_justified(&finding.justified_by, reason.name(lang), &finding.text))
}

/// What the Working Group thinks of that.
pub fn judged(lang: Lang, finding: &FiledFinding) -> Option<String> {
    finding.judged.map(|judged| lang.filings_judged(judged.name(lang), &finding.judged_by))
}
