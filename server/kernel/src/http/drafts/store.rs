//! SQL of the drafts.

use anyhow::Context;
use diesel::{prelude::*, upsert::excluded};
use diesel_async::RunQueryDsl;
use jiff_diesel::ToDiesel;

use super::{Draft, MOST, Writer};
use crate::{db::Tx, error::Result, schema::drafts as d};

/// The drafts of a person, the newest first.
pub async fn all(tx: &mut Tx, (tenant, user): Writer) -> Result<Vec<Draft>> {
    if tenant.is_national() {
        return Ok(vec![]);
    }
    let rows: Vec<(String, serde_json::Value, jiff_diesel::Timestamp)> = d::table
        .filter(d::tenant_id.eq(tenant).and(d::user_id.eq(user)))
        .order((d::saved_at.desc(), d::form))
        .limit(MOST)
        .select((d::form, d::fields, d::saved_at))
        .load(&mut tx.conn)
        .await?;
    rows.into_iter()
        .map(|(form, fields, saved_at)| {
            let fields = serde_json::from_value(fields).context("kept draft")?;
            Ok(Draft { form, fields, saved_at: saved_at.to_jiff() })
        })
        .collect()
}

/// Keeps what a form holds, in the place of what it held before.
pub async fn keep(
    tx: &mut Tx,
    (tenant, user): Writer,
    form: &str,
    fields: &[(String, String)],
) -> Result<()> {
    if tenant.is_national() {
        return Ok(());
    }
    diesel::insert_into(d::table)
        .values((
            d::tenant_id.eq(tenant),
            d::user_id.eq(user),
            d::form.eq(form),
            d::fields.eq(serde_json::to_value(fields).context("draft")?),
            d::saved_at.eq(tx.now.to_diesel()),
        ))
        .on_conflict((d::tenant_id, d::user_id, d::form))
        .do_update()
        .set((d::fields.eq(excluded(d::fields)), d::saved_at.eq(excluded(d::saved_at))))
        .execute(&mut tx.conn)
        .await?;
    let newest = d::table
        .filter(d::tenant_id.eq(tenant).and(d::user_id.eq(user)))
        .order((d::saved_at.desc(), d::form))
        .limit(MOST)
        .select(d::form);
    let newest: Vec<String> = newest.load(&mut tx.conn).await?;
    let rest = d::table.filter(d::tenant_id.eq(tenant).and(d::user_id.eq(user)).and(d::form.ne_all(newest)));
    diesel::delete(rest).execute(&mut tx.conn).await?;
    Ok(())
}

/// Throws away what a form held.
pub async fn forget(tx: &mut Tx, (tenant, user): Writer, form: &str) -> Result<()> {
    if tenant.is_national() {
        return Ok(());
    }
    diesel::delete(d::table.find((tenant, user, form))).execute(&mut tx.conn).await?;
    Ok(())
}
