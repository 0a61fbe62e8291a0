-- The owner sees rows only while row-level security is not forced upon it.
alter table dondoc.outbox no force row level security;
alter table dondoc.message_steps no force row level security;
delete from dondoc.message_steps s using dondoc.outbox o where o.tenant_id = s.tenant_id and o.id = s.message_id and o.kind in ('notice', 'assignments');
delete from dondoc.outbox where kind in ('notice', 'assignments');
alter table dondoc.message_steps force row level security;
alter table dondoc.outbox force row level security;
drop index dondoc.outbox_notice;
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'report', 'close_contributions', 'share'));
alter table dondoc.evidence drop column frozen_by;
alter table dondoc.assignments drop column sent_back;
