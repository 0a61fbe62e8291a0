-- When an entry was made, and in which transaction, is the database's word: nobody who writes one may say so.
revoke insert on dondoc.audit from dondoc_app, dondoc_national, dondoc_worker, dondoc_auth;
grant insert (tenant_id, id, actor_tenant_id, actor_id, actor_name, session_id, request_id, action, subject_kind, subject_id, detail)
  on dondoc.audit to dondoc_app, dondoc_national, dondoc_worker, dondoc_auth;

-- A return ends the proposal as well: whoever made it may submit what is proposed by somebody else, or by nobody, since.
grant update (proposed_by) on dondoc.assignments to dondoc_national;
