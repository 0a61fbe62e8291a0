//! What every command has at hand.

use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use dondoc_shared::{role::Role, text::Lang};

use crate::programs::{
    config::{DatabaseConfig, Options},
    process::{complain, open, runtime},
};
use dondoc_kernel::db::{Actor, Db};

/// What every command has at hand.
pub(super) struct Invocation {
    pub(super) lang: Lang,
    pub(super) options: Options,
}

impl Invocation {
    /// Runs a use case on the database, as `system:command`.
    pub(super) fn on_database(
        &self,
        work: impl AsyncFnOnce(&Db, &Actor) -> anyhow::Result<ExitCode>,
    ) -> anyhow::Result<ExitCode> {
        let config = self.options.database(self.lang)?;
        on(&config, work)
    }
}

/// Runs a use case on this database, as `system:command`.
pub(super) fn on(
    config: &DatabaseConfig,
    work: impl AsyncFnOnce(&Db, &Actor) -> anyhow::Result<ExitCode>,
) -> anyhow::Result<ExitCode> {
    runtime()?.block_on(async {
        let (db, _) = open(config, 2).await?;
        let done = work(&db, &Actor::system("system:command")).await;
        db.close();
        done
    })
}

/// Says why nothing was done.
pub(super) fn refuse(text: &str) -> ExitCode {
    complain!("dondoc-server: {text}");
    ExitCode::FAILURE
}

/// Reads a language, and lists them where the word is none.
pub(super) fn lang_parser() -> impl TypedValueParser<Value = Lang> {
    PossibleValuesParser::new(Lang::ALL.iter().map(|lang| lang.as_str())).try_map(|word| word.parse::<Lang>())
}

/// Reads a role, and lists them where the word is none.
pub(super) fn role_parser() -> impl TypedValueParser<Value = Role> {
    PossibleValuesParser::new(Role::ALL.iter().map(|role| role.as_str())).try_map(|word| word.parse::<Role>())
}
