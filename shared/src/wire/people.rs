//! The people of a body: who has an account there, and what its administrator does about it (R179).
//!
//! Every operation takes `?tenant=` with a body's key; without it the caller's own body is meant, and nobody but the Working Group's
//! system administrator names another.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::mail::MessageState;
use crate::{
    coded::coded,
    id::{MessageId, UserId},
    role::Role,
    text::Lang,
};

coded! {
    /// Whether somebody can act.
    AccountState {
        /// Invited; they have not set a pass-phrase yet.
        Invited = "invited",
        /// They can log in.
        Active = "active",
        /// They cannot; what they did stays.
        Disabled = "disabled",
    }
}

/// Somebody who has an account in a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// Finds the person again.
    pub id: UserId,
    /// As it stands under what they do.
    pub name: String,
    /// Where their mail goes.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
    /// Whether they can act.
    pub state: AccountState,
    /// When one of their sessions was last used, at most five minutes late; none where that is more than 30 days ago, or never was.
    pub last_used_at: Option<Timestamp>,
    /// Open assignments whose assignee they are.
    pub open: usize,
    /// How many of those are overdue.
    pub overdue: usize,
    /// Whether their address takes no mail (R77).
    pub suspended: bool,
    /// Whether a log-in of theirs asks for a code (R184).
    pub second_factor: bool,
    /// Whether it was reported lost, which waits to be confirmed (R187).
    pub lost_factor_waits: bool,
    /// Send back as `If-Match`.
    pub version: i32,
}

impl Member {
    /// Whether they can act, must have a second factor by their role, and have none (R185).
    pub fn lacks_second_factor(&self) -> bool {
        self.state == AccountState::Active && self.role.needs_second_factor() && !self.second_factor
    }
}

/// `GET /api/v1/people`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct People {
    /// Whoever can act first, by name; then those who cannot.
    pub items: Vec<Member>,
}

/// A mail to somebody, without what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailToMember {
    /// The message.
    pub id: MessageId,
    /// Its kind, as in the delivery log: `digest`, `urge`, `access`.
    pub kind: String,
    /// Where it stands.
    pub state: MessageState,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it left or was given up; none while it waits.
    pub finished_at: Option<Timestamp>,
    /// Why it was put off, given up or cancelled.
    pub why: Option<String>,
}

/// `GET /api/v1/people/{id}/mail`: the newest twenty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailsToMember {
    /// The newest first.
    pub items: Vec<MailToMember>,
}

/// `POST /api/v1/people`: invites somebody. They get a mail with a link by which they set their pass-phrase within 72 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMember {
    /// As it stands under what they do; at most 120 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 120))]
    pub name: String,
    /// Their e-mail address: the log-in name, and where mail goes; at most 254 characters. One address is one account over all
    /// bodies.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
    /// What they may do. A body's administrators are appointed by the Working Group's system administrator.
    pub role: Role,
    /// The language of their mail.
    pub lang: Lang,
}

/// Who takes over the open work of somebody who will do it no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum HandOver {
    /// An active officer or approver of the body.
    To(UserId),
    /// Nobody in particular: every officer of the body is reminded of it, as of work without an assignee (R45).
    ToNobody,
}

/// `PUT /api/v1/people/{id}/role`. The person's sessions end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// What they may do from now on.
    pub role: Role,
    /// Who takes over their open work; needed where there is any and they may no longer do it.
    pub hand_over: Option<HandOver>,
}

/// `POST /api/v1/people/{id}/disable`. The person's sessions end, and no mail goes to them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Disable {
    /// Who takes over their open work; needed where there is any.
    pub hand_over: Option<HandOver>,
}
