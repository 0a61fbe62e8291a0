//! JSON of policies.

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::PolicyId,
    wire::{
        Written,
        policy::{NewPolicy, Policies},
    },
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_policies).service(make_policy).service(withdraw_policy);
}

/// Every version of every policy, and which of them count today.
#[utoipa::path(tag = "policies", security(("token" = [])), responses((status = 200, body = Policies)))]
#[get("/policies")]
async fn list_policies(auth: Auth<perm::ReadNational>) -> Result<Json<Policies>> {
    auth.read(async |tx, _| super::list(tx).await).await.map(Json)
}

/// Makes a version that counts from tomorrow or later, for all tenants or for one.
#[utoipa::path(tag = "policies",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewPolicy, responses((status = 200, body = Written)))]
#[post("/policies")]
async fn make_policy(
    auth: Auth<perm::SetPolicies>,
    command: Command,
    input: Input<NewPolicy>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::make(tx, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// Ends a version: at once where it does not count yet, after today where it does. What counted before counts again.
#[utoipa::path(tag = "policies", params(("id" = PolicyId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/policies/{id}/withdraw")]
async fn withdraw_policy(
    auth: Auth<perm::SetPolicies>,
    id: Id<PolicyId>,
    command: Command,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &(), async |tx, _| {
            command.require_key()?;
            super::withdraw(tx, id.0).await
        })
        .await?;
    Ok(Answer(written))
}
