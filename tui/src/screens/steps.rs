//! Steps up the ladder that wait for a person: to which level, since when, and who signed first.

use dondoc_shared::{
    error::ErrorCode,
    text::Lang,
    wire::assignment::{AssignmentRow, Queue, Waits},
};
use jiff::civil::Date;

use super::backlog::{
    self, Line, Listed,
    columns::{Brief, GOOD_TITLE, TITLE, body, code, days, due, flagged, late, mark, since, title},
    listed::{CHOSEN, TAKES, TYPED},
};
use crate::{
    keys::{Command, Layer, Screen, layer::ABOUT_LISTS},
    ui::{
        list::{Cell, Column},
        theme::Token,
    },
};

/// The state of the screen.
pub type State = backlog::State<Steps>;

/// See the module.
#[derive(Debug, Default)]
pub struct Steps;

impl Listed for Steps {
    const SCREEN: Screen = Screen::Steps;
    const PAGE: Layer = Layer::page(Screen::Steps, "steps", TAKES)
        .explained(&[
            Lang::queues_help_steps,
            Lang::queues_help_next,
            Lang::tui_help_marks,
            Lang::tui_help_flags,
            Lang::handling_help_flags,
            Lang::tui_help_order,
            Lang::tui_help_filter,
        ])
        .led_by(&[Command::Open, Command::Escalate]);
    const LINE: Layer = Layer::typed("filter of steps", TYPED).explained(ABOUT_LISTS);
    const COLUMNS: Layer = Layer::pressed("columns of steps", CHOSEN);
    const QUEUE: Option<Queue> = Some(Queue::Step);
    const ABOUT: &'static str = "is:step";

    fn tab(lang: Lang) -> &'static str {
        lang.queues_tab_steps()
    }

    fn none(lang: Lang) -> &'static str {
        lang.queues_no_steps()
    }

    fn columns<'a>(lang: Lang, width: usize, cells: usize) -> Vec<Column<'static, Line<'a>>> {
        vec![
            mark(),
            Column::fixed(lang.queues_column_step(), 3, move |line: &Line<'a>| {
                step(line.row)
                    .map(|(level, ..)| format!("{}{level}", lang.tui_level_letter()))
                    .unwrap_or_default()
            }),
            since(lang, proposed_on).if_room(2, TITLE),
            days(lang, proposed_on).if_room(3, TITLE),
            code(lang, cells).if_room(1, TITLE),
            body(lang).if_room(0, TITLE),
            Column::fixed(
                lang.queues_column_signed(),
                if width < 100 { 21 } else { 36 },
                move |line: &Line<'a>| {
                    step(line.row).map(|(.., signature)| cell(lang, signature)).unwrap_or_default()
                },
            ),
            late(lang).if_room(5, GOOD_TITLE),
            title(lang),
            due(lang).if_room(6, GOOD_TITLE),
            flagged(lang).if_room(4, TITLE),
        ]
    }

    fn brief(lang: Lang) -> Brief {
        (format!("{} {}", lang.queues_column_step(), lang.queues_column_since()), brief)
    }

    fn said(lang: Lang, row: &AssignmentRow, _: Option<Date>) -> Option<String> {
        let (level, on, signature) = step(row)?;
        let signature = match signature {
            Signature::One => lang.queues_needs_one().to_owned(),
            Signature::First => lang.queues_needs_two().to_owned(),
            Signature::Second(by) => lang.queues_needs_second(by),
            Signature::NotTheReader => lang.queues_not_the_reader().to_owned(),
        };
        Some(lang.queues_said_of_step(level, &lang.date(on), &signature))
    }
}

fn brief(lang: Lang, line: &Line<'_>) -> (Token, String) {
    let said =
        step(line.row).map(|(level, on, _)| format!("{}{level} {}", lang.tui_level_letter(), lang.date(on)));
    (Token::Text, said.unwrap_or_default())
}

/// The signature that a step waits for.
#[derive(Clone, Copy)]
enum Signature<'r> {
    /// The only one.
    One,
    /// The first of two.
    First,
    /// The second, after that of this person.
    Second(&'r str),
    /// The second, which the reader cannot give, having given the first.
    NotTheReader,
}

/// To which level a step leads, since when it waits, and for which signature.
fn step(row: &AssignmentRow) -> Option<(i16, Date, Signature<'_>)> {
    let Waits::Step { level, on, second_person, signed_by, release_refused } = row.waits.as_ref()? else {
        return None;
    };
    let signature = match signed_by {
        Some(_) if *release_refused == Some(ErrorCode::SecondPersonRequired) => Signature::NotTheReader,
        Some(by) => Signature::Second(by),
        None if *second_person => Signature::First,
        None => Signature::One,
    };
    Some((*level, *on, signature))
}

fn proposed_on(row: &AssignmentRow) -> Option<Date> {
    step(row).map(|(_, on, _)| on)
}

fn cell(lang: Lang, signature: Signature<'_>) -> Cell {
    match signature {
        Signature::One => lang.queues_one_signature().into(),
        Signature::First => lang.queues_two_signatures().into(),
        Signature::Second(by) => (Token::Accent, lang.queues_signed_by(by)).into(),
        Signature::NotTheReader => (Token::Muted, lang.queues_signed_by_reader()).into(),
    }
}
