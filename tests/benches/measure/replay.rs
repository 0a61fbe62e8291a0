//! The statements of one request, read from PostgreSQL's log and turned into a script for pgbench.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use anyhow::{Context, ensure};
use tokio_postgres::Client;

use crate::scene::{CLIENTS, Scenery};

pub struct Replay {
    /// From BEGIN to COMMIT, parameters filled in.
    statements: Vec<String>,
    url: String,
}

impl Replay {
    /// Sends one request while the log is on.
    pub async fn watch<F: Future<Output = anyhow::Result<()>>>(
        scenery: &Scenery,
        request: impl Fn() -> F,
    ) -> anyhow::Result<Self> {
        let owner = &scenery.world.owner;
        // The first request of a connection prepares its statements; it is not the one that counts.
        let log = log_file(owner).await?;
        let before = fs::read_to_string(&log)?.len();
        set_logging(owner, true).await?;
        request().await?;
        set_logging(owner, false).await?;
        let text = fs::read_to_string(&log)?;
        let statements = statements(text.get(before..).unwrap_or_default());
        ensure!(
            statements.first().is_some_and(|s| s.starts_with("BEGIN")),
            "no request in the log: {statements:?}"
        );
        let password = secrecy_of(0);
        let url = scenery.world.database.url("dondoc_app", &password)?;
        Ok(Self { statements, url })
    }

    pub fn len(&self) -> usize {
        self.statements.len()
    }

    pub fn one_by_one(&self) -> String {
        self.statements.join(";\n") + ";\n"
    }

    pub fn pipelined(&self) -> String {
        format!("\\startpipeline\n{}\\endpipeline\n", self.one_by_one())
    }

    /// The same rows again and again: ids are made anew, the version goes on, each client has an assignment of its own.
    pub fn writing(&self, scenery: &Scenery) -> String {
        let own = "('00000000-0000-7000-8000-' || lpad(:client_id::text, 12, '0'))::uuid";
        let known = [scenery.officer.id.0.to_string()];
        self.statements
            .iter()
            .map(|statement| {
                let insert = statement.starts_with("INSERT");
                let mut text = String::new();
                for (n, part) in statement.split('\'').enumerate() {
                    let id = uuid::Uuid::try_parse(part).is_ok();
                    match n % 2 {
                        0 => text.push_str(part),
                        _ if part.starts_with("00000000-0000-7000-8000-") && id => text.push_str(own),
                        _ if id && insert && !known.contains(&part.to_owned()) && n < 6 => {
                            text.push_str("gen_random_uuid()");
                        }
                        _ => text.extend(["'", part, "'"]),
                    }
                }
                let text = text
                    .replace("\"version\" = '2'", "\"version\" = \"version\" + 1")
                    .replace("AND (\"dondoc\".\"assignments\".\"version\" = '1')", "AND true");
                format!("{text};\n")
            })
            .collect()
    }

    /// Transactions a second.
    pub fn pgbench(&self, time: Duration, script: &str) -> anyhow::Result<f64> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("script.sql");
        fs::write(&file, script)?;
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={CLIENTS}"))
            .arg(format!("--time={}", time.as_secs()))
            .arg("--file")
            .arg(&file)
            .arg(&self.url)
            .output()
            .context("pgbench comes with PostgreSQL's contrib package")?;
        let text = String::from_utf8_lossy(&output.stdout);
        let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        tps.with_context(|| format!("pgbench: {text}\n{}\n{script}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn secrecy_of(role: usize) -> String {
    use secrecy::ExposeSecret;
    dondoc_tests::database::passwords().by_role[role].expose_secret().to_owned()
}

async fn log_file(owner: &Client) -> anyhow::Result<PathBuf> {
    let data: String = owner.query_one("show data_directory", &[]).await?.get(0);
    Ok(PathBuf::from(data).parent().context("data directory")?.join("log"))
}

async fn set_logging(owner: &Client, on: bool) -> anyhow::Result<()> {
    let value = if on { "all" } else { "none" };
    owner.batch_execute(&format!("alter system set log_statement = '{value}'")).await?;
    owner.batch_execute("select pg_reload_conf()").await?;
    // A backend takes the new setting when it next waits for a command; this one shows that the signal has arrived.
    loop {
        let now: String = owner.query_one("show log_statement", &[]).await?.get(0);
        if now == value {
            return Ok(());
        }
    }
}

/// The last transaction in a piece of the log, with `$n` filled in.
fn statements(log: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in log.lines() {
        let Some((head, rest)) = line.split_once("LOG:  ").or_else(|| line.split_once("DETAIL:  ")) else {
            continue;
        };
        if head.contains('[') && rest.starts_with("statement: ") {
            let sql = rest.trim_start_matches("statement: ");
            match sql {
                s if s.starts_with("BEGIN") => found = s.split("; ").map(str::to_owned).collect(),
                "COMMIT" => found.push(sql.to_owned()),
                _ => {}
            }
        } else if rest.starts_with("execute ") {
            found.extend(rest.split_once(": ").map(|(_, sql)| sql.to_owned()));
        } else if let Some(values) = rest.strip_prefix("parameters: ")
            && let Some(sql) = found.last_mut()
        {
            let values: Vec<(&str, &str)> =
                values.split(", $").filter_map(|v| v.trim_start_matches('$').split_once(" = ")).collect();
            for (n, value) in values.iter().rev() {
                *sql = sql.replace(&format!("${n}"), value);
            }
        }
    }
    found
}
