//! Texts of the working calendar.

use jiff::civil::Date;

use super::Lang;
use crate::wire::calendar::{CalendarRemark, HolidayKind, RemarkKind};

impl HolidayKind {
    /// What the day is.
    pub const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Public, Lang::Vi) => "ngày lễ",
            (Self::Public, Lang::En) => "public holiday",
            (Self::Lunar, Lang::Vi) => "ngày lễ theo âm lịch",
            (Self::Lunar, Lang::En) => "lunar holiday",
            (Self::Observed, Lang::Vi) => "ngày nghỉ bù",
            (Self::Observed, Lang::En) => "day in lieu",
            (Self::SwapOff, Lang::Vi) => "ngày nghỉ hoán đổi",
            (Self::SwapOff, Lang::En) => "swapped day off",
            (Self::SwapWork, Lang::Vi) => "ngày làm việc bù",
            (Self::SwapWork, Lang::En) => "make-up working day",
        }
    }
}

messages! {
    field_past(field: &str, first: Date) {
        vi: format!("“{field}”: chỉ được thay đổi từ ngày {} trở đi.", Lang::Vi.date(first)),
        en: format!("“{field}”: only days from {} on can be changed.", Lang::En.date(first)),
    }
    field_other_year(field: &str, year: i16) {
        vi: format!("“{field}” không thuộc năm {year}."), en: format!("“{field}” is not in the year {year}."),
    }
    field_out_of_hours(field: &str, from: i8, to: i8) {
        vi: format!("“{field}” phải trong khoảng {from:02}:00 đến {to:02}:00."),
        en: format!("“{field}” must be between {from:02}:00 and {to:02}:00."),
    }
    field_window_short(field: &str) {
        vi: format!("“{field}” phải sau giờ bắt đầu ít nhất 2 giờ."),
        en: format!("“{field}” must be at least 2 hours after the beginning."),
    }
    calendar_version_is(year: i16, version: i32, days: usize, from: Date) {
        vi: format!("Lịch năm {year}: phiên bản {version}, {days} ngày, có hiệu lực từ ngày {}.", Lang::Vi.date(from)),
        en: format!("Calendar of {year}: version {version}, days {days}, counts from {}.", Lang::En.date(from)),
    }
    calendar_version_by(version: i32, from: Date, at: &str, by: &str, note: &str) {
        vi: format!("Phiên bản {version}, có hiệu lực từ ngày {}; ghi ngày {at}, {by}. {note}", Lang::Vi.date(from)).trim_end().to_owned(),
        en: format!("Version {version}, counts from {}; written {at} by {by}. {note}", Lang::En.date(from)).trim_end().to_owned(),
    }
    calendar_no_table(year: i16) {
        vi: format!("Chưa có lịch năm {year}: chỉ nghỉ thứ Bảy và Chủ nhật."),
        en: format!("There is no table for {year}: only Saturdays and Sundays are off."),
    }
    calendar_no_version(year: i16) {
        vi: format!("Lịch năm {year} không có phiên bản này."), en: format!("The table of {year} has no such version."),
    }
    doctor_calendar { vi: "Lịch làm việc", en: "Working calendar" }
    calendar_remark(remark: CalendarRemark) {
        vi: {
            let day = Lang::Vi.date(remark.day);
            match remark.kind {
                RemarkKind::ChangesNothing => format!("Ngày {day}: không làm thay đổi gì, theo thứ trong tuần ngày này đã như vậy."),
                RemarkKind::LunarNewYearWorked => format!("Ngày {day}: theo tính toán là Tết Nguyên Đán (giao thừa đến mùng ba) nhưng trong lịch là ngày làm việc."),
                RemarkKind::HungKingsWorked => format!("Ngày {day}: theo tính toán là Giỗ Tổ Hùng Vương nhưng trong lịch là ngày làm việc."),
                RemarkKind::LunarDayElsewhere => format!("Ngày {day}: ghi là ngày lễ theo âm lịch nhưng không gần Tết Nguyên Đán, cũng không phải Giỗ Tổ Hùng Vương."),
            }
        },
        en: {
            let day = Lang::En.date(remark.day);
            match remark.kind {
                RemarkKind::ChangesNothing => format!("{day}: changes nothing, the day of the week is like that already."),
                RemarkKind::LunarNewYearWorked => format!("{day}: by computation in the lunar new year (eve to third day), but worked in the table."),
                RemarkKind::HungKingsWorked => format!("{day}: by computation the Hùng Kings' commemoration, but worked in the table."),
                RemarkKind::LunarDayElsewhere => format!("{day}: called a lunar holiday, but lies neither around the lunar new year nor on the Hùng Kings' commemoration."),
            }
        },
    }
}
