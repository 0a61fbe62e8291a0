//! Texts of what can be wrong with a file of national data, as an import tells it.

use jiff::civil::Date;

use super::{Lang, words::words};
use crate::wire::directive::Scope;

words! {
    /// What the column `lead` must hold.
    Scope::lead {
        Single: "đúng một cơ quan" / "exactly one tenant",
        Named: "tên các cơ quan, hoặc để trống" / "tenants by name, or nothing",
        Ministries: "“all-ministries”" / "“all-ministries”",
        Localities: "“all-localities”" / "“all-localities”",
        All: "“all”" / "“all”",
        Subset: "để trống" / "nothing",
    }
}

messages! {
    import_fault(file: &str, line: u64, column: u64, text: &str) {
        vi: format!("{file}, dòng {line}, cột {column}: {text}"),
        en: format!("{file}, line {line}, column {column}: {text}"),
    }
    import_fault_in(file: &str, line: u64, column: u64, field: &str, text: &str) {
        vi: format!("{file}, dòng {line}, cột {column} ({field}): {text}"),
        en: format!("{file}, line {line}, column {column} ({field}): {text}"),
    }
    import_unknown_file(names: &str) {
        vi: format!("tệp không thuộc các tệp nhận được: {names}"), en: format!("not one of the files that can be imported: {names}"),
    }
    import_file_too_large(limit: usize) { vi: format!("tệp lớn hơn {limit} byte"), en: format!("the file is larger than {limit} bytes") }
    import_no_header { vi: "tệp không có dòng tiêu đề", en: "the file has no header line" }
    import_missing_column(name: &str) { vi: format!("thiếu cột “{name}”"), en: format!("the column “{name}” is missing") }
    import_unknown_column(name: &str, meant: Option<&str>) {
        vi: match meant {
            Some(meant) => format!("không có cột nào tên “{name}”; cột còn thiếu tên là “{meant}”"),
            None => format!("không có cột nào tên “{name}”"),
        },
        en: match meant {
            Some(meant) => format!("there is no column “{name}”; the one that is missing is called “{meant}”"),
            None => format!("there is no column “{name}”"),
        },
    }
    import_open_quotation { vi: "dấu ngoặc kép mở ở đây không bao giờ đóng lại", en: "the quotation that begins here never ends" }
    import_header_count(header: usize, found: usize) {
        vi: format!("dòng tiêu đề có {header} trường, còn mọi dòng khác có {found}"),
        en: format!("the header has {header} fields, and every other line {found}"),
    }
    import_other_tenants(rows: usize, slug: &str, id: i32, short: &str) {
        vi: format!("cơ sở dữ liệu này có các cơ quan khác: {rows} dòng trùng số hoặc tên tắt, chẳng hạn của “{slug}” ({id}, {short})"),
        en: format!("this database has other tenants: {rows} rows have the id or abbreviation of another, such as that of “{slug}” ({id}, {short})"),
    }
    import_duplicate_column(name: &str) { vi: format!("cột “{name}” xuất hiện hai lần"), en: format!("the column “{name}” appears twice") }
    import_field_count(expected: usize, found: usize) {
        vi: format!("dòng có {found} trường, cần {expected}"), en: format!("the line has {found} fields instead of {expected}"),
    }
    import_not_utf8 { vi: "không phải UTF-8", en: "not UTF-8" }
    import_forbidden_character(c: char) {
        vi: format!("có ký tự không được phép U+{:04X}", u32::from(c)), en: format!("has the forbidden character U+{:04X}", u32::from(c)),
    }
    import_too_long(limit: usize) { vi: format!("dài hơn {limit} ký tự"), en: format!("longer than {limit} characters") }
    import_required { vi: "không được để trống", en: "may not be empty" }
    import_wrong_date(found: &str) {
        vi: format!("“{found}” không phải ngày từ năm 2000 đến 2100, viết NĂM-THÁNG-NGÀY, ví dụ 2024-07-19"),
        en: format!("“{found}” is not a date from 2000 to 2100 written YEAR-MONTH-DAY, such as 2024-07-19"),
    }
    import_wrong_number(found: &str) {
        vi: format!("“{found}” không phải số nguyên từ 1 đến 32767"), en: format!("“{found}” is not a whole number from 1 to 32767"),
    }
    import_wrong_slug(found: &str) {
        vi: format!("“{found}” phải có từ hai ký tự, chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối đơn"),
        en: format!("“{found}” must have two or more characters, only small letters, digits and single hyphens"),
    }
    import_wrong_code(found: &str) {
        vi: format!("“{found}” chỉ được gồm chữ cái không dấu, chữ số và dấu gạch nối; tên tắt có từ hai ký tự"),
        en: format!("“{found}” may only have letters, digits and hyphens; an abbreviation has two or more"),
    }
    import_unknown_word(found: &str, words: &str) {
        vi: format!("“{found}” không phải một trong các từ: {words}"), en: format!("“{found}” is none of: {words}"),
    }
    import_reserved_word(found: &str) {
        vi: format!("“{found}” là từ dành riêng, không đặt cho cơ quan được"), en: format!("“{found}” is a reserved word and cannot name a tenant"),
    }
    import_duplicate(value: &str, first_line: u64) {
        vi: format!("“{value}” đã có ở dòng {first_line}"), en: format!("“{value}” already stands on line {first_line}"),
    }
    import_named_twice(value: &str) { vi: format!("“{value}” được nêu hai lần"), en: format!("“{value}” is named twice") }
    import_id_taken(slug: &str, id: i32) {
        vi: format!("trong cơ sở dữ liệu, cơ quan “{slug}” mang số {id}; số này không bao giờ đổi"),
        en: format!("in the database the tenant “{slug}” has the id {id}, which never changes"),
    }
    import_short_taken(short: &str, slug: &str) {
        vi: format!("trong cơ sở dữ liệu, tên tắt “{short}” là của cơ quan “{slug}”"),
        en: format!("in the database the abbreviation “{short}” belongs to the tenant “{slug}”"),
    }
    import_unknown_tenant(slug: &str) {
        vi: format!("không có cơ quan hay nhóm cơ quan nào là “{slug}”"), en: format!("there is no tenant or set of tenants “{slug}”"),
    }
    import_tenant_not_valid(slug: &str, on: Date) {
        vi: format!("cơ quan “{slug}” không hoạt động vào ngày ban hành {}", Lang::Vi.date(on)),
        en: format!("the tenant “{slug}” did not exist on the day of issue, {on}"),
    }
    import_unknown_directive(number: &str) {
        vi: format!("không có văn bản chỉ đạo nào số “{number}”"), en: format!("there is no directive “{number}”"),
    }
    import_unknown_task(code: &str) { vi: format!("không có nhiệm vụ nào mã “{code}”"), en: format!("there is no task “{code}”") }
    import_circle(code: &str) {
        vi: format!("dẫn chiếu của nhiệm vụ “{code}” đi vòng tròn"),
        en: format!("the references of the task “{code}” lead round in a circle"),
    }
    import_lead_scope_mismatch(scope: Scope) {
        vi: format!("phạm vi “{scope}” cần cơ quan chủ trì là {}", scope.lead(Lang::Vi)),
        en: format!("the scope “{scope}” needs as lead {}", scope.lead(Lang::En)),
    }
    import_lead_basis_mismatch {
        vi: "chỉ dùng “not_stated” khi và chỉ khi không có cơ quan chủ trì",
        en: "“not_stated” stands where there is no lead, and only there",
    }
    import_precision_mismatch {
        vi: "thời hạn không khớp độ chính xác: tháng, quý, năm là ngày cuối; “none” thì để trống",
        en: "the due date does not fit its precision: a month, quarter or year means its last day, “none” means empty",
    }
    import_ends_before_start { vi: "ngày kết thúc sớm hơn ngày bắt đầu", en: "the end lies before the start" }
    import_day_past(first: Date) {
        vi: format!("lịch chỉ thay đổi được từ ngày {} trở đi", Lang::Vi.date(first)),
        en: format!("the calendar can only be changed from {first} on"),
    }
    import_day_left_out(day: Date, first: Date) {
        vi: format!("thiếu ngày {}; lịch chỉ thay đổi được từ ngày {} trở đi", Lang::Vi.date(day), Lang::Vi.date(first)),
        en: format!("the day {day} is missing; the calendar can only be changed from {first} on"),
    }
    import_other_year(year: i16) { vi: format!("không thuộc năm {year}"), en: format!("is not in the year {year}") }
}
