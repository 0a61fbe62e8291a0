//! JSON of one's own stand-ins. An administrator's are with the people ([`crate::slices::people::api`]).

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::StandInId,
    wire::{
        Written,
        stand_in::{NewStandIn, StandIns},
    },
};

use dondoc_kernel::{
    auth::{Auth, Fresh, Person, perm},
    error::Result,
    http::{Answer, Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_stand_ins).service(make_stand_in).service(end_stand_in);
}

/// The stand-ins in which one lends or acts, and who could stand in.
#[utoipa::path(tag = "stand-ins", security(("token" = [])), responses((status = 200, body = StandIns)))]
#[get("/stand-ins")]
async fn list_stand_ins(auth: Auth<perm::StandIn>) -> Result<Json<StandIns>> {
    auth.read(async |tx, person| super::of(tx, person.id).await).await.map(Json)
}

/// Lends one's role to somebody for at most 60 days. Both are told by mail.
#[utoipa::path(tag = "stand-ins", params(
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewStandIn, responses((status = 200, body = Written)))]
#[post("/stand-ins")]
async fn make_stand_in(
    auth: Auth<Fresh<perm::StandIn>>,
    command: Command,
    input: Input<NewStandIn>,
) -> Result<Answer<Written>> {
    let made = auth
        .once(&command, &input.0, async |tx, person| {
            command.require_key()?;
            super::make(tx, person.id, &input.0).await
        })
        .await?;
    Ok(Answer(made))
}

/// Ends a stand-in before its time, in which one lends or acts. The other one is told by mail.
#[utoipa::path(tag = "stand-ins", params(("id" = StandInId, Path),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = Written)))]
#[post("/stand-ins/{id}/end")]
async fn end_stand_in(
    auth: Auth<perm::StandIn>,
    id: Id<StandInId>,
    command: Command,
) -> Result<Answer<Written>> {
    let act = async |tx: &mut _, person: &Person| super::end(tx, id.0, Some(person.id)).await;
    auth.once(&command, &(), act).await.map(Answer)
}
