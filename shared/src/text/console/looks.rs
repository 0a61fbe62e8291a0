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
}
