//! Deciding on many: what is marked in a queue is decided as the plan has shown it, and nothing is by haste.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    id::{EscalationId, PlanId},
    text::Lang,
    wire::{
        assignment::Queue,
        decision::{Decision, DecisionItem, DecisionPart, DecisionPlan, NewDecisionPlan},
        plan::{ConfirmPlan, PartState, PlanSkipped},
    },
};
use jiff::{ToSpan, civil::date};
use uuid::Uuid;

use super::{Desk, facts, queues::in_queue};
use crate::{
    keys::Screen,
    net::{Answer, Call, DecidingCall, Failure, Order},
    screens::decisions::Face,
};

const ALL: [(Queue, &str, [Decision; 2]); 3] = [
    (Queue::Submission, "V", [Decision::Accept, Decision::Return]),
    (Queue::Extension, "x", [Decision::GrantExtension, Decision::RefuseExtension]),
    (Queue::Step, "e", [Decision::ReleaseStep, Decision::DropStep]),
];

/// Every face of the screen, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut all = Vec::new();
    for (queue, key, [first, second]) in ALL {
        let mut marked = in_queue(lang, queue);
        marked.text("  ");
        all.push((format!("decisions_{queue}_marked"), marked));
        all.push((format!("decisions_{queue}"), asking(lang, queue, key)));
        all.push((format!("decisions_{first}_plan"), planned(lang, &plan(first, 4))));
        all.push((format!("decisions_{second}_plan"), planned(lang, &plan(second, 4))));
    }
    let mut written = asking(lang, Queue::Submission, "V");
    choose(&mut written, 1);
    written.text("Thiếu phụ lục số liệu");
    let (mut few, mut many) =
        (planned(lang, &plan(Decision::Return, 4)), planned(lang, &plan(Decision::ReleaseStep, 4)));
    for desk in [&mut few, &mut many] {
        desk.text("Y");
        desk.wait(400);
    }
    let mut help = planned(lang, &plan(Decision::Accept, 4));
    help.text("?");
    let mut failed = done(lang);
    failed.text("j");
    let mut hostile = plan(Decision::Return, 4);
    for part in &mut hostile.parts {
        part.items[0].title_vi = "Hoàn thiện cơ sở dữ liệu quốc gia ".repeat(9);
        part.tenant.name_vi = "Ủy ban nhân dân thành phố trực thuộc trung ương ".repeat(3);
    }
    hostile.remark = "Đề nghị bổ sung phụ lục số liệu ".repeat(12);
    let named = [
        ("written", written),
        ("confirm", few),
        ("confirm_typed", many),
        ("help", help),
        ("done", failed),
        ("hostile", planned(lang, &hostile)),
    ];
    all.extend(named.into_iter().map(|(name, desk)| (format!("decisions_{name}"), desk)));
    all
}

/// A plan about so many assignments, each of another body, and one that cannot be decided so.
pub fn plan(decision: Decision, n: u32) -> DecisionPlan {
    let part = |n: u32| {
        let row = facts::row(n);
        let is_step = matches!(decision, Decision::ReleaseStep | Decision::DropStep);
        let level = if n == 0 { 1 } else { 3 };
        let item = DecisionItem {
            id: row.id,
            code: row.code,
            title_vi: row.title_vi,
            title_en: row.title_en,
            version: row.version,
            due_on: Some(if decision == Decision::GrantExtension {
                date(2024, 9, 30)
            } else {
                date(2024, 7, 13)
            }),
            days_overdue: if matches!(decision, Decision::Accept | Decision::GrantExtension) {
                0
            } else {
                12
            },
            step: is_step.then(|| EscalationId(Uuid::from_u128(u128::from(n)))),
            level: is_step.then_some(level),
            only_signs: decision == Decision::ReleaseStep && level == 3,
            unopened: matches!(decision, Decision::Accept | Decision::Return) && n == 0,
            claimed_by: (n == 1).then(|| "Chuyên viên Tổ công tác 2".to_owned()),
            snoozed_until: None,
            state: PartState::Planned,
            why: None,
        };
        let is_told = decision != Decision::DropStep && !item.only_signs;
        DecisionPart {
            tenant: facts::tenant(n),
            items: vec![item],
            recipients: if is_told { facts::readers().recipients } else { vec![] },
            leaves_at: Some(facts::now() + 1.minute()),
            held: false,
        }
    };
    let row = facts::row(50);
    DecisionPlan {
        id: PlanId(Uuid::from_u128(78)),
        decision,
        remark: if decision.needs_remark() {
            "Thiếu phụ lục số liệu".to_owned()
        } else {
            String::new()
        },
        parts: (0..n).map(part).collect(),
        skipped: vec![PlanSkipped { id: row.id, code: row.code, why: ErrorCode::WrongState }],
        expires_at: facts::now() + 10.minutes(),
        now: facts::now(),
    }
}

/// The same as it was carried out: the second refused.
fn carried_out(mut plan: DecisionPlan) -> DecisionPlan {
    for (n, item) in plan.parts.iter_mut().flat_map(|part| &mut part.items).enumerate() {
        (item.state, item.why) = if n == 1 {
            (PartState::Failed, Some(ErrorCode::VersionStale))
        } else {
            (PartState::Decided, None)
        };
    }
    plan
}

fn of(plan: &DecisionPlan) -> Answer {
    Answer::Deciding(Box::new(plan.clone()))
}

/// At the form, about the first two rows of a queue.
fn asking(lang: Lang, queue: Queue, key: &str) -> Desk {
    let mut desk = in_queue(lang, queue);
    desk.text("  ");
    desk.text(key);
    desk
}

/// Chooses one of the two decisions and goes on to the reason.
fn choose(desk: &mut Desk, option: usize) {
    desk.text(" ");
    (0..option).for_each(|_| desk.key(KeyCode::Down));
    desk.key(KeyCode::Tab);
}

/// From the reason to the button, which is pressed.
fn go(desk: &mut Desk) {
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
}

pub fn planned(lang: Lang, plan: &DecisionPlan) -> Desk {
    let (queue, key, choices) = ALL.iter().find(|(.., all)| all.contains(&plan.decision)).unwrap();
    let mut desk = asking(lang, *queue, key);
    choose(&mut desk, usize::from(choices[1] == plan.decision));
    desk.text(&plan.remark);
    go(&mut desk);
    desk.answer(of(plan));
    desk
}

/// Agrees to what need not be typed.
fn agree(desk: &mut Desk) {
    desk.text("Y");
    desk.wait(400);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
}

fn done(lang: Lang) -> Desk {
    let mut desk = planned(lang, &plan(Decision::Return, 4));
    agree(&mut desk);
    desk.answer(of(&carried_out(plan(Decision::Return, 4))));
    desk
}

fn asked(desk: &Desk) -> Option<&NewDecisionPlan> {
    desk.sent.iter().rev().find_map(|request| match &request.call {
        Call::Deciding(DecidingCall::Plan { asked, .. }) => Some(asked),
        _ => None,
    })
}

/// How often something was to be decided.
fn orders(desk: &Desk) -> usize {
    let decides =
        |call: &Call| matches!(call, Call::Order { order: Order::CarryOut(..), .. } | Call::Write { .. });
    desk.sent.iter().filter(|request| decides(&request.call)).count()
}

#[test]
fn every_face_at_120x34() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 34));
        }
    }
}

#[test]
fn the_key_of_the_single_act_decides_on_what_is_marked_and_without_marks_on_the_row_alone() {
    for (queue, key, choices) in ALL {
        for (option, decision) in choices.into_iter().enumerate() {
            let mut desk = asking(Lang::Vi, queue, key);
            assert_eq!(desk.model.common.screen, Screen::Decisions);
            choose(&mut desk, option);
            desk.text("Vì một lý do");
            go(&mut desk);
            let asked = asked(&desk).unwrap();
            assert_eq!((asked.decision, asked.remark.as_str()), (decision, "Vì một lý do"));
            assert_eq!(asked.assignments, [facts::id(0), facts::id(1)]);
        }
        let mut desk = in_queue(Lang::Vi, queue);
        desk.text(key);
        assert!(matches!(&desk.last().call, Call::Item(id) if *id == facts::id(0)), "{:?}", desk.last().call);
        assert_ne!(desk.model.common.screen, Screen::Decisions);
    }
}

#[test]
fn no_key_chooses_a_decision_and_what_needs_a_reason_has_one_before_it_is_planned() {
    for (queue, key, _) in ALL {
        let mut desk = asking(Lang::Vi, queue, key);
        desk.key(KeyCode::Tab);
        desk.text("Vì một lý do");
        go(&mut desk);
        assert!(asked(&desk).is_none());
        let screen = desk.screen(80, 24);
        assert!(screen.contains(Lang::Vi.tui_choose_first()) && screen.contains("Vì một lý do"), "{screen}");
        let mut desk = asking(Lang::Vi, queue, key);
        choose(&mut desk, 1);
        go(&mut desk);
        assert!(asked(&desk).is_none());
        let missing = Lang::Vi.field_missing(Lang::Vi.decisions_label_remark());
        assert!(desk.screen(80, 24).contains(&missing), "{}", desk.screen(80, 24));
    }
}

#[test]
fn nothing_is_decided_by_any_key_pressed_in_haste_nor_by_enter_alone() {
    for key in ('!'..='~').map(crate::keys::Key::char).chain([crate::keys::Key::code(KeyCode::Enter)]) {
        let mut desk = planned(Lang::Vi, &plan(Decision::Return, 4));
        for _ in 0..6 {
            desk.press(key);
            desk.at += std::time::Duration::from_millis(16);
        }
        assert_eq!(orders(&desk), 0, "{key:?}");
    }
    let mut desk = planned(Lang::Vi, &plan(Decision::Accept, 4));
    desk.text("Y");
    for _ in 0..20 {
        desk.wait(400);
        desk.key(KeyCode::Enter);
    }
    assert_eq!(orders(&desk), 0);
}

#[test]
fn of_more_than_ten_and_of_the_highest_levels_the_number_must_be_typed() {
    for (decision, n, typed) in [(Decision::Accept, 14, "14"), (Decision::ReleaseStep, 2, "2")] {
        let mut desk = planned(Lang::Vi, &plan(decision, n));
        desk.text("Y");
        desk.wait(400);
        desk.text("9");
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Enter);
        assert_eq!(orders(&desk), 0, "{}", desk.screen(80, 24));
        desk.key(KeyCode::Backspace);
        desk.text(typed);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Tab);
        desk.key(KeyCode::Enter);
        let Call::Order { order: Order::CarryOut(id, ConfirmPlan { items }), .. } = &desk.last().call else {
            panic!("{:?}", desk.last())
        };
        assert_eq!((*id, *items), (PlanId(Uuid::from_u128(78)), usize::try_from(n).unwrap()));
    }
}

#[test]
fn the_box_says_what_is_decided_why_who_is_told_and_that_it_is_for_good() {
    let mut desk = planned(Lang::Vi, &plan(Decision::Return, 4));
    desk.text("Y");
    desk.wait(400);
    let screen = desk.screen(80, 24);
    for said in [
        "Trả lại: 4 việc của 4 đơn vị",
        "Thiếu phụ lục số liệu",
        "4 việc quá hạn ngay",
        "Không hoàn tác được",
        "1 việc không quyết định được",
    ] {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    for reader in facts::readers().recipients {
        assert!(screen.contains(&reader.name), "{}\n{screen}", reader.name);
    }
}

#[test]
fn what_was_refused_is_tried_again_by_the_same_key_and_a_decision_chosen_anew() {
    let mut desk = done(Lang::Vi);
    assert!(
        desk.screen(80, 24).contains("3 việc đã quyết định · 1 bị từ chối (V: làm lại)"),
        "{}",
        desk.screen(80, 24)
    );
    desk.text("V");
    assert_eq!(desk.model.screens.decisions.face, Face::Ask);
    assert_eq!(
        desk.model.screens.decisions.asking.items.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        [facts::id(1)]
    );
    assert_eq!(desk.model.screens.decisions.asking.decision(), None);
    // Where nothing was refused there is nothing to try again.
    let mut desk = planned(Lang::Vi, &plan(Decision::Accept, 1));
    agree(&mut desk);
    desk.answer(of(&carried_out(plan(Decision::Accept, 1))));
    desk.text("V");
    assert_eq!(desk.model.screens.decisions.face, Face::Done);
    assert!(desk.screen(80, 24).contains(Lang::Vi.decisions_nothing_refused()), "{}", desk.screen(80, 24));
}

#[test]
fn a_reason_that_was_typed_is_kept_and_no_decision_with_it() {
    let mut desk = asking(Lang::Vi, Queue::Submission, "V");
    choose(&mut desk, 1);
    desk.text("Thiếu phụ lục");
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Submissions);
    desk.text("V");
    let asking = &desk.model.screens.decisions.asking;
    assert_eq!((asking.form.text().as_str(), asking.decision()), ("Thiếu phụ lục", None));
    assert!(desk.screen(80, 24).contains(Lang::Vi.composer_draft()), "{}", desk.screen(80, 24));
    desk.key(KeyCode::Esc);
    assert!(desk.model.screens.decisions.unsent(Lang::Vi).iter().any(|draft| draft.contains("2 việc")));
    // A refusal of the server leaves it in its place.
    desk.text("V");
    choose(&mut desk, 1);
    go(&mut desk);
    desk.fail(facts::problem(ErrorCode::NotPermitted, 403));
    let screen = desk.screen(80, 24);
    assert!(
        screen.contains("Thiếu phụ lục") && screen.contains(ErrorCode::NotPermitted.message(Lang::Vi)),
        "{screen}"
    );
}

#[test]
fn after_it_the_marks_are_gone_and_the_cursor_is_on_the_next_row_that_waits() {
    let mut desk = in_queue(Lang::Vi, Queue::Submission);
    desk.text("    gg");
    desk.text("V");
    choose(&mut desk, 0);
    go(&mut desk);
    desk.answer(of(&plan(Decision::Accept, 4)));
    agree(&mut desk);
    desk.answer(of(&carried_out(plan(Decision::Accept, 4))));
    desk.key(KeyCode::Esc);
    assert_eq!(desk.model.common.screen, Screen::Submissions);
    // The second was refused: it waits, and keeps its mark.
    assert_eq!(desk.model.screens.submissions.list.cursor, Some(facts::id(1)));
    desk.wait(30_000);
    assert!(desk.screen(80, 24).contains(&Lang::Vi.decisions_marked(1, 0, "V")), "{}", desk.screen(80, 24));
    desk.text("n");
    assert_eq!(desk.model.screens.submissions.list.cursor, Some(facts::id(4)));
}

#[test]
fn where_the_answer_is_lost_what_stands_is_read_and_the_rest_can_be_decided() {
    let mut desk = planned(Lang::Vi, &plan(Decision::Accept, 4));
    agree(&mut desk);
    desk.fail(Failure::TimedOut.of_write());
    assert!(desk.screen(80, 24).contains("chưa rõ thao tác đã được ghi"), "{}", desk.screen(80, 24));
    assert!(matches!(desk.last().call, Call::Deciding(DecidingCall::Standing(_))), "{:?}", desk.last());
    let mut half = carried_out(plan(Decision::Accept, 4));
    for item in half.parts.iter_mut().skip(2).flat_map(|part| &mut part.items) {
        (item.state, item.why) = (PartState::Planned, None);
    }
    desk.answer(of(&half));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.decisions_rest(2)), "{}", desk.screen(80, 24));
    agree(&mut desk);
    assert_eq!(orders(&desk), 2);
    desk.answer(of(&carried_out(plan(Decision::Accept, 4))));
    assert!(!desk.screen(80, 24).contains("chưa thực hiện"), "{}", desk.screen(80, 24));
}

#[test]
fn more_than_can_be_decided_at_once_is_said_before_it_is_asked() {
    let mut desk = in_queue(Lang::Vi, Queue::Submission);
    desk.text("M");
    desk.answer(Answer::Page(facts::page(0..200, 201)));
    desk.answer(Answer::Page(facts::page(200..201, 201)));
    desk.text("V");
    choose(&mut desk, 0);
    go(&mut desk);
    assert!(asked(&desk).is_none());
    assert!(desk.screen(80, 24).contains(&Lang::Vi.decisions_too_many(200, 201)), "{}", desk.screen(80, 24));
}
