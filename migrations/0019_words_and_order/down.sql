drop index dondoc.assignments_backlog;
drop index dondoc.assignments_own;
drop index dondoc.assignments_status;
drop index dondoc.assignments_closed;
drop index dondoc.assignments_closed_own;
alter table dondoc.assignments drop column code_order;
create index assignments_backlog on dondoc.assignments (urgency_on, tenant_id, id) where open;
create index assignments_own on dondoc.assignments (tenant_id, urgency_on, id) where open;
create index assignments_status on dondoc.assignments (status, urgency_on, tenant_id, id) where open;
create index assignments_closed on dondoc.assignments (urgency_on, tenant_id, id) where not open;
create index assignments_closed_own on dondoc.assignments (tenant_id, urgency_on, id) where not open;
alter table dondoc.tasks drop column code_order;
drop index dondoc.tasks_scope;
drop index dondoc.tasks_words;
alter table dondoc.tasks rename column words to folded;
update dondoc.tasks t set folded = translate(regexp_replace(lower(normalize(
    concat_ws(' ', t.code, d.number, t.clause_vi, t.clause_en, t.title_vi, t.title_en), nfd)), U&'[\0300-\036F]', '', 'g'), U&'\0110\0111', 'dd')
from dondoc.directives d where d.id = t.directive_id;
comment on column dondoc.tasks.folded is 'number, clause and titles without accents, for search; no row-level security here, so LIKE is safe to use';
