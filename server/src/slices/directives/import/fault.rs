//! What can be wrong with an imported file: a place, a stable code and a text in both languages.

use super::{rows::FILES, words::Scope};

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line on which the row begins, from 1.
    pub line: u64,
    /// Field in that line, from 1.
    pub column: u64,
    /// Name of the column, empty where the fault is not about one.
    pub field: String,
    /// Why the cell or file is refused.
    pub kind: FaultKind,
}

/// What is wrong. A text in it is what the file says: checked for characters that could harm a terminal, cut to a
/// readable length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The file is not one of the four.
    UnknownFile,
    /// The file is longer than this many bytes.
    FileTooLarge { limit: usize },
    /// There is no header line.
    NoHeader,
    /// The header lacks this column.
    MissingColumn { name: &'static str },
    /// The header has a column that the format does not know.
    UnknownColumn { name: String },
    /// The header has this column twice.
    DuplicateColumn { name: String },
    /// The line has more or fewer fields than the header.
    FieldCount { expected: usize, found: usize },
    /// The field is not UTF-8.
    NotUtf8,
    /// The field has a control, zero-width or bidirectional character, or a line break.
    ForbiddenCharacter { code_point: u32 },
    /// The field has more than this many characters.
    TooLong { limit: usize },
    /// The field may not be empty.
    Required,
    /// Not a date of the years 2000 to 2100 written `YYYY-MM-DD`.
    WrongDate { found: String },
    /// Not a whole number from 1 to 32767.
    WrongNumber { found: String },
    /// Not a slug: two or more small letters, digits, single hyphens.
    WrongSlug { found: String },
    /// Not a code: letters, digits, hyphens; an abbreviation has two or more.
    WrongCode { found: String },
    /// Not one of the words that the column takes.
    UnknownWord { found: String, expected: &'static [&'static str] },
    /// A slug that stands for a set or for the Working Group.
    ReservedWord { found: String },
    /// Another row has the same value in this column.
    Duplicate { value: String, first_line: u64 },
    /// The list names the same tenant or set twice.
    NamedTwice { value: String },
    /// The database has this id for another tenant, or another id for this tenant.
    IdTaken { slug: String, id: i32 },
    /// The database has this abbreviation for another tenant.
    ShortTaken { short: String, slug: String },
    /// No tenant has this slug, and it is no set.
    UnknownTenant { slug: String },
    /// The tenant did not exist on the day of issue of the directive.
    TenantNotValid { slug: String, on: jiff::civil::Date },
    /// No directive has this number.
    UnknownDirective { number: String },
    /// No task has this code.
    UnknownTask { code: String },
    /// Parent or restated task, followed further, lead round in a circle.
    Circle { code: String },
    /// The lead is not what the scope says.
    LeadScopeMismatch { scope: Scope },
    /// The lead is given although marked as not stated, or the reverse.
    LeadBasisMismatch,
    /// The date is not the last day of the month, quarter or year that the precision says, or one of the two is
    /// missing.
    PrecisionMismatch,
    /// The end lies before the start.
    EndsBeforeStart,
    /// A day of the calendar would be worked, or not, although days before this one cannot be changed any more.
    DayPast { first: jiff::civil::Date },
    /// The same of a day that the file leaves out.
    DayLeftOut { day: jiff::civil::Date, first: jiff::civil::Date },
    /// The day is not in the year of the table.
    OtherYear { year: i16 },
}

impl FaultKind {
    /// The stable word of the fault.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownFile => "unknown_file",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::NoHeader => "no_header",
            Self::MissingColumn { .. } => "missing_column",
            Self::UnknownColumn { .. } => "unknown_column",
            Self::DuplicateColumn { .. } => "duplicate_column",
            Self::FieldCount { .. } => "field_count",
            Self::NotUtf8 => "not_utf8",
            Self::ForbiddenCharacter { .. } => "forbidden_character",
            Self::TooLong { .. } => "too_long",
            Self::Required => "required",
            Self::WrongDate { .. } => "wrong_date",
            Self::WrongNumber { .. } => "wrong_number",
            Self::WrongSlug { .. } => "wrong_slug",
            Self::WrongCode { .. } => "wrong_code",
            Self::UnknownWord { .. } => "unknown_word",
            Self::ReservedWord { .. } => "reserved_word",
            Self::Duplicate { .. } => "duplicate",
            Self::NamedTwice { .. } => "named_twice",
            Self::IdTaken { .. } => "id_taken",
            Self::ShortTaken { .. } => "short_taken",
            Self::UnknownTenant { .. } => "unknown_tenant",
            Self::TenantNotValid { .. } => "tenant_not_valid",
            Self::UnknownDirective { .. } => "unknown_directive",
            Self::UnknownTask { .. } => "unknown_task",
            Self::Circle { .. } => "circle",
            Self::LeadScopeMismatch { .. } => "lead_scope_mismatch",
            Self::LeadBasisMismatch => "lead_basis_mismatch",
            Self::PrecisionMismatch => "precision_mismatch",
            Self::EndsBeforeStart => "ends_before_start",
            Self::DayPast { .. } => "day_past",
            Self::DayLeftOut { .. } => "day_left_out",
            Self::OtherYear { .. } => "other_year",
        }
    }

    /// What is wrong, as a sentence without its place, in Vietnamese or English.
    pub fn text(&self, vi: bool) -> String {
        let (vietnamese, english) = self.texts();
        if vi { vietnamese } else { english }
    }

    #[expect(clippy::too_many_lines, reason = "one arm a fault, both languages side by side")]
    fn texts(&self) -> (String, String) {
        match self {
            Self::UnknownFile => {
                let names = FILES.join(", ");
                (format!("tệp không thuộc các tệp nhận được: {names}"), format!("not one of the files that can be imported: {names}"))
            }
            Self::FileTooLarge { limit } => {
                (format!("tệp lớn hơn {limit} byte"), format!("the file is larger than {limit} bytes"))
            }
            Self::NoHeader => ("tệp không có dòng tiêu đề".into(), "the file has no header line".into()),
            Self::MissingColumn { name } => {
                (format!("thiếu cột “{name}”"), format!("the column “{name}” is missing"))
            }
            Self::UnknownColumn { name } => {
                (format!("không có cột nào tên “{name}”"), format!("there is no column “{name}”"))
            }
            Self::DuplicateColumn { name } => {
                (format!("cột “{name}” xuất hiện hai lần"), format!("the column “{name}” appears twice"))
            }
            Self::FieldCount { expected, found } => (
                format!("dòng có {found} trường, cần {expected}"),
                format!("the line has {found} fields instead of {expected}"),
            ),
            Self::NotUtf8 => ("không phải UTF-8".into(), "not UTF-8".into()),
            Self::ForbiddenCharacter { code_point } => (
                format!("có ký tự không được phép U+{code_point:04X}"),
                format!("has the forbidden character U+{code_point:04X}"),
            ),
            Self::TooLong { limit } => {
                (format!("dài hơn {limit} ký tự"), format!("longer than {limit} characters"))
            }
            Self::Required => ("không được để trống".into(), "may not be empty".into()),
            Self::WrongDate { found } => (
                format!("“{found}” không phải ngày từ năm 2000 đến 2100, viết NĂM-THÁNG-NGÀY, ví dụ 2024-07-19"),
                format!("“{found}” is not a date from 2000 to 2100 written YEAR-MONTH-DAY, such as 2024-07-19"),
            ),
            Self::WrongNumber { found } => (
                format!("“{found}” không phải số nguyên từ 1 đến 32767"),
                format!("“{found}” is not a whole number from 1 to 32767"),
            ),
            Self::WrongSlug { found } => (
                format!("“{found}” phải có từ hai ký tự, chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối đơn"),
                format!("“{found}” must have two or more characters, only small letters, digits and single hyphens"),
            ),
            Self::WrongCode { found } => (
                format!("“{found}” chỉ được gồm chữ cái không dấu, chữ số và dấu gạch nối; tên tắt có từ hai ký tự"),
                format!("“{found}” may only have letters, digits and hyphens; an abbreviation has two or more"),
            ),
            Self::UnknownWord { found, expected } => {
                let words = expected.join(", ");
                (format!("“{found}” không phải một trong các từ: {words}"), format!("“{found}” is none of: {words}"))
            }
            Self::ReservedWord { found } => (
                format!("“{found}” là từ dành riêng, không đặt cho cơ quan được"),
                format!("“{found}” is a reserved word and cannot name a tenant"),
            ),
            Self::Duplicate { value, first_line } => (
                format!("“{value}” đã có ở dòng {first_line}"),
                format!("“{value}” already stands on line {first_line}"),
            ),
            Self::NamedTwice { value } => {
                (format!("“{value}” được nêu hai lần"), format!("“{value}” is named twice"))
            }
            Self::IdTaken { slug, id } => (
                format!("trong cơ sở dữ liệu, cơ quan “{slug}” mang số {id}; số này không bao giờ đổi"),
                format!("in the database the tenant “{slug}” has the id {id}, which never changes"),
            ),
            Self::ShortTaken { short, slug } => (
                format!("trong cơ sở dữ liệu, tên tắt “{short}” là của cơ quan “{slug}”"),
                format!("in the database the abbreviation “{short}” belongs to the tenant “{slug}”"),
            ),
            Self::UnknownTenant { slug } => (
                format!("không có cơ quan hay nhóm cơ quan nào là “{slug}”"),
                format!("there is no tenant or set of tenants “{slug}”"),
            ),
            Self::TenantNotValid { slug, on } => (
                format!("cơ quan “{slug}” không hoạt động vào ngày ban hành {}", on.strftime("%d/%m/%Y")),
                format!("the tenant “{slug}” did not exist on the day of issue, {on}"),
            ),
            Self::UnknownDirective { number } => (
                format!("không có văn bản chỉ đạo nào số “{number}”"),
                format!("there is no directive “{number}”"),
            ),
            Self::UnknownTask { code } => {
                (format!("không có nhiệm vụ nào mã “{code}”"), format!("there is no task “{code}”"))
            }
            Self::Circle { code } => (
                format!("dẫn chiếu của nhiệm vụ “{code}” đi vòng tròn"),
                format!("the references of the task “{code}” lead round in a circle"),
            ),
            Self::LeadScopeMismatch { scope } => {
                let (vi, en) = wanted(*scope);
                (
                    format!("phạm vi “{}” cần cơ quan chủ trì là {vi}", scope.as_str()),
                    format!("the scope “{}” needs as lead {en}", scope.as_str()),
                )
            }
            Self::LeadBasisMismatch => (
                "chỉ dùng “not_stated” khi và chỉ khi không có cơ quan chủ trì".into(),
                "“not_stated” stands where there is no lead, and only there".into(),
            ),
            Self::PrecisionMismatch => (
                "thời hạn không khớp độ chính xác: tháng, quý, năm là ngày cuối; “none” thì để trống".into(),
                "the due date does not fit its precision: a month, quarter or year means its last day, “none” means empty"
                    .into(),
            ),
            Self::EndsBeforeStart => {
                ("ngày kết thúc sớm hơn ngày bắt đầu".into(), "the end lies before the start".into())
            }
            Self::DayPast { first } => (
                format!("lịch chỉ thay đổi được từ ngày {} trở đi", first.strftime("%d/%m/%Y")),
                format!("the calendar can only be changed from {first} on"),
            ),
            Self::DayLeftOut { day, first } => (
                format!(
                    "thiếu ngày {}; lịch chỉ thay đổi được từ ngày {} trở đi",
                    day.strftime("%d/%m/%Y"),
                    first.strftime("%d/%m/%Y")
                ),
                format!("the day {day} is missing; the calendar can only be changed from {first} on"),
            ),
            Self::OtherYear { year } => {
                (format!("không thuộc năm {year}"), format!("is not in the year {year}"))
            }
        }
    }
}

/// What the column `lead` must hold for a scope, in Vietnamese and English.
const fn wanted(scope: Scope) -> (&'static str, &'static str) {
    match scope {
        Scope::Single => ("đúng một cơ quan", "exactly one tenant"),
        Scope::Named => ("tên các cơ quan, hoặc để trống", "tenants by name, or nothing"),
        Scope::Ministries => ("“all-ministries”", "“all-ministries”"),
        Scope::Localities => ("“all-localities”", "“all-localities”"),
        Scope::All => ("“all”", "“all”"),
        Scope::Subset => ("để trống", "nothing"),
    }
}

impl Fault {
    /// The stable word of the fault.
    pub const fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// Place and sentence in one line, in Vietnamese or English.
    pub fn message(&self, vi: bool) -> String {
        let Self { file, line, column, field, kind } = self;
        let field = if field.is_empty() { String::new() } else { format!(" ({field})") };
        let text = kind.text(vi);
        if vi {
            format!("{file}, dòng {line}, cột {column}{field}: {text}")
        } else {
            format!("{file}, line {line}, column {column}{field}: {text}")
        }
    }
}
