//! Texts of urges: addressees, states, tasks; and the official letter.

use jiff::civil::Date;

use super::{Lang, words::words};
use crate::wire::urge::{UrgeAddressee, UrgeState};

words! {
    /// The addressee, as a person or an office.
    UrgeAddressee::name {
        Responsible: "người thực hiện, người phê duyệt và hộp thư cơ quan" / "assignees, approvers and agency mailbox",
        FocalHead: "thủ trưởng đơn vị đầu mối" / "head of the focal unit",
        SteeringHead: "Trưởng Ban Chỉ đạo chuyển đổi số" / "head of the steering committee",
        AgencyMailbox: "hộp thư cơ quan" / "agency mailbox",
    }
    /// The state in words.
    UrgeState::name {
        Open: "chờ trả lời" / "waiting for an answer",
        Overdue: "quá hạn trả lời" / "past its reply-by date",
        Answered: "đã trả lời đúng hạn" / "answered in time",
        Late: "đã trả lời quá hạn" / "answered late",
        Lapsed: "khép lại khi nhiệm vụ được chấp nhận" / "closed when the work was accepted",
        Withdrawn: "đã rút trước khi gửi thư" / "withdrawn before its mail had left",
    }
    /// The state in a word or two, as columns show it.
    UrgeState::short {
        Open: "chờ trả lời" / "waiting",
        Overdue: "quá hạn" / "overdue",
        Answered: "trả lời đúng hạn" / "answered in time",
        Late: "trả lời muộn" / "answered late",
        Lapsed: "đã khép lại" / "closed",
        Withdrawn: "đã rút" / "withdrawn",
    }
}

messages! {
    /// The value of a template's `{tasks}`.
    urge_tasks(n: usize, codes: &str) {
        vi: if n == 1 { format!("nhiệm vụ {codes}") } else { format!("{n} nhiệm vụ ({codes})") },
        en: if n == 1 { format!("task {codes}") } else { format!("{n} tasks ({codes})") },
    }
    urge_of_several(number: &str, n: usize) {
        vi: format!("Đôn đốc số {number}: {n} nhiệm vụ"), en: format!("Urge no. {number}: {n} tasks"),
    }
    urge_opening_of_several(tenant: &str, number: &str, n: usize) {
        vi: format!("Tổ công tác đôn đốc {tenant} (số {number}) về {n} nhiệm vụ dưới đây. Chỉ cần trả lời một lần cho tất cả."),
        en: format!("The Working Group urges {tenant} (no. {number}) on the {n} tasks below. One answer is for all of them."),
    }
    urge_items { vi: "Nhiệm vụ được đôn đốc", en: "Tasks you are urged on" }
    urge_also_about(codes: &str) {
        vi: format!("Đôn đốc này còn về: {codes}. Trả lời một lần cho tất cả."),
        en: format!("This urge is also about: {codes}. One answer is for all of them."),
    }

    // The official letter is Vietnamese for every reader; the English is there for those who read the catalogue.
    letter_subject {
        vi: "V/v đôn đốc thực hiện nhiệm vụ chuyển đổi số", en: "Urging on tasks of digital transformation",
    }
    letter_to_office(office: &str, tenant: &str) {
        vi: format!("{}, {tenant}", capital(office)), en: format!("{}, {tenant}", capital(office)),
    }
    letter_closing(issuer: &str, tenant: &str, reply_by: &str) {
        vi: format!("{issuer} thông báo để {tenant} biết, thực hiện và trả lời chậm nhất ngày {reply_by}./."),
        en: format!("{issuer} informs {tenant} of this for action and an answer by the end of {reply_by}./."),
    }
    letter_filed(symbol: &str) { vi: format!("- Lưu: VT, {symbol}."), en: format!("- File: archive, {symbol}.") }
    letter_simulated {
        vi: "DỮ LIỆU MÔ PHỎNG - KHÔNG PHẢI VĂN BẢN THẬT", en: "SIMULATED DATA - NOT A REAL DOCUMENT",
    }
}

/// The text with a capital first letter.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

impl Lang {
    /// A date as the head of a letter gives it (R57): a day below 10, and January and February, take a zero.
    pub fn letter_date(self, date: Date) -> String {
        let (day, month, year) = (date.day(), date.month(), date.year());
        let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
        match self {
            Self::Vi => format!("ngày {day:02} tháng {month} năm {year}"),
            Self::En => format!("{day:02}/{month}/{year}"),
        }
    }
}
