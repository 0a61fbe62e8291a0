//! A policy is changed by one who may, after its simulation was seen, and by no accident.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    policy::{PolicyBody, ReminderPolicy, When},
    role::Role,
    text::Lang,
    wire::{Written, policy::Policies, session::Me},
};
use tui_input::Input;
use uuid::Uuid;

use super::{
    Desk,
    desk::{FRIDAY, draft, drafting, on_policies, policies, press_go, refusal, simulated, simulation},
    facts,
};
use crate::{
    app::msg::Msg,
    dialog::agree::Stop as AgreeStop,
    keys::{Key, Screen},
    net::{Answer, Call, Failure, Order, Request},
    screens::draft::{Face, Stop},
    ui::policy_lines::write,
};

/// The orders sent so far.
fn orders(desk: &Desk) -> Vec<(Uuid, Order)> {
    let order = |request: &Request| match &request.call {
        Call::Order { key, order } => Some((*key, order.clone())),
        _ => None,
    };
    desk.sent.iter().filter_map(order).collect()
}

/// Types the word and presses the button.
fn agree_to(desk: &mut Desk, word: &str) {
    desk.wait(400);
    desk.text(word);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
}

fn written(version: i32) -> Answer {
    Answer::Written(Written { id: Uuid::from_u128(9), version })
}

#[test]
fn a_draft_is_sent_only_after_its_simulation_was_shown_and_is_the_very_one_that_was() {
    let mut desk = drafting(Lang::Vi);
    desk.text("A");
    assert!(desk.model.agree.is_none(), "letters are text in the form");
    let body = write(&PolicyBody::Reminders(ReminderPolicy { cap: 4, ..ReminderPolicy::default() }));
    draft(&mut desk).body = Input::new(body);
    press_go(&mut desk);
    let Call::Simulate(tried) = &desk.last().call else { panic!("{:?}", desk.last().call) };
    let tried = tried.clone();
    assert!(matches!(&tried.body, PolicyBody::Reminders(policy) if policy.cap == 4));
    assert!(orders(&desk).is_empty());
    desk.answer(Answer::Simulation(Box::new(simulation())));
    assert_eq!((desk.model.common.screen, desk.model.screens.draft.face), (Screen::Draft, Face::Simulation));
    desk.text("A");
    agree_to(&mut desk, "nhac viec");
    let sent = orders(&desk);
    let [(_, Order::MakePolicy(version))] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((&version.body, &version.tenant), (&tried.body, &tried.tenant));
    assert_eq!((version.from, version.note.as_str()), (FRIDAY, "Bớt thư"));
    desk.answer(written(4));
    assert!(desk.model.screens.draft.draft.is_none() && desk.model.agree.is_none());
    assert!(matches!(desk.last().call, Call::Policies));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Đã lập nhắc việc, bản 4."), "{screen}");
}

#[test]
fn a_line_that_cannot_be_read_is_named_and_nothing_is_asked() {
    let mut desk = drafting(Lang::En);
    draft(&mut desk).body = Input::new("before-7: assignee\nweekly: assignee\ncap: 5".to_owned());
    let before = desk.sent.len();
    press_go(&mut desk);
    assert_eq!(desk.sent.len(), before);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Line 2: “weekly” is not known"), "{screen}");
    assert_eq!(draft(&mut desk).focus, Stop::Body);
}

#[test]
fn what_the_server_refuses_stands_at_the_line_that_it_means_and_what_was_typed_stays() {
    let mut desk = simulated(Lang::Vi);
    desk.text("A");
    agree_to(&mut desk, "nhac viec");
    desk.fail(refusal(&[("rules.overdue-7", "“rules.overdue-7” bị lặp.")]));
    assert_eq!((desk.model.screens.draft.face, draft(&mut desk).focus), (Face::Form, Stop::Body));
    assert_eq!(desk.model.common.screen, Screen::Draft);
    let screen = desk.screen(80, 24);
    let rule = "7 ngày quá hạn: người thực hiện và người phê duyệt: “rules.overdue-7” bị lặp.";
    assert!(screen.contains(rule), "{screen}");
    assert!(screen.contains("Bớt thư"), "{screen}");
    press_go(&mut desk);
    desk.fail(refusal(&[("tenant", "“tenant” không đúng dạng.")]));
    assert_eq!(draft(&mut desk).focus, Stop::Tenant);
}

#[test]
fn a_version_needs_a_reason_and_a_day_after_today_and_a_trial_needs_neither() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("n");
    let tries = |desk: &mut Desk| {
        press_go(desk);
        assert!(matches!(desk.last().call, Call::Simulate(_)));
        desk.answer(Answer::Simulation(Box::new(simulation())));
        desk.text("A");
        assert!(desk.model.agree.is_none());
    };
    tries(&mut desk);
    assert_eq!(draft(&mut desk).focus, Stop::Note);
    assert!(desk.screen(80, 24).contains(Lang::Vi.desk_note_missing()));
    desk.text("vì");
    draft(&mut desk).from = Input::new("25/07/2024".to_owned());
    tries(&mut desk);
    assert_eq!(draft(&mut desk).focus, Stop::From);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&Lang::Vi.desk_from_past("25/07/2024")), "{screen}");
}

#[test]
fn who_may_not_make_a_version_can_try_one() {
    let me = Me { role: Role::Observer, ..facts::me() };
    let mut desk = Desk::signed_in_as(Lang::Vi, me);
    desk.text("gp");
    desk.answer(Answer::Policies(policies()));
    desk.text("n");
    let screen = desk.screen(80, 24);
    assert!(!screen.contains(Lang::Vi.desk_label_note()), "{screen}");
    press_go(&mut desk);
    desk.answer(Answer::Simulation(Box::new(simulation())));
    desk.text("A");
    assert!(desk.model.agree.is_none());
    assert!(desk.screen(80, 24).contains(ErrorCode::NotPermitted.message(Lang::Vi)));
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::Esc);
    desk.text("W");
    assert!(desk.model.agree.is_none());
}

#[test]
fn a_tenant_may_be_named_by_its_short_name() {
    let mut desk = drafting(Lang::Vi);
    draft(&mut desk).tenant = Input::new("hno".to_owned());
    press_go(&mut desk);
    let Call::Simulate(tried) = &desk.last().call else { panic!() };
    assert_eq!(tried.tenant.as_deref(), Some("ha-noi"));
}

#[test]
fn no_key_however_often_it_is_pressed_makes_or_withdraws_a_version() {
    for key in ('!'..='~').chain([' ']) {
        for (mut desk, open) in [(Box::new(simulated(Lang::Vi)), "A"), (Box::new(on_policies(Lang::Vi)), "W")]
        {
            desk.text(open);
            for _ in 0..3 {
                desk.press(Key::char(key));
                desk.key(KeyCode::Enter);
                desk.at += Duration::from_millis(15);
            }
            desk.wait(400);
            for _ in 0..4 {
                desk.press(Key::char(key));
                desk.key(KeyCode::Enter);
            }
            assert!(orders(&desk).is_empty(), "{open} {key}");
        }
    }
}

#[test]
fn the_word_is_typed_by_hand_and_must_fit() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("GW");
    desk.text("thua-thien-hue");
    assert_eq!(desk.model.agree.as_ref().unwrap().typed.value(), "", "hasty keys were not meant for it");
    desk.wait(400);
    desk.step(Msg::Paste("thua-thien-hue".to_owned()));
    agree_to(&mut desk, "thang báo cáo cấp trên");
    assert!(orders(&desk).is_empty());
    let agree = desk.model.agree.as_mut().unwrap();
    (agree.focus, agree.typed) = (AgreeStop::Word, Input::default());
    agree_to(&mut desk, "thua-thien-hue");
    assert!(
        matches!(orders(&desk).as_slice(), [(_, Order::WithdrawPolicy(id))] if id.0 == Uuid::from_u128(5))
    );
}

#[test]
fn the_first_version_and_one_that_was_withdrawn_are_not_withdrawn() {
    let mut desk = on_policies(Lang::Vi);
    for _ in 0..2 {
        desk.text("jW");
        assert!(desk.model.agree.is_none());
    }
    assert!(desk.screen(80, 24).contains("Không rút được bản 1"));
}

#[test]
fn an_act_whose_outcome_is_not_known_is_tried_again_with_the_same_key_and_keeps_its_box() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("W");
    agree_to(&mut desk, "nhac viec");
    desk.key(KeyCode::Esc);
    assert!(desk.model.agree.is_some(), "the outcome must be known first");
    desk.fail(Failure::TimedOut);
    desk.key(KeyCode::Enter);
    desk.fail(facts::problem(ErrorCode::WrongState, 409));
    desk.key(KeyCode::Enter);
    let keys: Vec<Uuid> = orders(&desk).into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys[0] == keys[1] && keys[1] != keys[2]);
    desk.answer(written(3));
    assert!(desk.model.agree.is_none());
}

#[test]
fn a_draft_that_is_left_keeps_what_was_typed_for_each_version() {
    let mut desk = drafting(Lang::Vi);
    desk.key(KeyCode::Esc);
    desk.text("jn");
    assert_eq!(draft(&mut desk).note.value(), "");
    desk.key(KeyCode::Esc);
    desk.text("kn");
    assert_eq!(draft(&mut desk).note.value(), "Bớt thư");
}

#[test]
fn a_simulation_that_is_no_longer_waited_for_is_dropped() {
    let mut desk = drafting(Lang::Vi);
    press_go(&mut desk);
    let asked = desk.last().ticket;
    desk.key(KeyCode::Esc);
    desk.reply(asked, Ok(Answer::Simulation(Box::new(simulation()))));
    assert_eq!((desk.model.dropped, desk.model.common.screen), (1, Screen::Policies));
    assert!(draft(&mut desk).seen.is_none());
}

#[test]
fn a_simulation_is_kept_as_the_server_wrote_it_under_the_name_of_its_day() {
    let mut desk = simulated(Lang::Vi);
    desk.text("ww");
    let asked = desk.sent.iter().filter(|request| matches!(request.call, Call::SimulationTable(_))).count();
    assert_eq!(asked, 1);
    desk.answer(Answer::Table("\u{feff}\"a\"\r\n".to_owned()));
    let [(name, text)] = desk.saved.as_slice() else { panic!("{:?}", desk.saved) };
    assert_eq!((name.as_str(), text.as_str()), ("mo-phong-2024-07-26.csv", "\u{feff}\"a\"\r\n"));
    desk.step(Msg::Saved(Ok("/tmp/mo-phong-2024-07-26.csv".to_owned())));
    assert!(desk.screen(80, 24).contains("/tmp/mo-phong-2024-07-26.csv"));
}

#[test]
fn the_table_of_another_simulation_is_asked_for_while_the_first_is_on_its_way_and_both_are_kept() {
    let mut desk = simulated(Lang::Vi);
    desk.text("w");
    let first = desk.last().ticket;
    desk.key(KeyCode::Esc);
    draft(&mut desk).tenant = Input::new("ha-noi".to_owned());
    press_go(&mut desk);
    desk.answer(Answer::Simulation(Box::new(simulation())));
    desk.text("w");
    let Call::SimulationTable(trial) = &desk.last().call else { panic!("{:?}", desk.last().call) };
    assert_eq!(trial.tenant.as_deref(), Some("ha-noi"));
    desk.answer(Answer::Table("hai".to_owned()));
    desk.reply(first, Ok(Answer::Table("một".to_owned())));
    let texts: Vec<&str> = desk.saved.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["hai", "một"]);
}

#[test]
fn a_tenant_or_a_date_that_was_typed_is_something_to_lose_and_those_of_a_fresh_draft_are_not() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("n");
    assert!(!draft(&mut desk).is_written());
    draft(&mut desk).tenant = Input::new("ha-noi".to_owned());
    assert!(draft(&mut desk).is_written());
    draft(&mut desk).tenant = Input::default();
    assert!(!draft(&mut desk).is_written());
    draft(&mut desk).from = Input::new("01/09/2024".to_owned());
    desk.key(KeyCode::Esc);
    desk.text("gdq");
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Sẽ mất 1 bản nháp chưa gửi:"), "{screen}");
}

#[test]
fn a_first_day_that_nobody_typed_is_the_next_one_whenever_the_draft_is_gone_on_with() {
    for (typed, shown) in [(None, "27/07/2024"), (Some("01/09/2024"), "01/09/2024")] {
        let mut desk = on_policies(Lang::Vi);
        desk.text("n");
        if let Some(typed) = typed {
            draft(&mut desk).from = Input::new(typed.to_owned());
        }
        desk.key(KeyCode::Esc);
        desk.text("R");
        desk.answer(Answer::Policies(Policies { today: FRIDAY, ..policies() }));
        desk.text("n");
        assert_eq!(draft(&mut desk).from.value(), shown);
        assert_eq!(draft(&mut desk).is_written(), typed.is_some());
    }
}

#[test]
fn the_bars_of_a_simulation_also_read_as_text() {
    let screen = simulated(Lang::Vi).screen(80, 24);
    assert!(screen.contains("5.730 thư · nhiều nhất 400 (26/07)"), "{screen}");
    assert!(screen.contains("3.530 thư · nhiều nhất 300 (26/07)"), "{screen}");
}

#[test]
fn a_policy_that_was_typed_keeps_every_rule_of_the_one_it_began_as() {
    let mut desk = drafting(Lang::Vi);
    press_go(&mut desk);
    let Call::Simulate(tried) = &desk.last().call else { panic!() };
    let PolicyBody::Reminders(policy) = &tried.body else { panic!() };
    assert_eq!(*policy, ReminderPolicy::default());
    assert!(policy.rules.iter().any(|rule| rule.when == When::Due));
}
