drop table dondoc.send_windows;
alter table dondoc.holidays drop constraint holidays_for_tenant_year_version_fkey;
delete from dondoc.holidays h where for_tenant <> 0
    or version < (select max(version) from dondoc.calendar_versions v where v.for_tenant = 0 and v.year = h.year);
alter table dondoc.holidays drop constraint holidays_pkey;
alter table dondoc.holidays drop column for_tenant;
alter table dondoc.holidays drop column year;
alter table dondoc.holidays drop column version;
alter table dondoc.holidays add primary key (day);
drop table dondoc.calendar_versions;
grant update on dondoc.holidays to dondoc_national;
