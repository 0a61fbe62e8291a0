revoke insert, select (tenant_id, dedupe_key) on dondoc.outbox from dondoc_auth;
drop policy auth on dondoc.outbox;
do $$ declare t text; begin
  foreach t in array array['outbox', 'message_steps'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
delete from dondoc.message_steps s using dondoc.outbox o where o.tenant_id = s.tenant_id and o.id = s.message_id and o.kind = 'access';
delete from dondoc.outbox where kind in ('access', 'forgotten');
do $$ declare t text; begin
  foreach t in array array['outbox', 'message_steps'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
drop index dondoc.outbox_errands;
create index outbox_errands on dondoc.outbox (run_at, tenant_id) where state in ('ready', 'ambiguous') and kind in ('close_contributions', 'share', 'figures');
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'notice', 'assignments', 'report', 'close_contributions', 'share', 'figures'));
alter table dondoc.sessions drop column authn_at;
revoke update (revoked_at) on dondoc.sessions from dondoc_app;
revoke insert, update (name, role, status, version) on dondoc.users from dondoc_app;
revoke select (tenant_id, id, user_id, email, has_phrase), insert (tenant_id, id, user_id, email, created_at) on dondoc.accounts from dondoc_app;
drop policy app on dondoc.accounts;
alter table dondoc.accounts drop column has_phrase;
