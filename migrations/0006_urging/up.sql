-- Urges, extension requests, the ladder, and the ledger of reminders.
create table dondoc.urge_numbers (
  year integer primary key,
  last integer not null
);
comment on table dondoc.urge_numbers is 'urges are numbered within a year over all tenants';

create table dondoc.urges (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  year integer not null,
  number integer not null,
  text text not null,
  reply_by date not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  answer text,
  answered_by uuid,
  answered_name text,
  answered_at timestamptz,
  lapsed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, year, number),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check ((answer is null) = (answered_at is null)),
  check (answered_at is null or lapsed_at is null)
);
create index urges_assignment on dondoc.urges (tenant_id, assignment_id, id);
create index urges_open on dondoc.urges (reply_by, tenant_id, id) where answered_at is null and lapsed_at is null;
comment on column dondoc.urges.lapsed_at is 'when the work was accepted before anybody had answered: closed, and never counted as an answer';

create table dondoc.extension_requests (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  from_on date not null,
  to_on date not null,
  reason text not null check (reason in ('legal_basis', 'other_body', 'funding', 'procurement', 'scope', 'force_majeure', 'other')),
  text text not null,
  state text not null default 'pending' check (state in ('pending', 'granted', 'refused', 'lapsed')),
  granted_to date,
  remark text,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check (to_on > from_on),
  check ((state = 'pending') = (decided_at is null)),
  check ((state = 'granted') = (granted_to is not null))
);
create index extension_requests_assignment on dondoc.extension_requests (tenant_id, assignment_id, id);
create unique index extension_requests_pending on dondoc.extension_requests (tenant_id, assignment_id) where state = 'pending';

create table dondoc.escalation_steps (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  level smallint not null check (level between 1 and 4),
  state text not null default 'proposed' check (state in ('proposed', 'signed', 'released', 'dropped', 'lapsed')),
  proposed_on date not null,
  days_overdue integer not null,
  signed_by uuid,
  signed_name text,
  signed_at timestamptz,
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  remark text,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check ((state in ('released', 'dropped', 'lapsed')) = (decided_at is not null)),
  -- Two signatures are of two people.
  check (signed_by is null or state <> 'released' or signed_by <> decided_by)
);
create index escalation_steps_assignment on dondoc.escalation_steps (tenant_id, assignment_id, id);
create unique index escalation_steps_waiting on dondoc.escalation_steps (tenant_id, assignment_id) where state in ('proposed', 'signed');

-- What has been owed and queued: one row for ever, whoever runs the sweep and however often.
create table dondoc.reminder_occurrences (
  tenant_id integer not null,
  assignment_id uuid not null,
  rule_id text not null check (length(rule_id) between 1 and 40),
  slot_date date not null,
  recipient_id uuid not null,
  level smallint not null,
  message_id uuid not null,
  at timestamptz not null,
  primary key (tenant_id, assignment_id, rule_id, slot_date, recipient_id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  foreign key (tenant_id, message_id) references dondoc.outbox (tenant_id, id)
);
create index reminder_occurrences_message on dondoc.reminder_occurrences (tenant_id, message_id);

create table dondoc.sweeps (
  tenant_id integer primary key references dondoc.tenants (id),
  swept_to date not null,
  seen_xid bigint not null
);
comment on column dondoc.sweeps.seen_xid is 'events of older transactions are swept; one of this or a later transaction asks for another sweep the same day';
comment on table dondoc.sweeps is 'the last local date whose reminders have been queued; a later sweep covers everything since';

do $$ declare t text; begin
  foreach t in array array['urges', 'extension_requests', 'escalation_steps', 'reminder_occurrences', 'sweeps'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
  execute 'create policy national_insert on dondoc.urges for insert to dondoc_national with check (true)';
  foreach t in array array['urges', 'extension_requests', 'escalation_steps'] loop
    execute format('create policy national_update on dondoc.%I for update to dondoc_national using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert, update on dondoc.urge_numbers to dondoc_national;
grant select on dondoc.urges, dondoc.extension_requests, dondoc.escalation_steps, dondoc.reminder_occurrences to dondoc_app, dondoc_national, dondoc_worker;
grant select on dondoc.sweeps to dondoc_national;
grant update (answer, answered_by, answered_name, answered_at) on dondoc.urges to dondoc_app;
grant insert on dondoc.extension_requests to dondoc_app;
grant insert on dondoc.urges to dondoc_national;
grant update (lapsed_at) on dondoc.urges to dondoc_national;
grant update (state, granted_to, remark, decided_by, decided_name, decided_at) on dondoc.extension_requests to dondoc_national;
grant update (state, signed_by, signed_name, signed_at, decided_by, decided_name, decided_at, remark) on dondoc.escalation_steps to dondoc_national;
grant insert on dondoc.escalation_steps to dondoc_worker;
grant update (state, decided_at, remark) on dondoc.escalation_steps to dondoc_worker;
grant update (state, decided_at, remark) on dondoc.escalation_steps to dondoc_app;
grant insert on dondoc.reminder_occurrences to dondoc_worker;
grant select, insert, update on dondoc.sweeps to dondoc_worker;
