drop table dondoc.console_log_ins;
