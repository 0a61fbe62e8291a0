-- Passkeys (R188): keys that somebody's device keeps for this installation alone. Only the auth role sees them.
create table dondoc.passkeys (
  tenant_id integer not null,
  id uuid not null,
  account_id uuid not null,
  credential_id bytea not null,
  passkey jsonb not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, credential_id),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
create index passkeys_account on dondoc.passkeys (tenant_id, account_id);
comment on table dondoc.passkeys is 'public keys of passkeys';
comment on column dondoc.passkeys.credential_id is 'under which the device knows it';
comment on column dondoc.passkeys.passkey is 'public key, counter, and what the device said of itself';
comment on column dondoc.passkeys.name is 'as its owner calls it';

create table dondoc.spent_challenges (
  tenant_id integer not null,
  account_id uuid not null,
  hash bytea not null,
  expires_at timestamptz not null,
  primary key (tenant_id, account_id, hash),
  foreign key (tenant_id, account_id) references dondoc.accounts (tenant_id, id)
);
comment on table dondoc.spent_challenges is 'digests of challenges that a passkey has answered, until they would be refused for their age';

do $$ declare t text; begin
  foreach t in array array['passkeys', 'spent_challenges'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy auth on dondoc.%I to dondoc_auth using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
  end loop;
end $$;
grant select, insert, update (passkey, used_at), delete on dondoc.passkeys to dondoc_auth;
grant select, insert, delete on dondoc.spent_challenges to dondoc_auth;
