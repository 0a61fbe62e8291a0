//! The parts of a filter: fields, terms with their places, operators, lists and ranges.

use std::{iter::once, str::FromStr};

use crate::fold::{fold, syllables};

const QUOTES: [char; 4] = ['"', '“', '”', '„'];
/// What stands between a field and its value; the last two do nothing and are refused.
const OPERATORS: [char; 6] = [':', '=', '<', '>', '~', '!'];

pub(super) const FIELDS: &[(&str, Field)] = &[
    ("tenant", Field::Tenant),
    ("donvi", Field::Tenant),
    ("dv", Field::Tenant),
    ("status", Field::Status),
    ("trangthai", Field::Status),
    ("tt", Field::Status),
    ("overdue", Field::Overdue),
    ("quahan", Field::Overdue),
    ("qh", Field::Overdue),
    ("level", Field::Level),
    ("cap", Field::Level),
    ("is", Field::Is),
    ("la", Field::Is),
    ("blocked-by", Field::BlockedBy),
    ("cho", Field::BlockedBy),
    ("cause", Field::Cause),
    ("nguyennhan", Field::Cause),
    ("nn", Field::Cause),
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Tenant,
    Status,
    Overdue,
    Level,
    Is,
    BlockedBy,
    Cause,
}

impl Field {
    pub(super) fn of(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Overdue | Self::Level)
    }

    /// A term that is right, or the values that there are.
    pub(super) fn takes(self) -> &'static str {
        match self {
            Self::Tenant => "tenant:ha-noi,bca",
            Self::Status => {
                "status:assigned, acknowledged, in_progress, proposed, submitted, returned, refused, accepted, suspended, withdrawn"
            }
            Self::Overdue => "overdue>14, overdue:7..30",
            Self::Level => "level>=2, level:1..3",
            Self::Is => {
                "is:closed, is:extension, is:step, is:urged, is:sent-back, is:urge-overdue, is:silent, is:counted, is:dated, is:undated, is:in-time, is:unreachable, is:report"
            }
            Self::BlockedBy => "blocked-by:bca",
            Self::Cause => {
                "cause:institution, funding, procurement, people, technology, data, coordination, other, none"
            }
        }
    }

    /// The same in the words of a Vietnamese page, which all are read too: value for value in the same order.
    fn takes_in_vietnamese(self) -> &'static str {
        match self {
            Self::Tenant => "donvi:ha-noi,bca",
            Self::Status => {
                "trangthai:mới-giao, đã-tiếp-nhận, đang-thực-hiện, chờ-phê-duyệt, chờ-thẩm-tra, bị-trả-lại, từ-chối-nhận, đã-hoàn-thành, tạm-dừng, đã-rút"
            }
            Self::Overdue => "quahan>14, quahan:7..30",
            Self::Level => "cap>=2, cap:1..3",
            Self::Is => {
                "la:đóng, la:chờ-gia-hạn, la:chờ-báo-cáo-cấp-trên, la:có-đôn-đốc, la:phê-duyệt-trả-lại, la:trễ-trả-lời, la:hết-nhắc, la:tính-tỷ-lệ, la:có-hạn, la:không-hạn, la:trong-hạn, la:không-có-người-nhận, la:báo-cáo-kỳ"
            }
            Self::BlockedBy => "cho:bca",
            Self::Cause => {
                "nguyennhan:thể-chế-quy-định, kinh-phí, đấu-thầu-mua-sắm, nhân-lực, hạ-tầng-công-nghệ, dữ-liệu, phối-hợp-giữa-các-cơ-quan, nguyên-nhân-khác, chưa-nêu"
            }
        }
    }
}

/// How terms that all must hold are written, in English and in Vietnamese.
pub(super) const ALL_HOLD: (&str, &str) =
    ("overdue level>=2 status:submitted,returned", "quahan cap>=2 trangthai:chờ-thẩm-tra,bị-trả-lại");
/// The same of properties.
pub(super) const BOTH_HOLD: (&str, &str) = ("is:step is:urged", "la:chờ-báo-cáo-cấp-trên la:có-đôn-đốc");
/// What `overdue` is without the punctuation around it, and its opposite.
pub(super) const LATE_OR_NOT: (&str, &str) = ("overdue, is:in-time", "quahan, la:trong-hạn");

/// What a fault says is right or near, in the words of a Vietnamese page: a text of these, a field, or one of its values.
/// Anything else stays.
pub(crate) fn in_vietnamese(said: &'static str) -> &'static str {
    let texts = || FIELDS.iter().map(|(_, field)| (field.takes(), field.takes_in_vietnamese()));
    let fields = texts().map(|(en, vi)| (field_in(en), field_in(vi)));
    let values = texts()
        .flat_map(|(en, vi)| en.split(", ").zip(vi.split(", ")))
        .map(|(en, vi)| (value_in(en), value_in(vi)));
    let mut all = texts().chain([ALL_HOLD, BOTH_HOLD, LATE_OR_NOT]).chain(fields).chain(values);
    all.find(|(en, _)| *en == said).map_or(said, |(_, vi)| vi)
}

fn field_in(term: &str) -> &str {
    term.split([':', '>']).next().unwrap_or(term)
}

fn value_in(term: &str) -> &str {
    term.split_once(':').map_or(term, |(_, value)| value)
}

/// What stands between blanks, a quotation being one.
pub(super) struct Term<'a> {
    pub(super) text: &'a str,
    /// Offset in characters.
    pub(super) at: usize,
}

impl Term<'_> {
    pub(super) fn is_quoted(&self) -> bool {
        self.text.starts_with(QUOTES)
    }

    /// The name before the first operator, folded, and the rest. A `~` or `!` after anything but a field is punctuation.
    pub(super) fn split(&self) -> Option<(String, &str)> {
        let end = self.text.find(QUOTES).unwrap_or(self.text.len());
        let at = self.text.get(..end)?.find(OPERATORS)?;
        let (name, rest) = self.text.split_at_checked(at)?;
        let name = fold(name);
        (!rest.starts_with(['~', '!']) || Field::of(&name).is_some()).then_some((name, rest))
    }

    /// The term without the punctuation around it, folded; empty for a quotation.
    pub(super) fn bare(&self) -> String {
        if self.is_quoted() { String::new() } else { fold(self.inside()) }
    }

    pub(super) fn is_bare(&self) -> bool {
        self.inside() == self.text
    }

    fn inside(&self) -> &str {
        self.text.trim_matches(|c: char| !c.is_alphanumeric())
    }

    /// Whether it asks for a value of a field, and not for words.
    pub(super) fn is_of_a_field(&self) -> bool {
        let name = self.split().map(|(name, _)| name);
        name.is_some_and(|name| Field::of(&name).is_some()) || Field::of(&self.bare()) == Some(Field::Overdue)
    }

    /// The task's and the tenant's part; none for other words with a slash, such as the number of a directive.
    pub(super) fn assignment_code(&self) -> Option<(&str, &str)> {
        let (task, tenant) = self.text.split_once('/')?;
        let (year, number) = task.strip_prefix(['t', 'T'])?.split_once('-')?;
        let is_code = year.parse::<u8>().is_ok() && number.starts_with(|c: char| c.is_ascii_digit());
        let is_key = !tenant.is_empty() && tenant.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        (is_code && is_key).then_some((task, tenant))
    }
}

/// Whether it joins or negates terms, which this language does not do. Words for "and" and a Vietnamese "not" are words of
/// titles too: they join only where a term of a field stands beside them.
pub(super) fn is_connective(term: &Term<'_>, [before, after]: [bool; 2]) -> bool {
    if term.text.starts_with(['|', '@']) || term.text.starts_with(OPERATORS) || term.text == "&&" {
        return true;
    }
    match fold(term.text).as_str() {
        "or" | "not" | "hoac" => true,
        "and" | "va" | "&" => before || after,
        "khong" => after,
        _ => false,
    }
}

/// Where a quotation begins that never ends, in characters.
pub(super) fn open_quote(text: &str) -> Option<usize> {
    let quotes = text.chars().enumerate().filter(|(_, c)| QUOTES.contains(c)).map(|(place, _)| place);
    quotes.fold(None, |open, place| if open.is_some() { None } else { Some(place) })
}

/// Terms with their offset in characters.
pub(super) fn terms(text: &str) -> Vec<Term<'_>> {
    let mut found = Vec::new();
    let (mut begun, mut quoted) = (None, false);
    let ends = text.char_indices().chain(once((text.len(), ' ')));
    for (place, (byte, c)) in ends.enumerate() {
        quoted ^= QUOTES.contains(&c);
        if quoted || !c.is_whitespace() {
            begun.get_or_insert((place, byte));
        } else if let Some((at, from)) = begun.take() {
            found.extend(text.get(from..byte).map(|text| Term { text, at }));
        }
    }
    found
}

/// The values between commas, without their quotes; none if one is empty.
pub(super) fn list(value: &str) -> Option<Vec<String>> {
    let mut quoted = false;
    let between = |c: char| {
        quoted ^= QUOTES.contains(&c);
        c == ',' && !quoted
    };
    let plain = |part: &str| part.replace(QUOTES, "").trim().to_owned();
    let values: Vec<String> = value.split(between).map(plain).collect();
    values.iter().all(|value| !syllables(value).is_empty()).then_some(values)
}

/// The operator, `=` as `:`, and the value; none for an operator that does not exist.
pub(super) fn operator(rest: &str) -> Option<(&'static str, &str)> {
    let known = [(">=", ">="), ("<=", "<="), (">", ">"), ("<", "<"), (":", ":"), ("=", ":")];
    let (operator, value) = known.iter().find_map(|(op, means)| Some((*means, rest.strip_prefix(op)?)))?;
    (!value.starts_with(OPERATORS)).then_some((operator, value))
}

/// Both bounds, inclusive; none where the text is neither a number nor a range, or a range follows a comparison.
pub(super) fn range<N>(operator: &str, value: &str, unit: &str) -> Option<(Option<N>, Option<N>)>
where
    N: FromStr + Copy + TryFrom<i32>,
    i32: From<N>,
{
    let step = |n: N, by: i32| N::try_from(i32::from(n).checked_add(by)?).ok();
    let number = |text: &str| text.strip_suffix(unit).unwrap_or(text).parse::<N>().ok();
    if let Some((low, high)) = value.split_once("..") {
        let bound = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
        let (low, high) = (bound(low)?, bound(high)?);
        let is_one = operator == ":" && (low.is_some() || high.is_some());
        return is_one.then_some((low, high));
    }
    let n = number(value)?;
    Some(match operator {
        ">" => (Some(step(n, 1)?), None),
        ">=" => (Some(n), None),
        "<" => (None, Some(step(n, -1)?)),
        "<=" => (None, Some(n)),
        _ => (Some(n), Some(n)),
    })
}

/// A value as one word: `Chờ thẩm tra` and `cho-tham-tra` are the same.
pub(super) fn value_of(value: &str) -> String {
    let plain: Vec<String> = syllables(value).iter().map(|one| one.plain().to_owned()).collect();
    plain.join("-")
}
