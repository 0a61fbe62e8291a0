//! Reports as rows, their order, and cells beside what was said before (pure).

use std::{cmp::Reverse, collections::BTreeMap};

use dondoc_shared::{
    figures::{Cell, Entry, Formula, OverBodies, like_for_like},
    period::{ReportState, days_late, report_state},
    text::Lang,
    wire::{
        TenantRef,
        filing::{BodyReport, FiledCell, FiledRevision, ReportsShown, ReturnedReport},
    },
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::store::{Cells, Revision, Standing};
use crate::domain::indicators::Indicator;
use dondoc_kernel::tenants::Tenant;

/// Which reports come first: what waits for the Working Group, then what is not filed and overdue or missed, the latest first, then what
/// is not due yet, what is verified, and what is no longer owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rank {
    Waiting,
    Overdue(Reverse<i32>),
    NotYetDue,
    Verified,
    NotOwed,
}

/// A report in the list of a period, and its place among the bodies as they are read.
pub struct Listed {
    pub row: BodyReport,
    place: usize,
}

impl Listed {
    pub fn new(place: usize, tenant: Tenant, of: &Standing, nil: bool, today: Date) -> Self {
        let Tenant { slug, short, name_vi, name_en, .. } = tenant;
        let row = BodyReport {
            tenant: TenantRef { slug, short, name_vi, name_en },
            assignment: of.id,
            status: of.status,
            state: report_state(of.status),
            due_on: of.due_on,
            original_due_on: of.original_due_on,
            days_late: days_late(of.status, of.due_on, of.submitted_on, today),
            nil,
            first_filed_on: of.first_filed_on,
            filed_on: of.submitted_on,
            revision: of.revision,
            percent: of.percent,
            unanswered_urges: of.unanswered_urges,
            extension_pending: of.extension_pending,
            version: of.version,
        };
        Self { row, place }
    }

    /// What the list is ordered by.
    pub fn order(&self) -> (Rank, usize) {
        let rank = match self.row.state {
            Some(ReportState::Filed) => Rank::Waiting,
            Some(ReportState::Verified) => Rank::Verified,
            None => Rank::NotOwed,
            Some(_) if self.row.days_late > 0 => Rank::Overdue(Reverse(self.row.days_late)),
            Some(_) => Rank::NotYetDue,
        };
        (rank, self.place)
    }

    pub fn is_shown(&self, show: ReportsShown) -> bool {
        match show {
            ReportsShown::All => true,
            ReportsShown::Waiting => self.order().0 == Rank::Waiting,
            ReportsShown::Missing => matches!(self.order().0, Rank::Overdue(_) | Rank::NotYetDue),
            ReportsShown::Late => self.row.days_late > 0,
            ReportsShown::Verified => self.order().0 == Rank::Verified,
        }
    }
}

pub fn filed(of: &Revision) -> FiledRevision {
    FiledRevision {
        revision: of.revision,
        filed_on: of.filed_on,
        at: of.at,
        by: of.by.clone(),
        in_time: of.in_time,
        remark: of.remark.clone().filter(|_| of.text.is_empty()).unwrap_or_else(|| of.text.clone()),
    }
}

pub fn returned(of: &Revision) -> Option<ReturnedReport> {
    Some(ReturnedReport {
        revision: of.revision,
        at: of.decided_at?,
        by: of.decided_by.clone().unwrap_or_default(),
        remark: of.decision_remark.clone().unwrap_or_default(),
    })
}

/// What a body says now, and what counts of the period before and of the year before.
pub struct Read {
    pub now: Cells,
    pub last: Cells,
    pub year_ago: Cells,
}

impl Read {
    /// The cell of an indicator; `on` is the last day of the period.
    pub fn cell(&self, indicator: &Indicator, on: Date) -> FiledCell {
        let formula = indicator.formula_on(on);
        let entry = |cells: &Cells| cells.get(&indicator.id).map(|(entry, _)| *entry);
        let (now, last) = (entry(&self.now), entry(&self.last));
        let changed = |lang| last.zip(now).and_then(|(last, now)| change(lang, &formula, last, now));
        let reason = self.now.get(&indicator.id).map(|(_, reason)| reason.clone());
        let name = |lang| indicator.name.get(lang).to_owned();
        let unit = |lang| indicator.unit.get(lang).to_owned();
        FiledCell {
            indicator: indicator.code.clone(),
            name_vi: name(Lang::Vi),
            name_en: name(Lang::En),
            unit_vi: unit(Lang::Vi),
            unit_en: unit(Lang::En),
            over_bodies: formula.over_bodies,
            over_time: formula.over_time,
            scale: formula.scale,
            compulsory: indicator.compulsory,
            entry: now,
            reason: reason.unwrap_or_default(),
            last,
            year_ago: entry(&self.year_ago),
            change_vi: changed(Lang::Vi).unwrap_or_default(),
            change_en: changed(Lang::En).unwrap_or_default(),
        }
    }
}

/// By how much one body's number moved (R120). Of yes and no there is no change in numbers.
fn change(lang: Lang, formula: &Formula, last: Entry, now: Entry) -> Option<String> {
    if formula.over_bodies == OverBodies::CountOfTenants {
        return None;
    }
    let one = |entry| Some(BTreeMap::from([((), Cell::of(formula, entry).ok()?)]));
    like_for_like(formula, &one(last)?, &one(now)?)?.moved(lang, formula.decimals.max(1))
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{id::TenantId, lifecycle::Status, wire::TenantKind};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    const TODAY: Date = date(2024, 7, 25);

    fn listed(place: usize, status: Status, due_on: Date, submitted_on: Option<Date>) -> Listed {
        let name = format!("Đơn vị {place}");
        let tenant = Tenant {
            id: TenantId(1),
            slug: String::new(),
            short: String::new(),
            kind: TenantKind::Province,
            name_vi: name.clone(),
            name_en: name,
            zone: "Asia/Ho_Chi_Minh".to_owned(),
        };
        let of = Standing {
            tenant_id: TenantId(1),
            id: dondoc_shared::id::AssignmentId(Uuid::nil()),
            status,
            due_on: Some(due_on),
            original_due_on: Some(due_on),
            submitted_on,
            percent: 0,
            unanswered_urges: 0,
            extension_pending: false,
            version: 1,
            revision: 0,
            first_filed_on: None,
        };
        Listed::new(place, tenant, &of, false, TODAY)
    }

    fn all() -> Vec<Listed> {
        let (due, later) = (date(2024, 7, 17), date(2024, 7, 30));
        let mut all = vec![
            listed(0, Status::Accepted, due, Some(date(2024, 7, 20))),
            listed(1, Status::InProgress, later, None),
            listed(2, Status::Assigned, due, None),
            listed(3, Status::Submitted, due, Some(date(2024, 7, 18))),
            listed(4, Status::Returned, date(2024, 7, 1), None),
            listed(5, Status::Submitted, due, Some(date(2024, 7, 17))),
            listed(6, Status::Suspended, due, None),
            listed(7, Status::Proposed, due, None),
        ];
        all.sort_by_key(Listed::order);
        all
    }

    #[test]
    fn what_waits_for_the_working_group_comes_first_then_the_missing_by_lateness_then_by_name() {
        let order: Vec<usize> = all().iter().map(|one| one.place).collect();
        assert_eq!(order, [3, 5, 4, 2, 7, 1, 0, 6]);
    }

    #[test]
    fn each_way_of_showing_has_its_reports() {
        for (show, places) in [
            (ReportsShown::All, &[3, 5, 4, 2, 7, 1, 0, 6][..]),
            (ReportsShown::Waiting, &[3, 5]),
            (ReportsShown::Missing, &[4, 2, 7, 1]),
            (ReportsShown::Late, &[3, 4, 2, 7, 0]),
            (ReportsShown::Verified, &[0]),
        ] {
            let shown: Vec<usize> =
                all().iter().filter(|one| one.is_shown(show)).map(|one| one.place).collect();
            assert_eq!(shown, places, "{show}");
        }
    }
}
