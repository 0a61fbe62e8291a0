drop table dondoc.message_steps;
alter table dondoc.outbox alter raw set storage extended;
