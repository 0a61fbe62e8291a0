//! Each thing that can be wrong is named with its place; all of them at once; nothing is planned beside a fault.

use dondoc_shared::{text::Lang, wire::TenantKind};
use proptest::prelude::*;

use super::{DIRECTIVES, HOLIDAYS, TENANTS, assigned, measured, plan_of, plan_tasks, sheet, tasks};
use crate::slices::directives::import::{FILES, Fault, Known, KnownTenant, Source, calendar_year, plan};

/// `line:column code` of each fault.
pub(super) fn places(faults: &[Fault]) -> Vec<String> {
    faults.iter().map(|fault| format!("{}:{} {}", fault.line, fault.column, fault.code())).collect()
}

/// The faults of one task that differs in these columns.
fn of_task(row: &[(&str, &str)]) -> Vec<String> {
    plan_tasks(&[row]).map_or_else(|faults| places(&faults), |_| Vec::new())
}

fn of_file(name: &str, text: &str) -> Vec<String> {
    plan_of(&[(name, text)]).map_or_else(|faults| places(&faults), |_| Vec::new())
}

#[test]
fn a_wrong_cell_is_named_by_line_and_column() {
    let long = "x".repeat(1001);
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("code", "")], "2:1 required"),
        (&[("code", "T1/01")], "2:1 wrong_code"),
        (&[("title_vi", "a\u{0}b")], "2:5 forbidden_character"),
        (&[("title_vi", "a\u{202e}b")], "2:5 forbidden_character"),
        (&[("title_vi", "a\nb")], "2:5 forbidden_character"),
        (&[("title_en", &long)], "2:6 too_long"),
        (&[("lead", "bca;bca"), ("scope", "named")], "2:9 named_twice"),
        (&[("scope", "every")], "2:12 unknown_word"),
        (&[("due_on", "19/07/2024"), ("due_precision", "day")], "2:13 wrong_date"),
        (&[("due_on", "2024-7-19"), ("due_precision", "day")], "2:13 wrong_date"),
        (&[("due_on", "20240719"), ("due_precision", "day")], "2:13 wrong_date"),
        (&[("due_on", "2024-02-30"), ("due_precision", "day")], "2:13 wrong_date"),
        (&[("due_on", "0024-07-19"), ("due_precision", "day")], "2:13 wrong_date"),
        (&[("due_on", "2024-07-19"), ("due_precision", "month")], "2:13 precision_mismatch"),
        (&[("due_on", "2024-07-31"), ("due_precision", "quarter")], "2:13 precision_mismatch"),
        (&[("due_on", "2024-06-30"), ("due_precision", "year")], "2:13 precision_mismatch"),
        (&[("due_on", "2024-06-30")], "2:13 precision_mismatch"),
        (&[("due_precision", "day")], "2:13 precision_mismatch"),
        (
            &[("due_on", "2024-06-30"), ("due_precision", "day"), ("starts_on", "2024-07-01")],
            "2:13 ends_before_start",
        ),
    ];
    for (row, expected) in cases {
        assert_eq!(of_task(row), [*expected], "{row:?}");
    }
}

#[test]
fn what_a_task_refers_to_must_be_there_and_fit() {
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("directive", "9/QĐ")], "2:2 unknown_directive"),
        (&[("lead", "bcb")], "2:9 unknown_tenant"),
        (&[("coordinating", "all;nobody")], "2:11 unknown_tenant"),
        (&[("coordinating", "bca;;")], "2:11 named_twice"),
        (&[("lead", "hue")], "2:9 tenant_not_valid"),
        (&[("lead", "btttt"), ("directive", "2/TB")], "2:9 tenant_not_valid"),
        (&[("lead", "bca;btttt")], "2:9 lead_scope_mismatch"),
        (&[("lead", "all")], "2:9 lead_scope_mismatch"),
        (&[("lead", "all"), ("scope", "named")], "2:9 lead_scope_mismatch"),
        (&[("lead", "all"), ("scope", "ministries")], "2:9 lead_scope_mismatch"),
        (&[("scope", "localities")], "2:9 lead_scope_mismatch"),
        (&[("scope", "subset")], "2:9 lead_scope_mismatch"),
        (&[("lead", ""), ("scope", "named")], "2:10 lead_basis_mismatch"),
        (&[("lead_basis", "not_stated")], "2:10 lead_basis_mismatch"),
        (&[("parent", "T9-99")], "2:19 unknown_task"),
        (&[("restates", "T9-99")], "2:20 unknown_task"),
        (&[("parent", "T1-01")], "2:19 circle"),
    ];
    for (row, expected) in cases {
        assert!(of_task(row).iter().any(|found| found == expected), "{row:?}: {:?}", of_task(row));
    }
    let circle = plan_tasks(&[&[("parent", "T1-02")], &[("code", "T1-02"), ("restates", "T1-01")]]);
    assert_eq!(places(&circle.unwrap_err()), ["2:19 circle", "3:20 circle"]);
}

#[test]
fn tenants_keep_their_ids_and_no_key_stands_twice() {
    let row = |cells: &str| format!("{TENANTS}{cells},nguồn,source\n");
    let cases = [
        ("1,son-la,SLA,province,Sơn La,Son La,central,,recalled,,", "6:1 duplicate"),
        ("9,bca,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 duplicate"),
        ("9,son-la,BCA,province,Sơn La,Son La,central,,recalled,,", "6:3 duplicate"),
        ("9,son-la,SLA,province,Sơn La,Son La,central,G01,recalled,,", "6:8 duplicate"),
        ("0,son-la,SLA,province,Sơn La,Son La,central,,recalled,,", "6:1 wrong_number"),
        ("9,s,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 wrong_slug"),
        ("9,son-la,S,province,Sơn La,Son La,central,,recalled,,", "6:3 wrong_code"),
        ("9,Son-La,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 wrong_slug"),
        ("9,son--la,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 wrong_slug"),
        ("9,national,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 reserved_word"),
        ("9,son-la,TCT,province,Sơn La,Son La,central,,recalled,,", "6:3 reserved_word"),
        ("9,all,SLA,province,Sơn La,Son La,central,,recalled,,", "6:2 reserved_word"),
        ("9,son-la,SLA,national,Sơn La,Son La,central,,recalled,,", "6:4 unknown_word"),
        (
            "9,son-la,SLA,province,Sơn La,Son La,central,,recalled,2025-01-01,2024-01-01",
            "6:11 ends_before_start",
        ),
    ];
    for (cells, expected) in cases {
        assert_eq!(of_file("tenants.csv", &row(cells)), [expected], "{cells}");
    }
    let known = |id, slug: &str| {
        let (short, kind) = ("BCA".to_owned(), TenantKind::Ministry);
        let tenant = KnownTenant { id, short, kind, valid_from: None, valid_to: None };
        let tenants = [(slug.to_owned(), tenant)].into();
        Known { tenants, ..Known::default() }
    };
    let source = [Source { name: "tenants.csv", bytes: TENANTS.as_bytes() }];
    assert!(plan(&source, &known(1, "bca")).is_ok());
    assert_eq!(places(&plan(&source, &known(7, "bca")).unwrap_err()), ["2:1 id_taken"]);
    let other = plan(&source, &known(1, "byt")).unwrap_err();
    assert_eq!(places(&other), ["2:1 id_taken", "2:3 short_taken"]);
}

#[test]
fn a_wrong_header_is_named_and_the_cells_that_can_be_read_are_still_checked() {
    let header = |from: &str, to: &str| HOLIDAYS.replacen(from, to, 1);
    assert_eq!(of_file("holidays.csv", ""), ["1:1 no_header"]);
    // One mistake is one fault, and the cells are read.
    for name in ["sure", "Certainty", "cer tainty"] {
        assert_eq!(of_file("holidays.csv", &header("certainty", name)), ["1:5 unknown_column"], "{name}");
    }
    let cased = tasks(&[&[], &[("code", "T1-02"), ("parent", "T1-01")]]).replacen("code", "Code", 1);
    let files = [("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES), ("tasks.csv", cased.as_str())];
    let [fault] = <[Fault; 1]>::try_from(plan_of(&files).unwrap_err()).unwrap();
    assert!(
        fault
            .message(Lang::En)
            .ends_with("there is no column “Code”; the one that is missing is called “code”")
    );
    let two = header("certainty", "sure").replacen("name_en", "named", 1);
    assert_eq!(of_file("holidays.csv", &two).len(), 4, "which is which cannot be known");
    // A column more in the header than in every line.
    let longer = format!("{}2024-09-03,public,x,x,verified,x,x\n", header("date,", "date,when,"));
    assert_eq!(of_file("holidays.csv", &longer), ["1:1 field_count"]);
    assert_eq!(
        of_file("holidays.csv", &header("name_en", "kind")),
        ["1:1 missing_column", "1:4 duplicate_column"]
    );
    let twice = header("certainty", "sure").replace("2024-09-02", "2/9/2024");
    assert_eq!(of_file("holidays.csv", &twice), ["1:5 unknown_column", "2:1 wrong_date"]);
    assert_eq!(of_file("holidays.csv", &format!("{HOLIDAYS}2024-09-03,public\n")), ["3:1 field_count"]);
    assert_eq!(of_file("holiday.csv", HOLIDAYS), ["1:1 unknown_file"]);
    assert_eq!(of_file("holidays.csv", &" ".repeat((4 << 20) + 1)), ["1:1 file_too_large"]);
}

#[test]
fn a_quotation_that_never_ends_is_named_where_it_begins_and_nothing_is_read_of_its_row() {
    let cut =
        |rest: &str| format!("{HOLIDAYS}2024-09-03,public,\"Quốc \"\"khánh\"\"\",x,verified,x,x\r\n{rest}");
    assert_eq!(of_file("holidays.csv", &cut("")), Vec::<String>::new());
    for (rest, place) in [
        ("2029-01-01,public,\"Tết Dương lịch\",\"New Year\",verified,x,\"cut in the mid", "4:7"),
        ("2029-01-01,public,\"Tết\nDương lịch", "4:3"),
        ("\"", "4:1"),
        ("\n\n\"a\"\"", "6:1"),
    ] {
        let found = of_file("holidays.csv", &cut(rest));
        assert_eq!(found, [format!("{place} open_quotation")], "{rest:?}");
        let file = cut(rest);
        let year = calendar_year(Source { name: "x.csv", bytes: file.as_bytes() }, 2024).err().unwrap();
        assert!(places(&year).contains(&found[0]), "{rest:?}");
    }
    assert_eq!(of_file("holidays.csv", "\"date"), ["1:1 open_quotation"]);
    // A mark in a field that has not begun with one is a character like others.
    assert_eq!(of_file("holidays.csv", &HOLIDAYS.replacen("Quốc", "Qu\"ốc", 1)), Vec::<String>::new());
}

#[test]
fn a_database_of_other_tenants_is_one_fault_and_not_one_for_each_row() {
    let other = |(id, slug): (i32, &str)| {
        let tenant = KnownTenant {
            id,
            short: format!("X{id}"),
            kind: TenantKind::Province,
            valid_from: None,
            valid_to: None,
        };
        (slug.to_owned(), tenant)
    };
    let tenants = [(1, "a"), (2, "b"), (3, "c"), (4, "d")].map(other).into();
    let source = [Source { name: "tenants.csv", bytes: TENANTS.as_bytes() }];
    let faults = plan(&source, &Known { tenants, ..Known::default() }).unwrap_err();
    assert_eq!(places(&faults), ["2:1 other_tenants"]);
    assert!(faults[0].message(Lang::En).contains("4 rows"), "{}", faults[0].message(Lang::En));
}

#[test]
fn what_cannot_be_seen_is_trimmed_or_spelled_out_and_every_text_is_composed() {
    let plan = plan_tasks(&[&[
        ("title_vi", "\u{a0}Nghie\u{302}\u{323}m thu\u{a0}he\u{302}\u{323} tho\u{302}\u{301}ng\u{a0}"),
        ("lead", "bca\u{a0}"),
    ]]);
    assert_eq!(plan.unwrap().tasks[0].title_vi, "Nghiệm thu hệ thống");
    let header = tasks(&[&[]]).replacen("lead,", "lead\u{a0},", 1);
    let files = [("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES), ("tasks.csv", header.as_str())];
    assert!(plan_of(&files).is_ok());
    let filled = tasks(&[&[]]).replacen("lead,", "lead\u{3164},", 1);
    let files = [("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES), ("tasks.csv", filled.as_str())];
    let faults = plan_of(&files).unwrap_err();
    assert!(faults[0].message(Lang::En).contains("“lead‹U+3164›”"), "{}", faults[0].message(Lang::En));
}

#[test]
fn bytes_that_are_not_utf8_are_found_in_their_cell() {
    let mut bytes = HOLIDAYS.as_bytes().to_vec();
    let at = HOLIDAYS.find("Quốc").unwrap() + 3;
    bytes[at] = b'x';
    let source = [Source { name: "holidays.csv", bytes: &bytes }];
    assert_eq!(places(&plan(&source, &Known::default()).unwrap_err()), ["2:3 not_utf8"]);
}

#[test]
fn line_numbers_hold_with_a_byte_order_mark_windows_line_ends_blank_lines_and_columns_in_another_order() {
    let text = "\u{feff}kind,date,name_en,name_vi,certainty,source_note_vi,source_note_en\r\n\r\n\
                public,2024-09-02,National Day,Quốc khánh,verified,nguồn,source\r\n\r\n\r\n\
                public,2024-9-3,National Day,Quốc khánh,verified,nguồn,source";
    assert_eq!(of_file("holidays.csv", text), ["6:2 wrong_date"]);
    assert_eq!(
        plan_of(&[("holidays.csv", &text.replace("2024-9-3", "2024-09-03"))]).unwrap().holidays.len(),
        2
    );
}

#[test]
fn every_fault_of_every_file_is_told_and_one_mistake_is_one_fault() {
    let tenants = TENANTS.replace("1,bca,BCA,ministry", "1,bca,BCA,bureau");
    let directives = DIRECTIVES.replace("1/QĐ,decision", "1/QĐ,decree");
    let holidays = HOLIDAYS.replace("verified", "sure");
    // The tasks refer to the tenant and the directive with a fault: that is no fault of theirs.
    let text = tasks(&[&[], &[("code", "T1-02"), ("lead", "bcb"), ("due_on", "2024-06-31")]]);
    let files: [(&str, &str); 4] =
        [(FILES[0], &tenants), (FILES[1], &directives), (FILES[2], &text), (FILES[3], &holidays)];
    let faults = plan_of(&files).unwrap_err();
    let found: Vec<String> =
        faults.iter().map(|f| format!("{}:{}:{} {}", f.file, f.line, f.column, f.code())).collect();
    assert_eq!(
        found,
        [
            "tenants.csv:2:4 unknown_word",
            "directives.csv:2:2 unknown_word",
            "tasks.csv:3:9 unknown_tenant",
            "tasks.csv:3:13 wrong_date",
            "holidays.csv:2:5 unknown_word",
        ]
    );
}

#[test]
fn a_fault_is_told_in_both_languages_with_its_place() {
    let faults = plan_tasks(&[&[("due_on", "31/7/2024"), ("due_precision", "month")]]).unwrap_err();
    assert_eq!(
        faults[0].message(Lang::En),
        "tasks.csv, line 2, column 13 (due_on): “31/7/2024” is not a date from 2000 to 2100 written YEAR-MONTH-DAY, \
         such as 2024-07-19"
    );
    assert_eq!(
        faults[0].message(Lang::Vi),
        "tasks.csv, dòng 2, cột 13 (due_on): “31/7/2024” không phải ngày từ năm 2000 đến 2100, viết NĂM-THÁNG-NGÀY, \
         ví dụ 2024-07-19"
    );
}

#[test]
fn sets_hold_who_exists_on_the_day_of_issue() {
    let plan = plan_tasks(&[
        &[("lead", "all"), ("scope", "all"), ("coordinating", "bca")],
        &[("code", "T1-02"), ("lead", "all-localities"), ("scope", "localities"), ("directive", "2/TB")],
        &[("code", "T1-03"), ("lead", "all-ministries"), ("scope", "ministries"), ("coordinating", "all")],
        &[
            ("code", "T1-04"),
            ("lead", ""),
            ("lead_basis", "not_stated"),
            ("scope", "named"),
            ("coordinating", "all"),
        ],
        &[("code", "T1-05"), ("lead", "national"), ("coordinating", "btttt;bca")],
    ])
    .unwrap();
    assert_eq!(
        assigned(&plan).join(" "),
        "T1-01/bca T1-01/btttt T1-01/ha-noi T1-02/ha-noi T1-02/hue T1-03/bca T1-03/btttt (T1-03/ha-noi) \
         T1-05/national (T1-05/bca) (T1-05/btttt)"
    );
}

proptest! {
    #[test]
    fn whatever_the_bytes_are_the_answer_is_a_plan_or_faults_with_a_place(
        bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0usize..400, file in 0..FILES.len(),
    ) {
        let four = [TENANTS.to_owned(), DIRECTIVES.to_owned(), tasks(&[&[]]), HOLIDAYS.to_owned()];
        let six = measured::SHEETS.map(|(_, columns)| sheet(columns, &[&[]]));
        let valid = four.into_iter().chain(six).nth(file).unwrap().into_bytes();
        // The bytes alone, and the bytes written over a part of a valid file.
        let mut mixed = valid.clone();
        let at = at.min(mixed.len());
        mixed.splice(at..(at + bytes.len() / 40).min(valid.len()), bytes.iter().copied().take(10));
        for bytes in [&bytes, &mixed] {
            let source = [Source { name: FILES[file], bytes }];
            if let Err(faults) = plan(&source, &Known::default()) {
                prop_assert!(!faults.is_empty());
                let lines = u64::try_from(bytes.split(|b| *b == b'\n').count()).unwrap();
                for fault in faults {
                    prop_assert!((1..=lines).contains(&fault.line) && fault.column > 0, "{fault:?}");
                    for text in [fault.message(Lang::Vi), fault.message(Lang::En)] {
                        prop_assert!(!text.chars().any(char::is_control), "{text:?}");
                    }
                }
            }
        }
    }
}
