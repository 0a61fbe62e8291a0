//! Every failed request gets a number, one line in the log and an answer its reader understands: problem+json under
//! `/api/`, a page elsewhere.

use std::time::Instant;

use actix_web::{
    HttpMessage, HttpResponse,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
    web::Data,
};
use askama::Template;
use dondoc_shared::{
    error::{ErrorCode, FieldError, Problem},
    text::Lang,
};

use super::{RequestId, Site, lang_of, submitted::Typed};
use crate::kernel::{
    clock::new_id,
    error::{Error, status_of},
};

/// The outermost middleware: numbers the request, times it, and renders what went wrong.
pub async fn middleware(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let id = request
        .app_data::<Data<Site>>()
        .map(|site| new_id(site.now()).simple().to_string())
        .unwrap_or_default();
    request.extensions_mut().insert(RequestId(id.clone()));
    let (operation, began) = (operation(&request), Instant::now());
    // Once an unsafe request is under way, a client that goes away must not cut it in two: it runs to its end on its
    // own (actix drops a handler when the client resets the connection).
    let answer = if request.method().is_safe() {
        next.call(request).await?
    } else {
        let running = actix_web::rt::spawn(next.call(request));
        running.await.map_err(|_| Error::Internal(anyhow::anyhow!("the handler ended unexpectedly")))??
    };
    let answer = answer.map_into_boxed_body();
    let status = answer.status().as_str().to_owned();
    metrics::counter!("dondoc_requests_total", "operation" => operation.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("dondoc_request_seconds", "operation" => operation).record(began.elapsed());
    Ok(match failure(&answer) {
        Some(failed) => {
            let (request, _) = answer.into_parts();
            let lang = lang_of(&request);
            tracing::event_of(&failed, &id, request.method().as_str());
            let api = request.path().starts_with("/api/");
            let response =
                if api { as_json(&failed, lang, &id) } else { as_page(&failed, lang, &id, &request) };
            ServiceResponse::new(request, response)
        }
        None => answer,
    })
}

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
    use super::Failed;

    pub(super) fn event_of(failed: &Failed, id: &str, method: &str) {
        metrics::counter!("dondoc_problems_total", "code" => failed.code.as_str()).increment(1);
        if let Some(cause) = &failed.cause {
            ::tracing::error!(
                request_id = id,
                method,
                code = failed.code.as_str(),
                "request {id} failed: {cause}"
            );
        }
    }
}

/// What is said of a failure.
struct Failed {
    code: ErrorCode,
    detail: Option<String>,
    fields: Vec<crate::kernel::error::FieldFault>,
    filter: Option<dondoc_shared::filter::FilterError>,
    retry_after: Option<u32>,
    cause: Option<String>,
}

fn failure(answer: &ServiceResponse<BoxBody>) -> Option<Failed> {
    let status = answer.status();
    let error = answer.response().error()?;
    let mut failed = Failed {
        code: code_for(status),
        detail: None,
        fields: vec![],
        filter: None,
        retry_after: None,
        cause: None,
    };
    if let Some(error) = error.as_error::<Error>() {
        failed.code = error.code();
        match error {
            Error::Fields(faults) => failed.fields.clone_from(faults),
            Error::Filter(fault) => failed.filter = Some(fault.clone()),
            Error::TooMany(seconds) => failed.retry_after = Some(*seconds),
            Error::Unavailable(_) => failed.retry_after = Some(5),
            Error::Refused(_) | Error::Internal(_) => {}
        }
        if matches!(error, Error::Unavailable(_) | Error::Internal(_)) {
            failed.cause = Some(error.to_string());
        }
    }
    Some(failed)
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
    fn problem(&self, lang: Lang, id: &str) -> Problem {
        let filter = self.filter.as_ref().map(|fault| lang.filter_fault(fault));
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
            detail: self.detail.clone().or(filter).or_else(|| self.retry_after.map(|s| lang.wait_seconds(s))),
            errors,
            request_id: id.to_owned(),
            retry_after: self.retry_after,
        }
    }
}

fn as_json(failed: &Failed, lang: Lang, id: &str) -> HttpResponse {
    let mut response = HttpResponse::build(status_of(failed.code));
    response.insert_header((header::CONTENT_LANGUAGE, lang.as_str()));
    if let Some(seconds) = failed.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    let body = serde_json::to_string(&failed.problem(lang, id)).unwrap_or_default();
    response.content_type("application/problem+json").body(body)
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Page<'a> {
    t: Lang,
    title: &'a str,
    problem: &'a Problem,
    signed_out: bool,
    back: &'a str,
    style: String,
    /// Label and text of each field that was sent, so that nothing typed is lost.
    typed: Vec<(String, String)>,
}

fn typed(request: &actix_web::HttpRequest, lang: Lang) -> Vec<(String, String)> {
    let extensions = request.extensions();
    let Some(Typed(fields)) = extensions.get::<Typed>() else { return vec![] };
    let labelled = |(name, text): &(String, String)| Some((lang.field_label(name)?.to_owned(), text.clone()));
    fields.iter().filter_map(labelled).collect()
}

fn as_page(failed: &Failed, lang: Lang, id: &str, request: &actix_web::HttpRequest) -> HttpResponse {
    if failed.code == ErrorCode::NotSignedIn && request.method().is_safe() {
        let next = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &next).finish();
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("/log-in?{query}")))
            .finish();
    }
    let problem = failed.problem(lang, id);
    let back = request.headers().get(header::REFERER).and_then(|h| h.to_str().ok()).unwrap_or("/");
    let page = Page {
        t: lang,
        title: &problem.title,
        problem: &problem,
        signed_out: failed.code == ErrorCode::NotSignedIn,
        back: if back.starts_with("http") { back } else { "/" },
        style: crate::kernel::http::assets::style_url(),
        typed: typed(request, lang),
    };
    let mut response = HttpResponse::build(status_of(failed.code));
    if let Some(seconds) = failed.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds));
    }
    response.content_type("text/html; charset=utf-8").body(page.render().unwrap_or_default())
}
