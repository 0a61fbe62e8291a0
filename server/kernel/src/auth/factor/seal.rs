//! Sealing what a server must read again and nobody else may: under a key of its own, bound to the row that keeps it.

use anyhow::anyhow;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::{clock::fill_random, secret::digest};

/// Which key sealed: the first byte of what is sealed.
const KEY: u8 = 1;

/// Seals and opens.
pub struct SealingKey(LessSafeKey);

impl SealingKey {
    /// The same for every server process with this seed.
    pub fn from_seed(seed: &[u8; 32]) -> anyhow::Result<Self> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, seed).map_err(|_| anyhow!("sealing key"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals `bytes` for a `place`: elsewhere they do not open.
    pub(super) fn seal(&self, place: &[&str], bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        fill_random(&mut nonce);
        let mut text = bytes.to_vec();
        let aad = Aad::from(digest(place));
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut text)
            .map_err(|_| anyhow!("cannot seal"))?;
        Ok([&[KEY][..], &nonce, &text].concat())
    }

    /// Opens what [`SealingKey::seal`] sealed.
    ///
    /// # Errors
    /// It was sealed under another key, for another place, or is damaged.
    pub(super) fn open(&self, place: &[&str], sealed: &[u8]) -> anyhow::Result<Vec<u8>> {
        let unreadable = || anyhow!("a sealed secret does not open: is this the sealing.key that sealed it?");
        let rest = sealed.strip_prefix(&[KEY]).ok_or_else(unreadable)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>().ok_or_else(unreadable)?;
        let mut text = text.to_vec();
        let aad = Aad::from(digest(place));
        let opened = self.0.open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut text);
        opened.map(|bytes| bytes.to_vec()).map_err(|_| unreadable())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_under_its_key_at_its_place_and_nowhere_else() {
        let [key, other] = [[1; 32], [2; 32]].map(|seed| SealingKey::from_seed(&seed).unwrap());
        let sealed = key.seal(&["totp", "1", "a"], b"secret").unwrap();
        assert_eq!(key.open(&["totp", "1", "a"], &sealed).unwrap(), b"secret");
        assert!(key.open(&["totp", "1", "b"], &sealed).is_err());
        assert!(key.open(&["totp", "1a", ""], &sealed).is_err());
        assert!(other.open(&["totp", "1", "a"], &sealed).is_err());
        for at in 0..sealed.len() {
            let mut bent = sealed.clone();
            bent[at] ^= 1;
            assert!(key.open(&["totp", "1", "a"], &bent).is_err(), "{at}");
            assert!(key.open(&["totp", "1", "a"], &sealed[..at]).is_err(), "{at}");
        }
        assert_ne!(sealed, key.seal(&["totp", "1", "a"], b"secret").unwrap());
    }
}
