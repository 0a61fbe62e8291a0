//! `period plan`, `period open`, `period list`, `figures recount`, `figures export`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use dondoc_shared::{figures::Basis, text::Lang, wire::report::PeriodRow};

use super::invocation::{Invocation, refuse};
use crate::{
    programs::process::{complain, say},
    slices::{
        figures::{self, Asked, Format},
        periods,
    },
};
use dondoc_kernel::db::{National, NationalTx, Version, simulated};

#[derive(clap::Subcommand)]
pub(super) enum PeriodCommand {
    /// Plan the periods of a year; those that are there stay as they are
    Plan(PlanArguments),
    /// Open a planned period: each body that it asks owes a report from then on
    Open {
        /// Such as CT-2024-M07
        period: String,
    },
    /// List the periods that are planned or open
    List,
}

#[derive(clap::Args)]
pub(super) struct PlanArguments {
    /// Code of the regime
    #[arg(long, value_name = "CODE")]
    regime: String,
    /// The year of the reports
    #[arg(long, value_parser = clap::value_parser!(i16).range(2000..=2100))]
    year: i16,
    /// Say which periods these would be, but write nothing
    #[arg(long)]
    dry_run: bool,
}

#[derive(clap::Subcommand)]
pub(super) enum FiguresCommand {
    /// Add all figures up anew from what was filed, and compare; exit code 1 if one differs
    Recount {
        /// Only this period, such as CT-2024-M07
        #[arg(long, value_name = "PERIOD")]
        period: Option<String>,
    },
    /// Print the figures of a period and the cells that they are made of, or write them into a file
    Export {
        /// Such as CT-2024-M07; the newest open one if nothing is said
        #[arg(long, value_name = "PERIOD")]
        period: Option<String>,
        /// Group of bodies
        #[arg(long, default_value = "all", value_name = "CODE")]
        group: String,
        /// Only what the Working Group has verified
        #[arg(long)]
        verified: bool,
        /// How it is written; a workbook needs a file
        #[arg(long, value_enum, default_value_t = Format::Csv)]
        format: Format,
        /// The file to write, made anew
        #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
        output: Option<PathBuf>,
    },
}

pub(super) fn period(invocation: &Invocation, command: &PeriodCommand) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        let actor = actor.clone();
        match command {
            PeriodCommand::List => {
                for row in db.read(National, actor, async |tx| periods::list(tx).await).await? {
                    say!("{}", line(&row.period, lang));
                }
            }
            PeriodCommand::Plan(PlanArguments { regime, year, dry_run: true }) => {
                let draft = async |tx: &mut _| periods::draft(tx, regime, *year).await;
                for row in db.read(National, actor, draft).await? {
                    say!("{}", line(&row, lang));
                }
            }
            PeriodCommand::Plan(PlanArguments { regime, year, dry_run: false }) => {
                let plan = async |tx: &mut NationalTx| {
                    let simulated = simulated::is_marked(tx).await?;
                    periods::plan(tx, regime, *year, simulated).await
                };
                let new = db.write(National, actor, plan).await?;
                say!("{}", lang.periods_planned(new));
            }
            PeriodCommand::Open { period } => {
                let rows = db.read(National, actor.clone(), async |tx| periods::list(tx).await).await?;
                let row = rows
                    .iter()
                    .map(|row| &row.period)
                    .find(|row| format!("{}-{}", row.regime, row.code) == *period);
                let Some(row) = row else { return Ok(refuse(&lang.no_such_period(period))) };
                let open = async |tx: &mut _| periods::open(tx, period, Version(row.version)).await;
                let bodies = db.write(National, actor, open).await?;
                say!("{}", lang.period_opened(period, bodies));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn line(row: &PeriodRow, lang: Lang) -> String {
    let PeriodRow { regime, code, from_on, to_on, opens_on, due_on, cutoff_on, close_on, state, .. } = row;
    let days = [from_on, to_on, opens_on, due_on, cutoff_on, close_on].map(|day| lang.date(*day));
    format!("{regime}-{code}  {}  {}", days.join("  "), state.name(lang))
}

pub(super) fn figures(invocation: &Invocation, command: &FiguresCommand) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        let actor = actor.clone();
        match command {
            FiguresCommand::Recount { period } => {
                let recount = async |tx: &mut _| figures::recount(tx, period.as_deref()).await;
                let found = db.read(National, actor, recount).await?;
                if found.waiting > 0 {
                    complain!("{}", lang.recount_waiting(found.waiting));
                }
                for one in &found.differences {
                    say!(
                        "{} {} {} {}: {} ≠ {}",
                        one.period,
                        one.indicator,
                        one.group,
                        one.basis,
                        one.kept,
                        one.filed
                    );
                }
                say!("{}", lang.recounted(found.compared, found.differences.len()));
                Ok(if found.differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
            }
            FiguresCommand::Export { period, group, verified, format, output } => {
                let basis = Some(if *verified { Basis::Verified } else { Basis::Filed });
                let asked = Asked { period: period.clone(), group: Some(group.clone()), basis };
                let export = db.read(National, actor, async |tx| figures::export(tx, &asked).await).await?;
                let (_, content) = export.file(*format, lang)?;
                if let Some(path) = output {
                    let told = || format!("cannot write {}", path.display());
                    std::fs::write(path, content).with_context(told)?;
                } else {
                    say!("{}", String::from_utf8(content)?.trim_end());
                }
                Ok(ExitCode::SUCCESS)
            }
        }
    })
}
