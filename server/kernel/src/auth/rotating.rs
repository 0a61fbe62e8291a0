//! A key that can be replaced while servers run: one makes what people get, and another one may be accepted beside it.

use super::{device::DeviceKey, form::FormKey, token::TokenKey};

/// The secret bytes that keys follow from, the same for every server process that runs for long.
#[derive(Debug, Clone, Copy)]
pub struct Seeds<'a> {
    /// Of the keys that make tokens, forms and marks.
    pub signs: &'a [u8; 32],
    /// Of keys of which what they made is taken too: the ones before, or those that come next.
    pub accepted: Option<&'a [u8; 32]>,
    /// Of the key that seals what is kept for years; it is not replaced with the others.
    pub seals: &'a [u8; 32],
}

/// A key, and one that is accepted beside it.
pub(super) struct Rotating<K> {
    signs: K,
    accepted: Option<K>,
}

impl<K> Rotating<K> {
    fn of(seeds: Seeds<'_>, make: impl Fn(&[u8; 32]) -> anyhow::Result<K>) -> anyhow::Result<Self> {
        Ok(Self { signs: make(seeds.signs)?, accepted: seeds.accepted.map(make).transpose()? })
    }

    /// The key that makes something.
    pub(super) fn signs(&self) -> &K {
        &self.signs
    }

    /// What either key takes; otherwise what the first one says.
    pub(super) fn take<R, E>(&self, take: impl Fn(&K) -> Result<R, E>) -> Result<R, E> {
        take(&self.signs)
            .or_else(|refused| self.accepted.as_ref().and_then(|key| take(key).ok()).ok_or(refused))
    }
}

/// The keys of a server process.
pub(super) struct Keys {
    /// Of access tokens.
    pub(super) token: Rotating<TokenKey>,
    /// Of the tokens of forms.
    pub(super) form: Rotating<FormKey>,
    /// Of devices that are known.
    pub(super) device: Rotating<DeviceKey>,
}

impl Keys {
    pub(super) fn of(seeds: Seeds<'_>) -> anyhow::Result<Self> {
        Ok(Self {
            token: Rotating::of(seeds, TokenKey::from_seed)?,
            form: Rotating::of(seeds, |seed| Ok(FormKey::from_seed(seed)))?,
            device: Rotating::of(seeds, |seed| Ok(DeviceKey::from_seed(seed)))?,
        })
    }
}
