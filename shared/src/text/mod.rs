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
pub mod contacts;
pub mod delivery;
pub mod desk;
pub mod errors;
pub mod figures;
pub mod filter;
pub mod import;
pub mod mail;
mod numerals;
pub mod people;
pub mod periods;
pub mod policies;
pub mod portal;
pub mod post;
pub mod reports;
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
