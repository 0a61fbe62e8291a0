//! Filters that have a name: `@qua-han-30` stands for what was saved under it, as if it stood there in brackets.

use super::{Filter, Named, Other, fields::value_of, terms::Term};
use crate::{text::Lang, wire::view::View};

/// The key of a name: `Quá hạn > 30` is `qua-han-30`. Empty where the name has neither a letter nor a digit.
pub fn view_key(name: &str) -> String {
    value_of(name)
}

/// The views that come with the program: what an officer of the Working Group looks at each day.
pub fn built_in(lang: Lang) -> Vec<View> {
    let all = [
        ("claimed:me", "Việc tôi đã nhận xử lý", "Claimed by me"),
        ("overdue>30", "Quá hạn trên 30 ngày", "More than 30 days overdue"),
        ("overdue urges:0", "Quá hạn chưa đôn đốc", "Overdue and never urged"),
        ("is:urge-overdue", "Đôn đốc quá hạn trả lời", "Urges past their reply-by date"),
        ("due:today..+7d not overdue", "Đến hạn trong 7 ngày", "Due within 7 days"),
        (
            "is:in-time last-report<-30d",
            "Trong hạn mà 30 ngày không báo cáo",
            "In time but silent for 30 days",
        ),
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

impl Filter {
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
