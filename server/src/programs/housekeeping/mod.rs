//! Deletes, once a day, what has served its time (R95): answers kept for repeated requests, drafts that
//! nobody sent, and rows of log-in. Until then it
//! only costs space. The audit trail is never touched.

pub mod files;
mod store;

use dondoc_kernel::{
    db::{Actor, Auth, Db},
    error::Result,
};
use dondoc_shared::id::TenantId;

/// Deletes old rows of a tenant, and with the national one's also the rows that belong to no tenant.
pub(crate) async fn keep(db: &Db, tenant: TenantId) -> Result<()> {
    db.keep_books(tenant, store::answers).await?;
    db.keep_books(tenant, store::drafts).await?;
    if tenant.is_national() {
        db.read(Auth, Actor::system("worker"), store::log_ins).await?;
    }
    Ok(())
}
