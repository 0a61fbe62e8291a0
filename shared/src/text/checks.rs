//! Texts of the checks: what a rule saw in a report, and what to do about it.

use super::{Lang, words::words};
use crate::figures::{
    Decimal,
    check::{CheckRule, Finding, FindingLevel, Judgement, Justification, ScopeFault, Seen},
};

words! {
    /// The level in words.
    FindingLevel::name { Error: "lỗi" / "error", Warning: "cảnh báo" / "warning", Notice: "lưu ý" / "notice", }
    /// The level, with what it means for filing.
    FindingLevel::means {
        Error: "Lỗi: sửa xong mới gửi được." / "Error: mend it before filing.",
        Warning: "Cảnh báo: xem lại; nếu số đúng, ghi lý do rồi gửi." / "Warning: look again; if the number is right, say why and file.",
        Notice: "Lưu ý." / "Notice.",
    }
    /// The rule in words.
    CheckRule::name {
        NumberFormat: "cách viết số" / "how numbers are written",
        PartsFit: "tử số và mẫu số" / "numerator and denominator",
        Complete: "đủ số liệu" / "completeness",
        PartsAndWhole: "tổng và các thành phần" / "whole and parts",
        Scope: "phạm vi, kỳ" / "scope and period",
        DigitSlip: "nhầm chữ số" / "slipped digit",
        OwnHistory: "khác thường so với các kỳ trước" / "unlike earlier periods",
        RatioMoves: "tỷ lệ thay đổi mạnh" / "ratio moves",
        BaseMoves: "mẫu số thay đổi" / "denominator moves",
        StockFalls: "lũy kế giảm" / "stock falls",
        AmongPeers: "khác xa các đơn vị tương tự" / "unlike comparable bodies",
        SameValue: "lặp lại một số" / "the same value again",
        PaperGreen: "xanh trên giấy" / "green on paper",
    }
    /// The justification in words.
    Justification::name {
        ConfirmedAtSource: "đã đối chiếu với nguồn, số đúng" / "compared with its source, and right",
        RealChange: "thay đổi thật" / "a real change",
        ChangedMethod: "cách tính đã đổi" / "it is counted in another way",
        ChangedScope: "phạm vi tính đã đổi" / "something else is counted",
        EarlierValueWrong: "số kỳ trước sai" / "the earlier number was wrong",
        Other: "lý do khác" / "another reason",
    }
    /// What the Working Group thinks of it.
    Judgement::name {
        Ok: "chấp nhận lý do" / "the reason explains it",
        NotOk: "lý do chưa thỏa đáng" / "the reason does not explain it",
    }
    /// Why the answer is not asked for, and what to do.
    ScopeFault::message {
        UnknownIndicator: "Mẫu này không có chỉ tiêu này." / "There is no such indicator in this form.",
        NotInScope: "Chỉ tiêu này không giao cho đơn vị: hãy để trống." / "This indicator is not asked of your body: leave it empty.",
        WrongPeriod: "Số liệu này thuộc kỳ khác: hãy chọn đúng tệp, đúng kỳ." / "This number belongs to another period: choose the file of this one.",
        AnsweredTwice: "Chỉ tiêu này đã có một dòng khác: hãy giữ một dòng." / "This indicator has another line already: keep one of them.",
    }
}

messages! {
    check_parts(parts: &str, whole: &str) {
        vi: format!("Các thành phần cộng lại là {parts}, tổng ghi {whole}."),
        en: format!("The parts add up to {parts}, the whole says {whole}."),
    }
    check_falls(before: &str, now: &str) {
        vi: format!("Số lũy kế giảm: {before} → {now}. Nếu đúng, hãy ghi lý do."),
        en: format!("What is counted up has fallen: {before} → {now}. If that is right, say why."),
    }
    check_base(before: &str, now: &str) {
        vi: format!("Mẫu số thay đổi nhiều: {before} → {now}. Phạm vi tính có đổi không?"),
        en: format!("The denominator moved a lot: {before} → {now}. Has the scope changed?"),
    }
    check_history(before: &str, now: &str) {
        vi: format!("Khác thường so với các kỳ trước: {before} → {now}."),
        en: format!("Unlike earlier periods: {before} → {now}."),
    }
    check_digits(before: &str, now: &str, digits: i8) {
        vi: format!("{} {} chữ số? Kỳ trước {before}, kỳ này {now}.", if digits > 0 { "Thừa" } else { "Thiếu" }, digit_count(Lang::Vi, digits)),
        en: format!("{} too {}? Last period {before}, this period {now}.", digit_count(Lang::En, digits), if digits > 0 { "many" } else { "few" }),
    }
    check_points(before: &str, now: &str, by: &str) {
        vi: format!("Tỷ lệ thay đổi mạnh: từ {before} đến {now} ({by})."),
        en: format!("The ratio moved a lot: from {before} to {now} ({by})."),
    }
    check_peers(own: &str, median: &str, bodies: usize) {
        vi: format!("Khác xa các đơn vị tương tự: {own}, trung vị của {bodies} đơn vị là {median}."),
        en: format!("Unlike comparable bodies: {own}, the median of {bodies} bodies is {median}."),
    }
    check_same(value: &str, periods: usize) {
        vi: format!("{periods} kỳ liền cùng một số: {value}."), en: format!("The same value for {periods} periods: {value}."),
    }
    checks_to_justify { vi: "Cần xem lại hoặc ghi lý do trước khi gửi", en: "To look at again, or to explain, before it is filed" }
    checks_justified { vi: "Cảnh báo và lý do của đơn vị", en: "Warnings, and the reasons your body gives" }
    check_why { vi: "Nếu số đúng: vì sao?", en: "If the number is right: why?" }
    check_why_choose { vi: "Chọn lý do", en: "Choose a reason" }
    check_because { vi: "Giải thích ngắn cho Tổ công tác", en: "A short explanation for the Working Group" }
    check_said_by(code: &str, text: &str, by: &str) {
        vi: format!("Lý do: {code}. {text} ({by})"), en: format!("Reason: {code}. {text} ({by})"),
    }
    check_not_explained { vi: "Chưa có lý do.", en: "No reason yet." }
    check_explained { vi: "đã có lý do", en: "explained" }
    check_changed_since {
        vi: "Lý do đã ghi là cho một số khác: nếu số mới cũng đúng, hãy chọn lại lý do.",
        en: "The reason below was given for another number: if the new one is right too, choose the reason again.",
    }
    check_half_explained {
        vi: "Hãy chọn lý do và ghi giải thích: cần cả hai.", en: "Choose a reason and explain it: both are needed.",
    }
    check_written_by(name: &str, code: &str, text: &str) {
        vi: format!("{name} vừa ghi lý do: {code}. {text} Lý do của bạn vẫn ở dưới đây và chưa được ghi; bấm Lưu lần nữa thì lý do của bạn thay lý do đó."),
        en: format!("{name} has just given a reason: {code}. {text} Yours is still below and was not written; save again to put yours in its place."),
    }
    check_reason_not_written(text: &str) {
        vi: format!("Lý do bạn đã gõ, chưa được ghi: {text}"), en: format!("The reason that you typed, not written: {text}"),
    }
    check_paper_green(tasks: &str) {
        vi: format!("Đã hoàn thành cả {tasks} nhiệm vụ mà chỉ tiêu chưa đạt."),
        en: format!("All {tasks} tasks are finished, and the target is not met."),
    }
}

fn digit_count(lang: Lang, digits: i8) -> &'static str {
    match (lang, digits.unsigned_abs()) {
        (Lang::Vi, 1) => "một",
        (Lang::Vi, 2) => "hai",
        (Lang::Vi, _) => "ba",
        (Lang::En, 1) => "One digit",
        (Lang::En, 2) => "Two digits",
        (Lang::En, _) => "Three digits",
    }
}

impl Finding {
    /// What was seen, and what to do.
    pub fn message(&self, lang: Lang) -> String {
        self.seen.message(self.rule, lang)
    }
}

impl Seen {
    /// What `rule` saw, and what to do.
    pub fn message(self, rule: CheckRule, lang: Lang) -> String {
        let number = |n: Decimal| lang.decimal(n);
        let percent = |n: Decimal| lang.figure_percent(&number(n));
        match self {
            Self::Number(fault) => fault.message(lang).to_owned(),
            Self::NoReason => lang.cell_reason_missing().to_owned(),
            Self::Cell(fault) => fault.message(lang).to_owned(),
            Self::Scope(fault) => fault.message(lang).to_owned(),
            Self::Parts { parts, whole } => lang.check_parts(&number(parts), &number(whole)),
            Self::Moved { before, now } => {
                let (before, now) = (number(before), number(now));
                match rule {
                    CheckRule::StockFalls => lang.check_falls(&before, &now),
                    CheckRule::BaseMoves => lang.check_base(&before, &now),
                    _ => lang.check_history(&before, &now),
                }
            }
            Self::Digits { before, now, digits } => lang.check_digits(&number(before), &number(now), digits),
            Self::Points { before, now, by } => {
                lang.check_points(&percent(before), &percent(now), &lang.points(by.into(), 1))
            }
            Self::Median { own, median, bodies } => lang.check_peers(&percent(own), &percent(median), bodies),
            Self::Same { value, periods } => lang.check_same(&number(value), periods),
            Self::Tasks { tasks } => lang.check_paper_green(&lang.number(tasks)),
        }
    }
}
