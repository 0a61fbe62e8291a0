//! What a screen is.

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

use super::{At, LeftOut, News, Step, With, handled::Target, waiting::Arrived};
use crate::{
    keys::{Command, Key, Layer},
    ui::{Ui, View, hits::Text},
};

/// A screen: its state, and what changes it. It has the first word in everything that concerns it and knows of nothing else
/// but its [`Step`].
pub trait Screen: Default + View {
    /// The layers that can have the focus while it is shown.
    const LAYERS: &'static [Layer];

    /// Which of them has it.
    fn layer(&self) -> Layer;

    /// The title of its tab.
    fn tab(&self, lang: Lang) -> String;

    /// Somebody comes to it: it begins to read what it is to show.
    fn enter(&mut self, _: With, step: &mut Step<'_>) {
        self.reload(step);
    }

    /// Somebody comes back to it from a screen that it led to: it is as it was left.
    fn back(&mut self, step: &mut Step<'_>) {
        self.reload(step);
    }

    /// What it shows, if something else can be on it by the time that somebody comes back.
    fn at(&self) -> At {
        At::AsLeft
    }

    /// Somebody comes back to what was on it then.
    fn back_to(&mut self, _: At, step: &mut Step<'_>) {
        self.back(step);
    }

    /// Reads what it shows again.
    fn reload(&mut self, _: &mut Step<'_>) {}

    /// Whether its last read failed, so that it is worth another try when the server is there again.
    fn has_failed(&self) -> bool {
        false
    }

    /// Whether it has nothing to show yet and waits for it, so that a command has nothing to act upon.
    fn is_blank(&self) -> bool {
        false
    }

    /// Somebody has signed in; `shown` says whether this screen is the one on the terminal.
    fn signed_in(&mut self, shown: bool, step: &mut Step<'_>) {
        if shown {
            self.reload(step);
        }
    }

    /// A command that works in its layer, and the key that was pressed for it.
    fn command(&mut self, command: Command, key: Key, step: &mut Step<'_>);

    /// Why a command cannot be used now, in words; none if it can.
    fn refusal(&self, _: Command, _: Lang) -> Option<String> {
        None
    }

    /// A key that is typed.
    fn edit(&mut self, _: Key, _: &mut Step<'_>) {}

    /// Text that is pasted. False if the screen has no use for it.
    fn paste(&mut self, _: &str, _: &mut Step<'_>) -> bool {
        false
    }

    /// The answer to something that it asked.
    fn answered(&mut self, _: &mut Arrived, _: &mut Step<'_>) {}

    /// Something happened elsewhere.
    fn hear(&mut self, _: &News, _: &mut Step<'_>) {}

    /// The reader changed the language: what the server worded is read again, if it is `shown`.
    fn reworded(&mut self, shown: bool, step: &mut Step<'_>) {
        if shown {
            self.reload(step);
        }
    }

    /// Time has passed.
    fn tick(&mut self, _: &mut Step<'_>) {}

    /// When it wants [`Screen::tick`] next, if ever.
    fn wake_at(&self, _: Duration) -> Option<Duration> {
        None
    }

    /// The instant until which the time left is counted down on it, if any.
    fn counts_to(&self) -> Option<Timestamp> {
        None
    }

    /// The window has another size: what the cursor is on stays visible.
    fn keep_in_view(&mut self, _: (u16, u16)) {}

    /// The assignment that an act on this screen is about.
    fn selected(&self) -> Option<AssignmentId> {
        None
    }

    /// The assignments that an urge begun by this command is about, each with its code where that is known.
    fn urged(&self, _: Command) -> Vec<(AssignmentId, Option<String>)> {
        let code = self.facts().map(|detail| detail.row.code.clone());
        self.selected().map(|id| (id, code)).into_iter().collect()
    }

    /// Who owes something as well and is not urged by this command.
    fn left_out(&self, _: Command) -> Vec<LeftOut> {
        Vec::new()
    }

    /// The assignments that are decided on together from here, each with its code; none where an act is about one alone.
    fn decided(&self) -> Vec<(AssignmentId, String)> {
        Vec::new()
    }

    /// The assignments that are claimed or snoozed from here.
    fn targets(&self) -> Vec<Target> {
        self.facts().map(|detail| Target::of(&detail.row)).into_iter().collect()
    }

    /// The same with all its facts, where they are on the screen.
    fn facts(&self) -> Option<&AssignmentDetail> {
        None
    }

    /// The tenant that the row under the cursor or the page is about.
    fn tenant(&self) -> Option<&TenantRef> {
        self.facts().map(|detail| &detail.row.tenant)
    }

    /// The number of the directive that the row under the cursor or the page is about.
    fn directive(&self) -> Option<&str> {
        self.facts().map(|detail| detail.row.directive.as_str())
    }

    /// The text that an act on the selected assignment begins with; none if it is all the person's own.
    fn wording(&self, _: Command) -> Option<String> {
        None
    }

    /// What an urge is about, where the screen knows more of it than the assignments.
    fn urge_scope(&self) -> Option<Both> {
        None
    }

    /// The version of the selected assignment that is on the screen, where an act must be about nothing else than what is read
    /// there.
    fn seen(&self, _: Command) -> Option<i32> {
        None
    }

    /// The assignment whose place in the list behind is told in the status row.
    fn placed(&self) -> Option<AssignmentId> {
        None
    }

    /// What its list knows of an assignment.
    fn row(&self, _: AssignmentId) -> Option<&AssignmentRow> {
        None
    }

    /// What can wait on the rows of its list and is told with them; none where that is not known.
    fn queue(&self) -> Option<Queue> {
        None
    }

    /// The place of an assignment in the list of this screen, and the number of rows that the list has.
    fn row_of(&self, _: AssignmentId) -> Option<(usize, i64)> {
        None
    }

    /// The local date that what is shown was read on.
    fn today(&self, ui: Ui) -> Option<Date> {
        ui.today
    }

    /// The text on it, where words can be looked for in that.
    fn text(&self, _: Ui) -> Option<Text> {
        None
    }

    /// Shows a line of that text first, as far as the text goes on behind it.
    fn show_line(&mut self, _: usize, _: Ui) {}

    /// What stands before the server's name, at the right of the tabs.
    fn aside(&self, _: Lang) -> Option<String> {
        None
    }
}
