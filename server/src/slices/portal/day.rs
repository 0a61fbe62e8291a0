//! A date as it is typed into a form.

use dondoc_kernel::error::Fault;
use dondoc_shared::day::is_no_such_day;
use jiff::civil::Date;

/// As a browser's date field sends it, or as people write it: 31/07/2024.
pub fn written_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let mut parts = text.split(['/', '.', '-']).map(str::trim);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (parts.next().is_none() && date.year() >= 2000).then_some(date)
}

/// What is wrong with a text that is no date.
pub fn fault_of_date(text: &str) -> Fault {
    match text {
        _ if text.trim().is_empty() => Fault::Missing,
        text if is_no_such_day(text) => Fault::NoSuchDay,
        _ => Fault::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_browsers_send_it_and_as_people_write_it() {
        let expected = Date::new(2024, 7, 31).ok();
        for text in ["2024-07-31", "31/07/2024", " 31.7.2024 ", "31-7-2024"] {
            assert_eq!(written_date(text), expected, "{text}");
        }
        for text in ["", "31/07", "07/31/2024", "31/07/24", "31/07/2024/1", "ngày mai"] {
            assert_eq!(written_date(text), None, "{text}");
        }
    }
}
