//! Filters that have a name: `@qua-han-30` stands for what was saved under it, as if it stood there in brackets.

use super::{Filter, Named, Other, terms::Term};
use crate::{fold::fold, text::Lang, wire::view::View};

/// The key of a name: `Quá hạn > 30` is `qua-han-30`. Letters of other scripts are left out; empty where nothing is left.
pub fn view_key(name: &str) -> String {
    let plain: String = fold(name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}

/// The views that come with the program: what an officer of the Working Group looks at each day.
pub fn built_in(lang: Lang) -> Vec<View> {
    let all = [
        ("claimed:me", "Việc tôi đã nhận xử lý", "Claimed by me"),
        ("overdue>30", "Quá hạn trên 30 ngày", "More than 30 days overdue"),
        ("overdue urges:0", "Quá hạn chưa đôn đốc", "Overdue and never urged"),
        ("is:urge-overdue", "Đôn đốc quá hạn trả lời", "Urges past their reply-by date"),
        ("due:today..+7d not overdue", "Đến hạn trong 7 ngày", "Due within 7 days"),
        ("is:stale", "Trong hạn mà lâu không có tin", "On track and not heard of"),
        ("is:unreachable", "Không có ai để nhắc", "Nobody to remind"),
        ("is:snoozed", "Đang hẹn xem lại", "Snoozed"),
    ];
    let view = |(filter, vi, en): (&str, &str, &str)| {
        let name = lang.pick(vi, en).to_owned();
        let (key, filter) = (view_key(&name), filter.to_owned());
        View { key, name, filter, shared: true, by: None, at: None, version: 0 }
    };
    all.map(view).into()
}

/// The views that a filter may name: those that somebody has, then those that come with the program, by their names in either
/// language.
pub fn with_built_in(views: Vec<View>) -> Vec<View> {
    views.into_iter().chain(Lang::ALL.iter().flat_map(|lang| built_in(*lang))).collect()
}

impl Filter {
    /// How many groups are joined by `or` inside it, beside the first of each.
    pub(super) fn options_inside(&self) -> usize {
        let of = |other: &Other| {
            let joined = if let Other::Any(groups) = other { groups.len().saturating_sub(1) } else { 0 };
            other.groups().iter().map(Self::options_inside).fold(joined, usize::saturating_add)
        };
        self.others.iter().map(of).fold(0, usize::saturating_add)
    }

    /// Everything that it names stands where this term does: that is what was typed.
    pub(super) fn stand_at(&mut self, term: &Term<'_>) {
        let lists = [&mut self.tenants, &mut self.blocked_by, &mut self.directives, &mut self.tasks];
        for Named { at, term: text, .. } in lists.into_iter().flatten() {
            (*at, *text) = (term.at, term.text.to_owned());
        }
        for other in &mut self.others {
            match other {
                Other::Not(group) => group.stand_at(term),
                Other::Any(groups) => groups.iter_mut().for_each(|group| group.stand_at(term)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{FilterFault, MAX_OPTIONS};

    fn view(name: &str, filter: &str) -> View {
        let (key, name, filter) = (view_key(name), name.to_owned(), filter.to_owned());
        View { key, name, filter, shared: false, by: None, at: None, version: 1 }
    }

    #[test]
    fn a_key_has_small_letters_and_digits_alone() {
        for (name, key) in [
            ("Quá hạn > 30", "qua-han-30"),
            ("  Đất   đai ", "dat-dai"),
            ("Diện tích km²", "dien-tich-km"),
            ("漢字", ""),
            ("обзор 3", "3"),
        ] {
            assert_eq!(view_key(name), key, "{name}");
        }
    }

    #[test]
    fn a_view_means_the_same_wherever_it_stands_among_the_terms() {
        let views = [view("Bắc", "tenant:ha-noi,lao-cai"), view("Lâu", "overdue>30")];
        for terms in ["tenant:ha-noi", "overdue<10", "is:closed", "level>=2"] {
            for name in ["@bac", "@lau"] {
                let before = Filter::parse_with(&format!("{name} {terms}"), &views);
                let after = Filter::parse_with(&format!("{terms} {name}"), &views);
                assert_eq!(before.is_ok(), after.is_ok(), "{name} {terms}");
                let others = |filter: Filter| filter.others.len();
                assert_eq!(before.map(others), Ok(1), "{name} {terms}");
            }
        }
        assert_eq!(Filter::parse_with("@lau", &views).unwrap(), Filter::parse("overdue>30").unwrap());
    }

    #[test]
    fn views_are_bound_as_what_they_stand_for_is() {
        let many = ["level:1"; MAX_OPTIONS].join(" or ");
        let views = [view("Nhiều", &many)];
        assert!(Filter::parse_with("@nhieu", &views).is_ok());
        let fault = Filter::parse_with("overdue @nhieu @nhieu", &views).unwrap_err();
        assert_eq!((fault.at, fault.fault), (15, FilterFault::TooMany));
    }

    #[test]
    fn a_sign_without_a_name_is_refused() {
        for typed in ["overdue @", "overdue @-", "@ mine"] {
            assert!(Filter::parse(typed).is_err(), "{typed}");
        }
    }
}
