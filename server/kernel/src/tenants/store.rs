//! SQL of the tenants.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    order,
    search::Spelling,
    wire::{TenantKind, TenantRef},
};

use crate::{db::Tx, error::Result, schema::tenants};

/// A tenant, as lists and mail name it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Tenant {
    /// The tenant's number; ours, never re-used.
    pub id: TenantId,
    /// The key in addresses and filters: `ha-noi`.
    pub slug: String,
    /// At most four letters, for grids and filters.
    pub short: String,
    /// Ministry, agency, province, city, or the Working Group.
    pub kind: TenantKind,
    /// Name in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// Name of the time zone, `Asia/Ho_Chi_Minh`.
    pub zone: String,
}

/// As others see it.
impl From<Tenant> for TenantRef {
    fn from(Tenant { slug, short, name_vi, name_en, .. }: Tenant) -> Self {
        Self { slug, short, name_vi, name_en }
    }
}

type Columns = (
    tenants::id,
    tenants::slug,
    tenants::short,
    tenants::kind,
    tenants::name_vi,
    tenants::name_en,
    tenants::zone,
);

const COLUMNS: Columns = (
    tenants::id,
    tenants::slug,
    tenants::short,
    tenants::kind,
    tenants::name_vi,
    tenants::name_en,
    tenants::zone,
);

/// All tenants, in the order in which they are read (R103).
pub async fn all(tx: &mut Tx) -> Result<Vec<Tenant>> {
    let mut all: Vec<Tenant> = tenants::table.select(COLUMNS).load(&mut tx.conn).await?;
    all.sort_by_cached_key(|tenant| (order::body(tenant.kind, &tenant.name_vi), tenant.id));
    Ok(all)
}

/// The tenant with this number.
pub async fn by_id(tx: &Tx, id: TenantId) -> Result<Tenant> {
    Ok(tenants::table.find(id).select(COLUMNS).first(&mut &*tx.conn).await?)
}

/// The tenant that somebody means by this: its key, short name or name.
pub async fn meant(tx: &mut Tx, typed: &str) -> Result<Option<Tenant>> {
    let is_meant = |tenant: &Tenant| {
        let names = [tenant.name_vi.as_str(), &tenant.name_en];
        Spelling::new(tenant.kind, [&tenant.slug, &tenant.short], names).is_value(typed)
    };
    Ok(all(tx).await?.into_iter().find(is_meant))
}

/// The tenant with this key.
pub async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Tenant>> {
    Ok(all(tx).await?.into_iter().find(|tenant| tenant.slug == slug))
}

/// All tenants as others see them, by their numbers.
pub async fn refs(tx: &mut Tx) -> Result<BTreeMap<TenantId, TenantRef>> {
    Ok(all(tx).await?.into_iter().map(|tenant| (tenant.id, tenant.into())).collect())
}
