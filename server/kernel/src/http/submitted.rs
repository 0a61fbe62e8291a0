//! A form of our own pages: the only way to read one (the framework's own extractor is a banned type).
//!
//! Two checks stand against forged requests: the browser's own word on where the request comes from (`Sec-Fetch-Site`, else
//! `Origin`), here, and a token ([`crate::auth::form`]), where the person is known.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc, str::FromStr};

use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload, http::header::ORIGIN, web::Bytes};
use dondoc_shared::error::ErrorCode;
use serde::de::DeserializeOwned;

use super::{Command, Site, input::storable, media_type};
use crate::error::{Error, Fault, Result};

/// What a form's visible fields held, kept beside the request: whatever fails afterwards, the page that says so gives
/// it back, even where the request itself is gone. Pass-phrases are not kept.
#[derive(Clone, Default)]
pub(super) struct Typed(pub(super) Rc<RefCell<Kept>>);

/// The fields, where they were sent to, and the page that they stood on.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) fields: Vec<(String, String)>,
    pub(super) form: String,
    pub(super) page: String,
}

/// A form that came from our own page, its fields not looked at yet.
pub struct Sent {
    path: String,
    hidden: Vec<(String, String)>,
    visible: Vec<(String, String)>,
}

impl Sent {
    /// The text of a hidden field.
    pub fn hidden(&self, name: &str) -> Option<&str> {
        self.hidden.iter().find(|(hidden, _)| hidden == name).map(|(_, text)| text.as_str())
    }

    /// The conditions that the hidden fields `_key` and `_version` carry.
    pub fn command(&self) -> Result<Command> {
        Ok(Command::from_form(self.number("_key")?, self.number("_version")?, &self.path))
    }

    fn number<N: FromStr>(&self, name: &str) -> Result<N> {
        let number = self.hidden(name).and_then(|text| text.parse().ok());
        number.ok_or_else(|| Error::field(name, Fault::Missing))
    }

    /// The visible fields; an empty one counts as absent where the field is optional.
    pub fn form<T: DeserializeOwned>(&self) -> Result<T> {
        let every = self.hidden.iter().chain(&self.visible);
        every.clone().try_for_each(|(name, text)| storable(name, text))?;
        let encoded =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.visible).finish();
        super::query::pairs(&encoded)
    }

    /// Where it was sent to, and what a person typed into it; pass-phrases and codes are left out.
    pub(crate) fn typed(&self) -> (&str, Vec<(String, String)>) {
        let is_secret = |name: &str| name.starts_with("password") || name.ends_with("code");
        (&self.path, self.visible.iter().filter(|(name, _)| !is_secret(name)).cloned().collect())
    }
}

impl FromRequest for Sent {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = Bytes::from_request(&request, payload);
        Box::pin(async move {
            check_origin(&request)?;
            if media_type(&request) != "application/x-www-form-urlencoded" {
                return Err(ErrorCode::UnsupportedType.into());
            }
            let bytes = super::input::whole(bytes).await?;
            let pairs: Vec<(String, String)> = url::form_urlencoded::parse(&bytes).into_owned().collect();
            let (hidden, visible) = pairs.into_iter().partition(|(name, _)| name.starts_with('_'));
            // With its query, which may say what the form is about.
            let path = request.uri().path_and_query().map_or("", |path| path.as_str()).to_owned();
            let sent = Self { path, hidden, visible };
            if let Some(kept) = request.extensions().get::<Typed>() {
                let (form, fields) = sent.typed();
                let (form, page) = (form.to_owned(), sent.hidden("_page").unwrap_or_default().to_owned());
                *kept.0.borrow_mut() = Kept { fields, form, page };
            }
            Ok(sent)
        })
    }
}

/// The page on which the form stood that was sent.
pub fn page_of(request: &HttpRequest) -> Option<String> {
    let extensions = request.extensions();
    let page = extensions.get::<Typed>()?.0.borrow().page.clone();
    Some(page).filter(|page| !page.is_empty())
}

/// A form that anybody may send.
pub struct Submitted<T> {
    /// The visible fields.
    pub form: T,
    /// What came with them.
    pub sent: Sent,
}

impl<T: DeserializeOwned + 'static> FromRequest for Submitted<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let sent = Sent::from_request(request, payload);
        Box::pin(async move {
            let sent = sent.await?;
            Ok(Self { form: sent.form()?, sent })
        })
    }
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
