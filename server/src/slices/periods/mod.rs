//! Planning the periods of a year, and opening them: then each body of the regime owes a report (R127).

pub mod api;

use std::collections::BTreeSet;

use dondoc_shared::{
    error::ErrorCode,
    id::{IndicatorId, TenantId},
    lifecycle::Part,
    period::{Offsets, PeriodCode, PeriodStatus, Schedule, WindowRules},
    text::Lang,
    wire::{filing::PeriodFiling, report::PeriodRow},
};
use serde_json::json;

use super::{
    directives::{self, NewReportTask},
    reports,
};
use crate::domain::{
    assignments::assign::{self, NewAssignment},
    calendar::{self, Calendar},
    indicators::{self, Catalogue, Regime},
    periods::{self, Period},
};
use dondoc_kernel::{
    db::{
        NationalTx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
};

/// The longest code of a regime, in characters.
const MAX_REGIME: usize = 8;

/// The periods that are planned or open, the newest first, with their rates of filing (R130).
pub async fn list(tx: &mut NationalTx) -> Result<Vec<PeriodFiling>> {
    let (catalogue, today) = (indicators::current(tx).await?, tx.today());
    let periods = periods::all(tx).await?;
    let rates = reports::national::rates(tx, &periods).await?;
    let row = |period: &Period| PeriodFiling {
        period: reports::period_row(&catalogue, period, today),
        filing: rates.get(&period.id).copied(),
    };
    Ok(periods.iter().map(row).collect())
}

/// The periods of a regime and year, as they would be planned.
pub async fn draft(tx: &mut NationalTx, regime: &str, year: i16) -> Result<Vec<PeriodRow>> {
    let (catalogue, today) = (indicators::current(tx).await?, tx.today());
    let planned = of_year(tx, &catalogue, regime, year, false).await?;
    Ok(planned.iter().map(|period| reports::period_row(&catalogue, period, today)).collect())
}

async fn of_year(
    tx: &mut NationalTx,
    catalogue: &Catalogue,
    regime: &str,
    year: i16,
    simulated: bool,
) -> Result<Vec<Period>> {
    let regime = catalogue.regime_by_code(regime).ok_or(ErrorCode::NotFound)?;
    // Without its table weekdays would pass for working days.
    if !calendar::edit::national_tables(tx).await?.contains_key(&year) {
        return Err(ErrorCode::NoCalendar.into());
    }
    let calendar = calendar::current(tx).await?;
    planned(regime, &calendar, year, simulated)
}

/// From the windows of the rule in force and the offsets of the regime.
fn planned(regime: &Regime, calendar: &Calendar, year: i16, simulated: bool) -> Result<Vec<Period>> {
    let (rules, refused) = (WindowRules::default(), || Error::field("year", Fault::Malformed));
    let is_working_day = |day| calendar.is_working_day(day);
    let days = |days: i32| u8::try_from(days).map_err(|error| Error::Internal(error.into()));
    let offsets = Offsets {
        opens: days(regime.opens_before)?,
        due: days(regime.due_after)?,
        cutoff: days(regime.cutoff_after)?,
    };
    let mut planned = vec![];
    for code in PeriodCode::of_year(year, regime.periodicity) {
        let (window, next) = (rules.window(code), rules.window(code.next().ok_or_else(refused)?));
        let schedule = Schedule::of(&window, &next, offsets, is_working_day).ok_or(ErrorCode::NoCalendar)?;
        planned.push(Period {
            id: Period::number(regime.id, code),
            regime: regime.id,
            window,
            schedule,
            status: PeriodStatus::Planned,
            simulated,
            asks: vec![],
            version: 1,
        });
    }
    if planned.is_empty() { Err(refused()) } else { Ok(planned) }
}

/// Writes down the periods of a year; those that are there stay as they are. How many are new.
pub async fn plan(tx: &mut NationalTx, regime: &str, year: i16, simulated: bool) -> Result<Logged<usize>> {
    let mut checks = Checks::default();
    let regime = &checks.line("regime", regime, MAX_REGIME);
    checks.finish()?;
    let catalogue = indicators::current(tx).await?;
    let planned = of_year(tx, &catalogue, regime, year, simulated).await?;
    let new = periods::insert(tx, &planned).await?;
    let entry = entry("plan_periods", json!({"regime": regime, "year": year, "new": new}));
    Ok(Logged::new(new, entry))
}

/// Opens a period: whoever belongs to the groups that the form asks on its last day owes a report, in one transaction. How many
/// bodies owe one.
pub async fn open(tx: &mut NationalTx, key: &str, seen: Version) -> Result<Logged<usize>> {
    // Not the kept one: what an import has just brought is asked for.
    let catalogue = indicators::load(tx).await?;
    let (regime, code) = key.split_once('-').ok_or(ErrorCode::NotFound)?;
    let regime = catalogue.regime_by_code(regime).ok_or(ErrorCode::NotFound)?;
    let code: PeriodCode = code.parse().map_err(|_| ErrorCode::NotFound)?;
    let period = periods::by_code(tx, regime.id, code).await?;
    if period.status != PeriodStatus::Planned {
        return Err(ErrorCode::WrongState.into());
    }
    // Nobody could enter anything any more.
    if tx.today() > period.schedule.cutoff_on {
        return Err(ErrorCode::PeriodOver.into());
    }
    let asked = catalogue.indicators.iter().filter(|indicator| indicator.regime == Some(regime.id));
    let asks: Vec<IndicatorId> = asked.map(|indicator| indicator.id).collect();
    periods::open(tx, &period, &asks, seen).await?;
    let task = directives::name_report(tx, &task_of(regime, &period)).await?;
    let owing = owing(&catalogue, regime, &period);
    let wanted: Vec<NewAssignment> =
        owing.iter().map(|body| NewAssignment { tenant: *body, task, part: Part::Lead }).collect();
    let created = assign::create(tx, &wanted).await?;
    let owed: Vec<_> = owing.into_iter().zip(created.ids.iter().copied()).collect();
    reports::owe(tx, period.id, &owed).await?;
    let detail = json!({"regime": regime.code, "period": code.to_string(), "bodies": owed.len()});
    Ok(Logged::new(owed.len(), entry("open_period", detail)).and(created.entries))
}

/// Whoever is asked for an indicator of the regime on the last day of the period.
fn owing(catalogue: &Catalogue, regime: &Regime, period: &Period) -> BTreeSet<TenantId> {
    let asked = catalogue.indicators.iter().filter(|indicator| indicator.regime == Some(regime.id));
    let groups = asked.filter_map(|indicator| catalogue.group(indicator.group));
    groups.flat_map(|group| group.bodies(period.window.to_on)).collect()
}

fn task_of(regime: &Regime, period: &Period) -> NewReportTask {
    let title = |lang: Lang| lang.report_of_period(regime.name.get(lang), &period.window.code.name(lang));
    NewReportTask {
        code: Period::key(&regime.code, period.window.code),
        directive: regime.directive,
        period: period.id,
        title_vi: title(Lang::Vi),
        title_en: title(Lang::En),
        starts_on: period.schedule.opens_on,
        due_on: period.schedule.due_on,
        source_note_vi: regime.provenance.note.get(Lang::Vi).to_owned(),
        source_note_en: regime.provenance.note.get(Lang::En).to_owned(),
    }
}

fn entry(action: &'static str, detail: serde_json::Value) -> Entry {
    Entry { tenant: TenantId::NATIONAL, action, subject_kind: "period", subject_id: None, detail }
}
