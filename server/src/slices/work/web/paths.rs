//! Where the pages of an assignment are.

use dondoc_shared::{id::AssignmentId, lifecycle::Act};

/// Where an assignment's page is.
pub(super) fn path_of(id: AssignmentId) -> String {
    format!("/assignments/{id}")
}

/// The page of an act, where the portal has one of its own.
pub(super) fn path_of_act(id: AssignmentId, act: Act) -> Option<String> {
    let page = match act {
        Act::Acknowledge => "acknowledge",
        Act::Report => "report",
        Act::AddEvidence => "evidence",
        Act::Propose => "propose",
        Act::SendBack => "send-back",
        Act::Submit => "submit",
        Act::TakeBack => "take-back",
        Act::RequestExtension => "extension",
        Act::AnswerUrge => "urge-answer",
        _ => return None,
    };
    Some(format!("{}/{page}", path_of(id)))
}
