//! Every version of every policy, and which one counts for a tenant on a day (pure).

use anyhow::Context;
use dondoc_shared::{
    id::{PolicyId, TenantId},
    ladder::LadderPolicy,
    lifecycle::TaskKind,
    policy::{Audience, PolicyBody, ReminderPolicy},
};
use jiff::civil::Date;

use dondoc_kernel::error::Result;

/// A version of a policy.
#[derive(Debug, Clone)]
pub struct Version<P> {
    /// Named for ever by the reminders and steps that it owed.
    pub id: PolicyId,
    /// The tenant whose own it is; none for the national one.
    pub tenant: Option<TenantId>,
    /// Counts from 1, for each kind and tenant.
    pub number: i32,
    /// The first local date on which it counts.
    pub from: Date,
    /// The first local date on which it does not count any more.
    pub until: Option<Date>,
    /// The rules themselves.
    pub policy: P,
}

impl<P> Version<P> {
    fn counts(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
}

/// The most reminders of an assignment at one level, before silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    /// Of a duty.
    pub duty: i16,
    /// Of the report of a period.
    pub report: i16,
}

impl Caps {
    /// Of what is assigned.
    pub fn of(self, kind: TaskKind) -> i16 {
        match kind {
            TaskKind::Duty => self.duty,
            TaskKind::Report => self.report,
        }
    }
}

/// Every version of every policy.
#[derive(Debug, Clone, Default)]
pub struct Book {
    /// Versions of every tenant and of the nation, newest first.
    pub(super) reminders: Vec<Version<ReminderPolicy>>,
    pub(super) report_reminders: Vec<Version<ReminderPolicy>>,
    pub(super) ladders: Vec<Version<LadderPolicy>>,
}

impl Book {
    /// The reminder policy that counts for a tenant on a local date.
    pub fn reminders(&self, of: TaskKind, tenant: TenantId, on: Date) -> Result<&Version<ReminderPolicy>> {
        in_force(self.reminders_of(of), tenant, on)
    }

    fn reminders_of(&self, of: TaskKind) -> &[Version<ReminderPolicy>] {
        match of {
            TaskKind::Duty => &self.reminders,
            TaskKind::Report => &self.report_reminders,
        }
    }

    /// How many reminders an assignment of a tenant gets at one level, by the versions that count on a local date.
    pub fn caps(&self, tenant: TenantId, on: Date) -> Result<Caps> {
        let cap = |of| self.reminders(of, tenant, on).map(|version| version.policy.cap);
        Ok(Caps { duty: cap(TaskKind::Duty)?, report: cap(TaskKind::Report)? })
    }

    /// The ladder that counts for a tenant on a local date.
    pub fn ladder(&self, tenant: TenantId, on: Date) -> Result<&Version<LadderPolicy>> {
        in_force(&self.ladders, tenant, on)
    }

    /// A version of the reminders, and what it reminds of.
    pub fn reminders_by_id(&self, id: PolicyId) -> Option<(TaskKind, &Version<ReminderPolicy>)> {
        TaskKind::ALL.iter().find_map(|of| {
            let found = self.reminders_of(*of).iter().find(|version| version.id == id);
            found.map(|version| (*of, version))
        })
    }

    /// A version of the ladder.
    pub fn ladder_by_id(&self, id: PolicyId) -> Option<&Version<LadderPolicy>> {
        self.ladders.iter().find(|version| version.id == id)
    }

    /// The newest version that counts today of each kind, for all and for each tenant that has its own.
    pub(super) fn counting(&self, today: Date) -> Vec<PolicyId> {
        fn newest<P>(versions: &[Version<P>], today: Date) -> Vec<PolicyId> {
            let mut seen = Vec::new();
            let counting = versions.iter().filter(|version| version.counts(today));
            let first = counting.filter(|version| {
                let new = !seen.contains(&version.tenant);
                seen.push(version.tenant);
                new
            });
            first.map(|version| version.id).collect()
        }
        [newest(&self.reminders, today), newest(&self.report_reminders, today), newest(&self.ladders, today)]
            .concat()
    }

    /// The same book with a draft that counts on every day, for one tenant or for all that have no version of their own.
    #[must_use]
    pub fn with_draft(&self, tenant: Option<TenantId>, body: PolicyBody) -> Self {
        let mut book = self.clone();
        match body {
            PolicyBody::Reminders(policy) => book.reminders.insert(0, draft(tenant, policy)),
            PolicyBody::ReportReminders(policy) => book.report_reminders.insert(0, draft(tenant, policy)),
            PolicyBody::Ladder(policy) => book.ladders.insert(0, draft(tenant, policy)),
        }
        book
    }

    /// Whether any version that counts for the tenant, on any day, reminds this audience of duties.
    pub fn reminds(&self, tenant: TenantId, audience: Audience) -> bool {
        let concerns = |version: &&Version<ReminderPolicy>| version.tenant.is_none_or(|own| own == tenant);
        let mut rules = self.reminders.iter().filter(concerns).flat_map(|version| &version.policy.rules);
        rules.any(|rule| rule.to.contains(&audience))
    }

    /// Whether a version of the tenant's or the nation's reminders begins or ends after `swept` and up to `today`.
    pub fn reminders_change(&self, tenant: TenantId, swept: Date, today: Date) -> bool {
        let concerns = |version: &&Version<ReminderPolicy>| version.tenant.is_none_or(|own| own == tenant);
        let all = self.reminders.iter().chain(&self.report_reminders);
        let edges = all.filter(concerns).flat_map(|version| [Some(version.from), version.until]);
        edges.flatten().any(|edge| swept < edge && edge <= today)
    }
}

#[cfg(test)]
impl Book {
    /// A national version of the reminders that counts from a date.
    pub fn begin_reminders(&mut self, from: Date, policy: ReminderPolicy) {
        self.reminders.insert(0, Version { from, ..draft(None, policy) });
    }
}

fn draft<P>(tenant: Option<TenantId>, policy: P) -> Version<P> {
    let id = PolicyId(uuid::Uuid::nil());
    Version { id, tenant, number: i32::MAX, from: Date::MIN, until: None, policy }
}

/// The tenant's own newest version that counts, else the newest national one. The first national version always does.
fn in_force<P>(versions: &[Version<P>], tenant: TenantId, on: Date) -> Result<&Version<P>> {
    let newest =
        |of: Option<TenantId>| versions.iter().find(|version| version.tenant == of && version.counts(on));
    Ok(newest(Some(tenant)).or_else(|| newest(None)).context("no national policy counts")?)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn version(tenant: Option<i32>, number: i32, from: Date, until: Option<Date>) -> Version<ReminderPolicy> {
        let id = PolicyId(uuid::Uuid::from_u128(u128::try_from(number).unwrap()));
        Version { id, tenant: tenant.map(TenantId), number, from, until, policy: ReminderPolicy::default() }
    }

    #[test]
    fn the_own_version_counts_before_the_national_and_the_newer_before_the_older() {
        let day = |day| date(2024, 7, day);
        let mut reminders = vec![
            version(None, 1, date(2000, 1, 1), None),
            version(None, 2, day(10), Some(day(20))),
            version(Some(7), 3, day(12), Some(day(14))),
        ];
        reminders.reverse();
        let book = Book { reminders, ..Book::default() };
        let number = |tenant, on| book.reminders(TaskKind::Duty, TenantId(tenant), day(on)).unwrap().number;
        assert_eq!([9, 10, 12, 13, 14, 20].map(|on| number(7, on)), [1, 2, 3, 3, 2, 1]);
        assert_eq!([9, 10, 12, 13, 14, 20].map(|on| number(8, on)), [1, 2, 2, 2, 2, 1]);
        assert!(book.ladder(TenantId(7), day(9)).is_err());
        assert!(
            book.reminders_change(TenantId(8), day(9), day(10))
                && book.reminders_change(TenantId(7), day(13), day(15))
        );
        assert!(!book.reminders_change(TenantId(8), day(10), day(19)));
    }

    #[test]
    fn a_version_is_found_by_the_id_under_which_it_owed() {
        let id = |number| PolicyId(uuid::Uuid::from_u128(number));
        let ladder = |number| {
            let Version { id, tenant, number, from, until, .. } = version(None, number, Date::MIN, None);
            Version { id, tenant, number, from, until, policy: LadderPolicy::default() }
        };
        let book = Book {
            reminders: [2, 1].map(|number| version(None, number, Date::MIN, None)).into(),
            report_reminders: vec![version(None, 5, Date::MIN, None)],
            ladders: [4, 3].map(ladder).into(),
        };
        let kind = |n| book.reminders_by_id(id(n)).map(|(of, version)| (of, version.number));
        assert_eq!([1, 5].map(kind), [Some((TaskKind::Duty, 1)), Some((TaskKind::Report, 5))]);
        assert_eq!(
            [1, 2, 3].map(|n| book.reminders_by_id(id(n)).map(|(_, v)| v.number)),
            [Some(1), Some(2), None]
        );
        assert_eq!([2, 3, 4].map(|n| book.ladder_by_id(id(n)).map(|v| v.number)), [None, Some(3), Some(4)]);
    }

    #[test]
    fn of_each_body_and_of_the_nation_the_newest_version_that_has_begun_counts() {
        let day = |day| date(2024, 7, day);
        let mut reminders = vec![
            version(None, 1, day(1), None),
            version(Some(7), 2, day(2), None),
            version(None, 3, day(10), None),
            version(Some(7), 4, day(11), Some(day(20))),
            version(Some(8), 5, day(26), None),
        ];
        reminders.reverse();
        let book = Book { reminders, ..Book::default() }
            .with_draft(None, PolicyBody::Ladder(LadderPolicy::default()));
        let counting = |on| book.counting(day(on)).iter().map(|id| id.0.as_u128()).collect::<Vec<_>>();
        // The ladder is the draft, whose id is nil.
        assert_eq!(counting(9), [2, 1, 0]);
        assert_eq!(counting(11), [4, 3, 0]);
        assert_eq!(counting(25), [3, 2, 0]);
    }

    #[test]
    fn others_are_reminded_where_a_version_of_the_body_or_of_the_nation_says_so() {
        let mut own = version(Some(7), 2, date(2024, 7, 1), None);
        own.policy.rules[0].to.push(Audience::Blocking);
        let book = Book { reminders: vec![own, version(None, 1, Date::MIN, None)], ..Book::default() };
        let reminds = |tenant, audience| book.reminds(TenantId(tenant), audience);
        assert!(reminds(7, Audience::Blocking) && !reminds(8, Audience::Blocking));
        assert!(reminds(8, Audience::Assignee) && !reminds(7, Audience::Coordinating));
    }
}
