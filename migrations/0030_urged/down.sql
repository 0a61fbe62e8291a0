alter table dondoc.assignments drop column last_urged_on;
alter table dondoc.assignments drop column urges;
