-- Whoever is disabled is shut out for good: the links that they were sent work no more, also when they are let in again (R179). The
-- digests of links stay out of the application's reach.
create policy app on dondoc.links to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select (tenant_id, account_id, used_at), update (used_at) on dondoc.links to dondoc_app;
revoke update (name) on dondoc.users from dondoc_app;

-- How much mail about access a body was sent within the hour (R179).
create index outbox_access on dondoc.outbox (tenant_id, created_at) where kind = 'access';
