//! The statements of a request, as PostgreSQL's log has them: what the server really says, not what somebody thinks it says.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};

use crate::{database::connect, world::World};

/// One statement and the values of its parameters, written as literals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    pub sql: String,
    pub parameters: Vec<String>,
}

impl Statement {
    /// With the values in the places of the parameters.
    pub fn filled(&self) -> String {
        // From the last to the first, so that $1 is not found in $12.
        let numbered = self.parameters.iter().enumerate().rev();
        numbered.fold(self.sql.clone(), |sql, (n, value)| sql.replace(&format!("${}", n + 1), value))
    }
}

/// A transaction, from BEGIN to COMMIT.
pub type Transaction = Vec<Statement>;

/// The log of one database, of which that of the cluster has several.
pub struct StatementLog {
    file: PathBuf,
    database: String,
}

/// Beginning of a line: besides the backend its database, since other tests write to the same log.
const PREFIX: &str = "%m [%p@%d] ";

impl StatementLog {
    /// Connections that are made to the world's database from now on write down what they are told.
    pub async fn begin(world: &World) -> anyhow::Result<Self> {
        let admin = connect(&world.database.admin_url()).await?;
        admin.batch_execute(&format!("alter system set log_line_prefix = '{PREFIX}'")).await?;
        admin.batch_execute("select pg_reload_conf()").await?;
        while admin.query_one("show log_line_prefix", &[]).await?.get::<_, String>(0) != PREFIX {}
        set(world, "set log_statement = 'all'").await?;
        let data: String = world.owner.query_one("show data_directory", &[]).await?.get(0);
        let file = Path::new(&data).parent().context("data directory")?.join("log");
        Ok(Self { file, database: world.database.name().to_owned() })
    }

    /// Connections that are made from now on are silent again.
    pub async fn end(self, world: &World) -> anyhow::Result<()> {
        set(world, "reset log_statement").await
    }

    /// The transactions that were committed during `act`.
    pub async fn during(
        &self,
        act: impl Future<Output = anyhow::Result<()>>,
    ) -> anyhow::Result<Vec<Transaction>> {
        let before = fs::metadata(&self.file)?.len();
        act.await?;
        let bytes = fs::read(&self.file)?;
        let new = bytes.get(usize::try_from(before)?..).unwrap_or_default();
        Ok(transactions(&String::from_utf8_lossy(new), &self.database))
    }

    /// The one transaction of a request: the one that reads its session.
    pub async fn request(
        &self,
        request: impl Future<Output = anyhow::Result<()>>,
    ) -> anyhow::Result<Transaction> {
        let mut all = self.during(request).await?;
        all.retain(|one| one.iter().any(|s| s.sql.contains(r#"FROM ("dondoc"."sessions""#)));
        ensure!(all.len() == 1, "not one request in the log: {all:#?}");
        Ok(all.remove(0))
    }
}

async fn set(world: &World, what: &str) -> anyhow::Result<()> {
    let statement = format!(r#"alter database "{}" {what}"#, world.database.name());
    Ok(world.owner.batch_execute(&statement).await?)
}

/// What each backend of a database committed, in the order of the commits.
fn transactions(log: &str, database: &str) -> Vec<Transaction> {
    let (mut open, mut done) = (BTreeMap::<&str, Transaction>::new(), Vec::new());
    let mut last = "";
    for line in log.lines() {
        let head = line.split_once('[').and_then(|(_, rest)| rest.split_once("] "));
        let Some((backend, text)) = head.filter(|_| !line.starts_with('\t')) else {
            // A statement of several lines goes on.
            if let Some(statement) = open.get_mut(last).and_then(|of| of.last_mut()) {
                statement.sql.extend(["\n", line.trim_start()]);
            }
            continue;
        };
        last = backend;
        if backend.split_once('@').is_none_or(|(_, of)| of != database) {
            continue;
        }
        let of = open.entry(backend).or_default();
        let statement = |sql: &str| Statement { sql: sql.to_owned(), parameters: vec![] };
        if let Some(sql) = text.strip_prefix("LOG:  statement: ") {
            if sql.starts_with("BEGIN") {
                *of = sql.split("; ").map(statement).collect();
            } else {
                of.push(statement(sql));
            }
            if sql == "COMMIT" {
                done.push(std::mem::take(of));
            }
        } else if let Some((_, sql)) =
            text.strip_prefix("LOG:  execute ").and_then(|text| text.split_once(": "))
        {
            of.push(statement(sql));
        } else if let Some(values) = text.strip_prefix("DETAIL:  parameters: ")
            && let Some(statement) = of.last_mut()
        {
            let values = values.trim_start_matches('$').split(", $");
            statement.parameters = values.filter_map(|v| Some(v.split_once(" = ")?.1.to_owned())).collect();
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_backends_are_told_apart_and_values_take_the_places_of_their_numbers() {
        let log = "\
2024-07-25 01:00:00.000 UTC [7@one] LOG:  statement: BEGIN; select dondoc.use_tenant(56)
2024-07-25 01:00:00.000 UTC [8@one] LOG:  statement: BEGIN; set local app.tenant_id = ''
2024-07-25 01:00:00.000 UTC [7@one] LOG:  execute s1: select $1
\t where $2
2024-07-25 01:00:00.000 UTC [7@one] DETAIL:  parameters: $1 = 'a', $2 = NULL
2024-07-25 01:00:00.000 UTC [8@one] LOG:  statement: COMMIT
2024-07-25 01:00:00.000 UTC [7@one] LOG:  statement: COMMIT
2024-07-25 01:00:00.000 UTC [9@other] LOG:  statement: BEGIN; select 1
2024-07-25 01:00:00.000 UTC [9@other] LOG:  statement: COMMIT
2024-07-25 01:00:00.000 UTC [8@one] LOG:  statement: BEGIN
";
        let filled: Vec<Vec<String>> =
            transactions(log, "one").iter().map(|one| one.iter().map(Statement::filled).collect()).collect();
        assert_eq!(
            filled,
            [
                vec!["BEGIN", "set local app.tenant_id = ''", "COMMIT"],
                vec!["BEGIN", "select dondoc.use_tenant(56)", "select 'a'\nwhere NULL", "COMMIT"],
            ]
        );
    }
}
