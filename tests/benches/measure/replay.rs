//! The statements of one request, turned into a script for pgbench.

use std::{fs, process::Command, time::Duration};

use anyhow::Context;
use dondoc_tests::{
    database,
    server::Server,
    statements::{Statement, StatementLog},
};
use secrecy::ExposeSecret;

use crate::{
    load::{Load, Request},
    scene::{CLIENTS, Scenery},
};

pub struct Replay {
    /// From BEGIN to COMMIT, parameters filled in.
    statements: Vec<String>,
    url: String,
}

impl Replay {
    /// Sends one request to a server whose connections are logged.
    pub async fn watch(scenery: &Scenery, request: &Request) -> anyhow::Result<Self> {
        let log = StatementLog::begin(&scenery.world).await?;
        let server = Server::of(&scenery.world)?;
        // What a server reads once is not of this request.
        Load::once(&server.base, &scenery.my_work()).await?;
        let transaction = log.request(Load::once(&server.base, request)).await?;
        log.end(&scenery.world).await?;
        let statements = transaction.iter().map(Statement::filled).collect();
        let [app, ..] = &database::passwords().by_role;
        let url = scenery.world.database.url("dondoc_app", app.expose_secret())?;
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
        pgbench(&self.url, CLIENTS, time, script)
    }
}

/// Transactions a second that pgbench gets through with this script, by `clients` at once.
pub fn pgbench(url: &str, clients: usize, time: Duration, script: &str) -> anyhow::Result<f64> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("script.sql");
    fs::write(&file, script)?;
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
        .arg(format!("--client={clients}"))
        .arg(format!("--time={}", time.as_secs()))
        .arg("--file")
        .arg(&file)
        .arg(url)
        .output()
        .context("pgbench comes with PostgreSQL's contrib package")?;
    let text = String::from_utf8_lossy(&output.stdout);
    let tps = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    tps.with_context(|| format!("pgbench: {text}\n{}\n{script}", String::from_utf8_lossy(&output.stderr)))
}
