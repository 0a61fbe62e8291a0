//! The codes of a second factor (pure): those that an authenticator shows for half a minute, and those that are kept for when it
//! is lost.

use anyhow::anyhow;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::{clock::fill_random, secret::digest};

/// Seconds for which an authenticator shows a code.
const STEP: u64 = 30;
/// Bytes of an authenticator's secret.
const SECRET: usize = 20;
/// Recovery codes are written in these, which nobody takes for one another: five bits each.
const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// Letters of a recovery code: 120 bits.
const LENGTH: usize = 24;
/// Letters are written in groups of so many.
const GROUP: usize = 4;

/// What somebody typed as their code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Six digits of an authenticator.
    Digits(String),
    /// The digest of a recovery code.
    Recovery(Vec<u8>),
}

impl Typed {
    /// Reads it as people write it: with spaces, hyphens and small letters. None where no code is like that.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.len() > 200 {
            return None;
        }
        let signs = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let code: String = signs.map(|c| c.to_ascii_uppercase()).collect();
        let all = |of: fn(u8) -> bool| code.bytes().all(of);
        if code.len() == 6 && all(|c| c.is_ascii_digit()) {
            Some(Self::Digits(code))
        } else if code.len() == LENGTH && all(|c| LETTERS.contains(&c)) {
            Some(Self::Recovery(recovery_digest(&code)))
        } else {
            None
        }
    }
}

fn recovery_digest(code: &str) -> Vec<u8> {
    digest(&["recovery code", code])
}

/// An authenticator's secret.
pub(super) struct Authenticator(Totp);

impl Authenticator {
    /// A new secret, of `account` in an installation called `issuer`.
    pub(super) fn random(issuer: &str, account: &str) -> anyhow::Result<Self> {
        let mut bytes = [0; SECRET];
        fill_random(&mut bytes);
        Self::of(bytes.to_vec(), issuer, account)
    }

    /// One that is kept. No separator of an address may be in its names.
    pub(super) fn of(secret: Vec<u8>, issuer: &str, account: &str) -> anyhow::Result<Self> {
        let plain = |text: &str| text.replace(':', " ");
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(0)
            .with_step_duration(STEP)
            .with_secret(secret)
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build();
        totp.map(Self).map_err(|error| anyhow!("authenticator: {error}"))
    }

    /// The bytes to be kept.
    pub(super) fn secret(&self) -> &Secret {
        self.0.secret()
    }

    /// What an authenticator reads from a picture.
    pub(super) fn address(&self) -> anyhow::Result<String> {
        self.0.to_url().map_err(|error| anyhow!("authenticator: {error}"))
    }

    /// The step whose code this is: the present one or the one before, for whoever types slowly; never one that is to come.
    pub(super) fn step_of(&self, digits: &str, unix_seconds: u64) -> Option<u64> {
        let times = [unix_seconds, unix_seconds.saturating_sub(STEP)];
        times.into_iter().find_map(|at| self.0.check(digits, at))
    }
}

/// A new recovery code in groups, and its digest.
pub(super) fn recovery_code() -> (String, Vec<u8>) {
    let mut bytes = [0; LENGTH];
    fill_random(&mut bytes);
    let letter = |byte: u8| LETTERS.get(usize::from(byte % 32)).copied().map_or('A', char::from);
    let code: String = bytes.into_iter().map(letter).collect();
    let groups: Vec<String> =
        code.as_bytes().chunks(GROUP).map(|g| String::from_utf8_lossy(g).into_owned()).collect();
    (groups.join("-"), recovery_digest(&code))
}

/// A secret in groups, for whoever types it into their authenticator.
pub(super) fn in_groups(text: &str) -> String {
    let groups: Vec<&[u8]> = text.as_bytes().chunks(GROUP).collect();
    groups.iter().map(|g| String::from_utf8_lossy(g).into_owned()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_this_step_and_of_the_one_before_fit_and_no_other() {
        // RFC 6238, appendix B: the secret of its example, and what it says of these instants.
        let totp = Authenticator::of(b"12345678901234567890".to_vec(), "Đôn đốc: A", "a@b.example").unwrap();
        for (at, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (20_000_000_000, "353130")]
        {
            let step = at / 30;
            assert_eq!(totp.step_of(code, at), Some(step), "{at}");
            assert_eq!(totp.step_of(code, (step + 1) * 30), Some(step), "{at}: half a minute later");
            assert_eq!(totp.step_of(code, (step + 2) * 30), None, "{at}: a minute later");
            assert_eq!(totp.step_of(code, step * 30 - 1), None, "{at}: before its time");
        }
        assert!(totp.address().unwrap().starts_with("otpauth://totp/"));
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let (code, hash) = recovery_code();
        assert_eq!(code.len(), LENGTH + LENGTH / GROUP - 1);
        for text in [
            code.clone(),
            code.to_lowercase(),
            code.replace('-', " "),
            format!(" {} ", code.replace('-', "")),
        ] {
            assert_eq!(Typed::read(&text), Some(Typed::Recovery(hash.clone())), "{text}");
        }
        assert_eq!(Typed::read("123 456"), Some(Typed::Digits("123456".to_owned())));
        for text in [
            "",
            "12345",
            "1234567",
            "12345a",
            "１２３４５６",
            &"A".repeat(23),
            &"1".repeat(24),
            &"a ".repeat(300),
        ] {
            assert_eq!(Typed::read(text), None, "{text}");
        }
        assert_ne!(recovery_code().0, recovery_code().0);
    }
}
