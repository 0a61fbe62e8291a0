//! The next run of reminders.

use crossterm::event::KeyCode;
use dondoc_shared::{error::ErrorCode, text::Lang};
use jiff::civil::{Date, date};

use super::{
    Desk,
    desk::{FRIDAY, on_people, on_run, run},
    facts,
};
use crate::net::{Answer, Call};

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
