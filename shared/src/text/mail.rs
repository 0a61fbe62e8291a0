//! Texts of the mail: reminders, urges, escalations and decisions, and the demo's page that shows them.

use super::{Lang, plural};
use crate::{
    lifecycle::{Status, TaskKind},
    policy::When,
    wire::{assignment::EventKind, standing::Matter},
};

/// Nothing, or the plural's letter: English alone has one.
fn s(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    mail_greeting(name: &str) { vi: format!("Kính gửi {name},"), en: format!("Dear {name},") }
    mail_automatic {
        vi: "Thư tự động, xin không trả lời thư này.",
        en: "This is an automatic message; please do not reply to it.",
    }
    mail_why { vi: "Vì sao", en: "Why" }
    mail_next_step { vi: "Việc cần làm", en: "Next step" }
    mail_directive { vi: "Văn bản", en: "Directive" }
    mail_acknowledge { vi: "Tiếp nhận nhiệm vụ này", en: "Acknowledge this task" }
    mail_due { vi: "Thời hạn", en: "Due" }
    mail_task { vi: "Nhiệm vụ", en: "Task" }
    mail_remark { vi: "Ý kiến", en: "Remark" }
    mail_open_my_work { vi: "Mở Việc của tôi", en: "Open My work" }
    mail_open_report { vi: "Mở báo cáo", en: "Open the report" }
    mail_open_item { vi: "Mở nhiệm vụ", en: "Open the task" }
    mail_and_more(n: u64) { vi: format!("… và {n} nhiệm vụ khác."), en: format!("… and {n} more.") }

    digest_subject(overdue: u64, others: u64, tenant: &str, date: &str) {
        vi: match (overdue, others) {
            (0, n) => format!("Nhắc việc {tenant}, {date}: {n} việc"),
            (n, 0) => format!("Nhắc việc {tenant}, {date}: {n} việc quá hạn"),
            (late, n) => format!("Nhắc việc {tenant}, {date}: {late} quá hạn, {n} việc khác"),
        },
        en: match (overdue, others) {
            (0, n) => format!("Reminder for {tenant}, {date}: {n} task{}", s(n)),
            (n, 0) => format!("Reminder for {tenant}, {date}: {n} overdue"),
            (late, n) => format!("Reminder for {tenant}, {date}: {late} overdue, {n} other{}", s(n)),
        },
    }
    digest_opening(n: u64, overdue: u64, tenant: &str) {
        vi: match overdue {
            0 => format!("Hôm nay có {n} nhiệm vụ của {tenant} cần bạn xử lý."),
            late => format!("Hôm nay có {n} nhiệm vụ của {tenant} cần bạn xử lý, trong đó {late} quá hạn."),
        },
        en: match (if n == 1 { "s" } else { "" }, overdue) {
            (verb, 0) => format!("Today {n} task{} of {tenant} need{verb} your attention.", s(n)),
            (verb, late) => format!("Today {n} task{} of {tenant} need{verb} your attention, {late} overdue.", s(n)),
        },
    }
    digest_overdue_besides { vi: "Quá hạn, chưa kể các việc nêu ở trên", en: "Overdue, besides those above" }
    digest_due { vi: "Sắp đến hạn", en: "Due soon" }
    digest_footer(tenant: &str) {
        vi: format!(
            "Bạn nhận thư này vì là người thực hiện, chuyên viên, người phê duyệt hoặc hộp thư của {tenant}. Mỗi người \
            nhận nhiều nhất một thư nhắc mỗi ngày làm việc; nhắc việc dừng khi nhiệm vụ được gửi Tổ công tác."
        ),
        en: format!(
            "You get this because you are an assignee, officer, approver or the mailbox of {tenant}. Nobody gets more \
            than one reminder a working day; reminders end when the task is with the Working Group."
        ),
    }
    reminder_before(n: i64) {
        vi: format!("nhắc trước hạn {n} ngày làm việc"),
        en: format!("reminder {n} working day{} before the due date", if n == 1 { "" } else { "s" }),
    }
    reminder_due { vi: "nhắc vào ngày đến hạn", en: "reminder on the due date" }
    reminder_overdue(n: i64) {
        vi: format!("nhắc khi quá hạn {n} ngày"),
        en: format!("reminder {n} day{} after the due date", if n == 1 { "" } else { "s" }),
    }
    reminder_every(days: i64, from: i64) {
        vi: if days == 7 { "nhắc hằng tuần khi quá hạn".to_owned() } else { format!("nhắc {days} ngày một lần, từ ngày quá hạn thứ {from}") },
        en: if days == 7 { "weekly reminder while overdue".to_owned() } else { format!("reminder every {}, from {} overdue", plural(days, "day"), plural(from, "day")) },
    }
    reminder_doubling(days: i64, from: i64) {
        vi: format!("nhắc từ ngày quá hạn thứ {from}, sau {days} ngày, rồi mỗi lần thưa gấp đôi"),
        en: format!("reminder from {} overdue, after {}, then each pause twice the last", plural(from, "day"), plural(days, "day")),
    }
    policy_version(of: TaskKind, n: i32, own: bool) {
        vi: format!(
            "quy định nhắc {} {} bản {n}",
            if of == TaskKind::Report { "báo cáo" } else { "việc" },
            if own { "riêng của đơn vị" } else { "chung" },
        ),
        en: format!(
            "{} {} policy, version {n}",
            if own { "the body's own" } else { "national" },
            if of == TaskKind::Report { "report reminder" } else { "reminder" },
        ),
    }
    mail_leaves(at: Option<&str>, held: bool) {
        vi: match at {
            Some(at) if held => format!("Thư đang tạm giữ: gửi lúc {at}, sau khi hết tạm giữ"),
            Some(at) => format!("Gửi lúc {at}"),
            None => "Thư đang tạm giữ: chỉ gửi sau khi có người bỏ tạm giữ".to_owned(),
        },
        en: match at {
            Some(at) if held => format!("Mail is held: leaves at {at}, after the hold"),
            Some(at) => format!("Leaves at {at}"),
            None => "Mail is held: leaves once somebody lifts the hold".to_owned(),
        },
    }
    mail_over_budget(n: i64) {
        vi: format!("{n} thư vượt hạn mức trong ngày, gửi vào ngày sau"),
        en: format!("{n} beyond the day's budget, on a later day"),
    }
    policy_of(n: i32, own: bool) {
        vi: format!("{} bản {n}", if own { "quy định riêng" } else { "quy định chung" }),
        en: format!("{} policy, version {n}", if own { "own" } else { "national" }),
    }
    why_overdue { vi: "Quá hạn", en: "Overdue" }
    why_status { vi: "Trạng thái", en: "Status" }
    why_level { vi: "Cấp báo cáo", en: "Level" }
    why_switched_off(since: &str) { vi: format!("người nhận đã tắt từ {since}"), en: format!("switched off by the recipient since {since}") }
    why_reason { vi: "Người nhận", en: "Recipient" }
    why_digest(name: &str) {
        vi: format!("Thư nhắc việc gửi {name}, gộp mọi việc đến lượt trong ngày."),
        en: format!("The reminder for {name}, with everything owed that day."),
    }
    why_urge(number: &str, by: &str, on: &str) {
        vi: format!("Đôn đốc số {number} do {by} ban hành ngày {on}."),
        en: format!("Urge no. {number}, issued by {by} on {on}."),
    }
    why_step(level: i16, on: &str, days: i32) {
        vi: format!("Bước cấp {level}, đề xuất ngày {on} khi quá hạn {days} ngày."),
        en: format!("The step to level {level}, proposed on {on} at {} overdue.", plural(days, "day")),
    }
    simulation_all { vi: "tất cả", en: "all" }
    why_ladder(n: i32) {
        vi: format!("Theo quy định báo cáo cấp trên bản {n}."), en: format!("Under the ladder's version {n}."),
    }
    why_released(by: &str, on: &str) {
        vi: format!("{by} quyết định gửi ngày {on}."), en: format!("Released by {by} on {on}."),
    }
    why_signed(by: &str, on: &str) {
        vi: format!("{by} ký lần một ngày {on}."), en: format!("Signed first by {by} on {on}."),
    }
    why_decision(what: &str, code: &str) {
        vi: format!("Thông báo quyết định: {what}, nhiệm vụ {code}."),
        en: format!("Notice of a decision: {what}, task {code}."),
    }
    digest_blocking { vi: "Cơ quan khác đang chờ bạn", en: "Others are waiting for you" }
    digest_coordinating { vi: "Nhiệm vụ bạn phối hợp", en: "Tasks you coordinate on" }
    digest_copies(n: u64, tenant: &str) {
        vi: format!("Có {n} nhiệm vụ của cơ quan khác mà {tenant} phối hợp hoặc đang được chờ."),
        en: format!("{n} task{} of other bodies to which {tenant} contributes, or that wait for it.", s(n)),
    }
    mail_lead { vi: "Cơ quan chủ trì", en: "Lead" }
    mail_waits { vi: "Đang chờ", en: "Waiting" }
    mail_waits_since(date: &str, days: i64) {
        vi: format!("từ {date}, đã {days} ngày"),
        en: format!("since {date}, {days} day{}", if days == 1 { "" } else { "s" }),
    }
    next_step_to_coordinate {
        vi: "trao đổi với cơ quan chủ trì, gửi phần phối hợp",
        en: "talk to the lead and hand in your contribution",
    }
    next_step_to_unblock {
        vi: "giải quyết phần việc mà cơ quan này đang chờ, hoặc trả lời khi nào xong",
        en: "do what this body waits for, or tell it when you will",
    }
    copy_of_lead { vi: "đơn vị phối hợp trong nhiệm vụ này", en: "your body coordinates on this task" }
    copy_of_block { vi: "cơ quan này đang chờ đơn vị", en: "this body waits for yours" }
    reason_steering_head { vi: "bạn là Trưởng Ban Chỉ đạo chuyển đổi số", en: "you head the steering committee" }
    reason_assignee { vi: "bạn là người thực hiện", en: "you are the assignee" }
    reason_officer { vi: "bạn là chuyên viên của đơn vị", en: "you are an officer of the body" }
    reason_approver { vi: "bạn là người phê duyệt", en: "you are an approver" }
    reason_stand_in { vi: "bạn đang làm thay người được nhắc", en: "you stand in for whoever is reminded" }
    reason_mailbox { vi: "đơn vị chưa có người dùng đang hoạt động", en: "the body has no active user" }

    urge_subject(number: &str, code: &str) {
        vi: format!("Đôn đốc số {number}: {code}"), en: format!("Urge no. {number}: {code}"),
    }
    urge_opening(tenant: &str, number: &str) {
        vi: format!("Tổ công tác đôn đốc {tenant} (số {number}) về nhiệm vụ dưới đây."),
        en: format!("The Working Group urges {tenant} (no. {number}) on the task below."),
    }
    urge_text { vi: "Nội dung đôn đốc", en: "The urge" }
    urge_reply_by(date: &str) {
        vi: format!("Đề nghị trả lời trên hệ thống chậm nhất ngày {date}."),
        en: format!("Please answer in the system by the end of {date}."),
    }
    urge_footer(tenant: &str) {
        vi: format!("Bạn nhận thư này vì Tổ công tác gửi đôn đốc tới {tenant}."),
        en: format!("You get this because the Working Group urged {tenant}."),
    }

    escalation_subject(level: i16, code: &str, days: i32) {
        vi: format!("Báo cáo cấp {level}: {code} quá hạn {days} ngày"),
        en: format!("Escalation, level {level}: {code} is {days} day{} overdue", if days == 1 { "" } else { "s" }),
    }
    escalation_opening(level: i16, target: &str, tenant: &str) {
        vi: format!("Tổ công tác báo cáo {target} (cấp {level}) về nhiệm vụ quá hạn của {tenant}."),
        en: format!("The Working Group reports an overdue task of {tenant} to you as {target} (level {level})."),
    }
    escalation_subject_of_several(level: i16, n: usize, tenant: &str) {
        vi: format!("Báo cáo cấp {level}: {n} nhiệm vụ quá hạn của {tenant}"),
        en: format!("Escalation, level {level}: {n} overdue tasks of {tenant}"),
    }
    escalation_opening_of_several(level: i16, target: &str, n: usize, tenant: &str) {
        vi: format!("Tổ công tác báo cáo {target} (cấp {level}) về {n} nhiệm vụ quá hạn của {tenant}."),
        en: format!("The Working Group reports {n} overdue tasks of {tenant} to you as {target} (level {level})."),
    }
    escalation_ask {
        vi: "Đề nghị chỉ đạo để đơn vị báo cáo tiến độ, nêu vướng mắc và thời điểm hoàn thành.",
        en: "Please see to it that the body reports its progress, what stands in the way, and when it will be done.",
    }
    escalation_footer(target: &str) {
        vi: format!("Bạn nhận thư này với tư cách {target}; một người của Tổ công tác đã quyết định gửi."),
        en: format!("You get this as {target}; a person of the Working Group decided to send it."),
    }

    decision_footer(tenant: &str) {
        vi: format!("Bạn nhận thư này vì là người gửi hoặc người thực hiện của {tenant}."),
        en: format!("You get this because you submitted this or work on it for {tenant}."),
    }
    decision_entry_until { vi: "Nhập số liệu đến hết ngày", en: "Figures may be entered until the end of" }
    decision_new_due { vi: "Thời hạn mới", en: "New due date" }
    decision_due_before { vi: "Thời hạn trước đây", en: "Due date before" }
    decision_asked { vi: "Thời hạn đề nghị", en: "Due date asked for" }

    dev_mail_title { vi: "Thư đã bắt (bản trình diễn)", en: "Caught mail (demo)" }
    dev_mail_note {
        vi: "Thư của bản trình diễn không rời khỏi máy này.",
        en: "Mail of the demo does not leave this machine.",
    }
    dev_mail_empty { vi: "Chưa có thư nào.", en: "No mail yet." }
    dev_mail_to { vi: "Người nhận", en: "To" }
    dev_mail_subject { vi: "Tiêu đề", en: "Subject" }
    dev_mail_date { vi: "Ngày gửi", en: "Date" }
    dev_mail_text { vi: "Văn bản thuần", en: "Plain text" }
    dev_mail_all { vi: "Tất cả thư", en: "All mail" }
    dev_mail_older { vi: "Thư cũ hơn", en: "Older" }
    dev_mail_newer { vi: "Thư mới hơn", en: "Newer" }
    dev_mail_count(n: u64) { vi: format!("{n} thư"), en: format!("{n} message{}", s(n)) }
}

impl Lang {
    /// The heads of a simulation's table.
    pub fn simulation_heads(self) -> [&'static str; 12] {
        match self {
            Self::Vi => [
                "Mã",
                "Cơ quan",
                "Thư, hiện hành",
                "Thư, dự thảo",
                "Dòng, hiện hành",
                "Dòng, dự thảo",
                "Nhiều nhất một ngày, hiện hành",
                "Nhiều nhất một ngày, dự thảo",
                "Bước báo cáo, hiện hành",
                "Bước báo cáo, dự thảo",
                "Thôi nhắc, hiện hành",
                "Thôi nhắc, dự thảo",
            ],
            Self::En => [
                "Key",
                "Body",
                "Mails, now",
                "Mails, draft",
                "Lines, now",
                "Lines, draft",
                "Most a day, now",
                "Most a day, draft",
                "Steps, now",
                "Steps, draft",
                "Silent, now",
                "Silent, draft",
            ],
        }
    }

    /// The rule in words.
    pub fn reminder_rule(self, when: When) -> String {
        match when {
            When::Before(days) => self.reminder_before(i64::from(days)),
            When::Due => self.reminder_due().to_owned(),
            When::Overdue(days) => self.reminder_overdue(i64::from(days)),
            When::Every { from, days, doubling: false } => {
                self.reminder_every(i64::from(days), i64::from(from))
            }
            When::Every { from, days, doubling: true } => {
                self.reminder_doubling(i64::from(days), i64::from(from))
            }
        }
    }

    /// The reason for which a reader is told of another tenant's assignment (R48).
    pub fn copy_reason(self, matter: Matter) -> &'static str {
        match matter {
            Matter::Lead => self.copy_of_lead(),
            Matter::Block => self.copy_of_block(),
        }
    }

    /// What the tenant owes next in this state; only states in which mail is owed have one.
    pub fn next_step_in(self, status: Status) -> &'static str {
        match (status, self) {
            (Status::Assigned, Self::Vi) => "tiếp nhận và báo cáo tiến độ",
            (Status::Assigned, Self::En) => "acknowledge it and report progress",
            (Status::Proposed, Self::Vi) => "phê duyệt và gửi Tổ công tác, hoặc trả lại chuyên viên",
            (Status::Proposed, Self::En) => "approve and submit it, or send it back",
            (Status::Returned, Self::Vi) => "xem ý kiến của Tổ công tác, bổ sung và báo cáo lại",
            (Status::Returned, Self::En) => "read the Working Group's remark, amend and report again",
            (Status::InProgress, Self::Vi) => {
                "cập nhật tiến độ, bổ sung minh chứng, trình phê duyệt khi xong"
            }
            (Status::InProgress, Self::En) => {
                "report progress, add evidence, propose it for approval when done"
            }
            (_, Self::Vi) => "báo cáo tiến độ",
            (_, Self::En) => "report progress",
        }
    }

    /// What the body does next with the report of a period in this state.
    pub fn next_step_of_report(self, status: Status) -> &'static str {
        match (status, self) {
            (Status::Proposed, Self::Vi) => "xem số liệu rồi gửi Tổ công tác, hoặc trả lại chuyên viên",
            (Status::Proposed, Self::En) => "look at the figures and file them, or send them back",
            (Status::Returned, Self::Vi) => "xem ý kiến của Tổ công tác, sửa số liệu rồi gửi lại",
            (Status::Returned, Self::En) => {
                "read the Working Group's remark, mend the figures and file them again"
            }
            (_, Self::Vi) => "nhập số liệu của kỳ rồi trình; người phê duyệt gửi Tổ công tác",
            (_, Self::En) => "enter the figures of the period and propose them; an approver files them",
        }
    }

    /// What somebody does next who has been told of an event.
    pub fn next_step_after(self, event: EventKind, status: Status) -> &'static str {
        match (event, self) {
            (EventKind::CorrectionProposed, Self::Vi) => {
                "xem số cũ và số mới rồi gửi bản đính chính cho Tổ công tác, ở trang Báo cáo"
            }
            (EventKind::CorrectionProposed, Self::En) => {
                "compare old and new figures and file the correction, on the page Reports"
            }
            (EventKind::CorrectionSentBack, Self::Vi) => "sửa bản đính chính rồi trình lại, ở trang Báo cáo",
            (EventKind::CorrectionSentBack, Self::En) => {
                "mend the correction and propose it again, on the page Reports"
            }
            _ => self.next_step_in(status),
        }
    }

    /// The subject of a decision's mail.
    pub fn decision_subject(self, event: EventKind, code: &str) -> String {
        format!("{code}: {}", self.decision_words(event))
    }

    /// The subject of one mail about the same decision on `n` tasks.
    pub fn decision_subject_of_several(self, event: EventKind, n: usize) -> String {
        match self {
            Self::Vi => format!("{n} nhiệm vụ: {}", self.decision_words(event)),
            Self::En => format!("{n} tasks: {}", self.decision_words(event)),
        }
    }

    /// The decision in a sentence.
    pub fn decision_opening(self, event: EventKind) -> String {
        match self {
            Self::Vi if event == EventKind::Missed => "Kỳ báo cáo đã đóng mà đơn vị chưa gửi báo cáo: kỳ này được tính là không gửi. Không nhắc thêm về báo cáo này nữa.".to_owned(),
            Self::En if event == EventKind::Missed => "The period has closed, and your report was not filed: it counts as missed. You are not reminded of it any more.".to_owned(),
            Self::Vi => format!("Tổ công tác đã quyết định: {}.", self.decision_words(event)),
            Self::En => format!("The Working Group has decided: {}.", self.decision_words(event)),
        }
    }

    fn decision_words(self, event: EventKind) -> &'static str {
        match (event, self) {
            (EventKind::Accepted, Self::Vi) => "chấp nhận hoàn thành",
            (EventKind::Accepted, Self::En) => "accepted as done",
            (EventKind::Reopened, Self::Vi) => "mở lại sau khi đã chấp nhận",
            (EventKind::Reopened, Self::En) => "re-opened after acceptance",
            (EventKind::ExtensionGranted, Self::Vi) => "đồng ý gia hạn",
            (EventKind::ExtensionGranted, Self::En) => "extension granted",
            (EventKind::ExtensionRefused, Self::Vi) => "không đồng ý gia hạn",
            (EventKind::ExtensionRefused, Self::En) => "extension refused",
            (EventKind::Missed, Self::Vi) => "không gửi báo cáo, kỳ đã đóng",
            (EventKind::Missed, Self::En) => "report missed, the period has closed",
            (EventKind::ExceptionGranted, Self::Vi) => "cho nhập số liệu thêm, thời hạn không đổi",
            (EventKind::ExceptionGranted, Self::En) => {
                "figures may be entered for longer, the due date stays"
            }
            (EventKind::ExceptionCancelled, Self::Vi) => "thôi cho nhập số liệu thêm",
            (EventKind::ExceptionCancelled, Self::En) => "figures may not be entered for longer any more",
            (EventKind::CorrectionAccepted, Self::Vi) => "chấp nhận đính chính",
            (EventKind::CorrectionAccepted, Self::En) => "correction accepted",
            (EventKind::CorrectionRefused, Self::Vi) => "không chấp nhận đính chính",
            (EventKind::CorrectionRefused, Self::En) => "correction refused",
            (_, Self::Vi) => "trả lại để bổ sung",
            (_, Self::En) => "returned for amendment",
        }
    }
}
