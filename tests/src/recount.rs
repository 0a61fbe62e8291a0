//! The figures added up anew by a program of its own: from the rows of what was filed, one by one, in plain integers. It shares no
//! line with the product, and no sum of the database's: not which bodies owe a number, nor which groups they belong to, nor which
//! revision counts (R135). Only the last denominators are taken as they were written down, because what was known on the day they
//! were can be known no more.

use std::collections::{BTreeMap, HashMap};

use tokio_postgres::{Client, Row};
use uuid::Uuid;

/// What a recount found.
#[derive(Debug)]
pub struct Recount {
    /// Figures compared.
    pub figures: usize,
    /// Cells read.
    pub cells: usize,
    /// Each figure that is not what was filed.
    pub differences: Vec<String>,
}

const SUMS: [&str; 12] = [
    "expected",
    "n_value",
    "n_nil",
    "n_na",
    "n_none",
    "n_estimated",
    "n_yes",
    "num",
    "den",
    "w_expected",
    "w_present",
    "n_weightless",
];

type Figures = BTreeMap<(i32, i32, i32, String), [i128; SUMS.len()]>;
type Report = (i32, Uuid);

struct Period {
    regime: i32,
    last_day: String,
    asks: Vec<i32>,
}

struct Revision {
    number: i32,
    is_correction: bool,
    /// Of a correction; none while it waits.
    decision: Option<String>,
    submission: Option<Uuid>,
}

struct Cell {
    state: String,
    num: i128,
    den: Option<i128>,
    estimated: bool,
}

/// Compares every figure that is kept with what the cells filed come to.
///
/// # Errors
/// When a table cannot be read.
pub async fn recount(client: &Client) -> anyhow::Result<Recount> {
    let filed = Filed::read(client).await?;
    let (kept, due) = (kept(client).await?, filed.figures());
    let keys: std::collections::BTreeSet<_> = kept.keys().chain(due.keys()).collect();
    let differs = |key: &&(i32, i32, i32, String)| kept.get(key) != due.get(key);
    let differences = keys.iter().copied().filter(differs).map(|key| {
        let (period, indicator, group, basis) = key;
        let (kept, due) = (kept.get(key), due.get(key));
        format!("period: {period}, indicator: {indicator}, group: {group}, {basis}: kept {kept:?}, filed {due:?} of {SUMS:?}")
    });
    Ok(Recount { figures: keys.len(), cells: filed.cells.len(), differences: differences.collect() })
}

async fn kept(client: &Client) -> anyhow::Result<Figures> {
    let columns = SUMS.join("::bigint, ");
    let statement = format!(
        "select period_id, indicator_id, group_id, basis, {columns}::bigint from dondoc.figures where tenant_id = 0"
    );
    let line = |row: &Row| {
        let key = (row.get(0), row.get(1), row.get(2), row.get(3));
        (key, std::array::from_fn(|place| i128::from(row.get::<_, i64>(place + 4))))
    };
    Ok(client.query(&statement, &[]).await?.iter().map(line).collect())
}

struct Filed {
    periods: HashMap<i32, Period>,
    /// Id, regime, group of bodies, and whether it is a ratio.
    indicators: Vec<(i32, Option<i32>, i32, bool)>,
    /// Group, body, first and last day.
    members: Vec<(i32, i32, Option<String>, Option<String>)>,
    reports: Vec<(Report, i32)>,
    revisions: HashMap<Report, Vec<Revision>>,
    /// What became of a submission; none while it waits to be verified.
    submissions: HashMap<Report, Option<String>>,
    cells: HashMap<(Report, i32, i32), Cell>,
    /// By period, body and indicator.
    last_denominators: HashMap<(i32, i32, i32), Option<i64>>,
}

impl Filed {
    async fn read(client: &Client) -> anyhow::Result<Self> {
        let rows = async |statement: &str| client.query(statement, &[]).await;
        let periods = rows("select id, regime_id, to_on::text, asks from dondoc.periods").await?;
        let period =
            |row: &Row| (row.get(0), Period { regime: row.get(1), last_day: row.get(2), asks: row.get(3) });
        let indicators =
            rows("select id, regime_id, group_id, over_bodies = 'ratio' from dondoc.indicators").await?;
        let indicator = |row: &Row| (row.get(0), row.get(1), row.get(2), row.get(3));
        let members =
            rows("select group_id, body_id, from_on::text, to_on::text from dondoc.group_members").await?;
        let member = |row: &Row| (row.get(0), row.get(1), row.get(2), row.get(3));
        let reports = rows("select tenant_id, id, period_id from dondoc.reports").await?;
        let submissions = rows("select tenant_id, id, decision from dondoc.submissions").await?;
        let weights = "select period_id, source_id, indicator_id, weight from dondoc.figure_weights where tenant_id = 0";
        let weights = rows(weights).await?;
        let cells = "select tenant_id, report_id, revision, indicator_id, state, num, den, estimated from dondoc.measurements";
        let cell = |row: &Row| {
            let cell = Cell {
                state: row.get(4),
                num: row.get::<_, Option<i64>>(5).unwrap_or(0).into(),
                den: row.get::<_, Option<i64>>(6).map(i128::from),
                estimated: row.get(7),
            };
            ((report(row), row.get(2), row.get(3)), cell)
        };
        let mut revisions: HashMap<Report, Vec<Revision>> = HashMap::new();
        let filed = "select tenant_id, report_id, revision, kind, decision, submission_id from dondoc.report_revisions";
        for row in rows(filed).await? {
            let (kind, decision, submission): (String, _, _) = (row.get(3), row.get(4), row.get(5));
            let revision =
                Revision { number: row.get(2), is_correction: kind == "correction", decision, submission };
            revisions.entry(report(&row)).or_default().push(revision);
        }
        Ok(Self {
            periods: periods.iter().map(period).collect(),
            indicators: indicators.iter().map(indicator).collect(),
            members: members.iter().map(member).collect(),
            reports: reports.iter().map(|row| (report(row), row.get(2))).collect(),
            revisions,
            submissions: submissions.iter().map(|row| (report(row), row.get(2))).collect(),
            cells: rows(cells).await?.iter().map(cell).collect(),
            last_denominators: weights
                .iter()
                .map(|row| ((row.get(0), row.get(1), row.get(2)), row.get(3)))
                .collect(),
        })
    }

    /// The groups that a body belonged to on a day. Days are compared as they are written: year, month, day.
    fn groups(&self, body: i32, day: &str) -> Vec<i32> {
        let has = |(_, member, first, last): &&(i32, i32, Option<String>, Option<String>)| {
            let (begun, over) = (
                first.as_deref().is_none_or(|first| first <= day),
                last.as_deref().is_some_and(|last| last < day),
            );
            *member == body && begun && !over
        };
        self.members.iter().filter(has).map(|(group, ..)| *group).collect()
    }

    /// The newest revision that was neither taken back nor returned; on the verified basis, the newest that was accepted.
    fn counted(&self, report: Report, basis: &str) -> Option<i32> {
        let stands = |one: &&Revision| {
            let submission =
                one.submission.map(|id| self.submissions.get(&(report.0, id)).cloned().flatten());
            let is_verified =
                submission.as_ref().is_none_or(|decision| decision.as_deref() == Some("accepted"));
            let waits = submission.is_some_and(|decision| decision.is_none());
            let is_in_force = !one.is_correction || one.decision.as_deref() == Some("accepted");
            is_in_force && (is_verified || basis == "filed" && waits)
        };
        self.revisions.get(&report)?.iter().filter(stands).map(|one| one.number).max()
    }

    fn figures(&self) -> Figures {
        let mut figures = Figures::new();
        for (report, period_id) in &self.reports {
            let Some(period) = self.periods.get(period_id) else { continue };
            let groups = self.groups(report.0, &period.last_day);
            let owed = self.indicators.iter().filter(|(id, regime, group, _)| {
                *regime == Some(period.regime) && groups.contains(group) && period.asks.contains(id)
            });
            for (indicator, _, _, is_ratio) in owed {
                let weight =
                    self.last_denominators.get(&(*period_id, report.0, *indicator)).copied().flatten();
                for basis in ["filed", "verified"] {
                    let revision = self.counted(*report, basis);
                    let cell = revision.and_then(|revision| self.cells.get(&(*report, revision, *indicator)));
                    let share = share(cell, is_ratio.then_some(weight));
                    for group in &groups {
                        let sums =
                            figures.entry((*period_id, *indicator, *group, basis.to_owned())).or_default();
                        sums.iter_mut().zip(share).for_each(|(sum, share)| *sum += share);
                    }
                }
            }
        }
        figures
    }
}

fn report(row: &Row) -> Report {
    (row.get(0), row.get(1))
}

/// What a body brings to each sum; `weight` where the figure is a ratio, with the last denominator if one is known.
fn share(cell: Option<&Cell>, weight: Option<Option<i64>>) -> [i128; SUMS.len()] {
    let state = cell.map_or("", |cell| cell.state.as_str());
    let (is_value, is_owed) = (state == "value", state != "not_applicable");
    let (num, den) = cell.map_or((0, None), |cell| (cell.num, cell.den));
    let is_yes = is_value && den.map_or(num > 0, |den| den > 0 && num == den);
    let weighs = i128::from(weight.flatten().unwrap_or(0));
    let is_weightless = weight == Some(None) && matches!(state, "" | "not_available");
    let sums = [
        (is_owed, 1),
        (is_value, 1),
        (state == "nil", 1),
        (!is_owed, 1),
        (state == "not_available", 1),
        (is_value && cell.is_some_and(|cell| cell.estimated), 1),
        (is_yes, 1),
        (true, num),
        (true, den.unwrap_or(0)),
        (is_owed, weighs),
        (is_value || state == "nil", weighs),
        (is_weightless, 1),
    ];
    sums.map(|(counts, by)| if counts { by } else { 0 })
}
