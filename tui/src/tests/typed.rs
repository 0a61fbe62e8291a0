//! Every word that a list prints in a column can be typed as its value, and what the column is called as the field (R175).

use crossterm::event::KeyCode;
use dondoc_shared::{
    filter::{Filter, FilterFault},
    fold::fold,
    lifecycle::{Part, Status},
    text::Lang,
    wire::{
        Precision,
        assignment::AssignmentRow,
        handling::{Claim, Handling},
    },
};
use jiff::{ToSpan, civil::Date};

use super::{
    Desk,
    facts::{self, TODAY},
};
use crate::{
    screens::{
        backlog::{
            Line,
            listed::{Everything, Listed},
        },
        extensions::Extensions,
        steps::Steps,
        submissions::Submissions,
    },
    ui::{list::Column, written::heads_and_cells},
};

/// What is printed of a row: of each column the head and the cell.
type Printed = Vec<(String, String)>;

fn of_list<L: Listed>(lang: Lang, row: &AssignmentRow) -> Printed {
    let line = Line { row, changed: false, chosen: false, decided: None, today: Some(TODAY) };
    let columns: Vec<Column<'_, Line<'_>>> = L::columns(lang, 200, 24);
    columns.iter().map(|column| (column.head().to_owned(), column.text(&line))).collect()
}

/// Everything that is printed of a row anywhere in a column that could be filtered by.
fn printed(lang: Lang, row: &AssignmentRow) -> Printed {
    let lists = [
        of_list::<Everything>(lang, row),
        of_list::<Submissions>(lang, row),
        of_list::<Extensions>(lang, row),
        of_list::<Steps>(lang, row),
    ];
    let written = heads_and_cells(lang, row, TODAY);
    lists.into_iter().flatten().chain(written).filter(|(head, _)| !head.is_empty()).collect()
}

/// A row in every state, at every level, with every kind of date, named and claimed or not.
fn rows() -> Vec<AssignmentRow> {
    let mut rows = Vec::new();
    for (n, status) in (0..).zip(Status::ALL) {
        for (place, precision) in (0..).zip([
            Precision::Day,
            Precision::Month,
            Precision::Quarter,
            Precision::Year,
            Precision::None,
        ]) {
            let overdue = if status.is_open() && n % 2 == 0 { place * 7 + 1 } else { 0 };
            let late: Option<Date> = (precision != Precision::None).then(|| {
                TODAY
                    .saturating_add(1.days())
                    .saturating_sub(i64::from(overdue).days())
                    .saturating_add(if overdue == 0 { 5.days() } else { 0.days() })
            });
            let overdue = if late.is_some() { overdue } else { 0 };
            let due = late.map(|late| late.saturating_sub(1.days()));
            let is_even = (n + place) % 2 == 0;
            rows.push(AssignmentRow {
                status: *status,
                part: if is_even { Part::Lead } else { Part::Coordinating },
                level: i16::try_from(place).unwrap(),
                urges: place,
                unanswered_urges: (place - 1).max(0),
                percent: i16::try_from(place * 25).unwrap(),
                due_on: due,
                due_precision: precision,
                original_due_on: due,
                late_from: late,
                days_overdue: overdue,
                working_days_left: None,
                assignee: is_even.then(|| "Trần Văn Bình".to_owned()),
                last_urged_on: is_even.then_some(TODAY),
                last_report_at: is_even.then(facts::now),
                handling: is_even.then(|| Handling { claim: Some(claim()), ..Handling::default() }),
                ..facts::row(u32::try_from(n * 5 + place).unwrap())
            });
        }
    }
    rows
}

fn claim() -> Claim {
    Claim { by: "Chuyên viên Tổ công tác 2".to_owned(), mine: false, at: facts::now() }
}

/// The filter of an open or a closed row that has this in a column of this name.
fn asked(row: &AssignmentRow, head: &str, value: &str) -> String {
    let scope = if row.status.is_open() { "" } else { "is:closed " };
    format!("{scope}{}:{value}", head.replace(' ', "-"))
}

/// Columns that are no field: what is typed for them is refused with what comes nearest, where something does.
fn is_refused(head: &str) -> bool {
    let typed = format!("{}:x", head.replace(' ', "-"));
    matches!(Filter::parse(&typed), Err(error) if matches!(error.fault, FilterFault::NoField(_)))
}

/// What a field does not take though its column prints it: names of people, for which it takes `me`, `none` and `any`.
fn is_name(row: &AssignmentRow, value: &str) -> bool {
    let claimed = row.claim().map(|claim| claim.by.as_str());
    [row.assignee.as_deref(), claimed].contains(&Some(value))
}

/// A file has 0 days for all that is not overdue, so that a spreadsheet can add them up; `overdue:0` is due today.
fn is_not_overdue(lang: Lang, head: &str, value: &str) -> bool {
    head == lang.verbs_column_days_overdue() && value == "0"
}

#[test]
fn what_a_column_of_any_list_is_called_is_a_field_or_refused_by_its_name() {
    for lang in Lang::ALL {
        for (head, _) in printed(*lang, &facts::row(0)) {
            let plain = head.to_lowercase();
            for typed in [plain.replace(' ', "-"), plain.replace(' ', ""), fold(&head).replace(' ', "-")] {
                let fault = Filter::parse(&format!("{typed}:x")).err().map(|error| error.fault);
                assert!(!matches!(fault, Some(FilterFault::UnknownField(_))), "{typed}: {fault:?}");
            }
            // In quotes it is no text to look for.
            let quoted = |typed: &str| match Filter::parse(&format!("{typed}:x")) {
                Ok(filter) => Ok(filter.words),
                Err(error) => Err(error.fault),
            };
            assert_eq!(quoted(&format!("\"{head}\"")), quoted(&plain.replace(' ', "-")), "{head}");
        }
    }
}

/// Columns of which the console does not know that a row says something else, or that print one day in several ways.
fn is_exact(lang: Lang, head: &str, cell: &str) -> bool {
    let of_server = [
        lang.queues_column_body(),
        lang.verbs_column_body_key(),
        lang.tui_column_code(),
        lang.tui_column_title(),
        lang.tui_column_directive(),
    ];
    let is = |known: &str| known.to_lowercase() == head.to_lowercase();
    let is_period = is(lang.tui_column_due()) && cell.contains(|c: char| c.is_ascii_digit());
    !of_server.into_iter().any(is) && !cell.contains('/') && !is_period
}

#[test]
fn every_word_that_a_list_prints_in_a_column_finds_its_rows_and_no_others_when_it_is_typed_as_its_value() {
    let all = rows();
    for lang in Lang::ALL {
        let of_all: Vec<Printed> = all.iter().map(|row| printed(*lang, row)).collect();
        for (row, cells) in all.iter().zip(&of_all) {
            for (place, (head, cell)) in cells.iter().enumerate() {
                if cell.is_empty()
                    || is_refused(head)
                    || is_name(row, cell)
                    || is_not_overdue(*lang, head, cell)
                {
                    continue;
                }
                let mut values = vec![format!("\"{cell}\""), format!("\"{}\"", fold(cell).to_uppercase())];
                let is_one_word = !cell.contains(' ');
                let is_listed = head.to_lowercase() == lang.tui_column_status().to_lowercase();
                if is_one_word || is_listed {
                    values.push(cell.replace(' ', "-"));
                }
                if is_listed {
                    values.push(cell.replace(' ', ""));
                }
                for value in values {
                    let text = asked(row, head, &value);
                    let filter = Filter::parse(&text)
                        .unwrap_or_else(|error| panic!("{text}: {}", lang.filter_fault(&error)));
                    assert!(!filter.excludes(row, TODAY), "{text}: {filter:?}\n{row:?}");
                    let others = all.iter().zip(&of_all).filter(|(other, printed)| {
                        other.status.is_open() == row.status.is_open() && printed[place].1 != *cell
                    });
                    for (other, printed) in others.filter(|_| is_exact(*lang, head, cell)) {
                        assert!(
                            filter.excludes(other, TODAY),
                            "{text} finds “{}”\n{filter:?}",
                            printed[place].1
                        );
                    }
                }
            }
        }
    }
}

/// They depend on the working calendar of each tenant, which no filter reads.
#[test]
fn working_days_left_are_refused_with_what_a_due_date_takes() {
    for lang in Lang::ALL {
        let row = AssignmentRow { days_overdue: 0, working_days_left: Some(5), ..facts::row(0) };
        let (head, cell) = of_list::<Everything>(*lang, &row).remove(1);
        let fault = Filter::parse(&format!("{head}:\"{cell}\"").replace(' ', "-")).unwrap_err().fault;
        assert!(lang.filter_reason(&fault).contains("31/12/2024"), "{cell}: {fault:?}");
    }
}

#[test]
fn the_fields_and_their_names_in_both_languages_stand_in_the_help_of_the_filter_line_at_80x24() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.text("/");
        desk.key(KeyCode::F(1));
        let mut pages = vec![desk.screen(80, 24)];
        for _ in 0..12 {
            desk.key(KeyCode::PageDown);
            pages.push(desk.screen(80, 24));
        }
        let about = pages.iter().find(|page| page.contains("last-urge"));
        insta::assert_snapshot!(format!("filter_help_{lang}"), about.unwrap());
    }
}

#[test]
fn a_slip_is_answered_with_the_nearest_value_before_all_that_there_are_at_80x24() {
    for (lang, typed) in [(Lang::Vi, "trangthai:bi-tra-laj"), (Lang::En, "status:retruned")] {
        let mut desk = Desk::in_backlog(lang);
        desk.text("/");
        desk.text(typed);
        insta::assert_snapshot!(format!("filter_nearest_{lang}"), desk.screen(80, 24));
        desk.key(KeyCode::Tab);
        let wanted = lang.pick("trangthai:bị-trả-lại", "status:returned");
        assert!(desk.screen(80, 24).contains(wanted), "{}", desk.screen(80, 24));
    }
}
