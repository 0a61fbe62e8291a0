//! Devices that people have logged in from before: their failures are counted apart from everybody else's (R88).
//!
//! A device keeps an id of its own and, for each of the last accounts that logged in from it, a mark that only the server can
//! make. The text opens nothing: whoever has it may guess twenty times beside the strangers.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;

use crate::secret::{digest, hex, random_hex};

/// So many people of an office may share a machine, each with a mark for the pass-phrase and one for the second factor.
const MARKS: usize = 10;

/// Letters of an id and of a mark.
const LENGTHS: (usize, usize) = (32, 43);

/// Makes the marks, and stands in for e-mail addresses where they must not be read.
pub(super) struct DeviceKey(hmac::Key);

impl DeviceKey {
    /// The same for every server process with this seed.
    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &digest(&["known device", &hex(seed)])))
    }

    /// The counter of failures of this device, if `email` has logged in from it before.
    pub(super) fn counter(&self, device: &str, email: &str) -> Option<Vec<u8>> {
        let (id, marks) = read(device)?;
        let message = message(id, email);
        let made = |mark: &&str| {
            let mark = URL_SAFE_NO_PAD.decode(mark).unwrap_or_default();
            hmac::verify(&self.0, &message, &mark).is_ok()
        };
        marks.iter().any(made).then(|| digest(&["device", id, email]))
    }

    /// What the device keeps once `email` has logged in from it, the newest account first.
    pub(super) fn mark(&self, device: Option<&str>, email: &str) -> String {
        let fresh = random_hex();
        let (id, before) = device.and_then(read).unwrap_or((&fresh, vec![]));
        let mark = URL_SAFE_NO_PAD.encode(hmac::sign(&self.0, &message(id, email)));
        let others = before.into_iter().filter(|other| *other != mark).take(MARKS - 1);
        let parts: Vec<&str> = [id, &mark].into_iter().chain(others).collect();
        parts.join(".")
    }

    /// The same word for the same address, which nobody without the key can tell from it.
    pub(super) fn pseudonym(&self, email: &str) -> String {
        let tag = hmac::sign(&self.0, &[b"person\0", email.as_bytes()].concat());
        hex(tag.as_ref().get(..16).unwrap_or_default())
    }
}

fn message(id: &str, email: &str) -> Vec<u8> {
    [b"device\0", id.as_bytes(), b"\0", email.as_bytes()].concat()
}

fn read(device: &str) -> Option<(&str, Vec<&str>)> {
    let (id, marks) = device.split_once('.')?;
    let marks: Vec<&str> = marks.split('.').take(MARKS).collect();
    let whole = id.len() == LENGTHS.0
        && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        && marks.iter().all(|mark| mark.len() == LENGTHS.1);
    whole.then_some((id, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_known_to_the_accounts_that_logged_in_from_it() {
        let key = DeviceKey::from_seed(&[7; 32]);
        let first = key.mark(None, "a@x.example");
        let both = key.mark(Some(&first), "b@x.example");
        assert_eq!(key.counter(&both, "a@x.example"), key.counter(&first, "a@x.example"));
        assert_ne!(key.counter(&both, "a@x.example"), key.counter(&both, "b@x.example"));
        assert!(key.counter(&both, "b@x.example").is_some());
        assert_eq!(key.counter(&both, "c@x.example"), None);
        assert_eq!(key.mark(Some(&first), "a@x.example"), first, "once is enough");
        let crowd = (0..MARKS).fold(first, |device, n| key.mark(Some(&device), &format!("{n}@x.example")));
        assert_eq!(key.counter(&crowd, "a@x.example"), None, "the oldest makes room");
        assert!(key.counter(&crowd, "1@x.example").is_some());
    }

    #[test]
    fn nobody_else_makes_a_mark() {
        let (key, other) = (DeviceKey::from_seed(&[7; 32]), DeviceKey::from_seed(&[8; 32]));
        let device = key.mark(None, "a@x.example");
        assert_eq!(other.counter(&device, "a@x.example"), None);
        let (id, mark) = device.split_once('.').unwrap();
        let moved = format!("{}.{mark}", id.chars().rev().collect::<String>());
        for forged in
            ["", ".", "x.y", id, &format!("{id}."), &moved, device.strip_suffix(|_: char| true).unwrap()]
        {
            assert_eq!(key.counter(forged, "a@x.example"), None, "{forged}");
            assert!(key.counter(&key.mark(Some(forged), "a@x.example"), "a@x.example").is_some());
        }
    }
}
