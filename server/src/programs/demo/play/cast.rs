//! The cast of the played past: the demo's accounts, an officer and an approver in every other tenant, and the offices that
//! mail is addressed to. They are roles and offices, not persons.

use std::collections::BTreeMap;

use anyhow::Context;
use dondoc_shared::{
    id::TenantId,
    role::Role,
    text::Lang,
    wire::{
        ContactRole::{AgencyMailbox, FocalHead, SteeringHead, ViceChair},
        contact::NewContact,
    },
};

use crate::{
    domain::users::{self, NewUser, Refusal},
    programs::demo::people::PEOPLE,
    slices::contacts,
};
use dondoc_kernel::{
    db::{Actor, Db, National, Tenant as Inside, TenantTx, Version},
    tenants::{self, Tenant},
};

/// The people of one tenant who act.
#[derive(Debug, Clone)]
pub(super) struct Staff {
    pub officer: Actor,
    pub approver: Actor,
}

/// The people of the played past.
pub(super) struct Cast {
    pub tenants: Vec<Tenant>,
    staff: BTreeMap<TenantId, Staff>,
    /// Triages, verifies, urges; the Working Group's officer.
    pub officer: Actor,
    /// The lead, who decides.
    pub lead: Actor,
    /// Signs second, and accepts what the Working Group itself submitted.
    pub second_lead: Actor,
}

impl Cast {
    /// Adds the people who are missing, and returns all of them.
    pub(super) async fn assemble(db: &Db, by: &Actor) -> anyhow::Result<Self> {
        let mut tenants = db.read(National, by.clone(), async |tx| tenants::all(tx).await).await?;
        // The order of the play, whatever the tenants are called.
        tenants.sort_by_key(|tenant| tenant.id);
        for person in PEOPLE {
            add(db, by, person.tenant, person.role, person.name, person.email()).await?;
        }
        for tenant in &tenants {
            for (role, mailbox, name) in [
                (Role::Officer, "officer", "Chuyên viên"),
                (Role::Approver, "approver", "Lãnh đạo phê duyệt"),
            ] {
                // The Working Group's people have roles of their own.
                if !tenant.id.is_national() {
                    let name = format!("{name} ({})", short_name(tenant));
                    add(db, by, &tenant.slug, role, &name, format!("{mailbox}@{}.example", tenant.slug))
                        .await?;
                }
            }
            add_offices(db, by, tenant).await?;
        }
        Self::find(db, by, tenants).await
    }

    async fn find(db: &Db, by: &Actor, tenants: Vec<Tenant>) -> anyhow::Result<Self> {
        let users = db.read(National, by.clone(), async |tx| users::active(tx).await).await?;
        let with = |tenant: TenantId, role: Role| {
            users.iter().filter(move |user| (user.tenant, user.role) == (tenant, role)).map(|user| Actor {
                tenant: Some(user.tenant),
                user: Some(user.id),
                name: user.name.clone(),
                role: Some(user.role),
                ..Actor::system("demo")
            })
        };
        let missing = |what: &str| format!("there is no {what} among the demo's people");
        let mut leads = with(TenantId::NATIONAL, Role::Lead);
        let officer =
            with(TenantId::NATIONAL, Role::NationalOfficer).next().with_context(|| missing("officer"))?;
        let lead = leads.next().with_context(|| missing("lead"))?;
        let second_lead = leads.next().with_context(|| missing("second lead"))?;
        let mut staff = BTreeMap::from([(
            TenantId::NATIONAL,
            Staff { officer: officer.clone(), approver: lead.clone() },
        )]);
        for tenant in tenants.iter().filter(|tenant| !tenant.id.is_national()) {
            let officer = with(tenant.id, Role::Officer).next().with_context(|| missing(&tenant.slug))?;
            let approver = with(tenant.id, Role::Approver).next().with_context(|| missing(&tenant.slug))?;
            staff.insert(tenant.id, Staff { officer, approver });
        }
        Ok(Self { tenants, staff, officer, lead, second_lead })
    }

    pub(super) fn staff(&self, tenant: TenantId) -> anyhow::Result<&Staff> {
        self.staff.get(&tenant).with_context(|| format!("nobody acts for tenant {tenant}"))
    }
}

/// `Hà Nội`, not `Thành phố Hà Nội`.
fn short_name(tenant: &Tenant) -> &str {
    let name = tenant.name_vi.as_str();
    ["Tỉnh ", "Thành phố "].iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

async fn add(db: &Db, by: &Actor, tenant: &str, role: Role, name: &str, email: String) -> anyhow::Result<()> {
    let new = NewUser {
        tenant: tenant.to_owned(),
        role,
        name: name.to_owned(),
        email: email.clone(),
        lang: Lang::Vi,
    };
    match users::add(db, by, &new).await? {
        Ok(_) | Err(Refusal::EmailTaken(_)) => Ok(()),
        Err(refusal) => anyhow::bail!("{email}: {refusal:?}"),
    }
}

/// Names the offices of a tenant that are not named yet.
async fn add_offices(db: &Db, by: &Actor, tenant: &Tenant) -> anyhow::Result<()> {
    let list = async |tx: &mut TenantTx| contacts::list(tx, tenant.id).await;
    for contact in db.read(Inside(tenant.id), by.clone(), list).await? {
        if contact.version > 0 {
            continue;
        }
        let (mailbox, office) = match contact.role {
            AgencyMailbox => ("vanthu", "Văn thư"),
            FocalHead => ("focal-head", "Thủ trưởng đơn vị đầu mối chuyển đổi số"),
            SteeringHead => ("steering-head", "Trưởng Ban Chỉ đạo chuyển đổi số"),
            ViceChair => ("vice-chair", "Phó Chủ tịch thường trực"),
        };
        let new = NewContact {
            office: format!("{office} ({})", short_name(tenant)),
            address: format!("{mailbox}@{}.example", tenant.slug),
        };
        let put = async |tx: &mut TenantTx| contacts::put(tx, contact.role, Version(0), &new).await;
        db.write(Inside(tenant.id), by.clone(), put).await?;
    }
    Ok(())
}
