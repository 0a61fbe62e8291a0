//! Texts of the portal's pages on which a body enters its figures, and what one cell comes to.

use super::{Lang, words::words};
use crate::{
    figures::{CellState, Decimal, Entry, OverBodies, Quotient},
    period::ReportState,
    wire::{correction::CorrectionStep, report::LastWord},
};

messages! {
    reports_of_periods { vi: "Báo cáo", en: "Reports" }
    reports_of_periods_explained {
        vi: "Mỗi kỳ, đơn vị nhập số liệu rồi gửi Tổ công tác. Kỳ mới nhất đứng đầu.",
        en: "For each period your body enters its figures and files them with the Working Group. The newest period stands first.",
    }
    reports_are_empty { vi: "Chưa có kỳ báo cáo nào.", en: "No report is owed yet." }
    reports_are_empty_hint {
        vi: "Khi Tổ công tác mở một kỳ báo cáo mà đơn vị phải gửi, báo cáo sẽ xuất hiện ở đây với thời hạn và các chỉ tiêu phải nhập.",
        en: "When the Working Group opens a period for which your body owes a report, it appears here with its due date and the indicators to enter.",
    }
    report_of_period(regime: &str, period: &str) { vi: format!("{regime}, {period}"), en: format!("{regime}, {period}") }
    report_simulated { vi: "mô phỏng", en: "simulated" }
    report_cut_off(date: &str) { vi: format!("chốt số liệu {date}"), en: format!("cut off {date}") }
    report_filed_on(date: &str) { vi: format!("gửi lần đầu {date}"), en: format!("first filed {date}") }
    report_not_filed { vi: "chưa gửi", en: "not filed" }
    report_filled(percent: i16) {
        vi: format!("{percent}% ô bắt buộc"), en: format!("{percent}% of the compulsory cells"),
    }
    report_cells_filled { vi: "Ô bắt buộc đã nhập", en: "Compulsory cells filled" }
    report_first_filed { vi: "Gửi lần đầu", en: "First filed" }
    report_window { vi: "Số liệu của", en: "Figures of" }
    report_entry { vi: "Nhập số liệu", en: "Entry" }
    report_from_to(from: &str, to: &str) { vi: format!("từ {from} đến hết {to}"), en: format!("{from} to {to}") }

    enter_figures { vi: "Nhập số liệu", en: "Enter the figures" }
    look_at_figures { vi: "Xem số liệu", en: "Look at the figures" }
    about_the_duty {
        vi: "Gia hạn, rút lại, đôn đốc và diễn biến: trang theo dõi báo cáo",
        en: "Extension, taking back, urges and what happened: the page that follows this report",
    }
    last_entry { vi: "Nhập số liệu gần nhất", en: "Figures last entered" }
    nothing_to_do_with_report { vi: "Hiện không có việc gì bạn cần làm với báo cáo này.", en: "There is nothing for you to do with this report now." }
    the_report { vi: "Báo cáo", en: "The report" }
    provenance_of_report { vi: "Nguồn dữ liệu của báo cáo", en: "Where the data of this report come from" }
    next_report { vi: "Báo cáo đến hạn tiếp theo", en: "The report due next" }
    stored_report(state: &str, percent: i16) {
        vi: format!("Tình trạng: {state}; đã nhập {percent}% ô bắt buộc."),
        en: format!("State: {state}; {percent}% of the compulsory cells are filled."),
    }
    number_format_label { vi: "Cách viết số trong biểu mẫu này", en: "How numbers are written in this form" }
    number_format_hint {
        vi: "Số không có dấu ngăn cách hàng nghìn thì cách nào cũng đọc được.",
        en: "Whole numbers without separators of thousands are read in each of them.",
    }
    cell_required { vi: "bắt buộc", en: "compulsory" }
    cell_concept { vi: "Tính những gì", en: "What counts" }
    cell_last_period { vi: "Kỳ trước", en: "Last period" }
    cell_year_ago { vi: "Cùng kỳ năm trước", en: "A year before" }
    cell_history { vi: "Các kỳ đã gửi", en: "Earlier periods" }
    cell_history_explained {
        vi: "Số liệu đang được tính của từng kỳ, kỳ mới nhất ở trên. Kỳ chưa có số liệu để trống, không phải bằng 0.",
        en: "What counts of each period, the newest first. A period without a number is a gap, and not zero.",
    }
    cell_history_until(on: &str) { vi: format!("đến hết {on}"), en: format!("until {on}") }
    cell_history_typed(words: &str) {
        vi: format!("{words} (đang nhập, chưa gửi)"), en: format!("{words} (being entered, not filed)"),
    }
    cell_history_empty { vi: "Chưa có kỳ nào được gửi", en: "No period was filed yet" }
    cell_history_empty_hint {
        vi: "Sau khi báo cáo đầu tiên được gửi, các kỳ sẽ hiện ở đây thành biểu đồ và bảng.",
        en: "Once the first report is filed, the periods stand here as a chart and a table.",
    }
    cell_none_before { vi: "không có", en: "none" }
    cell_number { vi: "Số liệu", en: "Number" }
    cell_numerator(what: &str) { vi: format!("Tử số: {what}"), en: format!("Numerator: {what}") }
    cell_denominator(what: &str) { vi: format!("Mẫu số: {what}"), en: format!("Denominator: {what}") }
    cell_whole { vi: "Mẫu số", en: "Denominator" }
    cell_other_state { vi: "Không có số liệu, hoặc số ước tính", en: "No number, or an estimate" }
    cell_state { vi: "Tình trạng", en: "State" }
    cell_reason { vi: "Lý do không có số liệu", en: "Why there is no number" }
    cell_is_estimated { vi: "Số ước tính", en: "An estimate" }
    cell_estimated_aside(words: &str) { vi: format!("{words}, ước tính"), en: format!("{words}, estimated") }
    cell_comes_to(words: &str) { vi: format!("Tỷ lệ: {words}"), en: format!("Rate: {words}") }
    cell_entered_by(name: &str) { vi: format!("Người nhập: {name}"), en: format!("Entered by {name}") }
    cell_is_empty { vi: "chưa nhập", en: "empty" }
    cell_yes { vi: "có", en: "yes" }
    cell_no { vi: "không", en: "no" }
    cell_not_answered { vi: "chưa nhập", en: "not entered" }
    cell_answered_otherwise(text: &str) { vi: format!("đã nhập “{text}”"), en: format!("entered as “{text}”") }
    cell_is_missing { vi: "chưa nhập.", en: "empty." }
    cell_changed_by(name: &str, words: &str) {
        vi: format!("{name} vừa sửa ô này thành: {words}. Giá trị bạn nhập vẫn ở trong ô và chưa được ghi; bấm Lưu lần nữa thì giá trị của bạn thay giá trị đó."),
        en: format!("{name} has just changed this cell to: {words}. What you typed is still in the cell and was not written; save again to put yours in its place."),
    }
    cell_you_typed { vi: "Bạn đã gõ, chưa được ghi", en: "You typed, not written" }
    save_figures { vi: "Lưu", en: "Save" }
    save_is_no_filing {
        vi: "Lưu thì chưa gửi cho ai: ô còn trống hoặc sai vẫn lưu được.",
        en: "Saving sends nothing to anybody: empty and wrong cells are saved as well.",
    }
    cells_to_mend { vi: "Cần sửa trước khi gửi", en: "To put right before it is filed" }
    cells_not_saved { vi: "Chưa lưu được", en: "Not saved" }
    cells_in_conflict { vi: "Có ô người khác vừa sửa", en: "Somebody else has just changed some cells" }
    cells_missing(n: usize) {
        vi: format!("Còn {} ô bắt buộc chưa nhập", Lang::Vi.count(n)),
        en: format!("{} compulsory cell{} still empty", Lang::En.count(n), if n == 1 { " is" } else { "s are" }),
    }
    cell_named(code: &str, name: &str, what: &str) {
        vi: format!("{code} {name}: {what}"), en: format!("{code} {name}: {what}"),
    }
    figures_not_entered_now { vi: "Hiện không nhập được số liệu", en: "Figures cannot be entered now" }
    who_grants_entry(entering: &str) {
        vi: format!("Kỳ này {entering}. Người phê duyệt của đơn vị có thể xin gia hạn ở trang theo dõi báo cáo; Tổ công tác quyết định, và có thể cho nhập thêm mà không đổi thời hạn."),
        en: format!("This period is {entering}. An approver of your body can ask for a later due date on the page that follows this report; the Working Group decides, and can let your body enter figures for longer without moving the due date."),
    }
    closed_by_proposal {
        vi: "Báo cáo đã trình nên không sửa được số liệu. Muốn sửa: người phê duyệt của đơn vị trả lại, hoặc người đã trình rút lại bản trình.",
        en: "The report is proposed, so its figures are not changed. To change them, an approver of your body sends it back, or whoever proposed it takes the proposal back.",
    }
    closed_by_filing {
        vi: "Báo cáo đã gửi nên không sửa được số liệu. Muốn sửa: người phê duyệt của đơn vị rút lại khi Tổ công tác chưa mở hồ sơ, hoặc Tổ công tác trả lại; sau ngày chốt số liệu thì đính chính.",
        en: "The report is filed, so its figures are not changed. To change them, an approver of your body takes it back before the Working Group has opened it, or the Working Group returns it; after the cut-off they are corrected.",
    }
    closed_by_verifying {
        vi: "Báo cáo đã được thẩm tra nên không sửa được số liệu. Muốn sửa: Tổ công tác mở lại; sau ngày chốt số liệu thì đính chính.",
        en: "The report is verified, so its figures are not changed. To change them, the Working Group re-opens it; after the cut-off they are corrected.",
    }
    typed_and_not_written {
        vi: "Nội dung bạn đã gõ chưa được ghi nhưng vẫn còn ở từng ô dưới đây để sao chép.",
        en: "What you typed was not written, but it is still here, cell by cell, to be copied.",
    }
    propose_figures_explained {
        vi: "Trình nghĩa là số liệu đã đủ. Người phê duyệt của đơn vị sẽ gửi Tổ công tác, hoặc trả lại bạn.",
        en: "Proposing says that the figures are complete. An approver of your body will file them, or send them back to you.",
    }
    file_figures_explained {
        vi: "Số liệu đã gửi không ai sửa được nữa; Tổ công tác thẩm tra, và trả lại nếu cần sửa. Ngày gửi được tính là ngày nộp báo cáo.",
        en: "Nobody changes figures once they are filed; the Working Group verifies them, and returns them where something is to be put right. Today counts as the day of filing.",
    }
    figures_as_filed { vi: "Số liệu sẽ gửi", en: "The figures that will be filed" }
    second_person_files(roles: &str) {
        vi: format!("Người đã nhập hoặc đã trình số liệu không tự gửi. Việc gửi do {roles} khác của đơn vị thực hiện."),
        en: format!("Whoever entered or proposed the figures does not file them. In your body this is for another {roles}."),
    }
    figures_first {
        vi: "Chưa lưu số liệu kể từ khi được giao hoặc bị trả lại: hãy xem lại rồi bấm Lưu, kể cả khi số liệu đã đúng.",
        en: "No figures were saved since they were asked for or returned: look at them and press Save, also where they are right.",
    }
    back_to_figures { vi: "Quay lại số liệu", en: "Back to the figures" }
    done_figures_saved { vi: "Đã lưu số liệu.", en: "The figures are saved." }

    nil_explained {
        vi: "Gửi báo cáo này nghĩa là trong kỳ không phát sinh gì ở mọi chỉ tiêu được hỏi: đơn vị không phải nhập số, thư nhắc dừng lại, và báo cáo được tính riêng là “không phát sinh”. Chưa có số liệu thì không phải là không phát sinh.",
        en: "Filing it says that in this period nothing happened in any of the indicators asked for: no figures are entered, reminders end, and the report is counted apart as a nil return. Not having the figures yet is something else.",
    }
    nil_of_these { vi: "Sẽ ghi “không phát sinh” cho", en: "Nil will be filed of" }
    nil_leaves_typed {
        vi: "Đã có số liệu nhập cho kỳ này. Các ô đó vẫn được giữ nhưng không được gửi.",
        en: "Figures have been entered for this period. They are kept, and are not filed.",
    }
    nil_was_filed {
        vi: "Đơn vị đã báo cáo rằng trong kỳ không phát sinh gì.",
        en: "Your body has reported that nothing happened in the period.",
    }
    report_is_nil { vi: "không phát sinh", en: "nil return" }
    done_nil_filed { vi: "Đã gửi báo cáo không phát sinh.", en: "The nil return is filed." }

    correction { vi: "Đính chính", en: "Correction" }
    corrections_filed { vi: "Các bản đính chính đã gửi", en: "Corrections that were filed" }
    correction_open { vi: "Mở trang đính chính", en: "Open the page of the correction" }
    back_to_correction { vi: "Quay lại bản đính chính", en: "Back to the correction" }
    correction_explained {
        vi: "Kỳ đã chốt số liệu. Sửa những ô cần đính chính, nêu lý do rồi trình; người khác gửi Tổ công tác. Số liệu cũ vẫn được tính cho đến khi Tổ công tác chấp nhận.",
        en: "The period is cut off. Change the cells that were wrong, say why, and propose it; another person files it with the Working Group. The old figures count until it is accepted.",
    }
    late_figures { vi: "Nộp số liệu muộn", en: "Bring late figures" }
    late_figures_explained {
        vi: "Kỳ đã đóng và báo cáo tính là không gửi; điều đó không đổi. Nhập số liệu, nêu lý do rồi trình; người khác gửi Tổ công tác. Số liệu được tính khi Tổ công tác chấp nhận.",
        en: "The period has closed, and the report counts as missed; that stays. Enter the figures, say why they are late, and propose them; another person files them with the Working Group. They count once they are accepted.",
    }
    correction_counts_now { vi: "Đang được tính", en: "Counts now" }
    correction_old_and_new { vi: "Thay đổi, số cũ → số mới", en: "What changes, old → new" }
    correction_changes(n: usize) {
        vi: format!("{} số liệu được đính chính", Lang::Vi.count(n)),
        en: format!("{} figure{} corrected", Lang::En.count(n), if n == 1 { "" } else { "s" }),
    }
    correction_in_words { vi: "Giải trình", en: "The reason in words" }
    correction_reason_to_choose { vi: "Chọn lý do", en: "Choose a reason" }
    correction_needs_reason { vi: "Hãy chọn lý do và viết giải trình.", en: "Choose a reason and write it in words." }
    correction_only_of_filed {
        vi: "Chỉ đính chính được báo cáo đã gửi, đã thẩm tra, hoặc tính là không gửi.",
        en: "Only a report that is filed, verified or missed is corrected.",
    }
    propose_correction { vi: "Trình bản đính chính", en: "Propose the correction" }
    send_correction_back { vi: "Trả lại bản đính chính", en: "Send the correction back" }
    send_correction_back_explained {
        vi: "Người trình được báo ngay kèm nhận xét; bản đính chính trở lại để sửa rồi trình lại. Số liệu đang tính không đổi.",
        en: "Whoever proposed it is told at once with your remark, mends it and proposes it again. What counts stays as it is.",
    }
    correction_was_sent_back(by: &str, remark: &str) {
        vi: format!("{by} trả lại bản đính chính: {remark}"), en: format!("{by} sent the correction back: {remark}"),
    }
    done_correction_sent_back { vi: "Đã trả lại bản đính chính.", en: "The correction is sent back." }
    discard_correction { vi: "Bỏ bản đính chính", en: "Throw the correction away" }
    discard_correction_explained {
        vi: "Những gì đã nhập vào bản đính chính này, cả lý do, sẽ bị bỏ và không lấy lại được. Số liệu đang tính không đổi; khi cần, đơn vị soạn bản đính chính khác.",
        en: "What was entered into this correction, its reason included, is thrown away and does not come back. What counts stays as it is, and your body can write another correction.",
    }
    done_correction_discarded { vi: "Đã bỏ bản đính chính.", en: "The correction is thrown away." }
    file_correction { vi: "Gửi bản đính chính", en: "File the correction" }
    propose_correction_explained {
        vi: "Người phê duyệt của đơn vị được báo ngay và sẽ gửi bản đính chính cho Tổ công tác.",
        en: "The approvers of your body are told at once, and one of them files the correction with the Working Group.",
    }
    file_correction_explained {
        vi: "Bản đính chính đã gửi không ai sửa được nữa. Số liệu đang tính giữ nguyên cho đến khi Tổ công tác chấp nhận; nếu không được chấp nhận, không có gì thay đổi.",
        en: "Nobody changes a correction once it is filed. What counts stays as it is until the Working Group accepts it; if it is refused, nothing changes.",
    }
    second_person_files_correction(roles: &str) {
        vi: format!("Người đã nhập, đã giải thích cảnh báo hoặc đã trình bản đính chính không tự gửi. Việc gửi do {roles} khác của đơn vị thực hiện."),
        en: format!("Whoever entered, explained or proposed the correction does not file it. In your body this is for another {roles}."),
    }
    correction_is_written { vi: "Bản đính chính đang soạn, chưa trình.", en: "A correction is being written and is not proposed yet." }
    correction_is_proposed {
        vi: "Bản đính chính đã trình, chờ người phê duyệt của đơn vị gửi.",
        en: "A correction is proposed and waits for an approver of your body to file it.",
    }
    correction_waits(date: &str, name: &str) {
        vi: format!("Đính chính đang chờ Tổ công tác ({name} gửi ngày {date}). Số liệu đang tính chưa đổi."),
        en: format!("A correction waits for the Working Group (filed by {name} on {date}). What counts stays as it is until then."),
    }
    correction_lapsed(date: &str) {
        vi: format!("Bản đính chính gửi ngày {date} không còn cần quyết định: báo cáo đã bị trả lại."),
        en: format!("The correction filed on {date} needs no decision any more: the report came back."),
    }
    correction_decided(accepted: bool, at: &str, name: &str) {
        vi: if accepted { format!("Tổ công tác đã chấp nhận đính chính ({name}, {at}). Số liệu mới được tính.") } else { format!("Tổ công tác không chấp nhận đính chính ({name}, {at}). Số liệu giữ nguyên.") },
        en: if accepted { format!("The Working Group has accepted the correction ({name}, {at}). The new figures count.") } else { format!("The Working Group has refused the correction ({name}, {at}). The figures stay as they were.") },
    }
    done_correction_saved { vi: "Đã lưu bản đính chính.", en: "The correction is saved." }
    done_correction_proposed { vi: "Đã trình bản đính chính.", en: "The correction is proposed." }
    done_correction_filed { vi: "Đã gửi bản đính chính.", en: "The correction is filed." }

    report_turn_to_come { vi: "Kỳ chưa mở nhập: chưa ai phải làm gì.", en: "Entry is not open yet: nobody has anything to do." }
    report_turn_entry(officers: &str, approvers: &str) {
        vi: format!("Đến lượt đơn vị: {officers} nhập số liệu rồi trình, {approvers} gửi Tổ công tác."),
        en: format!("Your body's turn: the {officers} enters the figures and proposes them, the {approvers} files them."),
    }
    report_turn_returned(officers: &str, approvers: &str) {
        vi: format!("Tổ công tác đã trả lại. Đến lượt đơn vị: {officers} sửa số liệu rồi trình, {approvers} gửi lại."),
        en: format!("The Working Group has returned it. Your body's turn: the {officers} mends the figures, the {approvers} files them again."),
    }
    report_turn_proposed(approvers: &str) {
        vi: format!("Đã trình. Đến lượt {approvers} của đơn vị: gửi Tổ công tác hoặc trả lại chuyên viên."),
        en: format!("Proposed. The turn of your body's {approvers}: to file it or to send it back."),
    }
    report_turn_filed { vi: "Đã gửi. Đến lượt Tổ công tác thẩm tra.", en: "Filed. It is the Working Group's turn to verify it." }
    report_turn_verified { vi: "Tổ công tác đã thẩm tra: không còn việc phải làm.", en: "Verified by the Working Group: there is nothing left to do." }
    report_turn_missed(officers: &str) {
        vi: format!("Kỳ đã đóng, báo cáo tính là không gửi. {officers} vẫn nộp được số liệu muộn; số liệu được tính khi Tổ công tác chấp nhận."),
        en: format!("The period has closed, and the report counts as missed. The {officers} can still bring late figures, which count once the Working Group accepts them."),
    }
    report_turn_over { vi: "Không còn phải gửi báo cáo này.", en: "This report is no longer owed." }
    report_turn_cut_off {
        vi: "Đã chốt số liệu khi chưa gửi: người phê duyệt có thể xin gia hạn, Tổ công tác quyết định.",
        en: "Cut off before it was filed: an approver can ask for a later due date, and the Working Group decides.",
    }
}

impl Lang {
    /// Whose turn it is with a report, and what they do. `enters`: whether figures can be entered today, where it has been or will
    /// be possible.
    pub fn report_turn(self, state: Option<ReportState>, opened: bool, enters: bool) -> String {
        use crate::role::Role;
        let (officers, approvers) = (Role::Officer.name(self), Role::Approver.name(self));
        match state {
            Some(ReportState::Proposed) => self.report_turn_proposed(approvers),
            Some(ReportState::Filed) => self.report_turn_filed().to_owned(),
            Some(ReportState::Verified) => self.report_turn_verified().to_owned(),
            Some(ReportState::Missed) => self.report_turn_missed(officers),
            None => self.report_turn_over().to_owned(),
            Some(_) if !opened => self.report_turn_to_come().to_owned(),
            Some(_) if !enters => self.report_turn_cut_off().to_owned(),
            Some(ReportState::Returned) => self.report_turn_returned(officers, approvers),
            Some(ReportState::Owed | ReportState::Draft) => self.report_turn_entry(officers, approvers),
        }
    }

    /// Why figures cannot be changed in this state of a report, and who can open them again.
    pub fn report_closed(self, state: Option<ReportState>) -> String {
        match state {
            Some(ReportState::Proposed) => self.closed_by_proposal().to_owned(),
            Some(ReportState::Filed) => self.closed_by_filing().to_owned(),
            Some(ReportState::Verified) => self.closed_by_verifying().to_owned(),
            state => self.report_turn(state, true, false),
        }
    }
}

words! {
    /// How far the correction is, in words.
    CorrectionStep::name {
        Draft: "đang soạn đính chính" / "correction being written",
        Proposed: "đính chính chờ gửi" / "correction to be filed",
        Waiting: "đính chính đang chờ" / "correction waiting",
    }
}

impl LastWord {
    /// Who did what, and what they said.
    pub fn words(&self, lang: Lang) -> String {
        format!("{} ({}): {}", self.event.name(lang), self.by, self.remark)
    }
}

impl Entry {
    /// What the cell says, with what a percentage is a share of: "71,4% (1.000/1.400)"; "không phát sinh".
    pub fn words(self, lang: Lang, over_bodies: OverBodies, scale: u8) -> String {
        let stored = |n: i64| lang.decimal(Decimal::new(n, scale).unwrap_or(Decimal::whole(n)));
        let said = match (self.state.unwrap_or(CellState::Value), self.num, self.den) {
            (CellState::Value, Some(num), Some(den)) => {
                let of = lang.figure_of(&stored(num), &stored(den));
                let shown = |percent| format!("{} ({of})", lang.figure_percent(&lang.decimal(percent)));
                percentage(num, den).map_or(of.clone(), shown)
            }
            (CellState::Value, Some(num), None) if over_bodies == OverBodies::CountOfTenants => {
                if num > 0 { lang.cell_yes() } else { lang.cell_no() }.to_owned()
            }
            (CellState::Value, Some(num), None) => stored(num),
            (CellState::Value, None, _) => lang.cell_is_empty().to_owned(),
            (state, ..) => state.name(lang).to_owned(),
        };
        if self.estimated { lang.cell_estimated_aside(&said) } else { said }
    }
}

/// The percentage of a cell with one decimal, and with more where the rounded one would say none or all of what is some (R112).
pub fn percentage(num: i64, den: i64) -> Option<Decimal> {
    let exact = Quotient::percent(num, den)?;
    let some = num != 0 && num != den;
    let misleads = |places| {
        let rounded = exact.rounded(places);
        some && (rounded == Decimal::whole(0) || rounded == Decimal::whole(100))
    };
    let places = (1..9).find(|places| !misleads(*places)).unwrap_or(9);
    Some(exact.rounded(places))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(num: i64, den: Option<i64>, scale: u8) -> String {
        let entry = Entry { num: Some(num), den, ..Entry::default() };
        entry.words(Lang::Vi, OverBodies::Ratio, scale)
    }

    #[test]
    fn a_percentage_stands_with_its_parts_and_never_says_all_of_what_is_some() {
        assert_eq!(words(1_000, Some(1_400), 0), "71,4% (1.000/1.400)");
        assert_eq!(words(0, Some(1_200), 0), "0,0% (0/1.200)");
        assert_eq!(words(99_999, Some(100_000), 0), "99,999% (99.999/100.000)");
        assert_eq!(words(1, Some(100_000), 0), "0,001% (1/100.000)");
        assert_eq!(words(27, Some(100), 1), "27,0% (2,7/10,0)");
        assert_eq!(words(0, Some(0), 0), "0/0");
        assert_eq!(words(12_345, None, 2), "123,45");
    }

    #[test]
    fn a_cell_without_numbers_says_its_state_and_an_answer_is_yes_or_no() {
        let nil = Entry { state: Some(CellState::Nil), ..Entry::default() };
        assert_eq!(nil.words(Lang::En, OverBodies::Sum, 0), "nil");
        let yes = Entry { num: Some(1), estimated: true, ..Entry::default() };
        assert_eq!(yes.words(Lang::En, OverBodies::CountOfTenants, 0), "yes, estimated");
        assert_eq!(Entry::default().words(Lang::En, OverBodies::Sum, 0), "empty");
    }

    #[test]
    fn it_is_said_whose_turn_it_is() {
        let turn = |state| Lang::En.report_turn(Some(state), true, true);
        assert!(turn(ReportState::Draft).starts_with("Your body's turn: the officer"));
        assert!(turn(ReportState::Filed).contains("Working Group"));
        assert!(Lang::En.report_turn(Some(ReportState::Draft), true, false).starts_with("Cut off"));
        assert!(Lang::En.report_turn(Some(ReportState::Owed), false, false).starts_with("Entry is not open"));
    }
}
