//! The first page: rates, classes, ageing, queues, mail, and the tenants, worst first.

use std::time::Duration;

use dondoc_shared::wire::national::Overview;

use crate::{
    app::{Model, Screen, Step},
    keys::table::Command,
    net::{Call, Failure, Ticket},
    screens::{backlog, to_assign},
    ui,
};

/// Changes are gathered for this long before the figures are fetched again.
const GATHER: Duration = Duration::from_secs(2);

/// What the cursor can be on: the figures that the filter language can say exactly, so that the list which a figure
/// opens has as many rows as the figure says. Completed on time, completed late and no deadline are not among them:
/// lateness of what is closed is in no column that a list may ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// All that is completed and had a due date: the numerator of the first rate.
    Completed,
    /// Open and in time.
    InTime,
    /// Open and overdue.
    Overdue,
    /// A bucket of the ageing, 0 to 4.
    Age(usize),
    /// Submissions to verify.
    Submitted,
    /// Extension requests to decide.
    Extensions,
    /// Steps of the ladder to release or drop.
    Steps,
    /// Assignments with an urge past its reply-by date.
    Urges,
    /// Tasks whose tenants are not named yet.
    ToBeAssigned,
    /// Overdue assignments that nobody can be reminded of.
    Nobody,
    /// Assignments that have had all their reminders at this level.
    Silent,
    /// What a tenant has open, by its slug.
    Tenant(String),
}

/// The buckets of the ageing in the filter language.
const AGES: [&str; 5] = ["overdue:1..7", "overdue:8..14", "overdue:15..30", "overdue:31..60", "overdue>60"];

impl Spot {
    /// The spots outside the grid of tenants, in the order of Tab and the arrows.
    pub fn fixed() -> Vec<Self> {
        let ages = (0..AGES.len()).map(Self::Age);
        let before = [Self::Completed, Self::InTime, Self::Overdue];
        let after = [
            Self::Submitted,
            Self::Extensions,
            Self::Steps,
            Self::Urges,
            Self::ToBeAssigned,
            Self::Nobody,
            Self::Silent,
        ];
        before.into_iter().chain(ages).chain(after).collect()
    }

    /// The filter that shows what the figure counts; none where it counts no assignments but tasks.
    pub fn filter(&self) -> Option<String> {
        Some(match self {
            Self::ToBeAssigned => return None,
            Self::Completed => "is:closed is:counted is:dated status:accepted".to_owned(),
            Self::InTime => "is:counted is:dated is:in-time".to_owned(),
            Self::Overdue => "is:counted overdue>=1".to_owned(),
            Self::Age(bucket) => {
                format!("is:counted {}", AGES.get(*bucket).copied().unwrap_or("overdue>=1"))
            }
            Self::Submitted => "status:submitted".to_owned(),
            Self::Extensions => "is:extension".to_owned(),
            Self::Steps => "is:step".to_owned(),
            Self::Urges => "is:urge-overdue".to_owned(),
            Self::Nobody => "is:counted is:unreachable".to_owned(),
            Self::Silent => "is:silent".to_owned(),
            Self::Tenant(slug) => format!("tenant:{slug} is:counted"),
        })
    }

    /// The figure itself.
    pub fn figure(&self, figures: &Overview) -> i64 {
        let (classes, queues) = (figures.classes, figures.queues);
        match self {
            Self::Completed => figures.completion.part,
            Self::InTime => classes.open_in_time,
            Self::Overdue => classes.open_overdue,
            Self::Age(bucket) => figures.ageing.get(*bucket).copied().unwrap_or_default(),
            Self::Submitted => queues.submitted,
            Self::Extensions => queues.extensions,
            Self::Steps => queues.steps,
            Self::Urges => queues.urges_overdue,
            Self::ToBeAssigned => queues.to_be_assigned,
            Self::Nobody => queues.nobody_to_remind,
            Self::Silent => queues.silent,
            Self::Tenant(slug) => {
                figures.tenants.iter().find(|t| t.tenant.slug == *slug).map_or(0, |tenant| tenant.open)
            }
        }
    }

    /// The block that it stands in, from left to right; the rates stand above them.
    fn block(&self) -> usize {
        match self {
            Self::Completed => 0,
            Self::InTime | Self::Overdue => 1,
            Self::Age(_) => 2,
            _ => 3,
        }
    }
}

/// The state of the first page.
#[derive(Debug, Default)]
pub struct State {
    /// The figures.
    pub figures: Option<Box<Overview>>,
    /// The answer that is waited for.
    pub waiting: Option<Ticket>,
    /// Why there are no newer figures.
    pub failure: Option<Failure>,
    /// Where the cursor is; the first tenant if nowhere.
    pub spot: Option<Spot>,
    /// First line of the grid of tenants.
    pub top: usize,
    /// When the figures are to be fetched again because something changed.
    pub refetch_at: Option<Duration>,
}

impl State {
    /// See [`Model::wake_at`].
    pub fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.refetch_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    /// Where the cursor is.
    pub fn spot(&self) -> Option<Spot> {
        let first = || self.figures.as_ref()?.tenants.first().map(|t| Spot::Tenant(t.tenant.slug.clone()));
        self.spot.clone().or_else(first)
    }
}

/// Goes to the first page and fetches its figures.
pub fn enter(model: &mut Model, step: &mut Step<'_>) {
    model.screen = Screen::Overview;
    fetch(model, step);
}

fn fetch(model: &mut Model, step: &mut Step<'_>) {
    let ticket = step.ask(model, Call::Overview);
    model.overview.waiting = Some(ticket);
    model.overview.refetch_at = None;
}

/// Something changed: the figures are fetched again soon, once for many changes.
pub fn changed(model: &mut Model, step: &Step<'_>) {
    if model.overview.figures.is_some() && model.overview.refetch_at.is_none() {
        model.overview.refetch_at = Some(step.env.at.saturating_add(GATHER));
    }
}

/// The gathering may be over.
pub fn tick(model: &mut Model, step: &mut Step<'_>) {
    let due = model.overview.refetch_at.is_some_and(|at| at <= step.env.at);
    if due && model.screen == Screen::Overview && !model.log_in.is_needed() {
        fetch(model, step);
    } else if due {
        model.overview.refetch_at = None;
    }
}

/// Figures, or why there are none. False if nobody waited for them.
pub fn arrived(model: &mut Model, ticket: Ticket, answer: Result<Overview, Failure>) -> bool {
    if model.overview.waiting != Some(ticket) {
        return false;
    }
    model.overview.waiting = None;
    match answer {
        Ok(figures) => {
            model.overview.figures = Some(Box::new(figures));
            model.overview.failure = None;
        }
        Err(failure) => model.overview.failure = Some(failure),
    }
    keep_in_view(model);
    true
}

/// A command.
pub fn command(model: &mut Model, step: &mut Step<'_>, command: Command) {
    match command {
        Command::Refresh => fetch(model, step),
        Command::Open => {
            let Some(spot) = model.overview.spot() else { return };
            match spot.filter() {
                Some(filter) => backlog::show(model, step, &filter),
                None => to_assign::enter(model, step),
            }
        }
        Command::Close | Command::Back => {
            model.overlay = Some(crate::app::Overlay::Quit { since: step.env.at, leave: false });
        }
        command => {
            let Some(figures) = &model.overview.figures else { return };
            let columns = ui::overview::grid_columns(model.size);
            let spot = model.overview.spot();
            model.overview.spot = moved(figures, spot, command, columns);
            keep_in_view(model);
        }
    }
}

fn moved(figures: &Overview, from: Option<Spot>, command: Command, columns: usize) -> Option<Spot> {
    let tenant = |index: usize| figures.tenants.get(index).map(|t| Spot::Tenant(t.tenant.slug.clone()));
    let last = figures.tenants.len().saturating_sub(1);
    let fixed = Spot::fixed();
    if let Some(Spot::Tenant(slug)) = &from {
        let here = figures.tenants.iter().position(|t| t.tenant.slug == *slug).unwrap_or(0);
        return match command {
            Command::NextPane => fixed.first().cloned(),
            Command::PreviousPane => fixed.last().cloned(),
            Command::Up if here < columns => fixed.last().cloned(),
            Command::Up => tenant(here.saturating_sub(columns)),
            Command::Down => tenant(here.saturating_add(columns).min(last)),
            Command::Left => tenant(here.saturating_sub(1)),
            Command::Right => tenant(here.saturating_add(1).min(last)),
            Command::PageUp => tenant(here.saturating_sub(columns.saturating_mul(4))),
            Command::PageDown => tenant(here.saturating_add(columns.saturating_mul(4)).min(last)),
            Command::Top => tenant(0),
            Command::Bottom => tenant(last),
            _ => from,
        };
    }
    let here = fixed.iter().position(|spot| Some(spot) == from.as_ref()).unwrap_or(0);
    let next = || fixed.get(here.saturating_add(1)).cloned().or_else(|| tenant(0));
    let now = fixed.get(here).map(Spot::block);
    match command {
        Command::Down => next(),
        Command::NextPane | Command::Right => {
            fixed.iter().skip(here).find(|spot| Some(spot.block()) != now).cloned().or_else(|| tenant(0))
        }
        Command::PreviousPane | Command::Left => {
            let before = fixed.iter().take(here).rev().find(|spot| Some(spot.block()) != now);
            before.cloned().or_else(|| tenant(0))
        }
        Command::Up => fixed.get(here.checked_sub(1).unwrap_or(here)).cloned(),
        Command::Bottom => tenant(last),
        _ => from,
    }
}

/// Scrolls the grid so that the cursor's cell is visible.
pub fn keep_in_view(model: &mut Model) {
    let columns = ui::overview::grid_columns(model.size).max(1);
    let rows = ui::overview::grid_rows(model.size).max(1);
    let Some(figures) = &model.overview.figures else { return };
    let Some(Spot::Tenant(slug)) = model.overview.spot() else { return };
    let here = figures.tenants.iter().position(|t| t.tenant.slug == slug).unwrap_or(0);
    let line = here / columns;
    let lines = figures.tenants.len().div_ceil(columns);
    let top = model.overview.top.min(line).max((line + 1).saturating_sub(rows));
    model.overview.top = top.min(lines.saturating_sub(rows));
}
