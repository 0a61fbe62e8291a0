//! Which answers are compressed on the wire: those whose length tells nothing.
//!
//! Whoever chooses a part of an answer and sees how long it is compressed learns the rest of it by trying (BREACH). A page
//! carries the token of its forms and what its reader alone may see, and repeats its query: in the search, in the language
//! switch. So a page is compressed only where it was asked for without a query, which is all of a page that a stranger
//! could choose. JSON is compressed: it takes a token, which no other site makes a browser send. Answers to forms and
//! problems, which repeat what was typed, are not, nor are sessions, files and streams.

use actix_web::{
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap, HeaderValue},
    },
    middleware::Next,
};

/// The framework passes over an answer that is coded already; this coding is none.
const PASSED_OVER: HeaderValue = HeaderValue::from_static("identity");

/// Stands inside the framework's own compression and marks what it must pass over.
pub async fn choose(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let (asked, query) = (request.method() == Method::GET, request.uri().query().is_some());
    let mut answer = next.call(request).await?;
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let safe = match kind.split(';').next().unwrap_or_default() {
        "text/html" => !query,
        "application/json" | "text/css" | "text/javascript" | "image/svg+xml" => true,
        _ => false,
    };
    if !(asked && safe && answer.status() == StatusCode::OK) {
        answer.headers_mut().insert(CONTENT_ENCODING, PASSED_OVER);
    }
    Ok(answer)
}

/// Takes the mark off again, outside of the compression.
pub fn unmark(headers: &mut HeaderMap) {
    if headers.get(CONTENT_ENCODING) == Some(&PASSED_OVER) {
        headers.remove(CONTENT_ENCODING);
    }
}
