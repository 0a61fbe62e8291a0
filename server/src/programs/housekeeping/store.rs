//! SQL of what is deleted.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::id::TenantId;
use jiff::{SignedDuration, Timestamp};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    clock,
    db::{AuthTx, NationalTx, WorkerTx, sql::conn},
    error::Result,
    schema::{
        drafts as d, evidence as e, idempotency as i, links, log_in_failures as f, log_in_steps as steps,
        refresh_tokens as r, sessions as s,
    },
};

/// How long a repeated request gets its first answer again (R91).
const ANSWERS: SignedDuration = SignedDuration::from_hours(24);
/// How long what was typed and not sent is kept.
const DRAFTS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long an ended session is kept, to answer when somebody was signed in.
const ENDED: SignedDuration = SignedDuration::from_hours(30 * 24);

fn ago(now: Timestamp, age: SignedDuration) -> Timestamp {
    now.checked_sub(age).unwrap_or(Timestamp::MIN)
}

/// The files that rows of this tenant name, those of removed evidence as well.
pub(super) async fn objects(tx: &mut NationalTx, tenant: TenantId) -> Result<Vec<String>> {
    let named = e::table.filter(e::tenant_id.eq(tenant)).select(e::object.assume_not_null());
    Ok(named.filter(e::object.is_not_null()).load(conn(tx)).await?)
}

/// Deletes the answers kept for repeated requests of this tenant.
pub(super) async fn answers(tx: &mut WorkerTx) -> Result<()> {
    let before = ago(tx.now, ANSWERS).to_diesel();
    let old = i::table.filter(i::tenant_id.eq(tx.own())).filter(i::created_at.lt(before));
    diesel::delete(old).execute(conn(tx)).await?;
    Ok(())
}

/// Deletes the drafts of this tenant that nobody has touched for long.
pub(super) async fn drafts(tx: &mut WorkerTx) -> Result<()> {
    let before = ago(tx.now, DRAFTS).to_diesel();
    let old = d::table.filter(d::tenant_id.eq(tx.own())).filter(d::saved_at.lt(before));
    diesel::delete(old).execute(conn(tx)).await?;
    Ok(())
}

/// Deletes old sessions with their tokens, links, log-ins that waited for a code and log-in failures, of all tenants: before log-in the tenant is not known.
pub(super) async fn log_ins(tx: &mut AuthTx) -> Result<()> {
    let ended_before = ago(tx.now, ENDED);
    let day = clock::local_date(ended_before, &clock::zone(clock::DEFAULT_ZONE)).to_diesel();
    let before = ended_before.to_diesel();
    let ended = || s::table.filter(s::expires_at.lt(before).or(s::revoked_at.lt(before)));
    let of_ended = r::table.filter(diesel::dsl::exists(
        ended().filter(s::tenant_id.eq(r::tenant_id)).filter(s::id.eq(r::session_id)),
    ));
    diesel::delete(of_ended).execute(conn(tx)).await?;
    diesel::delete(ended()).execute(conn(tx)).await?;
    diesel::delete(links::table.filter(links::expires_at.lt(before))).execute(conn(tx)).await?;
    diesel::delete(steps::table.filter(steps::expires_at.lt(before))).execute(conn(tx)).await?;
    diesel::delete(f::table.filter(f::day.lt(day))).execute(conn(tx)).await?;
    Ok(())
}
