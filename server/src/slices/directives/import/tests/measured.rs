//! What is measured: each thing that can be wrong in a row, between rows, and against what the database holds.

use dondoc_shared::{
    figures::{Direction, OverBodies, OverTime},
    text::Lang,
};

use super::{DIRECTIVES, TENANTS, faulty::places, plan_of, sheet};
use crate::slices::directives::import::{
    Fixed, Known, KnownIndicator, KnownMeasured, Measured, Source, plan,
};

const GROUP: [(&str, &str); 4] = [
    ("code", "localities"),
    ("name_vi", "Địa phương"),
    ("name_en", "Localities"),
    ("members", "all-localities"),
];

const REGIME: [(&str, &str); 13] = [
    ("code", "CT"),
    ("name_vi", "Báo cáo tháng"),
    ("name_en", "Monthly report"),
    ("periodicity", "month"),
    ("directive", "1/QĐ"),
    ("opens_before", "9"),
    ("due_after", "3"),
    ("cutoff_after", "5"),
    ("two_people", "yes"),
    ("nil_allowed", "yes"),
    ("known", "inferred"),
    ("source_note_vi", "nguồn"),
    ("source_note_en", "source"),
];

const INDICATOR: [(&str, &str); 22] = [
    ("code", "I1"),
    ("name_vi", "Thôn được phủ sóng"),
    ("name_en", "Villages covered"),
    ("unit_vi", "%"),
    ("unit_en", "%"),
    ("numerator_vi", "thôn được phủ sóng"),
    ("numerator_en", "villages covered"),
    ("denominator_vi", "thôn"),
    ("denominator_en", "villages"),
    ("direction", "up"),
    ("decimals", "1"),
    ("scale", "0"),
    ("scope", "localities"),
    ("over_bodies", "ratio"),
    ("over_time", "stock"),
    ("regime", "CT"),
    ("place", "1"),
    ("compulsory", "yes"),
    ("part_of", ""),
    ("known", "verified"),
    ("source_note_vi", "nguồn"),
    ("source_note_en", "source"),
];

const VERSION: [(&str, &str); 6] = [
    ("code", "I1"),
    ("version", "1"),
    ("from_on", ""),
    ("concept_vi", "Thôn"),
    ("concept_en", "Villages"),
    ("breaks", "no"),
];

const TARGET: [(&str, &str); 17] = [
    ("indicator", "I1"),
    ("group", "localities"),
    ("version", "1"),
    ("op", "ge"),
    ("floor", "65"),
    ("stretch", "70.5"),
    ("gain", "no"),
    ("baseline", ""),
    ("baseline_on", ""),
    ("due_on", "2024-12-31"),
    ("directive", "1/QĐ"),
    ("clause_vi", ""),
    ("clause_en", ""),
    ("known", "verified"),
    ("source_note_vi", "nguồn"),
    ("source_note_en", "source"),
    ("tasks", ""),
];

const RECORD: [(&str, &str); 17] = [
    ("series", "A1"),
    ("as_of", "2024-04-24"),
    ("revision", "1"),
    ("as_of_precision", "day"),
    ("indicator", "I1"),
    ("leads", "yes"),
    ("name_vi", "Thôn được phủ sóng"),
    ("name_en", "Villages covered"),
    ("unit_vi", "%"),
    ("unit_en", "%"),
    ("value", "80.2"),
    ("num", ""),
    ("den", ""),
    ("published_on", ""),
    ("known", "verified"),
    ("source_note_vi", "nguồn"),
    ("source_note_en", "source"),
];

/// The six files with their columns, in the order in which faults are told.
pub(super) const SHEETS: [(&str, &[(&str, &str)]); 6] = [
    ("groups.csv", &GROUP),
    ("regimes.csv", &REGIME),
    ("indicators.csv", &INDICATOR),
    ("indicator_versions.csv", &VERSION),
    ("targets.csv", &TARGET),
    ("figures_of_record.csv", &RECORD),
];

/// The six files, one of them with these rows.
fn files(name: &str, rows: &[&[(&str, &str)]]) -> Vec<(&'static str, String)> {
    assert!(SHEETS.iter().any(|(file, _)| *file == name));
    let text = |(file, columns): (&'static str, &[_])| {
        (file, if file == name { sheet(columns, rows) } else { sheet(columns, &[&[]]) })
    };
    SHEETS.map(text).into()
}

/// The faults of one file that has these rows, beside the others as they usually are.
fn of_rows(name: &str, rows: &[&[(&str, &str)]]) -> Vec<String> {
    let files = files(name, rows);
    let mut all = vec![("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES)];
    all.extend(files.iter().map(|(file, text)| (*file, text.as_str())));
    let faults = plan_of(&all).err().unwrap_or_default();
    places(&faults.into_iter().filter(|fault| fault.file == name).collect::<Vec<_>>())
}

/// The plan of these files beside what is stored.
fn beside(known: &KnownMeasured, name: &str, rows: &[&[(&str, &str)]]) -> Result<Measured, Vec<String>> {
    let files = files(name, rows);
    let mut sources = vec![
        Source { name: "tenants.csv", bytes: TENANTS.as_bytes() },
        Source { name: "directives.csv", bytes: DIRECTIVES.as_bytes() },
    ];
    sources.extend(files.iter().map(|(name, text)| Source { name, bytes: text.as_bytes() }));
    let known = Known { measured: known.clone(), ..Known::default() };
    plan(&sources, &known).map(|plan| plan.measured).map_err(|faults| places(&faults))
}

/// A file, the cells that are put otherwise, and the code of the fault.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str);

#[test]
fn a_wrong_cell_is_named_by_line_and_column() {
    let cases: &[Case] = &[
        ("groups.csv", &[("code", "Localities")], "2:1 wrong_slug"),
        ("groups.csv", &[("members", "")], "2:4 required"),
        ("regimes.csv", &[("code", "ct")], "2:1 wrong_regime"),
        ("regimes.csv", &[("periodicity", "week")], "2:4 unknown_word"),
        ("regimes.csv", &[("opens_before", "61")], "2:6 wrong_number"),
        ("regimes.csv", &[("due_after", "0")], "2:7 wrong_number"),
        ("regimes.csv", &[("cutoff_after", "2")], "2:8 cutoff_before_due"),
        ("regimes.csv", &[("two_people", "true")], "2:9 unknown_word"),
        ("regimes.csv", &[("nil_allowed", "maybe")], "2:10 unknown_word"),
        ("regimes.csv", &[("known", "surely")], "2:11 unknown_word"),
        ("indicators.csv", &[("code", "I 1")], "2:1 wrong_code"),
        ("indicators.csv", &[("decimals", "5")], "2:11 wrong_number"),
        ("indicators.csv", &[("over_bodies", "mean")], "2:14 unknown_word"),
        ("indicators.csv", &[("denominator_en", "")], "2:9 ratio_without_denominator"),
        ("indicators.csv", &[("unit_vi", "thôn")], "2:4 unit_mismatch"),
        ("targets.csv", &[("floor", "65,5")], "2:5 wrong_decimal"),
        ("targets.csv", &[("floor", "65.1234567")], "2:5 wrong_decimal"),
        ("targets.csv", &[("op", "eq")], "2:4 unknown_word"),
        ("targets.csv", &[("baseline", "40")], "2:9 baseline_mismatch"),
        ("targets.csv", &[("baseline_on", "2023-12-31")], "2:9 baseline_mismatch"),
        ("figures_of_record.csv", &[("as_of_precision", "none")], "2:4 precision_mismatch"),
        ("figures_of_record.csv", &[("as_of_precision", "month")], "2:2 precision_mismatch"),
        ("figures_of_record.csv", &[("indicator", "")], "2:6 leads_nothing"),
        ("figures_of_record.csv", &[("num", "4")], "2:13 half_ratio"),
        ("figures_of_record.csv", &[("num", "4"), ("den", "-5")], "2:13 wrong_whole"),
        ("figures_of_record.csv", &[("value", "")], "2:11 required"),
    ];
    for (file, row, expected) in cases {
        assert_eq!(of_rows(file, &[row]), [*expected], "{file} {row:?}");
    }
    for (file, _) in SHEETS {
        assert_eq!(of_rows(file, &[&[]]), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn only_a_ratio_has_a_denominator_and_only_what_bodies_can_say_is_asked_of_them() {
    let sum = [("over_bodies", "sum"), ("unit_vi", "thôn"), ("unit_en", "villages")];
    let of = |more: &[(&'static str, &'static str)]| of_rows("indicators.csv", &[&[&sum, more].concat()]);
    let whole = ["2:8 denominator_without_ratio", "2:9 denominator_without_ratio"];
    assert_eq!(of(&[]), whole);
    let none = [("denominator_vi", ""), ("denominator_en", "")];
    assert_eq!(of(&none), Vec::<String>::new());
    let percent = [none.as_slice(), &[("over_bodies", "sum")]].concat();
    assert_eq!(of_rows("indicators.csv", &[&percent]), ["2:4 unit_mismatch", "2:5 unit_mismatch"]);
    for kind in ["distinct", "record"] {
        let asked = [none.as_slice(), &[("over_bodies", kind)]].concat();
        assert_eq!(of_rows("indicators.csv", &[&asked]), ["2:16 not_for_bodies"], "{kind}");
        let left = [asked.as_slice(), &[("regime", "")]].concat();
        assert_eq!(of_rows("indicators.csv", &[&left]), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn what_a_row_refers_to_must_be_there() {
    let cases: &[Case] = &[
        ("groups.csv", &[("members", "ha-noi;nobody")], "2:4 unknown_tenant"),
        ("groups.csv", &[("members", "national")], "2:4 unknown_tenant"),
        ("regimes.csv", &[("directive", "9/QĐ")], "2:5 unknown_directive"),
        ("indicators.csv", &[("scope", "cities")], "2:13 unknown_group"),
        ("indicators.csv", &[("regime", "QT")], "2:16 unknown_regime"),
        ("indicators.csv", &[("part_of", "I9")], "2:19 unknown_indicator"),
        ("indicators.csv", &[("part_of", "I1")], "2:19 circle"),
        ("indicator_versions.csv", &[("code", "I9")], "2:1 unknown_indicator"),
        ("targets.csv", &[("indicator", "I9")], "2:1 unknown_indicator"),
        ("targets.csv", &[("group", "cities")], "2:2 unknown_group"),
        ("targets.csv", &[("directive", "9/QĐ")], "2:11 unknown_directive"),
        ("targets.csv", &[("tasks", "T-9")], "2:17 unknown_task"),
        ("figures_of_record.csv", &[("indicator", "I9")], "2:5 unknown_indicator"),
    ];
    for (file, row, expected) in cases {
        assert_eq!(of_rows(file, &[row]), [*expected], "{file} {row:?}");
    }
    let round: [&[(&str, &str)]; 3] =
        [&[("part_of", "I2")], &[("code", "I2"), ("part_of", "I3")], &[("code", "I3"), ("part_of", "I2")]];
    assert_eq!(of_rows("indicators.csv", &round), ["3:19 circle", "4:19 circle"]);
    // A part may stand before its whole.
    assert_eq!(of_rows("indicators.csv", &[&[("part_of", "I2")], &[("code", "I2")]]), Vec::<String>::new());
}

#[test]
fn a_target_fits_the_direction_of_its_indicator() {
    let of = |row: &[(&str, &str)]| of_rows("targets.csv", &[row]);
    assert_eq!(of(&[("stretch", "65.0")]), ["2:6 stretch_not_beyond_floor"]);
    assert_eq!(of(&[("stretch", "60")]), ["2:6 stretch_not_beyond_floor"]);
    assert_eq!(of(&[("op", "le")]), ["2:4 against_direction"]);
    let gain = [("gain", "yes"), ("stretch", "")];
    assert_eq!(of(&gain), ["2:8 gain_without_baseline"]);
    let based = [gain.as_slice(), &[("baseline", "40"), ("baseline_on", "2023-12-31")]].concat();
    assert_eq!(of(&based), Vec::<String>::new());
    assert_eq!(of(&[based.as_slice(), &[("floor", "0")]].concat()), ["2:5 gain_not_positive"]);
    let ranged = [("gain", "yes"), ("baseline", "40"), ("baseline_on", "2023-12-31")];
    assert_eq!(of(&ranged), ["2:6 gain_has_no_stretch"]);
    // A direction that the file does not give is that of the database.
    let down = KnownIndicator { direction: Direction::Down, part_of: None, fixed: None };
    let known = KnownMeasured { indicators: [("I2".to_owned(), down)].into(), ..KnownMeasured::default() };
    let below = [("indicator", "I2"), ("op", "le"), ("stretch", "60")];
    assert!(beside(&known, "targets.csv", &[&below]).is_ok());
    let above = [("indicator", "I2"), ("op", "le")];
    assert_eq!(beside(&known, "targets.csv", &[&above]).unwrap_err(), ["2:6 stretch_not_beyond_floor"]);
}

#[test]
fn what_an_opened_period_asks_for_keeps_how_it_adds_up_and_whom_it_concerns() {
    let fixed = Fixed {
        over_bodies: OverBodies::Ratio,
        over_time: OverTime::Stock,
        scale: 0,
        scope: "localities".to_owned(),
    };
    let of = |fixed: Option<Fixed>| {
        let there = KnownIndicator { direction: Direction::Up, part_of: None, fixed };
        let known =
            KnownMeasured { indicators: [("I1".to_owned(), there)].into(), ..KnownMeasured::default() };
        beside(&known, "indicators.csv", &[&[]]).map(drop).err().unwrap_or_default()
    };
    assert_eq!(of(None), Vec::<String>::new());
    assert_eq!(of(Some(fixed.clone())), Vec::<String>::new());
    for (there, place) in [
        (Fixed { scale: 2, ..fixed.clone() }, "2:12"),
        (Fixed { scope: "ministries".to_owned(), ..fixed.clone() }, "2:13"),
        (Fixed { over_bodies: OverBodies::Sum, ..fixed.clone() }, "2:14"),
        (Fixed { over_time: OverTime::Flow, ..fixed.clone() }, "2:15"),
    ] {
        assert_eq!(of(Some(there)), [format!("{place} asked_already")]);
    }
}

#[test]
fn no_key_of_several_columns_stands_twice_and_versions_follow_each_other() {
    for file in ["targets.csv", "figures_of_record.csv", "indicator_versions.csv"] {
        let found = of_rows(file, &[&[], &[]]);
        assert!(
            found.iter().any(|place| place.starts_with("3:") && place.ends_with(" duplicate")),
            "{found:?}"
        );
    }
    let of = |rows: &[&[(&str, &str)]]| of_rows("indicator_versions.csv", rows);
    let second: &[(&str, &str)] = &[("version", "2"), ("from_on", "2025-01-01")];
    assert_eq!(of(&[&[], second]), Vec::<String>::new());
    assert_eq!(of(&[second]), ["2:3 version_order"]);
    assert_eq!(of(&[&[], &[("version", "2")]]), ["3:3 version_order"]);
    let third: &[(&str, &str)] = &[("version", "3"), ("from_on", "2025-01-01")];
    assert_eq!(of(&[&[], second, third]), ["4:3 version_order"]);
    assert_eq!(of(&[&[], third]), ["3:3 version_order"]);
}

#[test]
fn a_published_value_is_only_ever_added_to() {
    let stored = beside(&KnownMeasured::default(), "figures_of_record.csv", &[&[]]).unwrap();
    let known = KnownMeasured { records: stored.records, ..KnownMeasured::default() };
    let of =
        |rows: &[&[(&str, &str)]]| beside(&known, "figures_of_record.csv", rows).err().unwrap_or_default();
    assert_eq!(of(&[&[]]), Vec::<String>::new());
    for changed in [("value", "80.3"), ("value", "80.20"), ("name_en", "Villages"), ("leads", "no")] {
        assert_eq!(of(&[&[changed]]), ["2:3 record_changed"], "{changed:?}");
    }
    assert_eq!(of(&[&[("revision", "2"), ("value", "80.3")]]), Vec::<String>::new());
    assert_eq!(of(&[&[("revision", "3"), ("value", "80.3")]]), ["2:3 revision_order"]);
    assert_eq!(of(&[&[("as_of", "2024-07-31")]]), Vec::<String>::new());
    assert_eq!(of(&[&[("series", "A2")]]), ["2:6 other_leads"]);
    assert_eq!(of(&[&[("series", "A2"), ("leads", "no")]]), Vec::<String>::new());
}

#[test]
fn nobody_is_taken_out_of_a_group() {
    let before = ["ha-noi".to_owned(), "bca".to_owned()].into();
    let known =
        KnownMeasured { groups: [("localities".to_owned(), before)].into(), ..KnownMeasured::default() };
    assert_eq!(beside(&known, "groups.csv", &[&[]]).unwrap_err(), ["2:4 member_left_out"]);
    assert!(beside(&known, "groups.csv", &[&[("members", "all-localities;bca")]]).is_ok());
}

#[test]
fn a_group_has_each_body_once_whenever_it_existed() {
    let measured =
        beside(&KnownMeasured::default(), "groups.csv", &[&[("members", "all-localities;hue;bca")]]);
    let members = measured.unwrap().members.into_iter().map(|(_, slug)| slug).collect::<Vec<_>>();
    assert_eq!(members, ["bca", "ha-noi", "hue"]);
}

#[test]
fn a_fault_is_told_in_both_languages() {
    let files = files("targets.csv", &[&[("stretch", "60")]]);
    let mut all = vec![("tenants.csv", TENANTS), ("directives.csv", DIRECTIVES)];
    all.extend(files.iter().map(|(file, text)| (*file, text.as_str())));
    let faults = plan_of(&all).unwrap_err();
    assert_eq!(
        faults[0].message(Lang::En),
        "targets.csv, line 2, column 6 (stretch): the stretch must be further than the floor, the way that is better"
    );
    assert_eq!(
        faults[0].message(Lang::Vi),
        "targets.csv, dòng 2, cột 6 (stretch): mức phấn đấu phải vượt mức phải đạt theo chiều tốt hơn"
    );
}
