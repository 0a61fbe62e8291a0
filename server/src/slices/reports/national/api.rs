//! JSON of the reports of a period, as the Working Group reads them.

use actix_web::{
    get,
    web::{Json, Path},
};
use dondoc_shared::wire::filing::{FiledReport, PeriodReports, ReportsShown};
use serde::Deserialize;
use utoipa::IntoParams;

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{PageSize, Query},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(show_period).service(show_filed_report);
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReportsQuery {
    /// All of them, where nothing is said.
    #[param(inline)]
    show: Option<ReportsShown>,
    /// `next` of the page before.
    #[param(min_length = 1)]
    cursor: Option<String>,
    /// Rows of the page.
    #[serde(default)]
    #[param(inline)]
    limit: PageSize,
}

/// A period with its rates of filing, and a page of its reports: those that wait for the Working Group first, then those that are not
/// filed, the latest first, each in the order in which bodies are read.
#[utoipa::path(tag = "figures", security(("token" = [])), responses((status = 200, body = PeriodReports)),
    params(ReportsQuery, ("period" = String, Path, description = "`CT-2024-M07`")))]
#[get("/periods/{period}")]
async fn show_period(
    auth: Auth<perm::ReadFigures>,
    period: Path<String>,
    Query(query): Query<ReportsQuery>,
) -> Result<Json<PeriodReports>> {
    let ReportsQuery { show, cursor, limit } = query;
    let show = show.unwrap_or(ReportsShown::All);
    let page = auth
        .read(async |tx, _| super::show(tx, &period, show, cursor.as_deref(), limit.rows()).await)
        .await?;
    Ok(Json(page))
}

/// What one body filed for a period, beside what counted for the period before and a year before. Never what it typed and did not file.
#[utoipa::path(tag = "figures", security(("token" = [])), responses((status = 200, body = FiledReport)),
    params(("period" = String, Path, description = "`CT-2024-M07`"),
        ("tenant" = String, Path, description = "the key of the body: `ha-noi`")))]
#[get("/periods/{period}/reports/{tenant}")]
async fn show_filed_report(
    auth: Auth<perm::ReadFigures>,
    path: Path<(String, String)>,
) -> Result<Json<FiledReport>> {
    let (period, tenant) = path.into_inner();
    auth.read(async |tx, _| super::filed(tx, &period, &tenant).await).await.map(Json)
}
