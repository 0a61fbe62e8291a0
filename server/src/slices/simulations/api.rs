//! JSON and CSV of a simulation.

use actix_web::{HttpRequest, HttpResponse, post, web::Json};
use dondoc_shared::wire::policy::{Draft, Simulation};

use crate::domain::{calendar, policies};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Input, lang_of},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(simulate_policy).service(export_simulation);
}

async fn run(auth: &Auth<perm::ReadNational>, draft: &Draft) -> Result<Simulation> {
    let _alone = auth.alone().await?;
    auth.read(async |tx, _| {
        let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
        super::simulate(tx, &calendar, &book, draft).await
    })
    .await
}

/// What a draft would do with today's backlog over the next 30 days, beside the policies in force. Writes nothing.
#[utoipa::path(tag = "policies", security(("token" = [])), request_body = Draft,
    responses((status = 200, body = Simulation)))]
#[post("/policies/simulation")]
async fn simulate_policy(auth: Auth<perm::ReadNational>, input: Input<Draft>) -> Result<Json<Simulation>> {
    run(&auth, &input.0).await.map(Json)
}

/// The same as a table for a spreadsheet (CSV, RFC 4180, UTF-8).
#[utoipa::path(tag = "policies", security(("token" = [])), request_body = Draft,
    responses((status = 200, body = String, content_type = "text/csv")))]
#[post("/policies/simulation.csv")]
async fn export_simulation(
    auth: Auth<perm::ReadNational>,
    request: HttpRequest,
    input: Input<Draft>,
) -> Result<HttpResponse> {
    let simulation = run(&auth, &input.0).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header(("Content-Disposition", "attachment; filename=\"simulation.csv\""))
        .body(super::csv(&simulation, lang_of(&request))))
}
