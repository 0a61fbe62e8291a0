//! The offices with their addresses, how each stands, and which mail it gets.

use dondoc_shared::wire::contact::Contact;
use ratatui::{Frame, layout::Rect};

use super::{LINES, State};
use crate::{
    dialog::agree::contact::health,
    ui::{Ui, View, cursor_at, message, paint_row, put, text, theme::Token},
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        let Some(contacts) = self.contacts.value.as_ref().filter(|_| self.addresses.value.is_some()) else {
            let is_read = self.contacts.value.is_some();
            let blank = if is_read { self.addresses.blank(lang) } else { self.contacts.blank(lang) };
            return message(frame, ui, area, (2, 1), &blank);
        };
        let here = self.list.place(&contacts.items);
        let fits = usize::from(area.height) / LINES;
        for (place, one) in contacts.items.iter().enumerate().skip(self.list.top).take(fits) {
            let row = (place - self.list.top) * LINES;
            for (line, (token, said)) in self.lines(ui, one).into_iter().enumerate() {
                let said = text::cut(&said, usize::from(area.width).saturating_sub(2));
                put(frame, area, row + line, &ui.line(token, format!(" {said}")));
            }
            if place == here && !ui.covered {
                paint_row(frame, area, row, ui.style(Token::Cursor));
                cursor_at(frame, area, 1, row);
            }
        }
    }

    fn status(&self, ui: Ui) -> String {
        if self.contacts.is_waiting() { ui.lang.tui_loading().to_owned() } else { String::new() }
    }
}

impl State {
    /// An office: how its address stands, the address, which mail it gets.
    fn lines(&self, ui: Ui, one: &Contact) -> [(Token, String); 3] {
        let lang = ui.lang;
        let (token, health) = health(lang, one, self.is_suspended(one));
        let stored = [one.office.as_str(), &one.address].into_iter().filter(|text| !text.is_empty());
        let stored = stored.collect::<Vec<_>>().join(" · ");
        [
            (token, format!("{}: {health}", one.role.name(lang))),
            (Token::Text, format!("  {}", if stored.is_empty() { "–" } else { &stored })),
            (Token::Muted, format!("  {}", one.role.gets(lang))),
        ]
    }
}
