//! What `--help` says of the command line: each English sentence as the command line has it, and the same in Vietnamese.

use crate::text::Lang;

/// English, Vietnamese.
const USAGE: &[[&str; 2]] = &[
    [
        "The Working Group's console: the national backlog of Dondoc, in a terminal",
        "Phần mềm của Tổ công tác: danh sách tồn đọng toàn quốc của Đôn đốc, trên cửa sổ dòng lệnh",
    ],
    [
        "The Working Group's console: the national backlog of Dondoc, in a terminal.\n\nLog in with the e-mail address and pass-phrase of your account; the screens keep nothing on this machine but a text by which the server knows it again. Press ? on any screen for its keys, L for the other language, q to leave.",
        "Phần mềm của Tổ công tác: danh sách tồn đọng toàn quốc của Đôn đốc, trên cửa sổ dòng lệnh.\n\nĐăng nhập bằng thư điện tử và mật khẩu của bạn; máy này chỉ giữ một đoạn chữ để máy chủ nhận ra. Ở trang nào cũng vậy: ? xem phím, L đổi ngôn ngữ, q thoát.",
    ],
    [
        "Log in and keep the session on this machine, for the other verbs",
        "Đăng nhập và giữ phiên trên máy này cho các lệnh khác",
    ],
    ["End the session that is kept on this machine", "Kết thúc phiên đang giữ trên máy này"],
    ["List the backlog or one of its queues", "Liệt kê việc tồn đọng hoặc một danh sách chờ"],
    ["Show one assignment", "Xem một việc"],
    ["Write the backlog or one of its queues to a file", "Ghi việc tồn đọng hoặc một danh sách chờ ra tệp"],
    [
        "Plan urges about what a filter finds; issue them if their number is confirmed",
        "Lập kế hoạch đôn đốc các việc theo bộ lọc; phát hành nếu đúng số việc đã xác nhận",
    ],
    [
        "Withdraw the urges of a plan whose mail has not left",
        "Rút lại các đôn đốc của một kế hoạch mà thư chưa gửi",
    ],
    ["Show the keys of the screens", "Xem phím của các trang"],
    [
        "Say what works and what does not, and what to do about it",
        "Cho biết phần nào chạy, phần nào không, và cách xử lý",
    ],
    [
        "Write what a shell needs to complete this command line",
        "Ghi phần tự hoàn thành lệnh cho trình dòng lệnh (shell)",
    ],
    [
        "Write the manual page of this command, or of one of its verbs (roff)",
        "Ghi trang hướng dẫn của chương trình hoặc của một lệnh (roff)",
    ],
    [
        "Print this message or the help of the given subcommand(s)",
        "In hướng dẫn này hoặc hướng dẫn của một lệnh",
    ],
    ["Print help", "In hướng dẫn"],
    ["Print help (see more with '--help')", "In hướng dẫn ngắn (đầy đủ: --help)"],
    ["Print help (see a summary with '-h')", "In hướng dẫn (ngắn gọn: -h)"],
    ["Print version", "In phiên bản"],
    ["Print help for the subcommand(s)", "In hướng dẫn của lệnh"],
    [
        "The server. Plain http is accepted for this machine only",
        "Máy chủ. Chỉ chính máy này mới được dùng http thường",
    ],
    ["The language; the account's own if not given", "Ngôn ngữ; không ghi thì theo tài khoản"],
    ["The e-mail address to log in with", "Thư điện tử để đăng nhập"],
    [
        "The program that opens files and links of evidence; the platform's own if not given",
        "Chương trình mở tệp và liên kết minh chứng; không ghi thì dùng của hệ điều hành",
    ],
    ["Put nothing into the clipboard of the terminal", "Không chép gì vào bộ nhớ tạm"],
    [
        "Nothing can be written: no act is offered, and none leaves this program",
        "Chỉ xem: không có thao tác nào, không gửi gì đi",
    ],
    [
        "Lock the console after so many minutes without a key: the session ends and the screen is covered until the pass-phrase is typed; 0 never does",
        "Khóa sau ngần này phút không bấm phím: phiên kết thúc, màn hình được che đến khi gõ mật khẩu; 0 là không khóa",
    ],
    [
        "The colours: auto is light or dark where the terminal says so (COLORFGBG), else neutral; none at all with NO_COLOR, unless a theme is named here",
        "Màu: auto là sáng hoặc tối nếu cửa sổ cho biết (COLORFGBG), nếu không là trung tính; có NO_COLOR thì không màu, trừ khi ghi ở đây",
    ],
    [
        "How many colours the terminal has; by TERM and COLORTERM if not given",
        "Số màu của cửa sổ; không ghi thì theo TERM và COLORTERM",
    ],
    [
        "Draw with letters and signs of ASCII alone; the texts keep their Vietnamese letters",
        "Chỉ vẽ bằng chữ và dấu ASCII; nội dung vẫn giữ chữ tiếng Việt",
    ],
    [
        "For whoever has the screen read aloud: one column, no borders and no pictures, the cursor always on what is in focus, and nothing that changes without a reason",
        "Cho người dùng trình đọc màn hình: một cột, không khung, không hình, con trỏ luôn ở phần đang chọn, không gì tự đổi",
    ],
    [
        "Log in from a browser, where a code is typed: with a passkey, or without the pass-phrase on this machine",
        "Đăng nhập từ trình duyệt, nhập mã ở đó: bằng khóa truy cập, hoặc không gõ mật khẩu trên máy này",
    ],
    ["The e-mail address; asked for if not given", "Thư điện tử; không ghi thì sẽ hỏi"],
    ["Which list", "Danh sách nào"],
    [
        "Only what this finds, in the filter language of the screens",
        "Chỉ những việc khớp bộ lọc, viết như trên màn hình",
    ],
    ["How to write it; in json and jsonl as the API has it", "Cách ghi; json và jsonl giữ đúng như API"],
    ["At most so many", "Nhiều nhất ngần này việc"],
    ["Only how many there are", "Chỉ cho biết có bao nhiêu"],
    ["Begin a csv with the mark by which Excel knows UTF-8", "Thêm vào đầu csv dấu để Excel nhận ra UTF-8"],
    ["Its code, such as T24-08/ha-noi", "Mã việc, ví dụ T24-08/ha-noi"],
    ["How to write it", "Cách ghi"],
    [
        "The file; its ending says how it is written: .csv, .json, .jsonl, .md or .xlsx",
        "Tệp; đuôi tệp quyết định cách ghi: .csv, .json, .jsonl, .md hoặc .xlsx",
    ],
    ["Write over a file that is there already", "Ghi đè tệp đã có"],
    [
        "What to urge, in the filter language of the screens",
        "Đôn đốc những việc nào, viết bộ lọc như trên màn hình",
    ],
    ["The template whose text is sent, such as overdue", "Mẫu có nội dung được gửi, ví dụ overdue"],
    ["Answer due within so many working days", "Trả lời trong ngần này ngày làm việc"],
    [
        "Issue the urges if exactly so many assignments would be urged",
        "Phát hành nếu số việc được đôn đốc đúng bằng số này",
    ],
    ["The plan, as `urge` has named it", "Kế hoạch, theo mã mà lệnh urge đã cho"],
    ["How to write them", "Cách ghi"],
    ["The shell", "Trình dòng lệnh"],
    ["The verb", "Lệnh"],
    [
        "The pass-phrase is asked for, or read from standard input where that is no terminal; it is never an argument.",
        "Mật khẩu được hỏi khi chạy, hoặc đọc từ đầu vào chuẩn nếu không phải cửa sổ; không bao giờ ghi trên dòng lệnh.",
    ],
    [
        "Exit codes of the verbs:\n  0  done\n  1  refused: by the filter, by a rule of the work, or nothing was found\n  2  wrong usage, or something of this machine is in the way\n  3  no session is kept on this machine, or it is over: dondoc login\n  4  the plan of urges differs from --confirm: nothing was issued\n  5  the server cannot be reached, or did not answer in time",
        "Mã kết thúc của các lệnh:\n  0  xong\n  1  bị từ chối: do bộ lọc, do quy định của công việc, hoặc không thấy gì\n  2  gõ sai cách dùng, hoặc vướng ở máy này\n  3  máy này không giữ phiên nào, hoặc phiên đã hết: dondoc login\n  4  kế hoạch đôn đốc khác với --confirm: chưa phát hành gì\n  5  không tới được máy chủ, hoặc máy chủ không trả lời kịp",
    ],
];

messages! {
    usage_head { vi: "Cách dùng", en: "Usage" }
    usage_verbs { vi: "Lệnh", en: "Commands" }
    usage_arguments { vi: "Tham số", en: "Arguments" }
    usage_options { vi: "Tùy chọn", en: "Options" }
    usage_verb { vi: "LỆNH", en: "COMMAND" }
    usage_some_options { vi: "TÙY CHỌN", en: "OPTIONS" }
    usage_values(values: &str) { vi: format!("[giá trị: {values}]"), en: format!("[values: {values}]") }
    usage_default(value: &str) { vi: format!("[mặc định: {value}]"), en: format!("[default: {value}]") }
    usage_variable(name: &str) { vi: format!("[biến môi trường: {name}]"), en: format!("[env: {name}]") }
}

impl Lang {
    /// What `--help` says in this language where the command line has this English sentence; none where it has no other.
    pub fn usage(self, english: &str) -> Option<&'static str> {
        let of = USAGE.iter().find(|[en, _]| *en == english);
        of.map(|[en, vi]| self.pick(vi, en))
    }
}
