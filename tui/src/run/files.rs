//! Files that are kept.

use std::path::{Path, PathBuf};

use tokio::io::AsyncWriteExt;

/// Whoever the person's own settings allow may read it.
const SHARED: u32 = 0o666;

/// Keeps something in a new file of the current folder. Where it is, or why it is nowhere.
pub(super) async fn save_here(name: &str, bytes: &[u8]) -> Result<String, String> {
    let folder = std::env::current_dir().map_err(|error| error.to_string())?;
    save(&folder, name, bytes, SHARED).await.map(|path| path.display().to_string())
}

/// Writes a new file into a folder; one that is there already is never written over. Where it is, or why it is
/// nowhere.
pub(super) async fn save(folder: &Path, name: &str, bytes: &[u8], mode: u32) -> Result<PathBuf, String> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let nth = |n: u8| if n == 1 { name.to_owned() } else { format!("{stem}-{n}.{ending}") };
    let names = (1..100).map(nth);
    let mut last = String::new();
    for path in names.map(|name| folder.join(name)) {
        match tokio::fs::OpenOptions::new().write(true).create_new(true).mode(mode).open(&path).await {
            Ok(mut file) => {
                let written = async {
                    file.write_all(bytes).await?;
                    file.flush().await
                };
                return written.await.map(|()| path).map_err(|error| error.to_string());
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => last = error.to_string(),
            Err(error) => return Err(error.to_string()),
        }
    }
    Err(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::key::fresh_key;

    #[tokio::test]
    async fn a_file_that_is_there_is_never_written_over() {
        let folder = std::env::temp_dir().join(fresh_key().to_string());
        tokio::fs::create_dir(&folder).await.unwrap();
        let mut written = Vec::new();
        for text in ["một", "hai"] {
            written.push(save(&folder, "simulation-2024-07-26.csv", text.as_bytes(), SHARED).await.unwrap());
        }
        let names = ["simulation-2024-07-26.csv", "simulation-2024-07-26-2.csv"];
        assert_eq!(written, names.map(|name| folder.join(name)));
        for (path, text) in written.iter().zip(["một", "hai"]) {
            assert_eq!(tokio::fs::read_to_string(path).await.unwrap(), text);
        }
        tokio::fs::remove_dir_all(&folder).await.unwrap();
        assert!(save(&folder, "x.csv", b"", SHARED).await.is_err());
    }
}
