//! The demo's past, played into an empty database.

use std::{collections::BTreeMap, time::Instant};

use dondoc_server::{
    clock::Clock,
    db::{Actor, Db, National, simulated},
    demo::play::{self, Played, Progress},
    triage,
};
use dondoc_tests::database::{TestDatabase, connect};
use jiff::Timestamp;
use tokio_postgres::Client;

struct Past {
    _database: TestDatabase,
    db: Db,
    admin: Client,
    played: Played,
    progress: Vec<Progress>,
}

async fn past() -> Past {
    let database = TestDatabase::migrated().await.unwrap();
    let admin = connect(&database.admin_url()).await.unwrap();
    let db = database.db_with(Clock::manual(Timestamp::UNIX_EPOCH)).unwrap();
    simulated::mark(&db, Actor::system("test")).await.unwrap();
    let mut progress = Vec::new();
    let t0 = Instant::now();
    let played = play::play(&db, async |now| {
        progress.push(now);
        if progress.len() % 25 == 0 {
            eprintln!("{} {:?}", now.day, t0.elapsed());
        }
        Ok(())
    });
    let played = played.await.unwrap();
    Past { _database: database, db, admin, played, progress }
}

impl Past {
    async fn number(&self, query: &str) -> i64 {
        self.admin.query_one(query, &[]).await.unwrap_or_else(|e| panic!("{query}: {e:?}")).get(0)
    }

    async fn counts(&self, query: &str) -> BTreeMap<String, i64> {
        let rows = self.admin.query(query, &[]).await.unwrap_or_else(|e| panic!("{query}: {e:?}"));
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn look() {
    let t = Instant::now();
    let p = past().await;
    eprintln!("{:?} {:?} days {}", t.elapsed(), p.played, p.progress.len());
    for q in [
        "select status, count(*) from dondoc.assignments group by 1",
        "select 'lead 2024 ' || status, count(*) from dondoc.assignments a join dondoc.tasks t on t.id=a.task_id where part='lead' and t.code like 'T24%' and assigned_on < '2024-07-25' group by 1",
        "select 'lead 2022 ' || status, count(*) from dondoc.assignments a join dondoc.tasks t on t.id=a.task_id where part='lead' and t.code like 'T22%' group by 1",
        "select 'overdue ' || t.code || ' ' || status, count(*) from dondoc.assignments a join dondoc.tasks t on t.id=a.task_id where part='lead' and late_from <= '2024-07-25' group by 1",
        "select 'level ' || level || case when late_from is null then ' not late' else '' end, count(*) from dondoc.assignments where open group by 1",
        "select 'step ' || level || ' ' || state, count(*) from dondoc.escalation_steps group by 1",
        "select 'urge ' || year || case when answer is null then ' open' when (answered_at at time zone 'Asia/Ho_Chi_Minh')::date <= reply_by then ' in time' else ' late' end, count(*) from dondoc.urges group by 1",
        "select 'extension ' || state, count(*) from dondoc.extension_requests group by 1",
        "select 'outbox ' || kind || ' ' || extract(year from run_at)::text, count(*) from dondoc.outbox group by 1",
        "select 'T24-15 ' || status, count(*) from dondoc.assignments a join dondoc.tasks t on t.id=a.task_id where t.code='T24-15' group by 1",
        "select 'event ' || kind, count(*) from dondoc.events group by 1",
        "select 'demo ' || n.slug || ' ' || t.code || ' ' || a.status || ' ' || percent || '%' || ' L' || level, 1::bigint from dondoc.assignments a join dondoc.tasks t on t.id=a.task_id join dondoc.tenants n on n.id=a.tenant_id where n.slug in ('ha-noi','lao-cai','bca','btttt') and a.open and part='lead' and a.assigned_on<'2024-07-25'",
    ] {
        for (k, v) in p.counts(q).await {
            eprintln!("{k}: {v}");
        }
    }
    let o = p.db.read(National, Actor::system("t"), async |tx| triage::overview(tx).await).await.unwrap();
    eprintln!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        o.classes, o.completion, o.on_time, o.on_time_original, o.ageing, o.queues
    );
    if let Ok(path) = std::env::var("KEEP") {
        let rows = p.admin.query("select n.slug || '/' || t.code || ' ' || e.at || ' ' || e.kind || ' ' || e.actor_name || ' ' || e.detail from dondoc.events e join dondoc.assignments a on a.tenant_id=e.tenant_id and a.id=e.assignment_id join dondoc.tasks t on t.id=a.task_id join dondoc.tenants n on n.id=a.tenant_id order by n.slug, t.code, e.at", &[]).await.unwrap();
        std::fs::write(path, rows.iter().map(|r| r.get::<_, String>(0)).collect::<Vec<_>>().join("\n"))
            .unwrap();
    }
}
