revoke select (second_factor_at) on dondoc.accounts from dondoc_app;
drop table dondoc.log_in_steps;
drop table dondoc.recovery_codes;
drop table dondoc.totp;
alter table dondoc.accounts drop column second_factor_at;
