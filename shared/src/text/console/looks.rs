//! Texts of how the console looks, and of what it does not do where it only reads.

messages! {
    finder_theme(name: &str) { vi: format!("giao diện: {name}"), en: format!("theme: {name}") }
    theme_neutral { vi: "trung tính, cho mọi nền", en: "neutral, for any background" }
    theme_light { vi: "nền sáng", en: "light background" }
    theme_dark { vi: "nền tối", en: "dark background" }
    theme_high_contrast { vi: "tương phản cao", en: "high contrast" }
    theme_mono { vi: "không màu", en: "mono, no colour" }
    tui_read_only { vi: "Chỉ đọc", en: "Read-only" }
    tui_read_only_refused {
        vi: "Chỉ đọc: bàn điều hành chạy với --read-only, không thao tác nào được ghi.",
        en: "Read-only: the console runs with --read-only, and nothing is written.",
    }
    tui_too_small_help(columns: u16, rows: u16) {
        vi: format!("Phóng to đến {columns}x{rows}, hoặc q hai lần để thoát."),
        en: format!("Make it {columns}x{rows}, or press q twice to leave."),
    }
    tui_link_down { vi: "Mất kết nối", en: "Link lost" }
    tui_link_back { vi: "Đã có luồng trực tiếp.", en: "The live stream is there." }
    tui_changed_elsewhere {
        vi: "Có thay đổi từ nơi khác; R: tải lại.", en: "Something changed elsewhere; R: load again.",
    }
    tui_log_in_locked {
        vi: "Đã khóa vì lâu không thao tác. Nhập mật khẩu để tiếp tục.",
        en: "Locked, as nobody used it. Type the pass-phrase to go on.",
    }
}
