drop index dondoc.assignments_silent;
alter table dondoc.assignments drop silent;
create index assignments_silent on dondoc.assignments (tenant_id, id) where open and reminders_at_level >= 5;
alter table dondoc.escalation_steps drop policy_id;
alter table dondoc.reminder_occurrences drop policy_id, drop reason, drop status, drop due_on;
drop table dondoc.ladder_levels;
drop table dondoc.reminder_rules;
drop table dondoc.policies;
