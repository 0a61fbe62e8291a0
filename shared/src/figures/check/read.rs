//! What was written, as cells: numbers that can be read, parts that fit, nothing missing, nothing unasked (R132).

use super::{
    finding::{CellPart, CheckRule, Finding, Found, ScopeFault, Seen},
    form::{Answer, Asked, Form, Item, Written},
};
use crate::figures::{Cell, CellFault, CellState, Entry, NumberFault, Quotient, keep_number, read_number};

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

/// What an answer says; none where it is empty.
///
/// # Errors
/// Every fault with its part, so that a person mends them in one go: those of both numbers, or that of the entry.
pub fn read(item: &Item, answer: &Answer) -> Result<Option<Entry>, Vec<(CellPart, Seen)>> {
    let said = understood(item, answer).map(|said| said.map(|(entry, _)| entry));
    said.map_err(|found| {
        let part = |found: Found| (found.part.unwrap_or(CellPart::Cell), found.seen);
        found.into_iter().map(part).collect()
    })
}

fn understood(item: &Item, answer: &Answer) -> Result<Option<(Entry, Cell)>, Vec<Found>> {
    let entry = entry(item, answer)?;
    if entry == Entry::default() {
        return Ok(None);
    }
    let fault = match Cell::of(&item.formula, entry) {
        Ok(cell) if cell.is_present() || answer.reasoned => return Ok(Some((entry, cell))),
        Ok(_) => Found::error(CheckRule::Complete, Some(CellPart::Reason), Seen::NoReason),
        Err(fault) => Found::error(rule_of(fault), None, Seen::Cell(fault)),
    };
    Err(vec![fault])
}

fn entry(item: &Item, answer: &Answer) -> Result<Entry, Vec<Found>> {
    let scale = item.formula.scale;
    let number = |written: &Written| match written {
        Written::Blank => Ok(None),
        Written::Text(text) if text.trim().is_empty() => Ok(None),
        Written::Text(text) => read_number(text, answer.format, scale).map(|typed| Some(typed.stored)),
        Written::Number(number) => keep_number(*number, scale).map(|typed| Some(typed.stored)),
        Written::Percentage => Err(NumberFault::PercentTyped),
    };
    match (number(&answer.num), number(&answer.den)) {
        (Ok(num), Ok(den)) => Ok(Entry { state: answer.state, num, den, estimated: answer.estimated }),
        (num, den) => Err([(CellPart::Num, num), (CellPart::Den, den)]
            .into_iter()
            .filter_map(|(part, read)| Some((part, read.err()?)))
            .map(|(part, fault)| Found::error(CheckRule::NumberFormat, Some(part), Seen::Number(fault)))
            .collect()),
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
        let said = understood(item, answer);
        let fault = if answer.period != form.period {
            Some(ScopeFault::WrongPeriod)
        } else if matches!(said, Ok(None)) {
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
        match said {
            Ok(said) => *kept = said.map(|(_, cell)| (index, cell)),
            Err(faults) => faults.into_iter().for_each(|fault| found(fault.rule, fault.part, fault.seen)),
        }
    }
    let owed =
        form.items.iter().zip(&answered).filter(|(item, done)| item.asked == Asked::Compulsory && !**done);
    findings.extend(owed.map(|(item, _)| {
        let blank =
            form.answers.iter().position(|a| a.indicator == item.indicator && a.period == form.period);
        Found::error(CheckRule::Complete, Some(CellPart::Num), Seen::Cell(CellFault::Empty))
            .of(&item.indicator, blank)
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
