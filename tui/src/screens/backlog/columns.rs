//! The columns of the table, and those that several lists have.

use dondoc_shared::{
    lateness::days_between,
    lifecycle::Part,
    text::Lang,
    wire::assignment::{AssignmentRow, Event},
};
use jiff::civil::Date;

use crate::ui::{
    handling,
    list::{Cell, Column},
    text,
    theme::Token,
    time::{clock, date_of, short},
    words,
};

/// A row as the table shows it.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// The row.
    pub row: &'a AssignmentRow,
    /// Whether it changed lately.
    pub changed: bool,
    /// Whether it is chosen to be acted upon with others.
    pub chosen: bool,
    /// What was decided on it since, where it waits no more.
    pub decided: Option<&'a Event>,
    /// The local date on which it was read.
    pub today: Option<Date>,
}

/// The least cells of a title.
pub const TITLE: usize = 18;
/// The same in a window of 80 cells and more where it has to make room for level and urges, by which an officer chooses: it
/// stands whole below the table.
const SHORT_TITLE: usize = 12;
/// A title of this many cells matters more than the columns that only a wide window has.
pub const GOOD_TITLE: usize = 40;
/// The least of it beside the columns that are nice to have.
const LEAST_TITLE: usize = 35;
const STATUS: usize = 12;
/// From this many cells on, one column of text has room for a piece of the title too.
const WITH_TITLE: usize = 48;
/// Cells of what is said most briefly.
const BRIEF: usize = 15;
/// A letter for each thing that can be said of a row.
const FLAGS: usize = 6;
/// Cells of a date.
pub const DATE: usize = 10;

/// Whether it is chosen.
pub fn mark<'a>() -> Column<'static, Line<'a>> {
    Column::fixed("", 1, |line: &Line<'a>| (Token::Accent, if line.chosen { "✓" } else { "" }))
}

/// How late or near it is.
pub fn late<'a>(lang: Lang) -> Column<'static, Line<'a>> {
    let (head, cell) = lateness_of(lang);
    Column::fixed(&head, BRIEF, move |line: &Line<'a>| cell(lang, line))
}

fn lateness(lang: Lang, Line { row, .. }: &Line<'_>) -> (Token, String) {
    let (token, marks) = words::severity(row);
    (token, format!("{marks:<3} {}", short_late(lang, row)))
}

/// The code of its task; the body that it is of stands beside it, by its short name.
pub fn code<'a>(lang: Lang, cells: usize) -> Column<'static, Line<'a>> {
    Column::fixed(&lang.tui_column_code().to_uppercase(), cells, |Line { row, .. }: &Line<'a>| {
        task(row).to_owned()
    })
}

/// The short name of the body that it is of.
pub fn body<'a>(lang: Lang) -> Column<'static, Line<'a>> {
    Column::fixed(lang.queues_column_body(), 6, |Line { row, .. }: &Line<'a>| row.tenant.short.clone())
}

/// What is to be done; before it what was decided, where nothing is.
pub fn title<'a>(lang: Lang) -> Column<'static, Line<'a>> {
    Column::rest(&lang.tui_column_title().to_uppercase(), move |line: &Line<'a>| {
        let decided = decision(lang, line).unwrap_or_default();
        text::joined(&[&decided, lang.pick(&line.row.title_vi, &line.row.title_en)], " · ")
    })
}

/// What was decided on a row that waits no more, and when.
pub fn decision(lang: Lang, Line { decided, today, .. }: &Line<'_>) -> Option<String> {
    let event = (*decided)?;
    let is_today = *today == Some(date_of(event.at));
    let at = if is_today { clock(event.at) } else { short(event.at) };
    // The time first: it is short, and what is cut behind it can still be read.
    Some(format!("{at} {}", words::event(lang, event.kind)))
}

/// The due date.
pub fn due<'a>(lang: Lang) -> Column<'static, Line<'a>> {
    Column::fixed(&lang.tui_column_due().to_uppercase(), 14, move |Line { row, .. }: &Line<'a>| {
        let due = row.due_on.map(|due| lang.due_date(due, row.due_precision));
        due.unwrap_or_else(|| "–".to_owned())
    })
}

/// What else is to be known of it, in letters.
pub fn flagged<'a>(lang: Lang) -> Column<'static, Line<'a>> {
    Column::fixed(&lang.tui_column_flags().to_uppercase(), FLAGS, move |line: &Line<'a>| {
        (Token::Accent, flags(lang, line))
    })
}

/// Since when something waits on it.
pub fn since<'a>(lang: Lang, of: fn(&AssignmentRow) -> Option<Date>) -> Column<'static, Line<'a>> {
    Column::fixed(lang.queues_column_since(), DATE, move |line: &Line<'a>| {
        of(line.row).map(|on| lang.date(on)).unwrap_or_default()
    })
}

/// For how many calendar days.
pub fn days<'a>(lang: Lang, of: fn(&AssignmentRow) -> Option<Date>) -> Column<'static, Line<'a>> {
    Column::fixed(lang.queues_column_days(), 4, move |line: &Line<'a>| {
        let days = of(line.row).zip(line.today).map(|(on, today)| days_between(on, today));
        days.map(|days| days.to_string()).unwrap_or_default()
    })
    .right()
}

/// The code of the task alone.
pub fn task(row: &AssignmentRow) -> &str {
    row.code.split_once('/').map_or(row.code.as_str(), |(task, _)| task)
}

/// Every column of the backlog, from left to right, each with its place among those that get room.
pub fn of_backlog<'a>(lang: Lang, width: usize, cells: usize) -> Vec<Column<'static, Line<'a>>> {
    let least = if width < 80 { TITLE } else { SHORT_TITLE };
    let upper = |head: &str| head.to_uppercase();
    vec![
        mark(),
        late(lang).if_room(0, TITLE),
        Column::fixed(&upper(lang.tui_column_level()), 3, move |Line { row, .. }: &Line<'a>| {
            some((row.level > 0).then(|| format!("{}{}", lang.tui_level_letter(), row.level)))
        })
        .if_room(5, least),
        code(lang, cells).if_room(1, TITLE),
        body(lang).if_room(2, TITLE),
        Column::fixed(&upper(lang.tui_column_status()), STATUS, move |Line { row, .. }: &Line<'a>| {
            row.status.short(lang)
        })
        .if_room(3, TITLE),
        Column::fixed("%", 4, |Line { row, .. }: &Line<'a>| format!("{}%", row.percent))
            .right()
            .if_room(8, GOOD_TITLE),
        title(lang),
        due(lang).if_room(7, TITLE),
        Column::fixed(&upper(lang.tui_column_urges()), 3, |Line { row, .. }: &Line<'a>| {
            some((row.unanswered_urges > 0).then(|| row.unanswered_urges.to_string()))
        })
        .if_room(6, least),
        Column::fixed(&upper(lang.tui_column_assignee()), 20, |Line { row, .. }: &Line<'a>| {
            row.assignee.clone().unwrap_or_default()
        })
        .if_room(10, GOOD_TITLE),
        Column::fixed(&upper(lang.tui_column_directive()), 16, |Line { row, .. }: &Line<'a>| {
            row.directive.clone()
        })
        .if_room(9, GOOD_TITLE),
        Column::fixed(lang.tui_column_claimed(), 14, |Line { row, .. }: &Line<'a>| {
            row.claim().map(|claim| claim.by.clone()).unwrap_or_default()
        })
        .if_room(11, LEAST_TITLE),
        Column::fixed(lang.queues_column_reported(), DATE, move |Line { row, .. }: &Line<'a>| {
            row.last_report_at.map_or_else(|| "–".to_owned(), |at| lang.date(date_of(at)))
        })
        .if_room(12, LEAST_TITLE),
        Column::fixed(lang.tui_column_urged(), DATE, move |Line { row, .. }: &Line<'a>| {
            row.last_urged_on.map_or_else(|| "–".to_owned(), |on| lang.date(on))
        })
        .if_room(13, LEAST_TITLE),
        flagged(lang).if_room(4, TITLE),
    ]
}

/// What is said of a row where there is room for one column of text alone, in [`BRIEF`] cells: the head, and the cell.
pub type Brief = (String, fn(Lang, &Line<'_>) -> (Token, String));

/// How late or near a row is.
pub fn lateness_of(lang: Lang) -> Brief {
    (lang.tui_column_late().to_uppercase(), lateness)
}

/// The columns of any list where there is room for one column of text alone: which row, of whom, and what matters of it.
pub fn of_one<'a>(
    lang: Lang,
    width: usize,
    cells: usize,
    (head, cell): Brief,
) -> Vec<Column<'static, Line<'a>>> {
    let mut columns = vec![mark().tight(), code(lang, cells), body(lang)];
    let cell = move |line: &Line<'a>| match decision(lang, line) {
        Some(decided) => (Token::Muted, decided),
        None => cell(lang, line),
    };
    if width < WITH_TITLE {
        columns.push(Column::rest(&head, cell));
    } else {
        columns.extend([Column::fixed(&head, BRIEF, cell), title(lang)]);
    }
    columns
}

/// A number that is worth a look, or a dot.
fn some(number: Option<String>) -> Cell {
    number.map_or_else(|| (Token::Muted, "·").into(), |number| (Token::Warn, number).into())
}

/// `Δ` changed lately, `G`/`X` extension asked for, `P`/`C` coordinating, then what the Working Group says of it among itself.
fn flags(lang: Lang, Line { row, changed, today, .. }: &Line<'_>) -> String {
    let mut flags = String::new();
    if *changed {
        flags.push('Δ');
    }
    if row.extension_pending {
        flags.push_str(lang.tui_flag_extension());
    }
    if row.part == Part::Coordinating {
        flags.push_str(lang.tui_flag_coordinating());
    }
    if let Some(said) = &row.handling {
        flags.push_str(&handling::flags(lang, said, *today));
    }
    flags
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

#[cfg(test)]
mod tests {
    use dondoc_shared::lifecycle::Status;

    use super::*;
    use crate::ui::text;

    #[test]
    fn a_short_status_word_fits_its_column_in_both_languages() {
        for lang in Lang::ALL {
            for status in Status::ALL {
                let word = status.short(*lang);
                assert!(text::width(word) <= STATUS, "{word}");
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
}
