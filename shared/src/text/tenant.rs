//! Texts of the console's page of one tenant.

messages! {
    tenant_key_page { vi: "xem trang đơn vị", en: "show the page of the tenant" }
    tenant_bar_page { vi: "trang đơn vị", en: "tenant page" }
    tenant_key_urge_overdue {
        vi: "đôn đốc mọi việc quá hạn của đơn vị", en: "urge about all that the tenant has overdue",
    }
    tenant_bar_urge_overdue { vi: "đôn đốc việc quá hạn", en: "urge all overdue" }
    tenant_finder(name: &str) { vi: format!("{name}: trang đơn vị"), en: format!("{name}: tenant page") }
    tenant_tab(short: &str) { vi: format!("Đơn vị {short}"), en: format!("Tenant {short}") }
    tenant_help {
        vi: "Số liệu chính thức chỉ tính nhiệm vụ chủ trì, việc được giao lại tính một lần. “Việc đang mở” là mọi việc đơn vị chủ trì, kể cả việc đã được giao lại ở nhiệm vụ sau, và f đôn đốc về toàn bộ việc quá hạn ở đó: hệ thống lập phương án trước, chưa gửi gì khi chưa xác nhận. Việc đang hẹn xem lại không nằm trong đó. Enter mở danh sách, việc hoặc đôn đốc ở dòng đang chọn.",
        en: "The official figures are about lead assignments, each restated duty once. “Open work” is all that the tenant leads, restated duties too, and f urges about all that is overdue there: the server makes a plan first, and nothing leaves before it is confirmed. What is snoozed is left out. Enter opens the list, assignment or urge of the row under the cursor.",
    }
    tenant_block_work { vi: "Việc đang mở", en: "Open work" }
    tenant_block_figures { vi: "Số liệu chính thức", en: "Official figures" }
    tenant_block_people { vi: "Chức vụ nhận thư và người dùng", en: "Offices and people" }
    tenant_block_answers { vi: "Trả lời đôn đốc, 365 ngày qua", en: "Answers to urges, last 365 days" }
    tenant_block_urges { vi: "Đôn đốc mới nhất", en: "Newest urges" }
    tenant_block_acts { vi: "Diễn biến mới nhất", en: "Last acts" }
    tenant_open { vi: "tất cả", en: "all of it" }
    tenant_overdue { vi: "quá hạn", en: "overdue" }
    tenant_none { vi: "không có", en: "none" }
    tenant_urged { vi: "đã gửi", en: "sent" }
    tenant_answered_in_time { vi: "trả lời đúng hạn", en: "answered in time" }
    tenant_answered_late { vi: "trả lời muộn", en: "answered late" }
    tenant_never_answered { vi: "quá hạn, chưa trả lời", en: "past reply-by, no answer" }
    tenant_lapsed { vi: "đã khép lại", en: "closed" }
    tenant_waiting { vi: "còn trong hạn trả lời", en: "still in time" }
    tenant_median { vi: "trung vị số ngày trả lời", en: "median days to an answer" }
    tenant_verified { vi: "đã xác minh", en: "verified" }
    tenant_not_proven { vi: "chưa kiểm chứng", en: "not proven" }
    tenant_takes_no_mail { vi: "không nhận được thư", en: "takes no mail" }
    tenant_takes_mail { vi: "nhận được thư", en: "takes mail" }
    tenant_opens_nothing { vi: "Dòng này không có gì để mở.", en: "This row opens nothing." }
    tenant_opens_item(code: &str) { vi: format!("Enter: mở {code}"), en: format!("Enter: open {code}") }
    tenant_opens_urge(number: &str) { vi: format!("Enter: xem đôn đốc số {number}"), en: format!("Enter: read urge no. {number}") }
    tenant_finding(n: usize) {
        vi: format!("đang tìm việc quá hạn… {n}"), en: format!("finding what is overdue… {n}"),
    }
    tenant_nothing_overdue(name: &str) {
        vi: format!("{name} không có việc nào quá hạn để đôn đốc."), en: format!("{name} has nothing overdue to urge about."),
    }
}
