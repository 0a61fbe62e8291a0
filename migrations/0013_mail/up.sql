-- The weekly report.
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'report', 'close_contributions', 'share'));

-- Who does without reminders before the due date. What is owed to them then is noted all the same, with no message: nobody
-- else is told in their place, and it is not owed again.
create table dondoc.reminder_choices (
  tenant_id integer not null,
  user_id uuid not null,
  early boolean not null,
  at timestamptz not null,
  primary key (tenant_id, user_id),
  foreign key (tenant_id, user_id) references dondoc.users (tenant_id, id)
);
comment on column dondoc.reminder_choices.early is 'reminders before the due date; without a row they are sent, and later ones always are';
alter table dondoc.reminder_choices enable row level security;
alter table dondoc.reminder_choices force row level security;
create policy app on dondoc.reminder_choices to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker on dondoc.reminder_choices for select to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.reminder_choices for select to dondoc_national using (true);
grant select on dondoc.reminder_choices to dondoc_app, dondoc_national, dondoc_worker;
grant insert, update on dondoc.reminder_choices to dondoc_app;
alter table dondoc.reminder_occurrences alter message_id drop not null;
alter table dondoc.reminder_occurrences add constraint reminder_occurrences_message check ((message_id is null) = (reason = 'switched_off'));
alter table dondoc.copy_occurrences alter message_id drop not null;
alter table dondoc.copy_occurrences add constraint copy_occurrences_message check ((message_id is null) = (reason = 'switched_off'));
