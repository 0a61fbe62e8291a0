//! Words that are looked for in the text on the screen.

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;
use ratatui::style::Modifier;

use super::{Desk, appearance::drawn, facts, looks::places as places_of_all};
use crate::{
    keys::Screen,
    net::{Answer, Call, Failure},
};

/// Every face, with a name.
pub fn places(lang: Lang) -> Vec<(String, Desk)> {
    let (mut typing, mut found, mut none) =
        (Desk::on_item(lang, 0), Desk::on_item(lang, 0), Desk::on_item(lang, 0));
    typing.text("/DON DOC");
    found.text("/bao cao");
    found.key(KeyCode::Enter);
    none.text("/khong co gi nhu the");
    let all = [("search_typing", typing), ("search_found", found), ("search_none", none)];
    all.into_iter().map(|(name, desk)| (name.to_owned(), desk)).collect()
}

/// The status row.
fn said(desk: &mut Desk) -> String {
    desk.screen(80, 24).lines().nth(22).unwrap_or_default().to_owned()
}

fn scroll(desk: &Desk) -> usize {
    desk.model.screens.item.open.as_ref().unwrap().scroll
}

#[test]
fn words_are_found_without_accents_and_n_leads_from_one_place_to_the_next_and_around() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let text = desk.screen(80, 200);
    let _ = desk.screen(80, 24);
    desk.text("/VUONG MAC");
    assert_eq!(text.matches("Vướng mắc").count(), 1, "{text}");
    assert!(said(&mut desk).contains("chỗ 1/1"), "{}", said(&mut desk));
    assert!(desk.screen(80, 24).contains("Vướng mắc"), "it is scrolled to");
    for _ in 0..20 {
        desk.key(KeyCode::Backspace);
    }
    assert_eq!(scroll(&desk), 0, "what is not there leaves one where one was");
    desk.text("cấp");
    desk.key(KeyCode::Enter);
    let all: usize = said(&mut desk).rsplit('/').next().unwrap().trim().parse().unwrap();
    assert!(all > 2, "{all}");
    let mut seen = Vec::new();
    for nth in 1..=all {
        assert!(said(&mut desk).contains(&format!("chỗ {nth}/{all}")), "{}", said(&mut desk));
        seen.push(scroll(&desk));
        let (screen, _) = drawn(&mut desk, (80, 24));
        let here = screen.content().iter().filter(|cell| cell.modifier.contains(Modifier::REVERSED)).count();
        assert!(here >= 3, "the place is marked: {nth} {here}");
        desk.text("n");
    }
    assert!(seen.is_sorted() && said(&mut desk).contains(&format!("chỗ 1/{all}")), "and around: {seen:?}");
    desk.text("N");
    assert!(said(&mut desk).contains(&format!("chỗ {all}/{all}")));
}

#[test]
fn while_words_are_looked_for_no_key_acts_and_esc_leads_back_first() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    let sent = desk.sent.len();
    desk.text("/Vfxe");
    assert!(desk.model.dialogs.open.is_none() && desk.sent.len() == sent);
    desk.key(KeyCode::Esc);
    assert_eq!((scroll(&desk), desk.model.common.screen), (0, Screen::Item));
    desk.text("/minh chung");
    desk.key(KeyCode::Enter);
    desk.text("V");
    assert!(desk.model.dialogs.open.is_none(), "an act begins on the page, which Esc leads back to");
    let at = scroll(&desk);
    assert!(at > 0);
    desk.key(KeyCode::Esc);
    assert_eq!(scroll(&desk), at, "at what was found");
    desk.text("V");
    assert!(desk.model.dialogs.open.is_some());
}

#[test]
fn every_long_text_is_searched() {
    let lang = Lang::En;
    let names = ["item", "evidence_text", "urges_one", "mail_message", "report", "correction"];
    let mut searched = 0;
    for (name, mut desk) in places_of_all(lang).into_iter().filter(|(name, _)| names.contains(&name.as_str()))
    {
        searched += 1;
        desk.text("/the");
        let status = said(&mut desk);
        assert!(status.contains("1 of ") || status.contains("not found"), "{name}: {status}");
        desk.key(KeyCode::Enter);
        assert!(desk.screen(80, 24).contains(lang.search_bar_next()), "{}", desk.screen(80, 24));
        desk.key(KeyCode::Esc);
        assert!(desk.model.common.overlay.is_none());
    }
    assert_eq!(searched, names.len());
}

#[test]
fn a_read_that_times_out_says_nothing_of_an_act() {
    for lang in Lang::ALL {
        let mut desk = Desk::in_backlog(*lang);
        desk.key(KeyCode::Enter);
        assert!(matches!(desk.last().call, Call::Item(id) if id == facts::id(0)));
        desk.fail(Failure::TimedOut);
        let screen = desk.screen(120, 24);
        assert!(screen.contains(lang.tui_server_timed_out()), "{screen}");
        assert!(!screen.contains(lang.tui_write_in_doubt()), "{screen}");
        desk.text("R");
        desk.answer(Answer::Item(Box::new(facts::detail(0))));
        assert!(!desk.screen(120, 24).contains(lang.tui_server_timed_out()));
    }
}
