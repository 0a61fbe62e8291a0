//! Texts of the weekly report, of the choice of reminders, and of the bars in a mail's picture.

use super::Lang;

messages! {
    weekly_all { vi: "toàn quốc", en: "the whole nation" }
    weekly_subject(whose: &str, date: &str) {
        vi: format!("Báo cáo tuần, {whose}: tình hình thực hiện nhiệm vụ đến {date}"),
        en: format!("Weekly report, {whose}: how the tasks stand on {date}"),
    }
    weekly_opening(whose: &str, date: &str) {
        vi: format!("Số liệu của {whose}, tính đến đầu ngày {date}; “mới” là trong bảy ngày trước đó."),
        en: format!("Figures of {whose} at the beginning of {date}; \"new\" means the seven days before."),
    }
    weekly_completion { vi: "Tỷ lệ hoàn thành", en: "Completion" }
    weekly_on_time { vi: "Tỷ lệ đúng hạn", en: "On time" }
    weekly_on_time_original { vi: "Tỷ lệ đúng hạn ban đầu", en: "On time, original dates" }
    weekly_newly_overdue { vi: "Mới quá hạn", en: "Newly overdue" }
    weekly_newly_done { vi: "Mới hoàn thành", en: "Newly done" }
    weekly_submitted { vi: "Chờ Tổ công tác thẩm tra", en: "Waiting to be verified" }
    weekly_extensions { vi: "Đề nghị gia hạn chờ quyết định", en: "Extensions to be decided" }
    weekly_steps { vi: "Bước báo cáo cấp trên chờ quyết định", en: "Steps up the ladder to be decided" }
    weekly_urges_overdue { vi: "Có đôn đốc quá hạn trả lời", en: "With an urge not answered in time" }
    weekly_rechecks { vi: "Kiểm tra lại ngẫu nhiên đang chờ", en: "Random re-checks that wait" }
    weekly_ageing { vi: "Số ngày quá hạn", en: "Days overdue" }
    weekly_longest { vi: "Lâu nhất chưa có báo cáo", en: "Longest without a report" }
    weekly_last_heard { vi: "Chưa có báo cáo mới", en: "No report for" }
    weekly_days(n: i64) { vi: format!("{n} ngày"), en: format!("{n} day{}", if n == 1 { "" } else { "s" }) }
    weekly_open { vi: "Mở hệ thống", en: "Open the system" }
    weekly_footer(tenant: &str) {
        vi: format!("Bạn nhận thư này mỗi tuần một lần vì là người phê duyệt, Trưởng Ban Chỉ đạo hoặc hộp thư của {tenant}."),
        en: format!("You get this once a week because you are an approver, the head of the steering committee or the mailbox of {tenant}."),
    }
    weekly_footer_national {
        vi: "Bạn nhận thư này mỗi tuần một lần vì là lãnh đạo hoặc chuyên viên của Tổ công tác.",
        en: "You get this once a week because you are a lead or an officer of the Working Group.",
    }
    why_weekly(name: &str, date: &str) {
        vi: format!("Báo cáo tuần gửi {name}, số liệu đến {date}."),
        en: format!("The weekly report for {name}, with the figures of {date}."),
    }
    mail_switch_off { vi: "Tắt nhắc việc trước hạn", en: "Switch off reminders before the due date" }
    early_title { vi: "Thư nhắc việc", en: "Reminders" }
    early_explained {
        vi: "Bạn có thể không nhận thư nhắc trước hạn. Thư vào ngày đến hạn, khi quá hạn, đôn đốc và báo cáo cấp trên không tắt được.",
        en: "You may switch off reminders before the due date. Those on the due date and while overdue, urges and escalations cannot be switched off.",
    }
    early_label { vi: "Thư nhắc trước hạn", en: "Reminders before the due date" }
    early_on { vi: "Nhận", en: "Send them" }
    early_off { vi: "Không nhận", en: "Do not send them" }
    mail_lang_label { vi: "Ngôn ngữ của thư", en: "Language of mail" }
    mail_lang_hint {
        vi: "Nút đổi ngôn ngữ ở đầu trang chỉ đổi màn hình, không đổi thư gửi bạn.",
        en: "The language button at the top changes the screen alone, not the mail that you get.",
    }
    done_reminders_chosen { vi: "Đã lưu lựa chọn thư nhắc việc.", en: "Your choice of reminders is saved." }
    open_ageing_own {
        vi: "Mọi việc đang mở do bạn thực hiện, kể cả việc hôm nay bạn chưa phải xử lý",
        en: "All open work assigned to you, also what does not need you today",
    }
    open_ageing_all(tenant: &str) {
        vi: format!("Mọi việc đang mở của {tenant}, kể cả việc hôm nay bạn chưa phải xử lý"),
        en: format!("All open work of {tenant}, also what does not need you today"),
    }
}

impl Lang {
    /// The groups of the first page's ageing (R31).
    pub fn ageing_names(self) -> [&'static str; 5] {
        match self {
            Self::Vi => ["1–7 ngày", "8–14 ngày", "15–30 ngày", "31–60 ngày", "trên 60 ngày"],
            Self::En => ["1–7 days", "8–14 days", "15–30 days", "31–60 days", "over 60 days"],
        }
    }

    /// The groups of a digest's picture of open work (R31).
    pub fn open_ageing_names(self) -> [&'static str; 4] {
        match self {
            Self::Vi => ["chưa quá hạn", "quá hạn 1–7 ngày", "quá hạn 8–30 ngày", "quá hạn trên 30 ngày"],
            Self::En => ["not overdue", "1–7 days overdue", "8–30 days overdue", "over 30 days overdue"],
        }
    }
}
