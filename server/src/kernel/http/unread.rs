//! What is refused unread: whatever is asked for, and by whom, header and address alone tell that it is not taken.

use actix_web::{
    HttpRequest,
    http::header::{CONTENT_ENCODING, HeaderMap},
};
use dondoc_shared::error::ErrorCode;

use crate::kernel::error::Result;

/// Looks at a request before it is handed on.
///
/// # Errors
/// `unsupported_type` for a compressed body.
pub(super) fn check(request: &HttpRequest) -> Result<()> {
    if is_compressed(request.headers()) {
        return Err(ErrorCode::UnsupportedType.into());
    }
    Ok(())
}

/// Is the body coded in any way? The framework would inflate it before it looks at the limit: a hundred kilobytes become
/// a hundred megabytes.
fn is_compressed(headers: &HeaderMap) -> bool {
    headers.get_all(CONTENT_ENCODING).any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity"))
}
