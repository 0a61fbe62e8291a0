drop table dondoc.views;
