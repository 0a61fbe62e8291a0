//! The one predicate of list, count and bulk: a filter as SQL, over any statement in which assignments are.

use diesel::{
    dsl::{exists, not},
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, BoolOrNullableBool},
};
use dondoc_shared::{
    day,
    filter::{Bounds, DateField, Dates, Filter, Flag, Other, Scope, Whose},
    lifecycle::Part,
    wire::Cause,
};
use jiff::{Span, civil::Date};
use jiff_diesel::ToDiesel;
use uuid::Uuid;

use super::names::Names;
use crate::domain::{
    assignments::{is_silent, is_waiting},
    recipients::store::has_nobody_to_remind,
};
use dondoc_kernel::{
    db::Tx,
    schema::{assignments, blocks, claims, escalation_steps, snoozes, tasks, urge_assignments, urges},
};

/// What must hold of an assignment.
pub(super) enum Matching {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Is(Box<dyn QueryFragment<Pg> + Send + Sync>),
}

/// What the database says of an assignment.
fn is<E>(expression: E) -> Matching
where
    E: Expression<SqlType: BoolOrNullableBool> + AppearsOnTable<assignments::table>,
    E: QueryFragment<Pg> + Send + Sync + 'static,
{
    Matching::Is(Box::new(expression))
}

impl Matching {
    /// What the filter asks for, among these `tasks` of its words. Nationally: leads of all tenants; inside a tenant: all of its own.
    pub(super) fn of(tx: &Tx, filter: &Filter, names: &Names, tasks: Option<&Vec<Uuid>>) -> Self {
        // The bare column, not compared with a parameter: so a plan for every parameter may use the indexes on open work.
        let mut all = match filter.scope() {
            Scope::Open => vec![is(assignments::open)],
            Scope::Closed => vec![is(not(assignments::open))],
            Scope::Both => vec![],
        };
        match (tx.tenant(), filter.options().zip(names.others.first())) {
            (Some(tenant), _) => {
                all.push(is(assignments::tenant_id.eq(tenant)));
                all.extend(terms(tx, filter, names, tasks));
            }
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
                all.extend(terms(tx, filter, names, tasks));
            }
        }
        Self::All(all)
    }
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
    let mut all = terms(tx, filter, names, names.tasks.as_ref());
    if let Some(closed) = filter.closed {
        all.push(if closed { is(not(assignments::open)) } else { is(assignments::open) });
    }
    Matching::All(all)
}

fn terms(tx: &Tx, filter: &Filter, names: &Names, tasks: Option<&Vec<Uuid>>) -> Vec<Matching> {
    let today = tx.today();
    let mut all = of_names(names, tasks);
    if !filter.causes.is_empty() {
        let given: Vec<Cause> = filter.causes.iter().copied().flatten().collect();
        let not_given = blocks::cause.is_null().and::<_, Bool>(filter.causes.contains(&None));
        all.push(is(exists(blocking().filter(blocks::cause.eq_any(given).or::<_, Bool>(not_given)))));
    }
    if !filter.statuses.is_empty() {
        all.push(is(assignments::status.eq_any(filter.statuses.clone())));
    }
    if !filter.parts.is_empty() {
        all.push(is(assignments::part.eq_any(filter.parts.clone())));
    }
    if let Some(days) = filter.overdue.at_least {
        // The second follows from the first, since urgency is never later; it tells the index where to stop.
        let began = began(today, days);
        all.extend([is(assignments::late_from.le(began)), is(assignments::urgency_on.le(began))]);
    }
    if let Some(days) = filter.overdue.at_most {
        all.push(is(assignments::late_from.ge(began(today, days))));
    }
    let Bounds { at_least, at_most } = filter.level;
    all.extend(at_least.map(|level| is(assignments::level.ge(level))));
    all.extend(at_most.map(|level| is(assignments::level.le(level))));
    let Bounds { at_least, at_most } = filter.urges;
    all.extend(at_least.map(|n| is(assignments::urges.ge(n))));
    // Written out, because an index knows the assignments that nobody was urged about.
    all.extend(at_most.map(|n| if n == 0 { is(never_urged()) } else { is(assignments::urges.le(n)) }));
    all.extend(filter.dates.iter().map(|(field, dates)| of_dates(*field, *dates, today)));
    if !filter.assignees.is_empty() {
        let named = |one: &Whose| match (one, tx.actor.user) {
            (Whose::Me, Some(user)) => is(assignments::assignee_id.eq(user)),
            (Whose::Me, None) => Matching::Any(vec![]),
            (Whose::Nobody, _) => is(assignments::assignee_id.is_null()),
            (Whose::Anybody, _) => is(assignments::assignee_id.is_not_null()),
        };
        all.push(Matching::Any(filter.assignees.iter().map(named).collect()));
    }
    if !filter.claimed.is_empty() {
        let named = |one: &Whose| match (one, tx.actor.user) {
            (Whose::Me, Some(user)) => is(exists(claim().filter(claims::by_id.eq(user)))),
            (Whose::Me, None) => Matching::Any(vec![]),
            (Whose::Nobody, _) => is(not(exists(claim()))),
            (Whose::Anybody, _) => is(exists(claim())),
        };
        all.push(Matching::Any(filter.claimed.iter().map(named).collect()));
    }
    all.extend(filter.flags.iter().map(|flag| of_flag(*flag, today)));
    for (other, names) in filter.others.iter().zip(&names.others) {
        let mut groups = other.groups().iter().zip(names).map(|(filter, names)| group(tx, filter, names));
        all.push(match other {
            Other::Not(_) => Matching::Not(Box::new(groups.next().unwrap_or(Matching::Any(vec![])))),
            Other::Any(_) => Matching::Any(groups.collect()),
        });
    }
    all
}

/// What was looked up for words and names.
fn of_names(names: &Names, tasks: Option<&Vec<Uuid>>) -> Vec<Matching> {
    let mut all = vec![];
    if let Some(ids) = &names.blocked_by {
        all.push(is(exists(blocking().filter(blocks::tenant_id.eq_any(ids.clone())))));
    }
    if let Some(ids) = tasks {
        let about = assignments::task_id.eq_any(ids.clone());
        let named = assignments::tenant_id.eq_any(names.named.clone());
        all.push(match &names.rest {
            _ if names.named.is_empty() => is(about),
            None => is(about.or(named)),
            Some(rest) => is(about.or(named.and(assignments::task_id.eq_any(rest.clone())))),
        });
    }
    for ids in [&names.tenants, &names.groups].into_iter().flatten() {
        all.push(is(assignments::tenant_id.eq_any(ids.clone())));
    }
    if let Some(ids) = &names.directives {
        let theirs = tasks::table.filter(tasks::directive_id.eq_any(ids.clone())).select(tasks::id);
        all.push(is(assignments::task_id.eq_any(theirs)));
    }
    if let Some(ids) = &names.coded {
        all.push(is(assignments::task_id.eq_any(ids.clone())));
    }
    all
}

fn of_flag(flag: Flag, today: Date) -> Matching {
    match flag {
        Flag::Extension => is(assignments::extension_pending),
        Flag::Step => is(exists(waiting_step())),
        Flag::Urged => is(assignments::unanswered_urges.gt(0)),
        Flag::SentBack => is(assignments::sent_back),
        Flag::UrgeOverdue => is(exists(overdue_urge(today.to_diesel()))),
        Flag::Silent => is(is_silent()),
        Flag::Report => is(assignments::period_id.is_not_null()),
        Flag::Snoozed => is(exists(live_snooze(today.to_diesel()))),
        Flag::Counted => is(assignments::counted),
        Flag::Dated => is(assignments::due_on.is_not_null()),
        Flag::Undated => is(assignments::due_on.is_null()),
        Flag::Unreachable => Matching::All(vec![
            is(assignments::late_from.le(today.to_diesel())),
            is(assignments::status.ne("submitted")),
            is(has_nobody_to_remind("assignments")),
        ]),
        Flag::InTime => is(assignments::late_from.is_null().or(assignments::late_from.gt(today.to_diesel()))),
    }
}

fn of_dates(field: DateField, dates: Dates, today: Date) -> Matching {
    let Dates::Within(days) = dates else {
        return match field {
            DateField::Due => is(assignments::due_on.is_null()),
            DateField::LastUrge => is(never_urged()),
            DateField::LastReport => is(assignments::last_report_at.is_null()),
            // There is no assignment that was never written.
            DateField::Changed => Matching::Any(vec![]),
        };
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
    Matching::All(bounds.into_iter().flatten().collect())
}

/// "At least n days overdue" is `late_from <= today - (n - 1)`; what cannot be late matches neither bound.
fn began(today: Date, days: i32) -> jiff_diesel::Date {
    // Nothing is a century late, and a date further away is out of the database's range.
    let days = days.clamp(-36_500, 36_500).saturating_sub(1);
    today.checked_sub(Span::new().days(days)).unwrap_or(today).to_diesel()
}

fn never_urged() -> dondoc_kernel::db::Words<Bool> {
    dondoc_kernel::db::words("assignments.urges = 0")
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
    let waiting: dondoc_kernel::db::Words<diesel::sql_types::Bool> = is_waiting();
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

impl Expression for Matching {
    type SqlType = Bool;
}

// Each part of it has been checked to be about assignments alone.
impl<QS> AppearsOnTable<QS> for Matching where
    QS: diesel::query_source::AppearsInFromClause<assignments::table>
{
}

impl<QS> SelectableExpression<QS> for Matching where Self: AppearsOnTable<QS> {}

impl<GroupBy> ValidGrouping<GroupBy> for Matching {
    type IsAggregate = is_aggregate::Never;
}

impl QueryId for Matching {
    type QueryId = ();
    // The filter is part of the text, which the type does not know.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Matching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        // What is joined by hand has no end of texts: a connection keeps none of them prepared.
        if matches!(self, Self::Any(_) | Self::Not(_)) {
            out.unsafe_to_cache_prepared();
        }
        let (parts, between, of_none) = match self {
            Self::All(parts) => (parts, " and ", "true"),
            Self::Any(parts) => (parts, " or ", "false"),
            // What is not known of an assignment does not hold, and its negation does.
            Self::Not(part) => {
                out.push_sql("(");
                part.walk_ast(out.reborrow())?;
                out.push_sql(") is not true");
                return Ok(());
            }
            Self::Is(expression) => return expression.walk_ast(out),
        };
        if parts.is_empty() {
            out.push_sql(of_none);
        }
        for (place, part) in parts.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { between });
            out.push_sql("(");
            part.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        if !parts.is_empty() {
            out.push_sql(")");
        }
        Ok(())
    }
}
