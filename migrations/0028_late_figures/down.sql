alter table dondoc.correction_drafts drop column sent_back, drop column sent_back_name;
revoke update (proposed_by, version) on dondoc.correction_drafts from dondoc_worker;
revoke insert (tenant_id, report_id, revision, submission_id, in_time, filed_on, filed_by, filed_name, at, kind, replaces, reason, text)
  on dondoc.report_revisions from dondoc_app;
revoke insert (tenant_id, id, report_id, revision, indicator_id, rule, part, level, seen, code, text, justified_by, justified_name)
  on dondoc.findings from dondoc_app;
grant insert on dondoc.report_revisions, dondoc.findings to dondoc_app;
drop index dondoc.report_revisions_waiting;
create unique index report_revisions_waiting on dondoc.report_revisions (tenant_id, submission_id) where kind = 'correction' and decision is null;
alter table dondoc.report_revisions drop constraint report_revisions_late, alter column submission_id set not null;
comment on column dondoc.report_revisions.submission_id is 'the submission that it is; of a correction, the one whose figures it corrects: it counts only as long as that one does';
comment on column dondoc.report_revisions.replaces is 'the revision that counted when the correction was filed';
