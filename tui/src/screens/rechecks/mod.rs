//! The random re-check: the sample of a month, what came of each that was drawn, and the way to a draw and to an outcome.

mod view;

use dondoc_shared::{
    id::RecheckId,
    role::Permission,
    text::Lang,
    wire::{
        TenantRef,
        recheck::{Recheck, RecheckMonth, RecheckSample},
    },
};
use jiff::{ToSpan, civil::Date};

use crate::{
    dialog::agree::{draw::Draw, recheck::Recheck as Deciding},
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{News, Sought, Step, With, read::Read, screen, toast::Tone, waiting::Arrived},
    ui::{
        body_of,
        list::{Keyed, List, moved},
    },
};

/// Rows above the list: the month, what was drawn, its rate, its seed, the head.
const ABOVE: usize = 5;
/// Rows below it: a blank one, which it is, its title, what came of it.
const BELOW: usize = 4;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The month that is shown.
    page: Read<Box<RecheckMonth>>,
    /// The month that is asked for; where none is named, the one in which something waits.
    month: Option<Date>,
    list: List<RecheckId>,
    /// Whether the reader draws and returns.
    leads: bool,
}

impl Keyed for Recheck {
    type Key = RecheckId;

    fn key(&self) -> RecheckId {
        self.id
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

impl State {
    fn sample(&self) -> Option<&RecheckSample> {
        self.page.value.as_ref()?.sample.as_ref()
    }

    fn items(&self) -> &[Recheck] {
        self.sample().map_or(&[], |sample| &sample.items)
    }

    fn selected(&self) -> Option<&Recheck> {
        self.list.selected(self.items())
    }

    /// The month that is shown or on its way.
    fn shown(&self) -> Option<Date> {
        self.month.or_else(|| self.page.value.as_ref().map(|page| page.month))
    }

    /// The month before or after; none that is not over.
    fn other(&self, forward: bool) -> Option<Date> {
        let month = self.shown()?;
        let to = month.saturating_add(if forward { 1.month() } else { (-1).month() });
        let today = self.page.value.as_ref()?.today;
        (to < today.first_of_month()).then_some(to)
    }

    fn turn(&mut self, forward: bool, step: &mut Step<'_>) {
        if let Some(month) = self.other(forward) {
            self.month = Some(month);
            self.list = List::default();
            screen::Screen::reload(self, step);
        }
    }

    fn open(&self, step: &mut Step<'_>) {
        if let Some(one) = self.selected() {
            step.go(Screen::Item, With::Assignment { id: one.assignment, code: one.code.clone() });
        }
    }
}

const PAGE: Layer = Layer::page(
    Screen::Rechecks,
    "re-check",
    &[
        Command::Open,
        Command::Recheck,
        Command::DrawSample,
        Command::TenantPage,
        Command::PreviousPeriod,
        Command::NextPeriod,
    ],
)
.explained(&[Lang::rechecks_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.rechecks_tab().to_owned()
    }

    /// At the month in which something waits.
    fn enter(&mut self, _: With, step: &mut Step<'_>) {
        self.month = None;
        self.list = List::default();
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.leads = step.common.may(Permission::Reopen);
        self.page.ask(Call::Rechecks(self.month), step);
    }

    fn has_failed(&self) -> bool {
        self.page.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.page.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(outcome) = self.page.take(arrived) else { return };
        step.heed(&outcome);
        // From now on this month is meant, whatever waits in others.
        self.month = self.page.value.as_ref().map(|page| page.month);
        self.keep_in_view(step.size());
    }

    /// Who reads the items one after the other goes on to the next from there.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        match news {
            News::Next(Sought { forward, .. }) if step.common.list_behind() == Some(Screen::Rechecks) => {
                let to = if *forward { Command::Down } else { Command::Up };
                let here = self.list.place(self.items());
                let there = moved(to, here, self.items().len(), 1).filter(|there| *there != here);
                let Some(key) = there.and_then(|there| self.items().get(there)).map(Keyed::key) else {
                    return step.say_end(*forward);
                };
                self.list.cursor = Some(key);
                self.keep_in_view(step.size());
                self.open(step);
            }
            News::Rechecked => self.reload(step),
            News::NotRechecked(failure) => {
                step.say(Tone::Fault, |lang| failure.text(lang));
                self.reload(step);
            }
            News::Resync if step.is_read(Screen::Rechecks) => self.reload(step),
            _ => {}
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::Back | Command::Close => step.close(),
            Command::Open => self.open(step),
            Command::PreviousPeriod => self.turn(false, step),
            Command::NextPeriod => self.turn(true, step),
            Command::DrawSample => {
                if let Some(page) = &self.page.value {
                    step.agree(Draw::of(page.month, page.accepted));
                }
            }
            Command::Recheck => {
                if let Some((one, page)) = self.selected().zip(self.page.value.as_ref()) {
                    step.agree(Deciding::on(one.clone(), page, self.leads));
                }
            }
            command => {
                let items = self.page.value.as_ref().and_then(|page| page.sample.as_ref());
                let items = items.map_or(&[][..], |sample| &sample.items);
                self.list.command(command, items, list_rows(step.size()));
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let page = self.page.value.as_ref();
        let why = match command {
            Command::Recheck => match self.selected() {
                None => lang.rechecks_none(),
                Some(one) if one.outcome.is_some() => lang.rechecks_decided(),
                Some(one) if one.mine => lang.rechecks_mine(),
                Some(_) => return None,
            },
            Command::DrawSample if self.sample().is_some() => lang.rechecks_already_drawn(),
            Command::DrawSample if page.is_some_and(|page| page.accepted == 0) => lang.rechecks_nothing(),
            Command::PreviousPeriod if page.is_none() => lang.tui_nothing_selected(),
            Command::NextPeriod if self.other(true).is_none() => lang.rechecks_no_month_after(),
            _ => return None,
        };
        Some(why.to_owned())
    }

    fn tenant(&self) -> Option<&TenantRef> {
        self.selected().map(|one| &one.tenant)
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.items()), list_rows(size));
    }
}
