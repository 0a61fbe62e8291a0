-- A body keeps its own people: its administrator invites and disables them and changes their roles, as the application's role,
-- inside the body (R179). What proves somebody (pass-phrases, links) stays with the auth role.
alter table dondoc.accounts add column has_phrase boolean not null generated always as (password_hash is not null) stored;
comment on column dondoc.accounts.has_phrase is 'whether its owner has set a pass-phrase; the one thing of it that an administrator may see';
create policy app on dondoc.accounts to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select (tenant_id, id, user_id, email, has_phrase), insert (tenant_id, id, user_id, email, created_at) on dondoc.accounts to dondoc_app;
grant insert, update (name, role, status, version) on dondoc.users to dondoc_app;
grant update (revoked_at) on dondoc.sessions to dondoc_app;

-- When the person behind a session last proved who they are: some acts want that to be fresh (R180). Servers of before this
-- migration do not write it: what they begin is fresh when it begins.
alter table dondoc.sessions add column authn_at timestamptz not null default now();
alter table dondoc.sessions no force row level security;
update dondoc.sessions set authn_at = created_at;
alter table dondoc.sessions force row level security;
comment on column dondoc.sessions.authn_at is 'when its person last gave their pass-phrase';

-- Mail about somebody's own access, and the errand of whoever says that they forgot their pass-phrase. The auth role queues
-- inside the tenant that it has entered.
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'notice', 'assignments', 'report', 'access', 'close_contributions', 'share', 'figures', 'forgotten'));
drop index dondoc.outbox_errands;
create index outbox_errands on dondoc.outbox (run_at, tenant_id) where state in ('ready', 'ambiguous') and kind in ('close_contributions', 'share', 'figures', 'forgotten');
create policy auth on dondoc.outbox to dondoc_auth using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant insert, select (tenant_id, dedupe_key) on dondoc.outbox to dondoc_auth;
