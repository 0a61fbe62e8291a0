//! Texts of the console's screen in which the same is decided on many.

use super::{super::Lang, days, s};
use crate::wire::decision::Decision;

impl Decision {
    /// What is decided, as a choice among others.
    pub fn choice(self, lang: Lang) -> &'static str {
        match self {
            Self::Accept => lang.tui_option_accept(),
            Self::Return => lang.tui_option_return(),
            Self::GrantExtension => lang.decisions_option_grant(),
            Self::RefuseExtension => lang.tui_option_refuse(),
            Self::ReleaseStep => lang.decisions_option_release(),
            Self::DropStep => lang.tui_option_drop(),
        }
    }

    /// What is decided, on a button and above a plan.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Accept => lang.decisions_accept(),
            Self::Return => lang.decisions_return(),
            Self::GrantExtension => lang.decisions_grant(),
            Self::RefuseExtension => lang.decisions_refuse(),
            Self::ReleaseStep => lang.decisions_release(),
            Self::DropStep => lang.decisions_drop(),
        }
    }
}

messages! {
    decisions_given_up(what: &str) { vi: format!("Chưa quyết định: {what}"), en: format!("Not decided: {what}") }
    decisions_tab { vi: "Quyết định", en: "Decisions" }
    decisions_help {
        vi: "Chọn việc trong hàng chờ (g v, g x, g e): Space đánh dấu, v cả đoạn, M tất cả, U bỏ dấu; rồi V thẩm tra, x gia hạn, e cấp trên cho mọi việc đã đánh dấu. Chọn quyết định, nêu một lý do chung, xem kế hoạch (việc nào ra sao, việc nào không được và vì sao, thư đến ai), rồi Y thực hiện. Mỗi việc có kết quả riêng; việc bị từ chối: cũng phím đó làm lại. Quyết định không hoàn tác được.",
        en: "Choose in a queue (g v, g x, g e): Space marks, v a stretch, M all, U none; then V verifies, x decides extensions, e steps up the ladder of all that is marked. Choose what is decided, give one reason for all, read the plan (what becomes of each, what cannot be decided and why, who gets mail), then Y carries it out. Each has a result of its own; where one was refused, the same key tries it again. A decision cannot be undone.",
    }
    decisions_key_carry_out { vi: "thực hiện các quyết định: mở hộp xác nhận", en: "carry the decisions out: opens the confirmation" }
    decisions_bar_carry_out { vi: "thực hiện", en: "carry out" }
    decisions_marked(n: usize, hidden: usize, key: &str) {
        vi: if hidden == 0 { format!("{n} việc đã đánh dấu ({key}: quyết định)") } else { format!("{n} việc đã đánh dấu, {hidden} không ở trong danh sách này ({key}: quyết định)") },
        en: if hidden == 0 { format!("{n} marked ({key}: decide)") } else { format!("{n} marked, {hidden} not in this list ({key}: decide)") },
    }
    decisions_too_many(most: usize, n: usize) {
        vi: format!("Mỗi lần quyết định nhiều nhất {most} việc, đang đánh dấu {n}: bỏ bớt dấu."),
        en: format!("At most {most} items are decided at once, and {n} are marked: take some marks away."),
    }
    decisions_about(act: &str, n: usize, code: &str) {
        vi: if n == 1 { format!("{act}: {code}") } else { format!("{act}: {n} việc: {code}, …") },
        en: if n == 1 { format!("{act}: {code}") } else { format!("{act}: {n} items: {code}, …") },
    }
    decisions_label { vi: "Quyết định cho mọi việc", en: "Decision for all" }
    decisions_label_remark { vi: "Lý do chung", en: "One reason for all" }
    decisions_option_grant { vi: "Đồng ý đến ngày mà mỗi việc đề nghị", en: "Grant until the date that each asks for" }
    decisions_option_release { vi: "Duyệt bước này (cần hai người: ký lần một)", en: "Release the step (where two must sign: sign first)" }
    decisions_form_keys {
        vi: "Chưa quyết định gì · Tab ô kế · ↑↓ chọn · Enter bấm nút · Esc giữ bản nháp",
        en: "Nothing decided · Tab next · ↑↓ choose · Enter presses · Esc keeps the draft",
    }
    decisions_accept { vi: "Chấp nhận", en: "Accept" }
    decisions_return { vi: "Trả lại", en: "Return" }
    decisions_grant { vi: "Đồng ý gia hạn", en: "Grant" }
    decisions_refuse { vi: "Không đồng ý gia hạn", en: "Refuse" }
    decisions_release { vi: "Duyệt bước lên cấp trên", en: "Release the steps" }
    decisions_drop { vi: "Bỏ đề xuất lên cấp trên", en: "Drop the steps" }
    decisions_sum(decision: &str, items: usize, mails: usize) {
        vi: format!("{decision} · {items} việc · {mails} thư"),
        en: format!("{decision} · {items} item{} · {mails} mail{}", s(items), s(mails)),
    }
    decisions_not_made { vi: "Kế hoạch: chưa quyết định gì, chưa ai được báo. Y: thực hiện", en: "A plan: nothing is decided, nobody is told. Y: carry out" }
    decisions_nothing_planned { vi: "Không có quyết định nào để thực hiện.", en: "There is no decision to carry out." }
    decisions_nothing_refused { vi: "Không có việc nào bị từ chối để làm lại.", en: "Nothing was refused that could be tried again." }
    decisions_skipped(n: usize) { vi: format!("{n} việc không quyết định được (ở cuối bảng)"), en: format!("{n} cannot be decided so (at the end of the table)") }
    decisions_unopened(n: usize) { vi: format!("{n} hồ sơ chưa ai mở"), en: format!("{n} submission{} nobody has opened", s(n)) }
    decisions_claimed(n: usize) { vi: format!("{n} việc người khác đã nhận"), en: format!("{n} claimed by somebody else") }
    decisions_snoozed(n: usize) { vi: format!("{n} việc đang hẹn xem lại"), en: format!("{n} snoozed") }
    decisions_late(n: usize) { vi: format!("{n} việc quá hạn ngay"), en: format!("{n} overdue at once") }
    decisions_signs(n: usize) { vi: format!("{n} bước chỉ ký lần một"), en: format!("{n} step{} only signed first", s(n)) }
    decisions_made(done: usize, failed: usize, key: &str) {
        vi: if failed == 0 { format!("{done} việc đã quyết định") } else { format!("{done} việc đã quyết định · {failed} bị từ chối ({key}: làm lại)") },
        en: if failed == 0 { format!("{done} decided") } else { format!("{done} decided · {failed} refused ({key} tries again)") },
    }
    decisions_rest(n: usize) { vi: format!("{n} việc chưa thực hiện. Y: làm tiếp"), en: format!("{n} not decided yet. Y: go on") }
    decisions_for_good { vi: "Không hoàn tác được.", en: "This cannot be undone." }
    decisions_agree_about(decision: &str, items: usize, tenants: usize, mails: usize) {
        vi: format!("{decision}: {items} việc của {tenants} đơn vị; {mails} thư sẽ gửi. Đơn vị thấy ngay trên trang của mình."),
        en: format!("{decision}: {items} item{} of {tenants} tenant{}; {mails} mail{} will leave. The tenants see it on their pages at once.", s(items), s(tenants), s(mails)),
    }
    decisions_agree_remark(remark: &str) { vi: format!("Lý do: “{remark}”"), en: format!("Reason: “{remark}”") }
    decisions_agree_readers(names: &str) { vi: format!("Thư đến: {names}"), en: format!("Mail to: {names}") }
    decisions_more_readers(names: &str, more: usize) { vi: format!("{names} và {more} người khác"), en: format!("{names} and {more} more") }
    decisions_done(decision: &str, done: usize, failed: usize) {
        vi: if failed == 0 { format!("{decision}: {done} việc.") } else { format!("{decision}: {done} việc, {failed} bị từ chối.") },
        en: if failed == 0 { format!("{decision}: {done} done.") } else { format!("{decision}: {done} done, {failed} refused.") },
    }
    decisions_column_code { vi: "MÃ", en: "CODE" }
    decisions_column_outcome { vi: "KẾT QUẢ", en: "OUTCOME" }
    decisions_column_note { vi: "GHI CHÚ", en: "NOTE" }
    decisions_column_title { vi: "NỘI DUNG", en: "TITLE" }
    decisions_outcome_accept { vi: "hoàn thành", en: "completed" }
    decisions_outcome_return { vi: "trả lại", en: "returned" }
    decisions_outcome_late(n: i32) { vi: format!("trả lại, quá {n} ngày"), en: format!("returned, {n} d late") }
    decisions_outcome_grant(date: &str) { vi: format!("hạn mới {date}"), en: format!("due {date}") }
    decisions_outcome_refuse { vi: "giữ hạn cũ", en: "due as before" }
    decisions_outcome_release(level: i16) { vi: format!("báo cáo cấp {level}"), en: format!("to level {level}") }
    decisions_outcome_sign(level: i16) { vi: format!("ký lần một, cấp {level}"), en: format!("signed, level {level}") }
    decisions_outcome_drop(level: i16) { vi: format!("bỏ bước cấp {level}"), en: format!("level {level} dropped") }
    decisions_overdue_then(n: i32) { vi: format!("Sau quyết định: quá hạn {n} ngày."), en: format!("Afterwards it is {n} day{} overdue.", days(n)) }
    decisions_unopened_here { vi: "Chưa ai mở hồ sơ này.", en: "Nobody has opened this submission." }
    decisions_second_signs { vi: "Người thứ hai phải ký thì bước này mới được gửi.", en: "A second person must sign before it is sent." }
    decisions_mail_of(tenant: &str, n: usize) { vi: format!("Thư về các việc của {tenant} ({n})"), en: format!("Mail about what is decided for {tenant} ({n})") }
    decisions_leaves(at: &str) { vi: format!("Gửi lúc {at}"), en: format!("It leaves at {at}") }
    decisions_held { vi: "Thư đang tạm giữ", en: "The mail is held" }
    decisions_note_unopened { vi: "chưa mở", en: "not opened" }
    decisions_note_skipped { vi: "không được", en: "cannot be" }
    decisions_note_failed { vi: "bị từ chối", en: "refused" }
    decisions_note_done { vi: "đã thực hiện", en: "done" }
    decisions_nothing_yet { vi: "Chưa có kế hoạch quyết định nào trong phiên này.", en: "No decisions were planned in this session yet." }
}
