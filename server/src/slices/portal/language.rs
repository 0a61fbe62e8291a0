//! The language switch: a form with one button on every page. What it chooses is the screen's, in this browser; the
//! language of a person's mail is their account's, and is chosen beside their reminders.

use actix_web::{HttpResponse, cookie::Cookie, http::header::LOCATION, post};
use dondoc_shared::text::Lang;
use serde::Deserialize;

use super::layout::{cookie, lang_cookie, local_path};
use dondoc_kernel::{
    auth::Public,
    error::Result,
    http::{CHOSEN_COOKIE, Submitted},
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
pub(super) async fn choose(public: Public, switch: Submitted<Switch>) -> Result<HttpResponse> {
    let Switch { lang, next } = switch.form;
    let secure = public.site().is_secure();
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, local_path(&next).unwrap_or("/")))
        .cookie(lang_cookie(lang, secure))
        .cookie(chosen_cookie(lang, secure))
        .finish())
}

/// It ends with the browser, and with the session of whoever chose.
fn chosen_cookie(lang: Lang, secure: bool) -> Cookie<'static> {
    cookie(CHOSEN_COOKIE, lang.as_str().to_owned(), secure)
}
