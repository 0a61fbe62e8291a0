//! What each screen looks like at 80x24, in both languages.

use crossterm::event::KeyCode;
use dondoc_shared::{role::Role, text::Lang, wire::session::Me};

use super::{Desk, facts};
use crate::{
    dialog::{Stop, kind::Kind},
    keys::Command,
    net::{Answer, Call},
};

/// Every screen, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let mut all: Vec<(String, Desk)> = vec![
        ("log_in".to_owned(), Desk::new(lang)),
        ("overview".to_owned(), Desk::signed_in(lang)),
        ("backlog".to_owned(), Desk::in_backlog(lang)),
        ("item".to_owned(), Desk::on_item(lang, 0)),
    ];
    let mut with = |name: &str, mut desk: Desk, keys: &str| {
        desk.text(keys);
        desk.wait(400);
        all.push((name.to_owned(), desk));
    };
    with("filter", Desk::in_backlog(lang), "/overdue>14 tenant:ha-noi");
    with("help", Desk::in_backlog(lang), "?");
    with("messages", Desk::in_backlog(lang), "gl");
    with("quit", Desk::signed_in(lang), "q");
    for kind in Kind::ALL {
        let name = format!("{kind:?}").to_lowercase();
        let (desk, confirm) = dialog(lang, kind);
        all.push((format!("dialog_{name}"), desk));
        all.push((format!("dialog_{name}_confirm"), confirm));
    }
    all.extend(super::desk::places(lang));
    all.extend(super::evidence::places(lang));
    all.extend(super::urges::places(lang));
    all.extend(super::queues::places(lang));
    all.extend(super::composer::places(lang));
    all.extend(super::decisions::places(lang));
    all.extend(super::mail::places(lang));
    all.extend(super::calendar::places(lang));
    all.extend(super::blocks::places(lang));
    all.extend(super::figures::places(lang));
    all.extend(super::filings::places(lang));
    all.extend(super::corrections::places(lang));
    all.extend(super::judging::places(lang));
    all.extend(super::finding::places(lang));
    all.extend(super::tenant::places(lang));
    all.extend(super::matrix::places(lang));
    all.extend(super::rechecks::places(lang));
    all.extend(super::views::places(lang));
    all.extend(super::handling::places(lang));
    all.extend(super::contacts::places(lang));
    all.extend(super::templates::places(lang));
    all.extend(super::sentences::places(lang));
    all.extend(super::lists::places(lang));
    all.extend(super::searching::places(lang));
    all
}

fn dialog(lang: Lang, kind: Kind) -> (Desk, Desk) {
    let make = || {
        let mut desk = Desk::on_item(lang, 0);
        desk.text(match kind {
            Kind::Verify => "V",
            Kind::Reopen => "O",
            Kind::Extension => "x",
            Kind::Escalate => "e",
        });
        desk.wait(400);
        desk
    };
    let mut confirm = make();
    if kind == Kind::Verify {
        press_go(&mut confirm);
        let written = dondoc_shared::wire::Written { id: uuid::Uuid::from_u128(1), version: 4 };
        confirm.answer(Answer::Written(written));
        confirm.wait(400);
        confirm.key(KeyCode::Down);
    }
    if kind == Kind::Extension {
        confirm.key(KeyCode::Down);
    }
    let dialog = confirm.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Field(dialog.form.text_place());
    confirm.text("Đề nghị bổ sung số liệu");
    press_go(&mut confirm);
    if confirm.model.dialogs.open.as_ref().unwrap().needs_preview() {
        confirm.answer(Answer::Preview(Box::new(facts::preview())));
    } else if matches!(confirm.last().call, Call::Readers { .. }) {
        confirm.answer(Answer::Readers(facts::readers()));
    }
    confirm.wait(400);
    (make(), confirm)
}

fn press_go(desk: &mut Desk) {
    let dialog = desk.model.dialogs.open.as_mut().unwrap();
    dialog.focus = Stop::Go;
    desk.key(KeyCode::Enter);
}

#[test]
fn every_screen_at_80x24() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            insta::assert_snapshot!(format!("{name}_{lang}"), desk.screen(80, 24));
        }
    }
}

#[test]
fn no_label_of_a_dialog_is_cut_at_80x24_in_either_language() {
    for lang in Lang::ALL {
        for (name, mut desk) in places(*lang) {
            let screen = desk.screen(80, 24);
            let Some(dialog) = &desk.model.dialogs.open else { continue };
            if desk.model.common.overlay.is_some() || dialog.reading.is_some() {
                continue;
            }
            let (cancel, go) = crate::dialog::view::buttons(*lang, dialog);
            let hint = match dialog.stage {
                crate::dialog::Stage::Edit => lang.tui_form_keys(),
                _ => lang.button_keys(dialog.layer().takes.contains(&Command::Yes)),
            };
            for label in [dialog.kind.act().title(*lang), cancel, go, hint] {
                assert!(screen.contains(label), "{name} {lang}: {label:?}\n{screen}");
            }
            if dialog.stage == crate::dialog::Stage::Edit {
                let labels = dialog.kind.act().labels(*lang);
                let used = labels.iter().enumerate().filter(|(place, _)| dialog.is_used(*place));
                for (_, label) in used {
                    assert!(screen.contains(label), "{name} {lang}: {label:?}\n{screen}");
                }
            }
        }
    }
}

#[test]
fn the_screen_always_says_who_where_live_and_that_the_data_are_simulated() {
    for lang in Lang::ALL {
        for columns in [80, 100, 200] {
            let mut desk = Desk::in_backlog(*lang);
            let screen = desk.screen(columns, 24);
            let me = facts::me();
            for text in
                [me.name.as_str(), "dondoc.example", lang.tui_link_live(), lang.simulated(), "25/07/2024"]
            {
                assert!(screen.contains(text), "{columns} {lang}: {text}\n{screen}");
            }
        }
    }
}

#[test]
fn a_role_that_the_name_says_is_not_said_again_in_either_language() {
    for (name, role, is_said) in [
        ("Chuyên viên (Tổ công tác)", Role::NationalOfficer, false),
        ("Lãnh đạo Tổ công tác 1", Role::Lead, false),
        ("Nguyễn Văn An", Role::Lead, true),
        ("Chuyên viên Sở Tư pháp", Role::NationalOfficer, true),
    ] {
        for lang in Lang::ALL {
            let mut desk = Desk::signed_in_as(*lang, Me { name: name.to_owned(), role, ..facts::me() });
            let head = desk.screen(140, 24).lines().next().unwrap().to_owned();
            assert_eq!(head.contains(&format!("{name} · ")), is_said, "{head}");
        }
    }
}

#[test]
fn the_other_language_is_one_key_away_on_every_screen() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.text("L");
    assert!(desk.screen(80, 24).contains("[Backlog]"));
    let mut desk = Desk::new(Lang::Vi);
    desk.key(KeyCode::F(2));
    assert!(desk.screen(80, 24).contains("Pass-phrase"));
}
