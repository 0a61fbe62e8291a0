//! JSON of contacts.

use actix_web::{HttpRequest, get, put, web::Json};
use dondoc_shared::{
    error::ErrorCode,
    wire::{
        ContactRole, Written,
        contact::{Contacts, NewContact},
    },
};

use dondoc_kernel::{
    auth::{Auth, perm},
    error::Result,
    http::{Answer, Command, Input},
};

pub fn routes(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    config.service(list_contacts).service(put_contact);
}

/// The tenant's offices and their addresses.
#[utoipa::path(tag = "contacts", security(("token" = [])), responses((status = 200, body = Contacts)))]
#[get("/contacts")]
async fn list_contacts(auth: Auth<perm::ManageContacts>) -> Result<Json<Contacts>> {
    let items = auth.read(async |tx, person| super::list(tx, person.tenant).await).await?;
    Ok(Json(Contacts { items }))
}

/// Writes an office and its address.
#[utoipa::path(tag = "contacts", params(("role" = ContactRole, Path),
        ("If-Match" = String, Header, description = "the version seen, in double quotes; \"0\" where nothing is stored"),
        ("Idempotency-Key" = Option<uuid::Uuid>, Header, description = "the same key is carried out once")),
    security(("token" = [])), request_body = NewContact, responses((status = 200, body = Written)))]
#[put("/contacts/{role}")]
async fn put_contact(
    request: HttpRequest,
    auth: Auth<perm::ManageContacts>,
    command: Command,
    input: Input<NewContact>,
) -> Result<Answer<Written>> {
    let role = role_of(&request)?;
    let written = auth
        .once(&command, &input.0, async |tx, _| super::put(tx, role, command.version()?, &input.0).await)
        .await?;
    Ok(Answer(written))
}

/// The office named in the path; an unknown one is not found.
pub(super) fn role_of(request: &HttpRequest) -> Result<ContactRole> {
    let word = request.match_info().get("role");
    word.and_then(|word| word.parse().ok()).ok_or(ErrorCode::NotFound.into())
}
