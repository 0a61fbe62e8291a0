-- Filters with a name, of one person of the Working Group or of all of it.

create table dondoc.views (
  id uuid primary key,
  owner_id uuid,
  key text not null check (key ~ '^[a-z0-9-]{1,60}$'),
  name text not null,
  filter text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  version integer not null check (version > 0),
  unique nulls not distinct (owner_id, key)
);
comment on table dondoc.views is 'saved filters of the backlog';
comment on column dondoc.views.owner_id is 'whose it is; null where all of the Working Group have it';
comment on column dondoc.views.key is 'what stands after @ in a filter; follows from the name';

grant select, insert, delete, update (name, filter, by_id, by_name, at, version) on dondoc.views to dondoc_national;
