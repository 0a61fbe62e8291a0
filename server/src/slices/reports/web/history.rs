//! What the body said of one indicator so far: a picture, and the table of the same numbers.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, web::Path};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    figures::Entry,
    id::AssignmentId,
    period::{PeriodCode, Window},
    text::Lang,
};

use super::seen::{Standing, look, path_of};
use crate::slices::{
    portal::{Frame, chart::Chart, show},
    reports::{History, history},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::{Error, Result},
};

#[derive(Template)]
#[template(path = "reports/history.html")]
pub(super) struct HistoryPage {
    frame: Frame,
    standing: Standing,
    back: String,
    name: String,
    concept: String,
    chart: Option<Chart>,
    rows: Vec<Row>,
}

struct Row {
    period: String,
    until: String,
    said: String,
    /// Whether what is counted changed with it.
    breaks: bool,
}

impl HistoryPage {
    pub(super) fn new(frame: Frame, standing: Standing, back: String, of: &History) -> Self {
        let t: Lang = frame.t;
        let indicator = &of.indicator;
        let name = format!("{} {}", indicator.code, indicator.name.get(t));
        let words = |entry: Entry| entry.words(t, indicator.formula.over_bodies, indicator.formula.scale);
        let row = |window: &Window, said: String| Row {
            period: window.code.name(t),
            until: t.date(window.to_on),
            said,
            breaks: of.breaks(window),
        };
        let (window, counted) = of.own;
        let typed = || of.typed.map(|entry| t.cell_history_typed(&words(entry)));
        let own = counted.map(words).or_else(typed).unwrap_or_else(|| t.report_not_filed().to_owned());
        let earlier = |(window, entry): &(Window, Option<Entry>)| {
            row(window, entry.map_or_else(|| t.cell_none_before().to_owned(), words))
        };
        // Before the first report is filed there is nothing to compare with.
        let begins = !of.periods.is_empty() || counted.is_some();
        let own = begins.then(|| row(&window, own));
        let period =
            |code: &str| code.parse::<PeriodCode>().map_or_else(|_| code.to_owned(), |code| code.name(t));
        let concept = indicator.version(window.to_on);
        Self {
            chart: of.series().and_then(|series| Chart::of(t, &name, &series, period)),
            // The newest first, as it is compared with what is being entered.
            rows: own.into_iter().chain(of.periods.iter().rev().map(earlier)).collect(),
            concept: concept.map(|version| version.concept.get(t).to_owned()).unwrap_or_default(),
            name,
            back,
            standing,
            frame,
        }
    }
}

#[get("/reports/{id}/history/{indicator}")]
pub(super) async fn history_page(
    request: HttpRequest,
    auth: Auth<perm::ReadReports>,
    path: Path<(String, String)>,
) -> Result<HttpResponse> {
    let (id, indicator) = path.into_inner();
    let id: AssignmentId = id.parse().map_err(|_| Error::from(ErrorCode::NotFound))?;
    let of = look(&auth, &request, id).await?;
    let history = auth.read(async |tx, _| history(tx, id, &indicator).await).await?;
    let page = HistoryPage::new(of.frame, of.standing, path_of(id), &history);
    show(&page, &page.frame, StatusCode::OK)
}
