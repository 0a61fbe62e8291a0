//! SQL of people as readers of mail, of offices, and of suspended addresses.

use std::collections::BTreeMap;

use diesel::{dsl::sql, expression::SqlLiteral, prelude::*, sql_types::Bool};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{TenantId, UserId},
    role::Role,
    stand_in::StandIn,
    text::Lang,
    wire::{ContactRole, mail::SuspensionReason},
};
use jiff_diesel::ToDiesel;
use tokio::join;
use uuid::Uuid;

use super::{Directory, Person, Suspended};
use dondoc_kernel::{
    db::{
        NationalTx, Tx, Words,
        sql::{conn, lane},
        words,
    },
    error::Result,
    schema::{contacts, reminder_choices as c, stand_ins as st, suspensions as s, users},
};

impl Directory {
    /// Reads the people and offices of a tenant, and which of their addresses take mail.
    pub async fn of(tx: &Tx, tenant: TenantId) -> Result<Self> {
        Ok(Self::of_each(tx, &[tenant]).await?.remove(&tenant).unwrap_or_default())
    }

    /// The same of several tenants; in one round trip. Nothing is found of a tenant that the transaction may not see.
    pub async fn of_each(tx: &Tx, tenants: &[TenantId]) -> Result<BTreeMap<TenantId, Self>> {
        let today = tx.today();
        let (users, contacts, suspended, without_early, standing) = join!(
            users::table
                .filter(users::tenant_id.eq_any(tenants))
                .filter(users::status.eq("active"))
                .order(users::id)
                .select((users::tenant_id, users::id, users::name, users::email, users::lang, users::role))
                .load::<(TenantId, Uuid, String, String, Lang, Role)>(&mut lane(tx)),
            contacts::table
                .filter(contacts::tenant_id.eq_any(tenants))
                .order(contacts::id)
                .select((
                    contacts::tenant_id,
                    contacts::role,
                    contacts::id,
                    contacts::office,
                    contacts::address
                ))
                .load::<(TenantId, ContactRole, Uuid, String, String)>(&mut lane(tx)),
            s::table
                .filter(s::tenant_id.eq_any(tenants))
                .filter(in_force())
                .select((s::tenant_id, s::address))
                .load::<(TenantId, String)>(&mut lane(tx)),
            c::table
                .filter(c::tenant_id.eq_any(tenants))
                .filter(c::early.eq(false))
                .select(c::user_id)
                .load::<Uuid>(&mut lane(tx)),
            st::table
                .filter(st::tenant_id.eq_any(tenants))
                .filter(st::ended_at.is_null())
                .filter(st::from_on.le(today.to_diesel()))
                .filter(st::to_on.ge(today.to_diesel()))
                .order(st::id)
                .select((st::tenant_id, st::absent_id, st::stand_in_id, st::from_on, st::to_on))
                .load::<(TenantId, UserId, UserId, jiff_diesel::Date, jiff_diesel::Date)>(&mut lane(tx)),
        );
        let (users, contacts, suspended, without_early) = (users?, contacts?, suspended?, without_early?);
        let takes_mail = |of: TenantId, address: &str| {
            let address = address.to_lowercase();
            !suspended.iter().any(|(tenant, known)| *tenant == of && *known == address)
        };
        let mut found: BTreeMap<TenantId, Self> = BTreeMap::new();
        for (tenant, id, name, address, lang, role) in users {
            let (early, takes_mail) = (!without_early.contains(&id), takes_mail(tenant, &address));
            let person = Person { id, name, address, lang, role: Some(role), early, takes_mail };
            found.entry(tenant).or_default().people.push(person);
        }
        for (tenant, role, id, office, address) in contacts {
            let takes_mail = takes_mail(tenant, &address);
            let office = Person { takes_mail, ..Person::office(id, office, address) };
            found.entry(tenant).or_default().offices.push((role, office));
        }
        for (tenant, absent, stand_in, from_on, last_on) in standing? {
            let one = StandIn { absent, stand_in, from_on: from_on.to_jiff(), last_on: last_on.to_jiff() };
            let of = found.entry(tenant).or_default();
            of.today = today;
            of.stand_ins.push(one);
        }
        Ok(found)
    }
}

/// The suspension is not lifted. In words: a plan for every parameter could not use the partial index.
pub fn in_force() -> Words<Bool> {
    words("suspensions.lifted_at is null")
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

type SuspendedRow = (String, SuspensionReason, String, jiff_diesel::Timestamp);

fn read((address, reason, detail, since): SuspendedRow) -> Suspended {
    Suspended { address, reason, detail, since: since.to_jiff() }
}

/// A tenant's suspended addresses.
pub async fn suspended(tx: &mut Tx, tenant: TenantId) -> Result<Vec<Suspended>> {
    let rows: Vec<SuspendedRow> = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(in_force())
        .order(s::address)
        .select((s::address, s::reason, s::detail, s::since))
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(read).collect())
}

/// The suspension of a person's own address, if it has one.
pub async fn suspension_of(tx: &mut Tx, tenant: TenantId, id: UserId) -> Result<Option<Suspended>> {
    let row: Option<SuspendedRow> = s::table
        .inner_join(users::table.on(users::tenant_id.eq(s::tenant_id)))
        .filter(s::tenant_id.eq(tenant))
        .filter(in_force())
        .filter(users::id.eq(id))
        .filter(lower(users::email).eq(s::address))
        .select((s::address, s::reason, s::detail, s::since))
        .first(conn(tx))
        .await
        .optional()?;
    Ok(row.map(read))
}

/// Whether an address of a tenant takes no mail.
pub async fn is_suspended(tx: &mut Tx, tenant: TenantId, address: &str) -> Result<bool> {
    let found = s::table
        .filter(s::tenant_id.eq(tenant))
        .filter(s::address.eq(address.to_lowercase()))
        .filter(in_force());
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(conn(tx)).await?)
}

/// How many addresses take no mail, over all tenants.
pub async fn count_suspended(tx: &mut NationalTx) -> Result<i64> {
    Ok(s::table.filter(in_force()).count().get_result(conn(tx)).await?)
}

/// SQL condition: nobody can be reminded, because no active officer or approver of the tenant, nor its agency mailbox, has an
/// address that takes mail (R45). `of` is the table with the tenant's number. Written as text, because the list reads `users`
/// already for the assignee, and diesel takes a table once.
pub fn has_nobody_to_remind(of: &'static str) -> SqlLiteral<Bool> {
    let takes_mail = |who: &str, address: &str| {
        format!(
            "not exists (select from dondoc.suspensions x where x.tenant_id = {who}.tenant_id \
             and x.address = lower({who}.{address}) and x.lifted_at is null)"
        )
    };
    sql(&format!(
        "not exists (select from dondoc.users u where u.tenant_id = {of}.tenant_id \
         and u.status = 'active' and u.role in ('officer', 'approver') and {}) \
         and not exists (select from dondoc.contacts c where c.tenant_id = {of}.tenant_id \
         and c.role = 'agency_mailbox' and {})",
        takes_mail("u", "email"),
        takes_mail("c", "address"),
    ))
}
