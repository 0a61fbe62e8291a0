-- What a person typed into a form and the server has not carried out yet: one for each form, its writer's alone.
create table dondoc.drafts (
  tenant_id integer not null references dondoc.tenants (id),
  user_id uuid not null,
  form text not null check (length(form) between 1 and 200),
  fields jsonb not null,
  saved_at timestamptz not null,
  primary key (tenant_id, user_id, form)
);
create index drafts_age on dondoc.drafts (saved_at);

alter table dondoc.drafts enable row level security;
alter table dondoc.drafts force row level security;
create policy app on dondoc.drafts to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker on dondoc.drafts to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
-- Nobody else reads what was not sent. The Working Group's forms are the console's, which keeps its own.
grant select, insert, update (fields, saved_at), delete on dondoc.drafts to dondoc_app;
grant select (tenant_id, saved_at), delete on dondoc.drafts to dondoc_worker;

-- The version of the assignment that the report made: another report is in conflict with it, and nothing else is.
alter table dondoc.progress_reports add column version integer not null default 0;
