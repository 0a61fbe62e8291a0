//! Texts of the console's screens of the next run, of policies, drafts and simulations, and of urges.

use super::{Lang, words::words};
use crate::policy::PolicyKind;

fn s(n: &str) -> &'static str {
    if n == "1" { "" } else { "s" }
}

words! {
    /// What a policy is about, in words.
    PolicyKind::name {
        Reminders: "nhắc việc" / "reminders",
        ReportReminders: "nhắc báo cáo" / "report reminders",
        Ladder: "thang báo cáo cấp trên" / "escalation ladder",
    }
}

messages! {
    // Keys
    desk_key_go_run { vi: "xem đợt nhắc việc sắp tới", en: "show the next run of reminders" }
    desk_key_go_policies { vi: "xem quy định nhắc việc và thang cấp trên", en: "show the policies of reminders and ladder" }
    desk_key_previous_day { vi: "ngày trước", en: "the day before" }
    desk_key_next_day { vi: "ngày sau", en: "the day after" }
    desk_bar_go_run { vi: "đợt nhắc tới", en: "next run" }
    desk_bar_go_policies { vi: "quy định", en: "policies" }
    desk_bar_previous_day { vi: "ngày trước", en: "day before" }
    desk_bar_next_day { vi: "ngày sau", en: "day after" }

    // The next run
    desk_tab_run { vi: "Đợt nhắc", en: "Next run" }
    desk_run_head(when: &str, mails: &str, lines: &str, tenants: &str) {
        vi: format!("{when}: {mails} thư, {lines} dòng, {tenants} đơn vị"),
        en: format!("{when}: {mails} mail{}, {lines} line{}, {tenants} tenant{}", s(mails), s(lines), s(tenants)),
    }
    desk_run_tenant_head(when: &str, mails: &str, lines: &str) {
        vi: format!("{when}: {mails} thư, {lines} dòng"),
        en: format!("{when}: {mails} mail{}, {lines} line{}", s(mails), s(lines)),
    }
    desk_run_means {
        vi: "Nếu từ nay đến lúc đó không có gì thay đổi. Chưa có gì được gửi.",
        en: "If nothing changes until then. Nothing has been sent yet.",
    }
    desk_run_none(day: &str) {
        vi: format!("Ngày {day} không có thư nhắc việc nào."), en: format!("No reminders on {day}."),
    }
    desk_run_beyond(ahead: i32) {
        vi: format!("Chỉ xem được từ hôm nay đến {ahead} ngày tới."),
        en: format!("Only from today to {ahead} days ahead."),
    }
    desk_column_tenant { vi: "ĐƠN VỊ", en: "TENANT" }
    desk_column_mails { vi: "THƯ", en: "MAILS" }
    desk_column_leaves { vi: "GỬI KHÁC GIỜ", en: "OTHER TIME" }
    desk_run_held { vi: "đang tạm giữ", en: "held" }
    desk_run_later(n: i64) { vi: format!("{n} thư hôm sau"), en: format!("{n} a later day") }
    desk_column_lines { vi: "DÒNG", en: "LINES" }
    desk_run_person(name: &str, address: &str, lines: &str) {
        vi: format!("{name} <{address}> · {lines} dòng"),
        en: format!("{name} <{address}> · {lines} line{}", s(lines)),
    }
    desk_run_help {
        vi: "Số thư và dòng của một ngày được tính lại bằng chính quy tắc của đợt gửi; R: tính lại.",
        en: "Mails and lines of a day are worked out by the very rules of the run; R works them out again.",
    }
    desk_opens_people(name: &str) { vi: format!("Enter: xem người nhận của {name}"), en: format!("Enter: the people of {name}") }

    // Policies
    desk_key_draft { vi: "thử một bản mới từ bản này", en: "try a new version made from this one" }
    desk_key_withdraw { vi: "rút bản này", en: "withdraw this version" }
    desk_key_make { vi: "lập bản mới sau khi xem mô phỏng", en: "make the version that was simulated" }
    desk_key_save { vi: "ghi mô phỏng ra tệp CSV ở thư mục hiện tại", en: "write the simulation to a CSV file in the current folder" }
    desk_bar_draft { vi: "thử bản mới", en: "try a new one" }
    desk_bar_withdraw { vi: "rút", en: "withdraw" }
    desk_bar_make { vi: "lập bản mới", en: "make" }
    desk_bar_save { vi: "ghi CSV", en: "write CSV" }
    desk_tab_policies { vi: "Quy định", en: "Policies" }
    desk_tab_draft { vi: "Bản thử", en: "Draft" }
    desk_tab_simulation { vi: "Mô phỏng", en: "Simulation" }
    desk_policies_empty { vi: "Chưa có quy định nào.", en: "There is no policy yet." }
    desk_column_kind { vi: "VỀ", en: "ABOUT" }
    desk_column_scope { vi: "CHO", en: "FOR" }
    desk_column_version { vi: "BẢN", en: "NO." }
    desk_column_from { vi: "TỪ NGÀY", en: "FROM" }
    desk_column_state { vi: "TÌNH TRẠNG", en: "STATE" }
    desk_column_note { vi: "LÝ DO", en: "WHY" }
    desk_everyone { vi: "mọi đơn vị", en: "all tenants" }
    desk_state_in_force { vi: "đang áp dụng", en: "in force" }
    desk_state_ahead { vi: "chưa đến ngày", en: "not yet" }
    desk_state_withdrawn { vi: "đã rút", en: "withdrawn" }
    desk_state_replaced { vi: "đã thay thế", en: "replaced" }
    desk_policy_title(kind: &str, scope: &str, version: i32) {
        vi: format!("{kind}, bản {version}, {scope}"), en: format!("{kind}, version {version}, {scope}"),
    }
    desk_label_from { vi: "Áp dụng từ", en: "Counts from" }
    desk_label_until { vi: "Đến trước", en: "Until before" }
    desk_label_state { vi: "Tình trạng", en: "State" }
    desk_label_note { vi: "Lý do", en: "Why" }
    desk_label_by { vi: "Người lập", en: "Made by" }
    desk_label_tenant { vi: "Đơn vị", en: "Tenant" }
    desk_label_body { vi: "Nội dung", en: "What it says" }
    desk_tenant_hint { vi: "(bỏ trống: mọi đơn vị)", en: "(empty: all tenants)" }
    desk_withdraw_not(version: i32) {
        vi: format!("Không rút được bản {version}: đã rút rồi, hoặc là bản đầu tiên mà mọi bản khác dựa vào."),
        en: format!("Version {version} cannot be withdrawn: it has been, or it is the first one that all others rest on."),
    }
    desk_policies_help {
        vi: "Một bản không bao giờ bị sửa. Bản mới áp dụng sớm nhất từ ngày mai; bản riêng của đơn vị đứng trên bản chung.",
        en: "A version is never changed. A new one counts from tomorrow at the earliest; a tenant's own comes before the common one.",
    }

    // A draft
    desk_draft_title(kind: &str, version: i32) {
        vi: format!("Bản thử: {kind} (từ bản {version})"), en: format!("Draft: {kind} (from version {version})"),
    }
    desk_draft_hint_reminders {
        vi: "before-7 · due · overdue-3 · every-7-from-14 · doubling-7-from-14: assignee, approvers, steering_head, agency_mailbox, coordinating, blocking · F1: nghĩa của từng từ",
        en: "before-7 · due · overdue-3 · every-7-from-14 · doubling-7-from-14: assignee, approvers, steering_head, agency_mailbox, coordinating, blocking · F1: what each word means",
    }
    desk_draft_hint_ladder {
        vi: "cấp: ngày approvers|focal_head|steering_head|vice_chair (rests) (second) (automatic) · 1 vi: câu thêm · rest: 7..56 · most: 12 · F1: nghĩa của từng từ",
        en: "level: days approvers|focal_head|steering_head|vice_chair (rests) (second) (automatic) · 1 en: a sentence · rest: 7..56 · most: 12 · F1: what each word means",
    }
    desk_button_simulate { vi: "Chạy thử", en: "Simulate" }
    desk_draft_keys { vi: "Tab ô kế · Enter chọn · Ctrl-T câu/dòng · F1 trợ giúp · Esc đóng, vẫn giữ", en: "Tab next · Enter chooses · Ctrl-T lines · F1 help · Esc closes, keeps it" }
    desk_simulating { vi: "Đang chạy thử trên toàn bộ việc tồn đọng…", en: "Simulating over the whole backlog…" }
    desk_note_missing { vi: "Cần nêu lý do.", en: "Say why." }
    desk_from_past(today: &str) {
        vi: format!("Ngày áp dụng phải sau hôm nay ({today})."), en: format!("It must count from a day after today ({today})."),
    }
    desk_line_fault(line: usize, what: &str) { vi: format!("Dòng {line}: {what}"), en: format!("Line {line}: {what}") }
    desk_fault_unreadable { vi: "không đọc được; cần “tên: giá trị”.", en: "cannot be read; “name: value” is needed." }
    desk_fault_word(word: &str, takes: &str) {
        vi: format!("không hiểu “{word}”; nhận: {takes}."), en: format!("“{word}” is not known; takes: {takes}."),
    }
    desk_fault_number(word: &str) { vi: format!("“{word}” phải là một số."), en: format!("“{word}” must be a number.") }
    desk_fault_twice(word: &str) { vi: format!("“{word}” có hai lần."), en: format!("“{word}” is there twice.") }
    desk_fault_without(name: &str) { vi: format!("Thiếu dòng “{name}”."), en: format!("The line “{name}” is missing.") }
    desk_fault_overdue {
        vi: "Cần nhắc người thực hiện hoặc người phê duyệt khi quá hạn 1 đến 7 ngày (overdue-1 … overdue-7).",
        en: "The assignee or the approvers must be reminded at 1 to 7 days overdue (overdue-1 … overdue-7).",
    }
    desk_fault_levels {
        vi: "Cần đủ bốn dòng 1, 2, 3, 4, theo thứ tự.", en: "The four lines 1, 2, 3, 4 are needed, in this order.",
    }
    desk_fault_every {
        vi: "Cần nhắc lại người thực hiện hoặc người phê duyệt cách nhau không quá 28 ngày (every-N-from-M).",
        en: "The assignee or the approvers must be reminded again and again, at most 28 days apart (every-N-from-M).",
    }

    // A simulation
    desk_simulation_title(days: &str, from: &str, scope: &str) {
        vi: format!("{days} ngày từ {from}, {scope}: hiện hành → bản thử"),
        en: format!("{days} days from {from}, {scope}: in force → draft"),
    }
    desk_simulation_means {
        vi: "Giả định không ai làm gì thêm. Không có gì được gửi hay ghi lại.",
        en: "As if nobody did anything. Nothing is sent or written.",
    }
    desk_row_now { vi: "hiện hành", en: "in force" }
    desk_row_draft { vi: "bản thử", en: "draft" }
    desk_bars_text(mails: &str, most: &str, on: &str) {
        vi: format!("{mails} thư · nhiều nhất {most} ({on})"), en: format!("{mails} mail{} · most {most} ({on})", s(mails)),
    }
    desk_bars_none { vi: "0 thư", en: "no mails" }
    desk_pane_tenants { vi: "Theo đơn vị", en: "By tenant" }
    desk_pane_days { vi: "Theo ngày", en: "By day" }
    desk_pane_people { vi: "Người nhận nhiều nhất", en: "Who gets most" }
    desk_column_most { vi: "NHẤT/NGÀY", en: "MOST/DAY" }
    desk_column_steps { vi: "BƯỚC", en: "STEPS" }
    desk_column_silent { vi: "IM LẶNG", en: "SILENT" }
    desk_column_day { vi: "NGÀY", en: "DAY" }
    desk_column_person { vi: "NGƯỜI NHẬN", en: "WHO" }
    desk_total { vi: "tổng cộng", en: "total" }
    desk_simulation_empty {
        vi: "Không có thư hay bước nào, cả hiện hành lẫn bản thử.", en: "No mails and no steps, neither in force nor in the draft.",
    }
    desk_simulation_help {
        vi: "BƯỚC: bước báo cáo cấp trên được đề xuất. IM LẶNG: việc đã nhắc đủ số lần. Mỗi ô của hai hàng cột là một ngày.",
        en: "STEPS up the ladder that would be proposed. SILENT: work that has had all its reminders. Each bar is a day.",
    }
    desk_file_name { vi: "mo-phong", en: "simulation" }
    desk_table_comes {
        vi: "đang tính bảng; tệp sẽ được ghi kể cả khi bạn sang việc khác", en: "working the table out; the file is written wherever you are by then",
    }
    desk_saved(path: &str) { vi: format!("Đã ghi {path}"), en: format!("Written to {path}") }
    desk_not_saved(why: &str) { vi: format!("Không ghi được tệp: {why}"), en: format!("The file cannot be written: {why}") }

    // To agree to it
    desk_agree_make { vi: "Lập bản mới", en: "Make this version" }
    desk_agree_withdraw { vi: "Rút bản", en: "Withdraw the version" }
    desk_make_counts(from: &str, scope: &str) {
        vi: format!("Áp dụng từ {from}, {scope}. Thư đã gửi trước ngày đó không thay đổi."),
        en: format!("It counts from {from}, {scope}. What was sent before that stays as it is."),
    }
    desk_make_brings(mails: &str, lines: &str, steps: &str) {
        vi: format!("Trong 30 ngày: thư {mails}, dòng {lines}, bước cấp trên {steps}."),
        en: format!("Over 30 days: mails {mails}, lines {lines}, steps {steps}."),
    }
    desk_withdraw_counting(from: &str) {
        vi: format!("Từ {from} bản này không còn áp dụng; bản trước nó áp dụng lại."),
        en: format!("From {from} it counts no more; what counted before it counts again."),
    }
    desk_withdraw_ahead { vi: "Bản này chưa áp dụng và sẽ không bao giờ áp dụng.", en: "It does not count yet and never will." }
    desk_made(what: &str, version: i32) { vi: format!("Đã lập {what}, bản {version}."), en: format!("Made: {what}, version {version}.") }
    desk_withdrawn(what: &str) { vi: format!("Đã rút: {what}."), en: format!("Withdrawn: {what}.") }

    // Urges
    desk_key_go_urges { vi: "xem các văn bản đôn đốc và thống kê trả lời", en: "show the urges and what became of them" }
    desk_bar_go_urges { vi: "đôn đốc", en: "urges" }
    desk_tab_urges { vi: "Đôn đốc", en: "Urges" }
    desk_pane_urges { vi: "Danh sách", en: "List" }
    desk_pane_statistics { vi: "Thống kê trong năm", en: "Figures of the year" }
    desk_urges_none { vi: "Chưa có đôn đốc nào.", en: "No urges yet." }
    desk_urges_none_so { vi: "Không có đôn đốc nào ở tình trạng này.", en: "No urge is in this state." }
    desk_urges_all { vi: "mọi tình trạng", en: "every state" }
    desk_column_urge_days { vi: "HẠN", en: "DAYS" }
    desk_column_answered { vi: "ĐÃ TRẢ LỜI", en: "ANSWERED" }
    desk_column_urge_items { vi: "VIỆC", en: "ITEMS" }
    desk_column_addressee { vi: "GỬI", en: "TO" }
    desk_column_urge_by { vi: "NGƯỜI GỬI", en: "BY" }
    desk_key_letter { vi: "ghi công văn đôn đốc (.docx) ra thư mục hiện tại", en: "write the official letter (.docx) to the current folder" }
    desk_bar_letter { vi: "ghi công văn", en: "write letter" }
    desk_letter_comes { vi: "đang tải công văn…", en: "fetching the letter…" }
    desk_letter_withdrawn {
        vi: "Văn bản đã rút trước khi gửi: không có công văn.", en: "It was withdrawn before it left: there is no letter.",
    }
    desk_letter_name { vi: "don-doc", en: "urge" }
    desk_column_number { vi: "SỐ", en: "NUMBER" }
    desk_column_issued { vi: "NGÀY", en: "ISSUED" }
    desk_column_reply_by { vi: "TRẢ LỜI", en: "REPLY BY" }
    desk_urge_overdue(n: i32) {
        vi: format!("quá hạn trả lời {n} ngày"), en: format!("no answer, {n} day{} late", if n == 1 { "" } else { "s" }),
    }
    desk_urge_withdrawn { vi: "đã rút", en: "withdrawn" }
    desk_urge_lapsed { vi: "đã khép lại", en: "closed" }
    desk_days(n: f64) { vi: format!("{n} ngày").replace('.', ","), en: format!("{n} d") }
    desk_urges_filter_takes { vi: "Một đơn vị: donvi:ha-noi; để trống: mọi đơn vị", en: "One body: tenant:ha-noi; empty: all bodies" }
    desk_urges_help {
        vi: "HẠN: số ngày còn lại, hoặc đã quá hạn trả lời (có dấu !). Mũi tên trái, phải: chỉ xem một tình trạng. Enter trên một dòng: nội dung đôn đốc và trả lời; J, K: văn bản sau, trước; Enter lần nữa: các việc của văn bản đó; s: ghi công văn ra tệp. Thống kê: ĐÃ GỬI là tổng của năm cột sau nó; văn bản đã rút không tính. TV: số ngày từ khi đôn đốc đến khi trả lời, trung vị.",
        en: "DAYS: days left, or days past the reply-by date (with !). Left and right arrow: one state alone. Enter on a line: what was asked and what was answered; J, K: the next urge and the one before; Enter again: the items that it is about; s: write the official letter to a file. Figures: SENT is the sum of the five columns after it; what was withdrawn is not counted. MEDIAN: days from urge to answer.",
    }
    desk_label_issued { vi: "Phát hành", en: "Issued" }
    desk_urge_items(n: usize) { vi: format!("Việc được đôn đốc ({n})"), en: format!("Items that it is about ({n})") }
    desk_urge_item_left { vi: "đã được chấp nhận", en: "accepted meanwhile" }
    desk_urge_answer { vi: "Trả lời", en: "Answer" }
}

impl Lang {
    /// The columns of the statistics of urges.
    pub const fn desk_urge_heads(self) -> [&'static str; 7] {
        match self {
            Self::Vi => ["ĐÃ GỬI", "ĐÚNG HẠN", "MUỘN", "KHÔNG", "KHÉP LẠI", "CHỜ", "TV"],
            Self::En => ["SENT", "IN TIME", "LATE", "NEVER", "CLOSED", "WAITING", "MEDIAN"],
        }
    }
}
