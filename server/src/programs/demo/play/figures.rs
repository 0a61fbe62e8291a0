//! The reports of the played periods. Every number of a body is invented; drawn from a seed, then spread so that the nation's sums are
//! what is public: 50,350 businesses, 3,310 villages with weak signal.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use dondoc_shared::{
    error::ErrorCode,
    figures::{
        CellState, NumberFormat, OverBodies,
        check::{CheckRule, Justification},
    },
    id::{AssignmentId, TenantId},
    period::{CorrectionReason, ExceptionReason},
    text::Lang,
    wire::{
        ExtensionReason,
        assignment::{ExtensionDecision, NewExtension, Remark},
        correcting::CorrectionInput,
        report::{CellInput, DraftInput, FilingInput, FindingRow, JustificationInput, NewException},
    },
};
use jiff::{
    Span,
    civil::{Date, DateTime, date},
};

use super::{cast::Cast, chance::Chance, stage::instant, temper};
use crate::{
    domain::{
        assignments::{self, extension},
        calendar::Calendar,
        indicators::{self, Indicator},
        periods as domain_periods,
    },
    slices::{periods, reports},
};
use dondoc_kernel::{
    db::{Actor, Db, National, NationalTx, Tenant, TenantTx, Version},
    tenants::Tenant as Body,
};

/// The periods that are played, each with the local day on which it opens: none before the meeting that asked for reports.
const OPENED: [(&str, Date); 3] =
    [("CT-2024-M05", date(2024, 5, 7)), ("CT-2024-M06", date(2024, 6, 5)), ("CT-2024-M07", date(2024, 7, 5))];

/// The last day of each of them, its due date and its cut-off.
const DATES: [(Date, Date, Date); 3] = [
    (date(2024, 5, 14), date(2024, 5, 17), date(2024, 5, 21)),
    (date(2024, 6, 14), date(2024, 6, 19), date(2024, 6, 21)),
    (date(2024, 7, 14), date(2024, 7, 17), date(2024, 7, 19)),
];

/// The body whose last report has more time, and until when.
const EXTENDED: (&str, Date) = ("lao-cai", date(2024, 7, 31));

/// The body that corrects its last report, and by how many businesses it had said too many.
const CORRECTED: (&str, i64) = ("can-tho", 12);

/// When one of the silent localities is given until when to enter its figures.
const EXCEPTED: (DateTime, Date) = (DateTime::constant(2024, 7, 22, 9, 30, 0, 0), date(2024, 8, 2));

/// When the correction is written; it still waits for the Working Group on the last day.
const CORRECTION: DateTime = DateTime::constant(2024, 7, 23, 15, 10, 0, 0);

/// Sums over all bodies that are asked, by period: what is above the line, and what is below it where that is known.
const SUMS: [(&str, [i64; 3], Option<i64>); 3] = [
    ("I24-01", [49_790, 50_080, 50_350], None),
    ("I24-02", [6_940, 7_060, 7_180], Some(11_200)),
    ("I24-07", [2_388, 2_421, 2_455], Some(3_310)),
];

/// The indicator that does not concern two localities: they have no zones.
const ZONES: &str = "I24-02";

/// What happens with a report on a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Turn {
    /// Entered by the officer and filed by the approver.
    File,
    /// Accepted by the Working Group.
    Accept,
    /// More time is asked for and granted.
    Extend,
    /// The Working Group lets it enter its figures after the cut-off.
    Except,
    /// A correction is written, proposed and filed.
    Correct,
}

/// What is still to be played of the periods.
pub(super) struct Reports {
    days: BTreeMap<Date, Vec<(usize, DateTime, TenantId, Turn)>>,
    /// The reports of a period that is open.
    owed: BTreeMap<(usize, TenantId), AssignmentId>,
    cells: BTreeMap<(usize, TenantId), Vec<CellInput>>,
    openings: BTreeMap<Date, usize>,
}

impl Reports {
    /// The story of all periods, as far as it lies before the day `end`.
    pub(super) fn plot(bodies: &[Body], end: Date) -> Self {
        let bodies: Vec<&Body> = bodies.iter().filter(|body| !body.id.is_national()).collect();
        let all: Vec<Body> = bodies.iter().map(|body| (*body).clone()).collect();
        let mut without = temper::without_plan(&all)
            .into_iter()
            .filter(|slug| ![EXTENDED.0, CORRECTED.0].contains(&slug.as_str()));
        // An agency and two localities of those without a plan.
        let mut silent: Vec<String> = without.by_ref().take(1).collect();
        silent.extend(without.skip(3).take(2));
        let mut days: BTreeMap<Date, Vec<(usize, DateTime, TenantId, Turn)>> = BTreeMap::new();
        for (place, (to_on, due_on, cutoff_on)) in DATES.into_iter().enumerate() {
            let is_last = place + 1 == DATES.len();
            for body in &bodies {
                let mut chance = Chance::of(&format!("report {place} {}", body.slug));
                if is_last && body.slug == EXTENDED.0 {
                    days.entry(due_on).or_default().push((
                        place,
                        due_on.at(10, 20, 0, 0),
                        body.id,
                        Turn::Extend,
                    ));
                    continue;
                }
                if is_last && body.slug == CORRECTED.0 {
                    days.entry(CORRECTION.date()).or_default().push((
                        place,
                        CORRECTION,
                        body.id,
                        Turn::Correct,
                    ));
                }
                if is_last && silent.contains(&body.slug) {
                    if silent.last() == Some(&body.slug) {
                        let (at, _) = EXCEPTED;
                        days.entry(at.date()).or_default().push((place, at, body.id, Turn::Except));
                    }
                    continue;
                }
                let (from, to) = if chance.hits(90) { (to_on, due_on) } else { (due_on, cutoff_on) };
                let span = dondoc_shared::lateness::days_between(from, to).max(1);
                let day = later(from, chance.between((1, span)));
                let hour = i8::try_from(chance.between((8, 16))).unwrap_or(9);
                days.entry(day).or_default().push((place, day.at(hour, 15, 0, 0), body.id, Turn::File));
                let accepted = later(day, chance.between((2, 9)));
                if accepted < end {
                    let accept = (place, accepted.at(14, 5, 0, 0), body.id, Turn::Accept);
                    days.entry(accepted).or_default().push(accept);
                }
            }
        }
        let openings = OPENED.iter().enumerate().map(|(place, (_, day))| (*day, place)).collect();
        Self { days, owed: BTreeMap::new(), cells: BTreeMap::new(), openings }
    }

    /// The next day on which something happens.
    pub(super) fn next_day(&self) -> Option<Date> {
        let days = [
            self.days.first_key_value().map(|(day, _)| *day),
            self.openings.first_key_value().map(|(day, _)| *day),
        ];
        days.into_iter().flatten().min()
    }

    /// Opens what opens on this day; how many bodies owe a report from then on.
    pub(super) async fn open(&mut self, db: &Db, cast: &Cast, day: Date) -> anyhow::Result<usize> {
        let Some(place) = self.openings.remove(&day) else { return Ok(0) };
        let (period, _) = OPENED.get(place).context("a period")?;
        db.clock().set(instant(day.at(7, 35, 0, 0))?);
        if place == 0 {
            let plan = async |tx: &mut NationalTx| periods::plan(tx, "CT", 2024, true).await;
            db.write(National, cast.lead.clone(), plan).await?;
        }
        let open = async |tx: &mut NationalTx| periods::open(tx, period, Version(1)).await;
        db.write(National, cast.second_lead.clone(), open).await?;
        let look = async |tx: &mut NationalTx| {
            let catalogue = indicators::current(tx).await?;
            let (regime, code) = period.split_once('-').ok_or(ErrorCode::NotFound)?;
            let regime = catalogue.regime_by_code(regime).ok_or(ErrorCode::NotFound)?.id;
            let code = code.parse().map_err(|_| ErrorCode::NotFound)?;
            let period = domain_periods::by_code(tx, regime, code).await?;
            let owed = reports::states_of(tx, period.id).await?;
            Ok((catalogue, owed))
        };
        let (catalogue, owed) = db.read(National, cast.lead.clone(), look).await?;
        let to_on = DATES.get(place).context("a period")?.0;
        for indicator in catalogue.indicators.iter().filter(|indicator| indicator.regime.is_some()) {
            let group = catalogue.group(indicator.group).context("a group")?;
            let asked: BTreeSet<TenantId> = group.bodies(to_on).collect();
            let asked: Vec<&Body> = cast.tenants.iter().filter(|body| asked.contains(&body.id)).collect();
            for (body, cell) in asked.iter().zip(column(indicator, place, &asked)) {
                self.cells.entry((place, body.id)).or_default().push(cell);
            }
        }
        let bodies = owed.len();
        self.owed.extend(owed.into_iter().map(|(body, state)| ((place, body), state.assignment)));
        Ok(bodies)
    }

    /// Plays what happens on this day, by the time of day; how much that was.
    pub(super) async fn play(
        &mut self,
        db: &Db,
        cast: &Cast,
        calendar: &Calendar,
        day: Date,
    ) -> anyhow::Result<usize> {
        let mut turns = self.days.remove(&day).unwrap_or_default();
        turns.sort_by_key(|(_, at, ..)| *at);
        let mut acts = 0usize;
        for (place, at, body, turn) in turns {
            let report = *self.owed.get(&(place, body)).context("a report that is owed")?;
            db.clock().set(instant(at)?);
            match turn {
                Turn::File => {
                    let cells = self.cells.remove(&(place, body)).unwrap_or_default();
                    acts = acts.saturating_add(file(db, cast, (body, report), cells, at).await?);
                }
                Turn::Accept => {
                    decide(db, cast, calendar, report).await?;
                    acts = acts.saturating_add(1);
                }
                Turn::Extend => {
                    extend(db, cast, calendar, (body, report)).await?;
                    acts = acts.saturating_add(2);
                }
                Turn::Except => {
                    except(db, cast, calendar, report).await?;
                    acts = acts.saturating_add(1);
                }
                Turn::Correct => {
                    correct(db, cast, calendar, (body, report)).await?;
                    acts = acts.saturating_add(2);
                }
            }
        }
        Ok(acts)
    }
}

fn later(day: Date, days: i32) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// What every body that is asked enters for an indicator.
fn column(indicator: &Indicator, place: usize, asked: &[&Body]) -> Vec<CellInput> {
    let chance = |what: &str, body: &Body| Chance::of(&format!("{what} {} {}", indicator.code, body.slug));
    let sizes: Vec<i64> =
        asked.iter().map(|body| i64::from(chance("size", body).between((20, 400)))).collect();
    let sums = SUMS.iter().find(|(code, ..)| *code == indicator.code);
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|place| asked.get(*place).map(|body| chance("no zones", body).between((0, 1_000_000))));
    let outside: BTreeSet<usize> =
        order.into_iter().take(if indicator.code == ZONES { 2 } else { 0 }).collect();
    let sizes: Vec<i64> =
        sizes.into_iter().enumerate().map(|(n, size)| if outside.contains(&n) { 0 } else { size }).collect();
    let cell = |num: String, den: String| CellInput {
        indicator: indicator.code.clone(),
        num,
        den,
        state: CellState::Value,
        reason: String::new(),
        estimated: false,
        seen: 0,
    };
    let cells: Vec<CellInput> = match (indicator.formula.over_bodies, sums) {
        (OverBodies::CountOfTenants, _) => {
            let says = |body: &&Body| chance("yes", body).hits(80 + 5 * i32::try_from(place).unwrap_or(0));
            asked.iter().map(|body| cell(i64::from(says(body)).to_string(), String::new())).collect()
        }
        (OverBodies::Ratio, Some((_, nums, Some(den)))) => {
            let dens = spread(*den, &sizes);
            let nums = spread(nums.get(place).copied().unwrap_or_default(), &dens);
            let whole = dens.iter().zip(&nums).zip(asked);
            whole.map(|((den, num), _)| cell((*num).min(*den).to_string(), den.to_string())).collect()
        }
        (OverBodies::Ratio, _) => asked
            .iter()
            .zip(&sizes)
            .map(|(body, size)| {
                let percent = chance("share", body).between((45, 88)) + 2 * i32::try_from(place).unwrap_or(0);
                let den = size
                    + i64::from(chance("growth", body).between((0, 9))) * i64::try_from(place).unwrap_or(0);
                cell((den * i64::from(percent) / 100).to_string(), den.to_string())
            })
            .collect(),
        (_, Some((_, nums, _))) => {
            let shares = spread(nums.get(place).copied().unwrap_or_default(), &sizes);
            shares.into_iter().map(|num| cell(num.to_string(), String::new())).collect()
        }
        _ => sizes.iter().map(|size| cell(size.to_string(), String::new())).collect(),
    };
    let concerned = |(n, cell): (usize, CellInput)| {
        if !outside.contains(&n) {
            return cell;
        }
        let reason = "Không có khu công nghiệp, khu chế xuất.".to_owned();
        CellInput { state: CellState::NotApplicable, reason, num: String::new(), den: String::new(), ..cell }
    };
    cells.into_iter().enumerate().map(concerned).collect()
}

/// Spreads a whole by weights so that nothing is lost: by the largest remainders, of equal ones the first.
fn spread(whole: i64, weights: &[i64]) -> Vec<i64> {
    let all: i64 = weights.iter().sum();
    let all = all.max(1);
    let mut shares: Vec<i64> = weights.iter().map(|weight| whole * weight / all).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order
        .sort_by_key(|place| std::cmp::Reverse(weights.get(*place).map_or(0, |weight| whole * weight % all)));
    let left = usize::try_from(whole - shares.iter().sum::<i64>()).unwrap_or(0);
    for place in order.into_iter().take(left) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

/// The officer enters, says why what stands out is right, and within the hour the approver files; how many acts that was.
async fn file(
    db: &Db,
    cast: &Cast,
    (body, report): (TenantId, AssignmentId),
    cells: Vec<CellInput>,
    at: DateTime,
) -> anyhow::Result<usize> {
    let staff = cast.staff(body)?;
    let save = async |draft: DraftInput| {
        let save = async |tx: &mut TenantTx| reports::save(tx, report, &draft).await;
        db.write(Tenant(body), staff.officer.clone(), save).await.context("a draft")
    };
    let draft = |cells, justifications| DraftInput { format: NumberFormat::Plain, cells, justifications };
    let mut saved = save(draft(cells, vec![])).await?;
    let reasons: Vec<_> =
        saved.findings.iter().filter(|found| found.is_to_be_justified()).map(reason).collect();
    let acts = if reasons.is_empty() { 2 } else { 3 };
    if !reasons.is_empty() {
        saved = save(draft(vec![], reasons)).await?;
    }
    db.clock().set(instant(at.checked_add(Span::new().minutes(25))?)?);
    let file = async |tx: &mut TenantTx| {
        reports::file(tx, report, Version(saved.version), &FilingInput::default()).await
    };
    db.write(Tenant(body), staff.approver.clone(), file)
        .await
        .with_context(|| format!("filing of tenant {body}"))?;
    Ok(acts)
}

/// What an officer says to a warning.
fn reason(found: &FindingRow) -> JustificationInput {
    let (code, text) = match found.rule {
        CheckRule::BaseMoves => (Justification::ChangedScope, "Đã rà soát lại danh mục trong kỳ."),
        CheckRule::StockFalls => (Justification::RealChange, "Có đơn vị ngừng hoạt động trong kỳ."),
        _ => (Justification::ConfirmedAtSource, "Đã đối chiếu với số của các đơn vị trực thuộc."),
    };
    JustificationInput {
        indicator: found.indicator.clone(),
        rule: found.rule,
        part: found.part,
        code: Some(code),
        text: text.to_owned(),
        seen: found.seen.clone(),
        version: found.justification.as_ref().map_or(0, |said| said.version),
    }
}

async fn decide(db: &Db, cast: &Cast, calendar: &Calendar, report: AssignmentId) -> anyhow::Result<()> {
    let seen = version(db, &cast.officer, report).await?;
    let remark = Remark { remark: String::new() };
    let accept = async |tx: &mut NationalTx| assignments::accept(tx, calendar, report, seen, &remark).await;
    db.write(National, cast.officer.clone(), accept).await?;
    Ok(())
}

async fn extend(
    db: &Db,
    cast: &Cast,
    calendar: &Calendar,
    (body, report): (TenantId, AssignmentId),
) -> anyhow::Result<()> {
    let seen = version(db, &cast.officer, report).await?;
    let ask = NewExtension {
        to: EXTENDED.1,
        reason: ExtensionReason::OtherBody,
        text: "Chờ số liệu của các huyện; xin gửi sau kỳ hạn.".to_owned(),
    };
    let request = async |tx: &mut TenantTx| extension::request(tx, report, seen, &ask).await;
    db.write(Tenant(body), cast.staff(body)?.approver.clone(), request).await?;
    let seen = version(db, &cast.lead, report).await?;
    let grant = ExtensionDecision { grant: true, to: None, remark: String::new() };
    let decide = async |tx: &mut NationalTx| extension::decide(tx, calendar, report, seen, &grant).await;
    db.write(National, cast.lead.clone(), decide).await?;
    Ok(())
}

async fn except(db: &Db, cast: &Cast, calendar: &Calendar, report: AssignmentId) -> anyhow::Result<()> {
    let exception = NewException {
        until: EXCEPTED.1,
        reason: ExceptionReason::Outage,
        text: "Đường truyền của đơn vị gián đoạn từ ngày 16 đến ngày 20/7.".to_owned(),
    };
    let grant = async |tx: &mut NationalTx| reports::grant_exception(tx, calendar, report, &exception).await;
    db.write(National, cast.officer.clone(), grant).await?;
    Ok(())
}

/// The officer writes it, says why what stands out is right and proposes it, and within the hour the approver files it.
async fn correct(
    db: &Db,
    cast: &Cast,
    calendar: &Calendar,
    (body, report): (TenantId, AssignmentId),
) -> anyhow::Result<()> {
    let (staff, (indicator, ..)) = (cast.staff(body)?, SUMS[0]);
    let show = async |tx: &mut TenantTx| reports::show_correction(tx, report, Lang::Vi).await;
    let counted = db.read(Tenant(body), staff.officer.clone(), show).await?;
    let cell = counted.cells.iter().find(|cell| cell.indicator == indicator).context("a cell to correct")?;
    let num = cell.entry.and_then(|entry| entry.num).context("a number to correct")? - CORRECTED.1;
    let input = CorrectionInput {
        format: NumberFormat::Plain,
        cells: vec![CellInput {
            indicator: indicator.to_owned(),
            num: num.to_string(),
            den: String::new(),
            state: CellState::Value,
            reason: String::new(),
            estimated: false,
            seen: cell.version,
        }],
        reason: Some(CorrectionReason::DataError),
        text: "Hai quận cùng kê khai 12 doanh nghiệp chuyển trụ sở trong kỳ.".to_owned(),
        justifications: vec![],
    };
    let write = async |tx: &mut TenantTx| reports::save_correction(tx, report, None, &input).await;
    let mut written = db.write(Tenant(body), staff.officer.clone(), write).await?;
    let show = async |tx: &mut TenantTx| reports::show_correction(tx, report, Lang::Vi).await;
    let shown = db.read(Tenant(body), staff.officer.clone(), show).await?;
    let reasons: Vec<_> =
        shown.findings.iter().filter(|found| found.is_to_be_justified()).map(reason).collect();
    if !reasons.is_empty() {
        let input = CorrectionInput { cells: vec![], justifications: reasons, ..input };
        let say = async |tx: &mut TenantTx| reports::save_correction(tx, report, None, &input).await;
        written = db.write(Tenant(body), staff.officer.clone(), say).await?;
    }
    let none = FilingInput::default();
    let propose = async |tx: &mut TenantTx| {
        reports::propose_correction(tx, calendar, report, Version(written.version), &none).await
    };
    let proposed = db.write(Tenant(body), staff.officer.clone(), propose).await?;
    db.clock().set(instant(CORRECTION.checked_add(Span::new().minutes(40))?)?);
    let file =
        async |tx: &mut TenantTx| reports::file_correction(tx, report, Version(proposed.version)).await;
    db.write(Tenant(body), staff.approver.clone(), file).await?;
    Ok(())
}

async fn version(db: &Db, by: &Actor, report: AssignmentId) -> anyhow::Result<Version> {
    let row = db.read(National, by.clone(), async |tx| assignments::look(tx, report).await).await?;
    Ok(Version(row.version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spread_adds_up_and_follows_the_weights() {
        assert_eq!(spread(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(spread(50_350, &[20, 400, 77]).iter().sum::<i64>(), 50_350);
        assert_eq!(spread(0, &[5, 5]), [0, 0]);
        assert_eq!(spread(7, &[0, 1]), [0, 7]);
    }
}
