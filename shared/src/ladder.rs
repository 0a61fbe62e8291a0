//! The default escalation ladder: our inference from the chain of responsibility (domain.md a.6), labelled so
//! wherever it shows. Each level is a proposal that a person releases.

use crate::coded::coded;

coded! {
    /// Whom a level addresses.
    LadderTarget {
        /// The tenant's approvers and the agency mailbox.
        Approvers = "approvers",
        /// The head of the tenant's focal unit.
        FocalHead = "focal_head",
        /// The head of the tenant's steering committee.
        SteeringHead = "steering_head",
        /// The Committee's standing vice-chair, through the Working Group's lead.
        ViceChair = "vice_chair",
    }
}

/// One step of the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// 1 to 4; 0 means that nothing has been escalated.
    pub level: i16,
    /// Proposed once the assignment is this many calendar days overdue.
    pub after_days: i32,
    /// Whom it addresses.
    pub target: LadderTarget,
    /// Must a second person sign?
    pub second_person: bool,
}

impl Level {
    /// Days that the level below is given to have its effect: what lies between the two.
    pub fn days_after_release(&self) -> i32 {
        let below = level(self.level.saturating_sub(1)).map_or(0, |below| below.after_days);
        self.after_days.saturating_sub(below)
    }
}

/// The default ladder, lowest level first.
pub const LADDER: &[Level] = &[
    Level { level: 1, after_days: 7, target: LadderTarget::Approvers, second_person: false },
    Level { level: 2, after_days: 14, target: LadderTarget::FocalHead, second_person: false },
    Level { level: 3, after_days: 30, target: LadderTarget::SteeringHead, second_person: true },
    Level { level: 4, after_days: 60, target: LadderTarget::ViceChair, second_person: true },
];

/// The level with this number.
pub fn level(number: i16) -> Option<&'static Level> {
    LADDER.iter().find(|l| l.level == number)
}
