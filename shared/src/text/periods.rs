//! Texts of reporting periods: their names, their states, and why dates or figures are refused.

use super::{Lang, words::words};
use crate::period::{
    CorrectionReason, CorrectionState, Entering, ExceptionReason, PeriodCode, PeriodState, PeriodStatus,
    Periodicity, ReportAct, ReportState, ScheduleFault, Window,
};

words! {
    /// How often, in words.
    Periodicity::name {
        Month: "hằng tháng" / "monthly",
        Quarter: "hằng quý" / "quarterly",
        HalfYear: "6 tháng" / "half-yearly",
        Year: "hằng năm" / "yearly",
    }
    /// What is stored of the period's state, in words.
    PeriodStatus::name {
        Planned: "dự kiến" / "planned",
        Open: "đang mở" / "open",
        Cancelled: "đã hủy" / "cancelled",
    }
    /// The state of the period in words.
    PeriodState::name {
        Planned: "dự kiến" / "planned",
        Opening: "sắp mở" / "about to open",
        Open: "đang mở" / "open",
        PastDue: "đã hết hạn, chưa chốt" / "past due, not cut off",
        CutOff: "đã chốt số liệu" / "cut off",
        Closed: "đã khóa" / "closed",
        Cancelled: "đã hủy" / "cancelled",
    }
    /// The state of the report in words.
    ReportState::name {
        Owed: "chưa nhập" / "not begun",
        Draft: "đang nhập" / "draft",
        Proposed: "chờ phê duyệt" / "waiting for approval",
        Filed: "đã gửi" / "filed",
        Returned: "bị trả lại" / "returned",
        Verified: "đã thẩm tra" / "verified",
        Missed: "không gửi" / "missed",
    }
    /// The act as a button's or key's label.
    ReportAct::name {
        Save: "Lưu nháp" / "Save the draft",
        Propose: "Trình phê duyệt" / "Propose for approval",
        File: "Gửi báo cáo" / "File the report",
        FileNil: "Báo cáo không phát sinh" / "File a nil return",
        Verify: "Xác nhận đã thẩm tra" / "Verify",
        Return: "Trả lại đơn vị" / "Return",
        Correct: "Đính chính" / "Correct",
    }
    /// The state of the correction in words.
    CorrectionState::name {
        Waiting: "chờ chấp nhận" / "waiting to be accepted",
        Accepted: "được chấp nhận" / "accepted",
        Refused: "không được chấp nhận" / "refused",
        Lapsed: "không còn cần quyết định, báo cáo đã bị trả lại" / "no decision needed, the report came back",
    }
    /// The reason of the exception in words.
    ExceptionReason::name {
        Outage: "sự cố hệ thống hoặc đường truyền" / "the system or the line failed",
        Reorganised: "sắp xếp, sáp nhập tổ chức" / "the body was reorganised",
        LateSource: "nguồn số liệu đến muộn" / "the source of the data came late",
        ForceMajeure: "bất khả kháng" / "force majeure",
        Requested: "theo yêu cầu của Tổ công tác" / "asked for by the Working Group",
    }
    /// The reason of the correction in words.
    CorrectionReason::name {
        DataError: "số liệu sai" / "a number was wrong",
        LateData: "số liệu có sau ngày chốt" / "data came after the cut-off",
        Method: "thay đổi cách tính" / "another way of counting",
        MergedUnit: "sáp nhập, chuyển đơn vị" / "a unit was merged or moved",
        FoundByCheck: "thanh tra, kiểm tra phát hiện" / "found by an inspection or a check",
    }
    /// What is wrong with the dates, and what to do.
    ScheduleFault::message {
        DueTooEarly: "Thời hạn phải sau ngày cuối kỳ ít nhất một ngày làm việc." / "The due date must be at least one working day after the last day of the period.",
        OutOfOrder: "Các ngày phải theo thứ tự: mở, thời hạn, chốt số liệu, khóa kỳ." / "The dates must follow each other: opens, due, cut-off, closes.",
        OpenAlready: "Kỳ đã mở: ngày mở và thời hạn không đổi được nữa, hãy dùng gia hạn cho từng đơn vị." / "The period is open: its opening and due dates no longer move; extend the due date of single bodies.",
        NotLater: "Kỳ đã mở: ngày chốt và ngày khóa chỉ được lùi về sau." / "The period is open: cut-off and close can only move to a later day.",
    }
}

messages! {
    period_month(month: i8, year: i16) { vi: format!("tháng {month}/{year}"), en: format!("month {month}/{year}") }
    period_quarter(quarter: i8, year: i16) { vi: format!("quý {quarter}/{year}"), en: format!("quarter {quarter}/{year}") }
    period_half(half: i8, year: i16) {
        vi: format!("6 tháng {} năm {year}", if half == 1 { "đầu" } else { "cuối" }),
        en: format!("{} half of {year}", if half == 1 { "first" } else { "second" }),
    }
    period_year(year: i16) { vi: format!("năm {year}"), en: format!("year {year}") }
    period_window(name: &str, from: &str, to: &str) {
        vi: format!("{name} (từ {from} đến hết {to})"), en: format!("{name} ({from} to {to})"),
    }
    period_earliest_due(date: &str) { vi: format!("sớm nhất {date}"), en: format!("{date} at the earliest") }
    period_enter_until(date: &str) { vi: format!("nhập được đến hết ngày {date}"), en: format!("open for entry until the end of {date}") }
    period_enter_from(date: &str) { vi: format!("mở nhập từ ngày {date}"), en: format!("opens for entry on {date}") }
    period_enter_ended(date: &str) {
        vi: format!("đã chốt, ngày cuối nhập số liệu là {date}"),
        en: format!("cut off: the last day of entry was {date}"),
    }
}

impl PeriodCode {
    /// The period by name: "tháng 7/2024".
    pub fn name(self, lang: Lang) -> String {
        match self.periodicity() {
            Periodicity::Month => lang.period_month(self.number(), self.year()),
            Periodicity::Quarter => lang.period_quarter(self.number(), self.year()),
            Periodicity::HalfYear => lang.period_half(self.number(), self.year()),
            Periodicity::Year => lang.period_year(self.year()),
        }
    }
}

impl Window {
    /// The period by name, with the days that it covers, which are not those of its calendar month.
    pub fn words(&self, lang: Lang) -> String {
        lang.period_window(&self.code.name(lang), &lang.date(self.from_on), &lang.date(self.to_on))
    }
}

impl Entering {
    /// Whether figures can be entered, with the day that decides and who can help.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self::Until(date) => lang.period_enter_until(&lang.date(date)),
            Self::NotBefore(date) => lang.period_enter_from(&lang.date(date)),
            Self::EndedOn(date) => lang.period_enter_ended(&lang.date(date)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::period::WindowRules;

    #[test]
    fn a_period_is_named_with_the_days_that_it_covers() {
        let window = |code: &str| WindowRules::default().window(code.parse().unwrap());
        assert_eq!(window("2024-M07").words(Lang::Vi), "tháng 7/2024 (từ 15/06/2024 đến hết 14/07/2024)");
        assert_eq!(window("2024-S1").words(Lang::En), "first half of 2024 (15/12/2023 to 14/06/2024)");
        assert_eq!(window("2024-S2").code.name(Lang::Vi), "6 tháng cuối năm 2024");
    }
}
