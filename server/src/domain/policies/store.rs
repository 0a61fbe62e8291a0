//! SQL of policies.

use std::collections::BTreeMap;

use anyhow::Context;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::{PolicyId, TenantId},
    ladder::{LadderPolicy, LadderTarget, Level},
    policy::{Audience, PolicyBody, PolicyKind, ReminderPolicy, ReminderRule, When},
    wire::policy::Policy,
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;

use super::book::{Book, Version};
use dondoc_kernel::{
    db::{
        Tx, exactly_one,
        sql::{conn, lane},
    },
    error::Result,
    schema::{ladder_levels as l, policies as p, reminder_rules as r},
    tenants,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = p)]
struct Row {
    id: PolicyId,
    kind: PolicyKind,
    for_tenant: Option<TenantId>,
    version: i32,
    from_on: jiff_diesel::Date,
    until_on: jiff_diesel::NullableDate,
    cap: Option<i16>,
    rest_days: Option<i32>,
    longest_rest_days: Option<i32>,
    most_steps: Option<i16>,
    note: String,
    by_name: String,
    at: jiff_diesel::Timestamp,
}

type LevelRow = (PolicyId, i16, i32, LadderTarget, bool, bool, bool, String, String);

/// Every version with its body; the newest first.
async fn rows(tx: &mut Tx) -> Result<Vec<(Row, PolicyBody)>> {
    let rows: Vec<Row> = p::table.order(p::version.desc()).select(Row::as_select()).load(conn(tx)).await?;
    let words: Vec<(PolicyId, String, Audience)> = r::table
        .order((r::policy_id, r::rule, r::audience))
        .select((r::policy_id, r::rule, r::audience))
        .load(conn(tx))
        .await?;
    let mut rules: BTreeMap<PolicyId, BTreeMap<When, Vec<Audience>>> = BTreeMap::new();
    for (id, word, audience) in words {
        let when = word.parse().ok().with_context(|| format!("the rule {word:?} of policy {id}"))?;
        rules.entry(id).or_default().entry(when).or_default().push(audience);
    }
    let found: Vec<LevelRow> = l::table
        .order((l::policy_id, l::level))
        .select((
            l::policy_id,
            l::level,
            l::after_days,
            l::target,
            l::rests,
            l::second_person,
            l::automatic,
            l::text_vi,
            l::text_en,
        ))
        .load(conn(tx))
        .await?;
    let mut levels: BTreeMap<PolicyId, Vec<Level>> = BTreeMap::new();
    for (id, level, after_days, target, rests, second_person, automatic, text_vi, text_en) in found {
        let level = Level { level, after_days, target, rests, second_person, automatic, text_vi, text_en };
        levels.entry(id).or_default().push(level);
    }
    let with_body = |row: Row| {
        let mut reminders = |cap| {
            let rules = rules.remove(&row.id).unwrap_or_default().into_iter();
            let mut rules: Vec<_> = rules.map(|(when, to)| ReminderRule { when, to: in_order(to) }).collect();
            rules.sort_by_key(|rule| in_time(rule.when));
            ReminderPolicy { rules, cap }
        };
        let body = match (row.kind, row.cap, row.rest_days, row.longest_rest_days, row.most_steps) {
            (PolicyKind::Reminders, Some(cap), ..) => PolicyBody::Reminders(reminders(cap)),
            (PolicyKind::ReportReminders, Some(cap), ..) => PolicyBody::ReportReminders(reminders(cap)),
            (PolicyKind::Ladder, _, Some(rest_days), Some(longest_rest_days), Some(most_steps)) => {
                let levels = levels.remove(&row.id).unwrap_or_default();
                PolicyBody::Ladder(LadderPolicy { levels, rest_days, longest_rest_days, most_steps })
            }
            _ => anyhow::bail!("policy {} lacks what its kind needs", row.id),
        };
        Ok((row, body))
    };
    Ok(rows.into_iter().map(with_body).collect::<anyhow::Result<_>>()?)
}

fn in_order(mut to: Vec<Audience>) -> Vec<Audience> {
    to.sort_unstable();
    to
}

/// The order of time: the longest before first.
fn in_time(when: When) -> (i32, i32) {
    match when {
        When::Before(days) => (0, days.saturating_neg()),
        When::Due => (1, 0),
        When::Overdue(days) => (2, days),
        When::Every { from, .. } => (3, from),
    }
}

pub async fn load(tx: &mut Tx) -> Result<Book> {
    let mut book = Book::default();
    for (row, body) in rows(tx).await? {
        let (id, tenant, number) = (row.id, row.for_tenant, row.version);
        let (from, until) = (row.from_on.to_jiff(), row.until_on.to_jiff());
        match body {
            PolicyBody::Reminders(policy) => {
                book.reminders.push(Version { id, tenant, number, from, until, policy });
            }
            PolicyBody::ReportReminders(policy) => {
                book.report_reminders.push(Version { id, tenant, number, from, until, policy });
            }
            PolicyBody::Ladder(policy) => {
                book.ladders.push(Version { id, tenant, number, from, until, policy });
            }
        }
    }
    Ok(book)
}

/// Every version as it travels; none is marked as in force yet.
pub(super) async fn list(tx: &mut Tx) -> Result<Vec<Policy>> {
    let named = tenants::refs(tx).await?;
    let item = |(row, body): (Row, PolicyBody)| Policy {
        id: row.id,
        tenant: row.for_tenant.and_then(|id| named.get(&id).cloned()),
        version: row.version,
        from: row.from_on.to_jiff(),
        until: row.until_on.to_jiff(),
        in_force: false,
        note: row.note,
        by: row.by_name,
        at: row.at.to_jiff(),
        body,
    };
    Ok(rows(tx).await?.into_iter().map(item).collect())
}

pub(super) async fn find(tx: &mut Tx, id: PolicyId) -> Result<(Option<TenantId>, i32, Date, Option<Date>)> {
    let (tenant, version, from, until): (_, _, jiff_diesel::Date, jiff_diesel::NullableDate) = p::table
        .find(id)
        .select((p::for_tenant, p::version, p::from_on, p::until_on))
        .for_update()
        .first(conn(tx))
        .await?;
    Ok((tenant, version, from.to_jiff(), until.to_jiff()))
}

pub(super) async fn end(tx: &mut Tx, id: PolicyId, until: Date) -> Result<()> {
    let rows =
        diesel::update(p::table.find(id)).set(p::until_on.eq(until.to_diesel())).execute(conn(tx)).await?;
    tx.outdates::<Book>();
    exactly_one(rows)
}

/// Writes a version with the next number of its kind and tenant.
pub(super) async fn insert(
    tx: &mut Tx,
    tenant: Option<TenantId>,
    from: Date,
    note: &str,
    body: &PolicyBody,
) -> Result<(PolicyId, i32)> {
    tx.outdates::<Book>();
    let id = PolicyId(tx.new_id());
    let (user, _) = tx.actor.person()?;
    let last: Option<i32> = p::table
        .filter(p::kind.eq(body.kind()))
        .filter(p::for_tenant.is_not_distinct_from(tenant))
        .select(diesel::dsl::max(p::version))
        .first(conn(tx))
        .await?;
    let number = last.unwrap_or(0).saturating_add(1);
    let (reminders, ladder) = match body {
        PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy) => (Some(policy), None),
        PolicyBody::Ladder(policy) => (None, Some(policy)),
    };
    let values = (
        p::id.eq(id),
        p::kind.eq(body.kind()),
        p::for_tenant.eq(tenant),
        p::version.eq(number),
        p::from_on.eq(from.to_diesel()),
        p::cap.eq(reminders.map(|policy| policy.cap)),
        p::rest_days.eq(ladder.map(|policy| policy.rest_days)),
        p::longest_rest_days.eq(ladder.map(|policy| policy.longest_rest_days)),
        p::most_steps.eq(ladder.map(|policy| policy.most_steps)),
        p::note.eq(note),
        p::by_id.eq(user.0),
        p::by_name.eq(&tx.actor.name),
        p::at.eq(tx.now.to_diesel()),
    );
    diesel::insert_into(p::table).values(values).execute(&mut lane(tx)).await?;
    let rule = |rule: &ReminderRule| {
        let when = rule.when.to_string();
        rule.to
            .iter()
            .map(|audience| (r::policy_id.eq(id), r::rule.eq(when.clone()), r::audience.eq(*audience)))
            .collect::<Vec<_>>()
    };
    let rules: Vec<_> = reminders.iter().flat_map(|policy| &policy.rules).flat_map(rule).collect();
    diesel::insert_into(r::table).values(rules).execute(conn(tx)).await?;
    let level = |level: &Level| {
        (
            l::policy_id.eq(id),
            l::level.eq(level.level),
            l::after_days.eq(level.after_days),
            l::target.eq(level.target),
            l::rests.eq(level.rests),
            l::second_person.eq(level.second_person),
            l::automatic.eq(level.automatic),
            l::text_vi.eq(level.text_vi.trim().to_owned()),
            l::text_en.eq(level.text_en.trim().to_owned()),
        )
    };
    let levels: Vec<_> = ladder.iter().flat_map(|policy| &policy.levels).map(level).collect();
    diesel::insert_into(l::table).values(levels).execute(conn(tx)).await?;
    Ok((id, number))
}
