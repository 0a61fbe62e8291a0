//! What the terminal is sent for a key, and what stands on it then: where rows only move, it moves them itself.

use std::{
    cell::RefCell,
    io::{self, Write},
    num::NonZeroU16,
    rc::Rc,
};

use crossterm::event::KeyCode;
use dondoc_shared::text::Lang;
use proptest::prelude::*;
use ratatui::{
    Terminal,
    backend::TestBackend,
    layout::Rect,
    style::{Modifier, Style},
};

use super::{Desk, facts};
use crate::{
    app::{msg::Msg, view::view},
    net::Answer,
    term::backend::Frames,
    ui::theme::Theme,
};

/// The most that a key may send, in bytes.
const BUDGET: usize = 4 * 1024;

/// What is written, for whoever looks at it meanwhile.
#[derive(Clone, Default)]
struct Line(Rc<RefCell<Vec<u8>>>);

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is sent for each of the keys in a window of 200x50, once the screen stands.
fn sent(desk: &mut Desk, keys: &str) -> Vec<usize> {
    desk.step(Msg::Resize(200, 50));
    let line = Line::default();
    let mut terminal = Terminal::new(Frames::new(line.clone(), || Ok((200, 50)))).unwrap();
    let mut frame = |desk: &Desk| {
        line.0.borrow_mut().clear();
        terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
        line.0.borrow().len()
    };
    frame(desk);
    let mut sent = Vec::new();
    for key in keys.chars() {
        desk.text(&key.to_string());
        sent.push(frame(desk));
    }
    sent
}

/// In the backlog of which the last row in view of a large window is under the cursor.
fn at_the_last_row() -> Desk {
    let mut desk = Desk::signed_in(Lang::Vi);
    desk.text("gb");
    desk.answer(Answer::Page(facts::page(0..200, 200)));
    desk.step(Msg::Resize(200, 50));
    desk.text("60j");
    desk
}

#[test]
fn a_line_more_of_a_list_or_a_page_is_sent_in_four_kilobytes_at_200x50_in_every_theme() {
    for theme in Theme::ALL {
        let mut list = at_the_last_row();
        list.model.common.looks.theme = theme;
        let mut item = Desk::on_item(Lang::Vi, 0);
        let mut detail = facts::detail(0);
        let report = detail.reports[0].clone();
        detail.reports.extend(std::iter::repeat_n(report, 40));
        item.text("R");
        item.answer(Answer::Item(Box::new(detail)));
        item.model.common.looks.theme = theme;
        for (name, desk) in [("list", &mut list), ("item", &mut item)] {
            let sent = sent(desk, "jjjjjjjjjjkkkk");
            let most = sent.iter().max().copied().unwrap_or_default();
            assert!(most <= BUDGET, "{name} in {}: {sent:?}", theme.name());
        }
    }
}

/// A terminal of this size.
fn emulator((columns, rows): (u16, u16)) -> vt100::Parser {
    vt100::Parser::new(NonZeroU16::new(rows).unwrap(), NonZeroU16::new(columns).unwrap(), 0)
}

/// A screen of rows between a head and a foot, from row `top` of them on, with one marked.
fn draw(frame: &mut ratatui::Frame<'_>, rows: &[String], (top, marked): (usize, usize)) {
    let area = frame.area();
    let put = |frame: &mut ratatui::Frame<'_>, y: u16, text: &str, style: Style| {
        frame.buffer_mut().set_stringn(0, y, text, usize::from(area.width), style);
    };
    put(frame, 0, "Đôn đốc │ 漢字 │ ✓", Style::new());
    for y in 1..area.height - 1 {
        let Some(row) = rows.get(top + usize::from(y) - 1) else { continue };
        put(frame, y, row, Style::new());
        if usize::from(y) == marked {
            let row = Rect { y, height: 1, ..area };
            frame.buffer_mut().set_style(row, Style::new().add_modifier(Modifier::REVERSED));
        }
    }
    put(frame, area.height - 1, &format!("dòng {top}"), Style::new());
}

/// What stands on a terminal and what is marked there, and the same as it was drawn in memory.
fn stands(screen: &vt100::Screen, drawn: &ratatui::buffer::Buffer) -> Result<(), TestCaseError> {
    let Rect { width, height, .. } = drawn.area;
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let cell = screen.cell(y, x).unwrap();
        if cell.is_wide_continuation() {
            continue;
        }
        let wanted = &drawn[(x, y)];
        let shown = if cell.has_contents() { cell.contents() } else { " " };
        prop_assert_eq!(shown, wanted.symbol(), "{}:{} of\n{}", y, x, screen.contents());
        // Where half of a wide sign is written over, a blank is left whose look ratatui does not write again.
        if shown != " " {
            prop_assert_eq!(cell.inverse(), wanted.modifier.contains(Modifier::REVERSED), "{}:{}", y, x);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_drawn_after_whatever_else_stands_on_the_terminal_as_it_was_drawn(
        rows in proptest::collection::vec("(T24-[0-9]{2} ){1,3}[a-zđếộ漢字 ]{0,24}", 30..60),
        steps in proptest::collection::vec((0usize..40, 1usize..14), 1..12),
    ) {
        let (columns, lines) = (40, 16);
        let line = Line::default();
        let mut terminal = Terminal::new(Frames::new(line.clone(), || Ok((40, 16)))).unwrap();
        let mut memory = Terminal::new(TestBackend::new(columns, lines)).unwrap();
        let mut emulator = emulator((columns, lines));
        for step in steps {
            terminal.draw(|frame| draw(frame, &rows, step)).unwrap();
            let drawn = memory.draw(|frame| draw(frame, &rows, step)).unwrap();
            emulator.process(&line.0.take());
            stands(emulator.screen(), drawn.buffer)?;
        }
    }
}

#[test]
fn a_window_of_another_size_and_a_screen_drawn_again_begin_from_a_blank_terminal() {
    let mut desk = at_the_last_row();
    let line = Line::default();
    let mut terminal = Terminal::new(Frames::new(line.clone(), || Ok((80, 24)))).unwrap();
    desk.step(Msg::Resize(80, 24));
    let mut emulator = emulator((80, 24));
    for turn in 0..6 {
        if turn == 3 {
            terminal.resize(Rect::new(0, 0, 80, 24)).unwrap();
        }
        terminal.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
        emulator.process(&line.0.take());
        let mut memory = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let drawn = memory.draw(|frame| view(frame, &desk.model, desk.at)).unwrap();
        stands(emulator.screen(), drawn.buffer).unwrap();
        desk.key(if turn % 2 == 0 { KeyCode::Down } else { KeyCode::PageUp });
    }
}
