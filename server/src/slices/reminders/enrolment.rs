//! Who must soon have a second factor and has none is told by mail (R185).

use jiff::civil::Date;

use crate::domain::users;
use dondoc_kernel::{
    auth::{factor, news},
    db::WorkerTx,
    error::Result,
};

/// Days before the date on which the mail leaves.
const TOLD: i32 = 14;

/// Tells the people of the tenant entered, once for each date.
pub(super) async fn tell(tx: &mut WorkerTx, today: Date) -> Result<()> {
    let from = factor::required_from(tx).await?;
    if !(1..=TOLD).contains(&today.until(from).map_or(0, |left| left.get_days())) {
        return Ok(());
    }
    let own = tx.own();
    for (_, person) in users::to_enrol(tx).await? {
        news::tell_of_enrolment(tx, (own, person.id), &person.email, from).await?;
    }
    Ok(())
}
