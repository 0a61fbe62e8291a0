//! JSON of claims, snoozes, notes and presences.

use actix_web::{post, put, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::handling::{
        Claimed, NewClaims, NewNote, NewPresence, NewSnoozes, Note, Others, Snoozed, Unsnoozed,
    },
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(claim_assignments)
        .service(release_claims)
        .service(snooze_assignments)
        .service(end_snoozes)
        .service(add_note)
        .service(put_presence);
}

/// Takes assignments in hand, so that nobody else of the Working Group does the same work. What somebody else has claimed is left
/// to them and told, unless it is to be taken over.
#[utoipa::path(tag = "triage", security(("token" = [])), request_body = NewClaims, responses((status = 200, body = Claimed)))]
#[post("/claims")]
async fn claim_assignments(auth: Auth<perm::Handle>, input: Input<NewClaims>) -> Result<Json<Claimed>> {
    auth.write(async |tx, _| super::claim(tx, &input.0).await).await.map(Json)
}

/// Gives assignments back. A lead can end the claim of somebody else, with `take_over`.
#[utoipa::path(tag = "triage", security(("token" = [])), request_body = NewClaims, responses((status = 200, body = Claimed)))]
#[post("/claims/release")]
async fn release_claims(auth: Auth<perm::Handle>, input: Input<NewClaims>) -> Result<Json<Claimed>> {
    auth.write(async |tx, _| super::release(tx, &input.0).await).await.map(Json)
}

/// Leaves assignments out of the backlog until a date, on which they are there again with the reason. They stay in the queues of
/// what waits for a decision, and in every figure.
#[utoipa::path(tag = "triage", security(("token" = [])), request_body = NewSnoozes, responses((status = 200, body = Snoozed)))]
#[post("/snoozes")]
async fn snooze_assignments(auth: Auth<perm::Handle>, input: Input<NewSnoozes>) -> Result<Json<Snoozed>> {
    auth.write(async |tx, _| super::snooze(tx, &input.0).await).await.map(Json)
}

/// Takes snoozed assignments up again at once, or clears the reason of those that came back.
#[utoipa::path(tag = "triage", security(("token" = [])), request_body = Unsnoozed, responses((status = 200, body = Snoozed)))]
#[post("/snoozes/end")]
async fn end_snoozes(auth: Auth<perm::Handle>, input: Input<Unsnoozed>) -> Result<Json<Snoozed>> {
    auth.write(async |tx, _| super::end_snoozes(tx, &input.0).await).await.map(Json)
}

/// Writes a note about an assignment, for the Working Group alone.
#[utoipa::path(tag = "triage", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewNote, responses((status = 200, body = Note)))]
#[post("/assignments/{id}/notes")]
async fn add_note(
    auth: Auth<perm::Handle>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<NewNote>,
) -> Result<Json<Note>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::note(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Json(written))
}

/// Says that the caller reads an assignment, or no longer, and learns who else of the Working Group does, so that two do not judge one
/// submission. It counts for ten minutes after it was said last.
#[utoipa::path(tag = "triage", params(("id" = AssignmentId, Path)), security(("token" = [])), request_body = NewPresence,
    responses((status = 200, body = Others)))]
#[put("/assignments/{id}/presence")]
async fn put_presence(
    auth: Auth<perm::Handle>,
    id: Id<AssignmentId>,
    input: Input<NewPresence>,
) -> Result<Json<Others>> {
    auth.write(async |tx, _| super::be_present(tx, id.0, input.0).await).await.map(Json)
}
