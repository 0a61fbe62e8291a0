//! The way to the server, on a thread and runtime of its own: nothing here ever waits on the screen, nor the
//! screen on anything here.
//!
//! The screen sees two channels ([`Wire`]): requests go in, replies come out, decoded, composed and scrubbed. Every
//! request carries a [`Ticket`], which comes back with its answer.

pub mod asked;
pub mod auth;
pub mod backoff;
mod blocks;
mod calendar;
pub mod client;
mod deciding;
pub mod decode;
pub mod device;
pub mod events;
mod failure;
mod figures;
mod filings;
mod get;
mod head;
pub mod http;
pub mod kept;
pub mod key;
mod mail;
mod presence;
pub mod probe;
mod rechecks;
mod settings;
mod state;
mod task;
#[cfg(test)]
mod tests;
mod urging;
mod views;
mod wire;

pub use self::{
    calendar::{CalendarAnswer, CalendarCall},
    deciding::DecidingCall,
    failure::{Failure, named},
    figures::{FiguresAnswer, FiguresCall, Scope},
    filings::{FilingsAnswer, FilingsCall},
    head::{HEAD, Head},
    mail::{MailAnswer, MailCall},
    rechecks::{RecheckAnswer, RecheckOrder},
    settings::{SettingOrder, SettingWritten},
    task::start,
    urging::{UrgingAnswer, UrgingCall},
    views::ViewOrder,
    wire::{Answer, Call, Deed, LinkNews, Order, REPLIES, REQUESTS, Reply, Request, Ticket, Wire},
};
