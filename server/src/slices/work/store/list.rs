//! My work and the backlog: one list in urgency order, by keyset, with its count.

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    error::ErrorCode,
    filter::Filter,
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
use jiff_diesel::ToDiesel;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{matching::Matching, names::Names, queue};
use crate::{
    domain::{assignments::Loaded, calendar::Calendar},
    slices::handling::handling,
};
use dondoc_kernel::{
    db::{
        CountOf, Tx,
        sql::{conn, lane},
    },
    error::Result,
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
    /// Which of the parts of a [`Names`].
    part: usize,
    urgency_on: Date,
    code: String,
    tenant: TenantId,
    id: AssignmentId,
    filter: u64,
    total: i64,
    at_least: bool,
}

impl ListCursor {
    fn parse(text: &str, filter: u64) -> Result<Self> {
        let cursor: Option<Self> = cursor::decode(text);
        // The database has no date before the year -4712, and no text with U+0000.
        let known = cursor.filter(|c| {
            c.filter == filter && c.urgency_on.year() > 0 && c.code.chars().all(|c| c.is_ascii_graphic())
        });
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
    let after = cursor.map(|text| ListCursor::parse(text, key)).transpose()?;
    let names = Names::resolve(tx, filter).await?;
    // Both are on their way at once: the second does not wait for the first one's answer.
    let (counted, rows) = join!(
        async {
            match &after {
                Some(cursor) => Ok((cursor.total, cursor.at_least)),
                None => count(tx, filter, &names).await,
            }
        },
        page(tx, filter, &names, after.as_ref(), limit)
    );
    let ((total, at_least), mut rows) = (counted?, rows?);
    let more = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    if more {
        rows.pop();
    }
    let next = match rows.last().filter(|_| more) {
        Some(last) => {
            let (urgency_on, code) = (last.urgency_on.to_jiff(), last.code_order.clone());
            let (part, tenant, id) = (names.part_of(last.of.task_id), last.of.tenant_id, last.of.id);
            Some(ListCursor { part, urgency_on, code, tenant, id, filter: key, total, at_least }.text()?)
        }
        None => None,
    };
    let shown: Vec<&Loaded> = rows.iter().map(|row| &row.of).collect();
    let keys: Vec<_> = shown.iter().map(|of| (of.tenant_id, of.id)).collect();
    let mut waits = queue::waits(tx, with, &shown).await?;
    let mut handling = handling(tx, &keys).await?;
    let today = tx.today();
    let items = rows.into_iter().map(|row| {
        let (waits, handling) = (waits.remove(&row.of.id), handling.remove(&row.of.id));
        AssignmentRow { waits, handling, ..row.into_wire(today, calendar, lang) }
    });
    let items = items.collect();
    Ok(Page { items, next, total, at_least, today, now: tx.now })
}

/// One row, as the list shows it.
pub(super) async fn one(
    tx: &mut Tx,
    calendar: &Calendar,
    lang: Lang,
    id: AssignmentId,
) -> Result<(ListRow, AssignmentRow)> {
    let mut query = joined().filter(assignments::id.eq(id)).into_boxed();
    if let Some(tenant) = tx.tenant() {
        query = query.filter(assignments::tenant_id.eq(tenant));
    }
    let row: ListRow = query.select(ListRow::as_select()).first(conn(tx)).await?;
    let handling = handling(tx, &[(row.of.tenant_id, id)]).await?.remove(&id);
    let wire = AssignmentRow { handling, ..row.clone().into_wire(tx.today(), calendar, lang) };
    Ok((row, wire))
}

/// How many rows the list of a filter has.
pub async fn count_of(tx: &mut Tx, filter: &Filter) -> Result<Count> {
    let names = Names::resolve(tx, filter).await?;
    let (total, at_least) = count(tx, filter, &names).await?;
    Ok(Count { total, at_least })
}

async fn count(tx: &Tx, filter: &Filter, names: &Names) -> Result<(i64, bool)> {
    let limit = COUNT_LIMIT.saturating_add(1);
    let matching = Matching::of(tx, filter, names, names.tasks.as_ref());
    let found = CountOf(assignments::table.filter(matching).select(assignments::tenant_id).limit(limit));
    let n: i64 = found.get_result(&mut lane(tx)).await?;
    Ok((n.min(COUNT_LIMIT), n > COUNT_LIMIT))
}

/// `… limit n` with the number written out: for a parameter the planner reckons with a tenth of all rows, and then plans the
/// statement anew for each request.
struct Limited<T>(T, i64);

impl<T> QueryId for Limited<T> {
    type QueryId = ();
    // The number is part of the text, which the type does not know.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: Query> Query for Limited<T> {
    type SqlType = T::SqlType;
}

impl<T: QueryFragment<Pg>> QueryFragment<Pg> for Limited<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(" limit ");
        out.push_sql(&self.1.to_string());
        Ok(())
    }
}

/// One row more than asked for tells whether there is a next page.
async fn page(
    tx: &Tx,
    filter: &Filter,
    names: &Names,
    after: Option<&ListCursor>,
    limit: i64,
) -> Result<Vec<ListRow>> {
    let wanted = usize::try_from(limit.saturating_add(1)).unwrap_or(usize::MAX);
    let mut rows: Vec<ListRow> = vec![];
    let begun = after.map_or(0, |cursor| cursor.part);
    for (part, tasks) in names.parts().iter().enumerate().skip(begun) {
        let left = wanted.saturating_sub(rows.len());
        if left > 0 {
            let after = after.filter(|cursor| cursor.part == part);
            rows.extend(rows_of(tx, filter, (names, tasks.as_ref()), after, left).await?);
        }
    }
    Ok(rows)
}

/// The next rows of a part of the list. The redundant first comparison lets the index find the place: four pages of it are
/// read, and thousands without the comparison.
async fn rows_of(
    tx: &Tx,
    filter: &Filter,
    (names, tasks): (&Names, Option<&Vec<Uuid>>),
    after: Option<&ListCursor>,
    wanted: usize,
) -> Result<Vec<ListRow>> {
    let mut query = joined().filter(Matching::of(tx, filter, names, tasks)).into_boxed();
    if let Some(cursor) = after {
        let at = cursor.urgency_on.to_diesel();
        let later_tenant = assignments::tenant_id
            .gt(cursor.tenant)
            .or(assignments::tenant_id.eq(cursor.tenant).and(assignments::id.gt(cursor.id)));
        let later_code = assignments::code_order
            .gt(cursor.code.clone())
            .or(assignments::code_order.eq(cursor.code.clone()).and(later_tenant));
        query = query
            .filter(assignments::urgency_on.ge(at))
            .filter(assignments::urgency_on.gt(at).or(later_code));
    }
    let ordered = query
        .order((assignments::urgency_on, assignments::code_order, assignments::tenant_id, assignments::id))
        .select(ListRow::as_select());
    // Few different texts, so that few statements are kept prepared.
    let usual = usize::try_from(USUAL_LIMIT).unwrap_or(wanted);
    let step = if wanted <= usual { USUAL_LIMIT } else { MAX_LIMIT.saturating_add(1) };
    let mut rows: Vec<ListRow> = Limited(ordered, step).load(&mut lane(tx)).await?;
    rows.truncate(wanted);
    Ok(rows)
}

fn fingerprint(filter: &Filter, tenant: Option<TenantId>) -> u64 {
    let text = format!("{filter:?} {tenant:?}");
    let digest = dondoc_kernel::secret::digest(&[&text]);
    digest.iter().take(8).fold(0, |n, byte| (n << 8) | u64::from(*byte))
}
