//! The composition of the application: every route of API and portal, limits and headers. The only place that knows
//! all slices.

pub mod health;
pub mod serve;
mod stream;

use actix_web::{
    HttpResponse,
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    get,
    http::header::{HeaderMap, HeaderName, HeaderValue},
    middleware::{Next, from_fn},
    web::{self, Data, PayloadConfig},
};
use dondoc_shared::error::ErrorCode;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_actix_web::AppExt;

use crate::{
    domain::{assignments, calendar, policies},
    kernel::{
        auth,
        error::Error,
        http::{State, input::BODY_LIMIT, problems},
        mail, outbox,
    },
    slices::{contacts, escalations, reminders, simulations, standings, suspensions, triage, urges},
};

/// The API's document before the routes are added to it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Dondoc",
        description = "Tasks of the National Committee for Digital Transformation: progress, submissions, urges. \
            Errors are problem+json (RFC 9457) with a stable code. No state secret may be entered."
    ),
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

/// Everything under `/api/v1`.
fn api(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    auth::api::routes(config);
    assignments::api::routes(config);
    contacts::api::routes(config);
    calendar::api::routes(config);
    standings::api::routes(config);
    urges::api::routes(config);
    escalations::api::routes(config);
    policies::api::routes(config);
    simulations::api::routes(config);
    reminders::api::routes(config);
    triage::api::routes(config);
    outbox::api::routes(config);
    suspensions::api::routes(config);
    stream::routes(config);
}

/// The API's document, generated from the routes that are served.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(utoipa_actix_web::scope("/api/v1").configure(api))
        .split_for_parts();
    document
}

/// The API's document.
#[get("/api/v1/openapi.json")]
async fn show_document() -> HttpResponse {
    HttpResponse::Ok().json(document())
}

/// Adds all routes to an application.
pub fn routes(config: &mut web::ServiceConfig) {
    auth::web::routes(config);
    assignments::web::routes(config);
    contacts::web::routes(config);
    reminders::choice::routes(config);
    standings::web::routes(config);
    crate::slices::portal::routes(config);
    config.default_service(
        web::route().to(async || -> Result<HttpResponse, Error> { Err(ErrorCode::NotFound.into()) }),
    );
}

/// The application.
pub fn app(
    state: Data<State>,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let caught = state.caught.clone();
    let (app, _) = actix_web::App::new()
        .app_data(state)
        .app_data(PayloadConfig::new(BODY_LIMIT))
        // Before the scope, which would answer for every path below it.
        .service(show_document)
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("/api/v1").configure(api))
        .split_for_parts();
    app.configure(|config| {
        if let Some(sink) = &caught {
            mail::web::routes(config, sink);
        }
        routes(config);
    })
    .wrap(from_fn(problems::middleware))
    // Outside of it, so that what says that something went wrong carries them as well.
    .wrap(from_fn(headers))
}

/// Adds what every answer carries, one that the framework makes of an error included.
async fn headers(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let secure = request.app_data::<Data<State>>().is_some_and(|state| state.is_secure());
    match next.call(request).await {
        Ok(mut answer) => {
            guard(answer.headers_mut(), secure);
            Ok(answer)
        }
        Err(mut error) => {
            error.add_response_mapper(move |mut answer| {
                guard(answer.headers_mut(), secure);
                answer
            });
            Err(error)
        }
    }
}

/// Adds the headers that are not there yet: a handler may know better.
fn guard(headers: &mut HeaderMap, secure: bool) {
    let only_there = secure.then_some(("strict-transport-security", "max-age=63072000; includeSubDomains"));
    for (name, value) in GUARDS.into_iter().chain(only_there) {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
}

const GUARDS: [(&str, &str); 6] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Nothing inline, nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
