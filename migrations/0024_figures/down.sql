do $$ declare t text; begin
  foreach t in array array['outbox', 'assignments'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
-- Errands are no mail and have no steps. Assignments that are reports would be duties without these columns: they have to go first.
delete from dondoc.outbox where kind = 'figures';
do $$ begin
  if exists (select from dondoc.assignments where period_id is not null) then
    raise exception 'there are reports: this migration cannot be undone without losing them';
  end if;
end $$;
do $$ declare t text; begin
  foreach t in array array['outbox', 'assignments'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
drop index dondoc.outbox_errands;
create index outbox_errands on dondoc.outbox (run_at, tenant_id) where state in ('ready', 'ambiguous') and kind in ('close_contributions', 'share');
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'notice', 'assignments', 'report', 'close_contributions', 'share'));
drop table dondoc.figure_weights, dondoc.figure_sources, dondoc.figures, dondoc.measurements, dondoc.report_revisions, dondoc.report_drafts, dondoc.reports;
alter table dondoc.assignments drop column period_id;
alter table dondoc.tasks drop column period_id, drop column kind;
drop table dondoc.periods, dondoc.figures_of_record, dondoc.targets, dondoc.indicator_versions, dondoc.indicators, dondoc.regimes, dondoc.group_members, dondoc.body_groups;
