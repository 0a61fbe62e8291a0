//! Numbers and dates as columns print them: `L3`, `quá 12 ng`, `quarter 3/2024`, and the dash for none.

use std::str::FromStr;

use jiff::civil::Date;

use super::{
    DateField,
    fields::{Field, plain},
};
use crate::{fold::syllables, text::Lang, wire::Precision};

/// What a column prints where there is nothing.
const NOTHING: [&str; 4] = ["–", "—", "-", "·"];

/// Whether a column prints this where there is nothing.
pub(super) fn is_nothing(value: &str) -> bool {
    NOTHING.contains(&value)
}

/// The number that somebody typed for the field: with its unit, or as it is printed.
pub(super) fn number<N: FromStr + TryFrom<i32>>(field: Field, typed: &str) -> Option<N> {
    let typed = typed.trim();
    let unit = match field {
        Field::Overdue | Field::Stale => "d",
        Field::Percent => "%",
        _ => "",
    };
    if let Ok(n) = typed.strip_suffix(unit).unwrap_or(typed).parse() {
        return Some(n);
    }
    // A level or a number of urges that is none is printed as a dot.
    if is_nothing(typed) && matches!(field, Field::Level | Field::Urges | Field::Unanswered) {
        return N::try_from(0).ok();
    }
    N::try_from(said(field, typed)?).ok()
}

/// The number of which a page prints this.
fn said(field: Field, typed: &str) -> Option<i32> {
    let mut numbers = digits(typed);
    let n: i32 = numbers.next()?.parse().ok()?;
    let mut forms = Lang::ALL.iter().flat_map(|lang| forms(field, n, *lang));
    (numbers.next().is_none() && forms.any(|form| plain(&form) == plain(typed))).then_some(n)
}

/// How a page prints the number.
fn forms(field: Field, n: i32, l: Lang) -> Vec<String> {
    match field {
        Field::Level => {
            let level = i16::try_from(n).map(|n| l.level(n)).ok();
            [format!("{}{n}", l.tui_level_letter())].into_iter().chain(level).collect()
        }
        Field::Overdue => vec![l.tui_late_short(n), l.days_overdue(n.into())],
        Field::Unanswered => vec![l.urges_waiting(n)],
        _ => vec![],
    }
}

/// What the column of how late or near work is says instead of a date.
pub(super) enum Lateness {
    Overdue(i32),
    Today,
    InTime,
    Closed,
}

impl Lateness {
    pub(super) fn read(typed: &str) -> Option<Self> {
        let said = plain(typed);
        let is = |text: fn(Lang) -> &'static str| Lang::ALL.iter().any(|lang| plain(text(*lang)) == said);
        if is(Lang::tui_in_time_short) {
            Some(Self::InTime)
        } else if is(Lang::tui_closed_short) {
            Some(Self::Closed)
        } else if is(Lang::due_today) {
            Some(Self::Today)
        } else {
            self::said(Field::Overdue, typed).map(Self::Overdue)
        }
    }
}

/// Whether a page prints this where an assignment has no such date.
pub(super) fn is_never(field: DateField, typed: &str) -> bool {
    let said = plain(typed);
    let is = |text: &str| plain(text) == said;
    is_nothing(typed.trim())
        || Lang::ALL.iter().any(|l| is(field.never(*l)) || (field == DateField::Due && is(l.no_deadline())))
}

/// First and last day of what is printed with its precision: `tháng 07/2024`, `quarter 3/2024`, `năm 2024`.
pub(super) fn period(typed: &str) -> Option<(Date, Date)> {
    let numbers: Vec<i16> = digits(typed).map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let (n, year) = match numbers.as_slice() {
        [year @ 1000..=9998] => (None, *year),
        [n, year @ 1000..=9998] => (Some(i8::try_from(*n).ok()?), *year),
        _ => return None,
    };
    let words = |text: &str| -> String {
        syllables(text)
            .iter()
            .map(|one| one.plain().to_owned())
            .filter(|one| digits(one).next().is_none())
            .collect()
    };
    let said = words(typed);
    let spans = match n {
        None => vec![(Precision::Year, 1, 12)],
        Some(n) => vec![
            (Precision::Month, n, n),
            (Precision::Quarter, n.saturating_mul(3).saturating_sub(2), n.saturating_mul(3)),
        ],
    };
    spans.into_iter().filter(|_| !said.is_empty()).find_map(|(precision, from, to)| {
        let (first, last) = (Date::new(year, from, 1).ok()?, Date::new(year, to, 1).ok()?.last_of_month());
        let is = Lang::ALL.iter().any(|lang| words(&lang.due_date(last, precision)) == said);
        is.then_some((first, last))
    })
}

fn digits(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::{
        filter::{Filter, FilterFault},
        text::Lang,
    };

    fn same(one: &str, other: &str) {
        assert_eq!(Filter::parse(one).unwrap(), Filter::parse(other).unwrap(), "{one}");
    }

    #[test]
    fn a_number_is_read_as_a_column_prints_it_and_compared_so() {
        for lang in Lang::ALL {
            for n in 0..=4 {
                let letter = format!("{}{n}", lang.tui_level_letter());
                for typed in [letter.clone(), letter.to_lowercase(), format!("\"{}\"", lang.level(n))] {
                    same(&format!("level:{typed}"), &format!("level:{n}"));
                    same(&format!("cấp>={typed}"), &format!("level>={n}"));
                }
            }
            for n in [1, 12, 365] {
                for said in [lang.tui_late_short(n), format!("!!! {}", lang.days_overdue(n.into()))] {
                    same(&format!("due:\"{said}\""), &format!("overdue:{n}"));
                    same(&format!("quahan>\"{said}\""), &format!("overdue>{n}"));
                }
                same(&format!("unanswered:\"{}\"", lang.urges_waiting(n)), &format!("unanswered:{n}"));
            }
            same(&format!("due:\"{}\"", lang.due_today()), "due:today");
            same(&format!("hạn:\"{}\"", lang.tui_in_time_short()), "is:in-time is:dated");
            same(&format!("hạn:\"{}\"", lang.tui_closed_short()), "is:closed");
            same(&format!("due!=\"{}\"", lang.no_deadline()), "not due:none");
        }
        same("level:L1..L3", "level:1..3");
        same("level:·", "level:0");
        same("ĐĐ:·", "unanswered:0");
        same("tiendo<50%", "percent<50");
        same("%:50..99", "percent:50..99");
        for text in ["level:X3", "level:L", "level:L3x", "percent:5.0", "due:12", "due:7d", "urges:L2"] {
            assert!(matches!(Filter::parse(text).unwrap_err().fault, FilterFault::BadValue { .. }), "{text}");
        }
    }

    #[test]
    fn a_date_is_read_with_its_precision_as_a_column_prints_it_and_a_dash_as_none() {
        for (typed, meant) in [
            ("\"tháng 07/2024\"", "07/2024"),
            ("month-7/2024", "07/2024"),
            ("\"quý 3/2024\"", "01/07/2024..30/09/2024"),
            ("\"Quarter 3/2024\"", "01/07/2024..30/09/2024"),
            ("\"năm 2024\"", "2024"),
            ("year-2024", "2024"),
            ("\"31/12/2024\"", "31/12/2024"),
            ("\"tuần này\"", "this-week"),
            ("–", "none"),
            ("\"no deadline\"", "none"),
        ] {
            same(&format!("due:{typed}"), &format!("due:{meant}"));
        }
        same("last-urge:\"chưa đôn đốc lần nào\"", "last-urge:none");
        same("due<=\"quý 3/2024\"", "due<=30/09/2024");
        for text in ["due:\"quý 5/2024\"", "due:\"week 3/2024\"", "last-urge:\"no deadline\"", "changed:–"]
        {
            assert!(matches!(Filter::parse(text).unwrap_err().fault, FilterFault::BadValue { .. }), "{text}");
        }
    }
}
