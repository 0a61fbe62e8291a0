drop index dondoc.outbox_errands;
-- The owner sees rows only while row-level security is not forced upon it.
alter table dondoc.outbox no force row level security;
delete from dondoc.outbox where kind = 'share';
alter table dondoc.outbox force row level security;
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'close_contributions'));
drop table dondoc.blocks;
drop table dondoc.standings;
