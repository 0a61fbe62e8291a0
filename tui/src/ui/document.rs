//! A document that is being written, line by line.

use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, put, size::is_one_column, text, theme::Token};

/// A line of the document.
pub struct DocLine {
    /// What it says.
    pub line: Line<'static>,
    /// Does a section begin here?
    pub heading: bool,
}

/// The document being written.
pub struct Doc {
    /// How it looks, laid out for a window as wide as the document.
    pub ui: Ui,
    /// Cells of a line.
    pub width: usize,
    /// Written so far.
    pub lines: Vec<DocLine>,
}

impl Doc {
    /// Begins a section.
    pub fn heading(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(DocLine { line: Line::default(), heading: false });
        }
        let rule = "─".repeat(self.width.saturating_sub(text::width(text) + 1));
        let line = Line::from(vec![
            self.ui.span(Token::Title, text.to_owned()),
            self.ui.span(Token::Muted, format!(" {rule}")),
        ]);
        self.lines.push(DocLine { line, heading: true });
    }

    /// Adds a line.
    pub fn push(&mut self, line: Line<'static>) {
        self.lines.push(DocLine { line, heading: false });
    }

    /// Text with a label before it, wrapped under itself. Nothing where there is no text.
    pub fn labelled(&mut self, label: &str, text: &str) {
        self.labelled_as(Token::Text, label, text);
    }

    /// The same, whose text looks so.
    pub fn labelled_as(&mut self, token: Token, label: &str, body: &str) {
        if body.trim().is_empty() {
            return;
        }
        const COLUMN: usize = 18;
        if is_one_column(self.ui.size) {
            self.push(self.ui.line(Token::Muted, label.to_owned()));
            return self.text(token, 2, body);
        }
        let room = self.width.saturating_sub(COLUMN).max(10);
        for (row, piece) in text::wrap(body.trim(), room).iter().enumerate() {
            let label = if row == 0 { text::fit(label, COLUMN) } else { " ".repeat(COLUMN) };
            let line = Line::from(vec![
                self.ui.span(Token::Muted, label),
                self.ui.span(token, piece.text.trim_end().to_owned()),
            ]);
            self.push(line);
        }
    }

    /// An address on lines of its own, from the edge over the whole window, so that it is whole wherever it can be.
    pub fn link(&mut self, address: &str) {
        for piece in text::wrap(address.trim(), usize::from(self.ui.size.0).saturating_sub(1)) {
            self.push(self.ui.line(Token::Text, piece.text.trim_end().to_owned()));
        }
    }

    /// Text indented by `indent` cells, wrapped.
    pub fn text(&mut self, token: Token, indent: usize, body: &str) {
        for piece in text::wrap(body.trim(), self.width.saturating_sub(indent).max(10)) {
            let line = format!("{}{}", " ".repeat(indent), piece.text.trim_end());
            self.push(self.ui.line(token, line));
        }
    }
}

/// What the lines say, without their looks.
pub fn written(lines: &[DocLine]) -> Vec<String> {
    lines.iter().map(|line| line.line.to_string().trim_end().to_owned()).collect()
}

/// The same in one text.
pub fn text(lines: &[DocLine]) -> String {
    written(lines).join("\n")
}

/// Draws as many lines as there is room for.
pub fn draw_lines(frame: &mut Frame<'_>, area: Rect, lines: &[DocLine], scroll: usize) {
    for (row, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        put(frame, area, row, &line.line);
    }
}
