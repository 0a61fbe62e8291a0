//! What the rules say.

use serde::{Deserialize, Serialize};

use crate::{
    coded::coded,
    figures::{Cell, CellFault, Decimal, NumberFault},
};

coded! {
    /// How grave a finding is.
    FindingLevel {
        /// The report cannot be filed.
        Error = "error",
        /// It can be filed with a reason, which the Working Group judges.
        Warning = "warning",
        /// It is shown.
        Notice = "notice",
    }
}

coded! {
    /// A rule of the checks (R132–R134). In the order in which the warnings of a cell matter.
    CheckRule {
        /// Numbers that can be read, whole where things are counted.
        NumberFormat = "number_format",
        /// 0 ≤ numerator ≤ denominator, and the denominator is not zero.
        PartsFit = "parts_fit",
        /// Nothing compulsory is empty, and states fit the indicator.
        Complete = "complete",
        /// Parts add up to their whole.
        PartsAndWhole = "parts_and_whole",
        /// The indicator is asked of this body in this period, once.
        Scope = "scope",
        /// A digit too many or too few against the last value.
        DigitSlip = "digit_slip",
        /// Far from what the body's own history leads to expect.
        OwnHistory = "own_history",
        /// A ratio moves by many points.
        RatioMoves = "ratio_moves",
        /// What is counted against moves.
        BaseMoves = "base_moves",
        /// What can only grow has fallen.
        StockFalls = "stock_falls",
        /// Far from comparable bodies.
        AmongPeers = "among_peers",
        /// The same value again and again.
        SameValue = "same_value",
        /// Every task is finished, and the target is not met.
        PaperGreen = "paper_green",
    }
}

impl CheckRule {
    /// Whether only the Working Group is shown what the rule finds: it says nothing that the body could mend in its report.
    pub const fn is_for_the_working_group(self) -> bool {
        matches!(self, Self::PaperGreen)
    }
}

coded! {
    /// Why an answer is not asked for.
    ScopeFault {
        /// There is no such indicator in this form.
        UnknownIndicator = "unknown_indicator",
        /// The indicator is not asked of this body.
        NotInScope = "not_in_scope",
        /// The answer belongs to another period.
        WrongPeriod = "wrong_period",
        /// The indicator is answered already.
        AnsweredTwice = "answered_twice",
    }
}

coded! {
    /// A part of a cell.
    CellPart {
        /// The numerator, or the number.
        Num = "num",
        /// The denominator.
        Den = "den",
        /// Both together, or the state.
        Cell = "cell",
        /// The reason for which there is no number.
        Reason = "reason",
    }
}

impl CellPart {
    /// The number of that part; none where the cell has no such part.
    pub(super) fn of(self, cell: &Cell) -> Option<i64> {
        match self {
            Self::Num => Some(cell.num()),
            Self::Den => cell.den(),
            Self::Cell | Self::Reason => None,
        }
    }
}

coded! {
    /// Why a number at which a rule warns is right all the same; a text says more.
    Justification {
        /// It was compared with where it comes from.
        ConfirmedAtSource = "confirmed_at_source",
        /// It did change that much.
        RealChange = "real_change",
        /// It is counted in another way than before.
        ChangedMethod = "changed_method",
        /// Other bodies, places or things are counted than before.
        ChangedScope = "changed_scope",
        /// The number of an earlier period was wrong.
        EarlierValueWrong = "earlier_value_wrong",
        /// As the text says.
        Other = "other",
    }
}

coded! {
    /// What the Working Group thinks of a justification.
    Judgement {
        /// It explains the number: the warning was needless.
        Ok = "ok",
        /// It does not.
        NotOk = "not_ok",
    }
}

/// What a rule saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// A number that cannot be read.
    Number(NumberFault),
    /// An entry that makes no cell.
    Cell(CellFault),
    /// A state without numbers, and no reason for it.
    NoReason,
    /// An answer that nobody asked for.
    Scope(ScopeFault),
    /// Parts that come to something else than their whole.
    Parts {
        /// What the parts come to.
        parts: Decimal,
        /// What the whole says.
        whole: Decimal,
    },
    /// A value against the last one.
    Moved {
        /// The last value.
        before: Decimal,
        /// The value now.
        now: Decimal,
    },
    /// The same, and by how many digits it is off.
    Digits {
        /// The last value.
        before: Decimal,
        /// The value now.
        now: Decimal,
        /// Digits too many; below zero, too few.
        digits: i8,
    },
    /// Two percentages and how far they lie apart, each rounded to one decimal.
    Points {
        /// The last one.
        before: Decimal,
        /// The one now.
        now: Decimal,
        /// The difference, of the exact percentages.
        by: Decimal,
    },
    /// A value against the median of comparable bodies, in percent, rounded to one decimal.
    Median {
        /// That of the body.
        own: Decimal,
        /// The median.
        median: Decimal,
        /// Number of bodies compared with.
        bodies: usize,
    },
    /// A value that has stood for so many periods, this one included.
    Same {
        /// The value.
        value: Decimal,
        /// Number of periods.
        periods: usize,
    },
    /// Tasks that are all finished while the target is not met.
    Tasks {
        /// Number of tasks.
        tasks: i64,
    },
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: CheckRule,
    /// How grave it is.
    pub level: FindingLevel,
    /// Code of the indicator, as the answer or the form spells it.
    pub indicator: String,
    /// Place of the answer in [`Form::answers`](super::Form::answers); none where there is no answer.
    pub answer: Option<usize>,
    /// The part of the cell, where it is one of them.
    pub part: Option<CellPart>,
    /// What was seen.
    pub seen: Seen,
}

impl Finding {
    /// The part that it is about; the cell where it is none of its numbers.
    pub fn place(&self) -> CellPart {
        self.part.unwrap_or(CellPart::Cell)
    }

    /// The stable word of what is wrong: that of the fault, or that of the rule.
    pub fn code(&self) -> &'static str {
        self.seen.code(self.rule)
    }
}

impl Seen {
    /// The stable word of what `rule` saw: that of the fault, or that of the rule.
    pub fn code(self, rule: CheckRule) -> &'static str {
        match self {
            Self::Number(fault) => fault.as_str(),
            Self::Cell(fault) => fault.as_str(),
            Self::Scope(fault) => fault.as_str(),
            Self::NoReason => "reason_missing",
            _ => rule.as_str(),
        }
    }
}

/// A finding before it is known of which answer.
pub(super) struct Found {
    pub(super) rule: CheckRule,
    pub(super) level: FindingLevel,
    pub(super) part: Option<CellPart>,
    pub(super) seen: Seen,
}

impl Found {
    pub(super) fn error(rule: CheckRule, part: Option<CellPart>, seen: Seen) -> Self {
        Self { rule, level: FindingLevel::Error, part, seen }
    }

    pub(super) fn of(self, indicator: &str, answer: Option<usize>) -> Finding {
        let Self { rule, level, part, seen } = self;
        Finding { rule, level, indicator: indicator.to_owned(), answer, part, seen }
    }
}
