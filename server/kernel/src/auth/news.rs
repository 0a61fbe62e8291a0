//! What somebody is told by mail about their own access. It leaves at once, at any hour: whoever waits for a link cannot work,
//! and whoever's access was changed by somebody else must hear of it soon.

use std::fmt::Display;

use dondoc_shared::{
    id::{TenantId, UserId},
    role::Role,
};
use jiff::{SignedDuration, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    db::Tx,
    error::{Error, Result},
    outbox::{self, Kind, NewMessage},
};

/// What there is to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum AccessNews {
    /// They have an account now, and set their pass-phrase by the link.
    Invited {
        /// Name of the person who invites.
        by: String,
    },
    /// A link to set the pass-phrase anew.
    Link {
        /// Name of the administrator who sends it; none where they asked for it themselves.
        by: Option<String>,
    },
    /// Their pass-phrase was set.
    PhraseSet {
        /// By a link that was sent to them; else by themselves, signed in.
        by_link: bool,
    },
    /// Their role must have a second factor, and they have none.
    SecondFactorWanted {
        /// The local date from which nothing else is open to them.
        from: Date,
    },
    /// They have a second factor now.
    SecondFactorSet,
    /// They have none any more.
    SecondFactorRemoved {
        /// Name of the person who took it away; none where they did.
        by: Option<String>,
    },
    /// They added an authenticator to their passkeys.
    AuthenticatorAdded,
    /// They removed their authenticator; passkeys are left.
    AuthenticatorRemoved,
    /// They have a passkey more (R188).
    PasskeyAdded {
        /// What they call it.
        name: String,
        /// Whether it turned their second factor on.
        first: bool,
    },
    /// They have it no more.
    PasskeyRemoved {
        /// What they called it.
        name: String,
    },
    /// One of their passkeys was refused, because it seems to be a copy.
    PasskeyCopied {
        /// What they call it.
        name: String,
    },
    /// A console was let in from their browser (R189).
    ConsoleConnected {
        /// What its machine calls itself.
        host: String,
        /// The network address that it asked from.
        address: String,
    },
    /// New recovery codes took the place of theirs.
    RecoveryCodesMade,
    /// One of their recovery codes was used.
    RecoveryCodeUsed {
        /// How many are left.
        left: usize,
    },
    /// Somebody who knows their pass-phrase typed several wrong codes.
    CodesGuessed,
    /// Somebody else is said to have lost their second factor, which they can confirm (R187).
    LostFactorAsked {
        /// Name of the person who reported it.
        by: String,
        /// Name of the person whose it is.
        person: String,
        /// How it is known who asks.
        proof: String,
    },
    /// They are said to have lost their second factor.
    LostFactorReported {
        /// Name of the person who reported it.
        by: String,
    },
    /// It was confirmed that they lost it: a link to set their pass-phrase, which turns it off.
    Restored {
        /// Name of the person who reported it.
        by: String,
        /// Name of the person who confirmed it.
        confirmed_by: String,
    },
    /// What was decided of a loss that was reported.
    LostFactorDecided {
        /// Name of the person who decided.
        by: String,
        /// Name of the person whose second factor it is.
        person: String,
        /// Whether it was confirmed.
        confirmed: bool,
        /// Why not.
        reason: Option<String>,
    },
    /// All their sessions were ended.
    SessionsEnded {
        /// Name of the person who ended them.
        by: String,
    },
    /// Their role was changed.
    Role {
        /// Name of the person who changed it.
        by: String,
        /// Before.
        from: Role,
        /// From now on.
        to: Role,
    },
    /// They were disabled, and may log in again.
    Enabled {
        /// Name of the person who let them.
        by: String,
    },
    /// Open work of somebody who leaves is theirs now.
    HandedOver {
        /// Name of the person who gave it to them.
        by: String,
        /// Name of the person whose it was.
        from: String,
        /// How many assignments.
        items: usize,
        /// How many of them are overdue.
        overdue: usize,
    },
    /// They stand in for somebody (R186).
    StandsIn {
        /// Name of the person who made it so: an administrator, or the absent person.
        by: String,
        /// Name of the absent person.
        absent: String,
        /// The first local date.
        from: Date,
        /// The last one.
        to: Date,
        /// Why.
        reason: Option<String>,
    },
    /// Somebody stands in for them.
    StoodInFor {
        /// Name of the person who made it so.
        by: String,
        /// Name of the person who stands in.
        stand_in: String,
        /// The first local date.
        from: Date,
        /// The last one.
        to: Date,
    },
    /// A stand-in was ended before its time.
    StandInEnded {
        /// Name of the person who ended it.
        by: String,
        /// Name of the person who stood in.
        stand_in: String,
        /// Name of the absent person.
        absent: String,
    },
}

/// How long a link can be used that somebody was sent by another person.
pub(super) const LINK_LIFE: SignedDuration = SignedDuration::from_hours(72);

impl AccessNews {
    /// How long the link that it brings can be used; none where it brings none.
    pub fn link_life(&self) -> Option<SignedDuration> {
        match self {
            Self::Invited { .. } | Self::Link { by: Some(_) } | Self::Restored { .. } => Some(LINK_LIFE),
            Self::Link { by: None } => Some(SignedDuration::from_hours(1)),
            Self::PhraseSet { .. }
            | Self::SecondFactorWanted { .. }
            | Self::SecondFactorSet
            | Self::SecondFactorRemoved { .. }
            | Self::AuthenticatorAdded
            | Self::AuthenticatorRemoved
            | Self::PasskeyAdded { .. }
            | Self::PasskeyRemoved { .. }
            | Self::PasskeyCopied { .. }
            | Self::ConsoleConnected { .. }
            | Self::RecoveryCodesMade
            | Self::RecoveryCodeUsed { .. }
            | Self::CodesGuessed
            | Self::LostFactorAsked { .. }
            | Self::LostFactorReported { .. }
            | Self::LostFactorDecided { .. }
            | Self::SessionsEnded { .. }
            | Self::Role { .. }
            | Self::Enabled { .. }
            | Self::HandedOver { .. }
            | Self::StandsIn { .. }
            | Self::StoodInFor { .. }
            | Self::StandInEnded { .. } => None,
        }
    }
}

/// How the key of a message begins that somebody else has caused, who keeps the body's people.
pub const BY_SOMEBODY: &str = "access-by";

/// Queues it for a person, whose address this is.
pub async fn tell(tx: &mut Tx, whom: (TenantId, UserId), address: &str, news: &AccessNews) -> Result<()> {
    let cause = tx.new_id();
    tell_once(tx, cause, whom, address, news).await
}

/// Tells somebody, once for each date, from when their role must have a second factor.
pub async fn tell_of_enrolment(
    tx: &mut Tx,
    whom: (TenantId, UserId),
    address: &str,
    from: Date,
) -> Result<()> {
    let news = AccessNews::SecondFactorWanted { from };
    tell_once(tx, format!("second-factor-from-{from}"), whom, address, &news).await
}

/// The same, once for this `cause`.
pub(super) async fn tell_once(
    tx: &mut Tx,
    cause: impl Display,
    (tenant, user): (TenantId, UserId),
    address: &str,
    news: &AccessNews,
) -> Result<()> {
    let mut args = serde_json::to_value(news).map_err(|error| Error::Internal(error.into()))?;
    let by = args.get("by").is_some_and(|by| !by.is_null());
    if let Some(args) = args.as_object_mut() {
        args.insert("now".to_owned(), json!(true));
    }
    let message = NewMessage {
        tenant,
        kind: Kind::Access,
        dedupe_key: format!("{}:{cause}:{user}", if by { BY_SOMEBODY } else { "access" }),
        args,
        run_at: tx.now,
        recipient: Some((user.0, address.to_owned())),
    };
    outbox::enqueue(tx, message).await.map(drop)
}
