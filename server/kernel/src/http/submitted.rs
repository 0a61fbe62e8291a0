//! A form of our own pages: the only way to read one (the framework's own extractor is a banned type).
//!
//! Two checks stand against forged requests: the browser's own word on where the request comes from
//! (`Sec-Fetch-Site`, else `Origin`), and, where somebody is signed in, a token that only this session's pages carry.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc};

use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    dev::Payload,
    http::header::{CONTENT_TYPE, ORIGIN},
    web::Bytes,
};
use dondoc_shared::error::ErrorCode;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::{Bearer, Command, Site, input::storable};
use crate::{
    error::{Error, Fault, Result},
    secret::Secret,
};

/// What the token is derived for.
const PURPOSE: &str = "form";

/// The token that a signed-in person's forms carry.
pub fn form_token(cookie_secret: &Secret) -> String {
    cookie_secret.derive(PURPOSE).text()
}

/// What a form's visible fields held, kept beside the request: whatever fails afterwards, the page that says so gives
/// it back, even where the request itself is gone. Pass-phrases are not kept.
#[derive(Clone, Default)]
pub(super) struct Typed(pub(super) Rc<RefCell<Vec<(String, String)>>>);

/// A form that came from our own page.
pub struct Submitted<T> {
    /// The visible fields.
    pub form: T,
    key: Option<Uuid>,
    version: Option<i32>,
    path: String,
}

impl<T> Submitted<T> {
    /// The conditions that the hidden fields `_key` and `_version` carry.
    pub fn command(&self) -> Result<Command> {
        let key = self.key.ok_or_else(|| Error::field("_key", Fault::Missing))?;
        let version = self.version.ok_or_else(|| Error::field("_version", Fault::Missing))?;
        Ok(Command::from_form(key, version, &self.path))
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for Submitted<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = Bytes::from_request(&request, payload);
        Box::pin(async move {
            check_origin(&request)?;
            let kind = request.headers().get(CONTENT_TYPE).and_then(|h| h.to_str().ok()).unwrap_or_default();
            if !kind.starts_with("application/x-www-form-urlencoded") {
                return Err(ErrorCode::UnsupportedType.into());
            }
            let bytes = super::input::whole(bytes).await?;
            let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&bytes).into_owned().collect();
            let shown = pairs
                .iter()
                .filter(|(k, v)| !k.starts_with('_') && !k.starts_with("password") && !v.is_empty());
            if let Some(typed) = request.extensions().get::<Typed>() {
                typed.0.borrow_mut().extend(shown.cloned());
            }
            pairs.iter().try_for_each(|(name, text)| storable(name, text))?;
            let field = |name: &str| pairs.iter().find(|(k, _)| k == name).map(|(_, v)| v.as_str());
            check_token(&request, field("_token"))?;
            let key = field("_key").and_then(|v| v.parse().ok());
            let version = field("_version").and_then(|v| v.parse().ok());
            let path = format!("{} {}", request.method(), request.path());
            let form = fields(&pairs)?;
            Ok(Self { form, key, version, path })
        })
    }
}

/// The visible fields; an empty one counts as absent where the field is optional.
fn fields<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T> {
    let visible = pairs.iter().filter(|(k, _)| !k.starts_with('_'));
    let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(visible).finish();
    actix_web::web::Query::<T>::from_query(&encoded).map(actix_web::web::Query::into_inner).map_err(|error| {
        let text = error.to_string();
        let field = text.split('`').nth(1).unwrap_or("form").to_owned();
        Error::field(&field, Fault::Malformed)
    })
}

/// Refuses what another site's page made the browser send.
pub fn check_origin(request: &HttpRequest) -> Result<()> {
    let header = |name: &str| request.headers().get(name).and_then(|h| h.to_str().ok());
    let site = Site::of(request)?;
    let own = match (header("sec-fetch-site"), header(ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == site.public_url.origin().ascii_serialization(),
        (None, None) => false,
    };
    if own { Ok(()) } else { Err(ErrorCode::ForgedRequest.into()) }
}

/// Where a session's cookie came along, its token must have come too.
pub fn check_token(request: &HttpRequest, token: Option<&str>) -> Result<()> {
    let site = Site::of(request)?;
    let Some(bearer) = request.cookie(site.cookie_name()).and_then(|c| Bearer::parse(c.value())) else {
        return Ok(());
    };
    let expected = bearer.secret.derive(PURPOSE);
    match token.and_then(Secret::parse) {
        Some(token) if token.fits(&expected.digest()) => Ok(()),
        _ => Err(ErrorCode::ForgedRequest.into()),
    }
}
