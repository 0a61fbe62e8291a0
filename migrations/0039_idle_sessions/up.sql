-- When a session last asked for something, at most five minutes late: a browser's ends after half an hour in which nobody uses it (R89).
-- Servers of before this migration do not write it: what they begin lives as long as they let it.
alter table dondoc.sessions add column last_seen_at timestamptz not null default now();
comment on column dondoc.sessions.last_seen_at is 'its last request, at most five minutes late';
