//! The demo's past: played, not inserted.
//!
//! A seeded script runs the use cases that people and the worker run, with the clock moved from 15 March 2022 to 25 July
//! 2024, so that every state on a screen has its timeline, its audit rows and its mail. Everything beyond the directives
//! and their dates is invented; what is public is not contradicted: on the last day exactly 4 of 30 agencies and 7 of 63
//! localities are open on `T24-32a`.
//!
//! | Module | Holds |
//! |---|---|
//! | `chance` | seeded choices, the same in every run |
//! | `cast` | the people |
//! | `temper` | how a tenant works |
//! | `case` | an assignment, what is done to it, the diary of that |
//! | `plot` | the story of one assignment (pure) |
//! | `words` | what people write |
//! | `stage` | a step carried out |
//! | `figures` | periods, and what bodies report for them |
//! | `ladder` | the worker's sweeps, and the steps up the ladder |

mod case;
mod cast;
mod chance;
mod figures;
mod ladder;
mod plot;
mod stage;
mod temper;
mod words;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use anyhow::{Context, bail, ensure};
use dondoc_shared::{
    filter::Filter, id::TenantId, lateness::days_between, lifecycle::Part, text::Lang,
    wire::assignment::AssignmentRow,
};
use jiff::{
    Timestamp,
    civil::{Date, DateTime, date},
};
use tokio::task::JoinSet;

use self::{
    case::{Case, Deed, Step},
    cast::Cast,
    figures::Reports,
    temper::Temper,
};
use crate::{
    domain::{
        calendar::{self, Calendar},
        policies::{self, Book, Rules},
    },
    slices::{
        directives::{self, import::CARRIED},
        weekly,
        work::store::list::{MAX_LIMIT, list},
    },
};
use dondoc_kernel::{
    clock::Clock,
    db::{Actor, Db, National, NationalTx, simulated},
};

/// The demo begins here: 25 July 2024, 08:00 in Ha Noi.
pub const END: DateTime = DateTime::constant(2024, 7, 25, 8, 0, 0, 0);

/// When the directives arrived.
const ISSUED: [Date; 5] =
    [date(2022, 3, 15), date(2024, 4, 19), date(2024, 5, 6), date(2024, 6, 5), date(2024, 7, 25)];

/// The task whose eleven bodies the notice does not name.
const WITHOUT_PLAN: &str = "T24-32a";

/// The first of the twelve weeks that the trend shows at the end.
const TREND_FROM: Date = date(2024, 5, 6);

/// Calendar days before a due date from which the worker looks at a tenant: no reminder is owed earlier.
const NOTICE: i32 = 14;

/// Tenants whose day is played at the same time.
const LANES: usize = 6;

/// How far the past has been played.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// From 0 to 1.
    pub fraction: f64,
    /// The local date that has ended.
    pub day: Date,
}

/// The acts and days that were played.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Played {
    /// Days on which something happened.
    pub days: usize,
    /// What people did; each left a line in a timeline and a row in the trail.
    pub acts: usize,
    /// Steps up the ladder that sweeps proposed.
    pub proposed: usize,
}

/// [`END`] as an instant.
pub fn end() -> anyhow::Result<Timestamp> {
    stage::instant(END)
}

/// Plays the past into a database with the mark and without directives, on its own clock, which must be a manual one and is
/// left at [`END`].
///
/// Tenants, directives, tasks, the calendar, people and contacts come in on the way; nobody gets a pass-phrase. At the end of
/// each played day, and on a day with a sweep also after that, `pause` is called: it may show progress, and it may let a
/// worker deliver what is due (`Worker::drain`), so that mail leaves on its day and contributions close with the lead's
/// acceptance. What is not delivered then waits in the outbox for the first worker that comes.
pub async fn play(
    db: &Db,
    mut pause: impl AsyncFnMut(Progress) -> anyhow::Result<()>,
) -> anyhow::Result<Played> {
    ensure!(matches!(db.clock(), Clock::Manual(_)), "the past is played on a clock that can be moved");
    let actor = Actor::system("system:demo");
    db.read(National, actor.clone(), async |tx| simulated::require_mark(tx).await).await?;
    let [first, ..] = ISSUED;
    let mut script = Script::begin(db, &actor, first).await?;
    let mut played = Played::default();
    let all = f64::from(days_between(first, END.date()));
    while let Some(day) = script.next_day() {
        let progress = Progress { fraction: f64::from(days_between(first, day)) / all, day };
        if script.morning(day, &mut played).await? {
            db.clock().set(stage::instant(day.at(8, 10, 0, 0))?);
            pause(progress).await?;
        }
        script.rest(day, &mut played).await?;
        // The last minute in which mail may leave.
        let evening = if day < END.date() { day.at(16, 59, 59, 0) } else { END };
        db.clock().set(stage::instant(evening)?);
        pause(progress).await?;
    }
    Ok(played)
}

/// What is still to be played.
struct Script {
    db: Db,
    actor: Actor,
    cast: Arc<Cast>,
    calendar: Arc<Calendar>,
    book: Arc<Book>,
    tempers: BTreeMap<TenantId, Temper>,
    issued: BTreeSet<Date>,
    sweeps: BTreeSet<Date>,
    /// The day on which the figures of a week were noted last.
    noted: Option<Date>,
    cases: Vec<Arc<Case>>,
    /// Of cases with a due date: until when the ladder may concern them.
    closes: BTreeMap<usize, DateTime>,
    /// Cases with a step up the ladder that was left waiting.
    waiting: BTreeSet<usize>,
    agenda: BTreeMap<Date, Vec<(usize, Step)>>,
    reports: Reports,
}

impl Script {
    /// The first directive, and with it tenants, calendar and people.
    async fn begin(db: &Db, actor: &Actor, first: Date) -> anyhow::Result<Self> {
        db.clock().set(stage::instant(first.at(7, 0, 0, 0))?);
        let summary = import(db, first).await?;
        ensure!(
            summary.directives.unchanged == 0,
            "a past can be played only into a database without directives"
        );
        db.clock().set(stage::instant(first.at(7, 15, 0, 0))?);
        let cast = Cast::assemble(db, actor).await?;
        let load = async |tx: &mut NationalTx| Ok((calendar::load(tx).await?, policies::load(tx).await?));
        let (calendar, book) = db.read(National, actor.clone(), load).await?;
        let mut script = Self {
            db: db.clone(),
            actor: actor.clone(),
            tempers: temper::of_all(&cast.tenants),
            reports: Reports::plot(&cast.tenants, END.date()),
            cast: Arc::new(cast),
            issued: ISSUED.into_iter().collect(),
            sweeps: ladder::days(&calendar).into_iter().collect(),
            noted: None,
            calendar: Arc::new(calendar),
            book: Arc::new(book),
            cases: Vec::new(),
            closes: BTreeMap::new(),
            waiting: BTreeSet::new(),
            agenda: BTreeMap::new(),
        };
        script.issued.remove(&first);
        script.take_up(first).await?;
        Ok(script)
    }

    fn next_day(&self) -> Option<Date> {
        let next = [
            self.issued.first().copied(),
            self.sweeps.first().copied(),
            self.agenda.first_key_value().map(|(day, _)| *day),
            self.reports.next_day(),
        ];
        next.into_iter().flatten().min()
    }

    /// Plays what arrives and what the worker does; returns whether there was a sweep.
    async fn morning(&mut self, day: Date, played: &mut Played) -> anyhow::Result<bool> {
        played.days = played.days.saturating_add(1);
        if self.issued.remove(&day) {
            self.arrive(day).await?;
        }
        let opened = self.reports.open(&self.db, &self.cast, day).await?;
        played.acts = played.acts.saturating_add(opened);
        self.note_week(day).await?;
        if !self.sweeps.remove(&day) {
            return Ok(false);
        }
        let (proposed, decided) = self.sweep(day).await?;
        played.proposed = played.proposed.saturating_add(proposed);
        played.acts = played.acts.saturating_add(decided);
        Ok(true)
    }

    /// Notes the figures of every body on the first played day of a week that the trend of the end shows.
    async fn note_week(&mut self, day: Date) -> anyhow::Result<()> {
        if day < TREND_FROM
            || self.noted.is_some_and(|last| last.iso_week_date().week() == day.iso_week_date().week())
        {
            return Ok(());
        }
        self.noted = Some(day);
        let at = stage::instant(day.at(7, 35, 0, 0))?;
        let bodies = self.cast.tenants.iter().map(|tenant| tenant.id).filter(|id| !id.is_national());
        let lanes = bodies.map(|tenant| {
            let db = self.db.under(Clock::manual(at));
            async move { Ok(db.keep_books(tenant, async |tx| weekly::note(tx, day).await).await?) }
        });
        together(lanes).await?;
        Ok(())
    }

    /// What people do on a day.
    async fn rest(&mut self, day: Date, played: &mut Played) -> anyhow::Result<()> {
        let (urges, others): (Vec<_>, Vec<_>) = self
            .agenda
            .remove(&day)
            .unwrap_or_default()
            .into_iter()
            .partition(|(_, step)| matches!(step.deed, Deed::Urge(_)));
        let acts = self.side_by_side(others).await?.saturating_add(self.one_by_one(urges).await?);
        let reported = self.reports.play(&self.db, &self.cast, &self.calendar, day).await?;
        played.acts = played.acts.saturating_add(acts).saturating_add(reported);
        Ok(())
    }

    /// Imports the directives of this day, with their assignments.
    async fn arrive(&mut self, day: Date) -> anyhow::Result<()> {
        self.db.clock().set(stage::instant(day.at(7, 30, 0, 0))?);
        import(&self.db, day).await?;
        if day == END.date() {
            let slugs = temper::without_plan(&self.cast.tenants);
            if let Err(refusal) = directives::assign(&self.db, &self.actor, WITHOUT_PLAN, &slugs).await? {
                bail!("{WITHOUT_PLAN}: {refusal:?}");
            }
        }
        self.take_up(day).await
    }

    /// Plans what happens to today's new assignments.
    async fn take_up(&mut self, day: Date) -> anyhow::Result<()> {
        let known: BTreeSet<_> = self.cases.iter().map(|case| case.id).collect();
        for row in everything_open(&self.db, &self.actor, &self.calendar).await? {
            if known.contains(&row.id) {
                continue;
            }
            let case = self.case(row, day)?;
            let temper = self.tempers.get(&case.tenant).copied().context("a tenant without a temper")?;
            let steps = plot::plot(&case, temper, &self.calendar);
            let number = self.cases.len();
            if case.part == Part::Lead && case.due_on.is_some() && !case.tenant.is_national() {
                let accepted = steps.iter().rev().find(|step| matches!(step.deed, Deed::Accept(_)));
                self.closes.insert(number, accepted.map_or(END, |step| step.at));
            }
            for step in steps.into_iter().take_while(|step| step.at < END) {
                self.agenda.entry(step.at.date()).or_default().push((number, step));
            }
            self.cases.push(Arc::new(case));
        }
        Ok(())
    }

    fn case(&self, row: AssignmentRow, day: Date) -> anyhow::Result<Case> {
        let tenant = self.cast.tenants.iter().find(|tenant| tenant.slug == row.tenant.slug);
        let (task, _) = row.code.split_once('/').context("the code of an assignment")?;
        Ok(Case {
            id: row.id,
            tenant: tenant.context("an assignment of an unknown tenant")?.id,
            slug: row.tenant.slug,
            task: task.to_owned(),
            title: row.title_vi,
            part: row.part,
            due_on: row.due_on,
            assigned_on: day,
            version: row.version.into(),
        })
    }

    /// The worker's morning in every tenant whose dates come near or have passed, and after it the Working Group's look at
    /// the steps that wait.
    async fn sweep(&mut self, day: Date) -> anyhow::Result<(usize, usize)> {
        let noon = day.at(12, 0, 0, 0);
        let near =
            |case: &&Arc<Case>, days: i32| case.due_on.is_some_and(|due| days_between(day, due) <= days);
        let open = self.closes.iter().filter(|(_, closes)| **closes > noon);
        let open: Vec<_> = open.filter_map(|(n, _)| self.cases.get(*n).map(|case| (*n, case))).collect();
        let mut tenants: BTreeMap<TenantId, bool> = BTreeMap::new();
        for (_, case) in open.iter().filter(|(_, case)| near(case, NOTICE)) {
            *tenants.entry(case.tenant).or_default() |= near(case, -7);
        }

        let at = stage::instant(day.at(7, 40, 0, 0))?;
        let lanes = tenants.into_iter().map(|(tenant, overdue)| {
            let (db, calendar, book) =
                (self.db.under(Clock::manual(at)), self.calendar.clone(), self.book.clone());
            async move {
                let rules = Rules { calendar: &calendar, book: &book };
                Ok((tenant, ladder::sweep(&db, &rules, tenant, overdue).await?))
            }
        });
        let proposed: BTreeMap<TenantId, usize> = together(lanes).await?.into_iter().collect();

        let concerned = |(number, case): &(usize, &Arc<Case>)| {
            self.waiting.contains(number)
                || near(case, -7) && proposed.get(&case.tenant).is_some_and(|proposed| *proposed > 0)
        };
        let at = stage::instant(day.at(8, 5, 0, 0))?;
        let lanes = open.into_iter().filter(concerned).map(|(number, case)| {
            let (db, case) = (self.db.under(Clock::manual(at)), case.clone());
            let (cast, calendar) = (self.cast.clone(), self.calendar.clone());
            async move { Ok((number, ladder::decide(&db, &cast, &calendar, &case, day).await?)) }
        });
        let looked = together(lanes).await?;
        self.waiting = looked.iter().filter(|(_, look)| look.waits).map(|(number, _)| *number).collect();
        Ok((proposed.values().sum(), looked.iter().filter(|(_, look)| look.acted).count()))
    }

    /// A day of several tenants: each in its own order, all at once.
    async fn side_by_side(&self, steps: Vec<(usize, Step)>) -> anyhow::Result<usize> {
        let mut by_tenant: BTreeMap<TenantId, Vec<(Arc<Case>, Step)>> = BTreeMap::new();
        for (number, step) in steps {
            let case = self.cases.get(number).context("a step of no case")?.clone();
            by_tenant.entry(case.tenant).or_default().push((case, step));
        }
        let lanes = by_tenant.into_values().map(|mut steps| {
            let db = self.db.under(Clock::manual(self.db.clock().now(0)));
            let (cast, calendar) = (self.cast.clone(), self.calendar.clone());
            steps.sort_by_key(|(_, step)| step.at);
            async move {
                let mut played = 0usize;
                for (case, step) in &steps {
                    let acted = stage::play(&db, &cast, &calendar, case, step).await?;
                    played = played.saturating_add(usize::from(acted));
                }
                Ok(played)
            }
        });
        Ok(together(lanes).await?.into_iter().sum())
    }

    /// Urges have numbers in the order of their time.
    async fn one_by_one(&self, mut steps: Vec<(usize, Step)>) -> anyhow::Result<usize> {
        steps.sort_by_key(|(number, step)| (step.at, *number));
        for (number, step) in &steps {
            let case = self.cases.get(*number).context("a step of no case")?;
            stage::play(&self.db, &self.cast, &self.calendar, case, step).await?;
        }
        Ok(steps.len())
    }
}

async fn import(db: &Db, until: Date) -> anyhow::Result<directives::Summary> {
    directives::import_issued(db, &CARRIED, until).await?.map_err(|faults| {
        anyhow::anyhow!(faults.iter().map(|fault| fault.message(Lang::En)).collect::<Vec<_>>().join("\n"))
    })
}

/// Reads every open assignment.
async fn everything_open(db: &Db, actor: &Actor, calendar: &Calendar) -> anyhow::Result<Vec<AssignmentRow>> {
    let (filter, mut cursor, mut rows) = (Filter::default(), None::<String>, Vec::new());
    loop {
        let page = db
            .read(National, actor.clone(), async |tx| {
                list(tx, calendar, Lang::Vi, (&filter, None), cursor.as_deref(), MAX_LIMIT).await
            })
            .await?;
        rows.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return Ok(rows);
        }
    }
}

/// Runs lanes side by side; the first that fails ends all.
async fn together<T: Send + 'static, F>(lanes: impl Iterator<Item = F>) -> anyhow::Result<Vec<T>>
where
    F: Future<Output = anyhow::Result<T>> + Send + 'static,
{
    let (mut running, mut answers) = (JoinSet::new(), Vec::new());
    for lane in lanes {
        if running.len() >= LANES
            && let Some(ended) = running.join_next().await
        {
            answers.push(ended??);
        }
        running.spawn(lane);
    }
    while let Some(ended) = running.join_next().await {
        answers.push(ended??);
    }
    Ok(answers)
}
