//! One assignment, whole, read from top to bottom.

use dondoc_shared::{
    id::AssignmentId,
    wire::{Changed, assignment::AssignmentDetail},
};

use crate::{
    app::{Model, Screen, Step, update::scrolled},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::backlog,
    ui,
};

/// The item on the screen.
#[derive(Debug)]
pub struct State {
    /// Unique also over tenants.
    pub id: AssignmentId,
    /// Its code, known from the list before the facts are here.
    pub code: String,
    /// The facts.
    pub detail: Option<Box<AssignmentDetail>>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there are no newer facts.
    pub failure: Option<Failure>,
    /// First line shown.
    pub scroll: usize,
}

/// Opens an item.
pub fn open(model: &mut Model, step: &mut Step<'_>, id: AssignmentId, code: String) {
    let waiting = Some(step.ask(model, Call::Item(id)));
    model.item = Some(State { id, code, detail: None, waiting, failure: None, scroll: 0 });
    model.screen = Screen::Item;
}

/// Fetches the item on the screen again; nothing if another screen is shown.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    let shown = model.item.as_ref().filter(|_| model.screen == Screen::Item);
    let Some(id) = shown.map(|item| item.id) else { return };
    let ticket = step.ask(model, Call::Item(id));
    if let Some(item) = &mut model.item {
        item.waiting = Some(ticket);
    }
}

/// Something changed; if it is the item on the screen, it is fetched again.
pub fn changed(model: &mut Model, step: &mut Step<'_>, changed: &Changed) {
    let shown = model.item.as_ref().is_some_and(|item| item.id == changed.assignment);
    if shown {
        reload(model, step);
    }
}

/// Facts, or why there are none. False if nobody waited for them.
pub fn arrived(model: &mut Model, ticket: Ticket, answer: Result<Box<AssignmentDetail>, Failure>) -> bool {
    let Some(item) = model.item.as_mut().filter(|item| item.waiting == Some(ticket)) else { return false };
    item.waiting = None;
    match answer {
        Ok(detail) => {
            item.code.clone_from(&detail.row.code);
            item.detail = Some(detail);
            item.failure = None;
        }
        Err(failure) => item.failure = Some(failure),
    }
    true
}

/// Shows facts that came another way (a dialog fetched them).
pub fn show(model: &mut Model, detail: &AssignmentDetail) {
    if let Some(item) = model.item.as_mut().filter(|item| item.id == detail.row.id) {
        item.detail = Some(Box::new(detail.clone()));
    }
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Back | Command::Close => {
            model.screen = Screen::Backlog;
            if model.backlog.is_untouched() {
                backlog::reload(model, step);
            }
        }
        Command::Refresh => reload(model, step),
        Command::NextItem | Command::PreviousItem => {
            let forward = command == Command::NextItem;
            if let Some((id, code)) = backlog::step_cursor(model, step, forward) {
                open(model, step, id, code);
            }
        }
        Command::NextPane | Command::PreviousPane => {
            let sections = ui::item::section_lines(model);
            if let Some(item) = &mut model.item {
                let here = item.scroll;
                let to = if command == Command::NextPane {
                    sections.iter().copied().find(|line| *line > here)
                } else {
                    sections.iter().copied().rev().find(|line| *line < here)
                };
                item.scroll = to.unwrap_or(here);
            }
        }
        command => {
            let (length, page) = ui::item::extent(model);
            if let Some(item) = &mut model.item {
                item.scroll = scrolled(item.scroll, command, length, page);
            }
        }
    }
}
