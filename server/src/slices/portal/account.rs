//! One's own account: who one is, where one is logged in, another pass-phrase.
//!
//! | Address | Does |
//! |---|---|
//! | `GET /account` | shows it |
//! | `POST /account/pass-phrase` | sets another pass-phrase; all other sessions end |
//! | `POST /account/second-factor` | shows the secret of a new authenticator |
//! | `POST /account/second-factor/confirm` | puts it in force, and shows the recovery codes |
//! | `GET`, `POST /account/second-factor/codes` | shows new recovery codes, for a code |
//! | `GET`, `POST /account/second-factor/remove` | forgets the authenticator, for a code; without passkeys the second factor is off |
//! | `POST /account/passkeys` | asks the browser to make a passkey |
//! | `POST /account/passkeys/confirm` | keeps it |
//! | `GET`, `POST /account/passkeys/{id}/remove` | forgets it |
//! | `POST /account/end-others` | ends all other sessions |
//! | `POST /account/sessions/{id}/end` | ends one of them |

use actix_web::{FromRequest, HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    fold::compose,
    id::{PasskeyId, SessionId},
    text::Lang,
};
use qrcode::{QrCode, render::svg};
use serde::Deserialize;
use serde_json::Value;

use super::{
    Done, Field, Form, Frame, Input, Posted, Trouble,
    form::{Nothing, Ticket},
    layout::{go, see_other, show},
    sign_in::missing,
};
use dondoc_kernel::{
    auth::{
        AsPerson, Auth, Fresh, Required, Side,
        own::{NewAuthenticator, OwnSession, SecondFactor},
        passkeys::{Asked, NAME},
        perm,
    },
    error::{Error, Result, status_of},
    http::{Id, Submitted},
};

const PATH: &str = "/account";

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(page)
        .service(change_phrase)
        .service(set_up)
        .service(confirm)
        .service(codes_page)
        .service(make_codes)
        .service(remove_page)
        .service(remove)
        .service(new_passkey)
        .service(add_passkey)
        .service(remove_passkey_page)
        .service(remove_passkey)
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
    /// For the press that sets one up.
    ticket: Ticket,
}

/// What is asked once more, mostly for a code: new recovery codes, and whatever removes a part of the second factor.
#[derive(Template)]
#[template(path = "account/with_code.html")]
struct WithCodePage {
    frame: Frame,
    title: &'static str,
    explained: Vec<String>,
    form: Form,
}

/// The secret of a new authenticator.
#[derive(Template)]
#[template(path = "account/authenticator.html")]
struct AuthenticatorPage {
    frame: Frame,
    picture: String,
    /// For the app of the machine that shows the page.
    address: String,
    secret: String,
    form: Form,
}

/// What a browser is asked for that makes a passkey.
#[derive(Template)]
#[template(path = "account/passkey.html")]
struct PasskeyPage {
    frame: Frame,
    options: Value,
    /// Whether it turns the second factor on.
    first: bool,
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

async fn frame<P: Required<Side = AsPerson>>(auth: &Auth<P>, request: &HttpRequest) -> Result<Frame> {
    auth.read(async |tx, person| Frame::of(AsPerson::tx(tx), auth, person, request).await).await
}

async fn view(auth: &Auth<perm::Session>, request: &HttpRequest, trouble: &Trouble) -> Result<AccountPage> {
    let (frame, sessions) = (frame(auth, request).await?, auth.own_sessions().await?);
    let (factor, t) = (auth.second_factor().await?, frame.t);
    let secret = |name, autocomplete| {
        Field::new(t, name, "", Input::Line { kind: "password", autocomplete, mode: "text" })
    };
    let authenticator = factor.as_ref().filter(|factor| factor.authenticator);
    let code = authenticator.map(|_| code_field(t).hint(t.second_factor_code_hint()));
    let fields = [
        secret("password_old", "current-password"),
        secret("password_new", "new-password").hint(t.pass_phrase_hint()),
        secret("password_repeat", "new-password"),
    ];
    let fields = fields.into_iter().chain(code).collect();
    let mut form = Form::new(&frame, format!("{PATH}/pass-phrase"), t.account_change_phrase(), 0, fields)
        .trouble_title(t.pass_phrase_not_set())
        .with(trouble, String::new());
    form.secrecy = false;
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
    let code = Some(form.code.trim()).filter(|code| !code.is_empty());
    let without_codes =
        code.is_none() && auth.second_factor().await?.is_some_and(|factor| !factor.authenticator);
    let changed = match form.read() {
        Ok(Some((old, new))) if without_codes => {
            Auth::<Fresh<perm::Session>>::extract(&request).await?.change_phrase_by_proof(old, new).await
        }
        Ok(Some((old, new))) => auth.change_phrase(old, new, code).await,
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

/// A form of one field at most.
fn short_form(
    frame: &Frame,
    action: String,
    button: &str,
    field: impl Into<Option<Field>>,
    trouble: &Trouble,
) -> Form {
    let fields = field.into().into_iter().collect();
    let mut form = Form::new(frame, action, button, 0, fields).cancel(PATH).with(trouble, String::new());
    form.secrecy = false;
    form
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
    let form = short_form(&frame, action, t.second_factor_confirm(), code_field(t), trouble);
    let NewAuthenticator { address, secret } = new;
    Ok(AuthenticatorPage { picture: picture(&address)?, address, secret, form, frame })
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
    match with_code(&form, async |code| auth.confirm_authenticator(code).await).await {
        Ok(codes) if codes.is_empty() => Ok(go(PATH, Done::AuthenticatorAdded)),
        Ok(codes) => show_codes(&auth, &request, codes, Done::SecondFactorSet).await,
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

/// Whether the reader's role must have a second factor.
fn must_have_one(frame: &Frame) -> bool {
    frame.who.as_ref().is_some_and(|who| who.role.needs_second_factor())
}

/// An act that wants a code.
#[derive(Clone, Copy)]
enum WithCode {
    NewCodes,
    Remove,
}

impl WithCode {
    fn view(self, frame: Frame, factor: &SecondFactor, trouble: &Trouble) -> WithCodePage {
        let t = frame.t;
        let (word, title, mut explained) = match self {
            Self::NewCodes => {
                ("codes", t.second_factor_new_codes(), vec![t.second_factor_new_codes_explained()])
            }
            Self::Remove if factor.passkeys.is_empty() => {
                ("remove", t.second_factor_remove(), vec![t.second_factor_remove_explained()])
            }
            Self::Remove => {
                let explained = vec![t.second_factor_authenticator_remove_explained()];
                ("remove", t.second_factor_authenticator_remove(), explained)
            }
        };
        if matches!(self, Self::Remove) && factor.passkeys.is_empty() && must_have_one(&frame) {
            explained.push(t.second_factor_needed_again());
        }
        let code = factor.authenticator.then(|| code_field(t).hint(t.second_factor_code_hint()));
        let form = short_form(&frame, format!("{PATH}/second-factor/{word}"), title, code, trouble);
        let explained = explained.into_iter().map(str::to_owned).collect();
        WithCodePage { frame, title, explained, form }
    }

    /// The page, where there is a second factor.
    async fn page(self, auth: &Auth<perm::Session>, request: &HttpRequest) -> Result<HttpResponse> {
        let Some(factor) = self.about(auth).await? else { return Ok(see_other(PATH)) };
        let view = self.view(frame(auth, request).await?, &factor, &Trouble::default());
        show(&view, &view.frame, StatusCode::OK)
    }

    /// The second factor that it is about, if any.
    async fn about<P: Required<Side = AsPerson>>(self, auth: &Auth<P>) -> Result<Option<SecondFactor>> {
        let factor = auth.second_factor().await?;
        Ok(factor.filter(|factor| factor.authenticator || matches!(self, Self::NewCodes)))
    }

    /// The page once more, with what was wrong.
    async fn came_back(
        self,
        auth: &Auth<Fresh<perm::Session>>,
        request: &HttpRequest,
        error: Error,
    ) -> Result<HttpResponse> {
        let Some(factor) = self.about(auth).await? else { return Ok(see_other(PATH)) };
        let frame = frame(auth, request).await?;
        let status = status_of(error.code());
        let trouble = match error {
            Error::TooMany(_) => Trouble::said("code", frame.t.second_factor_used_up().to_owned()),
            error => Trouble::of(error)?,
        };
        let view = self.view(frame, &factor, &trouble);
        show(&view, &view.frame, status)
    }
}

/// Does what wants a code, once one is filled in.
async fn with_code<R>(form: &CodeForm, act: impl AsyncFnOnce(&str) -> Result<R>) -> Result<R> {
    missing([("code", form.code.trim())])?;
    act(&form.code).await
}

#[get("/account/second-factor/codes")]
async fn codes_page(request: HttpRequest, auth: Auth<perm::Session>) -> Result<HttpResponse> {
    WithCode::NewCodes.page(&auth, &request).await
}

#[post("/account/second-factor/codes")]
async fn make_codes(request: HttpRequest, sent: Changing<CodeForm>) -> Result<HttpResponse> {
    let asks = sent.auth.second_factor().await?.is_some_and(|factor| factor.authenticator);
    let made = if asks {
        with_code(&sent.form, async |code| sent.auth.new_recovery_codes(Some(code)).await).await
    } else {
        sent.auth.new_recovery_codes(None).await
    };
    match made {
        Ok(codes) => show_codes(&sent.auth, &request, codes, Done::RecoveryCodesMade).await,
        Err(error) => WithCode::NewCodes.came_back(&sent.auth, &request, error).await,
    }
}

async fn show_codes(
    auth: &Auth<Fresh<perm::Session>>,
    request: &HttpRequest,
    codes: Vec<String>,
    done: Done,
) -> Result<HttpResponse> {
    let mut frame = frame(auth, request).await?;
    frame.done = Some(done.text(frame.t));
    // Another language would be another page, and this one is shown once.
    frame.once = true;
    let view = CodesPage { frame, codes };
    show(&view, &view.frame, StatusCode::OK)
}

#[get("/account/second-factor/remove")]
async fn remove_page(request: HttpRequest, auth: Auth<perm::Session>) -> Result<HttpResponse> {
    WithCode::Remove.page(&auth, &request).await
}

#[post("/account/second-factor/remove")]
async fn remove(request: HttpRequest, sent: Changing<CodeForm>) -> Result<HttpResponse> {
    match with_code(&sent.form, async |code| sent.auth.remove_authenticator(code).await).await {
        Ok(()) if sent.auth.second_factor().await?.is_some() => Ok(go(PATH, Done::AuthenticatorRemoved)),
        Ok(()) => Ok(go(PATH, Done::SecondFactorRemoved)),
        Err(error) => WithCode::Remove.came_back(&sent.auth, &request, error).await,
    }
}

async fn passkey_view(
    auth: &Auth<Fresh<perm::Session>>,
    request: &HttpRequest,
    name: &str,
    trouble: &Trouble,
) -> Result<PasskeyPage> {
    let Asked { options, state } = auth.ask_for_new_passkey().await?;
    let mut frame = frame(auth, request).await?;
    // What they are told to do is what they do here.
    frame.enrol = None;
    let t = frame.t;
    let field = Field::new(t, "passkey_name", name, Input::text()).hint(t.passkey_name_hint()).at_most(NAME);
    let action = format!("{PATH}/passkeys/confirm");
    let form = short_form(&frame, action, t.passkey_add(), field, trouble)
        .carry(vec![("_state", state), ("_credential", String::new())]);
    let first = auth.second_factor().await?.is_none();
    Ok(PasskeyPage { frame, options, first, form })
}

#[post("/account/passkeys")]
async fn new_passkey(request: HttpRequest, sent: Changing<Nothing>) -> Result<HttpResponse> {
    let view = passkey_view(&sent.auth, &request, "", &Trouble::default()).await?;
    show(&view, &view.frame, StatusCode::OK)
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct PasskeyForm {
    passkey_name: String,
}

/// What the page's script has filled in is hidden: it is not kept as typed.
#[post("/account/passkeys/confirm")]
async fn add_passkey(request: HttpRequest, sent: Submitted<PasskeyForm>) -> Result<HttpResponse> {
    let Submitted { form: PasskeyForm { passkey_name }, sent } = sent;
    let auth = Auth::<Fresh<perm::Session>>::extract(&request).await?;
    auth.receive(&sent).await?;
    let hidden = |name: &str| sent.hidden(name).unwrap_or_default();
    let trouble = match auth.add_passkey(&passkey_name, hidden("_state"), hidden("_credential")).await {
        Ok(codes) if codes.is_empty() => return Ok(go(PATH, Done::PasskeyAdded)),
        Ok(codes) => return show_codes(&auth, &request, codes, Done::SecondFactorSet).await,
        Err(error) if error.code() == ErrorCode::SecondFactorWrong => {
            let lang = auth.read(async |_, person| Ok(person.lang)).await?;
            Trouble::said("", lang.passkey_add_failed().to_owned())
        }
        Err(error) => Trouble::of(error)?,
    };
    let view = passkey_view(&auth, &request, &passkey_name, &trouble).await?;
    show(&view, &view.frame, trouble.status())
}

#[get("/account/passkeys/{id}/remove")]
async fn remove_passkey_page(
    request: HttpRequest,
    id: Id<PasskeyId>,
    auth: Auth<perm::Session>,
) -> Result<HttpResponse> {
    let factor = auth.second_factor().await?;
    let named = |factor: &SecondFactor| {
        let passkey = factor.passkeys.iter().find(|passkey| passkey.id == id.0)?;
        Some((passkey.name.clone(), factor.passkeys.len() == 1 && !factor.authenticator))
    };
    // Pressed twice, or removed elsewhere: the page of the account shows what holds.
    let Some((name, last)) = factor.as_ref().and_then(named) else { return Ok(see_other(PATH)) };
    let view = removal_view(frame(&auth, &request).await?, id.0, &name, last);
    show(&view, &view.frame, StatusCode::OK)
}

fn removal_view(frame: Frame, id: PasskeyId, name: &str, last: bool) -> WithCodePage {
    let (t, must_have_one) = (frame.t, must_have_one(&frame));
    let explained = [
        Some(t.access_passkey_removed_opening(name)),
        last.then(|| t.passkey_last_explained().to_owned()),
        (last && must_have_one).then(|| t.second_factor_needed_again().to_owned()),
    ];
    let action = format!("{PATH}/passkeys/{id}/remove");
    let form = short_form(&frame, action, t.passkey_remove(), None, &Trouble::default());
    WithCodePage {
        frame,
        title: t.passkey_remove(),
        explained: explained.into_iter().flatten().collect(),
        form,
    }
}

#[post("/account/passkeys/{id}/remove")]
async fn remove_passkey(id: Id<PasskeyId>, sent: Changing<Nothing>) -> Result<HttpResponse> {
    sent.auth.remove_passkey(id.0).await?;
    let left = sent.auth.second_factor().await?;
    Ok(go(PATH, if left.is_some() { Done::PasskeyRemoved } else { Done::SecondFactorRemoved }))
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
    use dondoc_kernel::auth::passkeys::OwnPasskey;
    use jiff::Timestamp;

    use super::*;
    use crate::slices::portal::sample::check;

    fn factor(authenticator: bool) -> SecondFactor {
        let passkey = OwnPasskey {
            id: PasskeyId(uuid::Uuid::nil()),
            name: "Điện thoại <b>của tôi</b>".to_owned(),
            created_at: Timestamp::UNIX_EPOCH,
            used_at: authenticator.then_some(Timestamp::UNIX_EPOCH),
        };
        SecondFactor { since: Timestamp::UNIX_EPOCH, codes_left: 1, authenticator, passkeys: vec![passkey] }
    }

    #[test]
    fn a_passkey_is_asked_for_on_a_page_that_says_where_none_can_be_made() {
        for t in [Lang::Vi, Lang::En] {
            let frame = Frame::sample(t);
            let trouble = Trouble::said("", t.passkey_add_failed().to_owned());
            let form = short_form(&frame, "/x".to_owned(), t.passkey_add(), None, &trouble);
            let options = serde_json::json!({"publicKey": {}});
            let html = PasskeyPage { frame, options, first: true, form }.render().unwrap();
            check(&html, t);
            assert!(html.contains("{&#34;publicKey&#34;:{}}"), "{html}");
            assert!(html.contains(t.passkey_first_explained()), "{html}");
            assert!(html.contains(t.passkeys_not_here()) && html.contains(t.passkey_add_failed()), "{html}");
        }
    }

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
            let [with, without] = [true, false].map(factor);
            for (act, factor) in
                [(WithCode::NewCodes, &with), (WithCode::NewCodes, &without), (WithCode::Remove, &with)]
            {
                let html = act.view(Frame::sample(t), factor, &wrong).render().unwrap();
                check(&html, t);
                assert_eq!(html.contains("name=\"code\""), factor.authenticator, "{html}");
            }
            for factor in [None, Some(with), Some(without)] {
                let frame = Frame::sample(t);
                let (ticket, form) =
                    (Ticket::new(&frame, 0), Form::new(&frame, "/x".to_owned(), "x", 0, vec![]));
                let [few, last] =
                    [factor.is_some(), factor.as_ref().is_some_and(|factor| !factor.authenticator)];
                let account = AccountPage { frame, sessions: vec![], others: None, form, factor, ticket };
                let html = account.render().unwrap();
                check(&html, t);
                assert_eq!(html.contains(t.second_factor_few_codes()), few, "{html}");
                assert_eq!(html.contains(t.passkeys_without_authenticator()), last, "{html}");
                let id = PasskeyId(uuid::Uuid::nil());
                let html = removal_view(Frame::sample(t), id, "Máy <b>", last).render().unwrap();
                check(&html, t);
                for text in [t.passkey_last_explained(), t.second_factor_needed_again()] {
                    assert_eq!(html.contains(text), last, "{html}");
                }
            }
        }
    }
}
