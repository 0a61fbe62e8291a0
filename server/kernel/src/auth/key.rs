//! The relay's key: a secret shared by the server and the relay (or its operator). It opens one operation, the report of mail
//! that came back, and nothing else.

use std::{future::Ready, sync::Arc};

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header::AUTHORIZATION};
use dondoc_shared::error::ErrorCode;
use secrecy::ExposeSecret;
use subtle::ConstantTimeEq;

use crate::{
    auth::State,
    db::{Actor, AsWorker},
    error::{Error, Result},
    http::request_id,
    secret::digest,
};

/// A caller that proved the relay's key. Without a key in the settings the operation does not exist.
pub struct RelayKey {
    state: Arc<State>,
    request_id: String,
}

impl RelayKey {
    fn of(request: &HttpRequest) -> Result<Self> {
        let state = State::of(request)?;
        let key = state.relay_key.as_ref().ok_or(ErrorCode::NotFound)?;
        let header = request.headers().get(AUTHORIZATION).and_then(|h| h.to_str().ok());
        let told = header.and_then(|h| h.strip_prefix("Bearer ")).ok_or(ErrorCode::NotSignedIn)?;
        // Digests are of one length, so the time tells nothing of either.
        if !bool::from(digest(&[told]).ct_eq(&digest(&[key.expose_secret()]))) {
            return Err(ErrorCode::NotSignedIn.into());
        }
        Ok(Self { state, request_id: request_id(request) })
    }

    /// The database as the worker reaches it: what came back is looked up in the tenants that its Message-IDs name.
    pub fn as_worker(&self) -> AsWorker<'_> {
        self.state.db.as_worker()
    }

    /// The relay as an actor, for the trail.
    pub fn actor(&self) -> Actor {
        Actor { request_id: self.request_id.clone(), ..Actor::system("system:relay") }
    }
}

impl FromRequest for RelayKey {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(Self::of(request))
    }
}
