drop index dondoc.outbox_recipient;
revoke update (lifted_at, lifted_by, lifted_name) on dondoc.suspensions from dondoc_app;
revoke select (id, kind, state, recipient_id, created_at, run_at, finished_at, last_error) on dondoc.outbox from dondoc_app;
