//! The rows of the four files, and the words that stand for sets of tenants.

use jiff::civil::Date;

use super::words::{CodeStatus, DirectiveKind, LeadBasis, Precision, Recurrence, Region, Scope, TenantKind};

/// The files that an import reads, by name.
pub const FILES: [&str; 4] = ["tenants.csv", "directives.csv", "tasks.csv", "holidays.csv"];

/// One file: its name, one of [`FILES`], and what it holds.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The file's name without its folder.
    pub name: &'a str,
    /// All of its bytes.
    pub bytes: &'a [u8],
}

/// The slug of the Working Group's own tenant, which no file may define.
pub const NATIONAL: &str = "national";

/// Its abbreviation, as the first migration gives it.
pub(super) const NATIONAL_SHORT: &str = "TCT";

/// Words of `lead` and `coordinating` that stand for sets of tenants.
pub const ALL: &str = "all";
/// All ministries, ministerial agencies and government agencies.
pub const ALL_MINISTRIES: &str = "all-ministries";
/// All provinces and cities.
pub const ALL_LOCALITIES: &str = "all-localities";

/// A tenant as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Our own number, never changed or used again.
    pub id: i32,
    /// The key in addresses and filters: `ha-noi`.
    pub slug: String,
    /// Our own abbreviation for grids and filters, unique.
    pub short: String,
    /// Ministry, agency, province, city, or the Working Group.
    pub kind: TenantKind,
    /// Official name, in Vietnamese.
    pub name_vi: String,
    /// Name in English.
    pub name_en: String,
    /// The part of the country.
    pub region: Region,
    /// Official level-1 identifier, empty if unknown; an attribute, never a key.
    pub code: String,
    /// How the identifier is known.
    pub code_status: CodeStatus,
    /// First local day of its existence, if known.
    pub valid_from: Option<Date>,
    /// Last local day of its existence, if known or ended.
    pub valid_to: Option<Date>,
    /// How the row is known.
    pub source_note_vi: String,
    /// The same in English.
    pub source_note_en: String,
}

impl Tenant {
    /// The columns of `tenants.csv`.
    pub(super) const COLUMNS: &'static [&'static str] = &[
        "id",
        "slug",
        "short",
        "kind",
        "name_vi",
        "name_en",
        "region",
        "code",
        "code_status",
        "valid_from",
        "valid_to",
        "source_note_vi",
        "source_note_en",
    ];
}

/// A directive as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Number and symbol: the key.
    pub number: String,
    /// What kind of document it is.
    pub kind: DirectiveKind,
    /// The issuing body, in Vietnamese.
    pub issuer_vi: String,
    /// The same in English.
    pub issuer_en: String,
    /// Local date of issue.
    pub issued_on: Date,
    /// How exact that date is.
    pub issued_precision: Precision,
    /// Abstract, in Vietnamese.
    pub title_vi: String,
    /// The same in English.
    pub title_en: String,
    /// How the row is known.
    pub source_note_vi: String,
    /// The same in English.
    pub source_note_en: String,
}

impl Directive {
    /// The columns of `directives.csv`.
    pub(super) const COLUMNS: &'static [&'static str] = &[
        "number",
        "kind",
        "issuer_vi",
        "issuer_en",
        "issued_on",
        "issued_precision",
        "title_vi",
        "title_en",
        "source_note_vi",
        "source_note_en",
    ];
}

/// A task as a file gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The key, such as `T24-08`.
    pub code: String,
    /// Number of its directive.
    pub directive: String,
    /// Where in the directive it stands; may be empty.
    pub clause_vi: String,
    /// The same in English.
    pub clause_en: String,
    /// What is to be done.
    pub title_vi: String,
    /// The same in English.
    pub title_en: String,
    /// The product that is asked for; empty where no source gives it in Vietnamese.
    pub product_vi: String,
    /// The same in English.
    pub product_en: String,
    /// The leads: slugs, or words for sets.
    pub lead: Vec<String>,
    /// How that is known.
    pub lead_basis: LeadBasis,
    /// The coordinating tenants: slugs, or words for sets.
    pub coordinating: Vec<String>,
    /// The kind of set that leads.
    pub scope: Scope,
    /// Due date: met until the end of that local day.
    pub due_on: Option<Date>,
    /// How exact the due date is.
    pub due_precision: Precision,
    /// The deadline in words.
    pub due_text_vi: String,
    /// The same in English.
    pub due_text_en: String,
    /// First local day of the obligation.
    pub starts_on: Option<Date>,
    /// Whether it comes back.
    pub recurrence: Recurrence,
    /// Code of the task that this one is part of.
    pub parent: Option<String>,
    /// Code of the task whose product this one asks for again.
    pub restates: Option<String>,
    /// Office of the person in the chair; may be empty.
    pub chair_title_vi: String,
    /// The same in English.
    pub chair_title_en: String,
    /// How the row is known.
    pub source_note_vi: String,
    /// The same in English.
    pub source_note_en: String,
}

impl Task {
    /// The columns of `tasks.csv`.
    pub(super) const COLUMNS: &'static [&'static str] = &[
        "code",
        "directive",
        "clause_vi",
        "clause_en",
        "title_vi",
        "title_en",
        "product_vi",
        "product_en",
        "lead",
        "lead_basis",
        "coordinating",
        "scope",
        "due_on",
        "due_precision",
        "due_text_vi",
        "due_text_en",
        "starts_on",
        "recurrence",
        "parent",
        "restates",
        "chair_title_vi",
        "chair_title_en",
        "source_note_vi",
        "source_note_en",
    ];
}

/// The columns of `holidays.csv`, whose rows are [`CalendarDay`](dondoc_shared::wire::calendar::CalendarDay)s.
pub(super) const CALENDAR_COLUMNS: &[&str] =
    &["date", "kind", "name_vi", "name_en", "certainty", "source_note_vi", "source_note_en"];

/// Whether the word stands for a set or for the Working Group.
pub(super) fn is_reserved(word: &str) -> bool {
    is_set(word) || word == NATIONAL
}

/// Whether the word stands for a set of tenants.
pub(super) fn is_set(word: &str) -> bool {
    [ALL, ALL_MINISTRIES, ALL_LOCALITIES].contains(&word)
}
