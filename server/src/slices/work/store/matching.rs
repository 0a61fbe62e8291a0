//! The one predicate of list, count and bulk: a filter as SQL, over any statement in which assignments are.

mod numbers;
mod term;

use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_types::{Bool, Date as SqlDate},
};
use dondoc_shared::{
    day,
    filter::{Bounds, DateField, Dates, Filter, Flag, Other, Whose},
    lateness,
    lifecycle::{Part, WITH_TENANT},
    wire::Cause,
};
use jiff::{Span, civil::Date};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

pub(super) use self::term::{By, Matching, Term, is, is_among};
use self::{
    numbers::{never_urged, of_numbers},
    term::matchings,
};
use super::names::Names;
use crate::domain::{
    assignments::{is_silent, is_waiting},
    recipients::store::has_nobody_to_remind,
};
use dondoc_kernel::{
    db::{Tx, Words, words},
    schema::{assignments, blocks, claims, escalation_steps, snoozes, tasks, urge_assignments, urges},
};

impl Matching {
    /// What the filter asks for of open work or of closed, among these `tasks` of its words. Nationally: leads of all tenants; inside a
    /// tenant: all of its own.
    pub(super) fn of(
        tx: &Tx,
        filter: &Filter,
        names: &Names,
        (open, tasks): (bool, Option<&Vec<Uuid>>),
    ) -> Self {
        let mut all = vec![within(tx, open)];
        match (tx.tenant(), filter.options().zip(names.others.first())) {
            (Some(_), _) => all.extend(matchings(terms(tx, filter, names, tasks))),
            // Each has of the usual list what it does not ask for itself.
            (None, Some((options, names))) => {
                let option = |(option, names): (&Filter, &Names)| {
                    let mut all = usual(option, tx.today());
                    all.push(group(tx, option, names));
                    Self::All(all)
                };
                all.push(Self::Any(options.iter().zip(names).map(option).collect()));
            }
            (None, None) => {
                all.extend(usual(filter, tx.today()));
                all.extend(matchings(terms(tx, filter, names, tasks)));
            }
        }
        Self::All(all)
    }
}

/// Open work or closed, of all tenants or of the one that asks: what every index of a list begins with.
pub(super) fn within(tx: &Tx, open: bool) -> Matching {
    // The bare column, not compared with a parameter: so a plan for every parameter may use the indexes on open work.
    let open = if open { is(assignments::open) } else { is(not(assignments::open)) };
    let own = tx.tenant().map(|tenant| is(assignments::tenant_id.eq(tenant)));
    Matching::All(std::iter::once(open).chain(own).collect())
}

/// What the Working Group's list has where nothing else is asked for.
fn usual(filter: &Filter, today: Date) -> Vec<Matching> {
    let mut all = vec![];
    if !filter.is_blocked() && !filter.says(|group| !group.parts.is_empty()) {
        all.push(is(assignments::part.eq(Part::Lead)));
    }
    // A report of 93 bodies each month would bury what the backlog is for; what waits for the Working Group waits in one queue,
    // whatever it is.
    if !filter.asks_for_a_queue() && !filter.says(|group| group.flags.contains(&Flag::Report)) {
        all.push(is(assignments::period_id.is_null()));
    }
    // What is left alone until a date is not there either, unless it waits for a decision or is asked for.
    if !filter.speaks_of_handling() {
        all.push(is(not(exists(live_snooze(today.to_diesel()).filter(not(waits_for_us()))))));
    }
    all
}

/// What a group of terms asks for.
fn group(tx: &Tx, filter: &Filter, names: &Names) -> Matching {
    let mut all = matchings(terms(tx, filter, names, names.tasks.as_ref()));
    if let Some(closed) = filter.closed {
        all.push(if closed { is(not(assignments::open)) } else { is(assignments::open) });
    }
    Matching::All(all)
}

/// The terms of the filter, without those that its list has anyway.
pub(super) fn terms(tx: &Tx, filter: &Filter, names: &Names, tasks: Option<&Vec<Uuid>>) -> Vec<Term> {
    let today = tx.today();
    let mut all = of_names(names, tasks);
    if !filter.causes.is_empty() {
        let given: Vec<Cause> = filter.causes.iter().copied().flatten().collect();
        let not_given = blocks::cause.is_null().and::<_, Bool>(filter.causes.contains(&None));
        let named = blocking().filter(blocks::cause.eq_any(given).or::<_, Bool>(not_given));
        all.push(By::Few.is(is(exists(named))));
    }
    if !filter.statuses.is_empty() {
        let by = if filter.statuses.len() == 1 { By::Order } else { By::IndexOfOpen };
        all.push(by.is(is(assignments::status.eq_any(filter.statuses.clone()))));
    }
    if !filter.parts.is_empty() {
        all.push(By::Walk.is(is(assignments::part.eq_any(filter.parts.clone()))));
    }
    if let Some(days) = filter.overdue.at_least {
        // The second follows from the first, since urgency is never later; it tells the index where to stop.
        let began = began(today, days);
        let since = vec![is(assignments::late_from.le(began)), is(assignments::urgency_on.le(began))];
        all.push(By::Most.is(Matching::All(since)));
    }
    if let Some(days) = filter.overdue.at_most {
        all.push(By::IndexOfOpen.is(is(assignments::late_from.ge(began(today, days)))));
    }
    all.extend(of_numbers(filter));
    if !filter.stale.are_open() {
        all.push(By::Walk.is(of_stale(filter.stale, today)));
    }
    all.extend(filter.dates.iter().map(|(field, dates)| of_dates(*field, *dates, today)));
    if !filter.assignees.is_empty() {
        let named = |one: &Whose| match (one, tx.actor.whose()) {
            (Whose::Me, Some(user)) => is(assignments::assignee_id.eq(user)),
            (Whose::Me, None) => Matching::Any(vec![]),
            (Whose::Nobody, _) => is(assignments::assignee_id.is_null()),
            (Whose::Anybody, _) => is(assignments::assignee_id.is_not_null()),
        };
        let by = if filter.assignees == [Whose::Me] { By::Index } else { By::Walk };
        all.push(by.is(Matching::Any(filter.assignees.iter().map(named).collect())));
    }
    if !filter.claimed.is_empty() {
        let named = |one: &Whose| match (one, tx.actor.whose()) {
            (Whose::Me, Some(user)) => is(exists(claim().filter(claims::by_id.eq(user)))),
            (Whose::Me, None) => Matching::Any(vec![]),
            (Whose::Nobody, _) => is(not(exists(claim()))),
            (Whose::Anybody, _) => is(exists(claim())),
        };
        let by = if filter.claimed.contains(&Whose::Nobody) { By::Most } else { By::Few };
        all.push(by.is(Matching::Any(filter.claimed.iter().map(named).collect())));
    }
    all.extend(filter.flags.iter().map(|flag| of_flag(*flag, today)));
    for (other, names) in filter.others.iter().zip(&names.others) {
        let mut groups = other.groups().iter().zip(names).map(|(filter, names)| group(tx, filter, names));
        all.push(By::Walk.is(match other {
            Other::Not(_) => Matching::Not(Box::new(groups.next().unwrap_or(Matching::Any(vec![])))),
            Other::Any(_) => Matching::Any(groups.collect()),
        }));
    }
    all.extend(
        earliest(filter, today).map(|day| By::Most.is(is(assignments::urgency_on.ge(day.to_diesel())))),
    );
    all
}

/// The least urgency of what the filter's dates ask for (R24), which tells the index where to begin.
pub(super) fn earliest(filter: &Filter, today: Date) -> Option<Date> {
    let weighed = |late: Date| late.checked_sub(Span::new().days(lateness::MAX_WEIGHT)).unwrap_or(late);
    let due = filter.dates.iter().filter_map(|dates| match dates {
        (DateField::Due, Dates::Within(days)) => days.from.map(|day| weighed(day.at(today))),
        _ => None,
    });
    let overdue = filter.overdue.at_most.map(|days| weighed(began(today, days).to_jiff()));
    let flags = filter.flags.iter().filter_map(|flag| match flag {
        Flag::InTime => Some(weighed(today)),
        Flag::Undated => Some(lateness::NEVER),
        _ => None,
    });
    let stale = (!filter.stale.are_open()).then(|| weighed(today));
    due.chain(overdue).chain(flags).chain(stale).max()
}

/// What was looked up for words and names.
fn of_names(names: &Names, tasks: Option<&Vec<Uuid>>) -> Vec<Term> {
    let mut all = vec![];
    if let Some(ids) = &names.blocked_by {
        all.push(By::Few.is(is(exists(blocking().filter(blocks::tenant_id.eq_any(ids.clone()))))));
    }
    if let Some(ids) = tasks {
        let about = assignments::task_id.eq_any(ids.clone());
        let named = assignments::tenant_id.eq_any(names.named.clone());
        all.push(match &names.rest {
            _ if names.named.is_empty() => By::Index.is(is(about)),
            None => By::Walk.is(is(about.or(named))),
            Some(rest) => By::Walk.is(is(about.or(named.and(assignments::task_id.eq_any(rest.clone()))))),
        });
    }
    for ids in [&names.tenants, &names.groups].into_iter().flatten() {
        let by = if names.one_tenant().is_some() { By::Most } else { By::Walk };
        all.push(by.is(is(assignments::tenant_id.eq_any(ids.clone()))));
    }
    if let Some(ids) = &names.directives {
        let theirs = tasks::table.filter(tasks::directive_id.eq_any(ids.clone())).select(tasks::id);
        all.push(By::Walk.is(is(assignments::task_id.eq_any(theirs))));
    }
    if let Some(ids) = &names.coded {
        all.push(By::Index.is(is(assignments::task_id.eq_any(ids.clone()))));
    }
    all
}

fn of_flag(flag: Flag, today: Date) -> Term {
    match flag {
        Flag::Extension => By::Few.is(is(assignments::extension_pending)),
        Flag::Step => By::Few.is(is(exists(waiting_step()))),
        Flag::Urged => By::Walk.is(is(assignments::unanswered_urges.gt(0))),
        Flag::SentBack => By::Walk.is(is(assignments::sent_back)),
        Flag::UrgeOverdue => By::Few.is(is(exists(overdue_urge(today.to_diesel())))),
        Flag::Silent => By::IndexOfOpen.is(is(is_silent())),
        Flag::Report => By::Index.is(is(assignments::period_id.is_not_null())),
        Flag::Snoozed => By::Few.is(is(exists(live_snooze(today.to_diesel())))),
        Flag::Counted => By::Most.is(is(assignments::counted)),
        Flag::Dated => By::Most.is(is(assignments::due_on.is_not_null())),
        Flag::Undated => By::Order.is(is(assignments::due_on.is_null())),
        Flag::Unreachable => By::Walk.is(Matching::All(vec![
            is(assignments::late_from.le(today.to_diesel())),
            is(assignments::status.ne("submitted")),
            is(has_nobody_to_remind("assignments")),
        ])),
        Flag::InTime => {
            By::Most.is(is(assignments::late_from.is_null().or(assignments::late_from.gt(today.to_diesel()))))
        }
    }
}

fn of_dates(field: DateField, dates: Dates, today: Date) -> Term {
    let Dates::Within(days) = dates else {
        return By::Walk.is(match field {
            DateField::Due => is(assignments::due_on.is_null()),
            DateField::LastUrge => is(never_urged()),
            DateField::LastReport => is(assignments::last_report_at.is_null()),
            // There is no assignment that was never written.
            DateField::Changed => Matching::Any(vec![]),
        });
    };
    let (from, to) = (days.from.map(|day| day.at(today)), days.to.map(|day| day.at(today)));
    let after = to.map(|to| to.tomorrow().unwrap_or(to));
    let instant = |day: Date| day::begins_in_ha_noi(day).to_diesel();
    let bounds = match field {
        DateField::Due => [
            from.map(|from| is(assignments::due_on.ge(from.to_diesel()))),
            to.map(|to| is(assignments::due_on.le(to.to_diesel()))),
        ],
        DateField::LastUrge => [
            from.map(|from| is(assignments::last_urged_on.ge(from.to_diesel()))),
            to.map(|to| is(assignments::last_urged_on.le(to.to_diesel()))),
        ],
        DateField::LastReport => [
            from.map(|from| is(assignments::last_report_at.ge(instant(from)))),
            after.map(|after| is(assignments::last_report_at.lt(instant(after)))),
        ],
        DateField::Changed => [
            from.map(|from| is(assignments::updated_at.ge(instant(from)))),
            after.map(|after| is(assignments::updated_at.lt(instant(after)))),
        ],
    };
    let by = if field == DateField::Due { By::IndexOfOpen } else { By::Walk };
    by.is(Matching::All(bounds.into_iter().flatten().collect()))
}

/// What is on track and was not heard of for so many days: as [`AssignmentRow::is_on_track`] says of a row.
///
/// [`AssignmentRow::is_on_track`]: dondoc_shared::wire::assignment::AssignmentRow::is_on_track
fn of_stale(Bounds { at_least, at_most }: Bounds<i32>, today: Date) -> Matching {
    let heard = || words::<SqlDate>("coalesce(assignments.heard_on, assignments.assigned_on)");
    let all = [
        Some(is(assignments::part.eq(Part::Lead))),
        Some(is(assignments::status.eq_any(WITH_TENANT))),
        Some(is(assignments::late_from.is_null().or(assignments::late_from.gt(today.to_diesel())))),
        Some(is(not(assignments::barrier_open))),
        Some(is(not(assignments::extension_pending))),
        at_least.map(|days| is(heard().le(before(today, days)))),
        at_most.map(|days| is(heard().ge(before(today, days)))),
    ];
    Matching::All(all.into_iter().flatten().collect())
}

/// The day so many days before: nothing is a century late, and a date further away is out of the database's range.
fn before(today: Date, days: i32) -> jiff_diesel::Date {
    today.checked_sub(Span::new().days(days.clamp(-36_500, 36_500))).unwrap_or(today).to_diesel()
}

/// "At least n days overdue" is `late_from <= today - (n - 1)`; what cannot be late matches neither bound.
fn began(today: Date, days: i32) -> jiff_diesel::Date {
    before(today, days.saturating_sub(1))
}

/// What says that the assignment at hand waits for somebody.
#[diesel::dsl::auto_type]
fn blocking() -> _ {
    blocks::table
        .filter(blocks::source_tenant_id.eq(assignments::tenant_id))
        .filter(blocks::assignment_id.eq(assignments::id))
        .filter(blocks::live)
}

/// That somebody of the Working Group has taken the assignment at hand.
#[diesel::dsl::auto_type]
fn claim() -> _ {
    claims::table
        .filter(claims::tenant_id.eq(assignments::tenant_id))
        .filter(claims::assignment_id.eq(assignments::id))
}

/// That the assignment at hand is left alone until a date which has not come.
#[diesel::dsl::auto_type]
fn live_snooze(today: jiff_diesel::Date) -> _ {
    snoozes::table
        .filter(snoozes::tenant_id.eq(assignments::tenant_id))
        .filter(snoozes::assignment_id.eq(assignments::id))
        .filter(snoozes::until_on.gt(today))
}

/// Whether the assignment at hand waits for a decision of the Working Group.
#[diesel::dsl::auto_type]
fn waits_for_us() -> _ {
    assignments::status.eq("submitted").or(assignments::extension_pending).or(exists(waiting_step()))
}

/// A step up the ladder of the assignment at hand, on which a person has still to decide.
#[diesel::dsl::auto_type]
fn waiting_step() -> _ {
    let waiting: Words<Bool> = is_waiting();
    escalation_steps::table
        .filter(escalation_steps::tenant_id.eq(assignments::tenant_id))
        .filter(escalation_steps::assignment_id.eq(assignments::id))
        .filter(waiting)
}

/// An urge about the assignment at hand whose reply-by date has passed.
#[diesel::dsl::auto_type]
fn overdue_urge(today: jiff_diesel::Date) -> _ {
    urge_assignments::table
        .inner_join(urges::table.on(
            urges::tenant_id.eq(urge_assignments::tenant_id).and(urges::id.eq(urge_assignments::urge_id)),
        ))
        .filter(urge_assignments::tenant_id.eq(assignments::tenant_id))
        .filter(urge_assignments::assignment_id.eq(assignments::id))
        .filter(urge_assignments::lapsed_at.is_null())
        .filter(urges::answered_at.is_null())
        .filter(urges::lapsed_at.is_null())
        .filter(urges::reply_by.lt(today))
}
