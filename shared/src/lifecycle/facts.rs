//! Each fact that refuses an act, beside the same act without it.

use super::*;

fn asked(act: Act, role: Role, status: Status, facts: Facts) -> Result<Status, ErrorCode> {
    check(act, role, Part::Lead, status, &facts)
}

#[test]
fn a_submission_is_taken_back_until_it_is_opened() {
    let back = |facts| asked(Act::TakeBack, Role::Approver, Submitted, facts);
    assert_eq!(back(Facts::default()), Ok(InProgress));
    assert_eq!(back(Facts { opened: true, ..Facts::default() }), Err(ErrorCode::AlreadyOpened));
}

#[test]
fn an_extension_needs_a_date_and_waits_once() {
    let request = |facts| asked(Act::RequestExtension, Role::Approver, InProgress, facts);
    let dated = Facts { has_due_date: true, ..Facts::default() };
    assert_eq!(request(dated), Ok(InProgress));
    assert_eq!(request(Facts::default()), Err(ErrorCode::NoDueDate));
    assert_eq!(request(Facts { extension_pending: true, ..dated }), Err(ErrorCode::ExtensionPending));
    let decide = |facts| asked(Act::DecideExtension, Role::Lead, InProgress, facts);
    assert_eq!(decide(dated), Err(ErrorCode::NothingWaiting));
    assert_eq!(decide(Facts { extension_pending: true, ..dated }), Ok(InProgress));
}

#[test]
fn an_answer_needs_an_open_urge_and_a_decision_a_step() {
    let answer = |open_urges| {
        asked(Act::AnswerUrge, Role::Officer, Submitted, Facts { open_urges, ..Facts::default() })
    };
    assert_eq!((answer(0), answer(1)), (Err(ErrorCode::NothingWaiting), Ok(Submitted)));
    let escalate = |proposed_steps| {
        asked(Act::Escalate, Role::NationalOfficer, Assigned, Facts { proposed_steps, ..Facts::default() })
    };
    assert_eq!((escalate(0), escalate(2)), (Err(ErrorCode::NothingWaiting), Ok(Assigned)));
}

#[test]
fn the_working_group_does_not_urge_itself() {
    let urge =
        |national| asked(Act::Urge, Role::NationalOfficer, Assigned, Facts { national, ..Facts::default() });
    assert_eq!((urge(false), urge(true)), (Ok(Assigned), Err(ErrorCode::NotPermitted)));
}

#[test]
fn open_and_with_the_tenant_are_said_of_each_state() {
    let open: Vec<Status> = Status::ALL.iter().copied().filter(|status| status.is_open()).collect();
    assert_eq!(open, [Assigned, Acknowledged, InProgress, Proposed, Submitted, Returned, Status::Refused]);
    let with_tenant: Vec<Status> =
        Status::ALL.iter().copied().filter(|status| status.is_with_tenant()).collect();
    assert_eq!(with_tenant, WITH_TENANT);
}
