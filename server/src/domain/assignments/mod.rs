//! Assignments: one tenant's own copy of a task, and what is done to it.
//!
//! | Module | Holds |
//! |---|---|
//! | [`model`] | the row that rules work on, and what follows from it (pure) |
//! | `change` | check, save: the only way an assignment changes, with tally, timeline and version |
//! | [`assign`] | giving tasks to tenants, many at once |
//! | [`acts`] | the life cycle: acknowledge, propose, submit, verify |
//! | [`progress`], [`evidence`], [`extension`] | reports, files and links, later due dates |
//! | [`filing`] | the report of a period, whose progress and evidence are its figures |
//! | [`correcting`] | telling of a correction of that report, which changes nothing of the assignment |
//! | [`excepting`] | telling of an exception, which moves no date of the assignment |
//! | [`errand`] | telling the figures of a report |
//! | [`hand_over`] | giving somebody's open work to somebody else |
//! | `notify` | telling people whose turn it is |
//! | [`share`] | telling other tenants of it |
//! | [`words`] | conditions in words of SQL |
//! | `store` | SQL, with `store/beside` of the parts that end with an assignment and `store/barrier` of the tenant it waits for |

pub mod acts;
pub mod assign;
mod change;
pub mod correcting;
pub mod errand;
pub mod evidence;
pub mod excepting;
pub mod extension;
pub mod filing;
pub mod hand_over;
pub mod model;
mod notify;
pub mod progress;
pub mod share;
mod store;
mod tally;
pub mod words;

pub use self::{
    acts::{
        accept, acknowledge, close_contribution, open, propose, reopen, return_to_tenant, send_back, submit,
        take_back, take_proposal_back,
    },
    change::Change,
    evidence::{FileRow, add_file, add_link, evidence_file, remove_evidence},
    model::{Beside, Loaded},
    notify::decision_readers,
    progress::report,
    store::{
        accepted::{Accepted, Named, accepted, any_accepted, count_accepted, named},
        barrier::{Barrier, barrier, newest_waits},
        beside::{OpenUrge, lapse_moved_rechecks, lapse_steps, open_of_urge, open_urges, told_urges},
        has_evidence_since, last_grant, last_word, load, look, look_at, own_of_task, tell_of_mail,
    },
    words::{is_lead, is_silent, is_waiting},
};
