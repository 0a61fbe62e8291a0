-- Why a number is right at which the checks warn, and what they had found in what was filed.
create table dondoc.report_justifications (
  tenant_id integer not null,
  report_id uuid not null,
  indicator_id integer not null references dondoc.indicators (id),
  rule text not null check (length(rule) between 1 and 40),
  part text not null check (part in ('num', 'den', 'cell', 'reason')),
  code text check (code in ('confirmed_at_source', 'real_change', 'changed_method', 'changed_scope', 'earlier_value_wrong', 'other')),
  text text not null check (length(text) <= 500),
  seen text not null check (length(seen) <= 64),
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, report_id, indicator_id, rule, part),
  foreign key (tenant_id, report_id) references dondoc.reports (tenant_id, id)
);
create index report_justifications_indicator on dondoc.report_justifications (indicator_id);
comment on table dondoc.report_justifications is 'of the draft, and of the body alone; what is filed goes along into `findings`';
comment on column dondoc.report_justifications.seen is 'a digest of the numbers that it is about: for others it does not hold';

create table dondoc.findings (
  tenant_id integer not null,
  id uuid not null,
  report_id uuid not null,
  revision integer not null,
  indicator_id integer not null references dondoc.indicators (id),
  rule text not null check (length(rule) between 1 and 40),
  part text not null check (part in ('num', 'den', 'cell', 'reason')),
  level text not null check (level in ('warning', 'notice')),
  seen jsonb not null,
  code text check (code in ('confirmed_at_source', 'real_change', 'changed_method', 'changed_scope', 'earlier_value_wrong', 'other')),
  text text not null check (length(text) <= 500),
  justified_by uuid,
  justified_name text not null,
  judged text check (judged in ('ok', 'not_ok')),
  judged_by uuid,
  judged_name text not null default '',
  judged_at timestamptz,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, report_id, revision, indicator_id, rule, part),
  foreign key (tenant_id, report_id, revision) references dondoc.report_revisions (tenant_id, report_id, revision),
  -- A warning is filed with its reason, or not at all.
  check ((level = 'warning') = (code is not null)),
  check ((code is null) = (text = '')),
  check ((judged is null) = (judged_at is null)),
  check (judged is null or code is not null)
);
create index findings_indicator on dondoc.findings (indicator_id);
comment on table dondoc.findings is 'what the checks had found in a revision when it was filed: facts, and no sentence';

do $$ declare t text; begin
  foreach t in array array['report_justifications', 'findings'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
  end loop;
end $$;
create policy national_read on dondoc.findings for select to dondoc_national using (true);
create policy national_update on dondoc.findings for update to dondoc_national using (true) with check (true);

grant select, insert, update (code, text, seen, by_id, by_name, at, version) on dondoc.report_justifications to dondoc_app;
grant select, insert on dondoc.findings to dondoc_app;
grant select, update (judged, judged_by, judged_name, judged_at, version) on dondoc.findings to dondoc_national;
