drop table dondoc.log_in_steps;
drop table dondoc.recovery_codes;
drop table dondoc.totp;
alter table dondoc.sessions drop column with_code;
alter table dondoc.users drop column second_factor_at;
delete from dondoc.settings where key = 'second_factor_from';
