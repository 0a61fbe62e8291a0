-- What delivery has to know beside the outbox: addresses that take no mail, holds, the day's budget, pauses of the relay.
create table dondoc.suspensions (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  address text not null check (address = lower(address) and length(address) between 3 and 254),
  reason text not null check (reason in ('bounce', 'complaint')),
  detail text not null check (length(detail) <= 300),
  message_id uuid,
  since timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lifted_name text,
  primary key (tenant_id, id),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_name is null))
);
create unique index suspensions_in_force on dondoc.suspensions (tenant_id, address) where lifted_at is null;
create index suspensions_newest on dondoc.suspensions (since, id) where lifted_at is null;
comment on table dondoc.suspensions is 'lies in the tenant that the person or office with the address belongs to; mail to it is cancelled until lifted';
comment on column dondoc.suspensions.message_id is 'the message that came back; of another tenant where the address is the Working Group''s';

create table dondoc.mail_holds (
  id uuid primary key,
  for_tenant integer references dondoc.tenants (id),
  begins_at timestamptz not null,
  ends_at timestamptz,
  reason text not null check (length(reason) between 1 and 500),
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid,
  lifted_name text,
  check (ends_at is null or ends_at > begins_at),
  check ((lifted_at is null) = (lifted_by is null) and (lifted_at is null) = (lifted_name is null))
);
create index mail_holds_tenant on dondoc.mail_holds (for_tenant) where for_tenant is not null;
comment on table dondoc.mail_holds is 'while one is in force no mail of its tenant, or of any where it names none, is handed over';
comment on column dondoc.mail_holds.ends_at is 'none: until lifted';

create table dondoc.digests_sent (
  tenant_id integer not null references dondoc.tenants (id),
  day date not null,
  n integer not null check (n >= 0),
  alarmed boolean not null default false,
  primary key (tenant_id, day)
);
comment on table dondoc.digests_sent is 'digests of reminders that the relay took on a local date, against the day''s budget';

create table dondoc.relay_pauses (
  tenant_id integer not null references dondoc.tenants (id),
  relay text not null check (length(relay) between 1 and 300),
  until timestamptz,
  error text not null check (length(error) <= 300),
  at timestamptz not null,
  primary key (tenant_id, relay)
);
comment on table dondoc.relay_pauses is 'written by the workers in the national tenant: until when a relay that failed is left alone; none once it works again';

do $$ declare t text; begin
  foreach t in array array['suspensions', 'digests_sent', 'relay_pauses'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
end $$;
create policy app on dondoc.suspensions to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_update on dondoc.suspensions for update to dondoc_national using (true) with check (true);
create policy national_update on dondoc.outbox for update to dondoc_national using (true) with check (true);

grant select on dondoc.suspensions to dondoc_app, dondoc_national, dondoc_worker;
grant insert on dondoc.suspensions to dondoc_worker;
grant update (lifted_at, lifted_by, lifted_name) on dondoc.suspensions to dondoc_national;
grant select on dondoc.mail_holds to dondoc_national, dondoc_worker;
grant insert on dondoc.mail_holds to dondoc_national;
grant update (lifted_at, lifted_by, lifted_name) on dondoc.mail_holds to dondoc_national;
grant select on dondoc.digests_sent, dondoc.relay_pauses to dondoc_national;
grant select, insert, update on dondoc.digests_sent, dondoc.relay_pauses to dondoc_worker;
-- A person of the Working Group cancels what waits and sends again what was given up; what it says is not theirs to write.
grant update (state, run_at, attempts, raw, last_error, finished_at) on dondoc.outbox to dondoc_national;

-- The delivery log, newest first: all of it, by address, and what is rare by its state or kind.
create index outbox_id on dondoc.outbox (id);
create index outbox_address on dondoc.outbox (address, id);
create index outbox_unsent on dondoc.outbox (state, id) where state <> 'sent';
create index outbox_acts on dondoc.outbox (kind, id) where kind <> 'digest';

-- A setting may have a value of a tenant's own: the tenant's number behind its name.
alter table dondoc.settings drop constraint settings_key_check;
alter table dondoc.settings add constraint settings_key_check check (key ~ '^[a-z_]{1,40}(/[0-9]{1,9})?$');
