//! What the requests that people make all day cost PostgreSQL: the server's own statements, explained as the role that runs
//! them, on a database of 93 bodies. None reads a big table from end to end, and a page costs what a page holds.

use std::collections::BTreeSet;

use anyhow::Context;
use dondoc_kernel::mail::{
    Sender,
    smtp::{Deadlines, Relay},
};
use dondoc_server::programs::worker::{self, Worker};
use dondoc_shared::role::Role;
use dondoc_tests::{
    database::{connect, passwords},
    server::Server,
    statements::{Statement, StatementLog, Transaction},
    world::{Person, World},
};
use reqwest::Method;
use secrecy::ExposeSecret;
use serde_json::Value;
use tokio_postgres::SimpleQueryMessage;

/// Open assignments of each body: enough for the planner to prefer an index where there is one.
const EACH: i32 = 300;
/// Tables that grow without end, all of them filled here.
const BIG: [&str; 11] = [
    "assignments",
    "tasks",
    "progress_reports",
    "submissions",
    "evidence",
    "events",
    "urges",
    "urge_assignments",
    "escalation_steps",
    "outbox",
    "audit",
];
/// Rows of them that a statement about one assignment may look at.
const OF_ONE: f64 = 20.0;
/// And one that fills a page of fifty: some may have to be passed over.
const OF_A_PAGE: f64 = 400.0;
/// And one of a sweep, which looks at what a body has open.
const OF_A_BODY: f64 = 300.0;
/// A count goes no further; it may look at this many in whatever order it likes.
const MOST_COUNTED: f64 = 10_001.0;
/// And where a search ends is seen in an index alone.
const MOST_SEARCHED: f64 = 50_000.0;

/// A period of which each body owes a report, and has filed it.
const REPORTS: &str = "
    insert into dondoc.regimes select 1, 'CT', 'x', 'x', 'month', id, 9, 3, 5, true, 'inferred', '', '' from dondoc.directives limit 1;
    insert into dondoc.periods (id, regime_id, code, from_on, to_on, opens_on, due_on, cutoff_on, close_on, status, simulated,
      planned_name, planned_at, opened_name, opened_at)
      values (1202407, 1, '2024-M07', '2024-06-15', '2024-07-14', '2024-07-05', '2024-07-17', '2024-07-19', '2024-08-16', 'open', true,
        'x', now(), 'x', now());
    update dondoc.tasks set kind = 'report', period_id = 1202407 where code = 'B9';
    update dondoc.assignments set counted = false, period_id = 1202407 where task_id = (select id from dondoc.tasks where code = 'B9');
    insert into dondoc.reports (tenant_id, id, period_id, assignment_id)
      select tenant_id, gen_random_uuid(), period_id, id from dondoc.assignments where period_id is not null;
    analyze dondoc.assignments, dondoc.reports, dondoc.tasks";

/// A directive of three tasks among many.
const DIRECTIVE: &str = "
    insert into dondoc.directives (id, number, kind, issuer_vi, issuer_en, issued_on, title_vi, title_en)
      values ('00000000-0000-7000-8000-00000000d1ec', '1/TB', 'notice', 'x', 'x', '2024-07-01', 'x', 'x');
    update dondoc.tasks set directive_id = '00000000-0000-7000-8000-00000000d1ec' where code in ('B1', 'B2', 'B3');
    analyze dondoc.tasks";

struct Explained<'a> {
    world: &'a World,
    findings: BTreeSet<String>,
    statements: usize,
}

impl Explained<'_> {
    /// Explains a transaction as the role that ran it, in its own order, and undoes it.
    async fn look_at(
        &mut self,
        what: &str,
        most: f64,
        role: usize,
        transaction: &Transaction,
    ) -> anyhow::Result<()> {
        let password = &passwords().by_role[role];
        let name = format!("dondoc_{}", ["app", "national", "auth", "worker"][role]);
        let conn = connect(&self.world.database.url(&name, password.expose_secret())?).await?;
        for statement in transaction.iter().filter(|s| s.sql != "COMMIT") {
            let sql = statement.filled();
            let verb = sql.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            if !["select", "insert", "update", "delete", "with"].contains(&verb.as_str())
                || sql.contains("dondoc.use_tenant")
            {
                conn.batch_execute(&sql).await?;
                continue;
            }
            // What was written once cannot be written again; its plan can be looked at.
            let analyze = if verb == "select" { "analyze, timing off, " } else { "" };
            let explain = format!("explain ({analyze}format json) {sql}");
            let answer = conn.simple_query(&explain).await.with_context(|| explain.clone())?;
            let row = answer.iter().find_map(|part| match part {
                SimpleQueryMessage::Row(row) => row.get(0),
                _ => None,
            });
            let plan: Value = serde_json::from_str(row.context("a plan")?)?;
            self.statements += 1;
            self.walk(what, most, statement, &plan[0]["Plan"]);
        }
        Ok(())
    }

    fn walk(&mut self, what: &str, most: f64, statement: &Statement, node: &Value) {
        let number = |key: &str| node[key].as_f64().unwrap_or(0.0);
        if let Some(table) = node["Relation Name"].as_str()
            && BIG.contains(&table)
        {
            let removed = number("Rows Removed by Filter") + number("Rows Removed by Index Recheck");
            let looked_at = (number("Actual Rows") + removed) * number("Actual Loops");
            let kind = node["Node Type"].as_str().unwrap_or_default();
            let counts = statement.sql.starts_with("select count(*) from (");
            let ends = statement.sql.contains(" offset ") && kind == "Index Only Scan";
            let most = if counts {
                MOST_COUNTED
            } else if ends {
                MOST_SEARCHED
            } else {
                most
            };
            let whole = kind == "Seq Scan" && !counts && node["Actual Loops"] != 0;
            if whole || looked_at > most {
                let finding = format!("{what}: {kind} on {table}, {looked_at} rows: {}", statement.filled());
                self.findings.insert(finding);
            }
        }
        for child in node["Plans"].as_array().into_iter().flatten() {
            self.walk(what, most, statement, child);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_daily_request_reads_a_big_table_from_end_to_end() -> anyhow::Result<()> {
    let world = World::new().await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    let national = world.person("national", Role::NationalOfficer).await?;
    world.crowd(EACH).await?;
    world.crowd_of_records().await?;
    world.crowd_of_tasks().await?;
    let log = StatementLog::begin(&world).await?;
    let server = Server::of(&world)?;
    let mut explained = Explained { world: &world, findings: BTreeSet::new(), statements: 0 };

    let item = format!("/assignments/{}", World::crowd_id(7));
    let lists = [
        "",
        "&filter=quahan",
        "&filter=quahan>30",
        "&filter=nhiem+vu+so+7",
        "&filter=nhiem+vu",
        "&filter=vu+nhiem",
        "&filter=Don+vi+nhiem+vu",
        "&filter=trangthai:in_progress",
        "&filter=is:closed",
        "&with=submission",
        "&with=extension",
        "&with=step",
    ];
    let mut requests: Vec<(&Person, String)> = vec![
        (&officer, item.clone()),
        (&national, item.clone()),
        (&national, "/overview".to_owned()),
        (&national, "/recheck-samples?month=2024-06-01".to_owned()),
    ];
    for list in lists {
        for person in [&officer, &national] {
            let path = format!("/assignments?limit=50{list}");
            let first: Value = server.api(Method::GET, &path, Some(person)).send().await?.json().await?;
            if let Some(next) = first["next"].as_str() {
                requests.push((person, format!("{path}&cursor={next}")));
            }
            requests.push((person, path));
        }
    }
    for (person, path) in &requests {
        let transaction = log.request(get(&server, person, path)).await?;
        let role = usize::from(person.role.is_national());
        let most = if path.contains("limit") { OF_A_PAGE } else { OF_ONE };
        explained.look_at(&format!("{} {path}", person.role), most, role, &transaction).await?;
    }
    world.owner.batch_execute(REPORTS).await.context("reports")?;
    for path in ["/periods", "/periods/CT-2024-M07?limit=50", "/periods/CT-2024-M07/reports/ha-noi"] {
        let transaction = log.request(get(&server, &national, path)).await?;
        // Its reports are all that a period costs.
        let most = if path.contains("reports") { OF_ONE } else { OF_A_PAGE };
        explained.look_at(path, most, 1, &transaction).await?;
    }

    world.owner.batch_execute(DIRECTIVE).await.context("a directive")?;
    let path = "/directives/00000000-0000-7000-8000-00000000d1ec/matrix";
    let transaction = log.request(get(&server, &national, path)).await?;
    let about_work = transaction.iter().filter(|s| s.sql.contains(r#""dondoc"."assignments""#)).count();
    assert_eq!(about_work, 1, "all cells are one statement");
    // Three tasks of 93 bodies.
    explained.look_at(path, OF_A_PAGE, 1, &transaction).await?;

    let report = async {
        let sent = server
            .api(Method::POST, &format!("{item}/progress-reports"), Some(&officer))
            .header("If-Match", "\"1\"")
            .json(&serde_json::json!({"percent": 40, "results": "Đã khảo sát", "figures": "12/30", "next_step": "Kết nối"}))
            .send()
            .await?;
        anyhow::ensure!(sent.status().is_success(), "{}", sent.text().await?);
        Ok(())
    };
    let transaction = log.request(report).await?;
    explained.look_at("a report", OF_ONE, 0, &transaction).await?;

    std::fs::write(server.evidence().join("crowd"), "x")?;
    for (role, person) in [&officer, &national].into_iter().enumerate() {
        let file = format!("{item}/evidence/{}", World::crowd_id(7));
        let transaction = log.request(get(&server, person, &file)).await?;
        explained.look_at("a download", OF_ONE, role, &transaction).await?;
    }

    // The worker: a sweep of every tenant, and a round.
    let relay = Relay::new(
        &"smtp://127.0.0.1:9".parse()?,
        &[],
        Deadlines::default(),
        std::time::Duration::from_secs(1),
    )?;
    let sender = Sender::new("dondoc@nation.example".parse()?, &server.base.parse()?)?;
    let worker = Worker::new(world.db()?, relay, sender, worker::Settings::default());
    let work = async {
        worker.sweep().await?;
        worker.drain().await?;
        Ok(())
    };
    let transactions = log.during(work).await?;
    let own = |t: &&Transaction| {
        t.iter().any(|s| ["sweeps", "outbox"].iter().any(|n| s.sql.contains(&format!("\"dondoc\".\"{n}\""))))
    };
    for transaction in transactions.iter().filter(own).take(6) {
        explained.look_at("the worker", OF_A_BODY, 3, transaction).await?;
    }
    // A minute later, where nothing has changed.
    let transactions = log.during(async { Ok(worker.sweep().await.map(drop)?) }).await?;
    for transaction in transactions.iter().filter(own).take(6) {
        explained.look_at("the worker again", OF_ONE, 3, transaction).await?;
    }

    assert!(explained.statements > 80, "only {} statements were looked at", explained.statements);
    assert!(explained.findings.is_empty(), "{:#?}", explained.findings);
    Ok(())
}

async fn get(server: &Server, person: &Person, path: &str) -> anyhow::Result<()> {
    let answer = server.api(Method::GET, path, Some(person)).send().await?;
    anyhow::ensure!(answer.status().is_success(), "{path}: {}", answer.text().await?);
    Ok(())
}
