//! The text of a place in a list: opaque to the client. What it holds, and to which list it is bound, each list says itself.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{Error, Result};

/// The place as it travels.
pub fn encode(place: &impl Serialize) -> Result<String> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).map_err(|e| Error::Internal(e.into()))?))
}

/// Reads a place from its text; none if the text is not ours.
pub fn decode<P: DeserializeOwned>(text: &str) -> Option<P> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}
