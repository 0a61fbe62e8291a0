//! One version of a policy in full.

use dondoc_shared::{text::Lang, wire::policy::Policy};
use jiff::civil::Date;
use ratatui::text::Line;

use crate::ui::{Ui, policy_words, text, theme::Token, time, words};

/// Cells of a label.
const LABEL: usize = 18;

/// Where a version stands, as a token and in words.
pub fn state(lang: Lang, policy: &Policy, today: Date) -> (Token, &'static str) {
    match policy {
        Policy { in_force: true, .. } => (Token::Good, lang.desk_state_in_force()),
        Policy { until: Some(_), .. } => (Token::Muted, lang.desk_state_withdrawn()),
        Policy { from, .. } if *from > today => (Token::Accent, lang.desk_state_ahead()),
        _ => (Token::Muted, lang.desk_state_replaced()),
    }
}

/// The version, in lines that fit the window.
pub fn document(ui: Ui, policy: &Policy, today: Date) -> Vec<Line<'static>> {
    let (lang, width) = (ui.lang, usize::from(ui.size.0));
    let until = policy.until.map(|until| lang.date(until)).unwrap_or_default();
    let facts = [
        (lang.desk_label_state(), state(lang, policy, today).1.to_owned()),
        (lang.desk_label_from(), lang.date(policy.from)),
        (lang.desk_label_until(), until),
        (lang.desk_label_note(), policy.note.clone()),
        (lang.desk_label_by(), format!("{}, {}", lang.actor(&policy.by), time::in_full(lang, policy.at))),
    ];
    let mut lines = vec![ui.line(
        Token::Title,
        format!(" {}", text::cut(&words::policy(lang, policy), width.saturating_sub(2))),
    )];
    let mut labelled = |label: &str, value: &str, token: Token| {
        for (row, piece) in text::wrap(value, width.saturating_sub(LABEL + 2)).iter().enumerate() {
            let label = if row == 0 { label } else { "" };
            lines.push(Line::from(vec![
                ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                ui.span(token, piece.text.trim_end().to_owned()),
            ]));
        }
    };
    for (label, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        labelled(label, value, Token::Text);
    }
    labelled("", "", Token::Text);
    for (place, said) in policy_words::sentences(lang, &policy.body).iter().enumerate() {
        labelled(if place == 0 { lang.desk_label_body() } else { "" }, said, Token::Text);
    }
    lines
}
