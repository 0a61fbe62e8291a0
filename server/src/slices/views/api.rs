//! JSON of saved views.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, put,
    web::{Json, Path},
};
use dondoc_shared::wire::view::{NewView, View, Views};
use serde::Deserialize;
use utoipa::IntoParams;

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Command, Input, Query, lang_of},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_views).service(put_view).service(delete_view);
}

/// The saved views that one has: one's own, the Working Group's, and those that come with the program in the language asked for.
#[utoipa::path(tag = "triage", security(("token" = [])), responses((status = 200, body = Views)))]
#[get("/views")]
async fn list_views(auth: Auth<perm::ReadNational>, request: HttpRequest) -> Result<Json<Views>> {
    let lang = lang_of(&request);
    auth.read(async |tx, _| super::all(tx, lang).await).await.map(Json)
}

/// Saves a filter under a name, for oneself or for all of the Working Group. The key in the address is that of the name.
#[utoipa::path(tag = "triage",
    params(("key" = String, Path, description = "the name in small letters without accents, joined by hyphens"),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" for a new one")),
    security(("token" = [])), request_body = NewView, responses((status = 200, body = View)))]
#[put("/views/{key}")]
async fn put_view(
    auth: Auth<perm::ReadNational>,
    key: Path<String>,
    command: Command,
    input: Input<NewView>,
) -> Result<Json<View>> {
    let written = auth
        .once(&command, &input.0, async |tx, _| super::put(tx, &key, command.version()?, &input.0).await)
        .await?;
    Ok(Json(written))
}

/// Which view is deleted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
struct DeleteQuery {
    /// The Working Group's view of this name rather than one's own.
    #[serde(default)]
    shared: bool,
}

/// Deletes a saved view.
#[utoipa::path(tag = "triage",
    params(DeleteQuery, ("key" = String, Path, description = "as in the list"),
        ("If-Match" = String, Header, description = "the version seen, in double quotes")),
    security(("token" = [])), responses((status = 204)))]
#[delete("/views/{key}")]
async fn delete_view(
    auth: Auth<perm::ReadNational>,
    key: Path<String>,
    command: Command,
    query: Query<DeleteQuery>,
) -> Result<HttpResponse> {
    let shared = query.0.shared;
    auth.write(async |tx, _| super::delete(tx, &key, command.version()?, shared).await).await?;
    Ok(HttpResponse::NoContent().finish())
}
