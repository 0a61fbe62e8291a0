//! SQL of what each person is the assignee of.

use std::collections::BTreeMap;

use diesel::{dsl::count_star, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::id::{AssignmentId, TenantId, UserId};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{
        TenantTx, Tx,
        sql::{conn, lane},
    },
    error::Result,
    schema::assignments as a,
};

/// Open assignments of one assignee.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// All of them.
    pub open: usize,
    /// Those that are overdue on the national date.
    pub overdue: usize,
}

/// What each assignee of a tenant holds; nothing of whoever holds nothing.
pub async fn held(tx: &Tx, tenant: TenantId) -> Result<BTreeMap<UserId, Held>> {
    let of = || a::table.filter(a::tenant_id.eq(tenant)).filter(a::open).filter(a::assignee_id.is_not_null());
    let counted = (a::assignee_id.assume_not_null(), count_star());
    let (open, overdue) = tokio::join!(
        of().group_by(a::assignee_id).select(counted).load::<(UserId, i64)>(&mut lane(tx)),
        of().filter(a::late_from.le(tx.today().to_diesel()))
            .group_by(a::assignee_id)
            .select(counted)
            .load::<(UserId, i64)>(&mut lane(tx)),
    );
    let mut held: BTreeMap<UserId, Held> = BTreeMap::new();
    let count = |n: i64| usize::try_from(n).unwrap_or(0);
    for (id, n) in open? {
        held.entry(id).or_default().open = count(n);
    }
    for (id, n) in overdue? {
        held.entry(id).or_default().overdue = count(n);
    }
    Ok(held)
}

/// The open assignments of an assignee.
pub async fn open_of(tx: &mut TenantTx, assignee: UserId) -> Result<Vec<AssignmentId>> {
    let of = a::table.filter(a::tenant_id.eq(tx.own())).filter(a::open).filter(a::assignee_id.eq(assignee));
    Ok(of.order(a::id).select(a::id).load(conn(tx)).await?)
}
