//! Numbers in words, as a form says back what it understood.

use super::Lang;
use crate::figures::Decimal;

const VI: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// A word of a table; the tables have a word for every digit that is looked up.
fn word(table: &[&'static str], n: u64) -> &'static str {
    usize::try_from(n).ok().and_then(|n| table.get(n)).copied().unwrap_or_default()
}

impl Lang {
    /// The number in words: "một nghìn hai trăm ba mươi tư". Decimals are read digit by digit.
    pub fn in_words(self, number: Decimal) -> String {
        let (whole, decimals) = number.halves();
        let whole = u64::try_from(whole).unwrap_or(u64::MAX);
        let (minus, point, digits) = match self {
            Self::Vi => ("âm", "phẩy", VI.as_slice()),
            Self::En => ("minus", "point", EN.as_slice()),
        };
        let mut words = Vec::new();
        if number.is_negative() {
            words.push(minus.to_owned());
        }
        words.push(match self {
            Self::Vi => vi(whole),
            Self::En => en(whole),
        });
        if !decimals.is_empty() {
            words.push(point.to_owned());
            words.extend(decimals.bytes().map(|b| word(digits, u64::from(b.wrapping_sub(b'0'))).to_owned()));
        }
        words.join(" ")
    }
}

fn vi(n: u64) -> String {
    if n == 0 {
        return word(&VI, 0).to_owned();
    }
    if n >= 1_000_000_000 {
        let rest = n % 1_000_000_000;
        let tail = if rest == 0 { String::new() } else { format!(" {}", vi_groups(rest, true)) };
        return format!("{} tỷ{tail}", vi(n / 1_000_000_000));
    }
    vi_groups(n, false)
}

/// Below a thousand million. After a larger group each group is read in full: "không trăm linh năm".
fn vi_groups(n: u64, mut after: bool) -> String {
    let mut words: Vec<String> = Vec::new();
    for (size, name) in [(1_000_000, "triệu"), (1_000, "nghìn"), (1, "")] {
        let group = n / size % 1_000;
        if group == 0 {
            continue;
        }
        words.push(vi_hundreds(group, after));
        words.extend((!name.is_empty()).then(|| name.to_owned()));
        after = true;
    }
    words.join(" ")
}

fn vi_hundreds(n: u64, in_full: bool) -> String {
    let (hundreds, tens, ones) = (n / 100, n / 10 % 10, n % 10);
    let mut words = Vec::new();
    if hundreds > 0 || in_full {
        words.extend([word(&VI, hundreds), "trăm"]);
    }
    match tens {
        0 if ones > 0 && !words.is_empty() => words.push("linh"),
        0 => {}
        1 => words.push("mười"),
        _ => words.extend([word(&VI, tens), "mươi"]),
    }
    match (tens, ones) {
        (_, 0) => {}
        (2.., 1) => words.push("mốt"),
        (2.., 4) => words.push("tư"),
        (1.., 5) => words.push("lăm"),
        _ => words.push(word(&VI, ones)),
    }
    words.join(" ")
}

fn en(n: u64) -> String {
    if n == 0 {
        return word(&EN, 0).to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    for (size, name) in [
        (1_000_000_000_000_000, " quadrillion"),
        (1_000_000_000_000, " trillion"),
        (1_000_000_000, " billion"),
        (1_000_000, " million"),
        (1_000, " thousand"),
        (1, ""),
    ] {
        let group = n / size % 1_000;
        if group == 0 {
            continue;
        }
        let joined = if size == 1 && group < 100 && !words.is_empty() { "and " } else { "" };
        words.push(format!("{joined}{}{name}", en_hundreds(group)));
    }
    words.join(" ")
}

fn en_hundreds(n: u64) -> String {
    let (hundreds, rest) = (n / 100, n % 100);
    let below = match rest {
        0..20 => word(&EN, rest).to_owned(),
        _ if rest % 10 == 0 => word(&EN_TENS, rest / 10).to_owned(),
        _ => format!("{}-{}", word(&EN_TENS, rest / 10), word(&EN, rest % 10)),
    };
    match (hundreds, rest) {
        (0, _) => below,
        (_, 0) => format!("{} hundred", word(&EN, hundreds)),
        _ => format!("{} hundred and {below}", word(&EN, hundreds)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_said_as_it_is_read_aloud() {
        for (text, vi, en) in [
            ("0", "không", "zero"),
            ("15", "mười lăm", "fifteen"),
            ("21", "hai mươi mốt", "twenty-one"),
            ("105", "một trăm linh năm", "one hundred and five"),
            ("1234", "một nghìn hai trăm ba mươi tư", "one thousand two hundred and thirty-four"),
            ("1005", "một nghìn không trăm linh năm", "one thousand and five"),
            ("2000014", "hai triệu không trăm mười bốn", "two million and fourteen"),
            ("50350", "năm mươi nghìn ba trăm năm mươi", "fifty thousand three hundred and fifty"),
            ("1000000000", "một tỷ", "one billion"),
            ("3000000004", "ba tỷ không trăm linh bốn", "three billion and four"),
            ("1200000000000", "một nghìn hai trăm tỷ", "one trillion two hundred billion"),
            ("-1.05", "âm một phẩy không năm", "minus one point zero five"),
        ] {
            let number = text.parse().unwrap();
            assert_eq!(Lang::Vi.in_words(number), vi, "{text}");
            assert_eq!(Lang::En.in_words(number), en, "{text}");
        }
    }
}
