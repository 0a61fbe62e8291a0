//! What is being typed, kept every few seconds where there is JavaScript; and thrown away when its writer says so. What a
//! form held when it was sent is kept by [`dondoc_kernel::auth::Auth::receive`].

use actix_web::{HttpResponse, http::header::LOCATION, post, web::ServiceConfig};
use serde::Deserialize;

use super::layout::local_path;
use dondoc_kernel::{
    auth::{AsPerson, Auth, Side, perm},
    error::Result,
    http::{Sent, drafts, input::Checks},
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(keep).service(discard);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    /// Where the form is sent to.
    form: String,
    /// Its visible fields, written as a form is.
    fields: String,
}

#[post("/drafts")]
async fn keep(auth: Auth<perm::Session>, sent: Sent) -> Result<HttpResponse> {
    let Typed { form, fields } = sent.form()?;
    let mut checks = Checks::default();
    let form = checks.line("form", &form, 200);
    checks.finish()?;
    let fields: Vec<_> = url::form_urlencoded::parse(fields.as_bytes()).into_owned().collect();
    auth.read(async |tx, person| {
        auth.check_form(person, sent.hidden("_token"))?;
        drafts::keep(AsPerson::tx(tx), person.key(), &form, &fields).await
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Discard {
    form: String,
}

#[post("/drafts/discard")]
async fn discard(auth: Auth<perm::Session>, sent: Sent) -> Result<HttpResponse> {
    let Discard { form } = sent.form()?;
    auth.read(async |tx, person| {
        auth.check_form(person, sent.hidden("_token"))?;
        drafts::forget(AsPerson::tx(tx), person.key(), &form).await
    })
    .await?;
    let page = sent.hidden("_page").and_then(local_path).unwrap_or("/");
    Ok(HttpResponse::SeeOther().insert_header((LOCATION, page)).finish())
}
