-- Copies of what another tenant's assignment says, owned by their reader: codes, dates and percents, never a text. A row
-- that is no longer live stays, so that an older copy that comes late finds the newer version there.
create table dondoc.standings (
  tenant_id integer not null references dondoc.tenants (id),
  task_id uuid not null references dondoc.tasks (id),
  source_tenant_id integer not null references dondoc.tenants (id),
  part text not null check (part in ('lead', 'coordinating')),
  status text not null check (status in ('assigned', 'acknowledged', 'in_progress', 'proposed', 'submitted', 'returned', 'accepted', 'refused', 'suspended', 'withdrawn')),
  percent smallint not null check (percent between 0 and 100),
  due_on date,
  due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'year', 'none')),
  late_from date,
  submitted_on date,
  last_report_on date,
  live boolean not null,
  version integer not null,
  primary key (tenant_id, task_id, source_tenant_id),
  check (source_tenant_id <> tenant_id)
);
create index standings_task on dondoc.standings (task_id);
create index standings_source on dondoc.standings (source_tenant_id);
comment on table dondoc.standings is 'how far the lead (for a coordinating tenant) or a coordinating tenant (for the lead) of one task is';

create table dondoc.blocks (
  tenant_id integer not null references dondoc.tenants (id),
  task_id uuid not null references dondoc.tasks (id),
  source_tenant_id integer not null references dondoc.tenants (id),
  assignment_id uuid not null,
  part text not null check (part in ('lead', 'coordinating')),
  cause text check (cause in ('institution', 'funding', 'procurement', 'people', 'technology', 'data', 'coordination', 'other')),
  since date not null,
  due_on date,
  due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'year', 'none')),
  late_from date,
  live boolean not null,
  version integer not null,
  primary key (tenant_id, task_id, source_tenant_id),
  check (source_tenant_id <> tenant_id)
);
create index blocks_task on dondoc.blocks (task_id);
create index blocks_source on dondoc.blocks (source_tenant_id);
create index blocks_live on dondoc.blocks (tenant_id, since, task_id, source_tenant_id) where live;
comment on table dondoc.blocks is 'who waits for this tenant, with what, and since when; assignment_id is the waiting tenant''s';

do $$ declare t text; begin
  foreach t in array array['standings', 'blocks'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I for select to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
end $$;
grant select on dondoc.standings, dondoc.blocks to dondoc_app, dondoc_national;
grant select, insert, update on dondoc.standings, dondoc.blocks to dondoc_worker;

alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'close_contributions', 'share'));
create index outbox_errands on dondoc.outbox (run_at, tenant_id) where state in ('ready', 'ambiguous') and kind in ('close_contributions', 'share');

-- What is there already is shared once. The owner sees rows only while row-level security is not forced upon it.
do $$ declare t text; begin
  foreach t in array array['assignments', 'progress_reports', 'outbox'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
insert into dondoc.outbox (tenant_id, id, kind, args, dedupe_key, state, run_at, message_id, created_at)
select a.tenant_id, gen_random_uuid(), 'share', jsonb_build_object('assignment', a.id, 'to', coalesce(c.tenants, '[]')),
       'share:' || a.id || ':upgrade', 'ready', a.updated_at, gen_random_uuid()::text, a.updated_at
  from dondoc.assignments a
  left join (select task_id, jsonb_agg(tenant_id order by tenant_id) as tenants from dondoc.assignments
              where part = 'coordinating' group by task_id) c on c.task_id = a.task_id and a.part = 'lead'
 where c.tenants is not null
    or exists (select from dondoc.progress_reports r
                where r.tenant_id = a.tenant_id and r.assignment_id = a.id and r.waiting_on is not null);
do $$ declare t text; begin
  foreach t in array array['assignments', 'progress_reports', 'outbox'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
