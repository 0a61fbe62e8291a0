//! The nation's figures: every indicator of a period with what it covers, and one of them with the bodies that owe it.

mod bounds;
mod chart;
mod head;
mod one;
mod trend;
mod view;

use std::time::Duration;

use dondoc_shared::{
    figures::Basis,
    id::AssignmentId,
    text::{Both, Lang},
    wire::{
        figure::{FigureRow, Figures, SourceRow},
        report::PeriodRow,
    },
};
use jiff::civil::Date;

use self::{
    head::{head, head_of_one},
    one::{Opened, Pane, ROOMY},
};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::{Call, FiguresCall, Scope},
    step::{
        LeftOut, News, Sought, Step, With,
        effect::Effect,
        read::Read,
        screen::{self, Screen as _},
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{
        Ui, body_of,
        list::{Keyed, List, moved},
        report_words,
        scroll::scrolled,
        words,
    },
};

/// What is filed changes the figures a moment later, and many file at once: changes are gathered for this long.
const GATHER: Duration = Duration::from_secs(5);
/// Rows below the list, where there is room for them: a blank one, the name of the row under the cursor, and what it says.
const BELOW: usize = 5;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// What is asked for next.
    scope: Scope,
    /// The figures.
    pub figures: Read<Box<Figures>>,
    /// Where in them one is, by the code of the indicator.
    pub list: List<String>,
    /// The one that is shown in full.
    pub open: Option<Opened>,
    /// When they are read again, because something changed.
    again_at: Option<Duration>,
    /// Tables that are to be kept in files: the name of each, and its text once it is here.
    tables: Vec<(String, Waiting<String>)>,
}

impl Keyed for FigureRow {
    type Key = String;

    fn key(&self) -> String {
        self.indicator.clone()
    }
}

/// What is shown.
fn shown(figures: &Figures) -> Scope {
    Scope {
        period: figures.period.as_ref().map(PeriodRow::key),
        group: Some(figures.group.clone()),
        basis: Some(figures.basis),
    }
}

/// Rows below the list in a window of this size.
fn below(size: (u16, u16)) -> usize {
    if usize::from(body_of(size).height) >= ROOMY { BELOW } else { 0 }
}

impl State {
    fn rows(&self) -> &[FigureRow] {
        self.figures.value.as_ref().map_or(&[], |figures| &figures.items)
    }

    /// Rows of the open figure and of its bodies in a window of this size.
    fn split(&self, ui: Ui) -> Option<(usize, usize)> {
        let (figures, (open, row)) = (self.figures.value.as_ref()?, self.opened()?);
        let row = row?;
        let above = head_of_one(ui, figures, &row.indicator, Some(row), open.bodies());
        Some(open.split(ui, row, above.len() + 1))
    }

    /// The bodies that owe the number and are overdue with it: whom one urges together.
    fn overdue<'a>(&self, open: &'a one::Opened) -> impl Iterator<Item = &'a SourceRow> {
        let today = self.figures.value.as_ref().map(|figures| figures.today);
        let is_over = move |due: Date| today.is_some_and(|today| due < today);
        open.bodies().iter().filter(move |body| one::owes(body) && body.due_on.is_none_or(is_over))
    }

    /// The figure that is shown in full; none where the period or the group does not have it.
    fn opened(&self) -> Option<(&Opened, Option<&FigureRow>)> {
        let open = self.open.as_ref()?;
        Some((open, self.rows().iter().find(|row| row.indicator == open.indicator)))
    }

    /// Rows of the list.
    fn list_rows(&self, ui: Ui) -> usize {
        let above = self.figures.value.as_ref().map_or(0, |figures| head(ui, figures).len());
        usize::from(body_of(ui.size).height).saturating_sub(above + 1 + below(ui.size))
    }

    /// The period that was opened before or after the one that is asked for.
    fn turn(&mut self, older: bool, step: &mut Step<'_>) {
        let Some(figures) = &self.figures.value else { return };
        let here = figures.periods.iter().position(|period| Some(period.key()) == self.scope.period);
        // The newest comes first.
        let there = here.and_then(|here| if older { here.checked_add(1) } else { here.checked_sub(1) });
        match there.and_then(|there| figures.periods.get(there)) {
            Some(period) => {
                self.scope.period = Some(period.key());
                self.reload(step);
            }
            None if older => step.say(Tone::Note, Lang::figures_no_older),
            None => step.say(Tone::Note, Lang::figures_no_newer),
        }
    }

    /// The next group of bodies; after the last the first.
    fn next_group(&mut self, step: &mut Step<'_>) {
        let Some(figures) = &self.figures.value else { return };
        let here = figures.groups.iter().position(|group| Some(&group.code) == self.scope.group.as_ref());
        let there = here.map_or(0, |here| here + 1) % figures.groups.len().max(1);
        if let Some(group) = figures.groups.get(there) {
            self.scope.group = Some(group.code.clone());
            self.reload(step);
        }
    }

    fn swap_basis(&mut self, step: &mut Step<'_>) {
        self.scope.basis = Some(match self.scope.basis {
            Some(Basis::Verified) => Basis::Filed,
            Some(Basis::Filed) | None => Basis::Verified,
        });
        self.reload(step);
    }

    /// Asks for the table of what is on the screen, to keep it in a file.
    fn export(&mut self, step: &mut Step<'_>) {
        let Some(scope) = self.figures.value.as_deref().map(shown) else { return };
        let parts = [scope.period.as_deref(), scope.group.as_deref(), scope.basis.map(Basis::as_str)];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        let name = format!("{}-{}", step.lang().figures_file_name(), parts.join("-"));
        // Codes come from elsewhere: none of them leads out of the folder.
        let name = name.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "-");
        if self.tables.iter().all(|(coming, _)| *coming != name) {
            self.tables.push((name, step.ask(Call::FiguresTable(scope))));
        }
        step.say(Tone::Note, Lang::figures_table_comes);
    }

    /// A table is kept in a file wherever one is by then.
    fn table_answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let mut tables = self.tables.iter_mut().enumerate();
        let taken = tables.find_map(|(place, (_, text))| text.take(arrived).map(|answer| (place, answer)));
        let Some((place, answer)) = taken else { return };
        let (name, _) = self.tables.remove(place);
        match answer {
            Ok(text) => {
                step.effect(Effect::Save { name: format!("{name}.csv"), bytes: text.into_bytes() });
            }
            Err(failure) => step.fault(&failure),
        }
    }

    /// Asks for the bodies of the figure that is open, of the very period and group that are on the screen.
    fn ask_bodies(&mut self, step: &mut Step<'_>) {
        let (Some(figures), Some(open)) = (&self.figures.value, &mut self.open) else { return };
        let is_here = figures.items.iter().any(|row| row.indicator == open.indicator);
        let scope = shown(figures);
        if let Some(period) = scope.period.clone().filter(|_| is_here) {
            let indicator = open.indicator.clone();
            open.sources.ask(Call::Figures(FiguresCall::Sources { period, indicator, scope }), step);
        }
    }

    fn open(&mut self, step: &mut Step<'_>) {
        let Some(indicator) = self.list.selected(self.rows()).map(Keyed::key) else { return };
        self.list.cursor = Some(indicator.clone());
        self.open = Some(Opened::new(indicator));
        self.ask_bodies(step);
    }

    /// Opens the report of the body at this place.
    fn read(&mut self, place: usize, step: &mut Step<'_>) {
        let period = self.figures.value.as_deref().and_then(|figures| figures.period.as_ref());
        if let (Some(period), Some(open)) = (period, &mut self.open) {
            open.read(&period.key(), place, step);
        }
    }

    /// The report of the body before or after the one whose report is read.
    fn next_body(&mut self, command: Command, step: &mut Step<'_>) {
        let Some(open) = &self.open else { return };
        let (here, count) = (open.list.place(open.bodies()), open.bodies().len());
        match moved(command, here, count, 1).filter(|there| *there != here) {
            Some(there) => {
                self.read(there, step);
                self.keep_in_view(step.size());
            }
            None => step.say_end(command == Command::Down),
        }
    }

    /// A command of the figure that is shown in full.
    fn one_command(&mut self, command: Command, step: &mut Step<'_>) {
        let ui = step.common.ui();
        let row = self.opened().and_then(|(_, row)| row).cloned();
        let split = self.split(ui);
        let Some(open) = &mut self.open else { return };
        match (command, open.pane) {
            (Command::Back | Command::Close, _) => self.open = None,
            (Command::NextPane | Command::PreviousPane, Pane::Bodies) => open.pane = Pane::Figure,
            (Command::NextPane | Command::PreviousPane | Command::Open, Pane::Figure) => {
                open.pane = Pane::Bodies;
            }
            (Command::SwapChart, _) => {
                let told = row.as_ref().is_some_and(|row| chart::tells(&trend::series(row)));
                if told && chart::fits(ui) {
                    open.table = !open.table;
                } else {
                    step.say(Tone::Note, Lang::figures_chart_not_here);
                }
            }
            (Command::Open, Pane::Bodies) => {
                let here = open.list.place(open.bodies());
                self.read(here, step);
            }
            (command, pane) => {
                let Some((row, (figure, bodies))) = row.zip(split) else { return };
                if pane == Pane::Figure {
                    let length = one::document(ui, &row, open.table).len();
                    open.scroll = scrolled(open.scroll, command, length, figure);
                } else {
                    let all = open.sources.value.as_ref().map_or(&[][..], |sources| &sources.items);
                    open.list.command(command, all, bodies.saturating_sub(one::around(ui.size)));
                }
            }
        }
        self.keep_in_view(step.size());
    }
}

/// The commands of a face, and those that say which figures are meant, which every face has.
macro_rules! over_scope {
    ($($command:ident),*) => {
        &[
            $(Command::$command,)*
            Command::PreviousPeriod,
            Command::NextPeriod,
            Command::NextGroup,
            Command::SwapBasis,
            Command::Export,
        ]
    };
}

const LIST: Layer =
    Layer::page(Screen::Figures, "figures", over_scope![Open]).explained(&[Lang::figures_help]);
const FIGURE: Layer =
    Layer::page(Screen::Figures, "figure", over_scope![NextPane, PreviousPane, Open, SwapChart])
        .explained(&[Lang::figures_help]);
const BODIES: Layer = Layer::page(
    Screen::Figures,
    "bodies of a figure",
    over_scope![Open, Urge, UrgeMissing, NextPane, PreviousPane, SwapChart],
)
.explained(&[Lang::figures_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, FIGURE, BODIES];

    fn layer(&self) -> Layer {
        match self.open.as_ref().map(|open| open.pane) {
            None => LIST,
            Some(Pane::Figure) => FIGURE,
            Some(Pane::Bodies) => BODIES,
        }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.figures_tab().to_owned()
    }

    /// At the newest period; group and basis are as they were chosen. With the cursor on the indicator that is wanted.
    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        (self.open, self.scope.period) = (None, None);
        if let With::Indicator(code) = with {
            self.list.cursor = Some(code);
        }
        self.reload(step);
    }

    /// The bodies of an open figure are asked for once its period is known.
    fn reload(&mut self, step: &mut Step<'_>) {
        self.again_at = None;
        self.figures.ask(Call::Figures(FiguresCall::All(self.scope.clone())), step);
    }

    fn has_failed(&self) -> bool {
        self.figures.has_failed() || self.open.as_ref().is_some_and(|open| open.sources.has_failed())
    }

    fn is_blank(&self) -> bool {
        let bodies = self.open.as_ref().filter(|open| open.pane == Pane::Bodies);
        self.figures.is_blank() || bodies.is_some_and(|open| open.sources.is_blank())
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.table_answered(arrived, step);
        let before = self.figures.value.as_deref().map(shown);
        if let Some(outcome) = self.figures.take(arrived) {
            step.heed(&outcome);
            let now = self.figures.value.as_deref().map(shown);
            if let Some(open) = self.open.as_mut().filter(|_| now != before) {
                // Bodies of another period or group never stand below this one.
                open.sources = Read::default();
            }
            // What could not be read is not what the next step starts from.
            self.scope = now.unwrap_or_default();
            if outcome.is_ok() {
                self.ask_bodies(step);
            }
        } else if let Some(outcome) = self.open.as_mut().and_then(|open| open.sources.take(arrived)) {
            step.heed(&outcome);
        }
        self.keep_in_view(step.size());
    }

    /// Any report may have changed a figure. Who reads one goes on to the next body from there.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if let News::Next(Sought { forward, .. }) = news
            && step.common.list_behind() == Some(Screen::Figures)
        {
            return self.next_body(if *forward { Command::Down } else { Command::Up }, step);
        }
        let is_of_others = matches!(news, News::Changed(_) | News::Resync);
        if (is_of_others || matches!(news, News::Acted(_)))
            && step.is_read(Screen::Figures)
            && (!is_of_others || step.may_read_anew())
        {
            self.again_at.get_or_insert(step.at().saturating_add(GATHER));
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if self.again_at.is_none_or(|at| at > step.at()) {
            return;
        }
        self.again_at = None;
        // Who comes back to it reads it anew.
        if step.is_read(Screen::Figures) && !self.figures.is_waiting() {
            self.reload(step);
        }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            Command::PreviousPeriod => self.turn(true, step),
            Command::NextPeriod => self.turn(false, step),
            Command::NextGroup => self.next_group(step),
            Command::SwapBasis => self.swap_basis(step),
            Command::Export => self.export(step),
            command if self.open.is_some() => self.one_command(command, step),
            Command::Open => self.open(step),
            Command::Back | Command::Close => step.close(),
            command => {
                let page = self.list_rows(step.common.ui());
                let rows = self.figures.value.as_ref().map_or(&[][..], |figures| &figures.items);
                self.list.command(command, rows, page);
            }
        }
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let is_of_figures = matches!(
            command,
            Command::Export
                | Command::PreviousPeriod
                | Command::NextPeriod
                | Command::NextGroup
                | Command::SwapBasis
        );
        match &self.figures.value {
            None if is_of_figures => Some(lang.tui_nothing_selected().to_owned()),
            Some(figures) if command == Command::Export && figures.period.is_none() => {
                Some(lang.figures_no_period_to_keep().to_owned())
            }
            _ => None,
        }
    }

    fn selected(&self) -> Option<AssignmentId> {
        self.open.as_ref()?.selected().map(|body| body.assignment)
    }

    /// The body under the cursor, or all that owe the number.
    fn urged(&self, command: Command) -> Vec<(AssignmentId, Option<String>)> {
        let Some(open) = &self.open else { return Vec::new() };
        match command {
            Command::UrgeMissing => self.overdue(open).map(|body| (body.assignment, None)).collect(),
            _ => self.selected().map(|id| (id, None)).into_iter().collect(),
        }
    }

    /// Those that owe the number as well and are not overdue with it.
    fn left_out(&self, command: Command) -> Vec<LeftOut> {
        let Some(open) = self.open.as_ref().filter(|_| command == Command::UrgeMissing) else {
            return Vec::new();
        };
        let is_left = |body: &&SourceRow| {
            one::owes(body) && self.overdue(open).all(|overdue| overdue.assignment != body.assignment)
        };
        let left_out = |body: &SourceRow| LeftOut {
            who: Both::new(|lang| lang.pick(&body.tenant.name_vi, &body.tenant.name_en).to_owned()),
            why: Both::new(|lang| report_words::not_overdue(lang, body.status, body.due_on, None)),
        };
        open.bodies().iter().filter(is_left).map(left_out).collect()
    }

    /// An urge about a number that is missing says which; it is written in Vietnamese, as every urge.
    fn wording(&self, act: Command) -> Option<String> {
        let (open, row) = self.opened()?;
        let (row, period) = row.zip(self.figures.value.as_ref()?.period.as_ref())?;
        let due_on = match act {
            Command::Urge => open.selected().filter(|body| one::owes(body))?.due_on,
            Command::UrgeMissing => report_words::common_day(self.overdue(open).map(|body| body.due_on)),
            _ => return None,
        };
        let due = due_on.map_or_else(|| Lang::Vi.figures_urge_undated().to_owned(), |due| Lang::Vi.date(due));
        let named = words::period(Lang::Vi, &period.code);
        Some(Lang::Vi.figures_urge_text(&row.indicator, &row.name_vi, &named, &due))
    }

    /// As near as can be told without the language; the rest is seen to where it is drawn.
    fn keep_in_view(&mut self, size: (u16, u16)) {
        let ui = Ui { size, ..Ui::default() };
        self.list.keep(self.list.place(self.rows()), self.list_rows(ui));
        let split = self.split(ui);
        if let (Some(open), Some((_, bodies))) = (&mut self.open, split) {
            open.list.keep(open.list.place(open.bodies()), bodies.saturating_sub(one::around(size)));
        }
    }

    fn today(&self, ui: Ui) -> Option<Date> {
        self.figures.value.as_ref().map(|figures| figures.today).or(ui.today)
    }
}
