//! The composition of the application: every route of API and portal, limits and headers. The only place that knows
//! all slices.

pub mod health;
pub mod serve;
mod stream;

use actix_web::{
    HttpResponse,
    dev::{ServiceFactory, ServiceRequest},
    get,
    middleware::{DefaultHeaders, from_fn},
    web::{self, Data, PayloadConfig},
};
use dondoc_shared::error::ErrorCode;
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Http, HttpAuthScheme, SecurityScheme},
};
use utoipa_actix_web::AppExt;

use crate::{
    domain::{calendar, policies},
    kernel::{
        auth,
        error::Error,
        http::{State, input::BODY_LIMIT, problems},
        mail,
    },
    slices::{
        contacts, escalations, letters, reminders, shared_progress, simulations, suspensions, triage, urges,
        work,
    },
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
    work::api::routes(config);
    contacts::api::routes(config);
    calendar::api::routes(config);
    shared_progress::api::routes(config);
    urges::api::routes(config);
    escalations::api::routes(config);
    policies::api::routes(config);
    simulations::api::routes(config);
    simulations::run_api::routes(config);
    triage::api::routes(config);
    letters::api::routes(config);
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
    work::web::routes(config);
    contacts::web::routes(config);
    reminders::choice::routes(config);
    shared_progress::web::routes(config);
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
        Response = actix_web::dev::ServiceResponse<actix_web::body::BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let (headers, caught) = (headers(state.is_secure()), state.caught.clone());
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
    .wrap(headers)
}

fn headers(secure: bool) -> DefaultHeaders {
    let headers = DefaultHeaders::new()
        .add(("Content-Security-Policy", CSP))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Cache-Control", "no-store"));
    if secure {
        headers.add(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
    } else {
        headers
    }
}

/// Nothing inline, nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
