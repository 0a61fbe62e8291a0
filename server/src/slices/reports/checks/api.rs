//! JSON of what the checks had found, for the Working Group.

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::{AssignmentId, FindingId},
    wire::{
        Written,
        report::{JudgementInput, Noise, ReportFindings},
    },
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, FindingPart, Id, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_findings).service(judge_finding).service(show_noise);
}

/// What the checks had found in a report when it was last filed, with what its body said to the warnings.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path, description = "the assignment that the report is")),
    security(("token" = [])), responses((status = 200, body = ReportFindings)))]
#[get("/reports/{id}/findings")]
async fn list_findings(auth: Auth<perm::ReadFigures>, id: Id<AssignmentId>) -> Result<Json<ReportFindings>> {
    auth.read(async |tx, _| super::findings(tx, id.0).await).await.map(Json)
}

/// Says whether the justification of a warning explains the number.
#[utoipa::path(tag = "reports", params(("id" = AssignmentId, Path), ("finding" = FindingId, Path),
        ("If-Match" = String, Header, description = "the version of the finding that was seen, in double quotes")),
    security(("token" = [])), request_body = JudgementInput, responses((status = 200, body = Written)))]
#[post("/reports/{id}/findings/{finding}/judgement")]
async fn judge_finding(
    auth: Auth<perm::Verify>,
    id: Id<AssignmentId>,
    finding: FindingPart,
    command: Command,
    input: Input<JudgementInput>,
) -> Result<Answer<Written>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            super::judge(tx, id.0, finding.0, command.version()?, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// How often each rule of the checks warned needlessly.
#[utoipa::path(tag = "reports", security(("token" = [])), responses((status = 200, body = Noise)))]
#[get("/checks")]
async fn show_noise(auth: Auth<perm::KeepPeriods>) -> Result<Json<Noise>> {
    auth.read(async |tx, _| super::noise(tx).await).await.map(Json)
}
