//! The names of tenants, for the frame of a page and for choosing one.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    wire::{TenantKind, TenantRef},
};

use crate::{db::Tx, error::Result, schema::tenants};

/// The tenant as its people see it.
pub async fn tenant(tx: &mut Tx, id: TenantId) -> Result<TenantRef> {
    let (slug, short, name_vi, name_en) = tenants::table
        .find(id)
        .select((tenants::slug, tenants::short, tenants::name_vi, tenants::name_en))
        .first(&mut tx.conn)
        .await?;
    Ok(TenantRef { slug, short, name_vi, name_en })
}

/// A tenant that can be waited for.
#[derive(Debug, Clone, Queryable)]
pub struct Body {
    /// Its key.
    pub slug: String,
    /// What kind of body it is.
    pub kind: TenantKind,
    /// Its name.
    pub name_vi: String,
    /// Its name in English.
    pub name_en: String,
}

/// All bodies but the Working Group, by kind and key.
pub async fn bodies(tx: &mut Tx) -> Result<Vec<Body>> {
    let rows = tenants::table
        .filter(tenants::id.gt(0))
        .order((tenants::kind, tenants::slug))
        .select((tenants::slug, tenants::kind, tenants::name_vi, tenants::name_en))
        .load(&mut tx.conn)
        .await?;
    Ok(rows)
}
