//! The edge: inputs, forms, conditions, errors and headers.

pub mod answer;
pub mod assets;
mod body;
pub mod command;
pub mod compressed;
mod cookie;
pub mod cursor;
pub mod drafts;
pub mod id;
pub mod idempotency;
pub mod input;
pub mod parts;
pub mod problems;
mod query;
mod site;
pub mod submitted;
mod unread;

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, HeaderMap},
};
use dondoc_shared::text::Lang;

pub use self::{
    answer::Answer,
    command::Command,
    cookie::Bearer,
    id::{EvidencePart, FindingPart, Id, RevisionPart},
    input::Input,
    parts::Parts,
    query::{PageSize, Query},
    site::Site,
    submitted::{Sent, Submitted, page_of},
};

/// The request's number, made by the outermost middleware.
#[derive(Clone)]
pub struct RequestId(pub String);

/// The number of the request, which people quote when they ask for help.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// Whether the request is for the API: by the route that answers it or, without one, by the path as the router reads it. The
/// path as it was sent may be spelt otherwise.
pub fn is_api(request: &HttpRequest) -> bool {
    const API: &str = "/api/";
    request
        .match_pattern()
        .map_or_else(|| request.match_info().as_str().starts_with(API), |route| route.starts_with(API))
}

/// The reader's language: what they read last, else what the browser prefers, else Vietnamese.
pub fn lang_of(request: &HttpRequest) -> Lang {
    let chosen = request.cookie(LANG_COOKIE).and_then(|c| c.value().parse().ok());
    chosen.unwrap_or_else(|| preferred(request.headers()))
}

/// The media type of a request's body, in lower case and without parameters (RFC 9110, 8.3.1).
pub(crate) fn media_type(request: &HttpRequest) -> String {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The language that was chosen in this browser since it was opened, or since somebody left.
pub fn chosen_lang(request: &HttpRequest) -> Option<Lang> {
    request.cookie(CHOSEN_COOKIE)?.value().parse().ok()
}

/// The language of whoever used the browser last, for pages that know nobody; carries a language and nothing else.
pub const LANG_COOKIE: &str = "dondoc_lang";

/// The language that was chosen by the switch; without it the account's own counts.
pub const CHOSEN_COOKIE: &str = "dondoc_chosen";

fn preferred(headers: &HeaderMap) -> Lang {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    header.split(',').find_map(|tag| tag.split([';', '-']).next()?.trim().parse().ok()).unwrap_or(Lang::Vi)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn the_route_says_whether_the_api_is_asked_and_never_the_path_as_sent() {
        use actix_web::{App, test, web};

        let say = async |request: HttpRequest| is_api(&request).to_string();
        let routes = App::new()
            .service(web::scope("/api/v1").route("/me", web::get().to(say)))
            .route("/{page}", web::get().to(say))
            .default_service(web::to(say));
        let app = test::init_service(routes).await;
        for (path, expected) in [
            ("/api/v1/me", "true"),
            ("/%61pi/v1/me", "true"),
            ("/%61%70%69/v1/%6de", "true"),
            ("/api/nowhere/else", "true"),
            ("/%61pi/nowhere/else", "true"),
            ("/api", "false"),
            ("/apis", "false"),
            ("/x/api/v1/me", "false"),
        ] {
            let asked = test::TestRequest::with_uri(path).to_request();
            assert_eq!(test::call_and_read_body(&app, asked).await, expected, "{path}");
        }
    }
}
