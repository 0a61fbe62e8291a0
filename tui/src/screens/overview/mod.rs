//! The first page: rates, classes, ageing, queues, mail, and the tenants, worst first.

mod view;

use std::time::Duration;

use dondoc_shared::{
    text::Lang,
    wire::{TenantRef, national::Overview},
};

use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{News, Step, With, read::Read, screen, waiting::Arrived},
    ui::{body_of, size::is_one_column},
};

/// Changes are gathered for this long before the figures are fetched again.
const GATHER: Duration = Duration::from_secs(2);
/// Cells of a tenant in the grid: short name, a number of at most four digits, and room.
const CELL: usize = 10;
/// The same with what it has open beside what is overdue.
const WITH_OPEN: usize = 16;
/// The same with its name as well.
const WITH_NAME: usize = 48;
/// More would only part what belongs together.
const WIDEST_CELL: usize = 66;
/// Rows above the grid.
const ABOVE: usize = 14;
/// The same where blocks do not stand beside each other, but one in the place of the other.
const ABOVE_ONE: usize = 4;

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
    /// Corrections of reports to accept or refuse.
    Corrections,
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

/// Which list has as many rows as a figure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opens {
    /// The assignments that this filter finds.
    Backlog(String),
    /// What a screen lists by itself.
    Screen(Screen),
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
            Self::Corrections,
            Self::Steps,
            Self::Urges,
            Self::ToBeAssigned,
            Self::Nobody,
            Self::Silent,
        ];
        before.into_iter().chain(ages).chain(after).collect()
    }

    /// The list of what the figure counts.
    pub fn opens(&self) -> Opens {
        Opens::Backlog(match self {
            Self::ToBeAssigned => return Opens::Screen(Screen::ToAssign),
            Self::Corrections => return Opens::Screen(Screen::Corrections),
            Self::Submitted => return Opens::Screen(Screen::Submissions),
            Self::Extensions => return Opens::Screen(Screen::Extensions),
            Self::Steps => return Opens::Screen(Screen::Steps),
            Self::Completed => "is:closed is:counted is:dated status:accepted".to_owned(),
            Self::InTime => "is:counted is:dated is:in-time".to_owned(),
            Self::Overdue => "is:counted overdue>=1".to_owned(),
            Self::Age(bucket) => {
                format!("is:counted {}", AGES.get(*bucket).copied().unwrap_or("overdue>=1"))
            }
            Self::Urges => "is:urge-overdue".to_owned(),
            Self::Nobody => "is:counted is:unreachable".to_owned(),
            Self::Silent => "is:silent".to_owned(),
            Self::Tenant(slug) => format!("tenant:{slug} is:counted overdue>=1"),
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
            Self::Corrections => queues.corrections,
            Self::Steps => queues.steps,
            Self::Urges => queues.urges_overdue,
            Self::ToBeAssigned => queues.to_be_assigned,
            Self::Nobody => queues.nobody_to_remind,
            Self::Silent => queues.silent,
            Self::Tenant(slug) => {
                figures.tenants.iter().find(|t| t.tenant.slug == *slug).map_or(0, |tenant| tenant.overdue)
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
    pub figures: Read<Box<Overview>>,
    /// Where the cursor is; the first tenant if nowhere.
    pub spot: Option<Spot>,
    /// First line of the grid of tenants.
    pub top: usize,
    /// When the figures are to be fetched again because something changed.
    pub refetch_at: Option<Duration>,
}

impl State {
    /// Where the cursor is.
    pub fn spot(&self) -> Option<Spot> {
        let tenants = || self.figures.value.as_ref().map(|figures| &figures.tenants);
        let first = || tenants()?.first().map(|t| Spot::Tenant(t.tenant.slug.clone()));
        self.spot.clone().or_else(first)
    }
}

/// How the grid of tenants is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Grid {
    /// Tenants in a row.
    columns: usize,
    /// Cells of a tenant.
    cell: usize,
}

impl Grid {
    /// For so many tenants in a window of this size: where all of them have room, each has as much of it as there is.
    fn of(tenants: usize, size: (u16, u16)) -> Self {
        let width = usize::from(size.0).saturating_sub(1);
        if is_one_column(size) {
            return Self { columns: 1, cell: width };
        }
        let columns = tenants.div_ceil(grid_rows(size).max(1)).max(1);
        let cell = (width / columns).min(WIDEST_CELL);
        if cell >= WITH_OPEN {
            Self { columns, cell }
        } else {
            Self { columns: (width / CELL).max(1), cell: CELL }
        }
    }
}

/// Rows above the grid in a window of this size.
fn above(size: (u16, u16)) -> usize {
    if is_one_column(size) { ABOVE_ONE } else { ABOVE }
}

/// Rows of the grid in a window of this size.
fn grid_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(above(size))
}

const PAGE: Layer = Layer::page(
    Screen::Overview,
    "overview",
    &[
        Command::Open,
        Command::OpenWhole,
        Command::TenantPage,
        Command::NextPane,
        Command::PreviousPane,
        Command::Left,
        Command::Right,
    ],
);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.tui_tab_overview().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.figures.ask(Call::Overview, step);
        self.refetch_at = None;
    }

    fn has_failed(&self) -> bool {
        self.figures.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.figures.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if self.figures.take(arrived).is_none() {
            return;
        }
        if let Some(figures) = &self.figures.value {
            step.common.known.tenants = figures.tenants.iter().map(|figure| figure.tenant.clone()).collect();
            step.common.known.today = Some(figures.today);
        }
        self.keep_in_view(step.size());
    }

    /// The figures are fetched again soon, once for many changes.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let changed = matches!(news, News::Changed(_) | News::Resync);
        if !changed || self.figures.value.is_none() || self.refetch_at.is_some() {
            return;
        }
        if !step.is_read(Screen::Overview) || step.may_read_anew() {
            self.refetch_at = Some(step.at().saturating_add(GATHER));
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.refetch_at.is_none_or(|at| at > step.at()) {
            return;
        }
        if step.is_read(Screen::Overview) { self.reload(step) } else { self.refetch_at = None }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.refetch_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::OpenWhole => {
                if let Some(Spot::Tenant(slug)) = self.spot() {
                    step.go(Screen::Backlog, With::Filter(format!("tenant:{slug} is:counted")));
                }
            }
            Command::Open => match self.spot().map(|spot| spot.opens()) {
                Some(Opens::Backlog(filter)) => step.go(Screen::Backlog, With::Filter(filter)),
                // All of it, whatever it was narrowed to before.
                Some(Opens::Screen(screen)) => step.go(screen, With::Filter(String::new())),
                None => {}
            },
            Command::Close | Command::Back => step.ask_to_leave(),
            command => {
                let Some(figures) = &self.figures.value else { return };
                let columns = Grid::of(figures.tenants.len(), step.size()).columns;
                self.spot = moved(figures, self.spot(), command, columns);
                self.keep_in_view(step.size());
            }
        }
    }

    /// The tenant under the cursor.
    fn tenant(&self) -> Option<&TenantRef> {
        let Some(Spot::Tenant(slug)) = self.spot() else { return None };
        let figures = self.figures.value.as_ref()?;
        figures.tenants.iter().map(|figure| &figure.tenant).find(|tenant| tenant.slug == slug)
    }

    /// Scrolls the grid so that the cursor's cell is visible.
    fn keep_in_view(&mut self, size: (u16, u16)) {
        let Some(figures) = &self.figures.value else { return };
        let (columns, rows) = (Grid::of(figures.tenants.len(), size).columns, grid_rows(size).max(1));
        let Some(Spot::Tenant(slug)) = self.spot() else { return };
        let here = figures.tenants.iter().position(|t| t.tenant.slug == slug).unwrap_or(0);
        let line = here / columns;
        let lines = figures.tenants.len().div_ceil(columns);
        let top = self.top.min(line).max((line + 1).saturating_sub(rows));
        self.top = top.min(lines.saturating_sub(rows));
    }
}

/// The first figure of a block.
fn head(fixed: &[Spot], block: Option<usize>) -> Option<Spot> {
    fixed.iter().find(|spot| Some(spot.block()) == block).cloned()
}

fn moved(figures: &Overview, from: Option<Spot>, command: Command, columns: usize) -> Option<Spot> {
    let tenant = |index: usize| figures.tenants.get(index).map(|t| Spot::Tenant(t.tenant.slug.clone()));
    let last = figures.tenants.len().saturating_sub(1);
    let fixed = Spot::fixed();
    if let Some(Spot::Tenant(slug)) = &from {
        let here = figures.tenants.iter().position(|t| t.tenant.slug == *slug).unwrap_or(0);
        return match command {
            Command::NextPane => fixed.first().cloned(),
            Command::PreviousPane => head(&fixed, fixed.last().map(Spot::block)),
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
            let before = fixed.iter().take(here).rev().map(Spot::block).find(|block| Some(*block) != now);
            before.map_or_else(|| tenant(0), |block| head(&fixed, Some(block)))
        }
        Command::Up => fixed.get(here.checked_sub(1).unwrap_or(here)).cloned(),
        Command::Bottom => tenant(last),
        _ => from,
    }
}
