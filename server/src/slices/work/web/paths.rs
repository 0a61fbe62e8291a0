//! Where the pages of an assignment are.

use dondoc_shared::{
    id::{AssignmentId, UrgeId},
    lifecycle::Act,
};

/// Where an assignment's page is.
pub(super) fn path_of(id: AssignmentId) -> String {
    format!("/assignments/{id}")
}

/// The page on which an urge is answered.
pub(super) fn path_of_answer(id: AssignmentId, urge: UrgeId) -> String {
    format!("{}/urge-answer?urge={urge}", path_of(id))
}

/// The page of an act, where the portal has one of its own.
pub(super) fn path_of_act(id: AssignmentId, act: Act) -> Option<String> {
    let page = match act {
        Act::Acknowledge => "acknowledge",
        Act::Report => "report",
        Act::AddEvidence => "evidence",
        Act::Propose => "propose",
        Act::TakeProposalBack => "take-proposal-back",
        Act::SendBack => "send-back",
        Act::Submit => "submit",
        Act::TakeBack => "take-back",
        Act::RequestExtension => "extension",
        Act::AnswerUrge => "urge-answer",
        _ => return None,
    };
    Some(format!("{}/{page}", path_of(id)))
}
