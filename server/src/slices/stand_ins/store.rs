//! SQL of stand-ins.

use diesel::{dsl::exists, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    day::in_ha_noi,
    id::{StandInId, UserId},
    role::{Permission, Role},
    wire::stand_in::{Hand, StandInChoice, StandInRow, StandInState},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{TenantTx, exactly_one, sql::conn},
    error::Result,
    schema::{accounts, stand_ins as s, users},
};

diesel::alias!(users as lender: Lender, users as deputy: Deputy);

type Row = (
    StandInId,
    (UserId, String),
    (UserId, String),
    (jiff_diesel::Date, jiff_diesel::Date, Option<jiff_diesel::Timestamp>),
    (String, Option<String>),
);

fn read(today: Date, (id, absent, stand_in, (from, to, ended), (by, reason)): Row) -> StandInRow {
    let (from_on, to_on) = (from.to_jiff(), to.to_jiff());
    let hand = |(id, name)| Hand { id, name };
    StandInRow {
        id,
        absent: hand(absent),
        stand_in: hand(stand_in),
        from_on,
        to_on,
        ended_on: ended.map(|at| in_ha_noi(at.to_jiff())),
        state: StandInState::of((from_on, to_on), ended.is_some(), today),
        by,
        reason,
    }
}

#[diesel::dsl::auto_type]
fn named() -> _ {
    let of_absent =
        lender.field(users::tenant_id).eq(s::tenant_id).and(lender.field(users::id).eq(s::absent_id));
    let of_stand_in =
        deputy.field(users::tenant_id).eq(s::tenant_id).and(deputy.field(users::id).eq(s::stand_in_id));
    s::table.inner_join(lender.on(of_absent)).inner_join(deputy.on(of_stand_in)).select((
        s::id,
        (s::absent_id, lender.field(users::name)),
        (s::stand_in_id, deputy.field(users::name)),
        (s::from_on, s::to_on, s::ended_at),
        (s::by_name, s::reason),
    ))
}

/// Those in which somebody lends or stands in.
pub async fn of(tx: &mut TenantTx, user: UserId) -> Result<Vec<StandInRow>> {
    let rows: Vec<Row> = named()
        .filter(s::tenant_id.eq(tx.own()))
        .filter(s::absent_id.eq(user).or(s::stand_in_id.eq(user)))
        .order(s::id)
        .load(conn(tx))
        .await?;
    let today = tx.today();
    Ok(rows.into_iter().map(|row| read(today, row)).collect())
}

/// One of the tenant, locked.
pub async fn lock(tx: &mut TenantTx, id: StandInId) -> Result<StandInRow> {
    let own = tx.own();
    s::table.find((own, id)).select(s::id).for_update().first::<StandInId>(conn(tx)).await?;
    let row: Row = named().filter(s::tenant_id.eq(own)).filter(s::id.eq(id)).first(conn(tx)).await?;
    Ok(read(tx.today(), row))
}

/// Everybody else who can act and whose role can be lent, by name.
pub async fn choices(tx: &mut TenantTx, but: UserId) -> Result<Vec<StandInChoice>> {
    let roles = Role::ALL.iter().filter(|role| role.may(Permission::StandIn));
    let rows: Vec<(UserId, String, Role)> = users::table
        .inner_join(
            accounts::table.on(accounts::tenant_id.eq(users::tenant_id).and(accounts::user_id.eq(users::id))),
        )
        .filter(users::tenant_id.eq(tx.own()))
        .filter(users::status.eq("active"))
        .filter(accounts::has_phrase)
        .filter(users::role.eq_any(roles))
        .filter(users::id.ne(but))
        .order((users::name, users::id))
        .select((users::id, users::name, users::role))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(|(id, name, role)| StandInChoice { id, name, role }).collect())
}

/// Whether somebody is stood in for on one of these days.
pub async fn meets_another(tx: &mut TenantTx, absent: UserId, (from, to): (Date, Date)) -> Result<bool> {
    let meets = s::table
        .filter(s::tenant_id.eq(tx.own()))
        .filter(s::absent_id.eq(absent))
        .filter(s::ended_at.is_null())
        .filter(s::from_on.le(to.to_diesel()))
        .filter(s::to_on.ge(from.to_diesel()));
    Ok(diesel::select(exists(meets)).get_result(conn(tx)).await?)
}

/// Writes one.
pub async fn insert(
    tx: &mut TenantTx,
    (absent, stand_in): (UserId, UserId),
    (from, to): (Date, Date),
    reason: Option<&str>,
) -> Result<StandInId> {
    let id = StandInId(tx.new_id());
    let row = (
        (s::tenant_id.eq(tx.own()), s::id.eq(id)),
        (s::absent_id.eq(absent), s::stand_in_id.eq(stand_in)),
        (s::from_on.eq(from.to_diesel()), s::to_on.eq(to.to_diesel())),
        (s::by_name.eq(tx.actor.name.clone()), s::reason.eq(reason)),
        s::created_at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(s::table).values(row).execute(conn(tx)).await?;
    Ok(id)
}

/// Ends one before its time.
pub async fn end(tx: &mut TenantTx, id: StandInId) -> Result<()> {
    let now = tx.now.to_diesel();
    let rows = diesel::update(s::table.find((tx.own(), id)))
        .filter(s::ended_at.is_null())
        .set(s::ended_at.eq(now))
        .execute(conn(tx))
        .await?;
    exactly_one(rows)
}
