//! Faults planted in three years of invented reports: the rules catch every one, and hardly ever cry out at what is clean.
//!
//! 63 bodies, 36 months, two flows that both grow by 0 to 3 % a month: a sum, and a ratio whose share wanders around a level of
//! its own. Each body has a monthly noise of 1, 3 or 8 % of its counts, and no count is below 100. The seed is fixed.

use super::{
    tests::{answer, form, item},
    *,
};
use crate::figures::{
    Cell, Decimal, Entry, Formula,
    tests::{RATIO, SUM, formula},
};
use crate::period::PeriodCode;

const BODIES: usize = 63;
const MONTHS: usize = 36;
const SEED: u64 = 20_240_725;

/// SplitMix64: enough for invented data, and the same on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n).unwrap()).unwrap()
    }

    /// From 0 to 1.
    fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// Normal, by the sum of twelve.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.share()).sum::<f64>() - 6.0
    }
}

/// One body's clean months: the sum, and the two parts of the ratio.
struct Body {
    sums: Vec<i64>,
    ratios: Vec<(i64, i64)>,
}

fn count(value: f64) -> i64 {
    format!("{:.0}", value.max(100.0)).parse().unwrap()
}

fn body(chance: &mut Chance) -> Body {
    let noise = [0.01, 0.03, 0.08][chance.below(3)];
    let (growth, level) = (1.0 + 0.03 * chance.share(), 0.3 + 0.6 * chance.share());
    let (mut sum, mut base) = (200.0 + 20_000.0 * chance.share(), 400.0 + 40_000.0 * chance.share());
    let mut body = Body { sums: Vec::new(), ratios: Vec::new() };
    for _ in 0..MONTHS {
        (sum, base) = (sum * growth, base * growth);
        body.sums.push(count(sum * (noise * chance.normal()).exp()));
        let den = count(base * (noise * chance.normal()).exp());
        let num = count(super::robust::float(den) * (level + 0.02 * chance.normal()).clamp(0.05, 0.95));
        body.ratios.push((num, den));
    }
    body
}

fn bodies() -> (Chance, Vec<Body>) {
    let mut chance = Chance(SEED);
    let bodies = (0..BODIES).map(|_| body(&mut chance)).collect();
    (chance, bodies)
}

fn month(index: usize) -> PeriodCode {
    let first: PeriodCode = "2021-M08".parse().unwrap();
    std::iter::successors(Some(first), |code| code.next()).nth(index).unwrap()
}

/// What the rules find when the body files these numbers in that month, after its clean past.
fn file(body: &Body, index: usize, sum: i64, ratio: (i64, i64), named: PeriodCode) -> Vec<Finding> {
    let cell = |formula: Formula, num, den| {
        Cell::of(&formula, Entry { num: Some(num), den, ..Entry::default() }).ok()
    };
    let past = |cell: &dyn Fn(usize) -> Option<Cell>| {
        let months = (0..index).map(|at| Past { period: month(at), cell: cell(at), break_before: false });
        months.collect::<Vec<_>>()
    };
    let history = History::from([
        ("SUM".to_owned(), past(&|at| cell(formula(SUM), body.sums[at], None))),
        ("RATIO".to_owned(), past(&|at| cell(formula(RATIO), body.ratios[at].0, Some(body.ratios[at].1)))),
    ]);
    let number = |n| Written::Number(Decimal::whole(n));
    let answers = vec![
        Answer { period: named, ..answer("SUM", number(sum), Written::Blank) },
        Answer { period: named, ..answer("RATIO", number(ratio.0), number(ratio.1)) },
    ];
    let items = vec![item("SUM", formula(SUM)), item("RATIO", formula(RATIO))];
    check(&Form { period: month(index), ..form(items, answers) }, &history, &Peers::new())
}

fn has(findings: &[Finding], indicator: &str, rules: &[CheckRule]) -> bool {
    findings.iter().any(|finding| finding.indicator == indicator && rules.contains(&finding.rule))
}

#[test]
fn every_planted_fault_is_caught() {
    let (mut chance, bodies) = bodies();
    let mut draw = || (chance.below(BODIES), 1 + chance.below(MONTHS - 1), chance.below(2) == 0);
    for _ in 0..200 {
        let (at, index, more) = draw();
        let clean = bodies[at].sums[index];
        let slipped = if more { clean * 10 + 7 } else { clean / 10 };
        let findings = file(&bodies[at], index, slipped, bodies[at].ratios[index], month(index));
        let caught = has(&findings, "SUM", &[CheckRule::DigitSlip, CheckRule::OwnHistory]);
        assert!(caught, "body {at}, month {index}: {clean} entered as {slipped}");
        let asked = findings.iter().filter(|f| f.indicator == "SUM" && f.level == FindingLevel::Warning);
        assert_eq!(asked.count(), 1, "one slip, one reason: body {at}, month {index}");
    }
    for _ in 0..200 {
        let (at, index, _) = draw();
        let (num, den) = bodies[at].ratios[index];
        let findings = file(&bodies[at], index, bodies[at].sums[index], (den, num), month(index));
        assert!(has(&findings, "RATIO", &[CheckRule::PartsFit]), "body {at}, month {index}: {den}/{num}");
        assert!(!can_be_filed(&findings));
    }
    for _ in 0..100 {
        let (at, index, _) = draw();
        let findings =
            file(&bodies[at], index, bodies[at].sums[index], bodies[at].ratios[index], month(index - 1));
        let wrong = findings.iter().filter(|finding| finding.seen == Seen::Scope(ScopeFault::WrongPeriod));
        assert_eq!(wrong.count(), 2, "body {at}, month {index}");
    }
}

#[test]
fn what_is_clean_is_hardly_ever_warned_of() {
    let (_, bodies) = bodies();
    let (mut cells, mut warned) = (0u32, 0u32);
    for body in &bodies {
        for index in 0..MONTHS {
            let findings = file(body, index, body.sums[index], body.ratios[index], month(index));
            assert!(can_be_filed(&findings));
            for indicator in ["SUM", "RATIO"] {
                cells += 1;
                let loud = |f: &Finding| f.indicator == indicator && f.level == FindingLevel::Warning;
                warned += u32::from(findings.iter().any(loud));
            }
        }
    }
    let share = 100.0 * f64::from(warned) / f64::from(cells);
    assert_eq!(cells, 4_536);
    assert!(share <= 2.0, "{warned} of {cells} clean cells are warned of: {share:.2} %");
}
