//! Directives with the tasks that they name and the indicators that they set targets for: their import, and naming the leads of a task
//! whose directive leaves them open.

pub mod import;
mod measured;
mod store;

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    id::{DirectiveId, TaskId, TenantId},
    lifecycle::Part,
    wire::{calendar::CalendarDay, directive::Scope},
};
use jiff::civil::Date;
use serde_json::json;

use self::{
    import::{Fault, Known, Plan, Source, plan},
    store::{DirectiveRow, Stored, TaskIds, TaskRow, TenantRow},
};
use crate::domain::{
    assignments::assign::{self, NewAssignment},
    calendar::edit::{self, Draft, Whose},
    indicators, periods,
};
pub use dondoc_kernel::db::Counts;
use dondoc_kernel::{
    db::{
        Actor, Db, Difference, National, NationalTx, Tx,
        audit::{Entry, Logged},
    },
    error::{Error, Result},
};

/// What an import did, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    pub tenants: Counts,
    pub directives: Counts,
    pub tasks: Counts,
    /// Rows of the calendar.
    pub holidays: Counts,
    /// What is measured.
    pub measured: indicators::store::Summary,
    /// Assignments; an import never changes an existing one.
    pub assignments: Counts,
}

impl Summary {
    /// Whether everything is there already.
    pub fn is_nothing(&self) -> bool {
        [self.tenants, self.directives, self.tasks, self.holidays, self.assignments]
            .into_iter()
            .chain(self.measured.all())
            .all(Counts::is_nothing)
    }
}

/// Imports files, all or nothing; with `dry_run` it only says what it would do. Faults are the inner error.
///
/// The files win over what is stored about tenants, directives, tasks, the calendar and what is measured; nothing is removed, and a
/// published value never changes. An
/// assignment that exists keeps its dates: they change by an extension, never by a file.
pub async fn import(
    db: &Db,
    sources: &[Source<'_>],
    dry_run: bool,
) -> Result<std::result::Result<Summary, Vec<Fault>>> {
    bring_in(db, sources, None, dry_run).await
}

/// Imports files as they would have been on that day: without the directives that were issued later, what follows from these, and
/// what was published later. For a past that is played day by day.
pub async fn import_issued(
    db: &Db,
    sources: &[Source<'_>],
    until: Date,
) -> Result<std::result::Result<Summary, Vec<Fault>>> {
    bring_in(db, sources, Some(until), false).await
}

async fn bring_in(
    db: &Db,
    sources: &[Source<'_>],
    until: Option<Date>,
    dry_run: bool,
) -> Result<std::result::Result<Summary, Vec<Fault>>> {
    let mut tx = db.begin(National, Actor::system("system:import")).await?;
    match changes(&mut tx, sources, until).await {
        Err(error) => Db::abandon::<National, _>(tx, error).await,
        Ok(Err(faults)) => Db::finish::<National>(tx).await.map(|()| Err(faults)),
        Ok(Ok(changes)) if dry_run || changes.summary.is_nothing() => {
            Db::finish::<National>(tx).await.map(|()| Ok(changes.summary))
        }
        Ok(Ok(mut changes)) => match write(&mut tx, &mut changes).await {
            Ok(logged) => Db::commit::<National, _>(tx, logged).await.map(Ok),
            Err(error) => Db::abandon::<National, _>(tx, error).await,
        },
    }
}

/// What an import is about to write.
struct Changes {
    tenants: Difference<TenantRow>,
    directives: Difference<DirectiveRow>,
    tasks: Difference<TaskRow>,
    holidays: Difference<CalendarDay>,
    /// The tables of the years that change.
    calendar: Vec<Draft>,
    measured: indicators::store::Changes,
    assignments: Vec<NewAssignment>,
    /// Tasks that begin or cease to be restated by one that was there already.
    restated: BTreeSet<TaskId>,
    summary: Summary,
}

async fn changes(
    tx: &mut NationalTx,
    sources: &[Source<'_>],
    until: Option<Date>,
) -> Result<std::result::Result<Changes, Vec<Fault>>> {
    let stored = Stored::load(tx).await?;
    let there = assign::existing(tx, stored.tasks.iter().map(|task| task.id)).await?;
    let asked = periods::all(tx).await?.into_iter().flat_map(|period| period.asks).collect();
    let measured = measured::known(&stored.measured, &stored.tenants, &asked);
    let mut planned = match plan(sources, &Known { measured, ..stored.known(&there) }) {
        Ok(planned) => planned,
        Err(faults) => return Ok(Err(faults)),
    };
    if let Some(until) = until {
        planned.keep_issued(until);
    }
    let mut changes = compare(tx, planned, &stored)?;
    changes.calendar = tables(tx, &stored, &changes.holidays).await?;
    let planned = changes.assignments.len();
    changes.assignments.retain(|a| !there.contains_key(&(a.tenant, a.task)));
    let new = changes.assignments.len();
    changes.summary.assignments = Counts { new, changed: 0, unchanged: planned.saturating_sub(new) };
    Ok(Ok(changes))
}

/// The whole table of each year in which something is new or has changed: what is stored, and over it what the file says.
async fn tables(
    tx: &mut NationalTx,
    stored: &Stored,
    difference: &Difference<CalendarDay>,
) -> Result<Vec<Draft>> {
    let mut tables: BTreeMap<i16, BTreeMap<Date, CalendarDay>> = BTreeMap::new();
    for row in difference.new.iter().chain(&difference.changed) {
        let year = row.day.year();
        let there = || stored.calendar.get(&year).into_iter().flatten().map(|row| (row.day, row.clone()));
        tables.entry(year).or_insert_with(|| there().collect()).insert(row.day, row.clone());
    }
    let mut drafts = Vec::new();
    for (year, rows) in tables {
        drafts.push(edit::draft(tx, &Whose::Nation, year, rows.into_values().collect()).await?);
    }
    Ok(drafts)
}

fn compare(tx: &Tx, planned: Plan, stored: &Stored) -> Result<Changes> {
    let lost = |what: &str| Error::Internal(anyhow::anyhow!("the plan refers to an unknown {what}"));
    let mut tenant_ids: BTreeMap<String, TenantId> =
        stored.tenants.iter().map(|t| (t.slug.clone(), t.id)).collect();
    tenant_ids.extend(planned.tenants.iter().map(|t| (t.slug.clone(), TenantId(t.id))));
    let mut directive_ids: BTreeMap<String, DirectiveId> =
        stored.directives.iter().map(|d| (d.number.clone(), d.id)).collect();
    let mut task_ids: BTreeMap<String, TaskId> =
        stored.tasks.iter().map(|t| (t.code.clone(), t.id)).collect();

    let directives = planned.directives.into_iter().map(|d| {
        let id = *directive_ids.entry(d.number.clone()).or_insert_with(|| DirectiveId(tx.new_id()));
        DirectiveRow::new(id, d)
    });
    let directives: Vec<DirectiveRow> = directives.collect();
    let mut tasks = Vec::new();
    for task in planned.tasks {
        // What a task refers to stands before it.
        let earlier = |code: &Option<String>| code.as_ref().and_then(|code| task_ids.get(code)).copied();
        let (parent, restates) = (earlier(&task.parent), earlier(&task.restates));
        let directive = *directive_ids.get(&task.directive).ok_or_else(|| lost("directive"))?;
        let id = *task_ids.entry(task.code.clone()).or_insert_with(|| TaskId(tx.new_id()));
        tasks.push(TaskRow::new(&TaskIds { id, directive, parent, restates }, task));
    }
    let mut assignments = Vec::new();
    for planned in &planned.assignments {
        assignments.push(NewAssignment {
            tenant: *tenant_ids.get(&planned.tenant_slug).ok_or_else(|| lost("tenant"))?,
            task: *task_ids.get(&planned.task_code).ok_or_else(|| lost("task"))?,
            part: planned.role,
        });
    }
    let tenants: Vec<TenantRow> = planned.tenants.into_iter().map(TenantRow::from).collect();
    let bodies = stored.tenants.iter().chain(&tenants).map(|tenant| (tenant.slug.as_str(), tenant)).collect();
    let measured =
        measured::compare(planned.measured, &stored.measured, (&directive_ids, &task_ids), &bodies)?;
    let days: Vec<CalendarDay> = stored.calendar.values().flatten().cloned().collect();
    let mut changes = Changes {
        tenants: Difference::new(tenants, &stored.tenants, |a, b| a.id == b.id),
        directives: Difference::new(directives, &stored.directives, |a, b| a.id == b.id),
        tasks: Difference::new(tasks, &stored.tasks, |a, b| a.id == b.id),
        holidays: Difference::new(planned.holidays, &days, |a, b| a.day == b.day),
        calendar: Vec::new(),
        measured,
        assignments,
        restated: BTreeSet::new(),
        summary: Summary::default(),
    };
    for task in &changes.tasks.changed {
        let before = stored.tasks.iter().find(|t| t.id == task.id).and_then(|t| t.restates_id);
        if before != task.restates_id {
            changes.restated.extend(before.into_iter().chain(task.restates_id));
        }
    }
    changes.summary = Summary {
        tenants: changes.tenants.counts(),
        directives: changes.directives.counts(),
        tasks: changes.tasks.counts(),
        holidays: changes.holidays.counts(),
        measured: changes.measured.summary(),
        assignments: Counts::default(),
    };
    Ok(changes)
}

async fn write(tx: &mut NationalTx, changes: &mut Changes) -> Result<Logged<Summary>> {
    store::write_tenants(tx, &changes.tenants).await?;
    store::write_directives(tx, &changes.directives).await?;
    store::write_tasks(tx, &changes.tasks).await?;
    changes.measured.write(tx).await?;
    let mut entries = Vec::new();
    for draft in std::mem::take(&mut changes.calendar) {
        entries.extend(edit::write(tx, draft, "").await?.into_parts().1);
    }
    let created = assign::create(tx, &changes.assignments).await?;
    assign::recount(tx, &changes.restated).await?;
    let counts = |counts: Counts| json!({"new": counts.new, "changed": counts.changed});
    let summary = changes.summary;
    let entry = Entry {
        tenant: TenantId::NATIONAL,
        action: "import",
        subject_kind: "national_data",
        subject_id: None,
        detail: json!({
            "tenants": counts(summary.tenants),
            "directives": counts(summary.directives),
            "tasks": counts(summary.tasks),
            "holidays": counts(summary.holidays),
            "groups": counts(summary.measured.groups),
            "members": counts(summary.measured.members),
            "regimes": counts(summary.measured.regimes),
            "indicators": counts(summary.measured.indicators),
            "versions": counts(summary.measured.versions),
            "targets": counts(summary.measured.targets),
            "figures_of_record": counts(summary.measured.records),
            "assignments": counts(summary.assignments),
            "changed_tasks": changes.tasks.changed.iter().map(|task| &task.code).collect::<Vec<_>>(),
        }),
    };
    Ok(Logged::new(summary, entry).and(entries).and(created.entries))
}

pub use self::store::NewReportTask;

/// Writes the task that is the report of a period.
pub async fn name_report(tx: &mut NationalTx, report: &NewReportTask) -> Result<TaskId> {
    let id = TaskId(tx.new_id());
    store::insert_report(tx, id, report).await?;
    Ok(id)
}

/// Why tenants cannot be named for a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No task has this code.
    NoSuchTask(String),
    /// The directive itself names the leads.
    LeadIsNamed(String),
    /// No tenants have these slugs.
    NoSuchTenants(Vec<String>),
    /// These tenants did not exist on the day of issue.
    NotThereThen(Vec<String>),
    /// These tenants coordinate already; what they have contributed stays a contribution.
    Coordinating(Vec<String>),
}

/// The assignments that follow from naming tenants as leads of a task whose directive leaves that open: one of scope
/// `subset`, or of a named set without names. Tenants that the directive names as coordinating coordinate from then on.
pub async fn name_tenants(
    tx: &mut NationalTx,
    code: &str,
    slugs: &[String],
) -> Result<std::result::Result<Vec<NewAssignment>, Refusal>> {
    let stored = Stored::load(tx).await?;
    let Some(task) = stored.tasks.iter().find(|task| task.code == code) else {
        return Ok(Err(Refusal::NoSuchTask(code.to_owned())));
    };
    if !task.lead.is_empty() || !matches!(task.scope, Scope::Subset | Scope::Named) {
        return Ok(Err(Refusal::LeadIsNamed(code.to_owned())));
    }
    let wanted: BTreeSet<&String> = slugs.iter().collect();
    let find = |slug: &String| stored.tenants.iter().find(|t| t.slug == *slug);
    let unknown: Vec<String> =
        wanted.iter().filter(|slug| find(slug).is_none()).map(|slug| (*slug).clone()).collect();
    if !unknown.is_empty() {
        return Ok(Err(Refusal::NoSuchTenants(unknown)));
    }
    let named: Vec<&TenantRow> = wanted.iter().filter_map(|slug| find(slug)).collect();
    let directive = stored.directives.iter().find(|d| d.id == task.directive_id);
    let issued_on = directive.map(|d| d.issued_on);
    let existed = |tenant: &TenantRow| {
        issued_on.is_none_or(|on| {
            tenant.valid_from.is_none_or(|from| from <= on) && tenant.valid_to.is_none_or(|to| on <= to)
        })
    };
    let gone: Vec<String> = named.iter().filter(|t| !existed(t)).map(|t| t.slug.clone()).collect();
    if !gone.is_empty() {
        return Ok(Err(Refusal::NotThereThen(gone)));
    }
    let there = assign::existing(tx, std::iter::once(task.id)).await?;
    let coordinates = |t: &&&TenantRow| there.get(&(t.id, task.id)) == Some(&Part::Coordinating);
    let coordinating: Vec<String> = named.iter().filter(coordinates).map(|t| t.slug.clone()).collect();
    if !coordinating.is_empty() {
        return Ok(Err(Refusal::Coordinating(coordinating)));
    }
    let of = (code, directive.map_or("", |d| d.number.as_str()));
    let words: Vec<String> = task.coordinating.split(';').map(str::to_owned).collect();
    let parts = stored.known(&there).parts(of, slugs, &words);
    let chosen = parts.iter().filter_map(|part| {
        let tenant = find(&part.tenant_slug)?.id;
        Some(NewAssignment { tenant, task: task.id, part: part.role })
    });
    Ok(Ok(chosen.collect()))
}

/// Names the tenants of a task, one transaction for each; answers how many are new, and of how many. Running it again
/// changes nothing.
pub async fn assign(
    db: &Db,
    actor: &Actor,
    code: &str,
    slugs: &[String],
) -> Result<std::result::Result<(usize, usize), Refusal>> {
    let chosen = db.read(National, actor.clone(), async |tx| name_tenants(tx, code, slugs).await).await?;
    let chosen = match chosen {
        Ok(chosen) => chosen,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (mut new, named) = (0usize, chosen.len());
    for one in chosen {
        let mut tx = db.begin(National, actor.clone()).await?;
        match assign::create(&mut tx, &[one]).await {
            Err(error) => return Db::abandon::<National, _>(tx, error).await,
            Ok(created) => {
                let mut entries = created.entries.into_iter();
                match entries.next() {
                    None => Db::finish::<National>(tx).await?,
                    Some(first) => {
                        Db::commit::<National, _>(tx, Logged::new((), first).and(entries)).await?;
                        new = new.saturating_add(1);
                    }
                }
            }
        }
    }
    Ok(Ok((new, named)))
}
