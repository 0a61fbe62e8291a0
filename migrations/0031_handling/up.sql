-- How the Working Group shares its work: who has taken an assignment in hand, what is left alone until a date and why, and what is
-- to be remembered. The rows stand inside the tenant whose assignment it is, and no tenant is told of them: the application has no
-- right to any of these tables.

create table dondoc.claims (
  tenant_id integer not null,
  assignment_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, assignment_id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.claims is 'who of the Working Group has taken an assignment in hand';
create index claims_person on dondoc.claims (by_id);

create table dondoc.snoozes (
  tenant_id integer not null,
  assignment_id uuid not null,
  until_on date not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, assignment_id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.snoozes is 'what the Working Group leaves alone until a date';
comment on column dondoc.snoozes.until_on is 'local date in Ha Noi on which it is in the backlog again';

create table dondoc.notes (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  text text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.notes is 'what the Working Group wrote to itself about an assignment: only ever added to';
create index notes_assignment on dondoc.notes (tenant_id, assignment_id, id);

do $$ declare t text; begin
  foreach t in array array['claims', 'snoozes', 'notes'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
    execute format('create policy national_insert on dondoc.%I for insert to dondoc_national with check (true)', t);
  end loop;
  foreach t in array array['claims', 'snoozes'] loop
    execute format('create policy national_delete on dondoc.%I for delete to dondoc_national using (true)', t);
  end loop;
end $$;
create policy national_update on dondoc.snoozes for update to dondoc_national using (true) with check (true);
grant select, insert, delete on dondoc.claims to dondoc_national;
grant select, insert, delete, update (until_on, reason, by_id, by_name, at) on dondoc.snoozes to dondoc_national;
grant select, insert on dondoc.notes to dondoc_national;
