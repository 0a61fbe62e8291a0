//! What is read of a piece of evidence: its text, its whole address, or what it is.

use dondoc_shared::wire::assignment::{Evidence, EvidenceKind};

use super::{kinds, text_of::Shown};
use crate::{
    net::{Failure, HEAD},
    ui::{
        Ui,
        document::{Doc, DocLine},
        records::size,
        theme::Token,
        time::in_full,
    },
};

/// From this many columns on the list and what is read stand side by side.
pub const WIDE: u16 = 110;

/// What was read of a file that should be text; none before it is here.
pub type Content<'a> = Option<Result<&'a Shown, &'a Failure>>;

/// Cells that it takes in a window of this size: the half beside the list, or all but the edge.
pub fn width((columns, _): (u16, u16)) -> usize {
    let columns = usize::from(columns);
    if columns >= usize::from(WIDE) { columns / 2 } else { columns.saturating_sub(1) }
}

/// Writes it in lines that fit the window.
pub fn write(ui: Ui, piece: &Evidence, read: Content<'_>) -> Vec<DocLine> {
    let lang = ui.lang;
    let mut doc = Doc { ui, width: width(ui.size).saturating_sub(1), lines: Vec::new() };
    doc.text(Token::Title, 0, &piece.name);
    let mut facts = vec![kinds::name(lang, piece).to_owned()];
    facts.extend(piece.size.map(|bytes| size(lang, bytes)));
    if piece.frozen {
        facts.push(lang.tui_evidence_submitted().to_owned());
    }
    doc.text(Token::Muted, 0, &facts.join(" · "));
    doc.text(Token::Muted, 0, &lang.tui_at_by(&in_full(lang, piece.at), &piece.by));
    if let Some(hash) = &piece.sha256 {
        doc.text(Token::Muted, 0, &format!("SHA-256 {hash}"));
    }
    doc.push(ui.line(Token::Muted, "─".repeat(doc.width)));
    match piece.kind {
        EvidenceKind::Link => link(&mut doc, piece),
        EvidenceKind::File if kinds::is_text(piece) => content(&mut doc, read),
        EvidenceKind::File => doc.text(Token::Text, 0, lang.tui_not_shown_here()),
    }
    doc.lines
}

fn link(doc: &mut Doc, piece: &Evidence) {
    let lang = doc.ui.lang;
    doc.text(Token::Text, 0, piece.url.as_deref().unwrap_or_default());
    match kinds::web_address(piece) {
        Some(_) => doc.text(Token::Muted, 0, lang.tui_link_keys()),
        None => doc.text(Token::Warn, 0, lang.tui_link_not_opened()),
    }
}

fn content(doc: &mut Doc, read: Content<'_>) {
    let lang = doc.ui.lang;
    match read {
        Some(Ok(Shown::Text { text, .. })) if text.trim().is_empty() => {
            doc.text(Token::Muted, 0, lang.tui_text_empty());
        }
        Some(Ok(Shown::Text { text, is_whole })) => {
            doc.text(Token::Text, 0, text);
            if !is_whole {
                doc.text(Token::Muted, 0, &lang.tui_text_goes_on(HEAD / 1024));
            }
        }
        Some(Ok(Shown::NotText)) => doc.text(Token::Warn, 0, lang.tui_not_text()),
        Some(Err(failure)) => doc.text(Token::Danger, 0, &failure.text(lang)),
        None => doc.text(Token::Muted, 0, lang.tui_loading()),
    }
}
