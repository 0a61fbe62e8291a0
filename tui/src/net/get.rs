//! A request whose answer is JSON.

use dondoc_shared::text::Lang;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use super::{auth::Auth, failure::Failure, http};

/// The answer to a request, decoded.
pub(super) async fn get<T: DeserializeOwned>(
    auth: &Auth,
    request: RequestBuilder,
    lang: Lang,
) -> Result<T, Failure> {
    http::body(auth.send(request, lang).await?).await.map_err(signed_out)
}

/// A refusal for want of a session means that it is over.
pub(super) fn signed_out(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(problem) if problem.status == 401 => Failure::SessionOver,
        failure => failure,
    }
}
