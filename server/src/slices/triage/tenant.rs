//! One body as the Working Group sees it: its figures, its answers to urges, its people, and whether their mail arrives.

use dondoc_shared::{
    error::ErrorCode,
    role::Role,
    wire::national::{TenantOffice, TenantPage, TenantPerson},
};
use jiff::ToSpan;

use super::{Figures, figures_of, store};
use crate::{
    domain::recipients::Directory,
    slices::{
        contacts,
        urges::register::{self, RegisterFilter},
        work,
    },
};
use dondoc_kernel::{db::NationalTx, error::Result, tenants};

/// The newest urges that are shown.
const URGES: i64 = 5;

/// The page of a body.
///
/// # Errors
/// `not_found` where there is no such body.
pub async fn page(tx: &mut NationalTx, slug: &str) -> Result<TenantPage> {
    let found = tenants::by_slug(tx, slug).await?.filter(|tenant| !tenant.id.is_national());
    let tenant = found.ok_or(ErrorCode::NotFound)?;
    let (id, today) = (tenant.id, tx.today());
    let Figures { classes, completion, on_time, ageing, .. } = figures_of(tx, Some(id), today).await?;
    let store::WaitingForUs { submitted, extensions, steps, urges_overdue } =
        store::waiting(tx, Some(id)).await?;
    let wanted = RegisterFilter { tenant: Some(tenant.slug.clone()), ..RegisterFilter::default() };
    let year = (today.saturating_sub(364.days()), today);
    let directory = Directory::of(tx, id).await?;
    let offices = contacts::list(tx, id).await?.into_iter().map(|contact| TenantOffice {
        takes_mail: directory.office(contact.role).is_some_and(|office| office.takes_mail),
        role: contact.role,
        office: contact.office,
        address: contact.address,
        verified: contact.verified_at.is_some(),
    });
    let mut people: Vec<TenantPerson> = directory
        .people()
        .filter_map(|person| {
            let (name, address) = (person.name.clone(), person.address.clone());
            Some(TenantPerson { name, role: person.role?, address, takes_mail: person.takes_mail })
        })
        .collect();
    // Who answers for the body stands first.
    people.sort_by_key(|person| Role::ALL.iter().rev().position(|role| *role == person.role));
    Ok(TenantPage {
        kind: tenant.kind,
        today,
        now: tx.now,
        classes,
        completion,
        on_time,
        ageing,
        submitted,
        extensions,
        steps,
        urges_overdue,
        urged: register::statistics(tx, year, Some(id)).await?.all,
        urges: register::list(tx, &wanted, None, URGES).await?.items,
        offices: offices.collect(),
        people,
        acts: work::acts(tx, id, &tenant.slug).await?,
        tenant: tenant.into(),
    })
}
