alter table dondoc.assignments drop column barrier_open;
alter table dondoc.assignments drop column heard_on;
drop index dondoc.submissions_accepted;
drop table dondoc.rechecks;
drop table dondoc.recheck_samples;
