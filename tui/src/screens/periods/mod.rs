//! Reporting periods: how each was filed, and where the reports of one stand, body by body.

mod head;
mod reports;
mod view;

use std::{cmp::Reverse, time::Duration};

use dondoc_shared::{
    error::ErrorCode,
    id::AssignmentId,
    lifecycle::Status,
    text::{Both, Lang},
    wire::filing::{BodyReport, PeriodFiling, Periods, ReportsShown},
};
use jiff::civil::Date;

use self::{
    head::{below, head, height, period_rows},
    reports::Opened,
};
use crate::{
    keys::{Command, Key, Layer, Screen},
    net::{Call, FilingsCall},
    step::{
        LeftOut, News, Sought, Step, With,
        read::Read,
        screen::{self, Screen as _},
        toast::Tone,
        waiting::Arrived,
    },
    ui::{
        Ui,
        list::{Keyed, List, moved},
        report_words,
    },
};

/// Many bodies file on one day: changes are gathered for this long.
const GATHER: Duration = Duration::from_secs(5);

/// The state of the screen.
#[derive(Debug, Default)]
pub struct State {
    /// The periods, those of one regime together, the newest first.
    pub periods: Read<Box<Periods>>,
    /// Where in them one is, by the period's name in addresses.
    pub list: List<String>,
    /// The period whose reports are shown.
    pub open: Option<Opened>,
    /// When what is shown is read again, because something changed.
    again_at: Option<Duration>,
}

impl Keyed for PeriodFiling {
    type Key = String;

    fn key(&self) -> String {
        self.period.key()
    }
}

impl State {
    fn rows(&self) -> &[PeriodFiling] {
        self.periods.value.as_ref().map_or(&[], |periods| &periods.items)
    }

    /// The period whose reports are shown, as the list has it.
    fn opened(&self) -> Option<(&Opened, &PeriodFiling)> {
        let open = self.open.as_ref()?;
        Some((open, self.rows().iter().find(|row| row.key() == open.period)?))
    }

    /// Rows of the list of reports: below the head, the names of the ways to show them and those of the columns.
    fn report_rows(&self, ui: Ui) -> usize {
        let above = self.opened().map_or(0, |(open, of)| head(ui, &of.period, open.rates(of)).len());
        height(ui.size).saturating_sub(above + 2 + below(ui.size))
    }

    fn open(&mut self, step: &mut Step<'_>) {
        let Some(period) = self.list.selected(self.rows()).map(Keyed::key) else { return };
        self.list.cursor = Some(period.clone());
        self.open = Some(Opened::new(period, ReportsShown::All));
        self.read_reports(step);
    }

    fn read_reports(&mut self, step: &mut Step<'_>) {
        if let Some(open) = &mut self.open {
            open.ask(None, step);
        }
    }

    /// The period before or after the one whose reports are shown, of the same regime.
    fn turn(&mut self, older: bool, step: &mut Step<'_>) {
        let Some((open, here)) = self.opened() else { return };
        let show = open.show;
        let same = |row: &&PeriodFiling| row.period.regime == here.period.regime;
        let rows: Vec<&PeriodFiling> = self.rows().iter().filter(same).collect();
        let place = rows.iter().position(|row| row.key() == open.period);
        // The newest comes first.
        let there = place.and_then(|place| if older { place.checked_add(1) } else { place.checked_sub(1) });
        match there.and_then(|there| rows.get(there)).map(|row| row.key()) {
            Some(period) => {
                self.list.cursor = Some(period.clone());
                self.open = Some(Opened::new(period, show));
                self.read_reports(step);
            }
            None if older => step.say(Tone::Note, Lang::filings_no_older),
            None => step.say(Tone::Note, Lang::filings_no_newer),
        }
    }

    /// The next way to show the reports, or the one before; round and round.
    fn swap(&mut self, forward: bool, step: &mut Step<'_>) {
        let Some(open) = &mut self.open else { return };
        let all = ReportsShown::ALL;
        let here = all.iter().position(|show| *show == open.show).unwrap_or(0);
        let by = if forward { 1 } else { all.len().saturating_sub(1) };
        let there = here.saturating_add(by).checked_rem(all.len()).unwrap_or(0);
        let show = all.get(there).copied().unwrap_or(ReportsShown::All);
        *open = Opened::new(open.period.clone(), show);
        self.read_reports(step);
    }

    /// Opens the report of the body under the cursor.
    fn read(&mut self, step: &mut Step<'_>) {
        let Some(open) = &mut self.open else { return };
        let Some(row) = open.list.selected(&open.rows) else { return };
        let (period, body, id) = (open.period.clone(), row.tenant.clone(), row.assignment);
        open.list.cursor = Some(id);
        step.go(Screen::Report, With::Report { period, body, id });
    }

    /// The report of the body before or after the one whose report is read.
    fn next_body(&mut self, command: Command, step: &mut Step<'_>) {
        let Some(open) = &mut self.open else { return };
        let here = open.list.place(&open.rows);
        let there = moved(command, here, open.rows.len(), 1).filter(|there| *there != here);
        let Some(row) = there.and_then(|there| open.rows.get(there)) else {
            return step.say_end(command == Command::Down);
        };
        open.list.cursor = Some(row.assignment);
        open.more(step);
        self.read(step);
        self.keep_in_view(step.size());
    }

    /// A command of the reports of a period.
    fn reports_command(&mut self, command: Command, step: &mut Step<'_>) {
        match command {
            Command::Back | Command::Close => self.open = None,
            Command::Open => self.read(step),
            Command::NextPane => self.swap(true, step),
            Command::PreviousPane => self.swap(false, step),
            Command::PreviousPeriod => self.turn(true, step),
            Command::NextPeriod => self.turn(false, step),
            command => {
                let page = self.report_rows(step.common.ui());
                let Some(open) = &mut self.open else { return };
                if open.list.command(command, &open.rows, page) {
                    open.more(step);
                }
            }
        }
    }
}

const LIST: Layer =
    Layer::page(Screen::Periods, "periods", &[Command::Open]).explained(&[Lang::filings_help]);
const REPORTS: Layer = Layer::page(
    Screen::Periods,
    "reports of a period",
    &[
        Command::Open,
        Command::Urge,
        Command::UrgeMissing,
        Command::NextPane,
        Command::PreviousPane,
        Command::PreviousPeriod,
        Command::NextPeriod,
    ],
)
.explained(&[Lang::filings_help]);

impl screen::Screen for State {
    const LAYERS: &'static [Layer] = &[LIST, REPORTS];

    fn layer(&self) -> Layer {
        if self.open.is_some() { REPORTS } else { LIST }
    }

    fn tab(&self, lang: Lang) -> String {
        lang.filings_tab().to_owned()
    }

    /// At the list of periods, or at the reports of one.
    fn enter(&mut self, with: With, step: &mut Step<'_>) {
        self.open = None;
        if let With::Reports { period, show } = with {
            self.list.cursor = Some(period.clone());
            self.open = Some(Opened::new(period, show));
        }
        self.reload(step);
    }

    fn reload(&mut self, step: &mut Step<'_>) {
        self.again_at = None;
        self.periods.ask(Call::Filings(FilingsCall::Periods), step);
        self.read_reports(step);
    }

    fn has_failed(&self) -> bool {
        self.periods.has_failed() || self.open.as_ref().is_some_and(|open| open.failure.is_some())
    }

    fn is_blank(&self) -> bool {
        self.periods.is_blank() || self.open.as_ref().is_some_and(Opened::is_blank)
    }

    fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        if let Some(outcome) = self.periods.take(arrived) {
            step.heed(&outcome);
            if let Some(periods) = self.periods.value.as_mut().filter(|_| outcome.is_ok()) {
                // Within a regime they stay as they came.
                periods.items.sort_by(|a, b| {
                    (&a.period.regime, Reverse(a.period.to_on))
                        .cmp(&(&b.period.regime, Reverse(b.period.to_on)))
                });
                // Those ahead of the newest that was opened are plans.
                let newest = periods.items.iter().find(|row| row.filing.is_some()).map(Keyed::key);
                self.list.cursor = self.list.cursor.take().or(newest);
            }
        } else if let Some(open) = &mut self.open {
            open.answered(arrived, step);
        }
        self.keep_in_view(step.size());
    }

    /// Any report may have been filed. Who reads one goes on to the next body from there.
    fn hear(&mut self, news: &News, step: &mut Step<'_>) {
        if let News::Next(Sought { forward, .. }) = news
            && step.common.list_behind() == Some(Screen::Periods)
        {
            return self.next_body(if *forward { Command::Down } else { Command::Up }, step);
        }
        let is_of_others = matches!(news, News::Changed(_) | News::Resync);
        if (is_of_others || matches!(news, News::Acted(_)))
            && step.is_read(Screen::Periods)
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
        if step.is_read(Screen::Periods) && !self.periods.is_waiting() {
            self.reload(step);
        }
    }

    fn wake_at(&self, now: Duration) -> Option<Duration> {
        self.again_at.map(|at| at.max(now.saturating_add(Duration::from_millis(1))))
    }

    fn command(&mut self, command: Command, _: Key, step: &mut Step<'_>) {
        match command {
            Command::Refresh => self.reload(step),
            command if self.open.is_some() => self.reports_command(command, step),
            Command::Open => self.open(step),
            Command::Back | Command::Close => step.close(),
            command => {
                let page = period_rows(step.size());
                let rows = self.periods.value.as_ref().map_or(&[][..], |periods| &periods.items);
                self.list.command(command, rows, page);
            }
        }
    }

    fn selected(&self) -> Option<AssignmentId> {
        let open = self.open.as_ref()?;
        open.list.selected(&open.rows).map(|row| row.assignment)
    }

    fn refusal(&self, command: Command, lang: Lang) -> Option<String> {
        let (open, _) = self.opened()?;
        match command {
            Command::UrgeMissing => open.is_part().then(|| lang.composer_list_not_whole().to_owned()),
            Command::Urge => {
                let is_filed = open.list.selected(&open.rows).is_some_and(|row| !report_words::is_owed(row));
                is_filed.then(|| ErrorCode::WrongState.message(lang).to_owned())
            }
            _ => None,
        }
    }

    /// The body under the cursor, or all that have not filed.
    fn urged(&self, command: Command) -> Vec<(AssignmentId, Option<String>)> {
        let Some((open, _)) = self.opened() else { return Vec::new() };
        match command {
            Command::UrgeMissing => {
                let owing = open.rows.iter().filter(|row| report_words::is_overdue(row));
                owing.map(|row| (row.assignment, None)).collect()
            }
            _ => self.selected().map(|id| (id, None)).into_iter().collect(),
        }
    }

    /// Those that have not filed either and are not overdue.
    fn left_out(&self, command: Command) -> Vec<LeftOut> {
        let Some((open, _)) = self.opened().filter(|_| command == Command::UrgeMissing) else {
            return Vec::new();
        };
        let is_left = |row: &&BodyReport| {
            report_words::is_owed(row) && row.status != Status::Withdrawn && !report_words::is_overdue(row)
        };
        let left_out = |row: &BodyReport| LeftOut {
            who: Both::new(|lang| lang.pick(&row.tenant.name_vi, &row.tenant.name_en).to_owned()),
            why: Both::new(|lang| {
                report_words::not_overdue(lang, row.status, row.due_on, row.original_due_on)
            }),
        };
        open.rows.iter().filter(is_left).map(left_out).collect()
    }

    /// An urge about a report that is missing says which; it is written in Vietnamese, as every urge.
    fn wording(&self, act: Command) -> Option<String> {
        let (open, of) = self.opened()?;
        let due_on = match act {
            Command::Urge => open.list.selected(&open.rows).filter(|row| report_words::is_owed(row))?.due_on,
            Command::UrgeMissing => {
                let owing = open.rows.iter().filter(|row| report_words::is_overdue(row));
                report_words::common_day(owing.map(|row| row.due_on))
            }
            _ => return None,
        };
        Some(report_words::urge(&of.period, due_on))
    }

    /// As near as can be told without the language; the rest is seen to where it is drawn.
    fn keep_in_view(&mut self, size: (u16, u16)) {
        let ui = Ui { size, ..Ui::default() };
        self.list.keep(self.list.place(self.rows()), period_rows(size));
        let page = self.report_rows(ui);
        if let Some(open) = &mut self.open {
            open.list.keep(open.list.place(&open.rows), page);
        }
    }

    fn today(&self, ui: Ui) -> Option<Date> {
        self.periods.value.as_ref().map(|periods| periods.today).or(ui.today)
    }
}
