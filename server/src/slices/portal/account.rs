//! One's own account: who one is, where one is logged in, another pass-phrase.
//!
//! | Address | Does |
//! |---|---|
//! | `GET /account` | shows it |
//! | `POST /account/pass-phrase` | sets another pass-phrase; all other sessions end |
//! | `POST /account/second-factor` | shows the secret of a new authenticator |
//! | `POST /account/second-factor/confirm` | puts it in force, and shows the recovery codes |
//! | `POST /account/second-factor/codes` | shows new recovery codes |
//! | `POST /account/second-factor/remove` | turns the second factor off |
//! | `POST /account/end-others` | ends all other sessions |
//! | `POST /account/sessions/{id}/end` | ends one of them |

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{error::ErrorCode, fold::compose, id::SessionId, text::Lang};
use qrcode::{QrCode, render::svg};
use serde::Deserialize;

use super::{
    Done, Field, Form, Frame, Input, Posted, Trouble,
    form::Ticket,
    layout::{go, see_other, show},
    sign_in::missing,
};
use dondoc_kernel::{
    auth::{
        AsPerson, Auth, Fresh, Required, Side,
        own::{NewAuthenticator, OwnSession, SecondFactor},
        perm,
    },
    error::Result,
    http::Id,
};

const PATH: &str = "/account";

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(page)
        .service(change_phrase)
        .service(set_up)
        .service(confirm)
        .service(make_codes)
        .service(remove)
        .service(end_others)
        .service(end_session);
}

/// The page.
#[derive(Template)]
#[template(path = "account/page.html")]
struct AccountPage {
    frame: Frame,
    sessions: Vec<(OwnSession, Ticket)>,
    others: Option<Ticket>,
    form: Form,
    factor: Option<SecondFactor>,
    /// For the presses about the second factor.
    ticket: Ticket,
}

impl AccountPage {
    fn must_have_one(&self) -> bool {
        self.frame.who.as_ref().is_some_and(|who| who.role.needs_second_factor())
    }
}

/// The secret of a new authenticator.
#[derive(Template)]
#[template(path = "account/authenticator.html")]
struct AuthenticatorPage {
    frame: Frame,
    picture: String,
    secret: String,
    form: Form,
}

/// The recovery codes, this once.
#[derive(Template)]
#[template(path = "account/codes.html")]
struct CodesPage {
    frame: Frame,
    codes: Vec<String>,
}

type Changing<T> = Posted<Fresh<perm::Session>, T>;

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PhraseForm {
    password_old: String,
    password_new: String,
    password_repeat: String,
    code: String,
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

async fn frame<P: Required<Side = AsPerson>>(auth: &Auth<P>, request: &HttpRequest) -> Result<Frame> {
    auth.read(async |tx, person| Frame::of(AsPerson::tx(tx), auth, person, request).await).await
}

async fn view(auth: &Auth<perm::Session>, request: &HttpRequest, trouble: &Trouble) -> Result<AccountPage> {
    let (frame, sessions) = (frame(auth, request).await?, auth.own_sessions().await?);
    let (factor, t) = (auth.second_factor().await?, frame.t);
    let secret = |name, autocomplete| {
        Field::new(t, name, "", Input::Line { kind: "password", autocomplete, mode: "text" })
    };
    let code = factor.map(|_| code_field(t).hint(t.second_factor_code_hint()));
    let fields = [
        secret("password_old", "current-password"),
        secret("password_new", "new-password").hint(t.pass_phrase_hint()),
        secret("password_repeat", "new-password"),
    ];
    let fields = fields.into_iter().chain(code).collect();
    let form = Form::new(&frame, format!("{PATH}/pass-phrase"), t.account_change_phrase(), 0, fields)
        .trouble_title(t.pass_phrase_not_set())
        .with(trouble, String::new());
    let others = (sessions.len() > 1).then(|| Ticket::new(&frame, 0));
    let sessions = sessions.into_iter().map(|session| (session, Ticket::new(&frame, 0))).collect();
    let ticket = Ticket::new(&frame, 0);
    Ok(AccountPage { frame, sessions, others, form, factor, ticket })
}

fn code_field(t: Lang) -> Field {
    let input = Input::Line { kind: "text", autocomplete: "one-time-code", mode: "text" };
    Field::new(t, "code", "", input)
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
        Ok(Some((old, new))) => {
            let code = Some(form.code.trim()).filter(|code| !code.is_empty());
            auth.change_phrase(old, new, code).await
        }
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

/// A picture of squares, black on white whatever the page's colours: cameras want it so.
fn picture(address: &str) -> Result<String> {
    let code = QrCode::new(address).map_err(|error| anyhow::anyhow!("picture: {error}"))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    // Inside a page there is no declaration.
    Ok(drawn.find("<svg").and_then(|at| drawn.get(at..)).unwrap_or_default().to_owned())
}

fn authenticator_view(
    mut frame: Frame,
    new: NewAuthenticator,
    trouble: &Trouble,
) -> Result<AuthenticatorPage> {
    let t = frame.t;
    // What they are told to do is what they do here.
    frame.enrol = None;
    let action = format!("{PATH}/second-factor/confirm");
    let form = Form::new(&frame, action, t.second_factor_confirm(), 0, vec![code_field(t)])
        .cancel(PATH)
        .with(trouble, String::new());
    Ok(AuthenticatorPage { picture: picture(&new.address)?, secret: new.secret, form, frame })
}

#[post("/account/second-factor")]
async fn set_up(request: HttpRequest, sent: Changing<Nothing>) -> Result<HttpResponse> {
    let new = sent.auth.begin_authenticator().await?;
    let view = authenticator_view(frame(&sent.auth, &request).await?, new, &Trouble::default())?;
    show(&view, &view.frame, StatusCode::OK)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CodeForm {
    code: String,
}

#[post("/account/second-factor/confirm")]
async fn confirm(request: HttpRequest, sent: Changing<CodeForm>) -> Result<HttpResponse> {
    let Posted { auth, form, .. } = sent;
    let confirmed = match missing([("code", form.code.trim())]) {
        Ok(()) => auth.confirm_authenticator(&form.code).await,
        Err(error) => Err(error),
    };
    match confirmed {
        Ok(codes) => show_codes(&auth, &request, codes).await,
        Err(error) => {
            let trouble = Trouble::of(error)?;
            let new = match auth.begun_authenticator().await {
                // Sent twice, or begun anew elsewhere: the page of the account shows what holds.
                Err(error) if error.code() == ErrorCode::WrongState => return Ok(see_other(PATH)),
                new => new?,
            };
            let view = authenticator_view(frame(&auth, &request).await?, new, &trouble)?;
            show(&view, &view.frame, trouble.status())
        }
    }
}

#[post("/account/second-factor/codes")]
async fn make_codes(request: HttpRequest, sent: Changing<Nothing>) -> Result<HttpResponse> {
    let codes = sent.auth.new_recovery_codes().await?;
    show_codes(&sent.auth, &request, codes).await
}

async fn show_codes(
    auth: &Auth<Fresh<perm::Session>>,
    request: &HttpRequest,
    codes: Vec<String>,
) -> Result<HttpResponse> {
    let view = CodesPage { frame: frame(auth, request).await?, codes };
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/account/second-factor/remove")]
async fn remove(sent: Changing<Nothing>) -> Result<HttpResponse> {
    sent.auth.remove_second_factor().await?;
    Ok(go(PATH, Done::SecondFactorRemoved))
}

#[post("/account/end-others")]
async fn end_others(sent: Changing<Nothing>) -> Result<HttpResponse> {
    sent.auth.end_others().await?;
    Ok(go(PATH, Done::SessionEnded))
}

#[post("/account/sessions/{id}/end")]
async fn end_session(id: Id<SessionId>, sent: Posted<perm::Session, Nothing>) -> Result<HttpResponse> {
    sent.auth.end_session(id.0).await?;
    Ok(go(PATH, Done::SessionEnded))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::slices::portal::sample::check;

    #[test]
    fn the_pages_of_the_second_factor_can_be_read_by_everybody_and_their_picture_is_a_part_of_them() {
        for t in [Lang::Vi, Lang::En] {
            let address = format!("otpauth://totp/{}?secret=ABCD&issuer=x", "a".repeat(200));
            let new =
                NewAuthenticator { address, secret: "ABCD EFGH IJKL MNOP QRST UVWX YZ23 4567".to_owned() };
            let wrong = Trouble::of(ErrorCode::SecondFactorWrong.into()).unwrap();
            let picture = authenticator_view(Frame::sample(t), new, &wrong).unwrap().render().unwrap();
            check(&picture, t);
            assert!(picture.contains("<svg") && !picture.contains("<?xml"), "{picture}");
            assert!(picture.contains(ErrorCode::SecondFactorWrong.message(t)), "{picture}");
            let codes = vec!["ABCD-EFGH-IJKL-MNOP-QRST-UVWX".to_owned(); 10];
            check(&CodesPage { frame: Frame::sample(t), codes }.render().unwrap(), t);
            for factor in [None, Some(SecondFactor { since: Timestamp::UNIX_EPOCH, codes_left: 1 })] {
                let frame = Frame::sample(t);
                let (ticket, form) =
                    (Ticket::new(&frame, 0), Form::new(&frame, "/x".to_owned(), "x", 0, vec![]));
                let account = AccountPage { frame, sessions: vec![], others: None, form, factor, ticket };
                let html = account.render().unwrap();
                check(&html, t);
                assert_eq!(html.contains(t.second_factor_few_codes()), factor.is_some(), "{html}");
            }
        }
    }
}
