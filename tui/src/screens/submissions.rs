//! Submissions that wait to be verified: since when, on what evidence, and by whom they were made.

use dondoc_shared::{
    lateness::days_between,
    text::Lang,
    wire::assignment::{AssignmentRow, Queue, Waits},
};
use jiff::civil::Date;

use super::backlog::{
    self, Line, Listed,
    columns::{Brief, DATE, GOOD_TITLE, TITLE, body, code, days, due, flagged, late, mark, since, title},
    listed::{CHOSEN, TAKES, TYPED},
};
use crate::{
    keys::{Command, Layer, Screen, layer::ABOUT_LISTS},
    ui::{list::Column, theme::Token, time::date_of},
};

/// The state of the screen.
pub type State = backlog::State<Submissions>;

/// See the module.
#[derive(Debug, Default)]
pub struct Submissions;

impl Listed for Submissions {
    const SCREEN: Screen = Screen::Submissions;
    const PAGE: Layer = Layer::page(Screen::Submissions, "submissions", TAKES)
        .explained(&[
            Lang::queues_help_submissions,
            Lang::queues_help_next,
            Lang::tui_help_marks,
            Lang::tui_help_flags,
            Lang::handling_help_flags,
            Lang::tui_help_order,
            Lang::tui_help_filter,
        ])
        .led_by(&[Command::Open, Command::Verify, Command::Evidence]);
    const LINE: Layer = Layer::typed("filter of submissions", TYPED).explained(ABOUT_LISTS);
    const COLUMNS: Layer = Layer::pressed("columns of submissions", CHOSEN);
    const QUEUE: Option<Queue> = Some(Queue::Submission);
    const ABOUT: &'static str = "status:submitted";

    fn tab(lang: Lang) -> &'static str {
        lang.queues_tab_submissions()
    }

    fn none(lang: Lang) -> &'static str {
        lang.queues_no_submissions()
    }

    fn columns<'a>(lang: Lang, _: usize, cells: usize) -> Vec<Column<'static, Line<'a>>> {
        vec![
            mark(),
            since(lang, submitted_on),
            days(lang, submitted_on),
            code(lang, cells).if_room(1, TITLE),
            body(lang).if_room(0, TITLE),
            Column::fixed(lang.queues_column_evidence(), 3, |line: &Line<'a>| {
                waiting(line.row).map(|(.., evidence)| evidence.to_string()).unwrap_or_default()
            })
            .right()
            .if_room(2, TITLE),
            Column::fixed(lang.queues_column_reported(), DATE, move |line: &Line<'a>| {
                reported(lang, line.row)
            })
            .if_room(3, TITLE),
            late(lang).if_room(6, TITLE),
            title(lang),
            Column::fixed(lang.queues_column_submitted_by(), 22, |line: &Line<'a>| {
                waiting(line.row).map(|(_, by, _)| by.to_owned()).unwrap_or_default()
            })
            .if_room(5, TITLE),
            due(lang).if_room(7, GOOD_TITLE),
            flagged(lang).if_room(4, TITLE),
        ]
    }

    fn brief(lang: Lang) -> Brief {
        (lang.queues_column_since().to_owned(), brief)
    }

    fn said(lang: Lang, row: &AssignmentRow, today: Option<Date>) -> Option<String> {
        let (on, by, evidence) = waiting(row)?;
        let days = today.map_or(0, |today| days_between(on, today));
        let reported = reported(lang, row);
        Some(lang.queues_said_of_submission(&lang.date(on), days, by, evidence, &reported))
    }
}

fn brief(lang: Lang, line: &Line<'_>) -> (Token, String) {
    let said = submitted_on(line.row).map(|on| lang.date(on));
    (Token::Text, said.unwrap_or_default())
}

/// Since when a submission waits, who made it, and its pieces of evidence.
fn waiting(row: &AssignmentRow) -> Option<(Date, &str, i64)> {
    match row.waits.as_ref()? {
        Waits::Submission { at, by, evidence } => Some((date_of(*at), by, *evidence)),
        _ => None,
    }
}

fn submitted_on(row: &AssignmentRow) -> Option<Date> {
    waiting(row).map(|(on, ..)| on)
}

/// The day of the last report.
fn reported(lang: Lang, row: &AssignmentRow) -> String {
    row.last_report_at.map_or_else(|| "–".to_owned(), |at| lang.date(date_of(at)))
}
