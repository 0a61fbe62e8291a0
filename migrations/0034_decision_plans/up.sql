-- Decisions are planned as urges are: the tables of plans take both. A part of decisions keeps what became of each assignment in
-- what it has shown, and has neither an urge nor a number.

alter table dondoc.urge_plans rename to plans;
alter table dondoc.plans rename constraint urge_plans_pkey to plans_pkey;
alter table dondoc.plans add column kind text not null default 'urges' check (kind in ('urges', 'decisions'));
alter table dondoc.plans alter column kind drop default;
comment on table dondoc.plans is 'urges or decisions about assignments of many tenants, as they were shown before they were carried out';
comment on column dondoc.plans.input is 'assignments and what is asked or decided: as sent';
comment on column dondoc.plans.skipped is 'assignments that were asked for and are not in the plan, each with the code that says why';

alter table dondoc.urge_plan_parts rename to plan_parts;
alter table dondoc.plan_parts rename constraint urge_plan_parts_pkey to plan_parts_pkey;
alter index dondoc.urge_plan_parts_tenant rename to plan_parts_tenant;
alter table dondoc.plan_parts drop constraint urge_plan_parts_state_check;
alter table dondoc.plan_parts add constraint plan_parts_state_check
  check (state in ('planned', 'issued', 'decided', 'failed', 'withdrawn'));
comment on table dondoc.plan_parts is 'at most 50 assignments of one tenant, urged or decided on in a transaction of its own';
comment on column dondoc.plan_parts.shown is 'assignments with the versions seen, readers, the instant of leaving: as the person saw it; once carried out, what became of it';
comment on column dondoc.plan_parts.messages is 'the mail of an urge in the outbox; what was queued for stand-ins is found by its key';
comment on column dondoc.plan_parts.why is 'the code of what refused to carry it out or to withdraw it';
