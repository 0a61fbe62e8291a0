//! Pass-phrases: argon2id on a bounded number of threads, and the same work for an account that does not exist.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use dondoc_shared::{
    error::ErrorCode,
    fold::{compose, fold},
};

use crate::{
    error::{Error, Result},
    gate::Gate,
};

/// Shortest and longest pass-phrase, in characters (NIST SP 800-63B asks for at least 8; we ask for more).
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=100;

/// Phrases that are long enough and still guessed first.
const COMMON: &[&str] = &[
    "123456789012",
    "1234567890123",
    "111111111111",
    "000000000000",
    "password1234",
    "passwordpassword",
    "qwertyuiop12",
    "qwertyuiop[]",
    "matkhau12345",
    "matkhaumatkhau",
    "matkhaucuatoi",
    "matkhaucuaban",
    "chuyendoiso1",
    "chuyendoiso2024",
    "chuyendoiso2025",
    "chuyendoiso2026",
    "vietnam12345",
    "iloveyou1234",
    "abcdefghijkl",
    "abcd12345678",
    "administrator",
    "dondocdondoc",
];

/// How many may wait for a free thread: at a twentieth of a second each, a second or two.
const QUEUE: usize = 50;
const PATIENCE: Duration = Duration::from_secs(4);

/// Hashes and verifies. Cheap to clone; clones share the bound.
#[derive(Clone)]
pub struct Passwords {
    gate: Gate,
    /// A hash of a random phrase, to verify against where there is no account.
    dummy: Arc<str>,
}

impl Passwords {
    /// At most `at_once` hashes at the same time, each of 19 MiB.
    pub fn new(at_once: usize) -> anyhow::Result<Self> {
        let dummy = hash_now(&crate::secret::random_hex())?;
        Ok(Self { gate: Gate::new((at_once, QUEUE), PATIENCE), dummy: dummy.into() })
    }

    /// Checks that the phrase is good enough to be set (R87).
    pub fn check_strength(phrase: &str) -> Result<()> {
        let phrase = compose(phrase);
        let distinct = phrase.chars().collect::<std::collections::BTreeSet<_>>().len();
        // With or without accents, in one word or in several.
        let common = COMMON.contains(&fold(&phrase).replace(' ', "").as_str());
        if LENGTH.contains(&phrase.chars().count()) && distinct >= 5 && !common {
            Ok(())
        } else {
            Err(ErrorCode::PassPhraseWeak.into())
        }
    }

    /// The hash to store.
    pub async fn hash(&self, phrase: &str) -> Result<String> {
        let phrase = compose(phrase);
        self.run(move || hash_now(&phrase)).await
    }

    /// Does the phrase fit? Without a stored hash the same work is done and the answer is no.
    pub async fn verify(&self, phrase: &str, stored: Option<String>) -> Result<bool> {
        let phrase = compose(phrase);
        if phrase.chars().count() > *LENGTH.end() {
            return Ok(false);
        }
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.dummy.to_string());
        let fits = self
            .run(move || {
                let parsed = PasswordHash::new(&stored).map_err(|e| anyhow::anyhow!("stored hash: {e}"))?;
                Ok(Argon2::default().verify_password(phrase.as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
    ) -> Result<T> {
        let entered = self.gate.enter().await?;
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(entered);
            result
        });
        done.await.context("password thread")?.map_err(Error::Internal)
    }
}

fn hash_now(phrase: &str) -> anyhow::Result<String> {
    let hash =
        Argon2::default().hash_password(phrase.as_bytes()).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_phrase_fits_its_hash_in_either_unicode_form_and_no_other() {
        let passwords = Passwords::new(1).unwrap();
        let stored = passwords.hash("mật khẩu rất dài").await.unwrap();
        let decomposed = "mật khẩu rất dài".chars().map(String::from).collect::<String>();
        assert!(passwords.verify(&decomposed, Some(stored.clone())).await.unwrap());
        assert!(!passwords.verify("mật khẩu rất ngắn", Some(stored)).await.unwrap());
        assert!(!passwords.verify("mật khẩu rất dài", None).await.unwrap());
    }

    #[test]
    fn short_common_and_monotonous_phrases_are_refused() {
        for weak in ["ngắn", "password1234", "Mật khẩu của tôi", "aaaaaaaaaaaaaaaa", &"x1y2z3".repeat(20)]
        {
            assert!(Passwords::check_strength(weak).is_err(), "{weak}");
        }
        assert!(Passwords::check_strength("bốn con trâu trắng").is_ok());
    }
}
