//! The catalogue lint: what the migrations must never leave behind, asked of the live database.
//!
//! A rule is a query that names everything of a kind that isolation between tenants, or distribution by tenant, would
//! break on (R80, R85; `server/docs/decisions/0003`). What a rule excuses stands beside it by name. **These lists may only
//! shrink**: an excuse that excuses nothing any more is a finding too. The answer is the same for every login role.
//!
//! [`Db::check`] runs it at start-up: the server serves nothing on a database with a finding.

use diesel::{
    QueryableByName,
    sql_types::{Bool, Integer, Text},
};
use diesel_async::{RunQueryDsl, SimpleAsyncConnection};
use dondoc_shared::id::TenantId;

use super::{Actor, Auth, Db, Door, National, Tenant, Tx, WorkerList, migrations::Migrations};
use crate::error::{Error, Result};

/// One rule: the query answers `key` and `finding`, a sentence.
struct Rule {
    excused: &'static [&'static str],
    sql: &'static str,
}

/// What several rules look at. `$1` is the prefix of the role names.
const PRELUDE: &str = "with ours as (
  select oid, rolname as name, substr(rolname, length($1) + 2) as role, rolcanlogin
    from pg_roles where rolname in ($1 || '_owner', $1 || '_app', $1 || '_national', $1 || '_auth', $1 || '_worker')
), home as (
  select oid, nspacl, nspowner from pg_namespace where nspname = 'dondoc'
), tables as (
  select c.oid, c.relname as name, c.relrowsecurity, c.relforcerowsecurity, c.relowner, c.relacl, k.attnum as tenant_column
    from pg_class c left join pg_attribute k on k.attrelid = c.oid and k.attname = 'tenant_id' and not k.attisdropped
   where c.relnamespace = (select oid from home) and c.relkind in ('r', 'p', 'f')
), grants as (
  select t.name, t.tenant_column, t.relowner, a.grantee, a.privilege_type as privilege, a.is_grantable, false as by_column
    from tables t, aclexplode(coalesce(t.relacl, acldefault('r', t.relowner))) a
  union all
  select t.name, t.tenant_column, t.relowner, a.grantee, a.privilege_type, a.is_grantable, true
    from tables t join pg_attribute c on c.attrelid = t.oid and c.attacl is not null, aclexplode(c.attacl) a
), policies as (
  select t.oid as table_oid, t.name, p.polname, p.polpermissive, p.polroles, o.role,
         case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end as command,
         pg_get_expr(p.polqual, p.polrelid) as sees, pg_get_expr(p.polwithcheck, p.polrelid) as writes
    from pg_policy p join tables t on t.oid = p.polrelid
    left join ours o on p.polroles = array[o.oid]
), foreign_keys as (
  select k.conname, k.conkey, k.confkey, k.condeferrable, k.confdeltype, k.conrelid,
         f.name as from_table, f.tenant_column as from_tenant, t.name as to_table, t.tenant_column as to_tenant
    from pg_constraint k join tables f on f.oid = k.conrelid left join tables t on t.oid = k.confrelid
   where k.contype = 'f'
)
";

const RULES: &[Rule] = &[
    Rule {
        excused: &[],
        sql: "select name as key, format('table %s: row-level security is not both enabled and forced', name) as finding
            from tables where tenant_column is not null and not (relrowsecurity and relforcerowsecurity)",
    },
    Rule {
        excused: &[
            "__diesel_schema_migrations",
            "body_groups",
            "calendar_versions",
            "directives",
            "figures_of_record",
            "group_members",
            "holidays",
            "indicator_versions",
            "indicators",
            "ladder_levels",
            "log_in_failures",
            "mail_holds",
            "periods",
            "plan_parts",
            "plans",
            "policies",
            "recheck_samples",
            "regimes",
            "reminder_rules",
            "send_windows",
            "settings",
            "targets",
            "tasks",
            "tenants",
            "urge_numbers",
            "urge_templates",
            "views",
        ],
        sql: "select name as key, format('table %s: has no tenant_id', name) as finding
            from tables where tenant_column is null",
    },
    Rule {
        excused: &[],
        sql: "select name as key, format('table %s: tenant_id is not integer not null', name) as finding
            from tables join pg_attribute c on c.attrelid = tables.oid and c.attnum = tenant_column
           where c.atttypid <> 'int4'::regtype or not c.attnotnull",
    },
    Rule {
        excused: &[],
        sql: "select name as key, format('policy %s on %s: is not a permissive one for exactly one of our login roles', polname, name) as finding
            from policies where role is null or role = 'owner' or not polpermissive",
    },
    // The tenant expression to the letter, or `true` where listed: nothing else, so neither an `or` nor a subquery.
    Rule {
        excused: &[
            "auth all accounts",
            "auth all audit",
            "auth all links",
            "auth all log_in_steps",
            "auth all recovery_codes",
            "auth all refresh_tokens",
            "auth all sessions",
            "auth all totp",
            "auth all users",
            "national delete claims",
            "national delete presences",
            "national delete snoozes",
            "national insert assignments",
            "national insert audit",
            "national insert claims",
            "national insert events",
            "national insert idempotency",
            "national insert message_steps",
            "national insert notes",
            "national insert outbox",
            "national insert presences",
            "national insert rechecks",
            "national insert report_exceptions",
            "national insert reports",
            "national insert snoozes",
            "national insert tally_closed",
            "national insert tally_open",
            "national insert urge_assignments",
            "national insert urges",
            "national select",
            "national update assignments",
            "national update escalation_steps",
            "national update extension_requests",
            "national update findings",
            "national update outbox",
            "national update presences",
            "national update rechecks",
            "national update report_exceptions",
            "national update report_revisions",
            "national update reports",
            "national update snoozes",
            "national update submissions",
            "national update suspensions",
            "national update tally_closed",
            "national update tally_open",
            "national update urge_assignments",
            "national update urges",
            "worker select outbox",
        ],
        sql: "select case when expression <> 'true' then 'not excusable'
                          when role = 'national' and command = 'select' then 'national select'
                          else format('%s %s %s', role, command, name) end as key,
                 format('policy %s on %s: lets %s %s where %s', polname, name, role, command, expression) as finding
            from (select *, case command when 'insert' then writes when 'select' then sees when 'delete' then sees
                            else case when coalesce(writes, sees) = sees then sees else format('%s, writing %s', sees, writes) end
                            end as expression from policies) p
           where expression <> '(tenant_id = (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::integer)'",
    },
    Rule {
        excused: &[],
        sql: "select g.name as key, format('table %s: the application role has grants and %s policies instead of one', g.name, count(distinct p.polname)) as finding
            from grants g join ours o on o.oid = g.grantee and o.role = 'app'
            left join policies p on p.name = g.name and p.role = 'app'
           where g.tenant_column is not null group by g.name having count(distinct p.polname) <> 1",
    },
    Rule {
        excused: &[],
        sql: "select distinct g.name as key, format('table %s: %s may %s by grant, but no policy lets it', g.name, o.name, lower(g.privilege)) as finding
            from grants g join ours o on o.oid = g.grantee and o.role <> 'owner'
           where g.tenant_column is not null and g.privilege in ('SELECT', 'INSERT', 'UPDATE')
             and not exists (select from policies p where p.name = g.name and p.role = o.role and p.command in ('all', lower(g.privilege)))",
    },
    Rule {
        excused: &[
            "insert assignments",
            "insert audit",
            "insert body_groups",
            "insert calendar_versions",
            "insert claims",
            "insert directives",
            "insert events",
            "insert figures_of_record",
            "insert group_members",
            "insert holidays",
            "insert idempotency",
            "insert indicator_versions",
            "insert indicators",
            "insert ladder_levels",
            "insert mail_holds",
            "insert message_steps",
            "insert notes",
            "insert outbox",
            "insert periods",
            "insert plan_parts",
            "insert plans",
            "insert policies",
            "insert presences",
            "insert recheck_samples",
            "insert rechecks",
            "insert regimes",
            "insert reminder_rules",
            "insert report_exceptions",
            "insert reports",
            "insert send_windows",
            "insert settings",
            "insert snoozes",
            "insert tally_closed",
            "insert tally_open",
            "insert targets",
            "insert tasks",
            "insert tenants",
            "insert urge_assignments",
            "insert urge_numbers",
            "insert urge_templates",
            "insert urges",
            "insert views",
            "update assignments",
            "update body_groups",
            "update directives",
            "update escalation_steps",
            "update extension_requests",
            "update findings",
            "update group_members",
            "update indicator_versions",
            "update indicators",
            "update mail_holds",
            "update outbox",
            "update periods",
            "update plan_parts",
            "update policies",
            "update presences",
            "update rechecks",
            "update regimes",
            "update report_exceptions",
            "update report_revisions",
            "update reports",
            "update settings",
            "update snoozes",
            "update submissions",
            "update suspensions",
            "update tally_closed",
            "update tally_open",
            "update targets",
            "update tasks",
            "update tenants",
            "update urge_assignments",
            "update urge_numbers",
            "update urge_templates",
            "update urges",
            "update views",
        ],
        sql: "select distinct lower(g.privilege) || ' ' || g.name as key, format('table %s: the national role may %s', g.name, lower(g.privilege)) as finding
            from grants g join ours o on o.oid = g.grantee and o.role = 'national' where g.privilege in ('INSERT', 'UPDATE')",
    },
    // What is not here is only ever added to: the trail above all.
    Rule {
        excused: &[
            "app assignments",
            "app contacts",
            "app correction_cells",
            "app correction_drafts",
            "app drafts",
            "app escalation_steps",
            "app evidence",
            "app links",
            "app lost_factors",
            "app reminder_choices",
            "app report_drafts",
            "app report_justifications",
            "app reports",
            "app sessions",
            "app stand_ins",
            "app submissions",
            "app suspensions",
            "app tally_closed",
            "app tally_open",
            "app urges",
            "app users",
            "auth accounts",
            "auth console_log_ins",
            "auth links",
            "auth log_in_failures",
            "auth log_in_steps",
            "auth lost_factors",
            "auth passkeys",
            "auth refresh_tokens",
            "auth sessions",
            "auth totp",
            "auth users",
            "worker assignments",
            "worker blocks",
            "worker correction_drafts",
            "worker digests_sent",
            "worker escalation_steps",
            "worker extension_requests",
            "worker figure_sources",
            "worker figures",
            "worker outbox",
            "worker relay_pauses",
            "worker reports",
            "worker standings",
            "worker sweeps",
            "worker tally_closed",
            "worker tally_open",
            "worker urge_assignments",
            "worker urges",
        ],
        sql: "select distinct o.role || ' ' || g.name as key, format('table %s: %s may update it', g.name, o.name) as finding
            from grants g join ours o on o.oid = g.grantee and o.role in ('app', 'auth', 'worker') where g.privilege = 'UPDATE'",
    },
    // The time of an entry is the database's, not the writer's.
    Rule {
        excused: &[],
        sql: "select distinct o.role as key, format('table audit: %s may say when something was done', o.name) as finding
            from ours o where o.role <> 'owner' and (
                 has_column_privilege(o.oid, 'dondoc.audit', 'at', 'INSERT') or has_column_privilege(o.oid, 'dondoc.audit', 'xid', 'INSERT'))",
    },
    Rule {
        excused: &[],
        sql: "select g.name as key, format('table %s: %s may update every column', g.name, o.name) as finding
            from grants g join ours o on o.oid = g.grantee and o.role <> 'owner'
           where g.name = 'assignments' and g.privilege = 'UPDATE' and not g.by_column",
    },
    Rule {
        excused: &[
            "DELETE claims",
            "DELETE console_log_ins",
            "DELETE drafts",
            "DELETE idempotency",
            "DELETE links",
            "DELETE log_in_failures",
            "DELETE log_in_steps",
            "DELETE passkeys",
            "DELETE presences",
            "DELETE recovery_codes",
            "DELETE refresh_tokens",
            "DELETE sessions",
            "DELETE settings",
            "DELETE snoozes",
            "DELETE spent_challenges",
            "DELETE totp",
            "DELETE views",
        ],
        sql: "select g.privilege || ' ' || g.name as key,
                 format('table %s: %s has %s', g.name, coalesce(r.rolname, 'PUBLIC'), g.privilege || case when g.is_grantable then ' and may pass it on' else '' end) as finding
            from grants g left join pg_roles r on r.oid = g.grantee
           where g.grantee <> g.relowner and (g.grantee = 0 or g.is_grantable or g.privilege not in ('SELECT', 'INSERT', 'UPDATE'))",
    },
    Rule {
        excused: &["accounts_email"],
        sql: "select i.relname as key, format('unique index %s on %s: does not begin with tenant_id', i.relname, t.name) as finding
            from pg_index x join tables t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
           where x.indisunique and t.tenant_column is not null and x.indkey[0] <> t.tenant_column",
    },
    Rule {
        excused: &[],
        sql: "select conname as key, format('foreign key %s on %s: does not lead from tenant_id to tenant_id', conname, from_table) as finding
            from foreign_keys where to_tenant is not null
             and (from_tenant is null or conkey[1] <> from_tenant or confkey[1] <> to_tenant)",
    },
    Rule {
        excused: &[],
        sql: "select conname as key, format('foreign key %s on %s: is deferrable, or neither restricts nor cascades', conname, from_table) as finding
            from foreign_keys where condeferrable or confdeltype not in ('a', 'r', 'c')",
    },
    Rule {
        excused: &[],
        sql: "select conname as key, format('foreign key %s on %s: no index begins with its columns', conname, from_table) as finding
            from foreign_keys f where not exists (
                 select from pg_index x where x.indrelid = f.conrelid and x.indisvalid
                    and (select array_agg(c order by c) from unnest((x.indkey::int2[])[0:cardinality(f.conkey) - 1]) c)
                      = (select array_agg(c order by c) from unnest(f.conkey) c)
                    and (x.indpred is null or pg_get_expr(x.indpred, x.indrelid) = (
                         select format('(%I IS NOT NULL)', attname) from pg_attribute where attrelid = f.conrelid and attnum = f.conkey[1])))",
    },
    Rule {
        excused: &[],
        sql: "select distinct wanted.role as key, format('role %s: is missing, or may do more than its part', $1 || '_' || wanted.role) as finding
            from (values ('owner', false), ('app', true), ('national', true), ('auth', true), ('worker', true)) wanted (role, login)
            left join ours o using (role) left join pg_roles r on r.oid = o.oid
           where r.oid is null or r.rolcanlogin <> wanted.login or r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication",
    },
    Rule {
        excused: &[],
        sql: "select o.role as key, format('role %s: is a member of %s', o.name, r.rolname) as finding
            from pg_auth_members m join ours o on o.oid = m.member join pg_roles r on r.oid = m.roleid",
    },
    Rule {
        excused: &[],
        sql: "select distinct o.role as key, format('role %s: owns something', o.name) as finding
            from pg_shdepend d join ours o on o.oid = d.refobjid and o.role <> 'owner'
           where d.refclassid = 'pg_authid'::regclass and d.deptype = 'o'
             and d.dbid in (0, (select oid from pg_database where datname = current_database()))",
    },
    Rule {
        excused: &[],
        sql: "select name as key, format('table %s: does not belong to %s_owner', name, $1) as finding
            from tables where relowner not in (select oid from ours where role = 'owner')",
    },
    Rule {
        excused: &[],
        sql: "select p.proname as key, format('function %s: %s', p.oid::regprocedure,
                   case when p.prosecdef then 'runs with its owner''s rights' else 'may be run by everybody' end) as finding
            from pg_proc p join pg_namespace n on n.oid = p.pronamespace
           where (p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema'))
              or (n.oid = (select oid from home) and exists (
                  select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))",
    },
    Rule {
        excused: &[],
        sql: "select c.relname as key, format('view %s: is materialised, or does not run as whoever asks', c.relname) as finding
            from pg_class c where c.relnamespace = (select oid from home)
             and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions @> array['security_invoker=true'], false)))",
    },
    // Outside of our schema there is nothing for our roles: neither a view over our tables nor a copy of them. What an extension
    // brings is its own.
    Rule {
        excused: &[],
        sql: "select distinct c.relname as key, format('%s: %s may read or write it', c.oid::regclass, coalesce(o.name, 'PUBLIC')) as finding
            from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join aclexplode(c.relacl) a
            left join ours o on o.oid = a.grantee
           where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('dondoc', 'pg_catalog', 'information_schema', 'pg_toast')
             and (a.grantee = 0 or o.role <> 'owner')
             and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
           union
          select distinct c.relname, format('view %s: shows our tables to whoever may read it', c.oid::regclass)
            from pg_class c join pg_rewrite w on w.ev_class = c.oid
            join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
            join tables t on t.oid = d.refobjid
           where c.relkind in ('v', 'm') and c.relnamespace <> (select oid from home)",
    },
    // What PostgreSQL keeps from everybody: statistics with values of rows, passwords, files, large objects, which have no
    // row-level security.
    Rule {
        excused: &[],
        sql: "select distinct c.relname as key, format('catalogue %s: %s was given %s', c.relname, coalesce(o.name, 'PUBLIC'), a.privilege) as finding
            from pg_class c cross join lateral (
                 select grantee, privilege_type as privilege from aclexplode(c.relacl)
                  union all
                 select e.grantee, e.privilege_type from pg_attribute k, aclexplode(k.attacl) e where k.attrelid = c.oid and k.attacl is not null) a
            left join ours o on o.oid = a.grantee
           where c.relnamespace = 'pg_catalog'::regnamespace and (o.role <> 'owner'
              or a.grantee = 0 and c.relname in ('pg_statistic', 'pg_statistic_ext_data', 'pg_authid', 'pg_largeobject', 'pg_user_mapping'))
           union
          select p.proname, format('function %s: %s was given it', p.oid::regprocedure, o.name)
            from pg_proc p cross join aclexplode(p.proacl) a join ours o on o.oid = a.grantee and o.role <> 'owner'
           where p.pronamespace = 'pg_catalog'::regnamespace
           union
          select p.proname, format('function %s: %s may run it, and large objects know no tenant', p.oid::regprocedure, o.name)
            from pg_proc p cross join ours o
           where o.role <> 'owner' and p.pronamespace = 'pg_catalog'::regnamespace
             and p.proname ~ '^(lo_|loread|lowrite)' and has_function_privilege(o.oid, p.oid, 'EXECUTE')",
    },
    Rule {
        excused: &[],
        sql: "select g.tgname as key, format('trigger %s on %s', g.tgname, t.name) as finding
            from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
           union all
          select typname, format('type %s: is an enumeration', typname)
            from pg_type where typnamespace = (select oid from home) and typtype = 'e'",
    },
    Rule {
        excused: &[],
        sql: "select 'database' as key, format('database: %s may %s', coalesce(r.rolname, 'PUBLIC'), a.privilege_type) as finding
            from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a left join ours r0 on r0.oid = a.grantee left join pg_roles r on r.oid = a.grantee
           where d.datname = current_database() and a.privilege_type in ('CREATE', 'TEMPORARY') and (a.grantee = 0 or r0.oid is not null)
           union all
          select n.nspname, format('schema %s: %s may create in it', n.nspname, coalesce(r.rolname, 'PUBLIC'))
            from pg_namespace n cross join aclexplode(n.nspacl) a left join pg_roles r on r.oid = a.grantee
           where n.nspname in ('public', 'dondoc') and a.privilege_type = 'CREATE'
             and (a.grantee = 0 or a.grantee in (select oid from ours where role <> 'owner'))",
    },
];

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    key: String,
    #[diesel(sql_type = Text)]
    finding: String,
}

#[derive(QueryableByName)]
struct Myself {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Bool)]
    bypasses: bool,
    #[diesel(sql_type = Text)]
    tenant: String,
    /// Settings with which a crash could lose or damage what was acknowledged.
    #[diesel(sql_type = Text)]
    unsafe_settings: String,
}

/// Everything that is wrong with the catalogue, a sentence each; none when all is well. `prefix` is that of the role
/// names.
#[expect(clippy::disallowed_methods, reason = "the catalogue has no tables in the schema of the DSL")]
pub async fn findings(tx: &mut Tx, prefix: &str) -> Result<Vec<String>> {
    let mut findings = Vec::new();
    for rule in RULES {
        let query = diesel::sql_query(format!("{PRELUDE}{}", rule.sql)).bind::<Text, _>(prefix);
        let found: Vec<Found> = query.load(&mut tx.conn).await?;
        for excuse in rule.excused.iter().filter(|excuse| !found.iter().any(|f| f.key == **excuse)) {
            findings.push(format!("catalogue lint: the excuse “{excuse}” excuses nothing any more"));
        }
        let wrong = found.into_iter().filter(|f| !rule.excused.contains(&f.key.as_str()));
        findings.extend(wrong.map(|f| f.finding));
    }
    Ok(findings)
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Which migrations this binary knows and the database lacks, or the reverse.
#[expect(
    clippy::disallowed_methods,
    reason = "the table belongs to the migration harness, not to our schema"
)]
async fn migration_findings(tx: &mut Tx) -> Result<Vec<String>> {
    let there =
        "select 'there' as version where to_regclass('dondoc.__diesel_schema_migrations') is not null";
    let there: Vec<Applied> = diesel::sql_query(there).load(&mut tx.conn).await?;
    if there.is_empty() {
        return Ok(vec!["the database has no tables yet: run `dondoc-server migrate`".to_owned()]);
    }
    let query = "select version::text as version from dondoc.__diesel_schema_migrations order by version";
    let applied: Vec<Applied> = diesel::sql_query(query).load(&mut tx.conn).await?;
    let applied: Vec<&str> = applied.iter().map(|a| a.version.as_str()).collect();
    let known: Vec<&str> = Migrations::versions().collect();
    let lacking = known
        .iter()
        .filter(|v| !applied.contains(v))
        .map(|v| format!("migration {v} has not been run: run `dondoc-server migrate`"));
    let unknown = applied
        .iter()
        .filter(|v| !known.contains(v))
        .map(|v| format!("migration {v} is newer than this program: use the program that made it"));
    Ok(lacking.chain(unknown).collect())
}

/// Who a door leads in as. Asked of every pool, because each has its own role and password.
#[expect(clippy::disallowed_methods, reason = "the catalogue has no tables in the schema of the DSL")]
async fn myself<D: Door>(db: &Db, door: D) -> Result<Myself> {
    db.read(door, Actor::system("start"), async |tx| {
        let query = "select current_user::text as name, rolsuper or rolbypassrls as bypasses,
            coalesce(current_setting('app.tenant_id', true), '') as tenant,
            coalesce((select string_agg(name || ' = ' || setting, ', ' order by name) from pg_settings
                       where (name in ('fsync', 'full_page_writes') and setting <> 'on'
                              or name = 'synchronous_commit' and setting not in ('on', 'remote_apply'))
                         and coalesce(current_setting('dondoc.throw_away', true), '') <> 'on'), '') as unsafe_settings
            from pg_roles where rolname = current_user";
        Ok(diesel::sql_query(query).get_result(&mut tx.conn).await?)
    })
    .await
}

/// Whether a connection still carries the tenant of a transaction that has ended.
#[expect(clippy::disallowed_methods, reason = "the catalogue has no tables in the schema of the DSL")]
async fn tenant_stays(db: &Db) -> Result<bool> {
    let mut conn = db.app.get().await.map_err(|e| Error::Unavailable(e.into()))?;
    conn.batch_execute("begin; select dondoc.use_tenant(1); commit").await?;
    let query = "select current_user::text as name, false as bypasses,
        coalesce(current_setting('app.tenant_id', true), '') as tenant, '' as unsafe_settings";
    let me: Myself = diesel::sql_query(query).get_result(&mut *conn).await?;
    Ok(!me.tenant.is_empty())
}

/// The releases of PostgreSQL before which row-level security or more is known to be broken (CVE-2026-14666 and those before it).
const FLOORS: [(i32, i32); 5] = [(14, 24), (15, 19), (16, 15), (17, 11), (18, 6)];

/// What is said of a release that is older than it should be.
fn outdated(version: i32) -> Option<String> {
    let (major, minor) = (version.div_euclid(10_000), version.rem_euclid(10_000));
    let (_, floor) = FLOORS.into_iter().find(|(known, _)| *known == major)?;
    (minor < floor).then(|| {
        format!("PostgreSQL {major}.{minor} has known holes in row-level security: update it to {major}.{floor} or newer")
    })
}

impl Db {
    /// What the operator must hear of although the database can be served.
    #[expect(clippy::disallowed_methods, reason = "the catalogue has no tables in the schema of the DSL")]
    pub async fn warning(&self) -> Result<Option<String>> {
        #[derive(QueryableByName)]
        struct Version {
            #[diesel(sql_type = Integer)]
            version: i32,
        }
        self.read(Auth, Actor::system("start"), async |tx| {
            let query = "select current_setting('server_version_num')::integer as version";
            let found: Version = diesel::sql_query(query).get_result(&mut tx.conn).await?;
            Ok(outdated(found.version))
        })
        .await
    }

    /// Everything for which the server must not serve this database: its own roles could bypass row-level security, the
    /// tenant does not take effect or outlives its transaction, a migration is missing, or the catalogue lint finds something.
    pub async fn check(&self) -> Result<Vec<String>> {
        // What the lint expects is what the newest migration leaves.
        let missing =
            self.read(National, Actor::system("start"), async |tx| migration_findings(tx).await).await?;
        if !missing.is_empty() {
            return Ok(missing);
        }
        let mine = [
            ("app", myself(self, Tenant(TenantId::NATIONAL)).await?),
            ("national", myself(self, National).await?),
            ("auth", myself(self, Auth).await?),
            ("worker", myself(self, WorkerList).await?),
        ];
        let mut found = Vec::new();
        let mut prefix = String::new();
        for (role, me) in mine {
            match me.name.strip_suffix(role).and_then(|rest| rest.strip_suffix('_')) {
                Some(rest) => rest.clone_into(&mut prefix),
                None => found.push(format!("the pool of the role {role} logs in as {}", me.name)),
            }
            if me.bypasses {
                found.push(format!("{} could bypass row-level security", me.name));
            }
            if !me.unsafe_settings.is_empty() {
                found.push(format!(
                    "{}: what was acknowledged could be lost ({})",
                    me.name, me.unsafe_settings
                ));
            }
            if role == "app" && me.tenant != "0" {
                found.push("the tenant of a transaction does not take effect".to_owned());
            }
        }
        if tenant_stays(self).await? {
            found.push("the tenant of a transaction stays on the connection when it has ended".to_owned());
        }
        let linted =
            self.read(National, Actor::system("start"), async |tx| findings(tx, &prefix).await).await?;
        found.extend(linted);
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_with_known_holes_is_named_with_the_one_to_update_to() {
        assert!(outdated(150_018).is_some_and(|told| told.contains("15.18") && told.contains("15.19")));
        for good in [150_019, 180_006, 190_000, 200_001] {
            assert_eq!(outdated(good), None, "{good}");
        }
    }
}
