//! The ladder's state machine (pure): what the sweep does about an assignment today.

use dondoc_shared::{
    ladder::{LadderPolicy, Level},
    lateness::{days_between, days_overdue},
    lifecycle::Status,
};
use jiff::civil::Date;

/// Calendar days after which a step without a decision lapses (R62), because its facts have gone stale. It is proposed anew with
/// the facts of the day, so no step is taken months late.
pub const STALE: i32 = 30;

/// Where an assignment stands on the ladder. All dates are local.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LadderPosition {
    /// Where the assignment stands in the life cycle.
    pub status: Status,
    /// First local day on which it counts as overdue (R22).
    pub late_from: Option<Date>,
    /// The level reached, 0 to 4.
    pub level: i16,
    /// The step that waits for a person: its level, and since when.
    pub waiting: Option<(i16, Date)>,
    /// When the tenant last acknowledged or reported.
    pub moved_on: Option<Date>,
    /// When a step was last dropped, or lapsed because the tenant moved or the due date did.
    pub halted_on: Option<Date>,
    /// How often that was at the level above the one reached.
    pub halts: i32,
    /// When a step was last released.
    pub released_on: Option<Date>,
    /// Number of steps ever proposed.
    pub steps: i32,
}

/// Why nothing is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rest {
    /// The next step is not the tenant's, or nothing is late.
    NotOwed,
    /// A step waits for a person.
    Waiting,
    /// There is no higher level.
    Top,
    /// It is not overdue long enough.
    TooEarly,
    /// As many steps as the policy allows have been proposed.
    Spent,
    /// The level below still has time to have its effect.
    LevelBelow,
    /// The tenant has moved, or a person has dropped a step: silence re-arms the ladder.
    Moved,
}

/// What is to be done today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// Nothing is to be done, for this reason.
    Rest(Rest),
    /// The step that waits has lost its ground.
    Lapse,
    /// A step to this level is proposed, or released at once where the policy says so.
    Propose(&'a Level),
}

/// Decides for one assignment on one day.
pub fn next<'a>(policy: &'a LadderPolicy, at: &LadderPosition, today: Date) -> Next<'a> {
    let overdue = days_overdue(at.late_from, today);
    let owed = at.status.is_with_tenant() && overdue > 0;
    if let Some((level, since)) = at.waiting {
        let grounded = owed && level == at.level.saturating_add(1);
        return if grounded && days_between(since, today) < STALE {
            Next::Rest(Rest::Waiting)
        } else {
            Next::Lapse
        };
    }
    if !owed {
        return Next::Rest(Rest::NotOwed);
    }
    let Some(level) = policy.level(at.level.saturating_add(1)) else { return Next::Rest(Rest::Top) };
    let within = |on: Option<Date>, days: i32| on.is_some_and(|on| days_between(on, today) < days);
    let moved_on = at.moved_on.filter(|_| level.rests);
    let rest = if overdue < level.after_days {
        Rest::TooEarly
    } else if at.steps >= i32::from(policy.most_steps) {
        Rest::Spent
    } else if within(at.released_on, policy.days_after_release(level)) {
        Rest::LevelBelow
    } else if within(moved_on.max(at.halted_on), policy.rest(at.halts)) {
        Rest::Moved
    } else {
        return Next::Propose(level);
    };
    Next::Rest(rest)
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan, civil::date};

    use super::*;

    const TODAY: Date = date(2024, 7, 25);

    fn ago(days: i32) -> Date {
        TODAY - days.days()
    }

    fn late(days: i32) -> LadderPosition {
        LadderPosition {
            status: Status::InProgress,
            late_from: Some(ago(days - 1)),
            level: 0,
            waiting: None,
            moved_on: None,
            halted_on: None,
            halts: 0,
            released_on: None,
            steps: 0,
        }
    }

    /// Every position that the machine can tell from another.
    fn all() -> impl Iterator<Item = LadderPosition> {
        let dates =
            || [None, Some(ago(0)), Some(ago(6)), Some(ago(7)), Some(ago(13)), Some(ago(16)), Some(ago(90))];
        let lateness = [
            None,
            Some(TODAY.tomorrow().unwrap()),
            Some(ago(0)),
            Some(ago(6)),
            Some(ago(13)),
            Some(ago(29)),
            Some(ago(200)),
        ];
        let waiting = || {
            let levels = 1..=4;
            let each = levels.flat_map(|level| [0, STALE - 1, STALE].map(|days| Some((level, ago(days)))));
            std::iter::once(None).chain(each)
        };
        let counts = [(0, 0), (1, 3), (5, 11), (5, 12)];
        let mut found = Vec::new();
        for status in Status::ALL {
            for late_from in lateness {
                for level in 0..=4 {
                    for waiting in waiting() {
                        for moved_on in dates() {
                            for halted_on in dates() {
                                for released_on in
                                    [None, Some(ago(0)), Some(ago(15)), Some(ago(16)), Some(ago(90))]
                                {
                                    for (halts, steps) in counts {
                                        let status = *status;
                                        found.push(LadderPosition {
                                            status,
                                            late_from,
                                            level,
                                            waiting,
                                            moved_on,
                                            halted_on,
                                            halts,
                                            released_on,
                                            steps,
                                        });
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        found.into_iter()
    }

    /// The rules in other words, one by one: each is asked of every position there is.
    #[test]
    fn in_every_state_a_step_is_proposed_exactly_when_every_rule_allows_it() {
        let policy = LadderPolicy::default();
        let ladder: [i32; 4] = [7, 14, 30, 60];
        let (mut proposed, mut seen) = (0u32, 0u32);
        for at in all() {
            seen += 1;
            let next = next(&policy, &at, TODAY);
            let tenant_owes = !matches!(
                at.status,
                Status::Submitted
                    | Status::Refused
                    | Status::Suspended
                    | Status::Withdrawn
                    | Status::Accepted
            );
            let days = at.late_from.map_or(0, |from| (TODAY.since(from).unwrap().get_days() + 1).max(0));
            let above = usize::try_from(at.level).unwrap();
            let age = |on: Option<Date>| on.map_or(i32::MAX, |on| TODAY.since(on).unwrap().get_days());
            if let Some((level, since)) = at.waiting {
                let sound = tenant_owes && days > 0 && level == at.level + 1 && age(Some(since)) < 30;
                assert_eq!(next, if sound { Next::Rest(Rest::Waiting) } else { Next::Lapse }, "{at:?}");
                continue;
            }
            let rest = [7, 7, 14, 28, 56, 56][usize::try_from(at.halts).unwrap()];
            let gap = |above: usize| ladder[above] - above.checked_sub(1).map_or(0, |below| ladder[below]);
            let allowed = tenant_owes
                && at.level < 4
                && days >= ladder[above]
                && at.steps < 12
                && age(at.released_on) >= gap(above)
                && age(at.moved_on) >= rest
                && age(at.halted_on) >= rest;
            let goes_up = matches!(next, Next::Propose(level) if level.level == at.level + 1);
            assert_eq!(goes_up, allowed, "{at:?}");
            assert_eq!(matches!(next, Next::Rest(_)), !allowed, "{at:?}");
            proposed += u32::from(allowed);
        }
        assert!(seen > 100_000 && proposed > 100, "{seen} {proposed}");
    }

    #[test]
    fn a_month_without_a_sweep_proposes_one_step_and_not_four() {
        let policy = LadderPolicy::default();
        let at = late(200);
        assert!(matches!(next(&policy, &at, TODAY), Next::Propose(level) if level.level == 1));
        let released = LadderPosition { level: 1, released_on: Some(TODAY), steps: 1, ..at };
        assert_eq!(next(&policy, &released, TODAY), Next::Rest(Rest::LevelBelow));
    }

    #[test]
    fn a_level_that_does_not_rest_goes_on_after_an_acknowledgement_but_not_after_a_drop() {
        let mut policy = LadderPolicy::default();
        policy.levels[0].rests = false;
        let moved = LadderPosition { moved_on: Some(TODAY), ..late(9) };
        assert!(matches!(next(&policy, &moved, TODAY), Next::Propose(_)));
        let dropped = LadderPosition { halted_on: Some(ago(3)), halts: 1, ..late(9) };
        assert_eq!(next(&policy, &dropped, TODAY), Next::Rest(Rest::Moved));
    }
}
