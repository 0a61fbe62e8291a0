//! The next run, policies and simulations.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::{ErrorCode, FieldError},
    id::PolicyId,
    ladder::LadderPolicy,
    policy::{PolicyBody, ReminderPolicy, When},
    role::Role,
    text::Lang,
    wire::{
        Written,
        policy::{
            LineRun, Pair, PersonRun, Policies, Policy, Run, SimulatedDay, SimulatedPerson, SimulatedTenant,
            Simulation, TenantRun,
        },
    },
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use tui_input::Input;
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    app::Screen,
    dialog::agree,
    keys::Key,
    net::{Answer, Call, Failure, Order},
    screens::draft::{Stop, lines::write},
};

/// Every screen of policies, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut nothing = Desk::signed_in(lang);
    nothing.text("gn");
    nothing.answer(Answer::Run(Box::new(Run { mails: 0, lines: 0, tenants: vec![], ..run(FRIDAY, None) })));
    let mut failed = Desk::signed_in(lang);
    failed.text("gn");
    failed.fail(Failure::TimedOut);
    let mut help = on_run(lang);
    help.text("?");
    let (mut no_versions, mut try_help) = (Desk::signed_in(lang), simulated(lang));
    no_versions.text("gp");
    no_versions.answer(Answer::Policies(Policies { today: facts::TODAY, items: vec![] }));
    try_help.text("?");
    let mut one = on_policies(lang);
    one.text("j");
    one.key(KeyCode::Enter);
    let mut refused = drafting(lang);
    press_go(&mut refused);
    refused.fail(refusal(&[("rules.overdue-7", "“rules.overdue-7” bị lặp."), ("rules.every", "thiếu")]));
    let mut ladder = on_policies(lang);
    ladder.text("Gkn");
    let (mut days, mut people, mut none) = (simulated(lang), simulated(lang), drafting(lang));
    days.key(KeyCode::Tab);
    people.key(KeyCode::BackTab);
    press_go(&mut none);
    none.answer(Answer::Simulation(Box::new(Simulation {
        tenants: vec![],
        people: vec![],
        days: vec![day(0, 0, 0)],
        from: FRIDAY,
    })));
    let (mut make, mut withdraw) = (simulated(lang), on_policies(lang));
    make.text("A");
    withdraw.text("W");
    make.wait(400);
    withdraw.wait(400);
    let named = [
        ("policies", on_policies(lang)),
        ("policies_none", no_versions),
        ("policy", one),
        ("draft", drafting(lang)),
        ("draft_ladder", ladder),
        ("draft_refused", refused),
        ("simulation", simulated(lang)),
        ("simulation_days", days),
        ("simulation_people", people),
        ("simulation_none", none),
        ("simulation_help", try_help),
        ("agree_make", make),
        ("agree_withdraw", withdraw),
        ("run", on_run(lang)),
        ("run_nothing", nothing),
        ("run_failed", failed),
        ("run_people", on_people(lang)),
        ("run_help", help),
    ];
    named.map(|(name, desk)| (name.to_owned(), desk)).into()
}

const FRIDAY: Date = date(2024, 7, 26);

fn run(on: Date, tenant: Option<u32>) -> Run {
    let all = 0..93u32;
    let asked = all.filter(|n| tenant.is_none_or(|tenant| tenant == *n));
    let tenants: Vec<TenantRun> = asked
        .map(|n| TenantRun {
            tenant: facts::tenant(n),
            mails: i64::from(93 - n),
            lines: i64::from((93 - n) * 40),
            people: tenant.map(|_| vec![person(1, 9), person(2, 1)]).unwrap_or_default(),
        })
        .collect();
    Run {
        on,
        leaves_at: format!("{on}T00:30:00Z").parse().unwrap(),
        mails: tenants.iter().map(|t| t.mails).sum(),
        lines: tenants.iter().map(|t| t.lines).sum(),
        tenants,
    }
}

fn person(n: u32, lines: u32) -> PersonRun {
    let line = |n| LineRun {
        code: format!("T24-{n:02}/ha-noi"),
        title: "Kết nối cơ sở dữ liệu đất đai với Cơ sở dữ liệu quốc gia về dân cư".to_owned(),
        why: "Quá hạn 7 ngày, quy tắc overdue-7, bản 1 toàn quốc, cấp 1; gửi người được giao việc."
            .to_owned(),
    };
    PersonRun {
        name: format!("Chuyên viên {n}"),
        address: format!("officer{n}@ha-noi.example"),
        lines: (1..=lines).map(line).collect(),
    }
}

fn on_run(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gn");
    desk.answer(Answer::Run(Box::new(run(FRIDAY, None))));
    desk
}

fn on_people(lang: Lang) -> Desk {
    let mut desk = on_run(lang);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Run(Box::new(run(FRIDAY, Some(0)))));
    desk
}

#[test]
fn every_screen_of_policies_at_120x40() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}

/// The day and tenant that the newest request asks for.
fn asked(desk: &Desk) -> (Option<Date>, Option<&str>) {
    let Call::Run { on, tenant } = &desk.last().call else { panic!("{:?}", desk.last().call) };
    (*on, tenant.as_deref())
}

#[test]
fn the_next_run_says_when_how_much_and_who() {
    let mut desk = on_run(Lang::Vi);
    let screen = desk.screen(80, 24);
    assert!(screen.contains("26/07/2024 07:30: 4.371 thư, 174.840 dòng, 93 đơn vị"), "{screen}");
    desk.text("j");
    desk.key(KeyCode::Enter);
    assert_eq!(asked(&desk), (Some(FRIDAY), Some("thua-thien-hue")));
}

#[test]
fn another_day_is_a_key_away_and_only_the_last_answer_counts() {
    let mut desk = on_run(Lang::Vi);
    desk.text("]");
    let early = desk.last().ticket;
    desk.text("]");
    assert_eq!(asked(&desk).0, Some(date(2024, 7, 28)));
    desk.reply(early, Ok(Answer::Run(Box::new(run(date(2024, 7, 27), None)))));
    assert_eq!(desk.model.dropped, 1);
    desk.answer(Answer::Run(Box::new(run(date(2024, 7, 28), None))));
    assert!(desk.screen(80, 24).contains("28/07/2024 07:30"));
}

#[test]
fn a_day_that_has_passed_is_not_asked_for() {
    let mut desk = on_run(Lang::Vi);
    desk.text("[");
    desk.answer(Answer::Run(Box::new(run(facts::TODAY, None))));
    let before = desk.sent.len();
    desk.text("[");
    assert_eq!(desk.sent.len(), before);
    assert!(desk.screen(80, 24).contains(&Lang::Vi.desk_run_beyond(366)));
}

#[test]
fn the_people_of_a_tenant_stay_the_same_ones_on_another_day_and_the_list_follows() {
    let mut desk = on_people(Lang::Vi);
    assert!(desk.screen(80, 24).contains("officer1@ha-noi.example"));
    desk.text("]");
    assert_eq!(asked(&desk), (Some(date(2024, 7, 27)), Some("ha-noi")));
    desk.answer(Answer::Run(Box::new(run(date(2024, 7, 27), Some(0)))));
    desk.key(KeyCode::Esc);
    assert_eq!(asked(&desk), (Some(date(2024, 7, 27)), None));
}

#[test]
fn a_run_that_cannot_be_read_says_why_and_what_was_read_stays() {
    let mut desk = on_run(Lang::Vi);
    desk.text("]");
    desk.fail(facts::problem(ErrorCode::Unavailable, 503));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("✗ Hệ thống tạm thời không phục vụ được."), "{screen}");
    assert!(screen.contains("26/07/2024 07:30"));
    desk.text("]");
    assert_eq!(asked(&desk).0, Some(date(2024, 7, 27)));
}

#[test]
fn the_cursor_stays_on_its_tenant_when_the_order_changes() {
    let mut desk = on_run(Lang::Vi);
    desk.text("jjR");
    let mut other = run(FRIDAY, None);
    other.tenants.reverse();
    desk.answer(Answer::Run(Box::new(other)));
    desk.key(KeyCode::Enter);
    assert_eq!(asked(&desk).1, Some("dak-lak"));
}

fn policies() -> Policies {
    let policy = |n: u32, version, body, tenant: Option<u32>| Policy {
        id: PolicyId(Uuid::from_u128(u128::from(n))),
        tenant: tenant.map(facts::tenant),
        version,
        from: date(2022, 3, 15),
        until: None,
        in_force: true,
        note: "Bản đầu tiên.".to_owned(),
        by: "system:import".to_owned(),
        at: facts::now(),
        body,
    };
    let reminders = || PolicyBody::Reminders(ReminderPolicy::default());
    let ladder = || PolicyBody::Ladder(LadderPolicy::default());
    let mut items = vec![
        Policy { from: date(2024, 8, 1), in_force: false, ..policy(1, 3, reminders(), None) },
        Policy {
            until: Some(date(2024, 7, 1)),
            in_force: false,
            by: "Lãnh đạo (Tổ công tác)".to_owned(),
            ..policy(2, 2, reminders(), None)
        },
        policy(3, 1, reminders(), None),
        policy(4, 1, ladder(), None),
        policy(5, 1, ladder(), Some(1)),
    ];
    items[0].note =
        "Bớt thư cho người được giao việc: năm lần nhắc trước hạn là quá nhiều, theo ý kiến các địa phương."
            .to_owned();
    Policies { today: facts::TODAY, items }
}

fn on_policies(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gp");
    desk.answer(Answer::Policies(policies()));
    desk
}

/// In the form of a draft made from the first version, with a reason typed.
fn drafting(lang: Lang) -> Desk {
    let mut desk = on_policies(lang);
    desk.text("n");
    desk.key(KeyCode::BackTab);
    desk.text("Bớt thư");
    desk.key(KeyCode::Tab);
    desk
}

fn draft(desk: &mut Desk) -> &mut crate::screens::draft::Draft {
    desk.model.draft.as_mut().unwrap()
}

fn press_go(desk: &mut Desk) {
    draft(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

fn simulated(lang: Lang) -> Desk {
    let mut desk = drafting(lang);
    press_go(&mut desk);
    desk.answer(Answer::Simulation(Box::new(simulation())));
    desk
}

fn day(n: i64, now: i64, draft: i64) -> SimulatedDay {
    let on = FRIDAY.checked_add(n.days()).unwrap();
    let scaled = |factor| Pair { now: now * factor, draft: draft * factor };
    SimulatedDay { on, mails: scaled(1), lines: scaled(40), steps: scaled(0) }
}

fn simulation() -> Simulation {
    let days = (0..30).map(|n| if n % 7 > 4 { day(n, 0, 0) } else { day(n, 400 - 10 * n, 300 - 10 * n) });
    let pair = |now, draft| Pair { now, draft };
    let tenants = (0..40u32).map(|n| SimulatedTenant {
        tenant: facts::tenant(n),
        mails: pair(i64::from(120 - n), i64::from(90 - n)),
        lines: pair(i64::from(12_000 - n), i64::from(9_000 - n)),
        most_a_day: pair(6, 4),
        steps: pair(12, 12),
        silent: pair(3, 9),
    });
    let people = (1..=20).map(|n| SimulatedPerson {
        tenant: "ha-noi".to_owned(),
        name: format!("Chuyên viên {n}"),
        mails: pair(22, 15),
        lines: pair(1_200, 900),
    });
    Simulation { from: FRIDAY, days: days.collect(), tenants: tenants.collect(), people: people.collect() }
}

fn refusal(errors: &[(&str, &str)]) -> Failure {
    let Failure::Refused(mut problem) = facts::problem(ErrorCode::InvalidInput, 422) else { unreachable!() };
    let error = |(field, message): &(&str, &str)| FieldError {
        field: (*field).to_owned(),
        message: (*message).to_owned(),
    };
    problem.errors = errors.iter().map(error).collect();
    Failure::Refused(problem)
}

/// The orders sent so far.
fn orders(desk: &Desk) -> Vec<(Uuid, Order)> {
    let order = |request: &crate::net::Request| match &request.call {
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
    assert_eq!(desk.model.screen, Screen::Simulation);
    desk.text("A");
    agree_to(&mut desk, "reminders");
    let sent = orders(&desk);
    let [(_, Order::MakePolicy(version))] = sent.as_slice() else { panic!("{sent:?}") };
    assert_eq!((&version.body, &version.tenant), (&tried.body, &tried.tenant));
    assert_eq!((version.from, version.note.as_str()), (FRIDAY, "Bớt thư"));
    desk.answer(written(4));
    assert!(desk.model.draft.is_none() && desk.model.agree.is_none());
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
    agree_to(&mut desk, "reminders");
    desk.fail(refusal(&[("rules.overdue-7", "“rules.overdue-7” bị lặp.")]));
    assert_eq!((desk.model.screen, draft(&mut desk).focus), (Screen::Draft, Stop::Body));
    let screen = desk.screen(80, 24);
    assert!(screen.contains("Dòng 7: “rules.overdue-7” bị lặp."), "{screen}");
    assert!(screen.contains("Bớt thư"), "{screen}");
    press_go(&mut desk);
    desk.fail(refusal(&[("tenant", "“tenant” không đúng dạng.")]));
    assert_eq!(draft(&mut desk).focus, Stop::Tenant);
}

#[test]
fn a_version_needs_a_reason_and_a_day_after_today() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("n");
    press_go(&mut desk);
    assert_eq!(draft(&mut desk).focus, Stop::Note);
    desk.text("vì");
    draft(&mut desk).from = Input::new("25/07/2024".to_owned());
    press_go(&mut desk);
    assert_eq!(draft(&mut desk).focus, Stop::From);
    let screen = desk.screen(80, 24);
    assert!(screen.contains(&Lang::Vi.desk_from_past("25/07/2024")), "{screen}");
    assert!(!matches!(desk.last().call, Call::Simulate(_)));
}

#[test]
fn who_may_not_make_a_version_can_try_one() {
    let me = dondoc_shared::wire::session::Me { role: Role::Observer, ..facts::me() };
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
        for (mut desk, open) in [(simulated(Lang::Vi), "A"), (on_policies(Lang::Vi), "W")] {
            desk.text(open);
            for _ in 0..3 {
                desk.press(Key::char(key));
                desk.key(KeyCode::Enter);
                desk.at += std::time::Duration::from_millis(15);
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
    desk.step(crate::app::msg::Msg::Paste("thua-thien-hue".to_owned()));
    agree_to(&mut desk, "ladder");
    assert!(orders(&desk).is_empty());
    let agree = desk.model.agree.as_mut().unwrap();
    (agree.focus, agree.typed) = (agree::Stop::Word, Input::default());
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
    assert!(desk.screen(80, 24).contains(&Lang::Vi.desk_withdraw_not(1)[..20]));
}

#[test]
fn an_act_whose_outcome_is_not_known_is_tried_again_with_the_same_key_and_keeps_its_box() {
    let mut desk = on_policies(Lang::Vi);
    desk.text("W");
    agree_to(&mut desk, "reminders");
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
    desk.key(KeyCode::Esc);
    desk.answer(Answer::Simulation(Box::new(simulation())));
    assert_eq!((desk.model.dropped, desk.model.screen), (1, Screen::Policies));
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
    assert_eq!((name.as_str(), text.as_str()), ("mo-phong-2024-07-26", "\u{feff}\"a\"\r\n"));
    desk.step(crate::app::msg::Msg::Saved(Ok("/tmp/mo-phong-2024-07-26.csv".to_owned())));
    assert!(desk.screen(80, 24).contains("/tmp/mo-phong-2024-07-26.csv"));
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
