//! Random secrets, their digests and their comparison.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::clock::fill_random;

/// A secret of 256 random bits.
#[derive(Clone, Copy)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Makes a new secret.
    pub fn random() -> Self {
        let mut bytes = [0; 32];
        fill_random(&mut bytes);
        Self(bytes)
    }

    /// A secret that is kept elsewhere.
    pub fn of(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Secret::text`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// Letters for a cookie, a link or a token.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the database keeps.
    pub fn digest(&self) -> Vec<u8> {
        Sha256::digest(self.0).to_vec()
    }

    /// Does the digest belong to this secret? Takes the same time either way.
    pub fn fits(&self, digest: &[u8]) -> bool {
        self.digest().ct_eq(digest).into()
    }

    /// A value that only the holder of the secret can make, for one purpose.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Secret {
        let mut hash = Sha256::new();
        hash.update(purpose);
        hash.update([0]);
        hash.update(self.0);
        Secret(hash.finalize().into())
    }

    /// Another secret, hidden under this one. The key is used for this one message only.
    pub fn seal(&self, other: &Secret) -> Vec<u8> {
        let pad = self.derive("dondoc successor");
        pad.0.iter().zip(other.0).map(|(a, b)| a ^ b).collect()
    }

    /// Reveals what [`Secret::seal`] hid.
    pub fn unseal(&self, sealed: &[u8]) -> Option<Secret> {
        let pad = self.derive("dondoc successor");
        let bytes: Vec<u8> = pad.0.iter().zip(sealed).map(|(a, b)| a ^ b).collect();
        bytes.try_into().ok().map(Secret)
    }
}

/// 32 random hexadecimal digits, for a password that goes into a URL.
pub fn random_hex() -> String {
    let mut bytes = [0u8; 16];
    fill_random(&mut bytes);
    hex(&bytes)
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A digest of anything, for keys that must not tell what they stand for.
pub fn digest(parts: &[&str]) -> Vec<u8> {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_secret_opens_only_under_the_secret_that_sealed_it() {
        let (key, other, content) = (Secret::random(), Secret::random(), Secret::random());
        let sealed = key.seal(&content);
        assert!(key.unseal(&sealed).is_some_and(|s| s.fits(&content.digest())));
        assert!(other.unseal(&sealed).is_some_and(|s| !s.fits(&content.digest())));
    }

    #[test]
    fn every_prefix_of_a_secret_is_refused() {
        let text = Secret::random().text();
        for end in 0..text.len() {
            assert!(Secret::parse(text.get(..end).unwrap()).is_none(), "{end}");
        }
    }
}
