//! A small world to test in: three bodies and the Working Group, people of every role, tasks and assignments that really
//! belong to somebody. Rows are written by the owner, as a restored backup would be; what is tested runs as the
//! application's roles.
//!
//! The use cases would not do for it: a scene is any state on any day, which a task reaches only by weeks of acts; and the
//! ids that a use case gives follow the clock of the test, which stands still, so that their order would be chance.

use anyhow::Context;
use dondoc_kernel::{
    auth::{form::FormKey, password::Passwords, token::TokenKey},
    clock::Clock,
    db::Db,
    http::Bearer,
    secret::Secret,
};
use dondoc_shared::{
    fold,
    id::{AssignmentId, SessionId, TenantId, UserId},
    lateness,
    lifecycle::{Part, Status},
    order,
    role::Role,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use tokio_postgres::{Client, types::ToSql};
use uuid::Uuid;

use crate::{
    database::{NOW, TestDatabase, connect},
    tally,
};

/// The seed of every test server's token key.
pub const TOKEN_SEED: [u8; 32] = [7; 32];

/// Slugs of the three bodies, in the order of their numbers, which begin at 1.
pub const BODIES: [&str; 3] = ["ha-noi", "lao-cai", "bca"];

/// A database with people in it.
pub struct World {
    /// The database.
    pub database: TestDatabase,
    /// The owner's connection, to set the scene and to look behind it.
    pub owner: Client,
    /// The clock of what is tested; stands at 25 July 2024, 08:00 in Ha Noi.
    pub clock: Clock,
}

/// Somebody with a session of either kind.
#[derive(Debug, Clone)]
pub struct Person {
    pub tenant: TenantId,
    pub id: UserId,
    pub role: Role,
    pub email: String,
    /// For the API.
    pub token: String,
    /// For the portal.
    pub cookie: String,
}

/// An assignment to be.
#[derive(Debug, Clone)]
pub struct Scene {
    pub part: Part,
    pub status: Status,
    pub due_on: Option<Date>,
    pub original_due_on: Option<Date>,
    pub submitted_on: Option<Date>,
    pub assigned_on: Date,
    pub assignee: Option<UserId>,
    pub level: i16,
}

impl Scene {
    /// A lead's assignment, in progress, given on 19 April 2024.
    pub fn due(due_on: Option<Date>) -> Self {
        Self {
            part: Part::Lead,
            status: Status::InProgress,
            due_on,
            original_due_on: due_on,
            submitted_on: None,
            assigned_on: jiff::civil::date(2024, 4, 19),
            assignee: None,
            level: 0,
        }
    }

    #[must_use]
    pub fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

impl World {
    /// The three bodies and the Working Group, without people.
    pub async fn new() -> anyhow::Result<Self> {
        let database = TestDatabase::migrated().await?;
        let owner = connect(&database.admin_url()).await?;
        for (slug, id) in BODIES.iter().zip(1i32..) {
            let kind = if *slug == "bca" { "ministry" } else { "province" };
            owner
                .execute(
                    "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en) \
                     values ($1, $2, upper(left($2, 3)), $3, 'Đơn vị ' || $2, 'Body ' || $2)",
                    &[&id, slug, &kind],
                )
                .await?;
        }
        let clock = Clock::manual(NOW.parse()?);
        Ok(Self { database, owner, clock })
    }

    /// The application's pools, on this world's clock.
    pub fn db(&self) -> anyhow::Result<Db> {
        self.database.db_with(self.clock.clone())
    }

    /// The present instant of this world.
    pub fn now(&self) -> Timestamp {
        self.clock.now(0)
    }

    /// The number of a body.
    pub fn tenant(slug: &str) -> TenantId {
        let place = BODIES.iter().position(|known| *known == slug);
        TenantId(place.map_or(0, |n| i32::try_from(n + 1).unwrap_or(0)))
    }

    /// Adds somebody, active, with a session of either kind.
    pub async fn person(&self, slug: &str, role: Role) -> anyhow::Result<Person> {
        let (tenant, id) = (Self::tenant(slug), Uuid::now_v7());
        let email = format!("{role}.{}@{slug}.example", &id.simple().to_string()[20..]);
        self.user(tenant, id, role, &format!("{role} ({slug})"), &email).await?;
        self.signed_in(tenant, UserId(id), role, email).await
    }

    /// The same person in sessions that have just begun.
    pub async fn signed_in_again(&self, person: &Person) -> anyhow::Result<Person> {
        self.signed_in(person.tenant, person.id, person.role, person.email.clone()).await
    }

    /// The token that a person's forms carry.
    pub fn form_token(person: &Person) -> String {
        FormKey::from_seed(&TOKEN_SEED).token(person.id)
    }

    /// The mark of a text that a form hands on unseen to a person.
    pub fn form_mark(person: &Person, text: &str) -> String {
        FormKey::from_seed(&TOKEN_SEED).mark(person.id, text)
    }

    async fn signed_in(
        &self,
        tenant: TenantId,
        id: UserId,
        role: Role,
        email: String,
    ) -> anyhow::Result<Person> {
        let now = self.now();
        let console = self.session(tenant, id.0, "console", &Secret::random()).await?;
        let key = TokenKey::from_seed(&TOKEN_SEED)?;
        let minted = key.mint(id, tenant, console, now, "test".into());
        let token = minted.map_err(|e| anyhow::anyhow!("{e}"))?.0;
        let secret = Secret::random();
        let portal = self.session(tenant, id.0, "portal", &secret).await?;
        let cookie = Bearer { tenant, session: portal, secret }.text();
        Ok(Person { tenant, id, role, email, token, cookie })
    }

    /// Adds somebody, active, who has never signed in.
    pub async fn user(
        &self,
        tenant: TenantId,
        id: Uuid,
        role: Role,
        name: &str,
        email: &str,
    ) -> anyhow::Result<()> {
        self.run(
            "insert into dondoc.users (tenant_id, id, name, role, email, lang, created_at) \
             values ($1, $2, $3, $4, $5, 'vi', $6::text::timestamptz)",
            &[&tenant.0, &id, &name, &role.as_str(), &email, &at(self.now())],
        )
        .await?;
        Ok(())
    }

    /// Somebody wants no early reminders, since this instant or else the machine's present one.
    pub async fn without_early(&self, person: &Person, since: Option<&str>) -> anyhow::Result<()> {
        self.run(
            "insert into dondoc.reminder_choices \
             values ($1, $2, false, coalesce($3::text::timestamptz, clock_timestamp()))",
            &[&person.tenant.0, &person.id.0, &since],
        )
        .await?;
        Ok(())
    }

    /// An address of a body takes no more mail, because one bounced.
    pub async fn suspend(&self, slug: &str, address: &str) -> anyhow::Result<()> {
        self.run(
            "insert into dondoc.suspensions (tenant_id, id, address, reason, detail, since) \
             values ($1, $2, lower($3), 'bounce', '550', now())",
            &[&Self::tenant(slug).0, &Uuid::now_v7(), &address],
        )
        .await?;
        Ok(())
    }

    /// Gives somebody a pass-phrase, so that they can log in with their address.
    pub async fn account(&self, person: &Person, phrase: &str) -> anyhow::Result<()> {
        let hash = Passwords::new(1)?.hash(phrase).await.map_err(|e| anyhow::anyhow!("{e}"))?;
        self.run(
            "insert into dondoc.accounts (tenant_id, id, user_id, email, password_hash, created_at) \
             values ($1, $2, $3, $4, $5, $6::text::timestamptz)",
            &[
                &person.tenant.0,
                &Uuid::now_v7(),
                &person.id.0,
                &person.email.to_lowercase(),
                &hash,
                &at(self.now()),
            ],
        )
        .await?;
        Ok(())
    }

    /// The same person, signed in once more.
    pub async fn another_session(&self, person: &Person) -> anyhow::Result<Person> {
        let id = self.session(person.tenant, person.id.0, "console", &Secret::random()).await?;
        let minted =
            TokenKey::from_seed(&TOKEN_SEED)?.mint(person.id, person.tenant, id, self.now(), "test".into());
        Ok(Person { token: minted.map_err(|e| anyhow::anyhow!("{e}"))?.0, ..person.clone() })
    }

    async fn session(
        &self,
        tenant: TenantId,
        user: Uuid,
        kind: &str,
        secret: &Secret,
    ) -> anyhow::Result<SessionId> {
        let id = Uuid::now_v7();
        let (from, to) = (at(self.now()), at(self.now().checked_add(jiff::SignedDuration::from_hours(12))?));
        self.run(
            "insert into dondoc.sessions (tenant_id, id, user_id, kind, secret_hash, created_at, authn_at, expires_at) \
             values ($1, $2, $3, $4, $5, $6::text::timestamptz, $6::text::timestamptz, $7::text::timestamptz)",
            &[&tenant.0, &id, &user, &kind, &secret.digest(), &from, &to],
        )
        .await?;
        Ok(SessionId(id))
    }

    /// Notes that a person has just proved who they are, in each of their sessions.
    pub async fn proved(&self, person: &Person) -> anyhow::Result<()> {
        let prove = "update dondoc.sessions set authn_at = $2::text::timestamptz where user_id = $1";
        self.run(prove, &[&person.id.0, &at(self.now())]).await.map(drop)
    }

    /// An hour has passed since anybody proved who they are.
    pub async fn proofs_are_stale(&self) -> anyhow::Result<()> {
        let stale = "update dondoc.sessions set authn_at = $1::text::timestamptz - interval '1 hour'";
        self.run(stale, &[&at(self.now())]).await.map(drop)
    }

    /// Roles that must have a second factor need it from this day on.
    pub async fn second_factor_from(&self, day: &str) -> anyhow::Result<()> {
        let from = "update dondoc.settings set value = $1 where key = 'second_factor_from'";
        self.run(from, &[&day]).await.map(drop)
    }

    /// Adds an address of an office.
    pub async fn contact(&self, slug: &str, role: &str) -> anyhow::Result<Uuid> {
        let id = Uuid::now_v7();
        let address = format!("{role}@{slug}.example");
        self.run(
            "insert into dondoc.contacts (tenant_id, id, role, office, address) values ($1, $2, $3, $4, $5)",
            &[&Self::tenant(slug).0, &id, &role, &format!("{role} {slug}"), &address],
        )
        .await?;
        Ok(id)
    }

    /// Adds a task of the plan of 2024.
    pub async fn task(&self, code: &str) -> anyhow::Result<Uuid> {
        let directive = self.directive().await?;
        let id = Uuid::now_v7();
        self.run(
            "insert into dondoc.tasks (id, code, directive_id, clause_vi, clause_en, title_vi, title_en, scope, \
             lead_basis, words, code_order) values ($1, $2, $3, 'mục 1', 'clause 1', 'Nhiệm vụ ' || $2, 'Task ' || $2, \
             'all', 'stated', $4, $5)",
            &[&id, &code, &directive, &fold::index(&[code, &format!("Nhiệm vụ {code}")]), &order::code(code)],
        )
        .await?;
        Ok(id)
    }

    async fn directive(&self) -> anyhow::Result<Uuid> {
        let known = "select id from dondoc.directives where number = '58/QĐ-UBQGCĐS'";
        let known = self.owner.query_opt(known, &[]).await?;
        if let Some(row) = known {
            return Ok(row.get(0));
        }
        let id = Uuid::now_v7();
        self.run(
            "insert into dondoc.directives (id, number, kind, issuer_vi, issuer_en, issued_on, title_vi, title_en) \
             values ($1, '58/QĐ-UBQGCĐS', 'decision', 'Ủy ban', 'Committee', '2024-04-19', 'Kế hoạch', 'Plan')",
            &[&id],
        )
        .await?;
        Ok(id)
    }

    /// Adds an assignment, counted where the rules count it.
    pub async fn assignment(&self, slug: &str, task: Uuid, scene: &Scene) -> anyhow::Result<AssignmentId> {
        let id = Uuid::now_v7();
        self.row(Self::tenant(slug), id, task, scene).await?;
        self.tally().await?;
        Ok(AssignmentId(id))
    }

    /// Adds an assignment that no figure has counted yet.
    pub async fn row(&self, tenant: TenantId, id: Uuid, task: Uuid, scene: &Scene) -> anyhow::Result<()> {
        let lead = scene.part == Part::Lead;
        let late = |due| if lead { lateness::late_from(scene.status, due, scene.submitted_on) } else { None };
        let (late_from, original) = (late(scene.due_on), late(scene.original_due_on));
        let urgency = lateness::urgency_on(late_from, scene.level, 0);
        let precision = if scene.due_on.is_some() { "day" } else { "none" };
        let assignee = scene.assignee.map(|u| u.0);
        self.run(
            "insert into dondoc.assignments (tenant_id, id, task_id, part, status, open, counted, due_on, \
             due_precision, original_due_on, late_from, original_late_from, urgency_on, level, assignee_id, \
             submitted_on, assigned_on, created_at, updated_at, code_order) values ($1, $2, $3, $4, $5, $6, $7, \
             $8::text::date, $9, $10::text::date, $11::text::date, $12::text::date, $13::text::date, $14, $15, \
             $16::text::date, $17::text::date, $18::text::timestamptz, $18::text::timestamptz, \
             (select code_order from dondoc.tasks where id = $3))",
            &[
                &tenant.0,
                &id,
                &task,
                &scene.part.as_str(),
                &scene.status.as_str(),
                &scene.status.is_open(),
                &(lead && !tenant.is_national()),
                &text(scene.due_on),
                &precision,
                &text(scene.original_due_on),
                &text(late_from),
                &text(original),
                &urgency.to_string(),
                &scene.level,
                &assignee,
                &text(scene.submitted_on),
                &scene.assigned_on.to_string(),
                &at(self.now()),
            ],
        )
        .await?;
        Ok(())
    }

    /// Adds `each` open assignments to each of 93 bodies, as the statistics of a database in use know them. Those of the first
    /// body have ids that count from [`World::crowd_id`] of 0.
    pub async fn crowd(&self, each: i32) -> anyhow::Result<()> {
        let template = self.task("B0").await?;
        self.owner
            .batch_execute(&format!(
                "insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en)
                 select n, 'body-' || n, 'B' || n, 'province', 'Đơn vị ' || n, 'Body ' || n from generate_series(4, 93) n;
                 insert into dondoc.tasks (id, code, directive_id, clause_vi, title_vi, scope, lead_basis, words, code_order)
                 select gen_random_uuid(), 'B' || n, t.directive_id, t.clause_vi, 'Nhiệm vụ số ' || n, 'all', 'stated',
                        format('''nhiem'':1 ''vu'':2 ''so'':3 ''%s'':4', n), 'b' || length(n::text) || n
                 from dondoc.tasks t, generate_series(1, {each}) n where t.id = '{template}';
                 insert into dondoc.assignments (tenant_id, id, task_id, part, status, open, counted, due_on,
                   due_precision, original_due_on, late_from, original_late_from, urgency_on, assigned_on, created_at,
                   updated_at, code_order)
                 select tenant, case tenant when 1 then ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
                                            else gen_random_uuid() end,
                   id, 'lead', 'in_progress', true, true, due, 'day', due, due + 1, due + 1, due + 1, '2024-04-19', now(),
                   now(), code_order
                 from (select *, date '2024-01-01' + ((n * 37 + tenant * 11) % 700)::int as due
                       from (select t.id as tenant, k.id, k.code_order, row_number() over (partition by t.id) - 1 as n
                             from dondoc.tenants t, dondoc.tasks k where t.id > 0 and k.code <> 'B0') numbered) x",
            ))
            .await
            .context("rows")?;
        self.tally().await?;
        // As autovacuum leaves them.
        self.owner.batch_execute("vacuum analyze").await?;
        Ok(())
    }

    /// An officer for each item of a [`World::crowd`], due on this day, and room in the budget for a digest to each.
    pub async fn give_each_item_an_officer(&self, due: Date) -> anyhow::Result<()> {
        let sql = format!(
            "with numbered as (
                select tenant_id, id, row_number() over (partition by tenant_id order by id) as n from dondoc.assignments
             ), hired as (
                insert into dondoc.users (tenant_id, id, name, email, role, status, lang, created_at)
                select tenant_id, gen_random_uuid(), 'officer ' || n, 'officer-' || n || '@body-' || tenant_id || '.example',
                       'officer', 'active', case n % 2 when 0 then 'vi' else 'en' end, now()
                from numbered returning tenant_id, id, email
             )
             update dondoc.assignments a set assignee_id = h.id, due_on = '{due}', original_due_on = '{due}',
                    late_from = date '{due}' + 1, original_late_from = date '{due}' + 1, urgency_on = date '{due}' + 1
             from numbered m, hired h
             where a.tenant_id = m.tenant_id and a.id = m.id and h.tenant_id = m.tenant_id
               and h.email = 'officer-' || m.n || '@body-' || m.tenant_id || '.example'"
        );
        self.owner.batch_execute(&sql).await.context("officers")?;
        self.run("insert into dondoc.settings (key, value) values ('digests_a_day', '100000')", &[]).await?;
        Ok(self.owner.batch_execute("vacuum analyze").await?)
    }

    /// A past for everything there is: a report, two events and two rows of the trail each; for some an answered urge, an
    /// accepted submission, a step that was released; and a mail that was sent.
    pub async fn crowd_of_records(&self) -> anyhow::Result<()> {
        let records = "
            insert into dondoc.progress_reports (tenant_id, id, assignment_id, percent, results, figures, limitations, barriers,
              next_step, by_id, by_name, at)
            select tenant_id, gen_random_uuid(), id, 30, 'x', '', '', '', 'x', gen_random_uuid(), 'x', now()
              from dondoc.assignments;
            insert into dondoc.evidence (tenant_id, id, assignment_id, kind, name, media_type, size, sha256, object, by_id, by_name, at)
            select tenant_id, id, id, 'file', 'x.txt', 'text/plain', 1, sha256('x'), 'crowd', gen_random_uuid(), 'x', now() from dondoc.assignments;
            insert into dondoc.events (tenant_id, id, assignment_id, kind, at, actor_name, detail)
            select tenant_id, gen_random_uuid(), id, kind, now(), 'x', '' from dondoc.assignments, unnest(array['assigned', 'reported']) kind;
            insert into dondoc.audit (tenant_id, id, actor_name, request_id, action, subject_kind, subject_id, detail)
            select tenant_id, gen_random_uuid(), 'x', 'x', kind, 'assignment', id, '{}'
              from dondoc.assignments, unnest(array['assign', 'report_progress']) kind;
            insert into dondoc.outbox (tenant_id, id, kind, args, dedupe_key, state, run_at, message_id, created_at, finished_at)
            select tenant_id, gen_random_uuid(), 'digest', '{}', id::text, 'sent', now(), id::text, now(), now() from dondoc.assignments;
            insert into dondoc.urges (tenant_id, id, year, symbol, number, addressee, text, reply_by, by_id, by_name, at, issued_on, answer,
              answered_by, answered_name, answered_at, answered_on)
            select tenant_id, id, 2024, 'TCT', row_number() over (), 'responsible', 'x', '2024-06-01', gen_random_uuid(), 'x', now(), '2024-05-25',
              'x', gen_random_uuid(), 'x', now(), '2024-05-30' from dondoc.assignments where late_from < '2024-09-01';
            insert into dondoc.urge_assignments (tenant_id, urge_id, assignment_id, due_on, due_precision)
            select tenant_id, id, id, due_on, due_precision from dondoc.assignments where late_from < '2024-09-01';
            insert into dondoc.submissions (tenant_id, id, assignment_id, submitted_by, submitted_name, submitted_on, at, remark)
            select tenant_id, gen_random_uuid(), id, gen_random_uuid(), 'x', '2024-06-01', now(), '' from dondoc.assignments
              where late_from < '2024-09-01';
            insert into dondoc.escalation_steps (tenant_id, id, assignment_id, level, state, proposed_on, days_overdue, decided_at, policy_id)
            select tenant_id, gen_random_uuid(), id, 1, 'lapsed', '2024-06-01', 7, now(), '00000000-0000-7000-8000-000000000002' from dondoc.assignments
              where late_from < '2024-09-01';
            update dondoc.assignments set status = 'accepted', open = false, submitted_on = due_on, late_from = null,
              original_late_from = null, urgency_on = '9999-12-31' where late_from < '2024-04-01'";
        self.owner.batch_execute(records).await.context("records")?;
        Ok(self.owner.batch_execute("vacuum analyze").await?)
    }

    /// Tasks of other years, without assignments: enough for the planner to look words up in their index.
    pub async fn crowd_of_tasks(&self) -> anyhow::Result<()> {
        let tasks = "
            insert into dondoc.tasks (id, code, directive_id, title_vi, scope, lead_basis, words, code_order)
            select gen_random_uuid(), 'C' || n, (select id from dondoc.directives), 'Việc ' || n, 'all', 'stated',
                   format('''viec'':1 ''%s'':2', n), 'c' || length(n::text) || n from generate_series(1, 20000) n;
            vacuum analyze dondoc.tasks";
        for statement in tasks.split(';') {
            self.owner.batch_execute(statement).await.context("tasks")?;
        }
        Ok(())
    }

    /// An open urge about an assignment; what the assignment counts is not touched. Its number is random.
    pub async fn urge(&self, slug: &str, assignment: Uuid, reply_by: Date) -> anyhow::Result<Uuid> {
        let id = Uuid::now_v7();
        let tenant = Self::tenant(slug).0;
        self.run(
            "insert into dondoc.urges (tenant_id, id, year, symbol, number, addressee, text, reply_by, by_id, by_name, at, \
             issued_on) values ($1, $2, 2024, 'TCT', (random() * 1e9)::int, 'responsible', 'x', $3::text::date, $2, 'x', \
             $4::text::timestamptz, $3::text::date - 7)",
            &[&tenant, &id, &reply_by.to_string(), &at(self.now())],
        )
        .await?;
        self.run(
            "insert into dondoc.urge_assignments (tenant_id, urge_id, assignment_id, due_on, due_precision) \
             select tenant_id, $1, id, due_on, due_precision from dondoc.assignments where tenant_id = $2 and id = $3",
            &[&id, &tenant, &assignment],
        )
        .await?;
        Ok(id)
    }

    /// The id of an assignment of the crowd of the first body.
    pub fn crowd_id(n: usize) -> String {
        format!("00000000-0000-7000-8000-{n:012}")
    }

    /// Counts everything anew, from the assignments themselves.
    pub async fn tally(&self) -> anyhow::Result<()> {
        let lines =
            "insert into dondoc.tally_open (tenant_id, has_due, status, late_from, original_late_from, n)";
        self.owner.batch_execute(&format!("delete from dondoc.tally_open; {lines} {}", tally::OPEN)).await?;
        Ok(())
    }

    /// The nation's table of a year, as a first version: days with what they are.
    pub async fn holidays(&self, year: i32, days: &[(&str, &str)]) -> anyhow::Result<()> {
        self.run(
            "insert into dondoc.calendar_versions (for_tenant, year, version, from_day, at, by_name) \
             values (0, $1, 1, make_date($1, 1, 1), 'epoch', 'x')",
            &[&year],
        )
        .await?;
        for (day, kind) in days {
            self.run(
                "insert into dondoc.holidays (for_tenant, year, version, day, kind, name_vi, name_en, certainty) \
                 values (0, $1, 1, $2::text::date, $3, '', '', 'verified')",
                &[&year, day, kind],
            )
            .await?;
        }
        Ok(())
    }

    /// One statement as the owner.
    pub async fn run(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> anyhow::Result<u64> {
        self.owner.execute(sql, values).await.with_context(|| sql.to_owned())
    }

    /// One number, read as the owner.
    pub async fn count(&self, sql: &str) -> anyhow::Result<i64> {
        Ok(self.owner.query_one(sql, &[]).await.with_context(|| sql.to_owned())?.get(0))
    }

    /// The date `from_today` days from today in Ha Noi.
    pub fn day(&self, from_today: i64) -> Date {
        let zone = dondoc_kernel::clock::zone(dondoc_kernel::clock::DEFAULT_ZONE);
        dondoc_kernel::clock::local_date(self.now(), &zone)
            .checked_add(from_today.days())
            .unwrap_or(Date::MAX)
    }
}

fn text(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

fn at(instant: Timestamp) -> String {
    instant.to_string()
}
