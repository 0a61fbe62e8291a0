-- How the Working Group shares its work: who has taken an assignment in hand, what is left alone until a date and why, and what is
-- to be remembered. No tenant is told of it: the application has no right to any of these tables.

create table dondoc.claims (
  for_tenant integer not null,
  assignment_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (for_tenant, assignment_id),
  foreign key (for_tenant, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.claims is 'who of the Working Group has taken an assignment in hand';
create index claims_person on dondoc.claims (by_id);

create table dondoc.snoozes (
  for_tenant integer not null,
  assignment_id uuid not null,
  until_on date not null,
  reason text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (for_tenant, assignment_id),
  foreign key (for_tenant, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.snoozes is 'what the Working Group leaves alone until a date';
comment on column dondoc.snoozes.until_on is 'local date in Ha Noi on which it is in the backlog again';

create table dondoc.notes (
  id uuid primary key,
  for_tenant integer not null,
  assignment_id uuid not null,
  text text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  foreign key (for_tenant, assignment_id) references dondoc.assignments (tenant_id, id)
);
comment on table dondoc.notes is 'what the Working Group wrote to itself about an assignment: only ever added to';
create index notes_assignment on dondoc.notes (for_tenant, assignment_id, id);

grant select, insert, delete, update (by_id, by_name, at) on dondoc.claims to dondoc_national;
grant select, insert, delete, update (until_on, reason, by_id, by_name, at) on dondoc.snoozes to dondoc_national;
grant select, insert on dondoc.notes to dondoc_national;
