//! A policy as short lines of text, to be read and changed by a person.
//!
//! ```text
//! before-7: assignee                     1: 7 approvers rests
//! overdue-7: assignee, approvers         3: 30 steering_head rests second
//! cap: 5                                 3 vi: Đề nghị chỉ đạo.
//!                                        rest: 7..56
//!                                        most: 12
//! ```

use dondoc_shared::{
    ladder::{LadderPolicy, LadderTarget, Level},
    lifecycle::TaskKind,
    policy::{Audience, PolicyBody, PolicyKind, ReminderPolicy, ReminderRule, When},
    text::Lang,
};

/// What cannot be read, and in which line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// Counts from 1; none for a line that is not there.
    pub line: Option<usize>,
    /// Why the field is refused.
    pub fault: Fault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is not `name: value`.
    Unreadable,
    /// A word that is not known here, and what is.
    Word(String, String),
    /// Not a number.
    Number(String),
    /// The second line of this name.
    Twice(String),
    /// No line has this name.
    Without(&'static str),
}

impl LineFault {
    /// What is said about it to the person.
    pub fn text(&self, lang: Lang) -> String {
        let what = match &self.fault {
            Fault::Unreadable => lang.desk_fault_unreadable().to_owned(),
            Fault::Word(word, takes) => lang.desk_fault_word(word, takes),
            Fault::Number(word) => lang.desk_fault_number(word),
            Fault::Twice(word) => lang.desk_fault_twice(word),
            Fault::Without(name) => lang.desk_fault_without(name),
        };
        self.line.map_or(what.clone(), |line| lang.desk_line_fault(line, &what))
    }
}

/// The lines of a policy.
pub fn write(body: &PolicyBody) -> String {
    let mut lines = Vec::new();
    match body {
        PolicyBody::Reminders(policy) | PolicyBody::ReportReminders(policy) => {
            for rule in &policy.rules {
                let to: Vec<&str> = rule.to.iter().map(|to| to.as_str()).collect();
                lines.push(format!("{}: {}", rule.when, to.join(", ")));
            }
            lines.push(format!("cap: {}", policy.cap));
        }
        PolicyBody::Ladder(policy) => {
            for level in &policy.levels {
                let flags =
                    [("rests", level.rests), ("second", level.second_person), ("automatic", level.automatic)];
                let flags: Vec<&str> =
                    flags.into_iter().filter(|(_, on)| *on).map(|(word, _)| word).collect();
                let line =
                    format!("{}: {} {} {}", level.level, level.after_days, level.target, flags.join(" "));
                lines.push(line.trim_end().to_owned());
                for (lang, text) in [("vi", &level.text_vi), ("en", &level.text_en)] {
                    if !text.is_empty() {
                        lines.push(format!("{} {lang}: {text}", level.level));
                    }
                }
            }
            lines.push(format!("rest: {}..{}", policy.rest_days, policy.longest_rest_days));
            lines.push(format!("most: {}", policy.most_steps));
        }
    }
    lines.join("\n")
}

/// Reads lines; blank ones do not count.
///
/// # Errors
/// Every line that cannot be read.
pub fn read(kind: PolicyKind, text: &str) -> Result<PolicyBody, Vec<LineFault>> {
    let mut reader = Reader::default();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let taken = match line.split_once(':') {
            None => Err(Fault::Unreadable),
            Some((name, value)) => match kind {
                PolicyKind::Reminders | PolicyKind::ReportReminders => {
                    reader.reminder(name.trim(), value.trim())
                }
                PolicyKind::Ladder => reader.ladder(name.trim(), value.trim()),
            },
        };
        if let Err(fault) = taken {
            reader.faults.push(LineFault { line: Some(place + 1), fault });
        }
    }
    reader.finish(kind)
}

#[derive(Default)]
struct Reader {
    faults: Vec<LineFault>,
    names: Vec<String>,
    rules: Vec<ReminderRule>,
    levels: Vec<Level>,
    cap: Option<i16>,
    rest: Option<(i32, i32)>,
    most: Option<i16>,
}

impl Reader {
    /// A name may stand before one line only.
    fn once(&mut self, name: &str) -> Result<(), Fault> {
        if self.names.iter().any(|known| known == name) {
            return Err(Fault::Twice(name.to_owned()));
        }
        self.names.push(name.to_owned());
        Ok(())
    }

    fn reminder(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.once(name)?;
        if name == "cap" {
            self.cap = Some(number(value)?);
            return Ok(());
        }
        let takes = "before-N, due, overdue-N, every-N-from-M, doubling-N-from-M, cap";
        let when = name.parse::<When>().map_err(|_| Fault::Word(name.to_owned(), takes.to_owned()))?;
        let words = value.split(',').map(str::trim).filter(|word| !word.is_empty());
        let audience =
            |word: &str| word.parse().map_err(|_| Fault::Word(word.to_owned(), Audience::WORDS.join(", ")));
        let to = words.map(audience).collect::<Result<Vec<Audience>, Fault>>()?;
        if to.is_empty() {
            return Err(Fault::Word(String::new(), Audience::WORDS.join(", ")));
        }
        self.rules.push(ReminderRule { when, to });
        Ok(())
    }

    fn ladder(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        self.once(name)?;
        match name.split_once(' ') {
            None if name == "most" => self.most = Some(number(value)?),
            None if name == "rest" => {
                let (first, longest) = value.split_once("..").ok_or(Fault::Unreadable)?;
                self.rest = Some((number(first)?, number(longest)?));
            }
            None => self.level(name, value)?,
            Some((level, lang)) => {
                let number: i16 = number(level)?;
                let found = self.levels.iter_mut().find(|level| level.level == number);
                let level = found.ok_or_else(|| Fault::Word(name.to_owned(), format!("{level}: …")))?;
                match lang.trim() {
                    "vi" => value.clone_into(&mut level.text_vi),
                    "en" => value.clone_into(&mut level.text_en),
                    other => return Err(Fault::Word(other.to_owned(), "vi, en".to_owned())),
                }
            }
        }
        Ok(())
    }

    fn level(&mut self, name: &str, value: &str) -> Result<(), Fault> {
        let takes = || Fault::Word(name.to_owned(), "1, 2, 3, 4, 1 vi, 1 en, rest, most".to_owned());
        let level = name.parse().map_err(|_| takes())?;
        let mut words = value.split_whitespace();
        let after_days = number(words.next().unwrap_or_default())?;
        let target = words.next().unwrap_or_default();
        let target =
            target.parse().map_err(|_| Fault::Word(target.to_owned(), LadderTarget::WORDS.join(", ")))?;
        let (mut rests, mut second_person, mut automatic) = (false, false, false);
        for word in words {
            let flag = match word {
                "rests" => &mut rests,
                "second" => &mut second_person,
                "automatic" => &mut automatic,
                other => {
                    return Err(Fault::Word(other.to_owned(), "rests, second, automatic".to_owned()));
                }
            };
            if std::mem::replace(flag, true) {
                return Err(Fault::Twice(word.to_owned()));
            }
        }
        let (text_vi, text_en) = (String::new(), String::new());
        self.levels.push(Level {
            level,
            after_days,
            target,
            rests,
            second_person,
            automatic,
            text_vi,
            text_en,
        });
        Ok(())
    }

    fn finish(self, kind: PolicyKind) -> Result<PolicyBody, Vec<LineFault>> {
        let Self { mut faults, names, rules, levels, cap, rest, most } = self;
        let mut without = |name: &'static str| {
            // One that was there but could not be read has its fault already.
            if !names.iter().any(|known| known == name) {
                faults.push(LineFault { line: None, fault: Fault::Without(name) });
            }
        };
        let body = match kind {
            PolicyKind::Reminders | PolicyKind::ReportReminders => {
                if cap.is_none() {
                    without("cap");
                }
                let of = if kind == PolicyKind::Reminders { TaskKind::Duty } else { TaskKind::Report };
                cap.map(|cap| PolicyBody::reminders(of, ReminderPolicy { rules, cap }))
            }
            PolicyKind::Ladder => {
                if rest.is_none() {
                    without("rest");
                }
                if most.is_none() {
                    without("most");
                }
                rest.zip(most).map(|((rest_days, longest_rest_days), most_steps)| {
                    PolicyBody::Ladder(LadderPolicy { levels, rest_days, longest_rest_days, most_steps })
                })
            }
        };
        body.filter(|_| faults.is_empty()).ok_or(faults)
    }
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.trim().parse().map_err(|_| Fault::Number(text.trim().to_owned()))
}

/// The line, from 1, that a field of the server's answer is about: `rules.overdue-7`, `levels.3.target`, `cap`.
pub fn line_of(text: &str, field: &str) -> Option<usize> {
    let name = match field {
        "rest_days" | "longest_rest_days" => "rest".to_owned(),
        "most_steps" => "most".to_owned(),
        other => match other.split('.').collect::<Vec<_>>().as_slice() {
            ["rules" | "levels", name] | [name] => (*name).to_owned(),
            ["levels", level, "text_vi"] => format!("{level} vi"),
            ["levels", level, "text_en"] => format!("{level} en"),
            ["levels", level, _] => (*level).to_owned(),
            _ => return None,
        },
    };
    let is_it = |line: &str| line.split_once(':').is_some_and(|(before, _)| before.trim() == name);
    text.lines().position(is_it).map(|place| place + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn faults(kind: PolicyKind, text: &str) -> Vec<(Option<usize>, Fault)> {
        let faults = read(kind, text).unwrap_err();
        faults.into_iter().map(|fault| (fault.line, fault.fault)).collect()
    }

    #[test]
    fn the_policies_in_force_read_as_lines() {
        let reminders = write(&PolicyBody::Reminders(ReminderPolicy::default()));
        assert!(reminders.starts_with("before-7: assignee\nbefore-3: assignee\n"), "{reminders}");
        assert!(
            reminders
                .ends_with("overdue-7: assignee, approvers\nevery-7-from-14: assignee, approvers\ncap: 5")
        );
        let ladder = write(&PolicyBody::Ladder(LadderPolicy::default()));
        assert_eq!(
            ladder,
            "1: 7 approvers rests\n2: 14 focal_head rests\n3: 30 steering_head rests second\n\
             4: 60 vice_chair rests second\nrest: 7..56\nmost: 12"
        );
    }

    #[test]
    fn every_line_that_cannot_be_read_is_named_with_what_it_takes() {
        let text = "before-7: assignee\n\nweekly: assignee\ndue: nobody\ndue: assignee\nnonsense\ncap: five";
        let found = faults(PolicyKind::Reminders, text);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4, 5, 6, 7].map(Some));
        assert!(matches!(&found[0].1, Fault::Word(word, _) if word == "weekly"));
        assert!(
            matches!(&found[1].1, Fault::Word(word, takes) if word == "nobody" && takes.contains("approvers"))
        );
        assert_eq!(found[2].1, Fault::Twice("due".to_owned()));
        assert_eq!(found[3].1, Fault::Unreadable);
        assert_eq!(found[4].1, Fault::Number("five".to_owned()));
        assert_eq!(faults(PolicyKind::Reminders, "due: assignee"), [(None, Fault::Without("cap"))]);
        let text = "1: 7 approvers rests rests\n2: soon focal_head\n2 fr: x\nrest: 7\nmost: 12";
        let found = faults(PolicyKind::Ladder, text);
        assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3, 4].map(Some));
    }

    #[test]
    fn a_field_of_the_answer_leads_to_its_line() {
        let ladder = "1: 7 approvers rests\n\n1 vi: Đề nghị: gấp\nrest: 7..56\nmost: 12";
        assert_eq!(line_of(ladder, "levels.1.after_days"), Some(1));
        assert_eq!(line_of(ladder, "levels.1.text_vi"), Some(3));
        assert_eq!(line_of(ladder, "longest_rest_days"), Some(4));
        assert_eq!(line_of(ladder, "most_steps"), Some(5));
        assert_eq!(line_of(ladder, "levels.2.target"), None);
        assert_eq!(line_of("due: assignee\ncap: 5", "rules.due"), Some(1));
        assert_eq!(line_of("due: assignee\ncap: 5", "cap"), Some(2));
    }

    fn any_level() -> impl Strategy<Value = Level> {
        let texts = ("[a-zđế:,]{0,12}", "[a-z:]{0,12}");
        (1..5i16, 0..400i32, 0..4usize, any::<[bool; 3]>(), texts).prop_map(
            |(level, days, target, flags, texts)| {
                let [rests, second_person, automatic] = flags;
                let target = LadderTarget::ALL[target];
                let (text_vi, text_en) = texts;
                Level { level, after_days: days, target, rests, second_person, automatic, text_vi, text_en }
            },
        )
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_what_it_was(
            levels in prop::collection::vec(any_level(), 0..5), rest in 0..60i32, longest in 0..90i32, most in 0..40i16,
        ) {
            let mut levels = levels;
            levels.sort_by_key(|level| level.level);
            levels.dedup_by_key(|level| level.level);
            let policy = LadderPolicy { levels, rest_days: rest, longest_rest_days: longest, most_steps: most };
            let body = PolicyBody::Ladder(policy);
            prop_assert_eq!(read(PolicyKind::Ladder, &write(&body)), Ok(body));
        }

        #[test]
        fn nothing_that_is_typed_panics(text: String) {
            let _ = read(PolicyKind::Ladder, &text);
            let _ = read(PolicyKind::Reminders, &text);
            let _ = line_of(&text, "levels.1.x");
        }
    }
}
