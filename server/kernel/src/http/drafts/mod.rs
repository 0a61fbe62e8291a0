//! What was typed into a form and has not been carried out: kept for its writer until it is, or until it has served its
//! time. It is written down before the act is tried, so that no refusal, no session's end and no crash loses it, and thrown
//! away in the act's own transaction. The Working Group's forms are the console's, which keeps its own drafts: its role sees
//! none of these.

mod store;

use dondoc_shared::id::{TenantId, UserId};
use jiff::Timestamp;

pub use self::store::{all, forget, keep};

/// Whose drafts they are.
pub type Writer = (TenantId, UserId);

/// The most drafts of one person; the oldest give way.
const MOST: i64 = 50;

/// What a form held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where the form is sent to: `/assignments/.../report`.
    pub form: String,
    /// Name and text of each visible field that is not empty.
    pub fields: Vec<(String, String)>,
    /// When it was typed, as far as the server has seen.
    pub saved_at: Timestamp,
}
