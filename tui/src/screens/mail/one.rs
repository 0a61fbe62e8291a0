//! One message: where it stands, which rule and facts made it, what it said.

use dondoc_shared::{
    id::MessageId,
    text::Lang,
    wire::{
        mail::{MessageDetail, MessageStep},
        policy::{Why, WhyLine},
    },
};
use ratatui::text::Line;

use crate::{
    net::{Call, Failure, MailCall},
    step::{Step, read::Read, waiting::Arrived},
    ui::{Ui, text, theme::Token, time::in_full},
};

/// Cells of a label.
const LABEL: usize = 14;

/// One message on the screen.
#[derive(Debug)]
pub struct Opened {
    /// Its id.
    pub id: MessageId,
    /// The message.
    pub detail: Read<Box<MessageDetail>>,
    /// Why it is.
    pub why: Read<Box<Why>>,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// A message of which nothing has been read.
    pub fn new(id: MessageId) -> Self {
        Self { id, detail: Read::default(), why: Read::default(), scroll: 0 }
    }

    /// Reads it.
    pub fn ask(&mut self, step: &mut Step<'_>) {
        self.detail.ask(Call::Mail(MailCall::Message(self.id)), step);
        // Why it is does not change from one look to the next, and is dear to work out.
        if self.why.value.is_none() {
            self.why.ask(Call::Mail(MailCall::Why(self.id)), step);
        }
    }

    /// Takes an answer if it is one that is waited for. What to say of it: that it failed, if nothing had failed before.
    pub fn answered(&mut self, arrived: &mut Arrived) -> Option<Result<(), Failure>> {
        let had_failed = self.failure().is_some();
        let outcome = self.detail.take(arrived).or_else(|| self.why.take(arrived))?;
        Some(if had_failed { Ok(()) } else { outcome })
    }

    /// Whether an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        self.detail.is_waiting() || self.why.is_waiting()
    }

    /// Whether message or reason could not be read.
    pub fn has_failed(&self) -> bool {
        self.failure().is_some()
    }

    /// Why message or reason is not there.
    fn failure(&self) -> Option<&Failure> {
        self.why.failure.as_ref().or(self.detail.failure.as_ref())
    }

    /// The whole of it, in lines that fit the window.
    pub fn document(&self, ui: Ui) -> Vec<Line<'static>> {
        let (lang, failure) = (ui.lang, self.failure());
        let mut page = Page { ui, width: usize::from(ui.size.0), lines: Vec::new() };
        let (detail, why) = (&self.detail.value, &self.why.value);
        match (detail, failure) {
            (Some(detail), _) => facts(&mut page, lang, detail),
            (None, Some(failure)) => page.text(1, Token::Text, &failure.text(lang)),
            (None, None) => page.text(1, Token::Text, &self.detail.blank(lang)),
        }
        match (why, failure) {
            (Some(why), _) => {
                page.head(lang.post_head_why());
                reasons(&mut page, lang, why);
            }
            (None, Some(failure)) if detail.is_some() => {
                page.head(lang.post_head_why());
                page.text(1, Token::Muted, &failure.text(lang));
            }
            _ => {}
        }
        if let Some(detail) = detail {
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
}

fn facts(page: &mut Page, lang: Lang, detail: &MessageDetail) {
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
                .as_ref()
                .filter(|said| detail.steps.iter().all(|step| step.said.as_ref() != Some(said)))
                .map(|said| lang.mail_said(said).to_owned()),
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
        let said = said.as_ref().map(|said| format!(": {}", lang.mail_said(said))).unwrap_or_default();
        page.text(1, Token::Text, &format!("{} · {}{said}", in_full(lang, *at), state.name(lang)));
    }
}

fn reasons(page: &mut Page, lang: Lang, why: &Why) {
    for said in &why.told {
        page.text(1, Token::Text, said);
    }
    for line in &why.lines {
        let WhyLine { code, rule, slot, policy, facts, reproduced } = line;
        let rule = rule.parse().map_or_else(|_| rule.clone(), |when| lang.policies_rule_when(when));
        page.text(1, Token::Title, &lang.post_why_line(code, &rule, &lang.date(*slot), policy));
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
struct Page {
    ui: Ui,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page {
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
