//! A cluster as durable as a real one, and enough rows for an index to matter.

use anyhow::Context;
use dondoc_server::cluster::{Cluster, Options};
use dondoc_shared::role::Role;
use dondoc_tests::{
    database,
    world::{Person, World},
};

/// Connections on either side; more gain nothing on two cores (dependencies.md 3b).
pub const CLIENTS: usize = 8;
/// Open assignments of each of 93 tenants.
const EACH: i32 = 2_000;

/// The world with its rows.
pub struct Scenery {
    pub world: World,
    pub officer: Person,
    pub size: i64,
}

/// fsync and synchronous commit are on; the harness finds the cluster as it finds any other.
pub fn durable_cluster() -> anyhow::Result<(Cluster, tempfile::TempDir)> {
    let folder = tempfile::Builder::new().prefix("dondoc-measure-").tempdir()?;
    let cluster = Cluster::start(&Options { preferred: folder.path().to_owned(), durable: true })?;
    database::use_cluster(&cluster.admin_url("postgres"));
    Ok((cluster, folder))
}

impl Scenery {
    pub async fn set() -> anyhow::Result<Self> {
        let world = World::new().await?;
        let officer = world.person("ha-noi", Role::Officer).await?;
        let template = world.task("B0").await?;
        world
            .owner
            .batch_execute(&format!(
                "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
                 select n, 'body-' || n, 'B' || n, 'province', 'Đơn vị ' || n, 'Body ' || n from generate_series(4, 93) n;
                 insert into dondoc.tasks (id, code, directive_id, clause_vi, title_vi, scope, lead_basis, folded)
                 select gen_random_uuid(), 'B' || n, t.directive_id, t.clause_vi, 'Nhiệm vụ số ' || n, 'all', 'stated',
                        'nhiem vu so ' || n
                 from dondoc.tasks t, generate_series(1, {EACH}) n where t.id = '{template}';
                 insert into dondoc.assignments (tenant_id, id, task_id, part, status, open, counted, due_on,
                   due_precision, original_due_on, late_from, original_late_from, urgency_on, assigned_on, created_at,
                   updated_at)
                 select tenant, gen_random_uuid(), id, 'lead', 'in_progress', true, true, due, 'day', due, due + 1,
                   due + 1, due + 1, '2024-04-19', now(), now()
                 from (select t.id as tenant, k.id, date '2024-01-01' + (random() * 700)::int as due
                       from dondoc.tenants t, dondoc.tasks k where t.id > 0 and k.code <> 'B0') x;
                 update dondoc.assignments a set id = ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
                 from (select id, row_number() over (order by id) - 1 as n from dondoc.assignments where tenant_id = 1)
                   x where a.tenant_id = 1 and a.id = x.id and n < {CLIENTS};
                 analyze",
            ))
            .await
            .context("rows")?;
        let size = world.count("select count(*) from dondoc.assignments").await?;
        Ok(Self { world, officer, size })
    }

    /// Each connection reports on an assignment of its own.
    pub fn report_path(&self, client: usize) -> String {
        format!("/api/v1/assignments/00000000-0000-7000-8000-{client:012}/progress-reports")
    }
}
