//! Texts of the console's screen of the working calendar.

use jiff::civil::{Date, Weekday};

use super::{Lang, words::words};
use crate::wire::calendar::Certainty;

words! {
    /// How sure a row of the calendar is.
    Certainty::name {
        Verified: "đã công bố" / "published",
        Partly: "chắc ngày" / "date sure",
        Unverified: "chưa chắc" / "not sure",
    }
}

impl Lang {
    /// A day of the week, in a column.
    pub const fn weekday(self, day: Weekday) -> &'static str {
        let (vi, en) = match day {
            Weekday::Monday => ("T2", "Mon"),
            Weekday::Tuesday => ("T3", "Tue"),
            Weekday::Wednesday => ("T4", "Wed"),
            Weekday::Thursday => ("T5", "Thu"),
            Weekday::Friday => ("T6", "Fri"),
            Weekday::Saturday => ("T7", "Sat"),
            Weekday::Sunday => ("CN", "Sun"),
        };
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

messages! {
    almanac_key_go { vi: "xem lịch làm việc và khung giờ gửi", en: "show the working calendar and the send window" }
    almanac_bar_go { vi: "lịch", en: "calendar" }
    almanac_key_previous_year { vi: "năm trước", en: "the year before" }
    almanac_key_next_year { vi: "năm sau", en: "the year after" }
    almanac_bar_previous_year { vi: "năm trước", en: "year before" }
    almanac_bar_next_year { vi: "năm sau", en: "year after" }
    almanac_tab { vi: "Lịch", en: "Calendar" }
    almanac_title(year: i16, whose: &str, version: i32) {
        vi: format!("Lịch làm việc năm {year}, {whose}, bản {version}"), en: format!("Working calendar of {year}, {whose}, version {version}"),
    }
    almanac_title_none(year: i16, whose: &str) {
        vi: format!("Lịch làm việc năm {year}, {whose}"), en: format!("Working calendar of {year}, {whose}"),
    }
    almanac_nation { vi: "toàn quốc", en: "all tenants" }
    almanac_newest { vi: "mới nhất", en: "newest" }
    almanac_older(newest: i32) { vi: format!("đã có bản {newest}"), en: format!("version {newest} is newer") }
    almanac_changeable(from: Date) {
        vi: format!("sửa được từ {}", Lang::Vi.date(from)), en: format!("changeable from {}", Lang::En.date(from)),
    }
    almanac_window(hours: &str, zone: &str) { vi: format!("Khung giờ gửi hôm nay: {hours} ({zone})"), en: format!("Send window today: {hours} ({zone})") }
    almanac_nothing_odd { vi: "âm lịch khớp", en: "lunar check: nothing odd" }
    almanac_odd(n: usize) { vi: format!("{n} điều cần xem"), en: format!("{n} to look at") }
    almanac_pane_days(n: usize) { vi: format!("Ngày nghỉ, làm bù ({n})"), en: format!("Days ({n})") }
    almanac_pane_remarks(n: usize) { vi: format!("Cần xem ({n})"), en: format!("To look at ({n})") }
    almanac_pane_versions(n: usize) { vi: format!("Các bản ({n})"), en: format!("Versions ({n})") }
    almanac_pane_windows { vi: "Khung giờ gửi", en: "Send window" }
    almanac_column_kind { vi: "LÀ NGÀY", en: "WHAT IT IS" }
    almanac_column_certainty { vi: "ĐỘ CHẮC", en: "HOW SURE" }
    almanac_column_name { vi: "TÊN", en: "NAME" }
    almanac_column_written { vi: "GHI NGÀY", en: "WRITTEN" }
    almanac_column_by { vi: "NGƯỜI GHI", en: "BY" }
    almanac_column_source { vi: "CĂN CỨ", en: "SOURCE" }
    almanac_column_hours { vi: "GIỜ GỬI", en: "HOURS" }
    almanac_column_whose { vi: "CỦA", en: "WHOSE" }
    almanac_column_more { vi: "GHI CHÚ", en: "NOTE" }
    almanac_no_days(whose: &str) { vi: format!("{whose}: không thêm ngày nào."), en: format!("{whose}: no days of its own.") }
    almanac_no_remarks { vi: "Không có gì cần xem: các ngày theo âm lịch khớp với tính toán.", en: "Nothing to look at: the lunar days are where they are computed to be." }
    almanac_no_versions { vi: "Chưa có bản nào.", en: "No versions yet." }
    almanac_as_nation { vi: "như toàn quốc", en: "the nation's" }
    almanac_built_in { vi: "mặc định, chưa ai đặt", en: "the default, nobody has set one" }
    almanac_window_version(version: i32, by: &str, at: &str) { vi: format!("bản {version}, {by}, {at}"), en: format!("version {version}, {by}, {at}") }
    almanac_own_days(years: &str) { vi: format!("có ngày riêng: {years}"), en: format!("days of its own: {years}") }
    almanac_own_zone(zone: &str) { vi: format!("múi giờ {zone}"), en: format!("zone {zone}") }
    almanac_opens_tenant(name: &str) { vi: format!("Enter: ngày riêng của {name}"), en: format!("Enter: the days of {name}") }
    almanac_opens_version(version: i32) { vi: format!("Enter: xem bản {version}"), en: format!("Enter: show version {version}") }
    almanac_help {
        vi: "Lịch chỉ ghi ngày khác với thứ trong tuần: ngày lễ, nghỉ bù, hoán đổi, làm bù. Một bản không bao giờ bị sửa; bản mới áp dụng sớm nhất từ ngày mai. Thư nhắc chỉ đi trong khung giờ gửi của ngày làm việc. Lịch được ghi bằng lệnh calendar hoặc API.",
        en: "The table names the days that are not as their weekday is: holidays, days in lieu, swapped and make-up days. A version is never changed; a new one counts from tomorrow at the earliest. Reminders leave in the send window of a working day. It is written by the calendar command or the API.",
    }
}
