//! Work: how people see assignments. My work and the backlog, the whole item, its JSON and its pages.
//!
//! | Module | Holds |
//! |---|---|
//! | [`store`] | SQL of the list, of one item with all that belongs to it, of the other tenants |
//! | [`api`] | JSON |
//! | [`web`] | pages |

pub mod api;
pub mod store;
pub mod web;

pub use self::store::{list::rows, newest::acts};
