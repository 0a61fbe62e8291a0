//! One cell as the page shows it (pure): what is asked, what was said before, what was typed and how it was understood.

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{
        CellState, Decimal, Entry, NumberFormat, OverBodies, OverTime,
        check::{FindingLevel, Justification},
        read_number,
    },
    text::Lang,
    wire::report::{CellPart, CellRow, FindingRow},
};

use super::typed::{Typed, TypedCell, TypedReason};

/// A number's field.
pub(super) struct Number {
    /// Its name, which is its id: `num.I24-01`.
    pub name: String,
    pub label: String,
    pub text: String,
    /// The keyboard of a phone.
    pub mode: &'static str,
    /// What is chosen from where the answer is yes or no (R162); empty where a number is typed.
    pub answers: Vec<Answer>,
    /// How it was understood.
    pub echo: Option<String>,
    pub fault: Option<String>,
}

/// An answer that can be chosen.
pub(super) struct Answer {
    /// As it is sent.
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

impl Answer {
    /// Yes, no, and neither, of which `text` is one as it was typed. What was typed otherwise stands beside them: choosing nothing
    /// leaves it as it is.
    fn of(t: Lang, text: &str, says: Option<bool>) -> Vec<Self> {
        let text = text.trim();
        let answer = |chosen: bool, plain: &str, label: &str| Self {
            // Another spelling of the same is nobody's change.
            value: if chosen { text } else { plain }.to_owned(),
            label: capital(label),
            chosen,
        };
        let other = (!text.is_empty() && says.is_none())
            .then(|| answer(true, text, &t.cell_answered_otherwise(text)));
        let three = [
            answer(says == Some(true), "1", t.cell_yes()),
            answer(says == Some(false), "0", t.cell_no()),
            answer(text.is_empty(), "", t.cell_not_answered()),
        ];
        three.into_iter().chain(other).collect()
    }
}

/// A warning, with why the number is right all the same.
pub(super) struct Warning {
    /// What the names of its fields end in, which are their ids: `I24-01.digit_slip.num`.
    pub of: String,
    pub message: String,
    pub reason: TypedReason,
    /// The reason that is stored and holds, in a sentence.
    pub said: Option<String>,
    /// Whether the report can be filed as far as it goes.
    pub justified: bool,
    /// What is still to be done about its reason.
    pub hint: Option<&'static str>,
    /// What somebody else has written in the meantime.
    pub overtaken: Option<String>,
    /// What is wrong with the text of its reason.
    pub fault: Option<String>,
}

impl Warning {
    fn new(t: Lang, finding: &FindingRow, typed: Option<&TypedReason>, refused: &Faults) -> Self {
        let of = format!("{}.{}.{}", finding.indicator, finding.rule, finding.part);
        let stored = TypedReason::stored(finding);
        let said = finding.justification.as_ref();
        let words = |code: Option<Justification>| code.map_or(t.check_why_choose(), |code| code.name(t));
        let mine = typed.filter(|mine| mine.is_changed());
        let reason = mine.map_or_else(|| stored.clone(), |mine| mine.about(&stored));
        let overtaken = mine.filter(|mine| mine.is_overtaken(&stored)).and(said);
        let half = if reason.is_half() { Some(t.check_half_explained()) } else { None };
        let hint = match said {
            Some(said) if mine.is_none() && !said.holds && said.code.is_some() && !said.text.is_empty() => {
                Some(t.check_changed_since())
            }
            _ => half,
        };
        Self {
            message: t.pick(&finding.message_vi, &finding.message_en).to_owned(),
            justified: !finding.is_to_be_justified(),
            said: said
                .filter(|said| said.holds)
                .map(|said| t.check_said_by(words(said.code), &said.text, &said.by)),
            overtaken: overtaken.map(|said| t.check_written_by(&said.by, words(said.code), &said.text)),
            fault: refused.get(&format!("because.{of}")).cloned(),
            hint,
            reason,
            of,
        }
    }

    /// Whether this is the reason chosen.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "a template hands out references")]
    pub fn is_chosen(&self, one: &Justification) -> bool {
        self.reason.code == Some(*one)
    }
}

/// A cell of the page.
pub(super) struct Cell {
    pub code: String,
    pub name: String,
    /// Unit, and how it counts.
    pub counted: String,
    pub concept: String,
    pub compulsory: bool,
    /// What was said for the period before, and for the same one a year before.
    pub last: String,
    pub year_ago: String,
    pub numbers: Vec<Number>,
    pub typed: TypedCell,
    /// The percentage with its parts.
    pub rate: Option<String>,
    /// What is wrong with both numbers together, or with the state.
    pub fault: Option<String>,
    pub reason_fault: Option<String>,
    pub warnings: Vec<Warning>,
    pub notices: Vec<String>,
    /// Reasons that were typed about a number that is another now.
    pub unasked: Vec<String>,
    /// What somebody else has made of it since its writer saw it.
    pub overtaken: Option<String>,
    /// What is stored, as it is read.
    pub said: String,
    /// What was typed and is not written, where nothing can be entered.
    pub unwritten: Option<String>,
    /// Who entered what is stored.
    pub by: String,
    /// The version and the digest of what is stored, as the form hands them on.
    pub mark: String,
    /// Whether it must be filled in and is not.
    pub missing: bool,
    /// Whether it stands at some number, so that "nothing happened" is no answer (R110).
    pub stock: bool,
}

/// What is wrong with fields by their names.
pub(super) type Faults = BTreeMap<String, String>;

impl Cell {
    /// The cell of a page whose numbers are written in `format`, with what the checks find in it as it is stored, what its reader has
    /// typed, and what was refused.
    #[expect(clippy::too_many_lines, reason = "each line is a part of what is drawn")]
    pub fn new(
        t: Lang,
        (row, findings): (&CellRow, &[FindingRow]),
        format: NumberFormat,
        sent: Option<&Typed>,
        refused: &Faults,
    ) -> Self {
        let stored = TypedCell::stored(row, format);
        let changed = sent.and_then(|typed| typed.changed(&row.indicator));
        let found = |level| {
            let of_cell = findings.iter().filter(|finding| finding.indicator == row.indicator);
            of_cell.filter(move |finding| finding.level == level).collect::<Vec<_>>()
        };
        let warnings = found(FindingLevel::Warning);
        // Whoever typed what is stored, or typed the same since, has nothing new to say.
        let mine = changed.filter(|mine| mine.is_changed() && !mine.says(&stored));
        let overtaken = mine
            .filter(|mine| mine.is_overtaken(&stored))
            .map(|_| t.cell_changed_by(&row.entered_name, &as_typed(t, &stored, row)));
        let typed = mine.unwrap_or(&stored).clone();
        // A number that was not rewritten is read as its writer meant it.
        let read = |text: &str, raw: &str| {
            let written = if mine.is_none() && text == raw { row.format } else { format };
            Some(text)
                .filter(|text| !text.trim().is_empty())
                .map(|text| read_number(text, written, row.scale))
        };
        // What is stored has been judged whole; of what is only typed, each number is.
        let errors = if mine.is_none() { found(FindingLevel::Error) } else { vec![] };
        let told = |part: CellPart| {
            // What is empty is said by itself: nobody has done anything wrong.
            let of_part = errors.iter().find(|error| error.part == part && !is_empty(&stored));
            of_part.map(|error| t.pick(&error.message_vi, &error.message_en).to_owned())
        };
        let number = |part: CellPart, label: String, text: &str, raw: &str| {
            let name = format!("{part}.{}", row.indicator);
            let understood = read(text, raw);
            let wrong = understood.and_then(Result::err).map(|fault| fault.message(t).to_owned());
            let number = understood.and_then(Result::ok);
            let is_answer = part == CellPart::Num && row.over_bodies == OverBodies::CountOfTenants;
            let says = number.and_then(|number| yes_or_no(number.read_as));
            Number {
                fault: refused.get(&name).cloned().or_else(|| told(part)).or(wrong),
                answers: if is_answer { Answer::of(t, text, says) } else { vec![] },
                echo: number.filter(|_| !is_answer).map(|number| number.echo(t)),
                text: text.to_owned(),
                mode: if row.scale == 0 { "numeric" } else { "decimal" },
                label,
                name,
            }
        };
        let (what, whole) =
            (t.pick(&row.numerator_vi, &row.numerator_en), t.pick(&row.denominator_vi, &row.denominator_en));
        let has_whole = row.over_bodies == OverBodies::Ratio;
        let mut numbers = vec![number(
            CellPart::Num,
            match what {
                "" => t.cell_number().to_owned(),
                what if has_whole => t.cell_numerator(what),
                what => capital(what),
            },
            &typed.num,
            &row.num,
        )];
        numbers.extend(
            has_whole.then(|| number(CellPart::Den, t.cell_denominator(whole), &typed.den, &row.den)),
        );
        let stored_of = |text: &str, raw: &str| read(text, raw).and_then(Result::ok).map(|read| read.stored);
        let now = Entry {
            state: Some(typed.state),
            num: stored_of(&typed.num, &row.num),
            den: stored_of(&typed.den, &row.den),
            estimated: false,
        };
        let words = |entry: Option<Entry>| {
            entry.map_or_else(
                || t.cell_none_before().to_owned(),
                |entry| entry.words(t, row.over_bodies, row.scale),
            )
        };
        let is_rate = has_whole
            && typed.state == CellState::Value
            && now.num.is_some()
            && now.den.is_some_and(|den| den > 0);
        let reason = format!("{}.{}", CellPart::Reason, row.indicator);
        let state = format!("state.{}", row.indicator);
        Self {
            name: t.pick(&row.name_vi, &row.name_en).to_owned(),
            counted: format!("{} · {}", t.pick(&row.unit_vi, &row.unit_en), row.over_time.name(t)),
            concept: t.pick(&row.concept_vi, &row.concept_en).to_owned(),
            compulsory: row.compulsory,
            last: words(row.last),
            year_ago: words(row.year_ago),
            numbers,
            rate: is_rate.then(|| t.cell_comes_to(&words(Some(now)))),
            fault: refused.get(&state).cloned().or_else(|| told(CellPart::Cell)),
            reason_fault: refused.get(&reason).cloned().or_else(|| told(CellPart::Reason)),
            warnings: warnings
                .iter()
                .map(|warning| {
                    Warning::new(t, warning, sent.and_then(|sent| sent.changed_reason(warning)), refused)
                })
                .collect(),
            notices: found(FindingLevel::Notice)
                .into_iter()
                .map(|notice| t.pick(&notice.message_vi, &notice.message_en).to_owned())
                .collect(),
            unasked: sent
                .map(|sent| sent.reasons_without_warning(&row.indicator, &warnings))
                .unwrap_or_default()
                .into_iter()
                .map(|reason| t.check_reason_not_written(&reason.text))
                .collect(),
            overtaken,
            said: row.entry.map_or_else(
                || as_typed(t, &stored, row),
                |entry| entry.words(t, row.over_bodies, row.scale),
            ),
            unwritten: mine.map(|mine| as_typed(t, mine, row)),
            by: row.entered_name.clone(),
            mark: stored.mark(),
            stock: row.over_time == OverTime::Stock,
            missing: row.compulsory && is_empty(&stored) && mine.is_none_or(is_empty),
            typed,
            code: row.indicator.clone(),
        }
    }

    /// Where a line about the cell leads.
    pub fn target(&self) -> String {
        let wrong = self.numbers.iter().find(|number| number.fault.is_some());
        match (wrong, &self.reason_fault) {
            (Some(number), _) => number.name.clone(),
            (None, Some(_)) if self.fault.is_none() => format!("reason.{}", self.code),
            _ => format!("num.{}", self.code),
        }
    }

    /// The ids of what is said about one of its numbers, as `aria-describedby` names them.
    pub fn described_by(&self, number: &Number) -> String {
        let said = [
            self.overtaken.as_ref().map(|_| format!("mark.{}-error", self.code)),
            number.fault.as_ref().map(|_| format!("{}-error", number.name)),
            self.fault.as_ref().map(|_| format!("cell.{}-error", self.code)),
        ];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// What keeps it from being filed or was refused, in the order in which it is mended.
    pub fn faults(&self) -> impl Iterator<Item = &String> {
        let numbers = self.numbers.iter().filter_map(|number| number.fault.as_ref());
        numbers.chain(&self.fault).chain(&self.reason_fault)
    }

    /// Each warning as a line about the cell, with the field where it is explained.
    pub fn warned(&self, t: Lang) -> impl Iterator<Item = (String, String, &Warning)> {
        self.warnings.iter().map(move |warning| {
            let line = t.cell_named(&self.code, &self.name, &warning.message);
            (format!("why.{}", warning.of), line, warning)
        })
    }

    /// Whether the fields beside the numbers are in use, and so not folded away.
    pub fn is_unfolded(&self) -> bool {
        self.typed.state != CellState::Value
            || self.typed.estimated
            || !self.typed.reason.is_empty()
            || self.reason_fault.is_some()
    }

    /// Whether something is wrong with it.
    pub fn is_bad(&self) -> bool {
        let reason = |warning: &Warning| warning.overtaken.is_some() || warning.fault.is_some();
        self.overtaken.is_some() || self.faults().next().is_some() || self.warnings.iter().any(reason)
    }
}

/// Each fault with the field that it is about: of each cell first its numbers, then its reasons.
pub(super) fn faulty(t: Lang, cells: &[Cell]) -> Vec<(String, String)> {
    let mut lines = vec![];
    for cell in cells {
        let named = |what: &String| t.cell_named(&cell.code, &cell.name, what);
        let of_numbers = cell.overtaken.iter().chain(cell.faults());
        lines.extend(of_numbers.map(|what| (cell.target(), named(what))));
        for warning in &cell.warnings {
            let of_reason = warning.overtaken.iter().chain(&warning.fault);
            lines.extend(of_reason.map(|what| (format!("because.{}", warning.of), named(what))));
        }
    }
    lines
}

/// Each warning with the field where it is explained, and whether it is; those that are not first.
pub(super) fn warned(t: Lang, cells: &[Cell]) -> Vec<(String, String, bool)> {
    let of = |cell: &Cell| {
        let line = |(field, text, warning): (String, String, &Warning)| (field, text, warning.justified);
        cell.warned(t).map(line).collect::<Vec<_>>()
    };
    let mut lines: Vec<_> = cells.iter().flat_map(of).collect();
    lines.sort_by_key(|(_, _, justified)| *justified);
    lines
}

/// Whether some warning still needs a reason.
pub(super) fn is_to_be_explained(cells: &[Cell]) -> bool {
    cells.iter().flat_map(|cell| &cell.warnings).any(|warning| !warning.justified)
}

fn is_empty(cell: &TypedCell) -> bool {
    cell.state == CellState::Value && cell.num.trim().is_empty() && cell.den.trim().is_empty()
}

/// What somebody typed, as they typed it.
fn as_typed(t: Lang, cell: &TypedCell, row: &CellRow) -> String {
    if is_empty(cell) {
        return t.cell_is_empty().to_owned();
    }
    let numbers = match (cell.num.as_str(), cell.den.as_str()) {
        (num, den) if row.over_bodies == OverBodies::Ratio && !(num.is_empty() && den.is_empty()) => {
            let shown = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
            t.figure_of(&shown(num), &shown(den))
        }
        (num, _) if row.over_bodies == OverBodies::CountOfTenants => {
            let read = read_number(num, row.format, row.scale).ok();
            match read.and_then(|read| yes_or_no(read.read_as)) {
                Some(true) => t.cell_yes().to_owned(),
                Some(false) => t.cell_no().to_owned(),
                None => num.to_owned(),
            }
        }
        (num, _) => num.to_owned(),
    };
    let state = (cell.state != CellState::Value).then(|| cell.state.name(t).to_owned());
    let estimated = cell.estimated.then(|| t.cell_is_estimated().to_lowercase());
    let reason = Some(cell.reason.clone());
    let parts =
        state.into_iter().chain([numbers]).chain(estimated).chain(reason).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(", ")
}

/// The answer that a number is; none for any other.
fn yes_or_no(number: Decimal) -> Option<bool> {
    [(1, true), (0, false)].into_iter().find(|(n, _)| number == Decimal::whole(*n)).map(|(_, yes)| yes)
}

/// Words of the catalogue stand within a sentence; a label begins one.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
