//! Exact numbers: decimals as people write them, and quotients that are rounded only where they are printed (R112).

use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::coded::UnknownWord;

/// An upper bound of decimal places, of a scale and of what is printed.
pub const MAX_PLACES: u8 = 9;

/// Ten to the power of `places`, which is at most [`MAX_PLACES`].
pub(super) fn power(places: u8) -> i128 {
    10i128.pow(u32::from(places.min(MAX_PLACES)))
}

/// A decimal number: `units` ÷ 10^`places`. Equal and ordered by what it is worth, so 60 is 60.0; `places` says how it is
/// written. On the wire a string (`"71.4"`), because a number of JSON would be a float.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    places: u8,
}

impl Decimal {
    /// `units` ÷ 10^`places`; none beyond [`MAX_PLACES`].
    pub fn new(units: i64, places: u8) -> Option<Self> {
        (places <= MAX_PLACES).then_some(Self { units: i128::from(units), places })
    }

    /// A whole number.
    pub fn whole(n: i64) -> Self {
        Self { units: i128::from(n), places: 0 }
    }

    /// The number without its point: 714 of 71.4.
    pub fn units(self) -> i128 {
        self.units
    }

    /// Digits behind the point, at most [`MAX_PLACES`].
    pub fn places(self) -> u8 {
        self.places
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.units < 0
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self {
        Self { units: self.units.saturating_abs(), ..self }
    }

    /// The same worth without zeros at the end of its places: 60 of 60.0.
    #[must_use]
    pub fn shortest(self) -> Self {
        let mut short = self;
        while short.places > 0 && short.units % 10 == 0 {
            short = Self { units: short.units / 10, places: short.places - 1 };
        }
        short
    }

    /// The part before the point and the digits behind it, of the number without its sign.
    pub(crate) fn halves(self) -> (u128, String) {
        let power = power(self.places).unsigned_abs();
        let (whole, rest) = (self.units.unsigned_abs() / power, self.units.unsigned_abs() % power);
        let width = usize::from(self.places);
        (whole, if width == 0 { String::new() } else { format!("{rest:0width$}") })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        Quotient::from(*self).cmp(&Quotient::from(*other))
    }
}

/// As programs write it: a point, no thousands (`-1234.5`).
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = self.halves();
        let sign = if self.is_negative() { "-" } else { "" };
        let point = if rest.is_empty() { "" } else { "." };
        f.pad(&format!("{sign}{whole}{point}{rest}"))
    }
}

/// Reads what [`fmt::Display`] writes, and no other spelling of it but zeros at the end.
impl FromStr for Decimal {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, rest) =
            digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole)
            || rest.is_some_and(|rest| !all_digits(rest))
            || (whole.len() > 1 && whole.starts_with('0'))
        {
            return Err(UnknownWord);
        }
        let places = u8::try_from(rest.map_or(0, str::len)).map_err(|_| UnknownWord)?;
        let units: i64 = format!("{whole}{}", rest.unwrap_or_default()).parse().map_err(|_| UnknownWord)?;
        let signed = if digits.len() < text.len() { -units } else { units };
        Self::new(signed, places).ok_or(UnknownWord)
    }
}

impl Serialize for Decimal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        word.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Decimal {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(r"^-?(0|[1-9]\d*)(\.\d{1,9})?$"))
            .description(Some("A decimal number as text, so that no reader makes a float of it: `71.4`"))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Decimal {}

/// An exact quotient in lowest terms, in the unit that a figure is read in: 500/7 for 1,000 of 1,400 in percent. Nothing
/// is compared or judged after rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotient {
    num: i128,
    den: i128,
}

impl Quotient {
    /// `num` of `den` in percent; none of nothing, because 0 of 0 is no rate.
    pub fn percent(num: i64, den: i64) -> Option<Self> {
        (den > 0).then(|| Self::reduced(i128::from(num) * 100, i128::from(den)))
    }

    /// A stored number of this scale: 27 at scale 1 is 2.7.
    pub fn scaled(num: i64, scale: u8) -> Self {
        Self::reduced(i128::from(num), power(scale))
    }

    /// `den` is above zero.
    fn reduced(num: i128, den: i128) -> Self {
        let mut divisor = (num.unsigned_abs(), den.unsigned_abs());
        while divisor.1 != 0 {
            divisor = (divisor.1, divisor.0 % divisor.1);
        }
        let common = i128::try_from(divisor.0).unwrap_or(1).max(1);
        Self { num: num / common, den: den / common }
    }

    /// This less the other; none where the exact difference would need more than 127 bits.
    pub fn minus(self, other: Self) -> Option<Self> {
        let left = self.num.checked_mul(other.den)?;
        let right = other.num.checked_mul(self.den)?;
        Some(Self::reduced(left.checked_sub(right)?, self.den.checked_mul(other.den)?))
    }

    /// This and the other together; none where the exact sum would need more than 127 bits.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.minus(Self { num: other.num.checked_neg()?, ..other })
    }

    /// This in percent of the other, which is above zero; none otherwise, or where it would need more than 127 bits.
    pub fn in_percent_of(self, other: Self) -> Option<Self> {
        if other.num <= 0 {
            return None;
        }
        let num = self.num.checked_mul(other.den)?.checked_mul(100)?;
        Some(Self::reduced(num, self.den.checked_mul(other.num)?))
    }

    /// `share` percent of this; none where it would need more than 127 bits.
    pub fn times_percent(self, share: Self) -> Option<Self> {
        let den = self.den.checked_mul(share.den)?.checked_mul(100)?;
        Some(Self::reduced(self.num.checked_mul(share.num)?, den))
    }

    /// Whether it is below zero.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// Rounded half away from zero to `places`, at most [`MAX_PLACES`].
    pub fn rounded(self, places: u8) -> Decimal {
        let places = places.min(MAX_PLACES);
        let scaled = self.num.saturating_mul(power(places));
        let (whole, rest) = (scaled / self.den, (scaled % self.den).abs());
        let up = rest >= self.den - rest;
        Decimal { units: if up { whole + scaled.signum() } else { whole }, places }
    }
}

impl From<Decimal> for Quotient {
    fn from(decimal: Decimal) -> Self {
        Self::reduced(decimal.units, power(decimal.places))
    }
}

impl PartialOrd for Quotient {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quotient {
    /// By cross-multiplication; where that does not fit, by whole parts and then by the remainders turned over, which is as
    /// exact and never overflows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut left, mut right, mut turned) = (*self, *other, false);
        let found = loop {
            if let (Some(a), Some(b)) = (left.num.checked_mul(right.den), right.num.checked_mul(left.den)) {
                break a.cmp(&b);
            }
            let wholes = left.num.div_euclid(left.den).cmp(&right.num.div_euclid(right.den));
            let rests = (left.num.rem_euclid(left.den), right.num.rem_euclid(right.den));
            if wholes != Ordering::Equal || rests.0 == 0 || rests.1 == 0 {
                break wholes.then(rests.0.signum().cmp(&rests.1.signum()));
            }
            left = Self { num: left.den, den: rests.0 };
            right = Self { num: right.den, den: rests.1 };
            turned = !turned;
        };
        if turned { found.reverse() } else { found }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn percent(num: i64, den: i64, places: u8) -> String {
        Quotient::percent(num, den).unwrap().rounded(places).to_string()
    }

    #[test]
    fn a_number_is_rounded_half_away_from_zero() {
        assert_eq!(percent(1, 8, 0), "13");
        assert_eq!(percent(-1, 8, 0), "-13");
        assert_eq!(percent(1_000, 1_400, 1), "71.4");
        assert_eq!(percent(59_960, 100_000, 2), "59.96");
        assert_eq!(percent(0, 1_200, 1), "0.0");
        assert_eq!(Quotient::scaled(27, 1).rounded(1).to_string(), "2.7");
    }

    #[test]
    fn nothing_of_nothing_is_no_rate() {
        assert_eq!(Quotient::percent(0, 0), None);
        assert_eq!(Quotient::percent(5, 0), None);
    }

    #[test]
    fn a_decimal_is_read_as_it_is_written() {
        for text in ["0", "60", "-1234.5", "0.05", "60.0"] {
            assert_eq!(text.parse::<Decimal>().unwrap().to_string(), text);
        }
        for text in ["", "-", ".5", "5.", "05", "1,5", "1e3", "+1", "1.0000000001"] {
            assert!(text.parse::<Decimal>().is_err(), "{text}");
        }
        assert_eq!("60.00".parse::<Decimal>(), Ok(Decimal::whole(60)));
        assert_eq!("60.50".parse::<Decimal>().unwrap().shortest().to_string(), "60.5");
    }

    #[test]
    fn numbers_too_large_to_multiply_are_still_compared_exactly() {
        let (low, high) = (i64::MAX - 1, i64::MAX);
        let (a, b) = (Quotient::percent(low - 1, low).unwrap(), Quotient::percent(low, high).unwrap());
        assert_eq!((a.cmp(&b), b.cmp(&a), a.cmp(&a)), (Ordering::Less, Ordering::Greater, Ordering::Equal));
    }

    proptest! {
        #[test]
        fn quotients_are_ordered_as_their_products_are(
            a in -1_000_000i64..1_000_000, b in 1i64..1_000_000, c in -1_000_000i64..1_000_000, d in 1i64..1_000_000,
        ) {
            let found = Quotient::percent(a, b).unwrap().cmp(&Quotient::percent(c, d).unwrap());
            prop_assert_eq!(found, (a * d).cmp(&(c * b)));
        }

        #[test]
        fn a_large_quotient_is_ordered_as_its_distance_says(
            a in 1i64..i64::MAX, b in 1i64..i64::MAX, c in 1i64..i64::MAX, d in 1i64..i64::MAX,
        ) {
            let found = Quotient::percent(a, b).unwrap().cmp(&Quotient::percent(c, d).unwrap());
            prop_assert_eq!(found, (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b))));
        }

        #[test]
        fn rounding_moves_a_number_by_at_most_half_a_unit(num in -1_000_000i64..1_000_000, den in 1i64..100_000, places in 0u8..5) {
            let exact = Quotient::percent(num, den).unwrap();
            let error = exact.minus(Quotient::from(exact.rounded(places))).unwrap();
            let half = Quotient { num: 1, den: 2 * power(places) };
            prop_assert!(error <= half && error.num.abs() * half.den <= error.den);
        }
    }
}
