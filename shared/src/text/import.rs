//! Texts of what can be wrong with a file of national data, as an import tells it.

use jiff::civil::Date;

use super::{Lang, plural, words::words};
use crate::{figures::TargetFault, wire::directive::Scope};

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

words! {
    /// What is wrong with a target.
    TargetFault::said {
        StretchNotBeyondFloor:
            "mức phấn đấu phải vượt mức phải đạt theo chiều tốt hơn" / "the stretch must be further than the floor, the way that is better",
        GainWithoutBaseline: "mục tiêu tính từ giá trị gốc cần giá trị gốc" / "a gain needs a baseline to be measured from",
        GainNotPositive: "mức tăng phải lớn hơn 0" / "a gain must be above 0",
        AgainstDirection:
            "phép so sánh ngược chiều tốt hơn của chỉ tiêu: “le” chỉ dùng khi ít hơn là tốt hơn" / "it compares against the direction of the indicator: “le” stands where less is better, and only there",
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
        en: format!("the header has {}, and every other line {found}", plural(header, "field")),
    }
    import_other_tenants(rows: usize, slug: &str, id: i32, short: &str) {
        vi: format!("cơ sở dữ liệu này có các cơ quan khác: {rows} dòng trùng số hoặc tên tắt, chẳng hạn của “{slug}” ({id}, {short})"),
        en: format!("this database has other tenants: {} with the id or abbreviation of another, such as that of “{slug}” ({id}, {short})", plural(rows, "row")),
    }
    import_duplicate_column(name: &str) { vi: format!("cột “{name}” xuất hiện hai lần"), en: format!("the column “{name}” appears twice") }
    import_field_count(expected: usize, found: usize) {
        vi: format!("dòng có {found} trường, cần {expected}"), en: format!("the line has {} instead of {expected}", plural(found, "field")),
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
    import_wrong_number(found: &str, least: i16, most: i16) {
        vi: format!("“{found}” không phải số nguyên từ {least} đến {most}"),
        en: format!("“{found}” is not a whole number from {least} to {most}"),
    }
    import_wrong_decimal(found: &str, places: u8) {
        vi: format!("“{found}” không phải số thập phân viết với dấu chấm, không quá {places} chữ số sau dấu, ví dụ 80.2"),
        en: format!("“{found}” is not a decimal number with a point and at most {places} digits behind it, such as 80.2"),
    }
    import_wrong_whole(found: &str) {
        vi: format!("“{found}” không phải số nguyên không âm"), en: format!("“{found}” is not a whole number of 0 or more"),
    }
    import_wrong_regime(found: &str) {
        vi: format!("“{found}” chỉ được gồm chữ hoa không dấu và chữ số"),
        en: format!("“{found}” may only have capital letters and digits"),
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
    import_unknown_group(code: &str) {
        vi: format!("không có nhóm cơ quan nào mã “{code}”"), en: format!("there is no group of bodies “{code}”"),
    }
    import_unknown_regime(code: &str) {
        vi: format!("không có chế độ báo cáo nào mã “{code}”"), en: format!("there is no reporting regime “{code}”"),
    }
    import_unknown_indicator(code: &str) {
        vi: format!("không có chỉ tiêu nào mã “{code}”"), en: format!("there is no indicator “{code}”"),
    }
    import_member_left_out(slug: &str) {
        vi: format!("trong cơ sở dữ liệu, “{slug}” thuộc nhóm này; thành viên không bị xóa khỏi nhóm, hãy lập nhóm khác"),
        en: format!("in the database “{slug}” belongs to this group; a member is not taken out, make another group instead"),
    }
    import_cutoff_before_due {
        vi: "ngày chốt số liệu không được sớm hơn thời hạn", en: "the cut-off may not come before the due date",
    }
    import_ratio_without_denominator {
        vi: "tỷ lệ phải có tên mẫu số bằng cả hai thứ tiếng", en: "a ratio needs the name of its denominator in both languages",
    }
    import_denominator_without_ratio {
        vi: "chỉ tỷ lệ mới có mẫu số", en: "only a ratio has a denominator",
    }
    import_unit_mismatch {
        vi: "tỷ lệ có đơn vị là “%”, còn tổng thì không", en: "the unit of a ratio is “%”, that of a sum is not",
    }
    import_not_for_bodies {
        vi: "chỉ tiêu đếm trên cả nước hoặc theo số công bố không nằm trong chế độ báo cáo nào",
        en: "what is counted in the nation or published by its owner stands in no regime",
    }
    import_part_of_circle(code: &str) {
        vi: format!("chỉ tiêu “{code}” là một phần của chính nó"), en: format!("the indicator “{code}” is a part of itself"),
    }
    import_asked_already {
        vi: "một kỳ đã mở hỏi chỉ tiêu này nên cách cộng, số chữ số thập phân và phạm vi không đổi được: hãy thêm chỉ tiêu mới với mã khác",
        en: "an opened period asks for this indicator, so how it adds up, its scale and its scope cannot change: add a new indicator with another code",
    }
    import_version_order {
        vi: "phiên bản đầu là 1; mỗi phiên bản sau liền số, có ngày bắt đầu muộn hơn phiên bản trước",
        en: "the first version is 1; each later one has the next number and begins later than the one before",
    }
    import_baseline_mismatch {
        vi: "giá trị gốc và ngày của nó đi với nhau", en: "a baseline and its date go together",
    }
    import_gain_has_no_stretch {
        vi: "mục tiêu tính từ giá trị gốc không có mức phấn đấu", en: "a target that is a gain has no stretch",
    }
    import_leads_nothing {
        vi: "số dẫn đầu phải thuộc một chỉ tiêu", en: "a figure that leads needs the indicator that it leads",
    }
    import_half_ratio { vi: "tử số và mẫu số đi với nhau", en: "a numerator and a denominator go together" }
    import_other_leads(series: &str) {
        vi: format!("dãy số “{series}” đã dẫn đầu chỉ tiêu này"), en: format!("the series “{series}” leads this indicator already"),
    }
    import_record_changed {
        vi: "số đã công bố không bao giờ bị sửa: hãy thêm dòng với lần sửa đổi kế tiếp",
        en: "a figure of record is never changed: add a row with the next revision",
    }
    import_revision_order {
        vi: "lần công bố đầu là 1, mỗi lần sửa đổi sau liền số", en: "the first revision is 1, and each later one has the next number",
    }
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
