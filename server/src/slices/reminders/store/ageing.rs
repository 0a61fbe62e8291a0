//! SQL of how old the open work of a tenant and of its people is.

use diesel::{dsl::count_star, prelude::*, sql_types::BigInt};
use diesel_async::RunQueryDsl;
use tokio::join;
use uuid::Uuid;

use crate::domain::assignments::is_lead;
use dondoc_kernel::{
    db::{WorkerTx, sql::lane, words},
    error::Result,
    schema::{assignments as a, tally_open as t},
};

/// A person, the first day on which some of their work is late, and how much of it.
pub type AssignedRow = (Option<Uuid>, Option<jiff_diesel::Date>, i64);

/// Open work of these people, and all of the tenant entered, by the first day on which it is late.
pub async fn open_work(
    tx: &WorkerTx,
    people: Vec<Uuid>,
) -> Result<(Vec<AssignedRow>, Vec<(jiff_diesel::Date, i64)>)> {
    let (assigned, all) = join!(
        a::table
            .filter(a::tenant_id.eq(tx.own()))
            // The picture is of duties, as the tally beside it.
            .filter(a::period_id.is_null())
            .filter(a::assignee_id.eq_any(people))
            .filter(a::open)
            .filter(is_lead())
            .group_by((a::assignee_id, a::late_from))
            .select((a::assignee_id, a::late_from, count_star()))
            .load(&mut lane(tx)),
        t::table
            .filter(t::tenant_id.eq(tx.own()))
            .filter(t::n.ne(0))
            .group_by(t::late_from)
            .select((t::late_from, words::<BigInt>("sum(n)::bigint")))
            .load(&mut lane(tx)),
    );
    Ok((assigned?, all?))
}
