//! The next run of reminders: which tenants get how much on a day, and in one tenant who gets which lines and why.

mod people;
mod view;

use dondoc_shared::{
    lateness::days_between,
    text::Lang,
    wire::policy::{Run, TenantRun},
};
use jiff::{Span, civil::Date};

use self::people::Opened;
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{
        Step, With,
        read::Read,
        screen::{self, Screen as _},
        toast::Tone,
        waiting::Arrived,
    },
    ui::{
        body_of,
        list::{Keyed, List},
        scroll::scrolled,
        time::date_of,
    },
};

/// Calendar days ahead of today for which a run may be looked at (the server's limit).
const AHEAD: i32 = 366;
/// Rows above the list: when and how much, what that means, the head of the table.
const ABOVE: usize = 4;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The day that is wanted; the next working day if none was chosen.
    pub on: Option<Date>,
    /// The run, over all tenants.
    pub run: Read<Box<Run>>,
    /// Where in its tenants one is, by key.
    pub list: List<String>,
    /// The tenant whose people are shown.
    pub tenant: Option<Opened>,
}

impl Keyed for TenantRun {
    type Key = String;

    fn key(&self) -> String {
        self.tenant.slug.clone()
    }
}

/// Rows of the list in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE)
}

impl State {
    /// The tenants of the run, most mails first.
    fn tenants(&self) -> &[TenantRun] {
        self.run.value.as_ref().map_or(&[], |run| &run.tenants)
    }

    /// What is shown: the run over all tenants, or that of one.
    fn shown(&self) -> &Read<Box<Run>> {
        self.tenant.as_ref().map_or(&self.run, |opened| &opened.run)
    }

    /// The same for another day.
    fn turn(&mut self, days: i64, step: &mut Step<'_>) {
        let to = self.on.and_then(|on| on.checked_add(Span::new().try_days(days).ok()?).ok());
        let Some(to) = to else { return };
        let ahead = step.now().map(|now| days_between(date_of(now), to));
        if ahead.is_some_and(|ahead| !(0..=AHEAD).contains(&ahead)) {
            return step.say(Tone::Note, |lang| lang.desk_run_beyond(AHEAD));
        }
        self.on = Some(to);
        if let Some(opened) = &mut self.tenant {
            opened.scroll = 0;
        }
        self.reload(step);
    }

    fn open(&mut self, step: &mut Step<'_>) {
        let Some(slug) = self.list.selected(self.tenants()).map(Keyed::key) else { return };
        self.list.cursor = Some(slug.clone());
        self.tenant = Some(Opened { slug, run: Read::default(), scroll: 0 });
        self.reload(step);
    }

    /// A command of a tenant's people.
    fn people_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Back | Command::Close => {
                self.tenant = None;
                // The day may have been changed since the list was read.
                if self.run.value.as_ref().map(|run| run.on) != self.on {
                    self.reload(step);
                }
            }
            command => {
                let ui = step.common.ui();
                if let Some(opened) = &mut self.tenant {
                    let length = people::lines(ui, opened.people()).len();
                    opened.scroll = scrolled(opened.scroll, command, length, list_rows(ui.size));
                }
            }
        }
    }
}

const PAGE: Layer = Layer::page(Screen::Run, "run", &[Command::Open, Command::PreviousDay, Command::NextDay])
    .led_by(&[Command::Open, Command::PreviousDay, Command::NextDay])
    .explained(&[Lang::desk_run_help]);
const PEOPLE: Layer = Layer::page(Screen::Run, "people of a run", &[Command::PreviousDay, Command::NextDay])
    .led_by(&[Command::Open, Command::PreviousDay, Command::NextDay])
    .explained(&[Lang::desk_run_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE, PEOPLE];

    fn layer(&self) -> Layer {
        if self.tenant.is_some() { PEOPLE } else { PAGE }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.desk_tab_run().to_owned()
    }

    /// At the next working day; what was read before is shown until the answer is here.
    fn enter(&mut self, _: With, step: &mut Step<'_>) {
        (self.on, self.tenant) = (None, None);
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        let on = self.on;
        match &mut self.tenant {
            Some(opened) => opened.run.ask(Call::Run { on, tenant: Some(opened.slug.clone()) }, step),
            None => self.run.ask(Call::Run { on, tenant: None }, step),
        }
    }

    fn has_failed(&self) -> bool {
        self.shown().has_failed()
    }

    fn is_blank(&self) -> bool {
        self.shown().is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let of_tenant = self.tenant.as_mut().and_then(|opened| {
            let outcome = opened.run.take(arrived)?;
            Some((outcome, opened.run.value.as_ref().map(|run| run.on)))
        });
        let taken = of_tenant.or_else(|| {
            let outcome = self.run.take(arrived)?;
            Some((outcome, self.run.value.as_ref().map(|run| run.on)))
        });
        let Some((outcome, on)) = taken else { return };
        step.heed(&outcome);
        // A day that could not be read is not the one that the next step starts from.
        self.on = on;
        self.keep_in_view(step.size());
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::PreviousDay => self.turn(-1, step),
            Command::NextDay => self.turn(1, step),
            command if self.tenant.is_some() => self.people_command(command, step),
            Command::Open => self.open(step),
            Command::Back | Command::Close => step.close(),
            command => {
                let tenants = self.run.value.as_ref().map_or(&[][..], |run| &run.tenants);
                self.list.command(command, tenants, list_rows(step.size()));
            }
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.tenants()), list_rows(size));
    }
}
