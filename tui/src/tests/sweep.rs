//! Every screen at every size, and what tenants may try to type into it.

use crossterm::event::KeyCode;
use dondoc_shared::{scrub, text::Lang};
use ratatui::Terminal;

use super::{Desk, facts, looks::places};
use crate::{
    app::{msg::Msg, view::view},
    net::Answer,
    term::backend::Frames,
    ui::theme::Theme,
};

#[test]
fn no_screen_panics_at_any_size() {
    let small = (0..20u16).flat_map(|columns| (0..10u16).map(move |rows| (columns, rows)));
    let others = [
        (59, 14),
        (60, 15),
        (61, 15),
        (60, 40),
        (79, 23),
        (80, 24),
        (100, 30),
        (140, 40),
        (200, 50),
        (300, 9),
    ];
    let sizes: Vec<(u16, u16)> = small.chain(others).collect();
    for (name, mut desk) in places(Lang::Vi) {
        for (columns, rows) in &sizes {
            let _ = desk.screen(*columns, *rows);
            desk.step(Msg::Resize(*columns, *rows));
            desk.text("jk");
            desk.key(KeyCode::PageDown);
        }
        assert!(!desk.screen(80, 24).is_empty(), "{name}");
    }
}

#[test]
fn a_window_too_small_says_so_and_loses_nothing() {
    let mut desk = Desk::on_item(Lang::Vi, 0);
    desk.text("O");
    desk.wait(400);
    desk.text("Đề nghị");
    for size in [(29, 14), (59, 5), (20, 10)] {
        assert!(desk.screen(size.0, size.1).contains("Cửa sổ quá nhỏ"));
        desk.text("chữ gõ khi không thấy gì, kể cả qqqq");
        assert!(!desk.left);
    }
    assert!(desk.screen(80, 24).contains("Đề nghị"));
    assert_eq!(desk.model.dialogs.open.as_ref().unwrap().form.text(), "Đề nghị");
}

#[test]
fn a_new_size_keeps_the_cursor_in_view() {
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.key(KeyCode::End);
    for (columns, rows) in [(80, 24), (60, 15), (200, 50), (80, 16)] {
        assert!(desk.screen(columns, rows).contains("T24-60"), "{columns}x{rows}");
    }
}

/// What a hostile tenant may type; it is scrubbed at the edge, and this is what happens if it were not.
const HOSTILE: &str = "a\u{1b}]52;c;eA==\u{7}b\u{9b}31mc\u{202e}d\u{200b}e\u{85}f\rg\u{feff}h";

#[test]
fn nothing_that_a_tenant_typed_reaches_the_terminal_as_a_control_character() {
    let mut detail = facts::detail(0);
    let row = &mut detail.row;
    for text in
        [&mut row.title_vi, &mut row.code, &mut row.tenant.name_vi, &mut row.directive, &mut row.clause]
    {
        HOSTILE.clone_into(text);
    }
    detail.reports[0].body.results = HOSTILE.repeat(200);
    HOSTILE.clone_into(&mut detail.evidence[0].name);
    HOSTILE.clone_into(&mut detail.urges[0].text);
    HOSTILE.clone_into(&mut detail.timeline[0].detail);
    let mut desk = Desk::in_backlog(Lang::Vi);
    desk.model.screens.backlog.rows[0] = detail.row.clone();
    let mut bytes = drawn(&desk);
    desk.key(KeyCode::Enter);
    desk.answer(Answer::Item(Box::new(detail)));
    for _ in 0..40 {
        bytes.push_str(&drawn(&desk));
        desk.key(KeyCode::PageDown);
    }
    desk.text("O");
    bytes.push_str(&drawn(&desk));
    assert!(bytes.contains("Hà Nội") || bytes.contains("Tồn đọng"));
    let ours = bytes.split('\u{1b}').skip(1).all(|sequence| sequence.starts_with('['));
    assert!(ours, "an escape sequence that is not ours");
    let bad = bytes.chars().find(|c| scrub::forbidden(*c) && *c != '\u{1b}');
    assert_eq!(bad, None);
}

fn drawn(desk: &Desk) -> String {
    drawn_at(desk, (80, 24))
}

/// The bytes that draw everything into a window of this size.
pub fn drawn_at(desk: &Desk, (columns, rows): (u16, u16)) -> String {
    let mut bytes = Vec::new();
    {
        let size = ratatui::layout::Rect::new(0, 0, columns, rows);
        let viewport = ratatui::TerminalOptions { viewport: ratatui::Viewport::Fixed(size) };
        let backend = Frames::new(&mut bytes, || Ok((80, 24)));
        let mut terminal = Terminal::with_options(backend, viewport).unwrap();
        terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn without_colour_no_screen_writes_a_colour_code_or_an_empty_sgr() {
    for (name, mut desk) in places(Lang::Vi) {
        desk.step(Msg::Resize(80, 24));
        desk.model.common.looks.theme = Theme::Mono;
        let mut bytes = Vec::new();
        {
            let mut terminal = Terminal::new(Frames::new(&mut bytes, || Ok((80, 24)))).unwrap();
            terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
        }
        let text = String::from_utf8(bytes).unwrap();
        for sequence in text.split("\u{1b}[").skip(1) {
            let codes = sequence.split(|c: char| c.is_ascii_alphabetic()).next().unwrap_or_default();
            let is_sgr = sequence.strip_prefix(codes).unwrap().starts_with('m');
            let allowed = ["0", "1", "4", "7"];
            assert!(!is_sgr || codes.split(';').all(|code| allowed.contains(&code)), "{name}: {codes:?}");
        }
    }
}

#[test]
fn composed_and_decomposed_titles_look_alike() {
    use unicode_normalization::UnicodeNormalization;
    let mut desk = Desk::in_backlog(Lang::Vi);
    let composed = desk.screen(80, 24);
    for row in &mut desk.model.screens.backlog.rows {
        row.title_vi = row.title_vi.nfd().collect();
    }
    let decomposed: String = desk.screen(80, 24).nfc().collect();
    assert_eq!(composed, decomposed);
}
