//! The first page: rates, classes, ageing, queues, mail, and the tenants; where the window is wide, also why work waits, the reports of
//! the newest period and the indicators.

mod grid;
mod side;
mod spot;
mod view;
mod way;

use std::time::Duration;

use dondoc_shared::{
    role::Permission,
    text::Lang,
    wire::{TenantRef, national::Overview},
};

pub use self::spot::{Opens, Spot};
use self::{
    grid::{Grid, Sort},
    side::Side,
    way::Way,
};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::{Call, FiguresCall, FilingsCall, Scope},
    step::{News, Step, With, common::counted, read::Read, screen, waiting::Arrived},
    ui::{body_of, size::is_one_column},
};

/// Changes are gathered for this long before the figures are fetched again.
const GATHER: Duration = Duration::from_secs(2);
/// Rows above the grid.
const ABOVE: usize = 14;
/// The same where blocks do not stand beside each other, but one in the place of the other.
const ABOVE_ONE: usize = 4;

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
    /// What stands beside the tenants.
    side: Side,
    sort: Sort,
    is_grouped: bool,
    /// Whether the window has room for more than one column.
    is_wide: bool,
}

impl State {
    /// Where the cursor is.
    pub fn spot(&self) -> Option<Spot> {
        let tenants = || self.figures.value.as_ref().map(|figures| &figures.tenants);
        let first = || tenants()?.first().map(|t| Spot::Tenant(t.tenant.slug.clone()));
        self.spot.clone().or_else(first)
    }

    /// The tenants as they are laid out in a window of this size.
    fn grid(&self, size: (u16, u16)) -> Option<Grid> {
        let figures = self.figures.value.as_ref()?;
        let room = (usize::from(side::left(size.0, size)), grid_rows(size));
        Some(Grid::of(figures, (self.sort, self.is_grouped), size, room))
    }

    /// Asks for what stands beside the tenants, as far as the person may read it.
    fn read_side(&mut self, step: &mut Step<'_>) {
        self.side.is_asked = true;
        if step.common.may(Permission::ReadAssignments) {
            self.side.blocks.ask(Call::Blocks, step);
        }
        if step.common.may(Permission::ReadFigures) {
            self.side.periods.ask(Call::Filings(FilingsCall::Periods), step);
            self.side.figures.ask(Call::Figures(FiguresCall::All(Scope::default())), step);
        }
    }

    /// Moves the cursor.
    fn go(&mut self, command: Command, step: &Step<'_>) {
        let (size, lang) = (step.size(), step.lang());
        let (Some(figures), Some(grid)) = (&self.figures.value, self.grid(size)) else { return };
        let at = (above(size).saturating_sub(self.top), grid_rows(size));
        let way = Way::over((figures, &grid), &self.side.laid(figures, lang, size), at);
        let from = self.spot().filter(|spot| way.has(spot)).or_else(|| grid.first(figures));
        let to = from.as_ref().and_then(|from| way.moved(from, command));
        self.spot = to.or(from);
        screen::Screen::keep_in_view(self, size);
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
        Command::Sort,
        Command::Group,
        Command::TenantPage,
        Command::Views,
        Command::NextPane,
        Command::PreviousPane,
        Command::Left,
        Command::Right,
    ],
)
.led_by(&[Command::Open, Command::Go(Screen::Backlog), Command::Group, Command::TenantPage, Command::Sort])
.explained(&[Lang::overview_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        lang.tui_tab_overview().to_owned()
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.is_wide = side::columns(step.size()) > 0;
        if self.is_wide {
            self.read_side(step);
        } else {
            self.side.is_asked = false;
        }
        self.figures.ask(Call::Overview, step);
        self.refetch_at = None;
    }

    fn has_failed(&self) -> bool {
        let Side { blocks, periods, figures, .. } = &self.side;
        self.figures.has_failed() || blocks.has_failed() || periods.has_failed() || figures.has_failed()
    }

    fn is_blank(&self) -> bool {
        self.figures.is_blank()
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Side { blocks, periods, figures, .. } = &mut self.side;
        let side = [blocks.take(arrived), periods.take(arrived), figures.take(arrived)];
        if side.iter().any(Option::is_some) || self.figures.take(arrived).is_none() {
            return;
        }
        if let Some(figures) = &self.figures.value {
            let all = figures.tenants.iter().map(|figure| (figure.tenant.clone(), figure.kind));
            step.common.known.tenants = all.collect();
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
        if self.is_wide && !self.side.is_asked && step.is_read(Screen::Overview) {
            self.read_side(step);
        }
        if self.refetch_at.is_none_or(|at| at > step.at()) {
            return;
        }
        if step.is_read(Screen::Overview) { self.reload(step) } else { self.refetch_at = None }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        // A window that has grown wide shows what was not asked for before.
        let side = (self.is_wide && !self.side.is_asked && self.figures.value.is_some()).then_some(now);
        let soon = |at: Duration| at.max(now.saturating_add(Duration::from_millis(1)));
        self.refetch_at.into_iter().chain(side).map(soon).min()
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::OpenWhole => {
                if let Some(Spot::Tenant(slug)) = self.spot() {
                    step.go(Screen::Backlog, With::Filter(counted(&format!("tenant:{slug} is:counted"))));
                }
            }
            Command::Open => match self.spot().map(|spot| spot.opens()) {
                Some(Opens::Backlog(filter)) => step.go(Screen::Backlog, With::Filter(filter)),
                // All of it, whatever it was narrowed to before.
                Some(Opens::Screen(screen)) => step.go(screen, With::Filter(String::new())),
                Some(Opens::Reports(period, show)) => {
                    step.go(Screen::Periods, With::Reports { period, show });
                }
                Some(Opens::Indicator(code)) => step.go(Screen::Figures, With::Indicator(code)),
                None => {}
            },
            Command::Sort | Command::Group => {
                if command == Command::Sort {
                    self.sort = self.sort.next();
                } else {
                    self.is_grouped ^= true;
                }
                self.keep_in_view(step.size());
            }
            Command::Views => step.go(Screen::Views, With::Filter(String::new())),
            Command::Close | Command::Back => step.ask_to_leave(),
            command => self.go(command, step),
        }
    }

    /// The tenant under the cursor.
    fn tenant(&self) -> Option<&TenantRef> {
        let Some(Spot::Tenant(slug) | Spot::WaitedFor(slug)) = self.spot() else { return None };
        let figures = self.figures.value.as_ref()?;
        figures.tenants.iter().map(|figure| &figure.tenant).find(|tenant| tenant.slug == slug)
    }

    /// Scrolls the grid so that the cursor's cell is visible.
    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.is_wide = side::columns(size) > 0;
        let (Some(figures), Some(grid), Some(spot)) = (&self.figures.value, self.grid(size), self.spot())
        else {
            return;
        };
        let rows = grid_rows(size).max(1);
        let last = grid.lines.len().saturating_sub(rows);
        self.top = match grid.place(figures, &spot) {
            Some((line, _)) => self.top.min(line).max((line + 1).saturating_sub(rows)).min(last),
            None => self.top.min(last),
        };
    }
}
