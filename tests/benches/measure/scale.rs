//! What lists, counts and the first page cost when there is more: at ten thousand open assignments and at a million, or at as many as
//! are named (`cargo measure -- scale 10000000`). One connection asks for a page of a hundred with its count.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use dondoc_shared::role::Role;
use dondoc_tests::{server::Server, world::World};
use reqwest::Method;
use serde_json::{Value, json};

use crate::load::{Load, Request};

/// For each request.
const TIME: Duration = Duration::from_secs(2);
const FEW: i64 = 10_000;
const MANY: i64 = 1_000_000;
/// What an assignment takes on the disk, with its indexes.
const BYTES_EACH: i64 = 900;

/// What is asked for, and how much of the backlog it matches.
const FILTERS: [(&str, &str); 28] = [
    ("none", ""),
    ("tenant", "tenant:body-5"),
    ("two tenants", "tenant:body-5,body-50"),
    ("group, a third", "group:ministries"),
    ("level, few", "level>=3"),
    ("level, some", "level>=1"),
    ("level, nothing", "level>=4"),
    ("level of a tenant, nothing", "tenant:ha-noi level>=1"),
    ("status, most", "status:in_progress"),
    ("status, few", "status:submitted"),
    ("status, nothing", "status:refused"),
    ("statuses, few", "status:submitted,returned"),
    ("status of a tenant, nothing", "tenant:body-5 status:refused"),
    ("assignee, nothing", "assignee:any"),
    ("claimed, nothing", "claimed:me"),
    ("directive, a fifth", "directive:2"),
    ("due, a week", "due:2024-08-05..2024-08-11"),
    ("due, nothing", "due:2023-01-01..2023-12-31"),
    ("overdue", "overdue"),
    ("overdue, a range", "overdue:30..60"),
    ("overdue, nothing", "overdue>1000"),
    ("extension pending, few", "is:extension"),
    ("never urged, most", "urges:0"),
    ("never urged, of a tenant", "tenant:body-5 urges:0"),
    ("words, one task", "\"nhiệm vụ số 77\""),
    ("no index, of what is in time, most", "is:stale"),
    ("no index, nothing", "is:sent-back"),
    ("no index, nothing of what is overdue", "overdue last-report>2024-01-01"),
];

/// Bodies, directives, tasks and assignments of any status, level and date; the second body has nothing above level 0.
const CROWD: &str = "
    insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
      select n, 'body-' || n, 'B' || n, case when n % 3 = 0 then 'ministry' else 'province' end, 'Đơn vị ' || n, 'Body ' || n
      from generate_series(4, 93) n;
    insert into dondoc.users (tenant_id, id, name, email, role, status, lang, created_at)
      select t.id, gen_random_uuid(), role, role || '@' || t.slug || '.example', role, 'active', 'vi', now()
      from dondoc.tenants t, unnest(array['officer', 'approver']) role where t.id > 0;
    insert into dondoc.directives (id, number, kind, issuer_vi, issuer_en, issued_on, title_vi, title_en)
      select gen_random_uuid(), n || '/QĐ-UBQGCĐS', 'decision', 'x', 'x', '2024-04-19', 'x', 'x' from generate_series(1, 5) n;
    insert into dondoc.tasks (id, code, directive_id, title_vi, scope, lead_basis, words, code_order)
      select gen_random_uuid(), 'S' || n, d.id, 'Nhiệm vụ số ' || n, 'all', 'stated',
        format('''nhiem'':1 ''vu'':2 ''so'':3 ''%s'':4', n), 's' || length(n::text) || n
      from generate_series(1, {each}) n join dondoc.directives d on d.number = (1 + n % 5) || '/QĐ-UBQGCĐS';
    insert into dondoc.assignments (tenant_id, id, task_id, part, status, open, counted, due_on, due_precision, original_due_on,
      late_from, original_late_from, urgency_on, level, unanswered_urges, urges, last_urged_on, extension_pending, submitted_on,
      assigned_on, created_at, updated_at, code_order)
    select tenant, gen_random_uuid(), task, 'lead', status, true, true, due, 'day', due, late, due + 1,
      coalesce(late - least(3 * level + 2 * unanswered, 30), '9999-12-31'), level, unanswered, urges,
      case when urges > 0 then date '2024-06-01' end, b % 1000 = 0, case when status = 'submitted' then due end,
      '2024-04-19', now(), now(), code_order
    from (select *, case when status <> 'submitted' then due + 1 end as late from (
      select t.id as tenant, k.id as task, k.code_order, date '2024-01-01' + (a % 700)::int as due, b,
        case when a % 100 < 20 then 'assigned' when a % 100 < 40 then 'acknowledged' when a % 100 < 97 then 'in_progress'
             when a % 100 < 99 then 'returned' else 'submitted' end as status,
        (case when t.slug = 'ha-noi' or b % 100 < 85 then 0 when b % 100 < 95 then 1 when b % 1000 < 999 then 2 else 3 end)::smallint
          as level,
        (b % 100 >= 85)::int as unanswered, case when b % 100 < 70 then 0 else 1 + b % 3 end as urges
      from dondoc.tasks k, dondoc.tenants t,
        lateral (select hashtextextended(k.code || t.slug, 0) & 1048575 as a, hashtextextended(t.slug || k.code, 1) & 1048575 as b)
          as chance
      where t.id > 0) as drawn) as placed";

pub async fn tell() -> anyhow::Result<()> {
    let named = std::env::args().find_map(|arg| arg.parse::<i64>().ok());
    let (few, many) = (Sized::of(FEW).await?, Sized::of(named.unwrap_or(MANY)).await?);
    println!("\n{} and {} open assignments of 93 bodies, one connection, pages of 100", few.size, many.size);
    println!("{:<40} {:>9} {:>9} {:>7} {:>9}  first page", "", "p50 ms", "p50 ms", "ratio", "p99 ms");
    for (what, filter) in FILTERS {
        let path = format!("/assignments?limit=100&filter={}", urlencode(filter));
        compare(&few, &many, what, &path).await?;
    }
    compare(&few, &many, "first page (overview)", "/overview").await?;
    compare(&few, &many, "a tenant's page", "/tenants/body-5").await?;
    for sized in [&few, &many] {
        sized.urge().await?;
    }
    Ok(())
}

fn urlencode(text: &str) -> String {
    reqwest::Url::parse_with_params("http://x", [("q", text)])
        .ok()
        .and_then(|url| url.query().and_then(|query| query.strip_prefix("q=")).map(str::to_owned))
        .unwrap_or_default()
}

async fn compare(few: &Sized, many: &Sized, what: &str, path: &str) -> anyhow::Result<()> {
    let (small, _) = few.time(path).await?;
    let (large, said) = many.time(path).await?;
    println!(
        "{what:<40} {:>9.2} {:>9.2} {:>7.2} {:>9.2}  {said}",
        small.p50,
        large.p50,
        large.p50 / small.p50,
        large.p99
    );
    Ok(())
}

/// A server over so many assignments.
struct Sized {
    world: World,
    server: Server,
    officer: dondoc_tests::world::Person,
    size: i64,
}

impl Sized {
    async fn of(size: i64) -> anyhow::Result<Self> {
        ensure_room(size)?;
        let world = World::new().await?;
        let officer = world.person("national", Role::NationalOfficer).await?;
        let began = Instant::now();
        let indexes = world
            .owner
            .query(
                "select indexname::text, indexdef from pg_indexes where schemaname = 'dondoc' and tablename = 'assignments'
                   and indexname not in (select conname from pg_constraint)",
                &[],
            )
            .await?;
        for index in &indexes {
            world.owner.batch_execute(&format!("drop index dondoc.{}", index.get::<_, String>(0))).await?;
        }
        let each = (size / 93).max(1);
        world.owner.batch_execute(&CROWD.replace("{each}", &each.to_string())).await.context("rows")?;
        for index in &indexes {
            world.owner.batch_execute(index.get(1)).await?;
        }
        world.tally().await?;
        world.owner.batch_execute("vacuum analyze").await?;
        let size = world.count("select count(*) from dondoc.assignments where open").await?;
        let bytes = world.count("select pg_total_relation_size('dondoc.assignments')").await?;
        println!("{size} assignments in {} s, {} MB", began.elapsed().as_secs(), bytes / 1_000_000);
        let server = Server::of(&world)?;
        Ok(Self { world, server, officer, size })
    }

    /// How long it takes, and what the first page says.
    async fn time(&self, path: &str) -> anyhow::Result<(Load, String)> {
        let page = self.server.api(Method::GET, path, Some(&self.officer)).send().await?;
        ensure!(page.status().is_success(), "{path}: {}", page.text().await?);
        let page: Value = page.json().await?;
        let said = match page["items"].as_array() {
            Some(items) => {
                let least = if page["at_least"] == true { "at least " } else { "" };
                let more =
                    if items.len() < 100 && page["next"].is_string() { ", more to search" } else { "" };
                format!("{} rows of {least}{}{more}", items.len(), page["total"])
            }
            None => String::new(),
        };
        let request = Request::get(&format!("/api/v1{path}"), &self.officer.token);
        Ok((Load::alone(&self.server.base, TIME, request).await?, said))
    }

    /// A plan of urges about a thousand assignments of all bodies, and its issue.
    async fn urge(&self) -> anyhow::Result<()> {
        let ids = "select array_agg(id::text) from (select id from dondoc.assignments
            where open and late_from < '2024-07-01' and status <> 'submitted' order by code_order, tenant_id limit 1000) as chosen";
        let ids: Vec<String> = self.world.owner.query_one(ids, &[]).await?.get(0);
        let began = Instant::now();
        let asked =
            json!({"assignments": ids, "addressee": "responsible", "template": "overdue", "reply_in": 5});
        let plan = self.post("/urge-plans", &asked).await?;
        let planned = began.elapsed();
        let began = Instant::now();
        let items = plan["items"].clone();
        self.post(
            &format!("/urge-plans/{}/issue", plan["id"].as_str().context("a plan")?),
            &json!({"items": items}),
        )
        .await?;
        println!(
            "of {}: a plan of {items} assignments in {} ms, issued in {} ms",
            self.size,
            planned.as_millis(),
            began.elapsed().as_millis()
        );
        Ok(())
    }

    async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let request = self.server.api(Method::POST, path, Some(&self.officer)).json(body);
        let answer = request.header("Idempotency-Key", uuid::Uuid::now_v7().to_string()).send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.text().await?);
        Ok(answer.json().await?)
    }
}

/// Refuses before it begins what would fill the disk.
fn ensure_room(size: i64) -> anyhow::Result<()> {
    let told = Command::new("df").args(["--output=avail", "-B1"]).arg(std::env::temp_dir()).output()?;
    let told = String::from_utf8_lossy(&told.stdout);
    let free: i64 = told.lines().last().unwrap_or_default().trim().parse().context("df")?;
    // Building indexes takes as much again.
    let needed = 2 * BYTES_EACH * size;
    ensure!(
        needed < free,
        "{size} assignments take {} MB, and {} MB are free",
        needed / 1_000_000,
        free / 1_000_000
    );
    Ok(())
}
