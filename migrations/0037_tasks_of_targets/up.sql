-- What a target is reached by: where all of it is done and the target is not reached, somebody looks again (R174).

alter table dondoc.targets add column tasks uuid[] not null default '{}';
comment on column dondoc.targets.tasks is 'the tasks whose product is the target in the words of their directive';
