//! The reports of a period, page by page.

use dondoc_shared::{
    id::AssignmentId,
    wire::filing::{BodyReport, FilingRates, PeriodFiling, PeriodReports, ReportsShown},
};

use crate::{
    net::{Call, Failure, FilingsCall},
    step::{
        Step,
        waiting::{Arrived, Waiting},
    },
    ui::list::{Keyed, List},
};

/// The next page is asked for when the cursor is this near to the end.
const NEAR: usize = 20;

/// The period whose reports are shown.
#[derive(Debug)]
pub struct Opened {
    /// The period, as addresses name it.
    pub period: String,
    /// Which of its reports.
    pub show: ReportsShown,
    /// The reports read so far.
    pub rows: Vec<BodyReport>,
    /// The page that was read last, without its rows.
    pub page: Option<PeriodReports>,
    /// Where in them one is.
    pub list: List<AssignmentId>,
    /// Why there is nothing newer.
    pub failure: Option<Failure>,
    waiting: Waiting<Box<PeriodReports>>,
    /// Does the page that is waited for begin the list anew?
    anew: bool,
}

impl Keyed for BodyReport {
    type Key = AssignmentId;

    fn key(&self) -> AssignmentId {
        self.assignment
    }
}

impl Opened {
    /// Reports of a period, none of which is read yet.
    pub fn new(period: String, show: ReportsShown) -> Self {
        Self {
            period,
            show,
            rows: Vec::new(),
            page: None,
            list: List::default(),
            failure: None,
            waiting: Waiting::default(),
            anew: true,
        }
    }

    /// Whether nothing has been read yet and an answer is waited for.
    pub fn is_blank(&self) -> bool {
        self.page.is_none() && self.is_waiting()
    }

    /// Whether an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_open()
    }

    /// The rates of the period: those that came with its reports are newer than those of the list of periods, or as old.
    pub fn rates(&self, of: &PeriodFiling) -> Option<FilingRates> {
        self.page.as_ref().map_or(of.filing, |page| page.filing)
    }

    /// Asks for the page behind a place; for the first where there is none.
    pub fn ask(&mut self, cursor: Option<String>, step: &mut Step<'_>) {
        self.anew = cursor.is_none();
        let (period, show) = (self.period.clone(), self.show);
        self.waiting = step.ask(Call::Filings(FilingsCall::Reports { period, show, cursor }));
    }

    /// Whether there are more reports than have been read.
    pub fn is_part(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.next.is_some())
    }

    /// Asks for the next page where the cursor comes near to the end of what was read.
    pub fn more(&mut self, step: &mut Step<'_>) {
        let next = self.page.as_ref().and_then(|page| page.next.clone());
        let near = self.list.place(&self.rows).saturating_add(NEAR) >= self.rows.len().saturating_sub(1);
        if next.is_some() && near && !self.is_waiting() {
            self.ask(next, step);
        }
    }

    /// The answer to something that was asked.
    pub fn answered(&mut self, arrived: &mut Arrived, step: &mut Step<'_>) {
        match self.waiting.take(arrived) {
            None => {}
            Some(Ok(page)) => self.take(*page),
            Some(Err(failure)) => {
                step.fault(&failure);
                self.failure = Some(failure);
            }
        }
    }

    fn take(&mut self, mut page: PeriodReports) {
        let items = std::mem::take(&mut page.items);
        if self.anew {
            self.rows.clear();
        }
        // A page may repeat a report that moved meanwhile; each stands in the list once.
        for row in items {
            if !self.rows.iter().any(|known| known.assignment == row.assignment) {
                self.rows.push(row);
            }
        }
        self.failure = None;
        self.page = Some(page);
    }
}
