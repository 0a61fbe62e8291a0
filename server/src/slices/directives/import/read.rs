//! Turns cells into rows: the four tables, each cell checked by itself and each key checked to be unique.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::wire::calendar::CalendarDay;
use jiff::civil::Date;

use super::{
    cells::{self, Line, Sheet, quoted},
    fault::FaultKind,
    rows::{
        ALL, ALL_LOCALITIES, ALL_MINISTRIES, CALENDAR_COLUMNS, Directive, NATIONAL_SHORT, Source, Task,
        Tenant, is_reserved, is_set,
    },
    words::{LeadBasis, Precision, Scope},
};

/// The references of a row of `tasks.csv` that can be read. They are checked even if the row has other faults.
pub(super) struct References {
    /// Line on which the row begins.
    pub(super) line: u64,
    pub(super) directive: Option<String>,
    pub(super) lead: Vec<String>,
    pub(super) coordinating: Vec<String>,
    pub(super) parent: Option<String>,
    pub(super) restates: Option<String>,
}

/// A table that was read: the rows without faults, and the keys of all rows, so that a row with a fault elsewhere does
/// not make every reference to it a fault too.
pub(super) struct Table<'a, T> {
    pub(super) sheet: Sheet<'a>,
    /// Rows with the line on which each begins.
    pub(super) rows: Vec<(u64, T)>,
    pub(super) keys: BTreeSet<String>,
    /// A file was given, but its keys cannot be read.
    pub(super) keys_unknown: bool,
}

/// Reads the one of the sources that has the name; without it the table is empty.
fn table<'a, T>(
    sources: &[Source<'a>],
    file: &'a str,
    columns: &'static [&'static str],
    key: &str,
    mut row: impl FnMut(&mut Line<'_, 'a>, &mut Seen) -> Option<T>,
) -> Table<'a, T> {
    let Some(source) = sources.iter().find(|source| source.name == file) else {
        let sheet = Sheet::absent(file, columns);
        return Table { sheet, rows: Vec::new(), keys: BTreeSet::new(), keys_unknown: false };
    };
    let mut seen = Seen::default();
    let mut rows = Vec::new();
    let sheet = cells::read(source.name, source.bytes, columns, |line| {
        rows.extend(row(line, &mut seen).map(|row| (line.number(), row)));
    });
    let keys_unknown = !sheet.has(key);
    let keys = seen.0.into_keys().filter(|(column, _)| *column == key).map(|(_, value)| value).collect();
    Table { sheet, rows, keys, keys_unknown }
}

/// The line on which each value of a unique column stands first.
#[derive(Default)]
struct Seen(BTreeMap<(&'static str, String), u64>);

impl Seen {
    fn check(&mut self, line: &mut Line<'_, '_>, column: &'static str, value: Option<&str>) {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return };
        let number = line.number();
        let first_line = *self.0.entry((column, value.to_owned())).or_insert(number);
        if first_line != number {
            line.fault(column, FaultKind::Duplicate { value: quoted(value), first_line });
        }
    }
}

const KEY: usize = 60;
/// As long as the database takes them; see the checks of the migrations.
const SLUG: usize = 40;
const NAME: usize = 200;
const TEXT: usize = 1000;
const NOTE: usize = 2000;
/// Every slug of the 93 in one cell.
const LIST: usize = 4000;

/// The tenants, and line, id and slug of each row that has both.
pub(super) fn tenants<'a>(sources: &[Source<'a>]) -> (Table<'a, Tenant>, Vec<(u64, i32, String)>) {
    let mut ids = Vec::new();
    let table = table(sources, "tenants.csv", Tenant::COLUMNS, "slug", |line, seen| {
        let id = line.number_of("id");
        seen.check(line, "id", id.map(|id| id.to_string()).as_deref());
        let slug = line.shaped("slug", SLUG, is_slug, |found| FaultKind::WrongSlug { found });
        seen.check(line, "slug", slug.as_deref());
        ids.extend(id.zip(slug.clone()).map(|(id, slug)| (line.number(), id, slug)));
        if let Some(found) = slug.clone().filter(|slug| is_reserved(slug)) {
            line.fault("slug", FaultKind::ReservedWord { found });
        }
        let short = line.shaped("short", 6, is_short, |found| FaultKind::WrongCode { found });
        seen.check(line, "short", short.as_deref());
        if let Some(found) = short.clone().filter(|short| short == NATIONAL_SHORT) {
            line.fault("short", FaultKind::ReservedWord { found });
        }
        let kind = line.word("kind");
        let (name_vi, name_en) = (line.required("name_vi", NAME), line.required("name_en", NAME));
        let region = line.word("region");
        let code = line.optional("code", KEY);
        seen.check(line, "code", code.as_deref());
        let code_status = line.word("code_status");
        let (from, to) = (line.optional_date("valid_from"), line.optional_date("valid_to"));
        check_order(line, "valid_to", from, to);
        let (note_vi, note_en) =
            (line.required("source_note_vi", NOTE), line.required("source_note_en", NOTE));
        Some(Tenant {
            id: id?,
            slug: slug?,
            short: short?,
            kind: kind?,
            name_vi: name_vi?,
            name_en: name_en?,
            region: region?,
            code: code?,
            code_status: code_status?,
            valid_from: from?,
            valid_to: to?,
            source_note_vi: note_vi?,
            source_note_en: note_en?,
        })
    });
    (table, ids)
}

pub(super) fn directives<'a>(sources: &[Source<'a>]) -> Table<'a, Directive> {
    table(sources, "directives.csv", Directive::COLUMNS, "number", |line, seen| {
        let number = line.required("number", KEY);
        seen.check(line, "number", number.as_deref());
        let kind = line.word("kind");
        let (issuer_vi, issuer_en) = (line.required("issuer_vi", NAME), line.required("issuer_en", NAME));
        let issued_on = line.date("issued_on");
        let issued_precision = line.word("issued_precision");
        if issued_precision == Some(Precision::None) {
            line.fault("issued_precision", FaultKind::PrecisionMismatch);
        }
        let (title_vi, title_en) = (line.required("title_vi", TEXT), line.required("title_en", TEXT));
        let (note_vi, note_en) =
            (line.required("source_note_vi", NOTE), line.required("source_note_en", NOTE));
        Some(Directive {
            number: number?,
            kind: kind?,
            issuer_vi: issuer_vi?,
            issuer_en: issuer_en?,
            issued_on: issued_on?,
            issued_precision: issued_precision?,
            title_vi: title_vi?,
            title_en: title_en?,
            source_note_vi: note_vi?,
            source_note_en: note_en?,
        })
    })
}

/// The tasks, and what each row refers to.
pub(super) fn tasks<'a>(sources: &[Source<'a>]) -> (Table<'a, Task>, Vec<References>) {
    let mut references = Vec::new();
    let table = table(sources, "tasks.csv", Task::COLUMNS, "code", |line, seen| {
        let code = line.shaped("code", 20, is_code, |found| FaultKind::WrongCode { found });
        seen.check(line, "code", code.as_deref());
        let directive = line.required("directive", KEY);
        let (clause_vi, clause_en) = (line.optional("clause_vi", NAME), line.optional("clause_en", NAME));
        let (title_vi, title_en) = (line.required("title_vi", TEXT), line.required("title_en", TEXT));
        let (product_vi, product_en) = (line.optional("product_vi", TEXT), line.optional("product_en", TEXT));
        let (lead, coordinating) = (line.list("lead", LIST), line.list("coordinating", LIST));
        let (lead_basis, scope) = (line.word("lead_basis"), line.word("scope"));
        check_lead(line, lead.as_deref(), lead_basis, scope);
        let (due_on, due_precision) = (line.optional_date("due_on"), line.word("due_precision"));
        check_precision(line, due_on, due_precision);
        let (text_vi, text_en) = (line.optional("due_text_vi", NAME), line.optional("due_text_en", NAME));
        let starts_on = line.optional_date("starts_on");
        check_order(line, "due_on", starts_on, due_on);
        let recurrence = line.word("recurrence");
        let [parent, restates] = ["parent", "restates"].map(|name| line.optional(name, KEY));
        let some = |code: &Option<String>| code.clone().filter(|code| !code.is_empty());
        references.push(References {
            line: line.number(),
            directive: directive.clone(),
            lead: lead.clone().unwrap_or_default(),
            coordinating: coordinating.clone().unwrap_or_default(),
            parent: some(&parent),
            restates: some(&restates),
        });
        let (chair_vi, chair_en) =
            (line.optional("chair_title_vi", NAME), line.optional("chair_title_en", NAME));
        let (note_vi, note_en) =
            (line.required("source_note_vi", NOTE), line.required("source_note_en", NOTE));
        Some(Task {
            code: code?,
            directive: directive?,
            clause_vi: clause_vi?,
            clause_en: clause_en?,
            title_vi: title_vi?,
            title_en: title_en?,
            product_vi: product_vi?,
            product_en: product_en?,
            lead: lead?,
            lead_basis: lead_basis?,
            coordinating: coordinating?,
            scope: scope?,
            due_on: due_on?,
            due_precision: due_precision?,
            due_text_vi: text_vi?,
            due_text_en: text_en?,
            starts_on: starts_on?,
            recurrence: recurrence?,
            parent: parent.map(|code| Some(code).filter(|code| !code.is_empty()))?,
            restates: restates.map(|code| Some(code).filter(|code| !code.is_empty()))?,
            chair_title_vi: chair_vi?,
            chair_title_en: chair_en?,
            source_note_vi: note_vi?,
            source_note_en: note_en?,
        })
    });
    (table, references)
}

/// `file` is the name of the one of the sources.
pub(super) fn holidays<'a>(sources: &[Source<'a>], file: &'a str) -> Table<'a, CalendarDay> {
    table(sources, file, CALENDAR_COLUMNS, "date", |line, seen| {
        let date = line.date("date");
        seen.check(line, "date", date.map(|date| date.to_string()).as_deref());
        let kind = line.word("kind");
        let (name_vi, name_en) = (line.required("name_vi", NAME), line.required("name_en", NAME));
        let certainty = line.word("certainty");
        let (note_vi, note_en) =
            (line.required("source_note_vi", NOTE), line.required("source_note_en", NOTE));
        Some(CalendarDay {
            day: date?,
            kind: kind?,
            name_vi: name_vi?,
            name_en: name_en?,
            certainty: certainty?,
            source_note_vi: note_vi?,
            source_note_en: note_en?,
        })
    })
}

fn is_slug(text: &str) -> bool {
    text.len() >= 2
        && text.split('-').all(|part| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

fn is_short(text: &str) -> bool {
    text.len() >= 2 && is_code(text)
}

/// A code stands in addresses and before a `/` (`T24-08/ha-noi`).
fn is_code(text: &str) -> bool {
    text.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The lead must be what the scope says, and be missing exactly where it is said not to be stated.
fn check_lead(
    line: &mut Line<'_, '_>,
    lead: Option<&[String]>,
    basis: Option<LeadBasis>,
    scope: Option<Scope>,
) {
    let Some(lead) = lead else { return };
    if let Some(scope) = scope.filter(|scope| !lead_fits(*scope, lead)) {
        line.fault("lead", FaultKind::LeadScopeMismatch { scope });
    }
    if basis.is_some_and(|basis| lead.is_empty() != (basis == LeadBasis::NotStated)) {
        line.fault("lead_basis", FaultKind::LeadBasisMismatch);
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

#[expect(clippy::option_option, reason = "the outer level says whether the cell could be read")]
fn check_order(line: &mut Line<'_, '_>, column: &str, from: Option<Option<Date>>, to: Option<Option<Date>>) {
    if let (Some(Some(from)), Some(Some(to))) = (from, to)
        && to < from
    {
        line.fault(column, FaultKind::EndsBeforeStart);
    }
}

#[expect(clippy::option_option, reason = "the outer level says whether the cell could be read")]
fn check_precision(line: &mut Line<'_, '_>, due_on: Option<Option<Date>>, precision: Option<Precision>) {
    let (Some(due_on), Some(precision)) = (due_on, precision) else { return };
    let fits = match (due_on, precision) {
        (None, Precision::None) | (Some(_), Precision::Day) => true,
        (Some(date), Precision::Month) => date == date.last_of_month(),
        (Some(date), Precision::Quarter) => {
            date == date.last_of_month() && matches!(date.month(), 3 | 6 | 9 | 12)
        }
        (Some(date), Precision::Year) => date == date.last_of_year(),
        (None, _) | (Some(_), Precision::None) => false,
    };
    if !fits {
        line.fault("due_on", FaultKind::PrecisionMismatch);
    }
}
