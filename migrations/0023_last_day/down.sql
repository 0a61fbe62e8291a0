update dondoc.urge_templates set text_vi = replace(text_vi, 'chậm nhất ngày', 'trước hết ngày');
