drop index dondoc.outbox_access;
grant update (name) on dondoc.users to dondoc_app;
revoke select (tenant_id, account_id, used_at), update (used_at) on dondoc.links from dondoc_app;
drop policy app on dondoc.links;
