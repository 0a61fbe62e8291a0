//! JSON of urges.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web::Json};
use dondoc_shared::{
    error::Problem,
    id::{AssignmentId, PlanId, UrgeId},
    wire::{
        Page, Written,
        assignment::{NewUrge, NewUrgeAnswer, Preview},
        plan::{ConfirmPlan, PartState, PlanKind},
        urge::{
            NewUrgeTemplate, UrgeDetail, UrgeDraft, UrgeIssued, UrgeRow, UrgeState, UrgeStatistics,
            UrgeTemplate, UrgeTemplates,
            plan::{NewUrgePlan, UrgePlan},
        },
    },
};

use crate::{domain::calendar, slices::plans};
use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    db::{NationalTx, Version},
    error::Result,
    http::{Answer, Command, Id, Input, PageSize, Query},
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    plan,
    store::register::{self, RegisterFilter},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(preview_urge)
        .service(issue_urge)
        .service(answer_urge)
        .service(preview_urge_on_many)
        .service(issue_urge_on_many)
        .service(list_urges)
        // Before the next route, which would take this path's last part for an id.
        .service(show_urge_statistics)
        .service(show_urge)
        .service(download_urge_letter)
        .service(plan_urges)
        .service(show_urge_plan)
        .service(issue_urge_plan)
        .service(withdraw_urge_plan)
        .service(list_urge_templates)
        .service(put_urge_template);
}

/// Previews the urge: its mail, its recipients, and when it would leave. Writes nothing.
#[utoipa::path(tag = "urges", params(("id" = AssignmentId, Path)), security(("token" = [])), request_body = NewUrge,
    responses((status = 200, body = Preview)))]
#[post("/assignments/{id}/urges/preview")]
async fn preview_urge(
    auth: Auth<perm::Urge>,
    id: Id<AssignmentId>,
    input: Input<NewUrge>,
) -> Result<Json<Preview>> {
    let preview = auth
        .read(async |tx, _| {
            let calendar = calendar::current(tx).await?;
            let draft = super::draft_on(id.0, Version(0), &input.0);
            super::preview(tx, &calendar, &auth.site().public_url, &draft).await
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
            let calendar = calendar::current(tx).await?;
            super::issue_on(tx, &calendar, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// Previews an urge about one or many assignments of a tenant: its mail, its recipients, and when it would leave. Writes nothing.
#[utoipa::path(tag = "urges", security(("token" = [])), request_body = UrgeDraft,
    responses((status = 200, body = Preview)))]
#[post("/urges/preview")]
async fn preview_urge_on_many(auth: Auth<perm::Urge>, input: Input<UrgeDraft>) -> Result<Json<Preview>> {
    let preview = auth
        .read(async |tx, _| {
            let calendar = calendar::current(tx).await?;
            super::preview(tx, &calendar, &auth.site().public_url, &input.0).await
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
            let calendar = calendar::current(tx).await?;
            super::issue(tx, &calendar, &input.0).await
        })
        .await?;
    Ok(Json(issued))
}

/// Plans an urge about assignments of one or many tenants: who would be asked for what, who would get mail and when. Nobody
/// is told of anything yet; the plan can be issued for ten minutes, by whoever made it.
#[utoipa::path(tag = "urges",
    params(("Idempotency-Key" = uuid::Uuid, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewUrgePlan, responses((status = 200, body = UrgePlan)))]
#[post("/urge-plans")]
async fn plan_urges(
    auth: Auth<perm::Urge>,
    command: Command,
    input: Input<NewUrgePlan>,
) -> Result<Json<UrgePlan>> {
    let made = auth
        .once(&command, &input.0, async |tx, _| {
            command.require_key()?;
            let calendar = calendar::current(tx).await?;
            plan::make(tx, &calendar, &input.0).await
        })
        .await?;
    Ok(Json(made))
}

/// A plan of one's own, as it stands.
#[utoipa::path(tag = "urges", params(("id" = PlanId, Path)), security(("token" = [])),
    responses((status = 200, body = UrgePlan)))]
#[get("/urge-plans/{id}")]
async fn show_urge_plan(auth: Auth<perm::Urge>, id: Id<PlanId>) -> Result<Json<UrgePlan>> {
    auth.read(async |tx, _| plan::show(tx, id.0).await).await.map(Json)
}

/// Issues the urges of a plan that are not issued yet, each in a transaction of its own: what was refused is told, the others
/// stand. Sent again, it goes on where it was cut off; nobody is urged twice.
#[utoipa::path(tag = "urges", params(("id" = PlanId, Path)), security(("token" = [])), request_body = ConfirmPlan,
    responses((status = 200, body = UrgePlan)))]
#[post("/urge-plans/{id}/issue")]
async fn issue_urge_plan(
    auth: Auth<perm::Urge>,
    id: Id<PlanId>,
    input: Input<ConfirmPlan>,
) -> Result<Json<UrgePlan>> {
    let of = (PlanKind::Urges, id.0);
    let parts = auth.read(async |tx, _| plans::begin(tx, of, input.0).await).await?;
    plans::each(&auth, id.0, PartState::Planned, parts, async |tx, part| {
        let calendar = calendar::current(tx).await?;
        plan::issue(tx, &calendar, id.0, part).await
    })
    .await?;
    auth.read(async |tx, _| plan::show(tx, id.0).await).await.map(Json)
}

/// Withdraws the urges of a plan of which no mail has left, each in a transaction of its own.
#[utoipa::path(tag = "urges", params(("id" = PlanId, Path)), security(("token" = [])),
    responses((status = 200, body = UrgePlan)))]
#[post("/urge-plans/{id}/withdraw")]
async fn withdraw_urge_plan(auth: Auth<perm::Urge>, id: Id<PlanId>) -> Result<Json<UrgePlan>> {
    let of = (PlanKind::Urges, id.0);
    let parts = auth.read(async |tx, _| plans::that_are(tx, of, PartState::Issued).await).await?;
    let withdraw = async |tx: &mut NationalTx, part| plan::withdraw(tx, id.0, part).await;
    plans::each(&auth, id.0, PartState::Issued, parts, withdraw).await?;
    auth.read(async |tx, _| plan::show(tx, id.0).await).await.map(Json)
}

/// Answers an open urge, for all of its assignments: the one that is named, or the oldest one of the version seen.
#[utoipa::path(tag = "urges", params(("id" = AssignmentId, Path),
        ("If-Match" = Option<String>, Header, description = "the version seen, in double quotes, where no urge is named"),
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
            let seen = command.require_key()?.seen();
            super::answer(tx, id.0, seen, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct ListQuery {
    /// The slug of a tenant.
    #[param(min_length = 1, max_length = 60)]
    tenant: Option<String>,
    /// Where they stand today.
    state: Option<UrgeState>,
    /// The local year of issue.
    year: Option<i32>,
    /// `next` of the page before.
    #[param(min_length = 1)]
    cursor: Option<String>,
    /// Rows of the page.
    #[serde(default)]
    #[param(inline)]
    limit: PageSize,
}

/// A page of urges, newest first: the Working Group's over all tenants, a tenant's own.
#[utoipa::path(tag = "urges", params(ListQuery), security(("token" = [])),
    responses((status = 200, body = Page<UrgeRow>)))]
#[get("/urges")]
async fn list_urges(
    auth: Auth<perm::ReadAssignments>,
    Query(query): Query<ListQuery>,
) -> Result<Json<Page<UrgeRow>>> {
    let ListQuery { tenant, state, year, cursor, limit } = query;
    let wanted = RegisterFilter { tenant, state, year };
    let page = auth
        .read(async |tx, _| register::list(AsPerson::tx(tx), &wanted, cursor.as_deref(), limit.rows()).await)
        .await?;
    Ok(Json(page))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct Period {
    /// The first local date of issue.
    from: Date,
    /// The last local date of issue counted.
    to: Date,
}

/// What became of the urges issued in a period, per tenant: answered in time, late, never, lapsed, and the median of the
/// calendar days to the answer.
#[utoipa::path(tag = "urges", params(Period), security(("token" = [])),
    responses((status = 200, body = UrgeStatistics)))]
#[get("/urges/statistics")]
async fn show_urge_statistics(
    auth: Auth<perm::ReadNational>,
    Query(query): Query<Period>,
) -> Result<Json<UrgeStatistics>> {
    let Period { from, to } = query;
    auth.read(async |tx, _| register::statistics(tx, (from, to), None).await).await.map(Json)
}

/// One urge with its text, its assignments and its answer.
#[utoipa::path(tag = "urges", params(("id" = UrgeId, Path)), security(("token" = [])),
    responses((status = 200, body = UrgeDetail)))]
#[get("/urges/{id}")]
async fn show_urge(auth: Auth<perm::ReadAssignments>, id: Id<UrgeId>) -> Result<Json<UrgeDetail>> {
    let (detail, _) = auth.read(async |tx, _| register::show(AsPerson::tx(tx), id.0).await).await?;
    Ok(Json(detail))
}

/// The official letter of an urge, in the form of Decree 30/2020/NĐ-CP, to be printed, signed and sealed.
#[utoipa::path(tag = "urges", params(("id" = UrgeId, Path)), security(("token" = [])),
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (status = 409, description = "`wrong_state`: it was withdrawn", body = Problem, content_type = "application/problem+json")))]
#[get("/urges/{id}/letter.docx")]
async fn download_urge_letter(auth: Auth<perm::ReadAssignments>, id: Id<UrgeId>) -> Result<HttpResponse> {
    let simulated = auth.site().simulated;
    let (name, file) = auth
        .read(async |tx, _| super::official_letter::letter(AsPerson::tx(tx), id.0, simulated).await)
        .await?;
    Ok(HttpResponse::Ok()
        .content_type(super::official_letter::MEDIA_TYPE)
        .insert_header(("Content-Disposition", format!("attachment; filename=\"{name}\"")))
        .body(file))
}

/// The texts to make urges from.
#[utoipa::path(tag = "urges", security(("token" = [])), responses((status = 200, body = UrgeTemplates)))]
#[get("/urge-templates")]
async fn list_urge_templates(auth: Auth<perm::Urge>) -> Result<Json<UrgeTemplates>> {
    let items = auth.read(async |tx, _| super::store::templates(tx).await).await?;
    Ok(Json(UrgeTemplates { items }))
}

/// Writes a template. Urges that were made from it keep their text.
#[utoipa::path(tag = "urges", params(("code" = String, Path, description = "lower-case letters, digits, underscores"),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" for a new one"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewUrgeTemplate, responses((status = 200, body = UrgeTemplate)))]
#[put("/urge-templates/{code}")]
async fn put_urge_template(
    request: HttpRequest,
    auth: Auth<perm::ManageTemplates>,
    command: Command,
    input: Input<NewUrgeTemplate>,
) -> Result<Answer<UrgeTemplate>> {
    let code = request.match_info().get("code").unwrap_or_default();
    let written = auth
        .once(&command, &input.0, async |tx, _| {
            super::templates::put(tx, code, command.version()?, &input.0).await
        })
        .await?;
    Ok(Answer(written))
}
