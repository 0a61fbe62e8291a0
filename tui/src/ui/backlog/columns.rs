//! The columns of the table: which of them fit, and what stands in them. They are dropped by priority by our own
//! rule; a layout solver would squeeze every one of them to a cell.

use dondoc_shared::{
    lifecycle::{Part, Status},
    text::Lang,
    wire::assignment::AssignmentRow,
};
use ratatui::text::{Line, Span};

use crate::ui::{Ui, text, theme::Token};

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Late,
    Level,
    Code,
    Status,
    Title,
    Flags,
    Percent,
    Urges,
    Due,
    Assignee,
    Directive,
}

/// In the order in which they stand.
const ORDER: &[Column] = &[
    Column::Late,
    Column::Level,
    Column::Code,
    Column::Status,
    Column::Percent,
    Column::Title,
    Column::Due,
    Column::Urges,
    Column::Assignee,
    Column::Directive,
    Column::Flags,
];

/// In the order in which they get room, the title's least apart.
const PRIORITY: &[Column] = &[
    Column::Late,
    Column::Code,
    Column::Status,
    Column::Flags,
    Column::Level,
    Column::Urges,
    Column::Due,
    Column::Percent,
    Column::Directive,
    Column::Assignee,
];

const LEAST_TITLE: usize = 18;
/// A title of this many cells matters more than the columns that only a wide window has.
const GOOD_TITLE: usize = 40;

/// The columns that fit, each with its cells.
pub struct Layout(Vec<(Column, usize)>);

fn cells(column: Column, code: usize) -> usize {
    match column {
        Column::Late => 15,
        Column::Level | Column::Urges => 3,
        Column::Code => code,
        Column::Status => 12,
        Column::Due => 14,
        Column::Percent | Column::Flags => 4,
        Column::Assignee => 20,
        Column::Directive => 16,
        Column::Title => 0,
    }
}

/// Fits the columns into so many cells; the code's are what the rows of the window need.
pub fn layout<'r>(width: usize, rows: impl Iterator<Item = &'r AssignmentRow>) -> Layout {
    let code = rows.map(|row| text::width(&row.code)).max().unwrap_or(0);
    // On a narrow screen the title needs the room more; the strip below the table has the whole code.
    let code = code.clamp(8, if width < 100 { 18 } else { 24 });
    let mut room = width.saturating_sub(1 + LEAST_TITLE);
    let mut chosen = vec![Column::Title];
    for column in PRIORITY {
        let need = cells(*column, code) + 1;
        let extra = matches!(column, Column::Percent | Column::Directive | Column::Assignee);
        let kept = if extra { GOOD_TITLE - LEAST_TITLE } else { 0 };
        if need + kept <= room {
            room -= need;
            chosen.push(*column);
        }
    }
    let title = LEAST_TITLE + room;
    let fitted = ORDER.iter().filter(|column| chosen.contains(column));
    Layout(fitted.map(|c| (*c, if *c == Column::Title { title } else { cells(*c, code) })).collect())
}

/// The line above the rows.
pub fn head(ui: &Ui<'_>, layout: &Layout) -> String {
    let lang = ui.lang();
    let mut line = String::from(" ");
    for (column, cells) in &layout.0 {
        let name = match column {
            Column::Late => lang.tui_column_late(),
            Column::Level => lang.tui_column_level(),
            Column::Code => lang.tui_column_code(),
            Column::Status => lang.tui_column_status(),
            Column::Percent => "%",
            Column::Title => lang.tui_column_title(),
            Column::Due => lang.tui_column_due(),
            Column::Urges => lang.tui_column_urges(),
            Column::Assignee => lang.tui_column_assignee(),
            Column::Directive => lang.tui_column_directive(),
            Column::Flags => lang.tui_column_flags(),
        };
        let right = matches!(column, Column::Percent);
        let name = name.to_uppercase();
        line.push_str(&if right { text::fit_right(&name, *cells) } else { text::fit(&name, *cells) });
        line.push(' ');
    }
    line
}

/// A row.
pub fn row(ui: &Ui<'_>, layout: &Layout, row: &AssignmentRow) -> Line<'static> {
    let lang = ui.lang();
    let mut spans: Vec<Span<'static>> = vec![ui.span(Token::Text, " ")];
    for (column, cells) in &layout.0 {
        let (token, value) = match column {
            Column::Late => {
                let (token, marks) = severity(row);
                (token, format!("{marks:<3} {}", short_late(lang, row)))
            }
            Column::Level if row.level > 0 => {
                (Token::Warn, format!("{}{}", lang.tui_level_letter(), row.level))
            }
            Column::Code => (Token::Text, row.code.clone()),
            Column::Status => (Token::Text, status_word(lang, row.status).to_owned()),
            Column::Percent => (Token::Text, text::fit_right(&format!("{}%", row.percent), *cells)),
            Column::Title => (Token::Text, lang.pick(&row.title_vi, &row.title_en).to_owned()),
            Column::Due => {
                let due = row.due_on.map(|due| lang.due_date(due, row.due_precision));
                (Token::Text, due.unwrap_or_else(|| "–".to_owned()))
            }
            Column::Urges if row.unanswered_urges > 0 => (Token::Warn, row.unanswered_urges.to_string()),
            Column::Level | Column::Urges => (Token::Muted, "·".to_owned()),
            Column::Assignee => (Token::Text, row.assignee.clone().unwrap_or_default()),
            Column::Directive => (Token::Text, row.directive.clone()),
            Column::Flags => (Token::Accent, flags(ui, row)),
        };
        spans.push(ui.span(token, text::fit(&value, *cells)));
        spans.push(ui.span(Token::Text, " "));
    }
    Line::from(spans)
}

/// `Δ` changed lately, `G`/`E` extension asked for, `P`/`C` coordinating.
fn flags(ui: &Ui<'_>, row: &AssignmentRow) -> String {
    let lang = ui.lang();
    let mut flags = String::new();
    if ui.model.backlog.marked.contains_key(&row.id) {
        flags.push('Δ');
    }
    if row.extension_pending {
        flags.push_str(lang.tui_flag_extension());
    }
    if row.part == Part::Coordinating {
        flags.push_str(lang.tui_flag_coordinating());
    }
    flags
}

/// How late, as a token and as marks: never by colour alone.
pub fn severity(row: &AssignmentRow) -> (Token, &'static str) {
    match (row.days_overdue, row.working_days_left) {
        (31.., _) => (Token::Danger, "!!!"),
        (15..=30, _) => (Token::Danger, "!!"),
        (1..=14, _) => (Token::Warn, "!"),
        (_, Some(0..=3)) => (Token::Accent, "~"),
        _ => (Token::Text, ""),
    }
}

/// How late or near, in eleven cells.
fn short_late(lang: Lang, row: &AssignmentRow) -> String {
    match (row.due_on, row.working_days_left) {
        _ if row.days_overdue > 0 => lang.tui_late_short(row.days_overdue),
        _ if !row.status.is_open() => lang.tui_closed_short().to_owned(),
        (None, _) => lang.no_deadline().to_owned(),
        (_, Some(0)) => lang.tui_today_short().to_owned(),
        (_, Some(days)) => lang.tui_left_short(days),
        (Some(_), None) => lang.tui_in_time_short().to_owned(),
    }
}

/// The state in one short word.
pub fn status_word(lang: Lang, status: Status) -> &'static str {
    match status {
        Status::Assigned => lang.tui_status_assigned(),
        Status::Acknowledged => lang.tui_status_acknowledged(),
        Status::InProgress => lang.tui_status_in_progress(),
        Status::Proposed => lang.tui_status_proposed(),
        Status::Submitted => lang.tui_status_submitted(),
        Status::Returned => lang.tui_status_returned(),
        Status::Accepted => lang.tui_status_accepted(),
        Status::Refused => lang.tui_status_refused(),
        Status::Suspended => lang.tui_status_suspended(),
        Status::Withdrawn => lang.tui_status_withdrawn(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_status_word_fits_its_column_in_both_languages() {
        for lang in Lang::ALL {
            for status in Status::ALL {
                let word = status_word(*lang, *status);
                assert!(text::width(word) <= cells(Column::Status, 0), "{word}");
            }
            assert!(text::width(&lang.tui_late_short(9999)) <= 11);
            assert!(text::width(&lang.tui_left_short(999)) <= 11);
            for word in [
                lang.no_deadline(),
                lang.tui_today_short(),
                lang.tui_closed_short(),
                lang.tui_in_time_short(),
            ] {
                assert!(text::width(word) <= 11, "{word}");
            }
        }
    }

    #[test]
    fn a_narrow_table_keeps_lateness_code_and_title_and_a_wide_one_shows_everything() {
        let narrow: Vec<Column> = layout(60, [].iter()).0.iter().map(|(c, _)| *c).collect();
        for column in [Column::Late, Column::Code, Column::Title] {
            assert!(narrow.contains(&column));
        }
        assert_eq!(layout(200, [].iter()).0.len(), ORDER.len());
        for width in 0..200 {
            let used: usize = layout(width, [].iter()).0.iter().map(|(_, cells)| cells + 1).sum();
            assert!(used < width.max(LEAST_TITLE + 2) + 1, "{width}: {used}");
        }
    }
}
