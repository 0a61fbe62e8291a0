//! The tasks whose tenants are not named yet.

use dondoc_shared::wire::national::ToBeAssigned;

use crate::{
    app::{Model, Screen, Step, toast::Tone},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::overview,
    ui,
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The tasks.
    pub list: Option<ToBeAssigned>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// The code of the task under the cursor.
    pub cursor: Option<String>,
    /// First row shown.
    pub top: usize,
}

impl State {
    /// Where in the list the cursor stands.
    pub fn place(&self) -> usize {
        let items = self.list.as_ref().map_or(&[][..], |list| &list.items);
        items.iter().position(|task| Some(&task.code) == self.cursor.as_ref()).unwrap_or(0)
    }
}

/// Goes to the screen.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::ToAssign;
    reload(model, step);
}

/// Fetches the tasks again.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    model.to_assign.waiting = Some(step.ask(model, Call::ToBeAssigned));
}

/// The tasks, or why there are none. False if nobody waited for them.
pub fn arrived(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<ToBeAssigned, Failure>,
) -> bool {
    if model.to_assign.waiting.take_if(|awaited| *awaited == ticket).is_none() {
        return false;
    }
    match answer {
        Ok(list) => (model.to_assign.list, model.to_assign.failure) = (Some(list), None),
        Err(failure) => {
            let text = failure.text(model.lang);
            step.say(model, Tone::Fault, text);
            model.to_assign.failure = Some(failure);
        }
    }
    keep_in_view(model);
    true
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.to_assign;
    let items = state.list.as_ref().map_or(&[][..], |list| &list.items);
    let (here, last) = (state.place(), items.len().saturating_sub(1));
    let half = (ui::to_assign::list_rows(model.size) / 2).max(1);
    let to = match command {
        Command::Refresh => return reload(model, step),
        Command::Back | Command::Close => return overview::enter(model, step),
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => return,
    };
    state.cursor = items.get(to.min(last)).map(|task| task.code.clone());
    keep_in_view(model);
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::to_assign::list_rows(model.size).max(1);
    let here = model.to_assign.place();
    model.to_assign.top = model.to_assign.top.min(here).max((here + 1).saturating_sub(rows));
}
