//! One form through both doors: what a browser sends back from the page, and what a program sends as JSON. The checks find the same.

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{
        CellState, Direction, Entry, Formula, NumberFormat, OverBodies, OverTime, Unit,
        check::{CheckRule, FindingLevel},
    },
    id::{GroupId, IndicatorId, PeriodId, RegimeId, UserId},
    period::{PeriodCode, PeriodStatus, Schedule, Window, WindowRules},
    text::Both,
    wire::{
        Known,
        report::{CellInput, CellRow, DraftInput},
    },
};
use jiff::civil::{Date, date};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

use super::{
    super::{
        super::{
            checked,
            checks::{Checked, Draft, Earlier, Justified},
            model::Typed as Stored,
        },
        typed::{Pairs, Typed, TypedCell},
    },
    cell,
};
use crate::domain::{
    indicators::{Indicator, Provenance, Version},
    periods::Period,
};

const FORMS: usize = 2_000;

fn both(text: &str) -> Both {
    Both::new(|_| text.to_owned())
}

fn indicator(id: i32, code: &str, over_bodies: OverBodies, over_time: OverTime) -> Indicator {
    let version = Version { version: 1, from_on: None, concept: both(""), breaks: false };
    Indicator {
        id: IndicatorId(id),
        code: code.to_owned(),
        name: both(code),
        unit: both(""),
        numerator: both("a"),
        denominator: both("b"),
        formula: Formula {
            over_bodies,
            over_time,
            unit: Unit::Percent,
            direction: Direction::Up,
            decimals: 1,
            scale: 0,
            bounded: true,
            base: None,
            version: 1,
            things: both("b"),
        },
        group: GroupId(1),
        regime: Some(RegimeId(1)),
        place: 1,
        compulsory: over_bodies != OverBodies::CountOfTenants,
        part_of: None,
        versions: vec![version],
        provenance: Provenance { known: Known::Inferred, note: both("") },
    }
}

fn window(code: &str) -> Window {
    WindowRules::default().window(code.parse().unwrap())
}

fn period() -> Period {
    let day = date(2024, 7, 17);
    Period {
        id: PeriodId(1_202_407),
        regime: RegimeId(1),
        window: window("2024-M07"),
        schedule: Schedule { opens_on: day, due_on: day, cutoff_on: day, close_on: day },
        status: PeriodStatus::Open,
        simulated: true,
        asks: vec![],
        version: 1,
    }
}

fn indicators() -> Vec<Indicator> {
    let part = |id, code| Indicator {
        part_of: Some(IndicatorId(1)),
        ..indicator(id, code, OverBodies::Sum, OverTime::Stock)
    };
    vec![
        indicator(1, "K-SUM", OverBodies::Sum, OverTime::Stock),
        part(2, "K-SUM-a"),
        part(3, "K-SUM-b"),
        indicator(4, "K-RATIO", OverBodies::Ratio, OverTime::Flow),
        indicator(5, "K-BASE", OverBodies::Ratio, OverTime::Stock),
        indicator(6, "K-YES", OverBodies::CountOfTenants, OverTime::Stock),
    ]
}

fn row(indicator: &Indicator) -> CellRow {
    let formula = &indicator.formula;
    let shown = cell(&indicator.code, "", 0);
    CellRow { over_bodies: formula.over_bodies, over_time: formula.over_time, scale: formula.scale, ..shown }
}

/// What stands in a draft after a request.
fn kept(input: &DraftInput, owed: &[&Indicator]) -> BTreeMap<IndicatorId, Stored> {
    let (cells, _) = checked(input, owed).unwrap();
    let by = UserId(Uuid::from_u128(1));
    let cells = cells
        .into_iter()
        .map(|(indicator, cell)| (indicator.id, Stored::of(&cell, input.format, (by, "An"), None)));
    cells.filter(|(_, typed)| !typed.is_empty()).collect()
}

/// A browser sends back every field, with its own line ends.
fn by_form(cells: &[CellInput], format: NumberFormat, rows: &[CellRow]) -> DraftInput {
    let mut fields =
        vec![("format".to_owned(), format.to_string()), ("drawn".to_owned(), NumberFormat::Vi.to_string())];
    for (typed, row) in cells.iter().zip(rows) {
        let of = |part: &str| format!("{part}.{}", row.indicator);
        fields.push((of("num"), typed.num.clone()));
        fields.push((of("den"), typed.den.clone()));
        fields.push((of("state"), typed.state.to_string()));
        fields.push((of("reason"), typed.reason.replace('\n', "\r\n")));
        fields.extend(typed.estimated.then(|| (of("estimated"), "yes".to_owned())));
        fields.push((of("mark"), TypedCell::stored(row, NumberFormat::Vi).mark()));
    }
    Typed::read(&Pairs(fields), rows).unwrap().input(rows)
}

fn by_json(cells: &[CellInput], format: NumberFormat) -> DraftInput {
    let text = serde_json::json!({"format": format, "cells": cells}).to_string();
    serde_json::from_str(&text).unwrap()
}

fn number(chance: &mut StdRng, near: i64) -> String {
    let digits = [near, near * 10, near / 10, near + 3, 0, 7, near * 2, 3 * near];
    match chance.random_range(0..30) {
        0 => String::new(),
        1 => "71 %".to_owned(),
        2 => "1.2.3".to_owned(),
        3 => "nhiều".to_owned(),
        4 => "0,5".to_owned(),
        5 => format!(" {near} "),
        6 => format!("-{near}"),
        7 => "1.234".to_owned(),
        8 => "1,234".to_owned(),
        9..20 => near.to_string(),
        n => digits[n % digits.len()].to_string(),
    }
}

fn some_cells(chance: &mut StdRng, indicators: &[Indicator]) -> Vec<CellInput> {
    let cell = |indicator: &Indicator| {
        let has_whole = indicator.formula.over_bodies == OverBodies::Ratio || chance.random_range(0..30) == 0;
        let odd = chance.random_range(0..9);
        CellInput {
            indicator: indicator.code.clone(),
            num: number(chance, if indicator.formula.over_bodies == OverBodies::Ratio { 900 } else { 1_126 }),
            den: if has_whole { number(chance, 1_000) } else { String::new() },
            state: if odd == 0 { CellState::ALL[chance.random_range(0..4)] } else { CellState::Value },
            reason: if odd < 2 { "Chờ\nsố liệu".to_owned() } else { String::new() },
            estimated: chance.random_range(0..9) == 0,
            seen: 0,
        }
    };
    let mut cells: Vec<CellInput> = indicators.iter().map(cell).collect();
    // Half of the forms are right but for one cell, so that one mistake does not hide behind another.
    if chance.random_range(0..2) == 0 && cells.len() > 1 {
        let odd = chance.random_range(0..cells.len());
        let right = ["2252", "1126", "1126", "900", "900", "1"];
        for (n, (cell, num)) in cells.iter_mut().zip(right).enumerate().filter(|(n, _)| *n != odd) {
            let den = if (3..5).contains(&n) { "1000" } else { "" };
            *cell = CellInput {
                num: num.to_owned(),
                den: den.to_owned(),
                state: CellState::Value,
                reason: String::new(),
                estimated: false,
                ..cell.clone()
            };
        }
    }
    cells
}

/// Some months, of steady growth or of the same again and again.
fn some_past(chance: &mut StdRng, indicators: &[Indicator]) -> Earlier {
    let newest: PeriodCode = "2024-M06".parse().unwrap();
    let months = chance.random_range(0..12);
    let mut back: Vec<PeriodCode> =
        std::iter::successors(Some(newest), |code| code.previous()).take(months).collect();
    back.reverse();
    let (rules, still) = (WindowRules::default(), chance.random_range(0..4) == 0);
    let mut earlier = Earlier::new();
    for indicator in indicators {
        let whole = indicator.formula.over_bodies == OverBodies::Ratio;
        let yes = indicator.formula.over_bodies == OverBodies::CountOfTenants;
        for (n, code) in (0i64..).zip(&back) {
            let (num, den) = if still { (900, 1_000) } else { (850 + 4 * n, 950 + 4 * n) };
            let num = if yes { 1 } else { num };
            let entry = Entry { num: Some(num), den: whole.then_some(den), ..Entry::default() };
            earlier.entry(indicator.id).or_default().push((rules.window(*code), entry));
        }
    }
    earlier
}

#[test]
fn of_two_thousand_forms_both_doors_find_the_same() {
    let (indicators, period) = (indicators(), period());
    let owed: Vec<&Indicator> = indicators.iter().collect();
    let rows: Vec<CellRow> = indicators.iter().map(row).collect();
    let mut chance = StdRng::seed_from_u64(20_240_725);
    let (mut found, mut clean) = (BTreeMap::<(FindingLevel, CheckRule), usize>::new(), 0);
    for n in 0..FORMS {
        let (cells, earlier) = (some_cells(&mut chance, &indicators), some_past(&mut chance, &indicators));
        let format = NumberFormat::ALL[n % NumberFormat::ALL.len()];
        let look = |input: DraftInput| -> Checked {
            let typed = kept(&input, &owed);
            Draft { period: &period, owed: &owed, typed: &typed }.check(&earlier, &Justified::new())
        };
        let (form, json) = (look(by_form(&cells, format, &rows)), look(by_json(&cells, format)));
        assert_eq!(form, json, "form {n}: {cells:?} in {format}");
        clean += usize::from(json.rows().is_empty());
        for row in json.rows() {
            *found.entry((row.level, row.rule)).or_default() += 1;
        }
    }
    // The forms are worth comparing: every rule of a body's own report speaks somewhere, and some are clean.
    let spoken: Vec<CheckRule> = found.keys().map(|(_, rule)| *rule).collect();
    let own = CheckRule::ALL
        .iter()
        .filter(|rule| !matches!(rule, CheckRule::Scope | CheckRule::AmongPeers | CheckRule::PaperGreen));
    for rule in own {
        assert!(spoken.contains(rule), "{rule} never spoke: {found:?}");
    }
    assert!(clean > 0 && found.len() > 9, "{clean} clean, {found:?}");
}

/// What the checks find in one number of a stock after these earlier ones.
fn warned(breaks_on: Option<Date>, earlier: &[(&str, i64)], now: &str) -> Vec<CheckRule> {
    let mut sum = indicator(1, "K-SUM", OverBodies::Sum, OverTime::Stock);
    sum.versions.extend(breaks_on.map(|from| Version {
        version: 2,
        from_on: Some(from),
        concept: both(""),
        breaks: true,
    }));
    let (period, owed) = (period(), [&sum]);
    let past = |(code, num): &(&str, i64)| (window(code), Entry { num: Some(*num), ..Entry::default() });
    let earlier = Earlier::from([(sum.id, earlier.iter().map(past).collect())]);
    let cells = [CellInput {
        num: now.to_owned(),
        ..some_cells(&mut StdRng::seed_from_u64(1), &[sum.clone()])[0].clone()
    }];
    let cells = cells.map(|cell| CellInput { state: CellState::Value, den: String::new(), ..cell });
    let typed = kept(&by_json(&cells, NumberFormat::Vi), &owed);
    let found = Draft { period: &period, owed: &owed, typed: &typed }.check(&earlier, &Justified::new());
    found.rows().iter().map(|row| row.rule).collect()
}

#[test]
fn what_was_counted_otherwise_is_no_history_even_if_the_month_of_the_change_was_never_reported() {
    let earlier = [("2024-M03", 1_100), ("2024-M06", 1_126)];
    let slip = [CheckRule::DigitSlip];
    assert_eq!(warned(None, &earlier, "11.260"), slip);
    // The change came in May, for which nobody reported; June is counted as July is.
    assert_eq!(warned(Some(date(2024, 5, 1)), &earlier, "11.260"), slip);
    assert_eq!(warned(Some(date(2024, 5, 1)), &earlier[..1], "11.260"), []);
    for new in [date(2024, 6, 15), date(2024, 7, 14)] {
        assert_eq!(warned(Some(new), &earlier, "11.260"), [], "it begins with this period");
    }
    assert_eq!(warned(Some(date(2024, 7, 15)), &earlier, "11.260"), slip, "it begins with the next one");
}
