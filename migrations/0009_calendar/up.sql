-- The calendar with versions: a year's table is written whole, the newest one counts, the older ones explain what was planned
-- under them. National data: `for_tenant` 0 is the nation's table, another number what one tenant adds to it.
create table dondoc.calendar_versions (
  for_tenant integer not null references dondoc.tenants (id),
  year integer not null check (year between 2000 and 2100),
  version integer not null check (version > 0),
  from_day date not null,
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  source_note text not null default '',
  primary key (for_tenant, year, version)
);
comment on column dondoc.calendar_versions.from_day is 'the first day on which it says something else than the version before';

insert into dondoc.calendar_versions (for_tenant, year, version, from_day, at, by_name)
select 0, y, 1, make_date(y, 1, 1), now(), 'system:import'
  from (select distinct extract(year from day)::integer as y from dondoc.holidays) years;

alter table dondoc.holidays add column for_tenant integer not null default 0;
alter table dondoc.holidays add column year integer;
alter table dondoc.holidays add column version integer not null default 1;
update dondoc.holidays set year = extract(year from day)::integer;
alter table dondoc.holidays alter column for_tenant drop default;
alter table dondoc.holidays alter column year set not null;
alter table dondoc.holidays alter column version drop default;
alter table dondoc.holidays drop constraint holidays_pkey;
alter table dondoc.holidays add primary key (for_tenant, year, version, day);
alter table dondoc.holidays add foreign key (for_tenant, year, version) references dondoc.calendar_versions (for_tenant, year, version);
alter table dondoc.holidays add check (year = extract(year from day)::integer);

create table dondoc.send_windows (
  for_tenant integer not null references dondoc.tenants (id),
  version integer not null check (version > 0),
  opens time,
  closes time,
  from_day date not null,
  at timestamptz not null,
  by_id uuid,
  by_name text not null,
  primary key (for_tenant, version),
  check ((opens is null) = (closes is null)),
  check (opens >= '06:00' and closes <= '20:00' and closes - opens >= interval '2 hours'),
  check (for_tenant <> 0 or opens is not null)
);
comment on column dondoc.send_windows.opens is 'null: from that day on the tenant has the nation''s window again';
comment on column dondoc.send_windows.from_day is 'the first local day on which it counts';

grant select on dondoc.calendar_versions, dondoc.send_windows to dondoc_app, dondoc_national, dondoc_worker;
grant insert on dondoc.calendar_versions, dondoc.send_windows to dondoc_national;
-- A version that is written stays as it is.
revoke update on dondoc.holidays from dondoc_national;
