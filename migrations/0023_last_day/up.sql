-- “Trước hết ngày” reads as “before the day”, and the day itself still counts (R52).
update dondoc.urge_templates set text_vi = replace(text_vi, 'trước hết ngày', 'chậm nhất ngày');
