//! The page of a report: what became of it, and its cells beside what was said before. Numbers are never cut: where they have no
//! room side by side they stand below each other, each with its name.

use dondoc_shared::{
    text::Lang,
    wire::{
        filing::{FiledCell, FiledReport, FiledRevision},
        report::{FiledFinding, ReportFindings},
    },
};
use ratatui::text::Line;

use crate::{
    step::read::Read,
    ui::{Ui, report_words, text, theme::Token, time::in_full, words},
};

/// Cells of a label.
const LABEL: usize = 14;
/// The widest text that is still read with ease.
const WIDEST: usize = 120;
/// Cells of the four columns of numbers in a window of 80: now, the period before, the change, a year before.
const COLUMNS: [usize; 4] = [22, 20, 14, 18];
/// Cells before the numbers of a cell.
const INDENT: usize = 2;

/// A report in lines that fit the window.
pub struct Page {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// The line with the names of the columns: it stays on the screen while cells are.
    pub columns: Option<usize>,
}

/// Writes the page.
pub fn write(ui: Ui, of: &FiledReport, read: &Read<ReportFindings>) -> Page {
    let lang = ui.lang;
    let width = usize::from(ui.size.0).min(WIDEST);
    let mut lines = Vec::new();
    let mut say = |token, said: &str| {
        for piece in text::wrap(said, width.saturating_sub(2)) {
            lines.push(ui.line(token, format!(" {}", piece.text.trim_end())));
        }
    };
    say(Token::Title, lang.pick(&of.report.tenant.name_vi, &of.report.tenant.name_en));
    say(Token::Text, &words::period_in_full(lang, &of.period));
    let found = report_words::found(of, read.value.as_ref());
    for (label, value) in facts(lang, of).into_iter().chain(checked(lang, of, read)) {
        let room = width.saturating_sub(LABEL + 2);
        for (row, piece) in text::wrap(&value, room).iter().enumerate() {
            let label = if row == 0 { label } else { "" };
            lines.push(Line::from(vec![
                ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ]));
        }
    }
    lines.push(Line::default());
    let said = match (&of.filed, of.cells.as_slice()) {
        (_, []) => Some(lang.filings_cells_none()),
        (None, _) => Some(lang.filings_not_filed_yet()),
        (Some(_), _) => None,
    };
    for piece in said.iter().flat_map(|said| text::wrap(said, width.saturating_sub(2))) {
        lines.push(ui.line(Token::Text, format!(" {}", piece.text.trim_end())));
    }
    if of.cells.is_empty() {
        return Page { lines, columns: None };
    }
    let columns = lines.len();
    lines.push(ui.line(Token::Muted, in_columns(heads(lang), width)));
    let filed = of.filed.is_some();
    for cell in &of.cells {
        lines.extend(cell_lines(ui, cell, filed, width));
        for finding in found.unwrap_or_default().iter().filter(|finding| finding.indicator == cell.indicator)
        {
            lines.extend(finding_lines(ui, finding, width));
        }
    }
    Page { lines, columns: Some(columns) }
}

/// What became of it: label and value, what there is nothing to say of left out.
fn facts(lang: Lang, of: &FiledReport) -> Vec<(&'static str, String)> {
    let report = &of.report;
    let state = [report_words::state(lang, report).to_owned()];
    let state: Vec<String> = state
        .into_iter()
        .chain(report_words::due(lang, report))
        .chain(report_words::rest(lang, report))
        .collect();
    let filed = |one: &FiledRevision| lang.filings_revision(one.revision, &in_full(lang, one.at), &one.by);
    let returned = of
        .returned
        .as_ref()
        .map(|one| lang.filings_returned(one.revision, &in_full(lang, one.at), &one.by, &one.remark));
    let facts = [
        (lang.filings_label_state(), Some(state.join(" · "))),
        (lang.filings_label_filed(), of.filed.as_ref().map(filed)),
        (lang.filings_label_remark(), of.filed.as_ref().map(|one| one.remark.clone())),
        (lang.filings_label_returned(), returned),
        (lang.filings_label_counted(), of.filed.as_ref().map(|_| counted(lang, of))),
    ];
    let said = facts.into_iter().filter_map(|(label, value)| Some((label, value?)));
    said.filter(|(_, value)| !value.trim().is_empty()).collect()
}

/// How many warnings the body filed with a justification; that they are still to come, or why they are not there.
fn checked(lang: Lang, of: &FiledReport, read: &Read<ReportFindings>) -> Option<(&'static str, String)> {
    of.filed.as_ref()?;
    let is_here = read.failure.is_none() && !read.is_waiting();
    let found = report_words::found(of, read.value.as_ref()).filter(|_| is_here);
    let said = found.map_or_else(|| read.blank(lang), |found| report_words::warnings(lang, found));
    Some((lang.filings_label_checks(), said))
}

/// What a rule had found in a cell, what its body said to it, and what the Working Group thinks of that.
fn finding_lines(ui: Ui, finding: &FiledFinding, width: usize) -> Vec<Line<'static>> {
    let room = width.saturating_sub(INDENT + 1);
    let mut lines = Vec::new();
    for (token, said) in report_words::finding(ui.lang, finding) {
        lines.extend(indented(ui, token, &said, room));
    }
    lines
}

/// Which revision the nation's figures count now.
fn counted(lang: Lang, of: &FiledReport) -> String {
    match (of.counted, of.verified) {
        (0, _) => lang.filings_counted_none().to_owned(),
        (filed, 0) => lang.filings_counted_filed(filed),
        (filed, verified) if filed == verified => lang.filings_counted_verified(filed),
        (filed, verified) => lang.filings_counted_both(filed, verified),
    }
}

fn heads(lang: Lang) -> [&'static str; 4] {
    [
        lang.filings_cell_now(),
        lang.filings_cell_last(),
        lang.filings_cell_change(),
        lang.filings_cell_year_ago(),
    ]
}

/// The columns in a window of `width` cells: what is left beyond 80 is shared among the three with numbers.
fn cells_of(width: usize) -> [usize; 4] {
    let more = width.saturating_sub(80) / 3;
    let [now, last, change, year_ago] = COLUMNS;
    [now + more, last + more, change, year_ago + more]
}

fn in_columns(texts: [&str; 4], width: usize) -> String {
    let cells = cells_of(width);
    let shown = texts.into_iter().zip(cells).map(|(text, cells)| text::fit(text, cells));
    let line = format!("{}{}", " ".repeat(INDENT), shown.collect::<Vec<_>>().join(" "));
    text::cut(line.trim_end(), width)
}

/// A cell: its indicator, its numbers, and why there is none.
fn cell_lines(ui: Ui, cell: &FiledCell, filed: bool, width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang;
    let room = width.saturating_sub(INDENT + 1);
    let name = report_words::name(lang, cell);
    let mut lines = vec![ui.line(Token::Title, format!(" {}", text::cut(&name, width.saturating_sub(2))))];
    let now = report_words::now(lang, cell, filed);
    let before = |entry| report_words::before(lang, cell, entry);
    let change = lang.pick(&cell.change_vi, &cell.change_en).to_owned();
    let values = [now, before(cell.last), change, before(cell.year_ago)];
    let token = if cell.entry.is_some_and(|entry| entry.num.is_some()) { Token::Text } else { Token::Warn };
    let fits = values.iter().zip(cells_of(width)).all(|(value, cells)| text::width(value) <= cells);
    if fits {
        let [now, last, change, year_ago] = &values;
        lines.push(ui.line(token, in_columns([now, last, change, year_ago], width)));
    } else {
        for (label, value) in heads(lang).into_iter().zip(&values).filter(|(_, value)| !value.is_empty()) {
            lines.extend(indented(ui, token, &lang.filings_labelled(label, value), room));
        }
    }
    if !cell.reason.is_empty() {
        lines.extend(indented(ui, Token::Text, &lang.figures_reason(&cell.reason), room));
    }
    lines
}

fn indented(ui: Ui, token: Token, said: &str, room: usize) -> impl Iterator<Item = Line<'static>> {
    let pieces = text::wrap(said, room).into_iter();
    pieces.map(move |piece| ui.line(token, format!("{}{}", " ".repeat(INDENT), piece.text.trim_end())))
}
