//! A console is let in from the browser of somebody of the Working Group (R189).
//!
//! | Address | Does |
//! |---|---|
//! | `GET /console` | asks for the code that the console shows |
//! | `POST /console` | says which machine shows it |
//! | `POST /console/let-in` | lets it in |
//! | `POST /console/refuse` | does not |

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::error::ErrorCode;
use serde::Deserialize;

use super::{
    Done, Field, Form, Frame, Input, Posted, Trouble,
    layout::{go, show},
    sign_in::missing,
};
use dondoc_kernel::{
    auth::{Auth, Fresh, console::Asking, perm},
    error::{Error, Result, status_of},
};

const PATH: &str = "/console";
const ACCOUNT: &str = "/account";

type National = Fresh<perm::ReadNational>;

pub fn routes(config: &mut ServiceConfig) {
    config.service(page).service(look).service(let_in).service(refuse);
}

/// Which console?
#[derive(Template)]
#[template(path = "account/console.html")]
struct ConsolePage {
    frame: Frame,
    form: Form,
}

/// This one?
#[derive(Template)]
#[template(path = "account/console_asks.html")]
struct AsksPage {
    frame: Frame,
    asking: Asking,
    /// Letting it in, and refusing it.
    acts: [Form; 2],
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CodeForm {
    console_code: String,
}

async fn frame(auth: &Auth<National>, request: &HttpRequest) -> Result<Frame> {
    auth.read(async |tx, person| Frame::of(tx, auth, person, request).await).await
}

fn code_view(frame: Frame, typed: &str, trouble: &Trouble) -> ConsolePage {
    let t = frame.t;
    let field = Field::new(t, "console_code", typed, Input::text()).hint(t.console_code_hint());
    let mut form = Form::new(&frame, PATH.to_owned(), t.go_on(), 0, vec![field])
        .cancel(ACCOUNT)
        .with(trouble, String::new());
    form.secrecy = false;
    ConsolePage { frame, form }
}

fn asks_view(frame: Frame, asking: Asking, code: &str) -> AsksPage {
    let t = frame.t;
    let act = |word, button| {
        let form = Form::new(&frame, format!("{PATH}/{word}"), button, 0, vec![]);
        form.carry(vec![("console_code", code.to_owned())])
    };
    let acts = [act("let-in", t.console_let_in_yes()), act("refuse", t.console_let_in_no())];
    AsksPage { frame, asking, acts }
}

/// The page that asks for a code, once more.
async fn came_back(
    auth: &Auth<National>,
    request: &HttpRequest,
    typed: &str,
    error: Error,
) -> Result<HttpResponse> {
    let (frame, code) = (frame(auth, request).await?, error.code());
    let said = |text: &str| Trouble::said("console_code", text.to_owned());
    let (trouble, status) = match code {
        ErrorCode::NotFound => {
            let trouble = said(frame.t.console_code_unknown());
            let status = trouble.status();
            (trouble, status)
        }
        ErrorCode::TooManyAttempts => (said(frame.t.console_codes_used_up()), status_of(code)),
        _ => {
            let trouble = Trouble::of(error)?;
            let status = trouble.status();
            (trouble, status)
        }
    };
    let view = code_view(frame, typed, &trouble);
    show(&view, &view.frame, status)
}

#[get("/console")]
async fn page(request: HttpRequest, auth: Auth<National>) -> Result<HttpResponse> {
    let view = code_view(frame(&auth, &request).await?, "", &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/console")]
async fn look(request: HttpRequest, sent: Posted<National, CodeForm>) -> Result<HttpResponse> {
    let Posted { auth, form: CodeForm { console_code }, .. } = sent;
    let found = match missing([("console_code", console_code.trim())]) {
        Ok(()) => auth.asking_console(&console_code).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(asking) => {
            let view = asks_view(frame(&auth, &request).await?, asking, &console_code);
            show(&view, &view.frame, StatusCode::OK)
        }
        Err(error) => came_back(&auth, &request, &console_code, error).await,
    }
}

async fn decide(
    request: &HttpRequest,
    sent: Posted<National, CodeForm>,
    lets_in: bool,
) -> Result<HttpResponse> {
    let Posted { auth, form: CodeForm { console_code }, .. } = sent;
    match auth.decide_on_console(&console_code, lets_in).await {
        Ok(()) => Ok(go(ACCOUNT, if lets_in { Done::ConsoleLetIn } else { Done::ConsoleRefused })),
        Err(error) => came_back(&auth, request, &console_code, error).await,
    }
}

#[post("/console/let-in")]
async fn let_in(request: HttpRequest, sent: Posted<National, CodeForm>) -> Result<HttpResponse> {
    decide(&request, sent, true).await
}

#[post("/console/refuse")]
async fn refuse(request: HttpRequest, sent: Posted<National, CodeForm>) -> Result<HttpResponse> {
    decide(&request, sent, false).await
}

#[cfg(test)]
mod tests {
    use dondoc_shared::text::Lang;
    use jiff::Timestamp;

    use super::*;
    use crate::slices::portal::sample::check;

    #[test]
    fn the_page_of_a_console_says_which_machine_asks_and_whom_it_will_work_as() {
        for t in [Lang::Vi, Lang::En] {
            let trouble = Trouble::said("console_code", t.console_code_unknown().to_owned());
            let html = code_view(Frame::sample(t), "<b>", &trouble).render().unwrap();
            check(&html, t);
            assert!(
                html.contains("value=\"&#60;b&#62;\"") && html.contains(t.console_code_unknown()),
                "{html}"
            );
            let host = "<script>".repeat(12);
            let asking = Asking { host, address: "2001:db8::1".to_owned(), asked_at: Timestamp::UNIX_EPOCH };
            let html = asks_view(Frame::sample(t), asking, "bcdf-ghjk").render().unwrap();
            check(&html, t);
            assert!(html.contains("&#60;script") && html.contains("2001:db8::1"), "{html}");
        }
    }
}
