//! One's own account: who one is, where one is logged in, another pass-phrase.
//!
//! | Address | Does |
//! |---|---|
//! | `GET /account` | shows it |
//! | `POST /account/pass-phrase` | sets another pass-phrase; all other sessions end |
//! | `POST /account/end-others` | ends all other sessions |
//! | `POST /account/sessions/{id}/end` | ends one of them |

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{error::ErrorCode, fold::compose, id::SessionId};
use serde::Deserialize;

use super::{
    Done, Field, Form, Frame, Input, Posted, Trouble,
    form::Ticket,
    layout::{go, show},
    sign_in::missing,
};
use dondoc_kernel::{
    auth::{Auth, OwnSession, perm},
    error::Result,
    http::Id,
};

const PATH: &str = "/account";

pub fn routes(config: &mut ServiceConfig) {
    config.service(page).service(change_phrase).service(end_others).service(end_session);
}

/// The page.
#[derive(Template)]
#[template(path = "account/page.html")]
struct AccountPage {
    frame: Frame,
    sessions: Vec<(OwnSession, Ticket)>,
    others: Option<Ticket>,
    form: Form,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(clippy::struct_field_names, reason = "what the boxes are called")]
struct PhraseForm {
    password_old: String,
    password_new: String,
    password_repeat: String,
}

impl PhraseForm {
    /// The old one and the new one, where all is filled in and the same twice.
    fn read(&self) -> Result<Option<(&str, &str)>> {
        let boxes = [
            ("password_old", self.password_old.as_str()),
            ("password_new", &self.password_new),
            ("password_repeat", &self.password_repeat),
        ];
        missing(boxes)?;
        let same = compose(&self.password_new) == compose(&self.password_repeat);
        Ok(same.then_some((&self.password_old, &self.password_new)))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

async fn view(auth: &Auth<perm::Session>, request: &HttpRequest, trouble: &Trouble) -> Result<AccountPage> {
    use dondoc_kernel::auth::{AsPerson, Side};
    let frame =
        auth.read(async |tx, person| Frame::of(AsPerson::tx(tx), auth, person, request).await).await?;
    let sessions = auth.own_sessions().await?;
    let t = frame.t;
    let secret = |name, autocomplete| {
        Field::new(t, name, "", Input::Line { kind: "password", autocomplete, mode: "text" })
    };
    let fields = vec![
        secret("password_old", "current-password"),
        secret("password_new", "new-password").hint(t.pass_phrase_hint()),
        secret("password_repeat", "new-password"),
    ];
    let form = Form::new(&frame, format!("{PATH}/pass-phrase"), t.account_change_phrase(), 0, fields)
        .trouble_title(t.pass_phrase_not_set())
        .with(trouble, String::new());
    let others = (sessions.len() > 1).then(|| Ticket::new(&frame, 0));
    let sessions = sessions.into_iter().map(|session| (session, Ticket::new(&frame, 0))).collect();
    Ok(AccountPage { frame, sessions, others, form })
}

#[get("/account")]
async fn page(request: HttpRequest, auth: Auth<perm::Session>) -> Result<HttpResponse> {
    let view = view(&auth, &request, &Trouble::default()).await?;
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/account/pass-phrase")]
async fn change_phrase(
    request: HttpRequest,
    sent: Posted<perm::Session, PhraseForm>,
) -> Result<HttpResponse> {
    let Posted { auth, form, .. } = sent;
    let lang = auth.read(async |_, person| Ok(person.lang)).await?;
    let changed = match form.read() {
        Ok(Some((old, new))) => auth.change_phrase(old, new).await,
        Ok(None) => {
            let trouble = Trouble::said("password_repeat", lang.pass_phrases_differ().to_owned());
            let view = view(&auth, &request, &trouble).await?;
            return show(&view, &view.frame, trouble.status());
        }
        Err(error) => Err(error),
    };
    let trouble = match changed {
        Ok(()) => return Ok(go(PATH, Done::PhraseChanged)),
        // Nobody is asked here which account it is.
        Err(error) if error.code() == ErrorCode::LogInFailed => {
            Trouble::said("password_old", lang.account_old_phrase_wrong().to_owned())
        }
        Err(error) => Trouble::of(error)?,
    };
    let view = view(&auth, &request, &trouble).await?;
    show(&view, &view.frame, trouble.status())
}

#[post("/account/end-others")]
async fn end_others(sent: Posted<perm::Session, Nothing>) -> Result<HttpResponse> {
    sent.auth.end_session(None).await?;
    Ok(go(PATH, Done::SessionEnded))
}

#[post("/account/sessions/{id}/end")]
async fn end_session(id: Id<SessionId>, sent: Posted<perm::Session, Nothing>) -> Result<HttpResponse> {
    sent.auth.end_session(Some(id.0)).await?;
    Ok(go(PATH, Done::SessionEnded))
}
