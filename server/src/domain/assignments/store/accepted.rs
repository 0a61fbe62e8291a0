//! What was accepted: duties that a body of the 93 leads, by when the Working Group accepted them.

use diesel::{dsl, prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{AssignmentId, TenantId, UserId},
    wire::TenantRef,
};
use jiff::{Timestamp, civil::Date};
use jiff_diesel::ToDiesel;

use super::super::words::is_lead;
use dondoc_kernel::{
    db::{NationalTx, Words, sql::conn},
    error::Result,
    schema::{assignments as a, submissions as s, tasks, tenants},
};

/// A duty whose acceptance stands.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Accepted {
    /// The tenant that it belongs to.
    pub tenant: TenantId,
    /// The assignment.
    pub id: AssignmentId,
    /// Who accepted it.
    pub by: Option<UserId>,
    /// Their name as it was.
    pub name: Option<String>,
    /// When.
    #[diesel(deserialize_as = jiff_diesel::NullableTimestamp)]
    pub at: Option<Timestamp>,
}

/// Those that were accepted from one instant on and before another, and still are.
#[dsl::auto_type]
fn standing(from: jiff_diesel::Timestamp, until: jiff_diesel::Timestamp) -> _ {
    let is_lead: Words<Bool> = is_lead();
    let national: TenantId = TenantId::NATIONAL;
    s::table
        .inner_join(a::table.on(a::tenant_id.eq(s::tenant_id).and(a::id.eq(s::assignment_id))))
        .filter(s::decision.eq("accepted"))
        .filter(s::decided_at.ge(from))
        .filter(s::decided_at.lt(until))
        .filter(a::submission_id.eq(s::id.nullable()))
        .filter(a::status.eq("accepted"))
        .filter(is_lead)
        .filter(a::period_id.is_null())
        .filter(a::tenant_id.gt(national))
}

/// How many duties were accepted between two instants, and still are.
pub async fn count_accepted(tx: &mut NationalTx, (from, until): (Timestamp, Timestamp)) -> Result<i64> {
    Ok(standing(from.to_diesel(), until.to_diesel()).count().get_result(conn(tx)).await?)
}

/// Whether there is one of these.
pub async fn any_accepted(tx: &mut NationalTx, (from, until): (Timestamp, Timestamp)) -> Result<bool> {
    let any = diesel::select(dsl::exists(standing(from.to_diesel(), until.to_diesel())));
    Ok(any.get_result(conn(tx)).await?)
}

/// The same, each of them.
pub async fn accepted(tx: &mut NationalTx, (from, until): (Timestamp, Timestamp)) -> Result<Vec<Accepted>> {
    let columns = (a::tenant_id, a::id, s::decided_by, s::decided_name, s::decided_at);
    Ok(standing(from.to_diesel(), until.to_diesel()).select(columns).load(conn(tx)).await?)
}

/// An assignment of any tenant with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The assignment.
    pub id: AssignmentId,
    /// Its code, `T24-08/ha-noi`.
    pub code: String,
    /// The task's title in Vietnamese.
    pub title_vi: String,
    /// The task's title in English.
    pub title_en: String,
    /// The tenant that it belongs to.
    pub tenant: TenantRef,
    /// Its due date as extended.
    pub due_on: Option<Date>,
    /// Its version.
    pub version: i32,
}

/// The names of these assignments.
pub async fn named(tx: &mut NationalTx, ids: &[AssignmentId]) -> Result<Vec<Named>> {
    type Titles = (String, String, String);
    type Names = (String, String, String, String);
    let rows: Vec<(AssignmentId, Option<jiff_diesel::Date>, i32, Titles, Names)> = a::table
        .inner_join(tasks::table.on(tasks::id.eq(a::task_id)))
        .inner_join(tenants::table.on(tenants::id.eq(a::tenant_id)))
        .filter(a::id.eq_any(ids))
        .select((
            a::id,
            a::due_on,
            a::version,
            (tasks::code, tasks::title_vi, tasks::title_en),
            (tenants::slug, tenants::short, tenants::name_vi, tenants::name_en),
        ))
        .load(conn(tx))
        .await?;
    let read = |(id, due_on, version, (task, title_vi, title_en), (slug, short, name_vi, name_en))| Named {
        id,
        code: format!("{task}/{slug}"),
        title_vi,
        title_en,
        tenant: TenantRef { slug, short, name_vi, name_en },
        due_on: Option::<jiff_diesel::Date>::map(due_on, jiff_diesel::Date::to_jiff),
        version,
    };
    Ok(rows.into_iter().map(read).collect())
}
