//! `doctor`: looks at everything a server and a worker need, changes nothing, and says what to do.

use std::process::ExitCode;

use dondoc_shared::text::Lang;

use super::invocation::Invocation;
use crate::{
    domain::calendar::edit,
    programs::{
        config::{ServerOptions, WorkerOptions},
        process::{relay, runtime, say},
        worker::CONNECTIONS,
    },
};
use dondoc_kernel::{
    auth::factor,
    clock::Clock,
    db::{Actor, Auth, Db, National, NationalTx, WorkerList, reach},
    mail::smtp::Relay,
};

/// The settings of server and worker to look at.
#[derive(clap::Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    server: ServerOptions,
    /// The mail relay, as for `worker`
    #[arg(long, env = "DONDOC_SMTP_URL", value_name = "URL", hide_env_values = true)]
    smtp_url: Option<secrecy::SecretString>,
    /// The sender of all mail, as for `worker`
    #[arg(long, env = "DONDOC_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

/// Prints a line for each thing it looked at; fails if one of them is not in order.
pub(super) fn doctor(invocation: &Invocation, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let lang = invocation.lang;
    let mut report = Report { lang, failed: false };
    let server = invocation.options.server(&arguments.server, lang);
    let worker = WorkerOptions {
        ops_listen: "127.0.0.1:0".to_owned(),
        smtp_url: arguments.smtp_url.clone(),
        mail_from: arguments.mail_from.clone(),
        relay_connections: CONNECTIONS,
    };
    let worker = invocation.options.worker(&worker, lang);
    report.say(lang.doctor_server_settings(), server.as_ref().map(|_| ()).map_err(|p| p.0.clone()));
    report.say(lang.doctor_worker_settings(), worker.as_ref().map(|_| ()).map_err(|p| p.0.clone()));
    runtime()?.block_on(async {
        if let Ok(server) = &server {
            if server.has_uncounted_proxy() {
                say!("{}", lang.proxy_not_counted());
            }
            report.say(lang.doctor_database(), database(server, lang).await);
            // What is odd in it is worth a look, not wrong: the published table counts.
            for odd in calendar(server, lang).await.unwrap_or_default() {
                say!("{}: {odd}", lang.doctor_calendar());
            }
            // Made by nobody who only looks: a name that is mistyped is told.
            let folder = tempfile_in(&server.evidence_dir)
                .map_err(|e| vec![format!("{}: {e}", server.evidence_dir.display())]);
            report.say(lang.doctor_evidence(), folder);
        }
        if let Ok(worker) = &worker {
            use secrecy::ExposeSecret;
            report.say(lang.doctor_relay(), reach_relay(worker.smtp_url.expose_secret()).await);
        }
        anyhow::Ok(())
    })?;
    Ok(if report.failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

struct Report {
    lang: Lang,
    failed: bool,
}

impl Report {
    fn say(&mut self, what: &str, found: Result<(), Vec<String>>) {
        match found {
            Ok(()) => say!("{what}: {}", self.lang.doctor_in_order()),
            Err(faults) => {
                self.failed = true;
                say!("{what}: {}", self.lang.doctor_not_in_order());
                for fault in faults {
                    say!("  {fault}");
                }
            }
        }
    }
}

/// Every role can connect, the catalogue has no finding, the worker can look for work, and authenticators can be read.
async fn database(config: &crate::programs::config::ServerConfig, lang: Lang) -> Result<(), Vec<String>> {
    let told = |error: String| vec![error];
    let pools = config.database.pools(2).map_err(|e| told(format!("{e:#}")))?;
    let db = Db::new(&pools, Clock::System).map_err(|e| told(format!("{e:#}")))?;
    let findings = match db.check().await {
        Ok(findings) => findings,
        Err(error) => {
            let away = reach::why_of(&pools).await.map(|away| away.message(lang));
            return Err(told(away.unwrap_or_else(|| error.to_string())));
        }
    };
    if !findings.is_empty() {
        return Err(findings);
    }
    db.read(WorkerList, Actor::system("doctor"), async |_| Ok(())).await.map_err(|e| told(e.to_string()))?;
    let seals = config.database.secrets.seeds().seals;
    let opens = db.read(Auth, Actor::system("doctor"), async |tx| factor::opens(tx, seals).await).await;
    let opens = opens.map_err(|e| told(e.to_string()))?;
    if opens { Ok(()) } else { Err(told(lang.doctor_seals().to_owned())) }
}

/// Remarks on the calendar. A database that cannot be read has been reported already.
async fn calendar(config: &crate::programs::config::ServerConfig, lang: Lang) -> anyhow::Result<Vec<String>> {
    let db = Db::new(&config.database.pools(2)?, Clock::System)?;
    let look = async |tx: &mut NationalTx| edit::look_over(tx).await;
    let (lacking, remarks) = db.read(National, Actor::system("doctor"), look).await?;
    db.close();
    let lacking = lacking.map(|year| lang.calendar_no_table(year));
    Ok(lacking.into_iter().chain(remarks.into_iter().map(|remark| lang.calendar_remark(remark))).collect())
}

/// The relay greets.
async fn reach_relay(url: &str) -> Result<(), Vec<String>> {
    let relay: Relay = relay(url).map_err(|e| vec![format!("{e:#}")])?;
    let connection = relay.connect().await.map_err(|failure| vec![failure.text])?;
    connection.quit().await;
    Ok(())
}

/// A file can be written and removed.
fn tempfile_in(folder: &std::path::Path) -> std::io::Result<()> {
    let probe = folder.join(format!(".doctor-{}", dondoc_kernel::secret::random_hex()));
    std::fs::write(&probe, b"x")?;
    std::fs::remove_file(probe)
}
