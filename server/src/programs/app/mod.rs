//! The composition of the application: every route of API and portal, limits and headers. The only place that knows
//! all slices.

mod document;
pub mod health;
mod methods;
pub mod serve;
mod stream;

pub use self::document::document;

use self::stream::Streams;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use actix_web::{
    body::BoxBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    http::header::{HeaderMap, HeaderName, HeaderValue},
    middleware::{Compress, Next, from_fn},
    web::{self, Data, PayloadConfig, ServiceConfig},
};
use secrecy::SecretString;
use url::Url;
use utoipa_actix_web::AppExt;

use crate::slices::{
    contacts, lost_factors, people, portal, reminders,
    reports::{self, workbook::process::Workbooks},
    shared_progress, stand_ins, work,
};
use dondoc_kernel::{
    auth::{Limits, Seeds, State},
    db::Db,
    evidence::EvidenceStore,
    http::{Site, compressed, input::BODY_LIMIT, problems},
};

/// Adds all routes to an application.
fn routes(config: &mut ServiceConfig) {
    work::web::routes(config);
    contacts::web::routes(config);
    people::web::routes(config);
    stand_ins::web::routes(config);
    lost_factors::web::routes(config);
    reports::web::routes(config);
    reminders::choice::routes(config);
    shared_progress::web::routes(config);
    portal::routes(config);
    config.default_service(web::route().to(methods::none));
}

/// What a [`Services`] is made from.
pub struct Settings<'a> {
    /// Folder for files of evidence.
    pub evidence: &'a Path,
    /// Where people reach the portal.
    pub public_url: Url,
    /// What its keys follow from.
    pub seeds: Seeds<'a>,
    /// Whether the database bears the simulated mark.
    pub simulated: bool,
    /// How many proxies stand between people and the server, each adding to `X-Forwarded-For`.
    pub trusted_proxies: u8,
    /// The secret shared with the relay; without one nobody reports of mail that came back.
    pub relay_key: Option<SecretString>,
    /// How much may be asked.
    pub limits: Limits,
    /// This program: it reads workbooks in a process of its own.
    pub program: PathBuf,
}

/// Adds the routes of one program alone.
type Beside = Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>;

/// What the handlers of a process share.
#[derive(Clone)]
pub struct Services {
    db: Db,
    state: Data<State>,
    site: Data<Site>,
    evidence: Data<EvidenceStore>,
    workbooks: Data<Workbooks>,
    streams: Data<Streams>,
    beside: Option<Beside>,
}

impl Services {
    /// Puts the services together; connects to nothing yet.
    pub fn new(db: Db, settings: Settings<'_>) -> anyhow::Result<Self> {
        let site = Site {
            public_url: settings.public_url,
            simulated: settings.simulated,
            trusted_proxies: settings.trusted_proxies.into(),
            clock: db.clock().clone(),
        };
        Ok(Self {
            state: Data::new(State::new(db.clone(), settings.seeds, settings.relay_key, settings.limits)?),
            site: Data::new(site),
            evidence: Data::new(EvidenceStore::in_folder(settings.evidence)?),
            workbooks: Data::new(Workbooks::new(settings.program)),
            streams: Data::default(),
            beside: None,
            db,
        })
    }

    /// With pages of one program alone, such as the mail that a demo catches.
    #[must_use]
    pub fn beside(self, routes: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        Self { beside: Some(Arc::new(routes)), ..self }
    }
}

/// Puts the application together: routes, state, and what every answer carries.
pub fn app(
    services: Services,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<BoxBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let Services { state, site, evidence, workbooks, streams, beside, .. } = services;
    let (app, document) = actix_web::App::new()
        .app_data(state)
        .app_data(site)
        .app_data(evidence)
        .app_data(workbooks)
        .app_data(streams)
        .app_data(PayloadConfig::new(BODY_LIMIT))
        // Before the scope, which would answer for every path below it.
        .service(document::show_document)
        .into_utoipa_app()
        .service(utoipa_actix_web::scope("/api/v1").configure(document::api))
        .split_for_parts();
    app.app_data(Data::new(document.paths))
        .configure(|config| {
            if let Some(beside) = &beside {
                beside(config);
            }
            routes(config);
        })
        .wrap(from_fn(compressed::choose))
        .wrap(Compress::default())
        // Outside of it: what went wrong is said with what was typed, and uncompressed.
        .wrap(from_fn(problems::middleware))
        // Outside of it, so that pages and answers about errors carry them as well.
        .wrap(from_fn(headers))
        // Outermost: nothing below tells HEAD from GET.
        .wrap(from_fn(methods::head_as_get))
}

/// Adds what every answer carries, one that the framework makes of an error included.
async fn headers(
    request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let secure = request.app_data::<Data<Site>>().is_some_and(|site| site.is_secure());
    match next.call(request).await {
        Ok(mut answer) => {
            compressed::unmark(answer.headers_mut());
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

const GUARDS: [(&str, &str); 7] = [
    ("content-security-policy", CSP),
    ("x-content-type-options", "nosniff"),
    // Not `no-referrer`: it would take the origin from forms of our own, by which an old browser proves them.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

/// Nothing inline, nothing from elsewhere.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
    connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// Nothing of what a page could ask of a browser.
const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(self), screen-wake-lock=(), serial=(), usb=(), \
    web-share=(), xr-spatial-tracking=()";
