-- Somebody stands in for an absent person (R186). A session says for whom it acts; what was proposed says since when, because the two
-- are one person wherever two are asked for.
create table dondoc.stand_ins (
  tenant_id integer not null,
  id uuid not null,
  absent_id uuid not null,
  stand_in_id uuid not null,
  from_on date not null,
  to_on date not null,
  ended_at timestamptz,
  by_name text not null,
  reason text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, absent_id) references dondoc.users (tenant_id, id),
  foreign key (tenant_id, stand_in_id) references dondoc.users (tenant_id, id),
  check (absent_id <> stand_in_id),
  check (to_on between from_on and from_on + 59)
);
create index stand_ins_absent on dondoc.stand_ins (tenant_id, absent_id);
create index stand_ins_stand_in on dondoc.stand_ins (tenant_id, stand_in_id);
comment on table dondoc.stand_ins is 'who acts for whom, between two local dates';
comment on column dondoc.stand_ins.ended_at is 'when it was ended before its time; null where it was not';

alter table dondoc.stand_ins enable row level security;
alter table dondoc.stand_ins force row level security;
create policy app on dondoc.stand_ins to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker on dondoc.stand_ins for select to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.stand_ins for select to dondoc_national using (true);
grant select on dondoc.stand_ins to dondoc_app, dondoc_national, dondoc_worker;
grant insert, update (ended_at) on dondoc.stand_ins to dondoc_app;

alter table dondoc.sessions add column acting_under uuid;
alter table dondoc.sessions add foreign key (tenant_id, acting_under) references dondoc.stand_ins (tenant_id, id);
create index sessions_acting_under on dondoc.sessions (tenant_id, acting_under);
comment on column dondoc.sessions.acting_under is 'the stand-in by which it acts for somebody else; null where it acts for its own person';

alter table dondoc.audit add column actor_for uuid;
comment on column dondoc.audit.actor_for is 'the absent person for whom the actor acted';

alter table dondoc.assignments add column proposed_on date;
comment on column dondoc.assignments.proposed_on is 'the local date on which proposed_by proposed it';
alter table dondoc.correction_drafts add column proposed_on date;
comment on column dondoc.correction_drafts.proposed_on is 'the local date on which proposed_by proposed it';

grant insert (actor_for) on dondoc.audit to dondoc_app, dondoc_national, dondoc_worker, dondoc_auth;
grant update (proposed_on) on dondoc.assignments to dondoc_app, dondoc_national;
grant update (proposed_on) on dondoc.correction_drafts to dondoc_app;
