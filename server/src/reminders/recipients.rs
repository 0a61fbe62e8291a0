//! Who is reminded of an item (pure; product.md section 3).

use dondoc_shared::{id::UserId, lifecycle::Status, role::Role, text::Lang};
use uuid::Uuid;

use super::schedule::APPROVERS_FROM;

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
}

/// Why somebody is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They work on it.
    Assignee,
    /// Nobody in particular does.
    Officer,
    /// It waits for approval, or is a week overdue.
    Approver,
    /// Nobody is active.
    Mailbox,
}

impl Reason {
    /// The reason in words.
    pub fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::Assignee => lang.reason_assignee(),
            Self::Officer => lang.reason_officer(),
            Self::Approver => lang.reason_approver(),
            Self::Mailbox => lang.reason_mailbox(),
        }
    }
}

/// A tenant's active people and its mailbox.
#[derive(Debug, Clone, Default)]
pub struct Staff {
    /// Active users.
    pub people: Vec<Person>,
    /// The agency mailbox.
    pub mailbox: Option<Person>,
}

impl Staff {
    /// Who is reminded: the assignee, without an active one every officer; approvers where it waits for them or from
    /// seven days overdue. An approver is an officer too, so they stand in where there is no officer. Nobody active: the
    /// mailbox. None: nobody, and the console lists the item.
    pub fn recipients(
        &self,
        status: Status,
        assignee: Option<UserId>,
        days_overdue: i32,
    ) -> Vec<(&Person, Reason)> {
        let with = |roles: [Role; 2], reason: Reason| {
            let held = self
                .people
                .iter()
                .filter(move |person| person.role.is_some_and(|role| roles.contains(&role)));
            held.map(move |person| (person, reason)).collect::<Vec<_>>()
        };
        let approvers = with([Role::Approver, Role::Lead], Reason::Approver);
        let mut found = if status == Status::Proposed {
            approvers
        } else {
            let assignee = assignee.and_then(|id| self.people.iter().find(|person| person.id == id.0));
            let mut found = match assignee {
                Some(person) => vec![(person, Reason::Assignee)],
                None => with([Role::Officer, Role::NationalOfficer], Reason::Officer),
            };
            if found.is_empty() || days_overdue >= APPROVERS_FROM {
                found.extend(approvers.into_iter().filter(|(approver, _)| assignee != Some(*approver)));
            }
            found
        };
        if found.is_empty() {
            found.extend(self.mailbox.iter().map(|mailbox| (mailbox, Reason::Mailbox)));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u128, role: Option<Role>) -> Person {
        Person { id: Uuid::from_u128(id), name: String::new(), address: String::new(), lang: Lang::Vi, role }
    }

    fn staff(people: &[(u128, Role)], mailbox: bool) -> Staff {
        Staff {
            people: people.iter().map(|(id, role)| person(*id, Some(*role))).collect(),
            mailbox: mailbox.then(|| person(99, None)),
        }
    }

    fn who(staff: &Staff, status: Status, assignee: Option<u128>, days: i32) -> Vec<u128> {
        let assignee = assignee.map(|id| UserId(Uuid::from_u128(id)));
        staff.recipients(status, assignee, days).iter().map(|(person, _)| person.id.as_u128()).collect()
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
            assert_eq!(who(&full, status, assignee, days), expected, "{status} {assignee:?} {days}");
        }
        assert_eq!(who(&staff(&[(3, Approver)], true), working, None, 0), [3]);
        assert_eq!(who(&staff(&[(4, Viewer), (5, Administrator)], true), working, None, 0), [99]);
        assert_eq!(who(&staff(&[(1, Officer)], true), proposed, Some(1), 0), [99]);
        assert_eq!(who(&staff(&[], false), working, None, 30), Vec::<u128>::new());
    }

    #[test]
    fn the_working_group_reminds_its_own_officers_of_its_own_tasks() {
        let own = staff(&[(1, Role::NationalOfficer), (2, Role::Lead), (3, Role::Observer)], false);
        assert_eq!(who(&own, Status::Assigned, None, 0), [1]);
        assert_eq!(who(&own, Status::Assigned, None, 7), [1, 2]);
    }
}
