//! The periods for which bodies owe reports: planned for a year, opened one by one (R126).

mod store;

use dondoc_shared::{
    id::{IndicatorId, PeriodId, RegimeId, TenantId},
    period::{PeriodCode, PeriodState, PeriodStatus, Schedule, Window, period_state},
};
use jiff::civil::Date;

use super::indicators::{Catalogue, Indicator};

pub use self::store::{all, by_code, insert, open, period};

/// Numbers of periods that a regime has.
const OF_REGIME: i32 = 1_000_000;

/// A period of a regime.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// Sorts as periods follow each other within the regime.
    pub id: PeriodId,
    /// The regime by which is reported.
    pub regime: RegimeId,
    /// Its code, and the days that it covers.
    pub window: Window,
    /// When it opens, is due, is cut off and closes.
    pub schedule: Schedule,
    /// What people have done with it.
    pub status: PeriodStatus,
    /// Whether its figures are invented.
    pub simulated: bool,
    /// The indicators that it asks for, as of its opening; none before.
    pub asks: Vec<IndicatorId>,
    /// Counts the acts on it, from 1.
    pub version: i32,
}

impl Period {
    /// Its number: the regime's, then the year and the place in it, so that numbers sort as periods follow each other.
    pub fn number(regime: RegimeId, code: PeriodCode) -> PeriodId {
        let in_year = i32::from(code.year()).saturating_mul(100).saturating_add(i32::from(code.number()));
        PeriodId(regime.0.saturating_mul(OF_REGIME).saturating_add(in_year))
    }

    /// What it is called in addresses, and the code of the task that is its report: `CT-2024-M07`.
    pub fn key(regime: &str, code: PeriodCode) -> String {
        format!("{regime}-{code}")
    }

    /// The least number that a period of this one's regime could have.
    pub fn first_of_regime(of: PeriodId) -> PeriodId {
        PeriodId(of.0.saturating_sub(of.0.rem_euclid(OF_REGIME)))
    }

    /// The number of another period of the same regime.
    pub fn number_of(&self, code: PeriodCode) -> PeriodId {
        Self::number(self.regime, code)
    }

    /// What a body reports for it, in the order of the form.
    pub fn owed<'a>(&self, catalogue: &'a Catalogue, body: TenantId) -> Vec<&'a Indicator> {
        let mut owed = catalogue.owed(self.regime, body, self.window.to_on);
        owed.retain(|indicator| self.asks.contains(&indicator.id));
        owed
    }

    /// Where it stands on a local day.
    pub fn state(&self, today: Date) -> PeriodState {
        period_state(self.status, &self.schedule, today)
    }
}
