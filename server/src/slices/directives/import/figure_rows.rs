//! The files of what is measured: groups of bodies, regimes, indicators with their versions and targets, and published figures.

use dondoc_shared::{
    figures::{Decimal, Direction, Op, OverBodies, OverTime},
    period::Periodicity,
    text::Lang,
    wire::{Known, Precision},
};
use jiff::civil::Date;

use super::{
    cells::{
        KEY, NAME, NOTE, TEXT, date, decimal, group, indicator, list, members, number, optional,
        optional_date, optional_decimal, optional_whole, precision, reference, regime, required, within,
        word, yes_no,
    },
    fault::Wrong,
    rows::{is_last_day, row},
    table::{Line, Row},
};

row! {
    /// A group of bodies as a file gives it.
    Group in GroupCells {
        /// The key, such as `localities`.
        code: String = group, unique;
        /// What it is called.
        name_vi: String = required::<NAME>;
        /// The same in English.
        name_en: String = required::<NAME>;
        /// Who belongs to it: slugs, or words for sets.
        members: Vec<String> = members;
    }
}

row! {
    /// A regime by which bodies report, as a file gives it.
    Regime in RegimeCells {
        /// The key, such as `CT`.
        code: String = regime, unique;
        /// What it is called.
        name_vi: String = required::<NAME>;
        /// The same in English.
        name_en: String = required::<NAME>;
        /// How often a report is owed.
        periodicity: Periodicity = word;
        /// Number of the directive that asks for it.
        directive: String = required::<KEY>;
        /// Calendar days before the last day of a period from which figures may be entered.
        opens_before: i16 = within::<0, 60>;
        /// Working days after the last day of a period in which a report is in time.
        due_after: i16 = within::<1, 60>;
        /// Working days after the last day of a period in which figures may be entered.
        cutoff_after: i16 = within::<1, 90>;
        /// Whether another person than those who entered the figures files them.
        two_people: bool = yes_no;
        /// Whether a body may file that there is nothing to report.
        nil_allowed: bool = yes_no;
        /// How the row is known.
        known: Known = word;
        /// The same in words.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    } check_regime
}

row! {
    /// An indicator as a file gives it.
    Indicator in IndicatorCells {
        /// The key, such as `I24-02`.
        code: String = indicator, unique;
        /// What is measured.
        name_vi: String = required::<NAME>;
        /// The same in English.
        name_en: String = required::<NAME>;
        /// The unit that its figure is read in.
        unit_vi: String = required::<KEY>;
        /// The same in English.
        unit_en: String = required::<KEY>;
        /// What is counted above the line, or alone.
        numerator_vi: String = required::<NAME>;
        /// The same in English.
        numerator_en: String = required::<NAME>;
        /// What is counted below the line of a ratio; else empty.
        denominator_vi: String = optional::<NAME>;
        /// The same in English.
        denominator_en: String = optional::<NAME>;
        /// Which way is better.
        direction: Direction = word;
        /// Digits behind the point that are printed.
        decimals: i16 = within::<0, 4>;
        /// Stored numbers are ten to this power times as large.
        scale: i16 = within::<0, 6>;
        /// Code of the group that it is about.
        scope: String = required::<KEY>;
        /// How the numbers of bodies become the nation's.
        over_bodies: OverBodies = word;
        /// How the numbers of months become a year's.
        over_time: OverTime = word;
        /// Code of the regime by which bodies report it; nothing where none is asked.
        regime: Option<String> = reference;
        /// Where it stands among the others.
        place: i32 = number;
        /// Whether a report cannot be filed without it.
        compulsory: bool = yes_no;
        /// Code of the indicator that it is a part of.
        part_of: Option<String> = reference;
        /// How the row is known.
        known: Known = word;
        /// The same in words.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    } check_indicator
}

row! {
    /// What an indicator counts from a day on, as a file gives it.
    IndicatorVersion in VersionCells {
        /// Code of the indicator.
        code: String = required::<KEY>;
        /// Its number, from 1.
        version: i32 = number;
        /// First local day; nothing for the first version.
        from_on: Option<Date> = optional_date;
        /// What counts.
        concept_vi: String = required::<TEXT>;
        /// The same in English.
        concept_en: String = required::<TEXT>;
        /// Whether its figures make no series with those before.
        breaks: bool = yes_no;
    }
}

row! {
    /// A target as a file gives it.
    Target in TargetCells {
        /// Code of the indicator.
        indicator: String = required::<KEY>;
        /// Code of the group that has to reach it.
        group: String = required::<KEY>;
        /// Its number, from 1.
        version: i32 = number;
        /// How the figure is compared with it.
        op: Op = word;
        /// What must be reached.
        floor: Decimal = decimal;
        /// What should be reached, if it is a range.
        stretch: Option<Decimal> = optional_decimal;
        /// Whether it is meant beyond the baseline.
        gain: bool = yes_no;
        /// The value when it was set.
        baseline: Option<Decimal> = optional_decimal;
        /// The local day of that value.
        baseline_on: Option<Date> = optional_date;
        /// By when; nothing where no date is given.
        due_on: Option<Date> = optional_date;
        /// Number of the directive that sets it.
        directive: String = required::<KEY>;
        /// Where in the directive it stands; may be empty.
        clause_vi: String = optional::<NAME>;
        /// The same in English.
        clause_en: String = optional::<NAME>;
        /// How the row is known.
        known: Known = word;
        /// The same in words.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
        /// Codes of the tasks whose product it is.
        tasks: Vec<String> = list;
    } check_target
}

row! {
    /// A value that its owner published, as a file gives it.
    Record in RecordCells {
        /// The series that it belongs to.
        series: String = indicator;
        /// The local day that it speaks of.
        as_of: Date = date;
        /// Its number among the values of that day, from 1.
        revision: i32 = number;
        /// How exact that day is.
        as_of_precision: Precision = precision;
        /// Code of the indicator that it stands beside.
        indicator: Option<String> = reference;
        /// Whether it speaks for that indicator.
        leads: bool = yes_no;
        /// What was published.
        name_vi: String = required::<NAME>;
        /// The same in English.
        name_en: String = required::<NAME>;
        /// Its unit.
        unit_vi: String = required::<KEY>;
        /// The same in English.
        unit_en: String = required::<KEY>;
        /// The value as it was published.
        value: Decimal = decimal;
        /// The numerator, if it was published.
        num: Option<i64> = optional_whole;
        /// The denominator, if it was published.
        den: Option<i64> = optional_whole;
        /// The local day on which it was published.
        published_on: Option<Date> = optional_date;
        /// How the row is known.
        known: Known = word;
        /// The same in words.
        source_note_vi: String = required::<NOTE>;
        /// The same in English.
        source_note_en: String = required::<NOTE>;
    } check_record
}

fn check_regime(regime: &RegimeCells, line: &mut Line<'_, '_>) {
    if regime.cutoff_after.zip(regime.due_after).is_some_and(|(cutoff, due)| cutoff < due) {
        line.fault("cutoff_after", Wrong::new("cutoff_before_due", Lang::import_cutoff_before_due));
    }
}

fn check_indicator(indicator: &IndicatorCells, line: &mut Line<'_, '_>) {
    let Some(over_bodies) = indicator.over_bodies else { return };
    let is_ratio = over_bodies == OverBodies::Ratio;
    for (column, name) in
        [("denominator_vi", &indicator.denominator_vi), ("denominator_en", &indicator.denominator_en)]
    {
        match name {
            Some(name) if name.is_empty() && is_ratio => {
                let wrong = Lang::import_ratio_without_denominator;
                line.fault(column, Wrong::new("ratio_without_denominator", wrong));
            }
            Some(name) if !name.is_empty() && !is_ratio => {
                let wrong = Lang::import_denominator_without_ratio;
                line.fault(column, Wrong::new("denominator_without_ratio", wrong));
            }
            _ => {}
        }
    }
    for (column, unit) in [("unit_vi", &indicator.unit_vi), ("unit_en", &indicator.unit_en)] {
        let is_percent = unit.as_ref().map(|unit| unit == PERCENT);
        if is_percent == Some(!is_ratio) && (is_ratio || over_bodies == OverBodies::Sum) {
            line.fault(column, Wrong::new("unit_mismatch", Lang::import_unit_mismatch));
        }
    }
    let of_bodies = matches!(over_bodies, OverBodies::Sum | OverBodies::Ratio | OverBodies::CountOfTenants);
    if !of_bodies && indicator.regime.as_ref().is_some_and(Option::is_some) {
        line.fault("regime", Wrong::new("not_for_bodies", Lang::import_not_for_bodies));
    }
}

/// The unit of shares.
const PERCENT: &str = "%";

fn check_target(target: &TargetCells, line: &mut Line<'_, '_>) {
    if let (Some(baseline), Some(on)) = (target.baseline, target.baseline_on)
        && baseline.is_some() != on.is_some()
    {
        line.fault("baseline_on", Wrong::new("baseline_mismatch", Lang::import_baseline_mismatch));
    }
    if target.gain == Some(true) && target.stretch.flatten().is_some() {
        line.fault("stretch", Wrong::new("gain_has_no_stretch", Lang::import_gain_has_no_stretch));
    }
}

fn check_record(record: &RecordCells, line: &mut Line<'_, '_>) {
    if let (Some(as_of), Some(precision)) = (record.as_of, record.as_of_precision)
        && !is_last_day(Some(as_of), precision)
    {
        line.fault("as_of", Wrong::new("precision_mismatch", Lang::import_precision_mismatch));
    }
    if record.leads == Some(true) && record.indicator == Some(None) {
        line.fault("leads", Wrong::new("leads_nothing", Lang::import_leads_nothing));
    }
    if let (Some(num), Some(den)) = (record.num, record.den)
        && num.is_some() != den.is_some()
    {
        line.fault("den", Wrong::new("half_ratio", Lang::import_half_ratio));
    }
}
