//! One message: where it stands, which rule and facts made it, what it said.

use dondoc_shared::{
    text::Lang,
    wire::{
        mail::{MessageDetail, MessageStep},
        policy::{Why, WhyLine},
    },
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::in_full;
use crate::{
    screens::mail::Opened,
    ui::{Ui, cursor_at, put, put_at, text, theme::Token},
};

const LABEL: usize = 14;

/// Draws it.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect, open: &Opened) {
    let lines = document(ui, open, usize::from(area.width));
    let rows = usize::from(area.height);
    for (row, line) in lines.iter().skip(open.scroll).take(rows).enumerate() {
        put(frame, area, row, line);
    }
    let visible = open.scroll + rows;
    if lines.len() > visible {
        let more = format!(" {} ", ui.lang().tui_more_below(lines.len() - visible));
        let column = usize::from(area.width).saturating_sub(text::width(&more));
        put_at(frame, area, column, rows.saturating_sub(1), &ui.line(Token::Muted, more));
    }
    if ui.model.agree.is_none() {
        cursor_at(frame, area, 1, 0);
    }
}

/// The whole of it, in lines.
pub fn document(ui: &Ui<'_>, open: &Opened, width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang();
    let mut page = Page { ui, width, lines: Vec::new() };
    match (&open.detail, &open.failure) {
        (Some(detail), _) => facts(&mut page, lang, detail),
        (None, Some(failure)) => page.text(1, Token::Text, &failure.text(lang)),
        (None, None) => page.text(1, Token::Text, lang.tui_loading()),
    }
    match (&open.why, &open.failure) {
        (Some(why), _) => {
            page.head(lang.post_head_why());
            reasons(&mut page, lang, why);
        }
        (None, Some(failure)) if open.detail.is_some() => {
            page.head(lang.post_head_why());
            page.text(1, Token::Muted, &failure.text(lang));
        }
        _ => {}
    }
    if let Some(detail) = &open.detail {
        page.head(lang.post_head_text());
        match (&detail.subject, &detail.text) {
            (None, None) => page.text(1, Token::Muted, lang.post_not_written()),
            (subject, text) => {
                if let Some(subject) = subject {
                    page.text(1, Token::Title, subject);
                }
                page.text(1, Token::Text, text.as_deref().unwrap_or_default().trim_end());
            }
        }
    }
    page.lines
}

fn facts(page: &mut Page<'_>, lang: Lang, detail: &MessageDetail) {
    let row = &detail.row;
    let to = match (&row.recipient, &row.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.clone().or(address.clone()).unwrap_or_else(|| "–".to_owned()),
    };
    let tenant = lang.pick(&row.tenant.name_vi, &row.tenant.name_en);
    page.text(1, Token::Title, &format!("{} · {tenant}", lang.mail_kind(&row.kind)));
    let tries = lang.number(row.attempts.into());
    let tries = if row.ambiguous > 0 {
        lang.post_tries_of(&tries, &lang.number(row.ambiguous.into()))
    } else {
        tries
    };
    let returned = detail.returned.as_ref().map(|returned| {
        lang.post_returned(&in_full(lang, returned.at), returned.reason.name(lang), &returned.detail)
    });
    let told = [
        (lang.desk_label_state(), Some(row.state.name(lang).to_owned())),
        (lang.post_label_held(), detail.held.then(|| lang.post_held_now().to_owned())),
        (lang.post_label_to(), Some(to)),
        (lang.post_label_queued(), Some(in_full(lang, row.created_at))),
        (lang.post_label_not_before(), Some(in_full(lang, row.run_at))),
        (lang.post_label_tries(), Some(tries)),
        (lang.post_label_finished(), row.finished_at.map(|at| in_full(lang, at))),
        (
            lang.post_label_said(),
            row.last_error
                .clone()
                .filter(|said| detail.steps.iter().all(|step| step.said.as_ref() != Some(said))),
        ),
        (lang.post_label_returned(), returned),
        (lang.post_label_message_id(), Some(detail.message_id.clone())),
    ];
    for (label, value) in told {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            page.labelled(label, &value);
        }
    }
    if !detail.steps.is_empty() {
        page.head(lang.post_head_steps());
    }
    for MessageStep { at, state, said } in &detail.steps {
        let said = said.as_ref().map(|said| format!(": {said}")).unwrap_or_default();
        page.text(1, Token::Text, &format!("{} · {}{said}", in_full(lang, *at), state.name(lang)));
    }
}

fn reasons(page: &mut Page<'_>, lang: Lang, why: &Why) {
    for said in &why.told {
        page.text(1, Token::Text, said);
    }
    for line in &why.lines {
        let WhyLine { code, rule, slot, policy, facts, reproduced } = line;
        page.text(1, Token::Title, &lang.post_why_line(code, rule, &lang.date(*slot), policy));
        let facts: Vec<String> = facts.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        page.text(3, Token::Text, &facts.join(" · "));
        let (token, said) = if *reproduced {
            (Token::Good, lang.post_reproduced())
        } else {
            (Token::Warn, lang.post_not_reproduced())
        };
        page.text(3, token, said);
    }
}

/// Lines that are being written.
struct Page<'a> {
    ui: &'a Ui<'a>,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page<'_> {
    fn text(&mut self, indent: usize, token: Token, said: &str) {
        for piece in text::wrap(said, self.width.saturating_sub(indent + 1)) {
            self.lines.push(self.ui.line(token, format!("{}{}", " ".repeat(indent), piece.text.trim_end())));
        }
    }

    fn head(&mut self, said: &str) {
        self.lines.push(Line::default());
        self.text(1, Token::Muted, said);
    }

    fn labelled(&mut self, label: &str, value: &str) {
        for (row, piece) in text::wrap(value, self.width.saturating_sub(LABEL + 2)).iter().enumerate() {
            let label = if row == 0 { label } else { "" };
            self.lines.push(Line::from(vec![
                self.ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                self.ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ]));
        }
    }
}
