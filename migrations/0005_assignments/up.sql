-- One tenant's own copy of a task, and what is done to it.
create table dondoc.assignments (
  tenant_id integer not null references dondoc.tenants (id),
  id uuid not null,
  task_id uuid not null references dondoc.tasks (id),
  part text not null check (part in ('lead', 'coordinating')),
  status text not null check (status in ('assigned', 'acknowledged', 'in_progress', 'proposed', 'submitted', 'returned', 'accepted', 'refused', 'suspended', 'withdrawn')),
  open boolean not null,
  counted boolean not null,
  due_on date,
  due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'year', 'none')),
  original_due_on date,
  late_from date,
  original_late_from date,
  urgency_on date not null,
  percent smallint not null default 0 check (percent between 0 and 100),
  level smallint not null default 0 check (level between 0 and 4),
  unanswered_urges integer not null default 0 check (unanswered_urges >= 0),
  reminders_at_level smallint not null default 0,
  extension_count integer not null default 0,
  extension_pending boolean not null default false,
  assignee_id uuid,
  proposed_by uuid,
  submission_id uuid,
  submitted_by uuid,
  submitted_on date,
  opened_at timestamptz,
  assigned_on date not null,
  last_report_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, task_id),
  foreign key (tenant_id, assignee_id) references dondoc.users (tenant_id, id),
  check (open = (status not in ('accepted', 'suspended', 'withdrawn'))),
  check (counted = false or (part = 'lead' and tenant_id > 0)),
  check ((due_on is null) = (original_due_on is null)),
  -- The one definition of late: see dondoc_shared::lateness.
  constraint late_from_is_right check (case
    when part = 'coordinating' or due_on is null or not open then late_from is null
    when status = 'submitted' and submitted_on <= due_on then late_from is null
    else late_from is not null and late_from = due_on + 1 end),
  constraint urgency_is_right check (case
    when late_from is null then urgency_on = date '9999-12-31'
    else urgency_on = late_from - least(3 * level + 2 * unanswered_urges, 30) end)
);
create index assignments_id on dondoc.assignments (id);
create index assignments_task on dondoc.assignments (task_id);
create index assignments_assignee on dondoc.assignments (tenant_id, assignee_id);
create index assignments_backlog on dondoc.assignments (urgency_on, tenant_id, id) where open;
create index assignments_own on dondoc.assignments (tenant_id, urgency_on, id) where open;
create index assignments_status on dondoc.assignments (status, urgency_on, tenant_id, id) where open;
create index assignments_late on dondoc.assignments (late_from, tenant_id, id) where open and late_from is not null;
create index assignments_due on dondoc.assignments (tenant_id, due_on) where open and part = 'lead';
create index assignments_extension on dondoc.assignments (tenant_id, id) where extension_pending;
create index assignments_silent on dondoc.assignments (tenant_id, id) where open and reminders_at_level >= 5;
create index assignments_closed on dondoc.assignments (urgency_on, tenant_id, id) where not open;
create index assignments_closed_own on dondoc.assignments (tenant_id, urgency_on, id) where not open;

create table dondoc.progress_reports (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  percent smallint not null check (percent between 0 and 100),
  results text not null,
  figures text not null,
  limitations text not null,
  barriers text not null,
  cause text check (cause in ('institution', 'funding', 'procurement', 'people', 'technology', 'data', 'coordination', 'other')),
  waiting_on integer references dondoc.tenants (id),
  next_step text not null,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
create index progress_reports_assignment on dondoc.progress_reports (tenant_id, assignment_id, id);
create index progress_reports_waiting on dondoc.progress_reports (waiting_on) where waiting_on is not null;

create table dondoc.evidence (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  kind text not null check (kind in ('file', 'link')),
  name text not null,
  url text,
  media_type text,
  size bigint,
  sha256 bytea,
  object text,
  frozen boolean not null default false,
  by_id uuid not null,
  by_name text not null,
  at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check ((kind = 'link') = (url is not null)),
  check ((kind = 'file') = (object is not null and sha256 is not null and size is not null and media_type is not null)),
  check (not (frozen and removed_at is not null))
);
create index evidence_assignment on dondoc.evidence (tenant_id, assignment_id, id);

create table dondoc.submissions (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  proposed_by uuid,
  submitted_by uuid not null,
  submitted_name text not null,
  submitted_on date not null,
  at timestamptz not null,
  remark text not null,
  decision text check (decision in ('accepted', 'returned', 'taken_back', 'reopened')),
  decided_by uuid,
  decided_name text,
  decided_at timestamptz,
  decision_remark text,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id),
  check ((decision is null) = (decided_at is null))
);
create index submissions_assignment on dondoc.submissions (tenant_id, assignment_id, id);

-- The timeline, which is also what the event stream reads.
create table dondoc.events (
  tenant_id integer not null,
  id uuid not null,
  assignment_id uuid not null,
  kind text not null check (length(kind) between 1 and 40),
  at timestamptz not null,
  xid bigint not null default (pg_current_xact_id()::text::bigint),
  actor_tenant_id integer,
  actor_id uuid,
  actor_name text not null,
  detail text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
create index events_assignment on dondoc.events (tenant_id, assignment_id, id);
create index events_own on dondoc.events (tenant_id, xid, id);
create index events_stream on dondoc.events (xid, tenant_id, id);

-- Counts, written by the store functions that write the assignment, in key order. A test recounts them.
create table dondoc.tally_open (
  tenant_id integer not null references dondoc.tenants (id),
  has_due boolean not null,
  status text not null,
  late_from date not null,
  original_late_from date not null,
  n bigint not null,
  primary key (tenant_id, has_due, status, late_from, original_late_from)
);
create table dondoc.tally_closed (
  tenant_id integer not null references dondoc.tenants (id),
  year integer not null,
  class text not null check (class in ('completed_on_time', 'completed_late', 'no_deadline')),
  original_class text not null check (original_class in ('completed_on_time', 'completed_late', 'no_deadline')),
  n bigint not null,
  primary key (tenant_id, year, class, original_class)
);

do $$ declare t text; begin
  foreach t in array array['assignments', 'progress_reports', 'evidence', 'submissions', 'events', 'tally_open', 'tally_closed'] loop
    execute format('alter table dondoc.%I enable row level security', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('create policy app on dondoc.%I to dondoc_app using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy worker on dondoc.%I to dondoc_worker using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int) with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::int)', t);
    execute format('create policy national_read on dondoc.%I for select to dondoc_national using (true)', t);
  end loop;
  foreach t in array array['assignments', 'events', 'tally_open', 'tally_closed'] loop
    execute format('create policy national_insert on dondoc.%I for insert to dondoc_national with check (true)', t);
  end loop;
  foreach t in array array['assignments', 'submissions', 'tally_open', 'tally_closed'] loop
    execute format('create policy national_update on dondoc.%I for update to dondoc_national using (true) with check (true)', t);
  end loop;
end $$;

grant select, insert on dondoc.progress_reports, dondoc.evidence, dondoc.submissions, dondoc.events, dondoc.tally_open, dondoc.tally_closed to dondoc_app;
grant select on dondoc.assignments to dondoc_app;
-- A tenant moves its own work; dates, level and what the Working Group decides are not its to write.
grant update (status, open, late_from, original_late_from, urgency_on, percent, unanswered_urges, reminders_at_level, extension_pending, assignee_id, proposed_by, submission_id, submitted_by, submitted_on, opened_at, last_report_at, updated_at, version) on dondoc.assignments to dondoc_app;
grant update (frozen, removed_at, removed_by) on dondoc.evidence to dondoc_app;
grant update (decision, decided_by, decided_name, decided_at, decision_remark) on dondoc.submissions to dondoc_app, dondoc_national;
grant update (n) on dondoc.tally_open, dondoc.tally_closed to dondoc_app, dondoc_national, dondoc_worker;
grant select on dondoc.assignments, dondoc.progress_reports, dondoc.evidence, dondoc.submissions, dondoc.events, dondoc.tally_open, dondoc.tally_closed to dondoc_national, dondoc_worker;
grant insert on dondoc.assignments, dondoc.events, dondoc.tally_open, dondoc.tally_closed to dondoc_national;
grant insert on dondoc.events, dondoc.tally_open, dondoc.tally_closed to dondoc_worker;
grant update (status, open, counted, due_on, due_precision, late_from, original_late_from, urgency_on, level, unanswered_urges, reminders_at_level, extension_count, extension_pending, submission_id, submitted_by, submitted_on, opened_at, updated_at, version) on dondoc.assignments to dondoc_national;
grant update (status, open, late_from, original_late_from, urgency_on, reminders_at_level, updated_at, version) on dondoc.assignments to dondoc_worker;
