//! The beginning of a file, which is all that is read of it to show it.

use reqwest::Response;

use super::{
    failure::Failure,
    http::{failure, successful},
};

/// Bytes that are read.
pub const HEAD: usize = 32 * 1024;

/// The beginning of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// At most [`HEAD`] bytes.
    pub bytes: Vec<u8>,
    /// Are these all that there are?
    pub is_whole: bool,
}

/// The beginning of an answer that is a file, however long that is.
pub(super) async fn head(response: Response) -> Result<Head, Failure> {
    let mut response = successful(response).await?;
    let mut bytes = Vec::new();
    while bytes.len() <= HEAD {
        match response.chunk().await.map_err(|error| failure(&error))? {
            Some(chunk) => bytes.extend_from_slice(&chunk),
            None => break,
        }
    }
    let is_whole = bytes.len() <= HEAD;
    bytes.truncate(HEAD);
    Ok(Head { bytes, is_whole })
}
