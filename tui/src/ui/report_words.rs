//! The report of a body in words, as the list of a period and its own page say it.

use dondoc_shared::{
    figures::{Entry, check::FindingLevel},
    lifecycle::Status,
    period::ReportState,
    text::Lang,
    wire::{
        filing::{BodyReport, FiledCell, FiledReport},
        report::{FiledFinding, PeriodRow, ReportFindings},
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

/// Why a report that is not filed is not urged with those that are overdue: it is not, perhaps by an extension, or it is suspended or
/// refused.
pub fn not_overdue(lang: Lang, status: Status, due_on: Option<Date>, first: Option<Date>) -> String {
    if matches!(status, Status::Suspended | Status::Refused) {
        return status.name(lang).to_owned();
    }
    let Some(due) = due_on else { return lang.filings_left_undated().to_owned() };
    let due = lang.date(due);
    match first.filter(|first| Some(*first) != due_on) {
        Some(first) => lang.filings_left_extended(&due, &lang.date(first)),
        None => lang.filings_left_not_overdue(&due),
    }
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

/// What the checks had found in the revision that is told of; none where that is not known, whatever they found in another.
pub fn found<'a>(of: &FiledReport, findings: Option<&'a ReportFindings>) -> Option<&'a [FiledFinding]> {
    findings.filter(|findings| findings.revision == of.checked).map(|findings| &*findings.items)
}

/// How many figures a report brings, of which revision, and of how many the checks warned, where that is known.
pub fn sum(lang: Lang, of: &FiledReport, found: Option<&[FiledFinding]>) -> String {
    let Some(filed) = &of.filed else { return lang.filings_not_filed_yet().to_owned() };
    let numbers = of.cells.iter().filter(|cell| cell.entry.is_some_and(|entry| entry.num.is_some())).count();
    let is_warning = |finding: &&FiledFinding| finding.level == FindingLevel::Warning;
    let warnings = found.map(|found| found.iter().filter(is_warning).count());
    let nil = of.report.nil.then(|| lang.report_is_nil().to_owned());
    let said = lang.filings_brought(numbers, of.cells.len().saturating_sub(numbers), warnings);
    let parts = [nil, Some(said), Some(lang.filings_brought_revision(filed.revision))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The figures of a report where there is no room for columns: each with its unit, the one before, why there is none, what the checks
/// had found in it and what the body said to that. A line that belongs to the one above begins with blanks.
pub fn figures(lang: Lang, of: &FiledReport, found: Option<&[FiledFinding]>) -> Vec<(Token, String)> {
    let remark = of.filed.as_ref().map(|filed| filed.remark.trim()).filter(|remark| !remark.is_empty());
    let remark =
        remark.map(|remark| (Token::Text, lang.filings_labelled(lang.filings_label_remark(), remark)));
    let mut said: Vec<(Token, String)> = remark.into_iter().collect();
    for cell in &of.cells {
        said.push((Token::Title, name(lang, cell)));
        let is_number = cell.entry.is_some_and(|entry| entry.num.is_some());
        let token = if is_number { Token::Text } else { Token::Warn };
        said.push((token, format!("  {}", numbers(lang, cell, of.filed.is_some()))));
        if !cell.reason.is_empty() {
            said.push((Token::Text, format!("  {}", lang.figures_reason(&cell.reason))));
        }
        for of_it in found.unwrap_or_default().iter().filter(|finding| finding.indicator == cell.indicator) {
            let lines = finding(lang, of_it).into_iter();
            said.extend(lines.map(|(token, line)| (token, format!("  {line}"))));
        }
    }
    said
}

/// What a cell asks for, with its unit.
pub fn name(lang: Lang, cell: &FiledCell) -> String {
    let (name, unit) = (lang.pick(&cell.name_vi, &cell.name_en), lang.pick(&cell.unit_vi, &cell.unit_en));
    format!("{} {name} ({unit})", cell.indicator)
}

/// What a cell says, that there is nothing in it, or why.
pub fn now(lang: Lang, cell: &FiledCell, is_filed: bool) -> String {
    let none = if is_filed { lang.cell_left_out() } else { lang.cell_missing() };
    cell.entry.map_or_else(|| none.to_owned(), |entry| entry.words(lang, cell.over_bodies, cell.scale))
}

/// What a cell said before.
pub fn before(lang: Lang, cell: &FiledCell, entry: Option<Entry>) -> String {
    let said = entry.map(|entry| entry.words(lang, cell.over_bodies, cell.scale));
    said.unwrap_or_else(|| lang.cell_none_before().to_owned())
}

/// What a cell says beside what it said before, in one line.
fn numbers(lang: Lang, cell: &FiledCell, is_filed: bool) -> String {
    let last = lang.filings_said_last(&before(lang, cell, cell.last));
    let change = lang.pick(&cell.change_vi, &cell.change_en).to_owned();
    let year_ago = cell.year_ago.map(|entry| lang.filings_said_year_ago(&before(lang, cell, Some(entry))));
    let parts =
        [Some(now(lang, cell, is_filed)), Some(last), Some(change).filter(|it| !it.is_empty()), year_ago];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
