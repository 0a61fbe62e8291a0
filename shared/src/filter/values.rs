//! The values of the fields that have a list of them: each goes by its stable word and by whatever any page prints for it (R175).

use super::{
    BodyGroup, Flag, NO_CAUSE, STALE_DAYS, Whose,
    fields::{Field, plain},
};
use crate::{
    fold::nearest,
    lifecycle::{Part, Status},
    text::Lang,
    wire::{Cause, assignment::ExtensionState},
};

/// What a value asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Group(BodyGroup),
    Status(Status),
    Part(Part),
    Whose(Whose),
    Cause(Option<Cause>),
    Flag(Flag),
    /// The report of a period, or any other task.
    Report(bool),
    Closed(bool),
    /// On track, and not heard of for so many days.
    Stale(i32),
}

impl Value {
    /// The values of a field; none for one of which there are more than a list can have.
    pub(super) fn of(field: Field) -> Vec<Self> {
        match field {
            Field::Group => BodyGroup::ALL.iter().copied().map(Self::Group).collect(),
            Field::Status => Status::ALL.iter().copied().map(Self::Status).collect(),
            Field::Part => Part::ALL.iter().copied().map(Self::Part).collect(),
            Field::Assignee | Field::Claimed => Whose::ALL.iter().copied().map(Self::Whose).collect(),
            Field::Cause => Cause::ALL.iter().copied().map(Some).chain([None]).map(Self::Cause).collect(),
            Field::Kind => vec![Self::Report(false), Self::Report(true)],
            Field::Is => {
                let flags = Flag::ALL.iter().copied().map(Self::Flag);
                let others =
                    [Self::Closed(false), Self::Closed(true), Self::Stale(STALE_DAYS), Self::Stale(0)];
                flags.chain(others).collect()
            }
            _ => vec![],
        }
    }

    /// The value that somebody typed, or else the stable word of the one that is near.
    pub(super) fn read(field: Field, typed: &str) -> Result<Self, Option<&'static str>> {
        let typed = plain(typed);
        let all = Self::of(field);
        let named = || all.iter().flat_map(|value| value.names().into_iter().map(|name| (*value, name)));
        if let Some((value, _)) = named().find(|(_, name)| *name == typed) {
            return Ok(value);
        }
        let names: Vec<(Self, String)> = named().collect();
        let near = nearest(&typed, names.iter().map(|(_, name)| name.as_str()));
        Err(names.iter().find(|(_, name)| Some(name.as_str()) == near).map(|(value, _)| value.word()))
    }

    /// The stable word, which its field lists.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Group(group) => group.as_str(),
            Self::Status(status) => status.as_str(),
            Self::Part(part) => part.as_str(),
            Self::Whose(whose) => whose.as_str(),
            Self::Cause(cause) => cause.map_or(NO_CAUSE, Cause::as_str),
            Self::Flag(flag) => flag.as_str(),
            Self::Report(false) => "task",
            Self::Report(true) => "report",
            Self::Closed(false) => "open",
            Self::Closed(true) => "closed",
            Self::Stale(0) => "on-track",
            Self::Stale(_) => "stale",
        }
    }

    /// The letters of everything that it is called.
    pub(super) fn names(self) -> Vec<String> {
        let printed = Lang::ALL.iter().flat_map(|lang| self.printed(*lang));
        [self.word()].into_iter().chain(printed).map(plain).collect()
    }

    /// What a page prints for it, and what else is said in its language.
    pub(super) fn printed(self, l: Lang) -> Vec<&'static str> {
        match self {
            Self::Group(group) => {
                [group.phrase(l)].into_iter().chain(group.kind().map(|kind| kind.name(l))).collect()
            }
            Self::Status(status) => vec![status.name(l), status.short(l)],
            Self::Part(part) => vec![part.name(l)],
            Self::Whose(whose) => {
                let more = match whose {
                    Whose::Nobody => vec![l.no_assignee(), l.pick("không", "none")],
                    Whose::Me | Whose::Anybody => vec![],
                };
                [whose.name(l), whose.assigned(l), whose.claimed(l)].into_iter().chain(more).collect()
            }
            Self::Cause(cause) => {
                let brief = cause.is_none().then(|| l.pick("chưa nêu", "not given"));
                [cause.map_or(l.cause_not_given(), |cause| cause.name(l))].into_iter().chain(brief).collect()
            }
            Self::Flag(flag) => {
                let more = match flag {
                    Flag::Extension => vec![ExtensionState::Pending.name(l), l.extension_waiting()],
                    Flag::InTime => vec![l.tui_in_time_short()],
                    Flag::Undated => vec![l.no_deadline()],
                    _ => vec![],
                };
                [flag.name_vi(), flag.phrase(l)].into_iter().chain(more).collect()
            }
            Self::Report(true) => {
                vec![l.pick("báo cáo", "report"), Flag::Report.phrase(l), Flag::Report.name_vi()]
            }
            Self::Report(false) => vec![l.pick("nhiệm vụ", "task")],
            Self::Closed(false) => vec![l.pick("mở", "open"), l.filter_open()],
            Self::Closed(true) => {
                vec![l.pick("đóng", "closed"), l.filter_closed(), l.tui_closed_short(), l.group_closed()]
            }
            Self::Stale(0) => vec![l.pick("đúng tiến độ", "on track"), l.filter_on_track()],
            Self::Stale(_) => vec![l.pick("không tin", "stale")],
        }
    }
}

/// What can go on a value of which this was typed, as `lang` names it: what begins so by any of its names, or else what is near.
pub(super) fn offered(field: Field, typed: &str, lang: Lang) -> Vec<&'static str> {
    let begun = plain(typed);
    let shown = |word: &str| field.value(word).map(|(en, vi)| lang.pick(vi, en));
    let is_begun = |value: &Value| value.names().iter().any(|name| name.starts_with(&begun));
    let all: Vec<&'static str> =
        Value::of(field).into_iter().filter(is_begun).filter_map(|value| shown(value.word())).collect();
    match Value::read(field, typed) {
        Err(Some(near)) if all.is_empty() => shown(near).into_iter().collect(),
        _ => all,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::{
        filter::{
            Filter, FilterFault, Whose, complete,
            fields::{FIELDS, field_names, no_field},
        },
        fold::fold,
    };

    fn listed() -> impl Iterator<Item = (&'static str, Field)> {
        FIELDS.iter().copied().filter(|(_, field)| !Value::of(*field).is_empty())
    }

    #[test]
    fn whatever_a_page_prints_for_a_value_is_read_as_it_in_any_case_with_or_without_accents_hyphens_and_blanks()
     {
        for (name, field) in listed() {
            for value in Value::of(field) {
                let meant = Filter::parse(&format!("{name}:{}", value.word())).unwrap();
                for text in Lang::ALL.iter().flat_map(|lang| value.printed(*lang)).chain([value.word()]) {
                    let typed = [
                        format!("\"{text}\""),
                        format!("\"{}\"", fold(text).to_uppercase()),
                        text.replace(", ", "-").replace(' ', "-"),
                        fold(text).replace([',', ' '], ""),
                    ];
                    for typed in typed {
                        assert_eq!(
                            Filter::parse(&format!("{name}:{typed}")).as_ref(),
                            Ok(&meant),
                            "{name}:{typed}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn no_two_values_of_a_field_and_no_two_fields_go_by_one_name() {
        for (_, field) in listed() {
            let mut known = HashMap::new();
            for value in Value::of(field) {
                for name in value.names() {
                    let other = known.insert(name.clone(), value);
                    assert!(other.is_none_or(|other| other == value), "{name}: {other:?} and {value:?}");
                }
            }
        }
        let mut known = HashMap::new();
        let heads = FIELDS.iter().flat_map(|(_, field)| {
            Lang::ALL.iter().flat_map(|lang| field.heads(*lang)).map(|head| (head, *field))
        });
        for (name, field) in FIELDS.iter().copied().chain(heads) {
            let other = known.insert(plain(name), field);
            assert!(other.is_none_or(|other| other == field), "{name}: {other:?} and {field:?}");
            assert_eq!((Field::of(name), no_field(name)), (Some(field), None), "{name}");
        }
    }

    #[test]
    fn every_value_stands_in_the_list_of_its_field_in_both_languages_and_is_offered() {
        for (name, field) in listed() {
            for value in Value::of(field) {
                let pair = field.value(value.word());
                assert!(pair.is_some(), "{name}:{}", value.word());
                for lang in Lang::ALL {
                    let shown = pair.map(|(en, vi)| lang.pick(vi, en).to_owned()).unwrap();
                    for begun in value.printed(*lang) {
                        let typed = format!("{name}:{}", fold(begun).replace([',', ' '], ""));
                        let options = complete(&typed, *lang, [].into_iter()).options;
                        assert!(options.contains(&shown), "{typed}: {options:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn where_no_value_begins_so_the_nearest_is_offered() {
        for (typed, lang, near) in [
            ("status:retruned", Lang::En, "returned"),
            ("tt:bi-tra-laj", Lang::Vi, "bị-trả-lại"),
            ("is:extention", Lang::Vi, "chờ-gia-hạn"),
        ] {
            assert_eq!(complete(typed, lang, [].into_iter()).options, [near], "{typed}");
        }
        assert!(complete("status:zzzz", Lang::En, [].into_iter()).options.is_empty());
    }

    #[test]
    fn a_column_that_no_filter_asks_for_is_named_with_what_comes_near_and_that_is_read() {
        let near = |text: &str| match Filter::parse(text).unwrap_err().fault {
            FilterFault::NoField(near) => near,
            fault => panic!("{text}: {fault:?}"),
        };
        assert_eq!((near("LÝ-DO:x"), near("reason:x")), (None, None));
        for text in ["flag:X", "cờ:G", "what-waits:x", "\"working days left\":5"] {
            for term in near(text).unwrap().split(", ") {
                assert!(Filter::parse(term).is_ok(), "{term}");
            }
        }
    }

    #[test]
    fn help_names_every_field_in_both_languages() {
        for lang in Lang::ALL {
            let help = lang.tui_help_filter_fields();
            for name in field_names().flat_map(|(en, vi)| [en, vi]) {
                assert!(
                    help.split([' ', '(', ')', ',', ':', '.']).any(|word| word == name),
                    "{name}: {help}"
                );
            }
        }
    }

    #[test]
    fn a_dash_stands_for_nobody_and_for_no_cause_and_a_value_of_nothing_else() {
        assert_eq!(Filter::parse("assignee:–").unwrap().assignees, [Whose::Nobody]);
        assert_eq!(Filter::parse("nn:—").unwrap().causes, [None]);
        for text in ["status:–", "tenant:–", "is:-", "group:·"] {
            assert!(matches!(Filter::parse(text).unwrap_err().fault, FilterFault::BadValue { .. }), "{text}");
        }
    }
}
