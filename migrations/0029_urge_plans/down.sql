alter table dondoc.urges drop column withdrawn_at, drop column mail_from;
drop table dondoc.urge_plan_parts;
drop table dondoc.urge_plans;
