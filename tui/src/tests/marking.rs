//! What is not marked is not acted upon: a mark that was refused, or is still looked for, does not leave the row under the cursor
//! as what was meant.

use crossterm::event::KeyCode;
use dondoc_shared::{text::Lang, wire::urge::plan::MOST_PLANNED};

use super::{Desk, facts};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure},
};

/// In the backlog after a mark of all that was refused, because there are too many.
fn refused(lang: Lang) -> Desk {
    let mut desk = Desk::in_backlog(lang);
    desk.text("jjM");
    desk.answer(Answer::Page(facts::page(0..200, u32::try_from(MOST_PLANNED).unwrap() + 1)));
    desk
}

fn writes(desk: &Desk) -> usize {
    desk.sent.iter().filter(|request| matches!(request.call, Call::Order { .. })).count()
}

#[test]
fn after_a_refused_mark_of_all_nothing_is_done_to_the_row_under_the_cursor() {
    for lang in Lang::ALL {
        for key in ["f", "m", "b"] {
            let mut desk = refused(*lang);
            desk.text(key);
            desk.wait(400);
            assert_eq!((desk.model.common.screen, writes(&desk)), (Screen::Backlog, 0), "{key}");
            assert!(desk.model.agree.is_none(), "{key}");
            let said = lang.composer_not_marked(MOST_PLANNED);
            let begins: String = said.chars().take(40).collect();
            assert!(desk.screen(80, 24).contains(&begins), "{key}: {}", desk.screen(80, 24));
        }
    }
}

#[test]
fn what_could_not_be_read_and_a_stretch_that_is_too_long_mark_nothing_either() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("M");
    desk.fail(Failure::TimedOut);
    desk.text("f");
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    let many = u32::try_from(MOST_PLANNED).unwrap() + 5;
    desk.answer(Answer::Page(facts::page(0..many, many)));
    desk.text(" G");
    desk.text("v");
    desk.text("f");
    assert_eq!(desk.model.common.screen, Screen::Backlog);
}

#[test]
fn while_marks_are_looked_for_what_is_typed_ahead_does_nothing() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("Mf");
    assert_eq!(desk.model.common.screen, Screen::Backlog);
    assert!(desk.screen(80, 24).contains(&Lang::Vi.composer_marking(0)));
    desk.answer(Answer::Page(facts::page(0..20, 20)));
    desk.text("f");
    assert_eq!(desk.model.common.screen, Screen::Composer);
}

#[test]
fn whoever_moves_on_or_takes_the_marks_back_means_the_row_under_the_cursor_again() {
    for way in ["j", "U", " "] {
        let mut desk = refused(Lang::Vi);
        desk.text(way);
        desk.text("f");
        assert_eq!(desk.model.common.screen, Screen::Composer, "{way:?}");
    }
    let mut desk = refused(Lang::Vi);
    desk.text("/quahan>60");
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Page(facts::page(1..4, 3)));
    desk.text("f");
    assert_eq!(desk.model.common.screen, Screen::Composer);
}
