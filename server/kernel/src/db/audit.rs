//! The row that every write leaves, in the same transaction.
//!
//! [`crate::db::Db`] takes only write closures that return [`Logged`], so a change without its audit entry does not
//! compile. The row lies in the *subject's* tenant with the actor's tenant beside it: a tenant's own trail shows what
//! the Working Group did to it. Nothing may update or delete these rows.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::TenantId;
use serde_json::Value;
use uuid::Uuid;

use crate::{db::Tx, error::Result, schema::audit};

/// An entry of the audit trail (R93): the act and its subject. `detail` holds ids, words, dates and numbers, never a secret or
/// the text of a report.
#[derive(Debug)]
pub struct Entry {
    /// The tenant of the subject.
    pub tenant: TenantId,
    /// `verb` of the operation, `submit`, `log_in`.
    pub action: &'static str,
    /// What kind of thing was changed: `assignment`.
    pub subject_kind: &'static str,
    /// Id of the thing changed; none for a whole list.
    pub subject_id: Option<Uuid>,
    /// The values before and after, without secrets.
    pub detail: Value,
}

/// The result of a write and its audit entries (R93).
#[derive(Debug)]
pub struct Logged<R> {
    pub(crate) result: R,
    pub(crate) entries: Vec<Entry>,
}

impl<R> Logged<R> {
    /// The result.
    pub fn result(&self) -> &R {
        &self.result
    }

    /// One entry is the least.
    pub fn new(result: R, entry: Entry) -> Self {
        Self { result, entries: vec![entry] }
    }

    /// The same entry, another result.
    pub fn map<S>(self, change: impl FnOnce(R) -> S) -> Logged<S> {
        Logged { result: change(self.result), entries: self.entries }
    }

    /// The result, for a use case that calls another one; its entries must not be lost.
    pub fn into_parts(self) -> (R, Vec<Entry>) {
        (self.result, self.entries)
    }

    /// Adds entries to those that will be written.
    #[must_use]
    pub fn and(mut self, entries: impl IntoIterator<Item = Entry>) -> Self {
        self.entries.extend(entries);
        self
    }
}

/// Writes the entries of a transaction.
pub async fn record(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    let row = |entry: &Entry| {
        (
            audit::tenant_id.eq(entry.tenant),
            audit::id.eq(tx.new_id()),
            audit::actor_tenant_id.eq(tx.actor.tenant),
            audit::actor_id.eq(tx.actor.user),
            audit::actor_name.eq(tx.actor.name.clone()),
            audit::actor_for.eq(tx.actor.hands.acting_for),
            audit::session_id.eq(tx.actor.session),
            audit::request_id.eq(tx.actor.request_id.clone()),
            audit::action.eq(entry.action),
            audit::subject_kind.eq(entry.subject_kind),
            audit::subject_id.eq(entry.subject_id),
            audit::detail.eq(entry.detail.clone()),
        )
    };
    // One row is the usual case and its statement is prepared once; thousands (an import) must not go one by one.
    if let [entry] = entries {
        let row = row(entry);
        diesel::insert_into(audit::table).values(row).execute(&mut tx.conn).await?;
        return Ok(());
    }
    let rows: Vec<_> = entries.iter().map(row).collect();
    for chunk in rows.chunks(500) {
        diesel::insert_into(audit::table).values(chunk).execute(&mut tx.conn).await?;
    }
    Ok(())
}
