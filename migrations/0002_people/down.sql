drop table dondoc.contacts;
drop table dondoc.log_in_failures;
drop table dondoc.refresh_tokens;
drop table dondoc.links;
drop table dondoc.accounts;
drop table dondoc.sessions;
drop table dondoc.users;
