//! JSON of urges.

use actix_web::{HttpRequest, post, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::{
        Written,
        assignment::{NewUrge, NewUrgeAnswer, Preview},
        urge::{UrgeDraft, UrgeIssued},
    },
};

use crate::{
    auth::{Auth, perm},
    db::Version,
    error::Result,
    http::{Answer, Command, Id, Input, lang_of},
};

/// Adds the routes.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(preview_urge).service(issue_urge).service(answer_urge)
        .service(preview_urge_on_many)
        .service(issue_urge_on_many);
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
            let draft = super::draft_on(id.0, Version(0), &input.0);
            super::preview(tx, &calendar, &auth.state().public_url, lang, &draft).await
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
            super::issue_on(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// What an urge about one or many assignments of a tenant would send, to whom and when. Writes nothing.
#[utoipa::path(tag = "urges", security(("token" = [])), request_body = UrgeDraft,
    responses((status = 200, body = Preview)))]
#[post("/urges/preview")]
async fn preview_urge_on_many(
    auth: Auth<perm::Urge>,
    request: HttpRequest,
    input: Input<UrgeDraft>,
) -> Result<Json<Preview>> {
    let lang = lang_of(&request);
    let preview = auth
        .read(async |tx, _| {
            let calendar = auth.state().calendar.get(tx).await?;
            super::preview(tx, &calendar, &auth.state().public_url, lang, &input.0).await
        })
        .await?;
    Ok(Json(preview))
}

/// Issues one urge about one or many assignments of a tenant; its mail follows.
#[utoipa::path(tag = "urges",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = UrgeDraft, responses((status = 200, body = UrgeIssued)))]
#[post("/urges")]
async fn issue_urge_on_many(
    auth: Auth<perm::Urge>,
    command: Command,
    input: Input<UrgeDraft>,
) -> Result<Json<UrgeIssued>> {
    let issued = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = auth.state().calendar.get(tx).await?;
            super::issue(tx, &calendar, &input.0).await
        })
        .await?;
    Ok(Json(issued))
}

/// Answers the oldest open urge, for all of its assignments.
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
