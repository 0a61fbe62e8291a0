-- Work that passes is told: a notice to whoever is next, and one mail of what a directive has newly assigned.
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'notice', 'assignments', 'report', 'close_contributions', 'share'));
-- Notices to one reader leave as one mail: the oldest takes the others along.
create index outbox_notice on dondoc.outbox (tenant_id, recipient_id, run_at, id) where kind = 'notice' and state in ('ready', 'leased') and raw is null;

alter table dondoc.assignments add column sent_back boolean not null default false;
comment on column dondoc.assignments.sent_back is 'an approver sent the proposal back, and nobody has reported since';
grant update (sent_back) on dondoc.assignments to dondoc_app;

alter table dondoc.evidence add column frozen_by uuid;
comment on column dondoc.evidence.frozen_by is 'the submission that froze it; taking that back frees it';
alter table dondoc.evidence add foreign key (tenant_id, frozen_by) references dondoc.submissions (tenant_id, id);
create index evidence_frozen_by on dondoc.evidence (tenant_id, frozen_by);
grant update (frozen_by) on dondoc.evidence to dondoc_app;

-- The owner sees rows only while row-level security is not forced upon it.
do $$ declare t text; begin
  foreach t in array array['assignments', 'events', 'evidence', 'submissions'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
update dondoc.assignments a set sent_back = true where a.status = 'in_progress' and (
  select e.kind from dondoc.events e
  where e.tenant_id = a.tenant_id and e.assignment_id = a.id and e.kind in ('sent_back', 'reported', 'proposed', 'submitted', 'taken_back')
  order by e.at desc, e.id desc limit 1) = 'sent_back';
update dondoc.evidence e set frozen_by = (
  select s.id from dondoc.submissions s
  where s.tenant_id = e.tenant_id and s.assignment_id = e.assignment_id and s.at >= e.at
  order by s.at, s.id limit 1) where e.frozen;
do $$ declare t text; begin
  foreach t in array array['assignments', 'events', 'evidence', 'submissions'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
