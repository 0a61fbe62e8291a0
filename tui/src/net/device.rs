//! What this machine keeps of a log-in: the text by which the server knows it again, so that others who guess at an account
//! make nobody wait here. It opens nothing.

use std::{io::Write, os::unix::fs::OpenOptionsExt, path::PathBuf};

use super::state;

/// The most that is read; what the server gives has some 250 letters.
const LONGEST: usize = 1000;

/// Where the text of one server is kept.
#[derive(Debug, Clone, Default)]
pub struct Device(Option<PathBuf>);

impl Device {
    /// That of one server; nowhere if the person has no folder for state.
    pub fn of(server: &str) -> Self {
        Self(state::file("device", server))
    }

    /// What was kept last.
    pub fn text(&self) -> Option<String> {
        let text = std::fs::read_to_string(self.0.as_ref()?).ok()?;
        let text = text.trim();
        (!text.is_empty() && text.len() <= LONGEST).then(|| text.to_owned())
    }

    /// Keeps the text for the next log-in. Where that cannot be done, the next log-in is a stranger's, which is no reason to
    /// fail this one.
    pub fn keep(&self, text: &str) {
        let Some(path) = &self.0 else { return };
        let write = || {
            state::make_folder(path)?;
            let written = path.with_extension("new");
            let mut options = std::fs::OpenOptions::new();
            let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&written)?;
            writeln!(file, "{text}")?;
            std::fs::rename(written, path)
        };
        let _: std::io::Result<()> = write();
    }

    #[cfg(test)]
    pub(super) fn at(path: PathBuf) -> Self {
        Self(Some(path))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_kept_is_for_its_owner_alone_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let device = Device::at(folder.join("dondoc/device-x.example_8443"));
        assert_eq!(device.text(), None);
        for text in ["id.mark", "id.mark.other"] {
            device.keep(text);
            assert_eq!(device.text().as_deref(), Some(text));
        }
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let path = device.0.clone().unwrap();
        assert_eq!((mode(path.parent().unwrap()), mode(&path)), (0o700, 0o600));
        device.keep(&"x".repeat(2 * LONGEST));
        assert_eq!(device.text(), None, "what is no text of ours is not sent");
        Device::at("/dev/null/nowhere/device".into()).keep("x");
    }
}
