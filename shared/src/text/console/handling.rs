//! Texts of how the Working Group shares its work: claims, snoozes, notes and who reads.

fn s(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    handling_key_claim { vi: "nhận xử lý; đã nhận thì thôi xử lý", en: "claim; release what you have claimed" }
    handling_key_snooze { vi: "hẹn xem lại; đã hẹn thì đổi hoặc bỏ hẹn", en: "snooze until a date; change or end a snooze" }
    handling_key_note { vi: "ghi chú, chỉ Tổ công tác đọc", en: "write a note for the Working Group alone" }
    handling_bar_claim { vi: "nhận", en: "claim" }
    handling_bar_snooze { vi: "hẹn", en: "snooze" }
    handling_bar_note { vi: "ghi chú", en: "note" }

    // What is known of a row
    handling_flag_mine { vi: "T", en: "M" }
    handling_flag_held { vi: "N", en: "H" }
    handling_flag_present { vi: "X", en: "R" }
    handling_flag_snoozed { vi: "h", en: "s" }
    handling_flag_back { vi: "H", en: "S" }
    handling_help_flags {
        vi: "Cờ của Tổ công tác: X có người đang xem · T tôi nhận xử lý · N người khác nhận · H đến hẹn xem lại · h đang hẹn · * có ghi chú. Dòng kẻ dưới bảng nói rõ ai, từ bao giờ, vì sao.",
        en: "Flags of the Working Group: R read by another · M claimed by me · H held by another · S back from a snooze · s snoozed · * has notes. The line below the table says who, since when and why.",
    }
    handling_mine(at: &str) { vi: format!("bạn nhận xử lý từ {at}"), en: format!("claimed by you since {at}") }
    handling_held(by: &str, at: &str) { vi: format!("{by} nhận xử lý từ {at}"), en: format!("claimed by {by} since {at}") }
    handling_present(by: &str, since: &str) { vi: format!("{by} đang xem việc này, từ {since}"), en: format!("{by} is reading this, since {since}") }
    handling_snoozed(until: &str, by: &str, reason: &str) {
        vi: format!("hẹn xem lại {until}: {reason} ({by})"), en: format!("snoozed until {until}: {reason} ({by})"),
    }
    handling_back(until: &str, by: &str, reason: &str) {
        vi: format!("đến hẹn: {reason} ({by}, {until})"), en: format!("back: {reason} ({by}, {until})"),
    }
    handling_notes(n: i64) {
        vi: format!("{n} ghi chú"), en: if n == 1 { "1 note".to_owned() } else { format!("{n} notes") },
    }
    handling_fact { vi: "Tổ công tác", en: "Working Group" }
    handling_section_notes { vi: "Ghi chú của Tổ công tác (đơn vị không thấy)", en: "Notes of the Working Group (tenants do not see them)" }
    handling_has_claimed(by: &str) { vi: format!("{by} đã nhận xử lý việc này."), en: format!("{by} has claimed this.") }

    // Claiming
    handling_claimed(what: &str) { vi: format!("Đã nhận xử lý {what} · m: thôi xử lý"), en: format!("{what} claimed · m: release") }
    handling_released(what: &str) { vi: format!("Đã thôi xử lý {what} · m: nhận lại"), en: format!("{what} released · m: claim again") }
    handling_is_held(code: &str, by: &str) { vi: format!("{code}: {by} đã nhận xử lý"), en: format!("{code}: {by} has claimed it") }
    handling_more_held(n: usize) { vi: format!("{n} việc khác cũng vậy"), en: format!("so for {n} more") }
    handling_m_takes_over { vi: "m: nhận thay", en: "m: take over" }
    handling_items(n: usize) { vi: format!("{n} việc"), en: format!("{n} item{}", s(n)) }
    handling_not_done(what: &str, why: &str) { vi: format!("{what}: chưa làm được. {why}"), en: format!("{what}: not done. {why}") }
    handling_take_over { vi: "Nhận thay", en: "Take over" }
    handling_take_over_means {
        vi: "Người đang xử lý không được báo tin: hãy trao đổi trước. Sau đó việc đứng tên bạn.",
        en: "Whoever has it is not told by mail: speak with them first. It then stands under your name.",
    }
    handling_taken_over(what: &str) { vi: format!("Đã nhận thay {what} · m: thôi xử lý"), en: format!("{what} taken over · m: release") }

    // Snoozing
    handling_snooze { vi: "Hẹn xem lại", en: "Snooze" }
    handling_end_snooze { vi: "Bỏ hẹn", en: "End the snooze" }
    handling_snooze_means {
        vi: "Trước ngày hẹn, việc không có trong danh sách Tồn đọng; vẫn có trong hàng chờ quyết định và số liệu. Đơn vị không thấy.",
        en: "Until the date it is not in the backlog; it stays in the queues of decisions and in every figure. Tenants do not see it.",
    }
    handling_end_snooze_means { vi: "Việc lại có trong danh sách Tồn đọng như thường.", en: "It is in the backlog again as usual." }
    handling_tomorrow(date: &str) { vi: format!("ngày mai, {date}"), en: format!("tomorrow, {date}") }
    handling_next_monday(date: &str) { vi: format!("thứ Hai tới, {date}"), en: format!("next Monday, {date}") }
    handling_two_weeks(date: &str) { vi: format!("hai tuần nữa, {date}"), en: format!("in two weeks, {date}") }
    handling_other_date { vi: "ngày khác", en: "another date" }
    handling_option_end { vi: "bỏ hẹn, xem lại ngay", en: "no more: take it up now" }
    handling_field_until { vi: "Ngày (dd/mm/yyyy)", en: "Date (dd/mm/yyyy)" }
    handling_field_reason { vi: "Lý do", en: "Reason" }
    handling_left_out(n: &str) {
        vi: format!("không kể {n} đang hẹn xem lại (/la:hẹn-xem-lại)"), en: format!("{n} snoozed not listed (/is:snoozed)"),
    }
    handling_was_snoozed(what: &str, until: &str) {
        vi: format!("{what}: hẹn xem lại {until} · xem: /la:hẹn-xem-lại"), en: format!("{what} snoozed until {until} · seen by /is:snoozed"),
    }
    handling_snooze_ended(what: &str) { vi: format!("{what}: đã bỏ hẹn."), en: format!("{what}: the snooze is ended.") }

    // Notes
    handling_note { vi: "Ghi chú", en: "Note" }
    handling_note_means {
        vi: "Nội bộ: chỉ Tổ công tác đọc, đơn vị không thấy. Ghi chú không sửa, không xóa được.",
        en: "Internal: the Working Group alone reads it, tenants do not. A note is never changed or removed.",
    }
    handling_note_missing { vi: "Chưa viết gì.", en: "Nothing is written yet." }
    handling_noted(code: &str) { vi: format!("Đã ghi chú về {code}."), en: format!("Noted about {code}.") }

    // Before an urge
    handling_urge_claimed(n: usize) { vi: format!("{n} việc đã có người khác nhận xử lý"), en: format!("{n} claimed by somebody else") }
    handling_urge_snoozed(n: usize) { vi: format!("{n} việc đang hẹn xem lại"), en: format!("{n} snoozed") }
    handling_urge_until(until: &str) { vi: format!("Đang hẹn xem lại ngày {until}."), en: format!("Snoozed until {until}.") }
    handling_note_claimed { vi: "người khác nhận", en: "claimed" }
    handling_note_snoozed { vi: "đang hẹn xem lại", en: "snoozed" }
}
