drop table dondoc.spent_challenges;
drop table dondoc.passkeys;
