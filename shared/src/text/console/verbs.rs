//! Texts of the console's verbs: lists, exports and urges on the command line.

use super::s;
use crate::text::plural;

messages! {
    // A kept session
    verbs_no_folder {
        vi: "Không biết thư mục của bạn: đặt biến HOME hoặc XDG_STATE_HOME (đường dẫn tuyệt đối).",
        en: "Your folder is not known: set HOME or XDG_STATE_HOME to an absolute path.",
    }
    verbs_log_in_first {
        vi: "Chưa có phiên đăng nhập nào được giữ trên máy này. Hãy chạy: dondoc login",
        en: "No session is kept on this machine. Run: dondoc login",
    }
    verbs_session_over {
        vi: "Phiên đăng nhập giữ trên máy này đã hết. Hãy chạy: dondoc login",
        en: "The session that was kept on this machine is over. Run: dondoc login",
    }
    verbs_kept_shared(path: &str, mode: u32) {
        vi: format!("{path}: người khác đọc được tệp phiên này (quyền {mode:o}). Hãy chạy: dondoc logout, rồi dondoc login"),
        en: format!("{path}: others may read this file of your session (mode {mode:o}). Run: dondoc logout, then dondoc login"),
    }
    verbs_kept_foreign(path: &str) {
        vi: format!("{path}: tệp phiên này thuộc về người khác. Hãy xóa hoặc chuyển nó đi, rồi chạy: dondoc login"),
        en: format!("{path}: this file of a session belongs to somebody else. Move it away, then run: dondoc login"),
    }
    verbs_kept_busy {
        vi: "Một lệnh dondoc khác đang giữ phiên quá lâu. Hãy đợi nó xong hoặc dừng nó, rồi chạy lại.",
        en: "Another run of dondoc does not let go of the session. Wait for its end or stop it, then run this again.",
    }
    verbs_kept_io(path: &str, why: &str) {
        vi: format!("{path}: không đọc hoặc ghi được phiên đăng nhập: {why}"),
        en: format!("{path}: the session cannot be read or written: {why}"),
    }

    // Log-in and log-out
    verbs_ask_email { vi: "Thư điện tử: ", en: "E-mail: " }
    verbs_ask_phrase { vi: "Mật khẩu (không hiện khi gõ): ", en: "Pass-phrase (not shown): " }
    verbs_ask_code { vi: "Mã xác thực, hoặc mã dự phòng (không hiện khi gõ): ", en: "Code, or recovery code (not shown): " }
    verbs_no_email {
        vi: "Thiếu địa chỉ thư điện tử: dondoc login --email ĐỊA_CHỈ",
        en: "The e-mail address is missing: dondoc login --email ADDRESS",
    }
    verbs_no_phrase {
        vi: "Thiếu mật khẩu: gõ khi được hỏi, hoặc đưa qua đầu vào chuẩn (một dòng).",
        en: "The pass-phrase is missing: type it when asked, or give it on standard input (one line).",
    }
    verbs_logged_in(name: &str, path: &str) {
        vi: format!("Đã đăng nhập: {name}. Phiên được giữ trong {path}. Kết thúc: dondoc logout"),
        en: format!("Logged in: {name}. The session is kept in {path}. To end it: dondoc logout"),
    }
    verbs_logged_out { vi: "Đã đăng xuất; trên máy này không còn phiên nào.", en: "Logged out; no session is kept on this machine." }
    verbs_forgotten(why: &str) {
        vi: format!("Đã xóa phiên trên máy này, nhưng chưa kết thúc được trên máy chủ: {why} Không dùng đến, nó tự hết sau 14 ngày."),
        en: format!("The session is gone from this machine, but could not be ended on the server: {why} Unused, it runs out after 14 days."),
    }

    // Lists
    verbs_filter_help {
        vi: "Cách viết bộ lọc: phím ? trong danh sách của bàn điều hành; ví dụ: quahan>14 donvi:ha-noi",
        en: "How to write a filter: ? in a list of the console; for example: overdue>14 tenant:ha-noi",
    }
    verbs_column_waits { vi: "Chờ quyết định", en: "What waits" }
    verbs_column_body { vi: "Đơn vị", en: "Body" }
    verbs_column_body_key { vi: "Mã đơn vị", en: "Key of the body" }
    verbs_column_part { vi: "Vai trò", en: "Part" }
    verbs_column_percent { vi: "Tiến độ %", en: "Progress %" }
    verbs_column_original_due { vi: "Hạn ban đầu", en: "Original due date" }
    verbs_column_days_overdue { vi: "Số ngày quá hạn", en: "Days overdue" }
    verbs_column_days_left { vi: "Số ngày làm việc còn lại", en: "Working days left" }
    verbs_column_level { vi: "Cấp báo cáo", en: "Level" }
    verbs_column_urges { vi: "Đôn đốc", en: "Urges" }
    verbs_column_unanswered { vi: "Đôn đốc chưa trả lời", en: "Unanswered urges" }
    verbs_column_last_urge { vi: "Đôn đốc gần nhất", en: "Last urge" }
    verbs_column_last_report { vi: "Báo cáo gần nhất", en: "Last report" }
    verbs_column_completed { vi: "Ngày hoàn thành", en: "Completed on" }
    verbs_column_clause { vi: "Điều khoản", en: "Clause" }
    verbs_shown(shown: &str, total: &str) { vi: format!("{shown}/{total} việc"), en: format!("{shown} of {total}") }
    verbs_shown_at_least(shown: &str, total: &str) {
        vi: format!("{shown} việc, trong số ít nhất {total}"), en: format!("{shown}, of at least {total}"),
    }
    verbs_count_at_least { vi: "Máy chủ ngừng đếm ở đó: có ít nhất bấy nhiêu việc.", en: "The server stopped counting there: there are at least so many." }

    // One assignment
    verbs_code_refused(code: &str) {
        vi: format!("“{code}” không phải mã việc. Ví dụ: T24-08/ha-noi"),
        en: format!("“{code}” is not the code of an assignment. For example: T24-08/ha-noi"),
    }

    // Files
    verbs_ending_refused(path: &str) {
        vi: format!("{path}: tên tệp phải kết thúc bằng .csv, .json, .jsonl, .md hoặc .xlsx"),
        en: format!("{path}: the name must end in .csv, .json, .jsonl, .md or .xlsx"),
    }
    verbs_file_there(path: &str) {
        vi: format!("{path}: tệp đã có, không ghi gì. Muốn ghi đè: thêm --force"),
        en: format!("{path}: the file is there already, nothing was written. To write over it: --force"),
    }
    verbs_file_io(path: &str, why: &str) {
        vi: format!("{path}: không ghi được: {why}"), en: format!("{path}: cannot be written: {why}"),
    }
    verbs_output_io(why: &str) { vi: format!("không ghi được kết quả: {why}"), en: format!("the output cannot be written: {why}") }
    verbs_too_many_rows(most: usize) {
        vi: format!("Một bảng tính chứa nhiều nhất {most} dòng: thu hẹp bộ lọc, hoặc xuất ra .csv."),
        en: format!("A workbook holds at most {most} rows: narrow the filter, or export to .csv."),
    }
    verbs_exported(n: &str, path: &str) { vi: format!("Đã ghi {n} vào {path}"), en: format!("Wrote {n} to {path}") }

    // Urging
    verbs_urge_nothing { vi: "Không có việc nào khớp bộ lọc: không có gì để đôn đốc.", en: "Nothing fits the filter: there is nothing to urge." }
    verbs_urge_no_template(code: &str, known: &str) {
        vi: format!("Không có mẫu đôn đốc “{code}”. Có: {known}"),
        en: format!("There is no template “{code}”. There are: {known}"),
    }
    verbs_urge_plan(sum: &str) { vi: format!("Kế hoạch đôn đốc: {sum}"), en: format!("Plan of urges: {sum}") }
    verbs_urge_leaves(at: &str) { vi: format!("Thư gửi lúc: {at}"), en: format!("Mail leaves: {at}") }
    verbs_urge_held { vi: "Thư bị tạm giữ, chưa gửi", en: "Mail is held back, it does not leave" }
    verbs_urge_skipped(n: usize) { vi: format!("Không đôn đốc được ({n}):"), en: format!("Cannot be urged ({n}):") }
    verbs_urge_not_issued(items: usize) {
        vi: format!("Chưa phát hành, chưa ai được báo. Muốn phát hành: chạy lại lệnh này với --confirm {items}"),
        en: format!("Nothing is issued, nobody is told. To issue it: run the same command with --confirm {items}"),
    }
    verbs_urge_differs(confirmed: usize, items: usize) {
        vi: format!("Không phát hành: --confirm {confirmed}, nhưng kế hoạch lúc này đôn đốc {items} việc. Chạy lại không có --confirm để xem kế hoạch."),
        en: format!("Nothing was issued: --confirm {confirmed}, but the plan would urge {items} now. Run it without --confirm to read the plan."),
    }
    verbs_urge_issued(urges: usize, items: usize) {
        vi: format!("Đã phát hành {urges} văn bản đôn đốc, {items} việc."),
        en: format!("{urges} urge{} issued, about {items} item{}.", s(urges), s(items)),
    }
    verbs_urge_failed(urges: usize) {
        vi: format!("{urges} văn bản đôn đốc bị từ chối:"), en: format!("{urges} urge{} refused:", s(urges)),
    }
    verbs_urge_undo_until(at: &str, plan: &str) {
        vi: format!("Rút lại được đến {at}: dondoc undo {plan}"), en: format!("Can be withdrawn until {at}: dondoc undo {plan}"),
    }
    verbs_urge_undo_held(plan: &str) {
        vi: format!("Thư đang bị tạm giữ, rút lại được: dondoc undo {plan}"), en: format!("Mail is held back, it can be withdrawn: dondoc undo {plan}"),
    }
    verbs_urge_in_doubt(plan: &str) {
        vi: format!("Nếu đã phát hành thì rút lại được: dondoc undo {plan}"), en: format!("If it was issued, it can be withdrawn: dondoc undo {plan}"),
    }

    // The manual
    verbs_no_verb(known: &str) { vi: format!("Không có lệnh con này. Có: {known}"), en: format!("There is no such verb. There are: {known}") }

    // The table of keys
    verbs_keys_column_keys { vi: "Phím", en: "Keys" }
    verbs_keys_column_what { vi: "Việc", en: "What" }
    verbs_keys_column_where { vi: "Ở đâu", en: "Where" }
    verbs_keys_everywhere { vi: "mọi nơi", en: "everywhere" }
    verbs_keys_behind { vi: "mọi nơi trừ màn hình đầu", en: "everywhere but on the first screen" }
    verbs_keys_pages { vi: "mọi màn hình", en: "every screen" }
    verbs_keys_elsewhere { vi: "mọi màn hình khác", en: "every other screen" }
    verbs_keys_first { vi: "màn hình đầu", en: "the first screen" }
    verbs_keys_reading { vi: "mọi màn hình, trợ giúp, thông báo", en: "every screen, help, messages" }
    verbs_keys_reading_behind { vi: "mọi màn hình khác, trợ giúp, thông báo", en: "every other screen, help, messages" }
    verbs_keys_boxes { vi: "mọi hộp và dòng nhập", en: "every box and line" }
    verbs_keys_forms { vi: "mọi hộp và dòng nhập của màn hình", en: "every box and line of a screen" }
    verbs_keys_boxes_alone { vi: "hộp và dòng nhập", en: "boxes and lines" }
    verbs_keys_item { vi: "một việc", en: "an item" }
    verbs_keys_report { vi: "một báo cáo", en: "a report" }
    verbs_keys_help { vi: "trợ giúp", en: "help" }

    // What a person needs when something does not work
    verbs_doctor_fine { vi: "tốt", en: "ok" }
    verbs_doctor_warning { vi: "lưu ý", en: "warning" }
    verbs_doctor_error { vi: "lỗi", en: "error" }
    verbs_doctor_version { vi: "Phiên bản", en: "Version" }
    verbs_doctor_server { vi: "Máy chủ", en: "Server" }
    verbs_doctor_answered(server: &str, milliseconds: u128) {
        vi: format!("{server} trả lời sau {milliseconds} ms"), en: format!("{server} answered in {milliseconds} ms"),
    }
    verbs_doctor_unreachable(server: &str, why: &str) { vi: format!("{server}: {why}"), en: format!("{server}: {why}") }
    verbs_doctor_unreachable_do {
        vi: "Kiểm tra --server (hoặc DONDOC_SERVER), mạng và proxy của máy này.",
        en: "Look at --server (or DONDOC_SERVER), and at this machine's network and proxy.",
    }
    verbs_doctor_certificate_do {
        vi: "Kiểm tra ngày giờ của máy này và chứng thư gốc của cơ quan; không có cách nào bỏ qua bước này.",
        en: "Look at this machine's date and at its root certificates; there is no way around this check.",
    }
    verbs_doctor_way { vi: "Đường truyền", en: "Connection" }
    verbs_doctor_tls { vi: "https, chứng thư tin cậy được", en: "https, the certificate is trusted" }
    verbs_doctor_loopback { vi: "http không mã hóa, không ra khỏi máy này", en: "plain http, which does not leave this machine" }
    verbs_doctor_clock { vi: "Đồng hồ", en: "Clock" }
    verbs_doctor_clock_near { vi: "khớp với máy chủ", en: "agrees with the server's" }
    verbs_doctor_clock_ahead(seconds: i64) {
        vi: format!("nhanh hơn máy chủ {seconds} giây"), en: format!("{seconds} s ahead of the server's"),
    }
    verbs_doctor_clock_behind(seconds: i64) {
        vi: format!("chậm hơn máy chủ {seconds} giây"), en: format!("{seconds} s behind the server's"),
    }
    verbs_doctor_clock_do {
        vi: "Bật đồng bộ giờ (NTP). Đồng hồ sai nhiều thì chứng thư bị coi là không hợp lệ; ngày hạn thì luôn theo máy chủ.",
        en: "Switch on time synchronisation (NTP). With a clock that is far off certificates are refused; due dates always follow the server.",
    }
    verbs_doctor_session { vi: "Phiên", en: "Session" }
    verbs_doctor_kept(path: &str, mode: u32) { vi: format!("được giữ trong {path}, quyền {mode:o}"), en: format!("kept in {path}, mode {mode:o}") }
    verbs_doctor_who { vi: "Tài khoản", en: "Account" }
    verbs_doctor_is(name: &str, role: &str) { vi: format!("{name} ({role})"), en: format!("{name} ({role})") }
    verbs_doctor_terminal { vi: "Cửa sổ lệnh", en: "Terminal" }
    verbs_doctor_no_terminal {
        vi: "đầu vào hoặc đầu ra không phải cửa sổ lệnh: các lệnh con dùng được, màn hình thì không",
        en: "input or output is no terminal: verbs work, screens do not",
    }
    verbs_doctor_terminal_is(kind: &str, columns: u16, rows: u16) {
        vi: format!("TERM={kind}, {columns}x{rows}"), en: format!("TERM={kind}, {columns}x{rows}"),
    }
    verbs_doctor_small_do { vi: "Màn hình đọc tốt từ 80x24 trở lên: hãy mở rộng cửa sổ.", en: "Screens read well from 80x24 on: make the window larger." }
    verbs_doctor_colours { vi: "Màu", en: "Colours" }
    verbs_doctor_coloured { vi: "có", en: "yes" }
    verbs_doctor_plain {
        vi: "không (NO_COLOR hoặc TERM): mức quá hạn vẫn có dấu ! và chữ",
        en: "no (NO_COLOR or TERM): what is overdue still has marks and words",
    }
    verbs_doctor_letters { vi: "Bảng mã", en: "Letters" }
    verbs_doctor_utf8(locale: &str) { vi: format!("UTF-8 ({locale})"), en: format!("UTF-8 ({locale})") }
    verbs_doctor_not_utf8(locale: &str) { vi: format!("không phải UTF-8 ({locale})"), en: format!("not UTF-8 ({locale})") }
    verbs_doctor_utf8_do {
        vi: "Đặt biến LANG, ví dụ: export LANG=vi_VN.UTF-8 hoặc C.UTF-8",
        en: "Set LANG, for example: export LANG=vi_VN.UTF-8 or C.UTF-8",
    }
    verbs_doctor_width { vi: "Độ rộng chữ", en: "Width" }
    verbs_doctor_counted(sample: &str, cells: usize) { vi: format!("“{sample}”: {cells} ô"), en: format!("“{sample}”: {}", plural(cells, "cell")) }
    verbs_doctor_measured(sample: &str, cells: usize, shown: usize) {
        vi: format!("“{sample}”: tính {cells} ô, cửa sổ lệnh hiện {shown} ô"),
        en: format!("“{sample}”: counted as {}, the terminal draws {shown}", plural(cells, "cell")),
    }
    verbs_doctor_width_do {
        vi: "Cột sẽ lệch. Hãy dùng UTF-8, một phông chữ có tiếng Việt và một cửa sổ lệnh đời mới hơn.",
        en: "Columns will not line up. Use UTF-8, a font with Vietnamese letters and a newer terminal.",
    }
}
