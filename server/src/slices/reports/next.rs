//! The report that a body files next, for its first page (R163).

use dondoc_shared::{
    id::{AssignmentId, TenantId},
    period::PeriodCode,
    text::Lang,
};
use jiff::civil::Date;

use super::store;
use crate::domain::indicators;
use dondoc_kernel::{db::Tx, error::Result};

/// A report that waits for its body.
pub struct NextReport {
    /// The assignment that it is.
    pub assignment: AssignmentId,
    /// Its regime and period, as its reader says them.
    pub name: String,
    /// When it is due, as extended.
    pub due_on: Option<Date>,
}

/// The report that is due first of those that wait for the body; none where nothing does. One statement.
pub async fn next_report(tx: &mut Tx, tenant: TenantId, lang: Lang) -> Result<Option<NextReport>> {
    let Some((assignment, due_on, regime, code)) = store::next_due(tx, tenant).await? else {
        return Ok(None);
    };
    let catalogue = indicators::current(tx).await?;
    let regime = catalogue.regime(regime).map_or("", |regime| regime.name.get(lang));
    let period = code.parse::<PeriodCode>().map_or(code, |code| code.name(lang));
    Ok(Some(NextReport { assignment, name: lang.report_of_period(regime, &period), due_on }))
}
