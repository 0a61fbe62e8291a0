//! Texts of the console's evidence: its list, what is read of it, opening it, and copying.

messages! {
    tui_key_evidence { vi: "xem minh chứng; bấm lần nữa: trang của việc", en: "read the evidence; again: the page of the item" }
    tui_bar_evidence { vi: "minh chứng", en: "evidence" }
    tui_key_read { vi: "đọc minh chứng đang chọn", en: "read the piece under the cursor" }
    tui_bar_read { vi: "đọc", en: "read" }
    tui_key_open_evidence { vi: "mở tệp hoặc liên kết đang chọn bằng chương trình của máy", en: "open the chosen file or link with this machine's program for it" }
    tui_bar_open_evidence { vi: "mở", en: "open" }
    tui_key_next_waiting { vi: "việc sau trong danh sách còn chờ xử lý", en: "next waiting item of the list" }
    tui_bar_next_waiting { vi: "còn chờ", en: "next waiting" }
    tui_key_previous_waiting { vi: "việc trước trong danh sách còn chờ xử lý", en: "previous waiting item of the list" }
    tui_key_copy_code { vi: "chép mã việc", en: "copy the code" }
    tui_key_copy_address { vi: "chép địa chỉ web", en: "copy its web address" }
    tui_key_copy_link { vi: "chép liên kết", en: "copy the link" }
    tui_key_copy_text { vi: "chép chữ đang đọc", en: "copy the text" }

    tui_evidence_kept_none { vi: "Chưa có minh chứng nào. Esc: lùi.", en: "There is no evidence yet. Esc: back." }
    tui_evidence_place(place: usize, all: usize) { vi: format!("minh chứng {place}/{all}"), en: format!("evidence {place}/{all}") }
    tui_kind_pdf { vi: "tài liệu PDF", en: "PDF document" }
    tui_kind_word { vi: "văn bản Word", en: "Word document" }
    tui_kind_sheet { vi: "bảng tính Excel", en: "Excel workbook" }
    tui_kind_slides { vi: "bản trình chiếu", en: "presentation" }
    tui_kind_picture { vi: "ảnh", en: "picture" }
    tui_kind_text { vi: "văn bản thuần", en: "plain text" }
    tui_kind_table { vi: "bảng CSV", en: "CSV table" }
    tui_not_shown_here { vi: "Không hiện được trong cửa sổ lệnh. o: mở bằng chương trình của máy · s: lưu vào thư mục hiện tại.", en: "It cannot be shown in a terminal. o: open with this machine's program · s: save to the current folder." }
    tui_not_text { vi: "Nội dung không phải chữ UTF-8 nên không hiện ở đây. o: mở · s: lưu.", en: "Its content is not UTF-8 text, so it is not shown here. o: open · s: save." }
    tui_text_empty { vi: "Tệp không có chữ nào.", en: "The file has no text." }
    tui_text_goes_on(kilobytes: usize) {
        vi: format!("… chỉ hiện {kilobytes} KB đầu. o: mở hết · s: lưu."), en: format!("… the first {kilobytes} KB. o: open all of it · s: save."),
    }
    tui_link_keys { vi: "o: mở bằng trình duyệt · y l: chép địa chỉ", en: "o: open in a browser · y l: copy the address" }

    tui_no_evidence_here { vi: "Không có minh chứng nào ở đây.", en: "There is no evidence here." }
    tui_only_files_are_saved { vi: "Liên kết không lưu được; y l: chép địa chỉ.", en: "A link cannot be saved; y l copies its address." }
    tui_link_not_opened { vi: "Không mở: địa chỉ không bắt đầu bằng http hoặc https. y l: chép.", en: "Not opened: the address is neither http nor https. y l copies it." }
    tui_kind_not_opened { vi: "Không mở: không rõ loại tệp. s: lưu vào thư mục hiện tại.", en: "Not opened: the kind of file is not known. s saves it to the current folder." }
    tui_fetching(name: &str) { vi: format!("Đang tải {name}…"), en: format!("Fetching {name}…") }
    tui_opening(name: &str, program: &str) { vi: format!("Đang mở {name} bằng {program}."), en: format!("Opening {name} with {program}.") }
    tui_no_display {
        vi: "Ở đây không có màn hình đồ họa để mở. y: chép địa chỉ, s: lưu tệp; DONDOC_OPENER đặt chương trình khác.",
        en: "There is no display to open it on. y copies the address, s saves the file; DONDOC_OPENER names another program.",
    }
    tui_no_opener(program: &str) {
        vi: format!("Không chạy được {program}. y: chép địa chỉ, s: lưu tệp; DONDOC_OPENER đặt chương trình khác."),
        en: format!("{program} cannot be started. y copies the address, s saves the file; DONDOC_OPENER names another program."),
    }
    tui_opener_failed(program: &str, name: &str) {
        vi: format!("{program} không mở được {name}. y: chép địa chỉ, s: lưu tệp."),
        en: format!("{program} could not open {name}. y copies the address, s saves the file."),
    }
    tui_not_kept_to_open(why: &str) {
        vi: format!("Không ghi được tệp tạm để mở: {why}. s: lưu vào thư mục hiện tại."),
        en: format!("The file could not be kept to be opened: {why}. s saves it to the current folder."),
    }

    tui_word_code { vi: "mã", en: "code" }
    tui_word_address { vi: "địa chỉ web", en: "web address" }
    tui_word_link { vi: "liên kết", en: "link" }
    tui_copied(what: &str, text: &str) { vi: format!("Đã chép {what}: {text}"), en: format!("Copied the {what}: {text}") }
    tui_copied_text(characters: &str) { vi: format!("Đã chép {characters} ký tự"), en: format!("Copied {characters} characters") }
    tui_copied_part(characters: &str, all: &str) {
        vi: format!("Đã chép {characters} ký tự đầu trong {all}: bảng tạm của cửa sổ lệnh không nhận nhiều hơn"),
        en: format!("Copied the first {characters} of {all} characters: a terminal's clipboard takes no more"),
    }
    tui_copy_off { vi: "Không chép được: bàn điều hành được mở với --no-copy.", en: "Nothing was copied: the console runs with --no-copy." }
    tui_nothing_to_copy { vi: "Không có gì để chép.", en: "There is nothing to copy." }

    tui_next_waits(code: &str) { vi: format!("n: việc kế tiếp {code}"), en: format!("n: next, {code}") }
    tui_cursor_on(code: &str) { vi: format!("đang chọn {code}"), en: format!("now on {code}") }
    tui_none_waits { vi: "Sau việc này không còn việc nào chờ trong danh sách.", en: "Nothing else of the list waits after this." }
    tui_none_waits_before { vi: "Trước việc này không còn việc nào chờ trong danh sách.", en: "Nothing else of the list waits before this." }
    tui_last_of_list { vi: "Đây là mục cuối của danh sách.", en: "This is the last of the list." }
    tui_first_of_list { vi: "Đây là mục đầu của danh sách.", en: "This is the first of the list." }
    tui_no_list_behind {
        vi: "Không mở từ danh sách nào nên không có việc kế tiếp.", en: "No list led here, so there is no next one.",
    }
    tui_rows_coming { vi: "Phần sau của danh sách đang tải; bấm lại sau.", en: "The rest of the list is loading; press again." }

    tui_help_evidence {
        vi: "Minh chứng: mới nhất trước. Tệp được mở từ một thư mục tạm riêng và bị xóa khi thoát; chương trình mở do máy chọn, hoặc do biến DONDOC_OPENER.",
        en: "Evidence: newest first. A file is opened from a private folder that goes when you leave; the machine's own program opens it, or what DONDOC_OPENER names.",
    }
    tui_help_next {
        vi: "J, K: việc ngay sau, ngay trước trong danh sách. n, N: bỏ qua những việc đã được xử lý, dù bởi bạn hay người khác.",
        en: "J, K: the item right after, right before in the list. n, N: the same, but past what has been dealt with, by you or by others.",
    }
    tui_help_copy {
        vi: "y chép qua cửa sổ lệnh (OSC 52). Nếu bảng tạm vẫn trống thì cửa sổ không cho phép; tmux cần set -g set-clipboard on.",
        en: "y copies through the terminal (OSC 52). If the clipboard stays empty the terminal does not allow it; tmux needs set -g set-clipboard on.",
    }
}
