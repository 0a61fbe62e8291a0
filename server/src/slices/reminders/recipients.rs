//! Who is reminded of an item (pure; product.md section 3).

use dondoc_shared::{
    coded::UnknownWord,
    id::UserId,
    lifecycle::Status,
    policy::{Audience, When},
    role::Role,
    text::Lang,
    wire::ContactRole,
};
use uuid::Uuid;

use crate::slices::suspensions::Active;

/// A set of audiences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Audiences(u8);

impl Audiences {
    /// The set of these.
    pub fn of(list: &[Audience]) -> Self {
        Self(list.iter().fold(0, |set, audience| set | Self::bit(*audience)))
    }

    /// Is it among them?
    pub fn has(self, audience: Audience) -> bool {
        self.0 & Self::bit(audience) != 0
    }

    /// Does it name anybody of the tenant whose assignment it is?
    pub fn is_own(self) -> bool {
        self.0 & !(Self::bit(Audience::Coordinating) | Self::bit(Audience::Blocking)) != 0
    }

    fn bit(audience: Audience) -> u8 {
        match audience {
            Audience::Assignee => 1,
            Audience::Approvers => 2,
            Audience::SteeringHead => 4,
            Audience::AgencyMailbox => 8,
            Audience::Coordinating => 16,
            Audience::Blocking => 32,
        }
    }
}

/// Somebody mail can go to: an active user, or an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The user's or the contact's id.
    pub id: Uuid,
    /// Name or office.
    pub name: String,
    /// Address.
    pub address: String,
    /// Language; Vietnamese for an office.
    pub lang: Lang,
    /// None for an office.
    pub role: Option<Role>,
    /// Do they want reminders before the due date?
    pub early: bool,
}

/// Id, name, address, language and role of a user.
pub type UserRow = (Uuid, String, String, Lang, Role);

impl Person {
    /// A user who has switched nothing off.
    pub fn user((id, name, address, lang, role): UserRow) -> Self {
        Self { id, name, address, lang, role: Some(role), early: true }
    }

    /// An office, which is written to in Vietnamese and switches nothing off: its id, name and address.
    pub fn office((id, name, address): (Uuid, String, String)) -> Self {
        Self { id, name, address, lang: Lang::Vi, role: None, early: true }
    }

    /// Does this rule reach them? Only what comes before the due date may be switched off.
    pub fn takes(&self, when: When) -> bool {
        self.early || !matches!(when, When::Before(_))
    }
}

/// Why somebody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They work on it.
    Assignee,
    /// Nobody in particular does.
    Officer,
    /// It waits for approval, or the rule names approvers.
    Approver,
    /// The rule names the head of the steering committee.
    SteeringHead,
    /// The rule names the mailbox, or nobody is active.
    Mailbox,
}

impl Reason {
    /// The word in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assignee => "assignee",
            Self::Officer => "officer",
            Self::Approver => "approver",
            Self::SteeringHead => "steering_head",
            Self::Mailbox => "mailbox",
        }
    }

    /// The reason of a word.
    pub fn parse(word: &str) -> Result<Self, UnknownWord> {
        let all = [Self::Assignee, Self::Officer, Self::Approver, Self::SteeringHead, Self::Mailbox];
        all.into_iter().find(|reason| reason.as_str() == word).ok_or(UnknownWord)
    }

    /// The reason in words.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Assignee => lang.reason_assignee(),
            Self::Officer => lang.reason_officer(),
            Self::Approver => lang.reason_approver(),
            Self::SteeringHead => lang.reason_steering_head(),
            Self::Mailbox => lang.reason_mailbox(),
        }
    }
}

/// Whom mail about a tenant's matters can go to, whether or not their addresses take any.
#[derive(Debug, Clone, Default)]
pub struct Everybody {
    /// Active users.
    pub people: Vec<Person>,
    /// Offices by their role.
    pub offices: Vec<(ContactRole, Person)>,
    /// Addresses that take none.
    pub suspended: Active,
}

impl Everybody {
    /// The active user or the office with this id.
    pub fn find(&self, id: Uuid) -> Option<&Person> {
        self.people.iter().chain(self.offices.iter().map(|(_, office)| office)).find(|person| person.id == id)
    }

    /// Does their address take mail?
    pub fn reaches(&self, person: &Person) -> bool {
        self.suspended.of(&person.address).is_none()
    }

    /// Those whose addresses take mail.
    pub fn staff(&self) -> Staff {
        let office = |role: ContactRole| {
            let (_, office) = self.offices.iter().find(|(other, _)| *other == role)?;
            Some(office).filter(|office| self.reaches(office)).cloned()
        };
        Staff {
            people: self.people.iter().filter(|person| self.reaches(person)).cloned().collect(),
            mailbox: office(ContactRole::AgencyMailbox),
            steering_head: office(ContactRole::SteeringHead),
        }
    }
}

/// A tenant's active people and its offices, as far as their addresses take mail.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// Active users.
    pub people: Vec<Person>,
    /// The agency mailbox.
    pub mailbox: Option<Person>,
    /// The head of the steering committee.
    pub steering_head: Option<Person>,
}

impl Staff {
    /// Who is reminded by a rule that names these audiences.
    ///
    /// What waits for approval is the approvers' and nobody else's inside the tenant. An approver is an officer too, so they
    /// stand in where there is no officer. Nobody active: the mailbox. None: nobody, and the console lists the item.
    pub fn recipients(
        &self,
        status: Status,
        assignee: Option<UserId>,
        to: Audiences,
    ) -> Vec<(&Person, Reason)> {
        if !to.is_own() {
            return vec![];
        }
        let holders = |roles: [Role; 2], reason: Reason| {
            let held =
                self.people.iter().filter(move |person| person.role.is_some_and(|r| roles.contains(&r)));
            held.map(move |person| (person, reason)).collect::<Vec<_>>()
        };
        let approvers = || holders([Role::Approver, Role::Lead], Reason::Approver);
        let inside = to.has(Audience::Assignee) || to.has(Audience::Approvers);
        let mut found = Vec::new();
        if inside && status == Status::Proposed {
            found = approvers();
        } else if inside {
            if to.has(Audience::Assignee) {
                let assignee = assignee.and_then(|id| self.people.iter().find(|person| person.id == id.0));
                found = match assignee {
                    Some(person) => vec![(person, Reason::Assignee)],
                    None => holders([Role::Officer, Role::NationalOfficer], Reason::Officer),
                };
            }
            if found.is_empty() || to.has(Audience::Approvers) {
                let known: Vec<Uuid> = found.iter().map(|(person, _)| person.id).collect();
                found.extend(approvers().into_iter().filter(|(person, _)| !known.contains(&person.id)));
            }
        }
        if to.has(Audience::SteeringHead) {
            found.extend(self.steering_head.iter().map(|head| (head, Reason::SteeringHead)));
        }
        if found.is_empty() || to.has(Audience::AgencyMailbox) {
            found.extend(self.mailbox.iter().map(|mailbox| (mailbox, Reason::Mailbox)));
        }
        found
    }
}

impl Staff {
    /// Who is told of another tenant's lead on whose task theirs coordinates: who works on the contribution.
    pub fn of_lead(&self, assignee: Option<UserId>) -> Vec<(&Person, Reason)> {
        self.recipients(Status::InProgress, assignee, Audiences::of(&[Audience::Assignee]))
    }

    /// Who is told that another tenant waits for theirs: the approvers, and who works on the same task, if anybody does.
    pub fn of_block(&self, assignee: Option<UserId>) -> Vec<(&Person, Reason)> {
        let active = assignee.filter(|id| self.people.iter().any(|person| person.id == id.0));
        let also = active.map(|_| Audience::Assignee);
        let to: Vec<Audience> = also.into_iter().chain([Audience::Approvers]).collect();
        let mut found = self.recipients(Status::InProgress, active, Audiences::of(&to));
        if found.iter().all(|(person, _)| person.role.is_none()) {
            found = self.of_lead(None);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u128, role: Option<Role>) -> Person {
        Person {
            id: Uuid::from_u128(id),
            name: String::new(),
            address: String::new(),
            lang: Lang::Vi,
            role,
            early: true,
        }
    }

    fn staff(people: &[(u128, Role)], mailbox: bool) -> Staff {
        Staff {
            people: people.iter().map(|(id, role)| person(*id, Some(*role))).collect(),
            mailbox: mailbox.then(|| person(99, None)),
            steering_head: Some(person(98, None)),
        }
    }

    /// The audiences of the default policy so many days after the due date.
    fn after(days: i32) -> Audiences {
        let to: &[Audience] =
            if days < 7 { &[Audience::Assignee] } else { &[Audience::Assignee, Audience::Approvers] };
        Audiences::of(to)
    }

    fn who(staff: &Staff, status: Status, assignee: Option<u128>, to: Audiences) -> Vec<u128> {
        let assignee = assignee.map(|id| UserId(Uuid::from_u128(id)));
        staff.recipients(status, assignee, to).iter().map(|(person, _)| person.id.as_u128()).collect()
    }

    #[test]
    fn the_table_of_recipients() {
        use Role::{Administrator, Approver, Officer, Viewer};
        let full = staff(&[(1, Officer), (2, Officer), (3, Approver), (4, Viewer), (5, Administrator)], true);
        let (working, proposed) = (Status::InProgress, Status::Proposed);
        for (status, assignee, days, expected) in [
            (working, Some(1), 0, vec![1]),
            (working, None, 0, vec![1, 2]),
            (working, Some(1), 6, vec![1]),
            (working, Some(1), 7, vec![1, 3]),
            (working, None, 30, vec![1, 2, 3]),
            (working, Some(3), 7, vec![3]),
            // The assignee has left.
            (working, Some(77), 0, vec![1, 2]),
            (proposed, Some(1), 0, vec![3]),
            (proposed, None, 30, vec![3]),
        ] {
            assert_eq!(who(&full, status, assignee, after(days)), expected, "{status} {assignee:?} {days}");
        }
        assert_eq!(who(&staff(&[(3, Approver)], true), working, None, after(0)), [3]);
        assert_eq!(who(&staff(&[(4, Viewer), (5, Administrator)], true), working, None, after(0)), [99]);
        assert_eq!(who(&staff(&[(1, Officer)], true), proposed, Some(1), after(0)), [99]);
        assert_eq!(who(&staff(&[], false), working, None, after(30)), Vec::<u128>::new());
    }

    #[test]
    fn the_working_group_reminds_its_own_officers_of_its_own_tasks() {
        let own = staff(&[(1, Role::NationalOfficer), (2, Role::Lead), (3, Role::Observer)], false);
        assert_eq!(who(&own, Status::Assigned, None, after(0)), [1]);
        assert_eq!(who(&own, Status::Assigned, None, after(7)), [1, 2]);
    }

    #[test]
    fn offices_are_told_where_a_rule_names_them_and_the_mailbox_once() {
        use Audience::{AgencyMailbox, Assignee, SteeringHead};
        let full = staff(&[(1, Role::Officer), (3, Role::Approver)], true);
        let to = |list: &[Audience]| who(&full, Status::InProgress, Some(1), Audiences::of(list));
        assert_eq!(to(&[Assignee, SteeringHead, AgencyMailbox]), [1, 98, 99]);
        assert_eq!(to(&[SteeringHead]), [98]);
        assert_eq!(to(&[AgencyMailbox]), [99]);
        assert_eq!(to(&[Audience::Approvers]), [3]);
        assert_eq!(
            to(&[Audience::Coordinating, Audience::Blocking]),
            [0u128; 0],
            "others are told by their own copies"
        );
    }
}
