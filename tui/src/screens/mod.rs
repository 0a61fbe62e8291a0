//! The screens, each in a folder of its own: its state and what changes it (`mod.rs`), and how it looks (`view.rs`). The
//! lists of them below are made from the registry in [`crate::keys::screen`].

pub mod backlog;
pub mod blocks;
pub mod calendar;
pub mod checks;
pub mod composer;
pub mod contacts;
pub mod corrections;
pub mod decisions;
pub mod draft;
pub mod extensions;
pub mod figures;
pub mod item;
pub mod log_in;
pub mod mail;
pub mod matrix;
pub mod overview;
pub mod periods;
pub mod policies;
pub mod rechecks;
pub mod report;
pub mod run;
pub mod steps;
pub mod submissions;
pub mod templates;
pub mod tenant;
pub mod to_assign;
pub mod urges;
pub mod views;

use std::time::Duration;

use dondoc_shared::{
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        TenantRef,
        assignment::{AssignmentDetail, AssignmentRow, Queue},
    },
};
use jiff::{Timestamp, civil::Date};
use ratatui::{Frame, layout::Rect};

use crate::{
    keys::{Command, Key, Layer, Screen, screens},
    step::{
        Common, LeftOut, News, Place, Step, Turn, With,
        handled::Target,
        screen::Screen as _,
        waiting::{Arrived, Asker},
    },
    ui::{Ui, View as _, hits::Text, words},
};

macro_rules! hold {
    ({} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        /// The state of every screen.
        #[derive(Debug, Default)]
        pub struct Screens {
            $(#[doc = concat!("`", stringify!($module), "`")] pub $module: $module::State,)+
        }

        /// The layers of every screen.
        pub fn layers() -> impl Iterator<Item = Layer> {
            let all: &[&'static [Layer]] = &[$(<$module::State as crate::step::screen::Screen>::LAYERS),+];
            all.iter().copied().flatten().copied()
        }
    };
}
screens!(hold);

/// What the screen that is shown says.
macro_rules! shown {
    ({$screens:ident, $shown:ident, $screen:ident => $say:expr} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        match $shown {
            $(Screen::$name => {
                let $screen = &$screens.$module;
                $say
            })+
        }
    };
}

/// What is done to the screen that is shown, in its turn.
macro_rules! turn {
    ({$screens:ident, $shown:ident, $screen:ident => $act:expr} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        match $shown {
            $(Screen::$name => {
                let $screen = &mut $screens.$module;
                $act
            })+
        }
    };
}

/// What is done to every screen, each in its own turn.
macro_rules! each {
    ({$screens:ident, $it:ident, $screen:ident => $act:expr} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        $({
            let ($it, $screen) = (Screen::$name, &mut $screens.$module);
            $act;
        })+
    };
}

/// What every screen says, in the order of the registry.
macro_rules! all {
    ({$screens:ident, $screen:ident => $say:expr} $($name:ident $module:ident $(: $chord:literal $title:ident $([$bar:ident])? $(needs $right:ident)?)?;)+) => {
        [$({
            let $screen = &$screens.$module;
            $say
        }),+]
    };
}

impl Screens {
    /// The layer of a screen that has the focus.
    pub fn layer(&self, of: Screen) -> Layer {
        screens!(shown self, of, screen => screen.layer())
    }

    /// The tab of a screen.
    pub fn tab(&self, of: Screen, lang: Lang) -> String {
        screens!(shown self, of, screen => screen.tab(lang))
    }

    /// Somebody comes to a screen.
    pub fn enter(&mut self, to: Screen, with: With, common: &mut Common, turn: &mut Turn) {
        let step = &mut Step::new(common, turn, Asker::Screen(to));
        screens!(turn self, to, screen => screen.enter(with, step));
    }

    /// Where somebody is who looks at a screen.
    pub fn place(&self, on: Screen) -> Place {
        Place { screen: on, at: screens!(shown self, on, screen => screen.at()) }
    }

    /// Somebody comes back to a place.
    pub fn back(&mut self, Place { screen: to, at }: Place, common: &mut Common, turn: &mut Turn) {
        let step = &mut Step::new(common, turn, Asker::Screen(to));
        screens!(turn self, to, screen => screen.back_to(at, step));
    }

    /// Whether a screen has nothing to show yet and waits for it.
    pub fn is_blank(&self, on: Screen) -> bool {
        screens!(shown self, on, screen => screen.is_blank())
    }

    /// The reader changed the language. Screens that are not shown read again when somebody comes to them.
    pub fn reworded(&mut self, common: &mut Common, turn: &mut Turn) {
        let shown = common.screen;
        screens!(each self, it, screen => {
            screen.reworded(it == shown, &mut Step::new(common, turn, Asker::Screen(it)));
        });
    }

    /// Reads what a screen shows again, if the last read failed.
    pub fn read_again(&mut self, of: Screen, common: &mut Common, turn: &mut Turn) {
        let step = &mut Step::new(common, turn, Asker::Screen(of));
        screens!(turn self, of, screen => if screen.has_failed() { screen.reload(step) });
    }

    /// A command for a screen, and the key that was pressed for it.
    pub fn command(
        &mut self,
        of: Screen,
        (command, key): (Command, Key),
        common: &mut Common,
        turn: &mut Turn,
    ) {
        let step = &mut Step::new(common, turn, Asker::Screen(of));
        screens!(turn self, of, screen => screen.command(command, key, step));
    }

    /// Why a screen cannot take a command now; none if it can.
    pub fn refusal(&self, of: Screen, command: Command, lang: Lang) -> Option<String> {
        screens!(shown self, of, screen => screen.refusal(command, lang))
    }

    /// A key that is typed.
    pub fn edit(&mut self, of: Screen, key: Key, common: &mut Common, turn: &mut Turn) {
        let step = &mut Step::new(common, turn, Asker::Screen(of));
        screens!(turn self, of, screen => screen.edit(key, step));
    }

    /// Text that is pasted. False if the screen has no use for it.
    pub fn paste(&mut self, of: Screen, text: &str, common: &mut Common, turn: &mut Turn) -> bool {
        let step = &mut Step::new(common, turn, Asker::Screen(of));
        screens!(turn self, of, screen => screen.paste(text, step))
    }

    /// The answer to something that a screen asked.
    pub fn answered(&mut self, by: Screen, arrived: &mut Arrived, common: &mut Common, turn: &mut Turn) {
        let step = &mut Step::new(common, turn, Asker::Screen(by));
        screens!(turn self, by, screen => screen.answered(arrived, step));
    }

    /// The assignment that an act is about, and its facts where they are on the screen.
    pub fn selected(&self, on: Screen) -> (Option<AssignmentId>, Option<&AssignmentDetail>) {
        screens!(shown self, on, screen => (screen.selected(), screen.facts()))
    }

    /// The assignments that an urge begun by this command is about, each with its code where that is known.
    pub fn urged(&self, on: Screen, command: Command) -> Vec<(AssignmentId, Option<String>)> {
        screens!(shown self, on, screen => screen.urged(command))
    }

    /// Who owes something as well and is not urged by this command.
    pub fn left_out(&self, on: Screen, command: Command) -> Vec<LeftOut> {
        screens!(shown self, on, screen => screen.left_out(command))
    }

    /// The assignments that are decided on together from a screen, each with its code; none where it is one alone.
    pub fn decided(&self, on: Screen) -> Vec<(AssignmentId, String)> {
        screens!(shown self, on, screen => screen.decided())
    }

    /// The tenant that the row under the cursor or the page is about.
    pub fn tenant(&self, on: Screen) -> Option<&TenantRef> {
        screens!(shown self, on, screen => screen.tenant())
    }

    /// The number of the directive that the row under the cursor or the page is about.
    pub fn directive(&self, on: Screen) -> Option<&str> {
        screens!(shown self, on, screen => screen.directive())
    }

    /// The assignments that are claimed or snoozed from a screen.
    pub fn targets(&self, on: Screen) -> Vec<Target> {
        screens!(shown self, on, screen => screen.targets())
    }

    /// One assignment of a screen, as it is shown there.
    pub fn target(&self, on: Screen, id: AssignmentId) -> Option<Target> {
        let (_, facts) = self.selected(on);
        let row = facts.map(|detail| &detail.row).filter(|row| row.id == id);
        row.or_else(|| self.row_on(on, id).map(|(row, _)| row)).map(Target::of)
    }

    /// What any list knows of an assignment.
    pub fn row(&self, id: AssignmentId) -> Option<&AssignmentRow> {
        screens!(all self, screen => screen.row(id)).into_iter().flatten().next()
    }

    /// What a screen lists of an assignment, and what can wait on its rows and is told with them.
    pub fn row_on(&self, on: Screen, id: AssignmentId) -> Option<(&AssignmentRow, Option<Queue>)> {
        screens!(shown self, on, screen => screen.row(id).map(|row| (row, screen.queue())))
    }

    /// The text that an act on the selected assignment begins with.
    pub fn wording(&self, on: Screen, act: Command) -> Option<String> {
        screens!(shown self, on, screen => screen.wording(act))
    }

    /// What an urge that is begun on a screen is about, where that knows more of it than the assignments.
    pub fn urge_scope(&self, on: Screen) -> Option<Both> {
        screens!(shown self, on, screen => screen.urge_scope())
    }

    /// The version of the selected assignment that a screen shows, where an act must be about no other.
    pub fn seen(&self, on: Screen, act: Command) -> Option<i32> {
        screens!(shown self, on, screen => screen.seen(act))
    }

    /// The local date that what is shown was read on.
    pub fn today(&self, on: Screen, ui: Ui) -> Option<Date> {
        screens!(shown self, on, screen => screen.today(ui))
    }

    /// The text on a screen, where words can be looked for in that.
    pub fn text(&self, on: Screen, ui: Ui) -> Option<Text> {
        screens!(shown self, on, screen => screen.text(ui))
    }

    /// Shows a line of that text first.
    pub fn show_line(&mut self, on: Screen, line: usize, ui: Ui) {
        screens!(turn self, on, screen => screen.show_line(line, ui));
    }

    /// What stands before the server's name, at the right of the tabs.
    pub fn aside(&self, on: Screen, lang: Lang) -> Option<String> {
        screens!(shown self, on, screen => screen.aside(lang))
    }

    /// Draws a screen.
    pub fn draw(&self, on: Screen, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        screens!(shown self, on, screen => screen.draw(frame, ui, area));
    }

    /// What the status row says of a screen, and last where its assignment stands in its list, or in that of the nearest of the
    /// screens that led to it.
    pub fn status(&self, on: Screen, trail: &[Place], ui: Ui) -> String {
        let own = screens!(shown self, on, screen => screen.status(ui));
        let row = screens!(shown self, on, screen => screen.placed()).and_then(|id| {
            let mut lists = std::iter::once(on).chain(trail.iter().rev().map(|place| place.screen));
            lists.find_map(|list| screens!(shown self, list, screen => screen.row_of(id)))
        });
        let row = row.map(|(place, total)| {
            ui.lang.tui_row_of(&words::count(ui.lang, place + 1), &ui.lang.number(total))
        });
        [Some(own).filter(|own| !own.is_empty()), row].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// When any screen wants [`Screens::tick`] next, if ever.
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        screens!(all self, screen => screen.wake_at(now)).into_iter().flatten().min()
    }

    /// The instant until which a screen counts down the time that is left.
    pub fn counts_to(&self, on: Screen) -> Option<Timestamp> {
        screens!(shown self, on, screen => screen.counts_to())
    }

    /// Time has passed.
    pub fn tick(&mut self, common: &mut Common, turn: &mut Turn) {
        screens!(each self, it, screen => screen.tick(&mut Step::new(common, turn, Asker::Screen(it))));
    }

    /// Something happened.
    pub fn hear(&mut self, news: &News, common: &mut Common, turn: &mut Turn) {
        screens!(each self, it, screen => screen.hear(news, &mut Step::new(common, turn, Asker::Screen(it))));
    }

    /// Somebody has signed in.
    pub fn signed_in(&mut self, common: &mut Common, turn: &mut Turn) {
        let shown = common.screen;
        screens!(each self, it, screen => {
            screen.signed_in(it == shown, &mut Step::new(common, turn, Asker::Screen(it)));
        });
    }

    /// The window has another size.
    pub fn keep_in_view(&mut self, size: (u16, u16)) {
        screens!(each self, _it, screen => screen.keep_in_view(size));
    }
}
