-- What a person of the Working Group means to urge at once: made first and shown, then issued tenant by tenant, and withdrawn as
-- long as no mail of it has left.

create table dondoc.urge_plans (
  id uuid primary key,
  input jsonb not null,
  skipped jsonb not null,
  by_id uuid not null,
  by_name text not null,
  items integer not null check (items >= 0),
  made_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > made_at)
);
comment on table dondoc.urge_plans is 'an urge about assignments of many tenants, as it was shown before it was issued';
comment on column dondoc.urge_plans.input is 'assignments, addressee, text or template, reply-by date: as sent';
comment on column dondoc.urge_plans.skipped is 'assignments that were asked for and are not urged, each with the code that says why';

create table dondoc.urge_plan_parts (
  plan_id uuid not null references dondoc.urge_plans (id),
  part integer not null check (part >= 0),
  for_tenant integer not null references dondoc.tenants (id),
  shown jsonb not null,
  state text not null default 'planned' check (state in ('planned', 'issued', 'failed', 'withdrawn')),
  urge_id uuid,
  number text,
  messages uuid[] not null default '{}',
  why text,
  primary key (plan_id, part),
  check ((urge_id is not null) = (state in ('issued', 'withdrawn')) and (urge_id is null) = (number is null))
);
comment on table dondoc.urge_plan_parts is 'one urge of a plan: at most 50 assignments of one tenant, issued in a transaction of its own';
comment on column dondoc.urge_plan_parts.shown is 'assignments with the versions seen, readers, the instant of leaving: as the person saw it; once issued, when its mail leaves';
comment on column dondoc.urge_plan_parts.messages is 'its mail in the outbox; what was queued for stand-ins is found by its key';
comment on column dondoc.urge_plan_parts.why is 'the code of what refused to issue or to withdraw it';
create index urge_plan_parts_tenant on dondoc.urge_plan_parts (for_tenant);

grant select, insert on dondoc.urge_plans, dondoc.urge_plan_parts to dondoc_national;
grant update (state, shown, urge_id, number, messages, why) on dondoc.urge_plan_parts to dondoc_national;

alter table dondoc.urges add column mail_from timestamptz;
comment on column dondoc.urges.mail_from is 'until then no mail tells of it, because it can still be withdrawn; null where it never could';
comment on column dondoc.urges.lapsed_at is 'when it was closed before anybody had answered: the work was accepted, or it was withdrawn; never counted as an answer';
comment on column dondoc.urge_assignments.lapsed_at is 'when the assignment left it: its work was accepted before the answer, or the urge was withdrawn';
alter table dondoc.urges add column withdrawn_at timestamptz check (withdrawn_at is null or lapsed_at is not null);
comment on column dondoc.urges.withdrawn_at is 'when it was taken back before its mail had left; it is then closed as well, and in no statistics';
grant update (withdrawn_at) on dondoc.urges to dondoc_national;
