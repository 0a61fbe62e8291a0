//! The columns of the table.

use dondoc_shared::{lifecycle::Part, text::Lang, wire::assignment::AssignmentRow};

use crate::ui::{
    Ui,
    list::{Cell, Column, Table},
    text,
    theme::Token,
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
}

/// The least cells of a title.
const TITLE: usize = 18;
/// A title of this many cells matters more than the columns that only a wide window has.
const GOOD_TITLE: usize = 40;
const STATUS: usize = 12;

/// The table in `width` cells; the column of the code is as wide as the visible `rows` need.
pub fn table<'a>(
    ui: Ui,
    width: usize,
    rows: impl Iterator<Item = &'a AssignmentRow>,
) -> Table<'static, Line<'a>> {
    let code = rows.map(|row| text::width(&row.code)).max().unwrap_or(0);
    // On a narrow screen the title needs the room more; the strip below the table has the whole code.
    let code = code.clamp(8, if width < 100 { 18 } else { 24 });
    Table::new(columns(ui.lang, code), width, 0)
}

/// Every column, from left to right, each with its place among those that get room.
fn columns<'a>(lang: Lang, code: usize) -> [Column<'static, Line<'a>>; 12] {
    let upper = |head: &str| head.to_uppercase();
    [
        Column::fixed("", 1, |line: &Line<'a>| (Token::Accent, if line.chosen { "✓" } else { "" })),
        Column::fixed(&upper(lang.tui_column_late()), 15, move |Line { row, .. }: &Line<'a>| {
            let (token, marks) = words::severity(row);
            (token, format!("{marks:<3} {}", short_late(lang, row)))
        })
        .if_room(0, TITLE),
        Column::fixed(&upper(lang.tui_column_level()), 3, move |Line { row, .. }: &Line<'a>| {
            some((row.level > 0).then(|| format!("{}{}", lang.tui_level_letter(), row.level)))
        })
        .if_room(4, TITLE),
        Column::fixed(&upper(lang.tui_column_code()), code, |Line { row, .. }: &Line<'a>| row.code.clone())
            .if_room(1, TITLE),
        Column::fixed(&upper(lang.tui_column_status()), STATUS, move |Line { row, .. }: &Line<'a>| {
            row.status.short(lang)
        })
        .if_room(2, TITLE),
        Column::fixed("%", 4, |Line { row, .. }: &Line<'a>| format!("{}%", row.percent))
            .right()
            .if_room(7, GOOD_TITLE),
        Column::rest(&upper(lang.tui_column_title()), move |Line { row, .. }: &Line<'a>| {
            lang.pick(&row.title_vi, &row.title_en).to_owned()
        }),
        Column::fixed(&upper(lang.tui_column_due()), 14, move |Line { row, .. }: &Line<'a>| {
            let due = row.due_on.map(|due| lang.due_date(due, row.due_precision));
            due.unwrap_or_else(|| "–".to_owned())
        })
        .if_room(6, TITLE),
        Column::fixed(&upper(lang.tui_column_urges()), 3, |Line { row, .. }: &Line<'a>| {
            some((row.unanswered_urges > 0).then(|| row.unanswered_urges.to_string()))
        })
        .if_room(5, TITLE),
        Column::fixed(&upper(lang.tui_column_assignee()), 20, |Line { row, .. }: &Line<'a>| {
            row.assignee.clone().unwrap_or_default()
        })
        .if_room(9, GOOD_TITLE),
        Column::fixed(&upper(lang.tui_column_directive()), 16, |Line { row, .. }: &Line<'a>| {
            row.directive.clone()
        })
        .if_room(8, GOOD_TITLE),
        Column::fixed(&upper(lang.tui_column_flags()), 4, move |line: &Line<'a>| {
            (Token::Accent, flags(lang, line))
        })
        .if_room(3, TITLE),
    ]
}

/// A number that is worth a look, or a dot.
fn some(number: Option<String>) -> Cell {
    number.map_or_else(|| (Token::Muted, "·").into(), |number| (Token::Warn, number).into())
}

/// `Δ` changed lately, `G`/`E` extension asked for, `P`/`C` coordinating.
fn flags(lang: Lang, Line { row, changed, .. }: &Line<'_>) -> String {
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

    #[test]
    fn a_narrow_table_keeps_lateness_code_and_title_and_a_wide_one_shows_everything() {
        let lang = Lang::Vi;
        let head = |width| table(Ui::default(), width, [].iter()).head(Ui::default()).to_string();
        let narrow = head(60);
        for column in [lang.tui_column_late(), lang.tui_column_code(), lang.tui_column_title()] {
            assert!(narrow.contains(&column.to_uppercase()), "{narrow}");
        }
        let heads = columns(lang, 8).len();
        assert_eq!(table(Ui::default(), 200, [].iter()).width(), heads);
        for width in 0..200 {
            let used = text::width(&head(width));
            assert!(used <= width.max(TITLE + 2), "{width}: {used}");
        }
    }
}
