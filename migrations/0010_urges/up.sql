-- An urge is one numbered act about one or many assignments of a tenant, addressed to a role of it.
comment on table dondoc.settings is 'simulated: this database carries invented data; clock_offset_us: microseconds added to the clock, refused without the mark; urge_symbol, urge_parent, urge_issuer, urge_place: document symbol, superior body, name and place of the body that issues urges';

alter table dondoc.urge_numbers add column symbol text not null default 'TCT';
alter table dondoc.urge_numbers alter column symbol drop default;
alter table dondoc.urge_numbers drop constraint urge_numbers_pkey;
alter table dondoc.urge_numbers add primary key (year, symbol);
comment on table dondoc.urge_numbers is 'urges are numbered within a year and an issuing body, which its document symbol names, over all tenants';

create table dondoc.urge_templates (
  code text primary key check (code ~ '^[a-z0-9_]{1,40}$'),
  name_vi text not null,
  name_en text not null,
  text_vi text not null,
  text_en text not null,
  version integer not null default 1
);
comment on table dondoc.urge_templates is 'texts of urges with the placeholders {tenant}, {tasks}, {days_overdue}, {reply_by}; an urge keeps the text it was issued with';

create table dondoc.urge_assignments (
  tenant_id integer not null,
  urge_id uuid not null,
  assignment_id uuid not null,
  due_on date,
  due_precision text not null check (due_precision in ('day', 'month', 'quarter', 'year', 'none')),
  lapsed_at timestamptz,
  primary key (tenant_id, urge_id, assignment_id),
  foreign key (tenant_id, urge_id) references dondoc.urges (tenant_id, id),
  foreign key (tenant_id, assignment_id) references dondoc.assignments (tenant_id, id)
);
create index urge_assignments_assignment on dondoc.urge_assignments (tenant_id, assignment_id, urge_id);
comment on table dondoc.urge_assignments is 'what an urge is about. An urge is one letter and is answered once: the answer closes it for all of its assignments. An accepted assignment leaves it on its own; with the last one the urge lapses';
comment on column dondoc.urge_assignments.due_on is 'the due date as it was when the urge was issued: a letter does not change with an extension';
comment on column dondoc.urge_assignments.lapsed_at is 'when the assignment was accepted before the urge was answered: open are those without it, of an urge that is neither answered nor lapsed';

alter table dondoc.urges add column symbol text not null default 'TCT';
alter table dondoc.urges alter column symbol drop default;
alter table dondoc.urges add column addressee text not null default 'responsible' check (addressee in ('responsible', 'focal_head', 'steering_head', 'agency_mailbox'));
alter table dondoc.urges alter column addressee drop default;
alter table dondoc.urges add column template text;
alter table dondoc.urges add column text_en text;
alter table dondoc.urges add column by_role text;
alter table dondoc.urges add column issued_on date;
alter table dondoc.urges add column answered_on date;
comment on column dondoc.urges.symbol is 'of the issuing body, as it was then: the number reads 12/2024/TCT';
comment on column dondoc.urges.template is 'the code of the template its text was made from';
comment on column dondoc.urges.text_en is 'for readers of English, where a template has said it';
comment on column dondoc.urges.by_role is 'of who issued it; not known of the oldest';
comment on column dondoc.urges.issued_on is 'the local date';
comment on column dondoc.urges.answered_on is 'the local date: in time is until the end of reply_by';

-- The owner moves what there is: policies bind the owner as well while row-level security is forced.
alter table dondoc.urges no force row level security;
alter table dondoc.assignments no force row level security;
update dondoc.urges set issued_on = (at at time zone 'Asia/Ho_Chi_Minh')::date, answered_on = (answered_at at time zone 'Asia/Ho_Chi_Minh')::date;
insert into dondoc.urge_assignments (tenant_id, urge_id, assignment_id, due_on, due_precision, lapsed_at)
select u.tenant_id, u.id, u.assignment_id, a.due_on, a.due_precision, u.lapsed_at
  from dondoc.urges u join dondoc.assignments a on a.tenant_id = u.tenant_id and a.id = u.assignment_id;
alter table dondoc.urges force row level security;
alter table dondoc.assignments force row level security;

alter table dondoc.urges alter column issued_on set not null;
alter table dondoc.urges drop column assignment_id;
alter table dondoc.urges drop constraint urges_tenant_id_year_number_key;
alter table dondoc.urges add unique (tenant_id, year, symbol, number);
alter table dondoc.urges add check ((answered_on is null) = (answered_at is null));
create index urges_at on dondoc.urges (at, id);
create index urges_tenant_at on dondoc.urges (tenant_id, at, id);
create index urges_id on dondoc.urges (id);
create index urges_issued on dondoc.urges (issued_on);

alter table dondoc.urge_assignments enable row level security;
alter table dondoc.urge_assignments force row level security;
create policy app on dondoc.urge_assignments to dondoc_app using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy worker on dondoc.urge_assignments to dondoc_worker using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int) with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy national_read on dondoc.urge_assignments for select to dondoc_national using (true);
create policy national_insert on dondoc.urge_assignments for insert to dondoc_national with check (true);
create policy national_update on dondoc.urge_assignments for update to dondoc_national using (true) with check (true);

grant select on dondoc.urge_assignments to dondoc_app, dondoc_national, dondoc_worker;
grant insert, update (lapsed_at) on dondoc.urge_assignments to dondoc_national;
grant update (answered_on) on dondoc.urges to dondoc_app;
grant select, insert, update on dondoc.urge_templates to dondoc_national;

insert into dondoc.urge_templates (code, name_vi, name_en, text_vi, text_en) values
('overdue', 'Nhiệm vụ quá hạn: xử lý dứt điểm', 'Overdue: bring it to an end',
'Theo dõi việc thực hiện các nhiệm vụ được giao, đến nay {tenant} chưa hoàn thành {tasks}; nhiệm vụ chậm nhất đã quá hạn {days_overdue} ngày.

Tổ công tác đề nghị {tenant} khẩn trương chỉ đạo, tập trung xử lý dứt điểm nhiệm vụ quá hạn nêu trên; báo cáo rõ kết quả đã đạt được, vướng mắc, nguyên nhân và thời điểm hoàn thành. Trả lời trên hệ thống trước hết ngày {reply_by}; sau thời hạn này, Tổ công tác sẽ báo cáo cấp có thẩm quyền.',
'According to our records {tenant} has not yet completed {tasks}; the latest of these is {days_overdue} days overdue.

The Working Group asks {tenant} to bring what is overdue to an end without delay, and to report what has been achieved, what stands in the way and why, and when it will be finished. Answer in the system by the end of {reply_by}; after that date the Working Group will report to the competent authority.'),
('no_report', 'Chưa có báo cáo tiến độ', 'No progress report',
'Đến nay, Tổ công tác vẫn chưa nhận được báo cáo tiến độ của {tenant} về {tasks}.

Đề nghị {tenant} khẩn trương cập nhật tiến độ, kết quả kèm minh chứng, nêu rõ vướng mắc và kiến nghị (nếu có) trên hệ thống, và trả lời trước hết ngày {reply_by}.',
'The Working Group has not yet received a progress report of {tenant} on {tasks}.

{tenant} is asked to report progress and results with evidence in the system without delay, with what stands in the way and what is proposed, if anything, and to answer by the end of {reply_by}.'),
('due_soon', 'Sắp đến hạn: bảo đảm tiến độ', 'Due soon: keep to the date',
'Để bảo đảm hoàn thành đúng thời hạn, Tổ công tác đề nghị {tenant} rà soát, đẩy nhanh tiến độ thực hiện {tasks}.

Trường hợp có khả năng chậm tiến độ, đề nghị nêu rõ vướng mắc, nguyên nhân, giải pháp và dự kiến thời điểm hoàn thành. Trả lời trên hệ thống trước hết ngày {reply_by}.',
'So that the due date is kept, the Working Group asks {tenant} to review and speed up {tasks}.

Where a delay is likely, say what stands in the way and why, what is being done about it, and when the work will be finished. Answer in the system by the end of {reply_by}.');
