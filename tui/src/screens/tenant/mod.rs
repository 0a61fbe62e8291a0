//! One tenant: its figures, what waits, its people and whether their mail arrives, its answers to urges, what was done last.

mod layout;
mod rows;
mod view;

use std::time::Duration;

use dondoc_shared::{
    text::Lang,
    wire::{Count, TenantRef, national::TenantPage, urge::plan::MOST_PLANNED},
};
use jiff::civil::Date;

use self::{
    layout::Laid,
    rows::{Counts, Opens, Row, Spot},
};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{
        At, News, Step, With,
        common::counted,
        finding::{Finding, Found},
        read::Read,
        screen,
        toast::Tone,
        waiting::Arrived,
    },
    ui::{Ui, list::moved},
};

/// Changes are gathered for this long before the page is read again.
const GATHER: Duration = Duration::from_secs(2);

/// The state of the page.
#[derive(Debug, Default)]
pub struct State {
    /// The tenant, as whoever led here knows it.
    pub tenant: Option<TenantRef>,
    /// Its page.
    pub page: Read<Box<TenantPage>>,
    /// How much of its work is open.
    open: Read<Count>,
    /// How much of that is overdue.
    overdue: Read<Count>,
    /// What the cursor is on; what is overdue if nowhere.
    spot: Option<Spot>,
    /// First line shown.
    top: usize,
    /// What is overdue, while it is looked for to be urged about.
    finding: Option<Finding>,
    refetch_at: Option<Duration>,
}

impl State {
    /// A filter of the tenant's work.
    fn filter(&self, terms: &str) -> String {
        let slug = self.tenant.as_ref().map_or("", |tenant| &tenant.slug);
        format!("tenant:{slug}{terms}")
    }

    /// The list that a row leads to, and its filter; none where it leads to something else.
    fn list(&self, opens: &Opens) -> Option<(Screen, String)> {
        match opens {
            Opens::List(screen, terms) => Some((*screen, self.filter(terms))),
            Opens::Counted(terms) => Some((Screen::Backlog, counted(&self.filter(terms)))),
            Opens::Urge(_) | Opens::Item { .. } | Opens::Nothing => None,
        }
    }

    fn laid(&self, lang: Lang, size: (u16, u16)) -> Option<Laid> {
        let page = self.page.value.as_ref()?;
        let counts = Counts { open: self.open.value.as_ref(), overdue: self.overdue.value.as_ref() };
        Some(Laid::of(page, counts, lang, size))
    }

    /// The row under the cursor, and where among all of them it stands.
    fn here<'l>(&self, laid: &'l Laid) -> Option<(usize, &'l Row)> {
        let rows = || laid.rows().enumerate();
        let wanted = self.spot.clone().unwrap_or_else(Spot::overdue);
        rows().find(|(_, row)| row.spot == wanted).or_else(|| rows().next())
    }

    /// Shows another tenant, of which nothing is known yet.
    fn show(&mut self, tenant: TenantRef, step: &mut Step<'_>) {
        if self.tenant.as_ref().is_none_or(|shown| shown.slug != tenant.slug) {
            *self = Self { tenant: Some(tenant), ..Self::default() };
        }
        self.finding = None;
        self.read(step);
    }

    fn read(&mut self, step: &mut Step<'_>) {
        let Some(tenant) = &self.tenant else { return };
        let slug = tenant.slug.clone();
        self.refetch_at = None;
        self.open.ask(Call::Count(self.filter("")), step);
        self.overdue.ask(Call::Count(self.filter(" overdue")), step);
        self.page.ask(Call::Tenant(slug), step);
    }

    /// Opens what the row under the cursor is about.
    fn open(&self, step: &mut Step<'_>) {
        let Some(laid) = self.laid(step.lang(), step.size()) else { return };
        let Some((_, Row { opens, .. })) = self.here(&laid) else { return };
        if let Some((screen, filter)) = self.list(opens) {
            return step.jump(screen, With::Filter(filter));
        }
        match opens {
            Opens::Urge(urge) => step.jump(Screen::Urges, With::Issued(urge.clone())),
            Opens::Item { id, code } => {
                step.jump(Screen::Item, With::Assignment { id: *id, code: code.clone() });
            }
            Opens::List(..) | Opens::Counted(_) | Opens::Nothing => {}
        }
    }

    fn go_to(&mut self, laid: &Laid, to: usize, size: (u16, u16)) {
        self.spot = laid.rows().nth(to).map(|row| row.spot.clone());
        self.keep_in(laid, size);
    }

    fn keep_in(&mut self, laid: &Laid, size: (u16, u16)) {
        let Some(here) = self.here(laid).map(|(place, _)| place) else { return };
        self.top = laid.top(self.top, here, size);
    }

    /// What is overdue was found: it goes to the composer, whose plan is confirmed there.
    fn found(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(finding) = &mut self.finding else { return };
        let Some(found) = finding.answered(arrived, step) else { return };
        self.finding = None;
        // Whoever has gone on to something else is not called back.
        let is_read = step.is_read(Screen::Tenant) && step.common.overlay.is_none();
        match found {
            Ok(Found::All(rows)) if rows.is_empty() => self.say_none(step),
            Ok(Found::All(rows)) if is_read => {
                let items = rows.into_iter().map(|(id, code)| (id, Some(code))).collect();
                step.go(
                    Screen::Composer,
                    With::Urge { items, text: None, scope: None, left_out: Vec::new() },
                );
            }
            Ok(Found::All(_)) => {}
            Ok(Found::TooMany) => step.say(Tone::Fault, |lang| lang.composer_too_many(MOST_PLANNED)),
            Err(failure) => step.fault(&failure),
        }
    }

    fn say_none(&self, step: &mut Step<'_>) {
        let Some(tenant) = &self.tenant else { return };
        step.say(Tone::Note, |lang| lang.tenant_nothing_overdue(lang.pick(&tenant.name_vi, &tenant.name_en)));
    }
}

const PAGE: Layer = Layer::page(
    Screen::Tenant,
    "tenant page",
    &[
        Command::Open,
        Command::UrgeOverdue,
        Command::NextPane,
        Command::PreviousPane,
        Command::Left,
        Command::Right,
    ],
)
.explained(&[Lang::tenant_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.tenant_tab(self.tenant.as_ref().map_or("", |tenant| &tenant.short))
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        match with {
            With::Tenant(tenant) => self.show(tenant, step),
            _ => self.read(step),
        }
    }

    fn at(&self) -> At {
        self.tenant.clone().map_or(At::AsLeft, At::Tenant)
    }

    /// Another tenant may have been shown meanwhile.
    fn back_to(&mut self, at: At, step: &mut Step<'_>) {
        match at {
            At::Tenant(tenant) => self.show(tenant, step),
            _ => self.read(step),
        }
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.read(step);
    }

    fn has_failed(&self) -> bool {
        self.page.has_failed() || self.open.has_failed() || self.overdue.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.page.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let outcomes = [self.page.take(arrived), self.open.take(arrived), self.overdue.take(arrived)];
        for outcome in outcomes.iter().flatten() {
            step.heed(outcome);
        }
        if let Some(page) = &self.page.value {
            self.tenant = Some(page.tenant.clone());
        }
        self.found(arrived, step);
        self.keep_in_view(step.size());
    }

    /// The page is read again soon, once for many changes.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let changed = matches!(news, News::Changed(_) | News::Resync | News::Issued(_));
        if changed && self.page.value.is_some() && self.refetch_at.is_none() {
            self.refetch_at = Some(step.at().saturating_add(GATHER));
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.refetch_at.is_none_or(|at| at > step.at()) {
            return;
        }
        if step.is_read(Screen::Tenant) { self.read(step) } else { self.refetch_at = None }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.refetch_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.read(step),
            Command::Open => self.open(step),
            Command::UrgeOverdue if self.overdue.value.as_ref().is_some_and(|count| count.total == 0) => {
                self.say_none(step);
            }
            Command::UrgeOverdue => self.finding = Some(Finding::new(self.filter(" overdue"), step)),
            Command::Back if self.finding.take().is_some() => {}
            Command::Back | Command::Close => step.close(),
            command => {
                let size = step.size();
                let Some(laid) = self.laid(step.lang(), size) else { return };
                let Some(here) = self.here(&laid).map(|(place, _)| place) else { return };
                let to = match command {
                    Command::NextPane | Command::PreviousPane => {
                        Some(laid.block_beside(here, command == Command::NextPane))
                    }
                    Command::Left | Command::Right => laid.beside(here, command == Command::Right),
                    command => moved(command, here, laid.rows().count(), layout::page_rows(size)),
                };
                if let Some(to) = to {
                    self.go_to(&laid, to, size);
                }
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let laid = (command == Command::Open).then(|| self.laid(lang, (80, 24))).flatten()?;
        let opens = self.here(&laid).map(|(_, row)| &row.opens);
        matches!(opens, None | Some(Opens::Nothing)).then(|| lang.tenant_opens_nothing().to_owned())
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        // Where its rows begin does not depend on the language by more than a line.
        if let Some(laid) = self.laid(Lang::Vi, size) {
            self.keep_in(&laid, size);
        }
    }

    fn tenant(&self) -> Option<&TenantRef> {
        self.tenant.as_ref()
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.page.value.as_ref().map(|page| page.today)
    }
}
