//! The API's own description (OpenAPI), made from the routes that are served. Each operation says what it answers when all
//! is well; how it can be refused follows from what it takes, and is said here for all alike.

use actix_web::{HttpResponse, get, http::StatusCode};
use dondoc_shared::error::Problem;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Content, ObjectBuilder, Ref, RefOr, Response, ResponseBuilder, Type,
        path::{Operation, Parameter, ParameterIn, PathItem},
        security::{Http, HttpAuthScheme, SecurityScheme},
    },
};
use utoipa_actix_web::AppExt;

use super::stream;
use crate::{
    domain::{calendar, policies},
    slices::{
        contacts, decisions, escalations, figures, handling, letters, lost_factors, people, periods,
        rechecks, reports, shared_progress, simulations, stand_ins, suspensions, triage, urges, views, work,
    },
};
use dondoc_kernel::auth;

/// The document before the routes are added to it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dondoc",
        description = "Tasks of the National Committee for Digital Transformation: progress, submissions, urges. \
            Errors are problem+json (RFC 9457) with a stable code. No state secret may be entered."
    ),
    components(schemas(Problem)),
    modifiers(&Security)
)]
struct Document;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
            // Not a person's: the key that the server shares with the mail relay.
            components.add_security_scheme("relay", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        }
    }
}

/// Adds everything under `/api/v1`.
pub(super) fn api(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    auth::api::routes(config);
    work::api::routes(config);
    contacts::api::routes(config);
    people::api::routes(config);
    stand_ins::api::routes(config);
    lost_factors::api::routes(config);
    calendar::api::routes(config);
    shared_progress::api::routes(config);
    handling::api::routes(config);
    views::api::routes(config);
    rechecks::api::routes(config);
    urges::api::routes(config);
    escalations::api::routes(config);
    decisions::api::routes(config);
    policies::api::routes(config);
    simulations::api::routes(config);
    simulations::run_api::routes(config);
    triage::api::routes(config);
    letters::api::routes(config);
    suspensions::api::routes(config);
    periods::api::routes(config);
    reports::api::routes(config);
    reports::checks::api::routes(config);
    reports::national::api::routes(config);
    reports::workbook::api::routes(config);
    figures::api::routes(config);
    stream::routes(config);
}

/// The API's document.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(utoipa_actix_web::scope("/api/v1").configure(api))
        .split_for_parts();
    if let Some(components) = document.components.as_mut() {
        components.responses.insert(PROBLEM.to_owned(), RefOr::T(problem()));
    }
    for item in document.paths.paths.values_mut() {
        operations(item).into_iter().for_each(complete);
    }
    document
}

/// Shows the API's own description.
#[get("/api/v1/openapi.json")]
pub(super) async fn show_document() -> HttpResponse {
    HttpResponse::Ok().json(document())
}

/// A version as a condition has it: one entity tag, in double quotes.
const VERSION: &str = r#"^"(0|[1-9][0-9]{0,9})"$"#;

const PROBLEM: &str = "Problem";

fn problem() -> Response {
    ResponseBuilder::new()
        .description("What is wrong, with a stable code, in the reader's language")
        .content("application/problem+json", Content::new(Some(Ref::from_schema_name("Problem"))))
        .build()
}

/// The operations of an address.
fn operations(item: &mut PathItem) -> Vec<&mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten().collect()
}

/// Adds the ways in which an operation can be refused, and the form of a version.
fn complete(operation: &mut Operation) {
    let mut parameters = Vec::new();
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        if parameter.name == "If-Match" {
            let version = ObjectBuilder::new().schema_type(Type::String).pattern(Some(VERSION));
            parameter.schema = Some(version.into());
        }
        parameters.push(&*parameter);
    }
    for status in refusals(operation.request_body.is_some(), &parameters) {
        let refusal = RefOr::Ref(Ref::new(format!("#/components/responses/{PROBLEM}")));
        operation.responses.responses.entry(status.as_str().to_owned()).or_insert(refusal);
    }
}

/// The statuses with which an operation is refused, by what it takes.
fn refusals(has_body: bool, parameters: &[&Parameter]) -> Vec<StatusCode> {
    use StatusCode as S;

    let takes = |place: ParameterIn| parameters.iter().any(|parameter| parameter.parameter_in == place);
    let named = |name: &str| parameters.iter().any(|parameter| parameter.name == name);
    let acts = has_body || named("If-Match") || named("Idempotency-Key");
    // Any address may be asked too often or while something is away, and with a query that is none.
    let mut found =
        vec![S::BAD_REQUEST, S::UNPROCESSABLE_ENTITY, S::TOO_MANY_REQUESTS, S::SERVICE_UNAVAILABLE];
    // Any request may come with a body, which is refused compressed or too large.
    found.extend([S::UNSUPPORTED_MEDIA_TYPE, S::PAYLOAD_TOO_LARGE]);
    // Log-in takes no token and is refused in the same way as what does.
    found.extend([S::UNAUTHORIZED, S::FORBIDDEN]);
    if takes(ParameterIn::Path) || takes(ParameterIn::Query) || has_body {
        found.push(S::NOT_FOUND);
    }
    if acts {
        found.push(S::CONFLICT);
    }
    if named("If-Match") || named("Idempotency-Key") {
        found.extend([S::PRECONDITION_FAILED, S::PRECONDITION_REQUIRED]);
    }
    found
}
