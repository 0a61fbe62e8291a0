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
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    gate::Gate,
};

/// Shortest and longest pass-phrase, in characters (NIST SP 800-63B asks for at least 8; we ask for more).
pub const LENGTH: std::ops::RangeInclusive<usize> = 12..=100;

/// The 4,251 phrases of our length that stand among the 388,099 most frequent of ten million that were breached (SecLists,
/// "10 million password list", MIT): of each the first 8 bytes of the SHA-256 of its [`plain`] form, in their order.
const BREACHED: &[u8] = include_bytes!("breached.bin");

/// What everybody here thinks of first, in its [`plain`] form. Without these and one's own address as much must be
/// left as [`LEFT`] says.
const CONTEXT: &[&str] = &[
    "dondoc",
    "chuyendoiso",
    "uybanquocgia",
    "uyban",
    "tocongtac",
    "congtac",
    "nhiemvu",
    "vietnam",
    "hanoi",
    "matkhau",
    "cuatoi",
    "cuaban",
    "password",
    "passphrase",
    "qwertyuiop",
    "abcd12345678",
];

/// Characters that are left of a phrase without what is known of its owner.
const LEFT: usize = 8;
/// A shorter part of an address is no word.
const WORD: usize = 4;

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

    /// Checks that the phrase is good enough to be set by somebody of whom `own` is known (R87).
    pub fn check_strength(phrase: &str, own: &[&str]) -> Result<()> {
        let phrase = compose(phrase);
        let distinct = phrase.chars().collect::<std::collections::BTreeSet<_>>().len();
        let plain = plain(&phrase);
        let guessed = is_breached(&plain) || is_of_context(&plain, own);
        if LENGTH.contains(&phrase.chars().count()) && distinct >= 5 && !guessed {
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

/// A phrase as guessers try it: without accents and capitals, in one word.
fn plain(phrase: &str) -> String {
    fold(phrase).replace(' ', "")
}

fn is_breached(plain: &str) -> bool {
    let digest = Sha256::digest(plain);
    let (known, _) = BREACHED.as_chunks::<8>();
    digest.first_chunk().is_some_and(|prefix| known.binary_search(prefix).is_ok())
}

/// Whether little is left without the words of this field and those of its owner.
fn is_of_context(plain_phrase: &str, own: &[&str]) -> bool {
    // Each as a whole first: of an address with short parts too much would be left.
    let parts = own.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let parts: Vec<String> =
        own.iter().copied().chain(parts).map(plain).filter(|part| part.len() >= WORD).collect();
    let mut words: Vec<&str> = CONTEXT.iter().copied().chain(parts.iter().map(String::as_str)).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words.iter().fold(plain_phrase.to_owned(), |left, word| left.replace(word, ""));
    left.len() < plain_phrase.len() && left.chars().count() < LEFT
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
    fn short_breached_and_monotonous_phrases_are_refused() {
        for weak in [
            "ngắn",
            "password1234",
            "Mật khẩu của tôi",
            "aaaaaaaaaaaaaaaa",
            "1Q2w3e4r5t6y",
            &"x1y2z3".repeat(20),
        ] {
            assert!(Passwords::check_strength(weak, &[]).is_err(), "{weak}");
        }
        assert!(Passwords::check_strength("bốn con trâu trắng", &[]).is_ok());
    }

    #[test]
    fn the_breached_are_sorted_and_enough() {
        let (known, rest) = BREACHED.as_chunks::<8>();
        assert!(rest.is_empty() && known.len() >= 3000, "{}", known.len());
        assert!(known.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn what_is_known_of_its_owner_makes_no_phrase() {
        let own = ["Văn phòng tổng hợp", "tonghop.vanphong@so-tttt.ha-noi.example", "an.mo@x.example"];
        for weak in [
            "Chuyển đổi số 2026!",
            "DonDoc@2026",
            "dondoc dondoc",
            "Văn phòng tổng hợp 26",
            "vietnam-12345",
            "tonghop@Hà Nội 1",
            "An.Mo@x.example",
        ] {
            assert!(Passwords::check_strength(&format!("{weak:<12}"), &own).is_err(), "{weak}");
        }
        for good in ["bốn con trâu ở Việt Nam", "Văn phòng nuôi chín con vịt"] {
            assert!(Passwords::check_strength(good, &own).is_ok(), "{good}");
        }
    }
}
