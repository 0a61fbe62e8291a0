//! The nation's figures at two million cells: the page, the entry of a body, what adding a report costs, and how long a filing
//! takes to be in the nation's figure.

use std::time::{Duration, Instant};

use anyhow::{Context, anyhow, ensure};
use dondoc_kernel::db::{Db, Tenant, TenantTx, Version};
use dondoc_server::slices::{figures::job, reports};
use dondoc_shared::{
    figures::CellState,
    id::{AssignmentId, TenantId},
    role::Role,
    wire::report::{CellInput, FilingInput},
};
use dondoc_tests::{figures::Measured, world::Person};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};

/// Ten years of 93 bodies with 200 cells a month. The newest month is open and empty.
const SCENE: &str = "
  insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
    select n, 'body-' || n, 'B' || n, case when n % 3 = 0 then 'ministry' else 'province' end, 'Đơn vị ' || n, 'Body ' || n
      from generate_series(4, 93) n;
  insert into dondoc.group_members select g.id, t.id, null, null from dondoc.body_groups g, dondoc.tenants t
    where t.id > 3 and (g.id = 1 or g.id = case t.kind when 'ministry' then 2 else 3 end);
  insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en, denominator_vi,
      denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place, compulsory, known,
      source_note_vi, source_note_en)
    select n, 'K-' || n, 'Chỉ tiêu ' || n, 'Indicator ' || n, '%', '%', 'a', 'a', 'b', 'b', 'up', 1, 0, 1, 'ratio', 'flow', 1, n,
      true, 'inferred', '', '' from generate_series(4, 200) n;
  insert into dondoc.indicator_versions select n, 1, null, 'Khái niệm', 'Concept', false from generate_series(4, 200) n;
  insert into dondoc.periods (id, regime_id, code, from_on, to_on, opens_on, due_on, cutoff_on, close_on, status, simulated,
      planned_name, planned_at, opened_name, opened_at)
    select 1000000 + extract(year from d)::int * 100 + extract(month from d)::int, 1, to_char(d, 'YYYY-\"M\"MM'),
      (d - interval '1 month' + interval '14 days')::date, (d + interval '13 days')::date, (d + interval '4 days')::date,
      (d + interval '16 days')::date, (d + interval '18 days')::date, (d + interval '47 days')::date, 'open', true, 'test', now(),
      'test', now()
      from generate_series('2014-08-01'::timestamp, '2023-12-01', '1 month') d;
  update dondoc.periods set status = 'open', opened_name = 'test', opened_at = now() where code < '2024-M07' and status = 'planned';
  insert into dondoc.tasks (id, code, directive_id, title_vi, scope, lead_basis, due_on, due_precision, words, code_order, kind, period_id)
    select gen_random_uuid(), 'CT-' || p.code, (select directive_id from dondoc.regimes), 'Báo cáo', 'subset', 'inferred', p.due_on,
      'day', '', p.code, 'report', p.id from dondoc.periods p where p.status = 'open' and p.code < '2024-M07';
  insert into dondoc.assignments (tenant_id, id, task_id, part, status, open, counted, due_on, due_precision, original_due_on, late_from,
      urgency_on, percent, assigned_on, submitted_on, created_at, updated_at, code_order, period_id)
    select b.id, gen_random_uuid(), t.id, 'lead', 'accepted', false, false, t.due_on, 'day', t.due_on, null, '9999-12-31', 100,
      t.due_on - 12, t.due_on, now(), now(), t.code_order, t.period_id
      from dondoc.tasks t, dondoc.tenants b where t.kind = 'report' and b.id > 0;
  insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at, remark, decision,
      decided_at)
    select tenant_id, gen_random_uuid(), id, id, 'test', due_on, now(), '', 'accepted', now() from dondoc.assignments
      where period_id is not null;
  insert into dondoc.reports (tenant_id, id, period_id, assignment_id, revision, first_filed_on)
    select tenant_id, gen_random_uuid(), period_id, id, 1, due_on from dondoc.assignments where period_id is not null;
  insert into dondoc.report_revisions
    select r.tenant_id, r.id, 1, s.id, true, s.submitted_on, s.submitted_by, 'test', now() from dondoc.reports r
      join dondoc.submissions s on s.tenant_id = r.tenant_id and s.assignment_id = r.assignment_id;
  insert into dondoc.measurements (tenant_id, report_id, revision, indicator_id, period_id, state, num, den, reason, estimated)
    select r.tenant_id, r.id, 1, i.id, r.period_id, 'value', (r.tenant_id * i.id) % 100, 100 + i.id, '', false
      from dondoc.reports r, dondoc.indicators i where i.over_bodies = 'ratio';
  insert into dondoc.figures (tenant_id, period_id, indicator_id, group_id, basis, expected, n_value, num, den, w_expected, w_present)
    select 0, m.period_id, m.indicator_id, g.group_id, b.basis, count(*), count(*), sum(m.num), sum(m.den), sum(m.den), sum(m.den)
      from dondoc.measurements m join dondoc.group_members g on g.body_id = m.tenant_id
      cross join (values ('filed'), ('verified')) b (basis) group by 2, 3, 4, 5;
  analyze";

/// What the page of figures reads, as a bare statement: one basis of twelve periods, the other one of the newest.
const PLAIN_PAGE: &str = "select * from dondoc.figures where tenant_id = 0 and group_id = 1
  and period_id = any(select id from dondoc.periods where code <= '2024-M07' order by id desc limit 12)
  and (basis = 'filed' or period_id = 1202407)";

/// The same rows written by one report, without looking at anything.
const PLAIN_ADD: &str =
    "update dondoc.figures set n_value = n_value + 0, num = num + 0, den = den + 0, w_present = w_present + 0
  where tenant_id = 0 and period_id = 1202407 and group_id in (1, 3) and basis = 'filed'";

/// Filings in one minute, if all bodies file.
const FILINGS: u32 = 93;

pub async fn tell() -> anyhow::Result<()> {
    let measured = Measured::planned().await?;
    let world = &measured.post.world;
    let began = Instant::now();
    for statement in SCENE.split(";\n") {
        world
            .owner
            .batch_execute(statement)
            .await
            .with_context(|| statement.trim().chars().take(90).collect::<String>())?;
    }
    // What was planned with is a copy of the catalogue from before the scene, kept for a minute.
    measured.post.later(2);
    measured.open_period(dondoc_tests::figures::PERIOD).await?;
    measured.count().await?;
    world.owner.batch_execute("analyze").await?;
    let cells = world.count("select count(*) from dondoc.measurements").await?;
    println!("\nfigures: {cells} cells of 93 bodies, set in {} s", began.elapsed().as_secs());
    let lead = world.person("national", Role::Lead).await?;
    let officer = world.person("ha-noi", Role::Officer).await?;
    page(&measured, &lead).await?;
    entry(&measured, &officer).await?;
    add(&measured).await?;
    minute(&measured).await
}

/// The median of several runs.
async fn median(runs: usize, mut run: impl AsyncFnMut() -> anyhow::Result<()>) -> anyhow::Result<Duration> {
    let mut times = vec![];
    for _ in 0..runs {
        let began = Instant::now();
        run().await?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    times.get(runs / 2).copied().context("no run")
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A client that does no more than clients do: the tests' own holds each answer against the document of the API, which takes
/// longer than the answer. It asks for what browsers ask for.
fn client() -> anyhow::Result<reqwest::Client> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(reqwest::Client::builder().default_headers(headers).build()?)
}

/// The median time of a request, and the bytes of its answer on the wire.
async fn asked(client: &reqwest::Client, request: reqwest::Request) -> anyhow::Result<(Duration, usize)> {
    let mut bytes = 0;
    let time = median(21, async || {
        let answer = client.execute(request.try_clone().context("a request")?).await?;
        ensure!(answer.status() == 200, "{}", answer.status());
        bytes = answer.bytes().await?.len();
        Ok(())
    })
    .await?;
    Ok((time, bytes))
}

async fn page(measured: &Measured, lead: &Person) -> anyhow::Result<()> {
    let request =
        measured.server.api(reqwest::Method::GET, "/figures?period=CT-2024-M07", Some(lead)).build()?;
    let (ours, bytes) = asked(&client()?, request).await?;
    let plain = median(21, async || {
        measured.post.world.owner.query(PLAIN_PAGE, &[]).await?;
        Ok(())
    })
    .await?;
    println!(
        "  page of figures, twelve periods of 200: {:.1} ms (aim 40), {bytes} bytes; the bare rows {:.1} ms, ratio {:.1} (aim 2)",
        ms(ours),
        ms(plain),
        ms(ours) / ms(plain)
    );
    Ok(())
}

async fn entry(measured: &Measured, officer: &Person) -> anyhow::Result<()> {
    let desk = measured.desk("ha-noi", dondoc_tests::figures::PERIOD).await?;
    let client = client()?;
    let path = format!("/reports/{}", desk.report);
    for (what, request) in [
        ("JSON", measured.server.api(reqwest::Method::GET, &path, Some(officer))),
        ("page", measured.server.page(&path, Some(officer))),
    ] {
        let (time, bytes) = asked(&client, request.build()?).await?;
        println!("  entry of 200 cells, {what}: {:.1} ms (aim 50), {bytes} bytes (aim 60000)", ms(time));
    }
    Ok(())
}

/// Files a report by the use cases, as the portal does.
async fn file(measured: &Measured, body: i32, report: AssignmentId) -> anyhow::Result<()> {
    let (db, world) = (&measured.post.db, &measured.post.world);
    let cell = |n: i32| CellInput {
        indicator: format!("K-{n}"),
        num: "60".to_owned(),
        den: "100".to_owned(),
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
        seen: 0,
    };
    let named =
        |code: &str, den: &str| CellInput { indicator: code.to_owned(), den: den.to_owned(), ..cell(0) };
    let mut cells: Vec<CellInput> = (4..=200).map(cell).collect();
    cells.push(named("K-RATIO", "100"));
    let is_locality = world
        .owner
        .query_one("select kind <> 'ministry' from dondoc.tenants where id = $1", &[&body])
        .await?;
    if is_locality.get(0) {
        cells.push(named("K-SUM", ""));
    }
    let saved = measured.enter(TenantId(body), report, cells).await?;
    let file = async |tx: &mut TenantTx| {
        reports::file(tx, report, Version(saved.version), &FilingInput::default()).await
    };
    db.write(Tenant(TenantId(body)), measured.actor(TenantId(body), Role::Approver).await?, file)
        .await
        .map_err(|error| anyhow!("{error:?}"))?;
    Ok(())
}

async fn reports_of(measured: &Measured) -> anyhow::Result<Vec<(i32, AssignmentId)>> {
    let query =
        "select tenant_id, assignment_id from dondoc.reports where period_id = 1202407 order by tenant_id";
    let rows = measured.post.world.owner.query(query, &[]).await?;
    Ok(rows.iter().map(|row| (row.get(0), AssignmentId(row.get(1)))).collect())
}

/// Bodies whose reports are added by hand, before the minute.
const ADDED: usize = 9;

/// What it costs the worker to add one report of 200 cells.
async fn add(measured: &Measured) -> anyhow::Result<()> {
    let db: &Db = &measured.post.db;
    let mut last = reports_of(measured).await?.into_iter().rev().take(ADDED).collect::<Vec<_>>();
    for (body, report) in &last {
        file(measured, *body, *report).await?;
    }
    let ours = median(ADDED, async || {
        let (body, report) = last.pop().context("a report")?;
        let filed = job::look(db, TenantId(body), report).await.map_err(|error| anyhow!("{error:?}"))?;
        job::carry(db, &filed).await.map_err(|error| anyhow!("{error:?}"))
    })
    .await?;
    let plain = median(ADDED, async || {
        measured.post.world.owner.execute(PLAIN_ADD, &[]).await?;
        Ok(())
    })
    .await?;
    println!(
        "  adding a report of 200 cells to two groups: {:.1} ms; the bare update of the rows {:.1} ms, ratio {:.1} (aim 2)",
        ms(ours),
        ms(plain),
        ms(ours) / ms(plain)
    );
    Ok(())
}

/// 93 bodies file in a minute while the worker runs: how long until the nation's figure knows.
async fn minute(measured: &Measured) -> anyhow::Result<()> {
    let worker = measured.post.worker();
    let (stop, running) = (tokio_util::sync::CancellationToken::new(), worker);
    let ended = stop.clone();
    let worker = tokio::spawn(async move { running.run(ended).await });
    let pace = Duration::from_secs(60) / FILINGS;
    let mut times = vec![];
    let mut rows = reports_of(measured).await?;
    rows.truncate(rows.len() - ADDED);
    let mut next = tokio::time::Instant::now();
    for (body, report) in rows {
        tokio::time::sleep_until(next).await;
        next += pace;
        file(measured, body, report).await?;
        let filed = Instant::now();
        let known = "select filed > 0 from dondoc.figure_sources where tenant_id = 0 and period_id = 1202407 and source_id = $1";
        while !measured.post.world.owner.query_one(known, &[&body]).await?.get::<_, bool>(0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
            ensure!(
                filed.elapsed() < Duration::from_secs(60),
                "body {body} is not in the figures after a minute"
            );
        }
        times.push(filed.elapsed());
    }
    stop.cancel();
    worker.await?;
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    println!(
        "  filed to national figure, {} filings in a minute: p50 {:.0} ms, p99 {:.0} ms (aim 5000)",
        times.len(),
        ms(at(50)),
        ms(at(99))
    );
    // The years before were set by the scene, not by the program.
    let mut differences = measured.differences().await?;
    differences.retain(|one| one.contains("period: 1202407"));
    ensure!(differences.is_empty(), "{differences:?}");
    Ok(())
}
