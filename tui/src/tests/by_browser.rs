//! Log-in from a browser: a code is shown, and the server asked again and again whether somebody typed it.

use std::time::Duration;

use crossterm::event::KeyCode;
use dondoc_shared::{error::ErrorCode, role::Role, text::Lang, wire::session::Me};
use secrecy::ExposeSecret;

use super::{Desk, facts};
use crate::{
    app::msg::Msg,
    keys::Key,
    net::{Answer, Call, Failure, Reply, auth::ByBrowser},
    step::effect::Opening,
};

const ADDRESS: &str = "https://dondoc.example/console";

fn code(address: &str) -> Answer {
    Answer::ByBrowser(ByBrowser {
        secret: "not to be shown".into(),
        code: "BCDF-GHJK".to_owned(),
        address: address.to_owned(),
        life: Duration::from_mins(5),
        interval: Duration::from_secs(5),
    })
}

fn asking(mut desk: Desk) -> Desk {
    desk.press(Key::ctrl('o'));
    assert!(matches!(desk.last().call, Call::AskByBrowser));
    desk
}

/// The box with its code.
pub fn shown(lang: Lang) -> Desk {
    let mut desk = asking(Desk::new(lang));
    desk.answer(code(ADDRESS));
    desk
}

fn polls(desk: &Desk) -> usize {
    desk.sent.iter().filter(|request| matches!(request.call, Call::BeginByBrowser(_))).count()
}

#[test]
fn the_code_and_where_it_is_typed_are_shown_and_nothing_that_is_secret() {
    for lang in [Lang::Vi, Lang::En] {
        let mut desk = asking(Desk::new(lang));
        assert!(desk.screen(80, 24).contains(lang.tui_browser_asking()));
        let long = format!("https://{}example/console", "very-long-name.".repeat(5));
        for address in [ADDRESS, &long] {
            desk.answer(code(address));
            for (columns, rows) in [(80, 24), (60, 15), (200, 50)] {
                let screen = desk.screen(columns, rows);
                let whole: String = screen.chars().filter(|c| !c.is_whitespace() && *c != '│').collect();
                assert!(
                    screen.contains("BCDF-GHJK") && whole.contains(address),
                    "{columns}x{rows}\n{screen}"
                );
                assert!(screen.contains("5:00"), "{screen}");
            }
            assert!(!format!("{:?}", desk.model).contains("not to be shown"));
            desk = asking(Desk::new(lang));
        }
        insta::assert_snapshot!(format!("by_browser_{lang}"), shown(lang).screen(80, 24));
    }
}

#[test]
fn the_server_is_asked_every_five_seconds_more_slowly_where_it_says_so_until_somebody_was_let_in() {
    let mut desk = shown(Lang::En);
    desk.wait(4_999);
    assert_eq!(polls(&desk), 0);
    desk.wait(1);
    assert_eq!(polls(&desk), 1);
    let Call::BeginByBrowser(secret) = &desk.last().call else { panic!("{:?}", desk.last()) };
    assert_eq!(secret.expose_secret(), "not to be shown");
    desk.wait(20_000);
    assert_eq!(polls(&desk), 1, "an answer is waited for");
    assert!(desk.screen(80, 24).contains("4:35"), "the time goes on: {}", desk.screen(80, 24));
    desk.fail(facts::problem(ErrorCode::DevicePending, 400));
    let next = desk.model.wake_at(desk.at).unwrap();
    assert!(next > desk.at && next <= desk.at + Duration::from_secs(1), "the console wakes by itself");
    desk.wait(5_000);
    assert_eq!(polls(&desk), 2);
    desk.fail(facts::problem(ErrorCode::DeviceSlowDown, 400));
    desk.wait(9_999);
    assert_eq!(polls(&desk), 2);
    desk.wait(1);
    assert_eq!(polls(&desk), 3);
    desk.fail(Failure::Unreachable);
    desk.wait(10_000);
    assert_eq!(polls(&desk), 4, "a way that is lost for a moment is no refusal");
    desk.answer(Answer::SignedIn(facts::me()));
    assert!(!desk.model.common.is_locked && desk.model.log_in.browser.is_none());
}

#[test]
fn a_refusal_leads_back_to_the_fields_and_says_why_and_so_does_a_server_that_is_gone_for_too_long() {
    for lang in [Lang::Vi, Lang::En] {
        let mut desk = shown(lang);
        desk.wait(5_000);
        desk.fail(facts::problem(ErrorCode::DeviceRefused, 400));
        let screen = desk.screen(80, 24);
        assert!(screen.contains(lang.tui_field_password()) && !screen.contains("BCDF"), "{screen}");
        let said = if lang == Lang::Vi { "Hãy bắt đầu lại" } else { "Begin anew" };
        assert!(screen.contains(said), "{screen}");
        let mut desk = shown(lang);
        for _ in 0..60 {
            desk.wait(5_000);
            if desk.model.log_in.browser.is_some() {
                desk.fail(Failure::TimedOut);
            }
        }
        assert!(desk.model.log_in.browser.is_none(), "{}", desk.screen(80, 24));
        let mut desk = asking(Desk::new(lang));
        desk.fail(facts::problem(ErrorCode::TooManyAttempts, 429));
        assert!(desk.model.log_in.browser.is_none() && desk.screen(80, 24).contains(lang.tui_log_in_keys()));
    }
}

#[test]
fn enter_opens_the_page_and_only_one_of_the_web_and_esc_leads_back() {
    let mut desk = shown(Lang::Vi);
    desk.key(KeyCode::Enter);
    assert_eq!(desk.opened, [Opening::Link(ADDRESS.to_owned())]);
    for odd in ["file:///etc/passwd", "https://dondoc.example@elsewhere.example/", "-x"] {
        let mut desk = asking(Desk::new(Lang::Vi));
        desk.answer(code(odd));
        desk.key(KeyCode::Enter);
        assert!(desk.opened.is_empty(), "{odd}");
    }
    desk.text("mat khau");
    desk.step(Msg::Paste("mat khau".to_owned()));
    assert_eq!(desk.model.log_in.dots(), 0, "what is typed here is no pass-phrase");
    desk.wait(5_000);
    let late = desk.last().ticket;
    desk.key(KeyCode::Esc);
    assert!(!desk.left && desk.screen(80, 24).contains(Lang::Vi.tui_log_in_keys()));
    assert!(matches!(desk.last().call, Call::LogOut), "what begins all the same is ended");
    let asked = polls(&desk);
    desk.wait(60_000);
    assert_eq!(polls(&desk), asked);
    desk.reply(late, Ok(Answer::SignedIn(facts::me())));
    assert!(desk.model.common.is_locked, "whoever went back is not logged in by what comes late");
}

#[test]
fn over_a_screen_whose_session_is_over_it_leads_back_to_it_and_not_whom_the_console_is_not_for() {
    let mut desk = Desk::on_item(Lang::En, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("Please add the figures");
    desk.step(Msg::Reply(Box::new(Reply::SessionOver)));
    desk.wait(400);
    let mut desk = asking(desk);
    desk.answer(code(ADDRESS));
    desk.wait(5_000);
    desk.answer(Answer::SignedIn(Me { role: Role::Officer, ..facts::me() }));
    assert!(desk.screen(80, 24).contains("for the Working Group only"), "{}", desk.screen(80, 24));
    assert!(matches!(desk.last().call, Call::LogOut));
    let mut desk = asking(desk);
    desk.answer(code(ADDRESS));
    desk.wait(5_000);
    desk.answer(Answer::SignedIn(facts::me()));
    assert!(desk.screen(80, 24).contains("Please add the figures"), "{}", desk.screen(80, 24));
    assert!(desk.writes().is_empty());
}
