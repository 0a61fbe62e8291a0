//! What a person may choose of their mail, and its page in the portal: its language (R141), and, of whoever is reminded, to do
//! without reminders before the due date (R47). Nothing else may be switched off: neither reminders on or after the due date, nor
//! mail that a person sends.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{id::UserId, text::Lang};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::choice as store;
use crate::slices::portal::{Choice, Done, Field, Form, Frame, Input, Posted, Trouble, layout, show};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::{
        TenantTx,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
};

/// Where the page is.
pub const PATH: &str = "/account/reminders";

pub fn routes(config: &mut ServiceConfig) {
    config.service(page).service(send);
}

/// Notes what the signed-in person wants.
async fn choose(tx: &mut TenantTx, user: UserId, early: bool) -> Result<Logged<()>> {
    let tenant = tx.own();
    store::choose(tx, user, early).await?;
    let entry = Entry {
        tenant,
        action: "choose_reminders",
        subject_kind: "user",
        subject_id: Some(user.0),
        detail: json!({"early": early}),
    };
    Ok(Logged::new((), entry))
}

/// The page.
#[derive(Template)]
#[template(path = "reminders/choice.html")]
struct ChoicePage {
    frame: Frame,
    form: Form,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ChoiceForm {
    early: String,
    mail_lang: String,
}

fn view(frame: Frame, picked: &ChoiceForm, trouble: &Trouble) -> ChoicePage {
    let t = frame.t;
    let choice = |value: &str, label: &str| Choice { value: value.to_owned(), label: label.to_owned() };
    let choices = vec![choice("on", t.early_on()), choice("off", t.early_off())];
    let langs = Lang::ALL.iter().map(|lang| choice(lang.as_str(), lang.other().other_language()));
    let early = Field::new(t, "early", &picked.early, Input::Radios(choices)).labelled(t.early_label());
    let mail_lang = Field::new(t, "mail_lang", &picked.mail_lang, Input::Radios(langs.collect()))
        .labelled(t.mail_lang_label())
        .hint(t.mail_lang_hint());
    let fields = frame.may_report_progress().then_some(early).into_iter().chain([mail_lang]).collect();
    let form =
        Form::new(&frame, PATH.to_owned(), t.save(), 0, fields).cancel("/").with(trouble, String::new());
    ChoicePage { frame, form }
}

async fn look(auth: &Auth<perm::ChooseMail>, request: &HttpRequest) -> Result<(Frame, ChoiceForm)> {
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        let early = if store::early(tx, person.tenant, person.id).await? { "on" } else { "off" };
        let mail_lang = person.mail_lang.as_str();
        Ok((frame, ChoiceForm { early: early.to_owned(), mail_lang: mail_lang.to_owned() }))
    })
    .await
}

#[get("/account/reminders")]
async fn page(request: HttpRequest, auth: Auth<perm::ChooseMail>) -> Result<HttpResponse> {
    let (frame, picked) = look(&auth, &request).await?;
    let view = view(frame, &picked, &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/account/reminders")]
async fn send(request: HttpRequest, sent: Posted<perm::ChooseMail, ChoiceForm>) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let malformed = |field| Err(Error::field(field, Fault::Malformed));
    let early = match form.early.as_str() {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    };
    let (frame, _) = look(&auth, &request).await?;
    let is_reminded = frame.may_report_progress();
    let written = match (early, form.mail_lang.parse()) {
        (None, _) if is_reminded => malformed("early"),
        (_, Err(_)) => malformed("mail_lang"),
        (early, Ok(lang)) => {
            auth.choose_lang(lang).await?;
            match early.filter(|_| is_reminded) {
                Some(early) => {
                    auth.once(&command, &form, async |tx, person| choose(tx, person.id, early).await).await
                }
                None => Ok(()),
            }
        }
    };
    let Err(error) = written else { return Ok(layout::go(PATH, Done::RemindersChosen)) };
    let trouble = Trouble::of(error)?;
    let view = view(frame, &form, &trouble);
    show(&view, &view.frame, trouble.status())
}
