-- The figures of each week of each body, written once by the first sweep of the week: what the trend of the console's first page is
-- read from, since no other table knows what was overdue on a day that is over.

create table dondoc.weekly_figures (
  tenant_id integer not null references dondoc.tenants (id),
  week_of date not null check (extract(isodow from week_of) = 1),
  overdue bigint not null check (overdue >= 0),
  closed bigint not null check (closed >= 0),
  primary key (tenant_id, week_of)
);
comment on table dondoc.weekly_figures is 'a body''s counted lead assignments, week by week; only ever added to';
comment on column dondoc.weekly_figures.week_of is 'the Monday of the week that had begun';
comment on column dondoc.weekly_figures.overdue is 'open and overdue when the week had begun';
comment on column dondoc.weekly_figures.closed is 'accepted in the seven days before, and still so';
-- The trend reads the last weeks of all bodies.
create index weekly_figures_week on dondoc.weekly_figures (week_of, tenant_id);

alter table dondoc.weekly_figures enable row level security;
alter table dondoc.weekly_figures force row level security;
create policy worker on dondoc.weekly_figures to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.weekly_figures for select to dondoc_national using (true);

grant select, insert on dondoc.weekly_figures to dondoc_worker;
grant select on dondoc.weekly_figures to dondoc_national;
