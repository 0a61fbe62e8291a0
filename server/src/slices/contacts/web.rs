//! The page of contacts: all offices, and one of them at a time to change.

use actix_web::{HttpRequest, HttpResponse, get, http::StatusCode, post, web::ServiceConfig};
use askama::Template;
use dondoc_shared::{
    error::ErrorCode,
    wire::{
        ContactRole,
        contact::{Contact, NewContact},
    },
};
use serde::Deserialize;

use super::api::role_of;
use crate::{
    domain::recipients::{self, Suspended},
    slices::portal::{Done, Field, Form, Frame, Input, Posted, Trouble, layout, show},
};
use dondoc_kernel::{
    auth::{Auth, perm},
    db::Version,
    error::{Fault, Result},
};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_page).service(form_page).service(send);
}

/// The list.
#[derive(Template)]
#[template(path = "contacts/list.html")]
struct OfficesPage {
    frame: Frame,
    contacts: Vec<Contact>,
    suspended: Vec<Suspended>,
}

impl OfficesPage {
    /// Whether mail to this address came back, or its reader complained.
    fn is_suspended(&self, address: &str) -> bool {
        self.suspended.iter().any(|one| one.address.eq_ignore_ascii_case(address))
    }
}

/// The form of one office.
#[derive(Template)]
#[template(path = "contacts/form.html")]
struct OfficePage {
    frame: Frame,
    title: String,
    form: Form,
}

/// The fields as they were typed.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ContactForm {
    office: String,
    address: String,
}

async fn look(auth: &Auth<perm::ManageContacts>, request: &HttpRequest) -> Result<(Frame, Vec<Contact>)> {
    auth.read(async |tx, person| {
        let frame = Frame::of(tx, auth, person, request).await?;
        Ok((frame, super::list(tx, person.tenant).await?))
    })
    .await
}

fn view(
    frame: Frame,
    stored: &Contact,
    typed: &ContactForm,
    seen: Option<Version>,
    trouble: &Trouble,
) -> OfficePage {
    let t = frame.t;
    let address = Input::Line { kind: "email", autocomplete: "off", mode: "email" };
    let fields = vec![
        Field::new(t, "office", &typed.office, Input::text()).at_most(200),
        Field::new(t, "address", &typed.address, address).hint(t.one_address_hint()),
    ];
    let version = trouble.version(seen, stored.version);
    let form = Form::new(&frame, format!("/contacts/{}", stored.role), t.save(), version, fields)
        .cancel("/contacts")
        .with(trouble, format!("{}, {}", stored.office, stored.address));
    OfficePage { title: t.change_named(stored.role.name(t)), frame, form }
}

fn of_role(contacts: &[Contact], role: ContactRole) -> Result<&Contact> {
    contacts.iter().find(|contact| contact.role == role).ok_or(ErrorCode::NotFound.into())
}

#[get("/contacts")]
async fn list_page(request: HttpRequest, auth: Auth<perm::ManageContacts>) -> Result<HttpResponse> {
    let (frame, contacts) = look(&auth, &request).await?;
    let suspended =
        auth.read(async |tx, person| recipients::store::suspended(tx, person.tenant).await).await?;
    let view = OfficesPage { frame, contacts, suspended };
    show(&view, &view.frame, StatusCode::OK)
}

#[get("/contacts/{role}")]
async fn form_page(request: HttpRequest, auth: Auth<perm::ManageContacts>) -> Result<HttpResponse> {
    let (frame, contacts) = look(&auth, &request).await?;
    let stored = of_role(&contacts, role_of(&request)?)?;
    let typed = ContactForm { office: stored.office.clone(), address: stored.address.clone() };
    let view = view(frame, stored, &typed, None, &Trouble::default());
    show(&view, &view.frame, StatusCode::OK)
}

#[post("/contacts/{role}")]
async fn send(request: HttpRequest, sent: Posted<perm::ManageContacts, ContactForm>) -> Result<HttpResponse> {
    let Posted { auth, form, command } = sent;
    let (role, seen) = (role_of(&request)?, command.version()?);
    let input = NewContact { office: form.office.clone(), address: form.address.clone() };
    let written = auth.once(&command, &input, async |tx, _| super::put(tx, role, seen, &input).await).await;
    let Err(error) = written else { return Ok(layout::go("/contacts", Done::ContactSaved)) };
    let trouble = Trouble::of(error)?;
    let (frame, contacts) = look(&auth, &request).await?;
    let t = frame.t;
    let trouble = trouble.reword("address", Fault::Malformed, t.one_address_like()).reword(
        "address",
        Fault::Missing,
        t.contact_is_not_emptied(),
    );
    let view = view(frame, of_role(&contacts, role)?, &form, Some(seen), &trouble);
    show(&view, &view.frame, trouble.status())
}

#[cfg(test)]
mod tests {
    use dondoc_shared::{text::Lang, wire::mail::SuspensionReason};

    use super::*;

    fn contact(role: ContactRole, version: i32) -> Contact {
        let (office, address) = ("Văn thư <Sở>".to_owned(), "vanthu@ha-noi.example".to_owned());
        Contact { role, office, address, verified_at: None, version }
    }

    #[test]
    fn a_stale_contact_shows_what_is_stored_beside_what_was_typed() {
        for t in [Lang::Vi, Lang::En] {
            let typed = ContactForm { office: "Phòng \"mới\"".to_owned(), address: "x".to_owned() };
            let stored = contact(ContactRole::FocalHead, 4);
            let trouble = Trouble::of(ErrorCode::VersionStale.into()).unwrap();
            let html = view(Frame::sample(t), &stored, &typed, Some(Version(3)), &trouble).render().unwrap();
            crate::slices::portal::sample::check(&html, t);
            assert!(html.contains("Văn thư &#60;Sở&#62;, vanthu@ha-noi.example"), "{html}");
            assert!(html.contains("Phòng &#34;mới&#34;") && html.contains(t.stale_send()));
            assert!(html.contains(r#"name="_version" value="4""#));
        }
    }

    #[test]
    fn the_list_names_every_office_and_says_where_no_address_is() {
        for t in [Lang::Vi, Lang::En] {
            let empty = Contact {
                address: String::new(),
                office: String::new(),
                ..contact(ContactRole::FocalHead, 0)
            };
            let contacts = vec![contact(ContactRole::AgencyMailbox, 1), empty];
            let suspended = vec![Suspended {
                address: "vanthu@ha-noi.example".to_owned(),
                reason: SuspensionReason::Bounce,
                detail: "550 <b>".to_owned(),
                since: jiff::Timestamp::UNIX_EPOCH,
            }];
            let html = OfficesPage { frame: Frame::sample(t), contacts, suspended }.render().unwrap();
            crate::slices::portal::sample::check(&html, t);
            assert!(html.contains("vanthu@ha-noi.example") && html.contains(t.contact_missing()));
            assert!(html.contains(t.suspended_addresses()) && html.contains("550 &#60;b&#62;"));
        }
    }
}
