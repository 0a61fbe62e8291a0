-- What every write leaves behind: the audit row, the answer to a repeated request, the message that follows.
create table dondoc.audit (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  xid bigint not null default (pg_current_xact_id()::text::bigint),
  actor_tenant_id integer,
  actor_id uuid,
  actor_name text not null,
  session_id uuid,
  request_id text not null,
  action text not null,
  subject_kind text not null,
  subject_id uuid,
  detail jsonb not null,
  primary key (tenant_id, id)
);
create index audit_xid on dondoc.audit (tenant_id, xid, id);
comment on table dondoc.audit is 'append-only: nobody but the owner may update or delete, and the owner does not log in';

create table dondoc.idempotency (
  tenant_id integer not null references dondoc.tenants (id),
  user_id uuid not null,
  key uuid not null,
  operation text not null,
  request_hash bytea not null,
  status smallint not null,
  body jsonb not null,
  created_at timestamptz not null,
  primary key (tenant_id, user_id, key)
);
create index idempotency_age on dondoc.idempotency (created_at);

create table dondoc.outbox (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  kind text not null check (kind in ('digest', 'urge', 'escalation', 'decision', 'close_contributions')),
  args jsonb not null,
  dedupe_key text not null check (length(dedupe_key) between 1 and 200),
  state text not null default 'ready' check (state in ('ready', 'leased', 'intent', 'sent', 'ambiguous', 'dead', 'cancelled')),
  run_at timestamptz not null,
  attempts integer not null default 0,
  ambiguous integer not null default 0,
  lease_until timestamptz,
  lease_token uuid,
  recipient_id uuid,
  address text,
  message_id text not null,
  raw bytea,
  last_error text,
  created_at timestamptz not null,
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe_key),
  check ((state in ('leased', 'intent')) = (lease_token is not null)),
  check ((state in ('sent', 'dead', 'cancelled')) = (finished_at is not null))
);
create index outbox_due on dondoc.outbox (tenant_id, run_at, id) where state in ('ready', 'ambiguous');
create index outbox_leased on dondoc.outbox (lease_until) where state in ('leased', 'intent');
create index outbox_dead on dondoc.outbox (tenant_id, id) where state = 'dead';
create index outbox_waiting on dondoc.outbox (run_at) where state in ('ready', 'ambiguous');
comment on column dondoc.outbox.raw is 'the bytes that were handed over, kept from the first intent so that a second try is the same message';

do $$ declare t text; begin
  foreach t in array array['audit', 'idempotency', 'outbox'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
    execute format('create policy national_insert on dondoc.%I for insert to dondoc_national with check (true)', t);
  end loop;
end $$;
create policy worker on dondoc.audit to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy auth on dondoc.audit to dondoc_auth using (true) with check (true);
-- The worker may see in which tenants something is due; it changes rows only inside the tenant it has entered.
create policy worker_read on dondoc.outbox for select to dondoc_worker using (true);
create policy worker_insert on dondoc.outbox for insert to dondoc_worker with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker_update on dondoc.outbox for update to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);

grant select, insert on dondoc.audit, dondoc.idempotency to dondoc_app, dondoc_national;
grant select, insert on dondoc.audit to dondoc_worker;
grant insert on dondoc.audit to dondoc_auth;
grant insert, select (tenant_id, dedupe_key) on dondoc.outbox to dondoc_app;
grant select, insert on dondoc.outbox to dondoc_national;
grant select, insert, update on dondoc.outbox to dondoc_worker;
