//! The form of a draft: for whom, from when, why, and the policy as numbered lines; or its simulation.

use dondoc_shared::policy::PolicyKind;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Draft, Face, GUTTER, State, Stop, Way, body_width, part, part::Part, simulation};
use crate::{
    dialog::page::{self, Button, Page},
    ui::{Ui, View, button, cursor_at, more_below, policy_words, put, text, theme::Token},
};

const LABEL: usize = 13;

impl View for State {
    fn draw(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        match (&self.draft, self.face) {
            (None, _) => {}
            (Some(Draft { part: Some(part), .. }), Face::Form) => draw_part(frame, ui, area, part),
            (Some(draft), Face::Form) => draw_form(frame, ui, area, draft),
            (Some(draft), Face::Simulation) => {
                if let Some((trial, seen)) = &draft.seen {
                    simulation::draw(frame, ui, area, (draft.pane, draft.scroll), trial, seen);
                }
            }
        }
    }

    fn status(&self, ui: Ui) -> String {
        let busy = !self.tables.is_empty() || self.draft.as_ref().is_some_and(Draft::is_waiting);
        let busy = self.face == Face::Simulation && busy;
        if busy { ui.lang.tui_loading().to_owned() } else { String::new() }
    }
}

fn draw_form(frame: &mut Frame<'_>, ui: Ui, area: Rect, draft: &Draft) {
    let lang = ui.lang;
    let width = usize::from(area.width);
    let title = lang.desk_draft_title(draft.source.body.kind().name(lang), draft.source.version);
    put(frame, area, 0, &ui.line(Token::Title, format!(" {}", text::cut(&title, width.saturating_sub(2)))));
    let mut row = 1;
    let mut fields = vec![(Stop::Tenant, lang.desk_label_tenant(), &draft.tenant, lang.desk_tenant_hint())];
    if draft.may_make {
        fields.push((Stop::From, lang.desk_label_from(), &draft.from, ""));
        fields.push((Stop::Note, lang.desk_label_note(), &draft.note, ""));
    }
    for (stop, label, input, hint) in fields {
        let here = draft.focus == stop;
        let wide = match stop {
            Stop::Note => width.saturating_sub(LABEL + 6),
            Stop::From => 11,
            _ => 20,
        };
        let before: String = input.value().chars().take(input.cursor()).collect();
        let skipped = text::width(&before).saturating_sub(wide.saturating_sub(1));
        let line = Line::from(vec![
            ui.span(mark_token(here), format!(" {} {}", mark(here), text::fit(label, LABEL))),
            ui.span(Token::Text, format!("[{}]", text::fit(&skip(input.value(), skipped), wide))),
            ui.span(Token::Muted, format!(" {hint}")),
        ]);
        put(frame, area, row, &line);
        if here {
            cursor_at(frame, area, 4 + LABEL + text::width(&before).saturating_sub(skipped), row);
        }
        row += 1;
    }
    let faults = faults(ui, draft, width);
    let foot = faults.len() + 2;
    let rows = usize::from(area.height).saturating_sub(row + 1 + foot);
    let what = if draft.way == Way::Sentences { sentences } else { body };
    what(frame, ui, draft, Rect { y: area.y.saturating_add(u16::try_from(row).unwrap_or(0)), ..area }, rows);
    let below = usize::from(area.height).saturating_sub(foot);
    for (place, line) in faults.iter().enumerate() {
        put(frame, area, below + place, line);
    }
    buttons(frame, ui, draft, area);
}

fn mark(here: bool) -> &'static str {
    if here { "▸" } else { " " }
}

fn mark_token(here: bool) -> Token {
    if here { Token::Title } else { Token::Text }
}

/// A text without what its first cells show.
fn skip(value: &str, cells: usize) -> String {
    let mut used = 0;
    let kept = value.chars().skip_while(|c| {
        let hidden = used < cells;
        used += text::width(c.encode_utf8(&mut [0; 4]));
        hidden
    });
    kept.collect()
}

/// What is wrong, in at most a third of the window.
fn faults(ui: Ui, draft: &Draft, width: usize) -> Vec<Line<'static>> {
    let most = (usize::from(ui.size.1) / 3).saturating_sub(3).max(1);
    let wrapped =
        draft.faults.iter().flat_map(|fault| text::wrap(fault.get(ui.lang), width.saturating_sub(2)));
    let mut lines: Vec<Line<'static>> =
        wrapped.map(|piece| ui.line(Token::Danger, format!(" {}", piece.text.trim_end()))).collect();
    if let Some(hidden) = more_below(ui, lines.len(), most - 1).filter(|_| lines.len() > most) {
        lines.truncate(most - 1);
        lines.push(ui.line(Token::Danger, format!(" {hidden}")));
    }
    lines
}

/// The form of one part.
fn draw_part(frame: &mut Frame<'_>, ui: Ui, area: Rect, part: &Part) {
    let (lang, stop) = (ui.lang, part.stop());
    let mut lines = vec![(ui.line(Token::Title, part.title(lang)), None)];
    let labelled = part.form.fields.iter().zip(part.labels(lang)).enumerate();
    for (place, labelled) in labelled.filter(|(place, _)| part.is_used(*place)) {
        lines.extend(part.head_above(lang, place).map(|head| (ui.line(Token::Muted, head), None)));
        lines.extend(page::field(ui, &labelled, stop == part::Stop::Field(place)));
    }
    let buttons =
        [(lang.tui_button_back(), part::Stop::Cancel), (lang.policies_button_take(), part::Stop::Go)];
    let buttons = buttons.map(|(label, at)| Button { label, focused: stop == at, usable: true });
    let (notice, keys) = (part.notice.as_ref(), lang.policies_part_keys());
    page::draw(frame, ui, area, &Page { lines, notice, buttons: buttons.into(), keys });
}

/// The policy's sentences around the cursor, and the row that adds one.
fn sentences(frame: &mut Frame<'_>, ui: Ui, draft: &Draft, area: Rect, rows: usize) {
    let lang = ui.lang;
    let here = draft.focus == Stop::Body;
    let is_ladder = draft.source.body.kind() == PolicyKind::Ladder;
    let hint =
        if is_ladder { lang.policies_words_hint_ladder() } else { lang.policies_words_hint_reminders() };
    let width = usize::from(area.width);
    let label = text::fit(lang.desk_label_body(), LABEL);
    let head = Line::from(vec![
        ui.span(mark_token(here), format!(" {} {label}", mark(here))),
        ui.span(Token::Muted, text::cut(hint, width.saturating_sub(LABEL + 4))),
    ]);
    put(frame, area, 0, &head);
    let Some(policy) = draft.policy() else { return };
    let added = (!is_ladder).then(|| lang.policies_add_rule().to_owned());
    let said = policy_words::sentences(lang, &policy).into_iter().chain(added);
    let mut lines = Vec::new();
    for (place, said) in said.enumerate() {
        for (at, piece) in text::wrap(&said, width.saturating_sub(7)).into_iter().enumerate() {
            lines.push((place, at == 0, piece.text.trim_end().to_owned()));
        }
    }
    let end = lines.iter().rposition(|(place, ..)| *place == draft.row).unwrap_or(0);
    let top = (end + 1).saturating_sub(rows);
    for (row, (place, is_first, said)) in lines.iter().enumerate().skip(top).take(rows) {
        let is_at = here && *place == draft.row;
        let is_added = !is_ladder && *place + 1 == draft.rows();
        let mark = match (is_at, *is_first) {
            (true, true) => "▸",
            (false, true) if !is_added => "·",
            _ => " ",
        };
        put(frame, area, 1 + row - top, &ui.line(mark_token(is_at), format!("   {mark} {said}")));
        if is_at && *is_first {
            cursor_at(frame, area, 3, 1 + row - top);
        }
    }
}

/// The policy's lines around the cursor, under what they may say.
fn body(frame: &mut Frame<'_>, ui: Ui, draft: &Draft, area: Rect, rows: usize) {
    let lang = ui.lang;
    let here = draft.focus == Stop::Body;
    let hint = match draft.source.body.kind() {
        PolicyKind::Reminders | PolicyKind::ReportReminders => lang.desk_draft_hint_reminders(),
        PolicyKind::Ladder => lang.desk_draft_hint_ladder(),
    };
    let wide = usize::from(area.width);
    // Whole where the window is high enough, else what of it fits beside the label.
    let whole = usize::from(ui.size.1) >= 24;
    let beside = if whole { String::new() } else { text::cut(hint, wide.saturating_sub(LABEL + 4)) };
    let label = text::fit(lang.desk_label_body(), LABEL);
    let head = Line::from(vec![
        ui.span(mark_token(here), format!(" {} {label}", mark(here))),
        ui.span(Token::Muted, beside),
    ]);
    put(frame, area, 0, &head);
    let hints = if whole { text::wrap(hint, wide.saturating_sub(4)) } else { Vec::new() };
    for (row, piece) in hints.iter().enumerate() {
        put(frame, area, 1 + row, &ui.line(Token::Muted, format!("   {}", piece.text.trim_end())));
    }
    let (above, rows) = (1 + hints.len(), rows.saturating_sub(hints.len()));
    let width = body_width(ui.size);
    let pieces = text::wrap(draft.body.value(), width);
    let cursor = draft.body.cursor();
    let line = pieces.iter().rposition(|piece| piece.start <= cursor).unwrap_or(0);
    let top = (line + 1).saturating_sub(rows);
    let begins: Vec<usize> = std::iter::once(0)
        .chain(draft.body.value().chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1))
        .collect();
    for (row, (place, piece)) in pieces.iter().enumerate().skip(top).take(rows).enumerate() {
        let number = begins.iter().position(|at| *at == piece.start).map(|n| (n + 1).to_string());
        let number = text::fit_right(&number.unwrap_or_default(), GUTTER - 3);
        put(
            frame,
            area,
            above + row,
            &Line::from(vec![
                ui.span(Token::Muted, format!("{number} │ ")),
                ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ]),
        );
        if here && place == line {
            let before: String = piece.text.chars().take(cursor.saturating_sub(piece.start)).collect();
            cursor_at(frame, area, GUTTER + text::width(&before), above + row);
        }
    }
}

fn buttons(frame: &mut Frame<'_>, ui: Ui, draft: &Draft, area: Rect) {
    let lang = ui.lang;
    let row = usize::from(area.height).saturating_sub(2);
    let (cancel, go) = (lang.tui_button_close(), lang.desk_button_simulate());
    let line = Line::from(vec![
        ui.span(Token::Text, " "),
        button(ui, cancel, draft.focus == Stop::Cancel, true),
        ui.span(Token::Text, "  "),
        button(ui, go, draft.focus == Stop::Go, !draft.is_waiting()),
    ]);
    put(frame, area, row, &line);
    match draft.focus {
        Stop::Cancel => cursor_at(frame, area, 1, row),
        Stop::Go => cursor_at(frame, area, text::width(cancel) + 8, row),
        _ => {}
    }
    let hint = if draft.is_waiting() { lang.desk_simulating() } else { lang.desk_draft_keys() };
    put(
        frame,
        area,
        row + 1,
        &ui.line(Token::Muted, format!(" {}", text::cut(hint, usize::from(area.width).saturating_sub(2)))),
    );
}
