//! The words that the national data uses of tenants, directives and tasks, in files as in the database.

use crate::coded::coded;

coded! {
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
}

coded! {
    /// How the official level-1 identifier of a tenant is known; it is shown only where attested.
    CodeStatus {
        /// Seen in a public source.
        Attested = "attested",
        /// Seen in one public source that cites the decision.
        AttestedSingleSource = "attested_single_source",
        /// Recalled, consistent with the attested ones.
        Recalled = "recalled",
        /// Found nowhere.
        Unverified = "unverified",
    }
}

coded! {
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
}

coded! {
    /// Who leads a task.
    Scope {
        /// One tenant.
        Single = "single",
        /// A named set; without names where the document gives none.
        Named = "named",
        /// All ministries and agencies.
        Ministries = "ministries",
        /// All provinces and cities.
        Localities = "localities",
        /// All of both.
        All = "all",
        /// A set that is to be chosen later.
        Subset = "subset",
    }
}

coded! {
    /// Whether a task comes back.
    Recurrence {
        /// Once.
        None = "none",
        /// Every month.
        Monthly = "monthly",
    }
}
