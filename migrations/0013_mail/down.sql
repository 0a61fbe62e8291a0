-- The owner sees rows only while row-level security is not forced upon it.
alter table dondoc.outbox no force row level security;
delete from dondoc.outbox where kind = 'report';
alter table dondoc.outbox force row level security;
alter table dondoc.outbox drop constraint outbox_kind_check;
alter table dondoc.outbox add constraint outbox_kind_check check (kind in ('digest', 'urge', 'escalation', 'decision', 'close_contributions', 'share'));
do $$ declare t text; begin
  foreach t in array array['reminder_occurrences', 'copy_occurrences'] loop
    execute format('alter table dondoc.%I no force row level security', t);
    execute format('delete from dondoc.%I where message_id is null', t);
    execute format('alter table dondoc.%I force row level security', t);
    execute format('alter table dondoc.%I drop constraint %I', t, t || '_message');
    execute format('alter table dondoc.%I alter message_id set not null', t);
  end loop;
end $$;
drop table dondoc.reminder_choices;
