//! Nouns and states of the domain, dates and durations.

use jiff::civil::Date;

use super::Lang;
use crate::{
    ladder::LadderTarget,
    lateness::{Class, Rate},
    lifecycle::{Act, Part, Status},
    role::Role,
    wire::{
        Cause, ContactRole, ExtensionReason, LeadBasis, Precision, TenantKind,
        assignment::{EventKind, ExtensionState},
    },
};

/// `day` or `days`: English alone has a plural.
fn s(n: i64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    product_name { vi: "Đôn đốc", en: "Dondoc" }
    national_committee { vi: "Ủy ban Quốc gia về chuyển đổi số", en: "National Committee for Digital Transformation" }
    /// The actor of what no person did.
    the_system { vi: "hệ thống", en: "the system" }
    working_group { vi: "Tổ công tác", en: "Working Group" }
    /// Every page of the portal and every mail carries it (R8).
    secrecy_statement {
        vi: "Không nhập thông tin thuộc bí mật nhà nước.",
        en: "Do not enter state secrets.",
    }
    simulated { vi: "DỮ LIỆU MÔ PHỎNG", en: "SIMULATED DATA" }
    no_deadline { vi: "không hạn", en: "no deadline" }
    due_today { vi: "hạn hôm nay", en: "due today" }
    days_overdue(n: i64) { vi: format!("quá hạn {n} ngày"), en: format!("{n} day{} overdue", s(n)) }
    completed_by_days(late: i64) {
        vi: if late > 0 { format!("hoàn thành quá hạn {late} ngày") } else { "hoàn thành đúng hạn".to_owned() },
        en: if late > 0 { format!("completed late by {late} day{}", s(late)) } else { "completed on time".to_owned() },
    }
    working_days_left(n: i64) { vi: format!("còn {n} ngày làm việc"), en: format!("{n} working day{} left", s(n)) }
    due_in_days(n: i64) { vi: format!("còn {n} ngày"), en: format!("due in {n} day{}", s(n)) }
    level(n: i16) { vi: format!("cấp {n}"), en: format!("level {n}") }
    percent(n: i16) { vi: format!("{n}%"), en: format!("{n}%") }
    by_person_for(who: &str, whom: &str) { vi: format!("{who} (thay {whom})"), en: format!("{who} (for {whom})") }
}

impl Lang {
    /// The actor as a person reads it: all parts of the system (`system`, `system:import`, `worker`) are "the system".
    pub fn actor(self, by: &str) -> &str {
        if matches!(by, "worker" | "system") || by.starts_with("system:") { self.the_system() } else { by }
    }

    /// A calendar date as dd/mm/yyyy, the form used in Viet Nam; the same in English so that nobody has to guess.
    pub fn date(self, date: Date) -> String {
        format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
    }

    /// A due date with its precision: "tháng 7/2024" is not "31/07/2024".
    pub fn due_date(self, date: Date, precision: Precision) -> String {
        let (month, year) = (date.month(), date.year());
        let quarter = (i32::from(month) + 2) / 3;
        match (self, precision) {
            (_, Precision::Day | Precision::None) => self.date(date),
            (Self::Vi, Precision::Month) => format!("tháng {month:02}/{year}"),
            (Self::En, Precision::Month) => format!("month {month:02}/{year}"),
            (Self::Vi, Precision::Quarter) => format!("quý {quarter}/{year}"),
            (Self::En, Precision::Quarter) => format!("quarter {quarter}/{year}"),
            (Self::Vi, Precision::Year) => format!("năm {year}"),
            (Self::En, Precision::Year) => format!("year {year}"),
        }
    }

    /// How late or how near: "quá hạn 12 ngày", "còn 3 ngày làm việc", "không hạn".
    pub fn due_in_words(
        self,
        due: Option<Date>,
        days_overdue: i32,
        working_days_left: Option<i32>,
    ) -> String {
        match (due, working_days_left) {
            (None, _) => self.no_deadline().to_owned(),
            _ if days_overdue > 0 => self.days_overdue(i64::from(days_overdue)),
            (_, Some(0)) => self.due_today().to_owned(),
            (_, Some(n)) => self.working_days_left(i64::from(n)),
            (Some(due), None) => self.date(due),
        }
    }

    /// A rate with its denominator: "98,6% (16.051/16.274)"; a dash where nothing was due.
    pub fn rate(self, rate: Rate) -> String {
        let Some(permille) = rate.permille() else { return format!("– ({}/{})", rate.part, rate.whole) };
        let comma = if self == Self::Vi { ',' } else { '.' };
        format!(
            "{}{comma}{}% ({}/{})",
            permille / 10,
            permille % 10,
            self.number(rate.part),
            self.number(rate.whole)
        )
    }

    /// A whole number with its thousands set apart.
    pub fn number(self, n: i64) -> String {
        let separator = if self == Self::Vi { '.' } else { ',' };
        let digits = n.unsigned_abs().to_string();
        let mut out = String::new();
        if n < 0 {
            out.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(separator);
            }
            out.push(digit);
        }
        out
    }
}

/// Declares the words of an enumeration.
macro_rules! words {
    ($($(#[$meta:meta])* $ty:ident :: $fn:ident { $($variant:ident: $vi:literal / $en:literal,)+ })+) => {$(
        impl $ty {
            $(#[$meta])*
            pub const fn $fn(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $(($ty::$variant, Lang::Vi) => $vi, ($ty::$variant, Lang::En) => $en,)+
                }
            }
        }
    )+};
}
pub(crate) use words;

words! {
    /// The state in words.
    Status::name {
        Assigned: "mới giao" / "assigned",
        Acknowledged: "đã tiếp nhận" / "acknowledged",
        InProgress: "đang thực hiện" / "in progress",
        Proposed: "chờ phê duyệt" / "waiting for approval",
        Submitted: "chờ Tổ công tác thẩm tra" / "with the Working Group",
        Returned: "bị trả lại" / "returned",
        Accepted: "đã hoàn thành" / "accepted",
        Refused: "từ chối nhận" / "refused",
        Suspended: "tạm dừng" / "suspended",
        Withdrawn: "đã rút" / "withdrawn",
    }
    /// The part in a task, in words.
    Part::name {
        Lead: "chủ trì" / "lead",
        Coordinating: "phối hợp" / "coordinating",
    }
    /// The role in words.
    Role::name {
        Viewer: "người xem" / "viewer",
        Officer: "chuyên viên" / "officer",
        Approver: "người phê duyệt" / "approver",
        Administrator: "quản trị đơn vị" / "administrator",
        Observer: "người theo dõi" / "observer",
        NationalOfficer: "chuyên viên Tổ công tác" / "Working Group officer",
        Lead: "lãnh đạo Tổ công tác" / "Working Group lead",
        SystemAdministrator: "quản trị hệ thống" / "system administrator",
    }
    /// The act as a button's or key's label.
    Act::name {
        Acknowledge: "Tiếp nhận" / "Acknowledge",
        Report: "Cập nhật tiến độ" / "Report progress",
        AddEvidence: "Thêm minh chứng" / "Add evidence",
        RemoveEvidence: "Gỡ minh chứng" / "Remove evidence",
        Propose: "Trình phê duyệt" / "Propose for approval",
        TakeProposalBack: "Rút lại bản trình" / "Take the proposal back",
        SendBack: "Trả lại chuyên viên" / "Send back",
        Submit: "Gửi Tổ công tác" / "Submit to the Working Group",
        TakeBack: "Rút lại hồ sơ gửi" / "Take the submission back",
        Open: "Bắt đầu thẩm tra" / "Open for verification",
        Accept: "Chấp nhận hoàn thành" / "Accept",
        Return: "Trả lại đơn vị" / "Return",
        Reopen: "Mở lại" / "Re-open",
        RequestExtension: "Đề nghị gia hạn" / "Ask for an extension",
        DecideExtension: "Quyết định gia hạn" / "Decide the extension",
        Urge: "Đôn đốc" / "Urge",
        AnswerUrge: "Trả lời đôn đốc" / "Answer the urge",
        Escalate: "Báo cáo cấp trên" / "Escalate",
    }
    /// The official class in words.
    Class::name {
        CompletedOnTime: "hoàn thành đúng hạn" / "completed on time",
        CompletedLate: "hoàn thành quá hạn" / "completed late",
        OpenInTime: "đang thực hiện, trong hạn" / "open, in time",
        OpenOverdue: "đang thực hiện, quá hạn" / "open, overdue",
        NoDeadline: "không hạn" / "no deadline",
    }
    /// How sure it is who leads.
    LeadBasis::name {
        Stated: "chủ trì theo văn bản" / "lead stated by the document",
        PublicSource: "chủ trì theo nguồn công khai khác" / "lead from another public source",
        OtherDirective: "chủ trì theo văn bản khác" / "lead from another directive",
        Inferred: "chủ trì do suy luận từ chức năng" / "lead inferred from remit",
        Prototype: "chỉ có trong bản thử nghiệm công khai" / "known from a public prototype only",
        NotStated: "văn bản không nêu chủ trì" / "lead not stated",
    }
    /// The cause in words.
    Cause::name {
        Institution: "thể chế, quy định" / "institutions and rules",
        Funding: "kinh phí" / "funding",
        Procurement: "đấu thầu, mua sắm" / "procurement",
        People: "nhân lực" / "people",
        Technology: "hạ tầng, công nghệ" / "infrastructure and technology",
        Data: "dữ liệu" / "data",
        Coordination: "phối hợp giữa các cơ quan" / "co-ordination between bodies",
        Other: "nguyên nhân khác" / "other",
    }
    /// The reason in words.
    ExtensionReason::name {
        LegalBasis: "chờ văn bản pháp lý" / "waiting for a legal basis",
        OtherBody: "chờ cơ quan khác" / "waiting for another body",
        Funding: "chưa bố trí kinh phí" / "funding not yet available",
        Procurement: "vướng đấu thầu" / "procurement delayed",
        Scope: "phạm vi thay đổi" / "scope changed",
        ForceMajeure: "bất khả kháng" / "force majeure",
        Other: "lý do khác" / "other",
    }
    /// The office in words.
    ContactRole::name {
        AgencyMailbox: "hộp thư cơ quan" / "agency mailbox",
        FocalHead: "thủ trưởng đơn vị đầu mối" / "head of the focal unit",
        SteeringHead: "Trưởng Ban Chỉ đạo chuyển đổi số" / "head of the steering committee",
        ViceChair: "Phó Chủ tịch thường trực Ủy ban" / "standing vice-chair of the Committee",
    }
    /// Which mail the office gets.
    ContactRole::gets {
        AgencyMailbox: "Nhận thư khi nhiệm vụ chưa có người thực hiện, văn bản đôn đốc gửi cơ quan, và mọi thư mà không còn ai khác nhận được." / "Gets mail where nobody is named on a task, urges addressed to the body, and whatever nobody else can get.",
        FocalHead: "Nhận báo cáo cấp trên và văn bản đôn đốc gửi đơn vị đầu mối." / "Gets escalations and urges addressed to the focal unit.",
        SteeringHead: "Nhận báo cáo cấp trên, văn bản đôn đốc gửi Ban Chỉ đạo và báo cáo tuần." / "Gets escalations and urges addressed to the steering committee, and the weekly report.",
        ViceChair: "Nhận báo cáo cấp cao nhất." / "Gets the highest escalations.",
    }
    /// The addressee of the level.
    LadderTarget::name {
        Approvers: "người phê duyệt và hộp thư cơ quan" / "approvers and agency mailbox",
        FocalHead: "thủ trưởng đơn vị đầu mối" / "head of the focal unit",
        SteeringHead: "Trưởng Ban Chỉ đạo chuyển đổi số" / "head of the steering committee",
        ViceChair: "Phó Chủ tịch thường trực Ủy ban" / "standing vice-chair of the Committee",
    }
    /// What happened, as a line of the timeline.
    EventKind::name {
        Assigned: "Giao nhiệm vụ" / "Assigned",
        Acknowledged: "Tiếp nhận" / "Acknowledged",
        Reported: "Báo cáo tiến độ" / "Progress reported",
        EvidenceAdded: "Thêm minh chứng" / "Evidence added",
        EvidenceRemoved: "Gỡ minh chứng" / "Evidence removed",
        Proposed: "Trình phê duyệt" / "Proposed for approval",
        ProposalTakenBack: "Rút lại bản trình" / "Proposal taken back",
        SentBack: "Trả lại chuyên viên" / "Sent back",
        Submitted: "Gửi Tổ công tác" / "Submitted to the Working Group",
        TakenBack: "Rút lại hồ sơ" / "Submission taken back",
        Opened: "Tổ công tác bắt đầu thẩm tra" / "Opened for verification",
        Accepted: "Chấp nhận hoàn thành" / "Accepted",
        Returned: "Trả lại đơn vị" / "Returned",
        Reopened: "Mở lại sau khi đã chấp nhận" / "Re-opened after acceptance",
        ExtensionRequested: "Đề nghị gia hạn" / "Extension asked for",
        ExtensionGranted: "Đồng ý gia hạn" / "Extension granted",
        ExtensionRefused: "Không đồng ý gia hạn" / "Extension refused",
        CorrectionProposed: "Trình bản đính chính" / "Correction proposed",
        CorrectionSentBack: "Trả lại bản đính chính" / "Correction sent back",
        CorrectionFiled: "Gửi bản đính chính" / "Correction filed",
        CorrectionAccepted: "Chấp nhận đính chính" / "Correction accepted",
        CorrectionRefused: "Không chấp nhận đính chính" / "Correction refused",
        ExceptionGranted: "Cho nhập số liệu thêm" / "Entry allowed for longer",
        ExceptionCancelled: "Thôi cho nhập số liệu thêm" / "Longer entry cancelled",
        Urged: "Đôn đốc" / "Urged",
        UrgeAnswered: "Trả lời đôn đốc" / "Urge answered",
        UrgeWithdrawn: "Rút đôn đốc trước khi gửi" / "Urge withdrawn before it was sent",
        Reminded: "Gửi thư nhắc việc" / "Reminder sent",
        AssignmentsMailed: "Gửi thư báo nhiệm vụ mới" / "Mail of new tasks sent",
        NoticeMailed: "Gửi thư báo việc" / "Notice sent",
        DecisionMailed: "Gửi thư báo quyết định" / "Mail of the decision sent",
        UrgeMailed: "Gửi thư đôn đốc" / "Mail of the urge sent",
        EscalationMailed: "Gửi thư báo cáo cấp trên" / "Mail of the escalation sent",
        EscalationProposed: "Đề xuất báo cáo cấp trên" / "Escalation proposed",
        EscalationSigned: "Ký lần một báo cáo cấp trên" / "Escalation signed once",
        Escalated: "Báo cáo cấp trên" / "Escalated",
        EscalationDropped: "Bỏ đề xuất báo cáo cấp trên" / "Escalation dropped",
        HandedOver: "Chuyển cho người khác" / "Handed over",
        ContributionClosed: "Kết thúc phối hợp" / "Contribution closed",
        Missed: "Kỳ đã đóng, báo cáo không gửi" / "Period closed, report missed",
    }
    /// The state in words.
    ExtensionState::name {
        Pending: "chờ quyết định" / "waiting for a decision",
        Granted: "được gia hạn" / "granted",
        Refused: "không được gia hạn" / "refused",
        Lapsed: "không còn cần quyết định, nhiệm vụ đã được chấp nhận" / "no decision needed, the work was accepted",
    }
    /// The kind of body in words.
    TenantKind::name {
        Ministry: "bộ" / "ministry",
        MinisterialAgency: "cơ quan ngang bộ" / "ministerial-level agency",
        GovernmentAgency: "cơ quan thuộc Chính phủ" / "government agency",
        Province: "tỉnh" / "province",
        City: "thành phố trực thuộc Trung ương" / "centrally-run city",
        National: "Tổ công tác" / "Working Group",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_rate_always_shows_its_denominator() {
        assert_eq!(Lang::Vi.rate(Rate { part: 16_051, whole: 16_274 }), "98,6% (16.051/16.274)");
        assert_eq!(Lang::En.rate(Rate { part: 0, whole: 0 }), "– (0/0)");
    }

    #[test]
    fn a_month_is_shown_as_a_month() {
        assert_eq!(Lang::Vi.due_date(date(2024, 7, 31), Precision::Month), "tháng 07/2024");
        assert_eq!(Lang::En.due_date(date(2022, 3, 31), Precision::Quarter), "quarter 1/2022");
        assert_eq!(Lang::Vi.due_date(date(2024, 7, 19), Precision::Day), "19/07/2024");
    }

    #[test]
    fn the_parts_of_the_system_are_not_named_to_people() {
        assert_eq!(
            ["system:import", "system", "worker", "Chuyên viên"].map(|by| Lang::Vi.actor(by)),
            ["hệ thống", "hệ thống", "hệ thống", "Chuyên viên"]
        );
    }

    #[test]
    fn one_day_is_singular_in_english() {
        assert_eq!(Lang::En.days_overdue(1), "1 day overdue");
        assert_eq!(Lang::En.days_overdue(12), "12 days overdue");
    }
}
