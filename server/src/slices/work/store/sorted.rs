//! Another order of a list than that of urgency, which remains the order of what is equal in it. No index has it: so many rows as a
//! list counts are sorted, and no more (R176).

use diesel::{
    expression::{
        AppearsOnTable, Expression, SelectableExpression, ValidGrouping, expression_types::NotSelectable,
        is_aggregate,
    },
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    query_source::AppearsInFromClause,
    sql_types::{Array, Bool, Integer, Text},
};
use dondoc_shared::{
    filter::{Sort, SortBy},
    id::TenantId,
    lifecycle::Status,
    order,
};

use super::{
    matching::{Matching, is},
    reach::{Place, after},
};
use dondoc_kernel::{db::Tx, error::Result, schema::assignments, tenants};

/// How a list is sorted.
#[derive(Debug, Clone)]
pub(super) struct Sorted {
    by: SortBy,
    descending: bool,
    /// The tenants in their order, where it is asked for.
    tenants: Vec<TenantId>,
}

/// What a row is sorted by, as the text that a cursor keeps.
pub(super) struct SortKey(Sorted);

/// The order itself.
pub(super) struct Order(Sorted);

/// A row that is behind a key, or at it.
struct Compared {
    sorted: Sorted,
    sign: &'static str,
    key: String,
}

impl Sorted {
    pub(super) async fn of(tx: &mut Tx, sort: &Sort) -> Result<Self> {
        let mut all = if sort.by == SortBy::Tenant { tenants::all(tx).await? } else { vec![] };
        all.sort_by_cached_key(|tenant| order::name(order::proper(&tenant.name_vi)));
        let tenants = all.iter().map(|tenant| tenant.id).collect();
        Ok(Self { by: sort.by, descending: sort.descending, tenants })
    }

    pub(super) fn order(&self) -> Order {
        Order(self.clone())
    }

    pub(super) fn key(&self) -> SortKey {
        SortKey(self.clone())
    }

    /// Whether a cursor can have this key.
    pub(super) fn has(&self, key: &str) -> bool {
        if self.is_text() { key.chars().all(|c| c.is_ascii_graphic()) } else { key.parse::<i64>().is_ok() }
    }

    /// Behind the row that has this key and place.
    pub(super) fn after(&self, key: &str, place: &Place) -> Matching {
        let compared = |sign| is(Compared { sorted: self.clone(), sign, key: key.to_owned() });
        let further = compared(if self.descending { " < " } else { " > " });
        Matching::Any(vec![further, Matching::All(vec![compared(" = "), after(place)])])
    }

    fn is_text(&self) -> bool {
        self.by == SortBy::Task
    }

    /// What it sorts by; what a row has nothing of is last.
    fn walk<'b>(&'b self, out: &mut AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        if self.is_text() {
            out.push_sql("assignments.code_order");
            return Ok(());
        }
        out.push_sql("coalesce((");
        match self.by {
            SortBy::Due => out.push_sql("assignments.due_on - date '2000-01-01'"),
            SortBy::Overdue => out.push_sql("date '2000-01-01' - assignments.late_from"),
            SortBy::Tenant => {
                out.push_sql("array_position(");
                out.push_bind_param::<Array<Integer>, _>(&self.tenants)?;
                out.push_sql(", assignments.tenant_id)");
            }
            SortBy::Task => {}
            SortBy::Status => {
                let statuses = Status::WORDS.join(",");
                out.push_sql(&format!("array_position('{{{statuses}}}'::text[], assignments.status)"));
            }
            SortBy::Level => out.push_sql("assignments.level"),
            SortBy::Urges => out.push_sql("assignments.urges"),
            SortBy::Unanswered => out.push_sql("assignments.unanswered_urges"),
            SortBy::Percent => out.push_sql("assignments.percent"),
            SortBy::LastUrge => out.push_sql("assignments.last_urged_on - date '2000-01-01'"),
            SortBy::LastReport => out.push_sql("extract(epoch from assignments.last_report_at) * 1000000"),
            SortBy::Changed => out.push_sql("extract(epoch from assignments.updated_at) * 1000000"),
        }
        let none = if self.descending { i64::MIN } else { i64::MAX };
        out.push_sql(&format!(")::bigint, '{none}'::bigint)"));
        Ok(())
    }
}

impl QueryFragment<Pg> for SortKey {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("(");
        self.0.walk(&mut out)?;
        out.push_sql(")::text");
        Ok(())
    }
}

impl QueryFragment<Pg> for Order {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.walk(&mut out)?;
        out.push_sql(if self.0.descending { " desc" } else { "" });
        Ok(())
    }
}

impl QueryFragment<Pg> for Compared {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.sorted.walk(&mut out)?;
        out.push_sql(self.sign);
        out.push_bind_param::<Text, _>(&self.key)?;
        out.push_sql(if self.sorted.is_text() { "" } else { "::bigint" });
        Ok(())
    }
}

/// They are about assignments alone, and their text is not known by their type.
macro_rules! of_assignments {
    ($($expression:ty: $sql_type:ty,)+) => {$(
        impl Expression for $expression {
            type SqlType = $sql_type;
        }

        impl<QS> AppearsOnTable<QS> for $expression where QS: AppearsInFromClause<assignments::table> {}

        impl<QS> SelectableExpression<QS> for $expression where Self: AppearsOnTable<QS> {}

        impl<GroupBy> ValidGrouping<GroupBy> for $expression {
            type IsAggregate = is_aggregate::Never;
        }

        impl QueryId for $expression {
            type QueryId = ();
            const HAS_STATIC_QUERY_ID: bool = false;
        }
    )+};
}
of_assignments! {
    SortKey: Text,
    Order: NotSelectable,
    Compared: Bool,
}
