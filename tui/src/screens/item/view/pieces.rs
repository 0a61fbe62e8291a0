//! The list of the evidence, and at its side or in its place what is read of the piece that is chosen.

use dondoc_shared::{
    text::Lang,
    wire::assignment::{AssignmentDetail, Evidence},
};
use ratatui::{Frame, layout::Rect};

use crate::{
    screens::item::{
        kinds,
        piece::{self, WIDE},
        pieces::{LINES, Pieces, live},
    },
    ui::{
        Ui, below, cursor_at, document::draw_lines, message, paint_row, put, records::size, text,
        theme::Token, time,
    },
};

/// Draws the list and what is read: side by side where there is room, else one of them.
pub(super) fn draw(frame: &mut Frame<'_>, ui: Ui, area: Rect, read: &Pieces, detail: &AssignmentDetail) {
    let (lang, row) = (ui.lang, &detail.row);
    let about = format!(" {} · {}", row.code, lang.pick(&row.title_vi, &row.title_en));
    put(frame, area, 0, &ui.line(Token::Title, text::cut(&about, usize::from(area.width))));
    let area = below(area, 1);
    let pieces = live(detail);
    if pieces.is_empty() {
        return message(frame, ui, area, (2, 1), lang.tui_evidence_kept_none());
    }
    let reading = Rect { width: u16::try_from(piece::width(ui.size)).unwrap_or(area.width), ..area };
    let reading = Rect { x: area.right().saturating_sub(reading.width), ..reading };
    let is_wide = ui.size.0 >= WIDE;
    if is_wide || !read.is_reading {
        let width = if is_wide { reading.x.saturating_sub(area.x).saturating_sub(3) } else { area.width };
        list(frame, ui, Rect { width, ..area }, read, &pieces);
    }
    if is_wide {
        let rule = Rect { x: reading.x.saturating_sub(2), width: 1, ..area };
        (0..usize::from(area.height)).for_each(|row| put(frame, rule, row, &ui.line(Token::Muted, "│")));
    }
    if is_wide || read.is_reading {
        draw_lines(frame, reading, &read.document(ui, detail), read.scroll);
        if read.is_reading && !ui.covered {
            cursor_at(frame, reading, 0, 0);
        }
    }
}

fn list(frame: &mut Frame<'_>, ui: Ui, area: Rect, read: &Pieces, pieces: &[&Evidence]) {
    let (here, width) = (read.list.place(pieces), usize::from(area.width));
    let shown = pieces.iter().enumerate().skip(read.list.top).take(usize::from(area.height) / LINES);
    for (line, (place, piece)) in shown.enumerate() {
        let row = line * LINES;
        let mark = if place == here { "▸" } else { " " };
        put(frame, area, row, &ui.line(Token::Text, text::fit(&format!("{mark} {}", piece.name), width)));
        put(frame, area, row + 1, &ui.line(Token::Muted, text::fit(&facts(ui.lang, piece), width)));
        if place == here && !read.is_reading {
            (row..row + LINES).for_each(|row| paint_row(frame, area, row, ui.style(Token::Cursor)));
            if !ui.covered {
                cursor_at(frame, area, 0, row);
            }
        }
    }
}

/// Kind, size, who, when, and whether it was submitted.
fn facts(lang: Lang, piece: &Evidence) -> String {
    let mut parts = vec![kinds::name(lang, piece).to_owned()];
    parts.extend(piece.size.map(|bytes| size(lang, bytes)));
    parts.extend([time::short(piece.at), piece.by.clone()]);
    if piece.frozen {
        parts.push(lang.tui_evidence_submitted().to_owned());
    }
    format!("  {}", parts.join(" · "))
}

/// Which of the pieces is chosen.
pub(super) fn place(lang: Lang, read: &Pieces, detail: &AssignmentDetail) -> Option<String> {
    let pieces = live(detail);
    (!pieces.is_empty()).then(|| lang.tui_evidence_place(read.list.place(&pieces) + 1, pieces.len()))
}
