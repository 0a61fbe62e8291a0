//! JSON of the next run, and of what made a message.

use actix_web::{
    HttpRequest, get,
    web::{Json, Query},
};
use dondoc_shared::{
    error::ErrorCode,
    id::MessageId,
    wire::policy::{Run, Why},
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    domain::{
        calendar,
        policies::{self, Rules},
    },
    kernel::{
        auth::{Auth, perm},
        error::{Error, Fault, Result},
        http::{Id, lang_of},
        outbox::origin,
    },
};

/// Adds the routes.
pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(preview_reminders).service(explain_message);
}

/// Which run.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RunQuery {
    /// The local date; the next working day where none is given.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
    /// Key of the tenant whose people are to be told.
    tenant: Option<String>,
}

/// A run may be looked at so many calendar days ahead.
const AHEAD: i32 = 366;

/// What a day's run would queue, in which tenants, if nothing changed until then. Writes nothing.
#[utoipa::path(tag = "reminders", params(RunQuery), security(("token" = [])), responses((status = 200, body = Run)))]
#[get("/reminders/preview")]
async fn preview_reminders(
    auth: Auth<perm::ReadNational>,
    request: HttpRequest,
    query: Query<RunQuery>,
) -> Result<Json<Run>> {
    let lang = lang_of(&request);
    let run = auth
        .read(async |tx, _| {
            let (calendar, book) = (calendar::current(tx).await?, policies::current(tx).await?);
            let today = tx.today();
            let tomorrow = today.tomorrow().unwrap_or(today);
            let on = query.on.unwrap_or_else(|| calendar.next_working_day(tomorrow));
            let ahead = dondoc_shared::lateness::days_between(today, on);
            if !(0..=AHEAD).contains(&ahead) {
                return Err(Error::field("on", Fault::Malformed));
            }
            if let Some(slug) = &query.tenant {
                crate::kernel::tenants::by_slug(tx, slug).await?.ok_or(ErrorCode::NotFound)?;
            }
            let rules = Rules { calendar: &calendar, book: &book };
            super::run(tx, &rules, lang, on, query.tenant.as_deref()).await
        })
        .await?;
    Ok(Json(run))
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
