//! JSON of the next run of the reminders.

use actix_web::{HttpRequest, get, web::Json};
use dondoc_shared::{error::ErrorCode, wire::policy::Run};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::run::run;
use crate::domain::{
    calendar,
    policies::{self, Rules},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    error::{Error, Fault, Result},
    http::{Query, lang_of},
    tenants,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(preview_reminders);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct RunQuery {
    /// The local date; the next working day where none is given.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<Date>,
    /// Slug of the tenant whose people the answer names.
    #[param(min_length = 1, max_length = 60)]
    tenant: Option<String>,
}

/// Calendar days ahead for which a run may be looked at.
const AHEAD: i32 = 366;

/// What a day's run would queue, in which tenants, if nothing changed until then. Writes nothing.
#[utoipa::path(tag = "reminders", params(RunQuery), security(("token" = [])), responses((status = 200, body = Run)))]
#[get("/reminders/preview")]
async fn preview_reminders(
    auth: Auth<perm::ReadNational>,
    request: HttpRequest,
    Query(query): Query<RunQuery>,
) -> Result<Json<Run>> {
    let lang = lang_of(&request);
    let _alone = auth.alone().await?;
    let found = auth
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
                tenants::by_slug(tx, slug).await?.ok_or(ErrorCode::NotFound)?;
            }
            let rules = Rules { calendar: &calendar, book: &book };
            run(tx, &rules, lang, on, query.tenant.as_deref()).await
        })
        .await?;
    Ok(Json(found))
}
