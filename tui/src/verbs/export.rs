//! `export`: the same to a file, which is there as a whole or not at all.

use std::{
    fs::Permissions,
    io::{BufWriter, ErrorKind, IsTerminal, Write, stderr},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use dondoc_shared::{
    scrub,
    wire::{Page, assignment::AssignmentRow},
};
use tempfile::Builder;

use super::{
    args::Export,
    desk::{Desk, aside, say},
    find::Question,
    stop::{End, Stop},
};
use crate::ui::{
    words,
    written::{Kind, MOST_IN_WORKBOOK, Sheet},
};

/// Rows after which it is told how far it is.
const STEP: usize = 200;

pub(super) async fn run(desk: &Desk, asked: &Export, out: &mut dyn Write) -> Result<(), Stop> {
    let lang = desk.lang;
    let path = asked.to.as_path();
    let shown = scrub::one_line(&path.display().to_string());
    let usage = |said| Stop::new(End::Usage, said);
    let kind = kind_of(path, asked.bom).ok_or_else(|| usage(lang.verbs_ending_refused(&shown)))?;
    let there = || usage(lang.verbs_file_there(&shown));
    if !asked.force && path.symlink_metadata().is_ok() {
        return Err(there());
    }
    let question = Question::new(desk, asked.rows.queue, &asked.rows.filter).await?;
    let failed = |error: std::io::Error| usage(lang.verbs_file_io(&shown, &error.to_string()));
    // Beside its place, so that it can be moved there at once; gone if the export does not come to its end.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file =
        Builder::new().permissions(Permissions::from_mode(0o666)).tempfile_in(folder).map_err(failed)?;
    let mut sheet = Sheet::new(BufWriter::new(file), kind, lang, question.said);
    let mut written = 0;
    let progress = stderr().is_terminal();
    let each = &mut |row: &AssignmentRow, page: &Page<AssignmentRow>| {
        written += 1;
        if kind == Kind::Workbook && written > MOST_IN_WORKBOOK {
            return Err(Stop::new(End::Refused, lang.verbs_too_many_rows(MOST_IN_WORKBOOK)));
        }
        if progress && written % STEP == 0 {
            let so_far = lang.verbs_shown(&words::count(lang, written), &lang.number(page.total));
            aside(&format!("\r{so_far}"));
        }
        sheet.row(row, page.today).map_err(failed)
    };
    let found = question.rows(desk, None, each).await;
    if progress {
        // Over the line of the progress.
        aside("\r\x1b[K");
    }
    let found = found?;
    let file = sheet.end().and_then(|file| file.into_inner().map_err(Into::into)).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    let kept = if asked.force { file.persist(path) } else { file.persist_noclobber(path) };
    match kept {
        Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => return Err(there()),
        Err(refused) => return Err(failed(refused.error)),
        Ok(_) => {}
    }
    let mut said = vec![lang.verbs_exported(&lang.tui_total(&words::count(lang, found.rows)), &shown)];
    said.extend(question.left_out(desk).await);
    say(out, lang, &said)
}

fn kind_of(path: &Path, bom: bool) -> Option<Kind> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match ending.as_str() {
        "csv" => Kind::Csv(bom),
        "json" => Kind::Json,
        "jsonl" => Kind::JsonLines,
        "md" => Kind::Markdown,
        "xlsx" => Kind::Workbook,
        _ => return None,
    })
}
