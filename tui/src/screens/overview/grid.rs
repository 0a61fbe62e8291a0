//! The grid of tenants: their order, their groups, the cells that a window has room for, and the way of the cursor through it.

use dondoc_shared::{
    filter::BodyGroup,
    order,
    text::Lang,
    wire::national::{Overview, TenantFigure},
};

use super::Spot;
use crate::{
    keys::Command,
    ui::{size::is_one_column, theme::Token},
};

/// The order of the tenants.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Most overdue assignments first.
    #[default]
    Most,
    /// The largest share of open work overdue first.
    Share,
    /// As bodies are read (R103).
    Name,
}

impl Sort {
    /// The order after this one; after the last the first.
    pub fn next(self) -> Self {
        match self {
            Self::Most => Self::Share,
            Self::Share => Self::Name,
            Self::Name => Self::Most,
        }
    }

    /// The order in words.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Most => lang.overview_most_first(),
            Self::Share => lang.overview_share_first(),
            Self::Name => lang.overview_by_name(),
        }
    }
}

/// What a cell says, and how wide it is, the gap behind it counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Short name, heat, what is overdue, and the whole name behind: where there is one column.
    Named,
    /// Short name, heat, what is overdue.
    Short,
    /// The same, what is open, and the share that is overdue.
    Share,
    /// The same with that share as a bar.
    Bar,
}

impl Form {
    /// Cells that it takes in a window of `columns`.
    pub fn width(self, columns: usize) -> usize {
        match self {
            Self::Named => columns.saturating_sub(1),
            Self::Short => 10,
            Self::Share => 20,
            Self::Bar => 29,
        }
        .max(1)
    }
}

/// A line of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The head of a group.
    Head(BodyGroup),
    /// Tenants beside each other, as places among the figures.
    Cells(Vec<usize>),
}

/// The grid, laid out for a window.
#[derive(Debug)]
pub struct Grid {
    /// What its cells say.
    pub form: Form,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// How a share of open work is overdue, in thousandths; what has nothing open comes last.
fn share(tenant: &TenantFigure) -> i64 {
    tenant.overdue.saturating_mul(1_000).checked_div(tenant.open).unwrap_or(-1)
}

/// The places of the tenants among the figures, in an order. Equal ones stay as the server has them.
fn sorted(figures: &Overview, sort: Sort) -> Vec<usize> {
    let mut places: Vec<(usize, &TenantFigure)> = figures.tenants.iter().enumerate().collect();
    match sort {
        Sort::Most => places.sort_by_key(|(_, tenant)| std::cmp::Reverse(tenant.overdue)),
        Sort::Share => places.sort_by_key(|(_, tenant)| std::cmp::Reverse(share(tenant))),
        Sort::Name => {
            places.sort_by_cached_key(|(_, tenant)| order::body(tenant.kind, &tenant.tenant.name_vi));
        }
    }
    places.into_iter().map(|(place, _)| place).collect()
}

impl Grid {
    /// The tenants in this order, by groups or together, in `width` cells and `rows` rows of a window: each cell says as much as lets
    /// all of them be seen.
    pub fn of(
        figures: &Overview,
        (sort, is_grouped): (Sort, bool),
        size: (u16, u16),
        (width, rows): (usize, usize),
    ) -> Self {
        let order = sorted(figures, sort);
        let forms =
            if is_one_column(size) { &[Form::Named][..] } else { &[Form::Bar, Form::Share, Form::Short] };
        let laid = |form: Form| {
            let columns = (width.saturating_sub(1)).checked_div(form.width(width)).unwrap_or(1).max(1);
            Self { form, lines: lines(figures, &order, is_grouped, columns) }
        };
        let mut grids = forms.iter().map(|form| laid(*form));
        let fits = grids.find(|grid| grid.lines.len() <= rows);
        fits.unwrap_or_else(|| laid(forms.last().copied().unwrap_or(Form::Short)))
    }

    /// The line and the cell in which a spot stands.
    pub fn place(&self, figures: &Overview, spot: &Spot) -> Option<(usize, usize)> {
        self.lines.iter().enumerate().find_map(|(line, of)| match (of, spot) {
            (Line::Head(group), Spot::Group(wanted)) => (group == wanted).then_some((line, 0)),
            (Line::Cells(cells), Spot::Tenant(slug)) => {
                let is_it =
                    |place: &usize| figures.tenants.get(*place).is_some_and(|t| t.tenant.slug == *slug);
                cells.iter().position(is_it).map(|cell| (line, cell))
            }
            _ => None,
        })
    }

    /// What stands in a cell of a line; the last cell where it has fewer.
    pub fn at(&self, figures: &Overview, (line, cell): (usize, usize)) -> Option<Spot> {
        match self.lines.get(line)? {
            Line::Head(group) => Some(Spot::Group(*group)),
            Line::Cells(cells) => {
                let place = cells.get(cell).or(cells.last())?;
                figures.tenants.get(*place).map(|of| Spot::Tenant(of.tenant.slug.clone()))
            }
        }
    }

    /// The first tenant.
    pub fn first(&self, figures: &Overview) -> Option<Spot> {
        let line = self.lines.iter().position(|line| matches!(line, Line::Cells(_)))?;
        self.at(figures, (line, 0))
    }

    /// Where a movement from a cell leads. None if it leaves the grid or is no movement.
    pub fn moved(
        &self,
        figures: &Overview,
        (line, cell): (usize, usize),
        command: Command,
        page: usize,
    ) -> Option<Spot> {
        let last = self.lines.len().saturating_sub(1);
        let cells = |line: usize| match self.lines.get(line) {
            Some(Line::Cells(cells)) => cells.len(),
            _ => 1,
        };
        let half = (page / 2).max(1);
        let to = match command {
            Command::Up => (line.checked_sub(1)?, cell),
            Command::Down => ((line + 1).min(last), if line == last { usize::MAX } else { cell }),
            Command::Left if cell > 0 => (line, cell - 1),
            Command::Left => line.checked_sub(1).map_or((0, 0), |above| (above, usize::MAX)),
            Command::Right if cell + 1 < cells(line) => (line, cell + 1),
            Command::Right => (line + 1, 0),
            Command::PageUp => (line.saturating_sub(half), cell),
            Command::PageDown => ((line + half).min(last), cell),
            Command::Top => (0, 0),
            Command::Bottom => (last, usize::MAX),
            _ => return None,
        };
        self.at(figures, to)
    }
}

/// The lines of the grid: of each group its head and its tenants, or all tenants.
fn lines(figures: &Overview, order: &[usize], is_grouped: bool, columns: usize) -> Vec<Line> {
    let cells = |places: &[usize]| -> Vec<Line> {
        places.chunks(columns.max(1)).map(|cells| Line::Cells(cells.to_vec())).collect()
    };
    if !is_grouped {
        return cells(order);
    }
    let groups = [BodyGroup::Ministries, BodyGroup::Localities];
    let of = |group: BodyGroup| -> Vec<usize> {
        let is_of = |place: &usize| figures.tenants.get(*place).is_some_and(|tenant| group.has(tenant.kind));
        order.iter().copied().filter(is_of).collect()
    };
    let with_head = |group: BodyGroup| {
        let own = of(group);
        let head = (!own.is_empty()).then_some(Line::Head(group));
        head.into_iter().chain(cells(&own)).collect::<Vec<_>>()
    };
    groups.into_iter().flat_map(with_head).collect()
}

/// How a tenant's cell looks; the digit beside it says the same.
pub fn token(heat: u8) -> Token {
    match heat {
        0 => Token::Muted,
        1 => Token::Text,
        2 | 3 => Token::Warn,
        _ => Token::Danger,
    }
}
