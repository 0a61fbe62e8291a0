//! JSON of the first page.

use actix_web::{get, web::Json};
use dondoc_shared::wire::national::Overview;

use crate::{
    auth::{Auth, perm},
    error::Result,
};

/// Adds the routes.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(show_overview);
}

/// Both rates with their denominators, the four classes, ageing, every tenant's line, and what waits.
#[utoipa::path(tag = "triage", security(("token" = [])), responses((status = 200, body = Overview)))]
#[get("/overview")]
async fn show_overview(auth: Auth<perm::ReadNational>) -> Result<Json<Overview>> {
    auth.read(async |tx, _| super::overview(tx).await).await.map(Json)
}
