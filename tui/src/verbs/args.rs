//! What can be asked for on the command line beside the screens.

use std::path::PathBuf;

use clap::{
    Args, Subcommand, ValueEnum,
    builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser},
    value_parser,
};
use clap_complete::Shell;
use dondoc_shared::id::PlanId;

/// How a verb ends, for `--help` and the manual.
pub const EXIT_CODES: &str = "\
Exit codes of the verbs:
  0  done
  1  refused: by the filter, by a rule of the work, or nothing was found
  2  wrong usage, or something of this machine is in the way
  3  no session is kept on this machine, or it is over: dondoc login
  4  the plan of urges differs from --confirm: nothing was issued
  5  the server cannot be reached, or did not answer in time";

/// A verb. Without one the screens are shown.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Log in and keep the session on this machine, for the other verbs
    Login(LogIn),
    /// End the session that is kept on this machine
    Logout,
    /// List the backlog or one of its queues
    List(List),
    /// Show one assignment
    Show(Show),
    /// Write the backlog or one of its queues to a file
    Export(Export),
    /// Plan urges about what a filter finds; issue them if their number is confirmed
    Urge(Urge),
    /// Withdraw the urges of a plan whose mail has not left
    Undo {
        /// The plan, as `urge` has named it
        plan: PlanId,
    },
    /// Show the keys of the screens
    Keys {
        /// How to write them
        #[arg(long, value_enum, default_value = "table")]
        format: KeysFormat,
    },
    /// Say what works and what does not, and what to do about it
    Doctor,
    /// Write what a shell needs to complete this command line
    Completions {
        /// The shell
        #[arg(value_parser = shell())]
        shell: Shell,
    },
    /// Write the manual page of this command, or of one of its verbs (roff)
    Man {
        /// The verb
        verb: Option<String>,
    },
}

fn shell() -> impl TypedValueParser<Value = Shell> {
    PossibleValuesParser::new(["bash", "zsh", "fish"]).map(|word| match word.as_str() {
        "zsh" => Shell::Zsh,
        "fish" => Shell::Fish,
        _ => Shell::Bash,
    })
}

/// See [`Verb::Login`].
#[derive(Debug, Args)]
#[command(
    after_help = "The pass-phrase is asked for, or read from standard input where that is no terminal; \
                        it is never an argument."
)]
pub struct LogIn {
    /// The e-mail address; asked for if not given
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,
    /// Log in from a browser, where a code is typed: with a passkey, or without the pass-phrase on this machine
    #[arg(long, conflicts_with = "email")]
    pub browser: bool,
}

/// What is listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Which {
    /// All that is open
    #[default]
    Backlog,
    /// Submissions that wait to be verified
    Submissions,
    /// Extension requests that wait for a decision
    Extensions,
    /// Steps up the ladder that wait to be released
    Steps,
}

/// Which rows are meant.
#[derive(Debug, Args)]
pub struct Rows {
    /// Which list
    #[arg(value_enum, default_value = "backlog")]
    pub queue: Which,
    /// Only what this finds, in the filter language of the screens
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    pub filter: String,
}

/// See [`Verb::List`].
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    pub rows: Rows,
    /// How to write it; in json and jsonl as the API has it
    #[arg(long, value_enum, default_value = "table")]
    pub format: ListFormat,
    /// At most so many
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    pub limit: Option<u32>,
    /// Only how many there are
    #[arg(long, conflicts_with = "limit")]
    pub count: bool,
    /// Begin a csv with the mark by which Excel knows UTF-8
    #[arg(long)]
    pub bom: bool,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A line for each, for people and screen readers
    Table,
    /// For spreadsheets
    Csv,
    /// One array
    Json,
    /// An object a line
    Jsonl,
}

/// See [`Verb::Show`].
#[derive(Debug, Args)]
pub struct Show {
    /// Its code, such as T24-08/ha-noi
    pub code: String,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: ShowFormat,
}

/// How an assignment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// As its page has it
    Text,
    /// As the API has it
    Json,
}

/// See [`Verb::Export`].
#[derive(Debug, Args)]
pub struct Export {
    #[command(flatten)]
    pub rows: Rows,
    /// The file; its ending says how it is written: .csv, .json, .jsonl, .md or .xlsx
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Write over a file that is there already
    #[arg(long)]
    pub force: bool,
    /// Begin a csv with the mark by which Excel knows UTF-8
    #[arg(long)]
    pub bom: bool,
}

/// See [`Verb::Urge`].
#[derive(Debug, Args)]
pub struct Urge {
    /// What to urge, in the filter language of the screens
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true, value_parser = NonEmptyStringValueParser::new())]
    pub filter: String,
    /// The template whose text is sent, such as overdue
    #[arg(long, value_name = "CODE")]
    pub template: String,
    /// Answer due within so many working days
    #[arg(long, value_name = "N", default_value = "3", value_parser = value_parser!(i32).range(1..=60))]
    pub reply_in: i32,
    /// Issue the urges if exactly so many assignments would be urged
    #[arg(long, value_name = "N")]
    pub confirm: Option<usize>,
}

/// How the keys are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KeysFormat {
    /// A line for each
    Table,
    /// Markdown
    Md,
}
