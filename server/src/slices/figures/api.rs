//! JSON of the nation's figures, and the same as files.

use actix_web::{
    HttpResponse, get,
    web::{self, Json, Path},
};
use dondoc_shared::{
    figures::Basis,
    wire::figure::{Figures, Sources},
};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Asked, Format};
use crate::slices::reports::workbook::api::attachment;
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::Query,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_figures).service(list_figure_sources).service(export_figures);
}

/// Which figures are asked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FiguresQuery {
    /// `CT-2024-M07`; the newest open period where nothing is said.
    #[param(max_length = 40)]
    period: Option<String>,
    /// `localities`; `all` where nothing is said.
    #[param(max_length = 40)]
    group: Option<String>,
    /// All that was filed, where nothing is said.
    #[param(inline)]
    basis: Option<Basis>,
}

impl FiguresQuery {
    fn asked(self) -> Asked {
        Asked { period: self.period, group: self.group, basis: self.basis }
    }
}

/// The figures of a period, each with what it covers.
#[utoipa::path(tag = "figures", params(FiguresQuery), security(("token" = [])),
    responses((status = 200, body = Figures)))]
#[get("/figures")]
async fn list_figures(auth: Auth<perm::ReadFigures>, query: Query<FiguresQuery>) -> Result<Json<Figures>> {
    let asked = query.0.asked();
    auth.read(async |tx, _| super::show(tx, &asked).await).await.map(Json)
}

/// Of whose numbers a figure is asked.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SourcesQuery {
    /// `localities`; `all` where nothing is said.
    #[param(max_length = 40)]
    group: Option<String>,
    /// All that was filed, where nothing is said.
    #[param(inline)]
    basis: Option<Basis>,
}

/// The bodies that owe one number, those without it first; `unlike` says of a body that its number lies far from those of the others
/// in the group, `paper_green` that all its tasks of the indicator are accepted and its number does not reach the target. Both are
/// notices and ask for nothing.
#[utoipa::path(tag = "figures", security(("token" = [])), responses((status = 200, body = Sources)),
    params(SourcesQuery,
        ("period" = String, Path, description = "`CT-2024-M07`"), ("indicator" = String, Path, description = "`I24-02`")))]
#[get("/figures/{period}/{indicator}/sources")]
async fn list_figure_sources(
    auth: Auth<perm::ReadFigures>,
    path: Path<(String, String)>,
    query: Query<SourcesQuery>,
) -> Result<Json<Sources>> {
    let (period, indicator) = path.into_inner();
    let SourcesQuery { group, basis } = query.0;
    let asked = Asked { period: None, group, basis };
    auth.read(async |tx, _| super::sources(tx, &period, &indicator, &asked).await).await.map(Json)
}

/// Which figures are exported, and how.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExportQuery {
    /// `CT-2024-M07`; the newest open period where nothing is said.
    #[param(max_length = 40)]
    period: Option<String>,
    /// `localities`; `all` where nothing is said.
    #[param(max_length = 40)]
    group: Option<String>,
    /// All that was filed, where nothing is said.
    #[param(inline)]
    basis: Option<Basis>,
    /// A table in our own words where nothing is said.
    #[param(inline)]
    format: Option<Format>,
}

/// The figures of a period and the cells that they are made of, as a file: CSV (UTF-8 with BOM), SDMX-CSV 2.0 or a workbook. A figure
/// never without its coverage.
#[utoipa::path(tag = "figures", params(ExportQuery), security(("token" = [])), responses((status = 200, content(
    (String = "text/csv"), (String = "application/vnd.sdmx.data+csv"),
    (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
#[get("/figures.csv")]
async fn export_figures(auth: Auth<perm::ReadFigures>, query: Query<ExportQuery>) -> Result<HttpResponse> {
    let ExportQuery { period, group, basis, format } = query.0;
    let (asked, format) = (Asked { period, group, basis }, format.unwrap_or(Format::Csv));
    let _alone = auth.alone().await?;
    let (export, lang) =
        auth.read(async |tx, person| Ok((super::export(tx, &asked).await?, person.lang))).await?;
    let written = web::block(move || export.file(format, lang)).await;
    let (name, content) = written.map_err(anyhow::Error::from)??;
    Ok(attachment(name, format.media_type(), content))
}
