//! The portal: pages rendered here, without a script that they need.
//!
//! | Module | Holds |
//! |---|---|
//! | [`layout`] | the frame of every page: who is signed in, language, banner, what was just done |
//! | [`form`] | forms and their fields, what is wrong with them, and how nothing typed is lost |
//! | [`title`] | a heading in the language that there is |
//! | [`assets`] | style sheet, script and icon, in the binary |
//! | [`language`] | the language switch |
//!
//! The pages themselves belong to their slices (`web`). A page is a struct that is an askama template; its handler
//! reads through [`crate::kernel::auth::Auth`], fills the struct and hands it to [`layout::show`].

pub mod assets;
pub mod form;
pub mod language;
pub mod layout;
#[cfg(test)]
pub mod sample;
pub mod title;

pub use self::{
    form::{Choice, Field, Form, Input, Posted, Trouble},
    layout::{Done, Shell, show},
    title::Title,
};

/// The portal's routes that belong to no slice.
pub fn routes(config: &mut actix_web::web::ServiceConfig) {
    config.service(assets::style).service(assets::script).service(assets::icon).service(language::choose);
}
