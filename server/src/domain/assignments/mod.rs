//! Assignments: one tenant's own copy of a task, and what is done to it.
//!
//! | Module | Holds |
//! |---|---|
//! | [`model`] | the row that rules work on, and what follows from it (pure) |
//! | `change` | load, check, save: the only way an assignment changes, with tally, timeline and version |
//! | `columns` | what of an assignment changes, each column once, and the statements that write it |
//! | `barrier` | for whom an assignment waits, and since when |
//! | [`assign`] | giving tasks to tenants, many at once |
//! | [`acts`] | the life cycle: acknowledge, propose, submit, verify |
//! | [`progress`], [`evidence`], [`extension`] | reports, files and links, later due dates |
//! | `list`, `detail`, `others` | what My work, the backlog and the item show |
//! | [`api`], [`web`] | JSON and pages |

pub mod acts;
pub mod api;
pub mod assign;
mod barrier;
mod change;
mod columns;
mod detail;
pub mod evidence;
pub mod extension;
mod list;
pub mod model;
mod others;
pub mod progress;
mod store;
mod tally;
pub mod web;

pub use self::{
    acts::{
        accept, acknowledge, close_contribution, open, propose, reopen, return_to_tenant, send_back, submit,
        take_back,
    },
    barrier::{Barrier, barrier, newest_waits},
    change::{Change, load, look, own_of_task, tell},
    detail::detail,
    evidence::{FileRow, add_file, add_link, evidence_file, remove_evidence},
    list::{MAX_LIMIT, list},
    model::Loaded,
    progress::report,
    store::is_lead,
};
pub(crate) use list::CountOf;
