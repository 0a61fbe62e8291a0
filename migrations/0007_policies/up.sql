-- Who is reminded when, and when a step up the ladder is proposed: versions with the date from which they count.
create table dondoc.policies (
  id uuid primary key,
  kind text not null check (kind in ('reminders', 'ladder')),
  for_tenant integer references dondoc.tenants (id),
  version integer not null check (version > 0),
  from_on date not null,
  until_on date,
  cap smallint check (cap between 3 and 10),
  rest_days integer check (rest_days between 1 and 60),
  longest_rest_days integer check (longest_rest_days between rest_days and 180),
  most_steps smallint check (most_steps between 4 and 30),
  note text not null,
  by_id uuid,
  by_name text not null,
  at timestamptz not null,
  unique nulls not distinct (kind, for_tenant, version),
  check (until_on >= from_on),
  check ((kind = 'reminders') = (cap is not null)),
  check ((kind = 'ladder') = (rest_days is not null)),
  check ((kind = 'ladder') = (longest_rest_days is not null)),
  check ((kind = 'ladder') = (most_steps is not null))
);
create index policies_for_tenant on dondoc.policies (for_tenant);
comment on table dondoc.policies is 'never deleted and, but for until_on, never changed: a reminder sent years ago names the version that owed it';
comment on column dondoc.policies.for_tenant is 'the tenant whose own version this is; null for the national one, which counts where a tenant has none';
comment on column dondoc.policies.from_on is 'the first local date on which it counts';
comment on column dondoc.policies.until_on is 'the first local date on which it counts no more; null while only a later version ends it';
comment on column dondoc.policies.cap is 'reminders of an assignment at one level, before silence';
comment on column dondoc.policies.rest_days is 'calendar days that the ladder rests after the tenant has moved or a step was dropped; doubled each time at one level';
comment on column dondoc.policies.most_steps is 'steps that are ever proposed for one assignment';

create table dondoc.reminder_rules (
  policy_id uuid not null references dondoc.policies (id),
  rule text not null check (rule ~ '^(before-[1-9][0-9]?|due|overdue-[1-9][0-9]?|(every|doubling)-[1-9][0-9]?-from-[1-9][0-9]?[0-9]?)$'),
  audience text not null check (audience in ('assignee', 'approvers', 'steering_head', 'agency_mailbox')),
  primary key (policy_id, rule, audience)
);

create table dondoc.ladder_levels (
  policy_id uuid not null references dondoc.policies (id),
  level smallint not null check (level between 1 and 4),
  after_days integer not null check (after_days between 1 and 365),
  target text not null check (target in ('approvers', 'focal_head', 'steering_head', 'vice_chair')),
  rests boolean not null,
  second_person boolean not null,
  automatic boolean not null,
  text_vi text not null,
  text_en text not null,
  primary key (policy_id, level),
  -- The two highest levels need two signatures, and a level with two is never released by the system (R63, R68).
  check (second_person or level < 3),
  check (not (automatic and second_person))
);
comment on column dondoc.ladder_levels.after_days is 'calendar days overdue from which the level is proposed';
comment on column dondoc.ladder_levels.rests is 'does an acknowledgement or progress make the ladder rest before this level?';
comment on column dondoc.ladder_levels.automatic is 'released by the system without a person';

insert into dondoc.policies (id, kind, version, from_on, cap, note, by_name, at) values
  ('00000000-0000-7000-8000-000000000001', 'reminders', 1, '2000-01-01', 5, 'Mặc định', 'system', '2000-01-01Z');
insert into dondoc.policies (id, kind, version, from_on, rest_days, longest_rest_days, most_steps, note, by_name, at) values
  ('00000000-0000-7000-8000-000000000002', 'ladder', 1, '2000-01-01', 7, 56, 12, 'Mặc định', 'system', '2000-01-01Z');
insert into dondoc.reminder_rules (policy_id, rule, audience)
  select '00000000-0000-7000-8000-000000000001'::uuid, rule, 'assignee'
    from unnest(array['before-7', 'before-3', 'before-1', 'due', 'overdue-1', 'overdue-3', 'overdue-7', 'every-7-from-14']) rule
  union all
  select '00000000-0000-7000-8000-000000000001'::uuid, rule, 'approvers' from unnest(array['overdue-7', 'every-7-from-14']) rule;
insert into dondoc.ladder_levels (policy_id, level, after_days, target, rests, second_person, automatic, text_vi, text_en) values
  ('00000000-0000-7000-8000-000000000002', 1, 7, 'approvers', true, false, false, '', ''),
  ('00000000-0000-7000-8000-000000000002', 2, 14, 'focal_head', true, false, false, '', ''),
  ('00000000-0000-7000-8000-000000000002', 3, 30, 'steering_head', true, true, false, '', ''),
  ('00000000-0000-7000-8000-000000000002', 4, 60, 'vice_chair', true, true, false, '', '');

-- What a reminder rested on, so that it can be explained for ever. No foreign key to the policy: it would cost an index
-- on every reminder, and versions are never deleted.
alter table dondoc.reminder_occurrences
  add policy_id uuid not null default '00000000-0000-7000-8000-000000000001',
  add reason text not null default 'assignee',
  add status text not null default 'in_progress',
  add due_on date not null default '2000-01-01';
alter table dondoc.reminder_occurrences
  alter policy_id drop default, alter reason drop default, alter status drop default, alter due_on drop default;
alter table dondoc.escalation_steps
  add policy_id uuid not null default '00000000-0000-7000-8000-000000000002';
alter table dondoc.escalation_steps alter policy_id drop default;

-- How many are the most is a matter of the policy now, so the row says whether it has had them.
drop index dondoc.assignments_silent;
alter table dondoc.assignments add silent boolean not null default false;
create index assignments_silent on dondoc.assignments (tenant_id, id) where open and silent;

grant select on dondoc.policies, dondoc.reminder_rules, dondoc.ladder_levels to dondoc_app, dondoc_national, dondoc_worker;
grant insert on dondoc.policies, dondoc.reminder_rules, dondoc.ladder_levels to dondoc_national;
grant update (until_on) on dondoc.policies to dondoc_national;
grant update (silent) on dondoc.assignments to dondoc_app, dondoc_national, dondoc_worker;
-- Where a level is automatic.
grant update (level) on dondoc.assignments to dondoc_worker;
