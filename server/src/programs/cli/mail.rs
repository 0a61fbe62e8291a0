//! `mail bounces`: reports of mail that came back, from a mailbox file.

use std::{fs, path::PathBuf, process::ExitCode};

use dondoc_shared::{scrub::one_line, wire::mail::ReportOutcome};

use super::invocation::{Invocation, refuse};
use crate::{
    programs::process::say,
    slices::suspensions::{self, report},
};

/// Mail that came back.
#[derive(clap::Subcommand)]
pub(super) enum MailCommand {
    /// Read delivery status notifications and complaints, and suspend the addresses that take no mail for good
    Bounces {
        /// A mailbox file (mbox), or a file with one message
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Reads the file and prints what became of each message in it.
pub(super) fn mail(invocation: &Invocation, command: &MailCommand) -> anyhow::Result<ExitCode> {
    let MailCommand::Bounces { file } = command;
    let lang = invocation.lang;
    let content = match fs::read(file) {
        Ok(content) => content,
        Err(cause) => return Ok(refuse(&lang.cannot_read(&file.display().to_string(), &cause.to_string()))),
    };
    let reports = report::read_all(&content);
    invocation.on_database(async |db, actor| {
        let mut suspended = 0usize;
        for (number, report) in (1usize..).zip(&reports) {
            let Some(report) = report else {
                say!("{}", lang.report_line(number, "-", lang.report_not_one()));
                continue;
            };
            let outcome = suspensions::take(db.as_worker(), actor.clone(), report).await?;
            suspended = suspended.saturating_add(usize::from(outcome == ReportOutcome::Suspended));
            say!("{}", lang.report_line(number, &one_line(&report.message_id), outcome.name(lang)));
        }
        say!("{}", lang.reports_read(reports.len(), suspended));
        Ok(ExitCode::SUCCESS)
    })
}
