//! JSON of the random re-check.

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::RecheckId,
    wire::recheck::{NewOutcome, NewSample, RecheckMonth, Rechecked},
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::domain::calendar;
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Id, Input, Query},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(show_recheck_sample).service(draw_recheck_sample).service(decide_recheck);
}

/// Of which month.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct MonthQuery {
    /// The first day of a month that is over. Where none is named: the oldest month in which something waits, else the last one that
    /// is over.
    month: Option<Date>,
}

/// The assignments that were drawn of those accepted in a month, what came of each, and what waits in other months; or how many
/// could be drawn from.
#[utoipa::path(tag = "triage", params(MonthQuery), security(("token" = [])),
    responses((status = 200, body = RecheckMonth)))]
#[get("/recheck-samples")]
async fn show_recheck_sample(
    auth: Auth<perm::ReadNational>,
    Query(query): Query<MonthQuery>,
) -> Result<Json<RecheckMonth>> {
    auth.read(async |tx, _| super::month(tx, query.month).await).await.map(Json)
}

/// Draws some of the assignments that were accepted in a month, by chance: those first by the SHA-256 of `seed:id`, under a seed that
/// is kept. Once a month.
#[utoipa::path(tag = "triage",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewSample, responses((status = 200, body = RecheckMonth)))]
#[post("/recheck-samples")]
async fn draw_recheck_sample(
    auth: Auth<perm::Reopen>,
    command: Command,
    input: Input<NewSample>,
) -> Result<Json<RecheckMonth>> {
    let drawn = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::draw(tx, &input.0).await
        })
        .await?;
    Ok(Json(drawn))
}

/// Says whether the acceptance of a drawn assignment holds. If not, the assignment is returned to the tenant, which takes a lead.
#[utoipa::path(tag = "triage", params(("id" = RecheckId, Path),
        ("If-Match" = String, Header, description = "the assignment's version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewOutcome, responses((status = 200, body = Rechecked)))]
#[post("/rechecks/{id}/outcome")]
async fn decide_recheck(
    auth: Auth<perm::Verify>,
    id: Id<RecheckId>,
    command: Command,
    input: Input<NewOutcome>,
) -> Result<Json<Rechecked>> {
    let decided = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let seen = command.version()?;
            let calendar = calendar::current(tx).await?;
            super::decide(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Json(decided))
}
