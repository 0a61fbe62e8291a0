//! A body's value against its own history (R133).

use super::{
    finding::{CellPart, CheckRule, FindingLevel, Found, Seen},
    form::{Form, Item, Past},
    robust::{self, OwnHistory, digits_off, own_history},
};
use crate::figures::{Cell, CellState, Direction, OverBodies, OverTime, Quotient};

/// A factor of a history too short for a score.
const SHORT_FACTOR: f64 = 3.0;

/// What stands out of one cell.
pub(super) fn look(form: &Form, item: &Item, cell: &Cell, past: &[Past]) -> Vec<Found> {
    if !cell.is_present() {
        return Vec::new();
    }
    let counts = since_the_last_break(item, past);
    let earlier: Vec<Cell> = counts.iter().filter_map(|past| past.cell).filter(Cell::is_present).collect();
    let mut found: Vec<Found> = paper_green(item, cell).into_iter().collect();
    let Some(last) = earlier.last() else { return found };
    let answers = item.formula.over_bodies == OverBodies::CountOfTenants;
    if !answers {
        for part in [CellPart::Num, CellPart::Den] {
            let number = |cell: &Cell| part.of(cell);
            let series: Option<Vec<i64>> = earlier.iter().map(number).collect();
            if let (Some(now), Some(series)) = (number(cell), series) {
                found.extend(moved(form, item, part, &series, now));
            }
        }
    }
    let moves = [
        ratio_moves(form, item, last, cell),
        base_moves(form, item, last, cell),
        stock_falls(item, last, cell),
    ];
    let slipped: Vec<Option<CellPart>> =
        found.iter().filter(|found| found.rule == CheckRule::DigitSlip).map(|found| found.part).collect();
    // A slip is one mistake and asks for one reason: that its number, or the ratio that it is a part of, has moved is the same said
    // again.
    let is_said = |other: &Found| match other.part {
        None => !slipped.is_empty(),
        part => slipped.contains(&part),
    };
    found.extend(moves.into_iter().flatten().filter(|other| !is_said(other)));
    found.extend(same_value(form, item, counts, cell));
    found
}

/// The earlier periods from the last break on.
fn since_the_last_break<'p>(item: &Item, past: &'p [Past]) -> &'p [Past] {
    if item.break_now {
        return &[];
    }
    let start = past.iter().rposition(|past| past.break_before).unwrap_or(0);
    past.get(start..).unwrap_or_default()
}

/// A value off by a digit, or far from its history; what is off by a digit is far as well, and that is not said twice. Where both
/// values are small, a few things more are many times as much.
fn moved(form: &Form, item: &Item, part: CellPart, series: &[i64], now: i64) -> Option<Found> {
    let last = series.last().copied()?;
    let values = (item.number(last), item.number(now));
    let found = |rule, level, seen| Found { rule, level, part: Some(part), seen };
    let seen = Seen::Moved { before: values.0, now: values.1 };
    if (last == 0) != (now == 0) {
        // One notice a cell: the denominator comes and goes with its numerator.
        return (part == CellPart::Num).then(|| found(CheckRule::OwnHistory, FindingLevel::Notice, seen));
    }
    let least = Quotient::scaled(form.thresholds.least_value, 0);
    if Quotient::from(values.0.max(values.1)) < least {
        return None;
    }
    let next = robust::float(now);
    if let Some(digits) = digits_off(robust::float(last), next) {
        let seen = Seen::Digits { before: values.0, now: values.1, digits };
        return Some(found(CheckRule::DigitSlip, FindingLevel::Warning, seen));
    }
    let floats: Vec<f64> = series.iter().map(|n| robust::float(*n)).collect();
    let far = match own_history(&floats, next) {
        Some(OwnHistory::Score(score)) => score * 100.0 > f64::from(form.thresholds.own_score),
        // A value of exactly three times the last one moved by three, whatever its logarithm rounds to.
        Some(OwnHistory::Factor(factor)) => factor >= SHORT_FACTOR - 1e-9,
        None => false,
    };
    far.then(|| found(CheckRule::OwnHistory, FindingLevel::Warning, seen))
}

fn share(cell: &Cell) -> Option<Quotient> {
    Quotient::percent(cell.num(), cell.den()?)
}

/// A ratio that moves by many points, and by enough things that it is no matter of one or two.
fn ratio_moves(form: &Form, item: &Item, last: &Cell, cell: &Cell) -> Option<Found> {
    let (before, now) = (share(last)?, share(cell)?);
    let by = now.minus(before)?;
    let limit = Quotient::scaled(form.thresholds.ratio_points, 0);
    let far = by > limit || Quotient::scaled(0, 0).minus(by)? > limit;
    let count = Quotient::from(item.number(cell.num().checked_sub(last.num())?).abs());
    (far && count >= Quotient::scaled(form.thresholds.ratio_count, 0)).then(|| Found {
        rule: CheckRule::RatioMoves,
        level: FindingLevel::Warning,
        part: None,
        seen: Seen::Points { before: before.rounded(1), now: now.rounded(1), by: by.rounded(1) },
    })
}

/// What is counted against moves, where it only stands: villages do not become a tenth more in a month. What happens in a month,
/// such as dossiers, does move, and is looked at by its history.
fn base_moves(form: &Form, item: &Item, last: &Cell, cell: &Cell) -> Option<Found> {
    if item.formula.over_time != OverTime::Stock {
        return None;
    }
    let (before, now) = (last.den()?, cell.den()?);
    let moved = Quotient::percent(now.checked_sub(before)?.checked_abs()?, before)?;
    (moved > Quotient::scaled(form.thresholds.base_percent, 0)).then(|| Found {
        rule: CheckRule::BaseMoves,
        level: FindingLevel::Warning,
        part: Some(CellPart::Den),
        seen: Seen::Moved { before: item.number(before), now: item.number(now) },
    })
}

/// A stock of which more is better has fallen.
fn stock_falls(item: &Item, last: &Cell, cell: &Cell) -> Option<Found> {
    let grows = item.formula.over_time == OverTime::Stock && item.formula.direction == Direction::Up;
    (grows && cell.num() < last.num()).then(|| Found {
        rule: CheckRule::StockFalls,
        level: FindingLevel::Warning,
        part: Some(CellPart::Num),
        seen: Seen::Moved { before: item.number(last.num()), now: item.number(cell.num()) },
    })
}

/// A flow that is the same in one period after the other; one without a number ends the run, also where nothing at all is known of
/// it. Nothing is often the same nothing.
fn same_value(form: &Form, item: &Item, past: &[Past], cell: &Cell) -> Option<Found> {
    if item.formula.over_time != OverTime::Flow || cell.num() == 0 || cell.state() != CellState::Value {
        return None;
    }
    let numbers = |cell: Cell| (cell.num(), cell.den());
    let before = std::iter::successors(form.period.previous(), |code| code.previous());
    let run = past.iter().rev().zip(before).take_while(|(past, code)| {
        past.period == *code && past.cell.filter(Cell::is_present).map(numbers) == Some(numbers(*cell))
    });
    let periods = run.count() + 1;
    (periods >= form.thresholds.same_periods).then(|| Found {
        rule: CheckRule::SameValue,
        level: FindingLevel::Notice,
        part: None,
        seen: Seen::Same { value: item.number(cell.num()), periods },
    })
}

/// Every task of the indicator is finished, and what they were for is not reached.
fn paper_green(item: &Item, cell: &Cell) -> Option<Found> {
    let (finished, all) = item.tasks;
    let value = if item.formula.has_whole() { share(cell)? } else { item.number(cell.num()).into() };
    (all > 0 && finished == all && !item.target?.is_met_by(value)).then_some(Found {
        rule: CheckRule::PaperGreen,
        level: FindingLevel::Notice,
        part: None,
        seen: Seen::Tasks { tasks: all },
    })
}
