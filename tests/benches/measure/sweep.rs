//! The sweep for reminders over a million open assignments, beside the plain statement that writes the same rows.

use std::time::{Duration, Instant};

use anyhow::anyhow;
use dondoc_server::{
    domain::{
        calendar,
        policies::{self, Rules},
    },
    slices::reminders,
};
use dondoc_shared::id::TenantId;
use dondoc_tests::world::World;

/// Open assignments of each of 93 tenants: a million in all.
const EACH: i32 = 10_753;

/// One officer and one approver in each tenant, so that every line has somebody to go to.
const PEOPLE: &str = "insert into dondoc.users (tenant_id, id, name, email, role, status, lang, created_at)
    select t.id, gen_random_uuid(), r.role || ' ' || t.slug, r.role || '@' || t.slug || '.example', r.role, 'active', 'vi', now()
    from dondoc.tenants t, (values ('officer'), ('approver')) r (role) where t.id > 0";

const SAVE: &str = "create table public.occurrences as select * from dondoc.reminder_occurrences;
    create table public.messages as select * from dondoc.outbox;
    create table public.counts as select tenant_id, id, reminders_at_level, silent from dondoc.assignments
      where reminders_at_level > 0;
    create table public.swept as select * from dondoc.sweeps;
    delete from dondoc.reminder_occurrences; delete from dondoc.outbox; delete from dondoc.sweeps;
    update dondoc.assignments set reminders_at_level = 0, silent = false where reminders_at_level > 0;
    vacuum full dondoc.reminder_occurrences; vacuum full dondoc.outbox;
    vacuum analyze dondoc.assignments";

/// The same rows, from tables that hold them already: no rule is asked, nobody is looked up.
const PLAIN: &str = "begin;
    insert into dondoc.outbox select * from public.messages;
    insert into dondoc.reminder_occurrences select * from public.occurrences on conflict do nothing;
    insert into dondoc.sweeps select * from public.swept;
    update dondoc.assignments a set reminders_at_level = c.reminders_at_level, silent = c.silent
      from public.counts c where c.tenant_id = a.tenant_id and c.id = a.id;
    commit";

pub async fn tell() -> anyhow::Result<()> {
    let world = World::new().await?;
    world.crowd(EACH).await?;
    world.owner.batch_execute(PEOPLE).await?;
    let size = world.count("select count(*) from dondoc.assignments where open").await?;
    let ours = sweep(&world).await?;
    let rows = world.count("select count(*) from dondoc.reminder_occurrences").await?;
    let digests = world.count("select count(*) from dondoc.outbox").await?;
    for statement in SAVE.split(';') {
        world.owner.batch_execute(statement).await?;
    }
    let began = Instant::now();
    world.owner.batch_execute(PLAIN).await?;
    let plain = began.elapsed();
    println!(
        "\nsweep over {size} open assignments: {rows} reminders in {digests} digests, {} ms",
        ours.as_millis()
    );
    println!(
        "  the plain statements that write the same rows: {} ms, ratio {:.2} (aim 2 at most)",
        plain.as_millis(),
        ours.as_secs_f64() / plain.as_secs_f64()
    );
    Ok(())
}

/// Every tenant once, one after the other, as the worker does it.
async fn sweep(world: &World) -> anyhow::Result<Duration> {
    let db = world.db()?;
    let began = Instant::now();
    for tenant in 1..=93 {
        let swept = db
            .keep_books(TenantId(tenant), async |tx| {
                let (calendar, book) = (calendar::load(tx).await?, policies::load(tx).await?);
                reminders::sweep(tx, &Rules { calendar: &calendar, book: &book }).await
            })
            .await;
        swept.map_err(|error| anyhow!("{error}"))?;
    }
    Ok(began.elapsed())
}
