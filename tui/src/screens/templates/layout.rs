//! How the rows of the window are shared between the list and the template under the cursor, and what is said of that.

use dondoc_shared::wire::urge::UrgeTemplate;
use ratatui::text::Line;

use crate::ui::{Ui, body_of, text, theme::Token};

/// Rows of the list in a window of this size: a third of it, the rest shows the template under the cursor.
pub fn list_rows(size: (u16, u16)) -> usize {
    (usize::from(body_of(size).height) / 3).max(2)
}

/// Rows of the template under the cursor, below list, its head and a blank line.
pub fn document_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(list_rows(size) + 2)
}

/// A template in both languages, in lines that fit the window.
pub fn document(ui: Ui, template: &UrgeTemplate) -> Vec<Line<'static>> {
    let (lang, width) = (ui.lang, usize::from(ui.size.0).saturating_sub(4));
    let parts = [
        (lang.templates_text_vi(), &template.name_vi, &template.text_vi),
        (lang.templates_text_en(), &template.name_en, &template.text_en),
    ];
    let mut lines = Vec::new();
    for (label, name, said) in parts {
        lines.push(ui.line(Token::Title, format!(" {}", text::cut(&format!("{label} · {name}"), width + 2))));
        let wrapped = text::wrap(said, width).into_iter();
        lines.extend(wrapped.map(|piece| ui.line(Token::Text, format!("   {}", piece.text.trim_end()))));
    }
    lines
}
