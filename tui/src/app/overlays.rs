//! What keys do to what lies over everything.

use tui_input::Input;

use super::{
    Model, coded,
    finder::{remember, tenants},
    finder_view::{listed, visible},
    going::jump,
    help, searching,
};
use crate::{
    dialog::form,
    keys::{Command, Key, Screen},
    step::{
        Step, Turn, With,
        overlay::{Choice, Finder, Overlay, Scope},
        toast::Tone,
        waiting::Asker,
    },
    ui::{
        list::{List, moved},
        scroll::scrolled,
    },
};

/// Characters that are typed to look for something.
const MAX_CHARS: usize = 80;

/// A command of an overlay. What was chosen to be done on the screen below it comes back.
pub fn command(model: &mut Model, turn: &mut Turn, command: Command) -> Option<Command> {
    let (length, page) = help::extent(model);
    match (&mut model.common.overlay, command) {
        (Some(Overlay::Finder(_)), Command::Run) => return run(model, turn),
        (Some(Overlay::Finder(_)), command) => finder_command(model, command),
        (Some(Overlay::Search(_)), command) => searching::command(model, command, turn),
        (Some(Overlay::Quit { leave: true, .. }), Command::Confirm) => {
            Step::new(&mut model.common, turn, Asker::LogIn).leave();
        }
        (
            Some(Overlay::Quit { leave, .. }),
            Command::NextPane | Command::PreviousPane | Command::Left | Command::Right,
        ) => {
            *leave = !*leave;
        }
        (overlay, Command::Confirm | Command::Back | Command::Close) => *overlay = None,
        (Some(Overlay::Log { scroll }), command) => *scroll = scrolled(*scroll, command, length, page),
        (Some(Overlay::Quit { .. }) | None, _) => {}
    }
    None
}

/// The choices of the finder that is open, where among them its cursor stands, and how many are visible.
fn listing(model: &Model) -> Option<(Vec<Choice>, usize, usize)> {
    let Some(Overlay::Finder(finder)) = &model.common.overlay else { return None };
    let rows = listed(model, finder);
    let (here, page) = (finder.list.place(&rows), visible(model.common.ui(), finder));
    Some((rows.into_iter().map(|row| row.choice).collect(), here, page))
}

fn finder_command(model: &mut Model, command: Command) {
    let Some((choices, here, page)) = listing(model) else { return };
    let Some(Overlay::Finder(finder)) = &mut model.common.overlay else { return };
    match command {
        Command::Filter => narrow(finder, Some(Input::default())),
        Command::Back if finder.scope == Scope::Help && finder.line.is_some() => narrow(finder, None),
        Command::Back | Command::Close => model.common.overlay = None,
        command => {
            if let Some(to) = moved(command, here, choices.len(), page) {
                finder.list.cursor = choices.get(to).cloned();
                finder.list.keep(to, page);
            }
        }
    }
}

/// Does what the cursor is on; a command is answered, to be obeyed as its key is.
fn run(model: &mut Model, turn: &mut Turn) -> Option<Command> {
    let (choices, here, _) = listing(model)?;
    let chosen = choices.into_iter().nth(here).filter(|choice| !matches!(choice, Choice::Text(_)))?;
    model.common.overlay = None;
    remember(model, &chosen);
    match chosen {
        Choice::Command(command) => return Some(command),
        Choice::Tenant(slug) => jump(model, turn, Screen::Backlog, With::Filter(format!("tenant:{slug}"))),
        Choice::View(key) => jump(model, turn, Screen::Backlog, With::Filter(format!("@{key}"))),
        Choice::TenantPage(slug) => {
            let tenant = tenants(model).find(|tenant| tenant.slug == slug).cloned();
            if let Some(tenant) = tenant {
                jump(model, turn, Screen::Tenant, With::Tenant(tenant));
            }
        }
        Choice::Task(task) => jump(model, turn, Screen::Backlog, With::Filter(task)),
        Choice::Assignment { task, body } => coded::begin(model, turn, task, body),
        Choice::Draft { id, code } => jump(model, turn, Screen::Item, With::Assignment { id, code }),
        Choice::Theme(theme) => model.common.looks.theme = theme,
        Choice::Text(_) => {}
    }
    None
}

fn narrow(finder: &mut Finder, line: Option<Input>) {
    (finder.line, finder.list) = (line, List::default());
}

/// A key that is typed where something is looked for.
pub fn edit(model: &mut Model, key: Key) {
    searching::edit(model, key);
    if let Some(Overlay::Finder(Finder { line: Some(line), list, .. })) = &mut model.common.overlay {
        form::type_key(line, key, MAX_CHARS);
        *list = List::default();
    }
}

/// Text pasted where something is looked for. False where nothing is.
pub fn paste(model: &mut Model, turn: &mut Turn, text: &str) -> bool {
    let Some(Overlay::Finder(Finder { line: Some(line), list, .. })) = &mut model.common.overlay else {
        return searching::paste(model, turn, text);
    };
    let pasted = form::insert(line, text.trim(), MAX_CHARS, false);
    *list = List::default();
    if let Err(long) = pasted {
        Step::new(&mut model.common, turn, Asker::Dialog).say(Tone::Note, |lang| long.text(lang));
    }
    true
}
