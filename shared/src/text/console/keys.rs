//! Titles of the console's keys, in help and in the command bar.

messages! {
    tui_key_open_whole { vi: "xem mọi việc đang mở của đơn vị đang chọn", en: "show all that is open of the body under the cursor" }
    tui_key_open { vi: "mở việc hoặc danh sách đang chọn", en: "open what the cursor is on" }
    tui_key_verify { vi: "thẩm tra hồ sơ: chấp nhận hoặc trả lại", en: "verify a submission: accept or return" }
    tui_key_urge { vi: "đôn đốc", en: "urge" }
    tui_key_extension { vi: "quyết định đề nghị gia hạn", en: "decide an extension request" }
    tui_key_escalate { vi: "báo cáo cấp trên: duyệt hoặc bỏ bước đề xuất", en: "escalate: release or drop the proposed step" }
    tui_key_reopen { vi: "mở lại việc đã chấp nhận", en: "re-open what was accepted" }
    tui_key_filter { vi: "lọc", en: "filter" }
    tui_key_next_item { vi: "việc sau trong danh sách", en: "next item of the list" }
    tui_key_previous_item { vi: "việc trước trong danh sách", en: "previous item of the list" }
    tui_key_confirm { vi: "áp dụng; bấm nút đang chọn", en: "apply; press the button in focus" }
    tui_key_yes { vi: "xác nhận", en: "confirm" }
    tui_key_next_pane { vi: "ô, khối hoặc mục kế tiếp", en: "next field, block or section" }
    tui_key_previous_pane { vi: "ô, khối hoặc mục trước", en: "previous field, block or section" }
    tui_key_back { vi: "lùi một bước (nội dung đã gõ được giữ)", en: "one step back (what you typed is kept)" }
    tui_key_go_overview { vi: "đến trang tổng quan", en: "go to the overview" }
    tui_key_go_backlog { vi: "đến danh sách tồn đọng", en: "go to the backlog" }
    tui_key_go_log { vi: "xem các thông báo", en: "show the messages" }
    tui_key_refresh { vi: "tải lại, áp dụng thứ tự mới; thử kết nối ngay", en: "reload in the new order; try the link now" }
    tui_key_up { vi: "lên", en: "up" }
    tui_key_down { vi: "xuống", en: "down" }
    tui_key_left { vi: "sang trái", en: "left" }
    tui_key_right { vi: "sang phải", en: "right" }
    tui_key_page_up { vi: "lên nửa trang", en: "half a page up" }
    tui_key_page_down { vi: "xuống nửa trang", en: "half a page down" }
    tui_key_top { vi: "về đầu", en: "to the top" }
    tui_key_bottom { vi: "về cuối", en: "to the bottom" }
    tui_key_language { vi: "đổi sang tiếng Anh", en: "change to Vietnamese" }
    tui_key_help { vi: "trợ giúp", en: "help" }
    tui_key_palette { vi: "lệnh, trang, đơn vị, mã việc: tìm theo tên", en: "commands, screens, tenants, codes: find by name" }
    tui_key_browser { vi: "đăng nhập từ trình duyệt", en: "log in from a browser" }
    tui_key_here { vi: "thêm: việc làm được ở đây, và vì sao việc khác chưa làm được", en: "more: what can be done here, and why the rest cannot" }
    tui_key_run { vi: "làm việc đang chọn", en: "do what the cursor is on" }
    tui_key_close { vi: "đóng; ở trang tổng quan: thoát", en: "close; on the overview: leave" }
    tui_key_repaint { vi: "vẽ lại màn hình", en: "draw the screen again" }
    tui_key_suspend { vi: "về dòng lệnh; gõ fg để trở lại", en: "to the shell; type fg to come back" }
    tui_key_interrupt { vi: "dừng; hai lần liền: thoát", en: "stop; twice: leave" }
    tui_bar_open { vi: "mở", en: "open" }
    tui_bar_verify { vi: "thẩm tra", en: "verify" }
    tui_bar_urge { vi: "đôn đốc", en: "urge" }
    tui_bar_extension { vi: "gia hạn", en: "extension" }
    tui_bar_escalate { vi: "cấp trên", en: "escalate" }
    tui_bar_reopen { vi: "mở lại", en: "re-open" }
    tui_bar_filter { vi: "Lọc", en: "Filter" }
    tui_bar_next_item { vi: "sau", en: "next" }
    tui_bar_previous_item { vi: "trước", en: "previous" }
    tui_bar_confirm { vi: "chọn", en: "apply" }
    tui_bar_next_pane { vi: "kế tiếp", en: "next" }
    tui_bar_back { vi: "lùi", en: "back" }
    tui_bar_go_overview { vi: "tổng quan", en: "overview" }
    tui_bar_go_backlog { vi: "tồn đọng", en: "backlog" }
    tui_bar_refresh { vi: "tải lại", en: "reload" }
    tui_bar_language { vi: "English", en: "Tiếng Việt" }
    tui_bar_help { vi: "trợ giúp", en: "help" }
    tui_bar_palette { vi: "tìm", en: "find" }
    tui_bar_browser { vi: "trình duyệt", en: "browser" }
    tui_bar_here { vi: "thêm", en: "more" }
    tui_bar_run { vi: "làm", en: "do" }
    tui_bar_leave { vi: "thoát", en: "leave" }
    tui_bar_close { vi: "đóng", en: "close" }
}
