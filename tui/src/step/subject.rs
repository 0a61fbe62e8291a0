//! What an act that is about no assignment is done to.

use dondoc_shared::id::AssignmentId;

use super::handled::Target;

/// What an act is about: what was typed about the same is found again by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subject {
    /// The act.
    pub act: &'static str,
    /// What it is done to.
    pub of: Vec<String>,
    /// The assignment on whose page one can go on with it, and its code.
    pub page: Option<(AssignmentId, String)>,
}

impl Subject {
    /// An act on these assignments.
    pub fn of(act: &'static str, targets: &[Target]) -> Self {
        let page = match targets {
            [one] => Some((one.id, one.code.clone())),
            _ => None,
        };
        Self { act, of: targets.iter().map(|of| of.id.0.to_string()).collect(), page }
    }
}
