//! Whose an address is that takes no mail, and who is told instead, by the rule of reminders.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{TenantId, UserId},
    lifecycle::Status,
    policy::Audience,
    role::Role,
    text::Lang,
    wire::{ContactRole, mail::Suspension},
};
use uuid::Uuid;

use crate::{
    kernel::{
        db::NationalTx,
        error::Result,
        schema::{contacts, users},
    },
    slices::reminders::recipients::{Audiences, Person, Staff},
};

/// Everybody of a tenant, whether or not their address takes mail.
#[derive(Default)]
struct Everybody {
    people: Vec<Person>,
    offices: Vec<(ContactRole, Person)>,
}

/// Names whose each address is, and who is told instead.
pub(super) async fn name(tx: &mut NationalTx, found: &mut [(TenantId, Suspension)]) -> Result<()> {
    let tenants: Vec<TenantId> = found.iter().map(|(tenant, _)| *tenant).collect();
    let everybody = everybody(tx, &tenants).await?;
    let mut suspended: BTreeMap<TenantId, Vec<String>> = BTreeMap::new();
    for (tenant, one) in &*found {
        suspended.entry(*tenant).or_default().push(one.address.clone());
    }
    let nobody = Everybody::default();
    for (tenant, one) in found {
        let gone = suspended.get(tenant).map_or(&[][..], Vec::as_slice);
        (one.whose, one.stands_in) = everybody.get(tenant).unwrap_or(&nobody).of(&one.address, gone);
    }
    Ok(())
}

async fn everybody(tx: &mut NationalTx, of: &[TenantId]) -> Result<BTreeMap<TenantId, Everybody>> {
    let people: Vec<(TenantId, Uuid, String, String, Lang, Role)> = users::table
        .filter(users::tenant_id.eq_any(of))
        .filter(users::status.eq("active"))
        .order((users::tenant_id, users::id))
        .select((users::tenant_id, users::id, users::name, users::email, users::lang, users::role))
        .load(&mut tx.conn)
        .await?;
    let offices: Vec<(TenantId, ContactRole, Uuid, String, String)> = contacts::table
        .filter(contacts::tenant_id.eq_any(of))
        .select((contacts::tenant_id, contacts::role, contacts::id, contacts::office, contacts::address))
        .load(&mut tx.conn)
        .await?;
    let mut found: BTreeMap<TenantId, Everybody> = BTreeMap::new();
    for (tenant, id, name, address, lang, role) in people {
        found.entry(tenant).or_default().people.push(Person::user((id, name, address, lang, role)));
    }
    for (tenant, role, id, name, address) in offices {
        found.entry(tenant).or_default().offices.push((role, Person::office((id, name, address))));
    }
    Ok(found)
}

impl Everybody {
    /// Whose an address is, and who is told instead.
    fn of(&self, address: &str, suspended: &[String]) -> (Option<String>, Vec<String>) {
        let has = |person: &&Person| person.address.to_lowercase() == address;
        let takes_mail = |person: &&Person| !suspended.contains(&person.address.to_lowercase());
        let office = |wanted: ContactRole| {
            let found = self.offices.iter().find(|(role, _)| *role == wanted).map(|(_, office)| office);
            found.filter(takes_mail).cloned()
        };
        let staff = Staff {
            people: self.people.iter().filter(takes_mail).cloned().collect(),
            mailbox: office(ContactRole::AgencyMailbox),
            steering_head: office(ContactRole::SteeringHead),
        };
        let names = |told: Vec<&Person>| told.into_iter().map(|person| person.name.clone()).collect();
        if let Some(person) = self.people.iter().find(has) {
            let (status, audience) = match person.role {
                Some(Role::Officer | Role::NationalOfficer) => (Status::InProgress, Audience::Assignee),
                Some(Role::Approver | Role::Lead) => (Status::Proposed, Audience::Approvers),
                // Nobody reminds them of anything.
                _ => return (Some(person.name.clone()), vec![]),
            };
            let told = staff.recipients(status, Some(UserId(person.id)), Audiences::of(&[audience]));
            return (Some(person.name.clone()), names(told.into_iter().map(|(person, _)| person).collect()));
        }
        let office = self.offices.iter().map(|(_, office)| office).find(has);
        (office.map(|office| office.name.clone()), names(staff.mailbox.iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u128, name: &str, role: Option<Role>) -> Person {
        let (name, address) = (name.to_owned(), format!("{name}@x.example"));
        Person { id: Uuid::from_u128(id), name, address, lang: Lang::Vi, role, early: true }
    }

    #[test]
    fn who_is_told_instead_is_who_would_be_reminded() {
        let people = vec![
            person(1, "Officer1", Some(Role::Officer)),
            person(2, "Officer2", Some(Role::Officer)),
            person(3, "Approver", Some(Role::Approver)),
            person(4, "Viewer", Some(Role::Viewer)),
        ];
        let offices = vec![
            (ContactRole::AgencyMailbox, person(5, "Mailbox", None)),
            (ContactRole::FocalHead, person(6, "Focal", None)),
        ];
        let all = Everybody { people, offices };
        let told = |address: &str, more: &[&str]| {
            let gone: Vec<String> =
                more.iter().chain([&address]).map(|name| format!("{name}@x.example")).collect();
            all.of(&format!("{address}@x.example"), &gone).1
        };
        assert_eq!(told("officer1", &[]), ["Officer2"]);
        assert_eq!(told("officer1", &["officer2"]), ["Approver"]);
        assert_eq!(told("officer1", &["officer2", "approver"]), ["Mailbox"]);
        assert_eq!(told("officer1", &["officer2", "approver", "mailbox"]), Vec::<String>::new());
        assert_eq!(told("approver", &[]), ["Mailbox"]);
        assert_eq!(told("focal", &[]), ["Mailbox"]);
        assert_eq!((told("mailbox", &[]), told("viewer", &[])), (vec![], vec![]));
        assert_eq!(all.of("viewer@x.example", &[]).0.as_deref(), Some("Viewer"));
        assert_eq!(all.of("gone@x.example", &[]).0, None);
    }
}
