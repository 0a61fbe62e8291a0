//! Ids in a path. A malformed one is answered like a missing one: nobody learns more from the form of an id.

use std::{
    future::{Ready, ready},
    str::FromStr,
};

use actix_web::{FromRequest, HttpRequest, dev::Payload};
use dondoc_shared::{
    error::ErrorCode,
    id::{EvidenceId, FindingId},
};

use crate::error::{Error, Result};

/// The `{id}` of a path.
pub struct Id<T>(pub T);

/// The `{evidence}` of a path.
pub struct EvidencePart(pub EvidenceId);

/// The `{finding}` of a path.
pub struct FindingPart(pub FindingId);

/// The `{revision}` of a path.
pub struct RevisionPart(pub i32);

fn part<T: FromStr>(request: &HttpRequest, name: &str) -> Result<T> {
    request.match_info().get(name).and_then(|text| text.parse().ok()).ok_or(ErrorCode::NotFound.into())
}

impl<T: FromStr> FromRequest for Id<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(request, "id").map(Self))
    }
}

impl FromRequest for EvidencePart {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(request, "evidence").map(Self))
    }
}

impl FromRequest for FindingPart {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(request, "finding").map(Self))
    }
}

impl FromRequest for RevisionPart {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(part(request, "revision").map(Self))
    }
}
