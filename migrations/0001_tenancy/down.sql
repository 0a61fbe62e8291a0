drop table dondoc.holidays;
drop table dondoc.tenants;
drop table dondoc.settings;
drop function dondoc.use_tenant(integer);
