//! Texts of what a list can show: columns, what is known of a row beside it, and the file that it can be written to.

use jiff::civil::Date;

use crate::{fold::fold, text::Lang};

messages! {
    tui_column_claimed { vi: "NGƯỜI NHẬN", en: "CLAIMED BY" }
    tui_column_urged { vi: "ĐĐ CUỐI", en: "URGED" }

    // Beside the list
    preview_key { vi: "xem tóm tắt việc đang chọn ở bên phải; ấn lại: tắt (cửa sổ từ 120 cột)", en: "preview: what is known of the row, beside the list; again: no longer (from 120 columns on)" }
    preview_bar { vi: "tóm tắt", en: "preview" }
    preview_needs(columns: u16) {
        vi: format!("Cửa sổ chưa đủ rộng: phần tóm tắt hiện khi có từ {columns} cột."),
        en: format!("The window is too narrow: the preview is shown from {columns} columns on."),
    }
    preview_next { vi: "Ai làm tiếp", en: "Who is next" }
    preview_working_group(what: &str) { vi: format!("Tổ công tác: {what}"), en: format!("the Working Group: {what}") }
    preview_to_verify { vi: "thẩm tra hồ sơ", en: "verify the submission" }
    preview_to_answer_refusal { vi: "quyết định về việc đơn vị từ chối", en: "decide on the refusal" }
    preview_to_decide { vi: "quyết định gia hạn", en: "decide the extension" }
    preview_to_release { vi: "duyệt bước báo cáo cấp trên", en: "release the step up the ladder" }
    preview_approver { vi: "người phê duyệt của đơn vị", en: "the tenant's approver" }
    preview_officers { vi: "chuyên viên của đơn vị (chưa giao ai)", en: "the tenant's officers (nobody is named)" }
    preview_nobody { vi: "không còn ai", en: "nobody" }
    preview_last_report { vi: "Báo cáo gần nhất", en: "Last report" }
    preview_older_urges(n: usize) {
        vi: format!("và {n} lần đôn đốc trước đó"), en: format!("and {n} earlier urge{}", if n == 1 { "" } else { "s" }),
    }

    // Columns
    choosing_key { vi: "chọn cột hiện trong danh sách", en: "choose the columns of the list" }
    choosing_bar { vi: "cột", en: "columns" }
    choosing_key_swap { vi: "hiện hoặc ẩn cột đang chọn", en: "show or hide the column" }
    choosing_bar_swap { vi: "hiện/ẩn", en: "show/hide" }
    choosing_title { vi: "Cột của danh sách", en: "Columns of the list" }
    choosing_no_room { vi: "(chưa đủ chỗ: ẩn bớt cột khác)", en: "(no room: leave another out)" }
    choosing_one_column { vi: "Cửa sổ này chỉ đủ chỗ cho một cột.", en: "This window has room for one column alone." }
    choosing_keys(space: &str) { vi: format!("{space}: hiện hoặc ẩn · Enter: xong"), en: format!("{space}: show or leave out · Enter: done") }

    // Words in a text
    search_key { vi: "tìm chữ trong trang đang xem", en: "search for words in the text on the screen" }
    search_bar { vi: "tìm chữ", en: "search" }
    search_key_next { vi: "chỗ sau có chữ đang tìm", en: "next place with what is looked for" }
    search_bar_next { vi: "chỗ sau", en: "next place" }
    search_key_previous { vi: "chỗ trước có chữ đang tìm", en: "previous place with what is looked for" }
    search_bar_previous { vi: "chỗ trước", en: "previous place" }
    search_label { vi: "Tìm:", en: "Search:" }
    search_hint { vi: "có dấu hay không đều được", en: "with accents or without" }
    search_none { vi: "không thấy", en: "not found" }
    search_place(nth: usize, all: usize) { vi: format!("chỗ {nth}/{all}"), en: format!("{nth} of {all}") }

    // A file
    export_key { vi: "ghi cả danh sách đang lọc ra tệp CSV trong thư mục hiện tại", en: "write the whole list, as filtered, to a CSV file in the current folder" }
    export_so_far(read: &str, total: &str) {
        vi: format!("đang đọc để ghi tệp {read}/{total} · Esc: dừng"), en: format!("reading for the file {read}/{total} · Esc: stop"),
    }
    export_stopped { vi: "Đã dừng, chưa ghi tệp nào.", en: "Stopped; no file was written." }
    export_failed(why: &str) { vi: format!("Chưa ghi được tệp. {why}"), en: format!("No file was written. {why}") }
}

impl Lang {
    /// The name of the file of a list that is called so, as it was on this day.
    pub fn export_file(self, list: &str, on: Date) -> String {
        format!("{}-{on}.csv", fold(list).replace(' ', "-"))
    }
}
