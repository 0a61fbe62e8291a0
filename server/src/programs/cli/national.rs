//! `import`, `assign`, `tenant list`: the national data.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use dondoc_shared::{
    scrub,
    text::{Lang, command::Imported},
};

use super::invocation::{Invocation, refuse};
use crate::{
    programs::process::{complain, say},
    slices::directives::{
        self, Refusal, Summary,
        import::{FILES, Source},
    },
};
use dondoc_kernel::{db::National, tenants};

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// A folder with CSV files of national data, such as tenants.csv or indicators.csv, or one of these files
    path: PathBuf,
    /// Check everything and say what would change, but write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args)]
pub(super) struct AssignArguments {
    /// Code of the task, such as T24-32a
    task: String,
    /// Slugs of the tenants that lead it, separated by commas
    #[arg(long, required = true, value_delimiter = ',', value_name = "SLUG,…")]
    to: Vec<String>,
}

#[derive(clap::Subcommand)]
pub(super) enum TenantCommand {
    /// List all tenants
    List,
}

/// Imports files and says what has changed, or every fault with its place.
pub(super) fn import(invocation: &Invocation, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    let files = match read(&arguments.path, lang) {
        Ok(files) => files,
        Err(text) => return Ok(refuse(&text)),
    };
    invocation.on_database(async |db, _| {
        let sources: Vec<Source<'_>> = files.iter().map(|(name, bytes)| Source { name, bytes }).collect();
        match directives::import(db, &sources, arguments.dry_run).await? {
            Ok(summary) => {
                print(&summary, lang);
                say!("{}", outcome(&summary, arguments.dry_run, lang));
                Ok(ExitCode::SUCCESS)
            }
            Err(faults) => {
                for fault in &faults {
                    complain!("{}", fault.message(lang));
                }
                Ok(refuse(&lang.import_faults(faults.len())))
            }
        }
    })
}

/// Name and bytes of the file, or of the files in the folder.
fn read(path: &Path, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, String> {
    let shown = scrub::one_line(&path.display().to_string());
    let read = |path: &Path| fs::read(path).map_err(|cause| lang.cannot_read(&shown, &cause.to_string()));
    if !path.is_dir() {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Ok(vec![(name, read(path)?)]);
    }
    let there = FILES.iter().map(|name| (name, path.join(name))).filter(|(_, path)| path.exists());
    let files: Vec<_> =
        there.map(|(name, path)| Ok(((*name).to_owned(), read(&path)?))).collect::<Result<_, String>>()?;
    if files.is_empty() { Err(lang.import_no_files(&shown, &FILES.join(", "))) } else { Ok(files) }
}

fn print(summary: &Summary, lang: Lang) {
    for (what, counts) in [
        (Imported::Tenants, summary.tenants),
        (Imported::Directives, summary.directives),
        (Imported::Tasks, summary.tasks),
        (Imported::Holidays, summary.holidays),
        (Imported::Groups, summary.measured.groups),
        (Imported::Members, summary.measured.members),
        (Imported::Regimes, summary.measured.regimes),
        (Imported::Indicators, summary.measured.indicators),
        (Imported::Versions, summary.measured.versions),
        (Imported::Targets, summary.measured.targets),
        (Imported::Records, summary.measured.records),
        (Imported::Assignments, summary.assignments),
    ] {
        say!("{}", lang.import_counts(what, counts.new, counts.changed, counts.unchanged));
    }
}

fn outcome(summary: &Summary, dry_run: bool, lang: Lang) -> &'static str {
    match (summary.is_nothing(), dry_run) {
        (true, _) => lang.import_nothing(),
        (false, true) => lang.import_dry_run(),
        (false, false) => lang.import_done(),
    }
}

/// Names tenants for a task.
pub(super) fn assign(invocation: &Invocation, arguments: &AssignArguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        match directives::assign(db, actor, &arguments.task, &arguments.to).await? {
            Ok((new, named)) => {
                say!("{}", lang.assigned_to(&arguments.task, new, named));
                Ok(ExitCode::SUCCESS)
            }
            Err(refusal) => Ok(refuse(&scrub::one_line(&match refusal {
                Refusal::NoSuchTask(code) => lang.no_such_task(&code),
                Refusal::LeadIsNamed(code) => lang.lead_is_named(&code),
                Refusal::NoSuchTenants(slugs) => lang.no_such_tenants(&slugs.join(", ")),
                Refusal::NotThereThen(slugs) => lang.tenants_not_there_then(&slugs.join(", ")),
                Refusal::Coordinating(slugs) => lang.tenants_coordinate(&slugs.join(", ")),
            }))),
        }
    })
}

/// One tenant a line.
pub(super) fn list_tenants(invocation: &Invocation) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        let all = db.read(National, actor.clone(), async |tx| tenants::all(tx).await).await?;
        for tenant in all {
            let name = lang.pick(&tenant.name_vi, &tenant.name_en);
            say!(
                "{:>3}  {:<24} {:<6} {:<32} {name}",
                tenant.id,
                tenant.slug,
                tenant.short,
                tenant.kind.name(lang)
            );
        }
        Ok(ExitCode::SUCCESS)
    })
}
