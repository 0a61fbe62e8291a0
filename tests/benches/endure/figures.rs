//! Fifty thousand acts on the reports of 93 bodies over two years, while workers are killed: what was added up is what was filed.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use anyhow::{Context, anyhow, ensure};
use dondoc_kernel::db::{National, NationalTx, Tenant, TenantTx, Version};
use dondoc_server::{
    domain::{assignments, calendar},
    slices::reports,
};
use dondoc_shared::{
    figures::CellState,
    id::{AssignmentId, TenantId},
    lifecycle::{Act, Status},
    role::Role,
    wire::{
        Written,
        assignment::{NewReturn, Remark},
        report::{CellInput, FilingInput},
    },
};
use dondoc_tests::{
    figures::Measured,
    installation::{Installation, Process, set_clock},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use tokio::time::sleep;

const ACTS: usize = 50_000;
const BODIES: i32 = 93;
/// Beside the three of the world.
const INDICATORS: i32 = 57;
const WORKERS: usize = 2;
/// The states that cells are drawn from: half of them have a number.
const STATES: [CellState; 6] = [
    CellState::Value,
    CellState::Value,
    CellState::Value,
    CellState::Nil,
    CellState::NotApplicable,
    CellState::NotAvailable,
];

/// Ninety bodies more, each with an officer and an approver; sixty indicators in all; two years of months that can be entered.
fn scene() -> String {
    format!(
        "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
           select n, 'body-' || n, 'B' || n, case when n % 3 = 0 then 'ministry' else 'province' end, 'Đơn vị ' || n, 'Body ' || n
             from generate_series(4, {BODIES}) n;
         insert into dondoc.group_members select g.id, t.id, null, null from dondoc.body_groups g, dondoc.tenants t
           where t.id > 3 and (g.id = 1 or g.id = case t.kind when 'ministry' then 2 else 3 end);
         insert into dondoc.indicators (id, code, name_vi, name_en, unit_vi, unit_en, numerator_vi, numerator_en, denominator_vi,
             denominator_en, direction, decimals, scale, group_id, over_bodies, over_time, regime_id, place, compulsory, known,
             source_note_vi, source_note_en)
           select n, 'K-' || n, 'Chỉ tiêu ' || n, 'Indicator ' || n, '%', '%', 'a', 'a', 'b', 'b', 'up', 1, 0, 1, 'ratio', 'flow', 1,
             n, false, 'inferred', '', '' from generate_series(4, 3 + {INDICATORS}) n;
         update dondoc.indicators set compulsory = false;
         insert into dondoc.indicator_versions
           select n, 1, null, 'Khái niệm', 'Concept', false from generate_series(4, 3 + {INDICATORS}) n;"
    )
}

/// Where a report stands, as whoever acts on it has last heard.
struct Report {
    body: TenantId,
    id: AssignmentId,
    status: Status,
    version: i32,
    /// What was typed into each cell, and its version.
    cells: HashMap<i32, (String, CellState, i32)>,
}

pub async fn tell() -> anyhow::Result<()> {
    let measured = Measured::planned().await?;
    let world = &measured.post.world;
    world.owner.batch_execute(&scene()).await?;
    world.holidays(2025, &[]).await?;
    // What was planned with is a copy of the catalogue from before the scene, kept for a minute.
    measured.post.later(2);
    measured.plan(2025).await?;
    // They tile, and all of them can be entered for as long as this takes.
    world
        .run("update dondoc.periods set opens_on = '2020-01-01', due_on = '2030-01-01', cutoff_on = '2030-01-01', close_on = '2030-01-01'", &[])
        .await?;
    for row in world.owner.query("select code from dondoc.periods order by id", &[]).await? {
        measured.open_period(&format!("CT-{}", row.get::<_, String>(0))).await?;
    }
    let here = Installation::of(world).await;
    set_clock(world, world.now()).await;
    let mut chance = StdRng::seed_from_u64(20_240_715);
    let mut reports = all(&measured).await?;
    ensure!(reports.len() == 24 * usize::try_from(BODIES)?, "{} reports", reports.len());
    println!("\nfigures: {} reports of 60 indicators are owed", reports.len());
    let begin = Instant::now();
    let relay = measured.post.relay.address();
    let mut workers: Vec<Process> = (0..WORKERS).map(|_| here.worker(relay, 1)).collect();
    let (mut done, mut kills, mut killed_at) = (HashMap::<Act, usize>::new(), 0usize, Instant::now());
    for n in 0..ACTS {
        if killed_at.elapsed() > Duration::from_secs(1) {
            let victim = workers.swap_remove(chance.random_range(0..WORKERS));
            victim.kill_9().await;
            workers.push(here.worker(relay, 1));
            (kills, killed_at) = (kills + 1, Instant::now());
        }
        let place = chance.random_range(0..reports.len());
        let report = reports.get_mut(place).context("a report")?;
        let act = act(&measured, report, &mut chance).await.with_context(|| format!("act {n}"))?;
        *done.entry(act).or_default() += 1;
    }
    let acted = begin.elapsed();
    for worker in workers {
        worker.stop().await;
    }
    // Whatever is held was held by the dead.
    let expire = "update dondoc.outbox set lease_until = clock_timestamp() - interval '1 second' where lease_until is not null";
    world.owner.batch_execute(expire).await?;
    let worker = here.worker(relay, 1);
    let waiting = "select count(*) from dondoc.outbox where kind = 'figures' and finished_at is null";
    while world.count(waiting).await? > 0 {
        ensure!(begin.elapsed() < Duration::from_mins(120), "not done in time\n{}", here.said());
        // An errand that failed is put off for longer each time; here nobody waits for that.
        world.owner.batch_execute("update dondoc.outbox set run_at = '2024-07-15' where kind = 'figures' and finished_at is null").await?;
        sleep(Duration::from_secs(1)).await;
    }
    worker.stop().await;
    let differences = measured.differences().await?;
    let mut acts: Vec<_> = done.into_iter().map(|(act, n)| format!("{n} {act}")).collect();
    acts.sort();
    println!(
        "  storm: {ACTS} acts ({}) in {:.0} s, {kills} kills with -9, all counted {:.0} s later; {} cells stored, {} figures differ \
         from what was filed",
        acts.join(", "),
        acted.as_secs_f64(),
        (begin.elapsed() - acted).as_secs_f64(),
        world.count("select count(*) from dondoc.measurements").await?,
        differences.len(),
    );
    ensure!(differences.is_empty(), "{:?}", differences.get(..5.min(differences.len())));
    Ok(())
}

async fn all(measured: &Measured) -> anyhow::Result<Vec<Report>> {
    let query = "select r.tenant_id, r.assignment_id, a.version from dondoc.reports r
                 join dondoc.assignments a on a.tenant_id = r.tenant_id and a.id = r.assignment_id";
    let rows = measured.post.world.owner.query(query, &[]).await?;
    let report = |row: &tokio_postgres::Row| Report {
        body: TenantId(row.get(0)),
        id: AssignmentId(row.get(1)),
        status: Status::Assigned,
        version: row.get(2),
        cells: HashMap::new(),
    };
    Ok(rows.iter().map(report).collect())
}

/// Does what can be done with the report next, one way or another.
async fn act(measured: &Measured, report: &mut Report, chance: &mut StdRng) -> anyhow::Result<Act> {
    let next: &[Act] = match report.status {
        Status::Submitted => &[Act::Accept, Act::Accept, Act::Return, Act::TakeBack],
        Status::Accepted => &[Act::Reopen],
        _ => &[Act::Submit],
    };
    let act = *next.choose(chance).context("an act")?;
    let (db, seen) = (&measured.post.db, Version(report.version));
    let remark = Remark { remark: "Lý do".to_owned() };
    let back = NewReturn { remark: remark.remark.clone(), due_on: None };
    let id = report.id;
    let written: Written = match act {
        Act::Submit => return enter_and_file(measured, report, chance).await.map(|()| act),
        Act::TakeBack => {
            let approver = measured.actor(report.body, Role::Approver).await?;
            let back = async |tx: &mut TenantTx| assignments::take_back(tx, id, seen).await;
            db.write(Tenant(report.body), approver, back).await
        }
        _ => {
            let lead = measured.actor(TenantId::NATIONAL, Role::Lead).await?;
            let decide = async |tx: &mut NationalTx| {
                let calendar = calendar::current(tx).await?;
                match act {
                    Act::Accept => assignments::accept(tx, &calendar, id, seen, &remark).await,
                    Act::Return => assignments::return_to_tenant(tx, &calendar, id, seen, &back).await,
                    _ => assignments::reopen(tx, &calendar, id, seen, &back).await,
                }
            };
            db.write(National, lead, decide).await
        }
    }
    .map_err(|error| anyhow!("{act}: {error:?}"))?;
    report.version = written.version;
    report.status = match act {
        Act::Accept => Status::Accepted,
        Act::TakeBack => Status::InProgress,
        _ => Status::Returned,
    };
    Ok(act)
}

/// Enters some of the cells anew, in every state that a cell can have, and files what then stands there.
async fn enter_and_file(measured: &Measured, report: &mut Report, chance: &mut StdRng) -> anyhow::Result<()> {
    let mut cells = vec![];
    for indicator in 4..4 + INDICATORS {
        if chance.random_ratio(1, 3) {
            continue;
        }
        let state = STATES.choose(chance).context("a state")?;
        let num =
            if *state == CellState::Value { chance.random_range(0..500).to_string() } else { String::new() };
        let known = report.cells.get(&indicator);
        let seen = known.map_or(0, |(.., version)| *version);
        let changed = known.is_none_or(|(text, was, _)| (text, was) != (&num, state));
        report.cells.insert(indicator, (num.clone(), *state, seen + i32::from(changed)));
        cells.push(CellInput {
            indicator: format!("K-{indicator}"),
            den: if num.is_empty() { String::new() } else { "500".to_owned() },
            num,
            state: *state,
            reason: if *state == CellState::Value { String::new() } else { "Lý do".to_owned() },
            estimated: false,
            seen,
        });
    }
    let (db, id) = (&measured.post.db, report.id);
    let saved = measured.enter(report.body, id, cells).await?;
    ensure!(saved.conflicts.is_empty(), "{:?}", saved.conflicts);
    let file = async |tx: &mut TenantTx| {
        reports::file(tx, id, Version(saved.version), &FilingInput::default()).await
    };
    let approver = measured.actor(report.body, Role::Approver).await?;
    let filed =
        db.write(Tenant(report.body), approver, file).await.map_err(|error| anyhow!("file: {error:?}"))?;
    (report.version, report.status) = (filed.version, Status::Submitted);
    Ok(())
}
