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
        refuse_unless(token, &self.of(user))
    }

    /// The mark of a text that a form hands on unseen to a person.
    pub fn mark(&self, user: UserId, text: &str) -> String {
        self.of_text(user, text).text()
    }

    /// Refuses the mark of another text, or of anybody else's.
    pub(super) fn check_mark(&self, user: UserId, text: &str, mark: &str) -> Result<()> {
        refuse_unless(Some(mark), &self.of_text(user, text))
    }

    fn of(&self, user: UserId) -> Secret {
        self.0.derive(&user.to_string())
    }

    /// Of the key and not of the person's token, which the person knows.
    fn of_text(&self, user: UserId, text: &str) -> Secret {
        self.0.derive(&format!("{user} {text}"))
    }
}

fn refuse_unless(sent: Option<&str>, right: &Secret) -> Result<()> {
    match sent.and_then(Secret::parse) {
        Some(sent) if sent.fits(&right.digest()) => Ok(()),
        _ => Err(ErrorCode::ForgedRequest.into()),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_mark_fits_its_text_and_its_person_alone_and_nobody_makes_it_of_their_token() {
        let key = FormKey::from_seed(&[7; 32]);
        let [person, other] = [1, 2].map(|n| UserId(Uuid::from_u128(n)));
        let mark = key.mark(person, "a");
        assert!(key.check_mark(person, "a", &mark).is_ok());
        assert!(key.check_mark(person, "b", &mark).is_err());
        assert!(key.check_mark(other, "a", &mark).is_err());
        let token = key.token(person);
        let made = Secret::parse(&token).unwrap().derive("a").text();
        for forged in ["", "a", &token, &made] {
            assert!(key.check_mark(person, "a", forged).is_err(), "{forged}");
        }
    }
}
