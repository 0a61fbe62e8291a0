//! One figure: everything that is to be said of it, and the bodies that owe its number.

use dondoc_shared::{
    figures::{CellState, Direction, Op, Outcome},
    id::AssignmentId,
    text::Lang,
    wire::figure::{Absence, FigureRow, SourceRow, Sources},
};
use ratatui::text::Line;

use super::{bounds, chart, trend};
use crate::{
    keys::Screen,
    step::{Step, With, read::Read},
    ui::{
        Ui, body_of,
        list::{Keyed, List},
        text,
        theme::Token,
    },
};

/// Cells of a label.
const LABEL: usize = 14;
/// The widest text that is still read with ease.
const WIDEST: usize = 120;
/// A body of the window of so many rows shows the figure and its bodies at once.
const TALL: usize = 34;
/// Rows that the bodies keep beside the figure.
const LEAST: usize = 12;
/// A body of the window of so many rows has room for the row under the cursor in full below a list.
pub const ROOMY: usize = 18;
/// Rows below the bodies, where there is room for them: a blank one, and the one under the cursor in full.
pub const FOOT: usize = 3;

/// What moves with the keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pane {
    /// The figure.
    #[default]
    Figure,
    /// The bodies.
    Bodies,
}

/// A figure that was opened.
#[derive(Debug)]
pub struct Opened {
    /// Code of its indicator.
    pub indicator: String,
    /// The bodies that owe its number.
    pub sources: Read<Box<Sources>>,
    /// What moves with the keys.
    pub pane: Pane,
    /// First line of the figure shown.
    pub scroll: usize,
    /// Is the table wanted rather than the chart?
    pub table: bool,
    /// Where among the bodies one is.
    pub list: List<AssignmentId>,
}

impl Keyed for SourceRow {
    type Key = AssignmentId;

    fn key(&self) -> AssignmentId {
        self.assignment
    }
}

/// Whether the body has filed its report and no figure of what was verified has it yet.
pub fn is_unverified(row: &SourceRow) -> bool {
    row.state.is_none() && row.absence == Some(Absence::Waiting)
}

/// Whether the body has said neither how much nor that it does not concern it.
pub fn is_missing(row: &SourceRow) -> bool {
    matches!(row.state, None | Some(CellState::NotAvailable))
}

/// Whether the body still has to file the number: what waits to be verified is not missing.
pub fn owes(row: &SourceRow) -> bool {
    is_missing(row) && !is_unverified(row)
}

impl Opened {
    /// At the figure itself.
    pub fn new(indicator: String) -> Self {
        let (pane, list) = (Pane::default(), List::default());
        Self { indicator, sources: Read::default(), pane, scroll: 0, table: false, list }
    }

    /// The bodies, those without a number first.
    pub fn bodies(&self) -> &[SourceRow] {
        self.sources.value.as_ref().map_or(&[], |sources| &sources.items)
    }

    /// The body under the cursor, where the keys are about bodies.
    pub fn selected(&self) -> Option<&SourceRow> {
        self.list.selected(self.bodies()).filter(|_| self.pane == Pane::Bodies)
    }

    /// Opens the report of the body at this place, for a period as addresses name it.
    pub fn read(&mut self, period: &str, place: usize, step: &mut Step<'_>) {
        let Some(SourceRow { assignment, tenant, .. }) = self.bodies().get(place) else { return };
        let (id, body) = (*assignment, tenant.clone());
        self.list.cursor = Some(id);
        step.go(Screen::Report, With::Report { period: period.to_owned(), body, id });
    }

    /// The rows of the figure and of its bodies below the `above` first ones: both where the window is tall, else those of
    /// what the keys move.
    pub fn split(&self, ui: Ui, row: &FigureRow, above: usize) -> (usize, usize) {
        let rows = usize::from(body_of(ui.size).height);
        let room = rows.saturating_sub(above);
        match self.pane {
            _ if rows >= TALL => {
                let figure = document(ui, row, self.table).len().min(room.saturating_sub(LEAST));
                (figure, room.saturating_sub(figure))
            }
            Pane::Figure => (room, 0),
            Pane::Bodies => (0, room),
        }
    }
}

/// Rows of the bodies that are no bodies in a window of this size: the head, and what stands below them.
pub fn around(size: (u16, u16)) -> usize {
    if usize::from(body_of(size).height) >= ROOMY { 1 + FOOT } else { 1 }
}

/// How a verdict looks.
pub fn token(outcome: Option<Outcome>) -> Token {
    match outcome {
        Some(Outcome::Met) => Token::Good,
        Some(Outcome::NotMet) => Token::Danger,
        Some(Outcome::CannotSay) => Token::Warn,
        Some(Outcome::InProgress) | None => Token::Text,
    }
}

/// The target with its sign, for a column.
pub fn target(lang: Lang, row: &FigureRow) -> String {
    let Some((target, level)) = trend::level(row) else { return String::new() };
    // Of a gain only the level is told, which lies below where less is better.
    let sign = match (target.op(), row.direction) {
        (Op::Ge, Direction::Down) => Op::Le.sign(lang),
        (Op::Gt, Direction::Down) => "<",
        (op, _) => op.sign(lang),
    };
    format!("{sign} {}", trend::in_unit(lang, row, level))
}

/// The target in full.
fn target_words(lang: Lang, row: &FigureRow) -> String {
    let Some(of) = &row.target else { return String::new() };
    let print = |number| trend::in_unit(lang, row, number);
    let baseline = of.baseline.zip(of.baseline_on);
    let parts = [
        Some(lang.figures_target_due(&target(lang, row), &lang.date(of.due_on))),
        of.stretch.map(|stretch| lang.figures_target_stretch(&print(stretch))),
        baseline.map(|(value, on)| lang.figures_target_baseline(&print(value), &lang.date(on))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The figure in lines that fit the window: what it comes to, the verdict, what counts, the bounds, the periods, what was
/// published.
pub fn document(ui: Ui, row: &FigureRow, table: bool) -> Vec<Line<'static>> {
    let lang = ui.lang;
    let width = usize::from(ui.size.0).min(WIDEST);
    let mut lines = Vec::new();
    let said = [
        (Token::Title, lang.pick(&row.words_vi, &row.words_en)),
        (token(row.outcome), lang.pick(&row.verdict_vi, &row.verdict_en)),
    ];
    for (token, said) in said.into_iter().filter(|(_, said)| !said.is_empty()) {
        for piece in text::wrap(said, width.saturating_sub(2)) {
            lines.push(ui.line(token, format!(" {}", piece.text.trim_end())));
        }
    }
    lines.push(Line::default());
    let room = width.saturating_sub(LABEL + 2);
    let labelled = |lines: &mut Vec<Line<'static>>, label: &str, value: &str| {
        for (row, piece) in text::wrap(value, room).iter().enumerate().filter(|_| !value.is_empty()) {
            let label = if row == 0 { label } else { "" };
            lines.push(Line::from(vec![
                ui.span(Token::Muted, format!(" {}", text::fit(label, LABEL))),
                ui.span(Token::Text, piece.text.trim_end().to_owned()),
            ]));
        }
    };
    labelled(&mut lines, lang.figures_label_bounds(), &bounds::words(lang, row));
    for line in bounds::bar(ui, row, room) {
        let mut spans = vec![ui.span(Token::Text, " ".repeat(LABEL + 1))];
        spans.extend(line.spans);
        lines.push(Line::from(spans));
    }
    let record = row.record.as_ref().map(|record| lang.pick(&record.words_vi, &record.words_en));
    let year = row.year.as_ref().map(|year| lang.pick(&year.words_vi, &year.words_en));
    for (label, value) in [
        (lang.figures_label_year(), year.unwrap_or_default().to_owned()),
        (lang.figures_label_target(), target_words(lang, row)),
        (lang.figures_label_record(), record.unwrap_or_default().to_owned()),
        (lang.figures_label_concept(), lang.pick(&row.concept_vi, &row.concept_en).to_owned()),
        (lang.figures_label_bodies(), row.over_bodies.name(lang).to_owned()),
        (lang.figures_label_time(), row.over_time.name(lang).to_owned()),
        (lang.figures_label_direction(), row.direction.name(lang).to_owned()),
        (lang.figures_label_unit(), lang.pick(&row.unit_vi, &row.unit_en).to_owned()),
    ] {
        labelled(&mut lines, label, &value);
    }
    lines.push(Line::default());
    lines.extend(periods(ui, row, table, width));
    lines
}

/// The periods under a title, as chart or as table; both take the same lines.
fn periods(ui: Ui, row: &FigureRow, table: bool, width: usize) -> Vec<Line<'static>> {
    let lang = ui.lang;
    let series = trend::series(row);
    let (tells, fits) = (chart::tells(&series), chart::fits(ui));
    let title = if tells && !fits { lang.figures_trend_table_only() } else { lang.figures_trend() };
    let mut lines = vec![ui.line(Token::Title, format!(" {}", text::cut(title, width.saturating_sub(2))))];
    if row.series.is_empty() {
        lines.push(ui.line(Token::Muted, format!(" {}", lang.figures_trend_none())));
        return lines;
    }
    let height = chart::height(&series);
    lines.extend(if !table && tells && fits {
        chart::lines(ui, row, &series, (width, height))
    } else {
        trend::table(ui, row, width)
    });
    lines.resize((1 + height).max(lines.len()), Line::default());
    lines
}
