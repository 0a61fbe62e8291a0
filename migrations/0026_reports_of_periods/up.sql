-- Reports of periods are reminded of under a policy of their own, and missed when their period has closed without them.

alter table dondoc.policies drop constraint policies_kind_check;
alter table dondoc.policies add constraint policies_kind_check check (kind in ('reminders', 'report_reminders', 'ladder'));
alter table dondoc.policies drop constraint policies_check2;
alter table dondoc.policies add constraint policies_check2 check ((kind in ('reminders', 'report_reminders')) = (cap is not null));
insert into dondoc.policies (id, kind, version, from_on, cap, note, by_name, at) values
  ('00000000-0000-7000-8000-000000000003', 'report_reminders', 1, '2000-01-01', 4, 'Mặc định', 'system', '2000-01-01Z');
insert into dondoc.reminder_rules (policy_id, rule, audience)
  select '00000000-0000-7000-8000-000000000003'::uuid, rule, 'assignee'
    from unnest(array['before-3', 'due', 'overdue-1', 'overdue-3']) rule
  union all
  select '00000000-0000-7000-8000-000000000003'::uuid, rule, 'approvers' from unnest(array['overdue-1', 'overdue-3']) rule;

-- Whether a period is closed is read from its dates.
alter table dondoc.periods drop constraint periods_status_check;
alter table dondoc.periods add constraint periods_status_check check (status in ('planned', 'open', 'cancelled'));
alter table dondoc.periods drop constraint periods_check1;
alter table dondoc.periods add constraint periods_check1 check ((status = 'open') = (opened_at is not null));

alter table dondoc.reports add missed_on date;
comment on column dondoc.reports.missed_on is 'the local day from which it counts as missed: its period had closed without it';
grant update (missed_on) on dondoc.reports to dondoc_worker;
-- What stands beside a missed report ends with it.
grant update (unanswered_urges, extension_pending, sent_back) on dondoc.assignments to dondoc_worker;
grant update (lapsed_at) on dondoc.urges, dondoc.urge_assignments to dondoc_worker;
grant update (state, granted_to, remark, decided_by, decided_name, decided_at) on dondoc.extension_requests to dondoc_worker;
