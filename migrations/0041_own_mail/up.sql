-- A body's administrator sees what mail went to its people, without what it said, and lets an address get mail again (R182).
grant select (tenant_id, id, kind, state, recipient_id, created_at, run_at, finished_at, last_error) on dondoc.outbox to dondoc_app;
grant update (lifted_at, lifted_by, lifted_name) on dondoc.suspensions to dondoc_app;
create index outbox_recipient on dondoc.outbox (tenant_id, recipient_id, id) where recipient_id is not null;
