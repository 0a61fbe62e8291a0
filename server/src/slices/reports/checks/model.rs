//! What the checks are given of a draft, what they find in it, and what its body says to that (pure).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{
        Cell, CellState, Entry,
        check::{
            self, Answer, Asked, CellPart, CheckRule, Finding, FindingLevel, Form, History, Item,
            Justification, Past, Peers, Seen, Thresholds, Written,
        },
    },
    id::{IndicatorId, UserId},
    period::Window,
    text::Lang,
    wire::report::{FindingRow, JustificationRow},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::model::Typed;
use crate::domain::{indicators::Indicator, periods::Period};
use dondoc_kernel::error::{Fault, FieldFault};

/// What the body filed for earlier periods, in the order of time.
pub type Earlier = BTreeMap<IndicatorId, Vec<(Window, Entry)>>;

/// Which warning a justification is about.
pub type Key = (IndicatorId, CheckRule, CellPart);

/// What the body says to the warnings of a draft.
pub type Justified = BTreeMap<Key, Said>;

/// Why a number is right, as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The reason, if one was chosen.
    pub code: Option<Justification>,
    /// What explains it.
    pub text: String,
    /// A digest of what it is about.
    pub seen: String,
    /// Who wrote it.
    pub by: UserId,
    /// Their name.
    pub by_name: String,
    /// Counts the changes, from 1.
    pub version: i32,
}

impl Said {
    /// Whether it is whole, and about these numbers.
    pub fn holds(&self, seen: &str) -> bool {
        self.code.is_some() && !self.text.is_empty() && self.seen == seen
    }

    /// As clients see it beside a finding.
    pub fn row(&self, seen: &str) -> JustificationRow {
        JustificationRow {
            code: self.code,
            text: self.text.clone(),
            by: self.by_name.clone(),
            holds: self.holds(seen),
            version: self.version,
        }
    }
}

/// A report that is not filed yet.
#[derive(Clone, Copy)]
pub struct Draft<'a> {
    /// Its period.
    pub period: &'a Period,
    /// What it asks of the body, in the order of the form.
    pub owed: &'a [&'a Indicator],
    /// What was typed.
    pub typed: &'a BTreeMap<IndicatorId, Typed>,
}

impl Draft<'_> {
    /// What a cell says; none where it is empty or wrong.
    pub fn entry(&self, indicator: &Indicator) -> Option<Entry> {
        let answer = self.answer(indicator)?;
        let entry = check::read(&self.item(indicator), &answer).ok().flatten()?;
        Some(Entry { state: Some(entry.state.unwrap_or(CellState::Value)), ..entry })
    }

    fn answer(&self, indicator: &Indicator) -> Option<Answer> {
        let typed = self.typed.get(&indicator.id).filter(|typed| !typed.is_empty())?;
        Some(Answer {
            indicator: indicator.code.clone(),
            period: self.period.window.code,
            state: Some(typed.state).filter(|state| *state != CellState::Value),
            num: Written::Text(typed.num.clone()),
            den: Written::Text(typed.den.clone()),
            estimated: typed.estimated,
            reasoned: !typed.reason.is_empty(),
            format: typed.format,
        })
    }

    fn item(&self, indicator: &Indicator) -> Item {
        let Window { from_on, to_on, .. } = self.period.window;
        let whole = |id| self.owed.iter().find(|other| Some(other.id) == id);
        Item {
            indicator: indicator.code.clone(),
            formula: indicator.formula_on(to_on),
            asked: if indicator.compulsory { Asked::Compulsory } else { Asked::Voluntary },
            part_of: whole(indicator.part_of).map(|whole| whole.code.clone()),
            break_now: indicator.last_break(to_on).is_some_and(|day| from_on <= day),
            target: None,
            tasks: (0, 0),
            weight: None,
        }
    }

    fn history(&self, earlier: &Earlier) -> History {
        let past = |indicator: &&Indicator| {
            let start = indicator.last_break(self.period.window.to_on);
            let earlier = earlier.get(&indicator.id).into_iter().flatten();
            // What was counted otherwise is no history, whichever periods were left out in between.
            let counts = earlier.filter(|(window, _)| start.is_none_or(|start| start <= window.to_on));
            let cell = |(window, entry): &(Window, Entry)| Past {
                period: window.code,
                cell: Cell::of(&indicator.formula_on(window.to_on), *entry).ok(),
                break_before: false,
            };
            (indicator.code.clone(), counts.map(cell).collect())
        };
        self.owed.iter().map(past).collect()
    }

    /// Looks at the draft: what every door finds in it (R131). The cells of other bodies cannot be read here (R82), so that nothing
    /// is held against them.
    pub fn check(&self, earlier: &Earlier, justified: &Justified) -> Checked {
        let form = Form {
            period: self.period.window.code,
            items: self.owed.iter().map(|indicator| self.item(indicator)).collect(),
            answers: self.owed.iter().filter_map(|indicator| self.answer(indicator)).collect(),
            thresholds: Thresholds::default(),
        };
        let findings = check::check(&form, &self.history(earlier), &Peers::new());
        let found = |finding: Finding| {
            let indicator = self.owed.iter().find(|indicator| indicator.code == finding.indicator)?;
            let seen = digest(&finding, self.entry(indicator));
            let said = justified.get(&(indicator.id, finding.rule, finding.place())).cloned();
            Some(Found { indicator: indicator.id, said, seen, finding })
        };
        Checked(findings.into_iter().filter_map(found).collect())
    }
}

/// What a justification is about: the rule, what it saw, and the whole cell. It changes with each of them.
fn digest(finding: &Finding, entry: Option<Entry>) -> String {
    let numbers = entry.map(|entry| (entry.num, entry.den));
    let about = json!([finding.rule, finding.place(), finding.seen, numbers]).to_string();
    let bytes: [u8; 32] = Sha256::digest(about).into();
    let head = bytes.first_chunk().copied().map_or(0, u128::from_be_bytes);
    format!("{head:032x}")
}

/// What was found in a draft, in the order in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked(Vec<Found>);

/// A finding, with what its body says to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The indicator.
    pub indicator: IndicatorId,
    /// What was found.
    pub finding: Finding,
    /// A digest of what it is about.
    pub seen: String,
    /// What was said to it, also if that was about another number.
    pub said: Option<Said>,
}

impl Found {
    /// What justifies it, where it is a warning.
    pub fn justification(&self) -> Option<&Said> {
        self.said
            .as_ref()
            .filter(|said| self.finding.level == FindingLevel::Warning && said.holds(&self.seen))
    }

    fn fault(&self) -> FieldFault {
        let Finding { rule, seen, ref indicator, .. } = self.finding;
        let field = format!("cells[{indicator}].{}", self.finding.place());
        FieldFault::new(&field, Fault::Check(rule, seen))
    }

    fn row(&self) -> FindingRow {
        let finding = &self.finding;
        let warns = finding.level == FindingLevel::Warning;
        FindingRow {
            indicator: finding.indicator.clone(),
            rule: finding.rule,
            level: finding.level,
            part: finding.place(),
            code: finding.code().to_owned(),
            message_vi: finding.message(Lang::Vi),
            message_en: finding.message(Lang::En),
            seen: if warns { self.seen.clone() } else { String::new() },
            justification: self.said.as_ref().filter(|_| warns).map(|said| said.row(&self.seen)),
        }
    }
}

impl Checked {
    /// What has to be mended before filing.
    pub fn errors(&self) -> Vec<FieldFault> {
        self.0.iter().filter(|found| found.finding.level == FindingLevel::Error).map(Found::fault).collect()
    }

    /// The warnings that nobody has justified for the numbers as they are.
    pub fn unjustified(&self) -> Vec<FieldFault> {
        let open =
            |found: &&Found| found.finding.level == FindingLevel::Warning && found.justification().is_none();
        self.0.iter().filter(open).map(Found::fault).collect()
    }

    /// Whether the word of one of these people lets the report be filed as it is.
    pub fn is_justified_by(&self, is_hand: impl Fn(UserId) -> bool) -> bool {
        self.0.iter().filter_map(Found::justification).any(|said| is_hand(said.by))
    }

    /// What is written down when the report is filed.
    pub fn filed(&self) -> &[Found] {
        &self.0
    }

    /// As its body sees it; what is for the Working Group alone is left out.
    pub fn rows(&self) -> Vec<FindingRow> {
        let own = |found: &&Found| !found.finding.rule.is_for_the_working_group();
        self.0.iter().filter(own).map(Found::row).collect()
    }
}

/// What a rule had seen, from how it is stored.
pub fn seen_of(stored: serde_json::Value) -> Result<Seen, serde_json::Error> {
    serde_json::from_value(stored)
}
