-- The Working Group reads the longest blocks of all tenants, and how many there are by cause: both from this index alone.
create index blocks_longest on dondoc.blocks (since, tenant_id, task_id, source_tenant_id) include (cause) where live;
