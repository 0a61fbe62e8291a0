//! The edge: inputs, forms, conditions, errors and headers.

pub mod answer;
pub mod assets;
pub mod command;
mod cookie;
pub mod cursor;
pub mod id;
pub mod idempotency;
pub mod input;
pub mod problems;
mod site;
pub mod submitted;

use actix_web::{
    HttpMessage, HttpRequest,
    http::header::{ACCEPT_LANGUAGE, HeaderMap},
};
use dondoc_shared::text::Lang;

pub use self::{
    answer::Answer,
    command::Command,
    cookie::Bearer,
    id::{EvidencePart, Id},
    input::Input,
    site::Site,
    submitted::Submitted,
};

/// The request's number, made by the outermost middleware.
#[derive(Clone)]
pub struct RequestId(pub String);

/// The request's number.
pub fn request_id(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}

/// The reader's language: the cookie of the language switch, else what the browser prefers, else Vietnamese.
pub fn lang_of(request: &HttpRequest) -> Lang {
    let chosen = request.cookie(LANG_COOKIE).and_then(|c| c.value().parse().ok());
    chosen.unwrap_or_else(|| preferred(request.headers()))
}

/// The cookie of the language switch; carries a language and nothing else.
pub const LANG_COOKIE: &str = "dondoc_lang";

fn preferred(headers: &HeaderMap) -> Lang {
    let header = headers.get(ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok()).unwrap_or_default();
    header.split(',').find_map(|tag| tag.split([';', '-']).next()?.trim().parse().ok()).unwrap_or(Lang::Vi)
}
