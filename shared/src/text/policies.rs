//! Policies in words: their rules, levels and pauses as sentences, and the form in which one of them is changed.

use super::{Lang, plural, words::words};
use crate::{
    ladder::Level,
    policy::{Audience, ReminderRule, When},
};

words! {
    /// The people or the office that a rule reminds.
    Audience::name {
        Assignee: "người thực hiện" / "the assignee",
        Approvers: "người phê duyệt" / "the approvers",
        SteeringHead: "Trưởng Ban Chỉ đạo chuyển đổi số" / "the head of the steering committee",
        AgencyMailbox: "hộp thư cơ quan" / "the agency mailbox",
        Coordinating: "các đơn vị phối hợp" / "the coordinating tenants",
        Blocking: "đơn vị đang phải chờ" / "the tenant that is waited for",
    }
}

/// `day` or `days`: English alone has a plural.
fn days(n: i32) -> String {
    format!("{n} day{}", if n == 1 { "" } else { "s" })
}

messages! {
    policies_before(n: i32) {
        vi: format!("{n} ngày làm việc trước hạn"),
        en: format!("{n} working day{} before the due date", if n == 1 { "" } else { "s" }),
    }
    policies_due { vi: "ngày đến hạn", en: "on the due date" }
    policies_overdue(n: i32) { vi: format!("{n} ngày quá hạn"), en: format!("{} overdue", days(n)) }
    policies_every(n: i32, from: i32) {
        vi: format!("từ {from} ngày quá hạn, {n} ngày một lần"), en: format!("from {} overdue, every {}", days(from), days(n)),
    }
    policies_doubling(n: i32, from: i32) {
        vi: format!("từ {from} ngày quá hạn, sau {n} ngày, rồi mỗi lần thưa gấp đôi"),
        en: format!("from {} overdue, after {}, then each pause twice the last", days(from), days(n)),
    }
    policies_cap(n: i16) {
        vi: format!("nhiều nhất {n} lần nhắc về một việc ở một cấp, rồi thôi"),
        en: format!("at most {} of an assignment at one level, then silence", plural(n, "reminder")),
    }
    policies_level(level: i16, after: i32, whom: &str) {
        vi: format!("cấp {level}, {after} ngày quá hạn: {whom}"), en: format!("level {level}, {} overdue: {whom}", days(after)),
    }
    policies_rests {
        vi: "thang nghỉ trước cấp này khi đơn vị tiếp nhận hoặc báo cáo", en: "the ladder rests before it when the tenant acknowledges or reports",
    }
    policies_second { vi: "phải có người thứ hai ký", en: "a second person must sign" }
    policies_automatic { vi: "hệ thống tự gửi, không chờ người", en: "the system releases it without a person" }
    policies_sentence(text: &str) { vi: format!("câu thêm: “{text}”"), en: format!("with the sentence “{text}”") }
    policies_pauses(rest: i32, longest: i32) {
        vi: format!("sau khi đơn vị tiếp nhận, báo cáo, hoặc bước bị bỏ: nghỉ {rest} ngày, mỗi lần sau gấp đôi, dài nhất {longest} ngày"),
        en: format!("after an acknowledgement, a report or a dropped step: a rest of {}, each further one twice as long, at most {}", days(rest), days(longest)),
    }
    policies_most(n: i16) {
        vi: format!("nhiều nhất {n} bước đề xuất về một việc"), en: format!("at most {} proposed for one assignment", plural(n, "step")),
    }

    // The form
    policies_key_way { vi: "viết bản thử bằng câu hoặc bằng dòng lệnh", en: "write the draft in sentences or in lines" }
    policies_bar_way { vi: "câu / dòng", en: "sentences / lines" }
    policies_words_hint_reminders {
        vi: "Enter sửa · Delete bỏ quy tắc · Ctrl-T viết bằng dòng lệnh", en: "Enter changes a rule · Delete takes it out · Ctrl-T lines",
    }
    policies_words_hint_ladder { vi: "Enter sửa · Ctrl-T viết bằng dòng lệnh", en: "Enter changes it · Ctrl-T writes it in lines" }
    policies_add_rule { vi: "+ thêm quy tắc", en: "+ add a rule" }
    policies_not_in_words { vi: "Các dòng chưa đọc được nên chưa viết thành câu được:", en: "The lines cannot be read, so they cannot be put into sentences yet:" }
    policies_at(rule: &str, what: &str) { vi: format!("{rule}: {what}"), en: format!("{rule}: {what}") }
    policies_title_rule { vi: "Quy tắc nhắc", en: "A rule" }
    policies_title_level(n: usize) { vi: format!("Cấp {n} của thang"), en: format!("Level {n} of the ladder") }
    policies_title_cap { vi: "Số lần nhắc", en: "How many reminders" }
    policies_title_pauses { vi: "Nghỉ và số bước", en: "Rests and steps" }
    policies_when { vi: "Nhắc khi nào", en: "When it reminds" }
    policies_option_before { vi: "trước hạn, tính theo ngày làm việc", en: "before the due date, in working days" }
    policies_option_due { vi: "vào ngày đến hạn", en: "on the due date" }
    policies_option_overdue { vi: "khi quá hạn", en: "while overdue, once" }
    policies_option_every { vi: "khi quá hạn, lặp lại đều", en: "while overdue, again and again" }
    policies_option_doubling { vi: "khi quá hạn, lặp lại thưa dần gấp đôi", en: "while overdue, each pause twice the last" }
    policies_label_before { vi: "Số ngày làm việc trước hạn (1–30)", en: "Working days before the due date (1–30)" }
    policies_label_overdue { vi: "Số ngày quá hạn (1–60)", en: "Days overdue (1–60)" }
    policies_label_from { vi: "Bắt đầu từ ngày quá hạn thứ (1–120)", en: "From so many days overdue (1–120)" }
    policies_label_pause { vi: "Cách nhau (3–60 ngày)", en: "Pause in days (3–60)" }
    policies_label_to { vi: "Nhắc ai", en: "Whom it reminds" }
    policies_label_cap { vi: "Nhiều nhất bao nhiêu lần nhắc (3–10)", en: "At most so many reminders (3–10)" }
    policies_label_after { vi: "Số ngày quá hạn (1–365)", en: "Days overdue (1–365)" }
    policies_label_target { vi: "Gửi ai", en: "Whom it addresses" }
    policies_label_text_vi { vi: "Câu thêm, tiếng Việt", en: "Sentence in Vietnamese" }
    policies_label_text_en { vi: "Câu thêm, tiếng Anh", en: "Sentence in English" }
    policies_label_rest { vi: "Nghỉ lần đầu (1–60 ngày)", en: "First rest in days (1–60)" }
    policies_label_longest { vi: "Nghỉ dài nhất (đến 180 ngày)", en: "Longest rest in days (up to 180)" }
    policies_label_most { vi: "Nhiều nhất bao nhiêu bước (4–30)", en: "At most so many steps (4–30)" }
    policies_not_a_number(label: &str) { vi: format!("“{label}”: cần một số."), en: format!("“{label}”: a number is needed.") }
    policies_nobody { vi: "Chọn ít nhất một nơi nhận.", en: "Choose at least one to remind." }
    policies_rule_is_there(rule: &str) { vi: format!("Đã có quy tắc “{rule}”."), en: format!("There is a rule “{rule}” already.") }
    policies_button_take { vi: "Đưa vào bản thử", en: "Into the draft" }
    policies_part_keys { vi: "Tab ô kế · Space chọn · Esc về bản thử, giữ nội dung đã gõ", en: "Tab next · Space chooses · Esc back to the draft, keeps what you typed" }

    // Help
    policies_help_ways {
        vi: "Bản thử viết bằng câu: chọn một câu, Enter để sửa. Ctrl-T (F4) chuyển sang dòng lệnh và ngược lại; hai cách là một nội dung.",
        en: "A draft is written in sentences: Enter changes the one under the cursor. Ctrl-T (F4) leads to lines and back; both are the same policy.",
    }
    policies_help_reminders {
        vi: "Dòng lệnh nhắc việc: before-7 (ngày làm việc trước hạn), due (ngày đến hạn), overdue-7 (ngày quá hạn), every-7-from-14 (từ 14 ngày quá hạn, 7 ngày một lần), doubling-7-from-14 (thưa dần gấp đôi), rồi “:” và nơi nhận: assignee (người thực hiện), approvers (người phê duyệt), steering_head (Trưởng Ban Chỉ đạo), agency_mailbox (hộp thư cơ quan), coordinating (đơn vị phối hợp), blocking (đơn vị đang phải chờ). cap: số lần nhắc nhiều nhất ở một cấp.",
        en: "Lines of reminders: before-7 (working days before the due date), due, overdue-7 (days overdue), every-7-from-14 (from 14 days overdue, every 7 days), doubling-7-from-14 (each pause twice the last), then “:” and whom: assignee, approvers, steering_head, agency_mailbox, coordinating (the coordinating tenants), blocking (the tenant that is waited for). cap: the most reminders at one level.",
    }
    policies_help_ladder {
        vi: "Dòng lệnh của thang: “3: 30 steering_head rests second” là cấp 3, 30 ngày quá hạn, gửi Trưởng Ban Chỉ đạo. approvers, focal_head, steering_head, vice_chair: nơi nhận. rests: thang nghỉ trước cấp này khi đơn vị tiếp nhận hoặc báo cáo. second: phải có người thứ hai ký. automatic: hệ thống tự gửi. “3 vi:” và “3 en:”: câu thêm vào thư. rest: 7..56: lần nghỉ đầu và dài nhất. most: số bước nhiều nhất.",
        en: "Lines of the ladder: “3: 30 steering_head rests second” is level 3, 30 days overdue, to the head of the steering committee. approvers, focal_head, steering_head, vice_chair: whom it addresses. rests: the ladder rests before it when the tenant acknowledges or reports. second: a second person must sign. automatic: the system releases it. “3 vi:” and “3 en:”: a sentence for its mail. rest: 7..56: the first rest and the longest. most: the most steps.",
    }
}

impl Lang {
    /// The days on which a rule reminds.
    pub fn policies_rule_when(self, when: When) -> String {
        match when {
            When::Before(n) => self.policies_before(n),
            When::Due => self.policies_due().to_owned(),
            When::Overdue(n) => self.policies_overdue(n),
            When::Every { from, days, doubling: false } => self.policies_every(days, from),
            When::Every { from, days, doubling: true } => self.policies_doubling(days, from),
        }
    }

    /// A rule as a sentence: “7 ngày quá hạn: người thực hiện và người phê duyệt”.
    pub fn policies_rule(self, rule: &ReminderRule) -> String {
        let names: Vec<&str> = rule.to.iter().map(|to| to.name(self)).collect();
        let and = self.pick(" và ", " and ");
        let whom = match names.as_slice() {
            [] => "–".to_owned(),
            [one] => (*one).to_owned(),
            [first @ .., last] => format!("{}{and}{last}", first.join(", ")),
        };
        format!("{}: {whom}", self.policies_rule_when(rule.when))
    }

    /// A level of the ladder as a sentence.
    pub fn policies_level_of(self, level: &Level) -> String {
        let whom = self.policies_level(level.level, level.after_days, level.target.name(self));
        let rests = level.rests.then(|| self.policies_rests().to_owned());
        let second = level.second_person.then(|| self.policies_second().to_owned());
        let automatic = level.automatic.then(|| self.policies_automatic().to_owned());
        let texts = [&level.text_vi, &level.text_en].into_iter().filter(|text| !text.is_empty());
        let texts = texts.map(|text| self.policies_sentence(text));
        let rest = [rests, second, automatic].into_iter().flatten().chain(texts);
        std::iter::once(whom).chain(rest).collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ladder::LadderPolicy, policy::ReminderPolicy};

    #[test]
    fn a_rule_is_a_sentence_in_either_language() {
        let rules = ReminderPolicy::default().rules;
        let said = |place: usize, lang: Lang| lang.policies_rule(&rules[place]);
        assert_eq!(said(0, Lang::Vi), "7 ngày làm việc trước hạn: người thực hiện");
        assert_eq!(said(2, Lang::En), "1 working day before the due date: the assignee");
        assert_eq!(said(6, Lang::Vi), "7 ngày quá hạn: người thực hiện và người phê duyệt");
        assert_eq!(said(7, Lang::En), "from 14 days overdue, every 7 days: the assignee and the approvers");
    }

    #[test]
    fn a_level_says_whom_it_addresses_and_what_holds_of_it() {
        let level = LadderPolicy::default().levels.swap_remove(2);
        assert_eq!(
            Lang::Vi.policies_level_of(&level),
            "cấp 3, 30 ngày quá hạn: Trưởng Ban Chỉ đạo chuyển đổi số; thang nghỉ trước cấp này khi đơn vị tiếp \
             nhận hoặc báo cáo; phải có người thứ hai ký"
        );
        let plain = Level { rests: false, second_person: false, text_en: "Act now.".to_owned(), ..level };
        assert_eq!(
            Lang::En.policies_level_of(&plain),
            "level 3, 30 days overdue: head of the steering committee; with the sentence “Act now.”"
        );
    }
}
