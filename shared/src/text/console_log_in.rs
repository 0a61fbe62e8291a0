//! Texts of a console that is let in from a browser (R189): the console's box, the page, its answers, the mail.

messages! {
    tui_log_in_browser {
        vi: "Ctrl-O: đăng nhập từ trình duyệt, ví dụ bằng khóa truy cập",
        en: "Ctrl-O: log in from your browser, for example with a passkey",
    }
    tui_browser_asking { vi: "Đang xin mã…", en: "Asking for a code…" }
    tui_browser_open { vi: "Mở trang này trong trình duyệt:", en: "Open this page in your browser:" }
    tui_browser_code { vi: "Đăng nhập ở đó, rồi nhập mã:", en: "Log in there, then type this code:" }
    tui_browser_wait(left: &str) {
        vi: format!("Đang chờ bạn cho phép ở đó; mã còn hạn {left}."),
        en: format!("Waiting for you to let this console in there; {left} left."),
    }
    tui_browser_keys { vi: "Enter mở trang · F2 English · Esc quay lại", en: "Enter open the page · F2 Tiếng Việt · Esc back" }
    console_let_in { vi: "Cho bàn điều hành đăng nhập", en: "Let a console in" }
    console_let_in_intro {
        vi: "Bàn điều hành đang hiện một mã 8 chữ cái. Nhập mã đó vào đây: bàn điều hành sẽ đăng nhập với tên của bạn.",
        en: "The console shows a code of eight letters. Type it here, and the console logs in as you.",
    }
    console_let_in_warning {
        vi: "Chỉ nhập mã của bàn điều hành mà chính bạn vừa mở. Không ai hỏi hay gửi mã này qua thư, tin nhắn hay điện thoại: ai đưa mã cho bạn sẽ vào được với tên của bạn.",
        en: "Type the code of a console that you have just opened yourself, and no other. Nobody ever asks for such a code, or sends you one, by mail or telephone: whoever gives you theirs gets in as you.",
    }
    console_code { vi: "Mã trên bàn điều hành", en: "Code that the console shows" }
    console_code_hint { vi: "8 chữ cái, ví dụ BCDF-GHJK; viết hoa hay thường đều được.", en: "Eight letters, such as BCDF-GHJK; capitals or not." }
    console_code_unknown {
        vi: "Không có bàn điều hành nào đang chờ với mã này. Hãy xem lại mã; mỗi mã chỉ dùng một lần, trong 5 phút. Nếu đã quá, hãy bắt đầu lại ở bàn điều hành.",
        en: "No console waits with this code. Compare it once more; each works once, for five minutes. If they are over, begin anew in the console.",
    }
    console_codes_used_up {
        vi: "Đã nhập sai mã 5 lần trong phiên này. Hãy đăng xuất, đăng nhập lại, rồi bắt đầu lại ở bàn điều hành.",
        en: "Five codes were wrong in this session. Log out, log in again, and begin anew in the console.",
    }
    console_asks_title { vi: "Cho máy này đăng nhập?", en: "Let this machine in?" }
    console_host { vi: "Máy tự xưng là", en: "The machine calls itself" }
    console_address { vi: "Địa chỉ mạng", en: "Network address" }
    console_asked { vi: "Bắt đầu hỏi lúc", en: "Asks since" }
    console_let_in_explained(name: &str) {
        vi: format!("Nếu cho phép, bàn điều hành trên máy đó làm việc với tên {name} cho đến khi đăng xuất, nhiều nhất 30 ngày."),
        en: format!("If you let it in, the console on that machine works as {name} until it is logged out, for 30 days at most."),
    }
    console_let_in_yes { vi: "Cho đăng nhập", en: "Let it in" }
    console_let_in_no { vi: "Không phải của tôi", en: "It is not mine" }
    done_console_let_in {
        vi: "Đã cho bàn điều hành đăng nhập: trong vài giây nó tự đi tiếp. Hãy giữ phiên này đến lúc đó.",
        en: "The console is let in, and goes on by itself within seconds. Stay logged in here until then.",
    }
    done_console_refused {
        vi: "Đã từ chối. Nếu có người đưa mã đó cho bạn, hãy báo quản trị hệ thống của Tổ công tác.",
        en: "It was refused. If somebody gave you that code, tell the Working Group's system administrator.",
    }
    access_console_subject { vi: "Một bàn điều hành vừa đăng nhập bằng tài khoản của bạn", en: "A console was logged in with your account" }
    access_console_opening {
        vi: "Một bàn điều hành vừa được cho đăng nhập từ trình duyệt của bạn, và từ nay làm việc với tên của bạn.",
        en: "A console was let in from your browser, and works in your name from now on.",
    }
    access_console_closing {
        vi: "Nếu không phải bạn: hãy kết thúc phiên đó ở trang tài khoản, đổi mật khẩu, rồi báo ngay cho quản trị hệ thống của Tổ công tác.",
        en: "If it was not you: end that session on the page of your account, change your pass-phrase, and tell the Working Group's system administrator at once.",
    }
}
