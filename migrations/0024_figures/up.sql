-- What is measured, who owes it and when, what a body filed, and the figures that follow from it.

-- National: read by all, written by the national role.
create table dondoc.body_groups (
  id integer primary key,
  code text not null unique check (code ~ '^[a-z0-9-]{1,40}$'),
  name_vi text not null,
  name_en text not null
);
create table dondoc.group_members (
  group_id integer not null references dondoc.body_groups (id),
  body_id integer not null references dondoc.tenants (id),
  from_on date,
  to_on date,
  primary key (group_id, body_id),
  check (to_on >= from_on)
);
create index group_members_body on dondoc.group_members (body_id);
comment on table dondoc.group_members is 'first and last local day on which a body belongs to a group; a figure asks who belonged to it on the last day of its period';

create table dondoc.regimes (
  id integer primary key,
  code text not null unique check (code ~ '^[A-Z0-9]{1,8}$'),
  name_vi text not null,
  name_en text not null,
  periodicity text not null check (periodicity in ('month', 'quarter', 'half_year', 'year')),
  directive_id uuid not null references dondoc.directives (id),
  opens_before integer not null check (opens_before between 0 and 60),
  due_after integer not null check (due_after between 1 and 60),
  cutoff_after integer not null check (cutoff_after between 1 and 90),
  two_people boolean not null,
  known text not null check (known in ('verified', 'inferred', 'unverified')),
  source_note_vi text not null,
  source_note_en text not null,
  check (cutoff_after >= due_after)
);
create index regimes_directive on dondoc.regimes (directive_id);
comment on column dondoc.regimes.opens_before is 'calendar days before the last day of a period from which figures may be entered';
comment on column dondoc.regimes.due_after is 'working days after the last day of a period';
comment on column dondoc.regimes.cutoff_after is 'working days after the last day of a period';

create table dondoc.indicators (
  id integer primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9-]{1,24}$'),
  name_vi text not null,
  name_en text not null,
  unit_vi text not null,
  unit_en text not null,
  numerator_vi text not null,
  numerator_en text not null,
  denominator_vi text not null,
  denominator_en text not null,
  direction text not null check (direction in ('up', 'down')),
  decimals smallint not null check (decimals between 0 and 4),
  scale smallint not null check (scale between 0 and 6),
  group_id integer not null references dondoc.body_groups (id),
  over_bodies text not null check (over_bodies in ('sum', 'ratio', 'count_of_tenants', 'distinct', 'record')),
  over_time text not null check (over_time in ('flow', 'stock')),
  regime_id integer references dondoc.regimes (id),
  place smallint not null,
  compulsory boolean not null,
  part_of integer references dondoc.indicators (id),
  known text not null check (known in ('verified', 'inferred', 'unverified')),
  source_note_vi text not null,
  source_note_en text not null,
  check ((over_bodies = 'ratio') = (denominator_vi <> '')),
  check (regime_id is null or over_bodies in ('sum', 'ratio', 'count_of_tenants'))
);
create index indicators_group on dondoc.indicators (group_id);
create index indicators_regime on dondoc.indicators (regime_id, place);
create index indicators_part on dondoc.indicators (part_of);
comment on column dondoc.indicators.scale is 'stored numbers are ten to this power times as large';
comment on column dondoc.indicators.regime_id is 'the regime by which bodies report it; null where no body is asked';

create table dondoc.indicator_versions (
  indicator_id integer not null references dondoc.indicators (id),
  version smallint not null check (version > 0),
  from_on date,
  concept_vi text not null,
  concept_en text not null,
  breaks boolean not null,
  primary key (indicator_id, version)
);
comment on table dondoc.indicator_versions is 'what counts, from a local day on; a version that breaks makes no series with the one before';

create table dondoc.targets (
  indicator_id integer not null references dondoc.indicators (id),
  group_id integer not null references dondoc.body_groups (id),
  version smallint not null check (version > 0),
  op text not null check (op in ('ge', 'gt', 'le')),
  places smallint not null check (places between 0 and 6),
  floor bigint not null,
  stretch bigint,
  gain boolean not null,
  baseline bigint,
  baseline_on date,
  due_on date,
  directive_id uuid not null references dondoc.directives (id),
  clause_vi text not null,
  clause_en text not null,
  known text not null check (known in ('verified', 'inferred', 'unverified')),
  source_note_vi text not null,
  source_note_en text not null,
  primary key (indicator_id, group_id, version),
  check ((baseline is null) = (baseline_on is null)),
  check (not gain or baseline is not null)
);
create index targets_group on dondoc.targets (group_id);
create index targets_directive on dondoc.targets (directive_id);
comment on column dondoc.targets.floor is 'what must be reached, times ten to the power of places; percents as percents';
comment on column dondoc.targets.stretch is 'what should be reached';
comment on column dondoc.targets.gain is 'floor and stretch are meant beyond the baseline';

create table dondoc.figures_of_record (
  series text not null check (series ~ '^[A-Za-z0-9-]{1,24}$'),
  as_of date not null,
  revision smallint not null check (revision > 0),
  as_of_precision text not null check (as_of_precision in ('day', 'month', 'quarter', 'year')),
  indicator_id integer references dondoc.indicators (id),
  leads boolean not null,
  name_vi text not null,
  name_en text not null,
  unit_vi text not null,
  unit_en text not null,
  places smallint not null check (places between 0 and 6),
  value bigint not null,
  num bigint,
  den bigint,
  published_on date,
  source_note_vi text not null,
  source_note_en text not null,
  known text not null check (known in ('verified', 'inferred', 'unverified')),
  primary key (series, as_of, revision),
  check (not leads or indicator_id is not null),
  check ((num is null) = (den is null))
);
create index figures_of_record_indicator on dondoc.figures_of_record (indicator_id);
comment on table dondoc.figures_of_record is 'values that their owner published; only ever added to. What `leads` speaks for its indicator, the others stand beside it';

create table dondoc.periods (
  id integer primary key,
  regime_id integer not null references dondoc.regimes (id),
  code text not null check (code ~ '^20[0-9]{2}-(M(0[1-9]|1[0-2])|Q[1-4]|S[12]|A1)$'),
  from_on date not null,
  to_on date not null,
  opens_on date not null,
  due_on date not null,
  cutoff_on date not null,
  close_on date not null,
  status text not null check (status in ('planned', 'open', 'closed', 'cancelled')),
  simulated boolean not null,
  asks integer[] not null default '{}',
  planned_by uuid,
  planned_name text not null,
  planned_at timestamptz not null,
  opened_by uuid,
  opened_name text,
  opened_at timestamptz,
  version integer not null default 1,
  unique (regime_id, code),
  check (from_on <= to_on and opens_on <= due_on and to_on < due_on and due_on <= cutoff_on and cutoff_on <= close_on),
  check ((status in ('open', 'closed')) = (opened_at is not null)),
  -- Two people, or the operator's command for both.
  check (opened_at is null or (opened_by is null) = (planned_by is null) and (opened_by <> planned_by) is not false)
);
comment on column dondoc.periods.due_on is 'the last local day on which a report is in time';
comment on column dondoc.periods.asks is 'the indicators that its reports are asked for, as of its opening: what a later import adds waits for the next period';
comment on column dondoc.periods.simulated is 'are its figures invented, as a demo''s are?';

grant select on dondoc.body_groups, dondoc.group_members, dondoc.regimes, dondoc.indicators, dondoc.indicator_versions,
  dondoc.targets, dondoc.figures_of_record, dondoc.periods to dondoc_app, dondoc_national, dondoc_worker;
grant insert on dondoc.body_groups, dondoc.group_members, dondoc.regimes, dondoc.indicators, dondoc.indicator_versions,
  dondoc.targets, dondoc.figures_of_record, dondoc.periods to dondoc_national;
grant update on dondoc.body_groups, dondoc.group_members, dondoc.regimes, dondoc.indicators, dondoc.indicator_versions,
  dondoc.targets to dondoc_national;
grant update (status, asks, opened_by, opened_name, opened_at, version) on dondoc.periods to dondoc_national;

-- A report that is owed is an assignment of a task of the kind 'report': one clock, one ladder, one list of duties.
alter table dondoc.tasks add column kind text not null default 'duty' check (kind in ('duty', 'report'));
alter table dondoc.tasks add column period_id integer references dondoc.periods (id);
alter table dondoc.tasks add check ((kind = 'report') = (period_id is not null));
create index tasks_period on dondoc.tasks (period_id);
alter table dondoc.assignments add column period_id integer references dondoc.periods (id);
alter table dondoc.assignments add check (period_id is null or (part = 'lead' and not counted));
create index assignments_period on dondoc.assignments (period_id, tenant_id) where period_id is not null;
comment on column dondoc.assignments.period_id is 'the period for which a report is owed; null for a duty';

-- Of a tenant.
create table dondoc.reports (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  period_id integer not null references dondoc.periods (id),
  assignment_id uuid not null,
  revision integer not null default 0 check (revision >= 0),
  first_filed_on date,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, period_id),
  unique (tenant_id, assignment_id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
create index reports_period on dondoc.reports (period_id, tenant_id);
comment on column dondoc.reports.revision is 'the newest that was filed; 0 before the first. The state of a report is that of its assignment';

create table dondoc.report_drafts (
  tenant_id integer not null,
  report_id uuid not null,
  indicator_id integer not null references dondoc.indicators (id),
  num text not null check (length(num) <= 60),
  den text not null check (length(den) <= 60),
  format text not null check (length(format) <= 10),
  state text not null check (state in ('value', 'nil', 'not_applicable', 'not_available')),
  reason text not null check (length(reason) <= 500),
  estimated boolean not null,
  entered_by uuid not null,
  entered_name text not null,
  at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, report_id, indicator_id),
  foreign key (tenant_id, report_id) references dondoc.reports (tenant_id, id)
);
create index report_drafts_indicator on dondoc.report_drafts (indicator_id);
comment on table dondoc.report_drafts is 'cells as they were typed, right or wrong; of the body alone';
comment on column dondoc.report_drafts.format is 'how numbers are written in it';

create table dondoc.report_revisions (
  tenant_id integer not null,
  report_id uuid not null,
  revision integer not null check (revision > 0),
  submission_id uuid not null,
  in_time boolean not null,
  filed_on date not null,
  filed_by uuid not null,
  filed_name text not null,
  at timestamptz not null,
  primary key (tenant_id, report_id, revision),
  foreign key (tenant_id, report_id) references dondoc.reports (tenant_id, id),
  foreign key (tenant_id, submission_id) references dondoc.submissions (tenant_id, id)
);
create index report_revisions_submission on dondoc.report_revisions (tenant_id, submission_id);

create table dondoc.measurements (
  tenant_id integer not null,
  report_id uuid not null,
  revision integer not null,
  indicator_id integer not null references dondoc.indicators (id),
  period_id integer not null references dondoc.periods (id),
  state text not null check (state in ('value', 'nil', 'not_applicable', 'not_available')),
  num bigint,
  den bigint,
  reason text not null check (length(reason) <= 500),
  estimated boolean not null,
  primary key (tenant_id, report_id, revision, indicator_id),
  foreign key (tenant_id, report_id, revision) references dondoc.report_revisions (tenant_id, report_id, revision),
  check ((state in ('value', 'nil')) = (num is not null)),
  check (state <> 'nil' or num = 0),
  check (den is null or num is not null),
  check (state in ('value', 'nil') or reason <> '')
);
create index measurements_period on dondoc.measurements (period_id, indicator_id, tenant_id);
create index measurements_indicator on dondoc.measurements (indicator_id);
comment on table dondoc.measurements is 'the cells of what was filed: only ever added to';

-- Copies, owned by their reader: today the Working Group alone.
create table dondoc.figures (
  tenant_id integer not null references dondoc.tenants (id),
  period_id integer not null references dondoc.periods (id),
  indicator_id integer not null references dondoc.indicators (id),
  group_id integer not null references dondoc.body_groups (id),
  basis text not null check (basis in ('filed', 'verified')),
  expected bigint not null default 0 check (expected >= 0),
  n_value bigint not null default 0 check (n_value >= 0),
  n_nil bigint not null default 0 check (n_nil >= 0),
  n_na bigint not null default 0 check (n_na >= 0),
  n_none bigint not null default 0 check (n_none >= 0),
  n_estimated bigint not null default 0 check (n_estimated >= 0),
  n_yes bigint not null default 0 check (n_yes >= 0),
  num bigint not null default 0,
  den bigint not null default 0,
  w_expected bigint not null default 0,
  w_present bigint not null default 0,
  n_weightless bigint not null default 0 check (n_weightless >= 0),
  primary key (tenant_id, period_id, indicator_id, group_id, basis),
  check (n_value + n_nil + n_none <= expected)
) with (fillfactor = 80);
create index figures_period on dondoc.figures (period_id);
create index figures_indicator on dondoc.figures (indicator_id);
create index figures_group on dondoc.figures (group_id, period_id, indicator_id);
comment on column dondoc.figures.expected is 'bodies of the group that owe the number; whom it does not concern are not among them';
comment on column dondoc.figures.w_expected is 'last denominators of the bodies that owe the number';
comment on column dondoc.figures.w_present is 'of these, those of the bodies that gave it';
comment on column dondoc.figures.n_weightless is 'bodies without a number of which no denominator is known';

create table dondoc.figure_sources (
  tenant_id integer not null references dondoc.tenants (id),
  period_id integer not null references dondoc.periods (id),
  source_id integer not null references dondoc.tenants (id),
  groups integer[] not null,
  version integer not null,
  filed integer not null,
  verified integer not null,
  primary key (tenant_id, period_id, source_id)
);
create index figure_sources_period on dondoc.figure_sources (period_id);
create index figure_sources_source on dondoc.figure_sources (source_id);
comment on table dondoc.figure_sources is 'which revision of each body the figures of which groups count, and the version of its assignment by which that is known; 0 for none';

create table dondoc.figure_weights (
  tenant_id integer not null references dondoc.tenants (id),
  period_id integer not null references dondoc.periods (id),
  source_id integer not null references dondoc.tenants (id),
  indicator_id integer not null references dondoc.indicators (id),
  weight bigint check (weight >= 0),
  primary key (tenant_id, period_id, source_id, indicator_id)
);
create index figure_weights_period on dondoc.figure_weights (period_id);
create index figure_weights_source on dondoc.figure_weights (source_id);
create index figure_weights_indicator on dondoc.figure_weights (indicator_id);
comment on column dondoc.figure_weights.weight is 'the denominator that the body filed last before the period, as known when it was first counted; null if none is';

do $$ declare t text; begin
  foreach t in array array['reports', 'report_drafts', 'report_revisions', 'measurements', 'figures', 'figure_sources', 'figure_weights'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
  foreach t in array array['reports', 'report_drafts', 'report_revisions', 'measurements'] loop
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
  end loop;
  foreach t in array array['reports', 'report_revisions', 'measurements', 'figures', 'figure_sources', 'figure_weights'] loop
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
end $$;
create policy national_insert on dondoc.reports for insert to dondoc_national with check (true);

grant select, update (revision, first_filed_on, version) on dondoc.reports to dondoc_app;
grant select, insert, update (num, den, format, state, reason, estimated, entered_by, entered_name, at, version) on dondoc.report_drafts to dondoc_app;
grant select, insert on dondoc.report_revisions, dondoc.measurements to dondoc_app;
grant select on dondoc.reports, dondoc.report_revisions, dondoc.measurements, dondoc.figures, dondoc.figure_sources, dondoc.figure_weights to dondoc_national;
grant insert on dondoc.reports to dondoc_national;
grant select on dondoc.reports, dondoc.report_revisions, dondoc.measurements to dondoc_worker;
grant select, insert, update (expected, n_value, n_nil, n_na, n_none, n_estimated, n_yes, num, den, w_expected, w_present, n_weightless) on dondoc.figures to dondoc_worker;
grant select, insert, update (version, filed, verified) on dondoc.figure_sources to dondoc_worker;
grant select, insert on dondoc.figure_weights to dondoc_worker;

alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'notice', 'assignments', 'report', 'close_contributions', 'share', 'figures'));
drop index dondoc.outbox_errands;
create index outbox_errands on dondoc.outbox (run_at, tenant_id) where state in ('ready', 'ambiguous') and kind in ('close_contributions', 'share', 'figures');
