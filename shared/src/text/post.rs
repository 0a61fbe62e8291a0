//! Texts of the console's screen of outgoing mail.

use super::Lang;
use crate::wire::mail::MessageState;

impl MessageState {
    /// Where it stands, in a column.
    pub const fn short(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Ready, Lang::Vi) => "chờ gửi",
            (Self::Ready, Lang::En) => "waiting",
            (Self::Leased, Lang::Vi) => "chuẩn bị gửi",
            (Self::Leased, Lang::En) => "being prepared",
            (Self::Intent, Lang::Vi) => "đang chuyển",
            (Self::Intent, Lang::En) => "handed over",
            (Self::Sent, Lang::Vi) => "đã gửi",
            (Self::Sent, Lang::En) => "sent",
            (Self::Ambiguous, Lang::Vi) => "chưa rõ",
            (Self::Ambiguous, Lang::En) => "in doubt",
            (Self::Dead, Lang::Vi) => "không gửi được",
            (Self::Dead, Lang::En) => "given up",
            (Self::Cancelled, Lang::Vi) => "đã hủy",
            (Self::Cancelled, Lang::En) => "cancelled",
        }
    }
}

impl Lang {
    /// What a message is, by its word in the delivery log.
    pub fn mail_kind(self, word: &str) -> &str {
        match (word, self) {
            ("digest", Self::Vi) => "nhắc việc",
            ("digest", Self::En) => "reminders",
            ("urge", Self::Vi) => "đôn đốc",
            ("urge", Self::En) => "urge",
            ("escalation", Self::Vi) => "cấp trên",
            ("escalation", Self::En) => "escalation",
            ("notice", Self::Vi) => "báo việc",
            ("notice", Self::En) => "notice",
            ("assignments", Self::Vi) => "giao việc",
            ("assignments", Self::En) => "new tasks",
            ("decision", Self::Vi) => "kết quả",
            ("decision", Self::En) => "decision",
            ("access", Self::Vi) => "tài khoản",
            ("access", Self::En) => "account",
            ("report", Self::Vi) => "tổng hợp",
            ("report", Self::En) => "weekly",
            (other, _) => other,
        }
    }
}

messages! {
    // Keys
    post_key_go_mail { vi: "xem thư gửi đi: nhật ký, tạm giữ, địa chỉ ngừng nhận", en: "show outgoing mail: log, holds, suspended addresses" }
    post_bar_go_mail { vi: "thư", en: "mail" }
    post_key_cancel { vi: "hủy thư đang chờ gửi", en: "cancel a message that waits" }
    post_bar_cancel { vi: "hủy thư", en: "cancel" }
    post_key_resend { vi: "gửi lại thư không gửi được", en: "send again a message that was given up" }
    post_bar_resend { vi: "gửi lại", en: "send again" }
    post_key_hold { vi: "tạm giữ thư, của mọi đơn vị hoặc một đơn vị", en: "hold mail, all of it or one tenant's" }
    post_bar_hold { vi: "tạm giữ", en: "hold" }
    post_key_lift { vi: "gỡ tạm giữ", en: "lift this hold" }
    post_bar_lift { vi: "gỡ", en: "lift" }
    post_key_restore { vi: "cho địa chỉ nhận thư lại", en: "restore the address: it gets mail again" }
    post_bar_restore { vi: "cho nhận lại", en: "restore" }

    post_key_budget { vi: "đặt số thư nhắc mỗi ngày, của mọi đơn vị hoặc của một đơn vị", en: "set the budget: the digests a day, of all tenants or of one" }
    post_bar_budget { vi: "số thư nhắc", en: "budget" }

    // Head and panes
    post_tab { vi: "Thư", en: "Mail" }
    post_pane_log { vi: "Nhật ký gửi", en: "Delivery log" }
    post_pane_holds(n: &str) { vi: format!("Tạm giữ ({n})"), en: format!("Holds ({n})") }
    post_pane_addresses(n: &str) { vi: format!("Địa chỉ ngừng nhận ({n})"), en: format!("Suspended ({n})") }
    post_relay_fine { vi: "Máy chủ thư: không có lỗi", en: "Mail server: no fault" }
    post_relay_paused(relay: &str, until: &str, error: &str) {
        vi: format!("Tạm nghỉ {relay} đến {until}: {error}"), en: format!("{relay} left alone until {until}: {error}"),
    }
    post_relays_more(n: &str) { vi: format!(" (và {n} máy chủ khác)"), en: format!(" (and {n} more)") }
    post_nothing_held { vi: "Không tạm giữ thư nào", en: "No mail is held" }
    post_held(who: &str) { vi: format!("Đang tạm giữ: {who}"), en: format!("Held: {who}") }
    post_all_mail { vi: "mọi thư", en: "all mail" }
    post_budget(a_day: &str) { vi: format!("mỗi đơn vị {a_day} thư nhắc/ngày"), en: format!("{a_day} digests a day each") }
    post_over_budget(who: &str) { vi: format!("hết số thư nhắc: {who}"), en: format!("digests used up: {who}") }
    post_over_one(short: &str, sent: &str, budget: &str, waiting: &str) {
        vi: format!("{short} {sent}/{budget} (chờ {waiting})"), en: format!("{short} {sent}/{budget} ({waiting} wait)"),
    }

    // The log
    post_column_queued { vi: "XẾP HÀNG", en: "QUEUED" }
    post_column_kind { vi: "LOẠI", en: "KIND" }
    post_column_to { vi: "NGƯỜI NHẬN", en: "TO" }
    post_log_none { vi: "Không có thư nào.", en: "No messages." }
    post_log_all { vi: "tất cả, mới nhất trước", en: "everything, newest first" }
    post_asked_hint {
        vi: "đơn vị, địa chỉ; nhắc việc, đôn đốc, tổng hợp …; chờ gửi, đã gửi …",
        en: "a body, an address; reminders, urge, weekly …; waiting, sent …",
    }
    post_asked_twice(term: &str) { vi: format!("“{term}”: mỗi loại điều kiện chỉ một lần"), en: format!("“{term}”: only one of each kind") }
    post_asked_unknown(term: &str) { vi: format!("không hiểu “{term}”"), en: format!("“{term}” is not known") }
    post_tries(n: &str) { vi: format!("thử {n} lần"), en: format!("tried {n}×") }

    // One message
    post_label_to { vi: "Người nhận", en: "To" }
    post_label_queued { vi: "Xếp hàng", en: "Queued" }
    post_label_not_before { vi: "Gửi từ", en: "Not before" }
    post_label_tries { vi: "Số lần thử", en: "Tries" }
    post_label_finished { vi: "Kết thúc", en: "Ended" }
    post_label_said { vi: "Lời đáp cuối", en: "Last answer" }
    post_label_held { vi: "Tạm giữ", en: "Held" }
    post_label_returned { vi: "Báo cáo về", en: "Reported" }
    post_label_message_id { vi: "Mã thư", en: "Message-ID" }
    post_held_now { vi: "thư này đang bị tạm giữ", en: "a hold keeps it back at present" }
    post_tries_of(tries: &str, ambiguous: &str) {
        vi: format!("{tries}, trong đó {ambiguous} lần không rõ kết quả"), en: format!("{tries}, of which {ambiguous} of unknown outcome"),
    }
    post_returned(at: &str, why: &str, detail: &str) { vi: format!("{at}: {why}. {detail}"), en: format!("{at}: {why}. {detail}") }
    post_head_steps { vi: "DIỄN BIẾN", en: "WHAT BECAME OF IT" }
    post_head_why { vi: "VÌ SAO CÓ THƯ NÀY", en: "WHY THIS MAIL" }
    post_head_text { vi: "NỘI DUNG ĐÃ GỬI", en: "WHAT IT SAID" }
    post_not_written { vi: "Chưa được soạn: nội dung được lập vào lúc gửi.", en: "Not written yet: it says what is true when it leaves." }
    post_why_line(code: &str, rule: &str, slot: &str, policy: &str) {
        vi: format!("{code}: {rule}, ngày {slot}, {policy}"), en: format!("{code}: {rule}, {slot}, {policy}"),
    }
    post_reproduced { vi: "✓ tính lại bây giờ vẫn ra lần nhắc này", en: "✓ worked out again now, it is still owed" }
    post_not_reproduced { vi: "✗ tính lại bây giờ không ra lần nhắc này", en: "✗ worked out again now, it is not owed" }
    post_cannot_cancel(state: &str) { vi: format!("Chỉ hủy được thư chờ gửi; thư này: {state}."), en: format!("Only what waits can be cancelled; this one: {state}.") }
    post_cannot_resend(state: &str) { vi: format!("Chỉ gửi lại được thư không gửi được; thư này: {state}."), en: format!("Only what was given up can be sent again; this one: {state}.") }

    // Holds
    post_holds_none { vi: "Chưa bao giờ tạm giữ thư.", en: "Mail was never held." }
    post_column_until { vi: "ĐẾN", en: "UNTIL" }
    post_hold_in_force { vi: "đang giữ", en: "in force" }
    post_hold_lifted { vi: "đã gỡ", en: "lifted" }
    post_hold_ahead { vi: "chưa đến", en: "not yet" }
    post_hold_over { vi: "đã hết", en: "over" }
    post_until_lifted { vi: "khi gỡ", en: "lifted" }
    post_cannot_lift { vi: "Lần tạm giữ này đã hết hoặc đã gỡ.", en: "This hold is over or has been lifted." }
    post_hold_by(by: &str, at: &str) { vi: format!("{by}, {at}"), en: format!("{by}, {at}") }
    post_hold_lifted_by(by: &str, at: &str) { vi: format!(" · gỡ: {by}, {at}"), en: format!(" · lifted: {by}, {at}") }

    // Suspended addresses
    post_addresses_none { vi: "Không có địa chỉ nào bị ngừng nhận thư.", en: "No address is suspended." }
    post_column_since { vi: "TỪ", en: "SINCE" }
    post_column_address { vi: "ĐỊA CHỈ", en: "ADDRESS" }
    post_column_reason { vi: "VÌ", en: "WHY" }
    post_stands_in(who: &str) { vi: format!("Nhận thay: {who}"), en: format!("Stands in: {who}") }
    post_nobody_stands_in { vi: "Không ai nhận thay", en: "Nobody stands in" }
    post_no_message { vi: "Không biết thư nào đã bị trả lại.", en: "Which message came back is not known." }

    // To agree to it
    post_agree_cancel { vi: "Hủy thư", en: "Cancel the message" }
    post_agree_resend { vi: "Gửi lại thư", en: "Send it again" }
    post_agree_hold { vi: "Tạm giữ thư", en: "Hold mail" }
    post_agree_lift { vi: "Gỡ tạm giữ", en: "Lift the hold" }
    post_agree_restore { vi: "Cho nhận thư lại", en: "Restore the address" }
    post_agree_budget { vi: "Đặt số thư nhắc", en: "Set the budget" }
    post_field_whose { vi: "Đơn vị", en: "Tenant" }
    post_field_number { vi: "Thư nhắc mỗi ngày", en: "Digests a day" }
    post_budget_now(a_day: &str) { vi: format!("Hiện nay: {a_day} thư nhắc mỗi ngày cho mỗi đơn vị không có số riêng."), en: format!("Now: {a_day} digests a day for each tenant without a number of its own.") }
    post_budget_means {
        vi: "Tính ngay từ hôm nay, kể cả thư đã gửi trong ngày. Thư nhắc vượt số này chờ sang ngày sau. Đôn đốc, báo cáo cấp trên và quyết định không tính vào đó.",
        en: "It counts at once, today's digests included. What is beyond waits for the next day. Urges, escalations and decisions are not counted.",
    }
    post_budget_hint {
        vi: "“Đơn vị” để trống: mọi đơn vị. Có đơn vị mà để trống số: đơn vị đó theo số chung.",
        en: "“Tenant” left empty: all tenants. A tenant without a number: the common number again.",
    }
    post_budget_unknown { vi: "Ghi số từ 1 đến 100.000 để xem thay đổi.", en: "Type a number from 1 to 100,000 to see the change." }
    post_budget_is(whose: &str, a_day: &str) { vi: format!("{whose}: {a_day} thư nhắc mỗi ngày"), en: format!("{whose}: {a_day} digests a day") }
    post_budget_common(whose: &str) { vi: format!("{whose}: theo số chung"), en: format!("{whose}: the common number") }
    post_budget_set(what: &str) { vi: format!("Đã đặt {what}."), en: format!("Set: {what}.") }
    post_field_remark { vi: "Lý do", en: "Why" }
    post_field_tenant { vi: "Đơn vị (bỏ trống: mọi thư)", en: "Tenant (empty: all mail)" }
    post_field_until { vi: "Đến dd/mm/yyyy hh:mm (bỏ trống: khi gỡ)", en: "Until dd/mm/yyyy hh:mm (empty: lifted)" }
    post_mail_to(kind: &str, who: &str) { vi: format!("{kind} · {who}"), en: format!("{kind} · {who}") }
    post_cancel_means {
        vi: "Người nhận sẽ không nhận được thư này và hệ thống không lập lại thư này. Lý do được ghi vào nhật ký.",
        en: "It will never leave, and the system does not write it again. The reason is kept in the log.",
    }
    post_resend_means_new {
        vi: "Thư rời đi trong khung giờ gửi tới, cùng mã thư, với nội dung đúng vào lúc đó. Nếu khi đó không còn cần gửi thì không gửi.",
        en: "It leaves in the next send window with the same Message-ID and says what is true by then; if it is no longer owed, it does not leave.",
    }
    post_resend_means_same {
        vi: "Máy chủ thư có thể đã nhận thư này: gửi lại đúng từng chữ, cùng mã thư, trong khung giờ gửi tới. Người nhận có thể thấy hai lần.",
        en: "The mail server may have it already: the very same text leaves again with the same Message-ID in the next send window. It may arrive twice.",
    }
    post_hold_means {
        vi: "Từ bây giờ không thư nào rời đi, kể cả thư gửi ngay; thư đang chuyển thì không dừng được. Thư vẫn xếp hàng và đi khi hết tạm giữ.",
        en: "From now on nothing leaves, not even what was to leave at once; what is being handed over is not stopped. Mail queues up and leaves when the hold ends.",
    }
    post_lift_means(who: &str) {
        vi: format!("{who}: thư đang chờ lại rời đi, trong khung giờ gửi."), en: format!("{who}: what waits leaves again, in the send window."),
    }
    post_restore_means {
        vi: "Thư mới lại đi đến địa chỉ này. Thư đã chuyển cho người khác không gửi lại. Nếu thư lại bị trả về, địa chỉ lại ngừng nhận.",
        en: "New mail goes to this address again. What went to others is not sent again. If mail comes back once more, it is suspended again.",
    }
    post_bad_until { vi: "Viết ngày giờ như 31/12/2024 17:00, sau lúc này.", en: "Write it as 31/12/2024 17:00, later than now." }
    post_no_such_day { vi: "Lịch không có ngày này.", en: "The calendar has no such day." }
    post_reason_missing { vi: "Cần nêu lý do.", en: "Say why." }
    post_cancelled { vi: "Đã hủy thư.", en: "The message is cancelled." }
    post_resent { vi: "Thư đã được xếp hàng lại.", en: "The message is queued again." }
    post_hold_made(who: &str) { vi: format!("Đã tạm giữ: {who}."), en: format!("Held: {who}.") }
    post_hold_gone(who: &str) { vi: format!("Đã gỡ tạm giữ: {who}."), en: format!("Lifted: {who}.") }
    post_restored(address: &str) { vi: format!("{address} lại nhận thư."), en: format!("{address} gets mail again.") }

    // Help
    post_help {
        vi: "Lọc nhật ký: gõ đơn vị (ha-noi, HNO, Hà Nội), loại và tình trạng như hiện trong cột (nhắc việc, tổng hợp, chờ gửi, đã gửi …) hoặc một địa chỉ. Số liệu ở đầu màn hình tự đọc lại mỗi 20 giây.",
        en: "To filter the log type a body (ha-noi, HNO, Hà Nội), a kind and a state as the columns print them (reminders, weekly, waiting, sent …) or an address. What is shown is read again every 20 seconds.",
    }
    post_help_holds {
        vi: "Tạm giữ không xóa thư: thư vẫn xếp hàng và rời đi khi hết tạm giữ. Địa chỉ ngừng nhận vì thư bị trả lại hoặc người nhận báo thư rác; người khác nhận thay.",
        en: "A hold deletes nothing: mail queues up and leaves when it ends. An address is suspended because mail came back or its reader complained; others stand in.",
    }
}
