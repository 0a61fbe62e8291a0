//! `/dev/mail`: what the demo's relay has caught. Registered in the demo only.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse, get,
    http::header::CONTENT_SECURITY_POLICY,
    web::{Data, Path, ServiceConfig},
};
use anyhow::Context;
use askama::Template;
use dondoc_shared::{error::ErrorCode, text::Lang};
use serde::Deserialize;

use super::sink::{Shown, Sink};
use crate::slices::portal::layout::moment;
use dondoc_kernel::{
    error::Result,
    http::{Query, lang_of},
};

/// Messages on a page.
const PAGE: usize = 50;

/// A page may frame the mail, which may do nothing: no script, no form, nothing from elsewhere.
const PAGE_CSP: &str =
    "default-src 'none'; style-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'";
const MAIL_CSP: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

#[derive(Template)]
#[template(path = "mail/caught.html")]
struct Page {
    t: Lang,
    count: u64,
    mails: Vec<Shown>,
    one: Option<Shown>,
    newer: Option<usize>,
    older: Option<usize>,
}

#[derive(Deserialize)]
struct Which {
    #[serde(default)]
    page: usize,
}

/// The hour in Ha Noi of a Date header; the header unchanged if it cannot be read.
fn local(date: &str) -> String {
    date.parse().map_or_else(|_| date.to_owned(), |at| moment(&at))
}

/// Adds the pages; `sink` is the demo's.
pub fn routes(config: &mut ServiceConfig, sink: &Arc<Sink>) {
    config.app_data(Data::from(Arc::clone(sink))).service(list).service(show).service(html);
}

/// Lists the newest messages.
#[get("/dev/mail")]
async fn list(request: HttpRequest, sink: Data<Sink>, Query(which): Query<Which>) -> Result<HttpResponse> {
    let count = sink.count();
    let skip = which.page.saturating_mul(PAGE);
    page(&Page {
        t: lang_of(&request),
        count: u64::try_from(count).unwrap_or(u64::MAX),
        mails: sink.list(skip, PAGE),
        one: None,
        newer: which.page.checked_sub(1),
        older: (skip.saturating_add(PAGE) < count).then(|| which.page.saturating_add(1)),
    })
}

/// One message: its HTML in a frame, its plain text below.
#[get("/dev/mail/{number}")]
async fn show(request: HttpRequest, sink: Data<Sink>, number: Path<u64>) -> Result<HttpResponse> {
    let one = Some(sink.show(*number).ok_or(ErrorCode::NotFound)?);
    page(&Page { t: lang_of(&request), count: 0, mails: vec![], one, newer: None, older: None })
}

/// The HTML part as it came.
#[get("/dev/mail/{number}/html")]
async fn html(sink: Data<Sink>, number: Path<u64>) -> Result<HttpResponse> {
    let mail = sink.show(*number).ok_or(ErrorCode::NotFound)?;
    Ok(answer(MAIL_CSP, mail.html))
}

fn page(page: &Page) -> Result<HttpResponse> {
    Ok(answer(PAGE_CSP, page.render().context("page")?))
}

fn answer(policy: &str, body: String) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .content_type("text/html; charset=utf-8")
        .body(body)
}
