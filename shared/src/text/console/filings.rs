//! Texts of the console's screens of periods and of the reports that bodies filed.

use super::days;
use crate::{
    text::{Lang, words::words},
    wire::filing::ReportsShown,
};

words! {
    /// The reports that are shown, as the name of a pane.
    ReportsShown::name {
        All: "Tất cả" / "All",
        Waiting: "Chờ thẩm tra" / "To verify",
        Missing: "Chưa gửi" / "Not filed",
        Late: "Muộn" / "Late",
        Verified: "Đã thẩm tra" / "Verified",
    }
}

messages! {
    filings_key_go { vi: "xem kỳ báo cáo: ai đã gửi, ai còn thiếu, thẩm tra", en: "show the reporting periods: who has filed, who has not, what to verify" }
    filings_key_accept { vi: "thẩm tra: chấp nhận báo cáo đang xem", en: "verify: accept the report on the screen" }
    filings_key_send_back { vi: "thẩm tra: trả lại báo cáo đang xem, kèm nhận xét và hạn mới", en: "verify: return the report on the screen, with a remark and a new date" }
    filings_bar_accept { vi: "chấp nhận", en: "accept" }
    filings_bar_send_back { vi: "trả lại", en: "return" }
    filings_tab { vi: "Kỳ báo cáo", en: "Periods" }
    filings_help {
        vi: "Mỗi dòng là một kỳ: bao nhiêu báo cáo đã gửi trên số phải gửi, gửi đúng hạn trên số đã đến hạn hoặc đã gửi, đã thẩm tra trên số đã gửi. Enter mở danh sách đơn vị: báo cáo chờ Tổ công tác đứng trước, rồi đến báo cáo còn thiếu, muộn nhất trước; Tab đổi danh sách. Enter trên một đơn vị mở báo cáo với số liệu, dưới từng ô là cảnh báo kèm giải trình của đơn vị: ở đó a chấp nhận, r trả lại, d đánh giá giải trình; f đôn đốc.",
        en: "Each row is a period: how many reports are filed of those owed, filed on time of those due or filed, verified of those filed. Enter opens its bodies: reports that wait for the Working Group come first, then those that are missing, the latest first; Tab changes the list. Enter on a body opens its report with the figures, and below each cell what the checks warned of and how the body justified it: there a accepts it, r returns it and d judges a justification; f urges.",
    }
    filings_column_period { vi: "KỲ", en: "PERIOD" }
    filings_column_regime { vi: "CHẾ ĐỘ", en: "REGIME" }
    filings_column_state { vi: "TRẠNG THÁI", en: "STATE" }
    filings_column_filed { vi: "ĐÃ GỬI", en: "FILED" }
    filings_column_on_time { vi: "ĐÚNG HẠN", en: "ON TIME" }
    filings_column_verified { vi: "ĐÃ THẨM TRA", en: "VERIFIED" }
    filings_column_waiting { vi: "CHỜ", en: "WAIT" }
    filings_column_missing { vi: "THIẾU", en: "MISS." }
    filings_rates(filed: &str, on_time: &str, verified: &str) {
        vi: format!("đã gửi {filed} · đúng hạn {on_time} · đã thẩm tra {verified}"),
        en: format!("filed {filed} · on time {on_time} · verified {verified}"),
    }
    filings_nil(n: &str) { vi: format!("{n} không phát sinh"), en: format!("{n} nil") }
    filings_waiting(n: &str) { vi: format!("{n} chờ thẩm tra"), en: format!("{n} to verify") }
    filings_late(n: &str) { vi: format!("{n} gửi muộn"), en: format!("{n} filed late") }
    filings_missing(n: &str) { vi: format!("{n} quá hạn chưa gửi"), en: format!("{n} overdue") }
    filings_not_yet_due(n: &str) { vi: format!("{n} chưa đến hạn"), en: format!("{n} not due yet") }
    filings_opens(on: &str) { vi: format!("mở nhập từ {on}"), en: format!("opens on {on}") }
    filings_none {
        vi: "Chưa lập kỳ báo cáo nào. Người quản trị lập các kỳ của năm bằng lệnh “dondoc-server period plan” rồi mở từng kỳ bằng “dondoc-server period open”.",
        en: "No period has been planned yet. The operator plans the periods of a year with “dondoc-server period plan” and opens each with “dondoc-server period open”.",
    }
    filings_planned_only {
        vi: "Kỳ này chưa mở: chưa đơn vị nào phải gửi báo cáo.",
        en: "This period is not open yet: no body owes a report.",
    }
    filings_none_owed { vi: "Kỳ này không đơn vị nào phải báo cáo.", en: "No body owes a report for this period." }
    filings_none_waiting { vi: "Không có báo cáo nào chờ thẩm tra.", en: "No report waits to be verified." }
    filings_none_missing { vi: "Mọi đơn vị đã gửi.", en: "Every body has filed." }
    filings_none_late { vi: "Không có báo cáo nào muộn.", en: "No report is late." }
    filings_none_verified { vi: "Chưa có báo cáo nào được thẩm tra.", en: "No report is verified yet." }
    filings_no_older { vi: "Không có kỳ nào trước kỳ này.", en: "There is no period before this one." }
    filings_no_newer { vi: "Không có kỳ nào sau kỳ này.", en: "There is no period after this one." }
    filings_body { vi: "ĐƠN VỊ", en: "BODY" }
    filings_body_state { vi: "BÁO CÁO", en: "REPORT" }
    filings_body_due { vi: "HẠN GỬI", en: "DUE" }
    filings_body_late { vi: "MUỘN", en: "LATE" }
    filings_body_first_filed { vi: "GỬI L.ĐẦU", en: "FIRST FILED" }
    filings_body_revision { vi: "LẦN", en: "REV." }
    filings_body_urges { vi: "Đ.ĐỐC", en: "URGES" }
    filings_days(n: i32) { vi: format!("{n} ng"), en: format!("{n} d") }
    filings_said_due(due: &str) { vi: format!("hạn gửi {due}"), en: format!("due {due}") }
    filings_said_due_first(due: &str) { vi: format!("hạn gốc {due}"), en: format!("first due {due}") }
    filings_said_overdue(n: i32) { vi: format!("quá hạn {n} ngày"), en: format!("{n} day{} overdue", days(n)) }
    filings_said_late(n: i32) { vi: format!("gửi muộn {n} ngày"), en: format!("filed {n} day{} late", days(n)) }
    filings_said_in_time { vi: "gửi đúng hạn", en: "filed in time" }
    filings_said_first_filed(on: &str) { vi: format!("gửi lần đầu {on}"), en: format!("first filed {on}") }
    filings_said_filled(percent: i16) { vi: format!("đã nhập {percent}% ô bắt buộc"), en: format!("{percent}% of the compulsory cells entered") }
    filings_said_urges(n: i32) { vi: format!("{n} đôn đốc chưa trả lời"), en: format!("{n} urge{} unanswered", days(n)) }
    filings_said_extension { vi: "đang xin gia hạn", en: "a later due date is asked for" }
    filings_label_state { vi: "Trạng thái", en: "State" }
    filings_label_filed { vi: "Đã gửi", en: "Filed" }
    filings_label_remark { vi: "Lời kèm theo", en: "Said with it" }
    filings_label_returned { vi: "Trả lại", en: "Returned" }
    filings_label_counted { vi: "Đang tính", en: "Counted" }
    filings_label_checks { vi: "Kiểm tra", en: "Checks" }
    filings_warnings(n: usize) {
        vi: if n == 0 { "không có cảnh báo".to_owned() } else { format!("{n} cảnh báo kèm giải trình, dưới từng ô") },
        en: match n {
            0 => "no warnings".to_owned(),
            1 => "1 warning with its justification, below its cell".to_owned(),
            n => format!("{n} warnings with their justifications, each below its cell"),
        },
    }
    filings_justified(by: &str, reason: &str, text: &str) {
        vi: format!("Giải trình ({by}): {reason}. {text}"), en: format!("Justified ({by}): {reason}. {text}"),
    }
    filings_judged(judged: &str, by: &str) {
        vi: format!("Tổ công tác: {judged} ({by})"), en: format!("Working Group: {judged} ({by})"),
    }
    filings_revision(n: i32, at: &str, by: &str) {
        vi: format!("lần {n}, {at}, {by}"), en: format!("revision {n}, {at}, {by}"),
    }
    filings_returned(n: i32, at: &str, by: &str, why: &str) {
        vi: format!("lần {n}, {at}, {by}: {why}"), en: format!("revision {n}, {at}, {by}: {why}"),
    }
    filings_counted_none { vi: "chưa có lần gửi nào", en: "no revision yet" }
    filings_counted_filed(n: i32) {
        vi: format!("lần {n} trong số đã gửi; chưa lần nào trong số đã thẩm tra"),
        en: format!("revision {n} among what is filed; none among what is verified"),
    }
    filings_counted_verified(n: i32) {
        vi: format!("lần {n}, cả trong số đã gửi và số đã thẩm tra"),
        en: format!("revision {n}, among what is filed and what is verified"),
    }
    filings_counted_both(filed: i32, verified: i32) {
        vi: format!("lần {filed} trong số đã gửi, lần {verified} trong số đã thẩm tra"),
        en: format!("revision {filed} among what is filed, revision {verified} among what is verified"),
    }
    filings_cell_now { vi: "KỲ NÀY", en: "THIS PERIOD" }
    filings_cell_last { vi: "KỲ TRƯỚC", en: "LAST PERIOD" }
    filings_cell_change { vi: "THAY ĐỔI", en: "CHANGE" }
    filings_cell_year_ago { vi: "CÙNG KỲ NĂM TRƯỚC", en: "A YEAR BEFORE" }
    filings_said_last(value: &str) { vi: format!("kỳ trước {value}"), en: format!("last period {value}") }
    filings_said_year_ago(value: &str) { vi: format!("cùng kỳ năm trước {value}"), en: format!("a year before {value}") }
    filings_brought(numbers: usize, without: usize, warnings: Option<usize>) {
        vi: {
            let without = if without == 0 { String::new() } else { format!(", {without} ô không có số") };
            let warnings = match warnings {
                None => String::new(),
                Some(0) => ", không có cảnh báo".to_owned(),
                Some(n) => format!(", {n} cảnh báo"),
            };
            format!("{numbers} số liệu{without}{warnings}")
        },
        en: {
            let s = |n: usize| if n == 1 { "" } else { "s" };
            let without = if without == 0 { String::new() } else { format!(", {without} cell{} without a number", s(without)) };
            let warnings = match warnings {
                None => String::new(),
                Some(0) => ", no warnings".to_owned(),
                Some(n) => format!(", {n} warning{}", s(n)),
            };
            format!("{numbers} figure{}{without}{warnings}", s(numbers))
        },
    }
    filings_brought_revision(n: i32) { vi: format!("lần gửi {n}"), en: format!("filing {n}") }
    filings_figures_of { vi: "Số liệu của báo cáo", en: "Figures of the report" }
    filings_key_figures { vi: "xem số liệu của báo cáo đang thẩm tra; ấn lại: quay về", en: "show the figures of the report that is verified; again: back" }
    filings_bar_figures { vi: "số liệu", en: "figures" }
    filings_figures_brought(sum: &str, key: &str) {
        vi: format!("Báo cáo mang {sum}. {key}: xem từng số liệu."), en: format!("The report brings {sum}. {key}: each figure."),
    }
    filings_figures_coming { vi: "Đang tải số liệu của báo cáo…", en: "The figures of the report are being read…" }
    filings_figures_failed(why: &str, key: &str) {
        vi: format!("Chưa đọc được số liệu của báo cáo. {why} {key}: đọc lại."),
        en: format!("The figures of the report could not be read. {why} {key}: read them again."),
    }
    filings_figures_first {
        vi: "Số liệu của báo cáo chưa hiện ra, nên chưa quyết định được; đang đọc.",
        en: "Nothing is decided before the figures of the report are here; they are being read.",
    }
    filings_figures_keys(key: &str) {
        vi: format!("↑ ↓ PgUp PgDn cuộn · {key} hoặc Esc quay lại"), en: format!("↑ ↓ PgUp PgDn scroll · {key} or Esc back"),
    }
    filings_left_undated { vi: "chưa có hạn gửi", en: "has no due date" }
    filings_left_not_overdue(due: &str) { vi: format!("chưa quá hạn, hạn gửi {due}"), en: format!("not overdue, due {due}") }
    filings_left_extended(due: &str, first: &str) {
        vi: format!("chưa quá hạn, được gia hạn đến {due} (hạn gốc {first})"), en: format!("not overdue, extended to {due} (first due {first})"),
    }
    filings_labelled(label: &str, value: &str) { vi: format!("{label}: {value}"), en: format!("{label}: {value}") }
    filings_cells_none { vi: "Kỳ này không hỏi đơn vị chỉ tiêu nào.", en: "The period asks this body for no indicator." }
    filings_not_filed_yet {
        vi: "Đơn vị chưa gửi lần nào: số liệu đang nhập là của riêng đơn vị cho đến khi gửi.",
        en: "The body has filed nothing yet: what it enters is its own until it files it.",
    }
    filings_changed_meanwhile {
        vi: "Báo cáo vừa thay đổi: hãy đọc lại số liệu trước khi quyết định.",
        en: "The report has just changed: read the figures again before you decide.",
    }
    filings_urge_text(regime: &str, period: &str, due: &str) {
        vi: format!("Trên hệ thống chưa có báo cáo của đơn vị ({regime}) kỳ {period}, hạn gửi {due}.\n\nTổ công tác đề nghị đơn vị gửi báo cáo; nếu chưa gửi được, nêu rõ lý do và thời điểm sẽ gửi."),
        en: format!("The system has no report of the body ({regime}) for {period}, due {due}.\n\nThe Working Group asks the body to file it or, if that is not possible yet, to say why and when it will be."),
    }
}
