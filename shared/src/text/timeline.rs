//! Lines of a timeline. What is stored with an event are facts (a number, a date, a level), so that each reader has them in
//! their own words.

use jiff::civil::Date;

use super::Lang;
use crate::wire::assignment::EventKind;

/// Stands between the facts of an event that has two: the number of an urge and its reply-by date, what a mail is about and
/// its reader.
pub const BETWEEN_FACTS: &str = " · ";

messages! {
    numbered(number: &str) { vi: format!("số {number}"), en: format!("no. {number}") }
    until_date(date: &str) { vi: format!("đến ngày {date}"), en: format!("until {date}") }
}

impl Lang {
    /// What stands beside the event's name.
    pub fn event_detail(self, kind: EventKind, stored: &str) -> String {
        use EventKind as K;
        match (kind, stored.split_once(BETWEEN_FACTS)) {
            (K::Urged, Some((number, reply_by))) => self.digest_urge(number, &self.stored_date(reply_by)),
            (K::UrgeAnswered | K::UrgeWithdrawn, _) => self.numbered(stored),
            (K::EscalationProposed | K::EscalationSigned | K::Escalated, _) => self.stored_level(stored),
            (K::ExtensionRequested, _) => self.until_date(&self.stored_date(stored)),
            (K::ExtensionGranted, _) => {
                let (date, remark) = stored.split_once(' ').unwrap_or((stored, ""));
                let until = self.until_date(&self.stored_date(date));
                if remark.is_empty() { until } else { format!("{until}: {remark}") }
            }
            _ => about_and_reader(kind, stored).map_or(stored, |(_, reader)| reader).to_owned(),
        }
    }

    /// The event's name; of mail, with what it was about.
    pub fn event_name(self, kind: EventKind, stored: &str) -> String {
        use EventKind as K;
        let name = kind.name(self);
        let Some((about, _)) = about_and_reader(kind, stored) else { return name.to_owned() };
        match (kind, about.parse::<K>()) {
            (K::UrgeMailed, _) => self.urge_mailed(about),
            (_, Ok(decided)) => format!("{name}: {}", decided.name(self)),
            _ => format!("{name}, {}", self.stored_level(about)),
        }
    }

    /// A stored date as people write it; one that was stored so already stays.
    fn stored_date(self, stored: &str) -> String {
        stored.parse::<Date>().map_or_else(|_| stored.to_owned(), |date| self.date(date))
    }

    /// A stored level; earlier ones were stored in Vietnamese words.
    fn stored_level(self, stored: &str) -> String {
        let number = stored.strip_prefix("cấp ").unwrap_or(stored).parse();
        number.map_or_else(|_| stored.to_owned(), |n| self.level(n))
    }
}

/// What a mail was about, and its reader, where both are stored. Of most mail, and of older decisions and steps, the reader
/// alone is, whose name may hold what stands between facts.
fn about_and_reader(kind: EventKind, stored: &str) -> Option<(&str, &str)> {
    use EventKind as K;
    let (about, reader) = stored.split_once(BETWEEN_FACTS)?;
    let is_fact = match kind {
        K::UrgeMailed => true,
        K::DecisionMailed => about.parse::<K>().is_ok(),
        K::EscalationMailed => about.parse::<i16>().is_ok(),
        _ => false,
    };
    is_fact.then_some((about, reader))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_in_each_language_with_what_it_is() {
        use EventKind as K;
        for (kind, stored, vi, en) in [
            (
                K::Urged,
                "82/2024/TCT · 2024-06-12",
                "số 82/2024/TCT, trả lời chậm nhất ngày 12/06/2024",
                "no. 82/2024/TCT, answer by the end of 12/06/2024",
            ),
            (
                K::Urged,
                "82/2024/TCT · 12/06/2024",
                "số 82/2024/TCT, trả lời chậm nhất ngày 12/06/2024",
                "no. 82/2024/TCT, answer by the end of 12/06/2024",
            ),
            (K::UrgeAnswered, "82/2024/TCT", "số 82/2024/TCT", "no. 82/2024/TCT"),
            (K::UrgeWithdrawn, "82/2024/TCT", "số 82/2024/TCT", "no. 82/2024/TCT"),
            (K::Escalated, "3", "cấp 3", "level 3"),
            (K::Escalated, "cấp 3", "cấp 3", "level 3"),
            (K::ExtensionRequested, "2024-06-27", "đến ngày 27/06/2024", "until 27/06/2024"),
            (
                K::ExtensionGranted,
                "2024-08-15 Chỉ gia hạn một lần",
                "đến ngày 15/08/2024: Chỉ gia hạn một lần",
                "until 15/08/2024: Chỉ gia hạn một lần",
            ),
            (K::DecisionMailed, "accepted · Văn thư", "Văn thư", "Văn thư"),
            (K::DecisionMailed, "Văn thư", "Văn thư", "Văn thư"),
            (K::Returned, "Thiếu tệp · bản ký", "Thiếu tệp · bản ký", "Thiếu tệp · bản ký"),
        ] {
            assert_eq!([Lang::Vi, Lang::En].map(|t| t.event_detail(kind, stored)), [vi, en], "{stored}");
        }
        for (kind, stored, vi, en) in [
            (
                K::UrgeMailed,
                "105/2024/TCT · A",
                "Gửi thư đôn đốc số 105/2024/TCT",
                "Mail of urge 105/2024/TCT sent",
            ),
            (
                K::DecisionMailed,
                "accepted · A",
                "Gửi thư báo quyết định: Chấp nhận hoàn thành",
                "Mail of the decision sent: Accepted",
            ),
            (K::DecisionMailed, "A", "Gửi thư báo quyết định", "Mail of the decision sent"),
            (
                K::EscalationMailed,
                "3 · A",
                "Gửi thư báo cáo cấp trên, cấp 3",
                "Mail of the escalation sent, level 3",
            ),
            (K::Returned, "x · y", "Trả lại đơn vị", "Returned"),
        ] {
            assert_eq!([Lang::Vi, Lang::En].map(|t| t.event_name(kind, stored)), [vi, en], "{stored}");
        }
    }

    #[test]
    fn a_reader_whose_name_looks_like_two_facts_is_named_in_full() {
        let office = "Văn phòng · Phòng Tổng hợp";
        for kind in EventKind::MAIL.iter().copied().filter(|kind| *kind != EventKind::UrgeMailed) {
            assert_eq!(Lang::Vi.event_detail(kind, office), office, "{kind}");
            assert_eq!(Lang::Vi.event_name(kind, office), kind.name(Lang::Vi), "{kind}");
        }
        for (kind, about) in [
            (EventKind::UrgeMailed, "105/2024/TCT"),
            (EventKind::DecisionMailed, "accepted"),
            (EventKind::EscalationMailed, "3"),
        ] {
            let stored = format!("{about}{BETWEEN_FACTS}{office}");
            assert_eq!(Lang::Vi.event_detail(kind, &stored), office, "{kind}");
        }
    }
}
