//! What is asked of an address beside what its handlers are for (RFC 9110): HEAD is GET without the body, and a method
//! that an address does not know is told with those that it does.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web::{Bytes, Data},
};
use dondoc_kernel::error::Error;
use dondoc_shared::error::ErrorCode;
use utoipa::openapi::path::{PathItem, Paths};

/// Answers HEAD with what GET would answer, its body left out.
pub async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if request.method() != Method::HEAD {
        return next.call(request).await;
    }
    request.head_mut().method = Method::GET;
    let answer = next.call(request).await?;
    Ok(answer.map_body(|_, body| BoxBody::new(Unsent(body.size()))))
}

/// A body that is told and not sent.
struct Unsent(BodySize);

impl MessageBody for Unsent {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        self.0
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Poll::Ready(None)
    }
}

/// The answer where no handler fits: the address is not there, or is there for other methods.
pub async fn none(request: HttpRequest, api: Data<Paths>) -> Result<HttpResponse, Error> {
    Err(match request.resource_map().match_pattern(request.path()) {
        Some(pattern) => Error::OtherMethod(allowed(api.paths.get(&pattern), request.method())),
        None => ErrorCode::NotFound.into(),
    })
}

/// The methods of an address: of the API's as its document has them. The portal's are pages and forms.
fn allowed(item: Option<&PathItem>, asked: &Method) -> String {
    let Some(item) = item else {
        let portal = match *asked {
            // What is no page is a form alone, what takes no form is a page alone.
            Method::GET => "POST",
            Method::POST => "GET, HEAD",
            _ => "GET, HEAD, POST",
        };
        return portal.to_owned();
    };
    let methods =
        [(&item.get, "GET, HEAD"), (&item.put, "PUT"), (&item.post, "POST"), (&item.delete, "DELETE")];
    methods
        .into_iter()
        .filter(|(there, _)| there.is_some())
        .map(|(_, name)| name)
        .collect::<Vec<_>>()
        .join(", ")
}
