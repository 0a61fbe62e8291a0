-- The random re-check: a sample of what was accepted in a month, drawn by chance once, and what came of looking at each again. It is the
-- Working Group's alone: the application has no right to either table.

create table dondoc.recheck_samples (
  month date primary key check (extract(day from month) = 1),
  seed text not null check (seed ~ '^[0-9a-f]{32}$'),
  accepted integer not null check (accepted > 0),
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null
);
comment on table dondoc.recheck_samples is 'that something was drawn of what was accepted in a month: once, and never changed';
comment on column dondoc.recheck_samples.month is 'first local day in Ha Noi of the month of acceptance';
comment on column dondoc.recheck_samples.seed is 'of those that stood accepted, the first by the SHA-256 of seed:id were drawn';
comment on column dondoc.recheck_samples.accepted is 'how many stood accepted then';

create table dondoc.rechecks (
  tenant_id integer not null,
  id uuid not null,
  month date not null references dondoc.recheck_samples (month),
  place integer not null check (place > 0),
  assignment_id uuid not null,
  accepted_by uuid,
  accepted_name text not null,
  accepted_at timestamptz not null,
  outcome text check (outcome in ('holds', 'does_not_hold', 'lapsed')),
  remark text not null default '',
  by_id uuid,
  by_name text,
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, assignment_id, month),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check ((outcome is null) = (decided_at is null)),
  check (by_id is distinct from accepted_by or by_id is null)
);
comment on table dondoc.rechecks is 'an accepted assignment that was drawn, and what came of looking at it again';
comment on column dondoc.rechecks.place is 'in the order of the draw, from 1';
comment on column dondoc.rechecks.outcome is 'null while it waits; lapsed where whoever had accepted it re-opened it before anybody had looked';
create index rechecks_month on dondoc.rechecks (month, place);
create index rechecks_id on dondoc.rechecks (id);
create index rechecks_waiting on dondoc.rechecks (month) where outcome is null;
-- What could be drawn is found by when it was accepted.
create index submissions_accepted on dondoc.submissions (decided_at) where decision = 'accepted';

alter table dondoc.rechecks enable row level security;
alter table dondoc.rechecks force row level security;
create policy national_read on dondoc.rechecks for select to dondoc_national using (true);
create policy national_insert on dondoc.rechecks for insert to dondoc_national with check (true);
create policy national_update on dondoc.rechecks for update to dondoc_national using (true) with check (true);
grant select, insert on dondoc.recheck_samples, dondoc.rechecks to dondoc_national;
grant update (outcome, remark, by_id, by_name, decided_at) on dondoc.rechecks to dondoc_national;

-- What is on track and of which nothing is heard is looked for beside what is late: when the tenant last did something about an
-- assignment, and whether its newest report names a barrier, stand beside it.

alter table dondoc.assignments add column heard_on date;
alter table dondoc.assignments add column barrier_open boolean not null default false;
comment on column dondoc.assignments.heard_on is 'local date in Ha Noi of the last act of somebody of the tenant, or of the Working Group''s answer to it; null where neither was';
comment on column dondoc.assignments.barrier_open is 'the newest report names a barrier, or a tenant that is waited for';
grant update (heard_on, barrier_open) on dondoc.assignments to dondoc_app;
grant update (heard_on) on dondoc.assignments to dondoc_national;

-- The owner sees rows only while row-level security is not forced upon it.
do $$ declare t text; begin
  foreach t in array array['assignments', 'events', 'progress_reports'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
update dondoc.assignments a set heard_on = known.heard_on
  from (select tenant_id, assignment_id, (max(at) at time zone 'Asia/Ho_Chi_Minh')::date heard_on
    from dondoc.events
    where actor_tenant_id = tenant_id and tenant_id > 0 and actor_id is not null
       or kind in ('returned', 'reopened', 'extension_granted', 'extension_refused') group by 1, 2) known
 where a.tenant_id = known.tenant_id and a.id = known.assignment_id;
update dondoc.assignments a set barrier_open = true
  from (select distinct on (tenant_id, assignment_id) tenant_id, assignment_id, barriers, waiting_on
    from dondoc.progress_reports order by tenant_id, assignment_id, id desc) newest
 where a.tenant_id = newest.tenant_id and a.id = newest.assignment_id and (newest.barriers <> '' or newest.waiting_on is not null);
do $$ declare t text; begin
  foreach t in array array['assignments', 'events', 'progress_reports'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
