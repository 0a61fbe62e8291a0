//! Requests that are refused unread, by header and address alone, for every operation and every caller.

use actix_web::{
    HttpRequest,
    http::header::{CONTENT_ENCODING, HeaderMap},
};
use dondoc_shared::error::ErrorCode;

use super::input::storable;
use crate::error::Result;

/// Looks at a request before it is handed on.
///
/// # Errors
/// `unsupported_type` for a compressed body, `not_found` for an address that is not in normal form,
/// `invalid_input` for a query that the database could not store.
pub(super) fn check(request: &HttpRequest) -> Result<()> {
    if is_compressed(request.headers()) {
        return Err(ErrorCode::UnsupportedType.into());
    }
    if !is_normal(request.uri().path()) {
        return Err(ErrorCode::NotFound.into());
    }
    let query = request.uri().query().unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).try_for_each(|(name, value)| storable(&name, &value))
}

/// Is the body coded in any way? The framework would inflate it before it looks at the limit: a hundred kilobytes become
/// a hundred megabytes.
fn is_compressed(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Is this the one spelling that a path has? Another one is meant for something that looks at the path as it was sent,
/// while the router reads what it stands for. An escape stands for what cannot be written without it, and for nothing that
/// no text has.
fn is_normal(path: &str) -> bool {
    let needed =
        |byte: u8| !(byte.is_ascii_alphanumeric() || byte.is_ascii_control() || b"-._~".contains(&byte));
    let escapes =
        path.split('%').skip(1).map(|rest| rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()));
    !path.contains("//")
        && path.split('/').all(|part| part != "." && part != "..")
        && escapes.into_iter().all(|byte| byte.is_some_and(needed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_one_spelling() {
        for path in
            ["/", "/api/v1/me", "/link/24.0~a_b-c", "/assignments/m%C3%A3", "/a%20b", "/a%2Fb", "/%25", "*"]
        {
            assert!(is_normal(path), "{path}");
        }
        for path in [
            "/%61pi/v1/me",
            "/ap%69",
            "/%41",
            "/%2e%2E/api",
            "/%7e",
            "/a%00b",
            "/a%1B",
            "//api",
            "/api//v1",
            "/api/./v1",
            "/x/../api",
            "/api/..",
            "/%",
            "/%6",
            "/%+1",
            "/%zz",
            "/%đ",
        ] {
            assert!(!is_normal(path), "{path}");
        }
    }
}
