//! JSON of the calendar and the send window.

use actix_web::{HttpRequest, get, put};
use dondoc_shared::{
    error::ErrorCode,
    wire::calendar::{
        CalendarWritten, CalendarYear, NewCalendarYear, NewSendWindow, SendWindowWritten, SendWindows,
    },
};
use serde::Deserialize;

use super::edit::{self, Whose};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Person, Side, perm},
    db::Tx,
    error::Result,
    http::{Answer, Command, Input, Query},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    // Before the years, which would take the word for one.
    config.service(show_send_window).service(put_send_window);
    config.service(show_tenant_send_window).service(put_tenant_send_window);
    config.service(show_calendar).service(put_calendar);
    config.service(show_tenant_calendar).service(put_tenant_calendar);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shown {
    version: Option<i32>,
}

/// The nation's exceptions of a year, the newest version or the one asked for.
#[utoipa::path(tag = "calendar", params(("year" = i16, Path), ("version" = Option<i32>, Query)),
    security(("token" = [])), responses((status = 200, body = CalendarYear)))]
#[get("/calendar/{year}")]
async fn show_calendar(
    request: HttpRequest,
    auth: Auth<perm::ReadCalendar>,
    Query(shown): Query<Shown>,
) -> Result<Answer<CalendarYear>> {
    show(&auth, &request, &shown).await
}

/// What a tenant's year adds to the nation's.
#[utoipa::path(tag = "calendar", params(("year" = i16, Path), ("tenant" = String, Path), ("version" = Option<i32>, Query)),
    security(("token" = [])), responses((status = 200, body = CalendarYear)))]
#[get("/calendar/{year}/{tenant}")]
async fn show_tenant_calendar(
    request: HttpRequest,
    auth: Auth<perm::ReadCalendar>,
    Query(shown): Query<Shown>,
) -> Result<Answer<CalendarYear>> {
    show(&auth, &request, &shown).await
}

/// Writes the nation's exceptions of a year, all of them; they count from tomorrow on.
#[utoipa::path(tag = "calendar", params(("year" = i16, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" where nothing is stored"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewCalendarYear, responses((status = 200, body = CalendarWritten)))]
#[put("/calendar/{year}")]
async fn put_calendar(
    request: HttpRequest,
    auth: Auth<perm::KeepCalendar>,
    command: Command,
    input: Input<NewCalendarYear>,
) -> Result<Answer<CalendarWritten>> {
    put_year(&auth, &request, &command, &input.0).await
}

/// Writes what a tenant's year adds to the nation's, all of it; it counts from tomorrow on.
#[utoipa::path(tag = "calendar", params(("year" = i16, Path), ("tenant" = String, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" where nothing is stored"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewCalendarYear, responses((status = 200, body = CalendarWritten)))]
#[put("/calendar/{year}/{tenant}")]
async fn put_tenant_calendar(
    request: HttpRequest,
    auth: Auth<perm::KeepCalendar>,
    command: Command,
    input: Input<NewCalendarYear>,
) -> Result<Answer<CalendarWritten>> {
    put_year(&auth, &request, &command, &input.0).await
}

/// When mail may leave, for all who have no window of their own.
#[utoipa::path(tag = "calendar", security(("token" = [])), responses((status = 200, body = SendWindows)))]
#[get("/calendar/window")]
async fn show_send_window(
    request: HttpRequest,
    auth: Auth<perm::ReadCalendar>,
) -> Result<Answer<SendWindows>> {
    show_window(&auth, &request).await
}

/// When a tenant's mail may leave.
#[utoipa::path(tag = "calendar", params(("tenant" = String, Path)), security(("token" = [])),
    responses((status = 200, body = SendWindows)))]
#[get("/calendar/window/{tenant}")]
async fn show_tenant_send_window(
    request: HttpRequest,
    auth: Auth<perm::ReadCalendar>,
) -> Result<Answer<SendWindows>> {
    show_window(&auth, &request).await
}

/// Writes when mail may leave; counts from tomorrow on.
#[utoipa::path(tag = "calendar", params(
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" where nothing is stored"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewSendWindow, responses((status = 200, body = SendWindowWritten)))]
#[put("/calendar/window")]
async fn put_send_window(
    request: HttpRequest,
    auth: Auth<perm::KeepCalendar>,
    command: Command,
    input: Input<NewSendWindow>,
) -> Result<Answer<SendWindowWritten>> {
    put_window(&auth, &request, &command, &input.0).await
}

/// Writes when a tenant's mail may leave; counts from tomorrow on.
#[utoipa::path(tag = "calendar", params(("tenant" = String, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" where nothing is stored"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewSendWindow, responses((status = 200, body = SendWindowWritten)))]
#[put("/calendar/window/{tenant}")]
async fn put_tenant_send_window(
    request: HttpRequest,
    auth: Auth<perm::KeepCalendar>,
    command: Command,
    input: Input<NewSendWindow>,
) -> Result<Answer<SendWindowWritten>> {
    put_window(&auth, &request, &command, &input.0).await
}

async fn show(
    auth: &Auth<perm::ReadCalendar>,
    request: &HttpRequest,
    shown: &Shown,
) -> Result<Answer<CalendarYear>> {
    let found = auth.read(async |tx, person| {
        let tx = AsPerson::tx(tx);
        let (whose, year) = (read_by(tx, request, person).await?, year_of(request)?);
        edit::show(tx, &whose, year, shown.version).await
    });
    found.await.map(Answer)
}

async fn put_year(
    auth: &Auth<perm::KeepCalendar>,
    request: &HttpRequest,
    command: &Command,
    input: &NewCalendarYear,
) -> Result<Answer<CalendarWritten>> {
    let written = auth.once(command, input, async |tx, _| {
        let (whose, year) = (whose(tx, request).await?, year_of(request)?);
        edit::put(tx, &whose, year, command.version()?, input).await
    });
    written.await.map(Answer)
}

async fn show_window(auth: &Auth<perm::ReadCalendar>, request: &HttpRequest) -> Result<Answer<SendWindows>> {
    let found = auth.read(async |tx, person| {
        let tx = AsPerson::tx(tx);
        let whose = read_by(tx, request, person).await?;
        edit::show_window(tx, &whose).await
    });
    found.await.map(Answer)
}

async fn put_window(
    auth: &Auth<perm::KeepCalendar>,
    request: &HttpRequest,
    command: &Command,
    input: &NewSendWindow,
) -> Result<Answer<SendWindowWritten>> {
    let written = auth.once(command, input, async |tx, _| {
        let whose = whose(tx, request).await?;
        edit::put_window(tx, &whose, command.version()?, input).await
    });
    written.await.map(Answer)
}

/// The year named in the path; one that cannot have a table is not found.
fn year_of(request: &HttpRequest) -> Result<i16> {
    let year = request.match_info().get("year").and_then(|year| year.parse().ok());
    edit::checked_year(year.ok_or(ErrorCode::NotFound)?)
}

/// The owner by the path: the tenant named there, or the nation.
async fn whose(tx: &mut Tx, request: &HttpRequest) -> Result<Whose> {
    match request.match_info().get("tenant") {
        None => Ok(Whose::Nation),
        Some(slug) => Whose::by_slug(tx, slug).await,
    }
}

/// The same for a reader: another tenant's is not found.
async fn read_by(tx: &mut Tx, request: &HttpRequest, person: &Person) -> Result<Whose> {
    let whose = whose(tx, request).await?;
    if whose == Whose::Nation || person.tenant.is_national() || whose.id() == person.tenant {
        Ok(whose)
    } else {
        Err(ErrorCode::NotFound.into())
    }
}
