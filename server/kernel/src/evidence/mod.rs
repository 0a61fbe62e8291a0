//! Files of evidence: stored under a random name, hashed and counted while they stream in, and checked by name and content (R96).
//!
//! The object is written first and the row second, so that a crash between the two leaves a file without a row, which takes
//! space and nothing else, and never a row without a file.

use std::{path::Path, sync::Arc};

use anyhow::Context;
use bytes::Bytes;
use dondoc_shared::{error::ErrorCode, id::TenantId};
use futures_util::{Stream, StreamExt, stream::BoxStream};
use object_store::{
    ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path as Object,
};
use sha2::{Digest, Sha256};

use crate::{
    error::{Error, Result},
    secret,
};

/// The largest file, in bytes.
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;

/// An upload is given up when nothing comes for this long; the framework itself has no limit.
const STALL: std::time::Duration = std::time::Duration::from_secs(30);

/// Where files are kept.
#[derive(Clone)]
pub struct EvidenceStore {
    inner: Arc<dyn ObjectStore>,
}

/// A file that has arrived whole and is kept.
#[derive(Debug)]
pub struct Stored {
    /// Random name in the store, under the tenant's number.
    pub object: String,
    /// Size in bytes.
    pub size: i64,
    /// SHA-256 of the content.
    pub sha256: Vec<u8>,
    /// What its content says it is.
    pub media_type: &'static str,
}

impl EvidenceStore {
    /// A folder on the file system; made if missing.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self { inner: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }

    /// Streams a file in. Keeps nothing of a refused one.
    pub async fn put<E>(
        &self,
        tenant: TenantId,
        file_name: &str,
        mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<Stored> {
        let object = format!("{tenant}/{}", secret::random_hex());
        let upload =
            self.inner.put_multipart(&Object::from(object.as_str())).await.context("evidence store")?;
        let mut upload = WriteMultipart::new(upload);
        let mut hash = Sha256::new();
        let mut size = 0u64;
        let mut head = Vec::new();
        let refused = loop {
            match tokio::time::timeout(STALL, content.next()).await {
                Err(_) | Ok(Some(Err(_))) => break Some(Error::Refused(ErrorCode::InvalidInput)),
                Ok(None) => break None,
                Ok(Some(Ok(chunk))) => {
                    size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                    if size > MAX_BYTES {
                        break Some(Error::Refused(ErrorCode::TooLarge));
                    }
                    let wanted = 8192usize.saturating_sub(head.len());
                    head.extend(chunk.iter().take(wanted));
                    hash.update(&chunk);
                    upload.put(chunk);
                }
            }
        };
        let kind = match refused {
            Some(error) => Err(error),
            None if size == 0 => Err(ErrorCode::FileEmpty.into()),
            None => kind_of(file_name, &head).ok_or(ErrorCode::FileTypeRefused.into()),
        };
        match kind {
            Ok(media_type) => {
                upload.finish().await.context("evidence store")?;
                let size = i64::try_from(size).unwrap_or(i64::MAX);
                Ok(Stored { object, size, sha256: hash.finalize().to_vec(), media_type })
            }
            Err(error) => {
                // An upload that cannot be undone only takes space; the refusal is what the person needs to hear.
                drop(upload.abort().await);
                Err(error)
            }
        }
    }

    /// Streams a file out.
    pub async fn get(&self, object: &str) -> Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let found = self.inner.get(&Object::from(object)).await.context("evidence store")?;
        Ok(found.into_stream())
    }
}

/// Endings that are accepted, the kind that the first bytes must show, and the media type.
const KINDS: &[(&str, &[&str], &str)] = &[
    ("pdf", &["application/pdf"], "application/pdf"),
    (
        "docx",
        &["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/zip"],
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "xlsx",
        &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/zip"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "pptx",
        &["application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/zip"],
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("png", &["image/png"], "image/png"),
    ("jpg", &["image/jpeg"], "image/jpeg"),
    ("jpeg", &["image/jpeg"], "image/jpeg"),
];

/// The media type, where the name's ending is accepted and the content is what the ending says.
fn kind_of(file_name: &str, head: &[u8]) -> Option<&'static str> {
    let ending = file_name.rsplit_once('.')?.1.to_lowercase();
    if ending == "txt" || ending == "csv" {
        // Text has no signature: it must be UTF-8 (but for a cut last character) without control characters.
        let valid = match std::str::from_utf8(head) {
            Ok(_) => head.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(_) => return None,
        };
        let text = std::str::from_utf8(head.get(..valid)?).ok()?;
        let plain = text.chars().all(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t'));
        return plain.then_some(if ending == "csv" { "text/csv" } else { "text/plain" });
    }
    let (_, shown, media_type) = KINDS.iter().find(|(known, ..)| *known == ending)?;
    let found = infer::get(head)?.mime_type();
    shown.contains(&found).then_some(*media_type)
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    async fn put(store: &EvidenceStore, name: &str, content: &[&[u8]]) -> Result<Stored> {
        let chunks = content.iter().map(|c| Ok::<_, ()>(Bytes::copy_from_slice(c))).collect::<Vec<_>>();
        store.put(TenantId(24), name, stream::iter(chunks)).await
    }

    #[tokio::test]
    async fn a_file_comes_back_as_it_went_in_and_a_refused_one_leaves_nothing() {
        let folder = std::env::temp_dir().join(format!("dondoc-evidence-{}", secret::random_hex()));
        let store = EvidenceStore::in_folder(&folder).unwrap();
        let stored = put(&store, "kế hoạch.pdf", &[b"%PDF-1.7\n", b"body"]).await.unwrap();
        assert_eq!((stored.size, stored.media_type), (13, "application/pdf"));
        let back: Vec<_> = store.get(&stored.object).await.unwrap().map(|c| c.unwrap()).collect().await;
        assert_eq!(back.concat(), b"%PDF-1.7\nbody");

        for (name, content, code) in [
            ("a.pdf", b"MZ program".as_slice(), ErrorCode::FileTypeRefused),
            ("a.exe", b"%PDF-1.7".as_slice(), ErrorCode::FileTypeRefused),
            ("a.txt", b"bell \x07".as_slice(), ErrorCode::FileTypeRefused),
            ("a.pdf", b"".as_slice(), ErrorCode::FileEmpty),
        ] {
            assert_eq!(put(&store, name, &[content]).await.unwrap_err().code(), code, "{name}");
        }
        let left = std::fs::read_dir(folder.join("24")).unwrap().count();
        assert_eq!(left, 1);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
