-- A message is some kilobytes, written once and hardly ever read again: compressing it cost more of the processor than
-- anything else that delivery asks of the database.
alter table dondoc.outbox alter raw set storage external;

create table dondoc.message_steps (
  tenant_id integer not null,
  message_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  state text not null check (state in ('ready', 'sent', 'ambiguous', 'dead', 'cancelled')),
  said text,
  primary key (tenant_id, message_id, id),
  foreign key (tenant_id, message_id) references dondoc.outbox (tenant_id, id)
);
comment on table dondoc.message_steps is 'what became of a message at each try, and what a person did about it; rows are only added';
comment on column dondoc.message_steps.state is 'the state it went to';
comment on column dondoc.message_steps.said is 'the answer of the relay, or why it was put off, given up or cancelled';
alter table dondoc.message_steps enable row level security;
alter table dondoc.message_steps force row level security;
create policy worker on dondoc.message_steps to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.message_steps for select to dondoc_national using (true);
create policy national_insert on dondoc.message_steps for insert to dondoc_national with check (true);
grant insert on dondoc.message_steps to dondoc_worker;
grant select, insert on dondoc.message_steps to dondoc_national;
