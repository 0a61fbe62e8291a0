//! Files of evidence: stored under a random name, hashed and counted while they stream in, and judged by name and content (R96).
//!
//! The object is written first and the row second, so that a crash between the two leaves a file without a row, which takes
//! space until it is swept away, and never a row without a file.

mod kinds;

use std::{
    fs::Permissions,
    io,
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::Context;
use bytes::Bytes;
use dondoc_shared::{error::ErrorCode, id::TenantId};
use futures_util::{Stream, StreamExt, stream::BoxStream};
use object_store::{
    ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path as Object,
};
use sha2::{Digest, Sha256};

use self::kinds::Kind;
use crate::{
    error::{Error, Result},
    gate::Gate,
    secret,
};

/// The largest file, in bytes.
pub const MAX_BYTES: u64 = 25 * 1024 * 1024;

/// Files that are judged at the same time, each in memory; the others wait.
const JUDGED: (usize, usize) = (2, 64);
const PATIENCE: Duration = Duration::from_secs(20);

/// Where files are kept.
#[derive(Clone)]
pub struct EvidenceStore {
    inner: Arc<dyn ObjectStore>,
    folder: PathBuf,
    judging: Gate,
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
    /// A folder on the file system, for this process's user alone; made if missing.
    pub fn in_folder(folder: &Path) -> anyhow::Result<Self> {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)
            .and_then(|()| std::fs::set_permissions(folder, Permissions::from_mode(0o700)))
            .with_context(|| format!("cannot make {}", folder.display()))?;
        Ok(Self {
            inner: Arc::new(LocalFileSystem::new_with_prefix(folder)?),
            folder: folder.to_owned(),
            judging: Gate::new(JUDGED, PATIENCE),
        })
    }

    /// Streams a file in. Keeps nothing of a refused one.
    pub async fn put<E>(
        &self,
        tenant: TenantId,
        file_name: &str,
        mut content: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> Result<Stored> {
        let kind = Kind::of(file_name)?;
        let object = format!("{tenant}/{}", secret::random_hex());
        let upload =
            self.inner.put_multipart(&Object::from(object.as_str())).await.context("evidence store")?;
        let mut upload = WriteMultipart::new(upload);
        let mut hash = Sha256::new();
        let mut size = 0u64;
        let refused = loop {
            match content.next().await {
                Some(Err(_)) => break Some(ErrorCode::InvalidInput),
                None => break (size == 0).then_some(ErrorCode::FileEmpty),
                Some(Ok(chunk)) => {
                    size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                    if size > MAX_BYTES {
                        break Some(ErrorCode::TooLarge);
                    }
                    hash.update(&chunk);
                    upload.put(chunk);
                }
            }
        };
        if let Some(code) = refused {
            // An upload that cannot be undone only takes space; the refusal is what the person needs to hear.
            drop(upload.abort().await);
            return Err(code.into());
        }
        upload.finish().await.context("evidence store")?;
        if let Err(error) = self.judge(kind, &object).await {
            self.discard([object.as_str()]).await;
            return Err(error);
        }
        let size = i64::try_from(size).unwrap_or(i64::MAX);
        Ok(Stored { object, size, sha256: hash.finalize().to_vec(), media_type: kind.media_type })
    }

    /// Looks into a file that has arrived whole, and hides it from the other users of this machine.
    async fn judge(&self, kind: Kind, object: &str) -> Result<()> {
        let path = self.folder.join(object);
        let entered = self.judging.enter().await?;
        let judging = tokio::task::spawn_blocking(move || {
            let folder = path.parent().unwrap_or(&path);
            std::fs::set_permissions(folder, Permissions::from_mode(0o700)).context("evidence store")?;
            std::fs::set_permissions(&path, Permissions::from_mode(0o600)).context("evidence store")?;
            let content = std::fs::read(&path).context("evidence store")?;
            drop(path);
            let judged = kind.judge(&content);
            drop(entered);
            Ok(judged?)
        });
        // A library that panics over a file could not judge it.
        judging.await.unwrap_or_else(|_| Err(ErrorCode::FileUnreadable.into()))
    }

    /// Throws files away that no row names and none will.
    pub async fn discard<'a>(&self, objects: impl IntoIterator<Item = &'a str>) {
        for object in objects {
            // One that stays is swept away later.
            drop(self.inner.delete(&Object::from(object)).await);
        }
    }

    /// Streams a file out whose content is still what it was when it came.
    ///
    /// # Errors
    /// `evidence_unavailable` where it is gone or was altered; that is an alarm as well.
    pub async fn get(
        &self,
        object: &str,
        sha256: &[u8],
    ) -> Result<BoxStream<'static, object_store::Result<Bytes>>> {
        let place = Object::from(object);
        let found = match self.inner.get(&place).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Err(damaged(object, "missing")),
            Err(error) => {
                return Err(Error::Unavailable(anyhow::Error::from(error).context("evidence store")));
            }
        };
        let unreadable = |error| Error::Unavailable(anyhow::Error::from(error).context("evidence store"));
        let mut hash = Sha256::new();
        let mut content = found.into_stream();
        while let Some(chunk) = content.next().await {
            hash.update(&chunk.map_err(unreadable)?);
        }
        if *hash.finalize() != *sha256 {
            return Err(damaged(object, "altered"));
        }
        Ok(self.inner.get(&place).await.map_err(unreadable)?.into_stream())
    }

    /// The files of a tenant as they lie in its folder, also half of one whose upload was cut off, with the time of the last
    /// change.
    pub fn files(&self, tenant: TenantId) -> io::Result<Vec<(String, SystemTime)>> {
        let folder = match std::fs::read_dir(self.folder.join(tenant.to_string())) {
            Ok(folder) => folder,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            Err(error) => return Err(error),
        };
        let mut files = Vec::new();
        for entry in folder {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            files.push((format!("{tenant}/{name}"), entry.metadata()?.modified()?));
        }
        Ok(files)
    }

    /// Deletes files by their names in the folder.
    pub fn sweep(&self, files: &[String]) -> io::Result<()> {
        files.iter().try_for_each(|file| std::fs::remove_file(self.folder.join(file)))
    }
}

/// A file that is not what it was is an alarm: counted, and named in the log.
fn damaged(object: &str, what: &'static str) -> Error {
    metrics::counter!("dondoc_evidence_damaged_total", "what" => what).increment(1);
    tracing::error!(object, what, "a file of evidence is damaged and not served");
    ErrorCode::EvidenceUnavailable.into()
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
        let back = store.get(&stored.object, &stored.sha256).await.unwrap();
        let back: Vec<_> = back.map(|chunk| chunk.unwrap()).collect().await;
        assert_eq!(back.concat(), b"%PDF-1.7\nbody");

        for (name, content, code) in [
            ("a.pdf", b"MZ program".as_slice(), ErrorCode::FileUnreadable),
            ("a.exe", b"%PDF-1.7".as_slice(), ErrorCode::FileTypeRefused),
            ("a.txt", b"bell \x07".as_slice(), ErrorCode::FileUnreadable),
            ("a.pdf", b"".as_slice(), ErrorCode::FileEmpty),
        ] {
            assert_eq!(put(&store, name, &[content]).await.unwrap_err().code(), code, "{name}");
        }
        let left = std::fs::read_dir(folder.join("24")).unwrap().count();
        assert_eq!(left, 1);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let file = folder.join(&stored.object);
        let modes = [mode(&folder), mode(file.parent().unwrap()), mode(&file)];
        assert_eq!(modes, [0o700, 0o700, 0o600], "nobody else's");

        let refused = async || store.get(&stored.object, &stored.sha256).await.err().map(|e| e.code());
        std::fs::write(&file, b"%PDF-1.7\nbodx").unwrap();
        assert_eq!(refused().await, Some(ErrorCode::EvidenceUnavailable), "altered");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(refused().await, Some(ErrorCode::EvidenceUnavailable), "gone");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
