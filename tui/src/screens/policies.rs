//! The policies: every version of each, and one of them in full.

use std::collections::HashMap;

use dondoc_shared::{
    id::PolicyId,
    wire::policy::{Policies, Policy},
};

use super::draft::Draft;
use crate::{
    app::{Model, Screen, Step, toast::Tone, update::scrolled},
    dialog::agree::{self, Subject},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::{draft, overview},
    ui,
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The versions.
    pub list: Option<Policies>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// The version under the cursor.
    pub cursor: Option<PolicyId>,
    /// First row shown.
    pub top: usize,
    /// Is the version under the cursor shown in full?
    pub open: bool,
    /// First line of it shown.
    pub scroll: usize,
    /// Drafts that were left for another one.
    pub kept: HashMap<PolicyId, Draft>,
}

impl State {
    /// Every version, in the server's order.
    pub fn items(&self) -> &[Policy] {
        self.list.as_ref().map_or(&[], |list| &list.items)
    }

    /// Where in the list the cursor stands.
    pub fn place(&self) -> usize {
        self.cursor.and_then(|id| self.items().iter().position(|policy| policy.id == id)).unwrap_or(0)
    }

    /// The version under the cursor.
    pub fn selected(&self) -> Option<&Policy> {
        self.items().get(self.place())
    }
}

/// Goes to the screen.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Policies;
    reload(model, step);
}

/// Fetches the versions again.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    model.policies.waiting = Some(step.ask(model, Call::Policies));
}

/// The versions, or why there are none. False if nobody waited for them.
pub fn arrived(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<Policies, Failure>,
) -> bool {
    if model.policies.waiting != Some(ticket) {
        return false;
    }
    model.policies.waiting = None;
    match answer {
        Ok(list) => {
            model.policies.failure = None;
            // One that is open and no more there must not turn into another.
            let gone = model.policies.cursor.is_some_and(|id| !list.items.iter().any(|p| p.id == id));
            model.policies.open &= !gone;
            model.policies.list = Some(list);
        }
        Err(failure) => {
            let text = failure.text(model.lang);
            step.say(model, Tone::Fault, text);
            model.policies.failure = Some(failure);
        }
    }
    keep_in_view(model);
    true
}

/// A command of the list.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.policies;
    let here = state.place();
    let half = (ui::policies::list_rows(model.size) / 2).max(1);
    let last = state.items().len().saturating_sub(1);
    let to = match command {
        Command::Open => {
            state.cursor = state.selected().map(|policy| policy.id);
            (state.open, state.scroll) = (state.cursor.is_some(), 0);
            return;
        }
        Command::Back | Command::Close => return overview::enter(model, step),
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        other => return of_selected(model, step, other),
    };
    state.cursor = state.items().get(to.min(last)).map(|policy| policy.id);
    keep_in_view(model);
}

/// A command of the version that is shown in full.
pub fn one_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Back | Command::Close => model.policies.open = false,
        Command::Draft | Command::Withdraw | Command::Refresh => of_selected(model, step, command),
        command => {
            let (length, page) = ui::policies::extent(model);
            model.policies.scroll = scrolled(model.policies.scroll, command, length, page);
        }
    }
}

fn of_selected(model: &mut Model, step: &mut Step<'_>, command: Command) {
    if command == Command::Refresh {
        return reload(model, step);
    }
    let (Some(policy), Some(list)) = (model.policies.selected().cloned(), &model.policies.list) else {
        return;
    };
    let today = list.today;
    match command {
        Command::Draft => draft::begin(model, policy, today),
        Command::Withdraw if policy.until.is_some() || (policy.tenant.is_none() && policy.version == 1) => {
            let text = model.lang.desk_withdraw_not(policy.version);
            step.say(model, Tone::Note, text);
        }
        Command::Withdraw => agree::begin(model, step, Subject::Withdraw { policy: Box::new(policy), today }),
        _ => {}
    }
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::policies::list_rows(model.size).max(1);
    let here = model.policies.place();
    model.policies.top = model.policies.top.min(here).max((here + 1).saturating_sub(rows));
}
