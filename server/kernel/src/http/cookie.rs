//! What a session's cookie carries.

use dondoc_shared::id::{SessionId, TenantId};
use uuid::Uuid;

use crate::secret::Secret;

/// The parts of a session's cookie or refresh token: `tenant.session.secret`.
#[derive(Clone, Copy)]
pub struct Bearer {
    /// The tenant, so that the look-up can be confined to it.
    pub tenant: TenantId,
    /// The session.
    pub session: SessionId,
    /// The secret.
    pub secret: Secret,
}

impl Bearer {
    /// Reads what [`Bearer::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let tenant = TenantId(parts.next()?.parse().ok().filter(|id| *id >= 0)?);
        let session = SessionId(Uuid::try_parse(parts.next()?).ok()?);
        Some(Self { tenant, session, secret: Secret::parse(parts.next()?)? })
    }

    /// Letters for a cookie or a token.
    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.tenant, self.session.0.simple(), self.secret.text())
    }
}
