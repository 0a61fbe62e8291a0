//! How far a list is searched. What no index answers in the order of the list is looked for among so many assignments, the most
//! urgent first; the next page goes on from there (R171).

use diesel::{
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
};
use diesel_async::RunQueryDsl;
use dondoc_shared::{
    filter::Filter,
    id::{AssignmentId, TenantId},
};
use jiff::civil::Date;
use jiff_diesel::ToDiesel;
use serde::{Deserialize, Serialize};

use super::{
    matching::{By, Matching, earliest, is, terms, within},
    names::Names,
};
use dondoc_kernel::{
    db::{CountOf, Tx, sql::lane},
    error::Result,
    schema::assignments,
};

/// So many assignments are looked at for a page.
const REACH: i64 = 50_000;
/// What no more assignments than these are is found by its own index and sorted.
const FEW: i64 = 2_000;

/// A place in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) urgency_on: Date,
    pub(super) code: String,
    pub(super) tenant: TenantId,
    pub(super) id: AssignmentId,
}

impl Place {
    /// The database has no date before the year -4712, and no text with U+0000.
    pub(super) fn is_possible(&self) -> bool {
        self.urgency_on.year() > 0 && self.code.chars().all(|c| c.is_ascii_graphic())
    }
}

/// The last place that is looked at, where the list may go on behind it.
pub(super) async fn reach(
    tx: &Tx,
    (filter, names): (&Filter, &Names),
    open: bool,
    begin: Option<&Place>,
) -> Result<Option<Place>> {
    let mut terms = terms(tx, filter, names, names.tasks.as_ref());
    for term in terms.iter_mut().filter(|_| !open) {
        if [By::Order, By::IndexOfOpen].contains(&term.by) {
            term.by = By::Walk;
        }
    }
    let ordered = terms.iter().filter(|term| term.by == By::Order).count();
    let in_order = terms.iter().all(|term| [By::Most, By::Order].contains(&term.by))
        && ordered <= usize::from(names.one_tenant().is_none());
    if in_order || terms.iter().any(|term| term.by == By::Few) {
        return Ok(None);
    }
    let base = || {
        let mut base = within(tx, open);
        base.extend(names.one_tenant().map(|tenant| is(assignments::tenant_id.eq(tenant))));
        base
    };
    for term in terms.into_iter().filter(|term| [By::Index, By::IndexOfOpen].contains(&term.by)) {
        let mut few = base();
        few.extend([term.matching]);
        let few = assignments::table.filter(few).select(assignments::tenant_id);
        let n: i64 = CountOf(Slice { of: few, limit: FEW + 1, offset: 0 }).get_result(&mut lane(tx)).await?;
        if n <= FEW {
            return Ok(None);
        }
    }
    let mut base = base();
    base.extend(earliest(filter, tx.today()).map(|day| is(assignments::urgency_on.ge(day.to_diesel()))));
    base.extend(begin.map(after));
    let last = assignments::table.filter(base).order(in_urgency_order()).select(in_urgency_order());
    let last: Option<(jiff_diesel::Date, String, TenantId, AssignmentId)> =
        Slice { of: last, limit: 1, offset: REACH - 1 }.get_result(&mut lane(tx)).await.optional()?;
    Ok(last.map(|(day, code, tenant, id)| Place { urgency_on: day.to_jiff(), code, tenant, id }))
}

/// What every list is ordered by (R24).
#[diesel::dsl::auto_type]
pub(super) fn in_urgency_order() -> _ {
    (assignments::urgency_on, assignments::code_order, assignments::tenant_id, assignments::id)
}

/// Behind this place. The redundant first comparison lets the index find it: four pages of it are read, and thousands without the
/// comparison.
pub(super) fn after(place: &Place) -> Matching {
    let at = place.urgency_on.to_diesel();
    let later_tenant = assignments::tenant_id
        .gt(place.tenant)
        .or(assignments::tenant_id.eq(place.tenant).and(assignments::id.gt(place.id)));
    let later_code = assignments::code_order
        .gt(place.code.clone())
        .or(assignments::code_order.eq(place.code.clone()).and(later_tenant));
    Matching::All(vec![is(assignments::urgency_on.ge(at)), is(assignments::urgency_on.gt(at).or(later_code))])
}

/// At this place or before it.
pub(super) fn until(place: &Place) -> Matching {
    let bound = is(assignments::urgency_on.le(place.urgency_on.to_diesel()));
    Matching::All(vec![bound, Matching::Not(Box::new(after(place)))])
}

/// So many rows of a statement, with the numbers written out: for a parameter the planner reckons with a tenth of all rows, and
/// then plans the statement anew for each request.
pub(super) struct Slice<T> {
    pub(super) of: T,
    pub(super) limit: i64,
    pub(super) offset: i64,
}

impl<T> QueryId for Slice<T> {
    type QueryId = ();
    // The numbers are part of the text, which the type does not know.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<T: Query> Query for Slice<T> {
    type SqlType = T::SqlType;
}

impl<T: QueryFragment<Pg>> QueryFragment<Pg> for Slice<T> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.of.walk_ast(out.reborrow())?;
        out.push_sql(" limit ");
        out.push_sql(&self.limit.to_string());
        if self.offset > 0 {
            out.push_sql(" offset ");
            out.push_sql(&self.offset.to_string());
        }
        Ok(())
    }
}
