//! JSON of suspended addresses: reports by the relay's key, the list and lifting by the Working Group.

use actix_web::{get, post, web::Json};
use dondoc_shared::{
    id::SuspensionId,
    wire::mail::{MailActed, NewReport, ReportTaken, Suspensions},
};

use super::report::Report;
use dondoc_kernel::{
    auth::{Auth, RelayKey, perm},
    error::Result,
    http::{Command, Id, Input, input::Checks},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(report_bounce).service(list_suspensions).service(lift_suspension);
}

/// Reports that a message of ours came back or was complained of. For the relay or its operator, with the key from the
/// server's settings; without a key the operation does not exist.
#[utoipa::path(tag = "mail", security(("relay" = [])), request_body = NewReport, responses((status = 200, body = ReportTaken)))]
#[post("/mail/bounces")]
async fn report_bounce(key: RelayKey, input: Input<NewReport>) -> Result<Json<ReportTaken>> {
    let mut checks = Checks::default();
    let message_id = checks.line("message_id", &input.0.message_id, 998);
    let status = input.0.status.as_deref().map(|status| checks.line("status", status, 20));
    let detail = checks.text("detail", &input.0.detail, 300);
    checks.finish()?;
    let report = Report { message_id, reason: input.0.reason, status, detail };
    let outcome = super::take(key.as_worker(), key.actor(), &report).await?;
    Ok(Json(ReportTaken { outcome }))
}

/// Addresses that take no mail, over all tenants.
#[utoipa::path(tag = "mail", security(("token" = [])), responses((status = 200, body = Suspensions)))]
#[get("/mail/suspensions")]
async fn list_suspensions(auth: Auth<perm::ReadNational>) -> Result<Json<Suspensions>> {
    auth.read(async |tx, _| super::list(tx).await).await.map(Json)
}

/// Lets an address get mail again.
#[utoipa::path(tag = "mail", params(("id" = SuspensionId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = MailActed)))]
#[post("/mail/suspensions/{id}/lift")]
async fn lift_suspension(
    auth: Auth<perm::ManageMail>,
    id: Id<SuspensionId>,
    command: Command,
) -> Result<Json<MailActed>> {
    let acted = auth
        .once(&command, &(), async |tx, _| {
            command.require_key()?;
            super::lift(tx, id.0).await
        })
        .await?;
    Ok(Json(acted))
}
