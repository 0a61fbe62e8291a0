//! The other tenants around an assignment: those of its task, and the one that it waits for.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    lifecycle::{Part, Status},
    order,
    wire::{TenantKind, TenantRef, assignment::OtherTenant, standing::Waiting},
};

use crate::{
    domain::assignments::{Loaded, barrier},
    slices::shared_progress,
};
use dondoc_kernel::{
    db::{Tx, sql::conn},
    error::Result,
    schema::tenants,
};

/// The most other tenants that a page names.
const MOST: usize = 100;

type Named = (TenantId, TenantKind, (String, String, String, String));

const NAMED: (
    tenants::id,
    tenants::kind,
    (tenants::slug, tenants::short, tenants::name_vi, tenants::name_en),
) = (tenants::id, tenants::kind, (tenants::slug, tenants::short, tenants::name_vi, tenants::name_en));

fn tenant((slug, short, name_vi, name_en): (String, String, String, String)) -> TenantRef {
    TenantRef { slug, short, name_vi, name_en }
}

/// The other tenants of the task: those that the directive names, which is national knowledge, and those of which this tenant
/// holds a copy (R84), with its contents.
pub(super) async fn others(
    tx: &mut Tx,
    of: &Loaded,
    lead: &str,
    coordinating: &str,
) -> Result<Vec<OtherTenant>> {
    let mut known = if of.status == Status::Withdrawn {
        std::collections::BTreeMap::new()
    } else {
        shared_progress::of_task(tx, of).await?
    };
    let (leads, coordinates): (Vec<&str>, Vec<&str>) =
        (lead.split(';').collect(), coordinating.split(';').collect());
    let mut rows: Vec<Named> = tenants::table
        .filter(tenants::slug.eq_any(leads.iter().chain(&coordinates)).or(tenants::id.eq_any(known.keys())))
        .filter(tenants::id.ne(of.tenant_id))
        .select(NAMED)
        .load(conn(tx))
        .await?;
    rows.sort_by_cached_key(|(id, kind, (.., name_vi, _))| (order::body(*kind, name_vi), *id));
    let mut found: Vec<OtherTenant> = rows
        .into_iter()
        .map(|(id, _, names)| {
            let (part, standing) = known.remove(&id).unzip();
            let named = || if leads.contains(&names.0.as_str()) { Part::Lead } else { Part::Coordinating };
            let part = part.unwrap_or_else(named);
            OtherTenant { tenant: tenant(names), part, standing }
        })
        .collect();
    found.sort_by_key(|other| other.part != Part::Lead);
    found.truncate(MOST);
    Ok(found)
}

/// The tenant that the assignment waits for.
pub(super) async fn waiting(tx: &mut Tx, of: &Loaded) -> Result<Option<Waiting>> {
    let Some(barrier) = barrier(tx, of).await? else { return Ok(None) };
    let (_, _, names): Named = tenants::table.find(barrier.on).select(NAMED).first(conn(tx)).await?;
    Ok(Some(Waiting { tenant: tenant(names), cause: barrier.cause, since: barrier.since }))
}
