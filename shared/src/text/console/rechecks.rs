//! Texts of the console's screen of the random re-check, and of the boxes in which a sample is drawn and something looked at again.

use super::s;
use crate::{
    text::{Lang, words::words},
    wire::recheck::RecheckOutcome,
};

messages! {
    rechecks_key_go { vi: "xem mẫu kiểm tra lại ngẫu nhiên của tháng", en: "show the random re-check: a sample of what was accepted in a month" }
    rechecks_key_draw { vi: "rút mẫu kiểm tra lại của tháng đang xem", en: "draw the sample of this month" }
    rechecks_bar_draw { vi: "rút mẫu", en: "draw" }
    rechecks_key_decide { vi: "ghi kết quả kiểm tra lại: giữ nguyên hay không", en: "say the outcome of the re-check: whether it holds" }
    rechecks_bar_decide { vi: "ghi kết quả", en: "outcome" }
    rechecks_tab { vi: "Kiểm tra lại", en: "Re-check" }
    rechecks_queue { vi: "chờ kiểm tra lại ngẫu nhiên", en: "re-checks waiting" }
    rechecks_help {
        vi: "Mỗi tháng lãnh đạo Tổ công tác rút một mẫu trong số việc được chấp nhận ở tháng đã qua, và chỉ rút một lần. Mẫu do ngẫu nhiên quyết định: mã ngẫu nhiên (seed) được lưu cùng danh sách đã rút trong nhật ký (xếp theo SHA-256 của “seed:định danh UUID của nhiệm vụ”, lấy từ đầu). Người đã chấp nhận một việc không kiểm tra lại việc đó. Enter mở việc, J và K sang việc sau và trước; quay lại rồi bấm c để ghi kết quả. Việc không giữ nguyên được trả lại đơn vị kèm lý do. [ và ] sang tháng trước và tháng sau.",
        en: "Each month a lead draws a sample of what was accepted in a month that is over, once. Chance decides: the seed is kept, and in the trail who was drawn (ordered by the SHA-256 of “seed:UUID of the assignment”, the first are taken). Whoever accepted an item does not re-check it. Enter opens the item, J and K lead to the next and the one before; come back and press c to say what came of it. What does not hold is returned to the body with the reason. [ leads to the month before, ] to the month after.",
    }
    rechecks_title(month: &str) { vi: format!("Kiểm tra lại ngẫu nhiên · {month}"), en: format!("Random re-check · {month}") }
    rechecks_drawn(n: usize, of: i64, by: &str, at: &str) {
        vi: format!("Rút {n} trong {of} nhiệm vụ được chấp nhận · {by}, {at}"),
        en: format!("{n} drawn of {of} that were accepted · {by}, {at}"),
    }
    rechecks_seed(seed: &str) { vi: format!("mã ngẫu nhiên (seed) {seed}"), en: format!("seed {seed}") }
    rechecks_rate(rate: &str, waiting: usize) {
        vi: format!("Giữ nguyên {rate} · còn chờ {waiting}"), en: format!("Held {rate} · {waiting} waiting"),
    }
    rechecks_lapsed(n: usize) { vi: format!("{n} đã mở lại"), en: format!("{n} re-opened") }
    rechecks_elsewhere(months: &str) { vi: format!("chờ ở {months}"), en: format!("in {months}") }
    rechecks_undrawn { vi: "chưa rút", en: "not drawn" }
    rechecks_not_drawn(n: i64) {
        vi: format!("Chưa rút mẫu. Tháng này có {n} nhiệm vụ được chấp nhận, không kể báo cáo kỳ."),
        en: format!("Not drawn yet. {n} assignment{} accepted in this month, period reports aside.", if n == 1 { " was" } else { "s were" }),
    }
    rechecks_nothing { vi: "Không có nhiệm vụ nào (không kể báo cáo kỳ) được chấp nhận trong tháng này mà nay còn hiệu lực: không có gì để rút.", en: "No task (period reports aside) that was accepted in this month still stands: there is nothing to draw." }
    rechecks_who_draws(key: &str) { vi: format!("Lãnh đạo Tổ công tác rút mẫu bằng phím {key}."), en: format!("A lead draws the sample with {key}.") }
    rechecks_column_place { vi: "STT", en: "NO." }
    rechecks_column_code { vi: "MÃ", en: "CODE" }
    rechecks_column_body { vi: "ĐƠN VỊ", en: "BODY" }
    rechecks_column_accepted { vi: "CHẤP NHẬN", en: "ACCEPTED" }
    rechecks_column_by { vi: "NGƯỜI CHẤP NHẬN", en: "ACCEPTED BY" }
    rechecks_column_outcome { vi: "KẾT QUẢ", en: "OUTCOME" }
    rechecks_waits { vi: "chờ kiểm tra lại", en: "waiting" }
    rechecks_waits_for_another { vi: "chờ người khác", en: "for another" }
    rechecks_accepted_by(by: &str, at: &str) { vi: format!("{by} chấp nhận {at}"), en: format!("accepted by {by}, {at}") }
    rechecks_said(outcome: &str, by: &str, at: &str, remark: &str) {
        vi: format!("{outcome} · {by}, {at}{remark}"), en: format!("{outcome} · {by}, {at}{remark}"),
    }
    rechecks_no_month_after { vi: "Tháng sau chưa kết thúc: chưa rút mẫu được.", en: "The next month is not over: nothing can be drawn of it yet." }
    rechecks_already_drawn { vi: "Mẫu của tháng này đã được rút.", en: "The sample of this month has been drawn." }
    rechecks_none { vi: "Chưa có việc nào được rút.", en: "Nothing has been drawn." }
    rechecks_decided { vi: "Việc này đã có kết quả.", en: "Something came of this one already." }
    rechecks_mine { vi: "Bạn đã chấp nhận việc này: người khác phải kiểm tra lại.", en: "You accepted this one: another person has to look at it again." }
    rechecks_draw { vi: "Rút mẫu", en: "Draw the sample" }
    rechecks_draw_means {
        vi: "Ngẫu nhiên quyết định việc nào được rút; mã ngẫu nhiên (seed) được lưu lại. Mỗi tháng chỉ rút một lần, không rút lại được.",
        en: "Chance decides what is drawn, and its seed is kept. A month is drawn once, and never again.",
    }
    rechecks_field_items { vi: "Số việc (1–100)", en: "How many (1–100)" }
    rechecks_items_wrong(most: i64) { vi: format!("Hãy ghi một số từ 1 đến {most}."), en: format!("Write a number from 1 to {most}.") }
    rechecks_drawn_now(n: usize, month: &str) {
        vi: format!("Đã rút {n} việc của {month}."), en: format!("{n} assignment{} drawn of {month}.", s(n)),
    }
    rechecks_decide { vi: "Ghi kết quả kiểm tra lại", en: "Say what came of the re-check" }
    rechecks_option_holds { vi: "Giữ nguyên: chấp nhận là đúng", en: "It holds: the acceptance was right" }
    rechecks_option_falls { vi: "Không giữ nguyên: trả lại đơn vị (phải nêu lý do)", en: "It does not hold: return it to the body (say why)" }
    rechecks_holds { vi: "Giữ nguyên", en: "It holds" }
    rechecks_returns { vi: "Trả lại đơn vị", en: "Return to the body" }
    rechecks_internal { vi: "Nội bộ: đơn vị không biết việc được kiểm tra lại mà giữ nguyên.", en: "Internal: the body is not told of what was looked at again and holds." }
    rechecks_body_reads { vi: "Đơn vị sẽ đọc lý do, qua thư và trên trang của nhiệm vụ; ngày gửi trước đây không còn được tính.", en: "The body will read the reason, by mail and on the page of the task; its earlier submission counts no more." }
    rechecks_overdue_at_once(due: &str) { vi: format!("Hạn {due} đã qua: nhiệm vụ quá hạn ngay."), en: format!("Its due date, {due}, is past: it is overdue at once.") }
    rechecks_lead_returns { vi: "Chỉ lãnh đạo Tổ công tác trả lại được: nếu không giữ nguyên, hãy ghi chú (i) để lãnh đạo biết.", en: "Only a lead returns it: if it does not hold, tell a lead by a note (i)." }
    rechecks_held(code: &str) { vi: format!("{code}: giữ nguyên."), en: format!("{code}: it holds.") }
    rechecks_returned(code: &str) { vi: format!("{code}: đã trả lại đơn vị."), en: format!("{code}: returned to the body.") }
}

words! {
    /// What came of it, in a word or two.
    RecheckOutcome::name {
        Holds: "giữ nguyên" / "holds",
        DoesNotHold: "đã trả lại" / "returned",
        Lapsed: "đã mở lại trước đó" / "re-opened before",
    }
}
