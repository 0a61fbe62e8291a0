//! Readers of mail about a tenant's matters: its active people and its offices, which of their addresses take mail, and the
//! substitutes for those that do not (R78), and who stands in for whom (R186).
//!
//! All mail goes through a [`Directory`]: decisions, urges, steps of the ladder, reminders and the weekly report. So does the
//! list of suspended addresses, which therefore names the people who really get the mail.
//!
//! | Module | Holds |
//! |---|---|
//! | [`reminded`] | the people reminded by a rule (pure) |
//! | [`store`] | SQL of people, offices and suspended addresses |

pub mod reminded;
pub mod store;

use dondoc_shared::{
    id::UserId,
    lifecycle::Status,
    policy::{Audience, When},
    role::Role,
    stand_in::{StandIn, same_hands},
    text::Lang,
    wire::{ContactRole, assignment::PreviewRecipient, mail::SuspensionReason},
};
use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

pub use self::reminded::{Audiences, Reason};

/// A reader of mail: an active user, or an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's or the contact's id.
    pub id: Uuid,
    /// Name of the person or office.
    pub name: String,
    /// E-mail address.
    pub address: String,
    /// Language; Vietnamese for an office.
    pub lang: Lang,
    /// None for an office.
    pub role: Option<Role>,
    /// Whether they want reminders before the due date.
    pub early: bool,
    /// False where mail to the address came back, or its reader complained.
    pub takes_mail: bool,
}

impl Person {
    /// An office, which is written to in Vietnamese and switches nothing off.
    pub fn office(id: Uuid, name: String, address: String) -> Self {
        Self { id, name, address, lang: Lang::Vi, role: None, early: true, takes_mail: true }
    }

    /// As a preview names them.
    pub fn previewed(&self) -> PreviewRecipient {
        PreviewRecipient { name: self.name.clone(), address: self.address.clone() }
    }

    /// Whether this rule reaches them. Only reminders before the due date can be switched off (R47).
    pub fn takes(&self, when: When) -> bool {
        self.early || !matches!(when, When::Before(_))
    }

    /// Whether they hold one of these roles.
    pub fn holds(&self, roles: &[Role]) -> bool {
        self.role.is_some_and(|role| roles.contains(&role))
    }
}

/// An address that takes no mail, as its own tenant sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspended {
    /// The address, in lower case.
    pub address: String,
    /// Whether mail came back or was complained of.
    pub reason: SuspensionReason,
    /// What the receiver said.
    pub detail: String,
    /// When the address was suspended.
    pub since: Timestamp,
}

/// A tenant's active people and its offices, whether or not their addresses take mail.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    people: Vec<Person>,
    offices: Vec<(ContactRole, Person)>,
    /// Those in force on the day of the reading.
    stand_ins: Vec<StandIn>,
    today: Date,
}

impl Directory {
    /// Active users, by their ids.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.iter()
    }

    /// Active users who hold one of these roles.
    pub fn holders(&self, roles: &[Role]) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.holds(roles))
    }

    /// The office, if the tenant has named one.
    pub fn office(&self, role: ContactRole) -> Option<&Person> {
        self.offices.iter().find(|(known, _)| *known == role).map(|(_, office)| office)
    }

    /// The active user or the office with this id.
    pub fn find(&self, id: Uuid) -> Option<&Person> {
        self.all().find(|person| person.id == id)
    }

    /// The active user or the office with this address.
    pub fn find_by_address(&self, address: &str) -> Option<&Person> {
        self.all().find(|person| person.address.eq_ignore_ascii_case(address))
    }

    fn all(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().chain(self.offices.iter().map(|(_, office)| office))
    }

    /// The office, if its address takes mail.
    fn open_office(&self, role: ContactRole) -> Option<&Person> {
        self.office(role).filter(|office| office.takes_mail)
    }

    /// Whoever stands in for this person (R186), if their address takes mail.
    fn stand_in_of(&self, absent: Uuid) -> Option<&Person> {
        let found = self.stand_ins.iter().find(|one| one.absent.0 == absent)?;
        self.people.iter().find(|person| person.id == found.stand_in.0 && person.takes_mail)
    }

    /// For whom this person stands in, and the last day.
    pub fn absent_of(&self, id: Uuid) -> impl Iterator<Item = (&Person, Date)> {
        let theirs = self.stand_ins.iter().filter(move |one| one.stand_in.0 == id);
        theirs.filter_map(|one| Some((self.find(one.absent.0)?, one.last_on)))
    }

    /// Whether what `author` did counts as an act of this reader (R186).
    pub fn is_hand_of(&self, reader: &Person, author: Option<UserId>) -> bool {
        let reader = (UserId(reader.id), self.today);
        author.is_some_and(|author| same_hands(&self.stand_ins, (author, self.today), reader))
    }

    /// The people of `addressed` whose addresses take mail, the substitutes for the others, and the stand-ins of all; nobody twice.
    pub fn reachable<'a>(&'a self, addressed: impl IntoIterator<Item = &'a Person>) -> Vec<Person> {
        let mut found: Vec<Person> = vec![];
        for person in addressed {
            let reached = if person.takes_mail { vec![person] } else { self.substitutes(person) };
            for one in reached.into_iter().chain(self.stand_in_of(person.id)) {
                if found.iter().all(|known| known.id != one.id) {
                    found.push(one.clone());
                }
            }
        }
        found
    }

    /// The substitutes for a person or office, of this tenant or of the Working Group, whose address takes no mail (R78): those who
    /// would be reminded instead, else the agency mailbox. None if that takes no mail either.
    pub fn substitutes(&self, of: &Person) -> Vec<&Person> {
        let by_role = match of.role {
            Some(Role::Officer | Role::NationalOfficer) => Some((Status::InProgress, Audience::Assignee)),
            Some(Role::Approver | Role::Lead) => Some((Status::Proposed, Audience::Approvers)),
            // Nobody reminds them of anything.
            _ => None,
        };
        // As if the item were nobody's: mail may have come back from an address that is no longer theirs.
        let reminded =
            by_role.map(|(status, audience)| self.reminded(status, None, Audiences::of(&[audience])));
        let mut found: Vec<&Person> = reminded
            .into_iter()
            .flatten()
            .map(|(person, _)| person)
            .filter(|person| person.id != of.id)
            .collect();
        if found.is_empty() {
            found.extend(self.open_office(ContactRole::AgencyMailbox).filter(|mailbox| mailbox.id != of.id));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u128, name: &str, role: Option<Role>) -> Person {
        let (name, address) = (name.to_owned(), format!("{name}@x.example"));
        let id = Uuid::from_u128(id);
        Person { id, name, address, lang: Lang::Vi, role, early: true, takes_mail: true }
    }

    /// Two officers, an approver, a viewer and two offices, of whom these take no mail.
    fn directory(gone: &[&str]) -> Directory {
        let of = |id, name, role| {
            let person = person(id, name, role);
            Person { takes_mail: !gone.contains(&name), ..person }
        };
        Directory {
            stand_ins: vec![],
            today: Date::default(),
            people: vec![
                of(1, "Officer1", Some(Role::Officer)),
                of(2, "Officer2", Some(Role::Officer)),
                of(3, "Approver", Some(Role::Approver)),
                of(4, "Viewer", Some(Role::Viewer)),
            ],
            offices: vec![
                (ContactRole::AgencyMailbox, of(5, "Mailbox", None)),
                (ContactRole::FocalHead, of(6, "Focal", None)),
            ],
        }
    }

    #[test]
    fn the_substitute_is_who_would_be_reminded_and_last_the_mailbox() {
        let told = |gone: &[&str]| {
            let all = directory(gone);
            let of = all.find_by_address(&format!("{}@X.example", gone[0])).unwrap();
            all.substitutes(of).iter().map(|person| person.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(told(&["Officer1"]), ["Officer2"]);
        assert_eq!(told(&["Officer1", "Officer2"]), ["Approver"]);
        assert_eq!(told(&["Officer1", "Officer2", "Approver"]), ["Mailbox"]);
        assert_eq!(told(&["Officer1", "Officer2", "Approver", "Mailbox"]), Vec::<String>::new());
        assert_eq!(told(&["Approver"]), ["Mailbox"]);
        let mut two = directory(&["Approver"]);
        two.people.push(person(7, "Deputy", Some(Role::Approver)));
        let of = two.find(Uuid::from_u128(3)).unwrap();
        assert_eq!(two.substitutes(of).iter().map(|one| &*one.name).collect::<Vec<_>>(), ["Deputy"]);
        assert_eq!(told(&["Focal"]), ["Mailbox"]);
        assert_eq!(told(&["Viewer"]), ["Mailbox"], "what a person sends is lost for nobody");
        assert_eq!(told(&["Mailbox"]), Vec::<String>::new());
        // Mail came back from an address that is no longer theirs: the one they have now takes mail.
        let all = directory(&[]);
        let moved = all.find_by_address("Officer1@x.example").unwrap();
        assert_eq!(
            all.substitutes(moved).iter().map(|person| person.id).collect::<Vec<_>>(),
            [Uuid::from_u128(2)]
        );
    }

    #[test]
    fn whoever_stands_in_gets_the_mail_of_the_absent_person_too_once_and_whether_or_not_that_can_be_delivered()
     {
        let standing = |gone: &[&str]| {
            let (absent, stand_in) = (UserId(Uuid::from_u128(3)), UserId(Uuid::from_u128(1)));
            let day = jiff::civil::date(2026, 3, 2);
            let one = StandIn { absent, stand_in, from_on: day, last_on: day };
            Directory { stand_ins: vec![one], today: day, ..directory(gone) }
        };
        let names = |all: &Directory, addressed: &[u128]| {
            let addressed = addressed.iter().filter_map(|id| all.find(Uuid::from_u128(*id)));
            all.reachable(addressed).into_iter().map(|person| person.name).collect::<Vec<_>>()
        };
        let all = standing(&[]);
        assert_eq!(names(&all, &[3]), ["Approver", "Officer1"]);
        assert_eq!(names(&all, &[1, 3]), ["Officer1", "Approver"], "nobody twice");
        assert_eq!(names(&all, &[1, 2]), ["Officer1", "Officer2"], "not the other way round");
        assert_eq!(names(&standing(&["Officer1"]), &[3]), ["Approver"]);
        assert_eq!(names(&standing(&["Approver"]), &[3]), ["Mailbox", "Officer1"]);
        let reader = all.find(Uuid::from_u128(1)).unwrap();
        let own = |author| all.is_hand_of(reader, Some(UserId(Uuid::from_u128(author))));
        assert_eq!([1, 2, 3].map(own), [true, false, true]);
        let told = all.reminded(Status::Proposed, None, Audiences::of(&[Audience::Approvers]));
        let told: Vec<_> = told.into_iter().map(|(person, reason)| (person.name.as_str(), reason)).collect();
        assert_eq!(told, [("Approver", Reason::Approver), ("Officer1", Reason::StandIn)]);
    }

    #[test]
    fn the_holders_of_roles_are_named_whether_or_not_their_addresses_take_mail() {
        let all = directory(&["Officer1"]);
        let names = |roles: &[Role]| all.holders(roles).map(|person| person.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&[Role::Officer, Role::Approver]), ["Officer1", "Officer2", "Approver"]);
        assert_eq!(names(&[Role::Lead]), [""; 0]);
    }

    #[test]
    fn a_person_and_an_office_are_found_by_their_ids() {
        let all = directory(&[]);
        let name = |id| all.find(Uuid::from_u128(id)).map(|found| found.name.as_str());
        assert_eq!([2, 6, 9].map(name), [Some("Officer2"), Some("Focal"), None]);
    }

    #[test]
    fn only_reminders_before_the_due_date_can_be_switched_off() {
        let wants_all = person(1, "All", Some(Role::Officer));
        let late = Person { early: false, ..wants_all.clone() };
        assert!(wants_all.takes(When::Before(3)) && !late.takes(When::Before(3)));
        for when in [When::Due, When::Overdue(1), When::Every { from: 14, days: 7, doubling: false }] {
            assert!(wants_all.takes(when) && late.takes(when), "{when}");
        }
    }

    #[test]
    fn whoever_is_addressed_is_reached_once_by_themselves_or_by_a_substitute() {
        let all = directory(&["Officer1", "Focal"]);
        let addressed = all.people().chain(all.office(ContactRole::FocalHead));
        let names: Vec<String> = all.reachable(addressed).into_iter().map(|person| person.name).collect();
        assert_eq!(names, ["Officer2", "Approver", "Viewer", "Mailbox"]);
        // The vice-chair's office is the Working Group's: the tenant's mailbox is the substitute.
        let chair = Person { takes_mail: false, ..person(9, "Chair", None) };
        assert_eq!(all.reachable([&chair]).len(), 1);
        assert!(all.reachable([]).is_empty());
    }
}
