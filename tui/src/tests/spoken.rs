//! A screen that is read aloud: nothing is pictured, the cursor is on what is in focus, and nothing changes without a reason.

use dondoc_shared::text::Lang;
use ratatui::{Terminal, backend::TestBackend, style::Modifier};

use super::{Desk, facts, looks::places, text_of};
use crate::{
    app::{focus::focus, msg::Msg, view::view},
    net::{Answer, LinkNews, Reply},
};

fn aloud(mut desk: Desk) -> Desk {
    desk.model.common.looks.glyphs.spoken = true;
    desk
}

/// Every screen, read aloud.
fn all(lang: Lang) -> impl Iterator<Item = (String, Desk)> {
    places(lang).into_iter().map(|(name, desk)| (name, aloud(desk)))
}

fn drawn(desk: &mut Desk, (columns, rows): (u16, u16)) -> TestBackend {
    desk.step(Msg::Resize(columns, rows));
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
    terminal.backend().clone()
}

#[test]
fn no_screen_pictures_anything() {
    let is_picture =
        |c: char| matches!(c, '\u{2500}'..='\u{25ff}' | '\u{2800}'..='\u{28ff}' | '✓' | '✗' | '›');
    for lang in Lang::ALL {
        for (name, mut desk) in all(*lang) {
            for size in [(80, 24), (200, 50), (40, 10)] {
                let screen = desk.screen(size.0, size.1);
                assert_eq!(screen.chars().find(|c| is_picture(*c)), None, "{name} {size:?}\n{screen}");
            }
        }
    }
}

#[test]
fn the_cursor_is_always_shown_and_on_what_is_in_focus() {
    let mut marked = 0;
    for (name, mut desk) in all(Lang::Vi) {
        for size in [(80, 24), (200, 50), (40, 10), (30, 6)] {
            let backend = drawn(&mut desk, size);
            // The only word that the backend has on it.
            assert!(
                format!("{backend:?}").contains("cursor: true"),
                "{name} {size:?}\n{}",
                text_of(&backend)
            );
            let mut backend = backend;
            let cursor = ratatui::backend::Backend::get_cursor_position(&mut backend).unwrap();
            let row = |y: u16| (0..size.0).map(|x| &backend.buffer()[(x, y)]).collect::<Vec<_>>();
            let is_marked = |y: u16| row(y).iter().any(|cell| cell.modifier.contains(Modifier::REVERSED));
            let text: String = row(cursor.y).iter().map(|cell| cell.symbol()).collect();
            assert!(cursor.y > 0, "{name} {size:?}: in the header");
            if focus(&desk.model).1.is_text() {
                // A button or a line that is typed is marked itself or by its label, a text a few rows above.
                let marks = ['>', '/', '['];
                let is_near = (cursor.y.saturating_sub(6)..=cursor.y)
                    .any(|y| row(y).iter().any(|cell| cell.symbol().starts_with(marks)));
                let is_labelled = text.chars().take(cursor.x.into()).any(|c| c == ':');
                assert!(is_near || is_labelled, "{name} {size:?}: {text:?}\n{}", text_of(&backend));
            } else if (1..size.1).any(is_marked) {
                assert!(is_marked(cursor.y), "{name} {size:?}: {text:?}\n{}", text_of(&backend));
                marked += 1;
            }
        }
    }
    assert!(marked > 100, "{marked}");
}

#[test]
fn one_column_whatever_the_window_has_room_for() {
    let shown = ["overview", "backlog", "item", "dialog_reopen_confirm", "urge", "figure", "evidence"];
    for lang in Lang::ALL {
        for (name, mut desk) in all(*lang).filter(|(name, _)| shown.contains(&name.as_str())) {
            insta::assert_snapshot!(format!("spoken_{name}_{lang}"), desk.screen(100, 30));
        }
    }
}

#[test]
fn the_lines_of_the_first_page_are_as_long_as_the_window_where_nothing_stands_beside_them() {
    for lang in Lang::ALL {
        let mut desk = aloud(Desk::signed_in(*lang));
        let screen = desk.screen(100, 30);
        for said in [lang.tui_rate_completion_means(), &lang.overview_block_tenants(93, "")] {
            assert!(screen.contains(said), "{said}\n{screen}");
        }
        assert!(screen.lines().nth(5).is_some_and(|line| !line.contains('…')), "{screen}");
    }
}

#[test]
fn the_link_is_announced_when_it_goes_and_when_it_comes_back_and_never_counts() {
    let mut desk = aloud(Desk::in_backlog(Lang::En));
    let link = |desk: &mut Desk, news| desk.step(Msg::Reply(Box::new(Reply::Link(news))));
    link(&mut desk, LinkNews::Lost { attempt: 1, retry_in: std::time::Duration::from_secs(9) });
    let lost = desk.screen(80, 24);
    assert!(lost.contains("The live stream is lost") && lost.contains("Link lost"), "{lost}");
    desk.wait(2_000);
    assert_eq!(desk.screen(80, 24), lost);
    link(&mut desk, LinkNews::Live);
    assert!(desk.screen(80, 24).contains("The live stream is there."));
}

#[test]
fn a_change_elsewhere_is_said_and_moves_no_row() {
    let mut desk = aloud(Desk::signed_in(Lang::En));
    let sent = desk.sent.len();
    let changed = Reply::Resync;
    desk.step(Msg::Reply(Box::new(changed)));
    desk.wait(60_000);
    assert_eq!(desk.sent.len(), sent, "nothing is read anew");
    desk.step(Msg::Reply(Box::new(Reply::Resync)));
    assert!(desk.screen(80, 24).contains("Something changed elsewhere; R: load again."));
    desk.text("R");
    desk.answer(Answer::Overview(Box::new(facts::overview())));
    assert_eq!(desk.sent.len(), sent + 1);
    // Who sees the screen has it read anew.
    let mut seen = Desk::signed_in(Lang::En);
    seen.step(Msg::Reply(Box::new(Reply::Resync)));
    seen.wait(60_000);
    assert_eq!(seen.sent.len(), sent + 1);
}
