//! Texts of the console's dialogs.

use crate::{day::is_no_such_day, text::Lang};

impl Lang {
    /// What the keys of a box do where a button has the focus; one of them says yes in most.
    pub fn button_keys(self, yes: bool) -> &'static str {
        if yes { self.tui_confirm_keys() } else { self.tui_button_keys() }
    }
}

messages! {
    tui_dialog_verify { vi: "Thẩm tra hồ sơ", en: "Verify the submission" }
    tui_tenant_will_see { vi: "Đơn vị sẽ đọc được nội dung này.", en: "The tenant will read this." }
    tui_submission_summary(percent: i16, evidence: usize) {
        vi: format!("Đơn vị báo {percent}% và gửi {evidence} minh chứng (p trên việc hoặc danh sách: xem)."),
        en: format!("The tenant reports {percent}% with {evidence} piece{} of evidence (p on the item or the list reads them).", if evidence == 1 { "" } else { "s" }),
    }
    tui_opening_means {
        vi: "Mở hồ sơ để thẩm tra: từ lúc này đơn vị không rút lại được.",
        en: "Open the submission: from then on the tenant cannot take it back.",
    }
    tui_ladder_is_inferred {
        vi: "Thang cấp là mặc định do hệ thống suy ra từ quy chế; người duyệt chịu trách nhiệm.",
        en: "The ladder is a default inferred from the chain of responsibility; a person releases it.",
    }
    tui_label_remark { vi: "Nhận xét", en: "Remark" }
    tui_label_reason { vi: "Lý do", en: "Reason" }
    tui_label_urge_text { vi: "Nội dung đôn đốc", en: "What is asked" }
    tui_label_reply_by { vi: "Trả lời chậm nhất ngày", en: "Reply by" }
    tui_label_new_date_if_any { vi: "Hạn mới (để trống: giữ hạn cũ)", en: "New due date (empty: as it is)" }
    tui_confirm_new_date(due: &str) {
        vi: format!("Thời hạn mới: {due}, tính là một lần gia hạn."),
        en: format!("New due date: {due}. It counts as an extension."),
    }
    tui_no_such_tenant(typed: &str, near: &str) {
        vi: format!("Không có đơn vị “{typed}”; có phải “{near}”?"), en: format!("There is no tenant “{typed}”; did you mean “{near}”?"),
    }
    tui_label_new_date { vi: "Thời hạn mới", en: "New due date" }
    tui_option_accept { vi: "Chấp nhận hoàn thành", en: "Accept as done" }
    tui_option_return { vi: "Trả lại đơn vị (phải nêu lý do)", en: "Return to the tenant (say why)" }
    tui_option_grant(date: &str) { vi: format!("Đồng ý đến {date}"), en: format!("Grant until {date}") }
    tui_option_grant_other { vi: "Đồng ý đến ngày khác (phải nêu lý do)", en: "Grant until another date (say why)" }
    tui_option_refuse { vi: "Không đồng ý (phải nêu lý do)", en: "Refuse (say why)" }
    tui_option_release { vi: "Duyệt bước này", en: "Release this step" }
    tui_option_first_signature { vi: "Ký lần một", en: "Give the first signature" }
    tui_option_second_signature { vi: "Ký lần hai", en: "Give the second signature" }
    tui_option_drop { vi: "Bỏ đề xuất (phải nêu lý do)", en: "Drop the proposal (say why)" }
    tui_button_close { vi: "Đóng", en: "Close" }
    tui_button_back { vi: "Quay lại", en: "Back" }
    tui_button_review { vi: "Xem lại", en: "Review" }
    tui_button_open_submission { vi: "Mở hồ sơ", en: "Open it" }
    tui_button_grant { vi: "Đồng ý gia hạn", en: "Grant" }
    tui_button_refuse { vi: "Không đồng ý", en: "Refuse" }
    tui_button_release { vi: "Duyệt", en: "Release" }
    tui_button_sign { vi: "Ký lần một", en: "Sign first" }
    tui_urged_ago(minutes: i64, by: &str) {
        vi: if minutes < 60 { format!("{by} vừa đôn đốc việc này {minutes} phút trước.") } else { format!("{by} đã đôn đốc việc này {} giờ trước.", minutes / 60) },
        en: if minutes < 60 { format!("{by} urged this {minutes} min ago.") } else { format!("{by} urged this {} h ago.", minutes / 60) },
    }
    tui_reply_on_free_day(date: &str) {
        vi: format!("Ngày {date} đơn vị nghỉ: cuối tuần hoặc ngày lễ."),
        en: format!("The tenant does not work on {date}: a weekend or a holiday."),
    }
    tui_decision_tells(n: usize) { vi: format!("Thư báo quyết định gửi đến ({n})"), en: format!("Mail of the decision goes to ({n})") }
    tui_decision_tells_nobody {
        vi: "Không ai nhận được thư báo quyết định này: người gửi, người thực hiện và người thay họ đều không có địa chỉ nhận thư. Hãy báo đơn vị bằng cách khác.",
        en: "Nobody gets mail of this decision: neither who handed in, nor the assignee, nor anybody who stands in for them takes mail. Tell the tenant another way.",
    }
    tui_button_drop { vi: "Bỏ đề xuất", en: "Drop" }
    tui_form_keys { vi: "Tab ô kế · Enter chọn nút · Esc đóng, giữ bản nháp", en: "Tab next · Enter presses a button · Esc closes, keeps the draft" }
    tui_confirm_keys { vi: "Y đồng ý · Tab đổi nút, Enter bấm · Esc quay lại", en: "Y yes · Tab other button, Enter presses it · Esc back" }
    tui_button_keys { vi: "Tab đổi nút · Enter bấm nút đang chọn · Esc quay lại", en: "Tab other button · Enter presses it · Esc back" }
    tui_no_key_in_box(keys: &str) { vi: format!("Phím {keys} không dùng ở hộp này."), en: format!("{keys} does nothing in this box.") }
    tui_confirm_accept {
        vi: "Việc được tính là hoàn thành theo ngày đơn vị gửi hồ sơ.",
        en: "It counts as completed on the date of the submission.",
    }
    tui_confirm_return { vi: "Hồ sơ trả lại đơn vị để làm tiếp.", en: "The submission goes back to the tenant." }
    tui_confirm_reopen {
        vi: "Việc đã chấp nhận được mở lại; ngày gửi hồ sơ trước đó không còn được tính.",
        en: "What was accepted is open again; its earlier submission date no longer counts.",
    }
    tui_overdue_at_once(days: i32) {
        vi: format!("Đã qua thời hạn: khi trả lại, việc này quá hạn ngay {days} ngày."),
        en: format!("The due date has passed: it will be {days} day{} overdue at once.", if days == 1 { "" } else { "s" }),
    }
    tui_confirm_grant(date: &str) {
        vi: format!("Thời hạn mới: {date}. Hạn ban đầu vẫn được giữ để đối chiếu."),
        en: format!("New due date: {date}. The original date is kept beside it."),
    }
    tui_confirm_refuse { vi: "Thời hạn giữ nguyên.", en: "The due date stays." }
    tui_confirm_release { vi: "Bước này được thực hiện và thư sau đây sẽ được gửi:", en: "The step is taken and the following mail is sent:" }
    tui_confirm_first_signature {
        vi: "Đây là chữ ký thứ nhất; thư sau đây chỉ gửi khi người thứ hai ký:",
        en: "This is the first signature; the following mail leaves with the second:",
    }
    tui_confirm_drop { vi: "Đề xuất bị bỏ; không có thư nào được gửi.", en: "The proposal is dropped; nothing is sent." }
    tui_type_word(word: &str) { vi: format!("Gõ {word} để xác nhận"), en: format!("Type {word} to confirm") }
    tui_preview_recipients(n: usize) { vi: format!("Người nhận ({n})"), en: format!("Recipients ({n})") }
    tui_preview_subject(subject: &str) { vi: format!("Tiêu đề: {subject}"), en: format!("Subject: {subject}") }
    tui_waiting_preview { vi: "Đang lấy bản xem trước…", en: "Fetching the preview…" }
    tui_waiting_deed { vi: "Đang gửi…", en: "Sending…" }
    tui_still_sending { vi: "Đang gửi, chưa rõ kết quả; xin chờ.", en: "Sending; wait for the outcome." }
    tui_no_such_day(text: &str) {
        vi: format!("Lịch không có ngày {text}."), en: format!("The calendar has no day {text}."),
    }
    tui_date_unreadable { vi: "Ngày chưa đúng: gõ ngày/tháng/năm, ví dụ 05/08/2024.", en: "No valid date: type day/month/year, such as 05/08/2024." }
    tui_choose_first { vi: "Chưa chọn quyết định nào ở trên.", en: "Nothing is chosen above yet." }
    tui_changed_meanwhile {
        vi: "Người khác vừa thay đổi việc này; đã tải bản mới. Nội dung bạn gõ vẫn còn: xem lại rồi xác nhận.",
        en: "Somebody has just changed this; the new state is loaded. Your text is kept: review, then confirm.",
    }
    tui_changed_and_gone {
        vi: "Người khác vừa thay đổi việc này, nên không làm được nữa:",
        en: "Somebody has just changed this, so it is no longer possible:",
    }
    tui_done_meanwhile(by: &str, what: &str) {
        vi: format!("{by} vừa {what}. Đã tải bản mới, nội dung bạn gõ vẫn còn: xem lại rồi xác nhận."),
        en: format!("Changed by {by}: {what}. The new state is loaded, your text is kept: review, then confirm."),
    }
    tui_done_and_gone(by: &str, what: &str) {
        vi: format!("{by} vừa {what}, nên không làm được nữa:"),
        en: format!("Changed by {by}: {what}. It is no longer possible:"),
    }
    tui_session_was_over {
        vi: "Chưa gửi gì: phiên làm việc đã hết lúc đó. Hãy xem lại rồi gửi.",
        en: "Nothing was sent: your session was over then. Review, then send.",
    }
    tui_draft_restored {
        vi: "Bản nháp của bạn ở đây; các lựa chọn phải chọn lại.",
        en: "This is your draft; what was chosen must be chosen again.",
    }
    tui_draft_is_here { vi: "Bản nháp của bạn ở đây.", en: "This is your draft." }
    tui_draft_kept(act: &str) { vi: format!("có bản nháp chưa gửi: {act}"), en: format!("unsent draft: {act}") }
    tui_reason_in_state(reason: &str, state: &str) {
        vi: format!("{reason} Việc này đang: {state}."), en: format!("{reason} It is: {state}."),
    }
    tui_not_done(act: &str) { vi: format!("Chưa làm: {act}"), en: format!("Not done: {act}") }
    tui_not_done_kept(act: &str) {
        vi: format!("Chưa làm; {}", Lang::Vi.tui_draft_kept(act)), en: format!("Not done; {}", Lang::En.tui_draft_kept(act)),
    }
    tui_too_early {
        vi: "Phím gõ lúc hộp này đang mở không được tính.", en: "What was typed while this was opening does not count.",
    }
    tui_act_done(act: &str, code: &str) { vi: format!("Đã xong: {act} · {code}"), en: format!("Done: {act} · {code}") }
}

impl Lang {
    /// Why this text is not taken as a date.
    pub fn tui_no_date(self, text: &str) -> String {
        if is_no_such_day(text) {
            self.tui_no_such_day(text.trim())
        } else {
            self.tui_date_unreadable().to_owned()
        }
    }
}
