//! The rules that check what bodies report: how often each warned, and how often needlessly (R144).

mod view;

use dondoc_shared::{
    figures::check::CheckRule,
    text::Lang,
    wire::report::{Noise, RuleNoise},
};

use crate::{
    keys::{Command, Key, Layer, Screen},
    net::{Call, FilingsCall},
    step::{News, Step, read::Read, screen, waiting::Arrived},
    ui::{
        body_of,
        list::{Keyed, List},
    },
};

/// Rows above the list: what it counts, in two lines, and the head.
const ABOVE: usize = 3;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The rules that warned.
    pub noise: Read<Noise>,
    /// Where in them one is.
    pub list: List<CheckRule>,
}

impl Keyed for RuleNoise {
    type Key = CheckRule;

    fn key(&self) -> CheckRule {
        self.rule
    }
}

impl State {
    fn items(&self) -> &[RuleNoise] {
        self.noise.value.as_ref().map_or(&[], |noise| &noise.items)
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

const PAGE: Layer = Layer::page(Screen::Checks, "checks", &[]).explained(&[Lang::checks_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.checks_tab().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.noise.ask(Call::Filings(FilingsCall::Noise), step);
    }

    fn has_failed(&self) -> bool {
        self.noise.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.noise.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.noise.take(arrived) else { return };
        step.heed(&outcome);
        self.keep_in_view(step.size());
    }

    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if matches!(news, News::Judged | News::Resync) && step.is_read(Screen::Checks) {
            self.reload(step);
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::Back | Command::Close => step.close(),
            _ => {
                let Self { noise, list } = self;
                let items = noise.value.as_ref().map_or(&[][..], |noise| &noise.items);
                list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let here = self.list.place(self.items());
        self.list.keep(here, list_rows(size));
    }
}
