-- Consoles that ask to be let in by somebody who is signed in in a browser (R189). Only the auth role sees them.
create table dondoc.console_log_ins (
  tenant_id integer not null references dondoc.tenants (id),
  device_hash bytea not null,
  user_code text not null,
  host text not null,
  address text not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  polled_at timestamptz,
  decided_at timestamptz,
  session_id uuid,
  primary key (tenant_id, device_hash),
  foreign key (tenant_id, session_id) references dondoc.sessions (tenant_id, id) on delete cascade,
  check (session_id is null or decided_at is not null)
);
create index on dondoc.console_log_ins (tenant_id, session_id);
create unique index on dondoc.console_log_ins (tenant_id, user_code);
comment on table dondoc.console_log_ins is 'consoles that wait for somebody who lets them in from a browser; a row goes once its tokens were given, or is old';
comment on column dondoc.console_log_ins.device_hash is 'digest of the secret that the console shows for its tokens';
comment on column dondoc.console_log_ins.user_code is 'eight letters that a person copies from the console into the browser';
comment on column dondoc.console_log_ins.host is 'what the machine calls itself';
comment on column dondoc.console_log_ins.address is 'the network address that it asked from';
comment on column dondoc.console_log_ins.session_id is 'session of whoever let it in; null where it was refused';

alter table dondoc.console_log_ins enable row level security;
alter table dondoc.console_log_ins force row level security;
create policy auth on dondoc.console_log_ins to dondoc_auth using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select, insert, update (polled_at, decided_at, session_id), delete on dondoc.console_log_ins to dondoc_auth;
