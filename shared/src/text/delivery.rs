//! Texts of delivery: addresses that take no mail, and reports of mail that came back.

use super::{Lang, words::words};
use crate::wire::mail::{MailReason, MessageState, ReportOutcome, SuspensionReason};

words! {
    /// Why an address takes no mail.
    SuspensionReason::name {
        Bounce: "thư bị trả lại" / "mail came back",
        Complaint: "người nhận báo thư rác" / "its reader complained",
    }
}

words! {
    /// Where a message stands.
    MessageState::name {
        Ready: "chờ gửi" / "waiting",
        Leased: "đang chuẩn bị gửi" / "being prepared",
        Intent: "đang chuyển cho máy chủ thư" / "being handed over",
        Sent: "đã gửi" / "sent",
        Ambiguous: "chưa rõ đã gửi, sẽ gửi lại" / "in doubt, goes once more",
        Dead: "không gửi được" / "given up",
        Cancelled: "đã hủy" / "cancelled",
    }
}

words! {
    /// Why we, and no relay, put a message off, gave it up or cancelled it.
    MailReason::name {
        TakenAlong: "đã gộp vào thư báo trước đó của cùng người nhận; thư ấy chỉ nêu việc còn chờ khi gửi" / "joined to an earlier notice to the same reader, which tells what still waits when it leaves",
        NoRecipient: "không có người nhận" / "no recipient",
        RecipientLeft: "người nhận không còn làm việc ở đây" / "the recipient has left",
        NoAddress: "không có địa chỉ" / "no address",
        NewAddress: "chuyển sang địa chỉ mới của người nhận" / "goes to the recipient's new address",
        AddressChanged: "địa chỉ của người nhận đã thay đổi" / "the recipient's address has changed",
        AddressSuspended: "địa chỉ đang tạm ngừng nhận thư" / "the address is suspended",
        NotOwed: "nội dung không còn cần báo" / "no longer owed",
        Held: "đang tạm giữ" / "held",
        OutsideWindow: "ngoài khung giờ gửi thư" / "outside the send window",
        AwaitsSweep: "chờ lập xong các nhắc việc trong ngày" / "the day's reminders come first",
        OneADay: "hôm nay người này đã có một thư nhắc" / "a digest has gone to this reader today",
        BudgetSpent: "đã hết số thư nhắc trong ngày của đơn vị" / "the day's budget of reminders is spent",
        InDoubt: "tiến trình gửi dừng khi đang chuyển thư" / "the worker ended after the hand-over began",
        WorkerEnded: "tiến trình gửi dừng ở mọi lần thử" / "the worker ended at every attempt",
    }
}

impl Lang {
    /// What the log keeps of a message: our own reason in this language, a relay's words as they came.
    pub fn mail_said(self, said: &str) -> &str {
        said.parse::<MailReason>().map_or(said, |reason| reason.name(self))
    }
}

words! {
    /// What became of a report.
    ReportOutcome::name {
        Suspended: "đã tạm ngừng gửi thư đến địa chỉ" / "the address is suspended",
        AlreadySuspended: "địa chỉ đã tạm ngừng từ trước" / "the address was suspended already",
        Temporary: "lỗi tạm thời, không thay đổi gì" / "not for good, nothing changed",
        NotOfAddress: "nơi nhận từ chối hệ thống hoặc thư, không phải địa chỉ; không thay đổi gì" / "the receiver refuses us or the message, not the address; nothing changed",
        UnknownMessage: "không có thư nào mang mã này, không thay đổi gì" / "no message of ours bears this id, nothing changed",
    }
}

messages! {
    suspended_addresses { vi: "Địa chỉ tạm ngừng nhận thư", en: "Suspended addresses" }
    suspended_addresses_explained {
        vi: "Hệ thống không gửi thư đến các địa chỉ này; nhắc việc chuyển sang người khác hoặc hộp thư cơ quan. Hãy sửa địa chỉ, hoặc đề nghị Tổ công tác cho nhận thư lại khi hộp thư đã thông.",
        en: "No mail goes to these addresses; reminders go to others or to the agency mailbox. Correct the address, or ask the Working Group to lift it once the mailbox works again.",
    }
    suspended { vi: "tạm ngừng nhận thư", en: "suspended" }
    suspended_since(at: &str, why: &str) { vi: format!("từ {at}, vì {why}"), en: format!("since {at}: {why}") }
    your_address_is_suspended(address: &str, at: &str, why: &str) {
        vi: format!(
            "Hệ thống không gửi thư đến {address} từ {at}, vì {why}. Hãy báo quản trị viên của đơn vị sửa địa chỉ, hoặc đề nghị Tổ công tác cho nhận thư lại."
        ),
        en: format!(
            "No mail goes to {address} since {at}: {why}. Have your administrator correct the address, or ask the Working Group to lift it."
        ),
    }
    report_not_one { vi: "không phải báo cáo trả thư hay khiếu nại", en: "not a report of a bounce or complaint" }
    report_line(number: usize, id: &str, what: &str) { vi: format!("{number}. {id}: {what}"), en: format!("{number}. {id}: {what}") }
    reports_read(all: usize, suspended: usize) {
        vi: format!("Đã đọc {all} thư, tạm ngừng thêm {suspended} địa chỉ."),
        en: format!("{all} message{} read, {suspended} more address{} suspended.", if all == 1 { "" } else { "s" }, if suspended == 1 { "" } else { "es" }),
    }
    config_wrong_key_file(name: &str) {
        vi: format!("{name} phải là tệp quyền 0600 chứa ít nhất 32 chữ cái hoặc chữ số."),
        en: format!("{name} must be a file of mode 0600 with at least 32 letters or digits."),
    }
}
