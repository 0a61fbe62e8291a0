//! My work and the backlog: one list in urgency order, by keyset, with its count.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    filter::{Filter, FilterError, FilterFault, Scope, Sort},
    id::{AssignmentId, TenantId},
    lateness,
    lifecycle::Status,
    text::Lang,
    wire::{
        Count, Page, TenantRef,
        assignment::{AssignmentRow, Queue},
    },
};
use futures_util::join;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    matching::{Matching, is_among},
    names::Names,
    queue,
    reach::{Place, Slice, after, in_urgency_order, reach, until},
    sorted::Sorted,
};
use crate::{
    domain::{assignments::Loaded, calendar::Calendar},
    slices::handling::handling,
};
use dondoc_kernel::{
    db::{
        CountOf, Tx,
        sql::{conn, lane},
    },
    error::{Error, Result},
    http::cursor,
    schema::{assignments, directives, tasks, tenants, users},
};

/// The most rows of one page.
pub const MAX_LIMIT: i64 = 200;
/// The page that portal and console ask for, and the row that tells whether there is a next one.
const USUAL_LIMIT: i64 = 51;
/// A count stops here and says "at least".
const COUNT_LIMIT: i64 = 10_000;

/// Where a page ended, bound to its filter; the count of the first page travels along.
#[derive(Serialize, Deserialize)]
struct ListCursor {
    /// Which of the parts of the list.
    part: usize,
    place: Place,
    /// What its row is sorted by, where the list is sorted.
    sorted_by: Option<String>,
    filter: u64,
    total: i64,
    at_least: bool,
}

impl ListCursor {
    fn parse(text: &str, filter: u64, sorted: Option<&Sorted>) -> Result<Self> {
        let cursor: Option<Self> = cursor::decode(text);
        let is_key = |key: &Option<String>| match (sorted, key) {
            (Some(sorted), Some(key)) => sorted.has(key),
            (None, None) => true,
            _ => false,
        };
        let known = cursor.filter(|c| c.filter == filter && c.place.is_possible() && is_key(&c.sorted_by));
        known.ok_or(ErrorCode::InvalidCursor.into())
    }

    fn text(&self) -> Result<String> {
        cursor::encode(self)
    }
}

/// An assignment with everything its line shows. The assignee is joined from the left, since there may be none.
#[diesel::dsl::auto_type]
fn joined() -> _ {
    assignments::table
        .inner_join(tasks::table.on(tasks::id.eq(assignments::task_id)))
        .inner_join(directives::table.on(directives::id.eq(tasks::directive_id)))
        .inner_join(tenants::table.on(tenants::id.eq(assignments::tenant_id)))
        .left_join(
            users::table.on(users::tenant_id
                .eq(assignments::tenant_id)
                .and(users::id.nullable().eq(assignments::assignee_id))),
        )
}

/// What a line is read into.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = assignments)]
pub(super) struct ListRow {
    #[diesel(embed)]
    pub(super) of: Loaded,
    urgency_on: jiff_diesel::Date,
    code_order: String,
    #[diesel(select_expression = tasks::code)]
    pub(super) task_code: String,
    #[diesel(select_expression = tasks::title_vi)]
    title_vi: String,
    #[diesel(select_expression = tasks::title_en)]
    title_en: String,
    #[diesel(select_expression = tasks::clause_vi)]
    clause_vi: String,
    #[diesel(select_expression = tasks::clause_en)]
    clause_en: String,
    #[diesel(select_expression = directives::number)]
    directive: String,
    #[diesel(select_expression = tenants::slug)]
    slug: String,
    #[diesel(select_expression = tenants::short)]
    short: String,
    #[diesel(select_expression = tenants::name_vi)]
    name_vi: String,
    #[diesel(select_expression = tenants::name_en)]
    name_en: String,
    #[diesel(select_expression = users::name.nullable())]
    assignee: Option<String>,
}

impl ListRow {
    fn place(&self) -> Place {
        let (urgency_on, code) = (self.urgency_on.to_jiff(), self.code_order.clone());
        Place { urgency_on, code, tenant: self.of.tenant_id, id: self.of.id }
    }

    fn into_wire(self, today: Date, calendar: &Calendar, lang: Lang) -> AssignmentRow {
        let of = self.of;
        let late_from = of.late_from();
        let ahead = of.due_on.filter(|due| *due >= today);
        AssignmentRow {
            id: of.id,
            code: format!("{}/{}", self.task_code, self.slug),
            tenant: TenantRef {
                slug: self.slug,
                short: self.short,
                name_vi: self.name_vi,
                name_en: self.name_en,
            },
            title_vi: self.title_vi,
            title_en: self.title_en,
            directive: self.directive,
            clause: lang.pick(&self.clause_vi, &self.clause_en).to_owned(),
            report: of.period_id.is_some(),
            part: of.part,
            status: of.status,
            due_on: of.due_on,
            due_precision: of.due_precision,
            original_due_on: of.original_due_on,
            completed_on: of.submitted_on.filter(|_| of.status == Status::Accepted),
            late_from,
            days_overdue: lateness::days_overdue(late_from, today),
            working_days_left: ahead.map(|due| calendar.of(of.tenant_id).working_days_between(today, due)),
            percent: of.percent,
            level: of.level,
            unanswered_urges: of.unanswered_urges,
            urges: of.urges,
            last_urged_on: of.last_urged_on,
            assignee: self.assignee,
            last_report_at: of.last_report_at,
            heard_on: Some(of.heard_on.unwrap_or(of.assigned_on)),
            barrier_open: of.barrier_open,
            extension_pending: of.extension_pending,
            handling: None,
            waits: None,
            version: of.version,
        }
    }
}

/// A page of open assignments (closed ones where the filter says so) in urgency order (R24); what contains the words of the
/// filter as one phrase comes first. Nationally: leads of all tenants;
/// inside a tenant: all of its own. With what waits on each where a queue is named.
pub async fn list(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    (filter, with): (&Filter, Option<Queue>),
    cursor: Option<&str>,
    limit: i64,
) -> Result<Page<AssignmentRow>> {
    let limit = limit.clamp(1, MAX_LIMIT);
    let key = fingerprint(filter, tx.tenant());
    let sorted = match &filter.sort {
        Some(sort) => Some(Sorted::of(tx, sort).await?),
        None => None,
    };
    let sorted = sorted.as_ref();
    let after = cursor.map(|text| ListCursor::parse(text, key, sorted)).transpose()?;
    let names = Names::resolve(tx, filter).await?;
    let parts = parts(filter, &names);
    let ends = if after.is_none() { ends(tx, filter, &names).await? } else { vec![] };
    let counting = async {
        match &after {
            Some(cursor) => Ok((cursor.total, cursor.at_least)),
            None => count(tx, filter, &names, &ends).await,
        }
    };
    let reading = page(tx, (filter, &names, sorted), (&parts, &ends), after.as_ref(), limit);
    let (counted, found) = if let Some(sort) = &filter.sort {
        let counted = counting.await?;
        if counted.1 {
            return Err(too_many(sort));
        }
        (Ok(counted), reading.await)
    } else {
        // Both are on their way at once: the second does not wait for the first one's answer.
        join!(counting, reading)
    };
    let ((total, at_least), Found { mut rows, mut reached }) = (counted?, found?);
    if rows.len() > usize::try_from(limit).unwrap_or(usize::MAX) {
        rows.pop();
        reached = rows.last().map(|(part, row, key)| (*part, row.place(), key.clone()));
    }
    let cursor =
        |(part, place, sorted_by)| ListCursor { part, place, sorted_by, filter: key, total, at_least }.text();
    let next = reached.map(cursor).transpose()?;
    let rows = rows.into_iter().map(|(_, row, _)| row).collect();
    let items = told(tx, calendar, lang, rows, with).await?;
    Ok(Page { items, next, total, at_least, today: tx.today(), now: tx.now })
}

/// That a list has more rows than are sorted.
fn too_many(sort: &Sort) -> Error {
    let fault = FilterFault::TooManyToSort(COUNT_LIMIT);
    Error::Filter(FilterError { at: sort.at, term: sort.term.clone(), fault })
}

/// Rows with what the Working Group does about them, and with what waits on each where a queue is named.
async fn told(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    rows: Vec<ListRow>,
    with: Option<Queue>,
) -> Result<Vec<AssignmentRow>> {
    let shown: Vec<&Loaded> = rows.iter().map(|row| &row.of).collect();
    let keys: Vec<_> = shown.iter().map(|of| (of.tenant_id, of.id)).collect();
    let mut waits = queue::waits(tx, with, &shown).await?;
    let mut handling = handling(tx, &keys).await?;
    let today = tx.today();
    let items = rows.into_iter().map(|row| {
        let (waits, handling) = (waits.remove(&row.of.id), handling.remove(&row.of.id));
        AssignmentRow { waits, handling, ..row.into_wire(today, calendar, lang) }
    });
    Ok(items.collect())
}

/// The rows of these assignments, as the list shows them; without those that the reader may not see.
pub async fn rows(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    ids: &[AssignmentId],
) -> Result<Vec<AssignmentRow>> {
    let rows = read(tx, ids).await?;
    told(tx, calendar, lang, rows, None).await
}

async fn read(tx: &mut Tx, ids: &[AssignmentId]) -> Result<Vec<ListRow>> {
    let mut query = joined().filter(assignments::id.eq_any(ids)).into_boxed();
    if let Some(tenant) = tx.tenant() {
        query = query.filter(assignments::tenant_id.eq(tenant));
    }
    Ok(query.select(ListRow::as_select()).load(conn(tx)).await?)
}

/// One row, as the list shows it.
pub(super) async fn one(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    id: AssignmentId,
) -> Result<(ListRow, AssignmentRow)> {
    let row = read(tx, &[id]).await?.pop().ok_or(ErrorCode::NotFound)?;
    let handling = handling(tx, &[(row.of.tenant_id, id)]).await?.remove(&id);
    let wire = AssignmentRow { handling, ..row.clone().into_wire(tx.today(), calendar, lang) };
    Ok((row, wire))
}

/// How many rows the list of a filter has.
pub async fn count_of(tx: &mut Tx, filter: &Filter) -> Result<Count> {
    let names = Names::resolve(tx, filter).await?;
    let ends = ends(tx, filter, &names).await?;
    let (total, at_least) = count(tx, filter, &names, &ends).await?;
    Ok(Count { total, at_least })
}

/// How far the list is searched from its beginning: in open work, in closed.
type Ends = Vec<(bool, Option<Place>)>;

async fn ends(tx: &Tx, filter: &Filter, names: &Names) -> Result<Ends> {
    let mut ends = vec![];
    for open in scopes(filter) {
        ends.push((*open, reach(tx, (filter, names), *open, None).await?));
    }
    Ok(ends)
}

async fn count(tx: &Tx, filter: &Filter, names: &Names, ends: &Ends) -> Result<(i64, bool)> {
    let (mut total, mut at_least) = (0i64, false);
    for (open, end) in ends {
        let mut matching = Matching::of(tx, filter, names, (*open, names.tasks.as_ref()));
        matching.extend(end.as_ref().map(until));
        let limit = COUNT_LIMIT.saturating_sub(total).saturating_add(1);
        let found = CountOf(assignments::table.filter(matching).select(assignments::tenant_id).limit(limit));
        let n: i64 = found.get_result(&mut lane(tx)).await?;
        (total, at_least) = (total.saturating_add(n), at_least || end.is_some());
    }
    Ok((total.min(COUNT_LIMIT), at_least || total > COUNT_LIMIT))
}

/// A part of a list; each stands after the one before it.
struct Part {
    /// The tasks that it is about; all where there are no words.
    tasks: Option<Vec<Uuid>>,
    /// Open work, or closed.
    open: bool,
}

/// What contains the words as one phrase stands before what contains them otherwise, unless the list is sorted, and open work before
/// closed.
fn parts(filter: &Filter, names: &Names) -> Vec<Part> {
    let of = |tasks: Option<Vec<Uuid>>| {
        scopes(filter).iter().map(move |open| Part { tasks: tasks.clone(), open: *open })
    };
    let tasks = if filter.sort.is_some() { vec![names.tasks.clone()] } else { names.parts() };
    tasks.into_iter().flat_map(of).collect()
}

fn scopes(filter: &Filter) -> &'static [bool] {
    match filter.scope() {
        Scope::Open => &[true],
        Scope::Closed => &[false],
        Scope::Both => &[true, false],
    }
}

/// Rows with their parts and what they are sorted by, and where the search stopped if it stopped before the end.
#[derive(Default)]
struct Found {
    rows: Vec<(usize, ListRow, Option<String>)>,
    reached: Option<(usize, Place, Option<String>)>,
}

/// A filter, the names in it, and the order where it is not that of urgency.
type Asked<'a> = (&'a Filter, &'a Names, Option<&'a Sorted>);

/// One row more than asked for tells whether there is a next page.
async fn page(
    tx: &Tx,
    of: Asked<'_>,
    (parts, ends): (&[Part], &Ends),
    after: Option<&ListCursor>,
    limit: i64,
) -> Result<Found> {
    let wanted = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
    let mut found = Found::default();
    let begun = after.map_or(0, |cursor| cursor.part);
    for (at, part) in parts.iter().enumerate().skip(begun) {
        let left = wanted.saturating_sub(found.rows.len());
        let after = after.filter(|cursor| cursor.part == at);
        let end = match ends.iter().find(|(open, _)| *open == part.open) {
            Some((_, end)) => end.clone(),
            // It was counted whole before it was sorted.
            None if of.2.is_some() => None,
            None => reach(tx, (of.0, of.1), part.open, after.map(|cursor| &cursor.place)).await?,
        };
        let rows = rows_of(tx, of, part, (after, end.as_ref()), left).await?;
        found.rows.extend(rows.into_iter().map(|(row, key)| (at, row, key)));
        if found.rows.len() == wanted {
            break;
        }
        if let Some(place) = end {
            found.reached = Some((at, place, None));
            break;
        }
    }
    Ok(found)
}

/// The next rows of a part of the list. What they are is found in an index that has the columns a filter looks at; the table is
/// read for them alone.
async fn rows_of(
    tx: &Tx,
    (filter, names, sorted): Asked<'_>,
    part: &Part,
    (begin, end): (Option<&ListCursor>, Option<&Place>),
    wanted: usize,
) -> Result<Vec<(ListRow, Option<String>)>> {
    let mut matching = Matching::of(tx, filter, names, (part.open, part.tasks.as_ref()));
    let behind = |cursor: &ListCursor| match sorted.zip(cursor.sorted_by.as_deref()) {
        Some((sorted, key)) => sorted.after(key, &cursor.place),
        None => after(&cursor.place),
    };
    matching.extend(begin.map(behind).into_iter().chain(end.map(until)));
    // Few different texts, so that few statements are kept prepared.
    let usual = usize::try_from(USUAL_LIMIT).unwrap_or(wanted);
    let step = if wanted <= usual { USUAL_LIMIT } else { MAX_LIMIT.saturating_add(1) };
    let ids = assignments::table.filter(matching).select(assignments::id);
    let mut rows: Vec<(ListRow, Option<String>)> = if let Some(sorted) = sorted {
        let ids = ids.order((sorted.order(), in_urgency_order()));
        let rows = joined().filter(is_among(Slice { of: ids, limit: step, offset: 0 })).into_boxed();
        let rows = rows.order((sorted.order(), in_urgency_order()));
        rows.select((ListRow::as_select(), sorted.key().nullable())).load(&mut lane(tx)).await?
    } else {
        let ids = ids.order(in_urgency_order());
        let rows = joined().filter(is_among(Slice { of: ids, limit: step, offset: 0 })).into_boxed();
        let rows = rows.order(in_urgency_order()).select(ListRow::as_select());
        let rows: Vec<ListRow> = rows.load(&mut lane(tx)).await?;
        rows.into_iter().map(|row| (row, None)).collect()
    };
    rows.truncate(wanted);
    Ok(rows)
}

fn fingerprint(filter: &Filter, tenant: Option<TenantId>) -> u64 {
    let text = format!("{filter:?} {tenant:?}");
    let digest = dondoc_kernel::secret::digest(&[&text]);
    digest.iter().take(8).fold(0, |n, byte| (n << 8) | u64::from(*byte))
}
