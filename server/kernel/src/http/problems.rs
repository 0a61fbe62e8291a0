//! Every failed request gets a number, one line in the log and an answer its reader understands: problem+json from the
//! API, a page elsewhere.

use std::{panic::AssertUnwindSafe, time::Instant};

use actix_web::{
    HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderValue},
    },
    middleware::Next,
    web::Data,
};
use askama::Template;
use dondoc_shared::{
    error::{ErrorCode, FieldError, Problem},
    role::Permission,
    text::Lang,
};
use futures_util::FutureExt;

use super::{RequestId, Site, body::Body, is_api, lang_of, media_type, submitted::Typed, unread};
use crate::{
    clock::new_id,
    error::{Error, status_of},
    telemetry,
};

/// The middleware around all handlers: numbers the request, times it, and renders what went wrong, a panic included.
pub async fn middleware(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let body = Body::of(&mut request);
    let asked = Asked::of(&request);
    request.extensions_mut().insert(RequestId(asked.id.clone()));
    request.extensions_mut().insert(asked.typed.clone());
    let (operation, began) = (operation(&request), Instant::now());
    let answer = match unread::check(request.request()) {
        Ok(()) => handle(&asked, request, next).await,
        Err(error) => Ok(request.error_response(error)),
    };
    let mut answer = answer.map(|answer| (failure(&answer), answer));
    if body.as_ref().is_some_and(Body::was_slow) {
        // Whatever the handler made of a body that ended in the middle.
        let slow = Failed::new(ErrorCode::BodyTooSlow);
        match &mut answer {
            Ok((failed, _)) => *failed = Some(slow),
            Err(failed) => *failed = slow,
        }
    }
    let (failed, status) = match &answer {
        Ok((Some(failed), _)) | Err(failed) => (Some(failed), status_of(failed.code)),
        Ok((None, answer)) => (None, answer.status()),
    };
    metrics::counter!("dondoc_requests_total", "operation" => operation.clone(), "status" => status.as_str().to_owned())
        .increment(1);
    metrics::histogram!("dondoc_request_seconds", "operation" => operation).record(began.elapsed());
    if let Some(failed) = failed {
        tracing::event_of(failed, &asked);
    }
    let hold = move |answer| match &body {
        Some(body) => body.hold(answer),
        None => answer,
    };
    match answer {
        Ok((None, answer)) => Ok(answer.map_body(|_, answer| hold(answer))),
        Ok((Some(failed), answer)) => {
            Ok(answer.into_response(asked.answer(&failed).map_body(|_, answer| hold(answer))))
        }
        // The request is gone, and without it there is no answer but an error that knows its own.
        Err(failed) => {
            let mut error = actix_web::Error::from(Error::Refused(failed.code));
            error.add_response_mapper(move |_| asked.answer(&failed).map_body(|_, answer| hold(answer)));
            Err(error)
        }
    }
}

/// Hands the request on. Whatever its handler does, the server goes on.
async fn handle(
    asked: &Asked,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Failed> {
    let handling = telemetry::numbered(asked.id.clone(), async move { next.call(request).await });
    let handling = AssertUnwindSafe(handling).catch_unwind();
    // Once an unsafe request is under way, a client that goes away must not cut it in two: it runs to its end on its
    // own (actix drops a handler when the client resets the connection).
    let handled = if asked.method.is_safe() {
        handling.await
    } else {
        let cut = |_| Ok(Err(Error::Internal(anyhow::anyhow!("the process ended before it")).into()));
        actix_web::rt::spawn(handling).await.unwrap_or_else(cut)
    };
    match handled {
        Ok(Ok(answer)) => Ok(answer.map_into_boxed_body()),
        Ok(Err(error)) => Err(Failed::of(&error, error.as_response_error().status_code())),
        // The log has it already, with the place where it happened.
        Err(_) => Err(Failed::new(ErrorCode::Internal)),
    }
}

/// What the answer to a request that fails is made of, taken down before the request is handed on.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
struct Asked {
    id: String,
    method: Method,
    api: bool,
    lang: Lang,
    /// Path and query.
    target: String,
    referer: Option<String>,
    /// Whether the browser sent a session's cookie. Nobody has looked whose session it is or whether it is over, so the page
    /// leads on to the one address only that answers whoever comes: every role with a page, anybody else with log-in.
    in_session: bool,
    typed: Typed,
    /// Whether it carries files.
    uploads: bool,
    /// Whether whoever is asked who they are can show a passkey.
    passkeys: bool,
}

impl Asked {
    fn of(request: &ServiceRequest) -> Self {
        let id = request
            .app_data::<Data<Site>>()
            .map(|site| new_id(site.now()).simple().to_string())
            .unwrap_or_default();
        // Back to a page of ours, and nowhere else.
        let site = request.app_data::<Data<Site>>();
        let referer = request.headers().get(header::REFERER).and_then(|h| h.to_str().ok());
        let referer = referer.filter(|back| {
            let back = url::Url::parse(back).map(|back| back.origin());
            site.is_some_and(|site| back.is_ok_and(|origin| origin == site.public_url.origin()))
        });
        Self {
            id,
            method: request.method().clone(),
            api: is_api(request.request()),
            lang: lang_of(request.request()),
            target: request.uri().path_and_query().map(ToString::to_string).unwrap_or_default(),
            referer: referer.map(ToOwned::to_owned),
            in_session: site.is_some_and(|site| request.cookie(site.cookie_name()).is_some()),
            typed: Typed::default(),
            uploads: media_type(request.request()) == "multipart/form-data",
            passkeys: site.is_some_and(|site| site.takes_passkeys()),
        }
    }

    fn answer(&self, failed: &Failed) -> HttpResponse {
        let mut answer = if self.api { self.as_json(failed) } else { self.as_page(failed) };
        if answer.status() == StatusCode::UNSUPPORTED_MEDIA_TYPE {
            // RFC 9110, 12.5.3: which codings a body may have.
            answer.headers_mut().insert(header::ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        if failed.code == ErrorCode::StepUpRequired && self.api {
            // RFC 9470.
            answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(STEP_UP));
        }
        if let Some(allow) = &failed.allow {
            answer.headers_mut().insert(header::ALLOW, allow.clone());
        }
        answer
    }

    fn as_json(&self, failed: &Failed) -> HttpResponse {
        let mut response = HttpResponse::build(status_of(failed.code));
        response.insert_header((header::CONTENT_LANGUAGE, self.lang.as_str()));
        if let Some(seconds) = failed.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        let body = serde_json::to_string(&failed.problem(self.lang, &self.id)).unwrap_or_default();
        response.content_type("application/problem+json").body(body)
    }

    fn as_page(&self, failed: &Failed) -> HttpResponse {
        if failed.code == ErrorCode::NotSignedIn && self.method.is_safe() {
            let query = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("next", &self.target)
                .finish();
            return HttpResponse::SeeOther()
                .insert_header((header::LOCATION, format!("/log-in?{query}")))
                .finish();
        }
        if matches!(failed.code, ErrorCode::EnrolmentRequired | ErrorCode::StandInChanged)
            && self.method.is_safe()
        {
            // Where it is set up, and where it is chosen for whom one acts.
            return HttpResponse::SeeOther().insert_header((header::LOCATION, "/account")).finish();
        }
        let (t, problem) = (self.lang, failed.problem(self.lang, &self.id));
        let labelled = |(name, text): &(String, String)| {
            // Of a field that there is once for each of many things, the name says which: `num.I24-01`.
            let label = match name.split_once('.') {
                Some((field, of)) => format!("{of}: {}", t.field_label(field)?),
                None => t.field_label(name)?.to_owned(),
            };
            Some((label, text.clone())).filter(|_| !text.is_empty())
        };
        let kept = self.typed.0.borrow();
        let typed: Vec<(String, String)> = kept.fields.iter().filter_map(labelled).collect();
        let asks = match failed.code {
            ErrorCode::StepUpRequired => Some((t.prove_to_go_on(), t.go_on())),
            ErrorCode::NotSignedIn if typed.is_empty() => Some((t.log_in_to_go_on(), t.log_in())),
            ErrorCode::NotSignedIn => Some((t.log_in_and_find_it(), t.log_in())),
            _ => None,
        };
        let page = Page {
            t,
            title: &problem.title,
            problem: &problem,
            asks,
            back: self.referer.as_deref().unwrap_or("/"),
            style: crate::http::assets::style_url(),
            passkeys: self.passkeys,
            typed,
            advice: match failed.code {
                ErrorCode::NotFound if problem.detail.is_none() => Some(t.not_found_hint()),
                ErrorCode::TooLarge if !self.method.is_safe() => Some(t.too_large_hint()),
                _ => None,
            },
            sent: !self.method.is_safe(),
            in_session: self.in_session && asks.is_none(),
            here: if self.method.is_safe() { &self.target } else { "" },
            next: match (kept.page.as_str(), self.target.rsplit_once('/')) {
                // Of an upload nothing was read: its form stands on the page above its address.
                ("", Some((page, _))) if self.uploads && !page.is_empty() => page,
                ("", _) => "/",
                (page, _) => page,
            },
            form: &kept.form,
            fields: serde_json::to_string(&kept.fields).unwrap_or_default(),
        };
        let mut response = HttpResponse::build(status_of(failed.code));
        if let Some(seconds) = failed.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.content_type("text/html; charset=utf-8").body(page.render().unwrap_or_default())
    }
}

/// What a program is told that has to prove its person anew; the seconds are those of [`crate::auth::sessions::FRESH`].
const STEP_UP: &str = r#"Bearer error="insufficient_user_authentication", max_age=900"#;

/// The route, never the address that was asked for: figures are kept for each operation, and callers must not be able to
/// add to their number.
fn operation(request: &ServiceRequest) -> String {
    match (request.method().as_str(), request.match_pattern()) {
        (method @ ("GET" | "POST" | "PUT" | "DELETE"), Some(route)) => format!("{method} {route}"),
        _ => "other".to_owned(),
    }
}

/// One line for each failure that is ours; a refused request is the caller's and is told to the caller.
mod tracing {
    use super::{Asked, Failed};

    pub(super) fn event_of(failed: &Failed, asked: &Asked) {
        metrics::counter!("dondoc_problems_total", "code" => failed.code.as_str()).increment(1);
        if let Some(cause) = &failed.cause {
            let id = &asked.id;
            ::tracing::error!(
                request_id = id,
                method = asked.method.as_str(),
                code = failed.code.as_str(),
                "request {id} failed: {cause}"
            );
        }
    }
}

/// What is said of a failure.
struct Failed {
    code: ErrorCode,
    fields: Vec<crate::error::FieldFault>,
    filter: Option<dondoc_shared::filter::FilterError>,
    /// What the person's role does not hold, and whether they are of the Working Group.
    lacks: Option<(Permission, bool)>,
    retry_after: Option<u32>,
    allow: Option<HeaderValue>,
    cause: Option<String>,
}

fn failure(answer: &ServiceResponse<BoxBody>) -> Option<Failed> {
    answer.response().error().map(|error| Failed::of(error, answer.status()))
}

/// Errors that the framework made itself.
fn code_for(status: StatusCode) -> ErrorCode {
    match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::TooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedType,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Unavailable,
        status if status.is_client_error() => ErrorCode::InvalidInput,
        _ => ErrorCode::Internal,
    }
}

impl Failed {
    fn new(code: ErrorCode) -> Self {
        Self { code, fields: vec![], filter: None, lacks: None, retry_after: None, allow: None, cause: None }
    }

    fn of(error: &actix_web::Error, status: StatusCode) -> Self {
        let Some(error) = error.as_error::<Error>() else { return Self::new(code_for(status)) };
        let mut failed = Self::new(error.code());
        match error {
            Error::Fields(faults)
            | Error::Figures(faults)
            | Error::Unjustified(faults)
            | Error::Workbook(faults) => {
                failed.fields.clone_from(faults);
            }
            Error::Filter(fault) => failed.filter = Some(fault.clone()),
            Error::NotHeld(permission, tenant) => failed.lacks = Some((*permission, tenant.is_national())),
            Error::OtherMethod(methods) => failed.allow = methods.parse().ok(),
            Error::TooMany(seconds) | Error::Busy(seconds) => failed.retry_after = Some(*seconds),
            Error::Unavailable(_) => failed.retry_after = Some(5),
            Error::Refused(_) | Error::Internal(_) => {}
        }
        if matches!(error, Error::Unavailable(_) | Error::Internal(_)) {
            failed.cause = Some(error.to_string());
        }
        failed
    }

    fn problem(&self, lang: Lang, id: &str) -> Problem {
        let filter = self.filter.as_ref().map(|fault| lang.filter_fault(fault));
        let holders = self.lacks.and_then(|(permission, national)| lang.whose_it_is(permission, national));
        let errors = self
            .fields
            .iter()
            .map(|f| FieldError { field: f.field.clone(), message: f.message(lang) })
            .collect();
        Problem {
            r#type: "about:blank".to_owned(),
            title: self.code.message(lang).to_owned(),
            status: status_of(self.code).as_u16(),
            code: self.code,
            detail: filter.or(holders).or_else(|| self.retry_after.map(|s| lang.wait_seconds(s))),
            errors,
            request_id: id.to_owned(),
            retry_after: self.retry_after,
        }
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    t: Lang,
    title: &'a str,
    problem: &'a Problem,
    /// Who they are is asked here: why, and what the button says.
    asks: Option<(&'static str, &'static str)>,
    back: &'a str,
    style: String,
    passkeys: bool,
    /// What to do about it, where the code itself does not say.
    advice: Option<&'static str>,
    /// Whether something was to be written.
    sent: bool,
    in_session: bool,
    /// The page that the language switch comes back to; empty where that would lose what was sent.
    here: &'a str,
    /// Label and text of each field that was sent, so that nothing typed is lost.
    typed: Vec<(String, String)>,
    /// The page that the form stood on.
    next: &'a str,
    /// Where it was sent to.
    form: &'a str,
    /// All of its fields, as log-in takes them over.
    fields: String,
}
