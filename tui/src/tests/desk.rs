//! The next run, policies and simulations.

use crossterm::event::KeyCode;
use dondoc_shared::{
    error::ErrorCode,
    text::Lang,
    wire::policy::{LineRun, PersonRun, Run, TenantRun},
};
use jiff::civil::{Date, date};

use super::{Desk, facts};
use crate::net::{Answer, Call, Failure};

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
    let named = [
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
