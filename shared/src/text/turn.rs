//! Texts of work that passes from one person to the next: the lines of the first page, the groups of a digest, the mail of
//! new assignments and notices, and what an office without an account is told.

use super::{Lang, words::words};
use crate::{turn::ToDo, wire::assignment::EventKind};

/// Nothing, or the plural's letter: English alone has one.
fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

words! {
    /// The heading of a digest's group.
    ToDo::heading {
        Answer: "Đôn đốc chưa trả lời" / "Urges to answer",
        Amend: "Tổ công tác trả lại" / "Returned by the Working Group",
        Rework: "Người phê duyệt trả lại" / "Sent back by the approver",
        Approve: "Chờ bạn phê duyệt" / "Waiting for your approval",
        Overdue: "Quá hạn" / "Overdue",
        Acknowledge: "Mới giao, chưa tiếp nhận" / "New, not yet acknowledged",
        Correct: "Đính chính chờ gửi" / "Corrections to be filed",
        MendCorrection: "Đính chính bị trả lại" / "Corrections sent back",
    }
}

impl Lang {
    /// The line of the first page that counts what waits.
    pub fn waiting_count(self, line: ToDo, n: i64) -> String {
        let number = self.number(n);
        match (line, self) {
            (ToDo::Answer, Self::Vi) => format!("{number} việc có đôn đốc chưa trả lời"),
            (ToDo::Answer, Self::En) => format!("{number} with an urge to answer"),
            (ToDo::Amend, Self::Vi) => format!("{number} việc bị Tổ công tác trả lại"),
            (ToDo::Amend, Self::En) => format!("{number} returned by the Working Group"),
            (ToDo::Rework, Self::Vi) => format!("{number} việc bị người phê duyệt trả lại"),
            (ToDo::Rework, Self::En) => format!("{number} sent back by the approver"),
            (ToDo::Approve, Self::Vi) => format!("{number} việc chờ bạn phê duyệt"),
            (ToDo::Approve, Self::En) => format!("{number} waiting for your approval"),
            (ToDo::Overdue, Self::Vi) => format!("{number} việc quá hạn"),
            (ToDo::Overdue, Self::En) => format!("{number} overdue"),
            (ToDo::Acknowledge, Self::Vi) => format!("{number} việc mới giao, chưa tiếp nhận"),
            (ToDo::Acknowledge, Self::En) => format!("{number} new, not yet acknowledged"),
            (ToDo::Correct, Self::Vi) => format!("{number} bản đính chính chờ gửi"),
            (ToDo::Correct, Self::En) => {
                format!("{number} correction{} to be filed", if n == 1 { "" } else { "s" })
            }
            (ToDo::MendCorrection, Self::Vi) => format!("{number} bản đính chính bị trả lại"),
            (ToDo::MendCorrection, Self::En) => {
                format!("{number} correction{} sent back", if n == 1 { "" } else { "s" })
            }
        }
    }

    /// The subject of a notice.
    pub fn notice_subject(self, event: EventKind, code: &str) -> String {
        match (event, self) {
            (EventKind::Proposed, Self::Vi) => format!("{code}: chờ bạn phê duyệt"),
            (EventKind::Proposed, Self::En) => format!("{code}: waiting for your approval"),
            (EventKind::CorrectionProposed, Self::Vi) => format!("{code}: bản đính chính chờ bạn gửi"),
            (EventKind::CorrectionProposed, Self::En) => format!("{code}: a correction for you to file"),
            (EventKind::CorrectionSentBack, Self::Vi) => format!("{code}: bản đính chính bị trả lại"),
            (EventKind::CorrectionSentBack, Self::En) => format!("{code}: your correction was sent back"),
            (_, Self::Vi) => format!("{code}: người phê duyệt trả lại"),
            (_, Self::En) => format!("{code}: sent back by the approver"),
        }
    }

    /// Who did what, in a sentence.
    pub fn notice_opening(self, event: EventKind, by: &str) -> String {
        match (event, self) {
            (EventKind::Proposed, Self::Vi) => format!("{by} trình bạn phê duyệt nhiệm vụ dưới đây."),
            (EventKind::Proposed, Self::En) => format!("{by} has proposed the task below for your approval."),
            (EventKind::CorrectionProposed, Self::Vi) => {
                format!("{by} trình bạn gửi bản đính chính của báo cáo dưới đây.")
            }
            (EventKind::CorrectionProposed, Self::En) => {
                format!("{by} asks you to file a correction of the report below.")
            }
            (EventKind::CorrectionSentBack, Self::Vi) => {
                format!("{by} trả lại bản đính chính của báo cáo dưới đây.")
            }
            (EventKind::CorrectionSentBack, Self::En) => {
                format!("{by} has sent back the correction of the report below.")
            }
            (_, Self::Vi) => format!("{by} trả lại bản trình của nhiệm vụ dưới đây."),
            (_, Self::En) => format!("{by} has sent back the proposal of the task below."),
        }
    }
}

messages! {
    notice_subject_of_several(n: usize) {
        vi: format!("{n} việc vừa chuyển đến bạn"), en: format!("{n} tasks have come to you"),
    }
    notice_opening_of_several(n: usize) {
        vi: format!("Có {n} việc vừa chuyển đến bạn."), en: format!("{n} tasks have just come to you."),
    }
    notice_by { vi: "Người chuyển", en: "From" }
    notice_footer(tenant: &str) {
        vi: format!(
            "Bạn nhận thư này vì là người phê duyệt, người trình hoặc người thực hiện của {tenant}. Các việc chuyển đến \
            trong vòng 15 phút được gộp vào một thư."
        ),
        en: format!(
            "You get this as approver, author of a proposal or assignee of {tenant}. What comes within 15 minutes is one mail."
        ),
    }

    why_notice(what: &str, code: &str, by: &str) {
        vi: format!("Báo việc chuyển đến người nhận: {what}, nhiệm vụ {code}, do {by}."),
        en: format!("Notice that it is the reader's turn: {what}, task {code}, by {by}."),
    }
    why_assigned(n: usize) {
        vi: format!("Báo {n} nhiệm vụ mới giao theo một văn bản."),
        en: format!("Mail of {n} new task{} under one directive.", s(n)),
    }

    assigned_subject(n: usize, directive: &str, tenant: &str) {
        vi: format!("{tenant}: {n} nhiệm vụ mới theo {directive}"),
        en: format!("{tenant}: {n} new task{} under {directive}", s(n)),
    }
    assigned_opening(n: usize, directive: &str, tenant: &str) {
        vi: format!("Văn bản {directive} giao {tenant} {n} nhiệm vụ dưới đây. Đề nghị tiếp nhận và báo cáo tiến độ."),
        en: format!("Directive {directive} gives {tenant} the {n} task{} below. Please acknowledge and report progress.", s(n)),
    }
    assigned_footer(tenant: &str) {
        vi: format!("Bạn nhận thư này vì là chuyên viên, người phê duyệt hoặc hộp thư của {tenant}. Mỗi văn bản một thư."),
        en: format!("You get this as officer, approver or mailbox of {tenant}. There is one mail a directive."),
    }

    digest_urge(number: &str, date: &str) {
        vi: format!("số {number}, trả lời chậm nhất ngày {date}"), en: format!("no. {number}, answer by the end of {date}"),
    }
    digest_waits { vi: "đang chờ bạn xử lý", en: "it waits for you" }
    mail_answer_urge { vi: "Trả lời đôn đốc này", en: "Answer this urge" }
    mail_urges { vi: "Đôn đốc chưa trả lời", en: "Urges to answer" }

    office_progress { vi: "Tiến độ", en: "Progress" }
    office_progress_of(percent: i16, date: &str) {
        vi: format!("{percent}%, báo cáo gần nhất ngày {date}"), en: format!("{percent}%, last report on {date}"),
    }
    office_no_report { vi: "chưa có báo cáo", en: "no report yet" }
    office_no_urges { vi: "không có", en: "none" }
    office_in_charge { vi: "Người thực hiện", en: "Assignee" }
    office_answers(names: &str) {
        vi: format!("Người trả lời trên hệ thống cho đơn vị: {names}. Địa chỉ nhận thư này không cần tài khoản."),
        en: format!("For the body these answer in the system: {names}. This address needs no account."),
    }
    office_answers_by_letter {
        vi: "Đơn vị chưa có tài khoản trên hệ thống. Đề nghị trả lời Tổ công tác bằng văn bản, ghi mã nhiệm vụ ở trên.",
        en: "The body has no account in the system. Please answer the Working Group by letter and quote the task's code.",
    }
    office_letter_attached { vi: "Văn bản đôn đốc được gửi kèm thư này.", en: "The letter of the urge is attached." }

    // The portal
    where_we_stand { vi: "Tình hình của đơn vị", en: "Where your body stands" }
    take_proposal_back_explained {
        vi: "Việc trở về trạng thái đang thực hiện để bạn sửa. Người phê duyệt không phải xử lý nữa.",
        en: "The work goes back to in progress, for you to change. The approver has nothing left to do.",
    }
    done_proposal_taken_back { vi: "Đã rút lại bản trình.", en: "The proposal was taken back." }
    final_report_explained {
        vi: "Trình hoặc gửi nghĩa là việc đã xong. Báo cáo dưới đây được ghi ngay cùng lúc: tiến độ 100%, không còn vướng mắc.",
        en: "This says that the work is finished. The report below is written in the same act: 100 %, and no barrier left.",
    }
    /// Why nothing can be done in this state.
    not_in_state(status: &str) {
        vi: format!("Không làm được khi việc ở trạng thái “{status}”."), en: format!("Not possible while the work is “{status}”."),
    }
    open_urge_line(number: &str, reply_by: &str) {
        vi: format!("Đôn đốc số {number}, trả lời chậm nhất ngày {reply_by}"),
        en: format!("Urge {number}, answer by the end of {reply_by}"),
    }
    urge_mailed(number: &str) { vi: format!("Gửi thư đôn đốc số {number}"), en: format!("Mail of urge {number} sent") }
    mailed_people(what: &str, n: usize) { vi: format!("{what} ({n} người)"), en: format!("{what} ({n} people)") }
}
