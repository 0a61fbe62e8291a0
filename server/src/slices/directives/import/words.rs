//! The enumerations whose words stand in the files and, as `text` with a CHECK, in the database.

use dondoc_shared::coded::UnknownWord;
pub use dondoc_shared::{
    lifecycle::Part,
    wire::{
        LeadBasis, Precision,
        calendar::{Certainty, HolidayKind},
    },
};

/// What a cell that takes one of a list of words is read into.
pub trait Word: std::str::FromStr + 'static {
    /// Every word, in the order of declaration.
    const WORDS: &'static [&'static str];
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// The stable word in files and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }
        }

        impl Word for $name {
            const WORDS: &'static [&'static str] = &[$($word),+];
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word { $($word => Ok($name::$variant),)+ _ => Err(UnknownWord) }
            }
        }
    )+};
}

words! {
    /// What a tenant is.
    TenantKind {
        /// Bộ.
        Ministry = "ministry",
        /// Cơ quan ngang bộ.
        MinisterialAgency = "ministerial_agency",
        /// Cơ quan thuộc Chính phủ.
        GovernmentAgency = "government_agency",
        /// Tỉnh.
        Province = "province",
        /// Thành phố trực thuộc Trung ương.
        City = "city",
    }

    /// Where a tenant is: central, or one of six socio-economic regions (general knowledge, unverified).
    Region {
        /// Trung ương.
        Central = "central",
        /// Trung du và miền núi phía Bắc.
        NorthernMidlandsAndMountains = "northern_midlands_and_mountains",
        /// Đồng bằng sông Hồng.
        RedRiverDelta = "red_river_delta",
        /// Bắc Trung Bộ và Duyên hải miền Trung.
        NorthCentralAndCentralCoast = "north_central_and_central_coast",
        /// Tây Nguyên.
        CentralHighlands = "central_highlands",
        /// Đông Nam Bộ.
        Southeast = "southeast",
        /// Đồng bằng sông Cửu Long.
        MekongRiverDelta = "mekong_river_delta",
    }

    /// How the official level-1 identifier is known; it is shown only where attested.
    CodeStatus {
        /// Seen in a public source.
        Attested = "attested",
        /// Seen in one public source that cites the decision.
        AttestedSingleSource = "attested_single_source",
        /// Recalled, consistent with the attested ones.
        Recalled = "recalled",
        /// No source was found.
        Unverified = "unverified",
    }

    /// What kind of document a directive is.
    DirectiveKind {
        /// Quyết định.
        Decision = "decision",
        /// Nghị quyết.
        Resolution = "resolution",
        /// Chỉ thị.
        Instruction = "instruction",
        /// Công điện.
        Dispatch = "dispatch",
        /// Thông báo kết luận.
        Notice = "notice",
        /// Công văn.
        Letter = "letter",
    }

    /// The set of tenants that leads a task.
    Scope {
        /// One tenant leads.
        Single = "single",
        /// A named set; without names where the document gives none.
        Named = "named",
        /// All ministries and agencies.
        Ministries = "ministries",
        /// All provinces and cities.
        Localities = "localities",
        /// All ministries, agencies and localities lead.
        All = "all",
        /// A set that is to be chosen later.
        Subset = "subset",
    }

    /// Whether a task comes back.
    Recurrence {
        /// Once.
        None = "none",
        /// Every month.
        Monthly = "monthly",
    }
}

impl Word for Precision {
    const WORDS: &'static [&'static str] = Precision::WORDS;
}

impl Word for LeadBasis {
    const WORDS: &'static [&'static str] = LeadBasis::WORDS;
}

impl Word for HolidayKind {
    const WORDS: &'static [&'static str] = HolidayKind::WORDS;
}

impl Word for Certainty {
    const WORDS: &'static [&'static str] = Certainty::WORDS;
}

impl TenantKind {
    /// Whether it is a province or city, rather than a ministry or agency.
    pub const fn is_locality(self) -> bool {
        matches!(self, Self::Province | Self::City)
    }
}
