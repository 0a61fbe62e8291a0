//! Texts of the console's palette and of what is looked for by its name.

messages! {
    finder_commands { vi: "Lệnh, trang, đơn vị, mã việc", en: "Commands, screens, tenants, codes" }
    finder_here { vi: "Làm được gì ở đây", en: "What can be done here" }
    finder_nothing { vi: "Không có gì tên như vậy.", en: "Nothing is called that." }
    finder_keys {
        vi: "Gõ vài chữ của tên, không cần dấu · Enter làm · Esc thôi",
        en: "Type a few letters of a name · Enter does it · Esc stops",
    }
    finder_help_keys { vi: "/ tìm · Enter làm · Esc đóng", en: "/ find · Enter does it · Esc closes" }
    finder_read_keys { vi: "/ tìm · Esc đóng", en: "/ find · Esc closes" }
    finder_tenant(name: &str) { vi: format!("{name}: việc đang mở"), en: format!("{name}: what is open") }
    finder_draft(code: &str) { vi: format!("bản nháp chưa gửi: {code}"), en: format!("unsent draft: {code}") }
    finder_task(code: &str) { vi: format!("danh sách việc của {code}"), en: format!("list of {code}") }
    finder_assignment(code: &str) { vi: format!("mở {code}"), en: format!("open {code}") }
    finder_not_possible(reason: &str) { vi: format!("Chưa làm được: {reason}"), en: format!("Not now: {reason}") }
    finder_no_code(code: &str) {
        vi: format!("Không có việc {code}, kể cả việc đã đóng."),
        en: format!("There is no {code}, open or closed."),
    }
    finder_glyphs {
        vi: "Ký hiệu: ● trực tiếp, ◌ đang kết nối, ○ mất kết nối · ✓ đã chọn hoặc đã xong, ✗ lỗi, › lưu ý · ▸ đang ở đây · … bị cắt ngắn.",
        en: "Signs: ● live, ◌ connecting, ○ link lost · ✓ marked or done, ✗ failed, › note · ▸ in focus · … cut short.",
    }
    tui_no_key(keys: &str) { vi: format!("{keys} không phải phím lệnh ở đây"), en: format!("{keys} does nothing here") }
    tui_no_key_help(said: &str) { vi: format!("{said}; ? xem các phím"), en: format!("{said}; ? shows the keys") }
    tui_count_no_use(count: usize, key: &str) {
        vi: format!("{count} {key}: số chỉ dùng trước phím di chuyển; chưa làm gì"),
        en: format!("{count} {key}: a number goes before a movement; nothing was done"),
    }
    tui_counting(count: usize) {
        vi: format!("{count}… phím di chuyển: làm {count} lần. Esc: thôi"),
        en: format!("{count}… a movement: {}. Esc: stop", if count == 1 { "once".to_owned() } else { format!("{count} times") }),
    }
    tui_awaited(what: &str, seconds: u64) {
        vi: format!("đang chờ máy chủ: {what}, {seconds} s"), en: format!("waiting for the server: {what}, {seconds} s"),
    }
    tui_to_the_end(read: &str) {
        vi: format!("đang đi đến cuối: {read}. Esc: dừng"), en: format!("going to the end: {read}. Esc: stop"),
    }
    tui_said_times(n: usize) { vi: format!("({n} lần)"), en: format!("({n} times)") }
}
