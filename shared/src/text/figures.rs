//! Texts of figures. Each is made of the same parts in the same order, and a percentage never stands without what it is a share
//! of (R122).

use super::{Lang, words::words};
use crate::{
    figures::{
        Basis, Bodies, CellFault, CellState, Direction, NumberFault, NumberFormat, Op, Outcome, OverBodies,
        OverTime, Unit, WeightKind,
    },
    wire::figure::Absence,
};

mod sentence;

words! {
    /// How the indicator adds up over bodies, in words.
    OverBodies::name {
        Sum: "cộng số liệu của các đơn vị" / "the numbers of all bodies added",
        Ratio: "cộng tử số, cộng mẫu số rồi chia" / "numerators and denominators added, then divided",
        CountOfTenants: "đếm số đơn vị đạt" / "bodies that say yes, counted",
        Distinct: "đếm từng đối tượng một lần" / "different things, each counted once",
        Record: "theo số công bố chính thức" / "as published by its owner",
    }
    /// How the indicator adds up over time, in words.
    OverTime::name {
        Flow: "phát sinh trong kỳ" / "what happened in the period",
        Stock: "lũy kế đến cuối kỳ" / "as it stands at the end of the period",
    }
    /// Which way is better, in words.
    Direction::name { Up: "càng cao càng tốt" / "more is better", Down: "càng thấp càng tốt" / "less is better", }
    /// The unit in words.
    Unit::name { Percent: "tỷ lệ phần trăm" / "percent", Number: "số lượng" / "number", }
    /// The basis in words.
    Basis::name { Filed: "số đã gửi" / "as filed", Verified: "số đã thẩm tra" / "as verified", }
    /// The bodies, after a number.
    Bodies::name {
        All: "đơn vị" / "bodies",
        Ministries: "bộ, ngành" / "ministries and agencies",
        Localities: "địa phương" / "localities",
        Reports: "báo cáo" / "reports",
    }
    /// What a share of the weight is a share of.
    WeightKind::share_of {
        LastDenominator: "mẫu số kỳ trước" / "last period's denominator",
        Population: "dân số" / "the population",
        Adults: "dân số trưởng thành" / "the adult population",
        Households: "số hộ gia đình" / "all households",
        Villages: "số thôn, bản" / "all villages",
        Enterprises: "số doanh nghiệp" / "all enterprises",
    }
    /// The state of a cell in words.
    CellState::name {
        Value: "có số liệu" / "reported",
        Nil: "không phát sinh" / "nil",
        NotApplicable: "không áp dụng" / "not applicable",
        NotAvailable: "chưa có số liệu" / "not available",
    }
    /// The sign before a target.
    Op::sign { Ge: "≥" / "≥", Gt: ">" / ">", Le: "≤" / "≤", }
    /// The outcome as a word.
    Outcome::name {
        Met: "Đạt" / "Met",
        NotMet: "Không đạt" / "Not met",
        InProgress: "Đang thực hiện" / "In progress",
        CannotSay: "Chưa thể kết luận" / "Cannot say yet",
    }
    /// What is wrong with the entry, and what to do.
    CellFault::message {
        Empty: "Hãy nhập số liệu, hoặc chọn “không phát sinh”, “không áp dụng” hay “chưa có số liệu”." / "Enter a number, or choose “nil”, “not applicable” or “not available”.",
        HalfRatio: "Hãy nhập cả tử số và mẫu số: thiếu một phần thì coi như chưa có số liệu." / "Enter both numerator and denominator: with one of them alone the number is missing.",
        ZeroOfZero: "0 trên 0 không phải là tỷ lệ: hãy chọn ở mục “không có số liệu” vì sao không có, hoặc xem lại hai số." / "0 of 0 is no rate: say under “no number” why there is none, or look at both numbers again.",
        PartOfZero: "Mẫu số bằng 0 mà tử số khác 0." / "The denominator is 0 and the numerator is not.",
        PartAboveWhole: "Tử số lớn hơn mẫu số: hãy xem lại, có thể hai số bị đổi chỗ." / "The numerator is larger than the denominator: look again, the two may be swapped.",
        Negative: "Số liệu không được âm." / "The number must not be below zero.",
        WholeNotAsked: "Chỉ tiêu này không có mẫu số." / "This indicator has no denominator.",
        NotYesOrNo: "Chỉ nhập 1 (có) hoặc 0 (không)." / "Enter 1 (yes) or 0 (no) only.",
        NilOfStock: "Chỉ tiêu lũy kế không có “không phát sinh”: hãy nhập số đến cuối kỳ, kể cả khi bằng 0." / "A stock is never “nil”: enter how it stands at the end of the period, even if that is 0.",
        NumbersBesideState: "Đã chọn trạng thái không có số liệu thì hãy để trống các ô số." / "With a state that has no numbers, leave the numbers empty.",
        NothingEstimated: "Chỉ đánh dấu “ước tính” khi có số liệu." / "Mark as an estimate only where there is a number.",
        TooLarge: "Số quá lớn." / "The number is too large.",
    }
    /// Why the typed number is refused, and what to do.
    NumberFault::message {
        Empty: "Chưa nhập số." / "No number was entered.",
        NotANumber: "Chỉ nhập chữ số và dấu ngăn cách, không nhập chữ hay đơn vị tính." / "Enter digits and separators only, no letters and no unit.",
        AmbiguousNumber: "Số này có thể hiểu hai cách (nghìn hay phần thập phân): hãy bỏ dấu ngăn cách hàng nghìn, hoặc chọn cách viết số." / "This can mean two numbers (thousands or decimals): leave out the separators of thousands, or choose how numbers are written.",
        BadThousands: "Dấu ngăn cách hàng nghìn không đúng chỗ." / "The separators of thousands are not where thousands are.",
        PercentTyped: "Không nhập tỷ lệ phần trăm: hãy nhập tử số và mẫu số." / "Percentages are not entered: enter numerator and denominator.",
        NotWhole: "Chỉ tiêu này đếm số nguyên: không nhập phần thập phân." / "This indicator counts whole things: no decimals.",
        TooPrecise: "Nhiều chữ số thập phân hơn mức chỉ tiêu này ghi nhận." / "More decimals than this indicator keeps.",
        TooManyDigits: "Số có quá nhiều chữ số." / "The number has too many digits.",
    }
    /// The format by example.
    NumberFormat::name {
        Vi: "1.234,5 (dấu chấm ngăn hàng nghìn)" / "1.234,5 (point for thousands)",
        En: "1,234.5 (dấu phẩy ngăn hàng nghìn)" / "1,234.5 (comma for thousands)",
        Plain: "1234.5 (không ngăn hàng nghìn)" / "1234.5 (no thousands)",
    }
}

messages! {
    cell_missing { vi: "chưa gửi", en: "not filed" }
    cell_waiting { vi: "đã gửi, chờ thẩm tra", en: "filed, not verified" }
    cell_left_out { vi: "gửi nhưng để trống", en: "filed without it" }
    cell_reason_missing {
        vi: "Hãy ghi lý do không có số liệu.", en: "Say why there is no number.",
    }
    figure_of(part: &str, whole: &str) { vi: format!("{part}/{whole}"), en: format!("{part} of {whole}") }
    figure_percent(n: &str) { vi: format!("{n}%"), en: format!("{n}%") }
    figure_at_least(n: &str) { vi: format!("ít nhất {n}"), en: format!("at least {n}") }
    figure_whole_unpublished { vi: "mẫu số không được công bố", en: "denominator not published" }
    figure_nil { vi: "không phát sinh", en: "nil" }
    figure_no_rate { vi: "không có gì để tính tỷ lệ", en: "nothing to take a rate of" }
    figure_nobody(filed: &str, bodies: &str, due: &str) {
        vi: format!("Chưa có số liệu: {filed} {bodies} đã gửi, hạn {due}"),
        en: format!("No data yet: {filed} {bodies} filed, due {due}"),
    }
    figure_none_verified(verified: &str, bodies: &str) {
        vi: format!("Chưa có số liệu đã thẩm tra: {verified} {bodies}"),
        en: format!("Nothing verified yet: {verified} {bodies}"),
    }
    figure_nobody_owes { vi: "Không có đơn vị nào phải báo cáo", en: "Nobody owes a report" }
    figure_present(of: &str, bodies: &str) {
        vi: format!("{of} {bodies} có số liệu"), en: format!("{of} {bodies} reported"),
    }
    figure_present_verified(of: &str, bodies: &str) {
        vi: format!("{of} {bodies} có số liệu đã thẩm tra"), en: format!("{of} {bodies} verified"),
    }
    figure_verified(n: &str) { vi: format!("{n} đã thẩm tra"), en: format!("{n} verified") }
    figure_estimated(n: &str) { vi: format!("{n} ước tính"), en: format!("{n} estimated") }
    figure_nils(n: &str) { vi: format!("{n} không phát sinh"), en: format!("{n} nil") }
    figure_without(n: &str) { vi: format!("{n} gửi nhưng chưa có số liệu"), en: format!("{n} filed without the number") }
    figure_not_applicable(n: &str) { vi: format!("{n} không áp dụng"), en: format!("{n} not applicable") }
    figure_weight(share: &str, of: &str, what: &str) {
        vi: format!("chiếm {share} ({of}) {what}"), en: format!("covers {share} ({of}) of {what}"),
    }
    figure_weight_of_things(things: &str) {
        vi: format!("số {things} kỳ trước"), en: format!("last period's {things}"),
    }
    figure_no_weight { vi: "chưa có trọng số", en: "weight not known" }
    figure_cut_off(date: &str) { vi: format!("chốt {date}"), en: format!("cut off {date}") }
    figure_so_far(date: &str) { vi: format!("đến nay, {date}"), en: format!("so far, {date}") }
    figure_as_of(date: &str) { vi: format!("số liệu đến {date}"), en: format!("as of {date}") }
    figure_since(period: &str) { vi: format!(" (từ {period})"), en: format!(" (since {period})") }
    figure_year(of: &str, since: &str, words: &str) {
        vi: format!("{of} kỳ của năm{since}: {words}"), en: format!("{of} periods of the year{since}: {words}"),
    }
    figure_edition(n: i32) { vi: format!("bản {n}"), en: format!("edition {n}") }
    figure_published(source: &str, date: &str) {
        vi: format!("{source} công bố {date}"), en: format!("published by {source}, {date}"),
    }
    figure_published_short { vi: "công bố", en: "published" }
    figure_points(n: &str) { vi: format!("{n} điểm %"), en: format!("{n} points") }
    figure_same_bodies(parts: &str, bodies: i64) {
        vi: format!("{parts}, {} đơn vị có ở cả hai kỳ", Lang::Vi.number(bodies)),
        en: format!("{parts}, {} bod{} in both periods", Lang::En.number(bodies), if bodies == 1 { "y" } else { "ies" }),
    }
    figure_gap(points: &str) { vi: format!("chênh {points}"), en: format!("{points} apart") }
    verdict_because(word: &str, why: &str) { vi: format!("{word}: {why}"), en: format!("{word}: {why}") }
    verdict_aside(word: &str, aside: &str) { vi: format!("{word} ({aside})"), en: format!("{word} ({aside})") }
    verdict_target(sign: &str, level: &str) { vi: format!("mục tiêu {sign} {level}"), en: format!("target {sign} {level}") }
    verdict_by(target: &str, date: &str) { vi: format!("{target}, hạn {date}"), en: format!("{target}, due {date}") }
    verdict_between(low: &str, high: &str) {
        vi: format!("nằm giữa {low} và {high}"), en: format!("between {low} and {high}"),
    }
    verdict_at_most(high: &str) { vi: format!("cao nhất {high}"), en: format!("at most {high}") }
    verdict_lowest(low: &str) { vi: format!("thấp nhất {low}"), en: format!("at least {low}") }
    verdict_not_filed(n: i64, bodies: &str) {
        vi: format!("{} {bodies} chưa có số liệu", Lang::Vi.number(n)),
        en: format!("{} {bodies} not reported", Lang::En.number(n)),
    }
    verdict_no_weight { vi: "chưa có mẫu số kỳ trước", en: "their last denominators are not known" }
    verdict_no_data { vi: "chưa có số liệu", en: "no data" }
    verdict_nothing { vi: "không có gì để tính tỷ lệ", en: "there is nothing to take a rate of" }
    verdict_provisional(date: &str) { vi: format!("tạm tính đến {date}"), en: format!("provisional, as of {date}") }
    verdict_when_set { vi: "đạt từ trước khi giao", en: "met before it was set" }
    verdict_stretch(outcome: &str, level: &str) {
        vi: format!("mức phấn đấu {level}: {outcome}"), en: format!("stretch {level}: {outcome}"),
    }
    progress_way(gone: &str, share: &str) {
        vi: format!("đã đi {gone} ({share})"), en: format!("{gone} of the way ({share})"),
    }
    progress_back(by: &str) { vi: format!("lùi {by}"), en: format!("fell back by {by}") }
    number_understood(number: &str, words: &str) {
        vi: format!("Đã hiểu là {number} ({words})"), en: format!("Understood as {number} ({words})"),
    }
}

impl Absence {
    /// Why nothing counts of the body, in words.
    pub const fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Waiting => lang.cell_waiting(),
            Self::LeftOut => lang.cell_left_out(),
            Self::Missing => lang.cell_missing(),
        }
    }
}
