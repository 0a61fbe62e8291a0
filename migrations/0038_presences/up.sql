-- Who of the Working Group reads an assignment now, so that two do not judge the same submission. A row stands for ten minutes
-- unless it is renewed or whoever reads it leaves; like claims, the rows stand inside the tenant whose assignment it is, and no tenant is
-- told of them.

create table dondoc.presences (
  tenant_id integer not null,
  assignment_id uuid not null,
  by_id uuid not null,
  by_name text not null,
  since timestamptz not null,
  until_at timestamptz not null,
  primary key (tenant_id, assignment_id, by_id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check (until_at > since)
);
comment on table dondoc.presences is 'who of the Working Group reads an assignment';
comment on column dondoc.presences.until_at is 'from then on it counts no more';
create index presences_person on dondoc.presences (by_id);

alter table dondoc.presences enable row level security;
alter table dondoc.presences force row level security;
create policy national_read on dondoc.presences for select to dondoc_national using (true);
create policy national_insert on dondoc.presences for insert to dondoc_national with check (true);
create policy national_update on dondoc.presences for update to dondoc_national using (true) with check (true);
create policy national_delete on dondoc.presences for delete to dondoc_national using (true);
grant select, insert, delete, update (until_at) on dondoc.presences to dondoc_national;
