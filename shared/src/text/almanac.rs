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
    almanac_key_add { vi: "thêm ngày nghỉ hoặc ngày làm bù", en: "add a day off or a make-up day" }
    almanac_key_change { vi: "sửa ngày ở dòng đang chọn", en: "change the day under the cursor" }
    almanac_key_remove { vi: "bỏ ngày ở dòng đang chọn khỏi lịch", en: "take the day under the cursor out of the table" }
    almanac_key_window { vi: "sửa khung giờ gửi", en: "change the hours of the send window" }
    almanac_bar_add { vi: "thêm ngày", en: "add a day" }
    almanac_bar_change { vi: "sửa", en: "change" }
    almanac_bar_remove { vi: "bỏ ngày", en: "take out" }
    almanac_bar_window { vi: "sửa khung giờ", en: "change hours" }
    almanac_agree_add { vi: "Thêm vào lịch", en: "Add to the table" }
    almanac_agree_change { vi: "Sửa ngày", en: "Change the day" }
    almanac_agree_remove { vi: "Bỏ ngày khỏi lịch", en: "Take the day out" }
    almanac_agree_window { vi: "Đặt khung giờ", en: "Set the window" }
    almanac_field_day { vi: "Ngày", en: "Day" }
    almanac_field_last { vi: "Đến hết ngày", en: "Through" }
    almanac_field_name_vi { vi: "Tên tiếng Việt", en: "Name in Vietnamese" }
    almanac_field_name_en { vi: "Tên tiếng Anh", en: "Name in English" }
    almanac_field_source { vi: "Căn cứ", en: "Source" }
    almanac_field_why { vi: "Căn cứ (có thể bỏ trống)", en: "Source (may be empty)" }
    almanac_field_opens { vi: "Bắt đầu gửi", en: "Opens" }
    almanac_field_closes { vi: "Thôi gửi", en: "Closes" }
    almanac_write_means(from: &str) {
        vi: format!("Ngày nghỉ không có thư nhắc; hạn không dời. Chỉ sửa được từ {from}; bản cũ vẫn còn để giải thích thư đã gửi."),
        en: format!("No reminders leave on a day off; due dates stay. Only days from {from} on change; the old version stays to explain what was sent."),
    }
    almanac_write_hint {
        vi: "“Đến hết ngày” để trống: một ngày. “Căn cứ” để trống: chưa chắc.",
        en: "“Through” left empty: one day. “Source” left empty: not sure.",
    }
    almanac_source_hint { vi: "“Căn cứ” để trống: chưa chắc.", en: "“Source” left empty: not sure." }
    almanac_day_now(day: &str, kind: &str, name: &str) { vi: format!("{day}: {kind}, {name}"), en: format!("{day}: {kind}, {name}") }
    almanac_span(first: &str, last: &str, days: usize) { vi: format!("{first} – {last} ({days} ngày)"), en: format!("{first} – {last} ({days} days)") }
    almanac_brings(span: &str, worked: bool, same: usize) {
        vi: {
            let is = if worked { "làm việc" } else { "nghỉ" };
            let weekday = match same { 0 => String::new(), n => format!("; {n} ngày theo thứ đã như vậy") };
            format!("{span}: {is}{weekday}")
        },
        en: {
            let is = if worked { "worked" } else { "off" };
            let weekday = match same { 0 => String::new(), 1 => "; 1 day is so by its weekday".to_owned(), n => format!("; {n} days are so by their weekday") };
            format!("{span}: {is}{weekday}")
        },
    }
    almanac_brings_unknown { vi: "Chọn loại ngày và ghi ngày (dd/mm/yyyy) để xem thay đổi.", en: "Choose what it is and type the day (dd/mm/yyyy) to see the change." }
    almanac_becomes(worked: bool) {
        vi: format!("Ngày này sẽ là ngày {} như thứ trong tuần.", if worked { "làm việc" } else { "nghỉ" }),
        en: format!("It will be {}, as its weekday is.", if worked { "worked" } else { "off" }),
    }
    almanac_becomes_nations { vi: "Ngày này sẽ theo lịch toàn quốc.", en: "It will be as in the nation's table." }
    almanac_day_is_there(day: &str) { vi: format!("Lịch đã có ngày {day}: sửa dòng đó."), en: format!("{day} is in the table already: change that row.") }
    almanac_day_is_gone(day: &str) { vi: format!("Người khác đã bỏ ngày {day} khỏi lịch: không còn gì để bỏ."), en: format!("Somebody else has taken {day} out: there is nothing left to do.") }
    almanac_ends_before(first: &str) { vi: format!("Ngày cuối không được trước ngày {first}."), en: format!("The last day must not lie before {first}.") }
    almanac_only_newest { vi: "Đang xem bản cũ: Esc về bản mới nhất rồi sửa.", en: "This is an older version: Esc leads to the newest, which can be changed." }
    almanac_written(version: i32, from: Date, odd: usize) {
        vi: {
            let odd = if odd == 0 { String::new() } else { format!(" {odd} điều cần xem.") };
            format!("Đã ghi lịch, bản {version}, áp dụng từ {}.{odd}", Lang::Vi.date(from))
        },
        en: {
            let odd = if odd == 0 { String::new() } else { format!(" {odd} to look at.") };
            format!("Calendar written, version {version}, counts from {}.{odd}", Lang::En.date(from))
        },
    }
    almanac_window_of(whose: &str) { vi: format!("Khung giờ gửi, {whose}"), en: format!("Send window, {whose}") }
    almanac_window_newest(version: i32, from: &str, hours: &str) { vi: format!("Bản {version}, từ {from}: {hours}"), en: format!("Version {version}, from {from}: {hours}") }
    almanac_window_means {
        vi: "Áp dụng từ ngày mai. Trong khoảng 06:00 đến 20:00, dài ít nhất 2 giờ. Ngoài khung giờ, thư chờ đến khung giờ sau.",
        en: "It counts from tomorrow. Between 06:00 and 20:00, at least 2 hours long. Outside it, mail waits for the next one.",
    }
    almanac_window_empty { vi: "Để trống cả hai: theo khung giờ toàn quốc.", en: "Both left empty: the nation's window again." }
    almanac_window_change(before: &str, after: &str) { vi: format!("{before} → {after}, từ ngày mai"), en: format!("{before} → {after}, from tomorrow") }
    almanac_window_unknown { vi: "Viết hai giờ như 07:30 để xem thay đổi.", en: "Write both times as 07:30 to see the change." }
    almanac_window_same { vi: "Chưa thay đổi gì.", en: "Nothing is changed yet." }
    almanac_window_written(version: i32, from: Date) {
        vi: format!("Đã đặt khung giờ gửi, bản {version}, áp dụng từ {}.", Lang::Vi.date(from)),
        en: format!("Send window set, version {version}, counts from {}.", Lang::En.date(from)),
    }
    almanac_no_time(text: &str) { vi: format!("“{text}” không phải giờ: viết như 07:30."), en: format!("“{text}” is no time: write it as 07:30.") }
    almanac_help {
        vi: "Lịch chỉ ghi ngày khác với thứ trong tuần: ngày lễ, nghỉ bù, hoán đổi, làm bù. Một bản không bao giờ bị sửa; bản mới áp dụng sớm nhất từ ngày mai. Thư nhắc chỉ đi trong khung giờ gửi của ngày làm việc. Lãnh đạo Tổ công tác ghi lịch và khung giờ: a thêm ngày, c sửa ngày hoặc khung giờ ở dòng đang chọn, D bỏ ngày.",
        en: "The table names the days that are not as their weekday is: holidays, days in lieu, swapped and make-up days. A version is never changed; a new one counts from tomorrow at the earliest. Reminders leave in the send window of a working day. A lead of the Working Group writes both: a adds days, c changes the day or window under the cursor, D takes a day out.",
    }
}
