//! What is known of the row under the cursor, beside the list where the window is wide.

use std::time::Duration;

use dondoc_shared::{
    lifecycle::Status,
    text::Lang,
    wire::{
        TenantRef,
        assignment::{AssignmentDetail, AssignmentRow, ExtensionState},
    },
};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{Listed, State, preview::WIDE};
use crate::{
    net::{Call, Failure},
    step::{Step, brought::Figures, toast::Tone},
    ui::{
        Ui, below,
        document::{Doc, DocLine, draw_lines},
        handling, message, more_below, put_at, records, report_words, sheet, text,
        theme::Token,
    },
};

/// Urges that are told of: the newest.
const URGES: usize = 3;

impl<L: Listed> State<L> {
    /// Switches it on or off.
    pub(super) fn swap_preview(&mut self, step: &mut Step<'_>) {
        self.preview.is_on ^= true;
        self.preview.try_again();
        self.preview.fit(step.size());
        if self.preview.is_on && self.preview.cells() == 0 {
            step.say(Tone::Note, |lang| lang.preview_needs(WIDE));
        }
        self.preview_fetch(step);
    }

    /// The row that is shown beside the list.
    fn previewed(&self) -> Option<&AssignmentRow> {
        self.row_here().filter(|_| self.preview.cells() > 0)
    }

    /// Asks for what is shown, if the cursor has rested.
    pub(super) fn preview_fetch(&mut self, step: &mut Step<'_>) {
        self.preview.is_asleep = !step.is_read(L::SCREEN);
        let Some(row) = self.previewed().filter(|_| !self.preview.is_asleep).cloned() else { return };
        self.preview.details.fetch(row.id, Call::Item(row.id), step);
        self.preview.figures.fetch(&row, step);
        if self.preview.tenants.is_empty() {
            let known = step.common.known.tenants.iter();
            self.preview.tenants = known.map(|(tenant, _)| tenant.clone()).collect();
        }
    }

    /// When something is to be asked for.
    pub(super) fn preview_wakes_at(&self, now: Duration) -> Option<Duration> {
        let row = self.previewed().filter(|_| !self.preview.is_asleep)?;
        let figures = self.preview.figures.wake_at(row, now);
        self.preview.details.wake_at(row.id, now).into_iter().chain(figures).min()
    }

    /// Draws it at the right edge of an area.
    pub(super) fn draw_preview(&self, frame: &mut Frame<'_>, ui: Ui, area: Rect) {
        let Some(row) = self.previewed() else { return };
        for line in 0..usize::from(area.height) {
            put_at(frame, area, 0, line, &ui.line(Token::Muted, "│"));
        }
        let inside = Rect { x: area.x.saturating_add(2), width: area.width.saturating_sub(3), ..area };
        let still = Ui { covered: true, ..ui };
        match self.preview.details.of(row.id) {
            Some(Ok(detail)) => {
                let figures = row.report.then(|| self.preview.figures.of(row.id));
                let lines = write(ui, detail, (&self.preview.tenants, figures), usize::from(inside.width));
                draw_lines(frame, inside, &lines, 0);
                let page = usize::from(inside.height);
                if let Some(more) = more_below(ui, lines.len(), page.saturating_sub(1)) {
                    let last = below(inside, page.saturating_sub(1));
                    put_at(frame, last, 0, 0, &ui.line(Token::Muted, text::fit(&more, inside.width.into())));
                }
            }
            Some(Err(failure)) => message(frame, still, inside, (0, 0), &failure.text(ui.lang)),
            None => message(frame, still, inside, (0, 0), ui.lang.tui_loading()),
        }
    }
}

/// What matters of an assignment to whoever goes through a list, in lines of `width` cells.
fn write(
    ui: Ui,
    detail: &AssignmentDetail,
    (tenants, figures): (&[TenantRef], Option<Known<'_>>),
    width: usize,
) -> Vec<DocLine> {
    let (lang, row) = (ui.lang, &detail.row);
    let mut doc = Doc { ui, width, lines: Vec::new() };
    doc.text(Token::Title, 0, lang.pick(&row.title_vi, &row.title_en));
    doc.labelled(lang.tui_fact_tenant(), lang.pick(&row.tenant.name_vi, &row.tenant.name_en));
    let status = format!("{} · {}", row.status.name(lang), lang.percent(row.percent));
    doc.labelled(lang.tui_fact_status(), &status);
    let (token, due) = records::due(lang, detail);
    doc.labelled_as(token, lang.tui_fact_due(), &due);
    if let Some(figures) = &figures {
        brought(&mut doc, figures);
        doc.push(Line::default());
    }
    doc.labelled(lang.tui_fact_level(), &records::level(lang, row));
    doc.labelled_as(Token::Accent, lang.preview_next(), &next(lang, detail));
    if let Some(waiting) = &detail.waiting {
        let cause = waiting.cause.map_or(lang.cause_not_given(), |cause| cause.name(lang));
        let tenant = lang.pick(&waiting.tenant.name_vi, &waiting.tenant.name_en);
        let since = lang.tui_waiting_since(tenant, &lang.date(waiting.since), cause);
        doc.labelled_as(Token::Warn, lang.tui_fact_waiting(), &since);
    }
    if let Some(said) = &row.handling {
        doc.labelled(lang.handling_fact(), &handling::in_a_line(lang, said, Some(detail.today)));
    }
    let pending = detail.extension_requests.iter().filter(|one| one.state == ExtensionState::Pending);
    let pending: Vec<_> = pending.collect();
    if !pending.is_empty() {
        doc.heading(lang.tui_section_extensions());
        for one in pending {
            records::extension(&mut doc, one);
        }
    }
    if !detail.proposed_steps.is_empty() {
        doc.heading(lang.tui_section_steps());
        detail.proposed_steps.iter().for_each(|one| records::proposed(&mut doc, one));
    }
    if figures.is_none() {
        doc.heading(lang.preview_last_report());
        match detail.reports.first() {
            Some(newest) => records::report(&mut doc, newest, (detail, tenants)),
            None => doc.text(Token::Muted, 2, lang.tui_reports_none()),
        }
    }
    if !detail.urges.is_empty() {
        doc.heading(lang.tui_section_urges());
        detail.urges.iter().take(URGES).for_each(|one| records::urge(&mut doc, one));
        if detail.urges.len() > URGES {
            doc.text(Token::Muted, 2, &lang.preview_older_urges(detail.urges.len() - URGES));
        }
    }
    doc.lines
}

/// What is known of the figures of a report; none while they are on their way.
type Known<'a> = Option<Result<Figures<'a>, &'a Failure>>;

/// The figures that a report brings, which are its progress and what is judged.
fn brought(doc: &mut Doc, figures: &Known<'_>) {
    let (lang, width) = (doc.ui.lang, doc.width);
    doc.heading(lang.filings_figures_of());
    let lines = match figures {
        None => vec![(Token::Muted, lang.filings_figures_coming().to_owned())],
        Some(Err(failure)) => vec![(Token::Danger, failure.text(lang))],
        Some(Ok((of, found))) => {
            let sum = (Token::Accent, report_words::sum(lang, of, *found));
            [vec![sum], report_words::figures(lang, of, *found)].concat()
        }
    };
    for (token, line) in sheet::broken(lines, width) {
        doc.push(doc.ui.line(token, line));
    }
}

/// Who is asked to act next, and what for.
fn next(lang: Lang, detail: &AssignmentDetail) -> String {
    let row = &detail.row;
    let of_us = [
        (row.status == Status::Submitted).then(|| lang.preview_to_verify()),
        (row.status == Status::Refused).then(|| lang.preview_to_answer_refusal()),
        row.extension_pending.then(|| lang.preview_to_decide()),
        (!detail.proposed_steps.is_empty()).then(|| lang.preview_to_release()),
    ];
    let of_us: Vec<&str> = of_us.into_iter().flatten().collect();
    let tenant = match row.status {
        Status::Proposed => Some(lang.preview_approver().to_owned()),
        Status::Assigned | Status::Acknowledged | Status::InProgress | Status::Returned => {
            Some(row.assignee.clone().unwrap_or_else(|| lang.preview_officers().to_owned()))
        }
        _ => None,
    };
    let of_us = (!of_us.is_empty()).then(|| lang.preview_working_group(&of_us.join(", ")));
    let all: Vec<String> = of_us.into_iter().chain(tenant).collect();
    if all.is_empty() { lang.preview_nobody().to_owned() } else { all.join(" · ") }
}
