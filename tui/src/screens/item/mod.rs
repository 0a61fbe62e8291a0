//! One assignment, whole, read from top to bottom.

mod doc;
mod files;
mod kinds;
mod piece;
mod pieces;
mod text_of;
mod view;

use std::time::Duration;

use dondoc_shared::{
    id::AssignmentId,
    text::Lang,
    wire::{
        TenantRef,
        assignment::{AssignmentDetail, Evidence},
    },
};
use jiff::civil::Date;

use self::{
    files::{Files, Wanted},
    pieces::Pieces,
};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::Call,
    step::{
        At, News, Sought, Step, With, copy,
        effect::{Effect, Opening},
        read::Read,
        screen,
        waiting::Arrived,
    },
    ui::{
        Ui,
        document::{self, DocLine},
        hits::Text,
        scroll::scrolled,
    },
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The assignment on the screen; none before the first was opened.
    pub open: Option<Opened>,
    /// Its evidence, while that is read beside the work rather than its page.
    evidence: Option<Pieces>,
    /// The files that are on their way.
    files: Files,
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
    /// The tenants that a report may name by their keys.
    tenants: Vec<TenantRef>,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// The whole of it, in lines that fit the window; empty before the facts are here.
    fn document(&self, ui: Ui) -> Vec<DocLine> {
        let detail = self.detail.value.as_ref();
        detail.map(|detail| doc::write(ui, detail, (&self.address, &self.tenants))).unwrap_or_default()
    }
}

impl State {
    fn detail(&self) -> Option<&AssignmentDetail> {
        self.open.as_ref()?.detail.value.as_deref()
    }

    /// The piece of evidence that is chosen, where the evidence is read.
    fn chosen(&self) -> Option<&Evidence> {
        self.evidence.as_ref()?.chosen(self.detail()?)
    }

    /// Has the chosen file kept in the current folder, or every file of the evidence where its page is read.
    fn save_evidence(&mut self, step: &mut Step<'_>) {
        let Some(detail) = self.detail() else { return };
        let id = detail.row.id;
        let kept: Vec<Wanted> = match &self.evidence {
            Some(_) => self.chosen().map(|one| Wanted::new(detail, one)).into_iter().collect(),
            None => pieces::kept_files(detail).map(|one| Wanted::new(detail, one)).collect(),
        };
        self.files.save(id, kept, step);
    }

    /// Opens the chosen piece.
    fn open_evidence(&mut self, step: &mut Step<'_>) {
        let (Some(detail), Some(piece)) = (self.detail(), self.chosen()) else { return };
        let (id, wanted) = (detail.row.id, Wanted::new(detail, piece));
        match kinds::web_address(piece) {
            Some(address) => step.effect(Effect::Open(Opening::Link(address))),
            None => self.files.open(id, wanted, step),
        }
    }

    /// Copies the link of the chosen piece: its own, or that under which the portal has the file.
    fn copy_link(&self, step: &mut Step<'_>) {
        let (Some(detail), Some(piece)) = (self.detail(), self.chosen()) else { return };
        let in_portal = || format!("{}/evidence/{}", step.common.address(detail.row.id), piece.id);
        let link = piece.url.clone().unwrap_or_else(in_portal);
        copy::name(step, Lang::tui_word_link, &link);
    }

    /// Copies the text that is read.
    fn copy_text(&self, step: &mut Step<'_>) {
        let ui = step.common.ui();
        let (Some(item), Some(detail)) = (&self.open, self.detail()) else { return };
        let text = match &self.evidence {
            Some(pieces) => pieces.text(ui, detail),
            None => document::text(&item.document(ui)),
        };
        copy::text(step, &text);
    }

    /// A command where the evidence is read; false if it means there what it means on the page.
    fn evidence_command(&mut self, command: Command, step: &mut Step<'_>) -> bool {
        let Some((pieces, item)) = self.evidence.as_mut().zip(self.open.as_ref()) else { return false };
        match command {
            Command::Back if pieces.is_reading => pieces.is_reading = false,
            Command::Back if pieces.is_of_page => self.evidence = None,
            Command::Back | Command::Close | Command::Refresh | Command::Open => return false,
            command => {
                let detail = item.detail.value.as_deref();
                return detail.is_some_and(|detail| pieces.command(command, detail, step));
            }
        }
        true
    }

    /// Wants another assignment of the list that led here.
    fn go_on(&self, forward: bool, waiting: bool, step: &mut Step<'_>) {
        let Some(from) = self.open.as_ref().map(|item| item.id) else { return };
        let evidence = self.evidence.is_some();
        step.tell(News::Next(Sought { from, forward, waiting, evidence }));
    }

    /// Goes to the figures of a report, whose task is named as addresses name its period.
    fn read_figures(&self, step: &mut Step<'_>) {
        let Some(detail) = self.detail().filter(|detail| detail.row.report) else { return };
        let (period, body, id) = (detail.task.code.clone(), detail.row.tenant.clone(), detail.row.id);
        step.go(Screen::Report, With::Report { period, body, id });
    }
}

/// All that the page of an assignment says, as a text without the rules between its sections.
pub fn as_text(ui: Ui, detail: &AssignmentDetail, address: &str) -> String {
    let text = document::text(&doc::write_to_read(ui, detail, (address, &[])));
    let lines: Vec<&str> = text.lines().map(|line| line.trim_end_matches(['─', ' '])).collect();
    lines.join("\n")
}

/// What every face of the page takes, and what else this one does.
macro_rules! with_common {
    ($($command:ident),*) => {
        &[
            $(Command::$command,)*
            Command::Verify,
            Command::Reopen,
            Command::Evidence,
            Command::SaveEvidence,
            Command::NextItem,
            Command::PreviousItem,
            Command::NextWaiting,
            Command::PreviousWaiting,
            Command::TenantPage,
            Command::DirectiveMatrix,
            Command::Claim,
            Command::Snooze,
            Command::Note,
            Command::CopyCode,
            Command::CopyAddress,
            Command::CopyText,
            Command::NextPane,
            Command::PreviousPane,
        ]
    };
}

const PAGE: Layer =
    Layer::page(Screen::Item, "item", with_common![Urge, Extension, Escalate, Search]).explained(LEGEND);
/// Of a report, whose figures stand on a page of their own.
const OF_REPORT: Layer =
    Layer::page(Screen::Item, "item of a report", with_common![Open, Urge, Extension, Escalate, Search])
        .explained(LEGEND);
/// The list of its evidence, where a submission is judged; other acts begin on the page.
const EVIDENCE: Layer =
    Layer::page(Screen::Item, "evidence", with_common![Read, OpenEvidence, CopyLink]).explained(LEGEND);
/// A piece that is read.
const READING: Layer =
    Layer::page(Screen::Item, "piece of evidence", with_common![OpenEvidence, CopyLink, Search])
        .explained(LEGEND);

const LEGEND: &[fn(Lang) -> &'static str] =
    &[Lang::tui_help_evidence, Lang::tui_help_next, Lang::tui_help_copy];

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE, OF_REPORT, EVIDENCE, READING];

    fn layer(&self) -> Layer {
        if let Some(pieces) = &self.evidence {
            return if pieces.is_reading { READING } else { EVIDENCE };
        }
        if self.detail().is_some_and(|detail| detail.row.report) { OF_REPORT } else { PAGE }
    }

    fn tab(&self, _: Lang) -> String {
        self.open.as_ref().map(|item| item.code.clone()).unwrap_or_default()
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        let (id, code, pieces) = match with {
            With::Assignment { id, code } => (id, code, None),
            With::Evidence { id, code } => (id, code, Some(Pieces::new(false, step))),
            _ => return,
        };
        (self.evidence, self.files.opening) = (pieces, None);
        let address = step.common.address(id);
        self.open =
            Some(Opened { id, code, detail: Read::default(), address, tenants: Vec::new(), scroll: 0 });
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
        self.files.arrived(arrived, step);
        if let Some(pieces) = &mut self.evidence {
            pieces.answered(arrived);
        }
        if let Some(item) = &mut self.open
            && item.detail.take(arrived).is_some()
            && let Some(detail) = &item.detail.value
        {
            item.code.clone_from(&detail.row.code);
            item.tenants = step.common.known.tenants.iter().map(|(tenant, _)| tenant.clone()).collect();
        }
    }

    /// What is not on the screen is read when somebody comes to it.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let id = self.open.as_ref().map(|item| item.id);
        let is_about_it = match news {
            News::Changed(changed) => Some(*changed) == id,
            News::Resync | News::Opened | News::Acted(_) => true,
            News::Handled(handled) => {
                let opened = self.open.as_mut().filter(|item| handled.ids.contains(&item.id));
                let is_it = opened.is_some();
                if let Some(detail) = opened.and_then(|item| item.detail.value.as_mut()) {
                    handled.write(&mut detail.row.handling);
                }
                is_it
            }
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
        if self.evidence_command(command, step) {
            return;
        }
        match command {
            Command::Back | Command::Close => {
                // Nothing opens any more when its assignment is no longer looked at.
                self.files.opening = None;
                step.close();
            }
            Command::Refresh => {
                if let Some(pieces) = &mut self.evidence {
                    pieces.try_again();
                }
                self.reload(step);
            }
            Command::Open => self.read_figures(step),
            Command::Evidence if self.evidence.take().is_some() => {}
            Command::Evidence => self.evidence = Some(Pieces::new(true, step)),
            Command::SaveEvidence => self.save_evidence(step),
            Command::OpenEvidence => self.open_evidence(step),
            Command::CopyLink => self.copy_link(step),
            Command::CopyText => self.copy_text(step),
            Command::NextItem | Command::PreviousItem => {
                self.go_on(command == Command::NextItem, false, step);
            }
            Command::NextWaiting | Command::PreviousWaiting => {
                self.go_on(command == Command::NextWaiting, true, step);
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

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let (detail, reads) = (self.detail()?, self.evidence.is_some());
        match command {
            Command::SaveEvidence if !reads => {
                pieces::kept_files(detail).next().is_none().then(|| lang.tui_no_files().to_owned())
            }
            Command::SaveEvidence | Command::Read | Command::OpenEvidence | Command::CopyLink => {
                let Some(piece) = self.chosen() else { return Some(lang.tui_no_evidence_here().to_owned()) };
                kinds::refusal(command, piece, lang).map(str::to_owned)
            }
            _ => None,
        }
    }

    fn tick(&mut self, step: &mut Step<'_>) {
        if let Some((pieces, item)) = self.evidence.as_mut().zip(self.open.as_ref())
            && let Some(detail) = item.detail.value.as_deref()
        {
            pieces.fetch(detail, step);
        }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.evidence.as_ref()?.wake_at(self.detail()?, now)
    }

    fn keep_in_view(&mut self, size: (u16, u16)) {
        if let Some((pieces, item)) = self.evidence.as_mut().zip(self.open.as_ref()) {
            pieces.fit(item.detail.value.as_deref(), size);
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

    fn text(&self, ui: Ui) -> Option<Text> {
        let (item, detail) = (self.open.as_ref()?, self.detail()?);
        let Some(pieces) = &self.evidence else {
            return Some(Text::of(document::written(&item.document(ui)), item.scroll, rows(ui), (1, 0)));
        };
        let column = usize::from(ui.size.0).saturating_sub(piece::width(ui.size));
        let at = (u16::try_from(column).unwrap_or(0), 1);
        let lines = document::written(&pieces.document(ui, detail));
        pieces.is_reading.then(|| Text::of(lines, pieces.scroll, rows(ui).saturating_sub(1), at))
    }

    fn show_line(&mut self, line: usize, ui: Ui) {
        let Some(text) = self.text(ui) else { return };
        let line = text.first(line);
        match (&mut self.evidence, &mut self.open) {
            (Some(pieces), _) => pieces.scroll = line,
            (None, Some(item)) => item.scroll = line,
            (None, None) => {}
        }
    }

    fn today(&self, _: Ui) -> Option<Date> {
        self.detail().map(|detail| detail.today)
    }
}

/// Lines that are visible.
fn rows(ui: Ui) -> usize {
    ui.page()
}
