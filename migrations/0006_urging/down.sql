drop table dondoc.sweeps;
drop table dondoc.reminder_occurrences;
drop table dondoc.escalation_steps;
drop table dondoc.extension_requests;
drop table dondoc.urges;
drop table dondoc.urge_numbers;
