//! Numbers of cells: exact as numbers, in the declared format as text, and never guessed (R156).

use dondoc_shared::{
    figures::{Decimal, MAX_PLACES, NumberFault, NumberFormat, read_number},
    wire::workbook::WorkbookFault,
};

/// From here on a spreadsheet keeps not every whole number.
const TOO_LARGE: f64 = 1e15;

/// A number of a cell without thousands, as a draft holds it: rounded to the fifteen digits that a spreadsheet shows.
///
/// # Errors
/// Where it is none, or larger.
pub fn of_cell(number: f64) -> Result<String, WorkbookFault> {
    if !number.is_finite() {
        return Err(WorkbookFault::NotANumber);
    }
    if number.abs() >= TOO_LARGE {
        return Err(WorkbookFault::TooManyDigits);
    }
    let shown: f64 = format!("{number:.14e}").parse().map_err(|_| WorkbookFault::NotANumber)?;
    Ok(plain(&if shown == 0.0 { "0".to_owned() } else { shown.to_string() }))
}

/// The same of text, in the format that the form declares.
///
/// # Errors
/// What is no number in it; without a format, what could mean two.
pub fn of_text(text: &str, declared: Option<NumberFormat>) -> Result<String, WorkbookFault> {
    let read = |scale| read_number(text, declared.unwrap_or(NumberFormat::Plain), scale);
    let too_fine = |fault: &NumberFault| matches!(fault, NumberFault::NotWhole | NumberFault::TooPrecise);
    let read = (0..=MAX_PLACES).map(read).find(|read| !read.as_ref().is_err_and(too_fine));
    match read {
        Some(Ok(typed)) => Ok(plain(&typed.read_as.to_string())),
        Some(Err(NumberFault::AmbiguousNumber)) => Err(WorkbookFault::AmbiguousNumber),
        Some(Err(NumberFault::BadThousands)) if declared.is_none() => Err(WorkbookFault::AmbiguousNumber),
        Some(Err(NumberFault::BadThousands)) => Err(WorkbookFault::BadThousands),
        Some(Err(NumberFault::PercentTyped)) => Err(WorkbookFault::PercentTyped),
        None | Some(Err(NumberFault::TooManyDigits)) => Err(WorkbookFault::TooManyDigits),
        Some(Err(_)) => Err(WorkbookFault::NotANumber),
    }
}

/// Three decimals could be thousands; four cannot.
fn plain(text: &str) -> String {
    let places = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    if places == 3 { format!("{text}0") } else { text.to_owned() }
}

/// A number as a spreadsheet keeps it.
pub fn of_decimal(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

/// Whether a cell of this format shows its number as a percentage.
pub fn is_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut escaped = false;
    format.chars().any(|c| {
        let plain = !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = plain && c == '\\';
        plain && c == '%'
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_taken_as_a_spreadsheet_shows_it() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1234.0, "1234"),
            (0.1 + 0.2, "0.3"),
            (12.345, "12.3450"),
            (-2.5, "-2.5"),
            (999_999_999_999_999.0, "999999999999999"),
        ] {
            assert_eq!(of_cell(number).as_deref(), Ok(text));
        }
        assert_eq!(of_cell(1e15), Err(WorkbookFault::TooManyDigits));
        assert_eq!(of_cell(f64::NAN), Err(WorkbookFault::NotANumber));
        assert_eq!(of_cell(f64::INFINITY), Err(WorkbookFault::NotANumber));
    }

    #[test]
    fn text_is_read_in_the_declared_format_and_never_guessed() {
        use NumberFormat::{En, Vi};
        for (text, declared, read) in [
            ("1.234", None, Err(WorkbookFault::AmbiguousNumber)),
            ("1,234", None, Err(WorkbookFault::AmbiguousNumber)),
            ("1.234.567", None, Err(WorkbookFault::AmbiguousNumber)),
            ("1.234", Some(Vi), Ok("1234")),
            ("1.234", Some(En), Ok("1.2340")),
            ("1.234,5", Some(Vi), Ok("1234.5")),
            ("1234", None, Ok("1234")),
            ("0", None, Ok("0")),
            ("71 %", Some(Vi), Err(WorkbookFault::PercentTyped)),
            ("khoảng 5", None, Err(WorkbookFault::NotANumber)),
            ("1.23.4", Some(Vi), Err(WorkbookFault::BadThousands)),
            ("1234567890123456", None, Err(WorkbookFault::TooManyDigits)),
        ] {
            assert_eq!(of_text(text, declared).as_deref(), read.as_ref().map(|text| *text), "{text}");
        }
    }

    #[test]
    fn a_percentage_is_known_by_its_format() {
        for (format, percent) in
            [("0%", true), ("0.00 %", true), ("#,##0", false), ("0\"%\"", false), ("0\\%", false)]
        {
            assert_eq!(is_percent(format), percent, "{format}");
        }
    }
}
