//! Reading and writing the tables and windows. A year is written whole; a change counts from tomorrow on and leaves a
//! version, so what was planned under the one before can still be explained.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use dondoc_shared::{
    error::ErrorCode,
    id::TenantId,
    order,
    wire::calendar::{
        CalendarDay, CalendarRemark, CalendarWritten, CalendarYear, DifferentCalendar, NewCalendarYear,
        NewSendWindow, SendWindow, SendWindowWritten, SendWindows,
    },
};
use jiff::{Timestamp, civil::Date};
use serde_json::json;

pub use super::draft::Draft;
use super::{Calendar, store, window, year};
use dondoc_kernel::{
    clock,
    db::{
        NationalTx, Tx, Version,
        audit::{Entry, Logged},
    },
    error::{Error, Fault, Result},
    http::input::Checks,
    tenants::{self, Tenant},
};

/// The years that may have a table.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// More exceptions than this no year has.
const MOST_DAYS: usize = 366;

/// The owner of a table or window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The table that counts for every tenant.
    Nation,
    /// What one tenant adds to the nation's.
    Tenant(Tenant),
}

impl Whose {
    /// The tenant with this slug; the national one has no additions of its own.
    ///
    /// # Errors
    /// `not_found` where there is none.
    pub async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Self> {
        let found = tenants::by_slug(tx, slug).await?.filter(|tenant| !tenant.id.is_national());
        found.map(Self::Tenant).ok_or(ErrorCode::NotFound.into())
    }

    /// The number under which it is stored.
    pub fn id(&self) -> TenantId {
        match self {
            Self::Nation => TenantId::NATIONAL,
            Self::Tenant(tenant) => tenant.id,
        }
    }

    fn slug(&self) -> Option<String> {
        match self {
            Self::Nation => None,
            Self::Tenant(tenant) => Some(tenant.slug.clone()),
        }
    }

    /// What its days are without a table of its own.
    fn base<'a>(&self, nation: &'a Calendar) -> Option<&'a Calendar> {
        matches!(self, Self::Tenant(_)).then_some(nation)
    }

    fn remarks(&self, year: i16, days: &[CalendarDay], all: &Calendar) -> Vec<CalendarRemark> {
        let base = self.base(all).cloned().unwrap_or_default();
        let mut remarks = year::remarks(days, &base);
        if *self == Self::Nation {
            remarks.extend(year::lunar_remarks(year, days, &all.with_year(year, None, days)));
            remarks.sort_by_key(|remark| remark.day);
        }
        remarks
    }
}

/// A year that may have a table.
///
/// # Errors
/// `not_found` for any other.
pub fn checked_year(year: i16) -> Result<i16> {
    if YEARS.contains(&year) { Ok(year) } else { Err(ErrorCode::NotFound.into()) }
}

/// A year's table, the newest version or the one asked for.
///
/// # Errors
/// `not_found` where there is no such version.
pub async fn show(tx: &mut Tx, whose: &Whose, year: i16, version: Option<i32>) -> Result<CalendarYear> {
    let versions = store::versions(tx, whose.id(), year).await?;
    let newest = versions.first().map_or(0, |version| version.version);
    let shown = version.unwrap_or(newest);
    if version.is_some() && !versions.iter().any(|one| one.version == shown) {
        return Err(ErrorCode::NotFound.into());
    }
    let days = store::days(tx, whose.id(), year, shown).await?;
    let now = tx.now;
    let all = store::load_all(tx).await?;
    let remarks = if newest == 0 { vec![] } else { whose.remarks(year, &days, &all) };
    Ok(CalendarYear {
        year,
        tenant: whose.slug(),
        version: shown,
        changeable_from: all.of(whose.id()).changeable_from(now),
        versions,
        days,
        remarks,
    })
}

/// Works out the table that writing these days would make. Writes nothing.
///
/// The nation's first table of a year may name days that are over: before it, nobody was told anything about the year.
pub async fn draft(
    tx: &mut NationalTx,
    whose: &Whose,
    year: i16,
    mut days: Vec<CalendarDay>,
) -> Result<Draft> {
    days.sort_by_key(|row| row.day);
    let newest = store::newest(tx, whose.id(), year).await?;
    let stored = store::days(tx, whose.id(), year, newest).await?;
    let all = store::load_all(tx).await?;
    let before = all.of(whose.id());
    let after = before.with_year(year, whose.base(&all), &days);
    let first = before.changeable_from(tx.now);
    let is_first = *whose == Whose::Nation && newest == 0;
    let past = if is_first { vec![] } else { before.changed_before(&after, year, first) };
    let from_day = if is_first { Date::new(year, 1, 1).ok() } else { before.first_change(&after, year) };
    Ok(Draft {
        tenant: whose.id(),
        year,
        version: newest.saturating_add(1),
        from_day: from_day.unwrap_or(first),
        remarks: whose.remarks(year, &days, &all),
        is_nothing: newest > 0 && stored == days,
        days,
        past,
        first,
    })
}

/// Writes a draft that changes nothing of the past.
pub async fn write(tx: &mut NationalTx, draft: Draft, source_note: &str) -> Result<Logged<CalendarWritten>> {
    if let Some(day) = draft.past.first() {
        return Err(Error::field(&day.to_string(), Fault::Past(draft.first)));
    }
    store::insert(tx, &draft, source_note).await?;
    let Draft { tenant, year, version, from_day, remarks, days, .. } = draft;
    let entry = Entry {
        tenant,
        action: "put_calendar",
        subject_kind: "calendar",
        subject_id: None,
        detail: json!({"year": year, "version": version, "from_day": from_day, "days": days.len()}),
    };
    Ok(Logged::new(CalendarWritten { version, from_day, remarks }, entry))
}

/// Writes a year's table.
///
/// # Errors
/// `version_stale` where somebody has written in the meantime; `invalid_input` with the field of each fault.
pub async fn put(
    tx: &mut NationalTx,
    whose: &Whose,
    year: i16,
    seen: Version,
    input: &NewCalendarYear,
) -> Result<Logged<CalendarWritten>> {
    let mut checks = Checks::default();
    let source_note = checks.text("source_note", &input.source_note, 1000);
    if input.days.len() > MOST_DAYS {
        return Err(Error::field("days", Fault::OutOfRange(0, 366)));
    }
    let mut named = BTreeSet::new();
    let mut days = Vec::new();
    for (n, row) in input.days.iter().enumerate() {
        let field = |name: &str| format!("days[{n}].{name}");
        if row.day.year() != year {
            checks.fault(&field("day"), Fault::OtherYear(year));
        } else if !named.insert(row.day) {
            checks.fault(&field("day"), Fault::Repeated);
        }
        days.push(CalendarDay {
            name_vi: checks.line(&field("name_vi"), &row.name_vi, 200),
            name_en: checks.line(&field("name_en"), &row.name_en, 200),
            source_note_vi: checks.text(&field("source_note_vi"), &row.source_note_vi, 1000),
            source_note_en: checks.text(&field("source_note_en"), &row.source_note_en, 1000),
            ..row.clone()
        });
    }
    checks.finish()?;
    let draft = draft(tx, whose, year, days).await?;
    if draft.version != seen.0.saturating_add(1) {
        return Err(ErrorCode::VersionStale.into());
    }
    let mut checks = Checks::default();
    for day in &draft.past {
        let place = input.days.iter().position(|row| row.day == *day);
        let field = place.map_or_else(|| "days".to_owned(), |n| format!("days[{n}].day"));
        checks.fault(&field, Fault::Past(draft.first));
    }
    checks.finish()?;
    write(tx, draft, &source_note).await
}

/// The send window of the nation or a tenant, with its versions.
pub async fn show_window(tx: &mut Tx, whose: &Whose) -> Result<SendWindows> {
    let versions = store::windows(tx, whose.id()).await?;
    let now = tx.now;
    let all = store::load_all(tx).await?;
    let calendar = all.of(whose.id());
    // Only the Working Group sees what other tenants have.
    let is_for_all = *whose == Whose::Nation && tx.tenant().is_none();
    let different = if is_for_all { different(tx, &all).await? } else { vec![] };
    Ok(SendWindows {
        tenant: whose.slug(),
        zone: zone_of(calendar),
        today: window_today(calendar, now),
        version: versions.first().map_or(0, |version| version.version),
        versions,
        different,
    })
}

fn zone_of(calendar: &Calendar) -> String {
    calendar.zone().iana_name().unwrap_or(clock::DEFAULT_ZONE).to_owned()
}

fn window_today(calendar: &Calendar, now: Timestamp) -> SendWindow {
    calendar.window_on(clock::local_date(now, calendar.zone()))
}

/// The tenants whose zone, window or days are not the nation's.
async fn different(tx: &mut Tx, all: &Calendar) -> Result<Vec<DifferentCalendar>> {
    let (refs, tables, now) = (tenants::refs(tx).await?, store::own_tables(tx).await?, tx.now);
    let nations = (zone_of(all), window_today(all, now));
    let one = |(tenant, calendar): (&TenantId, &Arc<Calendar>)| {
        let (zone, today) = (zone_of(calendar), window_today(calendar, now));
        let years = tables.get(tenant).cloned().unwrap_or_default();
        let differs = !years.is_empty() || (&zone, today) != (&nations.0, nations.1);
        let tenant = refs.get(tenant).filter(|_| differs)?.clone();
        Some(DifferentCalendar { tenant, zone, today, years })
    };
    let mut found: Vec<DifferentCalendar> = all.tenants.iter().filter_map(one).collect();
    found.sort_by_cached_key(|one| order::tenant(&one.tenant));
    Ok(found)
}

/// Writes a send window; it counts from tomorrow on.
///
/// # Errors
/// `version_stale` where somebody has written in the meantime; `invalid_input` outside the bounds, or where the nation
/// would be left without one.
pub async fn put_window(
    tx: &mut NationalTx,
    whose: &Whose,
    seen: Version,
    input: &NewSendWindow,
) -> Result<Logged<SendWindowWritten>> {
    match input.window {
        Some(window) => window::check(window)?,
        None if *whose == Whose::Nation => return Err(Error::field("window", Fault::Missing)),
        None => {}
    }
    let newest = store::windows(tx, whose.id()).await?.first().map_or(0, |version| version.version);
    if newest != seen.0 {
        return Err(ErrorCode::VersionStale.into());
    }
    let version = newest.saturating_add(1);
    let from_day = store::load_all(tx).await?.of(whose.id()).changeable_from(tx.now);
    store::insert_window(tx, whose.id(), version, input.window, from_day).await?;
    let entry = Entry {
        tenant: whose.id(),
        action: "put_send_window",
        subject_kind: "send_window",
        subject_id: None,
        detail: json!({"version": version, "window": input.window, "from_day": from_day}),
    };
    Ok(Logged::new(SendWindowWritten { version, from_day }, entry))
}

/// Remarks on the nation's tables: this year without one, and lunar holidays that are not where they are computed to
/// be.
pub async fn look_over(tx: &mut Tx) -> Result<(Option<i16>, Vec<CalendarRemark>)> {
    let (all, tables) = (store::load_all(tx).await?, national_tables(tx).await?);
    let this_year = tx.today().year();
    let remarks = tables.iter().flat_map(|(year, days)| year::lunar_remarks(*year, days, &all));
    Ok(((!tables.contains_key(&this_year)).then_some(this_year), remarks.collect()))
}

/// The nation's newest table of each year that has one.
pub async fn national_tables(tx: &mut Tx) -> Result<BTreeMap<i16, Vec<CalendarDay>>> {
    let mut tables = BTreeMap::new();
    for year in store::years(tx).await?.into_iter().filter_map(|year| i16::try_from(year).ok()) {
        let newest = store::newest(tx, TenantId::NATIONAL, year).await?;
        tables.insert(year, store::days(tx, TenantId::NATIONAL, year, newest).await?);
    }
    Ok(tables)
}
