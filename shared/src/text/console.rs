//! Texts of the console. Those of its keys are in the order of its command table.

use super::{Lang, plural};
use crate::{error::ErrorCode, role::Permission};

fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

fn days(n: i32) -> &'static str {
    if n == 1 { "" } else { "s" }
}

impl Lang {
    /// Who of the Working Group decides what asks for this right.
    pub fn decided_by(self, needs: Permission) -> String {
        let who: Vec<&str> = needs.holders().map(|role| role.name(self)).collect();
        self.tui_decided_by(&who.join(self.filter_or()))
    }

    /// That somebody may not do what asks for this right, and who may.
    pub fn not_permitted(self, needs: Permission) -> String {
        let who: Vec<&str> = needs.holders().map(|role| role.name(self)).collect();
        self.tui_not_permitted(ErrorCode::NotPermitted.message(self), &who.join(self.filter_or()))
    }
}

messages! {
    // Starting
    tui_address_refused(address: &str) {
        vi: format!("“{address}” không phải địa chỉ máy chủ. Ví dụ: https://dondoc.example"),
        en: format!("“{address}” is not the address of a server. For example: https://dondoc.example"),
    }
    tui_plain_http_refused(address: &str) {
        vi: format!("{address}: chỉ dùng http không mã hóa với chính máy này; hãy dùng https."),
        en: format!("{address}: plain http is for this machine only; use https."),
    }
    tui_needs_a_terminal { vi: "Cần chạy trong một cửa sổ dòng lệnh (terminal).", en: "This needs a terminal." }
    tui_dumb_terminal {
        vi: "Cửa sổ này không vẽ được màn hình (TERM=dumb). Các lệnh vẫn dùng được, ví dụ: dondoc list",
        en: "No screen can be drawn here (TERM=dumb). The verbs work all the same, for example: dondoc list",
    }
    tui_tls_unavailable { vi: "Không chuẩn bị được kết nối mã hóa trên máy này", en: "TLS cannot be set up on this machine" }
    tui_window_too_small(columns: u16, rows: u16) {
        vi: format!("Cửa sổ quá nhỏ (cần {columns}x{rows})"), en: format!("Window too small ({columns}x{rows} needed)"),
    }

    // Log-in
    tui_log_in_title { vi: "Đăng nhập bàn điều hành của Tổ công tác", en: "Log in to the Working Group's console" }
    tui_log_in_again { vi: "Phiên làm việc đã hết. Đăng nhập lại để tiếp tục.", en: "Your session is over. Log in again to go on." }
    tui_log_in_server(server: &str) { vi: format!("Máy chủ: {server}"), en: format!("Server: {server}") }
    tui_field_email { vi: "Thư điện tử", en: "E-mail" }
    tui_field_password { vi: "Mật khẩu", en: "Pass-phrase" }
    tui_log_in_waiting { vi: "Đang đăng nhập…", en: "Logging in…" }
    tui_log_in_keys { vi: "Tab đổi ô · Enter đăng nhập · F2 English · Esc thoát", en: "Tab next field · Enter log in · F2 Tiếng Việt · Esc leave" }
    tui_retry_in(seconds: u64, attempt: u32) {
        vi: format!("Tự thử lại sau {seconds} giây (lần {attempt}); Enter: thử ngay."),
        en: format!("Trying again in {seconds} s (no. {attempt}); Enter: now."),
    }
    tui_not_for_this_role {
        vi: "Bàn điều hành chỉ dành cho Tổ công tác. Đơn vị hãy dùng trang web.",
        en: "The console is for the Working Group only. Please use the web portal.",
    }

    // The way to the server
    tui_link_connecting { vi: "Đang kết nối", en: "Connecting" }
    tui_link_absent { vi: "Không có luồng trực tiếp", en: "No live stream" }
    tui_link_over { vi: "Phiên đã hết", en: "Session over" }
    tui_link_live { vi: "Trực tiếp", en: "Live" }
    tui_link_retrying(seconds: u64, attempt: u32) {
        vi: format!("Mất kết nối · thử lại {seconds}s (lần {attempt})"),
        en: format!("Link lost · again in {seconds}s (no. {attempt})"),
    }
    tui_link_lost {
        vi: "Mất luồng trực tiếp; số liệu có thể đã cũ. R: thử lại ngay.",
        en: "The live stream is lost; what you see may be old. R: try now.",
    }
    tui_server_unreachable { vi: "Không kết nối được máy chủ.", en: "The server cannot be reached." }
    tui_server_timed_out {
        vi: "Máy chủ không trả lời kịp; chưa tải được. Hãy thử lại sau.",
        en: "The server did not answer in time; nothing was loaded. Try again later.",
    }
    tui_write_in_doubt {
        vi: "Máy chủ không trả lời kịp; chưa rõ thao tác đã được ghi hay chưa. Làm lại cũng không bị ghi hai lần.",
        en: "The server did not answer in time; it may or may not have been written. Repeating it does not do it twice.",
    }
    tui_server_certificate { vi: "Chứng thư của máy chủ không tin cậy được.", en: "The server's certificate cannot be trusted." }
    tui_server_garbled {
        vi: "Không hiểu câu trả lời của máy chủ; có thể hai bên khác phiên bản.",
        en: "The server's answer cannot be understood; the versions may differ.",
    }
    tui_console_fault { vi: "Bàn điều hành gặp lỗi khi xử lý yêu cầu này.", en: "The console failed while handling this." }
    tui_background_fault(place: &str) {
        vi: format!("Một tác vụ nền gặp lỗi ({place}); màn hình vẫn dùng được."),
        en: format!("A background task failed ({place}); the screen still works."),
    }

    // Every screen
    tui_tab_overview { vi: "Tổng quan", en: "Overview" }
    tui_tab_backlog { vi: "Tồn đọng", en: "Backlog" }
    tui_today_is(date: &str) { vi: format!("hôm nay {date}"), en: format!("today {date}") }
    tui_loading { vi: "đang tải…", en: "loading…" }
    tui_not_loaded { vi: "chưa tải được; R: tải lại", en: "not loaded; R: load" }
    tui_dialog_comes(what: &str) {
        vi: format!("đang mở: {what}… chưa nhận phím; Esc: thôi"), en: format!("opening: {what}… no keys yet; Esc: stop"),
    }
    tui_keys_wait {
        vi: "đang tải; phím vừa bấm sẽ được làm sau khi tải xong. Esc: thôi",
        en: "loading; the key that you pressed is obeyed afterwards. Esc: stop",
    }
    tui_no_filter_here {
        vi: "ở đây không lọc được; phím gõ không có tác dụng đến khi bấm Esc hoặc Enter",
        en: "nothing to filter here; keys do nothing until Esc or Enter",
    }
    tui_toast_more { vi: "… g l: đọc hết", en: "… g l: in full" }
    tui_paste_too_long(given: usize, free: usize) {
        vi: format!("Đoạn dán có {given} ký tự, ô này chỉ còn {free}; không dán gì."),
        en: format!("What you pasted has {}, the field takes {free} more; nothing was pasted.", plural(given, "character")),
    }
    tui_date_takes {
        vi: "Ngày viết dd/mm/yyyy; Ctrl-U xóa để gõ lại.", en: "A date is dd/mm/yyyy; Ctrl-U clears it, to type another.",
    }
    tui_field_full(most: usize) {
        vi: format!("Ô này nhận nhiều nhất {most} ký tự: phím vừa gõ không được ghi."),
        en: format!("The field takes at most {most} characters: what you typed was not added."),
    }
    tui_type_word_first(word: &str) {
        vi: format!("Chưa đúng: gõ {word} vào ô trên để xác nhận."),
        en: format!("Not yet: type {word} into the field above to confirm."),
    }
    tui_no_shell { vi: "Không có dòng lệnh nào để quay về.", en: "There is no shell to go back to." }
    tui_nothing_selected { vi: "Chưa chọn việc nào.", en: "Nothing is selected." }
    tui_cannot_because(act: &str, reason: &str) {
        vi: format!("Chưa làm được “{act}”: {reason}"), en: format!("“{act}” is not possible: {reason}"),
    }
    tui_interrupt_again { vi: "Bấm Ctrl-C lần nữa để thoát.", en: "Press Ctrl-C again to leave." }
    tui_interrupt_loses(n: usize) {
        vi: format!("Bấm Ctrl-C lần nữa để thoát và bỏ {n} bản nháp chưa gửi."),
        en: format!("Press Ctrl-C again to leave and lose {n} unsent draft{}.", s(n)),
    }
    tui_paste_refused { vi: "Không dán được ở đây.", en: "Nothing can be pasted here." }
    tui_ime_hint {
        vi: "Bộ gõ tiếng Việt đang bật: tắt đi để dùng phím tắt, hoặc dùng : và mũi tên.",
        en: "Vietnamese input is on: turn it off to use letter keys, or use : and arrows.",
    }
    tui_row_of(row: &str, total: &str) { vi: format!("dòng {row}/{total}"), en: format!("row {row}/{total}") }
    tui_lines_of(first: usize, last: usize, all: usize) {
        vi: format!("dòng chữ {first}–{last}/{all}"), en: format!("lines {first}–{last}/{all}"),
    }
    tui_shown_of(first: usize, last: usize, all: usize) {
        vi: format!("đang xem {first}–{last}/{all}"), en: format!("showing {first}–{last}/{all}"),
    }
    tui_more_below(lines: usize) { vi: format!("↓ còn {lines} dòng"), en: format!("↓ {lines} more") }
    tui_scrolls(more: &str) { vi: format!("{more} (PgDn)"), en: format!("{more} (PgDn)") }
    tui_characters(used: usize, max: usize) { vi: format!("{used}/{max} ký tự"), en: format!("{used}/{max} characters") }
    tui_help_title { vi: "Trợ giúp", en: "Help" }
    tui_help_marks {
        vi: "Mức quá hạn: ! đến 14 ngày, !! đến 30 ngày, !!! trên 30 ngày; ~ còn không quá 3 ngày làm việc.",
        en: "Overdue: ! up to 14 days, !! up to 30 days, !!! more; ~ at most 3 working days left.",
    }
    tui_help_flags {
        vi: "Cờ: Δ vừa thay đổi · G đang xin gia hạn · P đơn vị phối hợp. ĐĐ: số lần đôn đốc chưa trả lời.",
        en: "Flags: Δ just changed · X asks for an extension · C co-ordinating. URG: urges without an answer.",
    }
    tui_help_order {
        vi: "Thứ tự: việc khẩn nhất trước. Thứ tự đứng yên khi có thay đổi; bấm R để sắp lại.",
        en: "Order: most urgent first. It stands still while things change; R sorts again.",
    }
    tui_help_filter {
        vi: "Lọc: chữ bất kỳ, quahan>14, quahan:7..30, han:tuần-này, han<=31/12/2024, donvi:ha-noi,bca, khoi:địa-phương, cap>=2, trangthai:chờ-thẩm-tra, dondoc:0, baocao<-30ngày, vanban:58, la:đóng. Các điều kiện viết cạnh nhau phải cùng đúng; hoặc, không và dấu ngoặc ( ) nối chúng. Tab viết tiếp, Up và Down lấy lại bộ lọc trước.",
        en: "Filter: any words, overdue>14, overdue:7..30, due:this-week, due<=31/12/2024, tenant:ha-noi,bca, group:localities, level>=2, status:submitted, urges:0, last-report<-30d, directive:58, is:closed. Terms side by side must all hold; or, not and ( ) join them. Tab completes, Up and Down bring earlier filters back.",
    }
    tui_help_filter_more {
        vi: "Mọi từ mà cột in ra đều viết được làm giá trị, có dấu hay không, liền hay có gạch nối; nhiều từ thì trong ngoặc kép: trangthai:\"bị trả lại\", cap:C3, nguyennhan:dữ-liệu. Tên cột cũng là tên trường. Các trường:",
        en: "Every word that a column prints can be typed as its value, in any case, with hyphens or in quotes: status:\"to verify\", level:L3, cause:data. What a column is called is the name of its field too. The fields:",
    }
    tui_help_filter_fields {
        vi: "donvi dv (tenant) · khoi (group) · trangthai tt (status) · quahan qh (overdue) · han (due) · cap (level) · la (is) · dondoc (urges: đã gửi) · chuatraloi đđ (unanswered) · tiendo % (percent) · khongtin (stale) · dondoccuoi (last-urge) · baocao (last-report) · doi (changed) · vanban vb (directive) · nhiemvu nv (task: mã, hoặc chữ trong nội dung) · vaitro (part) · loai (kind) · phutrach, nhanxuly (assignee, claimed: tôi, chưa-có, đã-có) · cho (waiting-on: cơ quan được chờ) · nguyennhan nn (cause) · sapxep (sort: xếp theo trường khác, sapxep:-han là ngược lại).",
        en: "tenant body (donvi) · group (khoi) · status (trangthai) · overdue (quahan) · due (han) · level lvl (cap) · is (la) · urges (dondoc: those sent) · unanswered urg (chuatraloi) · percent % (tiendo) · stale (khongtin) · last-urge (dondoccuoi) · last-report (baocao) · changed (doi) · directive (vanban) · task (nhiemvu: its code, or words of its title) · part (vaitro) · kind (loai) · assignee, claimed (phutrach, nhanxuly: me, none, any) · waiting-on (cho: who is waited for) · cause barrier (nguyennhan) · sort (sapxep: the order, by a field; sort:-due the other way round).",
    }
    tui_help_filter_is {
        vi: "Với la: (hoặc is:): open đang mở, closed đã đóng, extension có xin gia hạn, step chờ duyệt báo cáo cấp trên, urged có đôn đốc chưa trả lời, sent-back bị người phê duyệt trả lại, urge-overdue đôn đốc quá hạn trả lời, silent đã nhắc đủ lần, counted được tính vào số liệu, report báo cáo kỳ, dated có hạn, undated không hạn, in-time trong hạn, unreachable không ai để nhắc, snoozed đang hẹn xem lại, stale đúng tiến độ mà 30 ngày không có tin (số ngày khác: khongtin>=45), on-track đang đúng tiến độ.",
        en: "With is: open, closed, extension asked for, step waiting on the ladder, urged with an urge to answer, sent-back sent back by the approver, urge-overdue not answered in time, silent all reminders sent, counted in the figures, report of a period, dated with a due date, undated without one, in-time not late, unreachable with nobody to remind, snoozed to be looked at later, stale on track but nothing heard for 30 days (other numbers: stale>=45), on-track.",
    }
    tui_help_steps {
        vi: "Không phím nào gửi đi ngay: luôn xem lại rồi mới xác nhận.",
        en: "No key sends anything by itself: you always review, then confirm.",
    }
    tui_log_title { vi: "Thông báo", en: "Messages" }
    tui_log_empty { vi: "Chưa có thông báo nào.", en: "No messages yet." }
    tui_quit_title { vi: "Thoát?", en: "Leave?" }
    tui_quit_text { vi: "Phiên làm việc sẽ kết thúc.", en: "Your session will end." }
    tui_quit_drafts(n: usize) {
        vi: format!("Sẽ mất {n} bản nháp chưa gửi:"), en: format!("{n} unsent draft{} will be lost:", s(n)),
    }
    tui_quit_more(n: usize) { vi: format!("và {n} bản nháp nữa"), en: format!("and {n} more") }
    tui_button_stay { vi: "Ở lại", en: "Stay" }
    tui_button_leave { vi: "Thoát", en: "Leave" }

    // The first page
    tui_rate_completion { vi: "Tỷ lệ hoàn thành", en: "Completion" }
    tui_rate_completion_means {
        vi: "hoàn thành / (hoàn thành + quá hạn)", en: "completed / (completed + overdue)",
    }
    tui_rate_on_time { vi: "Tỷ lệ đúng hạn", en: "On time" }
    tui_rate_original(rate: &str) { vi: format!("theo hạn ban đầu {rate}"), en: format!("against original dates {rate}") }
    tui_block_classes { vi: "Kết quả", en: "Classes" }
    tui_block_ageing { vi: "Số ngày quá hạn", en: "Days overdue" }
    tui_block_queues { vi: "Đang chờ Tổ công tác", en: "Waiting for us" }
    tui_queue_submitted { vi: "chờ thẩm tra", en: "to verify" }
    tui_queue_extensions { vi: "xin gia hạn", en: "extensions" }
    tui_queue_steps { vi: "báo cáo cấp trên", en: "escalations" }
    tui_queue_urges { vi: "đôn đốc quá hạn", en: "urges overdue" }
    tui_opens_to_assign { vi: "Enter: nhiệm vụ chưa nêu tên đơn vị thực hiện", en: "Enter: tasks whose tenants are not named yet" }
    tui_tab_to_assign { vi: "Chưa phân giao", en: "To be assigned" }
    tui_to_assign_means {
        vi: "Văn bản chưa nêu tên đơn vị: chưa ai thực hiện, chưa ai được nhắc.",
        en: "The directive does not name the tenants: nobody has them or is reminded.",
    }
    tui_to_assign_help {
        vi: "Danh sách nhiệm vụ giao cho một số đơn vị mà văn bản chưa nêu tên. Quản trị máy chủ phân giao bằng lệnh: dondoc-server assign T24-32a --to ha-noi,lao-cai.",
        en: "Tasks for some tenants that the directive does not name. Whoever runs the server assigns them: dondoc-server assign T24-32a --to ha-noi,lao-cai.",
    }
    tui_to_assign_none { vi: "Mọi nhiệm vụ đã có đơn vị thực hiện.", en: "Every task has its tenants." }
    tui_queue_to_be_assigned { vi: "chưa phân giao", en: "to be assigned" }
    tui_queue_nobody { vi: "không ai để nhắc", en: "nobody to remind" }
    tui_queue_silent { vi: "đã nhắc đủ lần", en: "silent" }
    tui_mail_line(waiting: &str, retrying: &str, ambiguous: &str, dead: &str) {
        vi: format!("Thư: {waiting} chờ gửi · {retrying} gửi lại · {ambiguous} chưa rõ · {dead} hỏng"),
        en: format!("Mail: {waiting} waiting · {retrying} retrying · {ambiguous} ambiguous · {dead} dead"),
    }
    tui_mail_oldest(time: &str) { vi: format!(" · cũ nhất từ {time}"), en: format!(" · oldest since {time}") }
    tui_opens_list(what: &str) { vi: format!("Enter mở danh sách: {what}"), en: format!("Enter lists: {what}") }
    tui_opens_filter(filter: &str) {
        vi: format!("Enter: xem danh sách với bộ lọc {filter}"), en: format!("Enter: list with the filter {filter}"),
    }

    // The backlog
    tui_column_late { vi: "Thời hạn", en: "Due" }
    tui_column_level { vi: "Cấp", en: "Lvl" }
    tui_column_code { vi: "Mã", en: "Code" }
    tui_column_status { vi: "Trạng thái", en: "Status" }
    tui_column_title { vi: "Nội dung", en: "Task" }
    tui_column_due { vi: "Ngày hạn", en: "Due date" }
    tui_column_urges { vi: "ĐĐ", en: "Urg" }
    tui_column_assignee { vi: "Người thực hiện", en: "Assignee" }
    tui_column_directive { vi: "Văn bản", en: "Directive" }
    tui_column_flags { vi: "Cờ", en: "Flag" }
    tui_level_letter { vi: "C", en: "L" }
    tui_flag_extension { vi: "G", en: "X" }
    tui_flag_coordinating { vi: "P", en: "C" }
    tui_late_when_sent(n: i32) { vi: format!("quá {n} ng lúc gửi"), en: format!("late {n} d when sent") }
    tui_late_short(n: i32) { vi: format!("quá {n} ng"), en: format!("late {n} d") }
    tui_left_short(n: i32) { vi: format!("còn {n} nlv"), en: format!("{n} wd left") }
    tui_today_short { vi: "hôm nay", en: "today" }
    tui_in_time_short { vi: "trong hạn", en: "in time" }
    tui_closed_short { vi: "đã đóng", en: "closed" }
    tui_total(n: &str) { vi: format!("{n} việc"), en: format!("{n} in all") }
    tui_total_at_least(n: &str) { vi: format!("ít nhất {n} việc"), en: format!("at least {n}") }
    tui_list_empty { vi: "Không có việc tồn đọng.", en: "The backlog is empty." }
    tui_list_empty_filtered { vi: "Không có việc nào khớp bộ lọc. Esc: bỏ lọc.", en: "Nothing fits the filter. Esc: no filter." }
    tui_changes_waiting(n: usize) {
        vi: format!("↻ {n} thay đổi chờ sắp lại, R để áp dụng"), en: format!("↻ {n} change{} to sort in, R applies", s(n)),
    }
    tui_cursor_row_left {
        vi: "Việc đang chọn không còn trong danh sách.", en: "The selected row has left the list.",
    }
    tui_filter_is(filter: &str) { vi: format!("lọc: {filter}"), en: format!("filter: {filter}") }
    tui_filter_esc(home: &str) {
        vi: if home.is_empty() { "Esc: bỏ lọc".to_owned() } else { format!("Esc: lại lọc {home}") },
        en: if home.is_empty() { "Esc: no filter".to_owned() } else { format!("Esc: filter {home} again") },
    }
    tui_ordered_by_urgency { vi: "gấp nhất trước", en: "most urgent first" }
    tui_decided_by(who: &str) { vi: format!("do {who} quyết định"), en: format!("decided by a {who}") }
    tui_not_permitted(refused: &str, who: &str) {
        vi: format!("{refused} Người được làm: {who}."), en: format!("{refused} It is for a {who}."),
    }
    tui_filter_next(filter: &str) {
        vi: if filter.is_empty() { "bỏ lọc".to_owned() } else { format!("lọc tiếp: {filter}") },
        en: if filter.is_empty() { "no filter next".to_owned() } else { format!("filter next: {filter}") },
    }
}

mod acts;
mod checks;
mod composer;
mod corrections;
mod decisions;
mod evidence;
mod fields;
mod figures;
mod filings;
mod handling;
mod item;
mod keys;
mod lists;
mod looks;
mod matrix;
mod overview;
mod palette;
mod queues;
mod rechecks;
mod usage;
mod verbs;
