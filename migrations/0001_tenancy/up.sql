-- Who exists, which days are worked, and the one way to say in whose name a transaction acts.
create function dondoc.use_tenant(tenant integer) returns void language plpgsql as $$
begin
  -- `set local`, not set_config(): only the former reaches the workers of a distributed database.
  execute format('set local app.tenant_id = %L', tenant);
end $$;
revoke all on function dondoc.use_tenant(integer) from public;
grant execute on function dondoc.use_tenant(integer) to dondoc_app, dondoc_worker, dondoc_auth;

create table dondoc.settings (
  key text primary key check (key ~ '^[a-z_]{1,40}$'),
  value text not null
);
comment on table dondoc.settings is 'simulated: this database carries invented data; clock_offset_us: microseconds added to the clock, refused without the mark';

create table dondoc.tenants (
  id integer primary key check (id >= 0),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,40}$'),
  short text not null unique check (length(short) between 2 and 6),
  kind text not null check (kind in ('ministry', 'ministerial_agency', 'government_agency', 'province', 'city', 'national')),
  name_vi text not null,
  name_en text not null,
  region text not null default '',
  code text not null default '',
  code_status text not null default 'unverified' check (code_status in ('attested', 'attested_single_source', 'recalled', 'unverified')),
  zone text not null default 'Asia/Ho_Chi_Minh',
  valid_from date,
  valid_to date,
  successor_id integer references dondoc.tenants (id),
  source_note_vi text not null default '',
  source_note_en text not null default '',
  check ((kind = 'national') = (id = 0))
);
create index tenants_successor on dondoc.tenants (successor_id);

insert into dondoc.tenants (id, slug, short, kind, name_vi, name_en) values
  (0, 'national', 'TCT', 'national', 'Tổ công tác', 'Working Group');

create table dondoc.holidays (
  day date primary key,
  kind text not null check (kind in ('public', 'lunar', 'observed', 'swap_off', 'swap_work')),
  name_vi text not null,
  name_en text not null,
  certainty text not null check (certainty in ('verified', 'partly', 'unverified')),
  source_note_vi text not null default '',
  source_note_en text not null default ''
);

grant select on dondoc.settings, dondoc.tenants, dondoc.holidays to dondoc_app, dondoc_national, dondoc_auth, dondoc_worker;
grant insert, update on dondoc.tenants, dondoc.holidays to dondoc_national;
grant insert, update, delete on dondoc.settings to dondoc_national;
