//! JSON of the delivery log, of holds, of the budget of reminders, and of the state of outgoing mail.

use actix_web::{HttpRequest, get, post, put, web::Json};
use dondoc_shared::{
    id::{HoldId, MessageId},
    wire::mail::{CancelMessage, Holds, MailActed, MailState, MessageDetail, Messages, NewBudget, NewHold},
    wire::policy::Why,
};

use super::{
    origin, state,
    store::{budget, log},
};
use crate::domain::{
    calendar,
    policies::{self, Rules},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Id, Input, Query, lang_of},
    outbox::holds,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(list_messages)
        .service(show_message)
        .service(cancel_message)
        .service(resend_message)
        .service(list_holds)
        .service(hold_mail)
        .service(lift_hold)
        .service(set_mail_budget)
        .service(show_mail_state)
        .service(explain_message);
}

/// A page of the delivery log, newest first.
#[utoipa::path(tag = "mail", params(log::LogFilter),
    security(("token" = [])), responses((status = 200, body = Messages)))]
#[get("/mail/messages")]
async fn list_messages(
    auth: Auth<perm::ReadNational>,
    Query(wanted): Query<log::LogFilter>,
) -> Result<Json<Messages>> {
    auth.read(async |tx, _| log::list(tx, &wanted).await).await.map(Json)
}

/// One message: its line, what it said when it was handed over, whether it came back.
#[utoipa::path(tag = "mail", params(("id" = MessageId, Path)), security(("token" = [])),
    responses((status = 200, body = MessageDetail)))]
#[get("/mail/messages/{id}")]
async fn show_message(auth: Auth<perm::ReadNational>, id: Id<MessageId>) -> Result<Json<MessageDetail>> {
    auth.read(async |tx, _| log::show(tx, id.0).await).await.map(Json)
}

/// Cancels a message that waits.
#[utoipa::path(tag = "mail", params(("id" = MessageId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = CancelMessage, responses((status = 200, body = MailActed)))]
#[post("/mail/messages/{id}/cancel")]
async fn cancel_message(
    auth: Auth<perm::ManageMail>,
    id: Id<MessageId>,
    command: Command,
    input: Input<CancelMessage>,
) -> Result<Json<MailActed>> {
    let acted = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            log::cancel(tx, id.0, &input.0).await
        })
        .await?;
    Ok(Json(acted))
}

/// Queues a message again that was given up; it leaves in the next send window.
#[utoipa::path(tag = "mail", params(("id" = MessageId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = MailActed)))]
#[post("/mail/messages/{id}/resend")]
async fn resend_message(
    auth: Auth<perm::ManageMail>,
    id: Id<MessageId>,
    command: Command,
) -> Result<Json<MailActed>> {
    let acted = auth
        .once(&command, &(), async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            log::resend(tx, &calendar, id.0).await
        })
        .await?;
    Ok(Json(acted))
}

/// Lists the newest 200 holds.
#[utoipa::path(tag = "mail", security(("token" = [])), responses((status = 200, body = Holds)))]
#[get("/mail/holds")]
async fn list_holds(auth: Auth<perm::ReadNational>) -> Result<Json<Holds>> {
    auth.read(async |tx, _| holds::list(tx).await).await.map(Json)
}

/// Holds the mail of a tenant or of all.
#[utoipa::path(tag = "mail", params(
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewHold, responses((status = 200, body = MailActed)))]
#[post("/mail/holds")]
async fn hold_mail(
    auth: Auth<perm::ManageMail>,
    command: Command,
    input: Input<NewHold>,
) -> Result<Json<MailActed>> {
    let acted = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            holds::hold(tx, &input.0).await
        })
        .await?;
    Ok(Json(acted))
}

/// Lifts a hold before its end.
#[utoipa::path(tag = "mail", params(("id" = HoldId, Path),
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), responses((status = 200, body = MailActed)))]
#[post("/mail/holds/{id}/lift")]
async fn lift_hold(
    auth: Auth<perm::ManageMail>,
    id: Id<HoldId>,
    command: Command,
) -> Result<Json<MailActed>> {
    let acted = auth
        .once(&command, &(), async |tx, _| {
            command.require_key()?;
            holds::lift(tx, id.0).await
        })
        .await?;
    Ok(Json(acted))
}

/// Sets how many digests of reminders a tenant gets a day, or all that have no number of their own.
#[utoipa::path(tag = "mail", params(
        ("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewBudget, responses((status = 200, body = NewBudget)))]
#[put("/mail/budget")]
async fn set_mail_budget(
    auth: Auth<perm::ManageMail>,
    command: Command,
    input: Input<NewBudget>,
) -> Result<Json<NewBudget>> {
    let set = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            budget::set(tx, &input.0).await
        })
        .await?;
    Ok(Json(set))
}

/// Whether the relay is left alone, what waits and since when, what was given up, is in doubt, is held or over budget.
#[utoipa::path(tag = "mail", security(("token" = [])), responses((status = 200, body = MailState)))]
#[get("/mail/state")]
async fn show_mail_state(auth: Auth<perm::ReadNational>) -> Result<Json<MailState>> {
    auth.read(async |tx, _| state::state(tx).await).await.map(Json)
}

/// Which rule, which version and which facts made a message.
#[utoipa::path(tag = "reminders", params(("id" = MessageId, Path)), security(("token" = [])),
    responses((status = 200, body = Why)))]
#[get("/mail/messages/{id}/why")]
async fn explain_message(
    auth: Auth<perm::ReadNational>,
    request: HttpRequest,
    id: Id<MessageId>,
) -> Result<Json<Why>> {
    let lang = lang_of(&request);
    let why = auth
        .read(async |tx, _| {
            let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
            origin::of(tx, &Rules { calendar: &calendar, book: &book }, lang, id.0).await
        })
        .await?;
    Ok(Json(why))
}
