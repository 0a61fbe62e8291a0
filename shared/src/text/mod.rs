//! The one message catalogue (R100): every text that a person sees in portal, mail, console, command line or error,
//! with both languages side by side and arguments as typed parameters. A missing language does not compile.
//!
//! | Module | Texts of |
//! |---|---|
//! | [`words`] | the nouns and states of the domain, dates and durations |
//! | [`errors`] | error codes |
//! | [`filter`] | a filter in words, and why one does not parse |
//! | [`checks`] | what is found in a report |
//! | [`periods`] | reporting periods: names, states, dates that are refused |
//! | [`figures`] | figures: what they come to, who is in them, what may be said of a target |
//! | [`policies`] | policies as sentences, and the form in which one is changed |
//! | [`portal`] | the web portal |
//! | [`contacts`] | the pages of contacts, the portal's and the console's |
//! | [`mail`] | reminders, urges, escalations, invitations |
//! | [`standings`] | copies: what one tenant knows of another |
//! | [`urges`] | urges: addressees, states, the official letter |
//! | [`console`] | the terminal console |
//! | [`desk`] | the console's screens of policies, runs, simulations and urges |
//! | [`command`] | the command line |
//! | [`import`] | what is wrong with a file of national data |
//! | [`calendar`] | the working calendar |
//! | [`people`] | the pages of a body's people, mail about somebody's own access |
//! | [`reports`] | the portal's pages of a body's figures |
//! | [`post`] | the console's screen of outgoing mail |
//! | [`almanac`] | the console's screen of the working calendar |
//! | [`delivery`] | delivery: addresses that take no mail, the delivery log |
//! | [`templates`] | the console's screen of the templates of urges |
//! | [`tenant`] | the console's page of one tenant |
//! | [`timeline`] | the lines of an assignment's timeline |
//! | [`turn`] | work that passes from one person to the next |
//! | [`views`] | the console's saved views |
//! | [`weekly`] | the weekly report, the choice of reminders |
//! | [`workbook`] | workbooks of figures, out and in |

use crate::coded::coded;

/// Declares messages as methods of [`Lang`]: without arguments they are `&'static str`, with arguments `String`.
macro_rules! messages {
    ($($(#[$meta:meta])* $name:ident $(($($arg:ident: $ty:ty),+ $(,)?))? { vi: $vi:expr, en: $en:expr $(,)? })+) => {
        impl $crate::text::Lang { $( message! { $(#[$meta])* $name $(($($arg: $ty),+))? => $vi, $en } )+ }
    };
}

macro_rules! message {
    ($(#[$meta:meta])* $name:ident => $vi:expr, $en:expr) => {
        #[doc = concat!("“", $en, "”")]
        $(#[$meta])*
        pub const fn $name(self) -> &'static str { match self { Self::Vi => $vi, Self::En => $en } }
    };
    ($(#[$meta:meta])* $name:ident ($($arg:ident: $ty:ty),+) => $vi:expr, $en:expr) => {
        #[doc = concat!("`", stringify!($en), "`")]
        $(#[$meta])*
        pub fn $name(self, $($arg: $ty),+) -> String { match self { Self::Vi => $vi, Self::En => $en } }
    };
}

pub mod almanac;
pub mod blocks;
mod both;
pub mod calendar;
pub mod checks;
pub mod command;
pub mod console;
pub mod console_log_in;
pub mod contacts;
pub mod delivery;
pub mod desk;
pub mod errors;
pub mod figures;
pub mod filter;
pub mod import;
pub mod lost_factors;
pub mod mail;
mod numerals;
pub mod people;
pub mod periods;
pub mod policies;
pub mod portal;
pub mod post;
pub mod reports;
pub mod second_factor;
pub mod stand_ins;
pub mod standings;
pub mod templates;
pub mod tenant;
pub mod timeline;
pub mod turn;
pub mod urges;
pub mod views;
pub mod weekly;
pub mod words;
pub mod workbook;

pub use self::both::Both;

coded! {
    /// The language that a person reads.
    Lang {
        /// Vietnamese, the default.
        Vi = "vi",
        /// English, chosen by the reader.
        En = "en",
    }
}

impl Lang {
    /// The language that a text of a source is in: Vietnamese is never written without its accents for long.
    pub fn of_text(text: &str) -> Self {
        if text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) { Self::Vi } else { Self::En }
    }

    /// The language that the switch leads to.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Picks a title's form for this reader; falls back to Vietnamese where there is no English one.
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En if !en.is_empty() => en,
            _ => vi,
        }
    }
}

/// So many of an English noun; Vietnamese has no plural.
fn plural(n: impl TryInto<i64>, noun: &str) -> String {
    let n = n.try_into().unwrap_or(i64::MAX);
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    /// Every text of the catalogue: its head and its words, from one head to the next.
    fn messages() -> Vec<String> {
        let mut files = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/text")];
        let mut all = Vec::new();
        while let Some(path) = files.pop() {
            if path.is_dir() {
                files.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let source = fs::read_to_string(path).unwrap();
            for line in source.lines() {
                let is_head = line.starts_with("    ") && line.get(4..5).is_some_and(|c| c != " ");
                match all.last_mut().filter(|_| !is_head) {
                    None => all.push(line.to_owned()),
                    Some(message) => {
                        message.push_str(line);
                    }
                }
            }
        }
        all
    }

    /// The numbers that a text is given, by its head.
    fn numbers(message: &str) -> Vec<&str> {
        let kinds = ["i16", "i32", "i64", "u16", "u32", "usize"];
        let args = message.split_once('(').and_then(|(_, rest)| rest.split_once(") {"));
        let args = args.map_or("", |(args, _)| args).split(',').filter_map(|arg| arg.split_once(": "));
        args.filter(|(_, kind)| kinds.contains(&kind.trim())).map(|(name, _)| name.trim()).collect()
    }

    /// Said of two and more alone.
    const SEVERAL: [&str; 4] = ["tui_said_times", "check_peers", "check_same", "almanac_span"];
    /// What is no count, but a limit that is never one.
    const LIMITS: [&str; 5] = ["most", "max", "limit", "columns", "ahead"];

    #[test]
    fn one_of_a_thing_is_no_plural() {
        let mut wrong = Vec::new();
        for message in messages() {
            let name = message.split('(').next().unwrap_or_default().trim();
            let Some((_, english)) = message.split_once("en: ") else { continue };
            let knows_one = ["== 1", "1 =>", "s(", "plural("].iter().any(|helper| english.contains(helper));
            if knows_one || name.ends_with("_of_several") || SEVERAL.contains(&name) {
                continue;
            }
            for number in numbers(&message).into_iter().filter(|number| !LIMITS.contains(number)) {
                let before = format!("{{{number}}} ");
                let behind = english.split(&before).skip(1);
                let nouns =
                    behind.map(|rest| rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default());
                let nouns = nouns.filter(|noun| noun.ends_with('s') && !["s", "is", "has"].contains(noun));
                wrong.extend(nouns.map(|noun| format!("{name}: 1 {noun}")));
            }
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}
