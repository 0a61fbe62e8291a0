//! What one body filed for a period, with its cells on one page: read, then accepted or returned.

mod page;
mod view;

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Status,
    text::Lang,
    wire::{
        TenantRef,
        filing::FiledReport,
        report::{FiledFinding, ReportFindings},
    },
};
use jiff::civil::Date;

use self::page::Page;
use crate::{
    dialog::agree::judge::Judge,
    keys::{Command, Key, Layer, Screen},
    net::{Call, FilingsCall},
    step::{News, Sought, Step, With, read::Read, screen, waiting::Arrived},
    ui::{Ui, hits::Text, report_words, scroll::scrolled, words},
};

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The report on the screen; none before the first was opened.
    pub open: Option<Opened>,
}

/// The report on the screen.
#[derive(Debug)]
pub struct Opened {
    /// The period, as addresses name it.
    period: String,
    /// The body.
    pub body: TenantRef,
    /// The assignment that the report is.
    pub id: AssignmentId,
    /// What was filed.
    pub report: Read<Box<FiledReport>>,
    /// What the checks had found in it, and what its body said to that.
    pub findings: Read<ReportFindings>,
    /// First line shown.
    pub scroll: usize,
}

impl Opened {
    /// The whole of it, in lines that fit the window; none before it is here.
    fn page(&self, ui: Ui) -> Option<Page> {
        self.report.value.as_ref().map(|report| page::write(ui, report, &self.findings))
    }
}

impl State {
    fn report(&self) -> Option<&FiledReport> {
        self.open.as_ref()?.report.value.as_deref()
    }

    /// The first warning on the page whose justification nobody has judged; once all are, the one that was judged last, so that a
    /// slip can be mended.
    fn to_judge(&self) -> Option<&FiledFinding> {
        let open = self.open.as_ref()?;
        let found = report_words::found(open.report.value.as_deref()?, open.findings.value.as_ref())?;
        let justified = || found.iter().filter(|finding| finding.justification.is_some());
        let unjudged = justified().find(|finding| finding.judged.is_none());
        unjudged.or_else(|| justified().max_by_key(|finding| finding.judged_at))
    }
}

const PAGE: Layer = Layer::page(
    Screen::Report,
    "report",
    &[
        Command::Accept,
        Command::SendBack,
        Command::Judge,
        Command::Urge,
        Command::Open,
        Command::Evidence,
        Command::NextItem,
        Command::PreviousItem,
        Command::NextWaiting,
        Command::PreviousWaiting,
        Command::Search,
    ],
)
.explained(&[Lang::filings_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[PAGE];

    fn layer(&self) -> Layer {
        PAGE
    }

    fn tab(&self, lang: Lang) -> String {
        let Some(open) = &self.open else { return String::new() };
        let code = open.period.split_once('-').map_or(open.period.as_str(), |(_, code)| code);
        format!("{} · {}", open.body.short, words::period(lang, code))
    }

    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        let With::Report { period, body, id } = with else { return };
        self.open =
            Some(Opened { period, body, id, report: Read::default(), findings: Read::default(), scroll: 0 });
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        if let Some(open) = &mut self.open {
            let (period, body) = (open.period.clone(), open.body.slug.clone());
            open.report.ask(Call::Filings(FilingsCall::Report { period, body }), step);
        }
    }

    fn has_failed(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.report.has_failed() || open.findings.has_failed())
    }

    fn is_blank(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.report.is_blank())
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        let Some(open) = &mut self.open else { return };
        if let Some(outcome) = open.report.take(arrived) {
            step.heed(&outcome);
            // The checks have found something only in what was filed.
            let is_filed = open.report.value.as_ref().is_some_and(|report| report.filed.is_some());
            if outcome.is_ok() && is_filed {
                open.findings.ask(Call::Filings(FilingsCall::Findings(open.id)), step);
            }
        } else if let Some(outcome) = open.findings.take(arrived) {
            step.heed(&outcome);
        }
    }

    /// What is not on the screen is read when somebody comes to it.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        let id = self.open.as_ref().map(|open| open.id);
        let is_about_it = match news {
            News::Changed(changed) => Some(*changed) == id,
            News::Resync | News::Opened | News::Acted(_) | News::Decided | News::Judged => true,
            News::Read(detail) => Some(detail.row.id) == id,
            _ => false,
        };
        if is_about_it && step.shows(Screen::Report) {
            self.reload(step);
        }
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        let ui = step.common.ui();
        match command {
            Command::Back | Command::Close => step.close(),
            Command::Refresh => self.reload(step),
            Command::NextItem | Command::PreviousItem | Command::NextWaiting | Command::PreviousWaiting => {
                let Some(from) = self.selected() else { return };
                let forward = matches!(command, Command::NextItem | Command::NextWaiting);
                let waiting = matches!(command, Command::NextWaiting | Command::PreviousWaiting);
                step.tell(News::Next(Sought { from, forward, waiting, evidence: false }));
            }
            Command::Open => {
                if let Some(Opened { id, period, body, .. }) = &self.open {
                    let code = format!("{period}/{}", body.slug);
                    step.go(Screen::Item, With::Assignment { id: *id, code });
                }
            }
            Command::Judge => {
                if let (Some(open), Some(finding)) = (&self.open, self.to_judge()) {
                    step.agree(Judge::on(open.id, finding.clone()));
                }
            }
            command => {
                let Some(open) = &mut self.open else { return };
                let length = open.page(ui).map_or(0, |page| page.lines.len());
                open.scroll = scrolled(open.scroll, command, length, ui.page());
            }
        }
    }

    /// What the figures on the screen say already; the facts of the assignment tell the rest.
    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        if command == Command::Judge {
            return self.to_judge().is_none().then(|| lang.checks_nothing_to_judge().to_owned());
        }
        let verifies = matches!(command, Command::Accept | Command::SendBack);
        let report = self.report().filter(|_| verifies)?;
        (report.report.status != Status::Submitted).then(|| ErrorCode::WrongState.message(lang).to_owned())
    }

    fn selected(&self) -> Option<AssignmentId> {
        self.open.as_ref().map(|open| open.id)
    }

    /// Only the figures that are on the screen are accepted or returned.
    fn seen(&self, act: Command) -> Option<i32> {
        let verifies = matches!(act, Command::Accept | Command::SendBack);
        self.report().filter(|_| verifies).map(|report| report.report.version)
    }

    /// An urge about a report that is missing says which; it is written in Vietnamese, as every urge.
    fn wording(&self, act: Command) -> Option<String> {
        let report = self.report().filter(|_| act == Command::Urge)?;
        report_words::is_owed(&report.report)
            .then(|| report_words::urge(&report.period, report.report.due_on))
    }

    fn text(&self, ui: Ui) -> Option<Text> {
        let open = self.open.as_ref()?;
        let lines = open.page(ui)?.lines.iter().map(ToString::to_string).collect();
        Some(Text::of(lines, open.scroll, ui.page(), (0, 0)))
    }

    fn show_line(&mut self, line: usize, ui: Ui) {
        if let (Some(text), Some(open)) = (self.text(ui), &mut self.open) {
            open.scroll = text.first(line);
        }
    }

    fn today(&self, ui: Ui) -> Option<Date> {
        self.report().map(|report| report.today).or(ui.today)
    }
}
