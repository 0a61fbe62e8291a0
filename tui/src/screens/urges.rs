//! The urges that were issued, newest first, and what became of those of the year, tenant by tenant.

use dondoc_shared::{
    id::UrgeId,
    wire::{
        Page,
        urge::{UrgeRow, UrgeStatistics},
    },
};
use jiff::civil::{Date, date};

use crate::{
    app::{Model, Screen, Step, toast::Tone, update::scrolled},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::{backlog, overview},
    ui,
};

/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 20;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The urges read so far.
    pub rows: Vec<UrgeRow>,
    /// The page that was read last, without its rows: where the next begins, how many there are, which day it is.
    pub page: Option<Page<()>>,
    /// The page that is waited for, and whether it begins the list anew.
    pub waiting: Option<(Ticket, bool)>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// The urge under the cursor.
    pub cursor: Option<UrgeId>,
    /// First row shown.
    pub top: usize,
    /// Are the statistics shown rather than the list?
    pub counting: bool,
    /// The statistics of the year.
    pub statistics: Option<Box<UrgeStatistics>>,
    /// The statistics that are waited for.
    pub counts_waiting: Option<Ticket>,
    /// First line of them shown.
    pub scroll: usize,
}

impl State {
    /// Where in the list the cursor stands.
    pub fn place(&self) -> usize {
        self.cursor.and_then(|id| self.rows.iter().position(|row| row.id == id)).unwrap_or(0)
    }

    /// The urge under the cursor.
    pub fn selected(&self) -> Option<&UrgeRow> {
        self.rows.get(self.place())
    }
}

/// Goes to the screen.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Urges;
    reload(model, step);
}

/// Fetches list and statistics again.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    model.urges.waiting = Some((step.ask(model, Call::Urges { cursor: None }), true));
    if let Some(today) = model.now(step.env.at).map(|now| now.to_zoned(ui::zone()).date()) {
        ask_counts(model, step, today);
    }
}

/// Asks for the statistics of the year so far.
fn ask_counts(model: &mut Model, step: &mut Step<'_>, today: Date) {
    let from = date(today.year(), 1, 1);
    model.urges.counts_waiting = Some(step.ask(model, Call::UrgeStatistics { from, to: today }));
}

/// A page, or why there is none. False if nobody waited for it.
pub fn arrived(
    model: &mut Model,
    step: &mut Step<'_>,
    ticket: Ticket,
    answer: Result<Page<UrgeRow>, Failure>,
) -> bool {
    let Some((_, anew)) = model.urges.waiting.take_if(|(awaited, _)| *awaited == ticket) else {
        return false;
    };
    match answer {
        Ok(Page { items, next, total, at_least, today, now }) => {
            let state = &mut model.urges;
            if anew {
                state.rows.clear();
            }
            // A page may repeat an urge that moved meanwhile; each stands in the list once.
            for row in items {
                if !state.rows.iter().any(|known| known.id == row.id) {
                    state.rows.push(row);
                }
            }
            state.failure = None;
            state.page = Some(Page { items: Vec::new(), next, total, at_least, today, now });
            if state.cursor.is_none_or(|id| !state.rows.iter().any(|row| row.id == id)) {
                state.cursor = state.rows.first().map(|row| row.id);
            }
        }
        Err(failure) => failed(model, step, failure),
    }
    keep_in_view(model);
    true
}

/// The statistics, or why there are none. False if nobody waited for them.
pub fn counted(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<Box<UrgeStatistics>, Failure>,
) -> bool {
    if model.urges.counts_waiting.take_if(|awaited| *awaited == ticket).is_none() {
        return false;
    }
    match answer {
        Ok(statistics) => model.urges.statistics = Some(statistics),
        Err(failure) => failed(model, step, failure),
    }
    true
}

fn failed(model: &mut Model, step: &Step<'_>, failure: Failure) {
    let text = failure.text(model.lang);
    step.say(model, Tone::Fault, text);
    model.urges.failure = Some(failure);
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Refresh => return reload(model, step),
        Command::Back | Command::Close => return overview::enter(model, step),
        Command::NextPane | Command::PreviousPane => {
            model.urges.counting = !model.urges.counting;
            return;
        }
        _ => {}
    }
    if model.urges.counting {
        let (length, page) = ui::urges::extent(model);
        model.urges.scroll = scrolled(model.urges.scroll, command, length, page);
        return;
    }
    let state = &mut model.urges;
    let here = state.place();
    let half = (ui::urges::list_rows(model.size) / 2).max(1);
    let last = state.rows.len().saturating_sub(1);
    let to = match command {
        Command::Open => {
            let filter = state.selected().map(|row| format!("tenant:{} is:urged", row.tenant.slug));
            return filter.map_or((), |filter| backlog::show(model, step, &filter));
        }
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => return,
    };
    state.cursor = state.rows.get(to.min(last)).map(|row| row.id);
    keep_in_view(model);
    let next = model.urges.page.as_ref().and_then(|page| page.next.clone());
    if model.urges.waiting.is_none() && next.is_some() && to.saturating_add(NEAR) >= last {
        model.urges.waiting = Some((step.ask(model, Call::Urges { cursor: next }), false));
    }
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::urges::list_rows(model.size).max(1);
    let here = model.urges.place();
    model.urges.top = model.urges.top.min(here).max((here + 1).saturating_sub(rows));
}
