delete from dondoc.urge_templates where code = 'waiting';
comment on table dondoc.urge_templates is 'texts of urges with the placeholders {tenant}, {tasks}, {days_overdue}, {reply_by}; an urge keeps the text it was issued with';
