//! Texts of the console's page about one assignment.

use crate::text::plural;

messages! {
    tui_key_save_evidence { vi: "lưu tệp đang chọn (trên việc: mọi tệp) vào thư mục này", en: "save the chosen file (on an item: all) to this folder" }
    tui_bar_save_evidence { vi: "lưu tệp", en: "save" }
    tui_no_files { vi: "Không có tệp minh chứng nào để lưu; liên kết được ghi đầy đủ ở trang này.", en: "There is no file of evidence to save; links stand whole on this page." }
    tui_fact_tenant { vi: "Đơn vị", en: "Tenant" }
    tui_fact_status { vi: "Trạng thái", en: "Status" }
    tui_fact_due { vi: "Thời hạn", en: "Due date" }
    tui_fact_level { vi: "Đôn đốc", en: "Urging" }
    tui_fact_assignee { vi: "Người thực hiện", en: "Assignee" }
    tui_fact_directive { vi: "Văn bản", en: "Directive" }
    tui_fact_product { vi: "Sản phẩm", en: "Product" }
    tui_fact_due_text { vi: "Hạn trong văn bản", en: "Due, as issued" }
    tui_fact_restates { vi: "Nhắc lại", en: "Restates" }
    tui_fact_others { vi: "Cùng nhiệm vụ", en: "Same task" }
    tui_fact_source { vi: "Nguồn", en: "Source" }
    tui_fact_address { vi: "Trang của việc này trên web:", en: "Its page in the web portal:" }
    tui_nobody_named { vi: "chưa phân công", en: "nobody named" }
    tui_level_none { vi: "chưa báo cáo cấp trên", en: "not escalated" }
    tui_unanswered_urges(n: i32) {
        vi: format!("{n} lần đôn đốc chưa trả lời"), en: format!("{n} unanswered urge{}", if n == 1 { "" } else { "s" }),
    }
    tui_due_original(original: &str, count: i32, days: i32) {
        vi: format!(" (hạn ban đầu {original}, gia hạn {count} lần, tổng {days} ngày)"),
        en: format!(" (originally {original}, extended {count}×, {} in all)", plural(days, "day")),
    }
    tui_section_acts { vi: "Việc có thể làm", en: "What can be done" }
    tui_section_steps { vi: "Bước báo cáo cấp trên đang đề xuất", en: "Proposed escalation" }
    tui_section_extensions { vi: "Đề nghị gia hạn", en: "Extension requests" }
    tui_section_reports { vi: "Báo cáo tiến độ", en: "Progress reports" }
    tui_section_evidence { vi: "Minh chứng", en: "Evidence" }
    tui_section_urges { vi: "Đôn đốc", en: "Urges" }
    tui_section_timeline { vi: "Diễn biến", en: "Timeline" }
    tui_acts_none { vi: "Vai trò của bạn chỉ xem.", en: "Your role only reads." }
    tui_reports_none { vi: "chưa có báo cáo", en: "no report yet" }
    tui_evidence_none { vi: "chưa có minh chứng", en: "no evidence yet" }
    tui_at_by(at: &str, by: &str) { vi: format!("{at} · {by}"), en: format!("{at} · {by}") }
    tui_report_results { vi: "Kết quả", en: "Results" }
    tui_report_figures { vi: "Số liệu", en: "Figures" }
    tui_report_limitations { vi: "Hạn chế", en: "Limitations" }
    tui_report_barriers { vi: "Vướng mắc", en: "Barriers" }
    tui_report_cause { vi: "Nguyên nhân", en: "Cause" }
    tui_report_waiting_on { vi: "Đang chờ", en: "Waiting on" }
    tui_report_next { vi: "Việc tiếp", en: "Next step" }
    tui_evidence_file { vi: "tệp", en: "file" }
    tui_evidence_link { vi: "đường dẫn", en: "link" }
    tui_evidence_submitted { vi: "đã gửi", en: "submitted" }
    tui_evidence_removed(at: &str) { vi: format!("đã gỡ {at}"), en: format!("removed {at}") }
    tui_urge_line(number: &str, reply_by: &str, state: &str) {
        vi: format!("Số {number} · trả lời chậm nhất ngày {reply_by} · {state}"),
        en: format!("No. {number} · reply by {reply_by} · {state}"),
    }
    tui_urge_answered { vi: "đã trả lời", en: "answered" }
    tui_urge_open { vi: "chờ trả lời", en: "waiting for an answer" }
    tui_urge_overdue(days: i32) {
        vi: format!("quá hạn trả lời {days} ngày"), en: format!("answer {days} day{} overdue", if days == 1 { "" } else { "s" }),
    }
    tui_urge_answer_at(at: &str, by: &str) { vi: format!("Trả lời {at} · {by}"), en: format!("Answer {at} · {by}") }
    tui_extension_asked(from: &str, to: &str, reason: &str) {
        vi: format!("xin lùi từ {from} đến {to}, vì {reason}"), en: format!("from {from} to {to}, {reason}"),
    }
    tui_extension_pending { vi: "Đang chờ quyết định", en: "Waiting for a decision" }
    tui_extension_granted { vi: "Đồng ý", en: "Granted" }
    tui_extension_granted_to(to: &str) { vi: format!("Đồng ý đến {to}"), en: format!("Granted to {to}") }
    tui_extension_refused { vi: "Không đồng ý", en: "Refused" }
    tui_extension_lapsed { vi: "Không còn cần, đã chấp nhận", en: "Not needed, accepted" }
    tui_extension_total(count: i32, days: i32) {
        vi: format!("Đã gia hạn {count} lần, tổng {days} ngày."), en: format!("Extended {count}×, {} in all.", plural(days, "day")),
    }
    tui_decided(at: &str, by: &str) { vi: format!("quyết định {at} · {by}"), en: format!("decided {at} · {by}") }
    tui_step_proposed(level: i16, target: &str, on: &str, days: i32) {
        vi: format!("Cấp {level}: báo cáo {target}; đề xuất ngày {on}, khi quá hạn {days} ngày"),
        en: format!("Level {level}: to the {target}; proposed on {on}, {} overdue", plural(days, "day")),
    }
    tui_step_addressees(list: &str) { vi: format!("Gửi đến: {list}"), en: format!("To: {list}") }
    tui_step_signed(by: &str) { vi: format!("Đã ký lần một: {by}; chờ người thứ hai."), en: format!("First signature: {by}; waits for the second.") }
    tui_step_two_persons { vi: "Cấp này cần hai người ký.", en: "This level needs two persons." }
    tui_event_assigned { vi: "giao nhiệm vụ", en: "assigned" }
    tui_event_acknowledged { vi: "tiếp nhận", en: "acknowledged" }
    tui_event_reported { vi: "báo cáo tiến độ", en: "progress reported" }
    tui_event_evidence_added { vi: "thêm minh chứng", en: "evidence added" }
    tui_event_evidence_removed { vi: "gỡ minh chứng", en: "evidence removed" }
    tui_event_proposed { vi: "trình phê duyệt", en: "proposed for approval" }
    tui_event_proposal_taken_back { vi: "rút lại bản trình", en: "proposal taken back" }
    tui_event_sent_back { vi: "trả lại chuyên viên", en: "sent back" }
    tui_event_submitted { vi: "gửi Tổ công tác", en: "submitted" }
    tui_event_taken_back { vi: "rút lại hồ sơ", en: "taken back" }
    tui_event_opened { vi: "bắt đầu thẩm tra", en: "opened for verification" }
    tui_event_accepted { vi: "chấp nhận hoàn thành", en: "accepted" }
    tui_event_returned { vi: "trả lại đơn vị", en: "returned" }
    tui_event_reopened { vi: "mở lại", en: "re-opened" }
    tui_event_extension_requested { vi: "xin gia hạn", en: "extension asked for" }
    tui_event_extension_granted { vi: "đồng ý gia hạn", en: "extension granted" }
    tui_event_extension_refused { vi: "không đồng ý gia hạn", en: "extension refused" }
    tui_event_exception_granted { vi: "cho nhập thêm", en: "longer entry" }
    tui_event_exception_cancelled { vi: "thôi cho nhập thêm", en: "longer entry cancelled" }
    tui_event_correction_proposed { vi: "trình đính chính", en: "correction proposed" }
    tui_event_correction_sent_back { vi: "trả lại đính chính", en: "correction sent back" }
    tui_event_correction_filed { vi: "gửi đính chính", en: "correction filed" }
    tui_event_correction_accepted { vi: "chấp nhận đính chính", en: "correction accepted" }
    tui_event_correction_refused { vi: "không nhận đính chính", en: "correction refused" }
    tui_event_urged { vi: "đôn đốc", en: "urged" }
    tui_event_urge_answered { vi: "trả lời đôn đốc", en: "urge answered" }
    tui_event_urge_withdrawn { vi: "rút đôn đốc, chưa gửi thư", en: "urge withdrawn, no mail had left" }
    tui_event_reminded { vi: "gửi thư nhắc", en: "reminder sent" }
    tui_event_assignments_mailed { vi: "gửi thư báo nhiệm vụ mới", en: "new tasks mailed" }
    tui_event_notice_mailed { vi: "gửi thư báo việc", en: "notice sent" }
    tui_event_decision_mailed { vi: "gửi thư báo quyết định", en: "decision mailed" }
    tui_event_urge_mailed { vi: "gửi thư đôn đốc", en: "urge mailed" }
    tui_event_escalation_mailed { vi: "gửi thư báo cáo cấp trên", en: "escalation mailed" }
    tui_event_escalation_proposed { vi: "đề xuất báo cáo cấp trên", en: "escalation proposed" }
    tui_event_escalation_signed { vi: "ký lần một báo cáo cấp trên", en: "escalation signed once" }
    tui_event_escalated { vi: "báo cáo cấp trên", en: "escalated" }
    tui_event_escalation_dropped { vi: "bỏ đề xuất báo cáo cấp trên", en: "escalation dropped" }
    tui_event_missed { vi: "kỳ đã đóng, báo cáo không gửi", en: "period closed, report missed" }
    tui_event_handed_over { vi: "chuyển cho người khác", en: "handed over" }
    tui_event_contribution_closed { vi: "kết thúc phần phối hợp", en: "contribution closed" }
}
