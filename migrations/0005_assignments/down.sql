drop table dondoc.tally_closed;
drop table dondoc.tally_open;
drop table dondoc.events;
drop table dondoc.submissions;
drop table dondoc.evidence;
drop table dondoc.progress_reports;
drop table dondoc.assignments;
