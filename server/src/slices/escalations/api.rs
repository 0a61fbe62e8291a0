//! JSON of the ladder.

use actix_web::{post, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::{
        Written,
        assignment::{EscalationDecision, Preview},
    },
};

use crate::domain::calendar;
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(preview_escalation).service(decide_escalation);
}

/// Previews the release of the step: its mail, its recipients, and when it would leave. Writes nothing.
#[utoipa::path(tag = "escalations", params(("id" = AssignmentId, Path)), security(("token" = [])),
    request_body = EscalationDecision, responses((status = 200, body = Preview)))]
#[post("/assignments/{id}/escalation/preview")]
async fn preview_escalation(
    auth: Auth<perm::Escalate>,
    id: Id<AssignmentId>,
    input: Input<EscalationDecision>,
) -> Result<Json<Preview>> {
    let preview = auth
        .read(async |tx, _| {
            let calendar = calendar::current(tx).await?;
            super::preview(tx, &calendar, &auth.site().public_url, id.0, &input.0).await
        })
        .await?;
    Ok(Json(preview))
}

/// Releases the step that waits, signs it first where two must sign, or drops it.
#[utoipa::path(tag = "escalations", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = EscalationDecision, responses((status = 200, body = Written)))]
#[post("/assignments/{id}/escalation")]
async fn decide_escalation(
    auth: Auth<perm::Escalate>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<EscalationDecision>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let seen = command.require_key()?.version()?;
            let calendar = calendar::current(tx).await?;
            super::decide(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}
