//! JSON of deciding on many at once.

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::PlanId,
    wire::{
        decision::{DecisionPlan, NewDecisionPlan},
        plan::{ConfirmPlan, PartState, PlanKind},
    },
};

use crate::{domain::calendar, slices::plans};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(plan_decisions).service(show_decision_plan).service(carry_out_decision_plan);
}

/// Plans the same decision on assignments of one or many tenants: what would happen to each, what cannot be decided so and why, who
/// would get mail and when. Nothing happens yet; the plan can be carried out for ten minutes, by whoever made it. Extensions are decided
/// on by a lead.
#[utoipa::path(tag = "decisions",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewDecisionPlan, responses((status = 200, body = DecisionPlan)))]
#[post("/decision-plans")]
async fn plan_decisions(
    auth: Auth<perm::Verify>,
    command: Command,
    input: Input<NewDecisionPlan>,
) -> Result<Json<DecisionPlan>> {
    let made = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            super::make(tx, &calendar, &input.0).await
        })
        .await?;
    Ok(Json(made))
}

/// A plan of one's own, as it stands.
#[utoipa::path(tag = "decisions", params(("id" = PlanId, Path)), security(("token" = [])),
    responses((status = 200, body = DecisionPlan)))]
#[get("/decision-plans/{id}")]
async fn show_decision_plan(auth: Auth<perm::Verify>, id: Id<PlanId>) -> Result<Json<DecisionPlan>> {
    auth.read(async |tx, _| super::show(tx, id.0).await).await.map(Json)
}

/// Makes the decisions of a plan that are not made yet, those of a tenant in a transaction of their own: what was refused is told, the
/// others stand. Sent again, it goes on where it was cut off; nothing is decided twice, and nothing is undone.
#[utoipa::path(tag = "decisions", params(("id" = PlanId, Path)), security(("token" = [])),
    request_body = ConfirmPlan, responses((status = 200, body = DecisionPlan)))]
#[post("/decision-plans/{id}/carry-out")]
async fn carry_out_decision_plan(
    auth: Auth<perm::Verify>,
    id: Id<PlanId>,
    input: Input<ConfirmPlan>,
) -> Result<Json<DecisionPlan>> {
    let of = (PlanKind::Decisions, id.0);
    let parts = auth.read(async |tx, _| plans::begin(tx, of, input.0).await).await?;
    plans::each(&auth, id.0, PartState::Planned, parts, async |tx, part| {
        let calendar = calendar::current(tx).await?;
        super::carry_out(tx, &calendar, id.0, part).await
    })
    .await?;
    auth.read(async |tx, _| super::show(tx, id.0).await).await.map(Json)
}
