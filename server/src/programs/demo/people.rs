//! The demo's accounts: offices and roles, no persons. Their addresses can never exist.

use dondoc_shared::{
    role::{
        Role,
        Role::{
            Administrator, Approver, Lead, NationalOfficer, Observer, Officer, SystemAdministrator, Viewer,
        },
    },
    text::Lang,
};
use secrecy::{ExposeSecret, SecretString};

use crate::domain::users::{self, NewUser, Refusal};
use dondoc_kernel::{
    auth::{password::Passwords, sessions},
    clock::fill_random,
    db::{Actor, Db},
};

/// An account of the demo.
#[derive(Debug)]
pub struct Person {
    /// Slug of the tenant.
    pub tenant: &'static str,
    /// What they may do.
    pub role: Role,
    /// The role and its office.
    pub name: &'static str,
    mailbox: &'static str,
}

impl Person {
    /// The address that they log in with.
    pub fn email(&self) -> String {
        format!("{}@{}.example", self.mailbox, self.tenant)
    }
}

const fn person(tenant: &'static str, role: Role, mailbox: &'static str, name: &'static str) -> Person {
    Person { tenant, role, name, mailbox }
}

/// Two provinces, two ministries, the Working Group. It has two leads, because the two highest levels of the ladder need
/// a second person.
pub const PEOPLE: &[Person] = &[
    person("ha-noi", Officer, "officer", "Chuyên viên (Hà Nội)"),
    person("ha-noi", Approver, "approver", "Lãnh đạo phê duyệt (Hà Nội)"),
    person("ha-noi", Viewer, "viewer", "Người xem (Hà Nội)"),
    person("ha-noi", Administrator, "administrator", "Quản trị (Hà Nội)"),
    person("lao-cai", Officer, "officer", "Chuyên viên (Lào Cai)"),
    person("lao-cai", Approver, "approver", "Lãnh đạo phê duyệt (Lào Cai)"),
    person("lao-cai", Administrator, "administrator", "Quản trị (Lào Cai)"),
    person("btttt", Officer, "officer", "Chuyên viên (Bộ TT&TT)"),
    person("btttt", Approver, "approver", "Lãnh đạo phê duyệt (Bộ TT&TT)"),
    person("btttt", Administrator, "administrator", "Quản trị (Bộ TT&TT)"),
    person("bca", Officer, "officer", "Chuyên viên (Bộ Công an)"),
    person("bca", Approver, "approver", "Lãnh đạo phê duyệt (Bộ Công an)"),
    person("bca", Administrator, "administrator", "Quản trị (Bộ Công an)"),
    person("national", NationalOfficer, "officer", "Chuyên viên (Tổ công tác)"),
    person("national", Lead, "lead", "Lãnh đạo (Tổ công tác)"),
    person("national", Lead, "second-lead", "Lãnh đạo thứ hai (Tổ công tác)"),
    person("national", Observer, "observer", "Người theo dõi (Ủy ban Quốc gia)"),
    person("national", SystemAdministrator, "administrator", "Quản trị hệ thống (Tổ công tác)"),
];

/// Letters that cannot be taken for one another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// A new pass-phrase of 80 random bits, easy to type.
pub fn pass_phrase() -> SecretString {
    let mut random = [0u8; 16];
    fill_random(&mut random);
    let letters =
        random.iter().filter_map(|byte| LETTERS.get(usize::from(byte % 32)).copied().map(char::from));
    let groups: Vec<String> =
        letters.collect::<Vec<_>>().chunks(4).map(|group| group.iter().collect()).collect();
    SecretString::from(groups.join("-"))
}

/// Adds the accounts that are missing. With `all`, everybody gets the pass-phrase.
pub async fn ensure(db: &Db, actor: &Actor, phrase: &SecretString, all: bool) -> anyhow::Result<()> {
    let passwords = Passwords::new(2)?;
    for person in PEOPLE {
        let new = NewUser {
            tenant: person.tenant.to_owned(),
            role: person.role,
            name: person.name.to_owned(),
            email: person.email(),
            lang: Lang::Vi,
        };
        let token = match users::add(db, actor, &new).await? {
            Ok(token) => token,
            Err(Refusal::EmailTaken(_)) if !all => continue,
            Err(Refusal::EmailTaken(email)) => match users::link(db, actor, &email).await? {
                Ok(token) => token,
                // Somebody disabled the account in an earlier demo: it stays so.
                Err(_) => continue,
            },
            Err(refusal) => anyhow::bail!("demo account {}: {refusal:?}", person.email()),
        };
        sessions::use_link((db, &passwords), &token, phrase.expose_secret(), None, actor.clone()).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_accounts_have_every_role_and_addresses_of_their_own() {
        let roles: BTreeSet<Role> = PEOPLE.iter().map(|person| person.role).collect();
        assert_eq!(roles.len(), Role::ALL.len());
        let addresses: BTreeSet<String> = PEOPLE.iter().map(Person::email).collect();
        assert_eq!(addresses.len(), PEOPLE.len());
        assert!(addresses.iter().all(|address| address.ends_with(".example")));
        assert!(PEOPLE.iter().all(|p| p.role.is_national() == (p.tenant == "national")));
    }

    #[test]
    fn a_pass_phrase_is_good_enough_and_never_the_same() {
        let (one, other) = (pass_phrase(), pass_phrase());
        assert_ne!(one.expose_secret(), other.expose_secret());
        Passwords::check_strength(one.expose_secret(), &[]).unwrap();
    }
}
