-- What has served its time is thrown away, by the roles that may write it, and nothing else is.
create policy worker on dondoc.idempotency to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select (tenant_id, created_at), delete on dondoc.idempotency to dondoc_worker;
grant delete on dondoc.sessions, dondoc.links, dondoc.refresh_tokens, dondoc.log_in_failures to dondoc_auth;
