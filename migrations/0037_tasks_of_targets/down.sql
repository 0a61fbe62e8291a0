alter table dondoc.targets drop column tasks;
