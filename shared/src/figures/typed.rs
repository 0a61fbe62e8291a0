//! Numbers as people type them: read in the format that was declared, never guessed (R123).

use super::{Decimal, MAX_PLACES};
use crate::coded::coded;

/// An upper bound of the digits of a typed number: what a spreadsheet keeps exactly.
pub const MAX_DIGITS: usize = 15;

coded! {
    /// How numbers are written.
    NumberFormat {
        /// Vietnamese: `1.234,5`.
        Vi = "vi",
        /// English: `1,234.5`.
        En = "en",
        /// Without thousands, the decimals behind a point or a comma: `1234.5`.
        Plain = "plain",
    }
}

coded! {
    /// Why a typed number is refused.
    NumberFault {
        /// Nothing was typed.
        Empty = "empty",
        /// Something other than digits and their separators.
        NotANumber = "not_a_number",
        /// `1.234` where no thousands are declared: a thousand, or one and a bit.
        AmbiguousNumber = "ambiguous_number",
        /// Separators that are not where thousands would be.
        BadThousands = "bad_thousands",
        /// A percentage, where numerator and denominator are asked for.
        PercentTyped = "percent_typed",
        /// Decimals where whole things are counted.
        NotWhole = "not_whole",
        /// More decimals than the indicator keeps.
        TooPrecise = "too_precise",
        /// More digits than are kept exactly.
        TooManyDigits = "too_many_digits",
    }
}

impl crate::text::Lang {
    /// How its readers write numbers.
    pub fn number_format(self) -> NumberFormat {
        match self {
            Self::Vi => NumberFormat::Vi,
            Self::En => NumberFormat::En,
        }
    }
}

/// A number as it was understood; `Typed::echo` says it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typed {
    /// The number to store: a multiple of 10^-scale.
    pub stored: i64,
    /// The same as it was typed, without separators of thousands.
    pub read_as: Decimal,
}

/// Reads `text` as a number of an indicator of the scale `scale` (0: whole things), written in `format`.
///
/// # Errors
/// The first fault. What could mean two numbers is refused even where one of them is likelier.
pub fn read_number(text: &str, format: NumberFormat, scale: u8) -> Result<Typed, NumberFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    if text.contains('%') {
        return Err(NumberFault::PercentTyped);
    }
    let unsigned = text.strip_prefix(['-', '−']).unwrap_or(text);
    let allowed = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    let ends_in_digits = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.ends_with(|c: char| c.is_ascii_digit())
    };
    if !unsigned.chars().all(allowed) || !ends_in_digits(unsigned) {
        return Err(NumberFault::NotANumber);
    }
    let (whole, decimals) = match format {
        NumberFormat::Vi => split(unsigned, '.', ',')?,
        NumberFormat::En => split(unsigned, ',', '.')?,
        NumberFormat::Plain => split_plain(unsigned)?,
    };
    store(&whole, decimals, unsigned.len() < text.len(), scale)
}

/// The same for what came as a number and not as text, from JSON or from a cell of a workbook.
///
/// # Errors
/// The faults of a number that was read.
pub fn keep_number(number: Decimal, scale: u8) -> Result<Typed, NumberFault> {
    let (whole, decimals) = number.halves();
    store(&whole.to_string(), &decimals, number.is_negative(), scale)
}

/// Whole part without its thousands, and decimals.
fn split(text: &str, thousands: char, point: char) -> Result<(String, &str), NumberFault> {
    let (whole, decimals) = text.split_once(point).unwrap_or((text, ""));
    if decimals.contains(point) || decimals.contains(thousands) || whole.ends_with(thousands) {
        return Err(NumberFault::NotANumber);
    }
    let groups: Vec<&str> = whole.split(thousands).collect();
    let (first, rest) = groups.split_first().ok_or(NumberFault::NotANumber)?;
    let first_fits = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let in_thousands = first_fits && rest.iter().all(|group| group.len() == 3);
    if rest.is_empty() || in_thousands {
        Ok((groups.concat(), decimals))
    } else {
        Err(NumberFault::BadThousands)
    }
}

fn split_plain(text: &str) -> Result<(String, &str), NumberFault> {
    let Some((whole, decimals)) = text.split_once(['.', ',']) else { return Ok((text.to_owned(), "")) };
    if decimals.contains(['.', ',']) {
        return Err(NumberFault::BadThousands);
    }
    // "0.123" can be no thousands, and neither can "1234.567".
    if decimals.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') {
        return Err(NumberFault::AmbiguousNumber);
    }
    Ok((whole.to_owned(), decimals))
}

fn store(whole: &str, decimals: &str, negative: bool, scale: u8) -> Result<Typed, NumberFault> {
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    let kept = usize::from(scale.min(MAX_PLACES));
    if decimals.len() > kept {
        return Err(if scale == 0 { NumberFault::NotWhole } else { NumberFault::TooPrecise });
    }
    if whole.len() + kept > MAX_DIGITS {
        return Err(NumberFault::TooManyDigits);
    }
    let signed = |digits: String| {
        let units: i64 = digits.parse().map_err(|_| NumberFault::NotANumber)?;
        Ok(if negative { -units } else { units })
    };
    let places = u8::try_from(decimals.len()).map_err(|_| NumberFault::TooPrecise)?;
    let read_as =
        Decimal::new(signed(format!("0{whole}{decimals}"))?, places).ok_or(NumberFault::TooPrecise)?;
    Ok(Typed { stored: signed(format!("0{whole}{decimals:0<kept$}"))?, read_as })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stored(text: &str, format: NumberFormat, scale: u8) -> Result<i64, NumberFault> {
        read_number(text, format, scale).map(|typed| typed.stored)
    }

    #[test]
    fn a_number_is_read_in_the_declared_format_only() {
        use NumberFormat::{En, Plain, Vi};
        for (text, format, scale, expected) in [
            ("334.327,57", Vi, 2, Ok(33_432_757)),
            ("334,327.57", En, 2, Ok(33_432_757)),
            ("334327.57", Plain, 2, Ok(33_432_757)),
            ("1.234", Vi, 0, Ok(1_234)),
            ("1,234", En, 0, Ok(1_234)),
            ("1.234", Plain, 0, Err(NumberFault::AmbiguousNumber)),
            ("1,234", Plain, 3, Err(NumberFault::AmbiguousNumber)),
            ("1.234", En, 0, Err(NumberFault::NotWhole)),
            ("1,234", Vi, 0, Err(NumberFault::NotWhole)),
            ("1,234", Vi, 3, Ok(1_234)),
            ("0.123", Plain, 3, Ok(123)),
            ("1234.567", Plain, 3, Ok(1_234_567)),
            ("12.5", Plain, 1, Ok(125)),
            ("12,5", Plain, 1, Ok(125)),
            ("12.5", Vi, 1, Err(NumberFault::BadThousands)),
            ("1.234.567", Vi, 0, Ok(1_234_567)),
            ("1.234.567", Plain, 0, Err(NumberFault::BadThousands)),
            ("1.23.456", Vi, 0, Err(NumberFault::BadThousands)),
            ("1234.567", Vi, 0, Err(NumberFault::BadThousands)),
            ("0.123", Vi, 0, Err(NumberFault::BadThousands)),
        ] {
            assert_eq!(stored(text, format, scale), expected, "{text} in {format} at {scale}");
        }
    }

    #[test]
    fn what_is_no_number_of_the_indicator_is_refused_by_name() {
        for (text, scale, fault) in [
            ("  ", 0, NumberFault::Empty),
            ("71 %", 0, NumberFault::PercentTyped),
            ("71%", 0, NumberFault::PercentTyped),
            ("1.2.3", 0, NumberFault::BadThousands),
            ("1,2,3", 1, NumberFault::NotANumber),
            ("0,5", 0, NumberFault::NotWhole),
            ("0,55", 1, NumberFault::TooPrecise),
            ("1e5", 0, NumberFault::NotANumber),
            ("12 dn", 0, NumberFault::NotANumber),
            ("1 234", 0, NumberFault::NotANumber),
            (",5", 1, NumberFault::NotANumber),
            ("5,", 1, NumberFault::NotANumber),
            ("=1+1", 0, NumberFault::NotANumber),
            ("--5", 0, NumberFault::NotANumber),
            ("١٢", 0, NumberFault::NotANumber),
            ("1234567890123456", 0, NumberFault::TooManyDigits),
            ("123456789012345", 1, NumberFault::TooManyDigits),
        ] {
            assert_eq!(stored(text, NumberFormat::Vi, scale), Err(fault), "{text}");
        }
    }

    #[test]
    fn zero_and_what_is_written_in_full_are_read() {
        assert_eq!(stored("0", NumberFormat::Vi, 0), Ok(0));
        assert_eq!(stored(" 1.234,00 ", NumberFormat::Vi, 0), Ok(1_234));
        assert_eq!(stored("-5", NumberFormat::Plain, 0), Ok(-5));
        assert_eq!(stored("2,7", NumberFormat::Vi, 3), Ok(2_700));
        assert_eq!(stored("999999999999999", NumberFormat::Plain, 0), Ok(999_999_999_999_999));
    }

    #[test]
    fn a_number_that_is_no_text_obeys_the_same_rules() {
        let kept = |text: &str, scale| keep_number(text.parse().unwrap(), scale).map(|typed| typed.stored);
        assert_eq!(kept("1234", 0), Ok(1_234));
        assert_eq!(kept("1234.00", 0), Ok(1_234));
        assert_eq!(kept("-2.7", 1), Ok(-27));
        assert_eq!(kept("0.71", 0), Err(NumberFault::NotWhole));
        assert_eq!(kept("0.715", 2), Err(NumberFault::TooPrecise));
        assert_eq!(kept("1234567890123456", 0), Err(NumberFault::TooManyDigits));
    }

    proptest! {
        #[test]
        fn every_format_reads_back_what_a_reader_of_it_would_write(n in 0i64..1_000_000_000_000, scale in 0u8..4) {
            let exact = Decimal::new(n, scale).unwrap();
            let written = |lang: crate::text::Lang| lang.decimal(exact);
            prop_assert_eq!(stored(&written(crate::text::Lang::Vi), NumberFormat::Vi, scale), Ok(n));
            prop_assert_eq!(stored(&written(crate::text::Lang::En), NumberFormat::En, scale), Ok(n));
        }

        #[test]
        fn no_text_makes_the_reader_fail(text in "\\PC{0,20}", scale in 0u8..12) {
            for format in NumberFormat::ALL {
                let _ = read_number(&text, *format, scale);
            }
        }
    }
}
