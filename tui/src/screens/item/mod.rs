//! One assignment, whole, read from top to bottom.

mod doc;
mod page;
mod records;
mod view;

use dondoc_shared::{
    id::{AssignmentId, EvidenceId},
    text::Lang,
    wire::assignment::{AssignmentDetail, EvidenceKind},
};
use jiff::civil::Date;

use self::page::DocLine;
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{
        At, News, Step, With,
        effect::Effect,
        read::Read,
        screen,
        toast::Tone,
        waiting::{Arrived, Waiting},
    },
    ui::{Ui, body_of, scroll::scrolled},
};

/// Bytes of a file's own name that are kept.
const MAX_NAME: usize = 80;

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The assignment on the screen; none before the first was opened.
    pub open: Option<Opened>,
    /// The file of evidence that is on its way, with the name under which it is kept.
    saving: Option<(String, Waiting<Vec<u8>>)>,
    /// Those that are still to be asked for.
    files: Vec<(String, AssignmentId, EvidenceId)>,
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

    /// Has every file of the evidence kept in the current folder.
    fn save_evidence(&mut self, step: &mut Step<'_>) {
        let Some(detail) = self.detail() else { return };
        let (id, code) = (detail.row.id, detail.row.code.clone());
        let kept =
            detail.evidence.iter().filter(|one| one.kind == EvidenceKind::File && one.removed_at.is_none());
        let files: Vec<_> = kept.map(|one| (file_name(&code, &one.name), id, one.id)).collect();
        if files.is_empty() {
            return step.say(Tone::Note, Lang::tui_no_files);
        }
        if self.saving.is_none() {
            self.files = files;
            self.save_next(step);
        }
    }

    /// Asks for the next file: one at a time, so that no more than one is held in memory.
    fn save_next(&mut self, step: &mut Step<'_>) {
        self.saving = self.files.pop().map(|(name, id, file)| (name, step.ask(Call::Evidence(id, file))));
    }

    /// A file of the evidence, or why there is none.
    fn file_arrived(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(answer) = self.saving.as_mut().and_then(|(_, waiting)| waiting.take(arrived)) else {
            return;
        };
        match (self.saving.take(), answer) {
            (Some((name, _)), Ok(bytes)) => step.effect(Effect::Save { name, bytes }),
            (_, Err(failure)) => step.fault(&failure),
            (None, Ok(_)) => {}
        }
        self.save_next(step);
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
            Command::SaveEvidence,
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

    fn at(&self) -> At {
        let open = self.open.as_ref();
        open.map_or(At::AsLeft, |item| At::Assignment { id: item.id, code: item.code.clone() })
    }

    /// Another one may have been on the screen meanwhile.
    fn back_to(&mut self, at: At, step: &mut Step<'_>) {
        match at {
            At::Assignment { id, code } if self.selected() != Some(id) => {
                self.enter(With::Assignment { id, code }, step);
            }
            _ => self.back(step),
        }
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

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        self.file_arrived(arrived, step);
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
            Command::SaveEvidence => self.save_evidence(step),
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

/// The name under which a file of a tenant is kept: that of its assignment before its own, of letters, digits, blanks and a few
/// signs alone, so that it names neither another folder nor anything that a shell would run.
fn file_name(code: &str, name: &str) -> String {
    let safe = |text: &str| -> String {
        let keep = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '-' };
        text.chars().map(keep).collect()
    };
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (safe(stem), format!(".{}", safe(ending))),
        None => (safe(name), String::new()),
    };
    // A file system counts bytes.
    let short = stem.get(..stem.floor_char_boundary(MAX_NAME)).unwrap_or_default();
    format!("{}-{}{}", safe(code), short.trim(), ending.trim())
}

/// Lines that are visible.
fn rows(ui: Ui) -> usize {
    usize::from(body_of(ui.size).height)
}
