//! A directive as a matrix: the list from which one is chosen, then bodies by tasks. A row or a column is urged as a whole.

mod grid;
mod view;

use std::time::Duration;

use dondoc_shared::{
    id::{AssignmentId, DirectiveId},
    text::{Both, Lang},
    wire::{
        TenantRef,
        matrix::{DirectiveMatrix, DirectiveRow, Directives, MatrixCell},
        urge::plan::MOST_PLANNED,
    },
};
use jiff::civil::Date;

use self::grid::{Geometry, Line, cell_of, to_urge, widest};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{At, News, Step, With, read::Read, screen, toast::Tone, waiting::Arrived},
    ui::{
        Ui, body_of,
        list::{Keyed, List, moved},
    },
};

/// Changes are gathered for this long before the matrix is read again.
const GATHER: Duration = Duration::from_secs(2);
/// Rows above the list of directives: what it is for, the head.
const ABOVE: usize = 2;
/// Rows below it: a blank one, the one under the cursor in full.
const BELOW: usize = 3;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    directives: Read<Directives>,
    /// Where among the directives the cursor is.
    list: List<DirectiveId>,
    /// The number of the directive that is to be opened once the list is here.
    wanted: Option<String>,
    /// The directive that is shown; none while one is chosen.
    open: Option<Opened>,
    /// Whether the directive was chosen from the list, which a step back shows again.
    is_chosen: bool,
    again_at: Option<Duration>,
}

/// The directive that is shown.
#[derive(Debug)]
struct Opened {
    directive: DirectiveRow,
    matrix: Read<Box<DirectiveMatrix>>,
    /// The widest of its cells, which is looked for once.
    widest: usize,
    /// The body and the task under the cursor, by their keys; the first ones where they are not there.
    at: (String, String),
    /// First row and first column shown.
    corner: (usize, usize),
}

impl Keyed for DirectiveRow {
    type Key = DirectiveId;

    fn key(&self) -> DirectiveId {
        self.id
    }
}

/// Rows of the list of directives in a window of this size.
fn list_rows(size: (u16, u16)) -> usize {
    usize::from(body_of(size).height).saturating_sub(ABOVE + BELOW)
}

impl Opened {
    /// Where the cursor stands: row and column.
    fn here(&self, of: &DirectiveMatrix) -> (usize, usize) {
        let (body, task) = &self.at;
        let row = of.rows.iter().position(|row| row.tenant.slug == *body);
        let column = of.columns.iter().position(|column| column.code == *task);
        (row.unwrap_or(0), column.unwrap_or(0))
    }

    fn go_to(&mut self, (row, column): (usize, usize), size: (u16, u16)) {
        let Some(of) = &self.matrix.value else { return };
        if let Some((row, column)) = of.rows.get(row).zip(of.columns.get(column)) {
            self.at = (row.tenant.slug.clone(), column.code.clone());
        }
        self.keep_in_view(size);
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        let Some(of) = &self.matrix.value else { return };
        let shown = Geometry::of(of, self.widest, size);
        let ((row, column), (top, left)) = (self.here(of), self.corner);
        let keep = |first: usize, here: usize, room: usize, all: usize| {
            first.min(here).max((here + 1).saturating_sub(room.max(1))).min(all.saturating_sub(room))
        };
        let top = keep(top, row, shown.rows, of.rows.len());
        self.corner = (top, keep(left, column, shown.columns, of.columns.len()));
    }

    /// The body, the task and the assignment under the cursor; no assignment where the body does not lead the task.
    fn selected(&self) -> Option<(&TenantRef, &str, Option<&MatrixCell>)> {
        let of = self.matrix.value.as_ref()?;
        let (row, column) = self.here(of);
        let (row, task) = (of.rows.get(row)?, of.columns.get(column)?);
        Some((&row.tenant, &task.code, cell_of(row, column)))
    }

    /// Where a movement leads.
    fn moved(&self, command: Command, size: (u16, u16)) -> Option<(usize, usize)> {
        let of = self.matrix.value.as_ref()?;
        let (row, column) = self.here(of);
        Some(match command {
            Command::Left => (row, column.saturating_sub(1)),
            Command::Right => (row, (column + 1).min(of.columns.len().saturating_sub(1))),
            command => {
                (moved(command, row, of.rows.len(), Geometry::of(of, self.widest, size).rows)?, column)
            }
        })
    }

    /// Begins an urge about what of a row or column is overdue and with the body.
    fn urge(&self, line: Line, step: &mut Step<'_>) {
        let Some((of, (tenant, task, _))) = self.matrix.value.as_ref().zip(self.selected()) else {
            return step.say(Tone::Note, Lang::tui_nothing_selected);
        };
        let items: Vec<(AssignmentId, Option<String>)> =
            to_urge(of, line, self.here(of)).map(|(id, code)| (id, Some(code))).collect();
        let (number, n) = (&self.directive.number, items.len());
        let name = |lang: Lang| lang.pick(&tenant.name_vi, &tenant.name_en).to_owned();
        if n > MOST_PLANNED {
            return step.say(Tone::Fault, |lang| lang.composer_too_many(MOST_PLANNED));
        }
        let title = of.columns.iter().find(|column| column.code == task);
        let title = |lang: Lang| title.map_or("", |title| lang.pick(&title.title_vi, &title.title_en));
        let scope = Both::new(|lang| match line {
            Line::Row => lang.matrix_urges_row(&name(lang), number, n),
            Line::Column => lang.matrix_urges_column(task, title(lang), n),
        });
        step.go(Screen::Composer, With::Urge { items, text: None, scope: Some(scope), left_out: Vec::new() });
    }
}

impl State {
    fn rows(&self) -> &[DirectiveRow] {
        self.directives.value.as_ref().map_or(&[], |directives| &directives.items)
    }

    fn read_directives(&mut self, step: &mut Step<'_>) {
        self.directives.ask(Call::Directives, step);
    }

    fn read_matrix(&mut self, step: &mut Step<'_>) {
        self.again_at = None;
        if let Some(open) = &mut self.open {
            open.matrix.ask(Call::Matrix(open.directive.id), step);
        }
    }

    /// Shows the matrix of a directive; what was read of the same one stays until there is something newer.
    fn show(&mut self, directive: DirectiveRow, step: &mut Step<'_>) {
        self.list.cursor = Some(directive.id);
        if self.open.as_ref().is_none_or(|open| open.directive.id != directive.id) {
            let matrix = Read::default();
            self.open = Some(Opened { directive, matrix, widest: 0, at: Default::default(), corner: (0, 0) });
        }
        self.read_matrix(step);
    }

    /// Shows the directive of a number, as soon as its id is known.
    fn want(&mut self, number: String, step: &mut Step<'_>) {
        (self.is_chosen, self.wanted) = (false, None);
        if let Some(directive) = self.rows().iter().find(|row| row.number == number).cloned() {
            self.show(directive, step);
        } else {
            (self.open, self.wanted) = (None, Some(number));
            self.read_directives(step);
        }
    }

    /// The list has come: the directive that is wanted is opened, or is not among those that name tasks.
    fn listed(&mut self, step: &mut Step<'_>) {
        let Some(number) = self.wanted.take() else { return };
        match self.rows().iter().find(|row| row.number == number).cloned() {
            Some(directive) => self.show(directive, step),
            None => step.say(Tone::Note, |lang| lang.matrix_unknown(&number)),
        }
    }

    /// Opens what the cursor is on: a directive of the list, or an assignment.
    fn open(&mut self, step: &mut Step<'_>) {
        if self.open.is_none() {
            if let Some(directive) = self.list.selected(self.rows()).cloned() {
                self.is_chosen = true;
                self.show(directive, step);
            }
            return;
        }
        let Some((tenant, task, Some(cell))) = self.open.as_ref().and_then(Opened::selected) else {
            return step.say(Tone::Note, Lang::tui_nothing_selected);
        };
        let code = format!("{task}/{}", tenant.slug);
        step.go(Screen::Item, With::Assignment { id: cell.assignment, code });
    }

    /// From the matrix to the list it was chosen from, else out.
    fn step_back(&mut self, step: &mut Step<'_>) {
        if self.open.is_some() && self.is_chosen {
            self.open = None;
            if self.directives.value.is_none() {
                self.read_directives(step);
            }
        } else {
            step.close();
        }
    }
}

const LIST: Layer =
    Layer::page(Screen::Matrix, "directives", &[Command::Open]).explained(&[Lang::matrix_means]);

const GRID: Layer = Layer::page(
    Screen::Matrix,
    "matrix of a directive",
    &[
        Command::Open,
        Command::UrgeRow,
        Command::UrgeColumn,
        Command::TenantPage,
        Command::Left,
        Command::Right,
    ],
)
.explained(&[Lang::matrix_help_signs, Lang::matrix_help_acts]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, GRID];

    fn layer(&self) -> Layer {
        if self.open.is_some() || self.wanted.is_some() { GRID } else { LIST }
    }

    fn tab(&self, lang: Lang) -> String {
        match &self.open {
            Some(open) => lang.matrix_tab_of(&open.directive.number),
            None => lang.matrix_tab().to_owned(),
        }
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        if let With::Directive(number) = with {
            self.want(number, step);
        } else {
            (self.open, self.wanted) = (None, None);
            self.read_directives(step);
        }
    }

    fn at(&self) -> At {
        self.open.as_ref().map_or(At::AsLeft, |open| At::Directive(open.directive.number.clone()))
    }

    /// Another directive may have been shown meanwhile.
    fn back_to(&mut self, at: At, step: &mut Step<'_>) {
        match at {
            At::Directive(number) => {
                let is_chosen = self.is_chosen;
                self.want(number, step);
                self.is_chosen = is_chosen;
            }
            _ => self.reload(step),
        }
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        if self.open.is_some() { self.read_matrix(step) } else { self.read_directives(step) }
    }

    fn has_failed(&self) -> bool {
        match &self.open {
            Some(open) => open.matrix.has_failed(),
            None => self.directives.has_failed(),
        }
    }

    fn is_blank(&self) -> bool {
        match &self.open {
            Some(open) => open.matrix.is_blank(),
            None => self.directives.is_blank() || (self.wanted.is_some() && self.directives.is_waiting()),
        }
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.directives.take(arrived) {
            step.heed(&outcome);
            if outcome.is_ok() { self.listed(step) } else { self.wanted = None }
        }
        if let Some(open) = &mut self.open
            && let Some(outcome) = open.matrix.take(arrived)
        {
            step.heed(&outcome);
            open.widest = open.matrix.value.as_deref().map_or(0, widest);
        }
        self.keep_in_view(step.size());
    }

    /// The matrix is read again soon, once for many changes.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let changed = matches!(news, News::Changed(_) | News::Resync | News::Issued(_));
        let is_here = self.open.as_ref().is_some_and(|open| open.matrix.value.is_some());
        if !changed || !is_here || self.again_at.is_some() {
            return;
        }
        if !step.is_read(Screen::Matrix) || step.may_read_anew() {
            self.again_at = Some(step.at().saturating_add(GATHER));
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.again_at.is_none_or(|at| at > step.at()) {
            return;
        }
        if step.is_read(Screen::Matrix) { self.read_matrix(step) } else { self.again_at = None }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        let size = step.size();
        match command {
            Command::Refresh => self.reload(step),
            Command::Open => self.open(step),
            Command::Back => self.step_back(step),
            Command::Close => step.close(),
            Command::UrgeRow | Command::UrgeColumn => {
                let line = if command == Command::UrgeRow { Line::Row } else { Line::Column };
                if let Some(open) = &self.open {
                    open.urge(line, step);
                }
            }
            command => {
                if let Some(open) = &mut self.open {
                    if let Some(to) = open.moved(command, size) {
                        open.go_to(to, size);
                    }
                } else {
                    let items = self.directives.value.as_ref().map_or(&[][..], |of| &of.items);
                    self.list.command(command, items, list_rows(size));
                }
            }
        }
    }

    /// Where the body does not lead the task, there is nothing to open; where nothing of a row or column is overdue and with the body,
    /// nobody to urge.
    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let open = self.open.as_ref()?;
        if !matches!(command, Command::Open | Command::UrgeRow | Command::UrgeColumn) {
            return None;
        }
        let (of, (tenant, task, cell)) = open.matrix.value.as_ref().zip(open.selected())?;
        let name = lang.pick(&tenant.name_vi, &tenant.name_en);
        let is_quiet = |line| to_urge(of, line, open.here(of)).next().is_none();
        match command {
            Command::Open => cell.is_none().then(|| lang.matrix_not_led(name, task)),
            Command::UrgeRow => {
                is_quiet(Line::Row).then(|| lang.matrix_nothing_in_row(name, &open.directive.number))
            }
            _ => is_quiet(Line::Column).then(|| lang.matrix_nothing_in_column(task)),
        }
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        self.list.keep(self.list.place(self.rows()), list_rows(size));
        if let Some(open) = &mut self.open {
            open.keep_in_view(size);
        }
    }

    fn tenant(&self) -> Option<&TenantRef> {
        self.open.as_ref().and_then(Opened::selected).map(|(tenant, ..)| tenant)
    }

    fn today(&self, ui: Ui) -> Option<Date> {
        let matrix = self.open.as_ref().and_then(|open| open.matrix.value.as_ref());
        matrix.map(|matrix| matrix.today).or(ui.today)
    }
}
