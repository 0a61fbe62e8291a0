//! The tables of calendar and windows, and the copy that a process keeps of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use diesel::{pg::Pg, prelude::*};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    id::TenantId,
    wire::calendar::{CalendarDay, CalendarVersion, SendWindow, SendWindowVersion},
};
use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use jiff_diesel::ToDiesel;

use super::{Calendar, Holiday, draft::Draft, history::History};
use dondoc_kernel::{
    clock,
    db::{NationalTx, Tx, sql::conn},
    error::Result,
    schema::{calendar_versions as v, holidays as h, send_windows as w, tenants},
};

#[derive(Queryable)]
struct Version {
    tenant: TenantId,
    year: i32,
    number: i32,
    at: jiff_diesel::Timestamp,
}

#[derive(Queryable)]
struct Day {
    tenant: TenantId,
    year: i32,
    version: i32,
    date: jiff_diesel::Date,
    kind: String,
}

#[derive(Queryable)]
struct Window {
    tenant: TenantId,
    opens: Option<jiff_diesel::Time>,
    closes: Option<jiff_diesel::Time>,
    from: jiff_diesel::Date,
    at: jiff_diesel::Timestamp,
}

/// Everything that is stored, in the order of the versions.
struct Stored {
    versions: Vec<Version>,
    days: Vec<Day>,
    windows: Vec<Window>,
    /// Tenants whose zone is not that of Ha Noi.
    zones: BTreeMap<TenantId, TimeZone>,
}

impl Stored {
    async fn load(tx: &mut Tx) -> Result<Self> {
        let zones: Vec<(TenantId, String)> = tenants::table
            .filter(tenants::zone.ne(clock::DEFAULT_ZONE))
            .select((tenants::id, tenants::zone))
            .load(conn(tx))
            .await?;
        Ok(Self {
            versions: v::table
                .order(v::version)
                .select((v::for_tenant, v::year, v::version, v::at))
                .load(conn(tx))
                .await?,
            days: h::table
                .select((h::for_tenant, h::year, h::version, h::day, h::kind))
                .load(conn(tx))
                .await?,
            windows: w::table
                .order(w::version)
                .select((w::for_tenant, w::opens, w::closes, w::from_day, w::at))
                .load(conn(tx))
                .await?,
            zones: zones.into_iter().map(|(tenant, name)| (tenant, clock::zone(&name))).collect(),
        })
    }

    /// Builds the nation's calendar and those of the tenants that differ from it, from the rows written until `known`.
    fn calendar(&self, known: impl Fn(Timestamp) -> bool) -> Calendar {
        let mut newest = BTreeMap::new();
        for row in self.versions.iter().filter(|row| known(row.at.to_jiff())) {
            newest.insert((row.tenant, row.year), row.number);
        }
        let windows: Vec<&Window> = self.windows.iter().filter(|row| known(row.at.to_jiff())).collect();
        let holidays = |tenant: TenantId| {
            let counts = |row: &&Day| newest.get(&(tenant, row.year)) == Some(&row.version);
            let rows = self.days.iter().filter(move |row| row.tenant == tenant).filter(counts);
            rows.map(|row| Holiday { date: row.date.to_jiff(), kind: day_kind(&row.kind) })
                .collect::<Vec<_>>()
        };
        let mut nation = Calendar::new(holidays(TenantId::NATIONAL));
        nation.windows =
            windows.iter().filter(|row| row.tenant.is_national()).filter_map(|row| row.span()).collect();
        let different: BTreeSet<TenantId> =
            newest.keys().map(|(tenant, _)| *tenant).chain(windows.iter().map(|row| row.tenant)).collect();
        let different = different.iter().chain(self.zones.keys()).filter(|tenant| !tenant.is_national());
        let mut all = nation.clone();
        for tenant in different {
            let mut own = nation.clone();
            for row in holidays(*tenant) {
                own.set(row);
            }
            own.windows = own_windows(&nation, windows.iter().filter(|row| row.tenant == *tenant));
            if let Some(zone) = self.zones.get(tenant) {
                own.zone = zone.clone();
            }
            all.tenants.insert(*tenant, Arc::new(own));
        }
        all
    }

    /// The calendar that counts now, which remembers those before it. The day on which a version was written is that of
    /// Ha Noi, wherever it counts.
    fn remembering(&self, now: Timestamp) -> Calendar {
        let zone = clock::zone(clock::DEFAULT_ZONE);
        let day = |at: Timestamp| clock::local_date(at, &zone);
        let today = day(now);
        let forgotten = today.checked_sub(Span::new().days(MEMORY)).unwrap_or(today);
        let written: BTreeSet<Date> = self.versions.iter().map(|row| day(row.at.to_jiff())).collect();
        // Before the first table there was none that anybody counted by.
        let changes: Vec<Date> =
            written.into_iter().skip(1).filter(|day| (forgotten..=today).contains(day)).collect();
        let mut all = self.calendar(|_| true);
        let [first, ..] = changes.as_slice() else { return all };
        let before = self.calendar(|at| day(at) < *first);
        let after = |on: &Date| (on.tomorrow().unwrap_or(*on), self.calendar(|at| day(at) <= *on));
        let later: Vec<(Date, Calendar)> = changes.iter().map(after).collect();
        let history = |pick: &dyn Fn(&Calendar) -> Calendar| {
            let later = later.iter().map(|(from, calendar)| (*from, pick(calendar)));
            Some(Arc::new(History::new(pick(&before), later.collect())))
        };
        for (tenant, own) in &mut all.tenants {
            let remembered = history(&|calendar| calendar.of(*tenant).clone());
            *own = Arc::new(Calendar { history: remembered, ..Calendar::clone(own) });
        }
        all.history = history(&|calendar| Calendar { tenants: BTreeMap::new(), ..calendar.clone() });
        all
    }
}

/// How far back, in days, the calendars that counted are remembered: longer than a sweep that was missed is made up for.
const MEMORY: i32 = 70;

impl Window {
    fn window(&self) -> Option<SendWindow> {
        Some(SendWindow { opens: self.opens?.to_jiff(), closes: self.closes?.to_jiff() })
    }

    fn span(&self) -> Option<(Date, SendWindow)> {
        Some((self.from.to_jiff(), self.window()?))
    }
}

/// The nation's windows, and the tenant's where it has one of its own.
fn own_windows<'a>(
    nation: &Calendar,
    own: impl Iterator<Item = &'a &'a Window>,
) -> BTreeMap<Date, SendWindow> {
    let own: BTreeMap<Date, Option<SendWindow>> = own.map(|row| (row.from.to_jiff(), row.window())).collect();
    let days = nation.windows.keys().chain(own.keys());
    let of = |day: Date| own.range(..=day).next_back().and_then(|(_, window)| *window);
    days.map(|day| (*day, of(*day).unwrap_or_else(|| nation.window_on(*day)))).collect()
}

fn day_kind(word: &str) -> super::DayKind {
    // A CHECK keeps unknown words out of the table.
    word.parse().map_or(super::DayKind::Off, |kind: dondoc_shared::wire::calendar::HolidayKind| kind.into())
}

/// Loads the national calendar and every tenant's additions, regardless of the caller's role.
pub(super) async fn load_all(tx: &mut Tx) -> Result<Calendar> {
    Ok(Stored::load(tx).await?.remembering(tx.now))
}

/// Returns the calendar as this process keeps it, at most a minute old: the tenant's inside a tenant, else the nation's
/// with all tenants'.
pub async fn current(tx: &mut Tx) -> Result<Arc<Calendar>> {
    let all = tx.kept(load_all).await?;
    let own = tx.tenant().and_then(|tenant| all.tenants.get(&tenant));
    Ok(own.cloned().unwrap_or(all))
}

/// Returns the local date by which a body acts: in its own zone inside a tenant, else in Ha Noi (R25).
pub async fn today(tx: &mut Tx) -> Result<Date> {
    Ok(clock::local_date(tx.now, current(tx).await?.zone()))
}

/// Reads the calendar: the tenant's inside a tenant, else the nation's with all tenants'.
pub async fn load(tx: &mut Tx) -> Result<Calendar> {
    let all = load_all(tx).await?;
    Ok(tx.tenant().map(|tenant| all.of(tenant).clone()).unwrap_or(all))
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = h, check_for_backend(Pg))]
struct Row {
    day: jiff_diesel::Date,
    kind: dondoc_shared::wire::calendar::HolidayKind,
    name_vi: String,
    name_en: String,
    certainty: dondoc_shared::wire::calendar::Certainty,
    source_note_vi: String,
    source_note_en: String,
}

impl From<Row> for CalendarDay {
    fn from(row: Row) -> Self {
        Self {
            day: row.day.to_jiff(),
            kind: row.kind,
            name_vi: row.name_vi,
            name_en: row.name_en,
            certainty: row.certainty,
            source_note_vi: row.source_note_vi,
            source_note_en: row.source_note_en,
        }
    }
}

/// The rows of one version, by date.
pub(super) async fn days(tx: &mut Tx, tenant: TenantId, year: i16, version: i32) -> Result<Vec<CalendarDay>> {
    let rows: Vec<Row> = h::table
        .filter(h::for_tenant.eq(tenant))
        .filter(h::year.eq(i32::from(year)))
        .filter(h::version.eq(version))
        .order(h::day)
        .select(Row::as_select())
        .load(conn(tx))
        .await?;
    Ok(rows.into_iter().map(CalendarDay::from).collect())
}

/// All versions of a year, the newest first.
pub(super) async fn versions(tx: &mut Tx, tenant: TenantId, year: i16) -> Result<Vec<CalendarVersion>> {
    let rows: Vec<(i32, jiff_diesel::Date, jiff_diesel::Timestamp, String, String)> = v::table
        .filter(v::for_tenant.eq(tenant))
        .filter(v::year.eq(i32::from(year)))
        .order(v::version.desc())
        .select((v::version, v::from_day, v::at, v::by_name, v::source_note))
        .load(conn(tx))
        .await?;
    let read = |(version, from_day, at, by, source_note): (i32, jiff_diesel::Date, _, _, _)| {
        let at: jiff_diesel::Timestamp = at;
        CalendarVersion { version, from_day: from_day.to_jiff(), at: at.to_jiff(), by, source_note }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The number of the newest version of a year; 0 without one.
pub(super) async fn newest(tx: &mut Tx, tenant: TenantId, year: i16) -> Result<i32> {
    let newest: Option<i32> = v::table
        .filter(v::for_tenant.eq(tenant))
        .filter(v::year.eq(i32::from(year)))
        .select(diesel::dsl::max(v::version))
        .first(conn(tx))
        .await?;
    Ok(newest.unwrap_or(0))
}

/// The years that the nation has a table for.
pub(super) async fn years(tx: &mut Tx) -> Result<Vec<i32>> {
    Ok(v::table
        .filter(v::for_tenant.eq(TenantId::NATIONAL))
        .select(v::year)
        .distinct()
        .order(v::year)
        .load(conn(tx))
        .await?)
}

/// The years for which each tenant has a table of its own whose newest version names a day.
pub(super) async fn own_tables(tx: &mut Tx) -> Result<BTreeMap<TenantId, Vec<i16>>> {
    let newest: Vec<(TenantId, i32, Option<i32>)> = v::table
        .filter(v::for_tenant.ne(TenantId::NATIONAL))
        .group_by((v::for_tenant, v::year))
        .order((v::for_tenant, v::year))
        .select((v::for_tenant, v::year, diesel::dsl::max(v::version)))
        .load(conn(tx))
        .await?;
    let named: Vec<(TenantId, i32, i32)> = h::table
        .filter(h::for_tenant.ne(TenantId::NATIONAL))
        .select((h::for_tenant, h::year, h::version))
        .distinct()
        .load(conn(tx))
        .await?;
    let mut tables: BTreeMap<TenantId, Vec<i16>> = BTreeMap::new();
    for (tenant, year, version) in newest {
        if version.is_some_and(|version| named.contains(&(tenant, year, version))) {
            tables.entry(tenant).or_default().extend(i16::try_from(year).ok());
        }
    }
    Ok(tables)
}

/// Writes a version. Of two that write the same at once the slower one finds its number taken.
pub(super) async fn insert(tx: &mut NationalTx, draft: &Draft, source_note: &str) -> Result<()> {
    let key = (draft.tenant, i32::from(draft.year), draft.version);
    let version = (
        (v::for_tenant.eq(key.0), v::year.eq(key.1), v::version.eq(key.2)),
        v::from_day.eq(draft.from_day.to_diesel()),
        v::at.eq(tx.now.to_diesel()),
        v::by_id.eq(tx.actor.user.map(|user| user.0)),
        v::by_name.eq(tx.actor.name.clone()),
        v::source_note.eq(source_note),
    );
    diesel::insert_into(v::table).values(version).execute(conn(tx)).await?;
    let rows = draft.days.iter().map(|day| {
        let row = Row {
            day: day.day.to_diesel(),
            kind: day.kind,
            name_vi: day.name_vi.clone(),
            name_en: day.name_en.clone(),
            certainty: day.certainty,
            source_note_vi: day.source_note_vi.clone(),
            source_note_en: day.source_note_en.clone(),
        };
        (row, h::for_tenant.eq(key.0), h::year.eq(key.1), h::version.eq(key.2))
    });
    let rows: Vec<_> = rows.collect();
    diesel::insert_into(h::table).values(&rows).execute(conn(tx)).await?;
    tx.outdates::<Calendar>();
    Ok(())
}

/// All versions of a window, the newest first.
pub(super) async fn windows(tx: &mut Tx, tenant: TenantId) -> Result<Vec<SendWindowVersion>> {
    let rows: Vec<(i32, Window, String)> = w::table
        .filter(w::for_tenant.eq(tenant))
        .order(w::version.desc())
        .select((w::version, (w::for_tenant, w::opens, w::closes, w::from_day, w::at), w::by_name))
        .load(conn(tx))
        .await?;
    let read = |(version, row, by): (i32, Window, String)| SendWindowVersion {
        version,
        window: row.window(),
        from_day: row.from.to_jiff(),
        at: row.at.to_jiff(),
        by,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Writes the next version of a window.
pub(super) async fn insert_window(
    tx: &mut NationalTx,
    tenant: TenantId,
    version: i32,
    window: Option<SendWindow>,
    from: Date,
) -> Result<()> {
    let values = (
        w::for_tenant.eq(tenant),
        w::version.eq(version),
        w::opens.eq(window.map(|window| window.opens.to_diesel())),
        w::closes.eq(window.map(|window| window.closes.to_diesel())),
        w::from_day.eq(from.to_diesel()),
        w::at.eq(tx.now.to_diesel()),
        w::by_id.eq(tx.actor.user.map(|user| user.0)),
        w::by_name.eq(tx.actor.name.clone()),
    );
    diesel::insert_into(w::table).values(values).execute(conn(tx)).await?;
    tx.outdates::<Calendar>();
    Ok(())
}
