alter table dondoc.sessions drop column last_seen_at;
