drop table dondoc.findings, dondoc.report_justifications;
