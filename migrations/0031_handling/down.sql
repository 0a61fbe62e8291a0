drop table dondoc.notes;
drop table dondoc.snoozes;
drop table dondoc.claims;
