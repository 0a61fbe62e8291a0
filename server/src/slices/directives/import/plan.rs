//! Rows, checked against each other and against the database, into a plan that can be written in one transaction.

use std::collections::BTreeSet;

use dondoc_shared::{lifecycle::Part, wire::calendar::CalendarDay};
use jiff::civil::Date;

use super::{
    cells::{is_reserved, quoted},
    fault::{Fault, Wrong},
    known::{Known, KnownTenant},
    measured::{Given, Measured, Tables},
    rows::{Directive, DirectiveCells, FILES, Task, TaskCells, Tenant, TenantCells},
    table::{Source, Table, whole},
};

/// What an import would write. Whether a row is new or changes anything is for the store to find out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Tenants in the order of the file.
    pub tenants: Vec<Tenant>,
    /// Directives in the order of the file.
    pub directives: Vec<Directive>,
    /// Tasks, each after those of the file that it refers to.
    pub tasks: Vec<Task>,
    /// Rows of the calendar in the order of the file.
    pub holidays: Vec<CalendarDay>,
    /// What is measured.
    pub measured: Measured,
    /// Assignments of these tasks: by task, leads before coordinating, tenants by id.
    pub assignments: Vec<PlannedAssignment>,
}

impl Plan {
    /// Leaves out the directives issued after that day, with their tasks and the assignments of these, what they measure, and
    /// what was published after it.
    pub fn keep_issued(&mut self, until: Date) {
        let later: BTreeSet<String> =
            self.directives.extract_if(.., |d| d.issued_on > until).map(|d| d.number).collect();
        let left_out: BTreeSet<String> =
            self.tasks.extract_if(.., |t| later.contains(&t.directive)).map(|t| t.code).collect();
        self.assignments.retain(|a| !left_out.contains(&a.task_code));
        for target in &mut self.measured.targets {
            target.tasks.retain(|code| !left_out.contains(code));
        }
        self.measured.keep_known(until, &later);
    }
}

/// One tenant's part in one task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAssignment {
    /// Code of the task.
    pub task_code: String,
    /// Slug of the tenant.
    pub tenant_slug: String,
    /// The tenant's part in the task.
    pub role: Part,
}

/// Reads the files and plans what to write, or answers every fault in them, by file, line and column.
pub fn plan(sources: &[Source<'_>], known: &Known) -> Result<Plan, Vec<Fault>> {
    let mut tenants = Table::read(sources, "tenants.csv");
    let directives = Table::read(sources, "directives.csv");
    let mut tasks = Table::read(sources, "tasks.csv");
    let mut holidays = Table::read(sources, "holidays.csv");
    let mut measured = Tables::read(sources);
    check_ids(&mut tenants, known);
    known.calendar.check(&mut holidays);
    let known = known.with(&tenants, &directives);
    check_references(&mut tasks, (&tenants, &directives), &known);
    let given = Given {
        slugs: tenants.keys("slug", |row| row.slug.as_ref()),
        numbers: directives.keys("number", |row| row.number.as_ref()),
        tasks: tasks.keys("code", |row| row.code.as_ref()),
    };
    measured.check(&given, &known);
    let (ordered, circling) = in_order(std::mem::take(&mut tasks.rows));
    for (line, task) in circling {
        let column = if task.parent.flatten().is_some() { "parent" } else { "restates" };
        let code = task.code.unwrap_or_default();
        tasks.sheet.fault_at(line, column, Wrong::new("circle", |t| t.import_circle(&code)));
    }
    let mut faults = unknown_files(sources);
    for sheet in [tenants.sheet, directives.sheet, tasks.sheet, holidays.sheet] {
        faults.extend(sheet.in_order());
    }
    faults.extend(measured.faults());
    if !faults.is_empty() {
        return Err(faults);
    }
    let tasks: Vec<Task> = whole(ordered);
    Ok(Plan {
        assignments: tasks.iter().flat_map(|task| known.assignments(task)).collect(),
        tenants: whole(tenants.rows),
        directives: whole(directives.rows),
        tasks,
        holidays: whole(holidays.rows).into_iter().map(CalendarDay::from).collect(),
        measured: measured.whole(&known),
    })
}

fn unknown_files(sources: &[Source<'_>]) -> Vec<Fault> {
    let unknown = sources.iter().filter(|source| !FILES.contains(&source.name));
    unknown
        .map(|source| Fault {
            file: quoted(source.name),
            line: 1,
            column: 1,
            field: String::new(),
            wrong: Wrong::new("unknown_file", |t| t.import_unknown_file(&FILES.join(", "))),
        })
        .collect()
}

/// The id of a tenant never changes and is never given to another; nor is its abbreviation.
fn check_ids(tenants: &mut Table<'_, TenantCells>, known: &Known) {
    let Table { sheet, rows } = tenants;
    let of_another = |row: &TenantCells| {
        let slug = row.slug.as_ref()?;
        let mut others = known.tenants.iter().filter(|(other, _)| *other != slug);
        others.find(|(_, k)| row.id == Some(k.id) || row.short.as_ref() == Some(&k.short))
    };
    let taken: Vec<_> = rows.iter().filter_map(|(line, row)| Some((*line, of_another(row)?))).collect();
    // Where that is so of most, it is the wrong database, which is one mistake.
    if let [(line, (slug, k)), _, _, ..] = taken.as_slice()
        && taken.len().saturating_mul(2) > rows.len()
    {
        let wrong =
            Wrong::new("other_tenants", |t| t.import_other_tenants(taken.len(), slug, k.id, &k.short));
        return sheet.fault_at(*line, "id", wrong);
    }
    for (line, row) in rows {
        let Some(slug) = &row.slug else { continue };
        let taken = |id: i32| known.tenants.iter().find(|(other, k)| (k.id == id) != (*other == slug));
        if let Some((slug, KnownTenant { id, .. })) = row.id.and_then(taken) {
            sheet.fault_at(*line, "id", Wrong::new("id_taken", |t| t.import_id_taken(slug, *id)));
        }
        let other =
            known.tenants.iter().find(|(other, k)| Some(&k.short) == row.short.as_ref() && *other != slug);
        if let Some((slug, KnownTenant { short, .. })) = other {
            sheet.fault_at(*line, "short", Wrong::new("short_taken", |t| t.import_short_taken(short, slug)));
        }
    }
}

/// Everything that a task refers to must be there: in the files, even in a row with a fault, or in the database.
fn check_references(
    tasks: &mut Table<'_, TaskCells>,
    (tenants, directives): (&Table<'_, TenantCells>, &Table<'_, DirectiveCells>),
    known: &Known,
) {
    let slugs = tenants.keys("slug", |row| row.slug.as_ref());
    let numbers = directives.keys("number", |row| row.number.as_ref());
    let given = tasks.keys("code", |row| row.code.as_ref());
    let is_task = |code: &String| {
        given.as_ref().is_none_or(|given| given.contains(code.as_str())) || known.tasks.contains(code)
    };
    let is_directive = |number: &String| {
        numbers.as_ref().is_none_or(|given| given.contains(number.as_str()))
            || known.issued.contains_key(number)
    };
    let mut faults = Vec::new();
    for (line, row) in &tasks.rows {
        let mut fault = |column, wrong| faults.push((*line, column, wrong));
        if let Some(number) = row.directive.as_ref().filter(|number| !is_directive(number)) {
            let wrong = Wrong::new("unknown_directive", |t| t.import_unknown_directive(&quoted(number)));
            fault("directive", wrong);
        }
        for (column, code) in [("parent", &row.parent), ("restates", &row.restates)] {
            if let Some(code) = code.as_ref().and_then(Option::as_ref).filter(|code| !is_task(code)) {
                fault(column, Wrong::new("unknown_task", |t| t.import_unknown_task(&quoted(code))));
            }
        }
        let issued_on = row.directive.as_ref().and_then(|number| known.issued.get(number)).copied();
        for (column, words) in [("lead", &row.lead), ("coordinating", &row.coordinating)] {
            for slug in words.iter().flatten().filter(|word| !is_reserved(word)) {
                match (known.tenants.get(slug), issued_on) {
                    (Some(tenant), Some(on)) if !tenant.exists_on(on) => {
                        fault(
                            column,
                            Wrong::new("tenant_not_valid", |t| t.import_tenant_not_valid(slug, on)),
                        );
                    }
                    (None, _) if slugs.as_ref().is_some_and(|given| !given.contains(slug.as_str())) => {
                        let wrong = Wrong::new("unknown_tenant", |t| t.import_unknown_tenant(&quoted(slug)));
                        fault(column, wrong);
                    }
                    _ => {}
                }
            }
        }
    }
    for (line, column, wrong) in faults {
        tasks.sheet.fault_at(line, column, wrong);
    }
}

/// Rows of tasks, each with the line on which it begins.
type Tasks = Vec<(u64, TaskCells)>;

/// Moves each task behind those that it refers to. Answers apart the tasks for which that cannot be done, because their
/// references lead round in a circle.
fn in_order(tasks: Tasks) -> (Tasks, Tasks) {
    let mut ordered = Vec::new();
    let mut waiting = tasks;
    let mut to_come: BTreeSet<String> = waiting.iter().filter_map(|(_, task)| task.code.clone()).collect();
    loop {
        let before = waiting.len();
        let mut still = Vec::new();
        for (line, task) in waiting {
            let waits = |task: &TaskCells| {
                let mut references = [&task.parent, &task.restates].into_iter().flatten().flatten();
                references.any(|code| to_come.contains(code))
            };
            if waits(&task) {
                still.push((line, task));
            } else {
                if let Some(code) = &task.code {
                    to_come.remove(code);
                }
                ordered.push((line, task));
            }
        }
        waiting = still;
        if waiting.len() == before {
            return (ordered, waiting);
        }
    }
}

impl Known {
    fn with(&self, tenants: &Table<'_, TenantCells>, directives: &Table<'_, DirectiveCells>) -> Self {
        let mut known = self.clone();
        known.tenants.extend(tenants.rows.iter().filter_map(|(_, row)| KnownTenant::of(row)));
        let given = directives.rows.iter().filter_map(|(_, row)| row.number.clone().zip(row.issued_on));
        known.issued.extend(given);
        known
    }

    /// The assignments of a task; where its directive leaves the leads open, those of the leads named since.
    fn assignments(&self, task: &Task) -> Vec<PlannedAssignment> {
        let named = self.named.get(&task.code).filter(|_| task.lead.is_empty());
        self.parts((&task.code, &task.directive), named.unwrap_or(&task.lead), &task.coordinating)
    }

    /// The assignments of a task with these leads. Each gets one of its own; a tenant that is both has the lead only; coordinating is recorded
    /// only where there is a lead (R1).
    pub fn parts(
        &self,
        (code, directive): (&str, &str),
        leads: &[String],
        coordinating: &[String],
    ) -> Vec<PlannedAssignment> {
        let leads = self.expand(leads, directive);
        if leads.is_empty() {
            return Vec::new();
        }
        let coordinating = self.expand(coordinating, directive);
        let coordinating = coordinating.difference(&leads).map(|tenant| (Part::Coordinating, tenant));
        leads
            .iter()
            .map(|tenant| (Part::Lead, tenant))
            .chain(coordinating)
            .map(|(role, (_, slug))| PlannedAssignment {
                task_code: code.to_owned(),
                tenant_slug: (*slug).to_owned(),
                role,
            })
            .collect()
    }
}
