-- Figures of a report that was missed: a correction of nothing. The report has no submission that counts, and stays missed.

alter table dondoc.report_revisions alter column submission_id drop not null,
  add constraint report_revisions_late check (submission_id is not null or kind = 'correction');
comment on column dondoc.report_revisions.submission_id is 'the submission that it is; of a correction, the one whose figures it corrects: it counts only as long as that one does; null where the report was missed';
comment on column dondoc.report_revisions.replaces is 'the revision that counted when the correction was filed; 0 for none';
-- Without a submission too, one waits at a time.
drop index dondoc.report_revisions_waiting;
create unique index report_revisions_waiting on dondoc.report_revisions (tenant_id, report_id, coalesce(submission_id, report_id))
  where kind = 'correction' and decision is null;

-- What the Working Group decides and judges is never part of what a body inserts.
revoke insert on dondoc.report_revisions, dondoc.findings from dondoc_app;
grant insert (tenant_id, report_id, revision, submission_id, in_time, filed_on, filed_by, filed_name, at, kind, replaces, reason, text)
  on dondoc.report_revisions to dondoc_app;
grant insert (tenant_id, id, report_id, revision, indicator_id, rule, part, level, seen, code, text, justified_by, justified_name)
  on dondoc.findings to dondoc_app;
-- A proposal to correct what was filed is none once the report is missed.
grant update (proposed_by, version) on dondoc.correction_drafts to dondoc_worker;

alter table dondoc.correction_drafts
  add column sent_back text check (length(sent_back) between 1 and 2000),
  add column sent_back_name text,
  add check ((sent_back is null) = (sent_back_name is null)),
  add check (sent_back is null or proposed_by is null);
comment on column dondoc.correction_drafts.sent_back is 'why an approver sent it back; null once somebody has changed or proposed it';
grant update (sent_back, sent_back_name) on dondoc.correction_drafts to dondoc_app;
create index correction_drafts_sent_back on dondoc.correction_drafts (tenant_id) where sent_back is not null and not filed;
