-- A second factor (R184): codes of an authenticator, and ten to keep for when it is lost. Only the auth role sees any of it.
alter table dondoc.users add column second_factor_at timestamptz;
comment on column dondoc.users.second_factor_at is 'since when a log-in asks for a code; null where it does not';

alter table dondoc.sessions add column with_code boolean not null default false;
comment on column dondoc.sessions.with_code is 'whether its person has shown a code of their second factor; without, it is good for nothing once they have one';

create table dondoc.totp (
  tenant_id integer not null,
  account_id uuid not null,
  secret_sealed bytea not null,
  last_step bigint not null default 0,
  session_id uuid not null,
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
comment on table dondoc.totp is 'authenticators: the secret sealed under the key of the servers, the newest step that was spent, and the session that set it up';

create table dondoc.recovery_codes (
  tenant_id integer not null,
  account_id uuid not null,
  hash bytea not null,
  primary key (tenant_id, account_id, hash),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
comment on table dondoc.recovery_codes is 'digests of codes that are good once each';

create table dondoc.log_in_steps (
  tenant_id integer not null,
  id uuid not null,
  account_id uuid not null,
  secret_hash bytea not null,
  tries smallint not null default 0,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
create index log_in_steps_account on dondoc.log_in_steps (tenant_id, account_id);
comment on table dondoc.log_in_steps is 'log-ins whose pass-phrase was right and which wait for a code';

do $$ declare t text; begin
  foreach t in array array['totp', 'recovery_codes', 'log_in_steps'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy auth on dondoc.%I to dondoc_auth using (true) with check (true)', t);
  end loop;
end $$;
grant select, insert, delete on dondoc.totp, dondoc.recovery_codes, dondoc.log_in_steps to dondoc_auth;
grant update (secret_sealed, last_step, session_id) on dondoc.totp to dondoc_auth;
grant update (tries) on dondoc.log_in_steps to dondoc_auth;

-- Roles that must have one (R185) need it from the first day of an installation on; whoever works in one already has two weeks. The
-- owner of the tables is confined by their policies like everybody else.
alter table dondoc.accounts no force row level security;
insert into dondoc.settings (key, value)
select 'second_factor_from', to_char((now() at time zone 'Asia/Ho_Chi_Minh')::date + 14, 'YYYY-MM-DD')
where exists (select from dondoc.accounts);
alter table dondoc.accounts force row level security;
