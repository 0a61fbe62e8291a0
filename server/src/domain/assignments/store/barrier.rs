//! The barrier of an assignment: the tenant that its newest report waits for, and the date since which its reports say so.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{id::TenantId, lifecycle::Status, wire::Cause};
use jiff::civil::Date;

use super::super::model::Loaded;
use dondoc_kernel::{
    clock,
    db::{
        Tx,
        sql::{conn, lane},
    },
    error::Result,
    schema::progress_reports::{self as r, BoxedQuery},
};

/// Another tenant that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Barrier {
    /// The tenant that is waited for.
    pub on: TenantId,
    /// Why, if that was said.
    pub cause: Option<Cause>,
    /// Local date of the first of the reports that have named this tenant without a break.
    pub since: Date,
}

fn reports(of: &Loaded) -> BoxedQuery<'static, diesel::pg::Pg> {
    r::table.filter(r::tenant_id.eq(of.tenant_id)).filter(r::assignment_id.eq(of.id)).into_boxed()
}

/// The tenants that the newest report and the one before it wait for.
pub async fn newest_waits(tx: &Tx, of: &Loaded) -> Result<[Option<TenantId>; 2]> {
    let newest = reports(of).order(r::id.desc()).limit(2).select(r::waiting_on);
    let mut waits = newest.load(&mut lane(tx)).await?.into_iter();
    Ok([waits.next().flatten(), waits.next().flatten()])
}

/// The present barrier; none once the work is handed in, closed or suspended.
pub async fn barrier(tx: &mut Tx, of: &Loaded) -> Result<Option<Barrier>> {
    if !of.status.is_open() || of.status == Status::Submitted {
        return Ok(None);
    }
    let newest: Option<(Option<TenantId>, Option<Cause>)> =
        reports(of).order(r::id.desc()).select((r::waiting_on, r::cause)).first(conn(tx)).await.optional()?;
    let Some((Some(on), cause)) = newest else { return Ok(None) };
    let last_other: Option<uuid::Uuid> = reports(of)
        .filter(r::waiting_on.is_distinct_from(on))
        .order(r::id.desc())
        .select(r::id)
        .first(conn(tx))
        .await
        .optional()?;
    let first: jiff_diesel::Timestamp = reports(of)
        .filter(r::id.gt(last_other.unwrap_or_default()))
        .order(r::id)
        .select(r::at)
        .first(conn(tx))
        .await?;
    let since = clock::local_date(first.to_jiff(), &clock::zone(clock::DEFAULT_ZONE));
    Ok(Some(Barrier { on, cause, since }))
}
