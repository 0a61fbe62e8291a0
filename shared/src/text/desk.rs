//! Texts of the console's screens of policies: the next run, versions and drafts, simulations.

use super::{Lang, words::words};
use crate::policy::PolicyKind;

fn s(n: &str) -> &'static str {
    if n == "1" { "" } else { "s" }
}

words! {
    /// What a policy is about, in words.
    PolicyKind::name {
        Reminders: "nhắc việc" / "reminders",
        Ladder: "thang báo cáo cấp trên" / "escalation ladder",
    }
}

messages! {
    // Keys
    desk_key_go_run { vi: "xem đợt nhắc việc sắp tới", en: "show the next run of reminders" }
    desk_key_go_policies { vi: "xem quy định nhắc việc và thang cấp trên", en: "show the policies of reminders and ladder" }
    desk_key_previous_day { vi: "ngày trước", en: "the day before" }
    desk_key_next_day { vi: "ngày sau", en: "the day after" }
    desk_bar_go_run { vi: "đợt nhắc tới", en: "next run" }
    desk_bar_go_policies { vi: "quy định", en: "policies" }
    desk_bar_previous_day { vi: "ngày trước", en: "day before" }
    desk_bar_next_day { vi: "ngày sau", en: "day after" }

    // The next run
    desk_tab_run { vi: "Đợt nhắc", en: "Next run" }
    desk_run_head(when: &str, mails: &str, lines: &str, tenants: &str) {
        vi: format!("{when}: {mails} thư, {lines} dòng, {tenants} đơn vị"),
        en: format!("{when}: {mails} mail{}, {lines} line{}, {tenants} tenant{}", s(mails), s(lines), s(tenants)),
    }
    desk_run_tenant_head(when: &str, mails: &str, lines: &str) {
        vi: format!("{when}: {mails} thư, {lines} dòng"),
        en: format!("{when}: {mails} mail{}, {lines} line{}", s(mails), s(lines)),
    }
    desk_run_means {
        vi: "Nếu từ nay đến lúc đó không có gì thay đổi. Chưa có gì được gửi.",
        en: "If nothing changes until then. Nothing has been sent yet.",
    }
    desk_run_none(day: &str) {
        vi: format!("Ngày {day} không có thư nhắc việc nào."), en: format!("No reminders on {day}."),
    }
    desk_run_beyond(ahead: i32) {
        vi: format!("Chỉ xem được từ hôm nay đến {ahead} ngày tới."),
        en: format!("Only from today to {ahead} days ahead."),
    }
    desk_column_tenant { vi: "ĐƠN VỊ", en: "TENANT" }
    desk_column_mails { vi: "THƯ", en: "MAILS" }
    desk_column_lines { vi: "DÒNG", en: "LINES" }
    desk_run_person(name: &str, address: &str, lines: &str) {
        vi: format!("{name} <{address}> · {lines} dòng"),
        en: format!("{name} <{address}> · {lines} line{}", s(lines)),
    }
    desk_run_help {
        vi: "Số thư và dòng của một ngày được tính lại bằng chính quy tắc của đợt gửi; R: tính lại.",
        en: "Mails and lines of a day are worked out by the very rules of the run; R works them out again.",
    }
    desk_opens_people(name: &str) { vi: format!("Enter: xem người nhận của {name}"), en: format!("Enter: the people of {name}") }
}
