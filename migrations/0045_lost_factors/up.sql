-- Somebody has lost their second factor (R187): whoever keeps the body's people reports it, somebody else confirms it, and the link that
-- its owner then gets turns it off.
create table dondoc.lost_factors (
  tenant_id integer not null,
  id uuid not null,
  user_id uuid not null,
  proof text not null,
  asked_by uuid not null,
  asked_name text not null,
  asked_at timestamptz not null,
  confirmed boolean,
  decided_by uuid,
  decided_at timestamptz,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references dondoc.users (tenant_id, id),
  check (user_id not in (asked_by, decided_by)),
  check ((confirmed is null) = (decided_at is null) and (decided_by is null) = (decided_at is null)),
  check (used_at is null or confirmed)
);
create index lost_factors_user on dondoc.lost_factors (tenant_id, user_id);
create unique index lost_factors_waiting on dondoc.lost_factors (tenant_id, user_id) where decided_at is null;
comment on table dondoc.lost_factors is 'second factors that were reported lost';
comment on column dondoc.lost_factors.proof is 'how it is known who asks';
comment on column dondoc.lost_factors.asked_by is 'who reported it; of the Working Group''s tenant where its system administrator did, who confirms it too';
comment on column dondoc.lost_factors.used_at is 'when its owner set a pass-phrase by a link, which turned the second factor off';

alter table dondoc.lost_factors enable row level security;
alter table dondoc.lost_factors force row level security;
create policy app on dondoc.lost_factors to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy auth on dondoc.lost_factors to dondoc_auth using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select, insert, update (confirmed, decided_by, decided_at) on dondoc.lost_factors to dondoc_app;
grant select, update (used_at) on dondoc.lost_factors to dondoc_auth;

alter table dondoc.users add column barred_until timestamptz;
comment on column dondoc.users.barred_until is 'until when they decide nothing, because their second factor was lost; null where it never was';
