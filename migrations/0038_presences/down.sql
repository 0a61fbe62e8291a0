drop table dondoc.presences;
