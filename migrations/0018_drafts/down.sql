alter table dondoc.progress_reports drop column version;
drop table dondoc.drafts;
