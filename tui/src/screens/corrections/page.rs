//! The page of a correction: whose it is, why, by whom and when, and of every figure what it was, what it becomes and what the checks
//! warn of in that. Nothing of it is cut: what is decided is decided by what is read here.

use dondoc_shared::{text::Lang, wire::correcting::WaitingCorrection};
use ratatui::text::Line;

use crate::ui::{Ui, correction_words, report_words, text, theme::Token, time::in_full, words};

/// Cells of a label.
const LABEL: usize = 14;
/// The widest text that is still read with ease.
const WIDEST: usize = 120;
/// Cells before the figures of a cell, below its name.
const INDENT: usize = 3;

/// The page in lines that fit the window.
pub fn write(ui: Ui, one: &WaitingCorrection) -> Vec<Line<'static>> {
    let lang = ui.lang;
    let width = usize::from(ui.size.0).min(WIDEST);
    let said = |token, indent, said: &str| indented(ui, token, (indent, width), said);
    let name = lang.pick(&one.tenant.name_vi, &one.tenant.name_en);
    let mut lines = said(Token::Title, 1, name);
    lines.extend(said(Token::Text, 1, &words::period_in_full(lang, &one.period)));
    for (label, value) in facts(lang, one) {
        lines.extend(labelled(ui, width, label, &value));
    }
    lines.push(Line::default());
    lines.extend(said(Token::Muted, 1, &lang.corrections_page_cells(one.correction.changes.len())));
    for (name, below) in correction_words::cells(lang, one) {
        lines.extend(said(Token::Title, 1, &name));
        lines.extend(below.iter().flat_map(|(token, text)| said(*token, INDENT, text)));
    }
    lines
}

/// What is to be said of the correction as a whole: label and value.
fn facts(lang: Lang, one: &WaitingCorrection) -> Vec<(&'static str, String)> {
    let of = &one.correction;
    let facts = [
        (lang.filings_label_state(), of.state.name(lang).to_owned()),
        (
            lang.filings_label_filed(),
            lang.filings_revision(of.revision, &in_full(lang, of.at), &of.filed_name),
        ),
        (lang.corrections_label_reason(), of.reason.name(lang).to_owned()),
        (lang.corrections_label_text(), of.text.clone()),
        (lang.filings_label_checks(), report_words::warnings(lang, &one.findings)),
    ];
    facts.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect()
}

fn indented(ui: Ui, token: Token, (indent, width): (usize, usize), said: &str) -> Vec<Line<'static>> {
    let pieces = text::wrap(said, width.saturating_sub(indent + 1)).into_iter();
    pieces.map(|piece| ui.line(token, format!("{}{}", " ".repeat(indent), piece.text.trim_end()))).collect()
}

fn labelled(ui: Ui, width: usize, label: &str, value: &str) -> Vec<Line<'static>> {
    let pieces = text::wrap(value, width.saturating_sub(LABEL + 2)).into_iter().enumerate();
    pieces
        .map(|(row, piece)| {
            let label = if row == 0 { label } else { "" };
            Line::from(vec![
                ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ])
        })
        .collect()
}
