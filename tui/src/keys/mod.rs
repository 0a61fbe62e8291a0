//! Keys: what one is ([`Key`]), the screens that they lead to ([`screen`]), what each does ([`table`]) and where ([`layer`]),
//! and the guard against input methods ([`ime`]).

pub mod command;
pub mod ime;
pub mod key;
pub mod layer;
pub mod route;
pub mod screen;
pub mod table;

pub use self::{
    command::{Command, Danger},
    key::Key,
    layer::Layer,
    screen::Screen,
};
pub(crate) use screen::screens;
