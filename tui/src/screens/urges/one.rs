//! One urge: to whom, what was asked, about which assignments, and what was answered.

use dondoc_shared::{
    text::Lang,
    wire::urge::{UrgeDetail, UrgeRow, UrgeState, UrgedAssignment},
};
use ratatui::text::Line;

use crate::{
    net::{Call, UrgingCall},
    step::{Step, read::Read},
    ui::{Ui, text, theme::Token, time::in_full},
};

/// Cells of a label.
const LABEL: usize = 16;
/// The widest text that is still read with ease.
const WIDEST: usize = 110;

/// An urge on the screen.
#[derive(Debug)]
pub struct Opened {
    /// Its line in the list.
    pub row: UrgeRow,
    /// All that belongs to it.
    pub detail: Read<Box<UrgeDetail>>,
    /// First line shown.
    pub scroll: usize,
    /// Did another screen lead to it alone, so that closing it leads back there?
    pub alone: bool,
}

impl Opened {
    /// An urge of which no more than its line has been read.
    pub fn new(row: UrgeRow, step: &mut Step<'_>) -> Self {
        let mut one = Self { row, detail: Read::default(), scroll: 0, alone: false };
        one.ask(step);
        one
    }

    /// Reads it.
    pub fn ask(&mut self, step: &mut Step<'_>) {
        self.detail.ask(Call::Urging(UrgingCall::Show(self.row.id)), step);
    }

    /// Its line in the list, as it was read last.
    pub fn line(&self) -> &UrgeRow {
        self.detail.value.as_ref().map_or(&self.row, |detail| &detail.row)
    }

    /// The assignments that it is about.
    pub fn assignments(&self) -> &[UrgedAssignment] {
        self.detail.value.as_ref().map_or(&[], |detail| &detail.assignments)
    }

    /// The whole of it, in lines that fit the window.
    pub fn document(&self, ui: Ui) -> Vec<Line<'static>> {
        let (lang, row) = (ui.lang, self.line());
        let mut page = Page { ui, width: usize::from(ui.size.0).min(WIDEST), lines: Vec::new() };
        page.text(1, Token::Title, &lang.urge_number(&row.number));
        let body = lang.pick(&row.tenant.name_vi, &row.tenant.name_en);
        for (label, value) in [
            (lang.desk_label_tenant(), body.to_owned()),
            (lang.composer_label_addressee(), row.addressee.name(lang).to_owned()),
            (lang.desk_label_state(), standing(lang, row)),
            (lang.desk_label_issued(), format!("{}, {}", in_full(lang, row.at), lang.actor(&row.by))),
            (lang.tui_label_reply_by(), lang.date(row.reply_by)),
        ] {
            page.labelled(label, &value);
        }
        let Some(detail) = &self.detail.value else {
            page.text(1, Token::Text, &self.detail.blank(lang));
            return page.lines;
        };
        page.head(lang.tui_label_urge_text());
        page.text(1, Token::Text, &detail.text);
        page.head(&lang.desk_urge_items(detail.assignments.len()));
        for one in &detail.assignments {
            page.text(1, Token::Text, &about(lang, row, one));
        }
        page.head(lang.desk_urge_answer());
        match &detail.answer {
            Some(answer) => {
                page.text(
                    1,
                    Token::Muted,
                    &format!("{}, {}", in_full(lang, answer.at), lang.actor(&answer.by)),
                );
                page.text(1, Token::Text, &answer.text);
            }
            None => page.text(1, Token::Text, &standing(lang, row)),
        }
        page.lines
    }
}

/// Where an urge stands, with its age where it is overdue itself.
pub fn standing(lang: Lang, urge: &UrgeRow) -> String {
    match urge.state {
        UrgeState::Overdue => lang.desk_urge_overdue(urge.days_overdue),
        UrgeState::Lapsed => lang.desk_urge_lapsed().to_owned(),
        UrgeState::Withdrawn => lang.desk_urge_withdrawn().to_owned(),
        state => state.name(lang).to_owned(),
    }
}

fn about(lang: Lang, urge: &UrgeRow, one: &UrgedAssignment) -> String {
    let late = (one.days_overdue > 0).then(|| lang.tui_late_when_sent(one.days_overdue));
    // An urge that was withdrawn asks about nothing any more; nothing of it was accepted by that.
    let left = one
        .lapsed_at
        .filter(|_| urge.state != UrgeState::Withdrawn)
        .map(|_| lang.desk_urge_item_left().to_owned());
    let title = lang.pick(&one.title_vi, &one.title_en).to_owned();
    [Some(one.code.clone()), late, left, Some(title)].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

struct Page {
    ui: Ui,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Page {
    fn head(&mut self, said: &str) {
        self.lines.push(Line::default());
        self.text(1, Token::Title, said);
    }

    fn text(&mut self, indent: usize, token: Token, said: &str) {
        for piece in text::wrap(said, self.width.saturating_sub(indent + 1)) {
            let line = format!("{}{}", " ".repeat(indent), piece.text.trim_end());
            self.lines.push(self.ui.line(token, line));
        }
    }

    fn labelled(&mut self, label: &str, value: &str) {
        for (row, piece) in text::wrap(value, self.width.saturating_sub(LABEL + 2)).iter().enumerate() {
            let label = if row == 0 { label } else { "" };
            self.lines.push(Line::from(vec![
                self.ui.span(Token::Muted, format!(" {} ", text::fit(label, LABEL))),
                self.ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ]));
        }
    }
}
