revoke delete on dondoc.sessions, dondoc.links, dondoc.refresh_tokens, dondoc.log_in_failures from dondoc_auth;
revoke all on dondoc.idempotency from dondoc_worker;
drop policy worker on dondoc.idempotency;
