//! One assignment from top to bottom: facts, what can be done, what was reported, what proves it, what was asked and
//! decided, what happened. One column of text, scrolled; section by section with Tab.

pub mod records;

use dondoc_shared::{
    lifecycle::Part,
    wire::assignment::{AssignmentDetail, AssignmentRow},
};
use jiff::Timestamp;
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Ui, body_of, cursor_at, put, put_at, text, theme::Theme, theme::Token};
use crate::{app::Model, dialog::Kind, keys::table::ENTRIES};

/// A line of the document.
struct DocLine {
    line: Line<'static>,
    heading: bool,
}

/// The document being written.
struct Doc<'u> {
    ui: &'u Ui<'u>,
    width: usize,
    lines: Vec<DocLine>,
}

impl Doc<'_> {
    fn heading(&mut self, text: &str) {
        if !self.lines.is_empty() {
            self.lines.push(DocLine { line: Line::default(), heading: false });
        }
        let rule = "─".repeat(self.width.saturating_sub(text::width(text) + 1));
        let line = Line::from(vec![
            self.ui.span(Token::Title, text.to_owned()),
            self.ui.span(Token::Muted, format!(" {rule}")),
        ]);
        self.lines.push(DocLine { line, heading: true });
    }

    fn push(&mut self, line: Line<'static>) {
        self.lines.push(DocLine { line, heading: false });
    }

    /// Text with a label before it, wrapped under itself. Nothing where there is no text.
    fn labelled(&mut self, label: &str, text: &str) {
        self.labelled_as(Token::Text, label, text);
    }

    fn labelled_as(&mut self, token: Token, label: &str, body: &str) {
        if body.trim().is_empty() {
            return;
        }
        const COLUMN: usize = 18;
        let room = self.width.saturating_sub(COLUMN).max(10);
        for (row, piece) in text::wrap(body.trim(), room).iter().enumerate() {
            let label = if row == 0 { text::fit(label, COLUMN) } else { " ".repeat(COLUMN) };
            let line = Line::from(vec![
                self.ui.span(Token::Muted, label),
                self.ui.span(token, piece.text.trim_end().to_owned()),
            ]);
            self.push(line);
        }
    }

    /// Text indented by so many cells, wrapped.
    fn text(&mut self, token: Token, indent: usize, body: &str) {
        for piece in text::wrap(body.trim(), self.width.saturating_sub(indent).max(10)) {
            let line = format!("{}{}", " ".repeat(indent), piece.text.trim_end());
            self.push(self.ui.line(token, line));
        }
    }
}

/// An instant as date and time in the Working Group's zone.
fn moment(ui: &Ui<'_>, at: Timestamp) -> String {
    let time = at.to_zoned(super::help::zone());
    format!("{} {:02}:{:02}", ui.lang().date(time.date()), time.hour(), time.minute())
}

fn document<'u>(ui: &'u Ui<'u>, detail: &AssignmentDetail, width: usize) -> Vec<DocLine> {
    let mut doc = Doc { ui, width, lines: Vec::new() };
    facts(&mut doc, detail);
    acts(&mut doc, detail);
    records::write(&mut doc, detail);
    doc.lines
}

fn facts(doc: &mut Doc<'_>, detail: &AssignmentDetail) {
    let lang = doc.ui.lang();
    let row = &detail.row;
    doc.text(Token::Title, 0, lang.pick(&row.title_vi, &row.title_en));
    doc.labelled(
        lang.tui_fact_tenant(),
        &format!("{} ({})", lang.pick(&row.tenant.name_vi, &row.tenant.name_en), row.part.name(lang)),
    );
    doc.labelled(
        lang.tui_fact_status(),
        &format!("{} · {}", row.status.name(lang), lang.percent(row.percent)),
    );
    let (token, line) = super::backlog::lateness(doc.ui, row);
    doc.labelled_as(token, lang.tui_fact_due(), &format!("{} · {line}", due(doc.ui, detail)));
    doc.labelled(lang.tui_fact_level(), &level(doc.ui, row));
    doc.labelled(lang.tui_fact_assignee(), row.assignee.as_deref().unwrap_or(lang.tui_nobody_named()));
    let task = &detail.task;
    let directive = lang.pick(&task.directive_vi, &task.directive_en);
    doc.labelled(
        lang.tui_fact_directive(),
        &format!("{} ({}), {}. {directive}", row.directive, lang.date(task.issued_on), row.clause),
    );
    doc.labelled(lang.tui_fact_product(), &task.product);
    doc.labelled(lang.tui_fact_due_text(), &task.due_text);
    if let Some(restates) = &task.restates {
        doc.labelled(lang.tui_fact_restates(), restates);
    }
    if !detail.others.is_empty() {
        let others: Vec<String> = detail
            .others
            .iter()
            .map(|other| match other.part {
                Part::Lead => format!("{} ({})", other.tenant.short, Part::Lead.name(lang)),
                Part::Coordinating => other.tenant.short.clone(),
            })
            .collect();
        doc.labelled(lang.tui_fact_others(), &others.join(", "));
    }
    if let Some(waiting) = &detail.waiting {
        let cause = waiting.cause.map_or(lang.cause_not_given(), |cause| cause.name(lang));
        let tenant = lang.pick(&waiting.tenant.name_vi, &waiting.tenant.name_en);
        let since = lang.tui_waiting_since(tenant, &lang.date(waiting.since), cause);
        doc.labelled(lang.tui_fact_waiting(), &since);
    }
    let source = [task.lead_basis.name(lang), task.source_note.as_str()];
    doc.labelled(lang.tui_fact_source(), source.join(": ").trim_end_matches(": "));
}

fn due(ui: &Ui<'_>, detail: &AssignmentDetail) -> String {
    let lang = ui.lang();
    let row = &detail.row;
    let Some(due) = row.due_on else { return lang.no_deadline().to_owned() };
    let mut text = lang.due_date(due, row.due_precision);
    if let Some(original) = row.original_due_on.filter(|original| *original != due) {
        text.push_str(&lang.tui_due_original(
            &lang.due_date(original, detail.task.due_precision),
            detail.extensions.count,
            detail.extensions.days,
        ));
    }
    text
}

fn level(ui: &Ui<'_>, row: &AssignmentRow) -> String {
    let lang = ui.lang();
    let level = if row.level > 0 { lang.level(row.level) } else { lang.tui_level_none().to_owned() };
    format!("{level} · {}", lang.tui_unanswered_urges(row.unanswered_urges))
}

/// What can be done, with its key; and what cannot, with the reason.
fn acts(doc: &mut Doc<'_>, detail: &AssignmentDetail) {
    let lang = doc.ui.lang();
    let mut lines = Vec::new();
    for entry in ENTRIES {
        let Some(kind) = Kind::of(entry.command) else { continue };
        if entry.needs.is_some_and(|needs| !doc.ui.model.may(needs)) {
            continue;
        }
        let key = entry.keys.first().map(|keys| keys.label()).unwrap_or_default();
        let title = kind.title(lang);
        lines.push(match kind.refusal(detail) {
            None => Line::from(vec![
                doc.ui.span(Token::Accent, format!("  {key}  ")),
                doc.ui.span(Token::Text, title),
            ]),
            Some(code) => doc.ui.line(Token::Muted, format!("  –  {title}: {}", code.message(lang))),
        });
    }
    doc.heading(lang.tui_section_acts());
    if lines.is_empty() {
        doc.text(Token::Muted, 2, lang.tui_acts_none());
    }
    for line in lines {
        doc.push(line);
    }
}

fn width_of(size: (u16, u16)) -> usize {
    // Long lines are hard to read: a wide window leaves the right free.
    usize::from(size.0).saturating_sub(2).min(110)
}

fn lines_of(model: &Model) -> Vec<DocLine> {
    let ui = Ui { model, now: std::time::Duration::ZERO, theme: Theme::Mono };
    let detail = model.item.as_ref().and_then(|item| item.detail.as_deref());
    detail.map(|detail| document(&ui, detail, width_of(model.size))).unwrap_or_default()
}

/// The lines on which sections begin.
pub fn section_lines(model: &Model) -> Vec<usize> {
    let lines = lines_of(model);
    let headings = lines.iter().enumerate().filter(|(_, line)| line.heading).map(|(place, _)| place);
    std::iter::once(0).chain(headings).collect()
}

/// How many lines the document has, and how many are visible.
pub fn extent(model: &Model) -> (usize, usize) {
    (lines_of(model).len(), page(model.size))
}

fn page(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height)
}

/// Draws the screen.
pub fn draw(frame: &mut Frame<'_>, ui: &Ui<'_>, area: Rect) {
    let Some(item) = &ui.model.item else { return };
    let Some(detail) = item.detail.as_deref() else {
        let text = match &item.failure {
            Some(failure) => failure.text(ui.lang()),
            None => ui.lang().tui_loading().to_owned(),
        };
        put_at(frame, area, 2, 1, &ui.line(Token::Text, text));
        return;
    };
    let lines = document(ui, detail, width_of(ui.model.size));
    let inside = Rect { x: area.x.saturating_add(1), width: area.width.saturating_sub(1), ..area };
    for (row, line) in lines.iter().skip(item.scroll).take(usize::from(area.height)).enumerate() {
        put(frame, inside, row, &line.line);
    }
    if ui.model.dialog.is_none() {
        cursor_at(frame, inside, 0, 0);
    }
}

/// The status row: where in the document, where in the list.
pub fn status(ui: &Ui<'_>) -> String {
    let lang = ui.lang();
    let Some(item) = &ui.model.item else { return String::new() };
    let mut parts = Vec::new();
    if item.waiting.is_some() {
        parts.push(lang.tui_loading().to_owned());
    } else if let Some(failure) = &item.failure {
        parts.push(failure.text(lang));
    }
    let (length, page) = extent(ui.model);
    if length > page {
        let last = item.scroll.saturating_add(page).min(length);
        parts.push(lang.tui_lines_of(item.scroll + 1, last, length));
    }
    if let (Some(place), Some(total)) = (ui.model.backlog.place(item.id), ui.model.backlog.total) {
        parts.push(lang.tui_row_of(&lang.number(i64::try_from(place + 1).unwrap_or(0)), &lang.number(total)));
    }
    parts.join(" · ")
}
