//! What must hold of an assignment, as SQL, and how what matches is found.

use diesel::{
    expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate},
    pg::Pg,
    prelude::*,
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::{Bool, BoolOrNullableBool},
};

use dondoc_kernel::schema::assignments;

/// What must hold of an assignment.
pub(in super::super) enum Matching {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Is(Box<dyn QueryFragment<Pg> + Send + Sync>),
    Among(Box<dyn QueryFragment<Pg> + Send + Sync>),
}

/// What the database says of an assignment.
pub(in super::super) fn is<E>(expression: E) -> Matching
where
    E: Expression<SqlType: BoolOrNullableBool> + AppearsOnTable<assignments::table>,
    E: QueryFragment<Pg> + Send + Sync + 'static,
{
    Matching::Is(Box::new(expression))
}

/// That a statement of ids finds it.
pub(in super::super) fn is_among(ids: impl QueryFragment<Pg> + Send + Sync + 'static) -> Matching {
    Matching::Among(Box::new(ids))
}

impl Matching {
    /// And these.
    pub(in super::super) fn extend(&mut self, more: impl IntoIterator<Item = Self>) {
        let before = std::mem::replace(self, Self::Any(vec![]));
        *self = Self::All(std::iter::once(before).chain(more).collect());
    }
}

/// How the assignments that a term matches are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum By {
    /// Nearly all are.
    Most,
    /// An index has those of them that are open, in the order of the list.
    Order,
    /// An index has them; they may be many.
    Index,
    /// An index has those of them that are open; they may be many.
    IndexOfOpen,
    /// They are few: a person waits for each.
    Few,
    /// Each assignment is looked at.
    Walk,
}

/// What must hold, and how it is found.
pub(in super::super) struct Term {
    pub(in super::super) by: By,
    pub(in super::super) matching: Matching,
}

impl By {
    pub(super) fn is(self, matching: Matching) -> Term {
        Term { by: self, matching }
    }
}

pub(super) fn matchings(terms: Vec<Term>) -> Vec<Matching> {
    terms.into_iter().map(|term| term.matching).collect()
}

impl Expression for Matching {
    type SqlType = Bool;
}

// Each part of it has been checked to be about assignments alone.
impl<QS> AppearsOnTable<QS> for Matching where
    QS: diesel::query_source::AppearsInFromClause<assignments::table>
{
}

impl<QS> SelectableExpression<QS> for Matching where Self: AppearsOnTable<QS> {}

impl<GroupBy> ValidGrouping<GroupBy> for Matching {
    type IsAggregate = is_aggregate::Never;
}

impl QueryId for Matching {
    type QueryId = ();
    // The filter is part of the text, which the type does not know.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl QueryFragment<Pg> for Matching {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        // What is joined by hand has no end of texts: a connection keeps none of them prepared.
        if matches!(self, Self::Any(_) | Self::Not(_)) {
            out.unsafe_to_cache_prepared();
        }
        let (parts, between, of_none) = match self {
            Self::All(parts) => (parts, " and ", "true"),
            Self::Any(parts) => (parts, " or ", "false"),
            // What is not known of an assignment does not hold, and its negation does.
            Self::Not(part) => {
                out.push_sql("(");
                part.walk_ast(out.reborrow())?;
                out.push_sql(") is not true");
                return Ok(());
            }
            Self::Is(expression) => return expression.walk_ast(out),
            Self::Among(ids) => {
                out.push_sql("assignments.id in (");
                ids.walk_ast(out.reborrow())?;
                out.push_sql(")");
                return Ok(());
            }
        };
        if parts.is_empty() {
            out.push_sql(of_none);
        }
        for (place, part) in parts.iter().enumerate() {
            out.push_sql(if place == 0 { "(" } else { between });
            out.push_sql("(");
            part.walk_ast(out.reborrow())?;
            out.push_sql(")");
        }
        if !parts.is_empty() {
            out.push_sql(")");
        }
        Ok(())
    }
}
