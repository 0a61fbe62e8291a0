//! Requests for a later due date that wait for a decision: how many days more, why, and how often there were some before.

use dondoc_shared::{
    lateness::days_between,
    text::Lang,
    wire::assignment::{AssignmentRow, Queue, Waits},
};
use jiff::civil::Date;

use super::backlog::{
    self, Line, Listed,
    columns::{Brief, DATE, GOOD_TITLE, TITLE, body, code, decision, due, flagged, late, mark},
    listed::{CHOSEN, TAKES, TYPED},
};
use crate::{
    keys::{Command, Layer, Screen, layer::ABOUT_LISTS},
    ui::{list::Column, text, theme::Token, time::date_of},
};

/// The state of the screen.
pub type State = backlog::State<Extensions>;

/// See the module.
#[derive(Debug, Default)]
pub struct Extensions;

impl Listed for Extensions {
    const SCREEN: Screen = Screen::Extensions;
    const PAGE: Layer = Layer::page(Screen::Extensions, "extensions", TAKES)
        .explained(&[
            Lang::queues_help_extensions,
            Lang::queues_help_next,
            Lang::tui_help_marks,
            Lang::tui_help_flags,
            Lang::handling_help_flags,
            Lang::tui_help_order,
            Lang::tui_help_filter,
        ])
        .led_by(&[Command::Open, Command::Extension]);
    const LINE: Layer = Layer::typed("filter of extensions", TYPED).explained(ABOUT_LISTS);
    const COLUMNS: Layer = Layer::pressed("columns of extensions", CHOSEN);
    const QUEUE: Option<Queue> = Some(Queue::Extension);
    const ABOUT: &'static str = "is:extension";

    fn tab(lang: Lang) -> &'static str {
        lang.queues_tab_extensions()
    }

    fn none(lang: Lang) -> &'static str {
        lang.queues_no_extensions()
    }

    fn columns<'a>(lang: Lang, _: usize, cells: usize) -> Vec<Column<'static, Line<'a>>> {
        vec![
            mark(),
            Column::fixed(lang.queues_column_asked(), DATE, move |line: &Line<'a>| {
                asked(line.row).map(|asked| lang.date(asked.on)).unwrap_or_default()
            })
            .if_room(2, TITLE),
            Column::fixed(lang.queues_column_more(), 5, move |line: &Line<'a>| {
                asked(line.row).map(|asked| lang.queues_more_days(asked.more)).unwrap_or_default()
            })
            .right(),
            Column::fixed(lang.queues_column_to(), DATE, move |line: &Line<'a>| {
                asked(line.row).map(|asked| lang.date(asked.to)).unwrap_or_default()
            })
            .if_room(4, TITLE),
            code(lang, cells).if_room(1, TITLE),
            body(lang).if_room(0, TITLE),
            Column::fixed(lang.queues_column_granted(), 3, |line: &Line<'a>| {
                let granted = asked(line.row).map(|asked| asked.granted);
                match granted {
                    Some(0) => (Token::Muted, "·".to_owned()),
                    granted => (Token::Warn, granted.map(|n| n.to_string()).unwrap_or_default()),
                }
            })
            .right()
            .if_room(3, TITLE),
            late(lang).if_room(6, GOOD_TITLE),
            Column::rest(lang.queues_column_reason(), move |line: &Line<'a>| {
                let said = |asked: Asked<'_>| text::joined(&[asked.reason, asked.text], ": ");
                asked_in(lang, line.row).map(said).or_else(|| decision(lang, line)).unwrap_or_default()
            }),
            Column::fixed(&lang.tui_column_title().to_uppercase(), 44, move |line: &Line<'a>| {
                lang.pick(&line.row.title_vi, &line.row.title_en).to_owned()
            })
            .if_room(7, GOOD_TITLE),
            due(lang).if_room(8, GOOD_TITLE),
            flagged(lang).if_room(5, TITLE),
        ]
    }

    fn brief(lang: Lang) -> Brief {
        (lang.queues_column_to().to_owned(), brief)
    }

    fn said(lang: Lang, row: &AssignmentRow, _: Option<Date>) -> Option<String> {
        let asked = asked_in(lang, row)?;
        Some(lang.queues_said_of_extension(&lang.date(asked.to), asked.reason, asked.text))
    }
}

fn brief(lang: Lang, line: &Line<'_>) -> (Token, String) {
    let said =
        asked(line.row).map(|asked| format!("{} {}", lang.date(asked.to), lang.queues_more_days(asked.more)));
    (Token::Text, said.unwrap_or_default())
}

/// What is asked for.
struct Asked<'r> {
    on: Date,
    to: Date,
    /// Calendar days more than until the present due date.
    more: i32,
    reason: &'static str,
    text: &'r str,
    granted: i32,
}

fn asked(row: &AssignmentRow) -> Option<Asked<'_>> {
    asked_in(Lang::Vi, row)
}

fn asked_in(lang: Lang, row: &AssignmentRow) -> Option<Asked<'_>> {
    match row.waits.as_ref()? {
        Waits::Extension { at, from, to, reason, text, granted, .. } => Some(Asked {
            on: date_of(*at),
            to: *to,
            more: days_between(row.due_on.unwrap_or(*from), *to),
            reason: reason.name(lang),
            text,
            granted: *granted,
        }),
        _ => None,
    }
}
