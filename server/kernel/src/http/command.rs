//! The conditions of a write: the version seen (`If-Match`) and the key that makes a repetition harmless
//! (`Idempotency-Key`).

use std::future::{Ready, ready};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::IF_MATCH};
use anyhow::Context;
use dondoc_shared::error::ErrorCode;
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{
    db::Version,
    error::{Error, Fault, Result},
};

/// A write's conditions and its name.
#[derive(Debug, Clone)]
pub struct Command {
    key: Option<Uuid>,
    version: Option<Version>,
    path: String,
    /// Where the form was sent to that it came by.
    form: Option<String>,
}

impl Command {
    /// From a form, whose hidden fields carry what headers carry otherwise.
    pub fn from_form(key: Uuid, version: i32, form: &str) -> Self {
        let path = format!("POST {form}");
        Self { key: Some(key), version: Some(Version(version)), path, form: Some(form.to_owned()) }
    }

    /// The form that it came by, if any.
    pub(crate) fn form(&self) -> Option<&str> {
        self.form.as_deref()
    }

    /// The version the caller has seen, where they say so.
    pub fn seen(&self) -> Option<Version> {
        self.version
    }

    /// The version the caller has seen.
    ///
    /// # Errors
    /// `version_required` without one.
    pub fn version(&self) -> Result<Version> {
        self.version.ok_or(ErrorCode::VersionRequired.into())
    }

    /// The key, where one must be given.
    ///
    /// # Errors
    /// `key_required` without one.
    pub fn require_key(&self) -> Result<&Self> {
        if self.key.is_some() { Ok(self) } else { Err(ErrorCode::KeyRequired.into()) }
    }

    /// The key, if one was given.
    pub(super) fn key(&self) -> Option<Uuid> {
        self.key
    }

    /// Method and path, which with the key name the request.
    pub(super) fn operation(&self) -> &str {
        &self.path
    }

    /// A digest over the operation and what was sent.
    pub fn request_hash<I: Serialize>(&self, input: &I) -> Result<Vec<u8>> {
        let mut hash = Sha256::new();
        hash.update(&self.path);
        hash.update([0]);
        hash.update(serde_json::to_vec(input).context("request hash")?);
        Ok(hash.finalize().to_vec())
    }
}

impl FromRequest for Command {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request))
    }
}

fn read(request: &HttpRequest) -> Result<Command> {
    let header = |name: &str| request.headers().get(name).map(|h| h.to_str().unwrap_or_default());
    let key = match header("idempotency-key") {
        Some(text) => Some(text.parse().map_err(|_| Error::field("Idempotency-Key", Fault::Malformed))?),
        None => None,
    };
    let version = match header(IF_MATCH.as_str()) {
        Some(text) => Some(entity_tag(text).ok_or_else(|| Error::field("If-Match", Fault::Malformed))?),
        None => None,
    };
    Ok(Command { key, version, path: format!("{} {}", request.method(), request.path()), form: None })
}

/// `"7"` as RFC 9110 writes it; one version only.
fn entity_tag(text: &str) -> Option<Version> {
    text.strip_prefix('"')?.strip_suffix('"')?.parse().ok().map(Version)
}
