//! The one message catalogue: every text that a person sees in portal, mail, console, command line or error,
//! with both languages side by side and arguments as typed parameters. A missing language does not compile.
//!
//! | Module | Texts of |
//! |---|---|
//! | [`words`] | the nouns and states of the domain, dates and durations |
//! | [`errors`] | error codes |
//! | [`portal`] | the web portal |
//! | [`mail`] | reminders, urges, escalations, invitations |
//! | [`standings`] | what one tenant knows of another |
//! | [`urges`] | urges: addressees, states, the official letter |
//! | [`console`] | the terminal console |
//! | [`desk`] | its screens of policies, runs and simulations |
//! | [`command`] | the command line |
//! | [`calendar`] | the working calendar |
//! | [`post`] | its screen of outgoing mail |
//! | [`almanac`] | its screen of the working calendar |
//! | [`delivery`] | delivery: addresses that take no mail, the delivery log |

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
pub mod calendar;
pub mod command;
pub mod console;
pub mod delivery;
pub mod desk;
pub mod errors;
pub mod mail;
pub mod portal;
pub mod post;
pub mod standings;
pub mod urges;
pub mod weekly;
pub mod words;

coded! {
    /// A reader's language.
    Lang {
        /// Vietnamese, the default.
        Vi = "vi",
        /// English.
        En = "en",
    }
}

impl Lang {
    /// The other language.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// Which of a title's two forms this reader sees; falls back to Vietnamese where there is no English one.
    pub fn pick<'a>(self, vi: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En if !en.is_empty() => en,
            _ => vi,
        }
    }
}
