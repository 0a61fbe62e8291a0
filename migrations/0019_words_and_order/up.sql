-- Search by whole syllables. `words` is the text of a tsvector: each syllable with and without its accents (tone last), at
-- its place; parts stand a thousand places apart. dondoc_shared::fold writes it from now on; here what is stored is spelled
-- the same way, in no locale: decomposed Vietnamese is ASCII, marks, and the barred d.
alter table dondoc.tasks rename column folded to words;
comment on column dondoc.tasks.words is 'text of a tsvector: the syllables of number, directive, clause and titles with their places, for search';

update dondoc.tasks t set words = coalesce((
  select string_agg(format('''%s'':%s', lexeme, least(place, 16383)), ' ' order by place, nth)
  from (
    select word, (part - 1) * 1000 + row_number() over (partition by part order by at) as place
    from unnest(array[t.code, d.number, t.clause_vi, t.clause_en, t.title_vi, t.title_en]) with ordinality as p (text, part),
      regexp_split_to_table(translate(lower(normalize(text, nfd)), U&'\0110', U&'\0111'), U&'[^a-z0-9\0111\0300-\036F]+') with ordinality as w (word, at)
    where word ~ U&'[a-z0-9\0111]'
  ) as numbered,
  lateral (
    select replace(regexp_replace(word, U&'[\0300-\036F]', '', 'g'), U&'\0111', 'd') as plain,
      regexp_replace(word, U&'[\0300\0301\0303\0309\0323]', '', 'g') || regexp_replace(word, U&'[^\0300\0301\0303\0309\0323]', '', 'g') as exact
  ) as spelled,
  lateral (select plain as lexeme, 1 as nth union all select exact, 2 where exact <> plain) as lexemes
), '')
from dondoc.directives d where d.id = t.directive_id;
create index tasks_words on dondoc.tasks using gin ((words::tsvector));
-- The queue of tasks without a tenant counts those of one scope.
create index tasks_scope on dondoc.tasks (scope, id);

-- Codes in the order in which people count: each number after the number of its digits. dondoc_shared::order writes it.
alter table dondoc.tasks add column code_order text collate "C";
update dondoc.tasks set code_order = (
  select string_agg(case when part[1] ~ '^[0-9]' then chr(48 + length(ltrim(part[1], '0'))) || ltrim(part[1], '0') else part[1] end, '' order by at)
  from regexp_matches(lower(code), '[0-9]+|[^0-9]+', 'g') with ordinality as parts (part, at)
);
alter table dondoc.tasks alter column code_order set not null;
comment on column dondoc.tasks.code_order is 'the code as it sorts: T24-2 before T24-10';

-- Equally urgent assignments stand by the code of their task, then by tenant. The code of a task never changes.
alter table dondoc.assignments add column code_order text collate "C";
alter table dondoc.assignments no force row level security;
update dondoc.assignments a set code_order = t.code_order from dondoc.tasks t where t.id = a.task_id;
alter table dondoc.assignments force row level security;
alter table dondoc.assignments alter column code_order set not null;
comment on column dondoc.assignments.code_order is 'that of the task, beside urgency_on so that one index has the order of the list';

drop index dondoc.assignments_backlog;
drop index dondoc.assignments_own;
drop index dondoc.assignments_status;
drop index dondoc.assignments_closed;
drop index dondoc.assignments_closed_own;
create index assignments_backlog on dondoc.assignments (urgency_on, code_order, tenant_id, id) where open;
create index assignments_own on dondoc.assignments (tenant_id, urgency_on, code_order, id) where open;
create index assignments_status on dondoc.assignments (status, urgency_on, code_order, tenant_id, id) where open;
create index assignments_closed on dondoc.assignments (urgency_on, code_order, tenant_id, id) where not open;
create index assignments_closed_own on dondoc.assignments (tenant_id, urgency_on, code_order, id) where not open;
