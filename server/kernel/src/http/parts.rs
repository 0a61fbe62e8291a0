//! A form with files: the only way to read one (the framework's own reader is a banned type).

use std::future::{Ready, ready};

use actix_multipart::Field;
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use dondoc_shared::error::ErrorCode;
use futures_util::StreamExt;

use super::media_type;
use crate::error::{Error, Result};

#[expect(clippy::disallowed_types, reason = "read here and nowhere else")]
type Multipart = actix_multipart::Multipart;

/// The parts of a form as they arrive. Asked once more after it has failed, the framework's own reader panics; this one
/// has no more parts.
pub struct Parts {
    inner: Multipart,
    over: bool,
}

impl Parts {
    /// The next part, if there is one.
    ///
    /// # Errors
    /// `invalid_input` where the form cannot be read any further.
    pub async fn next(&mut self) -> Result<Option<Field>> {
        if self.over {
            return Ok(None);
        }
        let part = self.inner.next().await.transpose();
        self.over = !matches!(part, Ok(Some(_)));
        part.map_err(|_| ErrorCode::InvalidInput.into())
    }

    /// Reads what is left, at most so many bytes: a browser shows an answer only once it has sent all that it wanted to send.
    pub async fn drain(&mut self, mut most: u64) {
        while let Ok(Some(mut part)) = self.next().await {
            while let Some(Ok(chunk)) = part.next().await {
                most = most.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                if most == 0 {
                    return;
                }
            }
        }
    }
}

/// The text of a hidden field.
///
/// # Errors
/// `too_large` beyond 200 bytes, `invalid_input` for what is no text.
pub async fn short(part: &mut Field) -> Result<String> {
    let text = whole(part, 200).await?;
    String::from_utf8(text).map_err(|_| ErrorCode::InvalidInput.into())
}

/// The content of a part in memory.
///
/// # Errors
/// `too_large` beyond `most` bytes, `invalid_input` where it breaks off.
pub async fn whole(part: &mut Field, most: usize) -> Result<Vec<u8>> {
    let mut content = Vec::new();
    while let Some(chunk) = part.next().await {
        content.extend_from_slice(&chunk.map_err(|_| Error::Refused(ErrorCode::InvalidInput))?);
        if content.len() > most {
            return Err(ErrorCode::TooLarge.into());
        }
    }
    Ok(content)
}

/// The name that a file was sent with, in either spelling (RFC 6266; browsers use the plain one, RFC 7578); empty without one.
pub fn file_name(part: &Field) -> String {
    let Some(told) = part.content_disposition() else { return String::new() };
    let spelt = told.get_filename_ext().and_then(|name| String::from_utf8(name.value.clone()).ok());
    spelt.or_else(|| told.get_filename().map(ToOwned::to_owned)).unwrap_or_default()
}

impl FromRequest for Parts {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        if media_type(request) != "multipart/form-data" {
            return ready(Err(ErrorCode::UnsupportedType.into()));
        }
        // Reads nothing yet; a boundary that is missing is told by the first part.
        let inner = Multipart::from_request(request, payload).into_inner();
        ready(inner.map(|inner| Self { inner, over: false }).map_err(|_| ErrorCode::InvalidInput.into()))
    }
}
