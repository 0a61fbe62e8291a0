//! Rows, checked against each other and against the database, into a plan that can be written in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::wire::calendar::CalendarDay;
use jiff::civil::Date;

use super::{
    KnownCalendar,
    cells::quoted,
    fault::{Fault, FaultKind},
    read::{self, References, Table},
    rows::{
        ALL, ALL_LOCALITIES, ALL_MINISTRIES, Directive, FILES, NATIONAL, Source, Task, Tenant, is_reserved,
    },
    words::{Part, TenantKind},
};

/// What the database already holds; a file may refer to it.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// All tenants but the national one.
    pub tenants: Vec<KnownTenant>,
    /// The directives in the database.
    pub directives: Vec<KnownDirective>,
    /// The codes of all tasks.
    pub tasks: Vec<String>,
    /// By code of the task: the leads named later, where the directive leaves them open.
    pub named: BTreeMap<String, Vec<String>>,
    /// The national calendar in the database.
    pub calendar: KnownCalendar,
}

/// A tenant in the database.
#[derive(Debug, Clone)]
pub struct KnownTenant {
    /// The tenant's number; ours, never re-used.
    pub id: i32,
    /// The key in addresses and filters: `ha-noi`.
    pub slug: String,
    /// At most four letters, for grids and filters.
    pub short: String,
    /// Ministry, agency, province, city, or the Working Group.
    pub kind: TenantKind,
    /// First local day of its existence, if known.
    pub valid_from: Option<Date>,
    /// Last local day of its existence, if known or ended.
    pub valid_to: Option<Date>,
}

/// A directive in the database.
#[derive(Debug, Clone)]
pub struct KnownDirective {
    /// Number and symbol, which are the key.
    pub number: String,
    /// Local date of issue.
    pub issued_on: Date,
}

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
    /// Assignments of these tasks: by task, leads before coordinating, tenants by id.
    pub assignments: Vec<PlannedAssignment>,
}

impl Plan {
    /// Leaves out the directives issued after that day, with their tasks and the assignments of these.
    pub fn keep_issued(&mut self, until: Date) {
        let later: BTreeSet<String> =
            self.directives.extract_if(.., |d| d.issued_on > until).map(|d| d.number).collect();
        let left_out: BTreeSet<String> =
            self.tasks.extract_if(.., |t| later.contains(&t.directive)).map(|t| t.code).collect();
        self.assignments.retain(|a| !left_out.contains(&a.task_code));
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
    let mut faults = unknown_files(sources);
    let (tenants, ids) = read::tenants(sources);
    let (tasks, references) = read::tasks(sources);
    let (directives, holidays) = (read::directives(sources), read::holidays(sources, "holidays.csv"));
    let mut tables = Tables { tenants, directives, tasks, holidays };
    tables.check_ids(ids, known);
    known.calendar.check(&mut tables.holidays);
    let roll = Roll::new(&tables, known);
    tables.check_references(references, known, &roll);
    let (tasks, circling) = in_order(std::mem::take(&mut tables.tasks.rows));
    for (line, task) in circling {
        let column = if task.parent.is_some() { "parent" } else { "restates" };
        tables.tasks.sheet.fault_at(line, column, FaultKind::Circle { code: task.code });
    }
    for mut of_sheet in [
        tables.tenants.sheet.faults,
        tables.directives.sheet.faults,
        tables.tasks.sheet.faults,
        tables.holidays.sheet.faults,
    ] {
        of_sheet.sort_by_key(|fault| (fault.line, fault.column));
        faults.extend(of_sheet);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Plan {
        assignments: tasks.iter().flat_map(|task| roll.assignments(task)).collect(),
        tenants: rows(tables.tenants.rows),
        directives: rows(tables.directives.rows),
        tasks,
        holidays: rows(tables.holidays.rows),
    })
}

/// The assignments that follow from naming these tenants as leads of a task whose directive leaves that open.
pub fn name(
    known: &Known,
    (code, directive): (&str, &str),
    leads: &[String],
    coordinating: &[String],
) -> Vec<PlannedAssignment> {
    Roll::of(known).parts((code, directive), leads, coordinating)
}

fn rows<T>(placed: Vec<(u64, T)>) -> Vec<T> {
    placed.into_iter().map(|(_, row)| row).collect()
}

fn unknown_files(sources: &[Source<'_>]) -> Vec<Fault> {
    let unknown = sources.iter().filter(|source| !FILES.contains(&source.name));
    unknown
        .map(|source| Fault {
            file: quoted(source.name),
            line: 1,
            column: 1,
            field: String::new(),
            kind: FaultKind::UnknownFile,
        })
        .collect()
}

struct Tables<'a> {
    tenants: Table<'a, Tenant>,
    directives: Table<'a, Directive>,
    tasks: Table<'a, Task>,
    holidays: Table<'a, CalendarDay>,
}

impl Tables<'_> {
    /// The id of a tenant never changes and is never given to another.
    fn check_ids(&mut self, ids: Vec<(u64, i32, String)>, known: &Known) {
        for (line, id, slug) in ids {
            let taken = known.tenants.iter().find(|k| (k.id == id) != (k.slug == slug));
            if let Some(KnownTenant { id, slug, .. }) = taken {
                let kind = FaultKind::IdTaken { slug: slug.clone(), id: *id };
                self.tenants.sheet.fault_at(line, "id", kind);
            }
        }
        for (line, tenant) in &self.tenants.rows {
            let same = |k: &&KnownTenant| k.short == tenant.short && k.slug != tenant.slug;
            if let Some(other) = known.tenants.iter().find(same) {
                let kind = FaultKind::ShortTaken { short: other.short.clone(), slug: other.slug.clone() };
                self.tenants.sheet.fault_at(*line, "short", kind);
            }
        }
    }

    fn check_references(&mut self, references: Vec<References>, known: &Known, roll: &Roll) {
        let Self { tenants, directives, tasks, .. } = self;
        let known_directive = |number: &String| {
            directives.keys_unknown || directives.keys.contains(number) || roll.issued.contains_key(number)
        };
        for row in references {
            let mut fault = |column, kind| tasks.sheet.fault_at(row.line, column, kind);
            if let Some(number) = row.directive.as_ref().filter(|number| !known_directive(number)) {
                fault("directive", FaultKind::UnknownDirective { number: quoted(number) });
            }
            let issued_on = row.directive.as_ref().and_then(|number| roll.issued.get(number)).copied();
            for (column, code) in [("parent", &row.parent), ("restates", &row.restates)] {
                if let Some(code) =
                    code.as_ref().filter(|code| !tasks.keys.contains(*code) && !known.tasks.contains(code))
                {
                    fault(column, FaultKind::UnknownTask { code: quoted(code) });
                }
            }
            for (column, words) in [("lead", &row.lead), ("coordinating", &row.coordinating)] {
                for word in words.iter().filter(|word| !is_reserved(word)) {
                    if let Some(kind) = roll.fault_of(word, issued_on, tenants) {
                        fault(column, kind);
                    }
                }
            }
        }
    }
}

/// Moves each task behind those it refers to. Answers apart the tasks for which that cannot be done, because their
/// references lead round in a circle.
fn in_order(tasks: Vec<(u64, Task)>) -> (Vec<Task>, Vec<(u64, Task)>) {
    let mut ordered = Vec::new();
    let mut waiting = tasks;
    let mut to_come: BTreeSet<String> = waiting.iter().map(|(_, task)| task.code.clone()).collect();
    loop {
        let before = waiting.len();
        let mut still = Vec::new();
        for (line, task) in waiting {
            if [&task.parent, &task.restates].into_iter().flatten().any(|code| to_come.contains(code)) {
                still.push((line, task));
            } else {
                to_come.remove(&task.code);
                ordered.push(task);
            }
        }
        waiting = still;
        if waiting.len() == before {
            return (ordered, waiting);
        }
    }
}

/// Every tenant and date of issue that a task can refer to, from the files and from the database.
struct Roll {
    tenants: BTreeMap<String, Entry>,
    issued: BTreeMap<String, Date>,
    named: BTreeMap<String, Vec<String>>,
}

struct Entry {
    id: i32,
    kind: TenantKind,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
}

impl Entry {
    fn exists_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }
}

impl Roll {
    fn of(known: &Known) -> Self {
        let entry = |t: &KnownTenant| Entry {
            id: t.id,
            kind: t.kind,
            valid_from: t.valid_from,
            valid_to: t.valid_to,
        };
        Self {
            tenants: known.tenants.iter().map(|t| (t.slug.clone(), entry(t))).collect(),
            issued: known.directives.iter().map(|d| (d.number.clone(), d.issued_on)).collect(),
            named: known.named.clone(),
        }
    }

    /// What a file says replaces what the database says.
    fn new(tables: &Tables<'_>, known: &Known) -> Self {
        let mut roll = Self::of(known);
        let entry =
            |t: &Tenant| Entry { id: t.id, kind: t.kind, valid_from: t.valid_from, valid_to: t.valid_to };
        roll.tenants.extend(tables.tenants.rows.iter().map(|(_, t)| (t.slug.clone(), entry(t))));
        roll.issued.extend(tables.directives.rows.iter().map(|(_, d)| (d.number.clone(), d.issued_on)));
        roll
    }

    /// What is wrong with naming this tenant in a directive of that day.
    fn fault_of(&self, slug: &str, issued_on: Option<Date>, given: &Table<'_, Tenant>) -> Option<FaultKind> {
        match (self.tenants.get(slug), issued_on) {
            (Some(entry), Some(on)) if !entry.exists_on(on) => {
                Some(FaultKind::TenantNotValid { slug: slug.to_owned(), on })
            }
            (None, _) if !given.keys_unknown && !given.keys.contains(slug) => {
                Some(FaultKind::UnknownTenant { slug: quoted(slug) })
            }
            _ => None,
        }
    }

    /// The assignments of a task; where its directive leaves the leads open, those of the leads named since.
    fn assignments(&self, task: &Task) -> Vec<PlannedAssignment> {
        let named = self.named.get(&task.code).filter(|_| task.lead.is_empty());
        self.parts((&task.code, &task.directive), named.unwrap_or(&task.lead), &task.coordinating)
    }

    /// Each lead gets an assignment of its own; a tenant that is both has the lead only; coordinating is recorded
    /// only where there is a lead (R1).
    fn parts(
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

    /// The tenants that the words stand for, by id. A set has those of its kind that exist on the day of issue.
    fn expand<'s>(&'s self, words: &'s [String], directive: &str) -> BTreeSet<(i32, &'s str)> {
        let issued_on = self.issued.get(directive).copied();
        let set_of = |is: fn(TenantKind) -> bool| {
            self.tenants
                .iter()
                .filter(move |(_, entry)| is(entry.kind) && issued_on.is_none_or(|on| entry.exists_on(on)))
                .map(|(slug, entry)| (entry.id, slug.as_str()))
                .collect::<Vec<_>>()
        };
        words
            .iter()
            .flat_map(|word| match word.as_str() {
                ALL => set_of(|_| true),
                ALL_MINISTRIES => set_of(|kind| !kind.is_locality()),
                ALL_LOCALITIES => set_of(TenantKind::is_locality),
                NATIONAL => vec![(0, NATIONAL)],
                slug => self.tenants.get(slug).map(|entry| (entry.id, slug)).into_iter().collect(),
            })
            .collect()
    }
}
