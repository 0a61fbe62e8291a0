//! A filter in one sentence, and why one does not parse.

use jiff::civil::Date;

use super::{Lang, words::words};
use crate::{
    filter::{
        BodyGroup, Bounds, DateField, Dates, Filter, FilterError, FilterFault, Flag, MAX_CHARS, MAX_DEPTH,
        MAX_OPTIONS, Named, Other, Scope, SortBy, Whose, field_names, in_vietnamese,
    },
    lifecycle::Status,
    search::Phrase,
    wire::Cause,
};

impl Lang {
    /// What a filter asks for in plain words, where it is `today` in Ha Noi.
    pub fn filter_in_words(self, filter: &Filter, today: Date) -> String {
        let mut parts = self.terms_in_words(filter, today);
        match filter.scope() {
            Scope::Closed if filter.closed.is_none() => parts.insert(0, self.filter_closed().to_owned()),
            Scope::Both => parts.insert(0, self.filter_open_and_closed().to_owned()),
            Scope::Open | Scope::Closed => {}
        }
        if parts.is_empty() {
            parts.push(self.filter_everything().to_owned());
        }
        parts.extend(filter.sort.as_ref().map(|sort| {
            let by = self.sorted_by(sort.by);
            if sort.descending { self.filter_sorted_down(by) } else { self.filter_sorted(by) }
        }));
        parts.join(" · ")
    }

    fn sorted_by(self, by: SortBy) -> &'static str {
        match by {
            SortBy::Due => self.pick("hạn", "due date"),
            SortBy::Overdue => self.pick("số ngày quá hạn", "days overdue"),
            SortBy::Tenant => self.pick("đơn vị", "body"),
            SortBy::Task => self.pick("mã nhiệm vụ", "code of the task"),
            SortBy::Status => self.pick("trạng thái", "state"),
            SortBy::Level => self.pick("cấp đôn đốc", "level"),
            SortBy::Urges => self.pick("số lần đôn đốc", "urges"),
            SortBy::Unanswered => self.pick("đôn đốc chưa trả lời", "unanswered urges"),
            SortBy::Percent => self.pick("tiến độ", "progress"),
            SortBy::LastUrge => self.pick("lần đôn đốc gần nhất", "last urge"),
            SortBy::LastReport => self.pick("báo cáo gần nhất", "last report"),
            SortBy::Changed => self.pick("lần thay đổi gần nhất", "last change"),
        }
    }

    fn terms_in_words(self, filter: &Filter, today: Date) -> Vec<String> {
        let mut parts = vec![];
        if let Some(closed) = filter.closed {
            parts.push(if closed { self.filter_closed() } else { self.filter_open() }.to_owned());
        }
        match (filter.overdue.at_least, filter.overdue.at_most) {
            (Some(from), Some(to)) if from == to && from > 0 => parts.push(self.filter_overdue_days(from)),
            (Some(from), Some(to)) if from < 0 => parts.push(self.filter_from_left(-from, to)),
            (Some(from), Some(to)) => parts.push(self.filter_overdue_between(from, to)),
            (Some(from), None) => parts.push(self.filter_overdue_from(from)),
            (None, Some(to)) => parts.push(self.filter_overdue_to(to)),
            (None, None) => {}
        }
        parts.extend(filter.dates.iter().map(|(field, dates)| self.dates_in_words(*field, *dates, today)));
        if !filter.tenants.is_empty() {
            parts.push(self.filter_tenants(&names(&filter.tenants)));
        }
        if !filter.groups.is_empty() {
            let names: Vec<&str> = filter.groups.iter().map(|group| group.phrase(self)).collect();
            parts.push(names.join(self.filter_or()));
        }
        match (filter.level.at_least, filter.level.at_most) {
            (Some(from), Some(to)) if from == to => parts.push(self.level(from)),
            (Some(from), Some(to)) => parts.push(self.filter_level_between(from, to)),
            (Some(from), None) => parts.push(self.filter_level_from(from)),
            (None, Some(to)) => parts.push(self.filter_level_to(to)),
            (None, None) => {}
        }
        parts.extend(self.urges_in_words(filter.urges));
        parts.extend(self.bounds_in_words(filter.unanswered).map(|n| self.filter_unanswered(&n)));
        parts.extend(self.bounds_in_words(filter.percent).map(|n| self.filter_percent(&n)));
        parts.extend(self.stale_in_words(filter.stale));
        if !filter.statuses.is_empty() {
            let words: Vec<&str> = filter.statuses.iter().map(|status| status.short(self)).collect();
            parts.push(self.filter_statuses(&words.join(", ")));
        }
        if !filter.directives.is_empty() {
            parts.push(self.filter_directives(&names(&filter.directives)));
        }
        if !filter.tasks.is_empty() {
            parts.push(self.filter_tasks(&names(&filter.tasks)));
        }
        // Everything is claimed by somebody or by nobody: whoever asks for both wants what is snoozed as well (R167).
        let is_all = [Whose::Anybody, Whose::Nobody].iter().all(|whose| filter.claimed.contains(whose));
        for names in [
            filter.parts.iter().map(|part| part.name(self)).collect::<Vec<_>>(),
            filter.assignees.iter().map(|one| one.assigned(self)).collect(),
            filter.claimed.iter().filter(|_| !is_all).map(|one| one.claimed(self)).collect(),
        ] {
            if !names.is_empty() {
                parts.push(names.join(self.filter_or()));
            }
        }
        if !filter.blocked_by.is_empty() {
            parts.push(self.filter_blocked_by(&names(&filter.blocked_by)));
        }
        if !filter.causes.is_empty() {
            let name = |cause: &Option<Cause>| cause.map_or(self.cause_not_given(), |cause| cause.name(self));
            let names: Vec<&str> = filter.causes.iter().map(name).collect();
            parts.push(self.filter_causes(&names.join(", ")));
        }
        parts.extend(filter.flags.iter().map(|flag| flag.phrase(self).to_owned()));
        if !filter.words.is_empty() {
            let typed = |phrase: &Phrase| {
                if phrase.is_quoted { format!("\"{}\"", phrase.typed) } else { phrase.typed.clone() }
            };
            parts.push(self.filter_words(&filter.words.iter().map(typed).collect::<Vec<_>>().join(" ")));
        }
        let group = |group: &Filter| {
            let parts = self.terms_in_words(group, today);
            if parts.len() == 1 { parts.concat() } else { format!("({})", parts.join(" · ")) }
        };
        parts.extend(filter.others.iter().map(|other| match other {
            Other::Not(inner) => self.filter_not(&group(inner)),
            Other::Any(options) => {
                let options: Vec<String> = options.iter().map(group).collect();
                let joined = options.join(self.filter_or());
                // Beside other terms the whole is one of them.
                if options.len() > 1 && filter.options().is_none() { format!("({joined})") } else { joined }
            }
        }));
        parts.extend(is_all.then(|| self.filter_snoozed_too().to_owned()));
        parts
    }

    fn urges_in_words(self, Bounds { at_least, at_most }: Bounds<i32>) -> Option<String> {
        Some(match (at_least, at_most) {
            (_, Some(0)) => self.filter_never_urged().to_owned(),
            (Some(1), Some(1)) => self.filter_urged_once().to_owned(),
            (Some(from), Some(to)) if from == to => self.filter_urged_times(&from.to_string()),
            (Some(from), Some(to)) => self.filter_urged_times(&format!("{from}–{to}")),
            (Some(from), None) => self.filter_urged_from(from),
            (None, Some(to)) => self.filter_urged_to(to),
            (None, None) => return None,
        })
    }

    fn bounds_in_words<N: Into<i32>>(self, bounds: Bounds<N>) -> Option<String> {
        Some(match (bounds.at_least.map(Into::into), bounds.at_most.map(Into::into)) {
            (Some(from), Some(to)) if from == to => from.to_string(),
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => self.filter_or_more(from),
            (None, Some(to)) => self.filter_or_less(to),
            (None, None) => return None,
        })
    }

    fn stale_in_words(self, Bounds { at_least, at_most }: Bounds<i32>) -> Option<String> {
        Some(match (at_least, at_most) {
            (Some(0), None) => self.filter_on_track().to_owned(),
            (Some(from), Some(to)) if from == to => self.filter_stale_days(from),
            (Some(from), Some(to)) => self.filter_stale_between(from, to),
            (Some(from), None) => self.filter_stale_from(from),
            (None, Some(to)) => self.filter_stale_to(to),
            (None, None) => return None,
        })
    }

    fn dates_in_words(self, field: DateField, dates: Dates, today: Date) -> String {
        let name = field.phrase(self);
        let Dates::Within(days) = dates else { return field.never(self).to_owned() };
        let date = |day: crate::filter::Day| self.date(day.at(today));
        match (days.from.map(date), days.to.map(date)) {
            (Some(from), Some(to)) if from == to => format!("{name} {from}"),
            (Some(from), Some(to)) => format!("{name} {from} – {to}"),
            (Some(from), None) => self.filter_from_day(name, &from),
            (None, to) => self.filter_to_day(name, &to.unwrap_or_default()),
        }
    }

    /// Why a filter does not parse, and where.
    pub fn filter_fault(self, error: &FilterError) -> String {
        let (place, reason) = (error.at.saturating_add(1), self.filter_reason(&error.fault));
        let vi = self == Self::Vi;
        match error.term.as_str() {
            "" if vi => format!("Ký tự {place}: {reason}."),
            "" => format!("Character {place}: {reason}."),
            term if vi => format!("Ký tự {place}, “{term}”: {reason}."),
            term => format!("Character {place}, “{term}”: {reason}."),
        }
    }

    /// What would have been right, in the words of this language.
    fn shown(self, right: &'static str) -> &'static str {
        if self == Self::Vi { in_vietnamese(right) } else { right }
    }

    /// What is wrong with a term of a filter.
    pub fn filter_reason(self, fault: &FilterFault) -> String {
        match fault {
            FilterFault::UnknownField(nearest) => self.filter_unknown_field(*nearest),
            FilterFault::UnknownTenant(nearest) => self.filter_unknown_tenant(nearest.as_deref()),
            FilterFault::UnknownDirective(nearest) => self.filter_unknown_directive(nearest.as_deref()),
            FilterFault::UnknownTask(nearest) => self.filter_unknown_task(nearest.as_deref()),
            FilterFault::UnknownView(nearest) => self.filter_unknown_view(nearest.as_deref()),
            FilterFault::NoField(None) => self.filter_no_field().to_owned(),
            FilterFault::NoField(Some(near)) => self.filter_no_field_but(self.shown(near)),
            FilterFault::BadValue { nearest: None, takes } => self.filter_bad_value(self.shown(takes)),
            FilterFault::BadValue { nearest: Some((en, vi)), takes } => {
                self.filter_bad_value_near(self.pick(vi, en), self.shown(takes))
            }
            FilterFault::Operator(like) => self.filter_operator(self.shown(like)),
            FilterFault::Twice(like) => self.filter_twice(self.shown(like)),
            FilterFault::OneOrder => self.filter_one_order().to_owned(),
            FilterFault::Alone => self.filter_alone().to_owned(),
            FilterFault::Contradiction => self.filter_contradiction().to_owned(),
            FilterFault::OpenQuote => self.filter_open_quote().to_owned(),
            FilterFault::OpenBracket => self.filter_open_bracket().to_owned(),
            FilterFault::TooDeep => self.filter_too_deep(MAX_DEPTH),
            FilterFault::TooMany => self.filter_too_many(MAX_OPTIONS),
            FilterFault::TooManyToSort(most) => self.filter_too_many_to_sort(&self.number(*most)),
            FilterFault::NotTold => self.filter_not_told().to_owned(),
            FilterFault::Nothing => self.filter_nothing().to_owned(),
            FilterFault::TooLong => self.filter_too_long(MAX_CHARS),
        }
    }

    /// The fields that there are, as this language names them.
    fn fields(self) -> String {
        field_names().map(|(en, vi)| self.pick(vi, en)).collect::<Vec<_>>().join(", ")
    }
}

fn names(named: &[Named]) -> String {
    named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}

const fn s(n: i32) -> &'static str {
    if n == 1 { "" } else { "s" }
}

messages! {
    did_you_mean(nearest: Option<&str>) {
        vi: nearest.map_or_else(String::new, |nearest| format!("; có phải “{nearest}”?")),
        en: nearest.map_or_else(String::new, |nearest| format!("; did you mean “{nearest}”?")),
    }
    filter_unknown_field(nearest: Option<&str>) {
        vi: match nearest {
            Some(_) => format!("không có trường này{}", Lang::Vi.did_you_mean(nearest)),
            None => format!("không có trường này; có: {}", Lang::Vi.fields()),
        },
        en: match nearest {
            Some(_) => format!("there is no such field{}", Lang::En.did_you_mean(nearest)),
            None => format!("there is no such field; there are: {}", Lang::En.fields()),
        },
    }
    filter_snoozed_too { vi: "kể cả việc đang hẹn xem lại", en: "with what is snoozed" }
    filter_unknown_view(nearest: Option<&str>) {
        vi: format!("không có bộ lọc đã lưu nào tên này{}", Lang::Vi.did_you_mean(nearest)),
        en: format!("there is no saved view of this name{}", Lang::En.did_you_mean(nearest)),
    }
    filter_unknown_tenant(nearest: Option<&str>) {
        vi: format!("không có đơn vị này{}", Lang::Vi.did_you_mean(nearest)),
        en: format!("there is no such body{}", Lang::En.did_you_mean(nearest)),
    }
    filter_unknown_directive(nearest: Option<&str>) {
        vi: format!("không có văn bản này{}", Lang::Vi.did_you_mean(nearest)),
        en: format!("there is no such directive{}", Lang::En.did_you_mean(nearest)),
    }
    filter_unknown_task(nearest: Option<&str>) {
        vi: match nearest {
            Some(_) => format!("không có nhiệm vụ này{}", Lang::Vi.did_you_mean(nearest)),
            None => "không có nhiệm vụ này; chữ trong nội dung thì viết không kèm trường".to_owned(),
        },
        en: match nearest {
            Some(_) => format!("there is no such task{}", Lang::En.did_you_mean(nearest)),
            None => "there is no such task; words of a title stand without a field".to_owned(),
        },
    }
    filter_no_field { vi: "không lọc được theo cột này", en: "no filter asks for this column" }
    filter_no_field_but(near: &str) {
        vi: format!("không lọc được theo cột này; hãy viết: {near}"), en: format!("no filter asks for this column; write: {near}"),
    }
    filter_bad_value(takes: &str) { vi: format!("giá trị chưa đúng; nhận: {takes}"), en: format!("not a value of it; takes: {takes}") }
    filter_bad_value_near(nearest: &str, takes: &str) {
        vi: format!("giá trị chưa đúng; có phải “{nearest}”? Nhận: {takes}"),
        en: format!("not a value of it; did you mean “{nearest}”? It takes: {takes}"),
    }
    filter_operator(like: &str) { vi: format!("không có phép này; hãy viết: {like}"), en: format!("no such operator here; write: {like}") }
    filter_twice(like: &str) {
        vi: format!("trường này đã có; nhiều giá trị thì viết: {like}"), en: format!("given already; several values: {like}"),
    }
    filter_one_order { vi: "danh sách chỉ có một thứ tự; giữ một sapxep:", en: "a list has one order; keep one sort:" }
    filter_alone { vi: "thiếu điều kiện ở bên cạnh", en: "there is no term beside it" }
    filter_contradiction {
        vi: "không thể đúng cùng các điều kiện trước", en: "cannot hold together with the terms before it",
    }
    filter_open_quote { vi: "dấu ngoặc kép chưa đóng", en: "the quotation that begins here never ends" }
    filter_open_bracket { vi: "dấu ngoặc mở ở đây chưa đóng", en: "the bracket that opens here never closes" }
    filter_too_deep(most: usize) {
        vi: format!("lồng nhau quá {most} lớp"), en: format!("more than {most} brackets and negations in each other"),
    }
    filter_too_many(most: usize) {
        vi: format!("quá {most} chữ “hoặc”; nhiều giá trị của một trường thì viết: donvi:ha-noi,bca"),
        en: format!("more than {most} times “or”; several values of a field are written: tenant:ha-noi,bca"),
    }
    filter_too_many_to_sort(most: &str) {
        vi: format!("chỉ xếp lại được danh sách đếm được hết và có tới {most} dòng; hãy lọc thêm, hoặc bỏ phần này để xếp theo mức gấp"),
        en: format!("only a list that is counted to its end, of up to {most} rows, is put in another order; narrow it down, or leave this out for the order of urgency"),
    }
    filter_sorted(by: &str) { vi: format!("xếp theo {by}"), en: format!("in the order of: {by}") }
    filter_sorted_down(by: &str) { vi: format!("xếp theo {by}, ngược lại"), en: format!("in the order of: {by}, the other way round") }
    filter_not_told {
        vi: "chỉ Tổ công tác biết điều này; hãy bỏ phần này khỏi bộ lọc",
        en: "only the Working Group knows this; leave it out of the filter",
    }
    filter_nothing { vi: "không có gì để tìm", en: "nothing in it can be looked for" }
    filter_too_long(max: usize) { vi: format!("dài quá {max} ký tự"), en: format!("longer than {max} characters") }

    filter_everything { vi: "tất cả việc đang mở", en: "everything that is open" }
    filter_open { vi: "đang mở", en: "open" }
    filter_closed { vi: "đã đóng", en: "closed" }
    filter_open_and_closed { vi: "cả việc đang mở và đã đóng", en: "open and closed" }
    filter_overdue_days(n: i32) { vi: format!("quá hạn {n} ngày"), en: format!("{n} day{} overdue", s(n)) }
    filter_from_left(left: i32, to: i32) {
        vi: format!("từ còn {left} ngày đến quá hạn {to} ngày"), en: format!("from {left} day{} left to {to} day{} overdue", s(left), s(to)),
    }
    filter_overdue_between(from: i32, to: i32) {
        vi: format!("quá hạn {from}–{to} ngày"), en: format!("{from}–{to} day{} overdue", s(to)),
    }
    filter_overdue_from(n: i32) { vi: format!("quá hạn từ {n} ngày trở lên"), en: format!("at least {n} day{} overdue", s(n)) }
    filter_overdue_to(n: i32) {
        vi: format!("quá hạn không quá {n} ngày"), en: format!("at most {n} day{} overdue", s(n)),
    }
    filter_from_day(what: &str, day: &str) { vi: format!("{what} từ {day} trở đi"), en: format!("{what} {day} or later") }
    filter_to_day(what: &str, day: &str) { vi: format!("{what} từ {day} trở về trước"), en: format!("{what} {day} or earlier") }
    filter_tenants(list: &str) { vi: format!("đơn vị {list}"), en: format!("tenant {list}") }
    filter_level_from(n: i16) { vi: format!("từ cấp {n} trở lên"), en: format!("level {n} or more") }
    filter_level_to(n: i16) { vi: format!("cấp đến {n}"), en: format!("level {n} or less") }
    filter_level_between(from: i16, to: i16) { vi: format!("cấp {from}–{to}"), en: format!("level {from}–{to}") }
    filter_never_urged { vi: "chưa đôn đốc lần nào", en: "never urged" }
    filter_urged_once { vi: "đã đôn đốc một lần", en: "urged once" }
    filter_urged_times(times: &str) { vi: format!("đã đôn đốc {times} lần"), en: format!("urged {times} times") }
    filter_urged_from(n: i32) { vi: format!("đã đôn đốc từ {n} lần trở lên"), en: format!("urged {n} time{} or more", s(n)) }
    filter_urged_to(n: i32) { vi: format!("đã đôn đốc không quá {n} lần"), en: format!("urged at most {n} time{}", s(n)) }
    filter_or_more(n: i32) { vi: format!("từ {n} trở lên"), en: format!("{n} or more") }
    filter_or_less(n: i32) { vi: format!("không quá {n}"), en: format!("at most {n}") }
    filter_unanswered(n: &str) { vi: format!("đôn đốc chưa trả lời: {n}"), en: format!("urges without an answer: {n}") }
    filter_percent(n: &str) { vi: format!("tiến độ (%): {n}"), en: format!("progress (%): {n}") }
    filter_on_track { vi: "đang đúng tiến độ", en: "on track" }
    filter_stale_days(n: i32) {
        vi: format!("đang đúng tiến độ mà {n} ngày không có tin"), en: format!("on track, nothing heard for {n} day{}", s(n)),
    }
    filter_stale_between(from: i32, to: i32) {
        vi: format!("đang đúng tiến độ mà {from}–{to} ngày không có tin"),
        en: format!("on track, nothing heard for {from}–{to} day{}", s(to)),
    }
    filter_stale_from(n: i32) {
        vi: format!("đang đúng tiến độ mà từ {n} ngày trở lên không có tin"),
        en: format!("on track, nothing heard for {n} day{} or more", s(n)),
    }
    filter_stale_to(n: i32) {
        vi: format!("đang đúng tiến độ, không quá {n} ngày không có tin"),
        en: format!("on track, nothing heard for at most {n} day{}", s(n)),
    }
    filter_statuses(list: &str) { vi: format!("trạng thái {list}"), en: format!("state {list}") }
    filter_directives(list: &str) { vi: format!("văn bản {list}"), en: format!("directive {list}") }
    filter_tasks(list: &str) { vi: format!("nhiệm vụ {list}"), en: format!("task {list}") }
    filter_blocked_by(list: &str) { vi: format!("đang phải chờ {list}"), en: format!("waiting for {list}") }
    filter_causes(list: &str) { vi: format!("phải chờ vì {list}"), en: format!("waiting because of {list}") }
    filter_words(words: &str) { vi: format!("có chữ “{words}”"), en: format!("with the words “{words}”") }
    filter_not(what: &str) { vi: format!("loại trừ: {what}"), en: format!("except: {what}") }
    filter_or { vi: " hoặc ", en: " or " }
}

words! {
    /// The state in a word or two, as columns show it and a filter takes it.
    Status::short {
        Assigned: "mới giao" / "assigned",
        Acknowledged: "đã nhận" / "acknowledged",
        InProgress: "thực hiện" / "in progress",
        Proposed: "chờ duyệt" / "proposed",
        Submitted: "chờ thẩm tra" / "to verify",
        Returned: "bị trả lại" / "returned",
        Accepted: "hoàn thành" / "accepted",
        Refused: "từ chối" / "refused",
        Suspended: "tạm dừng" / "suspended",
        Withdrawn: "đã rút" / "withdrawn",
    }
    /// What `is:` asks for, in plain words.
    Flag::phrase {
        Extension: "có xin gia hạn" / "with an extension request",
        Step: "chờ duyệt báo cáo cấp trên" / "with a step of the ladder waiting",
        Urged: "có đôn đốc chưa trả lời" / "with an urge to answer",
        SentBack: "bị người phê duyệt trả lại" / "sent back by the approver",
        UrgeOverdue: "đôn đốc quá hạn trả lời" / "with an urge past its reply-by date",
        Silent: "đã nhắc đủ lần" / "with all reminders sent",
        Counted: "được tính vào số liệu" / "counted in the figures",
        Dated: "có thời hạn" / "with a due date",
        Undated: "không có thời hạn" / "without a due date",
        InTime: "trong hạn" / "in time",
        Unreachable: "không ai để nhắc" / "with nobody to remind",
        Report: "báo cáo kỳ" / "reports of a period",
        Snoozed: "đang hẹn xem lại" / "snoozed",
    }
    /// The bodies of a group.
    BodyGroup::phrase {
        Ministries: "bộ, ngành" / "ministries and agencies",
        Localities: "địa phương" / "provinces and cities",
        Ministry: "bộ" / "ministries alone",
        MinisterialAgency: "cơ quan ngang bộ" / "ministerial-level agencies",
        GovernmentAgency: "cơ quan thuộc Chính phủ" / "government agencies",
        Province: "tỉnh" / "provinces",
        City: "thành phố" / "cities",
    }
    /// The date before the days that it must be of.
    DateField::phrase {
        Due: "hạn" / "due",
        LastUrge: "đôn đốc lần cuối" / "last urged",
        LastReport: "báo cáo lần cuối" / "last reported",
        Changed: "thay đổi" / "changed",
    }
    /// That there must be no such date.
    DateField::never {
        Due: "không có thời hạn" / "without a due date",
        LastUrge: "chưa đôn đốc lần nào" / "never urged",
        LastReport: "chưa báo cáo lần nào" / "never reported",
        Changed: "chưa thay đổi" / "never changed",
    }
    /// Who, as a value of a filter.
    Whose::name {
        Me: "tôi" / "me",
        Nobody: "chưa có" / "nobody",
        Anybody: "đã có" / "anybody",
    }
    /// Who is named on the assignment.
    Whose::assigned {
        Me: "do tôi phụ trách" / "assigned to me",
        Nobody: "chưa có người phụ trách" / "assigned to nobody",
        Anybody: "đã có người phụ trách" / "assigned to somebody",
    }
    /// Who of the Working Group has claimed it.
    Whose::claimed {
        Me: "tôi đã nhận xử lý" / "claimed by me",
        Nobody: "chưa ai nhận xử lý" / "claimed by nobody",
        Anybody: "đã có người nhận xử lý" / "claimed by somebody",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use jiff::civil::date;

    use super::*;

    fn said(lang: Lang, text: &str) -> String {
        let filter = Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        lang.filter_in_words(&filter, date(2024, 7, 25))
    }

    #[test]
    fn a_filter_is_told_in_plain_words() {
        for (text, vi, en) in [
            ("", "tất cả việc đang mở", "everything that is open"),
            (
                "quahan>14 dv:ha-noi,bca cap>=2 số",
                "quá hạn từ 15 ngày trở lên · đơn vị ha-noi, bca · từ cấp 2 trở lên · có chữ “số”",
                "at least 15 days overdue · tenant ha-noi, bca · level 2 or more · with the words “số”",
            ),
            (
                "cho:bca nguyennhan:data,none",
                "đang phải chờ bca · phải chờ vì dữ liệu, chưa nêu nguyên nhân",
                "waiting for bca · waiting because of data, cause not given",
            ),
            ("due:this-week", "hạn 22/07/2024 – 28/07/2024", "due 22/07/2024 – 28/07/2024"),
            (
                "last-urge<-7d",
                "đôn đốc lần cuối từ 17/07/2024 trở về trước",
                "last urged 17/07/2024 or earlier",
            ),
            (
                "la:không-tin",
                "đang đúng tiến độ mà từ 30 ngày trở lên không có tin",
                "on track, nothing heard for 30 days or more",
            ),
            ("stale:1", "đang đúng tiến độ mà 1 ngày không có tin", "on track, nothing heard for 1 day"),
            ("urges:0 khoi:tỉnh", "tỉnh · chưa đôn đốc lần nào", "provinces · never urged"),
            ("not overdue", "loại trừ: quá hạn từ 1 ngày trở lên", "except: at least 1 day overdue"),
            ("overdue:-9..5", "từ còn 9 ngày đến quá hạn 5 ngày", "from 9 days left to 5 days overdue"),
            ("part:lead,coordinating", "chủ trì hoặc phối hợp", "lead or coordinating"),
            (
                "is:closed or level:2",
                "cả việc đang mở và đã đóng · đã đóng hoặc cấp 2",
                "open and closed · closed or level 2",
            ),
            (
                "overdue (level:2 or is:step tenant:bca)",
                "quá hạn từ 1 ngày trở lên · (cấp 2 hoặc (đơn vị bca · chờ duyệt báo cáo cấp trên))",
                "at least 1 day overdue · (level 2 or (tenant bca · with a step of the ladder waiting))",
            ),
            (
                "overdue or level:2",
                "quá hạn từ 1 ngày trở lên hoặc cấp 2",
                "at least 1 day overdue or level 2",
            ),
            ("status:accepted", "đã đóng · trạng thái hoàn thành", "closed · state accepted"),
        ] {
            assert_eq!(said(Lang::Vi, text), vi, "{text}");
            assert_eq!(said(Lang::En, text), en, "{text}");
        }
    }

    #[test]
    fn every_flag_is_told_in_words_of_its_own_and_named_in_help() {
        for lang in Lang::ALL {
            let mut known = HashSet::new();
            for flag in Flag::ALL {
                assert!(known.insert(said(*lang, &format!("is:{flag}"))), "{flag}");
                assert!(lang.tui_help_filter_is().contains(flag.as_str()), "{flag}");
            }
        }
    }
}
