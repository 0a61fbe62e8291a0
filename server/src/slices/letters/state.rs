//! The state of outgoing mail as one answer.

use dondoc_shared::wire::mail::MailState;

use super::store::{budget, pauses::pauses};
use crate::domain::recipients::store::count_suspended;
use dondoc_kernel::{
    db::NationalTx,
    error::Result,
    outbox::{figures::figures, holds},
};

/// The state of outgoing mail in one answer: counts, pauses, holds, budget.
pub async fn state(tx: &mut NationalTx) -> Result<MailState> {
    let (digests_a_day, over_budget) = budget::over(tx).await?;
    let holds = holds::list(tx).await?.items;
    Ok(MailState {
        now: tx.now,
        figures: figures(tx).await?,
        pauses: pauses(tx).await?,
        holds: holds.into_iter().filter(|hold| hold.in_force).collect(),
        suspended: count_suspended(tx).await?,
        digests_a_day,
        over_budget,
    })
}
