//! JSON of a body's reports.

use actix_web::{get, post, put, web::Json};
use dondoc_shared::{
    id::AssignmentId,
    wire::{
        Written,
        correcting::{CorrectionDetail, CorrectionInput, CorrectionSaved, Corrections},
        correction::{CorrectionDecided, CorrectionDecision, CorrectionFiled},
        report::{
            CancelException, DraftInput, DraftSaved, ExceptionSet, FilingInput, NewException, ReportDetail,
            Reports,
        },
    },
};

use crate::domain::calendar;
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Id, Input, RevisionPart},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(list_reports)
        .service(show_report)
        .service(save_report_draft)
        .service(propose_report)
        .service(file_report)
        .service(file_nil_return)
        .service(show_correction)
        .service(save_correction)
        .service(discard_correction)
        .service(propose_correction)
        .service(send_correction_back)
        .service(file_correction)
        .service(list_corrections)
        .service(decide_correction)
        .service(grant_exception)
        .service(cancel_exception);
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

/// Files that nothing happened: a report without figures, where the regime takes it and no compulsory stock is asked.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = FilingInput, responses((status = 200, body = Written)))]
#[post("/reports/{id}/nil")]
async fn file_nil_return(
    auth: Auth<perm::FileReport>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<FilingInput>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            let seen = command.require_key()?.version()?;
            super::file_nil(tx, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// The correction that the body is writing, with what changes from what to what, and those that it has filed.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path)), security(("token" = [])),
    responses((status = 200, body = CorrectionDetail)))]
#[get("/reports/{id}/correction")]
async fn show_correction(
    auth: Auth<perm::ReadReports>,
    id: Id<AssignmentId>,
) -> Result<Json<CorrectionDetail>> {
    auth.read(async |tx, person| super::show_correction(tx, id.0, person.lang).await).await.map(Json)
}

/// Keeps the cells that change as they were typed, and why, also of each number at which the checks warn. What somebody else has
/// changed since is answered as a conflict. Refused where nothing would differ from what counts.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = Option<String>, Header, description = "the version of the correction seen, where its reason is changed"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = CorrectionInput, responses((status = 200, body = CorrectionSaved)))]
#[put("/reports/{id}/correction")]
async fn save_correction(
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<CorrectionInput>,
) -> Result<Json<CorrectionSaved>> {
    let saved = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            super::save_correction(tx, id.0, command.seen(), &input.0).await
        })
        .await?;
    Ok(Json(saved))
}

/// Throws away what is written into the correction, proposed or not. What counts stays as it is.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version of the correction seen, in double quotes")),
    security(("token" = [])), responses((status = 200, body = CorrectionSaved)))]
#[post("/reports/{id}/correction/discard")]
async fn discard_correction(
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
    command: Command,
) -> Result<Json<CorrectionSaved>> {
    let saved = auth
        .once(&command, &(), async |tx, _| super::discard_correction(tx, id.0, command.version()?).await)
        .await?;
    Ok(Json(saved))
}

/// Says that the correction is complete, and asks an approver to file it. The version is that of the correction.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version of the correction seen, in double quotes")),
    security(("token" = [])), request_body = FilingInput, responses((status = 200, body = CorrectionSaved)))]
#[post("/reports/{id}/correction/propose")]
async fn propose_correction(
    auth: Auth<perm::EnterFigures>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<FilingInput>,
) -> Result<Json<CorrectionSaved>> {
    let saved = auth
        .once(&command, &input.0, async |tx, _| {
            let calendar = calendar::current(tx).await?;
            super::propose_correction(tx, &calendar, id.0, command.version()?, &input.0).await
        })
        .await?;
    Ok(Json(saved))
}

/// Sends a proposed correction back to whoever proposed it, with a remark.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version of the correction seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = FilingInput, responses((status = 200, body = CorrectionSaved)))]
#[post("/reports/{id}/correction/send-back")]
async fn send_correction_back(
    auth: Auth<perm::FileReport>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<FilingInput>,
) -> Result<Json<CorrectionSaved>> {
    let saved = auth
        .once(&command, &input.0, async |tx, _| {
            let (calendar, seen) = (calendar::current(tx).await?, command.require_key()?.version()?);
            super::send_correction_back(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Json(saved))
}

/// Files the correction with the Working Group. Until it is accepted the old figures count.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path),
        ("If-Match" = String, Header, description = "the version of the correction seen, in double quotes"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = CorrectionFiled)))]
#[post("/reports/{id}/correction/file")]
async fn file_correction(
    auth: Auth<perm::FileReport>,
    id: Id<AssignmentId>,
    command: Command,
) -> Result<Json<CorrectionFiled>> {
    let filed = auth
        .once(&command, &(), async |tx, _| {
            let seen = command.require_key()?.version()?;
            super::file_correction(tx, id.0, seen).await
        })
        .await?;
    Ok(Json(filed))
}

/// The corrections that wait for the Working Group, the oldest first, with what each changes from what to what, and what the checks
/// warn of in it with the reasons that its body gives.
#[utoipa::path(tag = "figures", security(("token" = [])), responses((status = 200, body = Corrections)))]
#[get("/corrections")]
async fn list_corrections(auth: Auth<perm::ReadFigures>) -> Result<Json<Corrections>> {
    let items = auth.read(async |tx, _| super::corrections_waiting(tx).await).await?;
    Ok(Json(Corrections { items }))
}

/// Accepts a correction, which counts from then on, or refuses it with a remark. Each is decided on once.
#[utoipa::path(tag = "figures", params(("id" = AssignmentId, Path),
        ("revision" = i32, Path, description = "the revision that the correction is"),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = CorrectionDecision, responses((status = 200, body = CorrectionDecided)))]
#[post("/reports/{id}/corrections/{revision}/decision")]
async fn decide_correction(
    auth: Auth<perm::Verify>,
    id: Id<AssignmentId>,
    revision: RevisionPart,
    command: Command,
    input: Input<CorrectionDecision>,
) -> Result<Json<CorrectionDecided>> {
    let decided = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            super::decide_correction(tx, &calendar, id.0, revision.0, &input.0).await
        })
        .await?;
    Ok(Json(decided))
}

/// Lets a body enter its figures until the end of a day. Its due date stays; the body is told.
#[utoipa::path(tag = "figures", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewException, responses((status = 200, body = ExceptionSet)))]
#[post("/reports/{id}/exceptions")]
async fn grant_exception(
    auth: Auth<perm::GrantException>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<NewException>,
) -> Result<Json<ExceptionSet>> {
    let set = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            super::grant_exception(tx, &calendar, id.0, &input.0).await
        })
        .await?;
    Ok(Json(set))
}

/// Lets a body enter its figures no longer than its due date and the cut-off allow; the body is told.
#[utoipa::path(tag = "figures", params(("id" = AssignmentId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = CancelException, responses((status = 200, body = ExceptionSet)))]
#[post("/reports/{id}/exceptions/cancel")]
async fn cancel_exception(
    auth: Auth<perm::GrantException>,
    id: Id<AssignmentId>,
    command: Command,
    input: Input<CancelException>,
) -> Result<Json<ExceptionSet>> {
    let set = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            super::cancel_exception(tx, &calendar, id.0, &input.0).await
        })
        .await?;
    Ok(Json(set))
}
