//! What was issued: how it stands, what of it can be withdrawn and until when, and what was refused.

use dondoc_shared::{
    id::AssignmentId,
    wire::{plan::PartState, urge::plan::PlanPart},
};
use jiff::Timestamp;

use super::{Face, State};
use crate::{
    net::{Call, UrgingCall},
    step::Step,
};

impl State {
    /// Shows what was issued, and reads how it stands where that may not be known.
    pub(super) fn show_issued(&mut self, is_known: bool, step: &mut Step<'_>) {
        (self.face, self.plan) = (Face::Issued, None);
        self.show_plan();
        if !is_known {
            self.ask_standing(step);
        }
    }

    pub(super) fn ask_standing(&mut self, step: &mut Step<'_>) {
        if let Some(plan) = &self.issued {
            let id = plan.id;
            self.standing = step.ask(Call::Urging(UrgingCall::Standing(id)));
        }
    }

    /// What was issued and can be withdrawn, as far as is known.
    pub(super) fn withdrawable(&self) -> impl Iterator<Item = &PlanPart> {
        let parts = self.issued.iter().flat_map(|plan| &plan.parts);
        parts.filter(|part| part.state == PartState::Issued && part.why.is_none())
    }

    /// When the first mail of what can be withdrawn leaves; none where all of it is held.
    pub(super) fn first_leaves(&self) -> Option<Timestamp> {
        self.withdrawable().filter_map(|part| part.shown.leaves_at).min()
    }

    /// The assignments whose urge was refused.
    pub(super) fn refused(&self) -> Vec<(AssignmentId, Option<String>)> {
        let parts = self.issued.iter().flat_map(|plan| &plan.parts);
        let refused = parts.filter(|part| part.state == PartState::Failed).flat_map(|part| &part.shown.items);
        refused.map(|item| (item.id, Some(item.code.clone()))).collect()
    }
}
