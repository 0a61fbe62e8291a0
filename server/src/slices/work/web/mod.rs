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
mod paths;
mod report;
mod seen;
mod subject;
#[cfg(test)]
mod tests;
mod urge;
mod work;

use actix_web::web::ServiceConfig;

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
        .service(acts::take_proposal_back_page)
        .service(acts::take_proposal_back)
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
