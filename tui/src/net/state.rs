//! The person's folder for state: what a program keeps on a machine between two of its runs.

use std::{env, os::unix::fs::DirBuilderExt, path::PathBuf};

/// Where something of one server is kept: in the person's folder for state, a file for each server; nowhere if there is no such
/// folder.
pub(super) fn file(what: &str, server: &str) -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")))?;
    let name: String =
        server.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '_' }).collect();
    Some(state.join("dondoc").join(format!("{what}-{name}")))
}

/// Makes the folder of a file, for its owner alone.
pub(super) fn make_folder(path: &std::path::Path) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
