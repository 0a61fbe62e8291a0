-- A rule may also remind the tenants that coordinate on a lead's task, and the one that an assignment waits for. Either
-- is owed by the reader's own copy (standings, blocks), so it is noted in the reader's tenant.
alter table dondoc.reminder_rules drop constraint reminder_rules_audience_check;
alter table dondoc.reminder_rules add constraint reminder_rules_audience_check check (audience in ('assignee', 'approvers', 'steering_head', 'agency_mailbox', 'coordinating', 'blocking'));

create table dondoc.copy_occurrences (
  tenant_id integer not null references dondoc.tenants (id),
  task_id uuid not null references dondoc.tasks (id),
  source_tenant_id integer not null references dondoc.tenants (id),
  matter text not null check (matter in ('lead', 'block')),
  rule_id text not null check (length(rule_id) between 1 and 40),
  slot_date date not null,
  recipient_id uuid not null,
  message_id uuid not null,
  at timestamptz not null,
  policy_id uuid not null references dondoc.policies (id),
  reason text not null,
  status text check (status in ('assigned', 'acknowledged', 'in_progress', 'proposed', 'submitted', 'returned', 'accepted', 'refused', 'suspended', 'withdrawn')),
  due_on date not null,
  primary key (tenant_id, task_id, source_tenant_id, matter, rule_id, slot_date, recipient_id),
  foreign key (tenant_id, message_id) references dondoc.outbox (tenant_id, id),
  check ((matter = 'lead') = (status is not null))
);
create index copy_occurrences_message on dondoc.copy_occurrences (tenant_id, message_id);
create index copy_occurrences_task on dondoc.copy_occurrences (task_id);
create index copy_occurrences_source on dondoc.copy_occurrences (source_tenant_id);
create index copy_occurrences_policy on dondoc.copy_occurrences (policy_id);
comment on table dondoc.copy_occurrences is 'reminders owed to a tenant''s people for another tenant''s assignment: one row for each copy, rule, local date and person, for ever';
comment on column dondoc.copy_occurrences.matter is 'lead: this tenant coordinates on the lead''s task; block: the other tenant waits for this one';
comment on column dondoc.copy_occurrences.status is 'the lead''s when it was queued; a block knows none';

alter table dondoc.copy_occurrences enable row level security;
alter table dondoc.copy_occurrences force row level security;
create policy worker on dondoc.copy_occurrences to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.copy_occurrences for select to dondoc_national using (true);
grant select on dondoc.copy_occurrences to dondoc_national, dondoc_worker;
grant insert on dondoc.copy_occurrences to dondoc_worker;
