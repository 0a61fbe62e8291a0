//! Rows of what is measured, checked against each other and against the database.

use std::collections::{BTreeMap, BTreeSet};

use dondoc_shared::{
    figures::{self, Direction, Goal, TargetFault},
    text::Lang,
};
use jiff::civil::Date;

use super::{
    cells::{NATIONAL, is_set, quoted},
    fault::{Fault, Wrong},
    figure_rows::{
        Group, GroupCells, Indicator, IndicatorCells, IndicatorVersion, Record, RecordCells, Regime,
        RegimeCells, Target, TargetCells, VersionCells,
    },
    known::{Known, KnownMeasured},
    table::{Row, Sheet, Source, Table, whole},
};

/// What an import would write of this.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measured {
    /// Groups of bodies in the order of the file.
    pub groups: Vec<Group>,
    /// Code of a group and slug of a body that belongs to it.
    pub members: Vec<(String, String)>,
    /// Regimes in the order of the file.
    pub regimes: Vec<Regime>,
    /// Indicators in the order of the file.
    pub indicators: Vec<Indicator>,
    /// Their versions.
    pub versions: Vec<IndicatorVersion>,
    /// Their targets.
    pub targets: Vec<Target>,
    /// Published values.
    pub records: Vec<Record>,
}

impl Measured {
    /// Leaves out what directives ask for that are issued later, and what was published after that day: the regimes and targets of
    /// such directives, and the indicators that nothing else speaks of.
    pub fn keep_known(&mut self, until: Date, later: &BTreeSet<String>) {
        let is_later = |directive: &String| later.contains(directive);
        let regimes: BTreeSet<String> = self
            .regimes
            .extract_if(.., |regime| is_later(&regime.directive))
            .map(|regime| regime.code)
            .collect();
        let aimed_later: BTreeSet<String> = self
            .targets
            .extract_if(.., |target| is_later(&target.directive))
            .map(|target| target.indicator)
            .collect();
        let aimed: BTreeSet<String> = self.targets.iter().map(|target| target.indicator.clone()).collect();
        let mut left_out: BTreeSet<String> = aimed_later.difference(&aimed).cloned().collect();
        for indicator in &mut self.indicators {
            if indicator.regime.as_ref().is_some_and(|regime| regimes.contains(regime)) {
                indicator.regime = None;
            }
        }
        // A part stands behind what it is a part of, or is found in another round.
        loop {
            let is_out = |row: &Indicator| {
                left_out.contains(&row.code)
                    || row.part_of.as_ref().is_some_and(|code| left_out.contains(code))
            };
            let out: Vec<String> =
                self.indicators.extract_if(.., |row| is_out(row)).map(|row| row.code).collect();
            if out.is_empty() {
                break;
            }
            left_out.extend(out);
        }
        self.versions.retain(|version| !left_out.contains(&version.code));
        self.targets.retain(|target| !left_out.contains(&target.indicator));
        self.records.retain(|record| {
            record.published_on.unwrap_or(record.as_of) <= until
                && record.indicator.as_ref().is_none_or(|code| !left_out.contains(code))
        });
    }
}

/// The six files as they were read.
pub(super) struct Tables<'a> {
    groups: Table<'a, GroupCells>,
    regimes: Table<'a, RegimeCells>,
    indicators: Table<'a, IndicatorCells>,
    versions: Table<'a, VersionCells>,
    targets: Table<'a, TargetCells>,
    records: Table<'a, RecordCells>,
}

/// What other files of the import give, as far as their keys can be read; none where a file has lost its keys.
pub(super) struct Given<'a> {
    pub(super) slugs: Option<BTreeSet<&'a str>>,
    pub(super) numbers: Option<BTreeSet<&'a str>>,
    pub(super) tasks: Option<BTreeSet<&'a str>>,
}

/// Line, column, and what is wrong there.
type Found = Vec<(u64, &'static str, Wrong)>;

impl<'a> Tables<'a> {
    pub(super) fn read(sources: &[Source<'a>]) -> Self {
        Self {
            groups: Table::read(sources, "groups.csv"),
            regimes: Table::read(sources, "regimes.csv"),
            indicators: Table::read(sources, "indicators.csv"),
            versions: Table::read(sources, "indicator_versions.csv"),
            targets: Table::read(sources, "targets.csv"),
            records: Table::read(sources, "figures_of_record.csv"),
        }
    }

    /// Records what does not fit together.
    pub(super) fn check(&mut self, given: &Given<'_>, known: &Known) {
        let measured = &known.measured;
        let groups = self.groups.keys("code", |row| row.code.as_ref());
        let regimes = self.regimes.keys("code", |row| row.code.as_ref());
        let indicators = self.indicators.keys("code", |row| row.code.as_ref());
        let refers = Refers {
            groups: Keys { given: groups, stored: &|code| measured.groups.contains_key(code) },
            regimes: Keys { given: regimes, stored: &|code| measured.regimes.contains(code) },
            indicators: Keys { given: indicators, stored: &|code| measured.indicators.contains_key(code) },
            directives: Keys {
                given: given.numbers.clone(),
                stored: &|number| known.issued.contains_key(number),
            },
            tasks: Keys {
                given: given.tasks.clone(),
                stored: &|code| known.tasks.iter().any(|there| there == code),
            },
        };
        let in_groups = members(&self.groups.rows, given, known);
        let mut in_regimes = Found::new();
        for (line, row) in &self.regimes.rows {
            refers.directives.check(
                &mut in_regimes,
                *line,
                "directive",
                row.directive.as_ref(),
                unknown_directive,
            );
        }
        let mut in_indicators = circles(&self.indicators.rows, measured);
        in_indicators.extend(changed(&self.indicators.rows, measured));
        for (line, row) in &self.indicators.rows {
            let found = &mut in_indicators;
            refers.groups.check(found, *line, "scope", row.scope.as_ref(), unknown_group);
            let (regime, whole) = (row.regime.as_ref(), row.part_of.as_ref());
            refers.regimes.check(found, *line, "regime", regime.and_then(Option::as_ref), unknown_regime);
            refers.indicators.check(
                found,
                *line,
                "part_of",
                whole.and_then(Option::as_ref),
                unknown_indicator,
            );
        }
        let mut in_versions = version_order(&self.versions.rows, measured);
        for (line, row) in &self.versions.rows {
            refers.indicators.check(&mut in_versions, *line, "code", row.code.as_ref(), unknown_indicator);
        }
        let mut in_targets = self.impossible_targets(measured);
        let mut in_records = records(&self.records.rows, &measured.records);
        for (line, row) in &self.targets.rows {
            let found = &mut in_targets;
            refers.indicators.check(found, *line, "indicator", row.indicator.as_ref(), unknown_indicator);
            refers.groups.check(found, *line, "group", row.group.as_ref(), unknown_group);
            refers.directives.check(found, *line, "directive", row.directive.as_ref(), unknown_directive);
            for task in row.tasks.iter().flatten() {
                refers.tasks.check(found, *line, "tasks", Some(task), unknown_task);
            }
        }
        for (line, row) in &self.records.rows {
            let indicator = row.indicator.as_ref().and_then(Option::as_ref);
            refers.indicators.check(&mut in_records, *line, "indicator", indicator, unknown_indicator);
        }
        tell(&mut self.groups.sheet, in_groups);
        tell(&mut self.regimes.sheet, in_regimes);
        tell(&mut self.indicators.sheet, in_indicators);
        tell(&mut self.versions.sheet, in_versions);
        tell(&mut self.targets.sheet, in_targets);
        tell(&mut self.records.sheet, in_records);
    }

    /// Targets that no figure can be judged by, and those that stand twice.
    fn impossible_targets(&self, measured: &KnownMeasured) -> Found {
        let given = self.indicators.rows.iter();
        let given: BTreeMap<&str, Direction> =
            given.filter_map(|(_, row)| Some((row.code.as_deref()?, row.direction?))).collect();
        let direction = |code: &str| {
            given.get(code).copied().or_else(|| measured.indicators.get(code).map(|there| there.direction))
        };
        let mut found = Found::new();
        let mut seen = BTreeMap::new();
        for (line, row) in &self.targets.rows {
            if let (Some(indicator), Some(group), Some(version)) = (&row.indicator, &row.group, row.version) {
                let first = *seen.entry((indicator, group, version)).or_insert(*line);
                if first != *line {
                    found.push((*line, "version", twice(&format!("{indicator}, {group}, {version}"), first)));
                }
            }
            let Some(direction) = row.indicator.as_deref().and_then(direction) else { continue };
            if let Err(fault) = judged(row, direction) {
                let column = match fault {
                    TargetFault::StretchNotBeyondFloor => "stretch",
                    TargetFault::GainWithoutBaseline => "baseline",
                    TargetFault::GainNotPositive => "floor",
                    TargetFault::AgainstDirection => "op",
                };
                found.push((*line, column, Wrong::new(fault.as_str(), |t| fault.said(t))));
            }
        }
        found
    }

    /// What is wrong, file by file.
    pub(super) fn faults(&mut self) -> Vec<Fault> {
        [
            &mut self.groups.sheet,
            &mut self.regimes.sheet,
            &mut self.indicators.sheet,
            &mut self.versions.sheet,
            &mut self.targets.sheet,
            &mut self.records.sheet,
        ]
        .into_iter()
        .flat_map(Sheet::take_faults)
        .collect()
    }

    /// The rows, where nothing is wrong.
    pub(super) fn whole(self, known: &Known) -> Measured {
        let groups: Vec<Group> = whole(self.groups.rows);
        let members = groups.iter().flat_map(|group| {
            let bodies = known.expand(&group.members, "").into_iter();
            bodies.map(|(_, slug)| (group.code.clone(), slug.to_owned())).collect::<Vec<_>>()
        });
        Measured {
            members: members.collect(),
            groups,
            regimes: whole(self.regimes.rows),
            indicators: whole(self.indicators.rows),
            versions: whole(self.versions.rows),
            targets: whole(self.targets.rows),
            records: whole(self.records.rows),
        }
    }
}

/// What may be referred to: what the files give, and what is stored.
struct Refers<'k> {
    groups: Keys<'k>,
    regimes: Keys<'k>,
    indicators: Keys<'k>,
    directives: Keys<'k>,
    tasks: Keys<'k>,
}

struct Keys<'k> {
    /// None where a file has lost its keys: then nothing can be said of what refers to it.
    given: Option<BTreeSet<&'k str>>,
    stored: &'k dyn Fn(&str) -> bool,
}

impl Keys<'_> {
    fn check(
        &self,
        found: &mut Found,
        line: u64,
        column: &'static str,
        key: Option<&String>,
        unknown: fn(&str) -> Wrong,
    ) {
        let is_there =
            |key: &str| self.given.as_ref().is_none_or(|given| given.contains(key)) || (self.stored)(key);
        if let Some(key) = key.filter(|key| !is_there(key)) {
            found.push((line, column, unknown(&quoted(key))));
        }
    }
}

fn unknown_directive(number: &str) -> Wrong {
    Wrong::new("unknown_directive", |t| t.import_unknown_directive(number))
}

fn unknown_task(code: &str) -> Wrong {
    Wrong::new("unknown_task", |t| t.import_unknown_task(code))
}

fn unknown_group(code: &str) -> Wrong {
    Wrong::new("unknown_group", |t| t.import_unknown_group(code))
}

fn unknown_regime(code: &str) -> Wrong {
    Wrong::new("unknown_regime", |t| t.import_unknown_regime(code))
}

fn unknown_indicator(code: &str) -> Wrong {
    Wrong::new("unknown_indicator", |t| t.import_unknown_indicator(code))
}

fn twice(key: &str, first: u64) -> Wrong {
    Wrong::new("duplicate", |t| t.import_duplicate(&quoted(key), first))
}

fn tell(sheet: &mut Sheet<'_>, found: Found) {
    for (line, column, wrong) in found {
        sheet.fault_at(line, column, wrong);
    }
}

/// Members that nobody knows, and members that the file no longer names: nothing is taken out of a group, because past figures
/// count them.
fn members(rows: &[(u64, GroupCells)], given: &Given<'_>, known: &Known) -> Found {
    let mut found = Found::new();
    for (line, row) in rows {
        let Some(words) = &row.members else { continue };
        let is_body = |slug: &str| {
            slug != NATIONAL
                && (known.tenants.contains_key(slug)
                    || given.slugs.as_ref().is_none_or(|given| given.contains(slug)))
        };
        for slug in words.iter().filter(|word| !is_set(word) && !is_body(word)) {
            found.push((
                *line,
                "members",
                Wrong::new("unknown_tenant", |t| t.import_unknown_tenant(&quoted(slug))),
            ));
        }
        let Some(before) = row.code.as_ref().and_then(|code| known.measured.groups.get(code)) else {
            continue;
        };
        let now: BTreeSet<&str> = known.expand(words, "").into_iter().map(|(_, slug)| slug).collect();
        for slug in before.iter().filter(|slug| !now.contains(slug.as_str())) {
            found.push((*line, "members", Wrong::new("member_left_out", |t| t.import_member_left_out(slug))));
        }
    }
    found
}

/// Indicators that are a part of themselves, by whatever way round.
fn circles(rows: &[(u64, IndicatorCells)], measured: &KnownMeasured) -> Found {
    let stored =
        measured.indicators.iter().filter_map(|(code, row)| Some((code.as_str(), row.part_of.as_deref()?)));
    let mut parts: BTreeMap<&str, &str> = stored.collect();
    for (_, row) in rows {
        match (row.code.as_deref(), row.part_of.as_ref()) {
            (Some(code), Some(Some(whole))) => {
                parts.insert(code, whole);
            }
            (Some(code), Some(None)) => {
                parts.remove(code);
            }
            _ => {}
        }
    }
    let comes_back = |code: &str| {
        let mut seen = BTreeSet::new();
        let mut next = parts.get(code);
        while let Some(whole) = next.filter(|whole| seen.insert(**whole)) {
            if *whole == code {
                return true;
            }
            next = parts.get(whole);
        }
        false
    };
    let round = rows.iter().filter_map(|(line, row)| Some((*line, row.code.as_ref()?)));
    round
        .filter(|(_, code)| comes_back(code))
        .map(|(line, code)| (line, "part_of", Wrong::new("circle", |t| t.import_part_of_circle(code))))
        .collect()
}

/// What figures that were filed rest on, and would be changed under them.
fn changed(rows: &[(u64, IndicatorCells)], measured: &KnownMeasured) -> Found {
    let mut found = Found::new();
    for (line, row) in rows {
        let there = row.code.as_ref().and_then(|code| measured.indicators.get(code));
        let Some(fixed) = there.and_then(|there| there.fixed.as_ref()) else { continue };
        let differing = [
            ("over_bodies", row.over_bodies.is_some_and(|now| now != fixed.over_bodies)),
            ("over_time", row.over_time.is_some_and(|now| now != fixed.over_time)),
            ("scale", row.scale.is_some_and(|now| now != fixed.scale)),
            ("scope", row.scope.as_ref().is_some_and(|now| *now != fixed.scope)),
        ];
        let wrong = || Wrong::new("asked_already", Lang::import_asked_already);
        found.extend(differing.iter().filter(|(_, differs)| *differs).map(|(at, _)| (*line, *at, wrong())));
    }
    found
}

/// Versions that stand twice, leave out a number, or do not begin later than the one before.
fn version_order(rows: &[(u64, VersionCells)], measured: &KnownMeasured) -> Found {
    let mut found = Found::new();
    let mut seen: BTreeMap<(&str, i32), u64> = BTreeMap::new();
    let mut all: BTreeMap<(&str, i32), Option<Date>> =
        measured.versions.iter().map(|((code, version), from)| ((code.as_str(), *version), *from)).collect();
    for (line, row) in rows {
        let (Some(code), Some(version)) = (row.code.as_deref(), row.version) else { continue };
        let first = *seen.entry((code, version)).or_insert(*line);
        if first != *line {
            found.push((*line, "version", twice(&format!("{code}, {version}"), first)));
        }
        if let Some(from) = row.from_on {
            all.insert((code, version), from);
        }
    }
    for (line, row) in rows {
        let (Some(code), Some(version), Some(from)) = (row.code.as_deref(), row.version, row.from_on) else {
            continue;
        };
        let before = all.get(&(code, version.saturating_sub(1))).copied();
        let fits = match (version, before) {
            (1, _) => true,
            // No date of the first is before every date.
            (_, Some(before)) => from.is_some() && before < from,
            (_, None) => false,
        };
        if !fits {
            found.push((*line, "from_on", Wrong::new("version_order", Lang::import_version_order)));
        }
    }
    found
}

/// The target as figures are judged by it, in any year if it has no date.
fn judged(row: &TargetCells, direction: Direction) -> Result<(), TargetFault> {
    let (Some(op), Some(floor), Some(gain)) = (row.op, row.floor, row.gain) else { return Ok(()) };
    let (Some(stretch), Some(baseline), Some(on)) = (row.stretch, row.baseline, row.baseline_on) else {
        return Ok(());
    };
    let goal = if gain { Goal::Gain(floor) } else { Goal::Level { floor, stretch } };
    let due_on = row.due_on.flatten().unwrap_or(Date::MAX);
    figures::Target::of(direction, op, goal, baseline.zip(on), due_on).map(|_| ())
}

/// Published values that stand twice, change one that is stored, leave out a revision, or lead beside another series.
fn records(rows: &[(u64, RecordCells)], stored: &[Record]) -> Found {
    let mut found = Found::new();
    let mut seen: BTreeMap<(&str, Date, i32), u64> = BTreeMap::new();
    for (line, row) in rows {
        let (Some(series), Some(as_of), Some(revision)) = (row.series.as_deref(), row.as_of, row.revision)
        else {
            continue;
        };
        let first = *seen.entry((series, as_of, revision)).or_insert(*line);
        if first != *line {
            found.push((*line, "revision", twice(&format!("{series}, {as_of}, {revision}"), first)));
        }
    }
    let mut leading: BTreeMap<&str, &str> = stored
        .iter()
        .filter(|record| record.leads)
        .filter_map(|record| Some((record.indicator.as_deref()?, record.series.as_str())))
        .collect();
    for (line, row) in rows {
        let (Some(series), Some(as_of), Some(revision)) = (row.series.as_deref(), row.as_of, row.revision)
        else {
            continue;
        };
        let same = |record: &&Record| record.series == series && record.as_of == as_of;
        let there = stored.iter().filter(same).find(|record| record.revision == revision);
        // A zero more at the end is worth the same and is published otherwise.
        let written = |there: &Record| row.value.is_some_and(|value| value.places() != there.value.places());
        if there.is_some_and(|there| row.differs(there) || written(there)) {
            found.push((*line, "revision", Wrong::new("record_changed", Lang::import_record_changed)));
        }
        let before = revision.saturating_sub(1);
        let follows = revision == 1
            || seen.contains_key(&(series, as_of, before))
            || stored.iter().filter(same).any(|record| record.revision == before);
        if !follows {
            found.push((*line, "revision", Wrong::new("revision_order", Lang::import_revision_order)));
        }
        if let (Some(true), Some(Some(indicator))) = (row.leads, &row.indicator) {
            let leads = *leading.entry(indicator).or_insert(series);
            if leads != series {
                found.push((*line, "leads", Wrong::new("other_leads", |t| t.import_other_leads(leads))));
            }
        }
    }
    found
}
