comment on table dondoc.urge_templates is 'texts of urges with the placeholders {tenant}, {tasks}, {days_overdue}, {reply_by}, {waiting}; an urge keeps the text it was issued with';

insert into dondoc.urge_templates (code, name_vi, name_en, text_vi, text_en) values
('waiting', 'Cơ quan khác đang chờ', 'Another body waits',
'Theo báo cáo trên hệ thống, {waiting} đang chờ {tenant} để thực hiện {tasks}.

Tổ công tác đề nghị {tenant} khẩn trương xử lý phần việc thuộc trách nhiệm của mình để cơ quan, địa phương nêu trên có thể tiếp tục thực hiện; nêu rõ kết quả, vướng mắc (nếu có) và thời điểm hoàn thành. Trả lời trên hệ thống trước hết ngày {reply_by}.',
'According to the reports in the system, {waiting} waits for {tenant} with {tasks}.

The Working Group asks {tenant} to see to its own part without delay, so that the above can go on, and to say what has been achieved, what stands in the way, if anything, and when it will be finished. Answer in the system by the end of {reply_by}.');
