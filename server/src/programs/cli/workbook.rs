//! `read-workbook`: reads one workbook, answers in JSON, and may take no more than its limits. Run by `serve`, not by people (R157).

use std::{
    io::{Read, stdin, stdout},
    process::ExitCode,
};

use anyhow::Context;
use dondoc_shared::wire::workbook::MAX_WORKBOOK;
use nix::sys::resource::{Resource, setrlimit};

use crate::slices::reports::workbook::process::{MEMORY, TIME};

pub(super) fn read() -> anyhow::Result<ExitCode> {
    let most = TIME.as_secs();
    for (resource, limit) in [
        (Resource::RLIMIT_AS, MEMORY),
        (Resource::RLIMIT_CPU, most),
        // Neither files nor an image of its memory, which holds figures, are left behind.
        (Resource::RLIMIT_FSIZE, 0),
        (Resource::RLIMIT_CORE, 0),
    ] {
        setrlimit(resource, limit, limit).with_context(|| format!("{resource:?}"))?;
    }
    let mut content = vec![];
    let longest = u64::try_from(MAX_WORKBOOK)?.saturating_add(1);
    stdin().lock().take(longest).read_to_end(&mut content)?;
    serde_json::to_writer(stdout().lock(), &dondoc_workbook::read::read(&content))?;
    Ok(ExitCode::SUCCESS)
}
