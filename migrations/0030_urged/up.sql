-- How often an assignment was urged and when last, beside it: what was never urged is found by an index.

alter table dondoc.assignments add column urges integer not null default 0 check (urges >= 0);
alter table dondoc.assignments add column last_urged_on date check ((last_urged_on is not null) = (urges > 0));
comment on column dondoc.assignments.urges is 'urges issued about it and not withdrawn';
comment on column dondoc.assignments.last_urged_on is 'local date in Ha Noi on which the last of these was issued';
grant update (urges, last_urged_on) on dondoc.assignments to dondoc_national;
create index assignments_never_urged on dondoc.assignments (urgency_on, code_order, tenant_id, id) where open and urges = 0;

-- The owner sees rows only while row-level security is not forced upon it.
do $$ declare t text; begin
  foreach t in array array['assignments', 'urges', 'urge_assignments'] loop
    execute format('alter table dondoc.%I no force row level security', t);
  end loop;
end $$;
update dondoc.assignments a set urges = known.urges, last_urged_on = known.last_urged_on
  from (select l.tenant_id, l.assignment_id, count(*)::int urges, max(u.issued_on) last_urged_on
    from dondoc.urge_assignments l join dondoc.urges u on u.tenant_id = l.tenant_id and u.id = l.urge_id
   where u.withdrawn_at is null group by 1, 2) known
 where a.tenant_id = known.tenant_id and a.id = known.assignment_id;
do $$ declare t text; begin
  foreach t in array array['assignments', 'urges', 'urge_assignments'] loop
    execute format('alter table dondoc.%I force row level security', t);
  end loop;
end $$;
