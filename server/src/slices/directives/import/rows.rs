//! The files of bodies, directives, tasks and the calendar: each column once, with what its cells hold. Those of what is measured are in
//! [`figure_rows`](super::figure_rows).

use dondoc_shared::{
    text::Lang,
    wire::{
        LeadBasis, Precision, TenantKind,
        calendar::{CalendarDay, Certainty, HolidayKind},
        directive::{CodeStatus, DirectiveKind, Recurrence, Region, Scope},
    },
};
use jiff::civil::Date;

use super::{
    cells::{
        ALL, ALL_LOCALITIES, ALL_MINISTRIES, KEY, NAME, NOTE, TEXT, code, date, is_set, kind, list, number,
        optional, optional_date, precision, reference, required, short, slug, word,
    },
    fault::Wrong,
    table::{Line, Row},
};

/// The files that an import reads, by name.
pub const FILES: [&str; 10] = [
    "tenants.csv",
    "directives.csv",
    "tasks.csv",
    "holidays.csv",
    "groups.csv",
    "regimes.csv",
    "indicators.csv",
    "indicator_versions.csv",
    "targets.csv",
    "figures_of_record.csv",
];

/// Declares a file's row and its cells: name of the column, type, what reads it; `unique` if no two rows may have the
/// same value; at the end what checks the cells against each other.
macro_rules! row {
    ($(#[$meta:meta])* $row:ident in $cells:ident {
        $($(#[$doc:meta])* $name:ident: $type:ty = $read:expr $(, $unique:ident)?;)+
    } $($check:ident)?) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $row { $($(#[$doc])* pub $name: $type,)+ }

        /// The cells of such a row, as far as they can be read.
        pub(super) struct $cells { $(pub(super) $name: Option<$type>,)+ }

        impl Row for $cells {
            type Whole = $row;

            const COLUMNS: &'static [&'static str] = &[$(stringify!($name)),+];

            fn read(line: &mut Line<'_, '_>) -> Self {
                let cells = Self {
                    $($name: {
                        let cell = line.cell(stringify!($name), $read);
                        $(line.$unique(stringify!($name), cell.as_ref());)?
                        cell
                    },)+
                };
                $($check(&cells, line);)?
                cells
            }

            fn whole(self) -> Option<$row> {
                Some($row { $($name: self.$name?),+ })
            }

            fn differs(&self, whole: &$row) -> bool {
                [$(self.$name.as_ref().is_some_and(|cell| *cell != whole.$name)),+].contains(&true)
            }
        }
    };
}
pub(super) use row;

row! {
    /// A tenant as a file gives it.
    Tenant in TenantCells {
        /// Our own number, never changed or used again.
        id: i32 = number, unique;
        /// The key.
        slug: String = slug, unique;
        /// Our own abbreviation for grids and filters.
        short: String = short, unique;
        /// What it is.
        kind: TenantKind = kind;
        /// Official name.
        name_vi: String = required::<NAME>;
        /// Name in English.
        name_en: String = required::<NAME>;
        /// Where it is.
        region: Region = word;
        /// Official level-1 identifier, empty if unknown; an attribute, never a key.
        code: String = optional::<KEY>, unique;
        /// How the identifier is known.
        code_status: CodeStatus = word;
        /// First local day of its existence, if known.
        valid_from: Option<Date> = optional_date;
        /// Last local day of its existence, if known or ended.
        valid_to: Option<Date> = optional_date;
        /// How the row is known.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    } check_tenant
}

row! {
    /// A directive as a file gives it.
    Directive in DirectiveCells {
        /// Number and symbol: the key.
        number: String = required::<KEY>, unique;
        /// What kind of document it is.
        kind: DirectiveKind = word;
        /// Who issued it.
        issuer_vi: String = required::<NAME>;
        /// The same in English.
        issuer_en: String = required::<NAME>;
        /// Local date of issue.
        issued_on: Date = date;
        /// How exact that date is.
        issued_precision: Precision = precision;
        /// Abstract.
        title_vi: String = required::<TEXT>;
        /// The same in English.
        title_en: String = required::<TEXT>;
        /// How the row is known.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    }
}

row! {
    /// A task as a file gives it.
    Task in TaskCells {
        /// The key, such as `T24-08`.
        code: String = code, unique;
        /// Number of its directive.
        directive: String = required::<KEY>;
        /// Where in the directive it stands; may be empty.
        clause_vi: String = optional::<NAME>;
        /// The same in English.
        clause_en: String = optional::<NAME>;
        /// What is to be done.
        title_vi: String = required::<TEXT>;
        /// The same in English.
        title_en: String = required::<TEXT>;
        /// The product that is asked for; empty where no source gives it in Vietnamese.
        product_vi: String = optional::<TEXT>;
        /// The same in English.
        product_en: String = optional::<TEXT>;
        /// The leads: slugs, or words for sets.
        lead: Vec<String> = list;
        /// How that is known.
        lead_basis: LeadBasis = word;
        /// The coordinating tenants: slugs, or words for sets.
        coordinating: Vec<String> = list;
        /// The kind of set that leads.
        scope: Scope = word;
        /// Due date: met until the end of that local day.
        due_on: Option<Date> = optional_date;
        /// How exact the due date is.
        due_precision: Precision = word;
        /// The deadline in words.
        due_text_vi: String = optional::<NAME>;
        /// The same in English.
        due_text_en: String = optional::<NAME>;
        /// First local day of the obligation.
        starts_on: Option<Date> = optional_date;
        /// Whether it comes back.
        recurrence: Recurrence = word;
        /// Code of the task that this one is part of.
        parent: Option<String> = reference;
        /// Code of the task whose product this one asks for again.
        restates: Option<String> = reference;
        /// Office of the person in the chair; may be empty.
        chair_title_vi: String = optional::<NAME>;
        /// The same in English.
        chair_title_en: String = optional::<NAME>;
        /// How the row is known.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    } check_task
}

row! {
    /// A row of the calendar as a file gives it.
    Holiday in HolidayCells {
        /// The local day.
        date: Date = date, unique;
        /// Whether it is a day off, and why, or a make-up working day.
        kind: HolidayKind = word;
        /// What the day is called.
        name_vi: String = required::<NAME>;
        /// The same in English.
        name_en: String = required::<NAME>;
        /// How sure it is.
        certainty: Certainty = word;
        /// How the row is known.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    }
}

impl From<Holiday> for CalendarDay {
    fn from(row: Holiday) -> Self {
        let Holiday { date: day, kind, name_vi, name_en, certainty, source_note_vi, source_note_en } = row;
        Self { day, kind, name_vi, name_en, certainty, source_note_vi, source_note_en }
    }
}

fn check_tenant(tenant: &TenantCells, line: &mut Line<'_, '_>) {
    check_order(line, "valid_to", tenant.valid_from.flatten(), tenant.valid_to.flatten());
}

fn check_task(task: &TaskCells, line: &mut Line<'_, '_>) {
    check_lead(task, line);
    if let (Some(due_on), Some(precision)) = (task.due_on, task.due_precision)
        && !is_last_day(due_on, precision)
    {
        line.fault("due_on", Wrong::new("precision_mismatch", Lang::import_precision_mismatch));
    }
    check_order(line, "due_on", task.starts_on.flatten(), task.due_on.flatten());
}

/// The lead must be what the scope says, and be missing exactly where it is said not to be stated.
fn check_lead(task: &TaskCells, line: &mut Line<'_, '_>) {
    let Some(lead) = task.lead.as_deref() else { return };
    if let Some(scope) = task.scope.filter(|scope| !lead_fits(*scope, lead)) {
        line.fault("lead", Wrong::new("lead_scope_mismatch", |t| t.import_lead_scope_mismatch(scope)));
    }
    if task.lead_basis.is_some_and(|basis| lead.is_empty() != (basis == LeadBasis::NotStated)) {
        line.fault("lead_basis", Wrong::new("lead_basis_mismatch", Lang::import_lead_basis_mismatch));
    }
}

fn lead_fits(scope: Scope, lead: &[String]) -> bool {
    let by_name = !lead.iter().any(|word| is_set(word));
    match scope {
        Scope::Single => by_name && lead.len() == 1,
        Scope::Named => by_name,
        Scope::Ministries => lead == [ALL_MINISTRIES],
        Scope::Localities => lead == [ALL_LOCALITIES],
        Scope::All => lead == [ALL],
        Scope::Subset => lead.is_empty(),
    }
}

pub(super) fn check_order(line: &mut Line<'_, '_>, column: &str, from: Option<Date>, to: Option<Date>) {
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        line.fault(column, Wrong::new("ends_before_start", Lang::import_ends_before_start));
    }
}

/// Is the date the last day of what the precision says, or missing where it says so?
pub(super) fn is_last_day(date: Option<Date>, precision: Precision) -> bool {
    let Some(date) = date else { return precision == Precision::None };
    match precision {
        Precision::None => false,
        Precision::Day => true,
        Precision::Month => date == date.last_of_month(),
        Precision::Quarter => date == date.last_of_month() && date.month() % 3 == 0,
        Precision::Year => date == date.last_of_year(),
    }
}
