revoke insert (tenant_id, id, actor_tenant_id, actor_id, actor_name, session_id, request_id, action, subject_kind, subject_id, detail)
  on dondoc.audit from dondoc_app, dondoc_national, dondoc_worker, dondoc_auth;
grant insert on dondoc.audit to dondoc_app, dondoc_national, dondoc_worker, dondoc_auth;
revoke update (proposed_by) on dondoc.assignments from dondoc_national;
