-- What a body does with a report besides filing it: it corrects it, or says that nothing happened. And who wrote in its cells.

alter table dondoc.regimes add column nil_allowed boolean not null default false;
comment on column dondoc.regimes.nil_allowed is 'a body may file that there is nothing to report, where no compulsory stock is asked of it';

alter table dondoc.report_drafts add column authors uuid[] not null default '{}';
comment on column dondoc.report_drafts.authors is 'everybody who has entered this cell, also those whose entry somebody has overwritten: none of them files it under a regime of two people';
grant update (authors) on dondoc.report_drafts to dondoc_app;

-- The owner sees rows only while row-level security is not forced upon it.
alter table dondoc.report_drafts no force row level security;
update dondoc.report_drafts set authors = array[entered_by];
alter table dondoc.report_drafts force row level security;

alter table dondoc.report_revisions
  add column kind text not null default 'figures' check (kind in ('figures', 'nil', 'correction')),
  add column replaces integer,
  add column reason text check (reason in ('data_error', 'late_data', 'method', 'merged_unit', 'found_by_check')),
  add column text text not null default '' check (length(text) <= 2000),
  add column decision text check (decision in ('accepted', 'refused')),
  add column decided_by uuid,
  add column decided_name text,
  add column decided_at timestamptz,
  add column remark text not null default '' check (length(remark) <= 2000),
  add check ((kind = 'correction') = (reason is not null)),
  add check ((kind = 'correction') = (replaces is not null)),
  add check (replaces < revision),
  add check (decision is null or kind = 'correction'),
  add check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null) and (decision is null) = (decided_name is null));
comment on column dondoc.report_revisions.submission_id is 'the submission that it is; of a correction, the one whose figures it corrects: it counts only as long as that one does';
comment on column dondoc.report_revisions.replaces is 'the revision that counted when the correction was filed';
comment on column dondoc.report_revisions.decision is 'what the Working Group decided on the correction; null while it waits';
-- One waits at a time; also the queue of the Working Group.
create unique index report_revisions_waiting on dondoc.report_revisions (tenant_id, submission_id) where kind = 'correction' and decision is null;
comment on column dondoc.reports.revision is 'the newest that was filed; a correction, once it is accepted; 0 before the first. The state of a report is that of its assignment';
comment on column dondoc.reports.version is 'counts the filings, and what is done with corrections';

create table dondoc.correction_drafts (
  tenant_id integer not null,
  report_id uuid not null,
  revision integer not null check (revision > 0),
  reason text check (reason in ('data_error', 'late_data', 'method', 'merged_unit', 'found_by_check')),
  text text not null check (length(text) <= 2000),
  proposed_by uuid,
  filed boolean not null default false,
  version integer not null default 1,
  primary key (tenant_id, report_id, revision),
  foreign key (tenant_id, report_id) references dondoc.reports (tenant_id, id)
);
create index correction_drafts_proposed on dondoc.correction_drafts (tenant_id) where proposed_by is not null and not filed;
comment on table dondoc.correction_drafts is 'a correction before it is filed; of the body alone';
comment on column dondoc.correction_drafts.revision is 'the revision that it will be';
comment on column dondoc.correction_drafts.proposed_by is 'who asked an approver to file it as it is; null while it is written';

create table dondoc.correction_cells (
  tenant_id integer not null,
  report_id uuid not null,
  revision integer not null,
  indicator_id integer not null references dondoc.indicators (id),
  num text not null check (length(num) <= 60),
  den text not null check (length(den) <= 60),
  format text not null check (length(format) <= 10),
  state text not null check (state in ('value', 'nil', 'not_applicable', 'not_available')),
  reason text not null check (length(reason) <= 500),
  estimated boolean not null,
  authors uuid[] not null,
  entered_by uuid not null,
  entered_name text not null,
  version integer not null default 1,
  primary key (tenant_id, report_id, revision, indicator_id),
  foreign key (tenant_id, report_id, revision) references dondoc.correction_drafts (tenant_id, report_id, revision)
);
create index correction_cells_indicator on dondoc.correction_cells (indicator_id);
comment on table dondoc.correction_cells is 'the cells of a correction as they were typed, right or wrong; of the body alone';

create table dondoc.report_exceptions (
  tenant_id integer not null,
  id uuid not null,
  report_id uuid not null,
  until_on date not null,
  reason text not null check (reason in ('outage', 'reorganised', 'late_source', 'force_majeure', 'requested')),
  text text not null check (length(text) between 1 and 2000),
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  cancelled_name text,
  cancelled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, report_id) references dondoc.reports (tenant_id, id),
  check ((cancelled_name is null) = (cancelled_at is null))
);
create index report_exceptions_report on dondoc.report_exceptions (tenant_id, report_id);
comment on table dondoc.report_exceptions is 'until when a body may enter its figures, whatever its due date, which stays';
comment on column dondoc.report_exceptions.until_on is 'the last local day of entry';

do $$ declare t text; begin
  foreach t in array array['correction_drafts', 'correction_cells', 'report_exceptions'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
  end loop;
  foreach t in array array['reports', 'report_revisions'] loop
    execute format('create policy national_update on dondoc.%I for update to dondoc_national using (true) with check (true)', t);
  end loop;
end $$;
create policy national_read on dondoc.report_exceptions for select to dondoc_national using (true);
create policy national_insert on dondoc.report_exceptions for insert to dondoc_national with check (true);
create policy national_update on dondoc.report_exceptions for update to dondoc_national using (true) with check (true);
grant select on dondoc.report_exceptions to dondoc_app;
grant select, insert, update (cancelled_name, cancelled_at) on dondoc.report_exceptions to dondoc_national;
grant select, insert, update (reason, text, proposed_by, filed, version) on dondoc.correction_drafts to dondoc_app;
grant select, insert, update (num, den, format, state, reason, estimated, authors, entered_by, entered_name, version) on dondoc.correction_cells to dondoc_app;
-- The worker asks, just before it tells somebody, whether it still holds.
create policy worker on dondoc.correction_drafts to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker on dondoc.report_exceptions to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select on dondoc.correction_drafts, dondoc.report_exceptions to dondoc_worker;
grant update (decision, decided_by, decided_name, decided_at, remark) on dondoc.report_revisions to dondoc_national;
grant update (revision, version) on dondoc.reports to dondoc_national;
