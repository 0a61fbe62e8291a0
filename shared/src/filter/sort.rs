//! By what a list is ordered instead of urgency: `sort:due`, or `sort:-due` the other way round (R176).

use std::cmp::Ordering;

use jiff::civil::{Date, date};

use super::{
    Filter, FilterError, FilterFault,
    fields::Field,
    terms::{Placed, Token, operator, tokens, unquoted},
};
use crate::{
    coded::coded, fold::nearest, lateness, lifecycle::Status, order, text::Lang,
    wire::assignment::AssignmentRow,
};

coded! {
    /// What a list can be ordered by. What has none of it stands last, whichever way round.
    SortBy {
        /// Its due date.
        Due = "due",
        /// Days overdue; what is not overdue yet before what is.
        Overdue = "overdue",
        /// Its body, as official lists have them: by name, without the word for what it is.
        Tenant = "tenant",
        /// The code of its task, as people count.
        Task = "task",
        /// Its state, in the order of its life.
        Status = "status",
        /// Its level on the ladder.
        Level = "level",
        /// Urges that were issued about it and not withdrawn.
        Urges = "urges",
        /// Those of them that have no answer.
        Unanswered = "unanswered",
        /// Progress by the newest report.
        Percent = "percent",
        /// When it was last urged.
        LastUrge = "last-urge",
        /// When it was last reported.
        LastReport = "last-report",
        /// When anything about it last changed.
        Changed = "changed",
    }
}

/// The order of a list, and the term that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// What comes first is what is least of this.
    pub by: SortBy,
    /// The most of it comes first instead.
    pub descending: bool,
    /// Offset of its term, in characters.
    pub at: usize,
    /// The term as it was typed.
    pub term: String,
}

/// What rows are compared by; none where a row has nothing of it.
type Key = Option<(i64, String)>;

/// The order that a text asks for, wherever in it the term stands, and what remains.
pub(super) fn take(tokens: Vec<Placed<'_>>) -> Result<(Option<Sort>, Vec<Placed<'_>>), FilterError> {
    let mut sort = None;
    let mut others = vec![];
    for placed in tokens {
        match Sort::read(&placed) {
            None => others.push(placed),
            Some(read) => {
                let twice = sort.is_some().then_some(FilterFault::OneOrder);
                let fault = |fault| FilterError { at: placed.at, term: placed.text.to_owned(), fault };
                sort = Some(twice.map_or(read, Err).map_err(fault)?);
            }
        }
    }
    Ok((sort, others))
}

/// The values that there are, in the words of a page.
pub(super) fn offered(lang: Lang) -> impl Iterator<Item = String> {
    let (en, vi) = Field::Sort.examples();
    let values = lang.pick(vi, en).split_once(':').map_or("", |(_, values)| values);
    values.split(", ").map(str::to_owned)
}

impl Filter {
    /// A text without the term that asks for an order.
    pub fn without_order(text: &str) -> String {
        let asks = |placed: &&Placed<'_>| Sort::read(placed).is_some();
        let tokens = tokens(text).unwrap_or_default();
        let Some(placed) = tokens.iter().find(asks) else { return text.trim().to_owned() };
        let before: String = text.chars().take(placed.at).collect();
        let after: String =
            text.chars().skip(placed.at.saturating_add(placed.text.chars().count())).collect();
        format!("{} {}", before.trim_end(), after.trim_start()).trim().to_owned()
    }

    /// What asks for an order, up to its value.
    pub fn order_begun(lang: Lang) -> &'static str {
        lang.pick("sapxep:", "sort:")
    }
}

impl SortBy {
    /// The field of that name.
    pub(super) fn field(self) -> Field {
        match self {
            Self::Due => Field::Due,
            Self::Overdue => Field::Overdue,
            Self::Tenant => Field::Tenant,
            Self::Task => Field::Task,
            Self::Status => Field::Status,
            Self::Level => Field::Level,
            Self::Urges => Field::Urges,
            Self::Unanswered => Field::Unanswered,
            Self::Percent => Field::Percent,
            Self::LastUrge => Field::LastUrge,
            Self::LastReport => Field::LastReport,
            Self::Changed => Field::Changed,
        }
    }

    /// That of the field of this name, as columns or filters call it; or else the stable word of the one that is near.
    fn read(name: &str) -> Result<Self, Option<&'static str>> {
        let field = Field::of(name);
        let is = |by: &&Self| field == Some(by.field());
        let near = || nearest(name, Self::WORDS.iter().copied());
        Self::ALL.iter().find(is).copied().ok_or_else(near)
    }
}

impl Sort {
    /// What the term asks for; none where it asks for no order.
    fn read(placed: &Placed<'_>) -> Option<Result<Self, FilterFault>> {
        let Token::Term(term) = &placed.token else { return None };
        let (name, rest) = term.split()?;
        (Field::of(&name) == Some(Field::Sort)).then(|| {
            let (_, value) = operator(rest)
                .filter(|(operator, _)| *operator == ":")
                .ok_or(FilterFault::Operator(Field::Sort.example()))?;
            let value = unquoted(value);
            if value.contains(',') {
                return Err(FilterFault::OneOrder);
            }
            let (descending, name) = value.strip_prefix('-').map_or((false, &*value), |name| (true, name));
            let by = SortBy::read(name).map_err(|near| Field::Sort.bad_value(near))?;
            Ok(Self { by, descending, at: term.at, term: term.text.to_owned() })
        })
    }

    /// Which of two rows comes first; equal where their places depend on something else, or on what rows do not tell.
    pub fn compare(&self, a: &AssignmentRow, b: &AssignmentRow) -> Ordering {
        match (self.key(a), self.key(b)) {
            (Some(a), Some(b)) if self.descending => b.cmp(&a),
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }

    /// Where a row that has just changed comes beside another, or beside itself as it was. Rows do not tell when they changed: none has
    /// changed later than this one.
    pub fn moves(&self, changed: &AssignmentRow, other: &AssignmentRow) -> Ordering {
        match (self.by, self.descending) {
            (SortBy::Changed, true) => Ordering::Less,
            (SortBy::Changed, false) => Ordering::Greater,
            _ => self.compare(changed, other),
        }
    }

    fn key(&self, row: &AssignmentRow) -> Key {
        let number = |n: i64| Some((n, String::new()));
        let text = |text| Some((0, text));
        let days = |to: Date| i64::from(lateness::days_between(date(2000, 1, 1), to));
        let day = |date: Option<Date>| date.and_then(|date| number(days(date)));
        match self.by {
            SortBy::Due => day(row.due_on),
            SortBy::Overdue => row.late_from.and_then(|date| number(days(date).saturating_neg())),
            SortBy::Tenant => text(order::tenant(&row.tenant)),
            SortBy::Task => text(order::code(row.code.split('/').next().unwrap_or_default())),
            SortBy::Status => {
                number(Status::ALL.iter().position(|status| *status == row.status)?.try_into().ok()?)
            }
            SortBy::Level => number(row.level.into()),
            SortBy::Urges => number(row.urges.into()),
            SortBy::Unanswered => number(row.unanswered_urges.into()),
            SortBy::Percent => number(row.percent.into()),
            SortBy::LastUrge => day(row.last_urged_on),
            SortBy::LastReport => row.last_report_at.and_then(|at| number(at.as_microsecond())),
            SortBy::Changed => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::view::View;

    fn fault(text: &str) -> FilterFault {
        Filter::parse(text).expect_err(text).fault
    }

    fn sort(text: &str) -> (SortBy, bool) {
        let sort = Filter::parse(text).unwrap().sort.unwrap();
        (sort.by, sort.descending)
    }

    #[test]
    fn an_order_is_asked_for_by_the_name_of_a_field_wherever_it_stands_and_restricts_nothing() {
        for (text, asked) in [
            ("sort:due", (SortBy::Due, false)),
            ("sapxep:-hạn", (SortBy::Due, true)),
            ("Sắp-xếp:\"đơn vị\"", (SortBy::Tenant, false)),
            ("sort:%", (SortBy::Percent, false)),
            ("sort:-last-report overdue>3", (SortBy::LastReport, true)),
            ("overdue or (level>=2 sort:task)", (SortBy::Task, false)),
        ] {
            assert_eq!(sort(text), asked, "{text}");
            let rest = Filter::without_order(text);
            assert_eq!(
                Filter { sort: None, ..Filter::parse(text).unwrap() },
                Filter::parse(&rest).unwrap(),
                "{text}"
            );
        }
        let (with, without) = (Filter::parse("(a or b) sort:due").unwrap(), Filter::parse("a or b").unwrap());
        assert_eq!(with.options(), without.options());
    }

    #[test]
    fn what_no_list_is_ordered_by_two_orders_and_an_order_among_conditions_are_refused() {
        assert!(matches!(fault("sort:assignee"), FilterFault::BadValue { .. }));
        assert!(
            matches!(fault("sort:levl"), FilterFault::BadValue { nearest: Some(("level", "cap")), .. }),
            "{:?}",
            fault("sort:levl")
        );
        assert!(matches!(fault("sort>due"), FilterFault::Operator(_)));
        let at = |text: &str| Filter::parse(text).map_err(|error| (error.at, error.fault)).unwrap_err();
        assert_eq!(at("sort:due sort:level"), (9, FilterFault::OneOrder));
        for two in ["sort:due, -due", "sort:due,-due", "sapxep:han,cap"] {
            assert_eq!(at(&format!("overdue>3 {two}")), (10, FilterFault::OneOrder), "{two}");
        }
        assert_eq!(fault("not sort:due"), FilterFault::Alone);
        assert_eq!(fault("overdue or sort:due"), FilterFault::Alone);
    }

    #[test]
    fn a_view_brings_its_order_unless_another_is_asked_for() {
        let view = |key: &str, filter: &str| View {
            key: key.to_owned(),
            filter: filter.to_owned(),
            ..crate::filter::built_in(Lang::En).remove(0)
        };
        let views = [view("soon", "is:in-time sort:due"), view("bydate", "sort:due")];
        let read = |text: &str| Filter::parse_with(text, &views);
        let by = |text: &str| read(text).unwrap().sort.map(|sort| (sort.by, sort.at));
        assert_eq!(by("level>1 @soon"), Some((SortBy::Due, 8)));
        assert_eq!(by("@soon sort:task"), Some((SortBy::Task, 6)));
        assert_eq!(by("@bydate"), Some((SortBy::Due, 0)));
        assert_eq!(read("overdue or @bydate").unwrap_err().fault, FilterFault::Nothing);
    }
}
