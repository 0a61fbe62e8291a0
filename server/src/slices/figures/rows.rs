//! Stored sums as figures, and figures as rows (pure).

use std::collections::BTreeMap;

use dondoc_shared::{
    figures::{
        self, Basis, Bodies, CellState, Coverage, Dates, Decimal, Entry, Figure, Formula, Goal, OverBodies,
        OverTime, Parts, Point, Quotient, Record, SeriesPoint, Tally, WeightKind,
        check::{Peer, Thresholds, unlike},
    },
    id::{IndicatorId, PeriodId},
    text::Lang,
    wire::{
        TenantRef,
        figure::{Absence, FigureRow, PointRow, RecordRow, SourceRow, TargetRow, YearRow},
    },
};
use jiff::civil::Date;

use super::store::Owing;
use crate::{
    domain::{
        indicators::{Catalogue, Group, Indicator, Record as PublishedValue, Target},
        periods::Period,
    },
    slices::reports::State,
};
use dondoc_kernel::error::{Error, Result};

/// What the rows of a page are made from.
pub struct Page<'a> {
    pub catalogue: &'a Catalogue,
    pub group: &'a Group,
    pub basis: Basis,
    /// The period and those before it, the oldest first.
    pub series: Vec<&'a Period>,
    pub stored: BTreeMap<(PeriodId, IndicatorId), Tally>,
    /// How many numbers of the newest period are verified.
    pub verified: BTreeMap<IndicatorId, i64>,
    pub today: Date,
}

impl Page<'_> {
    /// An indicator's row; none where neither a body is asked for it in this period nor its owner has published it.
    pub fn row(&self, indicator: &Indicator) -> Option<Result<FigureRow>> {
        let record = self.published(indicator).map(|record| self.of_record(indicator, record));
        let rolled = self.series.last().and_then(|period| self.figure(indicator, period));
        let leads = indicator.formula.over_bodies == OverBodies::Record;
        let (figure, beside) = match (rolled, record) {
            (Some(figure), Some(published)) if leads => (published, Some(figure)),
            (Some(figure), record) => (figure, record),
            (None, Some(published)) => (published, None),
            (None, None) => return None,
        };
        Some(figure.and_then(|figure| self.written(indicator, &figure, beside.transpose()?.as_ref())))
    }

    /// How those of the group are called together.
    fn called(&self) -> Bodies {
        match self.group.code.as_str() {
            "all" => Bodies::All,
            "ministries" => Bodies::Ministries,
            _ => Bodies::Localities,
        }
    }

    /// The figure of a period; none where no body owes it. How much of it is verified is known of the newest period alone: of those
    /// before, nobody is told.
    fn figure(&self, indicator: &Indicator, period: &Period) -> Option<Result<Figure>> {
        let tally = self.stored.get(&(period.id, indicator.id))?;
        let is_newest = self.series.last().is_some_and(|newest| newest.id == period.id);
        let verified = self.verified.get(&indicator.id).filter(|_| is_newest);
        let verified = verified.copied().unwrap_or_default();
        Some(self.of_bodies(indicator, period, tally, (self.called(), verified)))
    }

    fn of_bodies(
        &self,
        indicator: &Indicator,
        period: &Period,
        tally: &Tally,
        (called, verified): (Bodies, i64),
    ) -> Result<Figure> {
        let formula = indicator.formula_on(period.window.to_on);
        let counts = tally.counts(verified);
        let weight = tally.weight(WeightKind::LastDenominator).filter(|_| formula.has_whole());
        let dates = Dates {
            today: self.today,
            as_of: period.window.to_on.min(self.today),
            due_on: period.schedule.due_on,
            cutoff_on: period.schedule.cutoff_on,
            edition: None,
        };
        let coverage =
            Coverage::of_bodies(counts, called, self.basis, weight, dates).map_err(wrong(indicator))?;
        let parts = tally.parts(&formula).unwrap_or(Parts { num: tally.num, den: None });
        let figure = Figure::of(formula, parts, coverage).map_err(wrong(indicator))?;
        Ok(self.beside_target(indicator, figure))
    }

    /// What a flow comes to since the start of the year (R113).
    fn year(&self, indicator: &Indicator) -> Option<Result<YearRow>> {
        let newest = self.series.last()?;
        if indicator.formula_on(newest.window.to_on).over_time != OverTime::Flow {
            return None;
        }
        // What was counted otherwise makes no sum with what is counted now.
        let since = indicator.last_break(newest.window.to_on);
        let of: Vec<_> = self
            .series
            .iter()
            .filter(|period| period.window.code.year() == newest.window.code.year())
            .filter(|period| since.is_none_or(|since| since <= period.window.to_on))
            .filter_map(|period| Some((period.window.code, *self.stored.get(&(period.id, indicator.id))?)))
            .collect();
        let (first, _) = of.first().filter(|_| of.len() > 1)?;
        let tally = Tally::sum(of.iter().map(|(_, tally)| *tally))?;
        let periods = i64::try_from(of.len()).unwrap_or(i64::MAX);
        let up_to = i64::from(newest.window.code.number());
        let figure = self.of_bodies(indicator, newest, &tally, (Bodies::Reports, 0));
        Some(figure.map(|figure| {
            let said = |lang: Lang| {
                let of = lang.figure_of(&lang.number(periods), &lang.number(up_to));
                let since = (first.number() > 1).then(|| lang.figure_since(&first.to_string()));
                lang.figure_year(&of, &since.unwrap_or_default(), &figure.words(lang))
            };
            YearRow {
                from: first.to_string(),
                periods,
                of: up_to,
                num: figure.parts().num,
                den: figure.whole(),
                value: figure.printed(),
                expected: tally.expected,
                present: tally.counts(0).present(),
                words_vi: said(Lang::Vi),
                words_en: said(Lang::En),
            }
        }))
    }

    /// The value that speaks for the indicator, as it was known at the end of the period: of the nation, and of nobody else.
    fn published(&self, indicator: &Indicator) -> Option<&PublishedValue> {
        let of_nation = self.group.code == "all" || self.group.id == indicator.group;
        let known_on =
            self.series.last().map_or(self.today, |period| period.schedule.cutoff_on.min(self.today));
        of_nation.then(|| self.catalogue.record_known(indicator.id, known_on)).flatten()
    }

    /// What was published, in the indicator's unit.
    fn of_record(&self, indicator: &Indicator, record: &PublishedValue) -> Result<Figure> {
        let of = indicator.formula_on(record.as_of);
        let (scale, parts) = if let Some((num, den)) = record.parts {
            (0, Parts { num, den: Some(den) })
        } else {
            let units = i64::try_from(record.value.units()).map_err(|error| Error::Internal(error.into()))?;
            (record.value.places(), Parts { num: units, den: None })
        };
        let formula = Formula { over_bodies: OverBodies::Record, scale, ..of };
        let dates = Dates {
            today: self.today,
            as_of: record.as_of,
            due_on: record.as_of,
            cutoff_on: record.as_of,
            edition: None,
        };
        let source = Record {
            source: record.provenance.note.get(Lang::Vi).to_owned(),
            published_on: record.published_on.unwrap_or(record.as_of),
        };
        let coverage = Coverage::of_record(source, dates).map_err(wrong(indicator))?;
        let figure = Figure::of(formula, parts, coverage).map_err(wrong(indicator))?;
        Ok(self.beside_target(indicator, figure))
    }

    /// The target of the group, or, of all bodies together, that of those whom the indicator is about.
    pub fn target(&self, indicator: &Indicator) -> Option<&Target> {
        let about = (self.group.code == "all").then(|| self.catalogue.target(indicator.id, indicator.group));
        self.catalogue.target(indicator.id, self.group.id).or(about.flatten())
    }

    fn beside_target(&self, indicator: &Indicator, figure: Figure) -> Figure {
        match self.target(indicator).and_then(|target| target.judged) {
            Some(judged) => figure.against(judged),
            None => figure,
        }
    }

    fn written(&self, indicator: &Indicator, figure: &Figure, record: Option<&Figure>) -> Result<FigureRow> {
        let (formula, bounds) = (figure.formula(), figure.bounds().ok());
        let concept =
            |lang| indicator.version(self.today).map(|version| version.concept.get(lang).to_owned());
        let verdict = figure.verdict();
        let said = |lang: Lang| figure.verdict_words(lang).unwrap_or_default();
        let of_bodies = figure.coverage().counts();
        Ok(FigureRow {
            indicator: indicator.code.clone(),
            name_vi: indicator.name.get(Lang::Vi).to_owned(),
            name_en: indicator.name.get(Lang::En).to_owned(),
            unit_vi: indicator.unit.get(Lang::Vi).to_owned(),
            unit_en: indicator.unit.get(Lang::En).to_owned(),
            concept_vi: concept(Lang::Vi).unwrap_or_default(),
            concept_en: concept(Lang::En).unwrap_or_default(),
            over_bodies: indicator.formula.over_bodies,
            over_time: formula.over_time,
            direction: formula.direction,
            version: formula.version,
            num: of_bodies.map(|_| figure.parts().num),
            den: of_bodies.and(figure.whole()),
            scale: formula.scale,
            value: figure.printed(),
            coverage: of_bodies,
            weight: figure.coverage().weight(),
            low: bounds.map(|bounds| figure.print(bounds.low())),
            high: bounds.and_then(|bounds| bounds.high()).map(|high| figure.print(high)),
            target: self.target(indicator).and_then(target_row),
            outcome: verdict.map(|verdict| verdict.outcome()),
            doubt: verdict.and_then(|verdict| verdict.doubt()),
            words_vi: figure.words(Lang::Vi),
            words_en: figure.words(Lang::En),
            short_vi: figure.short(Lang::Vi),
            short_en: figure.short(Lang::En),
            verdict_vi: said(Lang::Vi),
            verdict_en: said(Lang::En),
            series: self.points(indicator)?,
            year: self.year(indicator).transpose()?,
            record: record.map(|record| RecordRow {
                words_vi: record.words(Lang::Vi),
                words_en: record.words(Lang::En),
                as_of: record.coverage().dates().as_of,
            }),
        })
    }

    fn points(&self, indicator: &Indicator) -> Result<Vec<PointRow>> {
        let mut points = vec![];
        let mut before = None;
        for period in &self.series {
            let version = indicator.version(period.window.to_on);
            let number = version.map(|version| version.version);
            let breaks = before.is_some_and(|before| before != number)
                && version.is_some_and(|version| version.breaks);
            before = Some(number);
            let label = period.window.code.to_string();
            let point = match self.figure(indicator, period).transpose()? {
                Some(figure) => {
                    point_row(SeriesPoint::of(&label, period.window.to_on, &figure, breaks), &figure)
                }
                None => PointRow {
                    period: label,
                    on: period.window.to_on,
                    value: None,
                    estimated: false,
                    partial: false,
                    break_before: breaks,
                },
            };
            points.push(point);
        }
        Ok(points)
    }
}

/// What one body adds to the figure of the newest period.
pub fn source(
    indicator: &Indicator,
    tenant: &TenantRef,
    owing: &Owing,
    of: &State,
    (counted, cell): (bool, Option<(Entry, String)>),
) -> SourceRow {
    let (entry, reason) = cell.map_or((None, String::new()), |(entry, reason)| (Some(entry), reason));
    let state = entry.and_then(|entry| entry.state);
    let is_nil = state == Some(CellState::Nil);
    let num = entry.and_then(|entry| entry.num).or(is_nil.then_some(0));
    let absence = match (counted, owing.filed > 0) {
        (true, _) => Absence::LeftOut,
        (false, true) => Absence::Waiting,
        (false, false) => Absence::Missing,
    };
    let absence = state.is_none().then_some(absence);
    let told = |lang: Lang| match (state, num, entry.and_then(|entry| entry.den)) {
        (None, ..) => absence.map_or("", |absence| absence.name(lang)).to_owned(),
        (Some(CellState::Value), Some(num), den) => {
            let scale = indicator.formula.scale;
            let number = |n| Decimal::new(n, scale).map_or_else(String::new, |number| lang.decimal(number));
            den.map_or_else(|| number(num), |den| format!("{}/{}", number(num), number(den)))
        }
        (Some(state), ..) => state.name(lang).to_owned(),
    };
    SourceRow {
        tenant: tenant.clone(),
        assignment: of.assignment,
        version: of.version,
        status: of.status,
        due_on: of.due_on,
        state,
        absence,
        num,
        den: entry.and_then(|entry| entry.den),
        estimated: entry.is_some_and(|entry| entry.estimated),
        reason,
        verified: owing.verified > 0 && owing.verified == owing.filed,
        unanswered_urges: of.unanswered_urges,
        weight: owing.weight,
        unlike: None,
        paper_green: None,
        short_vi: told(Lang::Vi),
        short_en: told(Lang::En),
    }
}

/// Marks each body on a page whose number lies far from those of the others there (R166). Only what has a denominator is compared:
/// bodies differ in size, and no weight is known by which their sums would be alike.
pub fn mark_unlike(formula: &Formula, rows: &mut [SourceRow]) {
    let peer = |row: &SourceRow| match (row.state, row.num, row.den) {
        (Some(CellState::Value), Some(num), Some(den)) => Some(Peer { num, den }),
        _ => None,
    };
    let peers: Vec<Option<Peer>> = rows.iter().map(peer).collect();
    for (row, found) in rows.iter_mut().zip(unlike(formula, &peers, &Thresholds::default())) {
        row.unlike = found;
    }
}

/// How many tasks a body has that are for this target, where all of them are accepted and its own number does not reach it (R174);
/// `tasks` are those accepted and all. What only the nation adds up is no body's to reach.
pub fn paper_green(
    formula: &Formula,
    target: figures::Target,
    (accepted, all): (i64, i64),
    row: &SourceRow,
) -> Option<i64> {
    let reaches = match (formula.over_bodies, row.state?, row.num?, row.den) {
        (OverBodies::Ratio, CellState::Value, num, Some(den)) => {
            target.is_met_by(Quotient::percent(num, den)?)
        }
        (OverBodies::CountOfTenants, CellState::Value, num, _) => num > 0,
        _ => return None,
    };
    (accepted == all && !reaches).then_some(all)
}

fn wrong<E: std::fmt::Display>(indicator: &Indicator) -> impl Fn(E) -> Error {
    let code = indicator.code.clone();
    move |fault| Error::Internal(anyhow::anyhow!("the figure of {code} cannot be: {fault}"))
}

/// A target without a date judges nothing and is not shown beside a figure.
fn target_row(of: &Target) -> Option<TargetRow> {
    let (floor, stretch, gain) = match of.goal {
        Goal::Level { floor, stretch } => (floor, stretch, false),
        Goal::Gain(by) => (by, None, true),
    };
    Some(TargetRow {
        op: of.op,
        floor,
        stretch,
        gain,
        baseline: of.baseline.map(|(value, _)| value),
        baseline_on: of.baseline.map(|(_, on)| on),
        due_on: of.due_on?,
    })
}

fn point_row(of: SeriesPoint, figure: &Figure) -> PointRow {
    let (value, estimated, partial) = match of.point {
        Point::Value { value, estimated, partial } => (Some(figure.print(value)), estimated, partial),
        Point::Missing => (None, false, false),
    };
    PointRow { period: of.label, on: of.on, value, estimated, partial, break_before: of.break_before }
}
