//! Texts of the console's screen in which one assignment or many are urged, and of the marks by which many are chosen.

use super::s;

messages! {
    composer_key_urge_missing { vi: "đôn đốc hết các đơn vị quá hạn mà chưa gửi trong danh sách", en: "urge all bodies of the list that are overdue" }
    composer_bar_urge_missing { vi: "đôn đốc hết", en: "urge all" }
    composer_nobody_missing { vi: "Không đơn vị nào trong danh sách quá hạn mà chưa gửi.", en: "No body of the list is overdue." }
    composer_list_not_whole { vi: "Danh sách chưa tải hết: đi đến cuối (G) rồi thử lại.", en: "The list is not all here yet: go to its end (G), then try again." }
    composer_key_mark { vi: "đánh dấu hoặc bỏ dấu dòng này", en: "mark this row, or take its mark away" }
    composer_bar_mark { vi: "đánh dấu", en: "mark" }
    composer_key_mark_range { vi: "đánh dấu từ dòng đánh dấu gần nhất đến dòng này", en: "mark from the row marked last to this one" }
    composer_key_mark_all { vi: "đánh dấu tất cả việc mà bộ lọc tìm thấy", en: "mark all that the filter finds" }
    composer_bar_mark_all { vi: "tất cả", en: "all" }
    composer_key_clear { vi: "bỏ mọi dấu", en: "clear every mark" }
    composer_bar_clear { vi: "bỏ dấu", en: "clear" }
    composer_key_issue { vi: "phát hành: mở hộp xác nhận", en: "issue: opens the confirmation" }
    composer_bar_issue { vi: "phát hành", en: "issue" }
    composer_key_undo { vi: "rút lại các đôn đốc vừa phát hành mà thư chưa gửi", en: "withdraw what was issued and whose mail has not left" }
    composer_bar_undo { vi: "rút lại", en: "withdraw" }
    composer_key_go { vi: "xem các đôn đốc vừa phát hành, để rút lại", en: "show what was issued last, to withdraw it" }
    composer_tab { vi: "Đôn đốc mới", en: "New urge" }
    composer_help {
        vi: "Chọn việc trong danh sách tồn đọng: Space đánh dấu, v đánh dấu cả đoạn, M đánh dấu tất cả, rồi f. Nêu nội dung, xem kế hoạch (ai được đôn đốc việc gì, thư đến ai, lúc nào), rồi Y phát hành. Mỗi đơn vị nhận một văn bản đôn đốc. Thư được giữ ít nhất 1 phút (5 phút nếu trên 50 việc): đến lúc đó z rút lại được (hỏi lại trước khi rút). Bị từ chối: f soạn lại cho các việc đó.",
        en: "Choose in the backlog: Space marks, v marks a whole stretch, M marks all, then f. Say what is asked, read the plan (who is urged for what, who gets mail and when), then Y issues it. Each body gets one urge. Mail waits for at least 1 minute (5 where more than 50 items are urged): until then z withdraws it, and asks first. Where an urge was refused, f asks about its items again.",
    }
    composer_marked(n: usize, hidden: usize) {
        vi: if hidden == 0 { format!("{n} việc đã đánh dấu (f: đôn đốc)") } else { format!("{n} việc đã đánh dấu, {hidden} không ở trong danh sách này (f: đôn đốc)") },
        en: if hidden == 0 { format!("{n} marked (f: urge)") } else { format!("{n} marked, {hidden} not in this list (f: urge)") },
    }
    composer_marking(n: usize) { vi: format!("đang tìm các việc để đánh dấu ({n})…"), en: format!("finding what to mark ({n})…") }
    composer_too_many(most: usize) {
        vi: format!("Mỗi lần đôn đốc nhiều nhất {most} việc: thu hẹp bộ lọc."),
        en: format!("At most {most} items are urged at once: narrow the filter."),
    }
    composer_not_marked(most: usize) {
        vi: format!("Chưa đánh dấu gì: nhiều hơn {most} việc, hoặc chưa đọc được. Thu hẹp bộ lọc rồi M, hoặc di chuyển đến một việc."),
        en: format!("Nothing was marked: more than {most} items, or they could not be read. Narrow the filter and press M, or move to one item."),
    }
    composer_mark_lost(code: &str) { vi: format!("{code} không còn mở: đã bỏ dấu."), en: format!("{code} is no longer open: its mark is gone.") }
    composer_about(n: usize, code: &str) {
        vi: match n {
            _ if code.is_empty() => format!("Đôn đốc {n} việc"),
            1 => format!("Đôn đốc {code}"),
            _ => format!("Đôn đốc {n} việc: {code}, …"),
        },
        en: match n {
            _ if code.is_empty() => format!("Urge {n} item{}", s(n)),
            1 => format!("Urge {code}"),
            _ => format!("Urge {n} items: {code}, …"),
        },
    }
    composer_label_source { vi: "Nội dung", en: "Text" }
    composer_own_words { vi: "Tự viết", en: "In my own words" }
    composer_template(name: &str) { vi: format!("Mẫu: {name}"), en: format!("Template: {name}") }
    composer_label_addressee { vi: "Gửi đến", en: "Addressed to" }
    composer_label_reply { vi: "Trả lời", en: "Reply" }
    composer_reply_in(days: i32) {
        vi: format!("Trả lời trong {days} ngày làm việc"),
        en: format!("Reply within {days} working day{}", if days == 1 { "" } else { "s" }),
    }
    composer_reply_by_date { vi: "Trả lời chậm nhất ngày …", en: "Reply by a date" }
    composer_label_now { vi: "Gửi ngay khi hết thời gian rút lại, không chờ giờ gửi thư", en: "Send once it can no longer be withdrawn, outside the send window too" }
    composer_draft { vi: "Bản nháp của bạn ở đây.", en: "This is your draft." }
    composer_button_plan { vi: "Lập kế hoạch", en: "Make the plan" }
    composer_form_keys {
        vi: "Chưa gửi gì · Tab ô kế · ↑↓ chọn · Enter bấm nút · Esc đóng, giữ bản nháp",
        en: "Nothing is sent · Tab next · ↑↓ choose · Enter presses · Esc keeps the draft",
    }
    composer_planning {
        vi: "Đang lập kế hoạch… chưa nhận phím; Esc: thôi", en: "Making the plan… no keys yet; Esc: stop",
    }
    composer_given_up(what: &str) { vi: format!("Chưa phát hành: {what}"), en: format!("Not issued: {what}") }
    composer_nothing_yet {
        vi: "Chưa phát hành đôn đốc nào trong phiên này. Chọn việc trong danh sách tồn đọng (g b), Space đánh dấu, rồi f.",
        en: "Nothing was issued in this session yet. Choose in the backlog (g b), Space marks, then f.",
    }
    composer_sum(items: usize, urges: usize, mails: usize) {
        vi: format!("{items} việc · {urges} văn bản đôn đốc · {mails} thư"),
        en: format!("{items} item{} · {urges} urge{} · {mails} mail{}", s(items), s(urges), s(mails)),
    }
    composer_not_issued { vi: "Kế hoạch: chưa phát hành, chưa ai được báo. Y: phát hành", en: "A plan: nothing is issued, nobody is told. Y: issue" }
    composer_left_out(urged: usize, of: usize, left: usize) {
        vi: format!("Đôn đốc {urged}/{of}; không đôn đốc {left}"), en: format!("{urged} of {of}; {left} left out"),
    }
    composer_left_out_below { vi: "(ở cuối bảng, kèm lý do)", en: "(at the end of the table, with the reasons)" }
    composer_recent(n: usize) { vi: format!("{n} việc đã có người đôn đốc trong 24 giờ qua"), en: format!("{n} urged by somebody within the last 24 hours") }
    composer_unanswered(n: usize) { vi: format!("{n} việc còn đôn đốc chưa trả lời"), en: format!("{n} with an urge that is not answered") }
    composer_issued(done: usize, failed: usize, withdrawn: usize) {
        vi: [
            (done > 0).then(|| format!("{done} đã phát hành")),
            (failed > 0).then(|| format!("{failed} bị từ chối (f: soạn lại)")),
            (withdrawn > 0).then(|| format!("{withdrawn} đã rút")),
        ].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        en: [
            (done > 0).then(|| format!("{done} issued")),
            (failed > 0).then(|| format!("{failed} refused (f asks again)")),
            (withdrawn > 0).then(|| format!("{withdrawn} withdrawn")),
        ].into_iter().flatten().collect::<Vec<_>>().join(" · "),
    }
    composer_undo_until(at: &str) { vi: format!("Thư đầu tiên gửi lúc {at}: z rút lại được đến lúc đó"), en: format!("The first mail leaves at {at}: until then z withdraws it") }
    composer_undo_left(left: &str) {
        vi: format!("Còn {left} · z rút lại được trước khi thư đầu tiên gửi"),
        en: format!("{left} left · z withdraws it before the first mail leaves"),
    }
    composer_undo_over {
        vi: "Thư đầu tiên đã đến giờ gửi: z chỉ rút được thư chưa gửi", en: "The first mail is leaving: z withdraws only what has not left",
    }
    composer_undo_held { vi: "Thư đang tạm giữ: z rút lại được", en: "Mail is held: z withdraws it" }
    composer_column_items { vi: "VIỆC", en: "ITEMS" }
    composer_column_late { vi: "TRỄ NHẤT", en: "OVERDUE" }
    composer_column_mails { vi: "THƯ", en: "MAILS" }
    composer_column_leaves { vi: "GỬI LÚC", en: "LEAVES" }
    composer_column_note { vi: "GHI CHÚ", en: "NOTE" }
    composer_days(days: i32) { vi: format!("{days} ngày"), en: format!("{days} d") }
    composer_held { vi: "tạm giữ", en: "held" }
    composer_note_recent { vi: "vừa đôn đốc", en: "urged lately" }
    composer_note_open { vi: "chưa trả lời", en: "unanswered" }
    composer_note_free { vi: "hạn vào ngày nghỉ", en: "due on a free day" }
    composer_note_skipped { vi: "không đôn đốc", en: "not urged" }
    composer_note_failed { vi: "bị từ chối", en: "refused" }
    composer_note_withdrawn { vi: "đã rút", en: "withdrawn" }
    composer_not_left(number: &str) { vi: format!("không rút được {number}"), en: format!("not withdrawn: {number}") }
    composer_reply_due(date: &str) { vi: format!("Trả lời chậm nhất ngày {date}"), en: format!("Reply by {date}") }
    composer_agree { vi: "Phát hành đôn đốc", en: "Issue the urges" }
    composer_agree_about(items: usize, urges: usize, mails: usize) {
        vi: format!("{items} việc, {urges} văn bản đôn đốc; {mails} thư sẽ gửi. Đơn vị thấy ngay trên trang của mình."),
        en: format!("{items} item{} in {urges} urge{}; {mails} mail{} will leave. The bodies see it on their pages at once.", s(items), s(urges), s(mails)),
    }
    composer_agree_undo(minutes: i64) {
        vi: format!("Thư được giữ ít nhất {minutes} phút: đến lúc đó z rút lại được."),
        en: format!("Mail waits for at least {minutes} minute{}: until then z withdraws it.", if minutes == 1 { "" } else { "s" }),
    }
    composer_done(done: usize, failed: usize) {
        vi: if failed == 0 { format!("Đã phát hành {done} văn bản đôn đốc. z: rút lại.") } else { format!("Đã phát hành {done} văn bản đôn đốc, {failed} bị từ chối. z: rút lại.") },
        en: if failed == 0 { format!("{done} urge{} issued. z withdraws.", s(done)) } else { format!("{done} urge{} issued, {failed} refused. z withdraws.", s(done)) },
    }
    composer_withdrawn(done: usize, left: usize) {
        vi: if left == 0 { format!("Đã rút {done} văn bản đôn đốc; không thư nào được gửi.") } else { format!("Đã rút {done}; {left} không rút được nữa.") },
        en: if left == 0 { format!("{done} urge{} withdrawn; no mail leaves.", s(done)) } else { format!("{done} withdrawn; {left} could not be.") },
    }
    composer_recall { vi: "Rút lại", en: "Withdraw" }
    composer_recall_about {
        vi: "Rút toàn bộ: không thư nào được gửi, đơn vị không còn phải trả lời. Văn bản có thư đã gửi thì không rút được.",
        en: "All of it is taken back: no mail leaves, and nobody has to answer. An urge of which mail has left stays.",
    }
    composer_rest(n: usize) {
        vi: format!("Còn {n} văn bản chưa phát hành. Y: phát hành tiếp"),
        en: format!("{n} urge{} not issued yet. Y: issue the rest", s(n)),
    }
    composer_nothing_refused { vi: "Không văn bản đôn đốc nào bị từ chối.", en: "No urge was refused." }
    composer_nothing_to_undo { vi: "Không có đôn đốc nào còn rút lại được.", en: "There is nothing left to withdraw." }
    composer_nothing_planned { vi: "Không việc nào trong kế hoạch đôn đốc được.", en: "Nothing in this plan can be urged." }
}
