drop table dondoc.outbox;
drop table dondoc.idempotency;
drop table dondoc.audit;
