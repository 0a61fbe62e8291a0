//! Pages of a body's reports.
//!
//! | Module | Pages |
//! |---|---|
//! | [`list`] | all reports, the newest period first |
//! | [`entry`] | one report: its cells to fill in, or to read |
//! | [`seen`] | what they share: where they are, what they read, how a report stands |
//! | [`typed`] | what its form holds (pure) |
//! | [`cell`] | one cell as the page shows it (pure) |
//! | [`acts`] | propose, file |
//! | [`nil`] | file that nothing happened |
//! | [`correction`] | write a correction |
//! | [`correcting`] | propose it, send it back, file it, throw it away |
//! | [`note`] | what a report's page says of its correction |
//! | [`history`] | what was said of one indicator, period by period |
//! | [`workbook`] | the form as a file: out, in, and what it would change |

mod acts;
mod cell;
mod correcting;
mod correction;
mod entry;
mod history;
mod list;
mod nil;
mod note;
mod seen;
#[cfg(test)]
mod tests;
mod typed;
mod workbook;

use actix_web::web::ServiceConfig;

pub use self::seen::{PATH, path_of};

pub fn routes(config: &mut ServiceConfig) {
    config.service(list::list_page).service(entry::entry_page).service(entry::save);
    config.service(history::history_page);
    config.service(workbook::form_page).service(workbook::download).service(workbook::preview);
    config.service(workbook::write);
    config.service(acts::propose_page).service(acts::propose).service(acts::file_page).service(acts::file);
    config.service(nil::nil_page).service(nil::file_nil);
    config.service(correction::correction_page).service(correction::save);
    config.service(correcting::propose_page).service(correcting::propose);
    config.service(correcting::send_back_page).service(correcting::send_back);
    config.service(correcting::discard_page).service(correcting::discard);
    config.service(correcting::file_page).service(correcting::file);
}
