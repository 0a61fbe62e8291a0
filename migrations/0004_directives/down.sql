drop table dondoc.tasks;
drop table dondoc.directives;
