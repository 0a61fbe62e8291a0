delete from dondoc.plan_parts r using dondoc.plans p where p.id = r.plan_id and p.kind = 'decisions';
delete from dondoc.plans where kind = 'decisions';

alter table dondoc.plan_parts drop constraint plan_parts_state_check;
alter table dondoc.plan_parts add constraint urge_plan_parts_state_check
  check (state in ('planned', 'issued', 'failed', 'withdrawn'));
alter index dondoc.plan_parts_tenant rename to urge_plan_parts_tenant;
alter table dondoc.plan_parts rename constraint plan_parts_pkey to urge_plan_parts_pkey;
alter table dondoc.plan_parts rename to urge_plan_parts;

alter table dondoc.plans drop column kind;
alter table dondoc.plans rename constraint plans_pkey to urge_plans_pkey;
alter table dondoc.plans rename to urge_plans;
