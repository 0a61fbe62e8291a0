alter table dondoc.users drop column barred_until;
drop table dondoc.lost_factors;
