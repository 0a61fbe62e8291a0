//! The people whom a rule of reminders tells of an item (pure; R45).

use dondoc_shared::{
    coded::UnknownWord,
    id::UserId,
    lifecycle::Status,
    policy::Audience,
    role::{Permission, Role},
    text::Lang,
    wire::ContactRole,
};
use uuid::Uuid;

use super::{Directory, Person};

/// A set of audiences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Audiences(u8);

impl Audiences {
    /// The set of these.
    pub fn of(list: &[Audience]) -> Self {
        Self(list.iter().fold(0, |set, audience| set | Self::bit(*audience)))
    }

    /// Whether the audience is in the set.
    pub fn has(self, audience: Audience) -> bool {
        self.0 & Self::bit(audience) != 0
    }

    /// Whether it names anybody of the tenant that the assignment belongs to.
    pub fn is_own(self) -> bool {
        let is_other = |audience: &&Audience| matches!(audience, Audience::Coordinating | Audience::Blocking);
        Audience::ALL.iter().filter(|audience| !is_other(audience)).any(|audience| self.has(*audience))
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

/// The reason for which a person is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// They work on it.
    Assignee,
    /// They are an officer, and nobody in particular works on it.
    Officer,
    /// It waits for approval, or the rule names approvers.
    Approver,
    /// The rule names the head of the steering committee.
    SteeringHead,
    /// The rule names the mailbox, or nobody is active.
    Mailbox,
    /// They stand in for one of these.
    StandIn,
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
            Self::StandIn => "stand_in",
        }
    }

    /// The reason of a word.
    pub fn parse(word: &str) -> Result<Self, UnknownWord> {
        let people = [Self::Assignee, Self::Officer, Self::Approver, Self::StandIn];
        let all = people.into_iter().chain([Self::SteeringHead, Self::Mailbox]);
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
            Self::StandIn => lang.reason_stand_in(),
        }
    }
}

impl Directory {
    /// Those who take mail and are reminded by a rule that names these audiences.
    ///
    /// What waits for approval is the approvers' and nobody else's inside the tenant. An approver is an officer too, so they
    /// stand in where there is no officer. Nobody active: the mailbox. None: nobody, and the console lists the item.
    pub fn reminded(
        &self,
        status: Status,
        assignee: Option<UserId>,
        to: Audiences,
    ) -> Vec<(&Person, Reason)> {
        if !to.is_own() {
            return vec![];
        }
        let holders = |roles: [Role; 2], reason: Reason| {
            let held = self.open().filter(move |person| person.holds(&roles));
            held.map(move |person| (person, reason)).collect::<Vec<_>>()
        };
        let approvers = || holders([Role::Approver, Role::Lead], Reason::Approver);
        let inside = to.has(Audience::Assignee) || to.has(Audience::Approvers);
        let mut found = Vec::new();
        if inside && status == Status::Proposed {
            found = approvers();
        } else if inside {
            if to.has(Audience::Assignee) {
                let assignee = assignee.and_then(|id| {
                    let own = self.working(id).map(|person| (person, Reason::Assignee));
                    own.or_else(|| Some((self.stand_in_of(id.0)?, Reason::StandIn)))
                });
                found = match assignee {
                    Some(assignee) => vec![assignee],
                    None => holders([Role::Officer, Role::NationalOfficer], Reason::Officer),
                };
            }
            if found.is_empty() || to.has(Audience::Approvers) {
                let known: Vec<Uuid> = found.iter().map(|(person, _)| person.id).collect();
                found.extend(approvers().into_iter().filter(|(person, _)| !known.contains(&person.id)));
            }
        }
        if to.has(Audience::SteeringHead) {
            found
                .extend(self.open_office(ContactRole::SteeringHead).map(|head| (head, Reason::SteeringHead)));
        }
        if found.is_empty() || to.has(Audience::AgencyMailbox) {
            found.extend(
                self.open_office(ContactRole::AgencyMailbox).map(|mailbox| (mailbox, Reason::Mailbox)),
            );
        }
        self.add_stand_ins(&mut found);
        found
    }

    /// Adds whoever stands in for one of these and is not among them.
    fn add_stand_ins<'a>(&'a self, found: &mut Vec<(&'a Person, Reason)>) {
        for at in 0..found.len() {
            let stand_in = found.get(at).and_then(|(person, _)| self.stand_in_of(person.id));
            if let Some(stand_in) = stand_in.filter(|one| found.iter().all(|(known, _)| known.id != one.id)) {
                found.push((stand_in, Reason::StandIn));
            }
        }
    }

    /// The assignee, while they may do the work: whoever's role was changed answers for it no more.
    fn working(&self, assignee: UserId) -> Option<&Person> {
        let may = |person: &&Person| person.role.is_some_and(|role| role.may(Permission::ReportProgress));
        self.open().find(|person| person.id == assignee.0).filter(may)
    }

    /// Active users whose addresses take mail.
    fn open(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.takes_mail)
    }

    /// The people told of the lead on whose task their tenant coordinates: those who work on the contribution (R48).
    pub fn of_lead(&self, assignee: Option<UserId>) -> Vec<(&Person, Reason)> {
        self.reminded(Status::InProgress, assignee, Audiences::of(&[Audience::Assignee]))
    }

    /// The people told that another tenant waits for theirs: the approvers, and the assignee of the same task, if any (R48).
    pub fn of_block(&self, assignee: Option<UserId>) -> Vec<(&Person, Reason)> {
        let active = assignee.filter(|id| self.working(*id).is_some());
        let also = active.map(|_| Audience::Assignee);
        let to: Vec<Audience> = also.into_iter().chain([Audience::Approvers]).collect();
        let mut found = self.reminded(Status::InProgress, active, Audiences::of(&to));
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
        Person { id: Uuid::from_u128(id), role, ..Person::office(Uuid::nil(), String::new(), String::new()) }
    }

    fn directory(people: &[(u128, Role)], mailbox: bool) -> Directory {
        let head = (ContactRole::SteeringHead, person(98, None));
        let mailbox = mailbox.then(|| (ContactRole::AgencyMailbox, person(99, None)));
        Directory {
            people: people.iter().map(|(id, role)| person(*id, Some(*role))).collect(),
            offices: mailbox.into_iter().chain([head]).collect(),
            ..Directory::default()
        }
    }

    /// The audiences of the default policy `days` days after the due date.
    fn after(days: i32) -> Audiences {
        let to: &[Audience] =
            if days < 7 { &[Audience::Assignee] } else { &[Audience::Assignee, Audience::Approvers] };
        Audiences::of(to)
    }

    fn who(directory: &Directory, status: Status, assignee: Option<u128>, to: Audiences) -> Vec<u128> {
        let assignee = assignee.map(|id| UserId(Uuid::from_u128(id)));
        directory.reminded(status, assignee, to).iter().map(|(person, _)| person.id.as_u128()).collect()
    }

    #[test]
    fn the_table_of_recipients() {
        use Role::{Administrator, Approver, Officer, Viewer};
        let full =
            directory(&[(1, Officer), (2, Officer), (3, Approver), (4, Viewer), (5, Administrator)], true);
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
        assert_eq!(who(&directory(&[(3, Approver)], true), working, None, after(0)), [3]);
        assert_eq!(who(&directory(&[(4, Viewer), (5, Administrator)], true), working, None, after(0)), [99]);
        assert_eq!(who(&directory(&[(1, Officer)], true), proposed, Some(1), after(0)), [99]);
        assert_eq!(who(&directory(&[], false), working, None, after(30)), Vec::<u128>::new());
    }

    #[test]
    fn those_who_coordinate_are_told_as_if_the_work_were_theirs_to_do() {
        let told = |assignee: Option<u128>| {
            let full = directory(&[(1, Role::Officer), (2, Role::Officer), (3, Role::Approver)], true);
            let found = full.of_lead(assignee.map(|id| UserId(Uuid::from_u128(id))));
            found.iter().map(|(person, reason)| (person.id.as_u128(), *reason)).collect::<Vec<_>>()
        };
        assert_eq!(told(Some(2)), [(2, Reason::Assignee)]);
        assert_eq!(told(None), [(1, Reason::Officer), (2, Reason::Officer)]);
    }

    #[test]
    fn who_is_waited_for_is_told_by_the_approvers_and_whoever_works_on_the_same_task() {
        use Role::{Approver, Officer};
        let told = |people: &[(u128, Role)], assignee: Option<u128>| {
            let all = directory(people, true);
            let found = all.of_block(assignee.map(|id| UserId(Uuid::from_u128(id))));
            found.iter().map(|(person, _)| person.id.as_u128()).collect::<Vec<_>>()
        };
        let full = [(1, Officer), (2, Officer), (3, Approver)];
        assert_eq!(told(&full, None), [3]);
        assert_eq!(told(&full, Some(2)), [2, 3]);
        assert_eq!(told(&full, Some(77)), [3], "who has left is not stood in for");
        assert_eq!(told(&full[..2], None), [1, 2], "without an approver the officers");
        assert_eq!(told(&[], None), [99]);
    }

    #[test]
    fn the_ledger_knows_each_reason_by_a_word_and_a_reader_by_one_in_their_language() {
        let all =
            [Reason::Assignee, Reason::Officer, Reason::Approver, Reason::SteeringHead, Reason::Mailbox];
        assert_eq!(all.map(Reason::as_str), ["assignee", "officer", "approver", "steering_head", "mailbox"]);
        assert_eq!(all.map(|reason| Reason::parse(reason.as_str())), all.map(Ok));
        assert_eq!(Reason::parse("viewer"), Err(UnknownWord));
        assert_eq!(Reason::Assignee.words(Lang::En), "you are the assignee");
        assert_eq!(Reason::Mailbox.words(Lang::Vi), "đơn vị chưa có người dùng đang hoạt động");
    }

    #[test]
    fn an_audience_that_is_named_twice_is_named() {
        assert!(Audiences::of(&[Audience::Approvers, Audience::Approvers]).has(Audience::Approvers));
        assert!(!Audiences::of(&[Audience::Approvers]).has(Audience::Assignee));
    }

    #[test]
    fn the_working_group_reminds_its_own_officers_of_its_own_tasks() {
        let own = directory(&[(1, Role::NationalOfficer), (2, Role::Lead), (3, Role::Observer)], false);
        assert_eq!(who(&own, Status::Assigned, None, after(0)), [1]);
        assert_eq!(who(&own, Status::Assigned, None, after(7)), [1, 2]);
    }

    #[test]
    fn offices_are_told_where_a_rule_names_them_and_the_mailbox_once() {
        use Audience::{AgencyMailbox, Assignee, SteeringHead};
        let full = directory(&[(1, Role::Officer), (3, Role::Approver)], true);
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
