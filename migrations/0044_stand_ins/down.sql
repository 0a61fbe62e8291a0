alter table dondoc.correction_drafts drop column proposed_on;
alter table dondoc.assignments drop column proposed_on;
alter table dondoc.audit drop column actor_for;
alter table dondoc.sessions drop column acting_under;
drop table dondoc.stand_ins;
