//! Log in, log out, and the one-time link that sets a pass-phrase.
//!
//! | Address | Does |
//! |---|---|
//! | `GET`, `POST /log-in` | begins a session; every failure looks the same |
//! | `POST /log-in/passkey/options` | what a browser is asked for that logs in with a passkey |
//! | `POST /log-in/passkey` | begins a session for the owner of a passkey |
//! | `GET`, `POST /log-in/code` | goes on with a log-in whose pass-phrase was right and that waits for a code |
//! | `GET /session` | nothing; whoever asks keeps their session from ending unused |
//! | `POST /log-out` | ends it |
//! | `GET`, `POST /forgotten` | has a link sent to whoever forgot their pass-phrase; whatever is typed, the answer is the same |
//! | `GET /link/{link}` | swaps a one-time link for a short-lived cookie, so that it leaves the address bar |
//! | `GET`, `POST /set-pass-phrase` | sets the pass-phrase of the link in that cookie |

use actix_web::{
    FromRequest, HttpRequest, HttpResponse,
    cookie::{Cookie, time::Duration},
    get,
    http::{StatusCode, header::LOCATION},
    post,
    web::{Path, ServiceConfig},
};
use askama::Template;
use dondoc_shared::{error::ErrorCode, fold::compose, text::Lang};
use serde::Deserialize;
use serde_json::json;

use super::{
    Done, Field, Form, Frame, Input, Trouble,
    form::Nothing,
    layout::{self, cookie, local_path, show},
};
use dondoc_kernel::{
    auth::{
        Auth, Public,
        passkeys::Asked,
        perm,
        sessions::{Begun, Kind, LogIn},
    },
    error::{Error, Fault, FieldFault, Result, status_of},
    http::{Bearer, CHOSEN_COOKIE, Query, Sent, Site, Submitted},
    mail::message::is_address,
    secret::Secret,
};

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(log_in_page)
        .service(log_in)
        .service(passkey_options)
        .service(log_in_with_passkey)
        .service(code_page)
        .service(show_code)
        .service(stay)
        .service(log_out)
        .service(forgotten_page)
        .service(forgotten)
        .service(open_link)
        .service(set_pass_phrase_page)
        .service(set_pass_phrase);
}

/// A page with one form and nothing else.
#[derive(Template)]
#[template(path = "auth/alone.html")]
struct Alone {
    frame: Frame,
    title: &'static str,
    intro: Vec<String>,
    form: Form,
    /// Another way in, for browsers that take passkeys.
    passkey: Option<Form>,
    outro: &'static str,
    /// Another page, where that is where they want to be.
    other: Option<(&'static str, &'static str)>,
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LogInForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

fn line(kind: &'static str, autocomplete: &'static str, mode: &'static str) -> Input {
    Input::Line { kind, autocomplete, mode }
}

fn log_in_view(
    frame: Frame,
    next: &str,
    email: &str,
    typed: Vec<(&'static str, String)>,
    trouble: &Trouble,
) -> Alone {
    let t = frame.t;
    let passkey = passkey_form(&frame, next, &typed);
    let fields = vec![
        Field::new(t, "email", email, line("email", "username webauthn", "email")).hint(t.log_in_hint()),
        Field::new(t, "password", "", line("password", "current-password", "text")),
    ];
    let form = Form::new(&frame, leading_to("/log-in", next), t.log_in(), 0, fields)
        .carry(typed)
        .trouble_title(t.log_in_failed())
        .with(trouble, String::new());
    let other = Some(("/forgotten", t.forgotten()));
    Alone { frame, title: t.log_in(), intro: vec![], form, passkey, outro: "", other }
}

/// What sends a passkey, once the page's script has got one from the browser.
fn passkey_form(frame: &Frame, next: &str, typed: &[(&'static str, String)]) -> Option<Form> {
    let empty = ["_state", "_credential"].map(|name| (name, String::new()));
    let carried = empty.into_iter().chain(typed.iter().cloned()).collect();
    let action = leading_to("/log-in/passkey", next);
    frame.passkeys.then(|| Form::new(frame, action, frame.t.passkey_log_in(), 0, vec![]).carry(carried))
}

/// The address of a form after which the browser goes to `next`, if that is a page of ours.
fn leading_to(path: &str, next: &str) -> String {
    match local_path(next) {
        Some(next) => {
            let query =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
            format!("{path}?{query}")
        }
        None => path.to_owned(),
    }
}

fn code_view(mut frame: Frame, next: &str, typed: Vec<(&'static str, String)>, trouble: &Trouble) -> Alone {
    let t = frame.t;
    let fields = vec![
        Field::new(t, "code", "", line("text", "one-time-code", "text")).hint(t.second_factor_code_hint()),
    ];
    // Whoever changes the language here need not log in again.
    frame.here = leading_to("/log-in/code", next);
    let passkey = passkey_form(&frame, next, &typed);
    let mut form = Form::new(&frame, frame.here.clone(), t.log_in(), 0, fields)
        .carry(typed)
        .cancel("/log-in")
        .with(trouble, String::new());
    form.secrecy = false;
    let intro = vec![t.second_factor_intro().to_owned()];
    let title = t.second_factor_title();
    Alone { frame, title, intro, form, passkey, outro: t.second_factor_lost(), other: None }
}

/// What was typed before the session was over, handed on from page to page.
fn carried(sent: &Sent) -> Vec<(&'static str, String)> {
    ["_form", "_typed"].map(|name| (name, sent.hidden(name).unwrap_or_default().to_owned())).into()
}

/// Tells a log-in that waits for a code from all others.
fn step_cookie(site: &Site, step: String, life: Duration) -> Cookie<'static> {
    let mut carried = cookie(step_cookie_name(site), step, site.is_secure());
    carried.set_max_age(life);
    carried
}

fn step_cookie_name(site: &Site) -> &'static str {
    if site.is_secure() { "__Host-dondoc_step" } else { "dondoc_step" }
}

/// Tells the browser that is asked for a passkey from all others.
fn browser_of(request: &HttpRequest, site: &Site) -> Option<Secret> {
    request.cookie(browser_cookie_name(site)).and_then(|cookie| Secret::parse(cookie.value()))
}

fn browser_cookie_name(site: &Site) -> &'static str {
    if site.is_secure() { "__Host-dondoc_browser" } else { "dondoc_browser" }
}

/// What an earlier log-in has left in the browser.
fn device_of(request: &HttpRequest, site: &Site) -> Option<String> {
    request.cookie(site.device_cookie_name()).map(|cookie| cookie.value().to_owned())
}

/// The session that the browser has until now.
fn session_of(request: &HttpRequest, site: &Site) -> Option<Bearer> {
    request.cookie(site.cookie_name()).and_then(|cookie| Bearer::parse(cookie.value()))
}

fn step_of(request: &HttpRequest, site: &Site) -> Option<Bearer> {
    request.cookie(step_cookie_name(site)).and_then(|cookie| Bearer::parse(cookie.value()))
}

#[get("/log-in")]
async fn log_in_page(request: HttpRequest, public: Public, Query(next): Query<Next>) -> Result<HttpResponse> {
    if let Ok(auth) = Auth::<perm::Session>::extract(&request).await
        && auth.read(async |_, _| Ok(())).await.is_ok()
    {
        let to = local_path(&next.next).unwrap_or("/");
        return Ok(HttpResponse::SeeOther().insert_header((LOCATION, to)).finish());
    }
    let view = log_in_view(Frame::public(&public, &request), &next.next, "", vec![], &Trouble::default());
    let mut answer = show(&view, &view.frame, StatusCode::OK)?;
    if let Some(stale) = request.cookie(public.site().cookie_name()) {
        remove_cookie(&mut answer, stale.name(), public.site().is_secure())?;
    }
    Ok(answer)
}

#[post("/log-in")]
async fn log_in(
    request: HttpRequest,
    public: Public,
    Query(next): Query<Next>,
    sent: Submitted<LogInForm>,
) -> Result<HttpResponse> {
    let Submitted { form: LogInForm { email, password }, sent } = sent;
    let site = public.site();
    let device = device_of(&request, site);
    let before = session_of(&request, site);
    let tried = match missing([("email", email.trim()), ("password", &password)]) {
        Ok(()) => public.log_in(Kind::Portal, &email, &password, device.as_deref(), before).await,
        Err(error) => Err(error),
    };
    match tried {
        Ok(LogIn::Begun(begun, device)) => enter(&request, &public, (&next.next, &sent), begun, device).await,
        Ok(LogIn::AwaitsCode(step)) => {
            let frame = Frame::public(&public, &request);
            let view = code_view(frame, &next.next, carried(&sent), &Trouble::default());
            let mut answer = show(&view, &view.frame, StatusCode::OK)?;
            let step = step_cookie(site, step.text(), Duration::minutes(5));
            answer.add_cookie(&step).map_err(|e| anyhow::anyhow!("cookie: {e}"))?;
            Ok(answer)
        }
        Err(error) => {
            let (trouble, status) = refused(error, public.lang)?;
            let frame = Frame::public(&public, &request);
            let view = log_in_view(frame, &next.next, &email, carried(&sent), &trouble);
            show(&view, &view.frame, status)
        }
    }
}

/// Leads into the session that has begun; what was typed when the one before was over is kept for its writer.
async fn enter(
    request: &HttpRequest,
    public: &Public,
    (next, sent): (&str, &Sent),
    begun: Begun,
    device: String,
) -> Result<HttpResponse> {
    let site = public.site();
    let to = local_path(next).unwrap_or("/");
    let mut answer = HttpResponse::SeeOther().insert_header((LOCATION, to)).finish();
    if let Some((form, fields)) = typed_before(sent)
        && let Err(error) = public.keep_draft(&begun, form, &fields).await
    {
        // The session has begun all the same; what could not be kept is shown.
        tracing::warn!("what was typed before log-in is not kept: {error}");
        answer = not_kept(Frame::public(public, request), to, fields)?;
    }
    let session = cookie(site.cookie_name(), begun.bearer.text(), site.is_secure());
    for cookie in [session, device_cookie(site, device)] {
        answer.add_cookie(&cookie).map_err(|e| anyhow::anyhow!("cookie: {e}"))?;
    }
    Ok(answer)
}

#[post("/log-in/passkey/options")]
async fn passkey_options(
    request: HttpRequest,
    public: Public,
    sent: Submitted<Nothing>,
) -> Result<HttpResponse> {
    let Submitted { form: Nothing {}, .. } = sent;
    let site = public.site();
    // Kept where there is one: several windows may ask at the same time.
    let browser = browser_of(&request, site).unwrap_or_else(Secret::random);
    let Asked { options, state } = public.ask_for_passkey(&browser)?.ok_or(ErrorCode::NotFound)?;
    let browser = cookie(browser_cookie_name(site), browser.text(), site.is_secure());
    Ok(HttpResponse::Ok().cookie(browser).json(json!({"options": options, "state": state})))
}

#[post("/log-in/passkey")]
async fn log_in_with_passkey(
    request: HttpRequest,
    public: Public,
    Query(next): Query<Next>,
    sent: Submitted<Nothing>,
) -> Result<HttpResponse> {
    let Submitted { form: Nothing {}, sent } = sent;
    let site = public.site();
    let device = device_of(&request, site);
    let hidden = |name: &str| sent.hidden(name).unwrap_or_default();
    let shown = (hidden("_state"), hidden("_credential"));
    let tried = match browser_of(&request, site) {
        Some(browser) => {
            public.log_in_with_passkey(&browser, shown, device.as_deref(), session_of(&request, site)).await
        }
        None => Err(ErrorCode::SecondFactorWrong.into()),
    };
    match tried {
        Ok((begun, device)) => {
            let mut answer = enter(&request, &public, (&next.next, &sent), begun, device).await?;
            remove_cookie(&mut answer, step_cookie_name(site), site.is_secure())?;
            Ok(answer)
        }
        Err(error) if error.code() == ErrorCode::SecondFactorWrong => {
            let trouble = Trouble::said("", public.lang.passkey_refused().to_owned());
            let (frame, typed) = (Frame::public(&public, &request), carried(&sent));
            // Whoever has given their pass-phrase need not give it again.
            let view = match step_of(&request, site) {
                Some(_) => code_view(frame, &next.next, typed, &trouble),
                None => log_in_view(frame, &next.next, "", typed, &trouble),
            };
            show(&view, &view.frame, StatusCode::UNAUTHORIZED)
        }
        Err(error) => Err(error),
    }
}

#[get("/log-in/code")]
async fn code_page(request: HttpRequest, public: Public, Query(next): Query<Next>) -> Result<HttpResponse> {
    if step_of(&request, public.site()).is_none() {
        return Ok(layout::see_other(&leading_to("/log-in", &next.next)));
    }
    let view = code_view(Frame::public(&public, &request), &next.next, vec![], &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CodeForm {
    #[serde(default)]
    code: String,
}

#[post("/log-in/code")]
async fn show_code(
    request: HttpRequest,
    public: Public,
    Query(next): Query<Next>,
    sent: Submitted<CodeForm>,
) -> Result<HttpResponse> {
    let Submitted { form: CodeForm { code }, sent } = sent;
    let site = public.site();
    let device = device_of(&request, site);
    let before = session_of(&request, site);
    let tried = match (missing([("code", code.trim())]), step_of(&request, site)) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(step)) => public.show_code(step, &code, device.as_deref(), before).await,
        (Ok(()), None) => Err(ErrorCode::NotSignedIn.into()),
    };
    let error = match tried {
        Ok((begun, device)) => {
            let mut answer = enter(&request, &public, (&next.next, &sent), begun, device).await?;
            remove_cookie(&mut answer, step_cookie_name(site), site.is_secure())?;
            return Ok(answer);
        }
        Err(error) => error,
    };
    let frame = Frame::public(&public, &request);
    if error.code() == ErrorCode::NotSignedIn {
        let trouble = Trouble::said("email", public.lang.second_factor_over().to_owned());
        let view = log_in_view(frame, &next.next, "", carried(&sent), &trouble);
        let mut answer = show(&view, &view.frame, StatusCode::UNAUTHORIZED)?;
        remove_cookie(&mut answer, step_cookie_name(site), site.is_secure())?;
        return Ok(answer);
    }
    let (trouble, status) = match error {
        Error::TooMany(_) => {
            let status = status_of(error.code());
            (Trouble::said("code", public.lang.second_factor_used_up().to_owned()), status)
        }
        error => refused(error, public.lang)?,
    };
    let view = code_view(frame, &next.next, carried(&sent), &trouble);
    show(&view, &view.frame, status)
}

/// What was typed and could not be kept, to be copied from here before going on.
#[derive(Template)]
#[template(path = "auth/not_kept.html")]
struct NotKept<'a> {
    frame: Frame,
    to: &'a str,
    typed: Vec<(String, String)>,
}

fn not_kept(frame: Frame, to: &str, fields: Vec<(String, String)>) -> Result<HttpResponse> {
    let label = |name: String| frame.t.field_label(&name).map_or(name, str::to_owned);
    let typed = fields.into_iter().filter(|(_, text)| !text.is_empty());
    let page = NotKept { typed: typed.map(|(name, text)| (label(name), text)).collect(), to, frame };
    show(&page, &page.frame, StatusCode::OK)
}

/// The form that its writer's session did not outlive: where it was sent to, and what it held.
fn typed_before(sent: &Sent) -> Option<(&str, Vec<(String, String)>)> {
    let form = sent.hidden("_form").filter(|form| (1..=200).contains(&form.len()))?;
    let fields: Vec<(String, String)> = serde_json::from_str(sent.hidden("_typed")?).ok()?;
    (!fields.is_empty()).then_some((form, fields))
}

/// Boxes that were left empty.
pub(super) fn missing<const N: usize>(boxes: [(&str, &str); N]) -> Result<()> {
    let empty = boxes.into_iter().filter(|(_, typed)| typed.is_empty());
    let faults: Vec<_> = empty.map(|(name, _)| FieldFault::new(name, Fault::Missing)).collect();
    if faults.is_empty() { Ok(()) } else { Err(Error::Fields(faults)) }
}

/// A refused log-in: the same words for every reason, or how long to wait.
fn refused(error: Error, t: Lang) -> Result<(Trouble, StatusCode)> {
    if let Error::TooMany(seconds) | Error::Busy(seconds) = error {
        let mut text = format!("{} {}", error.code().message(t), t.wait_seconds(seconds));
        if seconds >= 120 {
            text = format!("{text} {}", t.known_device_helps());
        }
        return Ok((Trouble::said("email", text), status_of(error.code())));
    }
    let trouble = Trouble::of(error)?;
    let status = trouble.status();
    Ok((trouble, status))
}

/// Whoever reads a long page for half an hour says here that they are still there.
#[get("/session")]
async fn stay(auth: Auth<perm::Session>) -> Result<HttpResponse> {
    auth.read(async |_, _| Ok(())).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[post("/log-out")]
async fn log_out(request: HttpRequest, public: Public, sent: Submitted<Nothing>) -> Result<HttpResponse> {
    let site = public.site();
    if let Ok(auth) = Auth::<perm::Session>::extract(&request).await {
        match auth.receive(&sent.sent).await {
            Ok(()) => auth.log_out().await?,
            // It is over already.
            Err(error) if error.code() == ErrorCode::NotSignedIn => {}
            Err(error) => return Err(error),
        }
    }
    let mut answer = layout::go("/log-in", Done::LoggedOut);
    // Whoever uses the browser next reads their own language.
    for name in [site.cookie_name(), CHOSEN_COOKIE] {
        remove_cookie(&mut answer, name, site.is_secure())?;
    }
    // Not "cookies": that would forget the language as well, on a machine that may be shared by its owner alone.
    answer.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static("clear-site-data"),
        actix_web::http::header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForgottenForm {
    #[serde(default)]
    email: String,
}

fn forgotten_view(frame: Frame, email: &str, trouble: &Trouble) -> Alone {
    let t = frame.t;
    let fields = vec![Field::new(t, "email", email, line("email", "username", "email"))];
    let form = Form::new(&frame, "/forgotten".to_owned(), t.forgotten_send(), 0, fields)
        .cancel("/log-in")
        .with(trouble, String::new());
    let intro = vec![t.forgotten_explained().to_owned()];
    let (title, outro) = (t.forgotten(), t.forgotten_no_mail());
    Alone { frame, title, intro, form, passkey: None, outro, other: None }
}

#[get("/forgotten")]
async fn forgotten_page(request: HttpRequest, public: Public) -> Result<HttpResponse> {
    let view = forgotten_view(Frame::public(&public, &request), "", &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/forgotten")]
async fn forgotten(
    request: HttpRequest,
    public: Public,
    sent: Submitted<ForgottenForm>,
) -> Result<HttpResponse> {
    let email = sent.form.email;
    let asked = match missing([("email", email.trim())]) {
        Ok(()) if is_address(email.trim()) => public.forgotten(&email).await,
        Ok(()) => Err(Error::field("email", Fault::Malformed)),
        Err(error) => Err(error),
    };
    let Err(error) = asked else { return Ok(layout::go("/log-in", Done::LinkAsked)) };
    let (trouble, status) = refused(error, public.lang)?;
    let trouble = trouble.reword("email", Fault::Malformed, public.lang.people_email_like());
    let view = forgotten_view(Frame::public(&public, &request), &email, &trouble);
    show(&view, &view.frame, status)
}

fn remove_cookie(answer: &mut HttpResponse, name: &str, secure: bool) -> Result<()> {
    let mut gone: Cookie<'_> = cookie(name, String::new(), secure);
    gone.set_max_age(Duration::ZERO);
    answer.add_cookie(&gone).map_err(|e| anyhow::anyhow!("cookie: {e}").into())
}

/// Keeps what the browser shows at the next log-in.
fn device_cookie(site: &Site, device: String) -> Cookie<'_> {
    let mut cookie = cookie(site.device_cookie_name(), device, site.is_secure());
    // As long as browsers keep one.
    cookie.set_max_age(Duration::days(400));
    cookie
}

/// Carries the link from the address bar to the form.
fn link_cookie(site: &Site, link: String, life: Duration) -> Cookie<'static> {
    let mut carried = cookie(link_cookie_name(site), link, site.is_secure());
    carried.set_max_age(life);
    carried
}

fn link_cookie_name(site: &Site) -> &'static str {
    if site.is_secure() { "__Host-dondoc_link" } else { "dondoc_link" }
}

#[get("/link/{link}")]
async fn open_link(public: Public, link: Path<String>) -> Result<HttpResponse> {
    public.look_at_link(&link).await?;
    let carried = link_cookie(public.site(), link.into_inner(), Duration::minutes(30));
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((LOCATION, "/set-pass-phrase")).cookie(carried);
    Ok(answer.finish())
}

fn link_of(request: &HttpRequest, site: &Site) -> Result<String> {
    request.cookie(link_cookie_name(site)).map(|c| c.value().to_owned()).ok_or(ErrorCode::LinkInvalid.into())
}

fn pass_phrase_view(frame: Frame, email: &str, trouble: &Trouble) -> Alone {
    let t = frame.t;
    let fields = vec![
        Field::new(t, "password_new", "", line("password", "new-password", "text"))
            .hint(t.pass_phrase_hint()),
        Field::new(t, "password_repeat", "", line("password", "new-password", "text")),
    ];
    let form = Form::new(&frame, "/set-pass-phrase".to_owned(), t.set_pass_phrase(), 0, fields)
        .trouble_title(t.pass_phrase_not_set())
        .with(trouble, String::new());
    let intro = vec![format!("{}: {email}", t.set_pass_phrase_for())];
    let (title, outro) = (t.set_pass_phrase(), t.sessions_will_end());
    Alone { frame, title, intro, form, passkey: None, outro, other: None }
}

#[get("/set-pass-phrase")]
async fn set_pass_phrase_page(request: HttpRequest, public: Public) -> Result<HttpResponse> {
    let email = public.look_at_link(&link_of(&request, public.site())?).await?;
    let view = pass_phrase_view(Frame::public(&public, &request), &email, &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PassPhraseForm {
    #[serde(default)]
    password_new: String,
    #[serde(default)]
    password_repeat: String,
}

#[post("/set-pass-phrase")]
async fn set_pass_phrase(
    request: HttpRequest,
    public: Public,
    sent: Submitted<PassPhraseForm>,
) -> Result<HttpResponse> {
    let link = link_of(&request, public.site())?;
    let PassPhraseForm { password_new, password_repeat } = sent.form;
    let device = device_of(&request, public.site());
    let used = match missing([("password_new", &*password_new), ("password_repeat", &password_repeat)]) {
        Err(error) => Err(Trouble::of(error)),
        // Either form of Unicode, as at log-in: keyboards differ.
        Ok(()) if compose(&password_new) == compose(&password_repeat) => public
            .use_link(&link, &password_new, device.as_deref(), session_of(&request, public.site()))
            .await
            .map_err(Trouble::of),
        Ok(()) => Err(Ok(Trouble::said("password_repeat", public.lang.pass_phrases_differ().to_owned()))),
    };
    let trouble = match used {
        Err(trouble) => trouble?,
        Ok(device) => {
            let mut answer = layout::go("/log-in", Done::PassPhraseSet);
            let gone = link_cookie(public.site(), String::new(), Duration::ZERO);
            for cookie in [gone, device_cookie(public.site(), device)] {
                answer.add_cookie(&cookie).map_err(|e| anyhow::anyhow!("cookie: {e}"))?;
            }
            // Whoever was logged in here before may be somebody else.
            remove_cookie(&mut answer, public.site().cookie_name(), public.site().is_secure())?;
            return Ok(answer);
        }
    };
    let email = public.look_at_link(&link).await?;
    let view = pass_phrase_view(Frame::public(&public, &request), &email, &trouble);
    show(&view, &view.frame, trouble.status())
}
