//! `migrate`: roles, passwords, tables.

use std::{path::PathBuf, process::ExitCode};

use secrecy::SecretString;

use super::invocation::Invocation;
use crate::programs::{
    config::{
        Problems,
        secrets::{KeyStep, SecretFault, Secrets},
    },
    process::{runtime, say},
};
use dondoc_kernel::db::admin::{self, Passwords, Standing};

/// How to reach the database as an administrator, who may make roles and a schema.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Address of the database with an administrator's user and password
    #[arg(
        long,
        env = "DONDOC_ADMIN_URL",
        value_name = "URL",
        hide_env_values = true,
        conflicts_with = "admin_url_file"
    )]
    admin_url: Option<SecretString>,
    /// File that holds that address
    #[arg(long, value_name = "FILE")]
    admin_url_file: Option<PathBuf>,
    /// Give every role a new password; servers and workers that run need the new folder and a restart
    #[arg(long)]
    rotate: bool,
}

/// Makes the missing password files, the token key and the roles, and runs the pending migrations. A folder whose passwords
/// are not those of the roles is refused: taking it would cut off every server and worker that runs.
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
    let prefix = &invocation.options.role_prefix;
    let runtime = runtime()?;
    let problems = |faults: Vec<SecretFault>| Problems(faults.iter().map(|f| f.message(lang)).collect());
    let kept = Secrets::passwords(&dir).map_err(problems)?;
    let path = dir.display().to_string();
    match runtime.block_on(admin::standing(&admin_url, prefix, kept.as_ref()))? {
        Standing::Foreign(role) => return Err(Problems(vec![lang.secrets_of_others(&path, &role)]).into()),
        Standing::Unknown if !arguments.rotate => {
            return Err(Problems(vec![lang.secrets_lost(&path, prefix)]).into());
        }
        Standing::Unknown | Standing::Fits => {}
    }
    if arguments.rotate {
        let set = async |passwords: &Passwords| admin::set_passwords(&admin_url, prefix, passwords).await;
        runtime.block_on(Secrets::rotate(&dir, set))?;
        say!("{}", lang.passwords_rotated());
    }
    Secrets::create_missing(&dir)?;
    let secrets = Secrets::read(&dir).map_err(problems)?;
    runtime.block_on(admin::migrate(&admin_url, prefix, &secrets.passwords))?;
    say!("{}", lang.migrated());
    Ok(ExitCode::SUCCESS)
}

/// Takes a step of replacing the token key (R177).
pub(super) fn replace_key(invocation: &Invocation, step: KeyStep) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    let Some(dir) = &invocation.options.secrets_dir else {
        return Err(Problems(vec![lang.config_missing("DONDOC_SECRETS_DIR")]).into());
    };
    Secrets::replace_key(dir, step).map_err(|fault| Problems(vec![fault.message(lang)]))?;
    let said = match step {
        KeyStep::Add => lang.key_added(),
        KeyStep::Exchange => lang.key_exchanged(),
        KeyStep::Drop | KeyStep::Cancel => lang.key_dropped(),
    };
    say!("{said}");
    Ok(ExitCode::SUCCESS)
}
