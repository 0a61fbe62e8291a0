//! JSON of the first page and of its queue of tasks.

use actix_web::{
    get,
    web::{Json, Path},
};
use dondoc_shared::{
    id::DirectiveId,
    wire::{
        matrix::{DirectiveMatrix, Directives},
        national::{Overview, TenantPage, ToBeAssigned},
    },
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::Id,
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config
        .service(show_overview)
        .service(show_tenant)
        .service(list_tasks_to_be_assigned)
        .service(list_directives)
        .service(show_directive_matrix);
}

/// Both rates with their denominators, the four classes, ageing, every tenant's line, and what waits.
#[utoipa::path(tag = "triage", security(("token" = [])), responses((status = 200, body = Overview)))]
#[get("/overview")]
async fn show_overview(auth: Auth<perm::ReadNational>) -> Result<Json<Overview>> {
    auth.read(async |tx, _| super::overview(tx).await).await.map(Json)
}

/// One body: its figures, what waits, its answers to urges, its offices and people with the health of their addresses, and what was
/// done last about its work.
#[utoipa::path(tag = "triage", params(("slug" = String, Path, description = "as in every answer: `ha-noi`")),
    security(("token" = [])), responses((status = 200, body = TenantPage)))]
#[get("/tenants/{slug}")]
async fn show_tenant(auth: Auth<perm::ReadNational>, slug: Path<String>) -> Result<Json<TenantPage>> {
    auth.read(async |tx, _| super::page(tx, &slug).await).await.map(Json)
}

/// The tasks of scope `subset` whose tenants are not named yet (R2): nobody has them, and nobody is reminded of them.
#[utoipa::path(tag = "triage", security(("token" = [])), responses((status = 200, body = ToBeAssigned)))]
#[get("/tasks/to-be-assigned")]
async fn list_tasks_to_be_assigned(auth: Auth<perm::ReadNational>) -> Result<Json<ToBeAssigned>> {
    auth.read(async |tx, _| super::to_be_assigned(tx).await).await.map(Json)
}

/// The directives that name tasks, the newest first.
#[utoipa::path(tag = "triage", security(("token" = [])), responses((status = 200, body = Directives)))]
#[get("/directives")]
async fn list_directives(auth: Auth<perm::ReadNational>) -> Result<Json<Directives>> {
    auth.read(async |tx, _| super::directives(tx).await).await.map(Json)
}

/// A directive as a matrix: the bodies that lead its tasks, the tasks, and the state, lateness, level and urges of each of these
/// assignments.
#[utoipa::path(tag = "triage", params(("id" = DirectiveId, Path)), security(("token" = [])),
    responses((status = 200, body = DirectiveMatrix)))]
#[get("/directives/{id}/matrix")]
async fn show_directive_matrix(
    auth: Auth<perm::ReadNational>,
    id: Id<DirectiveId>,
) -> Result<Json<DirectiveMatrix>> {
    auth.read(async |tx, _| super::matrix(tx, id.0).await).await.map(Json)
}
