//! The policies: every version of each, and one of them in full.

mod one;
mod view;

use dondoc_shared::{
    id::PolicyId,
    text::Lang,
    wire::policy::{Policies, Policy},
};
use jiff::civil::Date;

use crate::{
    dialog::agree::withdraw::Withdraw,
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{News, Step, With, read::Read, screen, toast::Tone, waiting::Arrived},
    ui::{
        Ui, body_of,
        list::{Keyed, List},
        scroll::scrolled,
    },
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The versions.
    pub versions: Read<Policies>,
    /// Where in them one is.
    pub list: List<PolicyId>,
    /// Is the version under the cursor shown in full?
    pub open: bool,
    /// First line of it shown.
    pub scroll: usize,
}

impl Keyed for Policy {
    type Key = PolicyId;

    fn key(&self) -> PolicyId {
        self.id
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(1)
}

impl State {
    /// Every version, in the server's order.
    fn items(&self) -> &[Policy] {
        self.versions.value.as_ref().map_or(&[], |list| &list.items)
    }

    /// The version under the cursor.
    fn selected(&self) -> Option<&Policy> {
        self.list.selected(self.items())
    }

    /// A command of the version that is shown in full.
    fn one_command(&mut self, command: Command, step: &Step<'_>) {
        if matches!(command, Command::Back | Command::Close) {
            self.open = false;
        } else if let (Some(policy), Some(list)) = (self.selected(), &self.versions.value) {
            let ui = step.common.ui();
            let length = one::document(ui, policy, list.today).len();
            self.scroll = scrolled(self.scroll, command, length, ui.page());
        }
    }

    fn withdraw(policy: Policy, today: Date, step: &mut Step<'_>) {
        if policy.until.is_some() || (policy.tenant.is_none() && policy.version == 1) {
            return step.say(Tone::Note, |lang| lang.desk_withdraw_not(policy.version));
        }
        step.agree(Withdraw { policy, today });
    }
}

const LIST: Layer =
    Layer::page(Screen::Policies, "policies", &[Command::Open, Command::Draft, Command::Withdraw])
        .explained(&[Lang::desk_policies_help]);
const ONE: Layer = Layer::page(Screen::Policies, "policy", &[Command::Draft, Command::Withdraw])
    .explained(&[Lang::desk_policies_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, ONE];

    fn layer(&self) -> Layer {
        if self.open { ONE } else { LIST }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.desk_tab_policies().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.versions.ask(Call::Policies, step);
    }

    fn has_failed(&self) -> bool {
        self.versions.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.versions.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.versions.take(arrived) else { return };
        step.heed(&outcome);
        // One that is open and no more there must not turn into another.
        let gone = self.list.cursor.is_some_and(|id| !self.items().iter().any(|policy| policy.id == id));
        self.open &= !gone;
        self.keep_in_view(step.size());
    }

    fn hear(&mut self, news: &News, _: &mut Step<'_>) {
        if matches!(news, News::Made | News::Withdrawn) {
            self.open = false;
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        let today = self.versions.value.as_ref().map(|list| list.today);
        match (command, self.selected().cloned().zip(today)) {
            (Command::Refresh, _) => self.reload(step),
            (Command::Draft, Some((policy, today))) => {
                step.go(Screen::Draft, With::Policy { source: Box::new(policy), today });
            }
            (Command::Withdraw, Some((policy, today))) => Self::withdraw(policy, today, step),
            (command, _) if self.open => self.one_command(command, step),
            (Command::Open, selected) => {
                self.list.cursor = selected.map(|(policy, _)| policy.id);
                (self.open, self.scroll) = (self.list.cursor.is_some(), 0);
            }
            (Command::Back | Command::Close, _) => step.close(),
            (command, _) => {
                let items = self.versions.value.as_ref().map_or(&[][..], |list| &list.items);
                self.list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let is_of_one = matches!(command, Command::Open | Command::Draft | Command::Withdraw);
        (is_of_one && self.selected().is_none()).then(|| lang.tui_nothing_selected().to_owned())
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.items()), list_rows(size));
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.versions.value.as_ref().map(|list| list.today)
    }
}
