drop table dondoc.copy_occurrences;
delete from dondoc.reminder_rules where audience in ('coordinating', 'blocking');
alter table dondoc.reminder_rules drop constraint reminder_rules_audience_check;
alter table dondoc.reminder_rules add constraint reminder_rules_audience_check check (audience in ('assignee', 'approvers', 'steering_head', 'agency_mailbox'));
