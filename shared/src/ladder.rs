//! The escalation ladder as a policy says it: its levels, whom they address, and how long it rests. The default is our
//! inference from the chain of responsibility in public documents (R58), labelled so wherever it shows.

use serde::{Deserialize, Serialize};

use crate::coded::coded;

coded! {
    /// The people or the office that a level addresses.
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

/// One level of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Level {
    /// 1 to 4; 0 means that nothing has been escalated.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 4))]
    pub level: i16,
    /// Proposed once the assignment is this many calendar days overdue.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 365))]
    pub after_days: i32,
    /// The people or the office that gets its mail.
    pub target: LadderTarget,
    /// Whether the ladder rests before this level when the tenant acknowledges or reports (R61).
    pub rests: bool,
    /// Whether a second person must sign.
    pub second_person: bool,
    /// Whether the system releases it without a person.
    pub automatic: bool,
    /// A sentence added to its mail, in Vietnamese; may be empty.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub text_vi: String,
    /// The sentence in English.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300))]
    pub text_en: String,
}

/// When steps up the ladder are proposed, and to which addressees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LadderPolicy {
    /// The levels, lowest first: 1, 2, 3, 4.
    #[cfg_attr(feature = "openapi", schema(max_items = 4))]
    pub levels: Vec<Level>,
    /// Calendar days that the ladder rests after an acknowledgement, progress, or a dropped or lapsed step (R61). Each
    /// further rest at the same level is twice the last.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 60))]
    pub rest_days: i32,
    /// The longest rest, in calendar days.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 180))]
    pub longest_rest_days: i32,
    /// The most steps that are ever proposed for one assignment.
    #[cfg_attr(feature = "openapi", schema(minimum = 4, maximum = 30))]
    pub most_steps: i16,
}

impl LadderPolicy {
    /// The level with this number.
    pub fn level(&self, number: i16) -> Option<&Level> {
        self.levels.iter().find(|level| level.level == number)
    }

    /// Calendar days that the level below is given to have its effect: the distance between the two (R60).
    pub fn days_after_release(&self, level: &Level) -> i32 {
        let below = self.level(level.level.saturating_sub(1)).map_or(0, |below| below.after_days);
        level.after_days.saturating_sub(below)
    }

    /// The rest in calendar days after the `times`-th halt at one level: 7, 14, 28, … up to the longest.
    pub fn rest(&self, times: i32) -> i32 {
        let doublings = times.saturating_sub(1).clamp(0, 16);
        self.rest_days.saturating_mul(1 << doublings).min(self.longest_rest_days)
    }
}

impl Default for LadderPolicy {
    /// The first national version (R58).
    fn default() -> Self {
        let level = |level, after_days, target, second_person| Level {
            level,
            after_days,
            target,
            rests: true,
            second_person,
            automatic: false,
            text_vi: String::new(),
            text_en: String::new(),
        };
        Self {
            levels: vec![
                level(1, 7, LadderTarget::Approvers, false),
                level(2, 14, LadderTarget::FocalHead, false),
                level(3, 30, LadderTarget::SteeringHead, true),
                level(4, 60, LadderTarget::ViceChair, true),
            ],
            rest_days: 7,
            longest_rest_days: 56,
            most_steps: 12,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_is_found_by_its_number_and_gives_the_one_below_its_time() {
        let ladder = LadderPolicy::default();
        let after: Vec<Option<i32>> =
            (0..=5).map(|n| ladder.level(n).map(|level| level.after_days)).collect();
        assert_eq!(after, [None, Some(7), Some(14), Some(30), Some(60), None]);
        let apart: Vec<i32> = ladder.levels.iter().map(|level| ladder.days_after_release(level)).collect();
        assert_eq!(apart, [7, 7, 16, 30]);
    }

    #[test]
    fn a_rest_doubles_up_to_the_longest() {
        let ladder = LadderPolicy::default();
        assert_eq!([0, 1, 2, 3, 4, 5, 60].map(|times| ladder.rest(times)), [7, 7, 14, 28, 56, 56, 56]);
    }
}
