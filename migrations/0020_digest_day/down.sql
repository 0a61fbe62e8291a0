drop index dondoc.outbox_leaves_on;
alter table dondoc.outbox drop column leaves_on;
