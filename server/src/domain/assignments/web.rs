//! Pages of assignments: what a tenant's people see and do.
//!
//! | Module | Pages |
//! |---|---|
//! | [`work`] | My work, the start page |
//! | [`item`] | one assignment: duty, dates, next step, reports, evidence, urges, timeline |
//! | [`report`] | report progress |
//! | [`evidence`] | files and links |
//! | [`acts`] | acknowledge, propose, send back, submit, take back |
//! | [`extension`], [`urge`] | ask for a later due date, answer an urge |
//!
//! A form's page and its sending share one address and one function that builds the page, so what comes back after a
//! refusal is the same page with everything that was typed.

mod acts;
mod evidence;
mod extension;
mod item;
mod report;
mod subject;
#[cfg(test)]
mod tests;
mod urge;
mod work;

use actix_web::{HttpRequest, web::ServiceConfig};
use dondoc_shared::{error::ErrorCode, id::AssignmentId, lifecycle::Act, wire::assignment::AssignmentDetail};

pub use self::subject::Title;
use self::subject::{Aside, FormPage};
use crate::{
    domain::calendar,
    kernel::{
        auth::{Auth, Required, Side},
        error::Result,
        tenants::{self, Tenant},
    },
    slices::portal::Shell,
};

/// Adds the routes.
pub fn routes(config: &mut ServiceConfig) {
    config.service(work::work_page).service(item::item_page);
    config.service(report::form_page).service(report::send);
    config
        .service(evidence::form_page)
        .service(evidence::upload)
        .service(evidence::add_link)
        .service(evidence::remove_page)
        .service(evidence::remove)
        .service(evidence::download);
    config
        .service(acts::acknowledge_page)
        .service(acts::acknowledge)
        .service(acts::propose_page)
        .service(acts::propose)
        .service(acts::send_back_page)
        .service(acts::send_back)
        .service(acts::submit_page)
        .service(acts::submit)
        .service(acts::take_back_page)
        .service(acts::take_back);
    config
        .service(extension::form_page)
        .service(extension::send)
        .service(urge::form_page)
        .service(urge::send);
}

/// Where an assignment's page is.
fn path_of(id: AssignmentId) -> String {
    format!("/assignments/{id}")
}

/// The page of an act, where the portal has one of its own.
fn path_of_act(id: AssignmentId, act: Act) -> Option<String> {
    let page = match act {
        Act::Acknowledge => "acknowledge",
        Act::Report => "report",
        Act::AddEvidence => "evidence",
        Act::Propose => "propose",
        Act::SendBack => "send-back",
        Act::Submit => "submit",
        Act::TakeBack => "take-back",
        Act::RequestExtension => "extension",
        Act::AnswerUrge => "urge-answer",
        _ => return None,
    };
    Some(format!("{}/{page}", path_of(id)))
}

/// What the page of an item is made from.
struct Seen {
    shell: Shell,
    detail: AssignmentDetail,
    /// All tenants: a report names the one that is waited for by its key.
    tenants: Vec<Tenant>,
}

/// Reads the item together with the frame of its page.
async fn look<P: Required>(auth: &Auth<P>, request: &HttpRequest, id: AssignmentId) -> Result<Seen> {
    auth.read(async |tx, person| {
        let tx = P::Side::tx(tx);
        let shell = Shell::of(tx, auth, person, request).await?;
        let calendar = calendar::current(tx).await?;
        let detail = super::detail(tx, &calendar, person.lang, id).await?;
        Ok(Seen { shell, detail, tenants: tenants::all(tx).await? })
    })
    .await
}

/// Why the act cannot be done now, if so.
///
/// # Errors
/// `not_permitted` for an act that is not this reader's at all.
fn refusal(detail: &AssignmentDetail, act: Act) -> Result<Option<ErrorCode>> {
    let found = detail.acts.iter().find(|allowed| allowed.act == act);
    found.map(|allowed| allowed.refused).ok_or(ErrorCode::NotPermitted.into())
}
