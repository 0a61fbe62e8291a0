-- An index holds what filters look at beside the order of the list: what a page is, and how many there are, is read in it alone. No
-- other write than before touches more than one version of a row for it: each of these columns was in an index already.
drop index dondoc.assignments_backlog;
drop index dondoc.assignments_own;
drop index dondoc.assignments_status;
drop index dondoc.assignments_never_urged;
drop index dondoc.assignments_extension;
create index assignments_backlog on dondoc.assignments (urgency_on, code_order, tenant_id, id)
  include (part, period_id, status, level, urges, counted, due_on, late_from, extension_pending, task_id, assignee_id) where open;
create index assignments_own on dondoc.assignments (tenant_id, urgency_on, code_order, id)
  include (part, period_id, status, level, urges, counted, due_on, late_from, extension_pending, task_id, assignee_id) where open;
create index assignments_status on dondoc.assignments (status, urgency_on, code_order, tenant_id, id)
  include (part, period_id, extension_pending) where open;
create index assignments_never_urged on dondoc.assignments (urgency_on, code_order, tenant_id, id)
  include (part, period_id, status, extension_pending) where open and urges = 0;
create index assignments_extension on dondoc.assignments (tenant_id, urgency_on, code_order, id)
  include (part, period_id, status) where open and extension_pending;
-- The few that were taken up the ladder, and what is due in a range of days.
create index assignments_level on dondoc.assignments (level, urgency_on, code_order, tenant_id, id)
  include (part, period_id, status, extension_pending) where open and level > 0;
create index assignments_due_on on dondoc.assignments (due_on, tenant_id, id)
  include (part, period_id, status, extension_pending) where open;
