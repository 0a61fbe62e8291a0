//! The screens of runs, policies and simulations: what they are shown with, and how they look at 120x40.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::{ErrorCode, FieldError},
    id::PolicyId,
    ladder::LadderPolicy,
    policy::{PolicyBody, ReminderPolicy},
    text::Lang,
    wire::policy::{
        LineRun, Pair, PersonRun, Policies, Policy, Run, SimulatedDay, SimulatedPerson, SimulatedTenant,
        Simulation, TenantRun,
    },
};
use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
};
use uuid::Uuid;

use super::{Desk, facts};
use crate::{
    net::{Answer, Failure},
    screens::draft::{Draft, Stop},
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
    let named = vec![
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
    named.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

pub const FRIDAY: Date = date(2024, 7, 26);

pub fn run(on: Date, tenant: Option<u32>) -> Run {
    let all = 0..93u32;
    let asked = all.filter(|n| tenant.is_none_or(|tenant| tenant == *n));
    let leaves_at: Option<Timestamp> = format!("{on}T00:30:00Z").parse().ok();
    let tenants: Vec<TenantRun> = asked
        .map(|n| TenantRun {
            tenant: facts::tenant(n),
            // One is held until somebody lifts it, one for some hours, one is over its budget.
            leaves_at: leaves_at.filter(|_| n != 1).map(|at| at + (if n == 2 { 5 } else { 0 }).hours()),
            held: matches!(n, 1 | 2),
            over_budget: if n == 3 { 12 } else { 0 },
            mails: i64::from(93 - n),
            lines: i64::from((93 - n) * 40),
            people: tenant.map(|_| vec![person(1, 9), person(2, 1)]).unwrap_or_default(),
        })
        .collect();
    Run {
        on,
        leaves_at,
        held: false,
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

pub fn on_run(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gn");
    desk.answer(Answer::Run(Box::new(run(FRIDAY, None))));
    desk
}

pub fn on_people(lang: Lang) -> Desk {
    let mut desk = on_run(lang);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Run(Box::new(run(FRIDAY, Some(0)))));
    desk
}

#[test]
fn every_screen_of_policies_at_120x40() {
    for lang in Lang::ALL {
        for (name, mut desk) in
            places(*lang).into_iter().chain(super::urges::places(*lang)).chain(super::mail::places(*lang))
        {
            insta::assert_snapshot!(format!("{name}_120_{lang}"), desk.screen(120, 40));
        }
    }
}

pub fn policies() -> Policies {
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

pub fn on_policies(lang: Lang) -> Desk {
    let mut desk = Desk::signed_in(lang);
    desk.text("gp");
    desk.answer(Answer::Policies(policies()));
    desk
}

/// In the form of a draft made from the first version, with a reason typed.
pub fn drafting(lang: Lang) -> Desk {
    let mut desk = on_policies(lang);
    desk.text("n");
    desk.key(KeyCode::BackTab);
    desk.text("Bớt thư");
    desk.key(KeyCode::Tab);
    desk
}

pub fn draft(desk: &mut Desk) -> &mut Draft {
    desk.model.screens.draft.draft.as_mut().unwrap()
}

pub fn press_go(desk: &mut Desk) {
    draft(desk).focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

pub fn simulated(lang: Lang) -> Desk {
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

pub fn simulation() -> Simulation {
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

pub fn refusal(errors: &[(&str, &str)]) -> Failure {
    let Failure::Refused(mut problem) = facts::problem(ErrorCode::InvalidInput, 422) else { unreachable!() };
    let error = |(field, message): &(&str, &str)| FieldError {
        field: (*field).to_owned(),
        message: (*message).to_owned(),
    };
    problem.errors = errors.iter().map(error).collect();
    Failure::Refused(problem)
}
