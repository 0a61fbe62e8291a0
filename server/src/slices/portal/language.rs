//! The language switch: a form with one button on every page. Signed in, the choice is the person's; before log-in
//! it is the browser's, and becomes that of the person who logs in next.

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    cookie::{Cookie, time::Duration},
    http::header::LOCATION,
    post,
};
use dondoc_shared::text::Lang;
use serde::Deserialize;

use super::layout::{cookie, lang_cookie, local_path};
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
    let secure = public.site().is_secure();
    let mut answer = HttpResponse::SeeOther();
    if let Ok(auth) = Auth::<perm::Session>::extract(&request).await
        && auth.read(async |_, _| Ok(())).await.is_ok()
    {
        auth.choose_lang(lang).await?;
    } else {
        answer.cookie(chosen_cookie(lang.as_str().to_owned(), Duration::hours(1), secure));
    }
    answer.insert_header((LOCATION, local_path(&next).unwrap_or("/")));
    answer.cookie(lang_cookie(lang, secure));
    Ok(answer.finish())
}

/// Tells a choice made before log-in from the language of whoever used the browser before, which the other cookie keeps.
const CHOSEN_COOKIE: &str = "dondoc_chosen";

pub(super) fn chosen_cookie(lang: String, life: Duration, secure: bool) -> Cookie<'static> {
    let mut cookie = cookie(CHOSEN_COOKIE, lang, secure);
    cookie.set_max_age(life);
    cookie
}

/// The language that was chosen on the log-in page.
pub(super) fn chosen_lang(request: &HttpRequest) -> Option<Lang> {
    request.cookie(CHOSEN_COOKIE)?.value().parse().ok()
}
