//! JSON of periods.

use actix_web::{
    get, post,
    web::{Json, Path},
};
use dondoc_shared::wire::{
    filing::Periods,
    report::{OpenedPeriod, PlanInput, PlannedPeriods},
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_periods).service(plan_periods).service(open_period);
}

/// The periods that are planned or open, the newest first, with the rates of filing of those that were opened.
#[utoipa::path(tag = "figures", security(("token" = [])), responses((status = 200, body = Periods)))]
#[get("/periods")]
async fn list_periods(auth: Auth<perm::ReadFigures>) -> Result<Json<Periods>> {
    auth.read(async |tx, _| Ok(Periods { items: super::list(tx).await?, today: tx.today(), now: tx.now }))
        .await
        .map(Json)
}

/// Plans the periods of a year by the windows and offsets of their regime; those that are there stay as they are.
#[utoipa::path(tag = "figures",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = PlanInput, responses((status = 200, body = PlannedPeriods)))]
#[post("/periods")]
async fn plan_periods(
    auth: Auth<perm::KeepPeriods>,
    command: Command,
    input: Input<PlanInput>,
) -> Result<Json<PlannedPeriods>> {
    let planned = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let simulated = auth.site().simulated;
            let planned = super::plan(tx, &input.0.regime, input.0.year, simulated).await?;
            Ok(planned.map(|new| PlannedPeriods { new: new.try_into().unwrap_or(i64::MAX) }))
        })
        .await?;
    Ok(Json(planned))
}

/// Opens a period that somebody else planned: from now on each body that it asks owes a report.
#[utoipa::path(tag = "figures", params(("period" = String, Path, description = "`CT-2024-M07`"),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = OpenedPeriod)))]
#[post("/periods/{period}/open")]
async fn open_period(
    auth: Auth<perm::KeepPeriods>,
    period: Path<String>,
    command: Command,
) -> Result<Json<OpenedPeriod>> {
    let opened = auth
        .once(&command, &(), async |tx, _| {
            let seen = command.require_key()?.version()?;
            let opened = super::open(tx, &period, seen).await?;
            Ok(opened.map(|bodies| OpenedPeriod { bodies: bodies.try_into().unwrap_or(i64::MAX) }))
        })
        .await?;
    Ok(Json(opened))
}
