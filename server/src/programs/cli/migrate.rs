//! `migrate`: roles, passwords, tables.

use std::{path::PathBuf, process::ExitCode};

use secrecy::SecretString;

use super::invocation::Invocation;
use crate::programs::{
    config::{Problems, secrets::Secrets},
    process::{runtime, say},
};
use dondoc_kernel::db::admin;

/// How to reach the database as an administrator, who may make roles and a schema.
#[derive(clap::Args)]
#[group(multiple = false)]
pub(super) struct Arguments {
    /// Address of the database with an administrator's user and password
    #[arg(long, env = "DONDOC_ADMIN_URL", value_name = "URL", hide_env_values = true)]
    admin_url: Option<SecretString>,
    /// File that holds that address
    #[arg(long, value_name = "FILE")]
    admin_url_file: Option<PathBuf>,
}

/// Makes the missing password files, the token key and the roles, and runs the pending migrations.
pub(super) fn migrate(invocation: &Invocation, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    let mut problems = Vec::new();
    let missing = lang.admin_url_missing().to_owned();
    let admin_url = match (&arguments.admin_url, &arguments.admin_url_file) {
        (_, Some(file)) => std::fs::read_to_string(file)
            .map(|text| SecretString::from(text.trim()))
            .map_err(|cause| lang.cannot_read(&file.display().to_string(), &cause.to_string())),
        (Some(url), None) => Ok(url.clone()),
        (None, None) => Err(missing),
    };
    let admin_url = admin_url.map_err(|problem| problems.push(problem)).ok();
    let dir = invocation.options.secrets_dir.clone();
    if dir.is_none() {
        problems.push(lang.config_missing("DONDOC_SECRETS_DIR"));
    }
    let (Some(admin_url), Some(dir)) = (admin_url, dir) else { return Err(Problems(problems).into()) };
    Secrets::create_missing(&dir)?;
    let secrets = Secrets::read(&dir)
        .map_err(|faults| Problems(faults.iter().map(|fault| fault.message(lang)).collect()))?;
    let prefix = &invocation.options.role_prefix;
    runtime()?.block_on(admin::migrate(&admin_url, prefix, &secrets.passwords))?;
    say!("{}", lang.migrated());
    Ok(ExitCode::SUCCESS)
}
