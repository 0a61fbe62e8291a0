//! JSON of urges.

use actix_web::{HttpRequest, post, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::{
        Written,
        assignment::{NewUrge, NewUrgeAnswer, Preview},
    },
};

use crate::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Id, Input, lang_of},
};

/// Adds the routes.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(preview_urge).service(issue_urge).service(answer_urge);
}

/// What the urge would send, to whom and when. Writes nothing.
#[utoipa::path(tag = "urges", params(("id" = AssignmentId, Path)), security(("token" = [])), request_body = NewUrge,
    responses((status = 200, body = Preview)))]
#[post("/assignments/{id}/urges/preview")]
async fn preview_urge(
    auth: Auth<perm::Urge>,
    request: HttpRequest,
    id: Id<AssignmentId>,
    input: Input<NewUrge>,
) -> Result<Json<Preview>> {
    let lang = lang_of(&request);
    let preview = auth
        .read(async |tx, _| {
            let calendar = auth.state().calendar.get(tx).await?;
            super::preview(tx, &calendar, &auth.state().public_url, lang, id.0, &input.0).await
        })
        .await?;
    Ok(Json(preview))
}

/// Issues an urge: a numbered act with a reply-by date; its mail follows.
#[utoipa::path(tag = "urges", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewUrge, responses((status = 200, body = Written)))]
#[post("/assignments/{id}/urges")]
async fn issue_urge(
    auth: Auth<perm::Urge>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<NewUrge>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let seen = command.require_key()?.version()?;
            let calendar = auth.state().calendar.get(tx).await?;
            super::issue(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// Answers the oldest open urge.
#[utoipa::path(tag = "urges", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewUrgeAnswer, responses((status = 200, body = Written)))]
#[post("/assignments/{id}/urge-answer")]
async fn answer_urge(
    auth: Auth<perm::AnswerUrge>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<NewUrgeAnswer>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let seen = command.require_key()?.version()?;
            super::answer(tx, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}
