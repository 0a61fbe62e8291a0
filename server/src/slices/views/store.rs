//! SQL of saved views.

use diesel::{dsl::exists, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{id::UserId, wire::view::View};
use jiff_diesel::ToDiesel;

use dondoc_kernel::{
    db::{NationalTx, Tx, sql::conn},
    error::Result,
    schema::views as v,
};

/// Whose a view is: a person's, or everybody's.
pub type Owner = Option<UserId>;

type Row = (String, String, String, Option<UserId>, String, jiff_diesel::Timestamp, i32);

/// The views that this person has, their own first.
pub async fn all(tx: &mut Tx, of: UserId) -> Result<Vec<View>> {
    let rows: Vec<Row> = v::table
        .filter(v::owner_id.is_null().or(v::owner_id.eq(of)))
        .order((v::owner_id.is_null(), v::key))
        .select((v::key, v::name, v::filter, v::owner_id, v::by_name, v::at, v::version))
        .load(conn(tx))
        .await?;
    let read = |(key, name, filter, owner, by, at, version): Row| View {
        key,
        name,
        filter,
        shared: owner.is_none(),
        by: Some(by),
        at: Some(at.to_jiff()),
        version,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// How many views this owner has.
pub async fn count(tx: &mut NationalTx, owner: Owner) -> Result<i64> {
    Ok(v::table.filter(v::owner_id.is_not_distinct_from(owner)).count().get_result(conn(tx)).await?)
}

/// Whether somebody has a view of this key.
pub async fn has(tx: &mut NationalTx, owner: Owner, key: &str) -> Result<bool> {
    let of = v::table.filter(v::owner_id.is_not_distinct_from(owner)).filter(v::key.eq(key));
    Ok(diesel::select(exists(of)).get_result(conn(tx)).await?)
}

/// Writes a view; false where somebody else has written it in the meantime. `seen` is 0 for a new one.
pub async fn put(tx: &mut NationalTx, owner: Owner, of: &View, seen: i32) -> Result<bool> {
    let (user, _) = tx.actor.person()?;
    let what = (
        v::name.eq(of.name.clone()),
        v::filter.eq(of.filter.clone()),
        v::by_id.eq(user),
        v::by_name.eq(tx.actor.name.clone()),
        v::at.eq(tx.now.to_diesel()),
        v::version.eq(of.version),
    );
    let written = if seen == 0 {
        let key = (v::id.eq(tx.new_id()), v::owner_id.eq(owner), v::key.eq(of.key.clone()));
        diesel::insert_into(v::table).values((key, what)).on_conflict_do_nothing().execute(conn(tx)).await?
    } else {
        diesel::update(v::table)
            .filter(v::owner_id.is_not_distinct_from(owner))
            .filter(v::key.eq(of.key.clone()))
            .filter(v::version.eq(seen))
            .set(what)
            .execute(conn(tx))
            .await?
    };
    Ok(written == 1)
}

/// Deletes a view; false where it is not there as it was seen.
pub async fn delete(tx: &mut NationalTx, owner: Owner, key: &str, seen: i32) -> Result<bool> {
    let gone = diesel::delete(v::table)
        .filter(v::owner_id.is_not_distinct_from(owner))
        .filter(v::key.eq(key))
        .filter(v::version.eq(seen))
        .execute(conn(tx))
        .await?;
    Ok(gone == 1)
}
