//! JSON of a body's reports.

use actix_web::{get, post, put, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::{
        Written,
        report::{DraftInput, DraftSaved, FilingInput, ReportDetail, Reports},
    },
};

use crate::domain::calendar;
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(list_reports)
        .service(show_report)
        .service(save_report_draft)
        .service(propose_report)
        .service(file_report);
}

/// The reports that one's own body owes or has filed, the newest period first.
#[utoipa::path(tag = "reports", security(("token" = [])), responses((status = 200, body = Reports)))]
#[get("/reports")]
async fn list_reports(auth: Auth<perm::ReadReports>) -> Result<Json<Reports>> {
    let items = auth.read(async |tx, _| super::list(tx).await).await?;
    Ok(Json(Reports { items }))
}

/// One report with its cells: what was typed, what it says, and what was filed before.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path, description = "the assignment that the report is")),
    security(("token" = [])), responses((status = 200, body = ReportDetail)))]
#[get("/reports/{id}")]
async fn show_report(auth: Auth<perm::ReadReports>, id: Id<AssignmentId>) -> Result<Json<ReportDetail>> {
    auth.read(async |tx, person| super::detail(tx, id.0, person.lang).await).await.map(Json)
}

/// Keeps some or all cells as they were typed. What somebody else has changed since is answered as a conflict and left alone.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = DraftInput, responses((status = 200, body = DraftSaved)))]
#[put("/reports/{id}/draft")]
async fn save_report_draft(
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<DraftInput>,
) -> Result<Json<DraftSaved>> {
    let saved = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::save(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Json(saved))
}

/// Says that the figures are complete, and asks an approver to file them.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes")),
    security(("token" = [])), request_body = FilingInput, responses((status = 200, body = Written)))]
#[post("/reports/{id}/propose")]
async fn propose_report(
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<FilingInput>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let calendar = calendar::current(tx).await?;
            super::propose(tx, &calendar, id.0, command.version()?, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// Files the figures with the Working Group.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = FilingInput, responses((status = 200, body = Written)))]
#[post("/reports/{id}/file")]
async fn file_report(
    auth: Auth<perm::FileReport>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<FilingInput>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let seen = command.require_key()?.version()?;
            super::file(tx, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}
