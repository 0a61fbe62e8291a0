//! The portal: pages rendered here, without a script that they need.
//!
//! | Module | Holds |
//! |---|---|
//! | `account` | one's own account: sessions, another pass-phrase |
//! | `console` | a console is let in |
//! | [`layout`] | the frame of every page: the person signed in, language, banner, the act just done |
//! | [`form`] | forms and their fields, what is wrong with them, and how nothing typed is lost |
//! | [`chart`] | a series as a picture |
//! | [`day`] | a date as it is typed |
//! | `drafts` | what is being typed, kept until it is sent |
//! | [`title`] | a heading in the language that there is |
//! | [`language`] | the language switch |
//! | `sign_in` | log in, log out, the one-time link that sets a pass-phrase |
//!
//! The pages themselves belong to their slices (`web`). A page is a struct that is an askama template; its handler
//! reads through [`dondoc_kernel::auth::Auth`], fills the struct and hands it to [`layout::show`].

mod account;
pub mod chart;
mod console;
pub mod day;
mod drafts;
pub mod form;
pub mod language;
pub mod layout;
#[cfg(test)]
pub mod sample;
mod sign_in;
pub mod title;

use dondoc_kernel::http::assets;

pub use self::{
    form::{Choice, Field, Form, Input, Posted, Trouble},
    layout::{Done, Frame, show},
    title::Title,
};

/// The portal's routes that belong to no slice.
pub fn routes(config: &mut actix_web::web::ServiceConfig) {
    assets::routes(config);
    sign_in::routes(config);
    account::routes(config);
    console::routes(config);
    drafts::routes(config);
    config.service(language::choose);
}
