revoke update (state, granted_to, remark, decided_by, decided_name, decided_at) on dondoc.extension_requests from dondoc_worker;
revoke update (lapsed_at) on dondoc.urges, dondoc.urge_assignments from dondoc_worker;
revoke update (unanswered_urges, extension_pending, sent_back) on dondoc.assignments from dondoc_worker;
alter table dondoc.reports drop column missed_on;

alter table dondoc.periods drop constraint periods_check1;
alter table dondoc.periods add constraint periods_check1 check ((status in ('open', 'closed')) = (opened_at is not null));
alter table dondoc.periods drop constraint periods_status_check;
alter table dondoc.periods add constraint periods_status_check check (status in ('planned', 'open', 'closed', 'cancelled'));

delete from dondoc.reminder_rules where policy_id in (select id from dondoc.policies where kind = 'report_reminders');
delete from dondoc.policies where kind = 'report_reminders';
alter table dondoc.policies drop constraint policies_check2;
alter table dondoc.policies add constraint policies_check2 check ((kind = 'reminders') = (cap is not null));
alter table dondoc.policies drop constraint policies_kind_check;
alter table dondoc.policies add constraint policies_kind_check check (kind in ('reminders', 'ladder'));
