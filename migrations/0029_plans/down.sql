alter table dondoc.urges drop column withdrawn_at;
drop table dondoc.plan_parts;
drop table dondoc.plans;
