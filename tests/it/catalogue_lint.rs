//! The catalogue lint: silent on what the migrations leave, and loud on each thing it is there for.

use dondoc_kernel::clock::Clock;
use dondoc_tests::database::{TestDatabase, connect};

/// What the start-up check says after an administrator did this.
async fn findings_after(sabotage: &str) -> Vec<String> {
    let database = TestDatabase::migrated().await.unwrap();
    let admin = connect(&database.admin_url()).await.unwrap();
    admin.batch_execute(sabotage).await.unwrap();
    database.db().unwrap().check().await.unwrap()
}

#[tokio::test]
async fn the_migrations_leave_nothing_to_find() {
    assert_eq!(findings_after("").await, Vec::<String>::new());
}

#[tokio::test]
async fn whatever_would_let_tenants_see_each_other_is_found() {
    let tenant = "(tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)";
    let planted = [
        (
            "drop policy app on dondoc.evidence",
            "table evidence: the application role has grants and 0 policies",
        ),
        ("alter table dondoc.urges no force row level security", "table urges: row-level security"),
        ("alter table dondoc.urges disable row level security", "table urges: row-level security"),
        (
            "create policy wide on dondoc.urges for select to dondoc_app using (true)",
            "policy wide on urges: lets app select where true",
        ),
        ("create policy wide on dondoc.urges for select using (true)", "policy wide on urges: is not"),
        (
            &format!(
                "create policy wide on dondoc.urges for select to dondoc_app using ({tenant} or tenant_id = 0)"
            ),
            "policy wide on urges: lets app select where",
        ),
        (
            &format!(
                "drop policy app on dondoc.urges;
                 create policy app on dondoc.urges to dondoc_app using {tenant} with check (true)"
            ),
            "policy app on urges: lets app all where",
        ),
        (
            "create policy wide on dondoc.evidence for insert to dondoc_national with check (true)",
            "policy wide on evidence: lets national insert where true",
        ),
        (
            "create function dondoc.peek() returns bigint language sql security definer
               as 'select count(*) from dondoc.urges'; revoke all on function dondoc.peek() from public",
            "function dondoc.peek(): runs with its owner's rights",
        ),
        (
            "create view dondoc.peek as select * from dondoc.urges; alter view dondoc.peek owner to dondoc_owner",
            "view peek",
        ),
        ("create materialized view dondoc.peek as select * from dondoc.urges", "view peek"),
        (
            "create view public.peek as select * from dondoc.assignments; grant select on public.peek to dondoc_app",
            "public.peek: dondoc_app may read or write it",
        ),
        ("create view public.peek as select * from dondoc.assignments", "view public.peek: shows our tables"),
        (
            "create table public.peek as select * from dondoc.assignments; grant select on public.peek to public",
            "public.peek: PUBLIC may read or write it",
        ),
        ("grant select on pg_statistic to dondoc_app", "catalogue pg_statistic: dondoc_app was given SELECT"),
        ("grant select (rolpassword) on pg_authid to public", "catalogue pg_authid: PUBLIC was given SELECT"),
        (
            "grant execute on function pg_read_file(text) to dondoc_app",
            "function pg_read_file(text): dondoc_app was given it",
        ),
        (
            "grant execute on function lo_from_bytea(oid, bytea) to public",
            "function lo_from_bytea(oid,bytea): dondoc_app may run it",
        ),
        ("create table dondoc.peek (id int primary key)", "table peek: has no tenant_id"),
        ("create table dondoc.peek (tenant_id text, id int)", "table peek: tenant_id is not integer"),
    ];
    for (sabotage, expected) in planted {
        let findings = findings_after(sabotage).await;
        assert!(findings.iter().any(|f| f.starts_with(expected)), "{sabotage}\n{findings:#?}");
    }
}

#[tokio::test]
async fn whatever_a_role_should_not_be_able_to_do_is_found() {
    let planted = [
        ("grant delete on dondoc.urges to dondoc_app", "table urges: dondoc_app has DELETE"),
        ("grant truncate on dondoc.audit to dondoc_national", "table audit: dondoc_national has TRUNCATE"),
        ("grant update on dondoc.audit to dondoc_app", "table audit: dondoc_app may update it"),
        ("grant update (at) on dondoc.events to dondoc_worker", "table events: dondoc_worker may update it"),
        (
            "grant insert on dondoc.audit to dondoc_auth",
            "table audit: dondoc_auth may say when something was done",
        ),
        ("grant select on dondoc.audit to public", "table audit: PUBLIC has SELECT"),
        (
            "grant insert on dondoc.evidence to dondoc_national",
            "table evidence: the national role may insert",
        ),
        (
            "grant update on dondoc.assignments to dondoc_app",
            "table assignments: dondoc_app may update every column",
        ),
        ("grant select on dondoc.links to dondoc_worker", "table links: dondoc_worker may select by grant"),
        ("alter table dondoc.urges owner to dondoc_app", "role dondoc_app: owns something"),
        ("grant execute on function dondoc.use_tenant to public", "function dondoc.use_tenant(integer)"),
        ("grant create on schema dondoc to dondoc_worker", "schema dondoc: dondoc_worker may create"),
        (
            "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
            "database: PUBLIC may TEMPORARY",
        ),
    ];
    for (sabotage, expected) in planted {
        let findings = findings_after(sabotage).await;
        assert!(findings.iter().any(|f| f.starts_with(expected)), "{sabotage}\n{findings:#?}");
    }
}

#[tokio::test]
async fn whatever_could_not_be_distributed_by_tenant_is_found() {
    let planted = [
        (
            "alter table dondoc.evidence add author uuid;
             alter table dondoc.users add constraint users_only_id unique (id);
             alter table dondoc.evidence add constraint evidence_author foreign key (author) references dondoc.users (id)",
            "foreign key evidence_author on evidence: does not lead from tenant_id",
        ),
        ("alter table dondoc.users add constraint users_only_id unique (id)", "unique index users_only_id"),
        ("drop index dondoc.urge_assignments_assignment", "foreign key urge_assignments_tenant_id_assignment_id_fkey on urge_assignments: no index"),
        (
            "create function dondoc.note() returns trigger language plpgsql as 'begin return new; end';
             revoke all on function dondoc.note() from public;
             create trigger note after insert on dondoc.urges execute function dondoc.note()",
            "trigger note on urges",
        ),
        ("create type dondoc.mood as enum ('good')", "type mood: is an enumeration"),
        ("drop index dondoc.accounts_email", "catalogue lint: the excuse “accounts_email”"),
        ("delete from dondoc.__diesel_schema_migrations where version = '0008'", "migration 0008 has not been run"),
        ("insert into dondoc.__diesel_schema_migrations (version) values ('9999')", "migration 9999 is newer"),
    ];
    for (sabotage, expected) in planted {
        let findings = findings_after(sabotage).await;
        assert!(findings.iter().any(|f| f.starts_with(expected)), "{sabotage}\n{findings:#?}");
    }
}

#[tokio::test]
async fn a_database_without_tables_says_what_to_run() {
    let database = TestDatabase::migrated().await.unwrap();
    let admin = connect(&database.admin_url()).await.unwrap();
    admin.batch_execute("drop schema dondoc cascade").await.unwrap();
    let findings = database.db_with(Clock::System).unwrap().check().await.unwrap();
    assert_eq!(findings, ["the database has no tables yet: run `dondoc-server migrate`"]);
}

/// A throw-away cluster says of itself that it may be thrown away; what it would hear otherwise is asked by taking that back.
#[tokio::test]
async fn settings_with_which_a_crash_could_lose_something_are_found() {
    // Of this database alone: the role is that of every test.
    let honest = "do $$ begin
        execute format('alter role dondoc_app in database %I set dondoc.throw_away = off', current_database()); end $$";
    let findings = findings_after(honest).await;
    let [found] = &findings[..] else { panic!("{findings:?}") };
    assert_eq!(
        found,
        "dondoc_app: what was acknowledged could be lost (fsync = off, full_page_writes = off, synchronous_commit = off)"
    );
}

#[tokio::test]
async fn an_entry_of_the_trail_is_dated_by_the_database() {
    let database = TestDatabase::migrated().await.unwrap();
    let admin = connect(&database.admin_url()).await.unwrap();
    for role in ["app", "national", "worker", "auth"] {
        let entry = format!(
            "begin; set local role dondoc_{role}; set local app.tenant_id = '0';
             insert into dondoc.audit (tenant_id, id, at, actor_name, request_id, action, subject_kind, detail)
             values (0, gen_random_uuid(), '2023-01-01', 'x', '', 'x', 'x', '{{}}')"
        );
        let refused = admin.batch_execute(&entry).await.unwrap_err();
        let told = refused.as_db_error().map(|error| error.message().to_owned());
        assert_eq!(told.as_deref(), Some("permission denied for table audit"), "{role}");
        admin.batch_execute("rollback").await.unwrap();
    }
}
