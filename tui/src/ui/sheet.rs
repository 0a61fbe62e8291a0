//! A page of sums, a table, and all that is known of the row under the cursor: how plans look.

use ratatui::{Frame, layout::Rect};

use super::{Ui, below, body_of, more_below, put, put_at, text, theme::Token};

/// Rows of the table where there are more than fit beside what is said about one of them.
const TABLE: usize = 6;

/// How the rows of the window are shared.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Lines above the table.
    pub head: usize,
    /// Rows of the table.
    pub page: usize,
    /// Lines below it, about the row under the cursor.
    pub about: usize,
}

impl Layout {
    /// Shares the rows of the window among `head` lines above the table, `rows` rows of it, and what is said below.
    pub fn new(ui: Ui, head: usize, rows: usize) -> Self {
        let left = usize::from(body_of(ui.size).height).saturating_sub(head + 2);
        let page = rows.min(TABLE.max(left / 2)).min(left).max(1);
        Self { head, page, about: left.saturating_sub(page) }
    }
}

/// The lines, broken where they are longer than `width` cells.
pub fn broken(lines: Vec<(Token, String)>, width: usize) -> Vec<(Token, String)> {
    let whole = |(token, text): (Token, String)| {
        text::hanging(&text, width).into_iter().map(move |line| (token, line))
    };
    lines.into_iter().flat_map(whole).collect()
}

/// Draws what stands above the table.
pub fn draw_head(frame: &mut Frame<'_>, ui: Ui, area: Rect, head: Vec<(Token, String)>) {
    for (row, (token, line)) in head.into_iter().enumerate() {
        put_at(frame, area, 1, row, &ui.line(token, line));
    }
}

/// Draws a rule below the table, and under it what is said about the row under the cursor, from line `scroll` on.
pub fn draw_about(
    frame: &mut Frame<'_>,
    ui: Ui,
    area: Rect,
    layout: Layout,
    (about, scroll): (&[(Token, String)], usize),
) {
    let rule = layout.head + 1 + layout.page;
    put(frame, area, rule, &ui.line(Token::Muted, "─".repeat(usize::from(area.width))));
    let inner = below(area, rule + 1);
    for (row, (token, line)) in about.iter().skip(scroll).take(layout.about).enumerate() {
        put_at(frame, inner, 1, row, &ui.line(*token, line.clone()));
    }
    if let Some(more) = more_below(ui, about.len(), scroll + layout.about) {
        let more = format!(" PgDn: {more} ");
        let column = usize::from(area.width).saturating_sub(text::width(&more));
        put_at(frame, area, column, rule, &ui.line(Token::Muted, more));
    }
}
