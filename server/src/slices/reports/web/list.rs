//! The reports of the body, the newest period first.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode};
use askama::Template;
use dondoc_shared::{text::Lang, wire::report::ReportRow};
use jiff::civil::Date;

use super::seen::{Standing, path_of};
use crate::{
    domain::calendar,
    slices::portal::{Frame, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
};

#[derive(Template)]
#[template(path = "reports/list.html")]
pub(super) struct ReportsPage {
    frame: Frame,
    lines: Vec<Line>,
}

struct Line {
    path: String,
    percent: i16,
    from_on: Date,
    to_on: Date,
    standing: Standing,
}

impl ReportsPage {
    pub(super) fn new(frame: Frame, reports: &[ReportRow], today: Date, left: impl Fn(Date) -> i32) -> Self {
        let line = |report: &ReportRow| Line {
            path: path_of(report.assignment),
            percent: report.percent,
            from_on: report.period.from_on,
            to_on: report.period.to_on,
            standing: Standing::of(frame.t, report, today, &left),
        };
        Self { lines: reports.iter().map(line).collect(), frame }
    }

    fn window(&self, line: &Line) -> String {
        let t: Lang = self.frame.t;
        t.report_from_to(&t.date(line.from_on), &t.date(line.to_on))
    }
}

#[get("/reports")]
pub(super) async fn list_page(request: HttpRequest, auth: Auth<perm::ReadReports>) -> Result<HttpResponse> {
    let view = auth
        .read(async |tx, person| {
            let frame = Frame::of(tx, &auth, person, &request).await?;
            let reports = super::super::list(tx).await?;
            let calendar = calendar::current(tx).await?;
            let today = calendar::today(tx).await?;
            let left = |due| calendar.of(person.tenant).working_days_between(today, due);
            Ok(ReportsPage::new(frame, &reports, today, left))
        })
        .await?;
    show(&view, &view.frame, StatusCode::OK)
}
