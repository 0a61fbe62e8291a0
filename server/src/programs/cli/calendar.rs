//! `calendar import`, `calendar show`: the working calendar of a year.

use std::{fs, path::PathBuf, process::ExitCode};

use dondoc_shared::{
    error::ErrorCode,
    scrub,
    text::Lang,
    wire::calendar::{CalendarDay, CalendarRemark},
};

use super::invocation::{Invocation, refuse};
use crate::{
    domain::calendar::edit::{self, Whose},
    programs::process::{complain, say},
    slices::directives::import::{Fault, Source, YearFile, calendar_year},
};
use dondoc_kernel::{
    db::{Actor, Db, National, NationalTx},
    error::{Error, Result},
    http::input::Checks,
};

#[derive(clap::Subcommand)]
pub(super) enum CalendarCommand {
    /// Import the table of a year from a CSV file with the columns of holidays.csv; it replaces the year's from tomorrow on
    Import(ImportArguments),
    /// Show the table of a year
    Show(ShowArguments),
}

#[derive(clap::Args)]
pub(super) struct ImportArguments {
    /// The file: all days of the year that differ from their weekday
    path: PathBuf,
    /// The calendar year
    #[arg(long, value_parser = clap::value_parser!(i16).range(2000..=2100))]
    year: i16,
    /// Slug of the tenant whose additions to the nation's table these are
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
    /// Where the table comes from, such as the number of the notice
    #[arg(long, default_value = "", value_name = "TEXT")]
    source: String,
    /// Check everything and say what would change, but write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Args)]
pub(super) struct ShowArguments {
    /// The calendar year
    #[arg(value_parser = clap::value_parser!(i16).range(2000..=2100))]
    year: i16,
    /// Slug of the tenant whose additions are shown
    #[arg(long, value_name = "SLUG")]
    tenant: Option<String>,
    /// Show this version instead of the newest
    #[arg(long, value_name = "NUMBER")]
    version: Option<i32>,
}

/// What an import did, or would do.
enum Outcome {
    Faults(Vec<Fault>),
    Nothing,
    Written { days: usize, version: i32, from_day: jiff::civil::Date, remarks: Vec<CalendarRemark> },
}

pub(super) fn calendar(invocation: &Invocation, command: &CalendarCommand) -> anyhow::Result<ExitCode> {
    match command {
        CalendarCommand::Import(arguments) => import(invocation, arguments),
        CalendarCommand::Show(arguments) => show(invocation, arguments),
    }
}

fn import(invocation: &Invocation, arguments: &ImportArguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    let shown = scrub::one_line(&arguments.path.display().to_string());
    let bytes = match fs::read(&arguments.path) {
        Ok(bytes) => bytes,
        Err(cause) => return Ok(refuse(&lang.cannot_read(&shown, &cause.to_string()))),
    };
    invocation.on_database(async |db, actor| {
        let source = Source { name: &shown, bytes: &bytes };
        let outcome = match calendar_year(source, arguments.year) {
            Ok(file) => bring_in(db, actor, arguments, file).await,
            Err(faults) => Ok(Outcome::Faults(faults)),
        };
        match outcome {
            Ok(outcome) => Ok(tell(&outcome, arguments, lang)),
            Err(error) => absent(error, arguments.tenant.as_deref(), None, lang),
        }
    })
}

async fn bring_in(
    db: &Db,
    actor: &Actor,
    arguments: &ImportArguments,
    file: YearFile<'_>,
) -> Result<Outcome> {
    let mut tx = db.begin(National, actor.clone()).await?;
    match prepare(&mut tx, arguments, file).await {
        Err(error) => Db::abandon::<National, _>(tx, error).await,
        Ok(Err(outcome)) => Db::finish::<National>(tx).await.map(|()| outcome),
        Ok(Ok(draft)) => {
            let days = draft.days.len();
            if arguments.dry_run {
                let (version, from_day, remarks) = (draft.version, draft.from_day, draft.remarks);
                let told = Outcome::Written { days, version, from_day, remarks };
                return Db::finish::<National>(tx).await.map(|()| told);
            }
            match edit::write(&mut tx, draft, &arguments.source).await {
                Err(error) => Db::abandon::<National, _>(tx, error).await,
                Ok(logged) => {
                    let written = Db::commit::<National, _>(tx, logged).await?;
                    let (version, from_day) = (written.version, written.from_day);
                    Ok(Outcome::Written { days, version, from_day, remarks: written.remarks })
                }
            }
        }
    }
}

async fn prepare(
    tx: &mut NationalTx,
    arguments: &ImportArguments,
    file: YearFile<'_>,
) -> Result<std::result::Result<edit::Draft, Outcome>> {
    let mut checks = Checks::default();
    checks.text("source", &arguments.source, 1000);
    checks.finish()?;
    let whose = whose(tx, arguments.tenant.as_deref()).await?;
    let draft = edit::draft(tx, &whose, arguments.year, file.days()).await?;
    Ok(if draft.is_nothing {
        Err(Outcome::Nothing)
    } else if draft.past.is_empty() {
        Ok(draft)
    } else {
        Err(Outcome::Faults(file.past(&draft.past, draft.first)))
    })
}

async fn whose(tx: &mut NationalTx, slug: Option<&str>) -> Result<Whose> {
    match slug {
        None => Ok(Whose::Nation),
        Some(slug) => Whose::by_slug(tx, slug).await,
    }
}

fn tell(outcome: &Outcome, arguments: &ImportArguments, lang: Lang) -> ExitCode {
    match outcome {
        Outcome::Faults(faults) => {
            for fault in faults {
                complain!("{}", fault.message(lang));
            }
            return refuse(&lang.import_faults(faults.len()));
        }
        Outcome::Nothing => say!("{}", lang.import_nothing()),
        Outcome::Written { days, version, from_day, remarks } => {
            say!("{}", lang.calendar_version_is(arguments.year, *version, *days, *from_day));
            for remark in remarks {
                say!("  {}", lang.calendar_remark(*remark));
            }
            say!("{}", if arguments.dry_run { lang.import_dry_run() } else { lang.import_done() });
        }
    }
    ExitCode::SUCCESS
}

fn show(invocation: &Invocation, arguments: &ShowArguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        let shown = db.read(National, actor.clone(), async |tx| {
            let whose = whose(tx, arguments.tenant.as_deref()).await?;
            edit::show(tx, &whose, arguments.year, arguments.version).await
        });
        let year = match shown.await {
            Ok(year) => year,
            Err(error) => {
                return absent(
                    error,
                    arguments.tenant.as_deref(),
                    arguments.version.map(|_| arguments.year),
                    lang,
                );
            }
        };
        for version in &year.versions {
            let (at, by) = (lang.date(version.at.to_zoned(jiff::tz::TimeZone::UTC).date()), &version.by);
            let note = scrub::one_line(&version.source_note);
            say!("{}", lang.calendar_version_by(version.version, version.from_day, &at, by, &note));
        }
        for day in &year.days {
            say!("{}", line(day, lang));
        }
        if year.versions.is_empty() {
            say!("{}", lang.calendar_no_table(year.year));
        }
        for remark in &year.remarks {
            say!("  {}", lang.calendar_remark(*remark));
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn line(day: &CalendarDay, lang: Lang) -> String {
    let name = scrub::one_line(lang.pick(&day.name_vi, &day.name_en));
    format!("{}  {:<24} {name}", day.day, day.kind.name(lang))
}

/// Says what does not exist: the tenant, or the version of that year.
fn absent(
    error: Error,
    tenant: Option<&str>,
    version_of: Option<i16>,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    match (error.code(), tenant, version_of) {
        (ErrorCode::NotFound, _, Some(year)) => Ok(refuse(&lang.calendar_no_version(year))),
        (ErrorCode::NotFound, Some(slug), None) => Ok(refuse(&lang.no_such_tenants(&scrub::one_line(slug)))),
        _ => Err(error.into()),
    }
}
