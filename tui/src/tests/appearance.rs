//! Themes and signs, held against every screen.

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Position, style::Color};

use super::{Desk, looks::places};
use crate::{
    app::{msg::Msg, view::view},
    ui::{glyphs::Glyphs, theme::Theme},
};

/// What is drawn into a window of this size, with its styles, and where the cursor is left.
pub fn drawn(desk: &mut Desk, (columns, rows): (u16, u16)) -> (Buffer, Position) {
    desk.step(Msg::Resize(columns, rows));
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
    let cursor = terminal.get_cursor_position().unwrap();
    (terminal.backend().buffer().clone(), cursor)
}

/// What is drawn, and below it how: a letter for each style, a blank for the terminal's own.
pub fn styled(desk: &mut Desk, size: (u16, u16)) -> String {
    let text = desk.screen(size.0, size.1);
    let (buffer, _) = drawn(desk, size);
    let mut styles = Vec::new();
    let mut letter = |cell: &ratatui::buffer::Cell| {
        let style = (cell.fg, cell.bg, cell.modifier);
        if style == (Color::Reset, Color::Reset, ratatui::style::Modifier::empty()) {
            return ' ';
        }
        let place = styles.iter().position(|one| *one == style).unwrap_or_else(|| {
            styles.push(style);
            styles.len() - 1
        });
        char::from(b'a' + u8::try_from(place).unwrap())
    };
    let rows = buffer.content.chunks(usize::from(size.0));
    let drawn: Vec<String> = rows.map(|row| row.iter().map(&mut letter).collect::<String>()).collect();
    let drawn: Vec<&str> = drawn.iter().map(|row| row.trim_end()).collect();
    let named = (b'a'..).map(char::from).zip(&styles).map(|(letter, style)| format!("{letter} {style:?}"));
    format!("{text}\n\n{}\n\n{}", drawn.join("\n"), named.collect::<Vec<_>>().join("\n"))
}

#[test]
fn the_palette_changes_the_theme_by_its_name_in_either_language() {
    for (lang, typed, theme) in [
        (Lang::En, "theme light", Theme::Light),
        (Lang::En, "theme mono", Theme::Mono),
        (Lang::En, "contrast", Theme::HighContrast),
        (Lang::Vi, "giao dien nen toi", Theme::Dark),
        (Lang::Vi, "trung tinh", Theme::Neutral),
    ] {
        let mut desk = Desk::in_backlog(lang);
        desk.model.common.looks.theme = if theme == Theme::Mono { Theme::Dark } else { Theme::Mono };
        let sent = desk.sent.len();
        desk.text(":");
        desk.text(typed);
        desk.key(KeyCode::Enter);
        assert_eq!(desk.model.common.looks.theme, theme, "{typed}");
        assert!(desk.model.common.overlay.is_none() && desk.sent.len() == sent, "{typed}");
    }
}

#[test]
fn high_contrast_has_its_own_ground_in_every_cell_of_every_screen() {
    for (name, mut desk) in places(Lang::Vi) {
        desk.model.common.looks.theme = Theme::HighContrast;
        for cell in &drawn(&mut desk, (80, 24)).0.content {
            assert_eq!(cell.bg, Color::Indexed(16), "{name}");
            assert_ne!(cell.fg, Color::Reset, "{name}");
        }
    }
}

/// Whether it is ASCII or a letter as Vietnamese has them.
fn is_plain(c: char) -> bool {
    c.is_ascii() || (c.is_alphabetic() && matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'))
}

#[test]
fn in_ascii_no_screen_draws_anything_but_letters_and_ascii() {
    for lang in Lang::ALL {
        // What hostile tenants type is theirs.
        for (name, mut desk) in places(*lang).into_iter().filter(|(name, _)| !name.contains("hostile")) {
            desk.model.common.looks.glyphs.ascii = true;
            for size in [(80, 24), (200, 50)] {
                let screen = desk.screen(size.0, size.1);
                let other: String = screen.chars().filter(|c| !is_plain(*c)).collect();
                assert_eq!(other, "", "{name} {lang} {size:?}\n{screen}");
            }
        }
    }
}

#[test]
fn screens_in_ascii() {
    for (name, mut desk) in places(Lang::Vi) {
        desk.model.common.looks.glyphs = Glyphs { ascii: true, spoken: false };
        if ["overview", "backlog", "dialog_reopen_confirm", "figure", "help"].contains(&name.as_str()) {
            insta::assert_snapshot!(format!("ascii_{name}"), desk.screen(80, 24));
        }
    }
}
