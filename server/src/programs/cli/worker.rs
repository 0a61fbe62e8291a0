//! `worker` and `reminders preview`.

use std::{net::TcpListener, process::ExitCode, sync::Arc};

use anyhow::Context;
use jiff::civil::Date;
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;

use super::invocation::Invocation;
use crate::{
    programs::{
        app::health::report,
        config::WorkerOptions,
        process::{open, relay, runtime, say, told_to_stop},
        worker::{Settings, Worker},
    },
    slices::{
        portal::layout::moment,
        reminders::{self, Preview},
        simulations::run::over_budget,
    },
};
use dondoc_kernel::{
    db::{self, WorkerTx},
    mail::Sender,
    telemetry,
};

/// Connections to the database beside one for each connection to the relay: errands, the sweep, notes, health.
const BESIDE: usize = 4;
/// Delivers mail, sweeps for reminders and proposes steps of the ladder, until told to stop.
pub(super) fn worker(invocation: &Invocation, options: &WorkerOptions) -> anyhow::Result<ExitCode> {
    let config = invocation.options.worker(options, invocation.lang)?;
    telemetry::log();
    let metrics = telemetry::measure()?;
    let ops = TcpListener::bind(config.ops_listen)
        .with_context(|| format!("cannot listen on {}", config.ops_listen))?;
    let relay = relay(config.smtp_url.expose_secret())?;
    let sender = Sender::new(config.mail_from.clone(), &config.public_url)?;
    let stop = CancellationToken::new();
    runtime()?.block_on(async {
        tokio::spawn(told_to_stop(stop.clone())?);
        let lanes = usize::from(config.relay_connections);
        let (db, simulated) = open(&config.database, lanes.saturating_add(BESIDE)).await?;
        let settings = Settings { lanes, ..Settings::default() };
        let worker = Arc::new(Worker::new(db.clone(), relay, sender, settings));
        tracing::info!(url = %config.public_url, simulated, "working");
        let health = tokio::spawn(report(db.clone(), (ops, metrics), stop.clone(), stop.clone()));
        worker.run(stop).await;
        health.await.context("health")??;
        db.close();
        Ok(ExitCode::SUCCESS)
    })
}

/// Looking ahead at reminders.
#[derive(clap::Subcommand, Debug)]
pub(super) enum ReminderCommand {
    /// Show who would get which reminders on a day, and why; nothing is written
    Preview {
        /// The local date of the run
        #[arg(long, value_name = "YYYY-MM-DD")]
        on: Date,
        /// Only this tenant
        #[arg(long, value_name = "SLUG")]
        tenant: Option<String>,
    },
}

/// Prints the reminders of a day by person, with their reasons.
pub(super) fn preview(invocation: &Invocation, command: &ReminderCommand) -> anyhow::Result<ExitCode> {
    let ReminderCommand::Preview { on, tenant } = command;
    let lang = invocation.lang;
    invocation.on_database(async |db, actor| {
        let planned = reminders::previews(db, *on, tenant.as_deref()).await?;
        let people: usize = planned.iter().map(|preview| preview.people.len()).sum();
        say!("{}", lang.preview_heading(&lang.date(*on), count(people), count(planned.len())));
        for preview in &planned {
            let Preview { tenant, people, items, leaves } = preview;
            say!("\n{} ({})", lang.pick(&tenant.name_vi, &tenant.name_en), tenant.slug);
            let at = leaves.at.map(|at| moment(&at));
            say!("  {}", lang.mail_leaves(at.as_deref(), leaves.held));
            let read = async |tx: &mut WorkerTx| over_budget(tx, preview, *on).await;
            let over = db.read(db::Worker(tenant.id), actor.clone(), read).await?;
            if over > 0 {
                say!("  {}", lang.mail_over_budget(over));
            }
            for one in people {
                say!("  {} <{}>", one.person.name, one.person.address);
                for line in &one.lines {
                    if let Some(item) = items.get(&line.facts.id) {
                        let title = lang.pick(&item.title_vi, &item.title_en);
                        say!("    {}  {title}\n      {}", item.code, line.why(lang));
                    }
                }
                for line in &one.copies {
                    say!("    {}  {}\n      {}", line.held.code, line.held.title(lang), line.why(lang));
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
