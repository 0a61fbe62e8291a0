//! What a body said of one indicator, period by period, as what counts of each (R145).

use dondoc_shared::{
    error::ErrorCode,
    figures::{CellState, Entry, OverBodies, Point, Quotient, Series, SeriesPoint},
    id::AssignmentId,
    period::{PeriodCode, Window, WindowRules},
};

use super::{checks, look};
use crate::domain::indicators::{self, Indicator};
use dondoc_kernel::{db::TenantTx, error::Result};

/// The periods before a report, the oldest first, from the first of which something counts, and its own.
pub struct History {
    /// The indicator.
    pub indicator: Indicator,
    /// Each earlier period with what counts of it; none where nothing does.
    pub periods: Vec<(Window, Option<Entry>)>,
    /// The report's own period, with what counts of it; none before it is filed.
    pub own: (Window, Option<Entry>),
    /// What was typed for its own period, as far as it can be read.
    pub typed: Option<Entry>,
}

/// What counts of an indicator that the report asks for.
///
/// # Errors
/// `not_found` where it asks for no such indicator.
pub async fn history(tx: &mut TenantTx, id: AssignmentId, code: &str) -> Result<History> {
    let catalogue = indicators::current(tx).await?;
    let opened = look(tx, id).await?;
    let owed = opened.owed(&catalogue);
    let indicator = owed.iter().find(|indicator| indicator.code == code).ok_or(ErrorCode::NotFound)?;
    let counted = checks::counted(tx, &opened.period).await?;
    let earlier = opened.earlier.get(&indicator.id).map_or(&[][..], Vec::as_slice);
    let rules = WindowRules::default();
    let first = earlier.first().map(|(window, _)| window.code);
    let codes = std::iter::successors(first, |code: &PeriodCode| code.next());
    let periods = codes.take_while(|code| *code != opened.period.window.code).map(|code| {
        let known = earlier.iter().find(|(window, _)| window.code == code);
        known.map_or_else(|| (rules.window(code), None), |(window, entry)| (*window, Some(*entry)))
    });
    Ok(History {
        periods: periods.take(checks::PERIODS).collect(),
        own: (opened.period.window, counted.get(&indicator.id).copied()),
        typed: opened.draft(&owed).entry(indicator),
        indicator: (**indicator).clone(),
    })
}

impl History {
    /// The series that a chart draws; of yes and no there is none.
    pub fn series(&self) -> Option<Series> {
        let formula = &self.indicator.formula;
        let is_ratio = formula.over_bodies == OverBodies::Ratio;
        let value = |entry: Entry| match (entry.state.unwrap_or(CellState::Value), entry.num, entry.den) {
            (CellState::Nil, ..) => Some(Quotient::scaled(0, 0)).filter(|_| !is_ratio),
            (CellState::Value, Some(num), Some(den)) => Quotient::percent(num, den),
            (CellState::Value, Some(num), None) => Some(Quotient::scaled(num, formula.scale)),
            _ => None,
        };
        let point = |(window, entry): &(Window, Option<Entry>)| SeriesPoint {
            label: window.code.to_string(),
            on: window.to_on,
            point: entry.and_then(value).map_or(Point::Missing, |value| Point::Value {
                value,
                estimated: entry.is_some_and(|entry| entry.estimated),
                partial: false,
            }),
            break_before: self.breaks(window),
        };
        // A period that is not filed yet is no gap.
        let own = Some(&self.own).filter(|(_, entry)| entry.is_some());
        (formula.over_bodies != OverBodies::CountOfTenants).then(|| Series {
            unit: formula.unit,
            decimals: formula.decimals,
            points: self.periods.iter().chain(own).map(point).collect(),
            line: None,
        })
    }

    /// Whether what is counted changed with this period.
    pub fn breaks(&self, window: &Window) -> bool {
        self.indicator.last_break(window.to_on).is_some_and(|day| day >= window.from_on)
    }
}
