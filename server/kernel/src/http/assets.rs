//! Style sheet, script and icon, compiled in. Their address carries a digest of their content, so browsers keep them
//! for good and still get a new one at once.

use std::sync::LazyLock;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH},
    web::ServiceConfig,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("../../../assets/portal.css");
const SCRIPT: &str = include_str!("../../../assets/portal.js");
const ICON: &str = include_str!("../../../assets/icon.svg");

static STYLE_DIGEST: LazyLock<String> = LazyLock::new(|| digest(STYLE));
static SCRIPT_DIGEST: LazyLock<String> = LazyLock::new(|| digest(SCRIPT));
static ICON_DIGEST: LazyLock<String> = LazyLock::new(|| digest(ICON));

fn digest(content: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(content)).chars().take(10).collect()
}

/// Adds the routes of style sheet, script and icon.
pub fn routes(config: &mut ServiceConfig) {
    config.service(style).service(script).service(icon);
}

/// The style sheet's address.
pub fn style_url() -> String {
    format!("/assets/portal.css?v={}", *STYLE_DIGEST)
}

/// Address of the portal's script, which changes with its content.
pub fn script_url() -> String {
    format!("/assets/portal.js?v={}", *SCRIPT_DIGEST)
}

/// Address of the icon, which changes with its content.
pub fn icon_url() -> String {
    format!("/assets/icon.svg?v={}", *ICON_DIGEST)
}

#[get("/assets/portal.css")]
async fn style(request: HttpRequest) -> HttpResponse {
    serve(&request, STYLE, "text/css; charset=utf-8", &STYLE_DIGEST)
}

#[get("/assets/portal.js")]
async fn script(request: HttpRequest) -> HttpResponse {
    serve(&request, SCRIPT, "text/javascript; charset=utf-8", &SCRIPT_DIGEST)
}

#[get("/assets/icon.svg")]
async fn icon(request: HttpRequest) -> HttpResponse {
    serve(&request, ICON, "image/svg+xml", &ICON_DIGEST)
}

fn serve(request: &HttpRequest, content: &'static str, kind: &'static str, digest: &str) -> HttpResponse {
    let tag = format!("\"{digest}\"");
    let current = request.query_string() == format!("v={digest}");
    let keep = if current { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let known = request.headers().get(IF_NONE_MATCH).is_some_and(|seen| seen.as_bytes() == tag.as_bytes());
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer.insert_header((CACHE_CONTROL, keep)).insert_header((ETAG, tag)).content_type(kind);
    if known { answer.finish() } else { answer.body(content) }
}
