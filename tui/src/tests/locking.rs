//! A console that nobody uses for a while.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    net::{Answer, Call, Failure, Reply, auth::Shown},
};

const MINUTE: u64 = 60_000;

/// In the backlog, filtered, a row marked, with something typed about an assignment; locked after a quarter of an hour.
fn at_work() -> Desk {
    let mut desk = Desk::in_backlog(Lang::En);
    desk.model.lock_after = Some(Duration::from_mins(15));
    desk.text("/overdue>14");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(0..30, 30)));
    desk.text(" ");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(facts::detail(1))));
    desk.text("O");
    desk.wait(400);
    desk.text("Please add the figures");
    desk
}

#[test]
fn after_so_long_without_a_key_the_screen_is_covered_and_the_session_over() {
    let mut desk = at_work();
    desk.wait(15 * MINUTE - 1);
    assert!(!desk.model.common.is_locked);
    let due = desk.model.wake_at(desk.at).unwrap();
    assert!(due <= desk.at + Duration::from_millis(1), "the console wakes by itself");
    desk.wait(1);
    assert!(matches!(desk.last().call, Call::LogOut));
    for size in [(80, 24), (200, 50), (40, 10)] {
        let screen = desk.screen(size.0, size.1);
        assert!(screen.contains("pass-phrase to go on") || size.1 < 15, "{screen}");
        assert!(screen.lines().next().unwrap().contains("Session over"), "the header stays\n{screen}");
        for text in ["T24", "Please add", "overdue", "Hà Nội", "Backlog"] {
            assert!(!screen.contains(text), "{text}\n{screen}");
        }
    }
    for lang in [Lang::Vi, Lang::En] {
        desk.model.common.lang = lang;
        insta::assert_snapshot!(format!("locked_{lang}"), desk.screen(80, 24));
    }
    // Who asks whether to leave learns how much would be lost, and not what.
    desk.wait(400);
    desk.key(KeyCode::Esc);
    let asked = desk.screen(80, 24);
    assert!(asked.contains("1 unsent draft will be lost") && !asked.contains("T24"), "{asked}");
    desk.key(KeyCode::Esc);
    desk.key(KeyCode::F(1));
    assert!(!desk.screen(80, 24).contains("T24"));
}

#[test]
fn whoever_comes_back_finds_draft_mark_and_filter_as_they_were() {
    let mut desk = at_work();
    let before = desk.screen(80, 24);
    desk.wait(15 * MINUTE);
    desk.text("what is typed at once is no pass-phrase");
    assert_eq!(desk.model.log_in.dots(), 0);
    desk.wait(400);
    desk.text("mat khau");
    desk.key(KeyCode::Enter);
    let Call::LogIn(Shown { email, .. }) = &desk.last().call else { panic!("{:?}", desk.last()) };
    assert_eq!(email, "lanhdao@tct.example");
    desk.fail(Failure::Unreachable);
    assert!(desk.model.log_in.covers, "a wrong answer uncovers nothing");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::SignedIn(facts::me()));
    // The last but one row says that the page is read anew.
    let shown = |screen: &str| screen.lines().take(22).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(shown(&desk.screen(80, 24)), shown(&before));
    assert!(desk.model.dialogs.open.as_ref().unwrap().form.text().contains("Please add the figures"));
    assert_eq!(desk.model.screens.backlog.filter, "overdue>14");
    desk.wait(14 * MINUTE);
    assert!(!desk.model.common.is_locked, "the time begins anew");
    desk.wait(MINUTE);
    assert!(desk.model.common.is_locked);
}

#[test]
fn only_keys_count_and_without_a_limit_nothing_is_locked() {
    let mut desk = at_work();
    for _ in 0..4 {
        desk.wait(14 * MINUTE);
        desk.text("x");
    }
    assert!(!desk.model.common.is_locked);
    desk.wait(14 * MINUTE);
    desk.step(Msg::Reply(Box::new(Reply::Resync)));
    desk.wait(2 * MINUTE);
    assert!(desk.model.common.is_locked);
    let mut desk = at_work();
    desk.model.lock_after = None;
    desk.wait(24 * 60 * MINUTE);
    assert!(!desk.model.common.is_locked);
}
