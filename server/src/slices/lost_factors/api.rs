//! JSON of lost second factors. Who reports one is in [`crate::slices::people::api`].

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::LostFactorId,
    wire::{
        Written,
        lost_factor::{LostFactorDecision, LostFactors},
    },
};

use dondoc_kernel::{
    auth::{Auth, Fresh, perm},
    error::Result,
    http::{Answer, Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_lost_factors).service(decide_lost_factor);
}

/// Second factors that were reported lost, and wait for the caller to confirm it.
#[utoipa::path(tag = "people", security(("token" = [])), responses((status = 200, body = LostFactors)))]
#[get("/lost-factors")]
async fn list_lost_factors(auth: Auth<perm::ConfirmLostFactor>) -> Result<Json<LostFactors>> {
    let items = auth.read(async |tx, _| super::to_decide(tx).await).await?;
    Ok(Json(LostFactors { items }))
}

/// Confirms that a second factor was lost, or does not. Once it is confirmed its owner's sessions end, and they get a link by mail: the
/// pass-phrase that they set by it turns the second factor off.
#[utoipa::path(tag = "people", params(("id" = LostFactorId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = LostFactorDecision, responses((status = 200, body = Written)))]
#[post("/lost-factors/{id}/decision")]
async fn decide_lost_factor(
    auth: Auth<Fresh<perm::ConfirmLostFactor>>,
    id: Id<LostFactorId>,
    command: Command,
    input: Input<LostFactorDecision>,
) -> Result<Answer<Written>> {
    let decided = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::decide(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Answer(decided))
}
