//! Texts of the portal's page of contacts, and of the console's.

messages! {
    contacts_explained {
        vi: "Địa chỉ nhận thư của các chức vụ trong đơn vị. Hệ thống dùng khi không có người thực hiện và khi báo cáo cấp trên.",
        en: "Where mail to your body's offices goes: used when nobody is named on a task, and for escalation.",
    }
    contact_missing { vi: "chưa có địa chỉ", en: "no address yet" }
    contact_verified(date: &str) { vi: format!("đã xác minh ngày {date}"), en: format!("verified {date}") }
    label_office { vi: "Tên đơn vị, chức vụ nhận thư", en: "Office" }
    label_address { vi: "Địa chỉ thư điện tử", en: "E-mail address" }
    one_address_hint { vi: "Một địa chỉ, ví dụ vanthu@co-quan.example.", en: "One address, such as mailbox@body.example." }
    one_address_like {
        vi: "“Địa chỉ thư điện tử” phải là một địa chỉ duy nhất, ví dụ vanthu@co-quan.example.",
        en: "“E-mail address” must be one address, such as mailbox@body.example.",
    }
    contact_is_not_emptied {
        vi: "Địa chỉ không bỏ trống được. Muốn ngừng dùng địa chỉ này, hãy nhập địa chỉ thay thế.",
        en: "An address cannot be left empty. To use this one no longer, enter the one in its place.",
    }
    change { vi: "Sửa", en: "Change" }
    change_named(what: &str) { vi: format!("Sửa {what}"), en: format!("Change {what}") }
    contact_changes_take_effect {
        vi: "Thư gửi sau khi lưu sẽ đến địa chỉ mới.", en: "Mail sent after saving goes to the new address.",
    }

    // The console
    contacts_key_go { vi: "xem địa chỉ liên hệ của Tổ công tác", en: "show the Working Group's contacts" }
    contacts_key_change { vi: "ghi hoặc sửa địa chỉ ở dòng đang chọn", en: "write or change the address under the cursor" }
    contacts_bar_change { vi: "sửa địa chỉ", en: "change" }
    contacts_agree_change { vi: "Lưu địa chỉ", en: "Save the contact" }
    contacts_same_address { vi: "Địa chỉ không đổi.", en: "The address stays the same." }
    contacts_new_address { vi: "Địa chỉ mới: chưa xác minh, thư cũ không gửi lại.", en: "A new address: not verified yet; what was sent is not sent again." }
    contacts_written(role: &str, address: &str) { vi: format!("Đã lưu {role}: {address}."), en: format!("Saved, {role}: {address}.") }
    contacts_help {
        vi: "Đây là địa chỉ của Tổ công tác; báo cáo cấp 4 gửi đến Phó Chủ tịch thường trực Ủy ban. Địa chỉ của mỗi bộ, tỉnh do quản trị viên của đơn vị đó giữ trên cổng; xem ở trang đơn vị (T).",
        en: "These are the Working Group's own contacts; escalations of level 4 go to the standing vice-chair of the Committee. Those of a body are kept by its own administrator in the portal; its tenant page (T) shows them.",
    }
}
