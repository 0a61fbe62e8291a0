//! The commands of `dondoc-server`.
//!
//! | Module | Commands |
//! |---|---|
//! | `mail` | `mail bounces` |
//! | `migrate` | `migrate`, `token-key` |
//! | `doctor` | `doctor` |
//! | `figures` | `period plan`, `period open`, `period list`, `figures recount`, `figures export` |
//! | `national` | `import`, `assign`, `tenant list` |
//! | `calendar` | `calendar import`, `calendar show` |
//! | `people` | `user list`, `add`, `invite`, `role`, `disable`, `enable`, `end-sessions`, `link` |
//! | `serve` | `serve`, `openapi` |
//! | `worker` | `worker`, `reminders preview` |
//! | `workbook` | `read-workbook`, which `serve` runs for itself |
//! | [`crate::programs::demo`] | `demo` |
//!
//! A command reads its configuration as a whole, opens the database, refuses one with a finding of the catalogue lint, and
//! calls a use case. Exit code 1 is a refusal or a failure, 2 a wrong configuration or command line.

mod calendar;
mod doctor;
mod figures;
mod invocation;
mod mail;
mod migrate;
mod national;
mod people;
pub(crate) mod serve;
mod workbook;
pub(crate) mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use dondoc_shared::text::Lang;

use self::invocation::{Invocation, lang_parser};
use crate::programs::{
    config::{Options, Problems, ServerOptions, WorkerOptions, secrets::KeyStep},
    demo,
    process::{Findings, complain},
};
use dondoc_kernel::{db::reach::Unreachable, error::Error};

/// Dondoc's server: the tasks of the National Committee for Digital Transformation, followed until they are done
#[derive(Parser)]
#[command(name = "dondoc-server", version)]
struct Cli {
    /// Language of the output; by default that of LANG
    #[arg(long, global = true, value_parser = lang_parser())]
    lang: Option<Lang>,
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run everything at once, without set-up: a private PostgreSQL, the real plans, demo accounts
    Demo(demo::Arguments),
    /// Serve the portal and the API
    Serve(ServerOptions),
    /// Deliver mail, send reminders and propose steps up the ladder; several workers at once are safe
    Worker(WorkerOptions),
    /// Make roles, passwords and tables, or bring them up to date
    Migrate(migrate::Arguments),
    /// Replace the key that sessions and forms are signed with, in three steps, so that nobody is logged out
    TokenKey {
        /// The step; after each of them start every server again, one after the other
        step: KeyStep,
    },
    /// Import the national data from CSV files, all or nothing: tenants, directives, tasks, the calendar, what is measured
    Import(national::ImportArguments),
    /// Name the tenants that lead a task, where its directive does not name them
    Assign(national::AssignArguments),
    /// Look at tenants: ministries, agencies, provinces and cities
    #[command(subcommand)]
    Tenant(national::TenantCommand),
    /// Import or show the working calendar
    #[command(subcommand)]
    Calendar(calendar::CalendarCommand),
    /// Plan, open and list the periods for which bodies report
    #[command(subcommand)]
    Period(figures::PeriodCommand),
    /// Recount and export the nation's figures
    #[command(subcommand)]
    Figures(figures::FiguresCommand),
    /// Keep the people of every body
    #[command(subcommand)]
    User(people::UserCommand),
    /// Look at reminders before they are sent
    #[command(subcommand)]
    Reminders(worker::ReminderCommand),
    /// Take reports of mail that came back
    #[command(subcommand)]
    Mail(mail::MailCommand),
    /// Look at everything that server and worker need, and say what is not in order
    Doctor(doctor::Arguments),
    /// Print the API's OpenAPI document
    Openapi,
    /// Read a workbook from the standard input, within limits of memory and time
    #[command(hide = true)]
    ReadWorkbook,
}

/// Runs the command of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.lang.unwrap_or_else(lang_of_environment);
    let context = Invocation { lang, options: cli.options };
    let result = match cli.command {
        Command::Demo(arguments) => demo::run(&arguments, &context.options, lang),
        Command::Serve(options) => serve::serve(&context, &options),
        Command::Worker(options) => worker::worker(&context, &options),
        Command::Reminders(command) => worker::preview(&context, &command),
        Command::Mail(command) => mail::mail(&context, &command),
        Command::Doctor(arguments) => doctor::doctor(&context, &arguments),
        Command::Migrate(arguments) => migrate::migrate(&context, &arguments),
        Command::TokenKey { step } => migrate::replace_key(&context, step),
        Command::Import(arguments) => national::import(&context, &arguments),
        Command::Assign(arguments) => national::assign(&context, &arguments),
        Command::Tenant(national::TenantCommand::List) => national::list_tenants(&context),
        Command::Calendar(command) => calendar::calendar(&context, &command),
        Command::Period(command) => figures::period(&context, &command),
        Command::Figures(command) => figures::figures(&context, &command),
        Command::User(command) => people::user(&context, &command),
        Command::Openapi => serve::openapi(),
        Command::ReadWorkbook => workbook::read(),
    };
    result.unwrap_or_else(|failure| fail(&failure, lang))
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.join(" "))
    }
}

impl std::error::Error for Problems {}

/// Prints what went wrong; in the reader's language where the text is ours.
fn fail(failure: &anyhow::Error, lang: Lang) -> ExitCode {
    if let Some(Problems(problems)) = failure.downcast_ref() {
        for problem in problems {
            complain!("dondoc-server: {problem}");
        }
        return ExitCode::from(2);
    }
    if let Some(Findings(findings)) = failure.downcast_ref() {
        complain!("dondoc-server: {}", lang.database_refused());
        for finding in findings {
            complain!("  {finding}");
        }
        return ExitCode::FAILURE;
    }
    if let Some(away) = failure.downcast_ref::<Unreachable>() {
        complain!("dondoc-server: {}", away.message(lang));
        return ExitCode::FAILURE;
    }
    match failure.downcast_ref::<Error>() {
        // Nobody waits for a command: what is wrong with the database comes first.
        Some(Error::Unavailable(cause)) => {
            complain!("dondoc-server: {}", lang.database_away(&cause.root_cause().to_string()));
        }
        Some(error @ Error::Internal(cause)) => {
            complain!("dondoc-server: {} ({cause:#})", error.code().message(lang));
        }
        Some(Error::Fields(faults)) => {
            for fault in faults {
                complain!("dondoc-server: {}", fault.message(lang));
            }
        }
        Some(error) => complain!("dondoc-server: {}", error.code().message(lang)),
        None => complain!("dondoc-server: {failure:#}"),
    }
    ExitCode::FAILURE
}

fn lang_of_environment() -> Lang {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok());
    let chosen = set.into_iter().find(|value| !value.is_empty());
    if chosen.is_some_and(|value| value.starts_with("vi")) { Lang::Vi } else { Lang::En }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
