//! Texts of the console's screen of the templates of urges.

messages! {
    templates_key_go { vi: "xem các mẫu đôn đốc", en: "show the templates of urges" }
    templates_key_change { vi: "sửa mẫu ở dòng đang chọn", en: "change the template under the cursor" }
    templates_bar_change { vi: "sửa mẫu", en: "change" }
    templates_tab { vi: "Mẫu đôn đốc", en: "Templates" }
    templates_none { vi: "Chưa có mẫu đôn đốc nào.", en: "There is no template of urges yet." }
    templates_column_code { vi: "MÃ MẪU", en: "CODE" }
    templates_title(code: &str, version: i32) { vi: format!("Mẫu đôn đốc “{code}”, bản {version}"), en: format!("Template “{code}”, version {version}") }
    templates_text_vi { vi: "Nội dung tiếng Việt", en: "Text in Vietnamese" }
    templates_text_en { vi: "Nội dung tiếng Anh", en: "Text in English" }
    templates_placeholders {
        vi: "{tenant} {tasks} {days_overdue} {reply_by} {waiting}: xem F1",
        en: "{tenant} {tasks} {days_overdue} {reply_by} {waiting}: see F1",
    }
    templates_form_keys { vi: "Tab ô kế · Enter xuống dòng · F1 trợ giúp · Esc đóng, giữ nội dung đã gõ", en: "Tab next · Enter a new line · F1 help · Esc closes, keeps what you typed" }
    templates_button_save { vi: "Xem lại và lưu", en: "Review and save" }
    templates_unknown(word: &str) {
        vi: format!("Không hiểu “{word}”: mẫu chỉ dùng {{tenant}}, {{tasks}}, {{days_overdue}}, {{reply_by}}, {{waiting}}."),
        en: format!("“{word}” is not known: a template uses {{tenant}}, {{tasks}}, {{days_overdue}}, {{reply_by}}, {{waiting}} alone."),
    }
    templates_same { vi: "Chưa thay đổi gì.", en: "Nothing is changed yet." }
    templates_agree_save { vi: "Lưu mẫu", en: "Save the template" }
    templates_save_means {
        vi: "Áp dụng ngay cho các đôn đốc lập từ bây giờ; văn bản đã phát hành giữ nguyên.",
        en: "It counts at once for urges that are made from now on; what was issued keeps its text.",
    }
    templates_before(text: &str) { vi: format!("trước: {text}"), en: format!("before: {text}") }
    templates_after(text: &str) { vi: format!("sau: {text}"), en: format!("after: {text}") }
    templates_written(name: &str, version: i32) { vi: format!("Đã lưu mẫu “{name}”, bản {version}."), en: format!("Saved: “{name}”, version {version}.") }
    templates_help {
        vi: "Mẫu là nội dung đôn đốc viết sẵn, chọn ở dòng “Nội dung” khi đôn đốc. Chữ trong ngoặc nhọn được thay khi lập: {tenant} là đơn vị, {tasks} các nhiệm vụ, {days_overdue} số ngày quá hạn nhiều nhất, {reply_by} hạn trả lời, {waiting} các cơ quan đang chờ. Chỉ lãnh đạo Tổ công tác sửa được mẫu. PgUp, PgDn cuộn nội dung của mẫu đang chọn.",
        en: "A template is the text of an urge written beforehand; it is chosen in the composer. What stands in braces is filled in then: {tenant} is the body, {tasks} the tasks, {days_overdue} the most days overdue, {reply_by} the reply-by date, {waiting} the bodies that wait. Only a lead of the Working Group changes templates. PgUp and PgDn scroll the template under the cursor.",
    }
}
