//! A request whose answer is JSON.

use dondoc_shared::text::Lang;
use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use super::{
    auth::Auth,
    failure::{Failure, signed_out},
    http,
};

/// The answer to a request, decoded.
pub(super) async fn get<T: DeserializeOwned>(
    auth: &Auth,
    request: RequestBuilder,
    lang: Lang,
) -> Result<T, Failure> {
    http::body(auth.send(request, lang).await?).await.map_err(signed_out)
}
