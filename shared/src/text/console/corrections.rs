//! Texts of the console's screen of corrections that wait for the Working Group, and of the box in which one is decided on.

use super::s;

messages! {
    corrections_key_go { vi: "xem các đính chính báo cáo chờ quyết định", en: "show the corrections of reports that wait for a decision" }
    corrections_key_decide { vi: "quyết định về đính chính: chấp nhận hoặc từ chối", en: "decide a correction: accept or refuse" }
    corrections_bar_decide { vi: "quyết định", en: "decide" }
    corrections_tab { vi: "Đính chính", en: "Corrections" }
    corrections_queue { vi: "đính chính", en: "corrections" }
    corrections_opens { vi: "Enter: đính chính chờ quyết định", en: "Enter: corrections to decide" }
    corrections_means {
        vi: "Đính chính chờ quyết định, lâu nhất trước: đến lúc đó số cũ vẫn được tính.",
        en: "Corrections to decide, the oldest first: until then the old figures count.",
    }
    corrections_none { vi: "Không có đính chính nào chờ quyết định.", en: "No correction waits for a decision." }
    corrections_help {
        vi: "Mỗi dòng là một đính chính mà đơn vị đã gửi, lâu nhất trước; bên dưới là lý do và những số thay đổi. Enter mở đính chính với mọi thay đổi, số cũ → số mới; ở đó Enter lần nữa mở báo cáo được đính chính, J và K sang đính chính sau và trước. c mở hộp để chấp nhận, hoặc từ chối kèm nhận xét mà đơn vị sẽ đọc.",
        en: "Each row is a correction that a body has filed, the oldest first; below it stand the reason and what changes. Enter opens the correction with every change, old → new; from there Enter opens the report that is corrected, J and K lead to the next correction and the one before. c opens the box in which it is accepted, or refused with a remark that the body will read.",
    }
    corrections_column_body { vi: "ĐƠN VỊ", en: "BODY" }
    corrections_column_period { vi: "KỲ", en: "PERIOD" }
    corrections_column_reason { vi: "LÝ DO", en: "REASON" }
    corrections_column_changes { vi: "SỐ Ô", en: "CELLS" }
    corrections_column_by { vi: "NGƯỜI GỬI", en: "FILED BY" }
    corrections_column_filed { vi: "NGÀY GỬI", en: "FILED" }
    corrections_of(body: &str, period: &str) { vi: format!("{body} · {period}"), en: format!("{body} · {period}") }
    corrections_filed_by(by: &str, at: &str) { vi: format!("{by} gửi {at}"), en: format!("filed by {by}, {at}") }
    corrections_because(reason: &str, text: &str) { vi: format!("Lý do: {reason}. {text}"), en: format!("Reason: {reason}. {text}") }
    corrections_cell(code: &str, name: &str) { vi: format!("{code} {name}"), en: format!("{code} {name}") }
    corrections_change(old: &str, new: &str) { vi: format!("{old} → {new}"), en: format!("{old} → {new}") }
    corrections_line(numbers: &str, cell: &str) { vi: format!("{numbers} · {cell}"), en: format!("{numbers} · {cell}") }
    corrections_more(n: usize) { vi: format!("… và {n} thay đổi nữa (Enter: xem hết)"), en: format!("… and {n} more change{} (Enter shows all)", s(n)) }
    corrections_label_reason { vi: "Lý do", en: "Reason" }
    corrections_label_text { vi: "Giải thích", en: "In words" }
    corrections_page_cells(n: usize) {
        vi: format!("{n} ô thay đổi, số cũ → số mới"), en: format!("{n} cell{} change{}, old → new", s(n), if n == 1 { "s" } else { "" }),
    }
    corrections_gone { vi: "Đính chính đang xem không còn chờ quyết định.", en: "The correction on the screen no longer waits for a decision." }
    corrections_body_reads { vi: "Đơn vị sẽ đọc được quyết định và nhận xét.", en: "The body will read the decision and the remark." }
    corrections_decide { vi: "Quyết định về đính chính", en: "Decide the correction" }
    corrections_option_accept { vi: "Chấp nhận: từ nay số mới được tính", en: "Accept: from now on the new figures count" }
    corrections_option_refuse { vi: "Từ chối: số cũ vẫn được tính (phải nêu lý do)", en: "Refuse: the old figures go on counting (say why)" }
    corrections_accept { vi: "Chấp nhận đính chính", en: "Accept the correction" }
    corrections_refuse { vi: "Từ chối đính chính", en: "Refuse the correction" }
    corrections_accepted(of: &str) { vi: format!("Đã chấp nhận đính chính: {of}."), en: format!("The correction is accepted: {of}.") }
    corrections_refused(of: &str) { vi: format!("Đã từ chối đính chính: {of}."), en: format!("The correction is refused: {of}.") }
    corrections_not_decided(why: &str) {
        vi: format!("{why} Đính chính này đã có người quyết định hoặc báo cáo đã bị trả lại."),
        en: format!("{why} Somebody has decided this correction already, or the report came back."),
    }
}
