//! Stand-ins (R186): whoever stands in for an absent person acts with their role and in their name, and the two are one person
//! wherever two people are asked for.

use jiff::civil::Date;

use crate::id::UserId;

/// The most days for which somebody is stood in for at a time, the first and the last included.
pub const MOST_DAYS: i32 = 60;

/// That one person stands in for another, from the first to the last local date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandIn {
    /// Whose role it is.
    pub absent: UserId,
    /// Who acts.
    pub stand_in: UserId,
    /// The first day.
    pub from_on: Date,
    /// The last day on which it was in force for any part of the day; before the first where it never was.
    pub last_on: Date,
}

impl StandIn {
    /// Whether it is in force at any time from one day to another.
    fn meets(&self, from: Date, to: Date) -> bool {
        self.from_on <= to && from <= self.last_on && self.from_on <= self.last_on
    }

    /// The other one of its two people.
    fn other(&self, user: UserId) -> Option<UserId> {
        match (self.absent == user, self.stand_in == user) {
            (true, _) => Some(self.stand_in),
            (_, true) => Some(self.absent),
            _ => None,
        }
    }
}

/// Whether an act of `first` on the day `since` and one of `second` on a later day are acts of one person (R186): the two are the
/// same, or the hands of both meet. The hands of an act are whoever acted and everybody who stood in for them, or for whom they stood
/// in: of the later act on its day, of the earlier one on its day or at any time since.
#[must_use]
pub fn same_hands(
    stand_ins: &[StandIn],
    (first, since): (UserId, Date),
    (second, today): (UserId, Date),
) -> bool {
    let hands = |user: UserId, from: Date| {
        let others = stand_ins.iter().filter(move |one| one.meets(from, today));
        [user].into_iter().chain(others.filter_map(move |one| one.other(user)))
    };
    hands(first, since).any(|hand| hands(second, today).any(|other| other == hand))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const A: UserId = UserId(Uuid::from_u128(1));
    const B: UserId = UserId(Uuid::from_u128(2));
    const C: UserId = UserId(Uuid::from_u128(3));

    fn day(day: i8) -> Date {
        date(2026, 3, day)
    }

    fn of(absent: UserId, stand_in: UserId, from: i8, last: i8) -> StandIn {
        StandIn { absent, stand_in, from_on: day(from), last_on: day(last) }
    }

    #[test]
    fn two_people_are_one_while_one_stands_in_for_the_other_whoever_acts_first() {
        let all = [of(A, B, 10, 20)];
        for (first, second) in [(A, B), (B, A)] {
            let same = |since: i8, today: i8| same_hands(&all, (first, day(since)), (second, day(today)));
            assert!(same(12, 15), "both during");
            assert!(same(5, 15), "it began between the two acts");
            assert!(same(15, 25), "it ended between the two acts");
            assert!(same(5, 25), "it began and ended between the two acts");
            assert!(same(20, 20) && same(10, 10), "on its first and its last day");
            assert!(!same(5, 9), "both before");
            assert!(!same(21, 25), "both after");
        }
        assert!(same_hands(&[], (A, day(1)), (A, day(2))) && !same_hands(&[], (A, day(1)), (B, day(1))));
        assert!(!same_hands(&all, (A, day(12)), (C, day(12))), "nobody else is concerned");
    }

    #[test]
    fn two_whose_hands_meet_in_a_third_person_are_one() {
        // B stood in for A when the first act was done, C stands in for A now.
        let all = [of(A, B, 1, 5), of(A, C, 6, 9)];
        assert!(same_hands(&all, (B, day(4)), (C, day(7))));
        assert!(
            !same_hands(&all, (C, day(7)), (B, day(8))),
            "when C acted, B had nothing to do with A any more"
        );
        let chain = [of(A, B, 1, 9), of(B, C, 1, 9)];
        assert!(same_hands(&chain, (A, day(2)), (C, day(3))), "B acts for the one and lends to the other");
        let apart = [of(A, B, 1, 9), of(C, UserId(Uuid::from_u128(4)), 1, 9)];
        assert!(!same_hands(&apart, (A, day(2)), (C, day(3))));
    }

    #[test]
    fn one_that_was_ended_before_it_began_makes_nobody_one() {
        assert!(!same_hands(&[of(A, B, 10, 9)], (A, day(1)), (B, day(20))));
    }
}
