//! The life of an assignment: one table of acts, read by server, portal and console.
//!
//! `assigned → acknowledged → in_progress → proposed → submitted → accepted`, with the ways back. An act that
//! leaves the state as it is (evidence, urge, extension request) stands in the same table, so that "what can be
//! done here, and if not, why" has one answer everywhere.

#[cfg(test)]
mod facts;

use crate::{
    coded::coded,
    error::ErrorCode,
    role::{Permission, Role},
};

coded! {
    /// The state of an assignment.
    Status {
        /// Received, nobody has looked yet.
        Assigned = "assigned",
        /// Somebody of the tenant has seen it.
        Acknowledged = "acknowledged",
        /// Progress has been reported.
        InProgress = "in_progress",
        /// An officer asks an approver to submit.
        Proposed = "proposed",
        /// With the Working Group.
        Submitted = "submitted",
        /// The Working Group sent it back.
        Returned = "returned",
        /// Verified by the Working Group: done.
        Accepted = "accepted",
        /// The tenant says that it is not theirs; the Working Group decides.
        Refused = "refused",
        /// Paused by the Working Group.
        Suspended = "suspended",
        /// Taken away by the Working Group.
        Withdrawn = "withdrawn",
    }
}

impl Status {
    /// Whether the assignment is *open*: the one definition of it (R9).
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Accepted | Self::Suspended | Self::Withdrawn)
    }

    /// Whether the tenant owes the next step, so that reminders and the ladder run (R9).
    pub fn is_with_tenant(self) -> bool {
        WITH_TENANT.contains(&self)
    }
}

coded! {
    /// A tenant's part in a task.
    Part {
        /// Answers for the result.
        Lead = "lead",
        /// Contributes; no lateness, ladder or reminder of its own, and in no rate.
        Coordinating = "coordinating",
    }
}

coded! {
    /// What is assigned.
    TaskKind {
        /// Work with a result; official rates count it.
        Duty = "duty",
        /// The report of a period (R129).
        Report = "report",
    }
}

coded! {
    /// What a person can do with an assignment.
    Act {
        /// Say that it has been received.
        Acknowledge = "acknowledge",
        /// Report progress; acknowledges on the way.
        Report = "report",
        /// Add a file or a link.
        AddEvidence = "add_evidence",
        /// Remove evidence that is not yet submitted; a tombstone stays.
        RemoveEvidence = "remove_evidence",
        /// Ask an approver to submit; needs all that submitting needs (R12).
        Propose = "propose",
        /// Whoever proposed takes the proposal back.
        TakeProposalBack = "take_proposal_back",
        /// The approver sends the proposal back, with a remark.
        SendBack = "send_back",
        /// Submit to the Working Group: says that the work is finished (R12).
        Submit = "submit",
        /// Take a submission back before the Working Group has opened it.
        TakeBack = "take_back",
        /// The Working Group begins to verify; from now on it cannot be taken back.
        Open = "open",
        /// The Working Group accepts.
        Accept = "accept",
        /// The Working Group returns, with a remark.
        Return = "return",
        /// A lead returns what was accepted, with a reason.
        Reopen = "reopen",
        /// Ask for a later due date.
        RequestExtension = "request_extension",
        /// Decide on the request for a later due date.
        DecideExtension = "decide_extension",
        /// Ask the tenant, by a numbered act, for an answer.
        Urge = "urge",
        /// Answer an urge.
        AnswerUrge = "answer_urge",
        /// Release a proposed step of the ladder.
        Escalate = "escalate",
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What is done.
    pub act: Act,
    /// The right it asks for.
    pub permission: Permission,
    /// The states in which it can be done.
    pub from: &'static [Status],
    /// The state afterwards; none leaves it as it is.
    pub to: Option<Status>,
    /// Whether a coordinating assignment has it too (R4).
    pub coordinating: bool,
}

use Status::{Accepted, Acknowledged, Assigned, InProgress, Proposed, Returned, Submitted};

/// The states in which the tenant owes the next step, so that reminders and the ladder run.
pub const WITH_TENANT: &[Status] = &[Assigned, Acknowledged, InProgress, Proposed, Returned];

/// A request or an urge stands beside the state: a submission does not settle it, acceptance does.
const UNTIL_ACCEPTED: &[Status] = &[Assigned, Acknowledged, InProgress, Proposed, Returned, Submitted];

const fn rule(act: Act, permission: Permission, from: &'static [Status], to: Option<Status>) -> Rule {
    Rule { act, permission, from, to, coordinating: false }
}

const fn both(act: Act, from: &'static [Status], to: Option<Status>) -> Rule {
    Rule { act, permission: Permission::ReportProgress, from, to, coordinating: true }
}

/// The table of acts (R9), in the order in which they are offered.
pub const RULES: &[Rule] = &[
    both(Act::Acknowledge, &[Assigned], Some(Acknowledged)),
    both(Act::Report, &[Assigned, Acknowledged, InProgress, Returned], Some(InProgress)),
    both(Act::AddEvidence, WITH_TENANT, None),
    both(Act::RemoveEvidence, WITH_TENANT, None),
    rule(Act::Propose, Permission::ReportProgress, &[InProgress], Some(Proposed)),
    rule(Act::TakeProposalBack, Permission::ReportProgress, &[Proposed], Some(InProgress)),
    rule(Act::SendBack, Permission::Submit, &[Proposed], Some(InProgress)),
    rule(Act::Submit, Permission::Submit, &[InProgress, Proposed], Some(Submitted)),
    rule(Act::TakeBack, Permission::Submit, &[Submitted], Some(InProgress)),
    rule(Act::RequestExtension, Permission::RequestExtension, WITH_TENANT, None),
    rule(Act::AnswerUrge, Permission::AnswerUrge, UNTIL_ACCEPTED, None),
    rule(Act::Open, Permission::Verify, &[Submitted], None),
    rule(Act::Accept, Permission::Verify, &[Submitted], Some(Accepted)),
    rule(Act::Return, Permission::Verify, &[Submitted], Some(Returned)),
    rule(Act::Reopen, Permission::Reopen, &[Accepted], Some(Returned)),
    rule(Act::DecideExtension, Permission::DecideExtension, UNTIL_ACCEPTED, None),
    rule(Act::Urge, Permission::Urge, WITH_TENANT, None),
    rule(Act::Escalate, Permission::Escalate, WITH_TENANT, None),
];

/// What the rules need to know of an assignment and of the person before it.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
pub struct Facts {
    /// Live pieces of evidence (not removed).
    pub evidence: i64,
    /// Progress by the newest report.
    pub percent: i16,
    /// Whether the newest report names a barrier, or a tenant that is waited for.
    pub barrier_open: bool,
    /// Whether the proposal was sent back, and neither a report nor evidence has come since (R140).
    pub nothing_new: bool,
    /// Whether the Working Group has opened the waiting submission.
    pub opened: bool,
    /// Whether this person made the last proposal, whatever became of it since.
    pub proposed_by_self: bool,
    /// Whether this person submitted what waits.
    pub submitted_by_self: bool,
    /// Whether an extension request waits for a decision.
    pub extension_pending: bool,
    /// Urges without an answer.
    pub open_urges: i64,
    /// Steps of the ladder waiting for a person.
    pub proposed_steps: i64,
    /// Whether the assignment belongs to the Working Group's own tenant.
    pub national: bool,
    /// Whether the assignment has a due date.
    pub has_due_date: bool,
}

/// The state after the act, or the reason why it cannot be done now.
///
/// # Errors
/// The code that the person is shown: not permitted, wrong state, evidence missing, second person needed, ...
pub fn check(act: Act, role: Role, part: Part, status: Status, facts: &Facts) -> Result<Status, ErrorCode> {
    let rule = RULES.iter().find(|r| r.act == act).ok_or(ErrorCode::NotPermitted)?;
    if !role.may(rule.permission) {
        return Err(ErrorCode::NotPermitted);
    }
    if part == Part::Coordinating && !rule.coordinating {
        return Err(ErrorCode::CoordinatingOnly);
    }
    if !rule.from.contains(&status) {
        let unreported = matches!(status, Assigned | Acknowledged | Returned);
        let hands_in = matches!(act, Act::Propose | Act::Submit);
        return Err(if hands_in && unreported { ErrorCode::ReportFirst } else { ErrorCode::WrongState });
    }
    refusal(act, role, facts).map_or(Ok(rule.to.unwrap_or(status)), Err)
}

fn refusal(act: Act, role: Role, facts: &Facts) -> Option<ErrorCode> {
    match act {
        Act::Propose | Act::Submit if facts.percent < 100 => Some(ErrorCode::NotFinished),
        Act::Propose | Act::Submit if facts.barrier_open => Some(ErrorCode::BarrierOpen),
        Act::Propose | Act::Submit if facts.evidence == 0 => Some(ErrorCode::EvidenceRequired),
        Act::Propose if facts.nothing_new => Some(ErrorCode::NothingNew),
        Act::TakeProposalBack if !facts.proposed_by_self => Some(ErrorCode::NotTheAuthor),
        // Nor by way of sending it back to oneself.
        Act::Submit | Act::SendBack | Act::Accept if facts.proposed_by_self => {
            Some(ErrorCode::SecondPersonRequired)
        }
        Act::TakeBack if facts.opened => Some(ErrorCode::AlreadyOpened),
        Act::Accept if facts.submitted_by_self => Some(ErrorCode::SecondPersonRequired),
        // The Working Group's own tasks are accepted by a lead, never by the person who submitted.
        Act::Accept if facts.national && !role.may(Permission::Reopen) => Some(ErrorCode::NotPermitted),
        Act::RequestExtension if !facts.has_due_date => Some(ErrorCode::NoDueDate),
        Act::RequestExtension if facts.extension_pending => Some(ErrorCode::ExtensionPending),
        Act::DecideExtension if !facts.extension_pending => Some(ErrorCode::NothingWaiting),
        Act::AnswerUrge if facts.open_urges == 0 => Some(ErrorCode::NothingWaiting),
        Act::Escalate if facts.proposed_steps == 0 => Some(ErrorCode::NothingWaiting),
        // The Working Group does not urge itself.
        Act::Urge if facts.national => Some(ErrorCode::NotPermitted),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ready() -> Facts {
        Facts { evidence: 1, percent: 100, has_due_date: true, ..Facts::default() }
    }

    #[test]
    fn nothing_reaches_accepted_without_passing_submitted() {
        for rule in RULES.iter().filter(|r| r.to == Some(Accepted)) {
            assert_eq!(rule.from, &[Submitted]);
        }
        for rule in RULES.iter().filter(|r| r.to == Some(Submitted)) {
            assert_eq!(rule.act, Act::Submit);
        }
    }

    #[test]
    fn every_act_has_one_rule_and_moves_only_from_where_it_may() {
        for act in Act::ALL {
            let rules: Vec<_> = RULES.iter().filter(|r| r.act == *act).collect();
            assert_eq!(rules.len(), 1, "{act}");
            for status in Status::ALL {
                let done = check(*act, Role::Approver, Part::Lead, *status, &ready()).is_ok()
                    || check(*act, Role::Lead, Part::Lead, *status, &ready()).is_ok();
                assert!(!done || rules[0].from.contains(status), "{act} from {status}");
            }
        }
    }

    /// Each fact that bars an act, with the code that the person is told.
    #[test]
    fn what_bars_an_act_has_a_code_of_its_own() {
        use ErrorCode as C;
        let half = Facts { percent: 60, ..ready() };
        let blocked = Facts { barrier_open: true, ..ready() };
        let bare = Facts { evidence: 0, ..ready() };
        let own = Facts { proposed_by_self: true, ..ready() };
        let again = Facts { nothing_new: true, ..ready() };
        let none_of_it = Facts { percent: 60, barrier_open: true, evidence: 0, ..own };
        let extension = Facts { extension_pending: true, ..ready() };
        let undated = Facts { has_due_date: false, ..ready() };
        let national = Facts { national: true, ..ready() };
        for (act, role, from, facts, told) in [
            (Act::Propose, Role::Officer, InProgress, half, Err(C::NotFinished)),
            (Act::Propose, Role::Officer, InProgress, blocked, Err(C::BarrierOpen)),
            (Act::Propose, Role::Officer, InProgress, bare, Err(C::EvidenceRequired)),
            (Act::Propose, Role::Officer, InProgress, again, Err(C::NothingNew)),
            (Act::Submit, Role::Approver, InProgress, again, Ok(Submitted)),
            (Act::Propose, Role::Officer, InProgress, ready(), Ok(Proposed)),
            (Act::Propose, Role::Officer, Assigned, ready(), Err(C::ReportFirst)),
            (Act::Propose, Role::Officer, Returned, ready(), Err(C::ReportFirst)),
            (Act::Propose, Role::Officer, Proposed, ready(), Err(C::WrongState)),
            (Act::Propose, Role::Viewer, InProgress, ready(), Err(C::NotPermitted)),
            (Act::TakeProposalBack, Role::Officer, Proposed, own, Ok(InProgress)),
            (Act::TakeProposalBack, Role::Officer, Proposed, ready(), Err(C::NotTheAuthor)),
            (Act::TakeProposalBack, Role::Officer, Submitted, own, Err(C::WrongState)),
            (Act::Submit, Role::Approver, InProgress, half, Err(C::NotFinished)),
            (Act::Submit, Role::Approver, Proposed, half, Err(C::NotFinished)),
            (Act::Submit, Role::Approver, InProgress, blocked, Err(C::BarrierOpen)),
            (Act::Submit, Role::Approver, InProgress, bare, Err(C::EvidenceRequired)),
            (Act::Submit, Role::Approver, Proposed, own, Err(C::SecondPersonRequired)),
            (Act::Submit, Role::Approver, Proposed, none_of_it, Err(C::NotFinished)),
            (Act::Submit, Role::Approver, Acknowledged, ready(), Err(C::ReportFirst)),
            (Act::Submit, Role::Approver, Returned, ready(), Err(C::ReportFirst)),
            (Act::Submit, Role::Approver, Accepted, ready(), Err(C::WrongState)),
            (Act::Submit, Role::Officer, InProgress, ready(), Err(C::NotPermitted)),
            (Act::Submit, Role::Approver, InProgress, own, Err(C::SecondPersonRequired)),
            (Act::SendBack, Role::Approver, Proposed, own, Err(C::SecondPersonRequired)),
            (Act::Submit, Role::Approver, Proposed, ready(), Ok(Submitted)),
            (Act::RequestExtension, Role::Approver, InProgress, extension, Err(C::ExtensionPending)),
            (Act::RequestExtension, Role::Approver, InProgress, undated, Err(C::NoDueDate)),
            (Act::AnswerUrge, Role::Officer, InProgress, ready(), Err(C::NothingWaiting)),
            (Act::Urge, Role::Lead, InProgress, national, Err(C::NotPermitted)),
        ] {
            assert_eq!(check(act, role, Part::Lead, from, &facts), told, "{act} by {role} from {from}");
        }
    }

    #[test]
    fn the_working_group_accepts_its_own_task_by_a_lead_who_did_not_submit_it() {
        let own = Facts { national: true, ..ready() };
        let accept = |role, facts: Facts| check(Act::Accept, role, Part::Lead, Submitted, &facts);
        assert_eq!(accept(Role::NationalOfficer, own), Err(ErrorCode::NotPermitted));
        assert_eq!(accept(Role::Lead, own), Ok(Accepted));
        assert_eq!(
            accept(Role::Lead, Facts { submitted_by_self: true, ..own }),
            Err(ErrorCode::SecondPersonRequired)
        );
        assert_eq!(
            accept(Role::Lead, Facts { proposed_by_self: true, ..own }),
            Err(ErrorCode::SecondPersonRequired),
            "nor by who proposed it, whoever submitted it"
        );
    }

    #[test]
    fn a_coordinating_assignment_only_contributes() {
        for act in Act::ALL {
            let done = check(*act, Role::Approver, Part::Coordinating, InProgress, &ready());
            let contributes = matches!(act, Act::Report | Act::AddEvidence | Act::RemoveEvidence);
            assert_eq!(done.is_ok(), contributes, "{act}");
        }
    }
}
