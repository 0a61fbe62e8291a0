//! How urging looks: the form, the plan with the mail of the row under the cursor, what became of it.

use dondoc_shared::{
    text::Lang,
    wire::{plan::PartState, urge::plan::PlanPart},
};
use jiff::Timestamp;
use ratatui::{Frame, layout::Rect};

use super::{
    Face, State,
    ask::Stop,
    rows::Row,
    said::{doubts, part_lines},
};
use crate::{
    dialog::{
        fields::text_width,
        page::{self, Button, Page},
    },
    step::LeftOut,
    ui::{
        Ui, View, below,
        list::{Cell, Column, Keyed as _, Table},
        message,
        sheet::{self, Layout},
        theme::Token,
        time, words,
    },
};

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        match (self.face, self.shown()) {
            (Face::Ask, _) => self.draw_form(frame, ui, area),
            (_, None) => message(frame, ui, area, (1, 1), ui.lang.composer_nothing_yet()),
            (_, Some(_)) => self.draw_plan(frame, ui, area),
        }
    }

    fn status(&self, ui: Ui) -> String {
        let lang = ui.lang;
        if self.making.is_open() {
            return lang.composer_planning().to_owned();
        }
        if self.is_waiting() || self.preview.is_waiting() {
            return lang.tui_loading().to_owned();
        }
        let rows = self.rows();
        let Some(here) = self.list.selected(&rows) else { return String::new() };
        let place = words::count(lang, here.key() + 1);
        lang.tui_row_of(&place, &words::count(lang, rows.len()))
    }
}

impl State {
    fn draw_form(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let (lang, asking) = (ui.lang, &self.asking);
        let mut head = vec![(Token::Title, asking.name(lang))];
        let scope = asking.scope.iter().map(|scope| (Token::Accent, scope.get(lang).to_owned())).collect();
        head.extend(sheet::broken(scope, text_width(ui.size)));
        head.push((Token::Muted, lang.tui_tenant_will_see().to_owned()));
        if asking.is_restored {
            head.push((Token::Accent, lang.composer_draft().to_owned()));
        }
        let labels = asking.labels(lang, self.templates());
        let fields = asking.form.fields.iter().zip(labels).enumerate();
        let used: Vec<_> = fields.filter(|(place, _)| asking.is_used(*place)).collect();
        let (stop, is_at_go) = (asking.stop(), asking.stop() == Stop::Go);
        let focus = used.iter().position(|(place, _)| stop == Stop::Field(*place));
        let used: Vec<_> = used.into_iter().map(|(_, labelled)| labelled).collect();
        let lines = page::lines(ui, head, &used, focus);
        let label = lang.composer_button_plan();
        let button = Button { label, focused: is_at_go, usable: !self.making.is_open() };
        let (notice, keys) = (asking.notice.as_ref(), lang.composer_form_keys());
        page::draw(frame, ui, area, &Page { lines, notice, buttons: vec![button], keys });
    }

    /// What stands above the table: the sums, what gives pause, until when it can be taken back.
    fn head(&self, ui: Ui) -> Vec<(Token, String)> {
        let lang = ui.lang;
        let Some(plan) = self.shown() else { return Vec::new() };
        let about = if self.face == Face::Plan { PartState::Planned } else { PartState::Issued };
        let (items, mails) = plan.sums(about);
        let sum = lang.composer_sum(items, plan.count(about), mails);
        let due = plan.parts.first().map(|part| lang.composer_reply_due(&lang.date(part.shown.reply_by)));
        let mut lines = vec![(Token::Title, [sum].into_iter().chain(due).collect::<Vec<_>>().join(" · "))];
        if self.face == Face::Plan {
            lines.extend(self.asking.scope.iter().map(|scope| (Token::Accent, scope.get(lang).to_owned())));
            lines.extend(self.said_of_left_out(lang, plan.items()).map(|said| (Token::Warn, said)));
            let doubts = doubts(plan);
            if !doubts.is_empty() {
                let said: Vec<&str> = doubts.iter().map(|text| text.get(lang)).collect();
                lines.push((Token::Warn, said.join(" · ")));
            }
            let is_empty = plan.parts.is_empty();
            let said = if is_empty { lang.composer_nothing_planned() } else { lang.composer_not_issued() };
            lines.push((Token::Accent, said.to_owned()));
        } else {
            let [done, failed, withdrawn] =
                [PartState::Issued, PartState::Failed, PartState::Withdrawn].map(|state| plan.count(state));
            let token = if failed > 0 { Token::Warn } else { Token::Good };
            lines.push((token, lang.composer_issued(done, failed, withdrawn)));
            let undo = self.withdrawable().next().map(|_| undo(ui, self.first_leaves()));
            lines.extend(undo.map(|undo| (Token::Accent, undo)));
            let rest = plan.count(PartState::Planned);
            lines.extend((rest > 0).then(|| (Token::Warn, lang.composer_rest(rest))));
        }
        sheet::broken(lines, usize::from(ui.size.0).saturating_sub(2))
    }

    /// How many are left out of a plan about so many, and who, where that is one.
    fn said_of_left_out(&self, lang: Lang, items: usize) -> Option<String> {
        let counted = |left| lang.composer_left_out(items, items + left, left);
        match self.left_out.as_slice() {
            [] => None,
            [one] => Some(format!("{}: {}", counted(1), one.line(lang))),
            several => Some(format!("{} {}", counted(several.len()), lang.composer_left_out_below())),
        }
    }

    /// How the rows of the window are shared.
    pub(super) fn layout(&self, ui: Ui) -> Layout {
        Layout::new(ui, self.head(ui).len(), self.rows().len())
    }

    /// How many lines are said about the row under the cursor, and how many of them are visible.
    pub(super) fn extent(&self, ui: Ui) -> (usize, usize) {
        (self.about(ui).len(), self.layout(ui).about)
    }

    fn draw_plan(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let lang = ui.lang;
        sheet::draw_head(frame, ui, area, self.head(ui));
        let layout = self.layout(ui);
        let rows = self.rows();
        let here = self.list.place(&rows);
        let columns = [
            Column::rest(lang.desk_column_tenant(), |row: &Row<'_>| body(lang, row)),
            Column::fixed(lang.composer_column_items(), 5, |row: &Row<'_>| match row {
                Row::Part(_, part) => words::count(lang, part.shown.items.len()),
                Row::Left(..) => String::new(),
            })
            .right(),
            Column::fixed(lang.composer_column_late(), 9, |row: &Row<'_>| latest(lang, row))
                .right()
                .if_room(2, 14),
            Column::fixed(lang.composer_column_mails(), 5, |row: &Row<'_>| match row {
                Row::Part(_, part) if is_sent(part) => words::count(lang, part.shown.recipients.len()),
                _ => String::new(),
            })
            .right()
            .if_room(1, 14),
            Column::fixed(lang.composer_column_leaves(), 11, |row: &Row<'_>| leaves(lang, row))
                .if_room(0, 14),
            Column::fixed(lang.composer_column_note(), 19, |row: &Row<'_>| note(lang, row)),
        ];
        let table = Table::new(columns, usize::from(area.width), 0);
        let lines = rows.iter().map(|row| (Token::Text, *row));
        table.draw(frame, ui, below(area, layout.head), (Some(here), self.list.top, layout.page), lines);
        sheet::draw_about(frame, ui, area, layout, (&self.about(ui), self.scroll));
    }

    /// All that is known of the row under the cursor: its assignments, what is asked, who gets mail, and what that says.
    fn about(&self, ui: Ui) -> Vec<(Token, String)> {
        let lang = ui.lang;
        let rows = self.rows();
        let mut said = match self.list.selected(&rows) {
            Some(Row::Part(_, part)) => part_lines(lang, part, self.shown().map(|plan| plan.now)),
            Some(Row::Left(_, LeftOut { who, why })) => {
                vec![(Token::Title, who.get(lang).to_owned()), (Token::Warn, why.get(lang).to_owned())]
            }
            None => Vec::new(),
        };
        if let Some(mail) = self.mail() {
            said.push((Token::Title, lang.tui_preview_subject(&mail.subject)));
            said.push((Token::Text, mail.text.clone()));
        }
        sheet::broken(said, usize::from(ui.size.0).saturating_sub(2).min(110))
    }
}

/// How long what was issued can still be withdrawn, where its first mail leaves then. What is read aloud says when, which stays true.
fn undo(ui: Ui, leaves_at: Option<Timestamp>) -> String {
    let lang = ui.lang;
    let Some(at) = leaves_at else { return lang.composer_undo_held().to_owned() };
    match ui.clock.filter(|_| !ui.looks.is_spoken()) {
        Some(now) if at <= now => lang.composer_undo_over().to_owned(),
        now => now.and_then(|now| time::left(at, now)).map_or_else(
            || {
                lang.composer_undo_until(&format!(
                    "{} {}",
                    time::to_the_second(at),
                    lang.date(time::date_of(at))
                ))
            },
            |left| lang.composer_undo_left(&left),
        ),
    }
}

fn body(lang: Lang, row: &Row<'_>) -> Cell {
    match row {
        Row::Part(_, part) => {
            let of = &part.shown.tenant;
            Cell::or(lang.pick(&of.name_vi, &of.name_en), &of.short)
        }
        Row::Left(_, left) => left.who.get(lang).to_owned().into(),
    }
}

/// Whether its mail leaves, or would.
fn is_sent(part: &PlanPart) -> bool {
    matches!(part.state, PartState::Planned | PartState::Issued)
}

fn latest(lang: Lang, row: &Row<'_>) -> String {
    let Row::Part(_, part) = row else { return String::new() };
    let days = part.shown.items.iter().map(|item| item.days_overdue).max().unwrap_or(0);
    if days > 0 { lang.composer_days(days) } else { String::new() }
}

fn leaves(lang: Lang, row: &Row<'_>) -> String {
    let Row::Part(_, part) = row else { return String::new() };
    if !is_sent(part) {
        return String::new();
    }
    part.shown.leaves_at.map_or_else(|| lang.composer_held().to_owned(), time::short)
}

/// What gives pause before it is issued, what became of it after.
fn note(lang: Lang, row: &Row<'_>) -> Cell {
    let Row::Part(_, part) = row else { return (Token::Warn, lang.composer_note_skipped()).into() };
    let number = part.number.as_deref().unwrap_or_default();
    match part.state {
        PartState::Planned => {
            let items = &part.shown.items;
            let recent = items.iter().any(|item| item.urged.is_some());
            let open = items.iter().any(|item| item.unanswered_urges > 0);
            let said = if recent {
                lang.composer_note_recent()
            } else if items.iter().any(|item| item.claimed_by.is_some()) {
                lang.handling_note_claimed()
            } else if items.iter().any(|item| item.snoozed_until.is_some()) {
                lang.handling_note_snoozed()
            } else if open {
                lang.composer_note_open()
            } else if part.shown.reply_on_free_day {
                lang.composer_note_free()
            } else {
                ""
            };
            (Token::Warn, said).into()
        }
        PartState::Issued if part.why.is_some() => (Token::Danger, lang.composer_not_left(number)).into(),
        PartState::Issued | PartState::Decided => (Token::Good, number.to_owned()).into(),
        PartState::Failed => (Token::Danger, lang.composer_note_failed()).into(),
        PartState::Withdrawn => (Token::Muted, lang.composer_note_withdrawn()).into(),
    }
}
