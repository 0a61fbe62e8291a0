//! The language switch: a form with one button on every page. Signed in, the choice is the person's; before log-in
//! it is the browser's.

use actix_web::{FromRequest, HttpRequest, HttpResponse, http::header::LOCATION, post};
use dondoc_shared::text::Lang;
use serde::Deserialize;

use super::layout::{lang_cookie, local_path};
use dondoc_kernel::{
    auth::{Auth, Public, perm},
    error::Result,
    http::Submitted,
};

/// What the switch sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Switch {
    lang: Lang,
    #[serde(default)]
    next: String,
}

#[post("/language")]
pub(super) async fn choose(
    request: HttpRequest,
    public: Public,
    switch: Submitted<Switch>,
) -> Result<HttpResponse> {
    let Switch { lang, next } = switch.form;
    // A session that is over must not keep anybody from reading the log-in page in their language.
    if let Ok(auth) = Auth::<perm::Session>::extract(&request).await
        && auth.read(async |_, _| Ok(())).await.is_ok()
    {
        auth.choose_lang(lang).await?;
    }
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((LOCATION, local_path(&next).unwrap_or("/")));
    answer.cookie(lang_cookie(lang, public.site().is_secure()));
    Ok(answer.finish())
}
