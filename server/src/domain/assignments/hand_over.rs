//! Giving the open work of somebody who will do it no more to somebody else (R179).

use dondoc_shared::{
    id::{AssignmentId, UserId},
    wire::assignment::EventKind,
};

pub use super::store::held::{Held, held, open_of};
use super::store::load;
use dondoc_kernel::{
    db::{TenantTx, audit::Entry},
    error::Result,
};

/// Gives these open assignments of a person to another one, or to nobody in particular; each timeline tells of it. Answers how many
/// there were, and their entries.
pub async fn hand_over(
    tx: &mut TenantTx,
    open: &[AssignmentId],
    from: &str,
    to: Option<(UserId, &str)>,
) -> Result<(Held, Vec<Entry>)> {
    let (mut given, mut entries, today) = (Held::default(), vec![], tx.today());
    let told = match to {
        Some((_, to)) => format!("{from} → {to}"),
        None => from.to_owned(),
    };
    for id in open {
        let row = load(tx, *id).await?;
        given.open = given.open.saturating_add(1);
        if row.late_from().is_some_and(|late_from| late_from <= today) {
            given.overdue = given.overdue.saturating_add(1);
        }
        let mut change = row.begin_by_system("hand_over");
        change.after.assignee_id = to.map(|(to, _)| to);
        entries.extend(change.save(tx, EventKind::HandedOver, &told, None).await?.into_parts().1);
    }
    Ok((given, entries))
}
