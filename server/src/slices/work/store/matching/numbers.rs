//! What a filter asks of the numbers of an assignment.

use diesel::{prelude::*, sql_types::Bool};
use dondoc_shared::filter::{Bounds, Filter};

use super::term::{By, Matching, Term, is};
use dondoc_kernel::{
    db::{Words, words},
    schema::assignments,
};

/// Level, urges and progress; days overdue are a date.
pub(super) fn of_numbers(filter: &Filter) -> Vec<Term> {
    let mut all = vec![];
    let Bounds { at_least, at_most } = filter.level;
    if !filter.level.are_open() {
        let by = if at_least.is_some_and(|least| least > 0) { By::IndexOfOpen } else { By::Walk };
        let bounds = [
            at_least.map(|level| is(assignments::level.ge(level))),
            at_most.map(|level| is(assignments::level.le(level))),
            // Written out, because the index has these alone.
            (by == By::IndexOfOpen).then(|| is(has_a_level())),
        ];
        all.push(by.is(Matching::All(bounds.into_iter().flatten().collect())));
    }
    let Bounds { at_least, at_most } = filter.urges;
    all.extend(at_least.map(|n| By::Walk.is(is(assignments::urges.ge(n)))));
    // Written out, because an index knows the assignments that nobody was urged about.
    all.extend(at_most.map(|n| {
        if n == 0 { By::Order.is(is(never_urged())) } else { By::Walk.is(is(assignments::urges.le(n))) }
    }));
    let Bounds { at_least, at_most } = filter.unanswered;
    all.extend(at_least.map(|n| By::Walk.is(is(assignments::unanswered_urges.ge(n)))));
    all.extend(at_most.map(|n| By::Walk.is(is(assignments::unanswered_urges.le(n)))));
    let Bounds { at_least, at_most } = filter.percent;
    all.extend(at_least.map(|n| By::Walk.is(is(assignments::percent.ge(n)))));
    all.extend(at_most.map(|n| By::Walk.is(is(assignments::percent.le(n)))));
    all
}

fn has_a_level() -> Words<Bool> {
    words("assignments.level > 0")
}

pub(super) fn never_urged() -> Words<Bool> {
    words("assignments.urges = 0")
}
