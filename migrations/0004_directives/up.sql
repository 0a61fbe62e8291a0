-- National: source documents and the duties they name. Readable by all, written by the national role.
create table dondoc.directives (
  id uuid primary key,
  number text not null unique check (length(number) between 1 and 120),
  kind text not null check (kind in ('decision', 'resolution', 'instruction', 'dispatch', 'notice', 'letter')),
  issuer_vi text not null,
  issuer_en text not null,
  issued_on date not null,
  issued_precision text not null default 'day' check (issued_precision in ('day', 'month', 'quarter', 'year')),
  title_vi text not null,
  title_en text not null default '',
  source_note_vi text not null default '',
  source_note_en text not null default ''
);

create table dondoc.tasks (
  id uuid primary key,
  code text not null unique check (code ~ '^[A-Za-z0-9._-]{1,24}$'),
  directive_id uuid not null references dondoc.directives (id),
  clause_vi text not null default '',
  clause_en text not null default '',
  title_vi text not null,
  title_en text not null default '',
  product_vi text not null default '',
  product_en text not null default '',
  scope text not null check (scope in ('single', 'named', 'ministries', 'localities', 'all', 'subset')),
  lead text not null default '',
  coordinating text not null default '',
  lead_basis text not null check (lead_basis in ('stated', 'public_source', 'other_directive', 'inferred', 'prototype', 'not_stated')),
  due_on date,
  due_precision text not null default 'none' check (due_precision in ('day', 'month', 'quarter', 'year', 'none')),
  due_text_vi text not null default '',
  due_text_en text not null default '',
  starts_on date,
  recurrence text not null default 'none' check (recurrence in ('none', 'monthly')),
  parent_id uuid references dondoc.tasks (id),
  restates_id uuid references dondoc.tasks (id),
  chair_title_vi text not null default '',
  chair_title_en text not null default '',
  folded text not null,
  source_note_vi text not null default '',
  source_note_en text not null default '',
  check ((due_on is null) = (due_precision = 'none'))
);
create index tasks_directive on dondoc.tasks (directive_id);
create index tasks_parent on dondoc.tasks (parent_id);
create index tasks_restates on dondoc.tasks (restates_id);
comment on column dondoc.tasks.folded is 'number, clause and titles without accents, for search; no row-level security here, so LIKE is safe to use';

grant select on dondoc.directives, dondoc.tasks to dondoc_app, dondoc_national, dondoc_worker;
grant insert, update on dondoc.directives, dondoc.tasks to dondoc_national;
