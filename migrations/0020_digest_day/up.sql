-- The local date on which a digest leaves. One a person and date, whenever it was queued and however long it waited.
alter table dondoc.outbox add column leaves_on date;
create unique index outbox_leaves_on on dondoc.outbox (tenant_id, recipient_id, leaves_on) where leaves_on is not null;
