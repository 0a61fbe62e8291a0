//! What the pages of reports share: where they are, what they read, and how a report stands in words.

use actix_web::HttpRequest;
use dondoc_shared::{
    id::AssignmentId,
    lateness,
    period::{Entering, PeriodCode, ReportState, Schedule, report_state},
    text::Lang,
    wire::report::{PeriodRow, ReportDetail, ReportRow},
};
use jiff::civil::Date;

use crate::{
    domain::calendar,
    slices::{portal::Frame, reports::detail::detail},
};
use dondoc_kernel::{
    auth::{Auth, Own, Required},
    error::Result,
};

/// Where the list is.
pub const PATH: &str = "/reports";

/// Where the report's page is.
pub fn path_of(id: AssignmentId) -> String {
    format!("{PATH}/{id}")
}

/// The page of the duty that the report is, where everything else is done with it.
pub(super) fn path_of_duty(id: AssignmentId) -> String {
    format!("/assignments/{id}")
}

/// What the pages of one report are made from.
pub(super) struct Seen {
    pub frame: Frame,
    pub detail: ReportDetail,
    pub standing: Standing,
}

/// Reads the report together with the frame of its page.
pub(super) async fn look<P: Required<Side = Own>>(
    auth: &Auth<P>,
    request: &HttpRequest,
    id: AssignmentId,
) -> Result<Seen> {
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        let detail = detail(tx, id, person.lang).await?;
        let calendar = calendar::current(tx).await?;
        let today = calendar::today(tx).await?;
        let left = |due| calendar.of(person.tenant).working_days_between(today, due);
        let standing = Standing::of(person.lang, &detail.report, today, left);
        Ok(Seen { frame, detail, standing })
    })
    .await
}

/// How a report stands, in words.
pub(super) struct Standing {
    /// Its regime and period: "Báo cáo chỉ tiêu hằng tháng, tháng 7/2024".
    pub name: String,
    pub state: &'static str,
    /// What else is to be said of it: a nil return, how far a correction is.
    pub asides: Vec<&'static str>,
    /// How late or how near, where that still counts.
    pub due: String,
    pub due_on: String,
    pub late: bool,
    pub cutoff_on: String,
    /// From when or until when figures are entered.
    pub entering: String,
    pub filed_on: Option<String>,
    /// Whose turn it is, and what they do.
    pub turn: String,
    pub simulated: bool,
}

impl Standing {
    /// `left` counts the working days until a due date that is not past.
    pub fn of(t: Lang, report: &ReportRow, today: Date, left: impl Fn(Date) -> i32) -> Self {
        let period = &report.period;
        let schedule = Schedule {
            opens_on: period.opens_on,
            due_on: period.due_on,
            cutoff_on: period.cutoff_on,
            close_on: period.close_on,
        };
        let due_on = report.due_on.unwrap_or(period.due_on);
        // What came back may be mended until the period closes (R128).
        let came_back = report.came_back.then_some(period.close_on);
        let entering = schedule.entering(today, due_on, came_back.max(report.exception_until));
        let state = report_state(report.status);
        let with_body =
            !matches!(state, None | Some(ReportState::Filed | ReportState::Verified | ReportState::Missed));
        let late_from = lateness::late_from(report.status, report.due_on, report.first_filed_on);
        let days = if with_body { lateness::days_overdue(late_from, today) } else { 0 };
        let ahead = report.due_on.filter(|due| with_body && *due >= today);
        let opened = !matches!(entering, Entering::NotBefore(_));
        Self {
            name: t.report_of_period(t.pick(&period.regime_vi, &period.regime_en), &period_name(t, period)),
            state: state.map_or(report.status.name(t), |state| state.name(t)),
            asides: report
                .nil
                .then(|| t.report_is_nil())
                .into_iter()
                .chain(report.correction.map(|step| step.name(t)))
                .collect(),
            due: if with_body {
                t.due_in_words(report.due_on, days, ahead.map(left))
            } else {
                t.due_plainly(&t.date(due_on))
            },
            due_on: t.date(due_on),
            late: days > 0,
            cutoff_on: t.date(period.cutoff_on),
            entering: entering.words(t),
            filed_on: report.first_filed_on.map(|on| t.date(on)),
            turn: t.report_turn(state, opened, matches!(entering, Entering::Until(_))),
            simulated: period.simulated,
        }
    }
}

/// The period by name; by its code where that is none of ours.
fn period_name(t: Lang, period: &PeriodRow) -> String {
    period.code.parse::<PeriodCode>().map_or_else(|_| period.code.clone(), |code| code.name(t))
}
