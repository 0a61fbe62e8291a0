drop table dondoc.weekly_figures;
