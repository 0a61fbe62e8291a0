//! The bounds of a policy (pure; R67, R68): under any policy that can be set, overdue work is reminded of soon and again, and
//! the ladder keeps its order and its second signatures.

use std::collections::BTreeSet;

use dondoc_shared::{
    id::TenantId,
    ladder::{LadderPolicy, LadderTarget},
    policy::{Audience, PolicyBody, ReminderPolicy, When},
};
use jiff::civil::Date;

use super::book::Book;
use dondoc_kernel::{
    error::{Fault, Result},
    http::input::Checks,
};

/// The longest pause between two reminders that repeat, in calendar days; a policy has at least one that is as short.
const LONGEST_PAUSE: i32 = 28;
/// The first reminder after the due date comes within this many calendar days.
const FIRST_OVERDUE: i32 = 7;

/// Refuses what lies outside the bounds; a tenant's own ladder is also held against the national one that counts on `from`.
pub fn check(body: &PolicyBody, tenant: Option<TenantId>, book: &Book, from: Date) -> Result<()> {
    let mut checks = Checks::default();
    match body {
        PolicyBody::Reminders(policy) => {
            reminders(&mut checks, policy);
            // Overdue work is reminded of for ever; a report only until its period closes.
            if !reaches(policy, |when| matches!(when, When::Every { days, .. } if days <= LONGEST_PAUSE)) {
                checks.fault("rules.every", Fault::Missing);
            }
        }
        PolicyBody::ReportReminders(policy) => {
            reminders(&mut checks, policy);
            for rule in policy.rules.iter().filter(|rule| rule.to.iter().any(|to| to.is_another_tenant())) {
                checks.fault(&format!("rules.{}", rule.when), Fault::Forbidden);
            }
        }
        PolicyBody::Ladder(policy) => {
            ladder(&mut checks, policy);
            if tenant.is_some() {
                // No tenant has this number, so it answers with the national version.
                within(&mut checks, policy, &book.ladder(TenantId(-1), from)?.policy);
            }
        }
    }
    checks.finish()
}

fn reminders(checks: &mut Checks, policy: &ReminderPolicy) {
    let count = i64::try_from(policy.rules.len()).unwrap_or(i64::MAX);
    checks.range("rules", count, 1, 12);
    checks.range("cap", policy.cap.into(), 3, 10);
    let whens: BTreeSet<When> = policy.rules.iter().map(|rule| rule.when).collect();
    if whens.len() != policy.rules.len() {
        checks.fault("rules", Fault::Repeated);
    }
    for rule in &policy.rules {
        let field = format!("rules.{}", rule.when);
        match rule.when {
            When::Before(days) => checks.range(&field, days.into(), 1, 30),
            When::Due => {}
            When::Overdue(days) => checks.range(&field, days.into(), 1, 60),
            When::Every { from, days, .. } => {
                checks.range(&field, from.into(), 1, 120);
                checks.range(&field, days.into(), 3, 60);
            }
        }
        if rule.to.is_empty() {
            checks.fault(&field, Fault::Missing);
        }
        if rule.to.iter().collect::<BTreeSet<_>>().len() != rule.to.len() {
            checks.fault(&field, Fault::Repeated);
        }
    }
    if !reaches(policy, |when| matches!(when, When::Overdue(days) if days <= FIRST_OVERDUE)) {
        checks.fault("rules.overdue", Fault::Missing);
    }
}

/// Whether a rule of this kind reminds people who can do something about it.
fn reaches(policy: &ReminderPolicy, found: fn(When) -> bool) -> bool {
    let own = |to: &[Audience]| to.iter().any(|a| matches!(a, Audience::Assignee | Audience::Approvers));
    policy.rules.iter().any(|rule| found(rule.when) && own(&rule.to))
}

fn ladder(checks: &mut Checks, policy: &LadderPolicy) {
    checks.range("rest_days", policy.rest_days.into(), 1, 60);
    checks.range("longest_rest_days", policy.longest_rest_days.into(), policy.rest_days.into(), 180);
    checks.range("most_steps", policy.most_steps.into(), 4, 30);
    if !policy.levels.iter().map(|level| level.level).eq(1..=4) {
        checks.fault("levels", Fault::Malformed);
    }
    let mut below = 0;
    for level in &policy.levels {
        let field = |name: &str| format!("levels.{}.{name}", level.level);
        checks.range(&field("after_days"), level.after_days.into(), i64::from(below) + 1, 365);
        below = level.after_days;
        if level.level >= 3 && !level.second_person {
            checks.fault(&field("second_person"), Fault::Missing);
        }
        if level.automatic && level.second_person {
            checks.fault(&field("automatic"), Fault::Malformed);
        }
        if level.target == LadderTarget::ViceChair && level.level < 4 {
            checks.fault(&field("target"), Fault::Malformed);
        }
        for (name, text) in [("text_vi", &level.text_vi), ("text_en", &level.text_en)] {
            let text = checks.text(&field(name), text, 300);
            if text.contains('\n') {
                checks.fault(&field(name), Fault::Forbidden);
            }
        }
    }
}

/// A tenant's own ladder is neither half as patient nor twice as patient as the national one, and no laxer.
fn within(checks: &mut Checks, own: &LadderPolicy, national: &LadderPolicy) {
    for (own, national) in own.levels.iter().zip(&national.levels) {
        let field = |name: &str| format!("levels.{}.{name}", own.level);
        let days = i64::from(national.after_days);
        checks.range(
            &field("after_days"),
            own.after_days.into(),
            days.saturating_add(1) / 2,
            days.saturating_mul(2),
        );
        if national.second_person && !own.second_person {
            checks.fault(&field("second_person"), Fault::Missing);
        }
        if own.automatic && !national.automatic {
            checks.fault(&field("automatic"), Fault::Malformed);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use dondoc_shared::policy::ReminderRule;

    use super::*;
    use dondoc_kernel::error::Error;

    fn faults(body: &PolicyBody, tenant: Option<TenantId>) -> Vec<String> {
        let book = Book::default().with_draft(None, PolicyBody::Ladder(LadderPolicy::default()));
        match check(body, tenant, &book, date(2024, 7, 26)) {
            Ok(()) => vec![],
            Err(Error::Fields(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    fn reminders_with(change: impl FnOnce(&mut ReminderPolicy)) -> Vec<String> {
        let mut policy = ReminderPolicy::default();
        change(&mut policy);
        faults(&PolicyBody::Reminders(policy), None)
    }

    fn ladder_with(tenant: Option<TenantId>, change: impl FnOnce(&mut LadderPolicy)) -> Vec<String> {
        let mut policy = LadderPolicy::default();
        change(&mut policy);
        faults(&PolicyBody::Ladder(policy), tenant)
    }

    #[test]
    fn the_defaults_lie_within_their_bounds() {
        assert_eq!(reminders_with(|_| ()), Vec::<String>::new());
        assert_eq!(ladder_with(Some(TenantId(7)), |_| ()), Vec::<String>::new());
    }

    #[test]
    fn nobody_who_is_late_is_left_without_a_reminder() {
        assert_eq!(
            reminders_with(|p| p.rules.retain(|r| !matches!(r.when, When::Every { .. }))),
            ["rules.every"]
        );
        let early = reminders_with(|p| p.rules.retain(|r| !matches!(r.when, When::Overdue(_))));
        assert_eq!(early, ["rules.overdue"]);
        let to_nobody =
            reminders_with(|p| p.rules.iter_mut().for_each(|r| r.to = vec![Audience::SteeringHead]));
        assert_eq!(to_nobody, ["rules.overdue", "rules.every"]);
        assert_eq!(reminders_with(|p| p.cap = 2), ["cap"]);
        assert_eq!(reminders_with(|p| p.rules.extend(p.rules.clone())), ["rules", "rules"]);
    }

    #[test]
    fn the_bounds_of_reminders_are_inclusive() {
        let passes = |change: &dyn Fn(&mut ReminderPolicy)| reminders_with(change).is_empty();
        let cap = |cap| passes(&|p| p.cap = cap);
        assert_eq!([2, 3, 10, 11].map(cap), [false, true, true, false]);
        // The default has `before-1` as well.
        let before =
            |days| passes(&|p| (p.rules[2].when, p.rules[0].when) = (When::Before(2), When::Before(days)));
        assert_eq!([0, 1, 30, 31].map(before), [false, true, true, false]);
        let late = |days| passes(&|p| p.rules[6].when = When::Overdue(days));
        assert_eq!([0, 2, 60, 61].map(late), [false, true, true, false]);
        let every = |from, days| passes(&|p| p.rules[7].when = When::Every { from, days, doubling: true });
        assert_eq!([0, 1, 120, 121].map(|from| every(from, 7)), [false, true, true, false]);
        assert_eq!([2, 3, 28, 29].map(|days| every(14, days)), [false, true, true, false]);
        // A second repeated rule may pause longer.
        let second = |days| {
            passes(&|p| {
                let rule = p.rules[7].clone();
                p.rules.push(ReminderRule { when: When::Every { from: 20, days, doubling: false }, ..rule });
            })
        };
        assert_eq!([2, 3, 60, 61].map(second), [false, true, true, false]);
        let first_overdue = |days| {
            passes(&|p| {
                p.rules.retain(|rule| !matches!(rule.when, When::Overdue(1 | 3)));
                p.rules[4].when = When::Overdue(days);
            })
        };
        assert_eq!([7, 8].map(first_overdue), [true, false]);
        let rules = |n: i32| {
            passes(&|p| {
                let rule = p.rules[0].clone();
                p.rules.extend((9..=n).map(|n| ReminderRule { when: When::Before(n), ..rule.clone() }));
            })
        };
        assert_eq!([12, 13].map(rules), [true, false]);
    }

    #[test]
    fn the_bounds_of_the_ladder_are_inclusive() {
        let passes = |change: &dyn Fn(&mut LadderPolicy)| ladder_with(None, change).is_empty();
        let rest = |days| passes(&|p| (p.rest_days, p.longest_rest_days) = (days, 60));
        assert_eq!([0, 1, 60, 61].map(rest), [false, true, true, false]);
        let longest = |days| passes(&|p| p.longest_rest_days = days);
        assert_eq!([6, 7, 180, 181].map(longest), [false, true, true, false]);
        let steps = |steps| passes(&|p| p.most_steps = steps);
        assert_eq!([3, 4, 30, 31].map(steps), [false, true, true, false]);
        let last = |days| passes(&|p| p.levels[3].after_days = days);
        assert_eq!([30, 31, 365, 366].map(last), [false, true, true, false]);
        let text = |length| passes(&|p| p.levels[0].text_vi = "đ".repeat(length));
        assert_eq!([300, 301].map(text), [true, false]);
        assert_eq!(ladder_with(None, |p| p.levels[0].text_en = "a\nb".to_owned()), ["levels.1.text_en"]);
    }

    #[test]
    fn the_ladder_keeps_its_order_and_its_second_signatures() {
        assert_eq!(ladder_with(None, |p| p.levels.swap(0, 1)), ["levels", "levels.1.after_days"]);
        assert_eq!(ladder_with(None, |p| p.levels[1].after_days = 7), ["levels.2.after_days"]);
        assert_eq!(ladder_with(None, |p| p.levels[1].after_days = 8), Vec::<String>::new());
        assert_eq!(ladder_with(None, |p| p.levels[0].after_days = 0), ["levels.1.after_days"]);
        assert_eq!(ladder_with(None, |p| p.levels[2].second_person = false), ["levels.3.second_person"]);
        assert_eq!(ladder_with(None, |p| p.levels[3].automatic = true), ["levels.4.automatic"]);
        assert_eq!(ladder_with(None, |p| p.levels[0].target = LadderTarget::ViceChair), ["levels.1.target"]);
        assert_eq!(
            ladder_with(None, |p| {
                p.levels.pop();
            }),
            ["levels"]
        );
    }

    #[test]
    fn a_tenants_own_ladder_is_held_against_the_national_one() {
        let own = Some(TenantId(7));
        assert_eq!(ladder_with(own, |p| p.levels[3].after_days = 121), ["levels.4.after_days"]);
        assert_eq!(ladder_with(own, |p| p.levels[3].after_days = 120), Vec::<String>::new());
        assert_eq!(ladder_with(own, |p| p.levels[0].after_days = 4), Vec::<String>::new());
        assert_eq!(ladder_with(own, |p| p.levels[0].after_days = 3), ["levels.1.after_days"]);
        assert_eq!(ladder_with(own, |p| p.levels[0].automatic = true), ["levels.1.automatic"]);
        assert_eq!(ladder_with(None, |p| p.levels[0].automatic = true), Vec::<String>::new());
    }

    #[test]
    fn no_ladder_gets_laxer_step_by_step_from_one_own_version_to_the_next() {
        let patient = |days| {
            let mut policy = LadderPolicy::default();
            policy.levels[3].after_days = days;
            PolicyBody::Ladder(policy)
        };
        let first = TenantId(1);
        let book = Book::default().with_draft(None, PolicyBody::Ladder(LadderPolicy::default()));
        let book = book.with_draft(Some(first), patient(120));
        assert!(check(&patient(120), Some(first), &book, date(2024, 7, 26)).is_ok());
        assert!(check(&patient(121), Some(first), &book, date(2024, 7, 26)).is_err());
    }
}
