//! The errand by which the figures learn what a report says now.

use dondoc_shared::id::AssignmentId;
use serde::{Deserialize, Serialize};

use super::model::Loaded;
use dondoc_kernel::{
    db::Tx,
    error::{Error, Result},
    outbox::{self, Kind, NewMessage},
};

/// What an errand of the kind `figures` asks for: the figures are to count what this assignment's report says now.
#[derive(Debug, Serialize, Deserialize)]
pub struct Errand {
    /// The assignment.
    pub assignment: AssignmentId,
}

/// Notes that what has been filed may have changed with this version; nothing where the assignment is a duty.
pub async fn count(tx: &mut Tx, of: &Loaded, version: i32) -> Result<()> {
    if of.period_id.is_none() {
        return Ok(());
    }
    send(tx, of, format!("figures:{}:{version}", of.id)).await
}

/// The same where a correction was decided on, which makes no version of the assignment.
pub(super) async fn count_correction(tx: &mut Tx, of: &Loaded, revision: i32) -> Result<()> {
    send(tx, of, format!("figures:{}:correction:{revision}", of.id)).await
}

async fn send(tx: &mut Tx, of: &Loaded, dedupe_key: String) -> Result<()> {
    let args =
        serde_json::to_value(Errand { assignment: of.id }).map_err(|error| Error::Internal(error.into()))?;
    let (tenant, run_at) = (of.tenant_id, tx.now);
    let errand = NewMessage { tenant, kind: Kind::Figures, dedupe_key, args, run_at, recipient: None };
    outbox::enqueue(tx, errand).await.map(drop)
}
