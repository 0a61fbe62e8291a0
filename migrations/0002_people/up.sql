-- People, their log-ins and their sessions. `accounts` and what hangs on it belong to the auth role alone: there the
-- look-up comes before the tenant is known.
create table dondoc.users (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  role text not null check (role in ('viewer', 'officer', 'approver', 'administrator', 'observer', 'national_officer', 'lead', 'system_administrator')),
  status text not null default 'active' check (status in ('active', 'disabled')),
  email text not null,
  lang text not null default 'vi' check (lang in ('vi', 'en')),
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  check ((tenant_id = 0) = (role in ('observer', 'national_officer', 'lead', 'system_administrator')))
);
comment on column dondoc.users.email is 'where mail goes; the log-in name is accounts.email';

create table dondoc.sessions (
  tenant_id integer not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null check (kind in ('portal', 'console')),
  secret_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references dondoc.users (tenant_id, id)
);
create index sessions_user on dondoc.sessions (tenant_id, user_id);

create table dondoc.accounts (
  tenant_id integer not null,
  id uuid not null,
  user_id uuid not null,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  password_hash text,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references dondoc.users (tenant_id, id)
);
create unique index accounts_email on dondoc.accounts (email);
create index accounts_user on dondoc.accounts (tenant_id, user_id);

create table dondoc.links (
  tenant_id integer not null,
  secret_hash bytea not null,
  account_id uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, secret_hash),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
create index links_account on dondoc.links (tenant_id, account_id);
comment on table dondoc.links is 'one-time links to set a pass-phrase';

create table dondoc.refresh_tokens (
  tenant_id integer not null,
  secret_hash bytea not null,
  session_id uuid not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  sealed_successor bytea,
  primary key (tenant_id, secret_hash),
  foreign key (tenant_id, session_id) references dondoc.sessions (tenant_id, id)
);
create index refresh_tokens_session on dondoc.refresh_tokens (tenant_id, session_id);
comment on column dondoc.refresh_tokens.sealed_successor is 'the next token, sealed under a key derived from this one, so that a lost answer can be repeated for 30 s';

-- Failures by what was typed, whether or not such an account exists, and by address.
create table dondoc.log_in_failures (
  subject bytea primary key,
  failures integer not null,
  day date not null,
  last_at timestamptz not null
);

create table dondoc.contacts (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  role text not null check (role in ('agency_mailbox', 'focal_head', 'steering_head', 'vice_chair')),
  office text not null check (length(office) between 1 and 200),
  address text not null check (length(address) between 3 and 254),
  verified_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, role)
);

do $$ declare t text; begin
  foreach t in array array['users', 'sessions', 'accounts', 'links', 'refresh_tokens', 'contacts'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
  foreach t in array array['users', 'sessions', 'contacts'] loop
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
  foreach t in array array['users', 'sessions', 'accounts', 'links', 'refresh_tokens'] loop
    execute format('create policy auth on dondoc.%I to dondoc_auth using (true) with check (true)', t);
  end loop;
end $$;

grant select on dondoc.users, dondoc.sessions, dondoc.contacts to dondoc_app, dondoc_national, dondoc_worker;
grant insert, update on dondoc.contacts to dondoc_app;
grant select, insert, update on dondoc.users, dondoc.sessions, dondoc.accounts, dondoc.links, dondoc.refresh_tokens, dondoc.log_in_failures to dondoc_auth;
