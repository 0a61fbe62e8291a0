//! The next run of reminders: which tenants get how much on a day, and in one tenant who gets which lines and why.

use dondoc_shared::wire::policy::{PersonRun, Run, TenantRun};
use jiff::{Span, civil::Date};

use crate::{
    app::{Model, Screen, Step, toast::Tone, update::scrolled},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::overview,
    ui,
};

/// A tenant that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The key in addresses and filters: `ha-noi`.
    pub slug: String,
    /// The day's run of it alone, with its people.
    pub run: Option<Box<Run>>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// Who gets what.
    pub fn people(&self) -> &[PersonRun] {
        self.run.as_ref().and_then(|run| run.tenants.first()).map_or(&[], |tenant| &tenant.people)
    }
}

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The day that is wanted; the next working day if none was chosen.
    pub on: Option<Date>,
    /// The run, over all tenants.
    pub run: Option<Box<Run>>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    /// The tenant under the cursor, by its key.
    pub cursor: Option<String>,
    /// First row shown.
    pub top: usize,
    /// The tenant whose people are shown.
    pub tenant: Option<Opened>,
}

impl State {
    /// The tenants of the run, most mails first.
    pub fn tenants(&self) -> &[TenantRun] {
        self.run.as_ref().map_or(&[], |run| &run.tenants)
    }

    /// Where in the list the cursor stands.
    pub fn place(&self) -> usize {
        let at = |slug: &String| self.tenants().iter().position(|t| t.tenant.slug == *slug);
        self.cursor.as_ref().and_then(at).unwrap_or(0)
    }

    /// Did the last read of what is shown fail?
    pub fn has_failed(&self) -> bool {
        self.tenant.as_ref().map_or(&self.failure, |opened| &opened.failure).is_some()
    }
}

/// A run may be looked at so many calendar days ahead (the server's limit).
const AHEAD: i32 = 366;

/// Goes to the screen, at the next working day; what was read before is shown until the answer is here.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Run;
    (model.run.on, model.run.tenant) = (None, None);
    reload(model, step);
}

/// Fetches what is shown again.
pub fn reload(model: &mut Model, step: &mut Step<'_>) {
    let on = model.run.on;
    let slug = model.run.tenant.as_ref().map(|opened| opened.slug.clone());
    let ticket = step.ask(model, Call::Run { on, tenant: slug });
    match &mut model.run.tenant {
        Some(opened) => opened.waiting = Some(ticket),
        None => model.run.waiting = Some(ticket),
    }
}

/// A run, or why there is none. False if nobody waited for it.
pub fn arrived(
    model: &mut Model,
    step: &Step<'_>,
    ticket: Ticket,
    answer: Result<Box<Run>, Failure>,
) -> bool {
    let of_tenant = model.run.tenant.as_ref().is_some_and(|opened| opened.waiting == Some(ticket));
    if !of_tenant && model.run.waiting != Some(ticket) {
        return false;
    }
    if let Err(failure) = &answer {
        let text = failure.text(model.lang);
        step.say(model, Tone::Fault, text);
    }
    let state = &mut model.run;
    let (shown, waiting, last) = match &mut state.tenant {
        Some(opened) if of_tenant => (&mut opened.run, &mut opened.waiting, &mut opened.failure),
        _ => (&mut state.run, &mut state.waiting, &mut state.failure),
    };
    *waiting = None;
    match answer {
        Ok(run) => {
            *last = None;
            state.on = Some(run.on);
            *shown = Some(run);
        }
        Err(failure) => {
            *last = Some(failure);
            // A day that could not be read is not the one that the next step starts from.
            state.on = shown.as_ref().map(|run| run.on);
        }
    }
    keep_in_view(model);
    true
}

/// The same for another day.
fn turn(model: &mut Model, step: &mut Step<'_>, days: i64) {
    let to = model.run.on.and_then(|on| on.checked_add(Span::new().try_days(days).ok()?).ok());
    let Some(to) = to else { return };
    let today = model.now(step.env.at).map(|now| now.to_zoned(ui::zone()).date());
    let ahead = today.map(|today| dondoc_shared::lateness::days_between(today, to));
    if ahead.is_some_and(|ahead| !(0..=AHEAD).contains(&ahead)) {
        let text = model.lang.desk_run_beyond(AHEAD);
        step.say(model, Tone::Note, text);
        return;
    }
    model.run.on = Some(to);
    if let Some(opened) = &mut model.run.tenant {
        opened.scroll = 0;
    }
    reload(model, step);
}

/// A command of the list.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    let state = &mut model.run;
    let here = state.place();
    let half = (ui::run::list_rows(model.size) / 2).max(1);
    let last = state.tenants().len().saturating_sub(1);
    let to = match command {
        Command::Refresh => return reload(model, step),
        Command::PreviousDay => return turn(model, step, -1),
        Command::NextDay => return turn(model, step, 1),
        Command::Open => return open(model, step, here),
        Command::Back | Command::Close => return overview::enter(model, step),
        Command::Up => here.saturating_sub(1),
        Command::Down => here.saturating_add(1),
        Command::PageUp => here.saturating_sub(half),
        Command::PageDown => here.saturating_add(half),
        Command::Top => 0,
        Command::Bottom => last,
        _ => return,
    };
    state.cursor = state.tenants().get(to.min(last)).map(|tenant| tenant.tenant.slug.clone());
    keep_in_view(model);
}

fn open(model: &mut Model, step: &mut Step<'_>, place: usize) {
    let Some(slug) = model.run.tenants().get(place).map(|tenant| tenant.tenant.slug.clone()) else { return };
    model.run.cursor = Some(slug.clone());
    model.run.tenant = Some(Opened { slug, run: None, waiting: None, failure: None, scroll: 0 });
    reload(model, step);
}

/// A command of a tenant's people.
pub fn people_command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Refresh => reload(model, step),
        Command::PreviousDay => turn(model, step, -1),
        Command::NextDay => turn(model, step, 1),
        Command::Back | Command::Close => {
            model.run.tenant = None;
            // The day may have been changed since the list was read.
            if model.run.run.as_ref().map(|run| run.on) != model.run.on {
                reload(model, step);
            }
        }
        command => {
            let (length, page) = ui::run::extent(model);
            if let Some(opened) = &mut model.run.tenant {
                opened.scroll = scrolled(opened.scroll, command, length, page);
            }
        }
    }
}

/// Scrolls so that the cursor's row is visible.
pub fn keep_in_view(model: &mut Model) {
    let rows = ui::run::list_rows(model.size).max(1);
    let here = model.run.place();
    model.run.top = model.run.top.min(here).max((here + 1).saturating_sub(rows));
}
