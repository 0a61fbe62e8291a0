//! What was written, as cells: numbers that can be read, parts that fit, nothing missing, nothing unasked (R132).

use super::{
    finding::{CellPart, CheckRule, Finding, Found, ScopeFault, Seen},
    form::{Answer, Asked, Form, Item, Written},
};
use crate::figures::{
    Cell, CellFault, CellState, Entry, NumberFault, NumberFormat, Quotient, keep_number, read_number,
};

/// The cells of a form: of each item, the place of its answer and the cell that it makes.
pub(super) struct Cells(Vec<Option<(usize, Cell)>>);

impl Cells {
    /// Each item that has a cell, with it.
    pub(super) fn of<'f>(&'f self, form: &'f Form) -> impl Iterator<Item = (&'f Item, usize, &'f Cell)> {
        form.items.iter().zip(&self.0).filter_map(|(item, found)| {
            let (answer, cell) = found.as_ref()?;
            Some((item, *answer, cell))
        })
    }
}

/// The cell that an answer makes; none where it is empty.
///
/// # Errors
/// Every fault, so that a person mends them in one go: those of both numbers, or that of the entry.
pub fn read(item: &Item, answer: &Answer, format: NumberFormat) -> Result<Option<Cell>, Vec<Seen>> {
    let found = entry(item, answer, format)
        .map_err(|faults| faults.into_iter().map(|(_, seen)| seen).collect::<Vec<_>>())?;
    match Cell::of(&item.formula, found) {
        Ok(cell) => Ok(Some(cell)),
        Err(CellFault::Empty) if found == Entry::default() => Ok(None),
        Err(fault) => Err(vec![Seen::Cell(fault)]),
    }
}

/// Each faulty part of an answer with its fault.
type PartFaults = Vec<(CellPart, Seen)>;

fn entry(item: &Item, answer: &Answer, format: NumberFormat) -> Result<Entry, PartFaults> {
    let scale = item.formula.scale;
    let number = |written: &Written| match written {
        Written::Blank => Ok(None),
        Written::Text(text) if text.trim().is_empty() => Ok(None),
        Written::Text(text) => read_number(text, format, scale).map(|typed| Some(typed.stored)),
        Written::Number(number) => keep_number(*number, scale).map(|typed| Some(typed.stored)),
        Written::Percentage => Err(NumberFault::PercentTyped),
    };
    let (num, den) = (number(&answer.num), number(&answer.den));
    let faults: PartFaults = [(CellPart::Num, num), (CellPart::Den, den)]
        .into_iter()
        .filter_map(|(part, read)| read.err().map(|fault| (part, Seen::Number(fault))))
        .collect();
    match (num, den) {
        (Ok(num), Ok(den)) => Ok(Entry { state: answer.state, num, den, estimated: answer.estimated }),
        _ => Err(faults),
    }
}

/// The rule under which a fault of an entry falls.
fn rule_of(fault: CellFault) -> CheckRule {
    match fault {
        CellFault::ZeroOfZero | CellFault::PartOfZero | CellFault::PartAboveWhole | CellFault::Negative => {
            CheckRule::PartsFit
        }
        CellFault::Empty
        | CellFault::HalfRatio
        | CellFault::WholeNotAsked
        | CellFault::NotYesOrNo
        | CellFault::NilOfStock
        | CellFault::NumbersBesideState
        | CellFault::NothingEstimated
        | CellFault::TooLarge => CheckRule::Complete,
    }
}

/// The cells of the form, and what is wrong with its answers.
pub(super) fn read_all(form: &Form) -> (Cells, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut cells: Vec<Option<(usize, Cell)>> = vec![None; form.items.len()];
    let mut answered = vec![false; form.items.len()];
    for (index, answer) in form.answers.iter().enumerate() {
        let mut found = |rule, part, seen| {
            findings.push(Found::error(rule, part, seen).of(&answer.indicator, Some(index)));
        };
        let mut items = form.items.iter().zip(cells.iter_mut().zip(&mut answered));
        let Some((item, (kept, done))) = items.find(|(item, _)| item.indicator == answer.indicator) else {
            found(CheckRule::Scope, None, Seen::Scope(ScopeFault::UnknownIndicator));
            continue;
        };
        let entry = entry(item, answer, form.format);
        let fault = if answer.period != form.period {
            Some(ScopeFault::WrongPeriod)
        } else if entry == Ok(Entry::default()) {
            continue;
        } else if *done {
            Some(ScopeFault::AnsweredTwice)
        } else {
            (item.asked == Asked::NotInScope).then_some(ScopeFault::NotInScope)
        };
        if let Some(fault) = fault {
            found(CheckRule::Scope, None, Seen::Scope(fault));
            continue;
        }
        *done = true;
        match entry.map(|entry| Cell::of(&item.formula, entry)) {
            Ok(Ok(cell)) => *kept = Some((index, cell)),
            Ok(Err(fault)) => found(rule_of(fault), None, Seen::Cell(fault)),
            Err(faults) => {
                for (part, seen) in faults {
                    found(CheckRule::NumberFormat, Some(part), seen);
                }
            }
        }
    }
    let owed =
        form.items.iter().zip(&answered).filter(|(item, done)| item.asked == Asked::Compulsory && !**done);
    findings.extend(owed.map(|(item, _)| {
        let blank =
            form.answers.iter().position(|a| a.indicator == item.indicator && a.period == form.period);
        Found::error(CheckRule::Complete, None, Seen::Cell(CellFault::Empty)).of(&item.indicator, blank)
    }));
    (Cells(cells), findings)
}

/// Wholes whose parts come to something else, numerators and denominators each for themselves. A whole is looked at once it and
/// every part of it that is asked for have numbers.
pub(super) fn parts_and_wholes(form: &Form, cells: &Cells) -> Vec<Finding> {
    let known = |code: &str| {
        let found = cells.of(form).find(|(item, ..)| item.indicator == code);
        found.filter(|(_, _, cell)| cell.state() != CellState::NotAvailable)
    };
    let mut findings = Vec::new();
    for whole in &form.items {
        let Some((_, answer, said)) = known(&whole.indicator) else { continue };
        let is_part =
            |item: &&Item| item.part_of.as_ref() == Some(&whole.indicator) && item.asked != Asked::NotInScope;
        let parts: Option<Vec<_>> =
            form.items.iter().filter(is_part).map(|part| known(&part.indicator)).collect();
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else { continue };
        for part in [CellPart::Num, CellPart::Den] {
            let number = |item: &Item, cell: &Cell| Some(Quotient::from(item.number(part.of(cell)?)));
            let sum = parts
                .iter()
                .try_fold(Quotient::scaled(0, 0), |sum, (item, _, cell)| sum.plus(number(item, cell)?));
            if let (Some(sum), Some(said)) = (sum, number(whole, said))
                && sum != said
            {
                let shown = |n: Quotient| n.rounded(whole.formula.scale);
                let seen = Seen::Parts { parts: shown(sum), whole: shown(said) };
                let found = Found::error(CheckRule::PartsAndWhole, Some(part), seen);
                findings.push(found.of(&whole.indicator, Some(answer)));
            }
        }
    }
    findings
}
