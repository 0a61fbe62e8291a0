//! What was typed into a box of agreement that was closed without acting: it stands in the next box about the same, and is named
//! before leaving.

use crossterm::event::KeyCode;
use dondoc_samples::uuid;
use dondoc_shared::{
    error::ErrorCode,
    id::NoteId,
    text::Lang,
    wire::handling::{Note, Snoozed},
};

use super::{Desk, facts};
use crate::{
    net::{Answer, Call},
    step::overlay::Overlay,
};

/// What was typed into the fields of the box that is open.
fn typed(desk: &Desk) -> Vec<String> {
    desk.model.agree.as_ref().map(crate::dialog::agree::Agree::texts).unwrap_or_default()
}

/// In the box of a note about the row under the cursor, listening.
fn noting(desk: &mut Desk) {
    desk.text("i");
    desk.wait(400);
}

/// In the box of a snooze of the row under the cursor, at its reason.
fn snoozing(desk: &mut Desk) {
    desk.text("b");
    desk.wait(400);
    desk.key(KeyCode::Tab);
}

#[test]
fn what_was_typed_in_a_note_or_a_snooze_is_there_again_and_another_row_does_not_get_it() {
    for lang in Lang::ALL {
        for (is_note, place) in [(true, 0), (false, 1)] {
            let begin = if is_note { noting } else { snoozing };
            let mut desk = Desk::in_backlog(*lang);
            desk.text("j");
            begin(&mut desk);
            desk.text("chờ công văn");
            desk.key(KeyCode::Esc);
            assert!(desk.model.agree.is_none());
            desk.text("j");
            begin(&mut desk);
            assert_eq!(typed(&desk)[place], "", "another row");
            desk.key(KeyCode::Esc);
            desk.text("k");
            begin(&mut desk);
            assert_eq!(typed(&desk)[place], "chờ công văn");
            let said = if place == 0 { lang.tui_draft_is_here() } else { lang.tui_draft_restored() };
            let screen = desk.screen(80, 24);
            assert!(screen.contains(said) && screen.contains("chờ công văn"), "{screen}");
        }
    }
}

#[test]
fn the_reason_of_a_held_or_cancelled_mail_and_a_remark_on_a_correction_are_kept_too() {
    let mail = |lang| super::mail::places(lang);
    for name in ["mail_hold", "mail_cancel"] {
        let Some((_, mut desk)) = mail(Lang::Vi).into_iter().find(|(place, _)| place == name) else {
            panic!("{name}")
        };
        let agree = desk.model.agree.as_mut().unwrap();
        let last = agree.fields.len() - 1;
        agree.focus = crate::dialog::agree::Stop::Field(last);
        desk.text("máy chủ thư bảo trì");
        let before = typed(&desk);
        desk.key(KeyCode::Esc);
        desk.text(if name == "mail_hold" { "H" } else { "C" });
        assert_eq!(typed(&desk), before, "{name}");
        assert!(before[last].ends_with("máy chủ thư bảo trì"), "{name}");
    }
    let (_, mut desk) = super::corrections::places(Lang::Vi)
        .into_iter()
        .find(|(place, _)| place == "corrections_decide")
        .unwrap();
    desk.model.agree.as_mut().unwrap().focus = crate::dialog::agree::Stop::Field(0);
    desk.text("số liệu chưa khớp");
    desk.key(KeyCode::Esc);
    desk.text("c");
    assert_eq!(typed(&desk), ["số liệu chưa khớp"]);
    let agree = desk.model.agree.as_ref().unwrap();
    assert_eq!(agree.act.picked(), None, "which way it goes is chosen anew");
}

#[test]
fn what_was_typed_about_a_setting_is_kept_and_what_it_began_with_is_none_of_it() {
    for (name, key) in [
        ("calendar_add", "a"),
        ("calendar_change", "c"),
        ("calendar_remove", "D"),
        ("calendar_window", "c"),
        ("mail_budget", "B"),
        ("contacts_change", "c"),
    ] {
        let places = [super::calendar::places, super::mail::places, super::contacts::places];
        let mut all = places.into_iter().flat_map(|places| places(Lang::Vi));
        let Some((_, mut desk)) = all.find(|(place, _)| place == name) else { panic!("{name}") };
        let begun = typed(&desk);
        if name != "calendar_add" {
            desk.key(KeyCode::Esc);
            assert!(desk.model.agree_drafts.unsent(None, Lang::Vi).is_empty(), "{name}");
            desk.text(key);
            desk.wait(400);
        }
        desk.model.agree.as_mut().unwrap().focus = crate::dialog::agree::Stop::Field(0);
        desk.key(KeyCode::Backspace);
        desk.text("7");
        let before = typed(&desk);
        assert_ne!(before, begun, "{name}");
        desk.key(KeyCode::Esc);
        assert_eq!(desk.model.agree_drafts.unsent(None, Lang::Vi).len(), 1, "{name}");
        desk.text(key);
        assert_eq!(typed(&desk), before, "{name}");
        assert!(desk.model.agree.as_ref().unwrap().is_restored, "{name}");
    }
}

#[test]
fn what_is_closed_empty_or_carried_out_leaves_no_draft() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    noting(&mut desk);
    desk.text("x");
    desk.key(KeyCode::Backspace);
    desk.key(KeyCode::Esc);
    assert!(desk.model.agree_drafts.unsent(None, Lang::Vi).is_empty());
    noting(&mut desk);
    desk.text("Đã gọi");
    desk.key(KeyCode::Esc);
    noting(&mut desk);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Noted(Note {
        id: NoteId(uuid(7)),
        by: facts::me().name,
        at: facts::now(),
        text: "Đã gọi".to_owned(),
    }));
    assert!(desk.model.agree.is_none());
    noting(&mut desk);
    assert_eq!(typed(&desk), [""]);
    desk.key(KeyCode::Esc);
    // What is refused stays in its box, and closing that keeps it.
    snoozing(&mut desk);
    desk.text("chờ văn bản");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.fail(facts::problem(ErrorCode::InvalidInput, 422));
    desk.key(KeyCode::Esc);
    snoozing(&mut desk);
    assert_eq!(typed(&desk)[1], "chờ văn bản");
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Tab);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Snoozed(Snoozed { done: 1 }));
    assert!(desk.model.agree_drafts.unsent(None, Lang::Vi).is_empty());
}

#[test]
fn a_draft_of_a_box_is_named_on_its_row_in_the_palette_and_before_leaving() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.text("jj");
        noting(&mut desk);
        desk.text("gọi lại sau");
        desk.key(KeyCode::Esc);
        let code = facts::row(2).code;
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&lang.tui_draft_kept(lang.handling_note())), "{screen}");
        desk.text("j");
        desk.wait(9_000);
        assert!(!desk.screen(80, 24).contains(lang.tui_draft_kept("").trim()));
        desk.text(":");
        desk.text(if *lang == Lang::Vi { "ban nhap" } else { "unsent draft" });
        assert!(desk.screen(80, 24).contains(&lang.finder_draft(&code)), "{}", desk.screen(80, 24));
        desk.key(KeyCode::Enter);
        assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(2)));
        desk.answer(Answer::Item(Box::new(facts::detail(2))));
        desk.text("gdq");
        assert!(matches!(desk.model.common.overlay, Some(Overlay::Quit { .. })));
        let screen = desk.screen(80, 24);
        assert!(screen.contains(&lang.tui_quit_drafts(1)) && screen.contains(&code), "{screen}");
    }
}

#[test]
fn what_stands_in_a_box_that_is_open_counts_among_what_is_lost_by_leaving() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    noting(&mut desk);
    desk.text("gọi lại sau");
    desk.press(crate::keys::Key::ctrl('c'));
    assert!(desk.screen(80, 24).contains(&Lang::Vi.tui_interrupt_loses(1)), "{}", desk.screen(80, 24));
}
