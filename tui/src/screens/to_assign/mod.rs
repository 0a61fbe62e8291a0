//! The tasks whose tenants are not named yet.

mod view;

use dondoc_shared::{
    text::Lang,
    wire::national::{TaskToAssign, ToBeAssigned},
};

use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{Step, read::Read, screen, waiting::Arrived},
    ui::{
        body_of,
        list::{Keyed, List},
    },
};

/// Rows above the list: what it means, the head.
const ABOVE: usize = 2;
/// Rows below it: a blank one, directive and clause, the title.
const BELOW: usize = 5;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The tasks.
    pub tasks: Read<ToBeAssigned>,
    /// Where in them one is, by the code of the task.
    pub list: List<String>,
}

impl Keyed for TaskToAssign {
    type Key = String;

    fn key(&self) -> String {
        self.code.clone()
    }
}

impl State {
    fn items(&self) -> &[TaskToAssign] {
        self.tasks.value.as_ref().map_or(&[], |list| &list.items)
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

const PAGE: Layer =
    Layer::page(Screen::ToAssign, "to be assigned", &[]).explained(&[Lang::tui_to_assign_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.tui_tab_to_assign().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.tasks.ask(Call::ToBeAssigned, step);
    }

    fn has_failed(&self) -> bool {
        self.tasks.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.tasks.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.tasks.take(arrived) else { return };
        step.heed(&outcome);
        self.keep_in_view(step.size());
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::Back | Command::Close => step.close(),
            _ => {
                let Self { tasks, list } = self;
                let items = tasks.value.as_ref().map_or(&[][..], |list| &list.items);
                list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let here = self.list.place(self.items());
        self.list.keep(here, list_rows(size));
    }
}
