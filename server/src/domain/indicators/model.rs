//! The catalogue: what is measured, and what it answers. Pure; the store builds it.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    figures::{self, Decimal, Formula, Goal, Op},
    id::{DirectiveId, GroupId, IndicatorId, RegimeId, TaskId, TenantId},
    period::Periodicity,
    text::Both,
    wire::{Known, Precision},
};
use jiff::civil::Date;

/// How a row is known; shown wherever the row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// How sure it is.
    pub known: Known,
    /// Where it comes from, and what is doubtful in it.
    pub note: Both,
}

/// A body's place in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// The body.
    pub body: TenantId,
    /// First local day on which it belongs to the group, if there is one.
    pub from_on: Option<Date>,
    /// Last local day, if there is one.
    pub to_on: Option<Date>,
}

impl Member {
    fn is_there(&self, on: Date) -> bool {
        self.from_on.is_none_or(|from| from <= on) && self.to_on.is_none_or(|to| on <= to)
    }
}

/// Bodies whose figures are added up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its number.
    pub id: GroupId,
    /// Its key, such as `localities`.
    pub code: String,
    /// What it is called.
    pub name: Both,
    /// Everybody who ever belongs to it, by number.
    pub members: Vec<Member>,
}

impl Group {
    /// Whether the body belongs to it on this local day.
    pub fn has(&self, body: TenantId, on: Date) -> bool {
        self.members.iter().any(|member| member.body == body && member.is_there(on))
    }

    /// Who belongs to it on this local day.
    pub fn bodies(&self, on: Date) -> impl Iterator<Item = TenantId> {
        self.members.iter().filter(move |member| member.is_there(on)).map(|member| member.body)
    }
}

/// A regime by which bodies report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regime {
    /// Its number.
    pub id: RegimeId,
    /// Its key, such as `CT`.
    pub code: String,
    /// What it is called.
    pub name: Both,
    /// How often a report is owed.
    pub periodicity: Periodicity,
    /// The directive that asks for it.
    pub directive: DirectiveId,
    /// Calendar days before the last day of a period from which figures may be entered.
    pub opens_before: i32,
    /// Working days after the last day of a period in which a report is in time.
    pub due_after: i32,
    /// Working days after the last day of a period in which figures may be entered.
    pub cutoff_after: i32,
    /// Whether another person than those who entered the figures files them.
    pub two_people: bool,
    /// Whether a body may file that there is nothing to report (R151).
    pub nil_allowed: bool,
    /// How it is known.
    pub provenance: Provenance,
}

/// What an indicator counts from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, from 1.
    pub version: i32,
    /// First local day; none of the first.
    pub from_on: Option<Date>,
    /// What counts.
    pub concept: Both,
    /// Whether its figures make no series with those before.
    pub breaks: bool,
}

/// What is measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its number.
    pub id: IndicatorId,
    /// Its key, such as `I24-02`.
    pub code: String,
    /// What it is called.
    pub name: Both,
    /// The unit that its figure is read in.
    pub unit: Both,
    /// What is counted above the line, or alone.
    pub numerator: Both,
    /// What is counted below the line of a ratio; else empty.
    pub denominator: Both,
    /// How its figure is made and written, by the newest version.
    pub formula: Formula,
    /// The group that it is about.
    pub group: GroupId,
    /// The regime by which bodies report it; none where no body is asked.
    pub regime: Option<RegimeId>,
    /// Where it stands among the others.
    pub place: i16,
    /// Whether a report cannot be filed without it.
    pub compulsory: bool,
    /// The indicator that it is a part of.
    pub part_of: Option<IndicatorId>,
    /// What it counts, the newest version last.
    pub versions: Vec<Version>,
    /// How it is known.
    pub provenance: Provenance,
}

impl Indicator {
    /// The version that counts on this local day.
    pub fn version(&self, on: Date) -> Option<&Version> {
        self.versions.iter().rev().find(|version| version.from_on.is_none_or(|from| from <= on))
    }

    /// The newest day, up to this one, from which on its figures make no series with those before.
    pub fn last_break(&self, on: Date) -> Option<Date> {
        let breaks = self.versions.iter().filter(|version| version.breaks);
        breaks.filter_map(|version| version.from_on).filter(|from| *from <= on).max()
    }

    /// The formula on this local day.
    pub fn formula_on(&self, on: Date) -> Formula {
        let version = self.version(on).map_or(self.formula.version, |version| version.version);
        Formula { version, ..self.formula.clone() }
    }
}

/// A target of an indicator for a group of bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Who has to reach it.
    pub group: GroupId,
    /// Its number, from 1.
    pub version: i32,
    /// How the figure is compared with it.
    pub op: Op,
    /// What is to be reached, in the unit of the figure.
    pub goal: Goal,
    /// The value when it was set, with its date.
    pub baseline: Option<(Decimal, Date)>,
    /// By when; none where its directive gives no date.
    pub due_on: Option<Date>,
    /// The directive that sets it.
    pub directive: DirectiveId,
    /// Where in the directive it stands.
    pub clause: Both,
    /// The tasks whose product it is, in the words of their directive.
    pub tasks: Vec<TaskId>,
    /// As figures are judged by it; none without a date.
    pub judged: Option<figures::Target>,
    /// How it is known.
    pub provenance: Provenance,
}

/// A value that its owner published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The series that it belongs to.
    pub series: String,
    /// The local day that it speaks of.
    pub as_of: Date,
    /// How exact that day is.
    pub as_of_precision: Precision,
    /// Its number among the values of that day, from 1.
    pub revision: i32,
    /// The indicator that it stands beside.
    pub indicator: Option<IndicatorId>,
    /// Whether it speaks for that indicator.
    pub leads: bool,
    /// What was published.
    pub name: Both,
    /// Its unit.
    pub unit: Both,
    /// The value as it was published.
    pub value: Decimal,
    /// Numerator and denominator, if they were published.
    pub parts: Option<(i64, i64)>,
    /// The local day on which it was published, if known.
    pub published_on: Option<Date>,
    /// How it is known.
    pub provenance: Provenance,
}

impl Record {
    /// Whether it was known on this local day; where nobody says when it was published, from the day that it speaks of.
    pub fn is_known(&self, on: Date) -> bool {
        self.published_on.unwrap_or(self.as_of) <= on
    }
}

/// Everything that is measured, as one kept value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    /// Groups by number.
    pub groups: Vec<Group>,
    /// Regimes by number.
    pub regimes: Vec<Regime>,
    /// Indicators in the order of their place.
    pub indicators: Vec<Indicator>,
    /// Every version of every target; of one indicator and group the newest last.
    pub targets: Vec<Target>,
    /// Published values by series and day; of one day the newest revision last.
    pub records: Vec<Record>,
    by_id: BTreeMap<IndicatorId, usize>,
}

impl Catalogue {
    /// The catalogue of these rows, which it puts in order.
    pub fn new(
        mut groups: Vec<Group>,
        mut regimes: Vec<Regime>,
        mut indicators: Vec<Indicator>,
        mut targets: Vec<Target>,
        mut records: Vec<Record>,
    ) -> Self {
        groups.sort_by_key(|group| group.id);
        for group in &mut groups {
            group.members.sort_by_key(|member| member.body);
        }
        regimes.sort_by_key(|regime| regime.id);
        for indicator in &mut indicators {
            indicator.versions.sort_by_key(|version| version.version);
        }
        indicators.sort_by_key(|indicator| (indicator.place, indicator.id));
        targets.sort_by_key(|target| (target.indicator, target.group, target.version));
        records.sort_by(|a, b| (&a.series, a.as_of, a.revision).cmp(&(&b.series, b.as_of, b.revision)));
        let by_id = indicators.iter().enumerate().map(|(at, indicator)| (indicator.id, at)).collect();
        Self { groups, regimes, indicators, targets, records, by_id }
    }

    /// The indicator with this number.
    pub fn indicator(&self, id: IndicatorId) -> Option<&Indicator> {
        self.indicators.get(*self.by_id.get(&id)?)
    }

    /// The indicator with this key.
    pub fn by_code(&self, code: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.code == code)
    }

    /// The group with this number.
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The group with this key.
    pub fn group_by_code(&self, code: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.code == code)
    }

    /// The regime with this number.
    pub fn regime(&self, id: RegimeId) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.id == id)
    }

    /// The regime with this key.
    pub fn regime_by_code(&self, code: &str) -> Option<&Regime> {
        self.regimes.iter().find(|regime| regime.code == code)
    }

    /// The groups that the body belongs to on this local day.
    pub fn groups_of(&self, body: TenantId, on: Date) -> impl Iterator<Item = &Group> {
        self.groups.iter().filter(move |group| group.has(body, on))
    }

    /// What the body reports by this regime, if `on` is the last day of a period, in the order of place.
    pub fn owed(&self, regime: RegimeId, body: TenantId, on: Date) -> Vec<&Indicator> {
        let groups: BTreeSet<GroupId> = self.groups_of(body, on).map(|group| group.id).collect();
        let asks =
            |indicator: &&Indicator| indicator.regime == Some(regime) && groups.contains(&indicator.group);
        self.indicators.iter().filter(asks).collect()
    }

    /// The newest version of the target that this group has to reach.
    pub fn target(&self, indicator: IndicatorId, group: GroupId) -> Option<&Target> {
        self.targets.iter().rfind(|target| target.indicator == indicator && target.group == group)
    }

    /// The newest published value that speaks for the indicator.
    pub fn record(&self, indicator: IndicatorId) -> Option<&Record> {
        newest(self.records_of(indicator).filter(|record| record.leads))
    }

    /// The same as it was known on a local day.
    pub fn record_known(&self, indicator: IndicatorId, on: Date) -> Option<&Record> {
        newest(self.records_of(indicator).filter(|record| record.leads && record.is_known(on)))
    }

    /// Everything published beside the indicator, by series and day, with every revision.
    pub fn records_of(&self, indicator: IndicatorId) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.indicator == Some(indicator))
    }
}

/// The value of the latest day, and of that day the latest revision.
fn newest<'a>(records: impl Iterator<Item = &'a Record>) -> Option<&'a Record> {
    records.max_by_key(|record| (record.as_of, record.revision))
}

#[cfg(test)]
mod tests {
    use dondoc_shared::figures::{Direction, OverBodies, OverTime, Unit};
    use jiff::civil::date;

    use super::*;

    fn both(text: &str) -> Both {
        Both::new(|_| text.to_owned())
    }

    fn provenance() -> Provenance {
        Provenance { known: Known::Verified, note: both("") }
    }

    fn group(id: i32, members: &[(i32, Option<Date>, Option<Date>)]) -> Group {
        let member = |(body, from_on, to_on): &(i32, _, _)| Member {
            body: TenantId(*body),
            from_on: *from_on,
            to_on: *to_on,
        };
        let members = members.iter().map(member).collect();
        Group { id: GroupId(id), code: format!("g{id}"), name: both(""), members }
    }

    fn indicator(id: i32, group: i32, place: i16, regime: Option<i32>) -> Indicator {
        Indicator {
            id: IndicatorId(id),
            code: format!("I{id}"),
            name: both(""),
            unit: both("%"),
            numerator: both("a"),
            denominator: both("b"),
            formula: Formula {
                over_bodies: OverBodies::Ratio,
                over_time: OverTime::Stock,
                unit: Unit::Percent,
                direction: Direction::Up,
                decimals: 1,
                scale: 0,
                bounded: true,
                base: None,
                version: 2,
                things: both("b"),
            },
            group: GroupId(group),
            regime: regime.map(RegimeId),
            place,
            compulsory: true,
            part_of: None,
            versions: vec![
                Version { version: 2, from_on: Some(date(2025, 1, 1)), concept: both(""), breaks: true },
                Version { version: 1, from_on: None, concept: both(""), breaks: false },
            ],
            provenance: provenance(),
        }
    }

    fn record(series: &str, as_of: Date, revision: i32, leads: bool, published_on: Option<Date>) -> Record {
        Record {
            series: series.to_owned(),
            as_of,
            as_of_precision: Precision::Day,
            revision,
            indicator: Some(IndicatorId(1)),
            leads,
            name: both(""),
            unit: both("%"),
            value: Decimal::whole(i64::from(revision)),
            parts: None,
            published_on,
            provenance: provenance(),
        }
    }

    fn catalogue() -> Catalogue {
        let merged = Some(date(2025, 6, 30));
        let (founded, all) = (Some(date(2025, 7, 1)), [(1, None, None), (2, None, merged)]);
        Catalogue::new(
            vec![group(2, &[(2, None, merged), (3, founded, None)]), group(1, &all)],
            Vec::new(),
            vec![indicator(1, 1, 20, Some(1)), indicator(2, 2, 10, Some(1)), indicator(3, 1, 5, None)],
            Vec::new(),
            vec![
                record("A", date(2024, 4, 24), 1, true, None),
                record("A", date(2025, 4, 24), 2, true, Some(date(2025, 9, 1))),
                record("A", date(2025, 4, 24), 1, true, Some(date(2025, 5, 1))),
                record("B", date(2026, 1, 1), 1, false, None),
            ],
        )
    }

    #[test]
    fn a_body_owes_what_its_groups_are_asked_on_that_day_in_the_order_of_place() {
        let catalogue = catalogue();
        let owed = |body, on| -> Vec<String> {
            let owed = catalogue.owed(RegimeId(1), TenantId(body), on);
            owed.into_iter().map(|indicator| indicator.code.clone()).collect()
        };
        assert_eq!(owed(2, date(2025, 6, 30)), ["I2", "I1"]);
        assert_eq!(owed(2, date(2025, 7, 1)), Vec::<String>::new());
        assert_eq!(owed(3, date(2025, 6, 30)), Vec::<String>::new());
        assert_eq!(owed(3, date(2025, 7, 1)), ["I2"]);
        assert_eq!(owed(1, date(2025, 7, 1)), ["I1"]);
    }

    #[test]
    fn the_newest_revision_of_the_latest_day_speaks_for_the_indicator() {
        let catalogue = catalogue();
        let newest = catalogue.record(IndicatorId(1)).unwrap();
        assert_eq!((newest.as_of, newest.revision), (date(2025, 4, 24), 2));
        let known =
            |on| catalogue.record_known(IndicatorId(1), on).map(|record| (record.as_of, record.revision));
        assert_eq!(known(date(2025, 8, 31)), Some((date(2025, 4, 24), 1)));
        assert_eq!(known(date(2025, 4, 30)), Some((date(2024, 4, 24), 1)));
        assert_eq!(known(date(2024, 4, 23)), None);
        assert!(catalogue.record(IndicatorId(2)).is_none());
    }

    #[test]
    fn a_version_counts_from_its_day_on() {
        let catalogue = catalogue();
        let indicator = catalogue.by_code("I1").unwrap();
        assert_eq!(indicator.formula_on(date(2024, 12, 31)).version, 1);
        assert_eq!(indicator.formula_on(date(2025, 1, 1)).version, 2);
        assert_eq!(indicator.last_break(date(2024, 12, 31)), None);
        assert_eq!(indicator.last_break(date(2025, 6, 1)), Some(date(2025, 1, 1)));
    }
}
