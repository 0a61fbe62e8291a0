do $$ declare t text; begin
  foreach t in array array['reports', 'report_revisions', 'figure_sources'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
do $$ begin
  if exists (select from dondoc.report_revisions where kind <> 'figures') then
    raise exception 'there are corrections or nil returns: this migration cannot be undone without losing them';
  end if;
end $$;
-- What is counted was known by the version of the assignment alone.
update dondoc.figure_sources s set version = s.version - r.version from dondoc.reports r
 where r.tenant_id = s.source_id and r.period_id = s.period_id and s.version > r.version;
do $$ declare t text; begin
  foreach t in array array['reports', 'report_revisions', 'figure_sources'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
revoke update (revision, version) on dondoc.reports from dondoc_national;
drop policy national_update on dondoc.reports;
drop policy national_update on dondoc.report_revisions;
revoke update (decision, decided_by, decided_name, decided_at, remark) on dondoc.report_revisions from dondoc_national;
drop table dondoc.report_exceptions, dondoc.correction_cells, dondoc.correction_drafts;
drop index dondoc.report_revisions_waiting;
alter table dondoc.report_revisions drop column kind, drop column replaces, drop column reason, drop column text, drop column decision,
  drop column decided_by, drop column decided_name, drop column decided_at, drop column remark;
comment on column dondoc.report_revisions.submission_id is null;
comment on column dondoc.reports.revision is 'the newest that was filed; 0 before the first. The state of a report is that of its assignment';
comment on column dondoc.reports.version is null;
alter table dondoc.report_drafts drop column authors;
alter table dondoc.regimes drop column nil_allowed;
