//! The token that a person's forms carry, which another site's page cannot know. It is the person's and not the session's: a
//! form that outlives a session can still be sent in the next one.

use dondoc_shared::{error::ErrorCode, id::UserId};

use crate::{error::Result, secret::Secret};

/// Derives the tokens, the same in every server process.
pub struct FormKey(Secret);

impl FormKey {
    /// The key from the server's secret.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(Secret::of(*seed).derive("form"))
    }

    /// The token of a person's forms.
    pub fn token(&self, user: UserId) -> String {
        self.of(user).text()
    }

    /// Refuses the form of anybody else.
    pub(super) fn check(&self, user: UserId, token: Option<&str>) -> Result<()> {
        match token.and_then(Secret::parse) {
            Some(token) if token.fits(&self.of(user).digest()) => Ok(()),
            _ => Err(ErrorCode::ForgedRequest.into()),
        }
    }

    fn of(&self, user: UserId) -> Secret {
        self.0.derive(&user.to_string())
    }
}
