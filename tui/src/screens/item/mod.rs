//! One assignment, whole, read from top to bottom.

mod doc;
mod page;
mod records;
mod view;

use dondoc_shared::{id::AssignmentId, text::Lang, wire::assignment::AssignmentDetail};
use jiff::civil::Date;

use self::page::DocLine;
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{News, Step, With, read::Read, screen, waiting::Arrived},
    ui::{Ui, body_of, scroll::scrolled},
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The assignment on the screen; none before the first was opened.
    pub open: Option<Opened>,
}

/// The assignment on the screen.
#[derive(Debug)]
pub struct Opened {
    /// Its id.
    pub id: AssignmentId,
    /// Its code, known from the list before the facts are here.
    pub code: String,
    /// The facts.
    pub detail: Read<Box<AssignmentDetail>>,
    /// The address of its page in the web portal.
    pub address: String,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// The whole of it, in lines that fit the window; empty before the facts are here.
    fn document(&self, ui: Ui) -> Vec<DocLine> {
        let detail = self.detail.value.as_ref();
        detail.map(|detail| doc::write(ui, detail, &self.address)).unwrap_or_default()
    }
}

impl State {
    fn detail(&self) -> Option<&AssignmentDetail> {
        self.open.as_ref()?.detail.value.as_deref()
    }

    /// Goes to the figures of a report, whose task is named as addresses name its period.
    fn read_figures(&self, step: &mut Step<'_>) {
        let Some(detail) = self.detail().filter(|detail| detail.row.report) else { return };
        let (period, body, id) = (detail.task.code.clone(), detail.row.tenant.clone(), detail.row.id);
        step.go(Screen::Report, With::Report { period, body, id });
    }
}

/// The acts on every assignment, and what else a face of the page takes.
macro_rules! with_acts {
    ($($command:ident),*) => {
        &[
            $(Command::$command,)*
            Command::Verify,
            Command::Urge,
            Command::Extension,
            Command::Escalate,
            Command::Reopen,
            Command::NextItem,
            Command::PreviousItem,
            Command::NextPane,
            Command::PreviousPane,
        ]
    };
}

const PAGE: Layer = Layer::page(Screen::Item, "item", with_acts![]);
/// Of a report, whose figures stand on a page of their own.
const OF_REPORT: Layer = Layer::page(Screen::Item, "item of a report", with_acts![Open]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE, OF_REPORT];

    fn layer(&self) -> Layer {
        if self.detail().is_some_and(|detail| detail.row.report) { OF_REPORT } else { PAGE }
    }

    fn tab(&self, _: Lang) -> String {
        self.open.as_ref().map(|item| item.code.clone()).unwrap_or_default()
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        let With::Assignment { id, code } = with else { return };
        let address = format!("{}/assignments/{id}", step.common.portal);
        self.open = Some(Opened { id, code, detail: Read::default(), address, scroll: 0 });
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        if let Some(item) = &mut self.open {
            item.detail.ask(Call::Item(item.id), step);
        }
    }

    fn has_failed(&self) -> bool {
        self.open.as_ref().is_some_and(|item| item.detail.has_failed())
    }

    fn is_blank(&self) -> bool {
        self.open.as_ref().is_some_and(|item| item.detail.is_blank())
    }

    fn answered(&mut self, arrived: &mut Arrived, _: &mut Step<'_>) {
        if let Some(item) = &mut self.open
            && item.detail.take(arrived).is_some()
            && let Some(detail) = &item.detail.value
        {
            item.code.clone_from(&detail.row.code);
        }
    }

    /// What is not on the screen is read when somebody comes to it.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let id = self.open.as_ref().map(|item| item.id);
        let is_about_it = match news {
            News::Changed(changed) => Some(*changed) == id,
            News::Resync | News::Opened | News::Acted(_) => true,
            News::Read(detail) => {
                if let Some(item) = self.open.as_mut().filter(|item| item.id == detail.row.id) {
                    item.detail.value = Some(detail.clone());
                }
                false
            }
            _ => false,
        };
        if is_about_it && step.shows(Screen::Item) {
            self.reload(step);
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        let ui = step.common.ui();
        match command {
            Command::Back | Command::Close => step.close(),
            Command::Refresh => self.reload(step),
            Command::Open => self.read_figures(step),
            Command::NextItem | Command::PreviousItem => {
                step.tell(News::Next { forward: command == Command::NextItem });
            }
            command => {
                let Some(item) = &mut self.open else { return };
                let lines = item.document(ui);
                let here = item.scroll;
                let mut headings = std::iter::once(0).chain(doc::headings(&lines));
                item.scroll = match command {
                    Command::NextPane => headings.find(|line| *line > here).unwrap_or(here),
                    Command::PreviousPane => headings.filter(|line| *line < here).last().unwrap_or(here),
                    command => scrolled(here, command, lines.len(), rows(ui)),
                };
            }
        }
    }

    fn placed(&self) -> Option<AssignmentId> {
        self.selected()
    }

    fn selected(&self) -> Option<AssignmentId> {
        self.open.as_ref().map(|item| item.id)
    }

    fn facts(&self) -> Option<&AssignmentDetail> {
        self.detail()
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.detail().map(|detail| detail.today)
    }
}

/// Lines that are visible.
fn rows(ui: Ui) -> usize {
    usize::from(body_of(ui.size).height)
}
