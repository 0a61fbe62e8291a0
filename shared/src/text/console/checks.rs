//! Texts of the console about the checks: the box in which a justification is judged, and how often each rule warned needlessly.

use crate::{
    figures::check::Judgement,
    text::{Lang, words::words},
};

words! {
    /// What is said by judging so.
    Judgement::explained {
        Ok: "Chấp nhận: giải trình cho thấy số đúng, cảnh báo là thừa" / "It explains the number: the warning was needless",
        NotOk: "Chưa thỏa đáng: số vẫn cần xem lại" / "It does not explain it: the number is still in doubt",
    }
}

messages! {
    checks_key_go { vi: "xem quy tắc kiểm tra: cảnh báo nào thừa", en: "show the rules of the checks: which warn needlessly" }
    checks_key_judge { vi: "đánh giá giải trình của đơn vị cho cảnh báo kế tiếp", en: "judge how the body justified the next warning" }
    checks_bar_judge { vi: "đánh giá", en: "judge" }
    checks_judge { vi: "Đánh giá giải trình", en: "Judge the justification" }
    checks_judged_moves_nothing {
        vi: "Đánh giá không đổi số liệu, không trả lại báo cáo: chỉ để biết quy tắc nào hay cảnh báo thừa.",
        en: "Judging moves no figure and returns no report: it tells which rules warn needlessly.",
    }
    checks_was_judged(cell: &str, judged: &str) { vi: format!("{cell}: {judged}."), en: format!("{cell}: {judged}.") }
    checks_nothing_to_judge {
        vi: "Báo cáo này không có cảnh báo kèm giải trình.", en: "This report has no warning with a justification.",
    }
    checks_tab { vi: "Kiểm tra", en: "Checks" }
    checks_means(periods: &str) {
        vi: format!("Cảnh báo trong báo cáo {periods}. Thừa: giải trình được chấp nhận."),
        en: format!("Warnings in reports of {periods}. Needless: the justification explains the number."),
    }
    checks_none { vi: "Chưa có kỳ nào mở: chưa có báo cáo để kiểm tra.", en: "No period is open yet: there is no report to check." }
    checks_no_warning { vi: "Không quy tắc nào cảnh báo trong các kỳ này.", en: "No rule has warned in these periods." }
    checks_help {
        vi: "Mỗi dòng là một quy tắc: số cảnh báo đã gửi kèm giải trình, bao nhiêu đã được đánh giá, bao nhiêu trong đó là thừa. Trên 30% là quy tắc ồn: nên chỉnh ngưỡng; mới có dưới 10 đánh giá thì chưa kết luận. Giải trình được đánh giá ở trang báo cáo (g r, Enter, Enter) bằng phím d.",
        en: "Each row is a rule: how many warnings were filed with a justification, how many of these are judged, and how many of those were needless. Beyond 30% the rule is noisy, and its threshold wants a look; below 10 judgements nothing is said yet. Justifications are judged on the page of a report (g r, Enter, Enter) with d.",
    }
    checks_column_rule { vi: "QUY TẮC", en: "RULE" }
    checks_column_warnings { vi: "CẢNH BÁO", en: "WARNINGS" }
    checks_column_judged { vi: "ĐÃ ĐÁNH GIÁ", en: "JUDGED" }
    checks_column_needless { vi: "THỪA", en: "NEEDLESS" }
    checks_noisy { vi: "ồn", en: "noisy" }
    checks_too_few(judged: &str, least: &str) {
        vi: format!("chưa đủ để kết luận: {judged}/{least}"), en: format!("too few to say: {judged} of {least}"),
    }
}
